"""``prefill``: what is empty gets what is known: from the memory, from the document itself, else from a machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from translate_flow.bitext import FUZZY_MATCH, Bitext, Match, Segment, State, Unit
from translate_flow.desk import bitexts
from translate_flow.desk.desk import Desk
from translate_flow.desk.leverage import engines
from translate_flow.desk.leverage.remembering import memory_of, usable
from translate_flow.desk.leverage.terms import protected
from translate_flow.documents.coded import fault
from translate_flow.machine.model import Count, Proposal, Refusal
from translate_flow.machine.proposing import as_request, as_segment, count, propose
from translate_flow.memory.model import Hit, Memory

_KEPT = 3
"""Proposals that an editor is shown."""
_EXACT = 100


class Origin(StrEnum):
    """Where a target came from."""

    CONTEXT = "memory, in context"
    EXACT = "memory, exact"
    FUZZY = "memory, fuzzy"
    REPETITION = "repetition"
    MACHINE = "machine"


@dataclass(frozen=True, slots=True)
class Prefilled:
    """What became of one bitext."""

    document: str
    target_language: str
    bitext: str
    filled: dict[Origin, int] = field(default_factory=dict)
    """Segments by where their targets came from."""
    empty: int = 0
    """Segments that still have no target."""
    refused: tuple[tuple[str, str], ...] = ()
    """Segments for which the machine's proposal was dropped, and why."""
    cost: Count | None = None
    """What the machine would be sent, where it was only counted."""


@dataclass(slots=True)
class _Work:
    """The segments of a bitext while they are filled."""

    units: list[list[Segment]]
    origins: dict[Origin, int] = field(default_factory=dict)

    def fill(self, at: int, number: int, segment: Segment, origin: Origin) -> None:
        self.units[at][number] = segment
        self.origins[origin] = self.origins.get(origin, 0) + 1


def prefill(
    desk: Desk, document: str, target: str, now: str,
    *, memory: bool = True, least: int = 75, machine: str = "", dry_run: bool = False,
) -> Prefilled:  # fmt: skip
    """Fill the empty segments of a document's bitext; ``least`` is the score of a fuzzy match that is taken.

    What a person has typed is never touched. Exact matches are translations, credited to those who made them; all
    else is ``initial`` and needs a look. Raises :class:`InputError` where there is no bitext yet, and
    :class:`EngineError` where the machine stops; what was filled before is written.
    """
    path = desk.bitext(document, target)
    bitext = bitexts.segmented(path)
    work = _Work([list(unit.segments) for unit in bitext.units])
    opened = memory_of(desk) if memory else None
    try:
        if opened is not None:
            _from_memory(bitext, work, opened, least)
    finally:
        if opened is not None:
            opened.close()
    _from_itself(bitext, work)
    refused: tuple[tuple[str, str], ...] = ()
    cost = None
    if machine and dry_run:
        cost = _counted(desk, bitext, work, machine)
    elif machine:
        refused = _from_machine(desk, bitext, work, machine, now)
    if not dry_run and work.origins:
        filled = {unit.id: tuple(segments) for unit, segments in zip(bitext.units, work.units, strict=True)}
        bitexts.rewrite(path, lambda present: _merged(present, bitext, filled), now)
    empty = sum(not segment.target for segments in work.units for segment in segments)
    return Prefilled(document, target, str(path), work.origins, empty, refused, cost)


def _merged(present: Bitext, read: Bitext, filled: dict[str, tuple[Segment, ...]]) -> Bitext:
    """The bitext as it is now, with what was filled where it still is as it was read."""
    known = {unit.id: unit for unit in read.units}
    units = []
    for unit in present.units:
        before = known.get(unit.id)
        segments = unit.segments
        if before is not None and unit.id in filled and len(before.segments) == len(segments):
            rows = zip(segments, before.segments, filled[unit.id], strict=True)
            segments = tuple(new if now == old else now for now, old, new in rows)
        units.append(replace(unit, segments=segments))
    return replace(present, units=tuple(units))


def _from_memory(bitext: Bitext, work: _Work, memory: Memory, least: int) -> None:
    sources = [segment.source for unit in bitext.units for segment in unit.segments]
    place = 0
    for at, unit in enumerate(bitext.units):
        for number, segment in enumerate(unit.segments):
            before = sources[place - 1] if place else ""
            after = sources[place + 1] if place + 1 < len(sources) else ""
            place += 1
            if segment.target:
                continue
            hits = memory.lookup(
                segment.source, bitext.source_language, bitext.target_language,
                before=before, after=after, minimum=min(0.5, least / 100),
            )  # fmt: skip
            fitting = [hit for hit in hits if hit.score >= least and usable(hit) and _sound(hit.target, segment, unit)]
            if not fitting:
                continue
            best = max(fitting, key=lambda hit: hit.score)
            matches = tuple(Match(hit.unit.source, hit.target, hit.score, _name(hit)) for hit in fitting[:_KEPT])
            work.fill(at, number, _filled(replace(segment, matches=matches), best), _origin(best))


def _origin(hit: Hit) -> Origin:
    return Origin.CONTEXT if hit.score > _EXACT else Origin.EXACT if hit.score == _EXACT else Origin.FUZZY


def _name(hit: Hit) -> str:
    changed = f" (adapted: {', '.join(hit.adapted)})" if hit.adapted else ""
    return f"memory{f': {hit.unit.document}' if hit.unit.document else ''}{changed}"


def _filled(segment: Segment, hit: Hit) -> Segment:
    people = tuple(credit for credit in hit.unit.credits if credit.role == "translator")
    if hit.score >= _EXACT:
        return replace(segment, target=hit.target, state=State.TRANSLATED, credits=people)
    return replace(segment, target=hit.target, state=State.INITIAL, sub_state=FUZZY_MATCH, previous=hit.unit.source)


def _sound(target: str, segment: Segment, unit: Unit) -> bool:
    """Whether the target has the segment's codes."""
    return fault(segment.source, target, {code.id for code in unit.codes}) is None


def _from_itself(bitext: Bitext, work: _Work) -> None:
    """Segments whose source has a finished translation elsewhere in the document."""
    done = {
        segment.source: segment
        for segments in work.units
        for segment in segments
        if segment.target and segment.state is not State.INITIAL and not segment.sub_state
    }
    for at, (unit, segments) in enumerate(zip(bitext.units, work.units, strict=True)):
        for number, segment in enumerate(segments):
            known = done.get(segment.source)
            if not segment.target and known is not None and _sound(known.target, segment, unit):
                people = tuple(credit for credit in known.credits if credit.role == "translator")
                filled = replace(segment, target=known.target, state=State.TRANSLATED, credits=people)
                work.fill(at, number, filled, Origin.REPETITION)


def _open(bitext: Bitext, work: _Work) -> list[tuple[int, int, Unit, Segment]]:
    return [
        (at, number, unit, segment)
        for at, (unit, segments) in enumerate(zip(bitext.units, work.units, strict=True))
        for number, segment in enumerate(segments)
        if not segment.target
    ]


def _counted(desk: Desk, bitext: Bitext, work: _Work, machine: str) -> Count:
    engine = engines.engine(machine, desk.settings, counting=True)
    names = protected(desk, bitext.source_language, bitext.target_language)
    requests = [as_request(unit, segment, names) for _, _, unit, segment in _open(bitext, work)]
    return count(requests, engine, bitext.source_language, bitext.target_language, cache=engines.answers(desk))


def _from_machine(desk: Desk, bitext: Bitext, work: _Work, machine: str, now: str) -> tuple[tuple[str, str], ...]:
    engine = engines.engine(machine, desk.settings)
    waiting: Sequence[tuple[int, int, Unit, Segment]] = _open(bitext, work)
    names = protected(desk, bitext.source_language, bitext.target_language)
    requests = [as_request(unit, segment, names) for _, _, unit, segment in waiting]
    refused: list[tuple[str, str]] = []
    answers = propose(requests, engine, bitext.source_language, bitext.target_language, cache=engines.answers(desk))
    for (at, number, unit, segment), answer in zip(waiting, answers, strict=True):
        if isinstance(answer, Refusal):
            refused.append((unit.segment_ids()[number], str(answer.why)))
        elif isinstance(answer, Proposal):
            work.fill(at, number, as_segment(segment, answer, now), Origin.MACHINE)
    return tuple(refused)
