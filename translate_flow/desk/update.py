"""Carry a bitext over to a changed source, so that nothing a person typed is ever dropped.

Units are aligned old to new: equal text first, wherever it moved, then what is left by shared sentences and likeness.
An equal unit is kept whole. In an edited one the sentences that are still there keep everything, and the changed ones
keep their old target as ``source-changed``, with the source it was made for beside it. What found no place is obsolete,
and comes back when its text does.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from translate_flow.bitext import TAG, Bitext, Note, Segment, Unit, spell
from translate_flow.desk.edited import Cut, NewUnit, Pool, edited
from translate_flow.desk.pairing import pair_equal, renumber
from translate_flow.desk.similarity import align_units

_TOKEN = re.compile(rf"{TAG.pattern}|\S")


@dataclass(frozen=True, slots=True)
class Changes:
    """What an update did, counted in units."""

    new: int = 0
    kept: int = 0
    moved: int = 0
    """Kept ones that stand in another order than before."""
    changed: int = 0
    gone: int = 0
    restored: int = 0


def fresh(units: Sequence[NewUnit], cut: Cut) -> tuple[Unit, ...]:
    """Bitext units of a document that is seen for the first time."""
    made = [Unit(unit.id, unit.role, unit.cut(cut), unit.codes) for unit in units]
    return tuple([_noted(unit, new) if new.notes else unit for unit, new in zip(made, units, strict=True)])


def update(old: Bitext, units: Sequence[NewUnit], cut: Cut) -> tuple[Bitext, Changes]:
    """The bitext for the source as it is now, and what changed. Updating twice changes nothing more."""
    known = [*old.units, *old.obsolete]
    pairs = pair_equal([(unit.id, unit.text) for unit in units], known)
    equal = {index: unit for index, at in pairs.items() if (unit := _same(known[at], units[index])) is not None}
    used = {pairs[index] for index in equal}

    left = [index for index in range(len(units)) if index not in equal]
    orphans = [at for at in range(len(old.units)) if at not in used]
    aligned = align_units([known[at] for at in orphans], [units[index].text for index in left])
    origin = {left[position]: orphans[at] for position, at in aligned.items()}
    used.update(origin.values())

    pool = Pool()
    drafts: dict[int, Unit] = {}
    for index, at in origin.items():
        drafts[index] = _noted(edited(known[at], units[index], cut, pool), units[index])
    for at, lost in enumerate(known):
        if at not in used:
            pool.add(lost, lost.segments)

    names = {unit.id for unit in equal.values()} | {unit.id for unit in drafts.values()}
    result: list[Unit] = []
    for index, new in enumerate(units):
        if index in equal:
            result.append(equal[index])
        elif index in drafts:
            result.append(pool.fill(drafts[index]))
        else:
            made = pool.fill(fresh([new], cut)[0])
            result.append(replace(made, id=_unused(new.id, names)))
    result = _distinct(result)
    restored = sum(pairs[index] >= len(old.units) for index in equal)
    changes = Changes(
        new=len(left) - len(origin),
        kept=len(equal) - restored,
        moved=_moved([pairs[index] for index in sorted(equal) if pairs[index] < len(old.units)]),
        changed=len(origin),
        gone=sum(at not in used for at in orphans),
        restored=restored,
    )
    return replace(old, units=tuple(result), obsolete=pool.rest()), changes


def _same(old: Unit, new: NewUnit) -> Unit | None:
    """The old unit, its own segments, id and role, with the source's present codes and white space.

    ``None`` where its segments, put together, are not the text after all.
    """
    if old.codes == new.codes and spell(new.text, [segment.source for segment in old.segments]) is not None:
        return _noted(old, new)
    tokens = [(token.start(), token.end()) for token in _TOKEN.finditer(new.text)]
    segments: list[Segment] = []
    at = 0
    for segment in old.segments:
        count = sum(1 for _ in _TOKEN.finditer(segment.source))
        if at + count > len(tokens):
            return None
        source = new.text[tokens[at][0] : tokens[at + count - 1][1]]
        segments.append(replace(segment, source=source, target=renumber(segment.target, segment.source, source)))
        at += count
    return _noted(replace(old, segments=tuple(segments), codes=new.codes), new) if at == len(tokens) else None


def _noted(unit: Unit, new: NewUnit) -> Unit:
    """The unit with the source's notes to the translator as they are now, on its first segment."""
    notes = tuple(Note(text, "source") for text in new.notes)
    first = unit.segments[0]
    if tuple(note for note in first.notes if note.category == "source") == notes:
        return unit
    others = tuple(note for note in first.notes if note.category != "source")
    return replace(unit, segments=(replace(first, notes=notes + others), *unit.segments[1:]))


def _unused(unit_id: str, names: set[str]) -> str:
    """The id, or with the next free number behind it; it counts as used from then on."""
    name, number = unit_id, 1
    while name in names:
        number += 1
        name = f"{unit_id}-{number}"
    names.add(name)
    return name


def _distinct(units: list[Unit]) -> list[Unit]:
    """The units with distinct ids: a restored one may find its id in use."""
    names: set[str] = set()
    return [unit if (name := _unused(unit.id, names)) == unit.id else replace(unit, id=name) for unit in units]


def _moved(order: Sequence[int]) -> int:
    """How many must move to bring the order about: all but a longest increasing run (patience sorting)."""
    tails: list[int] = []
    for at in order:
        place = bisect_left(tails, at)
        tails[place : place + 1] = [at]
    return len(order) - len(tails)
