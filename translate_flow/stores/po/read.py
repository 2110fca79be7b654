"""PO to bitext: entries to segments, segments to units, and what other tools did to them."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from translate_flow.bitext import FUZZY_MATCH, Code, Credit, Segment, State, Unit
from translate_flow.errors import InputError
from translate_flow.stores.facts import digest
from translate_flow.stores.model import Reading, with_credit
from translate_flow.stores.po.facts import STATED, Facts, facts_of, needs_look, with_stated
from translate_flow.stores.po.header import described, fields_of, last_translator
from translate_flow.stores.po.names import OURS, named, twice
from translate_flow.stores.po.syntax import Entry, entries, line_at, unpack


class Item(NamedTuple):
    """An entry and what it says."""

    start: int
    end: int
    next: int
    """As in :class:`Entry`."""
    obsolete: bool
    context: str | None
    role: str
    codes: tuple[Code, ...]
    segment: Segment | None
    """``None`` for what is no segment: the header, and entries with plural forms."""
    foreign: bool
    """Whether the target was made, changed or approved in another tool."""


class Contents(NamedTuple):
    """A PO file, understood."""

    header: Entry | None
    fields: dict[str, str]
    items: list[Item]
    """In file order; obsolete ones too."""
    names: list[tuple[str, int]]
    """For each item its unit's id (empty where there is none) and the segment's number from 1; 0 for a lone one."""


def read(data: bytes, where: str) -> Reading:
    """Read a PO file; ``where`` names it in errors. Raises :class:`InputError`, with the line, for what is no PO."""
    text, _ = unpack(data, where)
    contents = understood(text, where)
    active: dict[str, list[tuple[int, Item]]] = {}
    obsolete: dict[str, list[tuple[int, Item]]] = {}
    foreign: list[tuple[str, int]] = []
    for item, (unit, number) in zip(contents.items, contents.names, strict=True):
        if item.segment is None:
            continue
        (obsolete if item.obsolete else active).setdefault(unit, []).append((number, item))
        if item.foreign:
            foreign.append((unit, number - 1 if number else 0))
    bitext = replace(described(contents.fields), units=_units(active), obsolete=_units(obsolete))
    return Reading(bitext, tuple(foreign), last_translator(contents.fields) if foreign else None)


def _units(grouped: dict[str, list[tuple[int, Item]]]) -> tuple[Unit, ...]:
    """Units in the order in which they first appear, their segments in the order of their numbers."""
    units: list[Unit] = []
    for name, found in grouped.items():
        if len(found) > 1:
            found.sort(key=_number)
        first = found[0][1]
        segments = tuple([item.segment for _, item in found if item.segment])
        codes = first.codes if len(found) == 1 else _codes([item for _, item in found])
        units.append(Unit(name, first.role or role_of(name), segments, codes))
    return tuple(units)


def _codes(items: list[Item]) -> tuple[Code, ...]:
    """The codes that a unit's entries explain, each once."""
    return tuple({code.id: code for item in items for code in item.codes}.values())


def _number(pair: tuple[int, Item]) -> int:
    return pair[0]


def understood(text: bytes, where: str) -> Contents:
    """Like :func:`understand`, but remembers the last file: who writes one has just read it."""
    try:
        return _last(text)
    except InputError:
        return understand(text, where)


@lru_cache(maxsize=1)
def _last(text: bytes) -> Contents:
    return understand(text, "")


def understand(text: bytes, where: str) -> Contents:
    """All entries of the text with what they say. Raises :class:`InputError`."""
    header: Entry | None = None
    fields: dict[str, str] = {}
    by: Credit | None = None
    known: dict[bytes, Facts] = {}
    items: list[Item] = []
    for entry in entries(text, where):
        start, end, following, comments, context, source, target, obsolete, plural = entry
        if plural or not source:
            if not (plural or obsolete or context):
                if header:
                    raise twice(text, where, header.start, start, "the header")
                header, fields = entry, fields_of(target)
                by = last_translator(fields)
            items.append(Item(start, end, following, obsolete, context, "", (), None, False))
            continue
        facts = known.get(comments) or _facts(entry, known, text, where)
        if facts.plain:
            foreign = bool(target)
            state = _TRANSLATED if foreign else _INITIAL
            segment = Segment(source, target, state, "", (), facts.notes, facts.previous)
        else:
            segment, foreign = _judged(source, target, facts)
        if foreign and by:
            segment = with_credit(segment, by)
        foreign = foreign and not obsolete
        items.append(Item(start, end, following, obsolete, context, facts.role, facts.codes, segment, foreign))
    return Contents(header, fields, items, named(items, text, where))


_INITIAL, _TRANSLATED = State.INITIAL, State.TRANSLATED


def _facts(entry: Entry, known: dict[bytes, Facts], text: bytes, where: str) -> Facts:
    """What the entry's comments say; what others may say too is remembered in ``known``."""
    own = STATED.match(entry.comments)
    shared = (own[4], entry.comments[own.end() :]) if own else (entry.comments,)
    try:
        for comments in shared:
            if comments not in known:
                known[comments] = facts_of(comments)
    except UnicodeDecodeError as error:
        at, what = f"{where}:{line_at(text, entry.start)}", "a comment of this entry is not in UTF-8"
        raise InputError(what, where=at, remedy="save the file as UTF-8") from error
    facts = known[shared[-1]]
    return with_stated(facts, own, known[own[4]].credits) if own else facts


def role_of(unit: str) -> str:
    """The role that a unit's id tells, where the file does not."""
    ours = OURS.fullmatch(unit)
    return ours[1] if ours else "paragraph"


def _judged(source: str, target: str, facts: Facts) -> tuple[Segment, bool]:
    """The segment as it is now, and whether somebody worked on it in another tool."""
    stated, fuzzy = facts.stated, facts.fuzzy and bool(target)
    if stated is None:
        state = State.TRANSLATED if target and not fuzzy else State.INITIAL
        sub_state = FUZZY_MATCH if fuzzy else ""
        foreign = state is State.TRANSLATED and not facts.credits
        segment = Segment(source, target, state, sub_state, facts.credits, facts.notes, facts.previous, facts.matches)
        return segment, foreign
    state, sub_state, credits_, previous, foreign = stated.state, stated.sub_state, facts.credits, facts.previous, False
    looked = needs_look(stated.state, stated.sub_state, target)
    if stated.digest and stated.digest != digest(target):
        credits_ = tuple(credit for credit in credits_ if credit.role != "reviewer")
        state = State.TRANSLATED if target and not fuzzy else State.INITIAL
        sub_state = (sub_state or FUZZY_MATCH) if fuzzy else ""
        foreign = bool(target) and not fuzzy
    elif fuzzy and not looked:
        state, sub_state = State.INITIAL, FUZZY_MATCH
    elif not facts.fuzzy and looked:
        state, sub_state, foreign = State.TRANSLATED, "", True
    return Segment(source, target, state, sub_state, credits_, facts.notes, previous, facts.matches), foreign
