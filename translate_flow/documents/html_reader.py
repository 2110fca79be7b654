"""HTML tokens to units: blocks end a unit, inline elements are its codes, the rest of the page is a gap."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from translate_flow.documents import html_roles, html_tokens
from translate_flow.documents.coded import CLOSE, LONE, OPEN, TEXT, Item, build
from translate_flow.documents.html_attributes import PLAIN, Traits, attribute_units, traits
from translate_flow.documents.html_extents import Extents
from translate_flow.documents.html_roles import ELEMENTS, STICKY, Place
from translate_flow.documents.html_shortcodes import closed_shortcodes, shortcodes
from translate_flow.documents.html_text import decode
from translate_flow.documents.html_tokens import Token
from translate_flow.documents.model import SourceUnit
from translate_flow.documents.roles import role_of_text, starts_comments

_NOT_LETTERS = re.compile(r"[^a-z]+")
_ENDS_UNIT = re.compile(r"<!--\s*(?:/?wp:|more\b|nextpage\b)")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n\s*")
_CAPTIONS = frozenset({"caption", "wp_caption"})
"""Shortcodes around a picture and its caption."""
_SPEAKING = frozenset({"code", "math", "ph"})
"""Lone codes that may start a unit."""


def read(text: str, found: Sequence[Token], *, xml: bool = False) -> list[SourceUnit]:
    """The units of a document or fragment, ordered by start, an outer unit before those inside its codes."""
    return _Reader(text, found, xml).read()


class _Reader:
    """One pass over the tokens; what stands inside islands is read after what is around them."""

    def __init__(self, text: str, found: Sequence[Token], xml: bool) -> None:
        self.text = text
        self.found = found
        self.extents = Extents(text, found, xml)
        self.units: list[SourceUnit] = []
        self.islands: list[tuple[int, int, Place]] = [(0, len(found), Place(""))]
        self.headlines: list[tuple[int, bool]] = []
        self.previous = ""
        self.known: dict[str, Traits] = {}
        self.names: dict[str, str] = dict(html_roles.CODE_NAMES)
        self.closed: frozenset[str] | None = None
        self.starters: dict[str | None, Callable[[int, Token, Traits], int]] = {
            html_roles.BLOCK: self.start_block,
            html_roles.VOID: self.start_void,
            html_roles.LONE: self.start_lone,
            html_roles.BREAK: self.start_break,
            html_roles.SEALED: self.start_enclosed,
            html_roles.ISLAND: self.start_enclosed,
            None: self.start_inline,
        }

    def read(self) -> list[SourceUnit]:
        for first, last, root in self.islands:
            self.enter(last, root)
            self.region(first, last)
        self.settle_headlines()
        self.units.sort(key=lambda unit: (unit.start, -unit.end))
        return self.units

    def enter(self, last: int, root: Place) -> None:
        """Forget what was open around the island that is read next."""
        self.last = last
        self.stack = [root]
        self.opened: Counter[str] = Counter()
        self.broken: Counter[str] = Counter()
        self.items: list[Item] = []
        self.hint = ""

    def region(self, index: int, last: int) -> None:
        """Read the tokens of one island, or of the whole document."""
        found = self.found
        while index < last:
            token = found[index]
            kind, name, start, end = token
            index += 1
            if kind == html_tokens.TEXT:
                self.add_text(start, end)
            elif kind == html_tokens.START:
                said = self.traits(token) if end - start > len(name) + 3 else PLAIN
                index = self.starters[ELEMENTS.get(name)](index, token, said)
            elif kind == html_tokens.END:
                self.end(token)
            elif kind == html_tokens.CDATA:
                self.flush()
                self.items.append(Item(TEXT, self.text[start:end], start, end))
                self.flush("cdata")
            elif self.items and _ENDS_UNIT.match(self.text, start, end):
                self.flush()
            else:
                self.add_lone("comment", start, end)
        self.flush()

    # Start and end tags

    def traits(self, token: Token) -> Traits:
        """What a start tag says; the units of its attributes are made at once."""
        tag = self.text[token.start : token.end]
        said = self.known.get(tag)
        if said is None:
            said = self.known[tag] = traits(token.name, tag)
        if said.values and (self.stack[-1].translate if said.translate is None else said.translate):
            self.units += attribute_units(self.text, token.start, said)
        return said

    def start_block(self, index: int, token: Token, said: Traits) -> int:
        name = token.name
        ended = html_roles.ENDED_BY.get(name, html_roles.PARAGRAPH)
        if self.stack[-1].name in ended:
            self.flush()
            while self.stack[-1].name in ended and len(self.stack) > 1:
                self.pop(self.stack[-1].name)
        else:
            self.cut()
        if not self.extents.is_whole(token):
            self.push(name, said.role or html_roles.ELEMENT_ROLES.get(name, ""), said.translate)
        return index

    def start_void(self, index: int, _token: Token, _said: Traits) -> int:
        self.flush()
        return index

    def start_lone(self, index: int, token: Token, _said: Traits) -> int:
        self.add_lone(self.code(token.name), token.start, token.end)
        return index

    def start_break(self, index: int, token: Token, _said: Traits) -> int:
        self.add_break(token)
        return index

    def start_inline(self, index: int, token: Token, said: Traits) -> int:
        if self.extents.is_whole(token):
            return self.start_lone(index, token, said)
        if (
            said.translate is False
            and self.stack[-1].translate
            and (after := self.extents.after_quiet(index, self.last))
        ):
            self.add_lone("ph", token.start, self.found[after - 1].end)
            return after
        self.items.append(Item(OPEN, self.code(token.name), token.start, token.end))
        if said.role:
            self.hint = said.role
        if said.translate is not None or self.opened[token.name]:
            self.push(token.name, "", said.translate)
        return index

    def start_enclosed(self, index: int, token: Token, _said: Traits) -> int:
        """Pass over an element that is one code, or a gap where it cannot be inside a unit; note islands for later."""
        name = token.name
        after = self.extents.after_element(index, token, self.last)
        if name in html_roles.SEALED_BLOCKS or (name in html_roles.CODE_LIKE and self.extents.has_blocks(index, after)):
            self.cut()
            return after
        self.add_lone(self.code(name), token.start, self.found[after - 1].end)
        if ELEMENTS[name] == html_roles.ISLAND:
            place = self.stack[-1]
            role = place.role if place.role in STICKY else "paragraph"
            self.islands.append((index, after, Place("", role, place.translate)))
        return after

    def end(self, token: Token) -> None:
        name = token.name
        treatment = ELEMENTS.get(name)
        if treatment == html_roles.BLOCK:
            self.flush()
            self.pop(name)
        elif treatment == html_roles.BREAK:
            self.add_break(token)
        elif treatment is not None:
            self.add_lone(self.code(name), token.start, token.end)
        else:
            code = self.code(name)
            if self.broken[code] and not any(item.value == code and item.kind == OPEN for item in self.items):
                self.broken[code] -= 1
                self.flush()
            elif self.items:
                self.items.append(Item(CLOSE, code, token.start, token.end))
            self.pop(name)

    # Places

    def push(self, name: str, role: str, translate: bool | None) -> None:
        around = self.stack[-1]
        if around.role in STICKY or not role:
            role = around.role
        self.stack.append(Place(name, role, around.translate if translate is None else translate))
        self.opened[name] += 1

    def pop(self, name: str) -> None:
        """Close the innermost element of that name, if one is open, with all that is open inside."""
        while self.opened[name]:
            place = self.stack.pop()
            self.opened[place.name] -= 1
            if place.name == name:
                break

    # Items and units

    def code(self, name: str) -> str:
        """The letters of an inline code's id."""
        letters = self.names.get(name)
        if letters is None:
            letters = self.names[name] = _NOT_LETTERS.sub("", name)
        return letters

    def add_lone(self, code: str, start: int, end: int) -> None:
        if self.items or code in _SPEAKING:
            self.items.append(Item(LONE, code, start, end))

    def add_break(self, token: Token) -> None:
        """A line break is a code of the unit; two in a row are a paragraph's end written in a bad way."""
        for item in reversed(self.items):
            if item.kind == LONE and item.value == "br":
                self.flush()
                return
            if item.kind != TEXT or not decode(self.text[item.start : item.end]).isspace():
                break
        self.add_lone("br", token.start, token.end)

    def add_text(self, start: int, end: int) -> None:
        text = self.text
        if text[start:end].isspace():
            if self.items:
                self.add_paragraphs(start, end)
        elif not self.stack[-1].translate:
            self.items.append(Item(LONE, "ph", start, end))
        elif text.find("[", start, end) >= 0:
            self.add_with_shortcodes(start, end)
        else:
            self.add_paragraphs(start, end)

    def add_paragraphs(self, start: int, end: int) -> None:
        """Add text; where no element is open, a blank line in it ends a paragraph, as WordPress has it."""
        if len(self.stack) == 1:
            for blank in _BLANK_LINE.finditer(self.text, start, end):
                if start < blank.start():
                    self.items.append(Item(TEXT, "", start, blank.start()))
                self.flush()
                start = blank.end()
        if start < end:
            self.items.append(Item(TEXT, "", start, end))

    def add_with_shortcodes(self, start: int, end: int) -> None:
        if self.closed is None:
            self.closed = closed_shortcodes(self.text)
        for name, first, last in shortcodes(self.text, start, end, self.closed):
            if not name:
                self.add_paragraphs(first, last)
            elif name in _CAPTIONS:
                self.flush()
                self.push(name, "caption", None)
            elif name[1:] in _CAPTIONS:
                self.flush()
                self.pop(name[1:])
            else:
                self.items.append(Item(LONE, "ph", first, last))

    def cut(self) -> None:
        """End the unit before a block; an inline element that holds the block is no part of a unit, but ends one."""
        opened: list[int] = []
        for index, item in enumerate(self.items):
            if item.kind == OPEN:
                opened.append(index)
            elif item.kind == CLOSE:
                for depth in range(len(opened) - 1, -1, -1):
                    if self.items[opened[depth]].value == item.value:
                        del opened[depth:]
                        break
        items, position = self.items, 0
        for index in opened:
            self.broken[items[index].value] += 1
            self.items = items[position:index]
            self.flush()
            position = index + 1
        self.items = items[position:]
        self.flush()

    def flush(self, context: str = "") -> None:
        """End the unit: make it of the items gathered so far."""
        if not self.items:
            return
        items, self.items = self.items, []
        unit = build(self.text, items, self.stack[-1].role, decode=decode, context=context)
        if unit:
            role = self.role(unit.text)
            if role == "headline":
                self.headlines.append((len(self.units), self.opened["article"] > 0))
            self.units.append(unit if role == unit.role else unit._replace(role=role))
            self.previous = role
            self.hint = ""

    def role(self, text: str) -> str:
        """The role of a unit that reads ``text`` at this place."""
        place = self.stack[-1]
        role = place.role
        if role == "paragraph":
            if self.hint:
                role = self.hint
            elif self.previous == "headline" and place.name == "p" and self.opened["header"]:
                role = "subheadline"
            elif self.opened["footer"] and "©" in text:
                role = "copyright"
        elif role == "heading" and starts_comments(text):
            role = "comment"
        if len(text) > html_roles.LONGEST.get(role, len(text)):
            role = "paragraph"
        return role_of_text(text, role)

    def settle_headlines(self) -> None:
        """Let one ``h1`` be the headline: the first inside an article, else the first at all."""
        headlines = self.headlines
        chosen = next((index for index, inside in headlines if inside), headlines[0][0] if headlines else -1)
        for index, _ in headlines:
            if index != chosen:
                self.units[index] = self.units[index]._replace(role="heading")
