"""Completeness: what is not translated, or only partly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from translate_flow.checks.detection import likeliness
from translate_flow.checks.model import Article, Message, Pair, Remark, needs
from translate_flow.checks.words import MASK, foreign_words, function_words, tokens

_LETTER = re.compile(r"[^\W\d_]")
_SAYS = re.compile(r"\w|[←-⇿+=×÷∞√♥★☆✓✗€$£]")
"""A word, or a sign that stands for one."""
_CLAUSE = re.compile(r"[^\s.,;:!?()«»“”\"…—–\[\]][^.,;:!?()«»“”\"…—–\[\]]+")
_SURE = 0.8
_LONG_ENOUGH = 4
"""Words from which on equal texts are hardly a coincidence, and a run of them is in one language."""


def untranslated(pair: Pair, article: Article) -> Iterator[Remark]:
    """There is no target yet.

    Fails: en-es | The harbour reopens. |
    Passes: en-es | The harbour reopens. | Reabre el puerto.
    """
    if article.source and pair.source.strip() and not pair.target:
        yield Remark(Message("not translated"))


@needs(both=True)
def empty(pair: Pair, _article: Article) -> Iterator[Remark]:
    """The target has nothing but white space or codes.

    Fails: en-es | The harbour reopens. | …
    Passes: en-es | The harbour reopens. | Reabre el puerto.
    """
    if not _SAYS.search(pair.plain_target) and _LETTER.search(pair.plain_source):
        yield Remark(Message("the target has no words"), (0, len(pair.target)))


@needs(both=True)
def same_as_source(pair: Pair, article: Article) -> Iterator[Remark]:
    """The target is the source, although it has words that are no names, numbers or addresses.

    Fails: en-es | The harbour opened at nine. | The harbour opened at nine.
    Passes: en-es | Radio Faro 98.7 FM | Radio Faro 98.7 FM
    """
    if pair.target.strip() != pair.source.strip():
        return
    words = tokens(pair.source_prose)
    common = function_words(article.source)
    plain = {word for word in pair.source_words if word.isalpha() and word.islower()}
    if (any(word.lower() in common for word in words) and len(plain) > 1) or len(plain) >= _LONG_ENOUGH:
        yield Remark(Message("the target is the same as the source"), (0, len(pair.target)))


@needs(both=True, where=lambda article: foreign_words(article.source, article.target))
def source_language(pair: Pair, article: Article) -> Iterator[Remark]:
    """Part of the target is still in the source's language.

    Fails: en-es | The ferry left at nine and nobody was on board. | El ferry salió a las nueve and nobody was on board.
    Fails: en-es | The ferry left at nine and nobody was on board. | El ferry salió a las nueve, and no one was in it.
    Passes: en-es | The ferry left at nine. | El ferry salió a las nueve.
    """
    foreign = foreign_words(article.source, article.target)
    if foreign.isdisjoint(map(str.lower, pair.target_words)) or pair.target.strip() == pair.source.strip():
        return
    if run := _copied(pair, foreign) or _foreign_clause(pair, article):
        yield Remark(Message("this is still in the source’s language"), run)


def _foreign_clause(pair: Pair, article: Article) -> tuple[int, int] | None:
    """The first clause whose small words, and then its letters, are those of the source's language."""
    foreign, native = foreign_words(article.source, article.target), foreign_words(article.target, article.source)
    for clause in _CLAUSE.finditer(pair.target_prose):
        words = tokens(clause[0])
        small = [word.lower() for word in words if word.islower()]
        doubt = sum(word in foreign for word in small) > 2 * sum(word in native for word in small)
        if doubt and len(small) >= _LONG_ENOUGH and len(small) * 2 > len(words):
            told = not _quoted(pair.plain_target, clause.start()) and MASK not in clause[0]
            if told and likeliness(" ".join(small), article.source, article.target) >= _SURE:
                return clause.span()
    return None


def _copied(pair: Pair, foreign: frozenset[str]) -> tuple[int, int] | None:
    """The longest run of the source's words that the target has too and that is in the source's language alone."""
    there = set(_fours([word.lower() for word in tokens(pair.source_prose)]))
    target = list(_words(pair.target_prose))
    best: tuple[int, int] | None = None
    for shared, group in groupby(enumerate(_fours([word for word, _, _ in target])), key=lambda one: one[1] in there):
        places = [place for place, _ in group] if shared else []
        run = target[places[0] : places[-1] + _LONG_ENOUGH] if places else []
        told = not foreign.isdisjoint(word for word, _, _ in run)
        named = sum(pair.plain_target[start].isupper() for _, start, _ in run)
        if told and named * 2 <= len(run) and not _quoted(pair.plain_target, run[0][1]):
            span = run[0][1], run[-1][2]
            best = span if best is None or span[1] - span[0] > best[1] - best[0] else best
    return best


def _fours(words: list[str]) -> Iterator[tuple[str, ...]]:
    """All runs of ``_LONG_ENOUGH`` words."""
    return zip(*(words[start:] for start in range(_LONG_ENOUGH)), strict=False)


def _quoted(text: str, start: int) -> bool:
    """Whether a run is a title or quotation, which may stay as it is."""
    return text[max(0, start - 2) : start].strip()[-1:] in tuple("“«‘\"„'(*_")


def _words(text: str) -> Iterator[tuple[str, int, int]]:
    for found in re.finditer(r"[^\W\d_]+(?:['’][^\W\d_]+)*", text):
        yield found[0].lower(), *found.span()
