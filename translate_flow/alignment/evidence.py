"""How well lines of an original and of its translation fit together: by length, by words, by how they begin and end.

All is in natural logarithms of a ratio: how likely the target's lines are as a translation of these lines, over how
likely they are beside any others. So 0 says nothing, and what the bead leaves out counts nothing.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from translate_flow.alignment.lexicon import MACHINE, Relation
from translate_flow.alignment.words import Line

SHAPES = {
    (1, 1): 0.88, (1, 0): 0.03, (0, 1): 0.03, (1, 2): 0.025, (2, 1): 0.025, (2, 2): 0.004, (1, 3): 0.002, (3, 1): 0.002,
}  # fmt: skip
"""How frequent beads of (source lines, target lines) are in published work (cf. Gale & Church 1993, table 5)."""

_COMMON, _FEW = 0.05, 50
"""A word with counterparts in a larger share of lines than this, and in more than a few, says too little."""
_REMEMBERED = 50_000
"""Pairs of lines whose counterparts are kept at hand: more than any few neighbouring rows have."""
_LOG = (0.0, *map(math.log, range(1, 4)))
_NOTHING: list[tuple[int, float, float]] = []
_SPREAD = 0.06
"""Variance of the logarithm of the ratio of lengths of long lines …"""
_SPREAD_SHORT = 4.0
"""… and of short ones, over their letters together."""
_MISS = 0.7
"""How surely a word that has a sure counterpart somewhere in the text has it in its own bead."""
_LOST = 0.4
"""How surely a word has a counterpart anywhere if its sentence is translated, where all other words have one."""
_TORN = 3.0
"""What it costs to end a bead within a sentence: every other place is about e³ times as likely."""
_SAME_ROLE, _OTHER_ROLE = 2.0, -1.0
"""What it says that both sides of a bead begin a block: of the same role, or of different ones."""
_ONE_BEGINS = 2.0
"""What it costs that only one does: the translator cut or joined paragraphs."""
_ACROSS = 4.0
"""What each block costs that begins within a bead."""
_DOUBT = 3.0
"""Lines of doubt added when it is counted how many match a word by chance: short texts tell little of that."""


class Word(NamedTuple):
    """What a word says of a bead."""

    miss: float
    """Where no line of the bead has a counterpart of it: 0 or less."""
    gains: dict[int, float]
    """By the line that has one."""


class Counterparts:
    """Where the words of one side's lines have counterparts on the other side."""

    def __init__(self, lines: list[list[str]], others: list[list[str]], relation: Relation) -> None:
        weighed = _weighed(lines, others, relation)
        self.words = [[word for word in words if word.gains] for words in weighed]
        """Of each line those that have any."""
        lost = [len(words) - len(rest) for words, rest in zip(weighed, self.words, strict=True)]
        share = 1 - sum(lost) / max(sum(map(len, weighed)), 1)
        cost = math.log(1 - _LOST * share)
        self._misses = [
            math.fsum([word.miss for word in words]) + cost * count
            for words, count in zip(self.words, lost, strict=True)
        ]
        self._found: dict[tuple[int, int], list[tuple[int, float, float]]] = {}

    def say(self, line: int, lines: int, other: int, others: int) -> float:
        """What the words of ``lines`` lines from ``line`` on say of a bead with ``others`` lines of the other side."""
        total = 0.0
        for at in range(line, line + lines):
            total += self._misses[at]
            if others == 1:
                for _, gain, miss in self._of(at, other):
                    total += gain - miss
                continue
            best: dict[int, float] = {}
            for beside in range(other, other + others):
                for number, gain, miss in self._of(at, beside):
                    # a match among two lines is twice as likely by chance as in one
                    best[number] = max(gain - _LOG[others] - miss, best.get(number, 0.0))
            total += sum(best.values())
        return total

    def _of(self, line: int, other: int) -> list[tuple[int, float, float]]:
        """The words of a line that have a counterpart in a line of the other side: number, gain and miss."""
        found = self._found.get((line, other))
        if found is None:
            if len(self._found) > _REMEMBERED:
                self._found.clear()
            found = self._found[line, other] = [
                (number, gains[other], miss) for number, (miss, gains) in enumerate(self.words[line]) if other in gains
            ] or _NOTHING
        return found


class Evidence:
    """What is known of two texts, counted once, for the score of any bead."""

    def __init__(
        self, source: Sequence[Line], target: Sequence[Line], machine: Sequence[Line], relation: Relation
    ) -> None:
        """``machine`` is the source in the target language, line by line, or empty."""
        ours = [list(line.words) for line in source]
        for words, line in zip(ours, machine, strict=False):
            words.extend([MACHINE + word for word in line.words])
        theirs = [list(line.words) for line in target]
        self.sources, self.targets = source, target
        self.in_source = Counterparts(theirs, ours, relation)
        """Of the target's words."""
        self.in_target = Counterparts(ours, theirs, _reversed(relation))
        self._source_lengths = [line.length for line in source]
        self._target_lengths = [line.length for line in target]
        self._source_tears, self._target_tears = _tears(source), _tears(target)
        self._shift = math.log(sum(self._target_lengths, 1) / sum(self._source_lengths, 1))
        self._chance = 0.1 + _log_variance(self._source_lengths) + _log_variance(self._target_lengths)
        self._shapes = {shape: math.log(share) for shape, share in SHAPES.items()}

    def score(self, i: int, j: int, m: int, n: int) -> float:
        """Of the bead of the ``m`` source lines from ``i`` on and the ``n`` target lines from ``j`` on."""
        score = self._shapes[m, n]
        if m:
            score -= self._source_tears[i]
        if n:
            score -= self._target_tears[j]
        if m and n:
            score += self._length(sum(self._source_lengths[i : i + m]), sum(self._target_lengths[j : j + n]))
            score += self.words(i, j, m, n)
            score += _structure(self.sources[i : i + m], self.targets[j : j + n])
        return score

    def words(self, i: int, j: int, m: int, n: int) -> float:
        """What the words alone say of that bead."""
        return 0.5 * (self.in_source.say(j, n, i, m) + self.in_target.say(i, m, j, n))

    def _length(self, source: int, target: int) -> float:
        """Log-ratio of two normal densities of the logarithm of the ratio: of translations, and of any two lines."""
        ratio = math.log(target / source) - self._shift
        variance = _SPREAD + _SPREAD_SHORT / (source + target)
        return 0.5 * (ratio * ratio / self._chance - ratio * ratio / variance + math.log(self._chance / variance))


def _weighed(lines: list[list[str]], others: list[list[str]], relation: Relation) -> list[list[Word]]:
    """What the words of each line say; one that no line of the other text has a counterpart of has no gains.

    Left out is what has counterparts in too many lines to say anything.
    """
    places: defaultdict[str, list[int]] = defaultdict(list)
    for at, words in enumerate(others):
        for word in words:
            places[word].append(at)
    known: dict[str, Word | None] = {}
    for word in {word: None for words in lines for word in words}:
        strengths: dict[int, float] = {}
        for other, strength in relation.get(word, {}).items():
            for at in places.get(other, ()):
                strengths[at] = max(strength, strengths.get(at, 0.0))
        common = len(strengths) > max(_FEW, _COMMON * len(others))
        known[word] = None if common else _weight(strengths, len(others)) if strengths else Word(0.0, {})
    return [[found for word in words if (found := known[word]) is not None] for words in lines]


def _weight(strengths: dict[int, float], count: int) -> Word:
    """A match says the more, the stronger it is and the fewer lines match as well: it is less likely by chance."""
    ordered = sorted(strengths.values(), reverse=True)
    as_strong = {strength: rank for rank, strength in enumerate(ordered, 1)}
    gains = {
        at: strength * math.log((count + _DOUBT) / (as_strong[strength] + 0.1 * _DOUBT))
        for at, strength in strengths.items()
    }
    expected = ordered[0] * _MISS
    miss = math.log((1 - expected) / (1 - expected * len(ordered) / (count + 1)))
    return Word(min(0.0, miss), gains)


def _reversed(relation: Relation) -> Relation:
    turned: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for word, found in relation.items():
        for other, strength in found.items():
            turned[other][word] = strength
    return turned


def _structure(source: Sequence[Line], target: Sequence[Line]) -> float:
    """What the blocks of text say that the bead's lines begin."""
    ours, theirs = source[0].role, target[0].role
    score = -_ACROSS * sum(bool(line.role) for line in (*source[1:], *target[1:]))
    if ours and theirs:
        return score + (_SAME_ROLE if ours == theirs else _OTHER_ROLE)
    return score - _ONE_BEGINS if ours or theirs else score


def _tears(lines: Sequence[Line]) -> list[float]:
    """For each line, what it costs to begin a bead with it: much where it goes on with the sentence before."""
    tears = [0.0] * len(lines)
    for at in range(1, len(lines)):
        before, line = lines[at - 1], lines[at]
        goes_on = before.open_end in (",", ";") or (before.open_end and line.lower)
        if goes_on and not line.role:
            tears[at] = _TORN
    return tears


def _log_variance(lengths: Sequence[int]) -> float:
    logs = [math.log(length) for length in lengths]
    mean = math.fsum(logs) / max(len(logs), 1)
    return math.fsum([(one - mean) ** 2 for one in logs]) / max(len(logs), 1)
