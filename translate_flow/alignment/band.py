"""Where the path of an alignment can run: a corridor around pairs of lines that rare words tie together.

Short texts are searched whole. In long ones, lines that share words which stand nowhere else are anchors, of which the
longest chain in order counts (cf. Moore 2002, who searches a first pass's neighbourhood); the corridor is narrow at an
anchor and widens with the distance to the next.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from translate_flow.alignment.evidence import Evidence

_WHOLE = 150
"""Lines up to which a text is searched whole."""
_MARGIN = 6
"""Lines to both sides of an anchor."""
_RARE = 2
"""Lines that a word may have counterparts in and still tie two together."""
_TIES = 4.0
"""Least evidence of an anchor."""


class Row(NamedTuple):
    """The target positions that are searched with a source position: from ``start`` to before ``end``."""

    start: int
    end: int


class Tie(NamedTuple):
    """Two lines that rare words tie together."""

    source: int
    target: int
    weight: float


def corridor(height: int, width: int, anchors: Sequence[tuple[int, int]]) -> list[Row]:
    """A row for each position between source lines, 0 to ``height``: none is empty, starts and ends never fall.

    Between two anchors it follows the straight line, as wide as what lies between them lets the path stray.
    """
    if max(height, width) <= _WHOLE:
        return [Row(0, width + 1)] * (height + 1)
    starts, ends = [width] * (height + 1), [0] * (height + 1)
    for (i, j), (next_i, next_j) in pairwise([(0, 0), *anchors, (height, width)]):
        down, right = next_i - i, next_j - j
        reach = _MARGIN + abs(down - right) + math.isqrt(max(down, right))
        for at in range(i, next_i + 1):
            centre = j + right * (at - i) // max(down, 1)
            starts[at] = min(starts[at], centre - reach)
            ends[at] = max(ends[at], centre + reach + 1)
    for at in range(height - 1, -1, -1):
        starts[at] = min(starts[at], starts[at + 1])
    for at in range(1, height + 1):
        ends[at] = max(ends[at], ends[at - 1])
    return [Row(max(0, start), min(width + 1, end)) for start, end in zip(starts, ends, strict=True)]


def anchors(evidence: Evidence) -> list[tuple[int, int]]:
    """Pairs of lines tied by rare words, rising on both sides."""
    ties: defaultdict[tuple[int, int], float] = defaultdict(float)
    for j, words in enumerate(evidence.in_source.words):
        for word in words:
            if len(word.gains) <= _RARE:
                for i, gain in word.gains.items():
                    ties[i, j] += gain
    return _heaviest_chain([Tie(i, j, gain) for (i, j), gain in ties.items() if gain >= _TIES])


def _heaviest_chain(ties: list[Tie]) -> list[tuple[int, int]]:
    """The ties of most weight together whose lines rise on both sides, in O(n log n) (Gusfield 1997, section 12.5)."""
    ends: list[int] = []  # target lines in which a best chain ends, rising, with …
    weights: list[float] = []  # … its weight, rising too, and …
    lasts: list[int] = []  # … its last tie
    before: list[int] = []
    ordered = sorted(ties, key=lambda tie: (tie.source, -tie.target))
    for number, tie in enumerate(ordered):
        at = bisect_left(ends, tie.target)
        weight = tie.weight + (weights[at - 1] if at else 0.0)
        before.append(lasts[at - 1] if at else -1)
        until = at
        while until < len(ends) and weights[until] <= weight:
            until += 1
        if until > at or at == len(ends) or ends[at] > tie.target:
            ends[at:until], weights[at:until], lasts[at:until] = [tie.target], [weight], [number]
    chain: list[tuple[int, int]] = []
    number = lasts[-1] if lasts else -1
    while number >= 0:
        chain.append((ordered[number].source, ordered[number].target))
        number = before[number]
    return chain[::-1]
