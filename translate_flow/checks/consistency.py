"""Consistency: one source, one target; one quotation, one wording."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from rapidfuzz import fuzz

from translate_flow.checks.model import Article, Pair, Remark
from translate_flow.checks.words import tokens

_QUOTED = re.compile('[“«„"]([^“”«»„"]{20,}?)[”»“"]')
_ALIKE = 88
"""From which likeness on, in percent of letters, two quotations are one."""


def target_differs(pair: Pair, article: Article) -> Iterator[Remark]:
    """One source is translated in two ways in the article, or elsewhere on the desk.

    Fails: en-es | Read more about the harbour | Más sobre el puerto || Read more about the harbour | Lea más del puerto
    Passes: en-es | Read more about the harbour | Más sobre el puerto || Yes | Sí || Yes | Claro
    """
    if not article.source or not pair.target or len(tokens(pair.plain_source)) < 3:
        return
    others = {*article.once(_by_source)[_key(pair.source)], *article.house.targets.get(pair.source, ())}
    others = {other for other in others if _key(other) != _key(pair.target)}
    if others:
        yield Remark(f"elsewhere the same source is “{_short(min(others))}”", (0, len(pair.target)))


def source_differs(pair: Pair, article: Article) -> Iterator[Remark]:
    """Two sources that say different things have the same target.

    Fails: en-es | The harbour opens on Monday | El puerto abre hoy || The harbour opens on Tuesday | El puerto abre hoy
    Passes: en-es | The harbour opens | El puerto abre || The harbour opens. | El puerto abre
    """
    if not article.source or len(tokens(pair.plain_target)) < 3:
        return
    others = {*article.once(_by_target)[_key(pair.target)], *article.house.sources.get(pair.target, ())}
    others = {other for other in others if _key(other) != _key(pair.source)}
    if others:
        yield Remark(f"“{_short(min(others))}” has this target too", (0, len(pair.target)))


def quotation_differs(pair: Pair, article: Article) -> Iterator[Remark]:
    """A quotation that stands twice in the article is worded in two ways.

    Fails: en | “The boats will be back in the spring of next year” || He said:
        “The boats will be back by the spring of next year.”
    Passes: en | “The boats will be back in spring” || He said: “The boats will be back in spring.”
    """
    if pair.role == "comment":
        return
    quotations = article.once(_quotations)
    for text, place in _spoken(pair):
        mine = _key(text)
        for other, where in quotations:
            theirs = _key(other)
            if where == pair.id or mine == theirs or mine in theirs or theirs in mine:
                continue
            if fuzz.ratio(mine, theirs) >= _ALIKE:
                yield Remark(f"elsewhere it is “{_short(other, 90)}”", place)
                return


def _spoken(pair: Pair) -> Iterator[tuple[str, tuple[int, int]]]:
    whole = pair.role in ("pull-quote", "quote", "subheadline")
    text = pair.target_prose
    found = [(match[1], match.span(1)) for match in _QUOTED.finditer(text)]
    if whole and not found and len(text) > 20:
        found = [(text, (0, len(text)))]
    yield from found


def _quotations(article: Article) -> list[tuple[str, str]]:
    return [(text, pair.id) for pair in article.pairs if pair.role != "comment" for text, _ in _spoken(pair)]


def _by_source(article: Article) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for pair in article.pairs:
        if pair.target:
            found[_key(pair.source)].add(pair.target)
    return found


def _by_target(article: Article) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for pair in article.pairs:
        if pair.target:
            found[_key(pair.target)].add(pair.source)
    return found


def _key(text: str) -> str:
    """A text without what does not count: case, marks and spaces at its ends, kinds of quotation marks."""
    return re.sub(r"\s+", " ", re.sub('[“”«»„"]', '"', text)).strip(" .,;:!?…\"'").lower()


def _short(text: str, limit: int = 60) -> str:
    return text if len(text) <= limit else f"{text[:limit].rstrip()}…"
