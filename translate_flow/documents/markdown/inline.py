"""Inline Markdown: parser events to the items of a unit, and the units inside links, images and raw tags."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from typing import Any

from translate_flow.documents import html
from translate_flow.documents.coded import CLOSE, LONE, OPEN, TEXT, Run, build
from translate_flow.documents.html.roles import BREAK, CODE_NAMES, ELEMENTS, SEALED, VOID
from translate_flow.documents.html.roles import LONE as LONE_ELEMENT
from translate_flow.documents.markdown.mask import Hole
from translate_flow.documents.markdown.text import INLINE, TITLE, decode
from translate_flow.documents.model import SourceUnit

_DESTINATION = r"[ \t\r\n]*(?:<(?:[^<>\\\r\n]|\\.)*>|[^\s<]\S*)"
_TITLE = r"[ \t\r\n]+(?P<quote>[\"'(])(?P<title>.*)[\"')][ \t\r\n]*"
_LINK_TITLE = re.compile(rf"\]\({_DESTINATION}{_TITLE}\)", re.DOTALL)
_DEFINED_TITLE = re.compile(rf"\[(?:[^\[\]\\]|\\.)+\]:{_DESTINATION}{_TITLE}", re.DOTALL)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)")
_NOT_LETTERS = re.compile(r"[^a-z]+")
_WHOLE = frozenset({LONE_ELEMENT, BREAK, VOID})
_ADDRESSES = {"Autolink": "url", "Email": "mail"}
_ENDS_TITLE = "\"') \t\r\n"
"""What stands before the bracket that closes a link with a title."""
_RAW = (TEXT, "")
_NO_HOLE = Hole(sys.maxsize, sys.maxsize, "")
_NAMED = frozenset({"Shortcut", "Collapsed", "Reference"})


Whole = Callable[[int, int], None]
"""Takes where something starts and ends."""
Edge = Callable[[Any, int], None]
"""Takes what the parser says of a pair, and where the pair starts or ends."""


class Inline:
    """Gathers the inline content of a block from events: by name those ``here``, ``starts`` and ``ends`` of pairs.

    All positions are characters of the document.
    """

    def __init__(self, text: str, holes: Sequence[Hole], units: list[SourceUnit]) -> None:
        self.silent = False
        """Whether text is code or an address."""
        self._text = text
        self._holes = iter(holes)
        self._hole = next(self._holes, _NO_HOLE)
        self._units = units
        self.items: list[Run] = []
        """What was gathered so far."""
        self._opened: list[tuple[str, int, list[Run]]] = []
        self._sealed: list[tuple[str, int]] = []
        self._breaks = False
        self._position = 0
        self._joint = -1
        self.here: dict[str, Whole] = {
            "SoftBreak": self._add_soft_break,
            "HardBreak": self._add_hard_break,
            "Code": self._adder("code"),
            "FootnoteReference": self._adder("fn"),
            "InlineHtml": self._add_tag,
        }
        self.starts: dict[str, Edge] = {
            "Emphasis": self._opener("i", 1),
            "Strong": self._opener("b", 2),
            "Strikethrough": self._opener("s", 0),
            "Link": self._start_link,
            "Image": self._start_image,
        }
        self.ends: dict[str, Edge] = {
            "Emphasis": self._closer("i", 1),
            "Strong": self._closer("b", 2),
            "Strikethrough": self._closer("s", 0),
            "Link": self._end_link,
            "Image": self._end_image,
        }

    def take(self) -> list[Run]:
        """The items of the block that ends; breaks are drawn out over the next line's prefix."""
        items, self.items = self.items, []
        self._opened.clear()
        self._sealed.clear()
        self._joint = -1
        if self._breaks:
            self._breaks = False
            for index, (after, item) in enumerate(zip(items[1:], items, strict=False)):
                kind, value, start, end, _ = item
                if end < after[2] and value in (" ", "br"):
                    items[index] = (kind, value, start, after[2], None)
        return items

    # Text and lone codes

    def add_text(self, start: int, end: int) -> None:
        """Add a run of text, which is cut at the holes in it."""
        if self.silent:
            return
        if start > self._position and self._text[start - 1] == "\\":
            start -= 1  # the parser's range of an escaped character lacks its backslash
        self._position = end
        items = self.items
        if start == self._joint:
            start = items[-2][2]
            del items[-2:]
        while self._hole.start < end:
            hole, self._hole = self._hole, next(self._holes, _NO_HOLE)
            if hole.start >= start:
                if start < hole.start:
                    items.append((TEXT, "", start, hole.start, None))
                items.append((LONE, hole.name, hole.start, hole.end, None))
                start = hole.end
        if start < end:
            items.append((TEXT, "", start, end, None))

    def _add_soft_break(self, start: int, end: int) -> None:
        """White space is folded anyway: text that goes on right behind the break, without a prefix, makes one run."""
        self._breaks = True
        items = self.items
        if items and items[-1][:2] == _RAW and items[-1][3] == start:
            self._joint = end
        items.append((TEXT, " ", start, end, None))
        self._position = end

    def _add_hard_break(self, start: int, end: int) -> None:
        self._breaks = True
        self._add("br", start, end)

    def _add(self, code: str, start: int, end: int) -> None:
        self.items.append((LONE, code, start, end, None))
        self._position = end

    def _adder(self, code: str) -> Whole:
        return lambda start, end: self._add(code, start, end)

    # Pairs

    def _opener(self, code: str, width: int) -> Edge:
        def opened(_said: Any, start: int) -> None:
            self._position = start + (width or self._tildes(start))
            self.items.append((OPEN, code, start, self._position, None))

        return opened

    def _closer(self, code: str, width: int) -> Edge:
        def closed(_said: Any, end: int) -> None:
            self.items.append((CLOSE, code, end - (width or self._tildes(end - 2)), end, None))
            self._position = end

        return closed

    def _tildes(self, start: int) -> int:
        return 2 if self._text.startswith("~~", start) else 1

    def _add_tag(self, start: int, end: int) -> None:
        """A raw tag: half of a pair, or a whole element; a sealed element (``<code>…</code>``) becomes one code."""
        self._position = end
        match = _TAG.match(self._text, start, end)
        if match is None:
            self.items.append((LONE, "comment", start, end, None))
            return
        name = match[2].lower()
        code = CODE_NAMES.get(name) or _NOT_LETTERS.sub("", name)
        if ELEMENTS.get(name) in _WHOLE or self._text[end - 2] == "/":
            self.items.append((LONE, code, start, end, None))
        elif not match[1]:
            if ELEMENTS.get(name) == SEALED:
                self._sealed.append((code, len(self.items)))
            self.items.append((OPEN, code, start, end, None))
        else:
            self.items.append((CLOSE, code, start, end, None))
            if ELEMENTS.get(name) == SEALED:
                self._seal(code, end)
        if not match[1]:
            self._units += html.attribute_units(self._text, start, end)

    def _seal(self, code: str, end: int) -> None:
        while self._sealed:
            opened, index = self._sealed.pop()
            if opened == code and self.items[index : index + 1] and self.items[index][:2] == (OPEN, code):
                self.items[index:] = [(LONE, code, self.items[index][2], end, None)]
                return

    # Links and images

    def _start_link(self, said: dict[str, str], start: int) -> None:
        self._opened.append((said["link_type"], start, self.items))
        self._position = start + 1
        if said["link_type"] in _ADDRESSES:
            self.silent = True
        else:
            self.items.append((OPEN, "a", start, start + 1, None))

    def _end_link(self, _said: Any, end: int) -> None:
        kind, start, _ = self._opened.pop()
        if kind in _ADDRESSES:
            self.silent = False
            self._add(_ADDRESSES[kind], start, end)
            return
        close, end = self._closing(kind, end)
        self.items.append((CLOSE, "a", close, end, self._reference(kind, start + 1, close)))
        self._position = end
        if kind == "Inline" and self._text[end - 2] in _ENDS_TITLE:
            self._add_title(_LINK_TITLE, close, end)

    def _start_image(self, said: dict[str, str], start: int) -> None:
        self._opened.append((said["link_type"], start, self.items))
        self.items = []
        self._position = start + 2

    def _end_image(self, _said: Any, end: int) -> None:
        """An image is one code; its text makes a unit inside it, which a reference by the same text must not lose."""
        kind, start, outer = self._opened.pop()
        close, end = self._closing(kind, end)
        inner, self.items = self.items, outer
        if kind in _NAMED:
            reference = self._reference(kind, start + 2, close) or self._text[close:end]
            inner = [(OPEN, "img", start + 1, start + 2, None), *inner, (CLOSE, "img", close, end, reference)]
        if unit := build(self._text, inner, "image-alt", decode=decode, context=INLINE):
            self._units.append(unit)
        if kind == "Inline" and self._text[end - 2] in _ENDS_TITLE:
            self._add_title(_LINK_TITLE, close, end)
        self._add("img", start, end)

    def _closing(self, kind: str, end: int) -> tuple[int, int]:
        """Where the closing half of a link or image starts, and where it ends."""
        close = self._text.find("]", self._position, end)
        if kind == "Collapsed" and self._text.startswith("[]", end):
            end += 2  # which the parser's range lacks
        return close if close >= 0 else end - 1, end

    def _reference(self, kind: str, start: int, close: int) -> str | None:
        """What closes a reference whose text is its label, once the text is another one."""
        return f"][{' '.join(self._text[start:close].split())}]" if kind in ("Shortcut", "Collapsed") else None

    def add_definition(self, start: int, end: int) -> None:
        """The title of a link reference definition (CommonMark, section 4.7)."""
        self._add_title(_DEFINED_TITLE, start, end)

    def _add_title(self, pattern: re.Pattern[str], start: int, end: int) -> None:
        match = pattern.match(self._text, start, end)
        if match is None or not match["title"]:
            return
        item = (TEXT, "", match.start("title"), match.end("title"), None)
        if unit := build(self._text, [item], "link-title", decode=decode, context=TITLE + match["quote"]):
            self._units.append(unit)
