"""Links: addresses, anchors and footnotes of the source are in the target."""

from __future__ import annotations

import re
from collections.abc import Iterator

from translate_flow.checks.model import Article, Message, Pair, Remark, Severity, needs

_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"”»)\]]*[^\s<>\"”»)\].,;:!?…'’]")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_HANDLE = re.compile(r"(?<![\w@#/.])[@#][A-Za-z_]\w+")
_FOOTNOTE = re.compile(r"\[\^?\d+\]|[¹²³⁴⁵⁶⁷⁸⁹⁰]+|(?<=\w)\*{1,3}(?=[\s.,;]|$)")


@needs("/.", both=True)
def url(pair: Pair, article: Article) -> Iterator[Remark]:
    """An address of the web is missing or changed. One of the target's language is a hint: it may be meant so.

    Fails: en-es | See https://faro.example/en/boats. | Véase https://faro.example/boats.
    Passes: en-es | See https://faro.example/boats. | Véase https://faro.example/boats.
    """
    if "://" in pair.source or "www." in pair.source:
        for remark in _lost(_URL, Message("the address {text} is missing"), pair):
            there = pair.target[slice(*remark.target)] if remark.target else ""
            local = re.search(rf"(?<![^\W_]){article.target}(?![^\W_])", there)
            yield remark._replace(fix=None, severity=Severity.HINT) if local else remark


@needs("@", both=True)
def address(pair: Pair, _article: Article) -> Iterator[Remark]:
    """An e-mail address is missing or changed.

    Fails: en-es | Write to desk@faro.example today. | Escriba a mesa@faro.example hoy.
    Passes: en-es | Write to desk@faro.example today. | Escriba hoy a desk@faro.example.
    """
    yield from _lost(_MAIL, Message("the address {text} is missing"), pair)


@needs("@#", both=True)
def handle(pair: Pair, _article: Article) -> Iterator[Remark]:
    """A handle or hashtag is missing or changed.

    Fails: en-es | Follow @faroclaro now. | Siga a @faro ahora.
    Passes: en-es | Follow @faroclaro now. | Siga ahora a @faroclaro.
    """
    yield from _lost(_HANDLE, Message("the handle {text} is missing"), pair)


@needs("[*¹²³⁴⁵⁶⁷⁸⁹⁰", both=True)
def footnote(pair: Pair, _article: Article) -> Iterator[Remark]:
    """The mark of a footnote is missing.

    Fails: en-es | The harbour reopened.[1] | El puerto reabrió.
    Passes: en-es | The harbour reopened.[1] | El puerto reabrió.[1]
    """
    if pair.plain_source.count("*") < 2:
        yield from _lost(_FOOTNOTE, Message("the footnote {text} is missing"), pair)


def _lost(pattern: re.Pattern[str], what: Message, pair: Pair) -> Iterator[Remark]:
    there = [found[0] for found in pattern.finditer(pair.plain_target)]
    for found in pattern.finditer(pair.plain_source):
        if found[0] not in there and found[0] not in pair.plain_target:
            other = next((one for one in there if one not in pair.plain_source), None)
            place = pair.plain_target.find(other) if other else -1
            span = (place, place + len(other)) if other and place >= 0 else None
            yield Remark(Message(what, text=found[0]), span, found.span(), fix=found[0] if span else None)
