"""What of a sentence can be compared across languages: its words without case and accents, its numbers, its length."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(r"\d+(?:[.,\u00a0\u202f]\d+)*|[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]|[^\W\d_]+")
_CLOSING = "\"'”’»)]› \t\u00a0"
_STEM = 5


class Line(NamedTuple):
    """A sentence, ready for comparison."""

    length: int
    """Letters and digits; at least 1."""
    words: tuple[str, ...]
    """Folded words and numbers, each once, in order."""
    open_end: str = ""
    """``,`` or ``;`` where it ends so, ``…`` where it ends in a letter: the sentence may go on in the next line."""
    lower: bool = False
    """Whether it starts with a small letter: it may go on from the line before."""
    role: str = ""
    """Where it is the first of a block of text: the block's role, such as ``headline``."""


def read_line(text: str, role: str = "") -> Line:
    """Take a sentence apart; an empty one has no words."""
    words = dict.fromkeys([folded for word in _WORD.findall(text) if (folded := fold(word))])
    last = text.rstrip(_CLOSING)[-1:]
    open_end = last if last in (",", ";") else "…" if last.isalpha() else ""
    first = next((character for character in text if character.isalpha()), "")
    return Line(max(1, sum(map(str.isalnum, text))), tuple(words), open_end, first.islower(), role)


@lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """A word without case and accents; a number's digits alone, because languages separate them differently."""
    if word[0].isdecimal():
        return "".join([str(unicodedata.decimal(digit)) for digit in word if digit.isdecimal()])
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join([character for character in decomposed if not unicodedata.combining(character)])


def stem(word: str) -> str:
    """The first letters of a folded word, which its inflected forms usually share; a number whole."""
    return word if word[0].isdigit() else word[:_STEM]
