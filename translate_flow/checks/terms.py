"""Terms: the glossary's preferred and forbidden ones, and what is not to be translated."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from translate_flow.checks.model import Article, Find, FinderOf, Message, Pair, Remark, Span, Term, needs


class Sought(NamedTuple):
    """A term of the source, with its translations."""

    text: str
    place: Span
    allowed: tuple[Term, ...]
    forbidden: tuple[Term, ...]
    kept: bool
    """Whether it is not to be translated."""


def _terms(article: Article) -> object:
    return article.house.finder and article.house.terms


@needs(both=True, where=_terms)
def term_missing(pair: Pair, article: Article) -> Iterator[Remark]:
    """The source has a term of the glossary, the target none of its translations.

    It is found in inflected forms.
    """
    for sought in _sought(pair, article):
        if sought.allowed and not sought.kept and not _place(sought.allowed + sought.forbidden, pair, article):
            yield Remark(
                Message(
                    "the glossary has “{target}” for “{source}”", target=sought.allowed[0].target, source=sought.text
                ),
                source=sought.place,
            )


@needs(both=True, where=_terms)
def term_forbidden(pair: Pair, article: Article) -> Iterator[Remark]:
    """The target has a translation that the glossary forbids for a term of the source."""
    for sought in _sought(pair, article):
        for term in sought.forbidden:
            if place := _place((term,), pair, article):
                better = sought.allowed[0].target if sought.allowed else ""
                plain = Message("the glossary forbids “{target}” for “{source}”")
                what = Message("the glossary forbids “{target}” for “{source}”: “{better}”") if better else plain
                yield Remark(Message(what, target=term.target, source=sought.text, better=better), place, sought.place)


@needs(both=True, where=_terms)
def do_not_translate(pair: Pair, article: Article) -> Iterator[Remark]:
    """A name or term that stays as it is has been changed; it may stand as in the source: in capitals, inflected."""
    for sought in _sought(pair, article):
        written = pair.source_prose[slice(*sought.place)]
        if sought.kept and sought.text not in pair.plain_target and written not in pair.plain_target:
            yield Remark(Message("“{text}” is not to be translated", text=sought.text), source=sought.place)


def _sought(pair: Pair, article: Article) -> Iterator[Sought]:
    """The glossary's terms in the source, each once."""
    by_source = article.once(_by_source)
    seen: set[str] = set()
    for found in article.once(_source_finder)(pair.source_prose):
        text = found.term.source
        if text in seen or _lowered(text, pair.source_prose[found.start : found.end]):
            continue
        seen.add(text)
        group = by_source[text]
        allowed, forbidden = (
            tuple(term for term in group if (term.status == "forbidden") is wrong) for wrong in (False, True)
        )
        kept = any(term.do_not_translate for term in group)
        yield Sought(text, (found.start, found.end), allowed, forbidden, kept)


def _place(terms: tuple[Term, ...], pair: Pair, article: Article) -> Span | None:
    """Where the first translation of some terms stands in the target; ``None`` if there is none."""
    finder = article.house.finder
    found = _finder(finder, terms, article.target_language)(pair.target_prose) if finder else ()
    places = ((one.start, one.end) for one in found if not _lowered(one.term.target, pair.target_prose[one.start :]))
    return next(places, None)


def _lowered(term: str, text: str) -> bool:
    """Whether a name is only a word here: ``el faro`` is not ``El Faro``."""
    return term[:1].isupper() and text[:1].islower()


def _source_finder(article: Article) -> Find:
    finder = article.house.finder
    return finder(article.house.terms, article.source_language, "source") if finder else lambda _text: ()


@lru_cache(maxsize=4096)
def _finder(finder: FinderOf, terms: tuple[Term, ...], language: str) -> Find:
    return finder(terms, language, "target")


def _by_source(article: Article) -> dict[str, tuple[Term, ...]]:
    groups: dict[str, tuple[Term, ...]] = {}
    for term in article.house.terms:
        groups[term.source] = (*groups.get(term.source, ()), term)
    return groups
