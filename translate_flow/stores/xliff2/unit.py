"""A unit of XLIFF 2 to one of the bitext, and what other tools did to it if we wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from lxml import etree

from translate_flow.bitext import Credit, Match, Note, Segment, Unit
from translate_flow.stores.escapes import unescape
from translate_flow.stores.facts import Stated, fact_in
from translate_flow.stores.xliff2.inline import Names, content, local, writable
from translate_flow.stores.xliff2.render import ESCAPED, IN_CONTEXT, ITS, MATCHES, METADATA, PREVIOUS, from_token
from translate_flow.stores.xliff2.status import OWN, judged
from translate_flow.stores.xml_arrange import OBSOLETE

_ROLE = re.compile(rf"{OWN}([a-z][a-z0-9]*(?:-[a-z0-9]+)*)")
_OURS = re.compile(r"([a-z][a-z0-9]*(?:-[a-z0-9]+)*?)-[0-9a-f]{6}(?:-[0-9]+)?")
_NOTE_ID = re.compile(r"(.+)\.[0-9]+")
_AGENTS: tuple[tuple[str, Literal["person", "organization", "tool"]], ...] = (
    ("person", "person"), ("org", "organization"), ("tool", "tool"),
)  # fmt: skip


class Place(NamedTuple):
    """A unit of the file."""

    unit: Unit | None
    """``None`` for one that is no translator's matter."""
    obsolete: bool = False
    prefix: str = ""
    """Of the unit's id, where there are several files."""
    foreign: tuple[int, ...] = ()
    """The segments whose target was made, changed or approved in another tool."""


def role_of(name: str) -> str:
    """The role that a unit's id tells, where the file does not."""
    ours = _OURS.fullmatch(name)
    return ours[1] if ours else "paragraph"


class _Parts(NamedTuple):
    """The children of a unit, sorted."""

    segments: list[etree._Element]
    data: dict[str, str]
    facts: dict[str, list[str]]
    """Lines of ours, by segment's id."""
    notes: dict[str, list[Note]]
    """By segment's id; empty for notes on the whole unit."""
    matches: dict[str, list[etree._Element]]
    people: list[Credit]
    """Those whom another tool credits with work on this unit."""


def place_of(unit: etree._Element, prefix: str = "", *, obsolete: bool = False) -> Place:
    """What a ``unit`` element says; ``prefix`` stands before its id where there are several files."""
    kind = _ROLE.fullmatch(unit.get("type", ""))
    found = _sorted(unit, ours=bool(kind))
    if not found.segments:
        return Place(None)
    names = Names(unit, ours=bool(kind))
    sides = [(segment.find("{*}source"), segment.find("{*}target")) for segment in found.segments]
    for side in (*(source for source, _ in sides), *(target for _, target in sides)):
        if side is not None and len(side):
            names.add(side)
    segments: list[Segment] = []
    foreign: list[int] = []
    for number, (segment, (source, target)) in enumerate(zip(found.segments, sides, strict=True)):
        texts = ("" if source is None else names.text(source), "" if target is None else names.text(target))
        read, changed = _segment(segment, texts, found, names, first=number == 0, ours=bool(kind))
        segments.append(read)
        if changed:
            foreign.append(number)
    codes = names.codes(found.data) if names.of or found.data else ()
    name = from_token(unit.get("id", ""))
    if obsolete:
        name = name.removeprefix(f"{OBSOLETE}.")
    role = kind[1] if kind else role_of(name)
    return Place(Unit(prefix + name, role, tuple(segments), codes), obsolete, prefix, tuple(foreign))


def _sorted(unit: etree._Element, *, ours: bool) -> _Parts:
    parts = _Parts([], {}, {}, {}, {}, [])
    for child in unit:
        kind = local(child)
        if kind == "segment":
            parts.segments.append(child)
        elif kind == "originalData":
            parts.data.update((data.get("id", ""), content(data)) for data in child if local(data) == "data")
        elif kind == "metadata":
            for group in child.iterfind(f"{{{METADATA}}}metaGroup"):
                category = group.get("category", "")
                if category.startswith(OWN):
                    parts.facts[category[len(OWN) :]] = [content(meta) for meta in group if local(meta) == "meta"]
        elif kind == "notes":
            for note in child:
                _add_note(note, parts.notes, ours=ours)
        elif child.tag == f"{{{MATCHES}}}matches":
            for match in child.iterfind(f"{{{MATCHES}}}match"):
                parts.matches.setdefault(match.get("ref", "").rpartition("/")[2].lstrip("#"), []).append(match)
    credited = {fact.name for lines in parts.facts.values() for fact in map(fact_in, lines) if isinstance(fact, Credit)}
    known = {writable(name) for name in credited}
    parts.people.extend(credit for credit in _people(unit) if credit.name not in known)
    return parts


def _add_note(note: etree._Element, notes: dict[str, list[Note]], *, ours: bool) -> None:
    if local(note) != "note" or (ours and note.get("category") == "credit"):
        return
    text, category = content(note), note.get("category", "")
    if category.startswith(ESCAPED):
        text, category = unescape(text), category[len(ESCAPED) :]
    owner = _NOTE_ID.fullmatch(note.get("id", "")) if category in ("source", "translator") else None
    segment = owner[1] if owner else note.get("ref", "").rpartition("/")[2].lstrip("#")
    by_translator = category != "source" and (ours or category == "translator")
    notes.setdefault(segment, []).append(Note(text, "translator" if by_translator else "source"))


def _people(unit: etree._Element) -> Iterator[Credit]:
    """The credits that ITS provenance gives (section 5.9)."""
    for one in (unit, *unit.iter(f"{{{ITS}}}provenanceRecord")):
        prefix = f"{{{ITS}}}" if one is unit else ""
        for agent, kind in _AGENTS:
            if name := one.get(f"{prefix}{agent}"):
                yield Credit("translator", name, "", kind)
            if name := one.get(f"{prefix}rev{agent.capitalize()}"):
                yield Credit("reviewer", name, "", kind)


def _segment(
    segment: etree._Element, texts: tuple[str, str], found: _Parts, names: Names, *, first: bool, ours: bool
) -> tuple[Segment, bool]:
    """The segment as it is now, and whether somebody worked on it in another tool."""
    own = segment.get("id", "")
    stated: Stated | None = None
    credits_: list[Credit] = []
    matches: list[Match] = []
    for line in found.facts.get(own, ()):
        fact = fact_in(line)
        if isinstance(fact, Stated):
            stated = fact
        elif isinstance(fact, Credit):
            credits_.append(fact)
        elif isinstance(fact, Match):
            matches.append(fact)
    notes = [*(found.notes.get("", ()) if first else ()), *(found.notes.get(own, ()) if own else ())]
    previous = ""
    for match in found.matches.get(own, ()) if own else ():
        source, target = (_text(names, match.find(f"{{*}}{side}")) for side in ("source", "target"))
        if match.get("subType") == PREVIOUS:
            previous = source
        else:
            matches.append(Match(source, target, _score(match), match.get("origin", "")))
    status = judged(texts[1], stated, segment.get("state", ""), segment.get("subState", ""), ours=ours)
    if status.changed:
        credits_ = [credit for credit in credits_ if credit.role != "reviewer"]
    if texts[1] and (stated is None or status.changed or status.foreign):
        credits_ += found.people
    read = Segment(*texts, status.state, status.sub_state, tuple(credits_), tuple(notes), previous, tuple(matches))
    return read, status.foreign and not found.people


def _text(names: Names, side: etree._Element | None) -> str:
    return "" if side is None else names.text(side)


def _score(match: etree._Element) -> int:
    if match.get("type") == "icm":
        return IN_CONTEXT
    try:
        return round(float(match.get("similarity") or match.get("matchQuality") or 0))
    except ValueError:
        return 0
