"""Which units an XML bitext has, in which order: the changes as ranges of its text, so that nothing else changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

OBSOLETE = "obsolete"
"""Id of the group of units that the source no longer has."""
_INDENT = re.compile(r"\n?[ \t]*$")
_GROUP = re.compile(rf'<(?:[\w.-]+:)?group id="{OBSOLETE}"[^>]*?(/?)>')


class Slot(NamedTuple):
    """A unit in the file."""

    start: int
    end: int
    obsolete: bool


class Row(NamedTuple):
    """A unit that the file has to have."""

    at: int
    """The number of its slot; -1 for a new one."""
    obsolete: bool
    text: str
    """Its new text; empty where it stays."""


class Around(NamedTuple):
    """What stands around units."""

    end: int
    """Where the tag begins that ends the list of units."""
    indent: str
    group: str
    """The obsolete group without units: its first and its last line."""
    never_empty: bool
    """Whether there must be a unit or a group."""


Edit = tuple[int, int, str]
"""A range of the text, and what it becomes."""


def arranged(text: str, slots: Sequence[Slot], rows: Sequence[Row], around: Around) -> Iterator[Edit]:
    """The edits that give the file these units in this order.

    Units that stay in the same order keep their places; where the order changed, the same places are filled anew.
    """
    for obsolete in (False, True):
        some = [row for row in rows if row.obsolete is obsolete]
        there = [at for at, slot in enumerate(slots) if slot.obsolete is obsolete]
        if there and not some and obsolete:
            yield _without_group(text, slots, there, around.group if around.never_empty and not rows else "")
        elif there:
            yield from _filled(text, slots, there, some)
        elif some or (obsolete and slots and around.never_empty and not rows and not _GROUP.search(text)):
            yield _added(text, [row.text for row in some], around, obsolete=obsolete)


def _filled(text: str, slots: Sequence[Slot], there: list[int], rows: list[Row]) -> Iterator[Edit]:
    kept = {row.at for row in rows}
    places = [at for at in there if at in kept]
    for at in there:
        if at not in kept:
            yield slots[at].start - len(indent_before(text, slots[at].start)), slots[at].end, ""
    new: list[str] = []
    last = slots[places[-1] if places else there[-1]]
    for row in rows:
        if row.at < 0:
            new.append(row.text)
            continue
        slot = slots[at := places.pop(0)]
        if new or row.text or at != row.at:
            body = row.text or text[slots[row.at].start : slots[row.at].end]
            yield slot.start, slot.end, "".join(f"{one}{_line(text, slot)}" for one in new) + body
        new = []
    if new:
        yield last.end, last.end, "".join(f"{_line(text, last)}{one}" for one in new)


def _line(text: str, slot: Slot) -> str:
    """A line's end and the indent of a unit."""
    return indent_before(text, slot.start) or "\n"


def indent_before(text: str, start: int) -> str:
    """The white space before a place, with the line's end before it."""
    found = _INDENT.search(text, max(0, start - 200), start)
    return found[0] if found else ""


def _added(text: str, units: list[str], around: Around, *, obsolete: bool) -> Edit:
    """The first units of the file, or of its obsolete group."""
    group = _GROUP.search(text)
    if obsolete and group and not group[1]:
        return group.end(), group.end(), "".join(f"\n{around.indent}  {unit}" for unit in units)
    at = group.start() if group and not obsolete else around.end
    at -= len(indent_before(text, at))
    if not obsolete:
        return at, at, "".join(f"\n{around.indent}{unit}" for unit in units)
    first, last = around.group.splitlines()
    lines = [first, *(f"{around.indent}  {unit}" for unit in units), last]
    return at, at, "".join(f"\n{line}" for line in lines)


def _without_group(text: str, slots: Sequence[Slot], there: list[int], instead: str) -> Edit:
    """The edit that takes out the obsolete group with all its units."""
    start = text.rindex("<", 0, slots[there[0]].start)
    end = text.index(">", slots[there[-1]].end) + 1
    return start - len(indent_before(text, start)), end, f"\n{instead}".rstrip("\n")
