"""Quotation marks: closed, nested, and those of the language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from translate_flow.checks.locales import style
from translate_flow.checks.model import Article, Message, Pair, Remark, Severity, needs

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
    for at, opens in article.once(_in_targets).get(pair.id, ()):
        closes = Message("{mark} closes a quotation that is not open")
        what = Message("{mark} opens a quotation that is not closed") if opens else closes
        severity = Severity.HINT if pair.id in article.once(_in_sources) else None  # then it may be meant so
        yield Remark(Message(what, mark=pair.target[at]), (at, at + 1), severity=severity)


class Mark(NamedTuple):
    """A quotation mark where it stands."""

    pair: str
    at: int
    sign: str


def _in_targets(article: Article) -> dict[str, list[tuple[int, bool]]]:
    """Where marks stand alone in targets, by pair, and whether they open."""
    return _unmatched([[(pair.id, pair.target_prose) for pair in unit] for unit in article.units], article.target)


def _in_sources(article: Article) -> dict[str, list[tuple[int, bool]]]:
    """The same in sources."""
    return _unmatched([[(pair.id, pair.source_prose) for pair in unit] for unit in article.units], article.source)


def _unmatched(units: list[list[tuple[str, str]]], language: str) -> dict[str, list[tuple[int, bool]]]:
    """Where marks stand alone, unit by unit, because a quotation may go on over its sentences.

    It may also go on over units, each of which then begins with a mark: the opening one, or in Spanish the closing one.
    """
    found: dict[str, list[tuple[int, bool]]] = {}
    since = ""
    for unit, after in zip(units, [*units[1:], []], strict=True):
        opened, closed = _alone(unit, language) if since or any(_MARKS.search(text) for _, text in unit) else ([], [])
        if since and closed and closed[0].at == 0 and closed[0].pair == unit[0][0]:
            closed.pop(0)
        if since and closed and closed[0].sign in _closers(since, language):
            closed.pop(0)
        first = after[0][1].lstrip()[:1] if after else ""
        goes_on = (
            opened and opened[0].sign != '"' and first and first in opened[0].sign + _closers(opened[0].sign, language)
        )
        since = opened.pop(0).sign if goes_on else ""
        for mark in (*opened, *closed):
            found.setdefault(mark.pair, []).append((mark.at, mark in opened))
    return found


def _alone(unit: list[tuple[str, str]], language: str) -> tuple[list[Mark], list[Mark]]:
    """The opening and the closing marks of a unit that have no partner."""
    opened: list[Mark] = []
    closed: list[Mark] = []
    for name, text in unit:
        for match in _MARKS.finditer(text):
            mark = Mark(name, match.start(), match[0])
            if _measure(text, mark.at):
                continue
            if opened and mark.sign in _closers(opened[-1].sign, language):
                opened.pop()
            elif mark.sign == '"' or _opens(mark.sign, language):
                opened.append(mark)
            else:
                closed.append(mark)
    return opened, closed


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
    marks = f"{how.quotes[0][0]}…{how.quotes[0][1]}"
    for found in re.finditer("[«»“”„「」『』]", pair.target_prose):
        if found[0] not in allowed:
            what = Message("{mark} is no quotation mark of this language: {marks}", mark=found[0], marks=marks)
            yield Remark(what, found.span())
            return
    if article.target in ("de", "cs", "pl") and (found_ := re.search(r"“[^“”„]*”", pair.target_prose)):
        yield Remark(Message("quotation marks of another language: {marks}", marks=marks), found_.span())


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
        yield Remark(Message("the source has a quotation here, the target none"), source=theirs[0])
    elif ours:
        yield Remark(Message("the target has a quotation, the source none"), ours[0], severity=Severity.HINT)


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
        yield Remark(Message("straight quotation marks"), (first, last + 1), fix=fix)


def _typographic(article: Article) -> bool:
    """Whether the article's targets have typographic marks more often than straight ones."""
    text = "".join(pair.target_prose for pair in article.pairs)
    return len(re.findall("[“«„]", text)) >= text.count('"') / 2
