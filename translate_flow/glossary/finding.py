"""Terms in a text, inflected or not: words are compared by their stems (Snowball)."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from translate_flow.glossary.model import Term
from translate_flow.languages import primary

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_ALGORITHMS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "eu": "basque", "fi": "finnish", "fr": "french", "hu": "hungarian", "it": "italian", "nl": "dutch",
    "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip


class Found(NamedTuple):
    """A term where it stands."""

    term: Term
    start: int
    end: int


class Finder:
    """The terms of a glossary, ready to be found in texts of a language."""

    def __init__(self, terms: Iterable[Term], language: str, side: str = "source") -> None:
        """``side`` is the one of each term that is looked for: ``source`` or ``target``."""
        self._stem = stemmer(language)
        self._starts: dict[str, list[tuple[tuple[str, ...], str, Term]]] = defaultdict(list)
        for term in terms:
            text = term.source if side == "source" else term.target
            stems = tuple(self._stem(word) for word in _WORD.findall(text))
            if stems:
                self._starts[stems[0]].append((stems, text, term))
        for some in self._starts.values():
            some.sort(key=lambda one: -len(one[0]))

    def find(self, text: str) -> list[Found]:
        """All terms in a text, in order; of those that begin at one word, the longest."""
        words = [(match[0], *match.span()) for match in _WORD.finditer(text)]
        stems = [self._stem(word) for word, _, _ in words]
        found: list[Found] = []
        at = 0
        while at < len(words):
            size = 0
            for wanted, spelling, term in self._starts.get(stems[at], ()):
                end = at + len(wanted)
                if len(wanted) < size or tuple(stems[at:end]) != wanted:
                    continue
                start, stop = words[at][1], words[end - 1][2]
                if not term.case_sensitive or text[start:stop].startswith(spelling[:1]):
                    found.append(Found(term, start, stop))
                    size = len(wanted)
            at += max(1, size)
        return found


@lru_cache(maxsize=16)
def stemmer(language: str) -> Callable[[str], str]:
    """The function that gives a word's stem, in small letters and without accents."""
    name = _ALGORITHMS.get(primary(language))
    if name is None:
        return _plain
    import snowballstemmer

    stem = snowballstemmer.stemmer(name).stemWord

    @lru_cache(maxsize=32768)
    def stemmed(word: str) -> str:
        return _plain(stem(word.lower().replace("’", "'")))

    return stemmed


def _plain(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c))
