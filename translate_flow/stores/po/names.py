"""Which unit and segment an entry of a PO file is: ``ID`` or ``ID:2`` in its context, ``ID~2`` for obsolete ones."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import TYPE_CHECKING

from translate_flow.errors import InputError
from translate_flow.stores.po.syntax import line_at

if TYPE_CHECKING:
    from translate_flow.stores.po.read import Item

_NUMBERED = re.compile(r"(.+):([1-9][0-9]*)", re.DOTALL)
_OBSOLETE = re.compile(r"(.+)[:~]([1-9][0-9]*)", re.DOTALL)
OURS = re.compile(r"([a-z][a-z0-9]*(?:-[a-z0-9]+)*?)-[0-9a-f]{6}(?:-[0-9]+)?")
"""An id as the desk gives it; group 1 is the role."""


def named(items: list[Item], text: bytes, where: str) -> list[tuple[str, int]]:
    """Unit's id, empty for what belongs to none, and segment's number of each item; 0 for a lone segment.

    Contexts of other tools are ids of units as they are; entries without one get an id from their source. Raises
    :class:`InputError` where two entries are the same, or where a unit of ours lacks a segment between others.
    """
    numbers: dict[str, dict[int, Item]] = {}
    split: list[tuple[str, int]] = []
    for item in items:
        unit, number = item.context or "", 0
        if item.segment is None:
            unit = ""
        elif item.context is None:
            unit = f"paragraph-{blake2b(item.segment.source.encode(), digest_size=3).hexdigest()}"
        elif item.obsolete:
            if found := _OBSOLETE.fullmatch(unit):
                unit, number = found[1], int(found[2])
        elif ":" in unit and (found := _NUMBERED.fullmatch(unit)):
            unit, number = found[1], int(found[2])
            numbers.setdefault(unit, {})[number] = item
        split.append((unit, number))
    whole = {unit for unit, found in numbers.items() if not _complete(unit, found, text, where)}
    return _distinct(items, split, whole, text, where)


def _complete(unit: str, found: dict[int, Item], text: bytes, where: str) -> bool:
    """Whether the numbers are those of a unit's segments. Raises :class:`InputError` if they ought to be."""
    last = max(2, *found)
    if len(found) == last:
        return True
    if not OURS.fullmatch(unit):
        return False
    missing = next(number for number in range(1, last + 1) if number not in found)
    what = f"segment {unit}:{missing} is missing beside {unit}:{max(found)}"
    at = f"{where}:{line_at(text, found[max(found)].start)}"
    raise InputError(what, where=at, remedy=f"put it back, or take out all entries of {unit}")


def _distinct(
    items: list[Item], split: list[tuple[str, int]], whole: set[str], text: bytes, where: str
) -> list[tuple[str, int]]:
    """The names, each once: copies of an id that is not ours get ``-2``, ``-3`` …; those of ours are refused."""
    names: list[tuple[str, int]] = []
    seen: dict[tuple[str, int, bool], Item] = {}
    for item, name in zip(items, split, strict=True):
        unit, number = name
        if unit in whole and not item.obsolete:
            unit, number = item.context or "", 0
        first = seen.setdefault((unit, number, item.obsolete), item) if unit else item
        if first is not item:
            if not item.obsolete and _clash(first, item):
                raise twice(text, where, first.start, item.start, _title(item))
            unit = _free(unit, number, item, seen)
        names.append((unit, number))
    return names


def _clash(first: Item, second: Item) -> bool:
    """Whether gettext would refuse the second entry, or we: a context of ours names one segment."""
    same = first.context == second.context
    sources = first.segment and second.segment and first.segment.source == second.segment.source
    return same and bool(
        sources or (second.context and OURS.fullmatch(second.context.rpartition(":")[0] or second.context))
    )


def _title(item: Item) -> str:
    return item.context or (item.segment.source[:40] if item.segment else "")


def _free(unit: str, number: int, item: Item, seen: dict[tuple[str, int, bool], Item]) -> str:
    copies = 2
    while (f"{unit}-{copies}", number, item.obsolete) in seen:
        copies += 1
    seen[f"{unit}-{copies}", number, item.obsolete] = item
    return f"{unit}-{copies}"


def twice(text: bytes, where: str, first: int, second: int, name: str) -> InputError:
    """The error for an entry that stands in the file twice."""
    what = f"“{name}” stands here a second time, after line {line_at(text, first)}"
    return InputError(what, where=f"{where}:{line_at(text, second)}", remedy="take one of the two out")
