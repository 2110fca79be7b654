"""Bitext to XLIFF 1.2: new units as we write them, the others as they stand.

A unit is rewritten only if it says something else than the bitext. One that stands as we wrote it is written anew; of
one that another tool made or touched, only the elements that differ are replaced, and all else in it stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml import etree

from translate_flow.bitext import Bitext, Unit
from translate_flow.stores.facts import note_fact
from translate_flow.stores.tagged import marked
from translate_flow.stores.xliff12.edit import Change, edited
from translate_flow.stores.xliff12.inline import Names, attribute
from translate_flow.stores.xliff12.parts import parts_of
from translate_flow.stores.xliff12.read import UNITS, Contents, Place, understand
from translate_flow.stores.xliff12.render import (
    TOOL,
    explained,
    fact_lines,
    file_lines,
    header_note,
    obsolete_group,
    phases_of,
    segment_lines,
    sides,
    unit_lines,
)
from translate_flow.stores.xml_arrange import Around, Edit, Row, Slot, arranged, indent_before
from translate_flow.stores.xml_frame import element, first_tag, prefixed, spliced, units_in, with_attributes

WHERE = "the present file"
_TAG_END = r"""(?:[^"'>]|"[^"]*"|'[^']*')*>"""


def write(bitext: Bitext, onto: bytes | None, *, now: str) -> bytes:  # noqa: ARG001 — nothing in it is dated
    """The bytes of an XLIFF 1.2 file; ``onto`` is the present one, of which all that still holds is kept.

    Raises :class:`InputError` where ``onto`` is no XLIFF 1.2.
    """
    if not onto:
        units = [unit_lines(unit) for unit in bitext.units]
        return file_lines(bitext, units, [unit_lines(unit, obsolete=True) for unit in bitext.obsolete]).encode()
    contents = understand(onto, WHERE)
    data, touched = _written(contents, bitext, gently=True)
    return data if not touched or _says(data, bitext) else _written(contents, bitext, gently=False)[0]


def _says(data: bytes, bitext: Bitext) -> bool:
    found = understand(data, WHERE)
    units = tuple(place.unit for place in found.places if not place.obsolete)
    obsolete = tuple(place.unit for place in found.places if place.obsolete)
    return replace(found.head, units=units, obsolete=obsolete) == bitext


def _written(contents: Contents, bitext: Bitext, *, gently: bool) -> tuple[bytes, bool]:
    """The file with the bitext's units, and whether other tools' were edited; ``gently`` keeps what is theirs."""
    slots = [Slot(place.start, place.end, place.obsolete) for place in contents.places]
    names = {(place.unit.id, place.obsolete): at for at, place in enumerate(contents.places)}
    prefixes = tuple({place.prefix for place in contents.places} - {""})
    rows: list[Row] = []
    anew: list[Unit] = []
    touched = False
    for units, gone in ((bitext.units, False), (bitext.obsolete, True)):
        for unit in units:
            at = names.get((unit.id, gone), -1)
            place = contents.places[at] if at >= 0 else None
            if place is not None and place.unit == unit:
                rows.append(Row(at, gone, ""))
                continue
            if place is None or not place.prefix:
                anew.append(unit)
            if place is not None and gently and _may_be_edited(contents, place, unit):
                rows.append(Row(at, gone, _edited(contents, place, unit)))
                touched = True
            else:
                own = next((unit.id[len(prefix) :] for prefix in prefixes if unit.id.startswith(prefix)), unit.id)
                lines = unit_lines(replace(unit, id=own), obsolete=gone).strip()
                rows.append(Row(at, gone, prefixed(lines, contents.frame.root)))
    edits = [*_headed(contents, bitext, anew), *arranged(contents.frame.text, slots, rows, _around(contents))]
    return spliced(contents.frame, sorted(edits, key=lambda edit: edit[:2])), touched


def _may_be_edited(contents: Contents, place: Place, unit: Unit) -> bool:
    """Whether a unit is one that another tool made or touched, and is still cut alike."""
    there = contents.frame.text[place.start : place.end]
    if there == unit_lines(place.unit, obsolete=place.obsolete).strip():
        return False
    old = place.unit
    return [s.source for s in old.segments] == [s.source for s in unit.segments] and old.role == unit.role


def _edited(contents: Contents, place: Place, unit: Unit) -> str:
    """The unit's text with those of its ``trans-unit``s that change edited."""
    file, spaces = contents.frame, place.around
    spans = units_in(file, place.start, place.end, UNITS)
    trees = {span: element(file.text[span.start : span.end], spaces, 1, WHERE) for span in spans}
    trees = {at: tree for at, tree in trees.items() if tree.get("translate", "yes") == "yes" and parts_of(tree)}
    names = Names("" if place.group else "".join(str(t) for tree in trees.values() for t in tree.itertext()))
    for tree in trees.values():
        for part in parts_of(tree):
            for side in (part.source, part.target):
                if side is not None:
                    names.add(side)
    pieces: list[str] = []
    done, first = place.start, 0
    for span, tree in trees.items():
        numbers = range(first, first + len(parts_of(tree)))
        if any(place.unit.segments[at] != unit.segments[at] for at in numbers):
            changes = [_change(contents, place, unit, at, alone=at == first) for at in numbers]
            text = etree.tostring(
                edited(tree, changes, names, phases=not place.prefix), encoding="unicode", with_tail=False
            )
            pieces += [file.text[done : span.start], _bare(text, spaces)]
            done = span.end
        first = numbers.stop
    return "".join([*pieces, file.text[done : place.end]])


def _change(contents: Contents, place: Place, unit: Unit, at: int, *, alone: bool) -> Change:
    """What becomes of a segment. ``alone``: notes in its ``trans-unit`` are its own, not another segment's."""
    new = unit.segments[at]
    sources, targets = sides(unit)
    codes = explained(unit)[at] if place.group else ()
    target = targets[at] if place.group else marked([new.target], unit.codes)[0]
    facts = fact_lines(new, codes)
    if not alone:
        facts += (note_fact(note.text) for note in new.notes)
    lines = segment_lines("new", new, sources[at], targets[at], unit.codes, codes)
    text = prefixed("".join(line.strip() for line in lines), contents.frame.root)
    return Change(place.unit.segments[at], new, target, facts, element(text, place.around, 1, WHERE))


def _bare(text: str, spaces: str) -> str:
    """A unit as it stands within its file: without the namespaces that are declared around it."""
    for declaration in spaces.removeprefix("<in").removesuffix(">").split(" xmlns"):
        if declaration:
            text = text.replace(f" xmlns{declaration}", "", 1)
    return text


def _around(contents: Contents) -> Around:
    file = contents.frame
    end = first_tag(contents.frame, r"/NAMEbody\s*>")[0]
    return Around(end, "      ", prefixed(obsolete_group(""), file.root), never_empty=False)


def _headed(contents: Contents, bitext: Bitext, anew: Sequence[Unit]) -> Iterator[Edit]:
    """The edits that give the first file the bitext's languages, document, organisation, and phases for what is new.

    Where there are several files, facts alone tell the credits: each has a header of its own.
    """
    file, head, text = contents.frame, contents.head, contents.frame.text
    tag = first_tag(contents.frame, rf"NAMEfile\b{_TAG_END}")
    pairs = (
        ("original", head.document, bitext.document),
        ("source-language", head.source_language, bitext.source_language),
        ("target-language", head.target_language, bitext.target_language),
    )
    if new := [(name, attribute(name, want) if want else "") for name, have, want in pairs if have != want]:
        yield *tag, with_attributes(text[slice(*tag)], new)
    known = {one.get("phase-name") for one in file.root.iter("{*}phase")}
    phases = [one for name, one in phases_of(anew).items() if name not in known]
    note = header_note(bitext.organization) if bitext.organization else ""
    changed = head.organization != bitext.organization
    if not phases and not changed:
        return
    header_end = first_tag(contents.frame, r"/NAMEheader\s*>")[0]
    if header_end == len(text):
        group = f"\n      <phase-group>{''.join(f'{chr(10)}        {one}' for one in phases)}\n      </phase-group>"
        inside = (group if phases else "") + (f"\n      {note}" if note else "")
        yield tag[1], tag[1], prefixed(f"\n    <header>{inside}\n    </header>", file.root)
        return
    if phases:
        yield _with_phases(contents, phases)
    if changed:
        old = re.compile(rf'\s*<(?:[\w.-]+:)?note from="{TOOL}">organization=[^<]*</(?:[\w.-]+:)?note>').search(
            text, tag[1], header_end
        )
        at = header_end - len(indent_before(text, header_end))
        start, end = old.span() if old else (at, at)
        yield start, end, prefixed(note and f"\n      {note}", file.root)


def _with_phases(contents: Contents, phases: list[str]) -> Edit:
    """The edit that adds phases to the header that is there."""
    file, text = contents.frame, contents.frame.text
    end = first_tag(contents.frame, r"/NAMEphase-group\s*>")[0]
    if end < len(text):
        at = end - len(indent_before(text, end))
        return at, at, prefixed("".join(f"\n        {one}" for one in phases), file.root)
    lines = "".join(f"\n        {one}" for one in phases)
    skeleton = first_tag(contents.frame, rf"NAMEskl\b{_TAG_END}.*?</NAMEskl\s*>")
    start = first_tag(contents.frame, rf"NAMEheader\b{_TAG_END}")[1]
    at = skeleton[1] if skeleton[1] < len(text) else start
    return at, at, prefixed(f"\n      <phase-group>{lines}\n      </phase-group>", file.root)
