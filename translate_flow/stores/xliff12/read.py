"""XLIFF 1.2 to bitext: strict and transitional files of any tool, and what tools did to those that we wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal, NamedTuple, cast

from lxml import etree

from translate_flow.bitext import Bitext, Code, Credit, Match, Note, Segment, Unit
from translate_flow.errors import InputError
from translate_flow.stores.escapes import unescape
from translate_flow.stores.facts import Stated, codes_in, fact_in
from translate_flow.stores.model import Reading
from translate_flow.stores.xliff12.inline import NAMESPACE, Names, local, writable
from translate_flow.stores.xliff12.parts import PartOf, parts_of, status_of
from translate_flow.stores.xliff12.plain import UNIT, Usual, plain
from translate_flow.stores.xliff12.render import ESCAPED, PREVIOUS, TOOL, phase_of
from translate_flow.stores.xliff12.rules import refuse_frame, refuse_unit
from translate_flow.stores.xliff12.status import judged
from translate_flow.stores.xml_arrange import OBSOLETE
from translate_flow.stores.xml_frame import Frame, Span, element, frame, opening

UNITS = "trans-unit"
_ROLE = re.compile(r"x-([a-z][a-z0-9]*(?:-[a-z0-9]+)*)")
_ROLES = {
    "title": "headline",
    "heading": "heading",
    "caption": "caption",
    "cell": "table-cell",
    "listitem": "list-item",
}
_ITS = "{http://www.w3.org/2005/11/its}"
_FACT_ORGANIZATION = re.compile(r'organization="((?:[^"\\]|\\.)*)"')


class Place(NamedTuple):
    """A unit of the file."""

    unit: Unit
    start: int
    end: int
    """Where it stands: its group, or its ``trans-unit``."""
    around: str
    """The :func:`opening` of what its ``trans-unit``s stand in."""
    group: bool
    """Whether they stand in a ``group`` of ours."""
    obsolete: bool
    foreign: tuple[int, ...]
    prefix: str


class Contents(NamedTuple):
    """An XLIFF 1.2 file, understood."""

    frame: Frame
    head: Bitext
    """Without units."""
    places: list[Place]
    """In file order; what is no translator's matter is none."""


def read(data: bytes, where: str) -> Reading:
    """Read an XLIFF 1.2 file; ``where`` names it in errors.

    Raises :class:`InputError`, with the line, for what is no XLIFF 1.2.
    """
    contents = understand(data, where)
    active = [place for place in contents.places if not place.obsolete]
    obsolete = tuple(place.unit for place in contents.places if place.obsolete)
    foreign = tuple((place.unit.id, index) for place in active for index in place.foreign)
    return Reading(replace(contents.head, units=tuple(place.unit for place in active), obsolete=obsolete), foreign)


def understand(data: bytes, where: str) -> Contents:
    """Read all units, each ``trans-unit`` alone; those of the usual shapes by one expression."""
    usual = UNIT if b"\r" not in data and data.count(b"<file") == 1 else None
    file = frame(data, where, UNITS, usual)
    found = _understood(file, where)
    return found or cast(Contents, _understood(frame(data, where, UNITS), where))


def _understood(file: Frame, where: str) -> Contents | None:
    """``None`` if usual units are nothing that the frame's rules can be sure of."""
    refuse_frame(file.root, where)
    files = [child for child in file.root if local(child) == "file"]
    phases = {name: credit for one in files for name, credit in _phases(one)}
    places: list[Place] = []
    names: list[str] = []
    parents: dict[etree._Element, _Context] = {}
    run: list[tuple[Span, etree._Element]] = []
    context: _Context | None = None
    last: etree._Element | None = None
    for place, span, groups in zip(file.places, file.spans, file.usual, strict=True):
        here = (
            context
            if context is not None and place is last
            else _context_of(place, parents, files, phases, f"{where}:{span.line}")
        )
        last = place
        if run and context is not None and (here is not context or not here.group):
            places.append(_place(file, run, context))
            run = []
        context = here
        if groups and here.usual:
            read_ = plain(groups, phases)
            names += read_.names
            places.append(_usual(read_, span, here))
            continue
        if groups and groups[1]:
            return None
        unit = element(file.text[span.start : span.end], here.opening, span.line, where)
        names.append(unit.get("id", ""))
        refuse_unit(unit, here.languages, f"{where}:{{}}", span.line - 1)
        if here.translate and unit.get("translate", "yes") == "yes":
            run.append((span, unit))
    if run and context is not None:
        places.append(_place(file, run, context))
    if any(file.usual) and len(set(names)) < len(names):
        return None
    first = files[0]
    head = Bitext(first.get("original", ""), *_languages(first), (), organization=_organization(first))
    return Contents(file, head, places)


def _usual(found: Usual, span: Span, context: _Context) -> Place:
    """The place of a unit that :func:`plain` has read."""
    name = found.id.removeprefix(f"{OBSOLETE}.") if context.obsolete else found.id
    unit = Unit(name, found.role or "paragraph", found.segments, found.codes)
    return Place(unit, span.start, span.end, context.opening, bool(found.role), context.obsolete, found.foreign, "")


class _Context(NamedTuple):
    """What holds for all trans-units of one parent."""

    opening: str
    prefix: str
    languages: tuple[str, str]
    translate: bool
    obsolete: bool
    group: str
    """The id, if it is a unit of ours."""
    role: str
    phases: dict[str, Credit]
    usual: bool
    """Whether its units may be of the usual shapes."""


def _context_of(
    place: etree._Element,
    parents: dict[etree._Element, _Context],
    files: list[etree._Element],
    phases: dict[str, Credit],
    where: str,
) -> _Context:
    """What holds for a ``trans-unit``; ``parents`` remembers it."""
    parent = place.getparent()
    if parent is None:
        raise InputError("a trans-unit stands outside any file", where=where)
    if parent not in parents:
        parents[parent] = _context(parent, files, phases)
    return parents[parent]


def _context(parent: etree._Element, files: list[etree._Element], phases: dict[str, Credit]) -> _Context:
    lineage = [parent, *parent.iterancestors()]
    file = next((one for one in lineage if local(one) == "file"), files[0])
    prefix = f"{files.index(file) + 1}/" if len(files) > 1 else ""
    obsolete = any(one.get("id") == OBSOLETE and one.get("restype") == f"x-{OBSOLETE}" for one in lineage)
    translate = next((value for one in lineage if (value := one.get("translate"))), "yes") == "yes"
    kind = _ROLE.fullmatch(parent.get("restype", "")) if local(parent) == "group" else None
    group = parent.get("id", "") if kind and _named_after(parent) else ""
    role = kind[1] if kind else ""
    pair = _languages(file)
    usual = bool(pair[1]) and not prefix and not group and (translate or obsolete)
    return _Context(opening(parent), prefix, pair, translate or obsolete, obsolete, group, role, phases, usual)


def _named_after(group: etree._Element) -> bool:
    """Whether a group is one of ours, whose ``trans-unit``s are named ``GROUP`` or ``GROUP:1`` …"""
    own = group.get("id", "")
    names = [child.get("id", "") for child in group if local(child) == "trans-unit"]
    if any(local(child) == "group" for child in group):
        return False
    return bool(names) and all(name == own or name.startswith(f"{own}:") for name in names)


def _languages(file: etree._Element) -> tuple[str, str]:
    return file.get("source-language", ""), file.get("target-language", "")


def _organization(file: etree._Element) -> str:
    for note in file.iterfind(f"{{{NAMESPACE}}}header/{{{NAMESPACE}}}note"):
        if note.get("from") == TOOL and (found := _FACT_ORGANIZATION.fullmatch(note.text or "")):
            return unescape(found[1])
    return ""


def _phases(file: etree._Element) -> Iterator[tuple[str, Credit]]:
    """The credits that phases give: ours, and those that Lokalize and others add (section 2.2)."""
    for phase in file.iter(f"{{{NAMESPACE}}}phase"):
        kinds: tuple[tuple[str, Literal["person", "organization", "tool"]], ...] = (
            ("contact-name", "person"), ("company-name", "organization"), ("tool-id", "tool"),
        )  # fmt: skip
        process = phase.get("process-name", "").lower()
        reviews = any(word in process for word in ("review", "approv", "proof"))
        day = re.match(r"\d{4}-\d\d-\d\d", phase.get("date", ""))
        for name, kind in kinds:
            if who := phase.get(name, "").strip():
                role: Literal["reviewer", "translator"] = "reviewer" if reviews else "translator"
                yield phase.get("phase-name", ""), Credit(role, who, day[0] if day else "", kind)
                break


def _place(file: Frame, run: list[tuple[Span, etree._Element]], context: _Context) -> Place:
    """The unit that some trans-units are: those of a group of ours, or one of another tool."""
    start, end = run[0][0].start, run[-1][0].end
    if context.group:
        prefix = f"{file.root.prefix}:" if file.root.prefix else ""
        start = file.text.rindex(f"<{prefix}group", 0, start)
        end = file.text.index(">", file.text.index(f"</{prefix}group", end)) + 1
    group = context.group
    name = group or run[0][1].get("id", "")
    if context.obsolete:
        name = name.removeprefix(f"{OBSOLETE}.")
    parts = [part for _, unit in run for part in parts_of(unit)]
    names = Names("" if group else "".join(str(text) for part in parts for text in part.holder.itertext()))
    for part in parts:
        for side in (part.source, part.target):
            if side is not None:
                names.add(side)
    segments: list[Segment] = []
    foreign: list[int] = []
    codes: tuple[Code, ...] = ()
    for number, part in enumerate(parts):
        segment, changed, explained = _segment(part, names, context, first=number == 0)
        segments.append(segment)
        codes = (*codes, *explained)
        if changed:
            foreign.append(number)
    known = {code.id for code in codes}
    codes = (*codes, *(code for code in names.codes() if code.id not in known))
    role = context.role if group else _ROLES.get(run[0][1].get("restype", "").removeprefix("x-"), "paragraph")
    unit = Unit(context.prefix + name, role, tuple(segments), codes)
    return Place(unit, start, end, context.opening, bool(group), context.obsolete, tuple(foreign), context.prefix)


def _segment(part: PartOf, names: Names, context: _Context, *, first: bool) -> tuple[Segment, bool, tuple[Code, ...]]:
    """The segment as it is now, whether somebody worked on it in another tool, and the codes that it explains."""
    unit, ours = part.holder, bool(context.group)
    source, target = names.text(part.source), names.text(part.target)
    facts, notes = _notes(unit, part.mid, first=first or not part.mid)
    codes, lines = codes_in(facts)
    told = [fact for fact in map(fact_in, lines) if fact is not None]
    notes += tuple(Note(fact) for fact in told if isinstance(fact, str))
    stated = next((fact for fact in told if isinstance(fact, Stated)), None)
    credits_ = [fact for fact in told if isinstance(fact, Credit)]
    matches = [fact for fact in told if isinstance(fact, Match)]
    previous = ""
    for alternative in unit.iterfind("{*}alt-trans"):
        if alternative.get("mid", part.mid if first else "") != part.mid:
            continue
        texts = names.text(alternative.find("{*}source")), names.text(alternative.find("{*}target"))
        if alternative.get("alttranstype") == PREVIOUS:
            previous = texts[0]
        else:
            matches.append(Match(*texts, _score(alternative), alternative.get("origin", "")))
    judgement = judged(target, stated, status_of(part), ours=ours)
    people = _people(part, credits_, context) if target else []
    if judgement.changed:
        credits_ = [credit for credit in credits_ if credit.role != "reviewer"]
        people = [credit._replace(role="translator") for credit in people]  # whatever Lokalize calls the phase
    worked = stated is None or judgement.changed or judgement.foreign
    if worked:
        credits_ += people
    read = Segment(
        source, target, judgement.state, judgement.sub_state, tuple(credits_), notes, previous, tuple(matches)
    )
    return read, judgement.foreign and not people, codes


def _people(part: PartOf, known: list[Credit], context: _Context) -> list[Credit]:
    """Those whom another tool credits: by the target's phase, or ITS provenance."""
    target = part.holder.find("{*}target")
    found: list[Credit] = []
    if target is not None and f' phase-name="{(phase := target.get("phase-name", ""))}"' != phase_of(
        Segment("", credits=tuple(known))
    ):
        found += [context.phases[phase]] if phase in context.phases else []
    for one in (part.holder, part.target):
        for name, role in ((f"{_ITS}person", "translator"), (f"{_ITS}revPerson", "reviewer")):
            if one is not None and (who := one.get(name)):
                found.append(Credit("reviewer" if role == "reviewer" else "translator", who))
    names = {writable(credit.name) for credit in known}
    return [credit for credit in dict.fromkeys(found) if credit.name not in names]


_FACTS = re.compile(r"state=[a-z]+(?: sub=\S+)? target=[0-9a-f]*$", re.MULTILINE)
"""How our facts about a segment begin: some tools keep a note's text, but not who it is from."""


def _notes(unit: etree._Element, mid: str, *, first: bool) -> tuple[list[str], tuple[Note, ...]]:
    """The lines of our facts about the segment, and the notes, which belong to the first segment."""
    facts: list[str] = []
    notes: list[Note] = []
    for note in unit.iterfind("{*}note"):
        text, author = note.text or "", note.get("from", "")
        if not facts and (author == TOOL or _FACTS.match(text)):
            facts = [line.removeprefix(f"{mid}|") for line in text.split("\n") if not mid or line.startswith(f"{mid}|")]
        elif first:
            if author.startswith(ESCAPED):
                text, author = unescape(text), author[len(ESCAPED) :]
            to_translator = author in ("source", "developer", "") or note.get("annotates") == "source"
            notes.append(Note(text, "source" if to_translator and author != "translator" else "translator"))
    return facts, tuple(notes)


def _score(alternative: etree._Element) -> int:
    found = re.match(r"\s*(-?\d+(?:\.\d+)?)", alternative.get("match-quality", ""))
    return round(float(found[1])) if found else 0
