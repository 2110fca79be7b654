"""``estimate``: how much work a document is, in words by how near the memory comes, as agencies count it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from translate_flow import languages
from translate_flow.bitext import Segment, State, Unit
from translate_flow.desk import article, bitexts
from translate_flow.desk.desk import Desk
from translate_flow.desk.leverage.remembering import memory_of, usable
from translate_flow.desk.segmenting import cutter, named_units, user_rules
from translate_flow.desk.update import fresh
from translate_flow.memory.model import Memory

BANDS = ("101", "100", "repetition", "95–99", "85–94", "75–84", "50–74", "new")
"""From what is done already to what nobody has seen."""
_LEAST = (("95–99", 95), ("85–94", 85), ("75–84", 75), ("50–74", 50))


@dataclass(frozen=True, slots=True)
class Estimate:
    """A document's words and segments by band, those that wait for a translation."""

    document: str
    source_language: str
    target_language: str
    words: dict[str, int] = field(default_factory=dict)
    segments: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All words."""
        return sum(self.words.values())


def estimate(desk: Desk, document: str, target: str) -> Estimate:
    """Estimate a document's work: what its bitext has not done yet, or all that will be segmented where there is none.

    A machine's draft, a fuzzy match and the target of a changed source are not done.
    """
    source = desk.pair(document, [target])[0]
    segments = list(_segments(desk, document, source, target))
    words = dict.fromkeys(BANDS, 0)
    counts = dict.fromkeys(BANDS, 0)
    seen: set[str] = set()
    memory = memory_of(desk)
    try:
        for at, segment in enumerate(segments):
            if segment.target and segment.state is not State.INITIAL:
                seen.add(segment.source)
                continue
            before = segments[at - 1].source if at else ""
            after = segments[at + 1].source if at + 1 < len(segments) else ""
            band = _band(memory, segment.source, before, after, source, target, seen)
            words[band] += languages.count_words(segment.source)
            counts[band] += 1
            seen.add(segment.source)
    finally:
        if memory is not None:
            memory.close()
    return Estimate(document, source, target, words, counts)


def _segments(desk: Desk, document: str, source: str, target: str) -> Iterator[Segment]:
    path = desk.bitext(document, target)
    units: tuple[Unit, ...]
    bitext = bitexts.read_if_there(path)
    if bitext is not None:
        units = bitext.units
    else:
        _, new = named_units(article.read_document(desk, document))
        units = fresh(new, cutter(source, desk.settings.segment_by, user_rules(desk)))
    for unit in units:
        yield from unit.segments


def _band(memory: Memory | None, text: str, before: str, after: str, source: str, target: str, seen: set[str]) -> str:
    hits = memory.lookup(text, source, target, before=before, after=after, minimum=0.4) if memory else []
    best = max((hit.score for hit in hits if usable(hit)), default=0)
    if best >= 100:
        return str(best)
    if text in seen:
        return "repetition"
    return next((name for name, least in _LEAST if best >= least), "new")
