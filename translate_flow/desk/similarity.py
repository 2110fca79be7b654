"""Which old text became which new one: pairs by likeness, best first.

Likeness is rapidfuzz's ``ratio``, the normalised indel similarity from 0 to 100: 2·M/T with M the length of the longest
common subsequence and T the length of both texts.
"""

from __future__ import annotations

from collections.abc import Sequence

from translate_flow.bitext import Unit

_UNIT_LIKENESS = 45.0
_SEGMENT_LIKENESS = 50.0
_MOST_PAIRS = 250_000
"""Comparisons; beyond, only texts at about the same place are compared."""
_TELLING = 12
"""Characters from which a shared sentence tells that two paragraphs are the same one."""


def best_pairs(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Pair edited segments: index in ``new`` to index in ``old``, each used once."""
    from rapidfuzz.fuzz import ratio

    scores: list[tuple[float, float, int, int]] = [
        (score, -abs(i - j), i, j)
        for i, j in _near(len(new), len(old))
        if (score := ratio(new[i], old[j], score_cutoff=_SEGMENT_LIKENESS))
    ]
    return _greedy(scores)


def align_units(old: Sequence[Unit], new: Sequence[str]) -> dict[int, int]:
    """Pair edited units with their texts: index in ``new`` to index in ``old``, each used once.

    A whole sentence in common, as after a paragraph was cut in two, counts as much as likeness.
    """
    if not old or not new:
        return {}
    from rapidfuzz.fuzz import ratio

    texts = [" ".join([segment.source for segment in unit.segments]) for unit in old]
    scores: list[tuple[float, float, int, int]] = []
    for i, j in _near(len(new), len(old)):
        likeness = ratio(new[i], texts[j], score_cutoff=_UNIT_LIKENESS)
        score = max(likeness, _shared(old[j], texts[j], new[i]))
        if score >= _UNIT_LIKENESS:
            scores.append((score, likeness - abs(i - j) / 1000, i, j))
    return _greedy(scores)


def _near(count: int, other: int) -> list[tuple[int, int]]:
    """Index pairs worth comparing."""
    if count * other <= _MOST_PAIRS:
        return [(i, j) for i in range(count) for j in range(other)]
    window = max(_MOST_PAIRS // count // 2, 1)
    pairs: list[tuple[int, int]] = []
    for i in range(count):
        centre = i * other // count
        pairs.extend((i, j) for j in range(max(centre - window, 0), min(centre + window, other)))
    return pairs


def _shared(unit: Unit, text: str, new: str) -> float:
    """How much of the shorter text the sentences make that both have, 0–100."""
    common = sum(len(s.source) for s in unit.segments if len(s.source) >= _TELLING and s.source in new)
    return 100.0 * common / max(min(len(text), len(new)), 1)


def _greedy(scores: list[tuple[float, float, int, int]]) -> dict[int, int]:
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, i, j in sorted(scores, key=lambda score: (-score[0], -score[1], score[2], score[3])):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs
