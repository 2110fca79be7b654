"""How alike two sources are, in the points that CAT tools print.

The formula is that of OmegaT (its manual, "Fuzzy matches"): the Levenshtein distance of tokens over the number of the
longer text's tokens, three times: of stems, of words, and of all tokens, numbers, codes and punctuation included.
Points are the mean of the three. 100 is for equal texts alone; 101 for those whose neighbours are equal too.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

IN_CONTEXT, EXACT = 101, 100
CASE, NUMBER, CODE, PUNCTUATION = 1, 2, 2, 1
"""Points that are taken off at most-alike texts for what still differs: 98 says that only a number does."""
_TOKEN = re.compile(r"</?[a-z]+[0-9]+/?>|\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\w\s]|_")
_WORD = re.compile(r"[^\W\d_]")
_NUMBER = re.compile(r"\d")


def score(text: str, other: str, *, in_context: bool = False) -> int:
    """Points from 0 to 101 for two sources of one language."""
    if text == other:
        return IN_CONTEXT if in_context else EXACT
    ours, theirs = tokens(text), tokens(other)
    if [one.lower() for one in ours] == [one.lower() for one in theirs]:
        return EXACT - CASE
    if off := _trivial(ours, theirs):
        return EXACT - off
    words = [_words(some) for some in (ours, theirs)]
    stems = [[_stem(word) for word in some] for some in words]
    percents = (_alike(*stems), _alike(*words), _alike([t.lower() for t in ours], [t.lower() for t in theirs]))
    return min(EXACT - 1, int(sum(percents) / 3))


def _trivial(ours: tuple[str, ...], theirs: tuple[str, ...]) -> int:
    """What is taken off for texts that differ in numbers, codes, final marks or case alone; 0 if more differs."""
    off = 0
    marks = [one for one in (ours[-1:], theirs[-1:]) if one and not re.match(r"[\w<]", one[0])]
    if ours[-1:] != theirs[-1:] and marks:
        off += PUNCTUATION
        ours, theirs = (some[:-1] if some[-1:] in marks else some for some in (ours, theirs))
    if len(ours) != len(theirs):
        plain = [tuple(one for one in some if not one.startswith("<") or len(one) < 3) for some in (ours, theirs)]
        if plain[0] != plain[1]:
            return 0
        return off + CODE
    for one, other in zip(ours, theirs, strict=True):
        if one == other:
            continue
        if _NUMBER.match(one) and _NUMBER.match(other):
            off += NUMBER
        elif one.startswith("<") and other.startswith("<"):
            off += CODE
        elif one.lower() == other.lower():
            off += CASE
        else:
            return 0
    return min(off, 15)


def _words(some: tuple[str, ...]) -> list[str]:
    return [one.lower() for one in some if _WORD.match(one)]


def _alike(ours: list[str], theirs: list[str]) -> float:
    if not ours and not theirs:
        return 100.0
    return 100 * Levenshtein.normalized_similarity(ours, theirs)


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[str, ...]:
    """Words, numbers, codes and marks."""
    return tuple(_TOKEN.findall(text))


def _stem(word: str) -> str:
    """A word without what inflects it, in any language: its first letters."""
    return word if len(word) < 5 else word[: max(4, len(word) - 3)]
