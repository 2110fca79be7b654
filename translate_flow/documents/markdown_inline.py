"""Inline Markdown: parser events to the items of a unit, and the units inside links, images and raw tags."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, TypedDict

from translate_flow.documents import html
from translate_flow.documents.coded import CLOSE, LONE, OPEN, TEXT, Item, build
from translate_flow.documents.html_roles import BREAK, CODE_NAMES, ELEMENTS, SEALED, VOID
from translate_flow.documents.html_roles import LONE as LONE_ELEMENT
from translate_flow.documents.markdown_mask import Hole
from translate_flow.documents.markdown_text import INLINE, TITLE, decode
from translate_flow.documents.model import SourceUnit

_DESTINATION = r"[ \t\r\n]*(?:<(?:[^<>\\\r\n]|\\.)*>|[^\s<]\S*)"
_TITLE = r"[ \t\r\n]+(?P<quote>[\"'(])(?P<title>.*)[\"')][ \t\r\n]*"
_LINK_TITLE = re.compile(rf"\]\({_DESTINATION}{_TITLE}\)", re.DOTALL)
_DEFINED_TITLE = re.compile(rf"\[(?:[^\[\]\\]|\\.)+\]:{_DESTINATION}{_TITLE}", re.DOTALL)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)")
_NOT_LETTERS = re.compile(r"[^a-z]+")
_WHOLE = frozenset({LONE_ELEMENT, BREAK, VOID})
_ADDRESSES = {"Autolink": "url", "Email": "mail"}
_NAMED = frozenset({"Shortcut", "Collapsed", "Reference"})


class Span(TypedDict):
    """A range of the parser, in bytes of UTF-8."""

    start: int
    end: int


Handler = Callable[[Any, Span], None]
"""Takes what the parser says of an event, and its range."""


class Inline:
    """Gathers the inline content of a block from events: by name those ``here``, ``starts`` and ``ends`` of pairs."""

    def __init__(self, text: str, holes: Sequence[Hole], at: Callable[[int], int], units: list[SourceUnit]) -> None:
        self.silent = False
        """Whether text is code or an address."""
        self._text = text
        self._holes = holes
        self._hole = 0
        self._at = at
        self._units = units
        self.items: list[Item] = []
        """What was gathered so far."""
        self._opened: list[tuple[str, int, list[Item]]] = []
        self._sealed: list[tuple[str, int]] = []
        self._breaks = False
        self._position = 0
        self.here: dict[str, Handler] = {
            "Text": self._add_text,
            "SoftBreak": self._add_soft_break,
            "HardBreak": self._add_hard_break,
            "Code": self._adder("code"),
            "FootnoteReference": self._adder("fn"),
            "InlineHtml": self._add_tag,
        }
        self.starts: dict[str, Handler] = {
            "Emphasis": self._opener("i", 1),
            "Strong": self._opener("b", 2),
            "Strikethrough": self._opener("s", 0),
            "Link": self._start_link,
            "Image": self._start_image,
        }
        self.ends: dict[str, Handler] = {
            "Emphasis": self._closer("i", 1),
            "Strong": self._closer("b", 2),
            "Strikethrough": self._closer("s", 0),
            "Link": self._end_link,
            "Image": self._end_image,
        }

    def take(self) -> list[Item]:
        """The items of the block that ends; breaks are drawn out over the next line's prefix."""
        items, self.items = self.items, []
        self._opened.clear()
        self._sealed.clear()
        if self._breaks:
            self._breaks = False
            items = [
                Item(item.kind, item.value, item.start, after.start)
                if item.value in (" ", "br") and item.end < after.start
                else item
                for item, after in zip(items, [*items[1:], items[-1]], strict=True)
            ]
        return items

    # Text and lone codes

    def _add_text(self, _value: Any, span: Span) -> None:
        if self.silent:
            return
        start, end = self._at(span["start"]), self._at(span["end"])
        if start > self._position and self._text[start - 1] == "\\":
            start -= 1  # the parser's range of an escaped character lacks its backslash
        self._position = end
        items = self.items
        if (
            self._breaks
            and len(items) > 1
            and items[-1] == (TEXT, " ", items[-2].end, start, None)
            and items[-2][:2] == (TEXT, "")
        ):
            start = items[-2].start  # no prefix of the line stands between: one run, white space is folded anyway
            del items[-2:]
        holes = self._holes
        while self._hole < len(holes) and holes[self._hole].start < end:
            hole = holes[self._hole]
            self._hole += 1
            if hole.start >= start:
                if start < hole.start:
                    self.items.append(Item(TEXT, "", start, hole.start))
                self.items.append(Item(LONE, hole.name, hole.start, hole.end))
                start = hole.end
        if start < end:
            self.items.append(Item(TEXT, "", start, end))

    def _add_soft_break(self, _value: Any, span: Span) -> None:
        self._breaks = True
        start, end = self._at(span["start"]), self._at(span["end"])
        self.items.append(Item(TEXT, " ", start, end))
        self._position = end

    def _add_hard_break(self, _value: Any, span: Span) -> None:
        self._breaks = True
        self._add("br", self._at(span["start"]), self._at(span["end"]))

    def _add(self, code: str, start: int, end: int) -> None:
        self.items.append(Item(LONE, code, start, end))
        self._position = end

    def _adder(self, code: str) -> Handler:
        return lambda _value, span: self._add(code, self._at(span["start"]), self._at(span["end"]))

    # Pairs

    def _opener(self, code: str, width: int) -> Handler:
        def opened(_value: Any, span: Span) -> None:
            start = self._at(span["start"])
            self._position = start + (width or self._tildes(start))
            self.items.append(Item(OPEN, code, start, self._position))

        return opened

    def _closer(self, code: str, width: int) -> Handler:
        def closed(_value: Any, span: Span) -> None:
            end = self._at(span["end"])
            self.items.append(Item(CLOSE, code, end - (width or self._tildes(end - 2)), end))
            self._position = end

        return closed

    def _tildes(self, start: int) -> int:
        return 2 if self._text.startswith("~~", start) else 1

    def _add_tag(self, _value: Any, span: Span) -> None:
        """A raw tag: half of a pair, or a whole element; a sealed element (``<code>…</code>``) becomes one code."""
        start, end = self._at(span["start"]), self._at(span["end"])
        self._position = end
        match = _TAG.match(self._text, start, end)
        if match is None:
            self.items.append(Item(LONE, "comment", start, end))
            return
        name = match[2].lower()
        code = CODE_NAMES.get(name) or _NOT_LETTERS.sub("", name)
        if ELEMENTS.get(name) in _WHOLE or self._text[end - 2] == "/":
            self.items.append(Item(LONE, code, start, end))
        elif not match[1]:
            if ELEMENTS.get(name) == SEALED:
                self._sealed.append((code, len(self.items)))
            self.items.append(Item(OPEN, code, start, end))
        else:
            self.items.append(Item(CLOSE, code, start, end))
            if ELEMENTS.get(name) == SEALED:
                self._seal(code, end)
        if not match[1]:
            self._units += html.attribute_units(self._text, start, end)

    def _seal(self, code: str, end: int) -> None:
        while self._sealed:
            opened, index = self._sealed.pop()
            if opened == code and self.items[index : index + 1] and self.items[index][:2] == (OPEN, code):
                self.items[index:] = [Item(LONE, code, self.items[index].start, end)]
                return

    # Links and images

    def _start_link(self, said: dict[str, str], span: Span) -> None:
        start = self._at(span["start"])
        self._opened.append((said["link_type"], start, self.items))
        self._position = start + 1
        if said["link_type"] in _ADDRESSES:
            self.silent = True
        else:
            self.items.append(Item(OPEN, "a", start, start + 1))

    def _end_link(self, _value: Any, span: Span) -> None:
        kind, start, _ = self._opened.pop()
        end = self._at(span["end"])
        if kind in _ADDRESSES:
            self.silent = False
            self._add(_ADDRESSES[kind], start, end)
            return
        close, end = self._closing(kind, end)
        self.items.append(Item(CLOSE, "a", close, end, self._reference(kind, start + 1, close)))
        self._position = end
        if kind == "Inline":
            self._add_title(_LINK_TITLE, close, end)

    def _start_image(self, said: dict[str, str], span: Span) -> None:
        start = self._at(span["start"])
        self._opened.append((said["link_type"], start, self.items))
        self.items = []
        self._position = start + 2

    def _end_image(self, _value: Any, span: Span) -> None:
        """An image is one code; its text makes a unit inside it, which a reference by the same text must not lose."""
        kind, start, outer = self._opened.pop()
        close, end = self._closing(kind, self._at(span["end"]))
        inner, self.items = self.items, outer
        if kind in _NAMED:
            reference = self._reference(kind, start + 2, close) or self._text[close:end]
            inner = [Item(OPEN, "img", start + 1, start + 2), *inner, Item(CLOSE, "img", close, end, reference)]
        if unit := build(self._text, inner, "image-alt", decode=decode, context=INLINE):
            self._units.append(unit)
        if kind == "Inline":
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

    def add_definition(self, span: Span) -> None:
        """The title of a link reference definition (CommonMark, section 4.7)."""
        self._add_title(_DEFINED_TITLE, self._at(span["start"]), self._at(span["end"]))

    def _add_title(self, pattern: re.Pattern[str], start: int, end: int) -> None:
        match = pattern.match(self._text, start, end)
        if match is None or not match["title"]:
            return
        item = Item(TEXT, "", match.start("title"), match.end("title"))
        if unit := build(self._text, [item], "link-title", decode=decode, context=TITLE + match["quote"]):
            self._units.append(unit)
