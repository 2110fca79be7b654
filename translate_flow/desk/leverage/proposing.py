"""What helps with one segment: proposals of the memory, terms of the glossary, a machine's translation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from translate_flow.bitext import Bitext
from translate_flow.desk.desk import Desk
from translate_flow.desk.editing import find
from translate_flow.desk.leverage import engines
from translate_flow.desk.leverage.remembering import usable
from translate_flow.desk.leverage.terms import protected
from translate_flow.desk.proofreading.differences import Part, differences
from translate_flow.errors import EngineError
from translate_flow.glossary.finding import Finder
from translate_flow.machine.model import Proposal, Refusal
from translate_flow.machine.proposing import as_request, propose
from translate_flow.memory.model import Memory


class Proposed(NamedTuple):
    """A translation that may be taken."""

    target: str
    score: int
    """Percent of likeness of its source; 101 for a match in context, 0 where that says nothing."""
    origin: str
    """Where it comes from: a document, ``proposal``, an engine."""
    parts: tuple[Part, ...] = ()
    """How its source differs from the segment's."""
    people: tuple[str, ...] = ()


class Advice(NamedTuple):
    """A term that stands in a segment."""

    source: str
    target: str
    status: str
    note: str
    start: int
    end: int
    """Where it stands in the source."""


def proposals(bitext: Bitext, name: str, memory: Memory | None, limit: int = 9) -> list[Proposed]:
    """What the bitext's own proposals and the memory have for a segment, the likest first, each target once.

    Raises :class:`InputError` for a segment that is not there.
    """
    unit, at = find(bitext, name)
    segment = unit.segments[at]
    found = [
        Proposed(one.target, one.score, one.origin or "proposal", tuple(differences(one.source, segment.source)))
        for one in segment.matches
    ]
    if memory is not None:
        before, after = _around(bitext, name)
        hits = memory.lookup(
            segment.source, bitext.source_language, bitext.target_language, before=before, after=after, minimum=0.5
        )
        found += [
            Proposed(
                hit.target, hit.score, hit.unit.document or "memory",
                tuple(differences(hit.unit.source, segment.source)),
                tuple(credit.name for credit in hit.unit.credits if credit.role == "translator"),
            )
            for hit in hits
            if usable(hit)
        ]  # fmt: skip
    unique: dict[str, Proposed] = {}
    for one in sorted(found, key=lambda one: -one.score):
        unique.setdefault(one.target, one)
    return list(unique.values())[:limit]


def _around(bitext: Bitext, name: str) -> tuple[str, str]:
    """The sources of the segments before and after one."""
    rows = [(key, s.source) for unit in bitext.units for key, s in zip(unit.segment_ids(), unit.segments, strict=True)]
    at = next(index for index, (key, _) in enumerate(rows) if key == name)
    return rows[at - 1][1] if at else "", rows[at + 1][1] if at + 1 < len(rows) else ""


def advice(source: str, finder: Finder) -> list[Advice]:
    """The glossary's terms in a source text."""
    return [
        Advice(found.term.source, found.term.target, str(found.term.status), found.term.note, found.start, found.end)
        for found in finder.find(source)
    ]


def machine(desk: Desk, bitext: Bitext, name: str, engine: str) -> Proposed:
    """What an engine makes of a segment. Raises :class:`EngineError` where it makes nothing of it."""
    unit, at = find(bitext, name)
    opened = engines.engine(engine, desk.settings)
    names = protected(desk, bitext.source_language, bitext.target_language)
    pair = bitext.source_language, bitext.target_language
    for answer in propose([as_request(unit, unit.segments[at], names)], opened, *pair, cache=engines.answers(desk)):
        match answer:
            case Proposal():
                return Proposed(answer.target, 0, answer.engine)
            case Refusal():
                raise EngineError(f"no proposal: {answer.why}", where=engine, remedy="translate it yourself")
    raise EngineError("no answer", where=engine, remedy="try again")


def ready(desk: Desk) -> Sequence[str]:
    """The engines that the settings name and that lack nothing."""
    wanted = desk.settings.machine
    return [one.name for one in engines.listed(desk.settings) if one.name in wanted and not one.lacks]
