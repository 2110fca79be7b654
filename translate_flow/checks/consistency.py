"""Consistency: one source, one target; one quotation, one wording."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from rapidfuzz import fuzz

from translate_flow.checks.model import Article, Message, Others, Pair, Remark, needs
from translate_flow.checks.words import tokens

_QUOTED = re.compile('[“«„"]([^“”«»„"]{20,}?)[”»“"]')
_MARK = re.compile("[“”«»„]")
_ONE_MARK = str.maketrans(dict.fromkeys("“”«»„", '"'))
_EDGES = " .,;:!?…\"'"
_ALIKE = 88
"""From which likeness on, in percent of letters, two quotations are one."""


@needs(both=True, where=lambda article: article.once(_targets))
def target_differs(pair: Pair, article: Article) -> Iterator[Remark]:
    """One source is translated in two ways in the article, or elsewhere on the desk.

    Fails: en-es | Read more about the harbour | Más sobre el puerto || Read more about the harbour | Lea más del puerto
    Passes: en-es | Read more about the harbour | Más sobre el puerto || Yes | Sí || Yes | Claro
    """
    others = {other for other in article.once(_targets).get(pair.id, ()) if _key(other) != _key(pair.target)}
    if others and len(tokens(pair.plain_source)) > 2:
        yield Remark(
            Message("elsewhere the same source is “{target}”", target=_short(min(others))), (0, len(pair.target))
        )


@needs(both=True, where=lambda article: article.once(_sources))
def source_differs(pair: Pair, article: Article) -> Iterator[Remark]:
    """Two sources that say different things have the same target.

    Fails: en-es | The harbour opens on Monday | El puerto abre hoy || The harbour opens on Tuesday | El puerto abre hoy
    Passes: en-es | The harbour opens | El puerto abre || The harbour opens. | El puerto abre
    """
    others = {other for other in article.once(_sources).get(pair.id, ()) if _key(other) != _key(pair.source)}
    if others and len(tokens(pair.plain_target)) > 2:
        yield Remark(Message("“{source}” has this target too", source=_short(min(others))), (0, len(pair.target)))


@needs(where=lambda article: len(article.once(_quotations)) > 1)
def quotation_differs(pair: Pair, article: Article) -> Iterator[Remark]:
    """A quotation that stands twice in the article is worded in two ways.

    Fails: en | “The boats will be back in the spring of next year” || He said:
        “The boats will be back by the spring of next year.”
    Passes: en | “The boats will be back in spring” || He said: “The boats will be back in spring.”
    """
    quotations = article.once(_quotations)
    for text, place in quotations.get(pair.id, ()):
        mine = _key(text)
        for where, other in ((where, other) for where, some in quotations.items() for other, _ in some):
            theirs = _key(other)
            if where == pair.id or mine == theirs or mine in theirs or theirs in mine:
                continue
            if fuzz.ratio(mine, theirs) >= _ALIKE:
                yield Remark(Message("elsewhere it is “{text}”", text=_short(other, 90)), place)
                return


def _spoken(pair: Pair) -> Iterator[tuple[str, tuple[int, int]]]:
    whole = pair.role in ("pull-quote", "quote", "subheadline")
    text = pair.target_prose
    found = [(match[1], match.span(1)) for match in _QUOTED.finditer(text)]
    if whole and not found and len(text) > 20:
        found = [(text, (0, len(text)))]
    yield from found


def _quotations(article: Article) -> dict[str, list[tuple[str, tuple[int, int]]]]:
    """The quotations of each pair that has some, readers' comments apart."""
    spoken = ((pair.id, list(_spoken(pair))) for pair in article.pairs if pair.role != "comment")
    return {name: some for name, some in spoken if some}


def _targets(article: Article) -> dict[str, frozenset[str]]:
    """For each pair whose source stands more than once, in the article or on the desk, all its targets."""
    rows = [(pair.source_words, pair.source, pair.target, pair.id) for pair in article.pairs if pair.target]
    return _together(rows, article.house.targets)


def _sources(article: Article) -> dict[str, frozenset[str]]:
    """For each pair whose target stands more than once, in the article or on the desk, all its sources."""
    rows = [(pair.target_words, pair.target, pair.source, pair.id) for pair in article.pairs if pair.target]
    return _together(rows, article.house.sources)


def _together(rows: list[tuple[list[str], str, str, str]], elsewhere: Others | None) -> dict[str, frozenset[str]]:
    """By id, what stands beside a text that occurs more than once; rows of its words, itself, the other, the id."""
    groups: dict[str, dict[str, str]] = defaultdict(dict)
    if len({" ".join(words).lower() for words, _, _, _ in rows}) < len(rows):
        for _, text, other, name in rows:
            groups[_key(text)][name] = other
    here = {name: frozenset(some.values()) for some in groups.values() if len(some) > 1 for name in some}
    known = elsewhere({text for _, text, _, _ in rows}) if elsewhere else {}
    there = {name: known[text] for _, text, _, name in rows if text in known}
    return here | {name: some | here.get(name, frozenset()) for name, some in there.items()}


def _key(text: str) -> str:
    """A text without what does not count: case, marks and spaces at its ends, kinds of quotation marks."""
    return " ".join(text.translate(_ONE_MARK).split() if _MARK.search(text) else text.split()).strip(_EDGES).lower()


def _short(text: str, limit: int = 60) -> str:
    return text if len(text) <= limit else f"{text[:limit].rstrip()}…"
