"""PO to bitext: entries to segments, segments to units, and what other tools did to them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from hashlib import blake2b
from typing import NamedTuple

from translate_flow.bitext import FUZZY_MATCH, Code, Credit, Segment, State, Unit
from translate_flow.errors import InputError
from translate_flow.stores.model import Reading, with_credit
from translate_flow.stores.po_facts import Facts, digest, facts_of, needs_look
from translate_flow.stores.po_header import described, fields_of, last_translator
from translate_flow.stores.po_syntax import Entry, entries, unpack

_NUMBERED = re.compile(r"(.+):([1-9][0-9]*)", re.DOTALL)
_OBSOLETE = re.compile(r"(.+)[~:]([1-9][0-9]*)", re.DOTALL)
_OURS = re.compile(r"([a-z]+(?:-[a-z]+)*)-[0-9a-f]{6}(?:-[0-9]+)?")


class Item(NamedTuple):
    """An entry and what it says."""

    entry: Entry
    unit: str
    number: int
    """Of the segment in its unit, from 1; 0 for a lone one."""
    role: str
    codes: tuple[Code, ...]
    segment: Segment
    foreign: bool
    """Whether the target was made, changed or approved in another tool."""

    @property
    def name(self) -> str:
        """The segment's id."""
        return f"{self.unit}:{self.number}" if self.number else self.unit


class Contents(NamedTuple):
    """A PO file, understood."""

    header: Entry | None
    fields: dict[str, str]
    items: tuple[Item, ...]
    """In file order; obsolete ones too."""
    opaque: tuple[Entry, ...]
    """Entries with plural forms: kept, but no segments."""
    end: int
    """Where the last entry ends; only comments and blank lines follow."""


def read(data: bytes, where: str) -> Reading:
    """Read a PO file; ``where`` names it in errors. Raises :class:`InputError`, with the line, for what is no PO."""
    text, _ = unpack(data, where)
    contents = understand(text, where)
    by = last_translator(contents.fields)
    active = units_of(item for item in contents.items if not item.entry.obsolete)
    obsolete = units_of(item for item in contents.items if item.entry.obsolete)
    foreign = tuple((item.unit, max(item.number - 1, 0)) for item in contents.items if item.foreign)
    bitext = replace(described(contents.fields), units=active, obsolete=obsolete)
    return Reading(bitext, foreign, by if foreign else None)


def understand(text: bytes, where: str) -> Contents:
    """All entries of the text with what they say. Raises :class:`InputError`."""
    header: Entry | None = None
    fields: dict[str, str] = {}
    found: list[Entry] = []
    opaque: list[Entry] = []
    end = 0
    for entry in entries(text, where):
        end = entry.end
        if entry.source and not entry.plural:
            found.append(entry)
        elif entry.plural or entry.obsolete or entry.context is not None:
            opaque.append(entry)
        elif header is None:
            header, fields = entry, fields_of(entry.target)
        else:
            raise _twice(text, where, header, entry)
    names = _names(found, text, where)
    by = last_translator(fields)
    known: dict[tuple[bytes, bool], Facts] = {}
    items: list[Item] = []
    for entry, (unit, number) in zip(found, names, strict=True):
        key = entry.comments, entry.context is not None
        facts = known.get(key)
        if facts is None:
            facts = known[key] = _facts(entry, text, where)
        items.append(_item(entry, unit, number, facts, by))
    return Contents(header, fields, tuple(items), tuple(opaque), end)


def _facts(entry: Entry, text: bytes, where: str) -> Facts:
    try:
        return facts_of(entry.comments, roles=entry.context is not None)
    except UnicodeDecodeError as error:
        at, what = f"{where}:{line_at(text, entry.start)}", "a comment of this entry is not in UTF-8"
        raise InputError(what, where=at, remedy="save the file as UTF-8") from error


def _item(entry: Entry, unit: str, number: int, facts: Facts, by: Credit | None) -> Item:
    source, target = entry.source, entry.target
    if facts.plain:
        state = State.TRANSLATED if target else State.INITIAL
        segment = Segment(source, target, state, "", (), facts.notes, facts.previous)
        foreign = bool(target)
    else:
        segment, foreign = _judged(source, target, facts)
    if foreign and by:
        segment = with_credit(segment, by)
    role = facts.role or _role(unit)
    return Item(entry, unit, number, role, facts.codes, segment, foreign and not entry.obsolete)


def _role(unit: str) -> str:
    ours = _OURS.fullmatch(unit)
    return ours[1] if ours else "paragraph"


def _judged(source: str, target: str, facts: Facts) -> tuple[Segment, bool]:
    """The segment as it is now, and whether somebody worked on it in another tool."""
    stated, fuzzy = facts.stated, facts.fuzzy and bool(target)
    if stated is None:
        state = State.TRANSLATED if target and not fuzzy else State.INITIAL
        sub_state = FUZZY_MATCH if fuzzy else ""
        foreign = state is State.TRANSLATED and not facts.credits
        return Segment(source, target, state, sub_state, facts.credits, facts.notes, facts.previous), foreign
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
    return Segment(source, target, state, sub_state, credits_, facts.notes, previous), foreign


def _names(found: list[Entry], text: bytes, where: str) -> list[tuple[str, int]]:
    """Unit's id and segment's number of each entry, from its context or, where it has none, from its source."""
    numbered = _numbered(found, text, where)
    names: list[tuple[str, int]] = []
    seen: dict[tuple[str | None, str], Entry] = {}
    used: set[tuple[str, int, bool]] = set()
    for entry in found:
        context = entry.context
        if not entry.obsolete:
            ours = context is not None and (_OURS.fullmatch(context.rpartition(":")[0] or context))
            first = seen.setdefault((context, "" if ours else entry.source), entry)
            if first is not entry:
                raise _twice(text, where, first, entry)
        unit, number = _name(entry, numbered)
        name, copies = unit, 1
        while (name, number, entry.obsolete) in used:
            copies += 1
            name = f"{unit}-{copies}"
        used.add((name, number, entry.obsolete))
        names.append((name, number))
    return names


def _name(entry: Entry, numbered: set[str]) -> tuple[str, int]:
    context = entry.context
    if context is None:
        return f"paragraph-{blake2b(entry.source.encode(), digest_size=3).hexdigest()}", 0
    if entry.obsolete:
        found = _OBSOLETE.fullmatch(context)
        return (found[1], int(found[2])) if found else (context, 0)
    unit, _, number = context.rpartition(":")
    return (unit, int(number)) if unit in numbered and _NUMBERED.fullmatch(context) else (context, 0)


def _numbered(found: list[Entry], text: bytes, where: str) -> set[str]:
    """Units whose segments have numbers. Raises :class:`InputError` where one of ours lacks a segment."""
    numbers: dict[str, dict[int, Entry]] = {}
    for entry in found:
        if entry.context and not entry.obsolete and ":" in entry.context and (m := _NUMBERED.fullmatch(entry.context)):
            numbers.setdefault(m[1], {})[int(m[2])] = entry
    for unit, entries_ in list(numbers.items()):
        last = max(2, *entries_)
        missing = next((number for number in range(1, last + 1) if number not in entries_), 0)
        if not missing:
            continue
        if not _OURS.fullmatch(unit):
            del numbers[unit]
            continue
        at = f"{where}:{line_at(text, entries_[max(entries_)].start)}"
        what = f"segment {unit}:{missing} is missing beside {unit}:{max(entries_)}"
        raise InputError(what, where=at, remedy=f"put it back, or take out all entries of {unit}")
    return set(numbers)


def _twice(text: bytes, where: str, first: Entry, second: Entry) -> InputError:
    name = second.context or second.source[:40] or "the header"
    what = f"“{name}” stands here a second time, after line {line_at(text, first.start)}"
    return InputError(what, where=f"{where}:{line_at(text, second.start)}", remedy="take one of the two out")


def line_at(text: bytes, position: int) -> int:
    """The number of the line at ``position``, from 1."""
    return text.count(b"\n", 0, position) + 1


def units_of(items: Iterable[Item]) -> tuple[Unit, ...]:
    """Units in the order in which they first appear, their segments in the order of their numbers."""
    grouped: dict[str, list[Item]] = {}
    for item in items:
        grouped.setdefault(item.unit, []).append(item)
    return tuple([_unit(name, found) for name, found in grouped.items()])


def _unit(name: str, items: list[Item]) -> Unit:
    if len(items) == 1:
        item = items[0]
        return Unit(name, item.role, (item.segment,), item.codes)
    items.sort(key=lambda item: item.number)
    codes = {code.id: code for item in items for code in item.codes}
    return Unit(name, items[0].role, tuple([item.segment for item in items]), tuple(codes.values()))
