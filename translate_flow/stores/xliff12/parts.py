"""The segments that a ``trans-unit`` is cut into, and what its attributes say of each."""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from translate_flow.stores.xliff12.inline import is_segment
from translate_flow.stores.xliff12.status import Status

SDL_SEG = "{http://sdl.com/FileTypes/SdlXliff/1.0}seg"
"""Where Trados has the state of each segment."""


class PartOf(NamedTuple):
    """A segment's elements."""

    holder: etree._Element
    """The ``trans-unit``."""
    source: etree._Element
    target: etree._Element | None
    mid: str
    """The ``mrk``'s, where it is one of several."""


def parts_of(unit: etree._Element) -> list[PartOf]:
    """The segments of a ``trans-unit``: the ``mrk`` of its ``seg-source``, or itself."""
    source, target = unit.find("{*}source"), unit.find("{*}target")
    cut = unit.find("{*}seg-source")
    if source is None:
        return []
    marks = [] if cut is None else [mark for mark in cut.iter("{*}mrk") if is_segment(mark)]
    if not marks:
        return [PartOf(unit, source, target, "")]
    done = {} if target is None else {mark.get("mid"): mark for mark in target.iter("{*}mrk") if is_segment(mark)}
    return [PartOf(unit, mark, done.get(mark.get("mid")), mark.get("mid", "")) for mark in marks]


def status_of(part: PartOf) -> Status:
    """The attributes that say how far a segment is."""
    unit = part.holder
    target = unit.find("{*}target")
    state, qualifier = ("", "") if target is None else (target.get("state", ""), target.get("state-qualifier", ""))
    trados = next((one.get("conf", "") for one in unit.iter(SDL_SEG) if one.get("id") == part.mid), "")
    memoq = next((str(value) for name, value in unit.attrib.items() if str(name).endswith("}status")), "")
    return Status(state, qualifier, unit.get("approved", ""), trados, memoq)
