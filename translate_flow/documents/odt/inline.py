"""A paragraph of an OpenDocument as inline content: spans that look alike are joined, needless ones vanish."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from translate_flow.documents import xml_units
from translate_flow.documents.coded import CLOSE, LONE, OPEN, TEXT, Run, build
from translate_flow.documents.model import Piece, SourceUnit
from translate_flow.documents.odt.package import Styles
from translate_flow.documents.xml_tree import Element, Words, decode, escape

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
_NAME = re.compile(r"<([\w:.-]+)")
IDLE = re.compile(r"</?(?:\w+:)?span\b[^<>]*>|\s+")
"""Tags of spans, and blanks: how many there are says nothing."""


class _Tag(NamedTuple):
    """A tag that may be left out where the text changes."""

    start: int
    end: int
    opens: bool


class _Base(NamedTuple):
    """What most of a paragraph looks like, where all of its text is in spans."""

    key: str = ""
    tag: str = ""
    """The start tag of such a span."""


def paragraph_unit(text: str, paragraph: Element, styles: Styles, role: str) -> SourceUnit | None:
    """The unit of a paragraph or heading, if there is text in it; its context is the tag in which its text stands."""
    base = _base(text, paragraph, styles)
    reader = _Reader(text, styles, base.key)
    unit = build(text, _joined(text, list(reader.items(paragraph))), role, decode=decode)
    if unit is None or not reader.needless:
        return unit
    start, end = _widened(text, unit, reader.needless)
    inside = [tag for tag in reader.needless if start <= tag.start and tag.end <= end]
    if sum(1 if tag.opens else -1 for tag in inside) == 0:
        return unit._replace(start=start, end=end, context=base.tag)
    careful = _Reader(text, styles, careful=True)
    return build(text, _joined(text, list(careful.items(paragraph))), role, decode=decode)


def encode(_text: str, unit: SourceUnit, pieces: Sequence[Piece]) -> str:
    """What replaces a paragraph's content: its words escaped, its codes as they are, what is in no pair in the base."""
    if unit.context in (xml_units.WORDS, xml_units.VALUE):
        return xml_units.encode(unit, pieces)
    name = _NAME.match(unit.context)
    begin, end = (unit.context, f"</{name[1]}>") if name else ("", "")
    out: list[str] = []
    depth, within = 0, False
    for piece in pieces:
        wanted = depth == 0 and piece.shape != "open"
        if wanted is not within:
            out.append(begin if wanted else end)
            within = wanted
        depth += {"open": 1, "close": -1}.get(piece.shape, 0)
        out.append(piece.text if piece.markup else escape(piece.text))
    return "".join([*out, end if within else ""])


def _base(text: str, paragraph: Element, styles: Styles) -> _Base:
    lengths: Counter[str] = Counter()
    tags: dict[str, str] = {}
    for child in paragraph.children:
        key = ""
        if isinstance(child, Element):
            if child.name != "text:span":
                continue
            key = styles.text(child.attributes.get("text:style-name", "")).key
        raw = text[child.start : child.end] if isinstance(child, Words) else text[child.inner : child.inner_end]
        if raw.strip() and not key:
            return _Base()
        lengths[key] += len(raw)
        tags.setdefault(key, "" if isinstance(child, Words) else text[child.start : child.inner])
    key = max(lengths, key=lambda key: lengths[key], default="")
    return _Base(key, tags[key]) if key else _Base()


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
    """Reads one paragraph, whose text is in spans that look like ``base``; ``careful``, it takes each for a code."""

    def __init__(self, text: str, styles: Styles, base: str = "", *, careful: bool = False) -> None:
        self._text = text
        self._styles = styles
        self._base = base
        self._careful = careful
        self._depth = 0
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
        if self._careful or style.key not in ("", "" if self._depth else self._base):
            yield from self._pair(style.code, span)
        else:
            self.needless.append(_Tag(span.start, span.inner, opens=True))
            yield from self._inside(span)
            self.needless.append(_Tag(span.inner_end, span.end, opens=False))

    def _pair(self, name: str, element: Element) -> Iterator[Run]:
        """An element as a pair of codes, together with a span that is all of its content."""
        inner = element
        if len(element.children) == 1 and isinstance(only := element.children[0], Element):
            inner = only if only.name == "text:span" and only.inner < only.end else element
        yield OPEN, name, element.start, inner.inner, None
        yield from self._inside(inner)
        yield CLOSE, name, inner.inner_end, element.end, None

    def _inside(self, element: Element) -> Iterator[Run]:
        self._depth += 1
        yield from self.items(element)
        self._depth -= 1


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
