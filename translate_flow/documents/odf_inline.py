"""A paragraph of an OpenDocument as inline content: spans that look alike are joined, needless ones vanish."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from translate_flow.documents.coded import CLOSE, LONE, OPEN, TEXT, Run, build
from translate_flow.documents.model import SourceUnit
from translate_flow.documents.odf import Styles
from translate_flow.documents.xml_tree import Element, Words, decode

_LONE = {
    "text:line-break": "br", "text:tab": "tab", "text:s": "space", "text:note": "note", "text:soft-hyphen": "hyphen",
    "draw:frame": "img", "draw:a": "img", "text:change": "del", "text:ruby": "ruby", "text:soft-page-break": "x",
    "office:annotation": "x", "office:annotation-end": "x", "text:page-number": "ph", "text:page-count": "ph",
    "text:date": "ph", "text:time": "ph", "text:sequence": "ph", "text:chapter": "ph", "text:placeholder": "ph",
    "text:bookmark-ref": "ph", "text:reference-ref": "ph", "text:note-ref": "ph", "text:sequence-ref": "ph",
    "text:variable-get": "ph", "text:user-field-get": "ph", "text:author-name": "ph", "text:word-count": "ph",
    "text:title": "ph", "text:file-name": "ph", "text:database-display": "ph", "text:expression": "ph",
}  # fmt: skip
"""What lone codes are called, by element; others are ``x``. Fields stand for words, so they are ``ph``."""
IDLE = re.compile(r"</?(?:\w+:)?span\b[^<>]*>|\s+")
"""Tags of spans, and blanks: how many there are says nothing."""


class _Tag(NamedTuple):
    """A tag that may be left out where the text changes."""

    start: int
    end: int
    opens: bool


def paragraph_unit(text: str, paragraph: Element, styles: Styles, role: str) -> SourceUnit | None:
    """The unit of a paragraph or heading, if there is text in it."""
    reader = _Reader(text, styles)
    items = _joined(text, list(reader.items(paragraph)))
    unit = build(text, items, role, decode=decode)
    if unit is None or not reader.needless:
        return unit
    start, end = _widened(text, unit, reader.needless)
    inside = [tag for tag in reader.needless if start <= tag.start and tag.end <= end]
    if sum(1 if tag.opens else -1 for tag in inside) == 0:
        return unit._replace(start=start, end=end)
    careful = _Reader(text, styles, careful=True)
    return build(text, _joined(text, list(careful.items(paragraph))), role, decode=decode)


def _widened(text: str, unit: SourceUnit, needless: list[_Tag]) -> tuple[int, int]:
    """The unit's place with the needless tags right before and behind it."""
    start, end = unit.start, unit.end
    for tag in reversed(needless):
        if tag.end <= start and not text[tag.end : start].strip():
            start = tag.start
    for tag in needless:
        if tag.start >= end and not text[end : tag.start].strip():
            end = tag.end
    return start, end


class _Reader:
    """Reads one paragraph; ``careful``, it takes each span for a code."""

    def __init__(self, text: str, styles: Styles, *, careful: bool = False) -> None:
        self._text = text
        self._styles = styles
        self._careful = careful
        self.needless: list[_Tag] = []

    def items(self, element: Element) -> Iterator[Run]:
        """The content of an element."""
        for child in element.children:
            if isinstance(child, Words):
                yield TEXT, "", child.start, child.end, None
            elif child.inner == child.end or child.name not in ("text:span", "text:a", "text:meta"):
                if child.name != "text:span":
                    yield LONE, _LONE.get(child.name, "x"), child.start, child.end, None
            elif child.name == "text:span":
                yield from self._span(child)
            else:
                yield from self._pair("a", child)

    def _span(self, span: Element) -> Iterator[Run]:
        style = self._styles.text(span.attributes.get("text:style-name", ""))
        if style.key or self._careful:
            yield from self._pair(style.code, span)
        else:
            self.needless.append(_Tag(span.start, span.inner, opens=True))
            yield from self.items(span)
            self.needless.append(_Tag(span.inner_end, span.end, opens=False))

    def _pair(self, name: str, element: Element) -> Iterator[Run]:
        yield OPEN, name, element.start, element.inner, None
        yield from self.items(element)
        yield CLOSE, name, element.inner_end, element.end, None


def _joined(text: str, items: list[Run]) -> list[Run]:
    """The items without those ends of spans that are followed by the start of an equal one."""
    kept: list[Run] = []
    opened: list[str] = []
    closed = ""
    for item in items:
        kind, _, start, end, _ = item
        if kind == OPEN:
            tag = text[start:end]
            if kept and kept[-1][0] == CLOSE and kept[-1][3] == start and closed == tag:
                kept.pop()
            else:
                kept.append(item)
            opened.append(tag)
            continue
        if kind == CLOSE:
            closed = opened.pop()
        kept.append(item)
    return kept
