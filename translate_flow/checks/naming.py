"""Names in texts: where they stand, what variants of one have in common, and how a desk usually writes them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

_CAPITAL = r"[A-ZÀ-ÖØ-ÞĀ-Ž](?:[\w’'\-]*\w)?"
RUN = re.compile(rf"(?<![\w’'\-]){_CAPITAL}(?:[ \u00a0]{_CAPITAL})*")
"""A run of capitalised words."""
_PART = re.compile(r"[^ \u00a0]+")
_LONGEST = 4
_ARTICLES = 3
"""Articles that must have a form before it is the usual one."""
_SHARE = 0.75
"""Of the articles that have a name, how many must have it in one form."""


class FullName(NamedTuple):
    """A name of two words or more."""

    words: tuple[str, ...]

    @property
    def skeleton(self) -> str:
        """What its variants share."""
        return " ".join(map(skeleton, self.words))


def full_names(text: str) -> Iterator[FullName]:
    """All runs of two to four capitalised words of a text, also those inside longer ones; no abbreviations."""
    for run in RUN.finditer(text):
        words = [*map(bare, _PART.findall(run[0]))]
        for first in range(len(words)):
            for end in range(first + 2, min(len(words), first + _LONGEST) + 1):
                name = FullName(tuple(words[first:end]))
                if not any(map(str.isupper, name.words)):
                    yield name


def usual(articles: Mapping[FullName, int], certain: Iterable[str] = ()) -> dict[str, str]:
    """By skeleton, the form that is ``certain`` or that most articles have; names by the number of articles."""
    groups: dict[str, Counter[FullName]] = defaultdict(Counter)
    for name, count in articles.items():
        groups[name.skeleton][name] = count
    agreed = {shape: " ".join(forms.most_common(1)[0][0].words) for shape, forms in groups.items() if _agreed(forms)}
    return agreed | {one.skeleton: " ".join(one.words) for name in certain for one in full_names(name)}


def _agreed(forms: Counter[FullName]) -> bool:
    most = max(forms.values())
    return most >= _ARTICLES and most >= _SHARE * forms.total()


@lru_cache(maxsize=16384)
def bare(word: str) -> str:
    """A word without its genitive's ending."""
    return word.removesuffix("s").rstrip("’'") if word.endswith(("’s", "'s", "’", "'")) else word


def same_name(word: str, other: str) -> bool:
    """Whether two words of one skeleton are one name: inflected forms are not, nor is another use of capitals."""
    a, b = plain(word), plain(other)
    if a == b:
        return word.lower() != other.lower()
    shorter, longer = sorted((a, b), key=len)
    return not (longer.startswith(shorter) and longer[len(shorter) :] in ("s", "es", "e", "n", "a", "o"))


def plain(word: str) -> str:
    """The word in lower case without accents."""
    if word.isascii():
        return word.lower()
    return "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c))


def accents(word: str) -> int:
    """How many letters have accents."""
    return sum(bool(unicodedata.combining(c)) for c in unicodedata.normalize("NFD", word))


@lru_cache(maxsize=16384)
def skeleton(word: str) -> str:
    """What variants of a name share: no accents, no doubled letters, one letter for sounds that are written in several.

    Transliterations differ most in ``y``, ``i``, ``j``; ``u``, ``ou``; ``kh``, ``h``, ``j``; ``e``, ``ie``, ``ye``;
    ``v``, ``w``, ``b`` is not among them, for López and Lóvez are two.
    """
    text = plain(word)
    text = re.sub(r"gu(?=[ei])", "g", text) if len(text) > 5 else text
    text = re.sub(r"ye|ie", "e", text).replace("ou", "u").replace("kh", "h").replace("dzh", "j").replace("zh", "j")
    text = re.sub(r"[yj]", "i", text).replace("w", "v").replace("ph", "f").replace("ck", "k")
    return re.sub(r"(.)\1+", r"\1", text)
