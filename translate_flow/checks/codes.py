"""Inline codes: each of the source's once in the target, in its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from translate_flow.bitext import TAG
from translate_flow.checks.model import Article, Message, Pair, Remark, needs


def _tags(text: str, pair: Pair) -> list[tuple[str, int, int]]:
    if "<" not in text or not pair.codes:
        return []
    known = {code.id for code in pair.codes}
    return [(found[0], *found.span()) for found in TAG.finditer(text) if found[2] in known]


@needs("<", both=True)
def code_missing(pair: Pair, _article: Article) -> Iterator[Remark]:
    """A code of the source is not in the target.

    Fails: en-es | The <em1>old</em1> harbour | El puerto <em1>viejo
    Passes: en-es | The <em1>old</em1> harbour | El <em1>viejo</em1> puerto
    """
    there = Counter(tag for tag, _, _ in _tags(pair.target, pair))
    for tag, start, end in _tags(pair.source, pair):
        if there[tag]:
            there[tag] -= 1
        else:
            yield Remark(Message("the code {code} is missing", code=tag), source=(start, end))


@needs("<", both=True)
def code_added(pair: Pair, _article: Article) -> Iterator[Remark]:
    """The target has a code that the source has not, or has it once too often.

    Fails: en-es | The <em1>old</em1> harbour | El <em1><em1>viejo</em1> puerto
    Passes: en-es | The <em1>old</em1> harbour | El <em1>viejo</em1> puerto
    """
    left = Counter(tag for tag, _, _ in _tags(pair.source, pair))
    for tag, start, end in _tags(pair.target, pair):
        if left[tag]:
            left[tag] -= 1
        else:
            yield Remark(Message("the source has no such code {code} here", code=tag), (start, end))


@needs("<", both=True)
def code_crossed(pair: Pair, _article: Article) -> Iterator[Remark]:
    """A code closes before it opens, or two cross each other.

    Fails: en-es | <a1>Old <em2>harbour</em2></a1> | <a1>Viejo <em2>puerto</a1></em2>
    Passes: en-es | <a1>Old <em2>harbour</em2></a1> | <em2>Puerto</em2> <a1>viejo</a1>
    """
    halves = {tag for tag, _, _ in _crossings(pair.source, pair)}
    for tag, start, end in _crossings(pair.target, pair):
        if tag not in halves:
            yield Remark(Message("{code} closes what is not open here", code=tag), (start, end))


def _crossings(text: str, pair: Pair) -> Iterator[tuple[str, int, int]]:
    opened: list[str] = []
    for tag, start, end in _tags(text, pair):
        name = tag.strip("</>")
        if tag.endswith("/>"):
            continue
        if not tag.startswith("</"):
            opened.append(name)
        elif opened and opened[-1] == name:
            opened.pop()
        else:
            yield tag, start, end
            if name in opened:
                opened.remove(name)


@needs("<", both=True)
def code_spaced(pair: Pair, article: Article) -> Iterator[Remark]:
    """A code has white space inside that the source has not, or lacks the space that the source has around it.

    Fails: en-es | The <a1>old harbour</a1> opens. | Abre el<a1>viejo puerto</a1>.
    Passes: en-es | The <a1>old harbour</a1> opens. | Abre el <a1>viejo puerto</a1>.
    """
    if article.target in ("zh", "ja", "th"):
        return
    text = pair.target
    for tag, start, end in _tags(text, pair):
        before, after = text[:start][-1:], text[end:][:1]
        if tag.endswith("/>"):
            continue
        if tag.startswith("</") and after.isalpha() and before.isalpha() and not _inside_word(pair, tag):
            yield Remark(Message("no space after {mark}", mark=tag), (start, end))
        elif not tag.startswith("</") and before.isalpha() and after.isalpha() and not _inside_word(pair, tag):
            yield Remark(Message("no space before {mark}", mark=tag), (start, end))


def _inside_word(pair: Pair, tag: str) -> bool:
    """Whether the source has the code inside a word too."""
    return any(
        pair.source[:start][-1:].isalpha() and pair.source[end:][:1].isalpha()
        for one, start, end in _tags(pair.source, pair) if one == tag
    )  # fmt: skip
