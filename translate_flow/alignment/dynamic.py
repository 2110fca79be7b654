"""The best alignment of two texts, and how sure each of its beads is: Viterbi and forward–backward in a corridor."""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Sequence
from typing import NamedTuple

from translate_flow.alignment.band import Row
from translate_flow.alignment.evidence import SHAPES, Evidence

_NEVER = -math.inf
_SHAPES = tuple(SHAPES)
_TRUST = 3.5
"""Log-odds that neighbours of sure translations are translations: words that say nothing leave 97 %."""
_RATHER_NOT = 0.2
"""Chance below which neighbours are taken apart."""


class Bead(NamedTuple):
    """Lines of the original and the lines that translate them; one side may be empty."""

    sources: tuple[int, ...]
    targets: tuple[int, ...]
    confidence: float
    """Probability, 0 to 1, that exactly these lines belong together: the bead's posterior in the model, times the
    chance that their words leave that one translates the other."""


def best_path(evidence: Evidence, rows: Sequence[Row]) -> list[Bead]:
    """The beads of the likeliest path through the corridor, in order."""
    height, width = len(rows) - 1, rows[-1].end - 1
    scores = _scores(evidence, rows)
    best = _sweep(rows, scores, max)
    forward = _sweep(rows, scores, _log_sum)
    backward = _back_sweep(rows, scores)
    whole = forward[-1][-1]
    beads: list[Bead] = []
    i, j = height, width
    while i or j:
        at = j - rows[i].start
        ways = [
            (best[i - m][j - n - rows[i - m].start] + score, number)
            for number, (m, n) in enumerate(_SHAPES)
            if (score := scores[i][at * len(_SHAPES) + number]) > _NEVER
        ]
        number = max(ways)[1]
        m, n = _SHAPES[number]
        score = scores[i][at * len(_SHAPES) + number]
        sure = forward[i - m][j - n - rows[i - m].start] + score + backward[i][at] - whole
        i, j = i - m, j - n
        beads += _beads(evidence, range(i, i + m), range(j, j + n), min(1.0, math.exp(sure)))
    return beads[::-1]


def _beads(evidence: Evidence, sources: range, targets: range, posterior: float) -> list[Bead]:
    """The bead, or where its words say that its sides only stand in the same place, one of each side, last first."""
    ours, theirs = tuple(sources), tuple(targets)
    if not ours or not theirs:
        return [Bead(ours, theirs, posterior)]
    related = _related(evidence.words(sources.start, targets.start, len(sources), len(targets)))
    if related < _RATHER_NOT:
        return [Bead((), theirs, 1 - related), Bead(ours, (), 1 - related)]
    return [Bead(ours, theirs, posterior * related)]


def _related(words: float) -> float:
    """The chance that the bead's lines translate each other at all: something else may stand in the same place."""
    return 1 / (1 + math.exp(-_TRUST - words))


def _scores(evidence: Evidence, rows: Sequence[Row]) -> list[array[float]]:
    """For each position in the corridor, the score of each shape of bead that ends there."""
    scores: list[array[float]] = []
    for i, row in enumerate(rows):
        line = array("d", [_NEVER]) * (len(_SHAPES) * (row.end - row.start))
        for number, (m, n) in enumerate(_SHAPES):
            if m > i:
                continue
            above = rows[i - m]
            for j in range(max(row.start, above.start + n), min(row.end, above.end + n)):
                line[(j - row.start) * len(_SHAPES) + number] = evidence.score(i - m, j - n, m, n)
        scores.append(line)
    return scores


def _sweep(
    rows: Sequence[Row], scores: Sequence[array[float]], join: Callable[[list[float]], float]
) -> list[array[float]]:
    """For each position, the scores of all ways to it joined: by ``max`` the best one, by their sum their chance."""
    table = [array("d", [_NEVER]) * (row.end - row.start) for row in rows]
    table[0][0] = 0.0
    for i, row in enumerate(rows):
        for at in range(row.end - row.start):
            ways = [
                table[i - m][row.start + at - n - rows[i - m].start] + score
                for (m, n), score in zip(_SHAPES, scores[i][at * len(_SHAPES) : (at + 1) * len(_SHAPES)], strict=True)
                if score > _NEVER
            ]
            if ways:
                table[i][at] = join(ways)
    return table


def _back_sweep(rows: Sequence[Row], scores: Sequence[array[float]]) -> list[array[float]]:
    """For each position, the chance of all ways from it to the end."""
    table = [array("d", [_NEVER]) * (row.end - row.start) for row in rows]
    table[-1][-1] = 0.0
    for i in range(len(rows) - 1, -1, -1):
        for j in range(rows[i].end - 1, rows[i].start - 1, -1):
            ways = [
                table[i + m][at] + score
                for number, (m, n) in enumerate(_SHAPES)
                if i + m < len(rows)
                and 0 <= (at := j + n - rows[i + m].start) < len(table[i + m])
                and (score := scores[i + m][at * len(_SHAPES) + number]) > _NEVER
            ]
            if ways:
                table[i][j - rows[i].start] = _log_sum(ways)
    return table


def _log_sum(values: list[float]) -> float:
    """The logarithm of the sum of what these are logarithms of."""
    most = max(values, default=_NEVER)
    if most == _NEVER or len(values) == 1:
        return most
    return most + math.log(math.fsum([math.exp(value - most) for value in values]))
