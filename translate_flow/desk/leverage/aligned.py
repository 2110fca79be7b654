"""A bitext from an original and its translation: sentences are aligned with their blocks, targets get their places.

Nothing doubtful passes as a person's work: where the confidence is low, a block was cut differently or inline codes
have no sure place, the segment is ``initial`` with the sub-state ``fuzzy-match`` and a note that says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from translate_flow import alignment, languages
from translate_flow.alignment import Bead, Translate
from translate_flow.bitext import FUZZY_MATCH, Credit, Note, Segment, State, Unit, spell
from translate_flow.desk.edited import NewUnit
from translate_flow.desk.leverage.placing import Coded, placed

SURE = 0.95
"""Confidence from which a segment counts as translated."""
_LIKELY = 0.5
"""Confidence below which a translation is likelier wrong than right, and is not proposed."""
_MOVED = 0.9
"""The confidence in what stands elsewhere in the translation, such as a caption …"""
_TO_BE_MOVED = 0.99
"""… and what it takes to be seen: of what is left over on both sides, most belongs to nothing."""
_TELLING = 4
"""Words from which a text that is the same in both languages was not translated."""

_LOW = "Aligned with {percent} % confidence: check that this is its translation."
_ACROSS = "In the translation this is one with what follows: check where it ends."
_BEFORE = "The translation has this together with what stands before it."
_SAME = "The translation has this in the original's language."
_CODES = "The translation's markup is not that of the source: put it in its place."


class Sentence(NamedTuple):
    """A segment of either side, where it stands."""

    unit: int
    segment: int
    coded: Coded
    role: str
    """The unit's, for its first segment; else empty."""

    @property
    def text(self) -> str:
        """What is read of it."""
        return self.coded.plain


class Row(NamedTuple):
    """What became of one segment of the bitext."""

    segment: str
    confidence: float
    """0 for one without a translation."""
    state: State
    reason: str = ""
    """Why it needs a look."""


@dataclass(frozen=True, slots=True)
class Result:
    """The units with their targets, and what is said of them."""

    units: tuple[Unit, ...]
    rows: tuple[Row, ...]
    unmatched: tuple[str, ...]
    """Texts of the translation that belong to nothing in the original."""


class _Piece(NamedTuple):
    """Neighbouring segments of a unit that become one, with what translates them."""

    first: int
    last: int
    bead: Bead
    continued: bool = False
    """The target stands at an earlier unit."""
    across: bool = False
    """The target goes on to a later unit."""


def sentences(units: Sequence[Unit]) -> list[Sentence]:
    """All segments of a document in order."""
    return [
        Sentence(at, number, Coded(segment.source, unit.codes), unit.role if number == 0 else "")
        for at, unit in enumerate(units)
        for number, segment in enumerate(unit.segments)
    ]


def beads_of(
    source: Sequence[Sentence],
    target: Sequence[Sentence],
    pairs: Sequence[tuple[str, str]] = (),
    translate: Translate | None = None,
) -> list[Bead]:
    """Align the two documents in order; then what is left over, such as captions that stand elsewhere."""

    def aligned(ours: Sequence[int], theirs: Sequence[int]) -> list[Bead]:
        found = alignment.align(
            [source[at].text for at in ours], [target[at].text for at in theirs],
            pairs=pairs, translate=translate,
            roles=([source[at].role for at in ours], [target[at].role for at in theirs]),
        )  # fmt: skip
        return [
            Bead(tuple(ours[at] for at in bead.sources), tuple(theirs[at] for at in bead.targets), bead.confidence)
            for bead in found
        ]

    beads = aligned(range(len(source)), range(len(target)))
    full = [bead for bead in beads if bead.sources and bead.targets and bead.confidence >= _LIKELY]
    left = sorted(set(range(len(source))).difference(*(bead.sources for bead in full)))
    over = sorted(set(range(len(target))).difference(*(bead.targets for bead in full)))
    moved = aligned(left, over) if left and over else []
    full += [
        bead._replace(confidence=_MOVED)
        for bead in moved
        if bead.sources and bead.targets and bead.confidence >= _TO_BE_MOVED
    ]
    sure = {_texts(bead, source, target) for bead in full if bead.confidence >= SURE}
    return sorted(
        bead._replace(confidence=max(SURE, bead.confidence)) if _texts(bead, source, target) in sure else bead
        for bead in full
    )


def _texts(bead: Bead, source: Sequence[Sentence], target: Sequence[Sentence]) -> tuple[tuple[str, ...], ...]:
    """What the bead says: the same words, such as a headline that is the page's title too, mean the same."""
    return tuple(source[at].text for at in bead.sources), tuple(target[at].text for at in bead.targets)


def build(
    new: Sequence[NewUnit],
    source: tuple[Sequence[Unit], Sequence[Sentence]],
    target: Sequence[Sentence],
    beads: Sequence[Bead],
    language: str,
    translators: Sequence[str] = (),
) -> Result:
    """Write the targets that the beads give onto the source's units; ``language`` is theirs, as are ``translators``."""
    by = tuple(Credit("translator", name) for name in translators)
    units, ours = source
    pieces: list[list[_Piece]] = [[] for _ in units]
    for bead in beads:
        for piece, at in _cut_at_units(bead, ours):
            pieces[at].append(piece)
    made: list[Unit] = []
    rows: list[Row] = []
    for unit, text, its in zip(units, new, pieces, strict=True):
        segments, states = _translated(unit, text.text, its, target, language, by)
        made.append(replace(unit, segments=tuple(segments)))
        rows += [row._replace(segment=name) for name, row in zip(made[-1].segment_ids(), states, strict=True)]
    used = {at for bead in beads for at in bead.targets}
    unmatched = tuple(sentence.text for at, sentence in enumerate(target) if at not in used)
    return Result(tuple(made), tuple(rows), unmatched)


def _cut_at_units(bead: Bead, ours: Sequence[Sentence]) -> list[tuple[_Piece, int]]:
    """The bead's part in each unit of the source."""
    by_unit: dict[int, list[int]] = {}
    for at in bead.sources:
        by_unit.setdefault(ours[at].unit, []).append(ours[at].segment)
    return [
        (_Piece(its[0], its[-1], bead, continued=number > 0, across=len(by_unit) > 1), unit)
        for number, (unit, its) in enumerate(by_unit.items())
    ]


def _translated(
    unit: Unit,
    text: str,
    pieces: Sequence[_Piece],
    target: Sequence[Sentence],
    language: str,
    by: tuple[Credit, ...],
) -> tuple[list[Segment], list[Row]]:
    """A unit's segments with their targets, those of one bead joined."""
    spans = spell(text, [segment.source for segment in unit.segments]) or []
    starts = {piece.first: piece for piece in pieces}
    segments: list[Segment] = []
    rows: list[Row] = []
    at = 0
    while at < len(unit.segments):
        piece = starts.get(at)
        segment = unit.segments[at]
        if piece is None:
            row = Row("", 0.0, State.INITIAL)
        else:
            if piece.last > piece.first:
                segment = replace(segment, source=text[spans[piece.first][0] : spans[piece.last][1]])
            segment, row = _filled(segment, unit, piece, target, language)
            at = piece.last
        segments.append(replace(segment, credits=by) if segment.target else segment)
        rows.append(row)
        at += 1
    return segments, rows


def _filled(
    segment: Segment, unit: Unit, piece: _Piece, target: Sequence[Sentence], language: str
) -> tuple[Segment, Row]:
    """The segment with the bead's target, as sure as it is."""
    if piece.continued:
        return replace(segment, notes=(*segment.notes, Note(_BEFORE))), Row("", 0.0, State.INITIAL, _BEFORE)
    texts = [target[at].coded for at in piece.bead.targets]
    translation, complete = placed(Coded(segment.source, unit.codes), texts, languages.joiner(language))
    confidence = round(piece.bead.confidence, 3)
    reasons = [
        reason
        for reason, holds in (
            (_LOW.format(percent=int(100 * confidence)), confidence < SURE),
            (_ACROSS, piece.across),
            (_CODES, not complete),
            (_SAME, translation == segment.source and languages.count_words(translation) >= _TELLING),
        )
        if holds
    ]
    if not reasons:
        return replace(segment, target=translation, state=State.TRANSLATED), Row("", confidence, State.TRANSLATED)
    notes = (*segment.notes, *map(Note, reasons))
    doubtful = replace(segment, target=translation, sub_state=FUZZY_MATCH, notes=notes)
    return doubtful, Row("", confidence, State.INITIAL, " ".join(reasons))
