"""Taking work back: what a translator did is compared with what was handed out, segment by segment.

Tools do odd things to what nobody touched, and a tool's damage is no translator's decision: a status alone is never
believed, an empty target is no deletion, and a target whose codes are gone does not replace one that has them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple

from translate_flow.bitext import Bitext, Credit, Segment, State, Unit
from translate_flow.desk.exchange.handoff import Base, digest
from translate_flow.desk.exchange.threeway import proposed
from translate_flow.documents.coded import fault
from translate_flow.stores.model import Reading


class What(StrEnum):
    """What became of a segment."""

    TAKEN = "taken"
    CONFLICT = "conflict"
    """The desk has another translation by now: it stays, theirs is a proposal."""
    CODES = "codes"
    """Inline codes are missing or broken."""
    EMPTIED = "emptied"
    """There was a target, and there is none: taken for the tool's doing."""
    SOURCE = "source-changed"
    """The article says something else by now: their translation is a proposal."""
    GONE = "gone"
    """The article does not have it any more: their translation is kept among the obsolete ones."""
    MISSING = "missing"
    """It was handed out and did not come back."""
    CUT = "resegmented"
    """The tool joined or split segments."""
    STATUS = "status"
    """Only the state differs: it stays as it was."""


LOOK = frozenset({What.CONFLICT, What.CODES, What.EMPTIED, What.SOURCE, What.GONE, What.MISSING, What.CUT})
"""What a person should look at."""


class Event(NamedTuple):
    """Something to tell of a segment."""

    segment: str
    what: What
    theirs: str = ""
    ours: str = ""
    detail: str = ""


class Taken(NamedTuple):
    """What came of a file."""

    bitext: Bitext
    events: tuple[Event, ...]
    nameless: int
    """Segments taken of which the file does not say who did them."""


class _Theirs(NamedTuple):
    unit: Unit
    at: int
    name: str
    segment: Segment
    known: bool
    """Whether the file names who made the target."""
    changed: bool


def take_back(
    ours: Bitext, theirs: Reading, base: Mapping[str, Base], expected: frozenset[str], by: Credit | None, origin: str
) -> Taken:
    """The desk's bitext with the work of a returned file.

    ``base`` is what was ever handed out, ``expected`` the segments that this file was handed out with; ``by`` is
    credited where the file names nobody; ``origin`` names the file in proposals.
    """
    work = _Work(ours, by, origin)
    for unit in theirs.bitext.units:
        there = list(_segments(unit, theirs, base, work))
        if _recut(work.units.get(unit.id), unit):
            work.recut(unit, there)
            continue
        for one in there:
            work.take(one, base.get(one.name))
    back = {name for unit in theirs.bitext.units for name in unit.segment_ids()}
    whole = {unit.id for unit in theirs.bitext.units}
    lost = sorted(name for name in expected - back if name.rpartition(":")[0] not in whole and name not in whole)
    events = (*work.events, *(Event(name, What.MISSING) for name in lost if name in work.names))
    return Taken(work.bitext(), events, work.nameless)


def _segments(unit: Unit, theirs: Reading, base: Mapping[str, Base], work: _Work) -> Iterator[_Theirs]:
    open_ = set(theirs.foreign) if theirs.by is None else set()
    touched = set(theirs.foreign)
    for at, (name, segment) in enumerate(zip(unit.segment_ids(), unit.segments, strict=True)):
        known = base.get(name)
        if known is not None:
            changed = digest(segment.target) not in known.targets
        else:
            changed = (unit.id, at) in touched or not work.target(name)
        yield _Theirs(unit, at, name, segment, _named(segment) and (unit.id, at) not in open_, changed)


def _named(segment: Segment) -> bool:
    return any(credit.role == "translator" for credit in segment.credits)


def _recut(ours: Unit | None, theirs: Unit) -> bool:
    """Whether a unit says the same, cut in another way."""
    if ours is None or [s.source for s in ours.segments] == [s.source for s in theirs.segments]:
        return False
    own, other = ("".join("".join(s.source for s in unit.segments).split()) for unit in (ours, theirs))
    return own == other


class _Work:
    """The desk's bitext while work is put into it."""

    def __init__(self, ours: Bitext, by: Credit | None, origin: str) -> None:
        self.ours, self.by, self.origin = ours, by, origin
        self.units = {unit.id: unit for unit in ours.units}
        self.segments = {unit.id: list(unit.segments) for unit in ours.units}
        self.names = {name: (unit.id, at) for unit in ours.units for at, name in enumerate(unit.segment_ids())}
        self.gone: list[Unit] = []
        self.events: list[Event] = []
        self.nameless = 0

    def bitext(self) -> Bitext:
        """The bitext as it is now."""
        units = tuple(replace(unit, segments=tuple(self.segments[unit.id])) for unit in self.units.values())
        obsolete = list(self.ours.obsolete)
        known = {unit.id for unit in obsolete}
        obsolete += [unit for unit in self.gone if unit.id not in known]
        return replace(self.ours, units=units, obsolete=tuple(obsolete))

    def target(self, name: str) -> str:
        """The desk's target of a segment; empty where there is no such segment."""
        place = self.names.get(name)
        return self.segments[place[0]][place[1]].target if place else ""

    def tell(self, one: _Theirs, what: What, ours: str = "", detail: str = "") -> None:
        self.events.append(Event(one.name, what, one.segment.target, ours, detail))

    def take(self, one: _Theirs, base: Base | None) -> None:
        """Put one returned segment where it belongs."""
        place = self._place(one)
        if place is None:
            self._misplaced(one)
            return
        unit, at = place
        was = self.segments[unit][at]
        now = _with_notes(was, one.segment)
        if not one.changed or one.segment.target == was.target:
            if one.segment.state.rank > was.state.rank and one.segment.target:
                self.tell(one, What.STATUS, detail=str(one.segment.state))
        elif not one.segment.target:
            if base is None or not base.empty:
                self.tell(one, What.EMPTIED, was.target)
        else:
            now = self._taken(one, base, now, self.units[unit])
        self.segments[unit][at] = now

    def _taken(self, one: _Theirs, base: Base | None, was: Segment, unit: Unit) -> Segment:
        wrong = fault(one.segment.source, one.segment.target, {code.id for code in unit.codes})
        if wrong and was.target:
            self.tell(one, What.CODES, was.target, wrong)
            return proposed(was, one.segment, self.origin)
        ours_changed = digest(was.target) not in base.targets if base else bool(was.target)
        if ours_changed and was.target:
            self.tell(one, What.CONFLICT, was.target)
            return proposed(was, one.segment, self.origin)
        self.tell(one, What.TAKEN, was.target)
        if wrong:
            self.tell(one, What.CODES, was.target, wrong)
        return replace(
            was, target=one.segment.target, state=State.TRANSLATED, sub_state="", credits=self._credits(one, was)
        )

    def _credits(self, one: _Theirs, was: Segment) -> tuple[Credit, ...]:
        """Who translated before, if anybody did, and who did now."""
        before = [credit for credit in was.credits if credit.role != "reviewer" and was.target]
        names = {(credit.role, credit.name) for credit in before}
        new = (
            [c for c in one.segment.credits if c.role != "reviewer" and (c.role, c.name) not in names]
            if one.known
            else []
        )
        if not one.known:
            if self.by is None:
                self.nameless += 1
            elif (self.by.role, self.by.name) not in names:
                new = [self.by]
        return (*before, *new)

    def _place(self, one: _Theirs) -> tuple[str, int] | None:
        """Where a returned segment stands in the desk's bitext: at its id, or elsewhere with the same source."""
        place = self.names.get(one.name)
        if place and self.segments[place[0]][place[1]].source == one.segment.source:
            return place
        nearby = [(one.unit.id, at) for at in range(len(self.segments.get(one.unit.id, ())))]
        for unit, at in (*nearby, *self.names.values()):
            if self.segments[unit][at].source == one.segment.source:
                return unit, at
        return None

    def _misplaced(self, one: _Theirs) -> None:
        if not one.changed or not one.segment.target:
            return
        place = self.names.get(one.name)
        if place:
            was = self.segments[place[0]][place[1]]
            self.tell(one, What.SOURCE, was.target)
            self.segments[place[0]][place[1]] = proposed(was, one.segment, self.origin)
            return
        self.tell(one, What.GONE)
        credit = one.segment.credits or ((self.by,) if self.by else ())
        kept = replace(one.segment, state=State.TRANSLATED, sub_state="", credits=credit, matches=())
        self.gone.append(Unit(one.unit.id, one.unit.role, (kept,), one.unit.codes))

    def recut(self, unit: Unit, there: list[_Theirs]) -> None:
        """A unit that came back with other cuts: kept as it is, their targets as one proposal."""
        changed = [one for one in there if one.changed and one.segment.target]
        if not changed:
            return
        both = Segment(" ".join(s.source for s in unit.segments), " ".join(s.target for s in unit.segments).strip())
        first = self.segments[unit.id][0]
        self.tell(changed[0]._replace(segment=both), What.CUT, first.target)
        self.segments[unit.id][0] = proposed(first, both, self.origin)


def _with_notes(one: Segment, other: Segment) -> Segment:
    texts = {note.text for note in one.notes}
    new = (note for note in other.notes if note.category == "translator" and note.text not in texts)
    notes = tuple(dict.fromkeys([*one.notes, *new]))
    return one if notes == one.notes else replace(one, notes=notes)
