"""XLIFF 2 to bitext: units of any tool's file, and what other tools did to those that we wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal, NamedTuple

from lxml import etree

from translate_flow.bitext import Bitext, Credit, Match, Note, Segment, Unit
from translate_flow.errors import InputError
from translate_flow.stores.escapes import unescape
from translate_flow.stores.facts import Stated, fact_in
from translate_flow.stores.model import Reading
from translate_flow.stores.xliff2.check import Fault, Scope, check_frame, check_unit, scope_of
from translate_flow.stores.xliff2.inline import Names, content, local, writable
from translate_flow.stores.xliff2.plain import UNIT, plain
from translate_flow.stores.xliff2.render import (
    CORE,
    ESCAPED,
    IN_CONTEXT,
    ITS,
    MATCHES,
    METADATA,
    PREVIOUS,
    from_token,
)
from translate_flow.stores.xliff2.status import OWN, judged
from translate_flow.stores.xml_arrange import OBSOLETE
from translate_flow.stores.xml_frame import Frame, element, frame, line_of, opening

_ROLE = re.compile(rf"{OWN}([a-z][a-z0-9]*(?:-[a-z0-9]+)*)")
_OURS = re.compile(r"([a-z][a-z0-9]*(?:-[a-z0-9]+)*?)-[0-9a-f]{6}(?:-[0-9]+)?")
_TRANSLATORS_FAULTS = frozenset({"code-deleted", "code-reordered", "copy-of-uncopyable"})
"""Rules that a translator breaks by deleting, moving or copying a code."""
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


class Contents(NamedTuple):
    """An XLIFF 2 file, understood."""

    frame: Frame
    version: str
    head: Bitext
    """Without units."""
    credit: str
    """The note that names the people of the whole document."""
    places: list[Place]
    """One for each span of the frame."""
    faults: tuple[InputError, ...]
    """As in :class:`Reading`."""


def read(data: bytes, where: str) -> Reading:
    """Read an XLIFF 2 file; ``where`` names it in errors.

    Raises :class:`InputError`, with the line, for what is no XLIFF 2 or breaks one of the standard's rules.
    """
    contents = understand(data, where)
    active = [place for place in contents.places if place.unit and not place.obsolete]
    obsolete = tuple(place.unit for place in contents.places if place.unit and place.obsolete)
    foreign = tuple((place.unit.id, index) for place in active if place.unit for index in place.foreign)
    units = tuple(place.unit for place in active if place.unit)
    return Reading(replace(contents.head, units=units, obsolete=obsolete), foreign, faults=contents.faults)


def understand(data: bytes, where: str) -> Contents:
    """Read all units, each alone; those of the usual shapes by one expression."""
    plainly = b"\r" not in data and data.count(b"<file") == 1 and b"subFlows" not in data
    file = frame(data, where, "unit", UNIT if plainly else None)
    if _repeats(file):
        file = frame(data, where, "unit")
    root = file.root
    version = _version(root, where)
    _refuse(check_frame(root), where, 0)
    files = [child for child in root if local(child) == "file"]
    places: list[Place] = []
    faults: list[InputError] = []
    context: _Context | None = None
    last: etree._Element | None = None
    for place, span, groups in zip(file.places, file.spans, file.usual, strict=True):
        if context is None or place is not last:
            context = _context_of(place, context, files, f"{where}:{span.line}")
            last = place
        if groups and context.plain and (read_ := plain(groups)):
            places.append(_usual(*read_))
            continue
        unit = element(file.text[span.start : span.end], context.opening, span.line, where)
        faults += _refuse(check_unit(unit, context.scope), where, span.line - 1)
        if not context.obsolete and (not context.translate or place.get("translate") == "no"):
            places.append(Place(None))
            continue
        places.append(place_of(unit, context.prefix, obsolete=context.obsolete))
    first = files[0] if files else root
    head = Bitext(
        first.get("original", ""), root.get("srcLang", ""), root.get("trgLang", ""), (), (), _organization(first)
    )
    return Contents(file, version, head, content(_credit_note(first)), places, tuple(faults))


def _repeats(file: Frame) -> bool:
    """Whether ids repeat among the usual units, of which the frame has only the first of each run to look at."""
    if not any(file.usual):
        return False
    names = {groups[1] if groups else place.get("id") for place, groups in zip(file.places, file.usual, strict=True)}
    return len(names) < len(file.places)


def _refuse(faults: Iterator[Fault], where: str, before: int) -> list[InputError]:
    """Refuse a file for its first fault; gives those that only a validator minds.

    ``before`` is how many lines stand before the first of the elements' tree.
    """
    minor: list[InputError] = []
    for fault in faults:
        place = f"{where}:{before + line_of(fault.element)}"
        error = InputError(f"{fault.message} (XLIFF, {fault.section})", where=place)
        if fault.rule not in _TRANSLATORS_FAULTS:
            raise error
        minor.append(error)
    return minor


def _version(root: etree._Element, where: str) -> str:
    version = root.get("version", "")
    if etree.QName(root).localname != "xliff":
        raise InputError(
            f"this is no XLIFF but <{etree.QName(root).localname}>", where=where, remedy="give an XLIFF file"
        )
    if CORE.get(version) != etree.QName(root).namespace:
        known = ", ".join(CORE)
        what = f"version “{version}” of namespace “{etree.QName(root).namespace}” is not one of XLIFF {known}"
        raise InputError(what, where=f"{where}:{root.sourceline}", remedy="export the file again as XLIFF 2.0")
    return version


def _usual(unit: Unit, foreign: tuple[int, ...]) -> Place:
    """The place of a unit that :func:`plain` has read."""
    if not unit.role or "_x" in unit.id:
        unit = Unit(from_token(unit.id), unit.role or _role_of(unit.id), unit.segments, unit.codes)
    return Place(unit, False, "", foreign)


def _role_of(name: str) -> str:
    """The role that a unit's id tells, where the file does not."""
    ours = _OURS.fullmatch(name)
    return ours[1] if ours else "paragraph"


class _Context(NamedTuple):
    """What holds for all units of one parent."""

    parent: etree._Element
    opening: str
    scope: Scope
    prefix: str
    """Before the ids of units, where there are several files."""
    translate: bool
    obsolete: bool
    plain: bool
    """Whether its units may be of the usual shapes."""


def _context_of(place: etree._Element, before: _Context | None, files: list[etree._Element], where: str) -> _Context:
    """What holds for a unit; ``before`` is what held for the one before."""
    parent = place.getparent()
    if parent is None:
        raise InputError("a unit stands outside any file", where=where, remedy="export it again")
    if before is not None and before.parent is parent:
        return before
    lineage = [parent, *parent.iterancestors()]
    file = next((one for one in lineage if local(one) == "file"), None)
    prefix = f"{file.get('id', '')}/" if file is not None and len(files) > 1 else ""
    said = next((value for one in lineage if (value := one.get("translate"))), "yes")
    obsolete = any(one.get("id") == OBSOLETE and one.get("type") == OWN + OBSOLETE for one in lineage)
    scope = scope_of(parent)
    bound = parent.nsmap.get("mda", METADATA) == METADATA and not parent.prefix
    plain_ = bound and scope.trgLang is not None and said == "yes" and not obsolete and not prefix
    return _Context(parent, opening(parent), scope, prefix, said == "yes", obsolete, plain_)


def _credit_note(file: etree._Element) -> etree._Element | None:
    """Our note at a ``file`` that names its people."""
    notes = file.find("{*}notes")
    return None if notes is None else next((note for note in notes if note.get("id") == "credit"), None)


def _organization(file: etree._Element) -> str:
    path = f"{{{METADATA}}}metadata/{{{METADATA}}}metaGroup/{{{METADATA}}}meta"
    found = next((meta for meta in file.iterfind(path) if meta.get("type") == f"{OWN}organization"), None)
    return unescape(content(found))


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
    role = kind[1] if kind else _role_of(name)
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
