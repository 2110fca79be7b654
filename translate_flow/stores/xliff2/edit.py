"""Changing a unit that another tool made or touched: what differs is replaced, all else in it stays."""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import deepcopy

from lxml import etree

from translate_flow.bitext import Segment, Unit
from translate_flow.stores.tagged import Mark, corresponding, marked
from translate_flow.stores.xliff2.inline import Names, local
from translate_flow.stores.xliff2.render import ITS, MATCHES, METADATA, PREVIOUS
from translate_flow.stores.xliff2.status import OWN
from translate_flow.stores.xliff2.unit import place_of
from translate_flow.stores.xml_arrange import OBSOLETE

_UNWRITABLE = re.compile("([\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff])")
_PROVENANCE = ("person", "org", "tool", "revPerson", "revOrg", "revTool", "provenanceRecordsRef")
_RECORDS = f"{{{ITS}}}provenanceRecords"
_STATUS = ("state", "subState")


def edited(there: etree._Element, fresh: etree._Element, old: Unit, new: Unit, prefix: str) -> etree._Element:
    """The unit ``there``, which says ``old``, changed to say ``new``; ``fresh`` is ``new`` as we write it.

    Where the two differ too much for that, it is ``fresh`` with the attributes and elements of other namespaces that
    the unit had. ``prefix`` stands before the ids of units, where there are several files.
    """
    obsolete = there.get("id", "").startswith(f"{OBSOLETE}.")
    if [segment.source for segment in old.segments] == [segment.source for segment in new.segments]:
        changed = deepcopy(there)
        _edit(changed, fresh, old, new)
        if place_of(changed, prefix, obsolete=obsolete).unit == new:
            return changed
    return _with_foreign(there, fresh)


def _edit(unit: etree._Element, fresh: etree._Element, old: Unit, new: Unit) -> None:
    names = Names(unit, ours=unit.get("type", "").startswith(OWN))
    segments = _segments(unit)
    for side in ("source", "target"):
        for segment in segments:
            if (found := segment.find(f"{{*}}{side}")) is not None:
                names.add(found)
    ids = {str(number): _id(segment, number) for number, segment in enumerate(segments, 1)}
    sources = marked([segment.source for segment in new.segments], new.codes)
    targets = corresponding(marked([segment.target for segment in new.segments], new.codes), sources)
    for at, (segment, model) in enumerate(zip(segments, _segments(fresh), strict=True)):
        if old.segments[at] == new.segments[at]:
            continue
        for name in _STATUS:
            segment.attrib.pop(name, "")
            if value := model.get(name):
                segment.set(name, value)
        if old.segments[at].target != new.segments[at].target or model.find("{*}target") is None:
            _set_target(segment, model, targets[at], names)
    _set_facts(unit, fresh, ids)
    if unit.get("type", "").startswith(OWN):
        _set_provenance(unit, fresh)
    if _notes(old.segments) != _notes(new.segments):
        _set_notes(unit, fresh, ids)
    if _proposals(old.segments) != _proposals(new.segments):
        _set_matches(unit, fresh, ids)


def _segments(unit: etree._Element) -> list[etree._Element]:
    return [child for child in unit if local(child) == "segment"]


def _id(segment: etree._Element, number: int) -> str:
    """The segment's id; one without gets one."""
    if not segment.get("id"):
        segment.set("id", f"tf-s{number}")
    return segment.get("id", "")


def _notes(segments: Iterable[Segment]) -> list[object]:
    return [segment.notes for segment in segments]


def _proposals(segments: Iterable[Segment]) -> list[object]:
    return [(segment.matches, segment.previous) for segment in segments]


def _set_target(segment: etree._Element, model: etree._Element, text: list[str | Mark], names: Names) -> None:
    """Give a segment the target of its model, made of the codes' elements as the segment's source has them."""
    present, wanted = segment.find("{*}target"), model.find("{*}target")
    if wanted is None:
        if present is not None:
            segment.remove(present)
        return
    if present is None:
        source = segment.find("{*}source")
        present = etree.SubElement(segment, wanted.tag)
        if source is not None:
            present.tail, source.tail = source.tail, _before(segment)
    for child in list(present):
        present.remove(child)
    present.text = None
    own = {name: own for own, name in names.of.items()}
    place = present
    shaped = iter(found for found in wanted.iter() if found is not wanted and local(found) != "cp")
    for part in text:
        if isinstance(part, str):
            _append(place, part)
        elif part.shape == "close":
            place = _parent(place)
        else:
            name, shape = part.code.id, next(shaped)
            first = names.ends.get(name) if part.shape in ("end", "isolated-end") else names.elements.get(name)
            element = _shell(first) if first is not None and _alike(first, shape) else _without_data(_shell(shape))
            for attribute in ("id", "startRef"):
                if attribute in element.attrib:
                    element.set(attribute, own.get(name, name))
            place.append(element)
            place = element if part.shape == "open" else place


_KINDS = {"pc": "pair", "mrk": "pair", "sc": "start", "sm": "start", "ec": "end", "em": "end"}


def _alike(first: etree._Element, shape: etree._Element) -> bool:
    """Whether the element that the source has is of the kind that the target needs."""
    return _KINDS.get(local(first)) == _KINDS.get(local(shape))


def _without_data(code: etree._Element) -> etree._Element:
    for name in ("dataRef", "dataRefStart", "dataRefEnd"):
        code.attrib.pop(name, "")
    return code


def _before(segment: etree._Element) -> str | None:
    """The white space before the first child, which another one gets too."""
    return segment.text


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    return element if parent is None else parent


def _shell(element: etree._Element) -> etree._Element:
    """The element without what is in it."""
    shell = deepcopy(element)
    for child in list(shell):
        shell.remove(child)
    shell.text = shell.tail = None
    return shell


def _append(parent: etree._Element, text: str) -> None:
    """Add text at the end; what XML cannot hold is added as ``cp``."""
    for piece in _UNWRITABLE.split(text):
        if _UNWRITABLE.fullmatch(piece):
            etree.SubElement(parent, f"{{{etree.QName(parent).namespace}}}cp", {"hex": f"{ord(piece):04X}"})
        elif len(parent):
            parent[-1].tail = (parent[-1].tail or "") + piece
        else:
            parent.text = (parent.text or "") + piece


def _set_facts(unit: etree._Element, fresh: etree._Element, ids: dict[str, str]) -> None:
    """Replace our facts, those of each segment under its id."""
    metadata = unit.find(f"{{{METADATA}}}metadata")
    if metadata is not None:
        for group in list(metadata):
            if group.get("category", "").startswith(OWN):
                _remove(group)
        if not len(metadata):
            _remove(metadata)
            metadata = None
    wanted = fresh.find(f"{{{METADATA}}}metadata")
    if wanted is None:
        return
    for group in wanted:
        number = group.get("category", "")[len(OWN) :]
        group.set("category", OWN + ids.get(number, number))
    _merge(unit, wanted, metadata)


def _set_provenance(unit: etree._Element, fresh: etree._Element) -> None:
    """Give a unit of ours the people that ``fresh`` names."""
    for name in (f"{{{ITS}}}{local_name}" for local_name in _PROVENANCE):
        unit.attrib.pop(name, "")
        if value := fresh.get(name):
            unit.set(name, value)
    for records in unit.findall(_RECORDS):
        _remove(records)
    for records in fresh.findall(_RECORDS):
        unit.insert(0, records)
        records.tail = unit.text


def _set_notes(unit: etree._Element, fresh: etree._Element, ids: dict[str, str]) -> None:
    """Replace the notes by those of ``fresh``, where they do not stand in the unit already."""
    notes, wanted = unit.find("{*}notes"), fresh.find("{*}notes")
    for note in list(notes) if notes is not None else ():
        same = [one for one in wanted if one.text == note.text] if wanted is not None else []
        for one in same[:1]:
            _parent(one).remove(one)
        if not same:
            _remove(note)
    if notes is not None and not len(notes):
        _remove(notes)
        notes = None
    if wanted is None or not len(wanted):
        return
    for note in wanted:
        segment, _, index = note.get("id", "").rpartition(".")
        if segment:
            note.set("id", f"{ids.get(segment, segment)}.{index}")
    _merge(unit, wanted, notes)


def _set_matches(unit: etree._Element, fresh: etree._Element, ids: dict[str, str]) -> None:
    """Replace our previous sources and the proposals."""
    matches, wanted = unit.find(f"{{{MATCHES}}}matches"), fresh.find(f"{{{MATCHES}}}matches")
    if matches is not None:
        for match in list(matches):
            if match.get("subType") == PREVIOUS or match.get("id") is None:
                _remove(match)
        if not len(matches):
            _remove(matches)
            matches = None
    if wanted is None:
        return
    for match in wanted:
        number = match.get("ref", "").lstrip("#")
        match.set("ref", f"#{ids.get(number, number)}")
    _merge(unit, wanted, matches)


def _merge(unit: etree._Element, wanted: etree._Element, present: etree._Element | None) -> None:
    """Put the children of ``wanted`` behind those of ``present``, or all of it where the standard has its place."""
    if present is not None:
        for child in list(wanted):
            present.append(child)
        return
    if local(wanted) == "notes":
        at = next((n for n, child in enumerate(unit) if local(child) in ("originalData", "segment", "ignorable")), 0)
    else:
        at = 0
    unit.insert(at, wanted)
    wanted.tail = unit.text


def _remove(element: etree._Element) -> None:
    """Take an element out, and the white space behind it."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.getnext() is None and before is not None:
        before.tail = element.tail
    element.tail = None
    parent.remove(element)


def _with_foreign(there: etree._Element, fresh: etree._Element) -> etree._Element:
    """Our rendering with what other namespaces had in the unit."""
    ours = {f"{{{METADATA}}}metadata", f"{{{MATCHES}}}matches", _RECORDS}
    core = etree.QName(fresh).namespace
    for name, value in there.attrib.items():
        if str(name).startswith("{") and not str(name).startswith(f"{{{ITS}}}") and name not in fresh.attrib:
            fresh.set(name, value)
    for child in reversed(there):
        if isinstance(child.tag, str) and child.tag not in ours and etree.QName(child).namespace != core:
            fresh.insert(0, deepcopy(child))
    return fresh
