"""Terms: the glossary's preferred and forbidden ones, and what is not to be translated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from translate_flow.checks.model import Article, Pair, Remark, Term, needs

_BETWEEN = "[ \u00a0-]"


def _terms(article: Article) -> tuple[Term, ...]:
    return article.house.terms


@needs(both=True, where=_terms)
def term_missing(pair: Pair, article: Article) -> Iterator[Remark]:
    """The source has a term of the glossary, the target none of its translations.

    It is found in inflected forms.
    """
    for term, span in _found(pair, article):
        if term.status == "forbidden" or term.do_not_translate:
            continue
        others = [one.target for one in article.house.terms if one.source == term.source and one.status != "forbidden"]
        if not any(occurs(other, pair.target_prose) for other in others):
            yield Remark(f"the glossary has “{term.target}” for “{term.source}”", source=span)


@needs(both=True, where=_terms)
def term_forbidden(pair: Pair, article: Article) -> Iterator[Remark]:
    """The target has a translation that the glossary forbids for a term of the source."""
    for term, span in _found(pair, article):
        place = occurs(term.target, pair.target_prose)
        if term.status == "forbidden" and place:
            right = next(
                (t.target for t in article.house.terms if t.source == term.source and t.status != "forbidden"), ""
            )
            better = f": “{right}”" if right else ""
            yield Remark(f"the glossary forbids “{term.target}” for “{term.source}”{better}", place, span)


@needs(both=True, where=_terms)
def do_not_translate(pair: Pair, article: Article) -> Iterator[Remark]:
    """A name or term that stays as it is has been changed."""
    for term, span in _found(pair, article):
        if term.do_not_translate and term.source not in pair.plain_target:
            yield Remark(f"“{term.source}” is not to be translated", source=span)


def _found(pair: Pair, article: Article) -> Iterator[tuple[Term, tuple[int, int]]]:
    seen: set[tuple[str, str]] = set()
    for term in article.house.terms:
        place = occurs(term.source, pair.source_prose)
        if place and (term.source, term.target) not in seen:
            seen.add((term.source, term.target))
            yield term, place


def occurs(term: str, text: str) -> tuple[int, int] | None:
    """Where a term stands in a text, inflected or not; ``None`` if it does not."""
    found = _pattern(term).search(text)
    return found.span() if found else None


@lru_cache(maxsize=16384)
def _pattern(term: str) -> re.Pattern[str]:
    """Each long word may end in another way: up to three letters more, its last vowel another."""
    words = []
    for word in term.split():
        stem = re.sub(r"(?:[aeo]s?|es|s)$", "", word) if len(word) > 4 and word.islower() else word
        words.append(re.escape(stem) + (r"\w{0,3}" if stem.islower() and len(stem) > 2 else ""))
    flags = 0 if any(word[:1].isupper() for word in term.split()) else re.IGNORECASE
    return re.compile(rf"(?<!\w){_BETWEEN.join(words)}(?!\w)", flags)
