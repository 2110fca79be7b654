"""Changing a ``trans-unit`` that another tool made or touched: what differs is replaced, all else in it stays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from itertools import count
from typing import NamedTuple

from lxml import etree

from translate_flow.bitext import Segment
from translate_flow.stores.tagged import Mark
from translate_flow.stores.xliff12.inline import NAMESPACE, PAIRS, UNWRITABLE, Names, is_segment, local, standing_for
from translate_flow.stores.xliff12.parts import SDL_SEG, PartOf, parts_of, status_of
from translate_flow.stores.xliff12.render import PREVIOUS, TOOL, latest_phase, stated
from translate_flow.stores.xliff12.status import Status, attributes, memoq, said, trados


class Change(NamedTuple):
    """What becomes of a segment."""

    old: Segment
    new: Segment
    target: list[str | Mark]
    facts: list[str]
    fresh: etree._Element
    """It as we write it, a ``trans-unit``."""


def edited(unit: etree._Element, changes: Sequence[Change], names: Names, *, phases: bool) -> etree._Element:
    """The ``trans-unit`` with its segments changed. Its notes are those of the first; others have theirs in facts.

    ``phases``: the header has the phases of all credits.
    """
    unit = deepcopy(unit)
    parts = parts_of(unit)
    for part, change in zip(parts, changes, strict=True):
        if change.old.target != change.new.target:
            _fill(_target_of(unit, part), change.target, names, change.fresh)
    _set_status(unit, parts_of(unit), changes)
    target = unit.find("{*}target")
    if target is not None and len(parts) == 1 and changes[0].old.credits != changes[0].new.credits:
        _set(target, "phase-name", latest_phase(changes[0].new.credits) if phases else "")
    lines = [
        f"{part.mid}|{line}" if part.mid else line
        for part, change in zip(parts, changes, strict=True)
        for line in change.facts
    ]
    _set_facts(unit, lines)
    if changes[0].old.notes != changes[0].new.notes:
        known = [note for note in unit.iterfind("{*}note") if note.get("from") != TOOL]
        _replace(unit, changes[0].fresh, "note", known)
    for part, (old, new, _, _, fresh) in zip(parts, changes, strict=True):
        if (old.matches, old.previous) != (new.matches, new.previous):
            without = part.mid if part is parts[0] else ""
            known = [one for one in unit.iterfind("{*}alt-trans") if one.get("mid", without) == part.mid]
            _replace(unit, fresh, "alt-trans", [one for one in known if _is_proposal(one)], part.mid)
    return unit


def _is_proposal(alternative: etree._Element) -> bool:
    return alternative.get("alttranstype", "proposal") in ("proposal", PREVIOUS)


def _target_of(unit: etree._Element, part: PartOf) -> etree._Element:
    """The element that holds the segment's target, made where it is missing, and emptied."""
    target = unit.find("{*}target")
    if target is None:
        target = unit.makeelement(f"{{{NAMESPACE}}}target")
        before = unit.find("{*}seg-source")
        before = unit.find("{*}source") if before is None else before
        if before is not None:
            target.tail = before.tail
            before.tail = unit.text
            unit.insert(unit.index(before) + 1, target)
    holder = target
    if part.mid:
        found = [mark for mark in target.iter("{*}mrk") if is_segment(mark) and mark.get("mid") == part.mid]
        if not found:
            _copy_marks(unit, target)
            found = [mark for mark in target.iter("{*}mrk") if is_segment(mark) and mark.get("mid") == part.mid]
        holder = found[0]
    for child in list(holder):
        holder.remove(child)
    holder.text = None
    return holder


def _copy_marks(unit: etree._Element, target: etree._Element) -> None:
    """Give a target the segments of its ``seg-source``, those that it has with their texts, others empty."""
    there = {mark.get("mid"): mark for mark in target.iter("{*}mrk") if is_segment(mark)}
    pattern = deepcopy(unit.find("{*}seg-source"))
    if pattern is None:
        return
    for mark in [mark for mark in pattern.iter("{*}mrk") if is_segment(mark)]:
        kept = there.get(mark.get("mid"))
        for child in list(mark):
            mark.remove(child)
        mark.text = None if kept is None else kept.text
        for child in () if kept is None else list(kept):
            mark.append(child)
    for child in list(target):
        target.remove(child)
    target.text = pattern.text
    for child in list(pattern):
        target.append(child)


def _fill(holder: etree._Element, text: Sequence[str | Mark], names: Names, fresh: etree._Element) -> None:
    """Write a text into an element, its codes as the elements that the source has for them."""
    place = holder
    numbers = count(1)
    for part in text:
        if isinstance(part, str):
            _append(place, part, numbers)
            continue
        code = _element(part, names, fresh)
        encloses = local(code) in PAIRS
        if encloses and part.shape == "close":
            parent = place.getparent()
            place = holder if parent is None else parent
        else:
            place.append(code)
            place = code if encloses and part.shape == "open" else place


def _element(mark: Mark, names: Names, fresh: etree._Element) -> etree._Element:
    """A copy of the code's element, without what it encloses."""
    name, ending = mark.code.id, mark.shape in ("close", "end", "isolated-end")
    known = names.elements.get(name)
    if ending and (known is None or local(known) not in PAIRS):
        known = names.ends.get(name)
    if known is None:
        return _made(mark, names.elements.get(name), fresh)
    copy = deepcopy(known)
    copy.tail = None
    if local(copy) in PAIRS:
        for child in list(copy):
            copy.remove(child)
        copy.text = None
    return copy


def _made(mark: Mark, begun: etree._Element | None, fresh: etree._Element) -> etree._Element:
    """An element for a code that the source lacks, or has only the beginning of."""
    name = {"open": "g", "close": "g", "lone": "x", "start": "bx", "isolated-start": "bx"}.get(mark.shape, "ex")
    about = {"id": mark.code.id}
    if begun is not None and local(begun) not in PAIRS:
        name = "ept" if local(begun) == "bpt" else "ex"
        about = {key: begun.get(key, "") for key in ("id", "rid") if begun.get(key)}
    return fresh.makeelement(f"{{{NAMESPACE}}}{name}", about)


def _append(parent: etree._Element, text: str, numbers: Iterator[int]) -> None:
    """Add text, an ``x`` in place of each character that XML cannot hold."""
    for at, piece in enumerate(UNWRITABLE.split(text)):
        if at % 2:
            parent.append(parent.makeelement(f"{{{NAMESPACE}}}x", standing_for(piece, next(numbers))))
        elif len(parent):
            parent[-1].tail = (parent[-1].tail or "") + piece
        else:
            parent.text = (parent.text or "") + piece


def _set_status(unit: etree._Element, parts: list[PartOf], changes: Sequence[Change]) -> None:
    """Write the states that changed; one that says the same already stays as it is.

    The attributes of a target are those that all its segments have in common. Trados and memoQ have their own instead.
    """
    target = unit.find("{*}target")
    found = [status_of(part) for part in parts]
    theirs = any(status.trados or status.memoq for status in found) or unit.find(f".//{SDL_SEG}") is not None
    if target is not None and not (theirs and target.get("state") is None):
        _set_attributes(unit, target, found[0], changes)
    for part, status, (old, new, *_) in zip(parts, found, changes, strict=True):
        state, sub_state = new.state, new.sub_state
        if old.target == new.target and said(status, new.target) == (state, sub_state):
            continue
        for seg in unit.iter(SDL_SEG):
            if seg.get("id") == part.mid:
                seg.set("conf", trados(state, sub_state))
        for name in [str(name) for name in unit.attrib if str(name).endswith("}status")]:
            unit.set(name, memoq(state, sub_state, new.target))


def _set_attributes(unit: etree._Element, target: etree._Element, status: Status, changes: Sequence[Change]) -> None:
    old, new = changes[0].old, changes[0].new
    wanted = {attributes(one.new.state, one.new.sub_state, one.new.target) for one in changes}
    told = said(status, new.target) == (new.state, new.sub_state)
    if len(changes) == 1 and told and old.target == new.target and stated(new) is None:
        return
    common = wanted.pop() if len(wanted) == 1 else Status()
    _set(target, "state", common.state)
    _set(target, "state-qualifier", common.qualifier)
    _set(unit, "approved", common.approved)


def _set(element: etree._Element, name: str, value: str) -> None:
    if value:
        element.set(name, value)
    else:
        element.attrib.pop(name, "")


def _set_facts(unit: etree._Element, lines: list[str]) -> None:
    """Replace our first note."""
    there = next((note for note in unit.iterfind("{*}note") if note.get("from") == TOOL), None)
    if not lines:
        if there is not None:
            _remove(there)
        return
    if there is None:
        there = unit.makeelement(f"{{{NAMESPACE}}}note", {"from": TOOL})
        target = unit.find("{*}target")
        at = len(unit) if target is None else unit.index(target) + 1
        there.tail = unit[at - 1].tail if at else None
        if at:
            unit[at - 1].tail = unit.text
        unit.insert(at, there)
    there.text = "\n".join(lines)


def _replace(unit: etree._Element, fresh: etree._Element, name: str, old: list[etree._Element], mid: str = "") -> None:
    """Replace elements by those of ``fresh``, which belong to the segment ``mid``; one that is there already stays."""
    wanted = [one for one in fresh.iterfind(f"{{*}}{name}") if one.get("from") != TOOL]
    for one in old:
        same = next((new for new in wanted if _texts(new) == _texts(one)), None)
        if same is None:
            _remove(one)
        else:
            wanted.remove(same)
    for one in wanted:
        last = [child for child in unit if local(child) in ("note", "target", "source", "alt-trans", "seg-source")][-1]
        _set(one, "mid", mid)
        one.tail, last.tail = last.tail, unit.text
        unit.insert(unit.index(last) + 1, one)


def _texts(element: etree._Element) -> list[str]:
    return [str(text) for text in element.itertext() if str(text).strip()]


def _remove(element: etree._Element) -> None:
    """Take an element out, and the white space behind it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.getnext() is None and before is not None:
        before.tail = element.tail
    element.tail = None
    parent.remove(element)
