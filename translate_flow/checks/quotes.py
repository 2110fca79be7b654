"""Quotation marks: closed, nested, and those of the language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from translate_flow.checks.locales import style
from translate_flow.checks.model import Article, Pair, Remark, Severity, needs, unit_of

_SIGNS = '«»“”„‟"「」『』'
_MARKS = re.compile(f"[{_SIGNS}]")
_CLOSES = {"“": "”", "«": "»", "„": "“”", "»": "«", "「": "」", "『": "』"}
_STRAIGHT = re.compile(r'"')


@needs(_SIGNS)
def quote_unclosed(pair: Pair, article: Article) -> Iterator[Remark]:
    """A quotation is opened and not closed, or closed and not opened.

    A quotation of several paragraphs may open each of them and close the last one alone.

    Fails: en | “We waited for years, said the pilot.
    Fails: en-es | “We waited,” he said. | «Esperamos, dijo.
    Passes: en | “We waited for years,” said the pilot.
    Passes: en | “We waited for years. || “Now the boats are back,” said the pilot.
    """
    for at, opens in article.once(_unmatched).get(pair.id, ()):
        what = "opens a quotation that is not closed" if opens else "closes a quotation that is not open"
        yield _unless_source(pair, Remark(f"{pair.target[at]} {what}", (at, at + 1)))


def _unmatched(article: Article) -> dict[str, list[tuple[int, bool]]]:
    """Where marks stand alone, by pair: unit by unit, because a quotation may go on over its sentences."""
    found: dict[str, list[tuple[int, bool]]] = {}
    units = [list(group) for _, group in groupby(article.pairs, key=lambda pair: unit_of(pair.id))]
    open_since = ""
    for unit, after in zip(units, [*units[1:], []], strict=True):
        opened, closed = _alone(unit, article.target)
        next_text = after[0].target_prose.lstrip() if after else ""
        if closed and open_since and closed[0][2] in _closers(open_since, article.target):
            closed.pop(0)
            open_since = ""
        if opened and next_text.startswith(opened[0][2]) and next_text[0] not in _closers(opened[0][2], article.target):
            open_since = opened.pop(0)[2]
        for name, at, mark in (*opened, *closed):
            found.setdefault(name, []).append((at, (name, at, mark) in opened))
    return found


def _alone(unit: list[Pair], language: str) -> tuple[list[tuple[str, int, str]], list[tuple[str, int, str]]]:
    """The opening and the closing marks of a unit that have no partner."""
    opened: list[tuple[str, int, str]] = []
    closed: list[tuple[str, int, str]] = []
    for pair in unit:
        text = pair.target_prose
        for match in _MARKS.finditer(text):
            mark, at = match[0], match.start()
            if _measure(text, at):
                continue
            if opened and mark in _closers(opened[-1][2], language):
                opened.pop()
            elif mark == '"' or _opens(mark, language):
                opened.append((pair.id, at, mark))
            else:
                closed.append((pair.id, at, mark))
    return opened, closed


def _unless_source(pair: Pair, remark: Remark) -> Remark:
    """A hint where the source is no better: then it may be meant so."""
    marks = "".join(_MARKS.findall(pair.source_prose))
    opening, closing = (len(re.findall(kind, marks)) for kind in ("[“«„]", "[”»]"))
    return remark._replace(severity=Severity.HINT) if marks.count('"') % 2 or opening != closing else remark


def _measure(text: str, at: int) -> bool:
    """Whether a straight mark stands for inches or seconds."""
    return (
        text[at] in '"”'
        and text[:at][-1:].isdigit()
        and not text[:at].count(text[at]) % 2
        and not re.search("[“«„]", text[:at])
    )


def _opens(mark: str, language: str) -> bool:
    if language in ("de", "da") and mark == "»":
        return True
    if language in ("sv", "fi") and mark in "”»":
        return True
    return mark in "“«„「『"


def _closers(mark: str, language: str) -> str:
    if mark == '"':
        return '"'
    if language in ("sv", "fi") and mark in "”»":
        return mark
    if mark == "«" and language == "de":
        return "»"
    return _CLOSES.get(mark, "")


@needs(_SIGNS)
def quote_style(pair: Pair, article: Article) -> Iterator[Remark]:
    """Quotation marks are not those of the language.

    Fails: en-es | “We waited,” he said. | „Esperamos“, dijo.
    Fails: en-de | “We waited,” he said. | “Wir haben gewartet”, sagte er.
    Passes: en-de | “We waited,” he said. | „Wir haben gewartet“, sagte er.
    Passes: en-es | “We waited,” he said. | «Esperamos», dijo.
    """
    how = style(article.target_language)
    allowed = set("".join((*how.quotes, *how.inner)))
    for found in re.finditer("[«»“”„「」『』]", pair.target_prose):
        if found[0] not in allowed:
            yield Remark(
                f"{found[0]} is no quotation mark of this language: {how.quotes[0][0]}…{how.quotes[0][1]}", found.span()
            )
            return
    if article.target in ("de", "cs", "pl") and (found_ := re.search(r"“[^“”„]*”", pair.target_prose)):
        yield Remark(f"quotation marks of another language: {how.quotes[0][0]}…{how.quotes[0][1]}", found_.span())


@needs(_SIGNS + "‘’'", both=True)
def quote_missing(pair: Pair, _article: Article) -> Iterator[Remark]:
    """The source quotes and the target does not, or the reverse.

    Fails: en-es | “We waited,” said the pilot. | Esperamos, dijo el práctico.
    Passes: en-es | “We waited,” said the pilot. | «Esperamos», dijo el práctico.
    """
    ours, theirs = (_quotations(text) for text in (pair.target_prose, pair.source_prose))
    dialogue = pair.plain_target.lstrip()[:1] in ("—", "–") or pair.plain_source.lstrip()[:1] in ("—", "–")
    if bool(ours) == bool(theirs) or dialogue or (theirs and _MARKS.search(pair.target_prose)):
        return
    if theirs and any(" " in pair.plain_source[start:end] for start, end in theirs):
        yield Remark("the source has a quotation here, the target none", source=theirs[0])
    elif ours:
        yield Remark("the target has a quotation, the source none", ours[0], severity=Severity.HINT)


def _quotations(text: str) -> list[tuple[int, int]]:
    return [found.span() for found in re.finditer("[“«„\"「『‘][^“«„\"「『]+?[”»“\"」』’]", text)
            if not (found[0][0] == "‘" and " " not in found[0])] + [
        found.span() for found in re.finditer(r"(?<!\w)'[^']+'(?!\w)", text)]  # fmt: skip


@needs('"')
def quote_straight(pair: Pair, article: Article) -> Iterator[Remark]:
    """Typewriter's quotation marks in an article that prints typographic ones.

    Fails: en-es | “We waited,” he said. | «Esperamos», dijo. || “And now?” | "¿Y ahora?"
    Passes: en-es | "We waited," he said. | "Esperamos", dijo.
    """
    if '"' not in pair.target_prose or not article.once(_typographic):
        return
    marks = [
        found.start()
        for found in _STRAIGHT.finditer(pair.target_prose)
        if not _measure(pair.target_prose, found.start())
    ]
    how = style(article.target_language).quotes[0]
    for first, last in zip(marks[::2], marks[1::2], strict=False):
        fix = f"{how[0]}{pair.target[first + 1 : last]}{how[1]}" if article.target != "fr" else None
        yield Remark("straight quotation marks", (first, last + 1), fix=fix)


def _typographic(article: Article) -> bool:
    """Whether the article's targets have typographic marks more often than straight ones."""
    text = "".join(pair.target_prose for pair in article.pairs)
    return len(re.findall("[“«„]", text)) >= text.count('"') / 2
