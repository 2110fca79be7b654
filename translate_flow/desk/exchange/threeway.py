"""Two versions of a bitext that began as one, made one again: nothing that a person typed is lost.

All of it works on values. *Ours* is the desk's, *theirs* what comes back or another branch's, *base* what both were.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal, NamedTuple, TypeVar

from translate_flow.bitext import Bitext, Match, Segment, Unit

Value = TypeVar("Value")
PROPOSED = 100
"""Score of the other side of a conflict, which is kept as a proposal."""


class Conflict(NamedTuple):
    """A segment that both sides translated, in two ways."""

    unit: str
    at: int
    """Which segment of its unit as ours has it, from 0; -1 where the unit is cut in two ways."""
    theirs: tuple[Segment, ...]


class Merged(NamedTuple):
    """What came out."""

    bitext: Bitext
    """Where the two conflict, it has ours."""
    conflicts: tuple[Conflict, ...]


def merge(base: Bitext, ours: Bitext, theirs: Bitext) -> Merged:
    """Both sides' changes since ``base``, as for two branches: of targets, states, credits, notes and units."""
    conflicts: list[Conflict] = []
    active = _units(base.units, ours.units, theirs.units, conflicts)
    names = {unit.id for unit in active}
    gone = [unit for unit in _units(base.obsolete, ours.obsolete, theirs.obsolete, []) if not _restored(unit, active)]
    lost = (unit for side in (ours, theirs) for unit in side.units if unit.id not in names)
    there = {unit.id for unit in gone}
    gone += (unit for unit in lost if unit.id not in there and any(segment.target for segment in unit.segments))
    head = _head(base, ours, theirs)
    return Merged(replace(head, units=tuple(active), obsolete=tuple(gone)), tuple(conflicts))


def _head(base: Bitext, ours: Bitext, theirs: Bitext) -> Bitext:
    return replace(
        ours,
        document=chosen(base.document, ours.document, theirs.document),
        organization=chosen(base.organization, ours.organization, theirs.organization),
    )


def chosen(base: Value, ours: Value, theirs: Value) -> Value:
    """The value of the side that changed it; ours if both did."""
    return theirs if ours == base else ours


def _restored(unit: Unit, active: Sequence[Unit]) -> bool:
    """Whether all that an obsolete unit keeps stands in the active one of that id."""
    now = next((one for one in active if one.id == unit.id), None)
    return now is not None and {(s.source, s.target) for s in unit.segments} <= {
        (s.source, s.target) for s in now.segments
    }


def _units(base: Sequence[Unit], ours: Sequence[Unit], theirs: Sequence[Unit], conflicts: list[Conflict]) -> list[Unit]:
    """The units of both sides; a unit that one side took out is out unless the other changed it."""
    was, own, other = ({unit.id: unit for unit in side} for side in (base, ours, theirs))
    merged: list[Unit] = []
    for name in _order([unit.id for unit in base], [unit.id for unit in ours], [unit.id for unit in theirs]):
        if name in own and name in other:
            merged.append(_unit(was.get(name), own[name], other[name], conflicts))
        elif name not in was:
            merged.append(own.get(name) or other[name])
        elif (unit := own.get(name) or other.get(name)) is not None and unit != was[name]:
            merged.append(unit)
    return merged


def _order(base: list[str], ours: list[str], theirs: list[str]) -> list[str]:
    """The names in the order of the side that changed it, those of the other behind the ones that they follow."""
    first, second = (theirs, ours) if ours == base else (ours, theirs)
    order = list(first)
    known = set(first)
    previous = ""
    for name in second:
        if name not in known:
            order.insert(order.index(previous) + 1 if previous else 0, name)
            known.add(name)
        previous = name
    return order


def _unit(base: Unit | None, ours: Unit, theirs: Unit, conflicts: list[Conflict]) -> Unit:
    if theirs in (ours, base):
        return ours
    if ours == base:
        return theirs
    if [s.source for s in ours.segments] != [s.source for s in theirs.segments]:
        conflicts.append(Conflict(ours.id, -1, theirs.segments))
        return ours
    alike = base is not None and [s.source for s in base.segments] == [s.source for s in ours.segments]
    befores: Iterable[Segment | None] = base.segments if base is not None and alike else [None] * len(ours.segments)
    segments: list[Segment] = []
    for at, (before, own, other) in enumerate(zip(befores, ours.segments, theirs.segments, strict=True)):
        merged = segment(before or Segment(own.source), own, other)
        if merged is None:
            conflicts.append(Conflict(ours.id, at, (other,)))
        segments.append(merged or with_remarks(own, other))
    codes = ours.codes if base is None or ours.codes != base.codes else theirs.codes
    return replace(
        ours, segments=tuple(segments), codes=codes, role=chosen(base.role if base else "", ours.role, theirs.role)
    )


def segment(base: Segment, ours: Segment, theirs: Segment) -> Segment | None:
    """Both sides' changes of a segment; ``None`` where both changed the target, in two ways."""
    if ours.target != theirs.target:
        if ours.target == base.target:
            return with_remarks(theirs, ours)
        if theirs.target == base.target:
            return with_remarks(ours, theirs)
        return None
    status = chosen((base.state, base.sub_state), (ours.state, ours.sub_state), (theirs.state, theirs.sub_state))
    one = replace(ours, state=status[0], sub_state=status[1])
    kept = [credit for credit in base.credits if credit in ours.credits and credit in theirs.credits]
    added = [credit for side in (ours, theirs) for credit in side.credits if credit not in base.credits]
    one = replace(one, credits=tuple(dict.fromkeys([*kept, *added])))
    return with_remarks(replace(one, previous=chosen(base.previous, ours.previous, theirs.previous)), theirs)


def with_remarks(one: Segment, other: Segment) -> Segment:
    """A segment with the notes and proposals of another one added."""
    notes = tuple(dict.fromkeys([*one.notes, *other.notes]))
    matches = tuple(dict.fromkeys([*one.matches, *other.matches]))
    return one if (notes, matches) == (one.notes, one.matches) else replace(one, notes=notes, matches=matches)


def proposed(one: Segment, other: Segment, origin: str) -> Segment:
    """A segment with the target of another one as a proposal, once."""
    if not other.target or any(match.target == other.target for match in one.matches):
        return one
    return replace(one, matches=(*one.matches, Match(other.source, other.target, PROPOSED, origin)))


Side = Literal["ours", "theirs"]


def settled(merged: Merged, side: Side) -> Bitext:
    """The merged bitext with one side of all conflicts."""
    if side == "ours" or not merged.conflicts:
        return merged.bitext
    units = {unit.id: unit for unit in merged.bitext.units}
    for conflict in merged.conflicts:
        unit = units[conflict.unit]
        segments = list(unit.segments)
        segments[slice(None) if conflict.at < 0 else slice(conflict.at, conflict.at + 1)] = conflict.theirs
        units[conflict.unit] = replace(unit, segments=tuple(segments))
    return replace(merged.bitext, units=tuple(units[unit.id] for unit in merged.bitext.units))
