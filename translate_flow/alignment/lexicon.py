"""Which words of two languages may translate each other, and how surely: by their letters, or learnt from pairs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from translate_flow.alignment.words import Line, stem

Relation = dict[str, dict[str, float]]
"""Target word to source words with a strength between 0 and 1: about how often one stands where the other does."""

MACHINE = "="
"""What words of a machine translation start with, so that they are none of the source."""

_SAME = 0.9
_SAME_SHORT = 0.6
_LIKE = 0.6
"""Least similarity of cognates: normalised Levenshtein similarity."""
_REPEATED, _REPEATED_STEM = 0.7, 0.56
LEAST_PAIRS = 3
"""In which two words must stand together before they count as translations."""
_LEAST_DICE = 0.2


def cognates(source: Sequence[Line], target: Sequence[Line]) -> Relation:
    """Words of like spelling: names, numbers, and cognates that share their first three letters.

    Simard, Foster & Isabelle (1992), "Using Cognates to Align Sentences in Bilingual Corpora"; likeness is graded
    here instead of their four letters in common.
    """
    from rapidfuzz.distance.Levenshtein import normalized_similarity

    sources = _vocabulary(source)
    by_start: defaultdict[str, list[str]] = defaultdict(list)
    for word in sources:
        if len(word) >= 4 and not word[0].isdigit():
            by_start[_root(word)[:3]].append(word)
    relation: Relation = {}
    for word in _vocabulary(target):
        found: dict[str, float] = {}
        if len(word) >= 4 and not word[0].isdigit():
            root = _root(word)
            for other in by_start.get(root[:3], ()):
                likeness = normalized_similarity(root, _root(other), score_cutoff=_LIKE)
                if likeness:
                    found[other] = _SAME * likeness
        if word in sources:
            found[word] = _SAME if len(word) >= 4 or word[0].isdigit() else _SAME_SHORT
        if found:
            relation[word] = found
    return relation


def repeated(machine: Sequence[Line], target: Sequence[Line]) -> Relation:
    """Words that the machine's translation and the target may have in common: the same, or of the same stem."""
    by_stem: defaultdict[str, list[str]] = defaultdict(list)
    for word in _vocabulary(machine):
        by_stem[stem(word)].append(word)
    return {
        word: {MACHINE + other: _REPEATED if other == word else _REPEATED_STEM for other in by_stem[stem(word)]}
        for word in _vocabulary(target)
        if stem(word) in by_stem
    }


def learnt(
    pairs: Iterable[tuple[Line, Line]], source: Sequence[Line], target: Sequence[Line], *, least: int = 1
) -> Relation:
    """Words whose stems stand in the same translated pairs again and again, by Dice's coefficient.

    Only stems in ``least`` lines of ``source`` or ``target`` are counted, so that large memories and texts cost little.
    """
    ours, theirs = _by_stem(source, least), _by_stem(target, least)
    in_source: Counter[str] = Counter()
    in_target: Counter[str] = Counter()
    in_both: Counter[tuple[str, str]] = Counter()
    for one, other in pairs:
        left = {root for word in one.words if (root := stem(word)) in ours}
        right = {root for word in other.words if (root := stem(word)) in theirs}
        in_source.update(left)
        in_target.update(right)
        in_both.update([(a, b) for a in left for b in right])
    relation: Relation = {}
    for (a, b), count in in_both.items():
        strength = 2 * count / (in_source[a] + in_target[b])
        if count >= LEAST_PAIRS and strength >= _LEAST_DICE:
            for word in theirs[b]:
                relation.setdefault(word, {}).update(dict.fromkeys(ours[a], strength))
    return relation


def stronger(one: Relation, other: Relation) -> Relation:
    """Both relations in one; the stronger counts where both know a pair."""
    joined = {word: dict(found) for word, found in one.items()}
    for word, found in other.items():
        known = joined.setdefault(word, {})
        for related, strength in found.items():
            known[related] = max(strength, known.get(related, 0.0))
    return joined


def _vocabulary(lines: Sequence[Line]) -> dict[str, None]:
    """All words in order of appearance: a set would make results depend on the run."""
    return dict.fromkeys([word for line in lines for word in line.words])


def _by_stem(lines: Sequence[Line], least: int) -> dict[str, list[str]]:
    """The words of each stem that stands in ``least`` lines."""
    counts = Counter([root for line in lines for root in {stem(word) for word in line.words}])
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word in _vocabulary(lines):
        if counts[root := stem(word)] >= least:
            found[root].append(word)
    return dict(found)


def _root(word: str) -> str:
    """The word without the ``e`` that Romance languages put before s and consonant: ``especial``, ``special``."""
    return word[1:] if word[:2] == "es" and word[2:3] not in "aeiou" else word
