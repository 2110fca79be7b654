"""HTML tokens to units: blocks end a unit, inline elements are its codes, the rest of the page is a gap.

One pass, without a tree and without looking ahead; pages need not be well-formed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from translate_flow.documents import html_roles, html_tokens
from translate_flow.documents.coded import CLOSE, LONE, OPEN, TEXT, Item, build
from translate_flow.documents.html_attributes import PLAIN, Traits, attribute_units, traits
from translate_flow.documents.html_roles import ELEMENTS, STICKY
from translate_flow.documents.html_shortcodes import closed_shortcodes, shortcodes
from translate_flow.documents.html_text import decode
from translate_flow.documents.html_tokens import END, START, Token
from translate_flow.documents.model import SourceUnit
from translate_flow.documents.roles import role_of_text, starts_comments

_NOT_LETTERS = re.compile(r"[^a-z]+")
_ENDS_UNIT = re.compile(r"<!--\s*(?:/?wp:|more\b|nextpage\b)")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n\s*")
_CAPTIONS = frozenset({"caption", "wp_caption"})
"""Shortcodes around a picture and its caption."""
_SPEAKING = frozenset({"code", "math", "ph"})
"""Lone codes that may start a unit."""


class _Place(NamedTuple):
    """An open element as far as it matters to the text inside."""

    name: str
    role: str = "paragraph"
    translate: bool = True
    start: int = 0
    around: list[Item] | None = None
    """Of an island: what of the unit around it stands before it."""


def read(text: str, stream: Iterator[Token], *, xml: bool = False) -> list[SourceUnit]:
    """The units of a document or fragment, ordered by start, an outer unit before those inside its codes."""
    return _Reader(text, stream, xml).read()


class _Reader:
    def __init__(self, text: str, stream: Iterator[Token], xml: bool) -> None:
        self.text = text
        self.stream = stream
        self.xml = xml
        self.units: list[SourceUnit] = []
        self.items: list[Item] = []
        """What is gathered for the next unit."""
        self.stack = [_Place("")]
        self.opened: Counter[str] = Counter()
        """How often each name is on the stack."""
        self.broken: Counter[str] = Counter()
        """Inline elements that hold blocks, so that their end tags are no codes."""
        self.hint = ""
        """The role that an inline element of the next unit has."""
        self.previous = ""
        """The role of the last unit."""
        self.headlines: list[tuple[int, bool]] = []
        self.known: dict[str, Traits] = {}
        self.names: dict[str, str] = dict(html_roles.CODE_NAMES)
        self.closed: frozenset[str] | None = None
        self.starters: dict[str | None, Callable[[Token, Traits], None]] = {
            html_roles.BLOCK: self.start_block,
            html_roles.VOID: self.start_void,
            html_roles.LONE: self.start_lone,
            html_roles.BREAK: self.start_break,
            html_roles.SEALED: self.start_sealed,
            html_roles.ISLAND: self.start_island,
            None: self.start_inline,
        }

    def read(self) -> list[SourceUnit]:
        for token in self.stream:
            self.take(token)
        while len(self.stack) > 1:
            self.pop(self.stack[-1].name)
        self.flush()
        self.settle_headlines()
        self.units.sort(key=lambda unit: (unit.start, -unit.end))
        return self.units

    def take(self, token: Token) -> None:
        kind, name, start, end = token
        if kind == html_tokens.TEXT:
            self.add_text(start, end)
        elif kind == START:
            said = PLAIN
            if end - start > len(name) + 3:
                said = self.traits(token)
                if said.values and (self.stack[-1].translate if said.translate is None else said.translate):
                    self.units += attribute_units(self.text, start, said)
            self.starters[ELEMENTS.get(name)](token, said)
        elif kind == END:
            self.end(token)
        elif kind == html_tokens.CDATA:
            self.flush()
            if self.stack[-1].translate:
                self.items.append(Item(TEXT, self.text[start:end], start, end))
            self.flush("cdata")
        elif self.items and _ENDS_UNIT.match(self.text, start, end):
            self.flush()
        else:
            self.add_lone("comment", start, end)

    def traits(self, token: Token) -> Traits:
        tag = self.text[token[2] : token[3]]
        said = self.known.get(tag)
        if said is None:
            said = self.known[tag] = traits(token[1], tag)
        return said

    def is_whole(self, token: Token) -> bool:
        """Whether a start tag is a whole element: ``<b/>`` in XML, ``<svg/>``."""
        return self.text[token[3] - 2] == "/" and (self.xml or token[1] == "svg")

    # Start and end tags

    def start_block(self, token: Token, said: Traits) -> None:
        name = token[1]
        self.end_before(name)
        if not self.is_whole(token):
            self.push(name, said.role or html_roles.ELEMENT_ROLES.get(name, ""), said.translate)

    def start_void(self, _token: Token, _said: Traits) -> None:
        self.flush()

    def start_lone(self, token: Token, _said: Traits) -> None:
        self.add_lone(self.code(token[1]), token[2], token[3])

    def start_break(self, token: Token, _said: Traits) -> None:
        self.add_break(token)

    def start_inline(self, token: Token, said: Traits) -> None:
        _, name, start, end = token
        if self.is_whole(token):
            self.add_lone(self.code(name), start, end)
        elif said.translate is False and self.stack[-1].translate:
            self.pass_quiet(token)
        elif said.translate is not None or self.opened[name]:
            self.cut()
            self.push(name, "", said.translate)
        else:
            self.items.append(Item(OPEN, self.code(name), start, end))
            self.hint = said.role or self.hint

    def start_island(self, token: Token, said: Traits) -> None:
        _, name, start, end = token
        if self.is_whole(token):
            self.add_lone(name, start, end)
            return
        around = self.stack[-1]
        role = around.role if around.role in STICKY else "paragraph"
        self.stack.append(_Place(name, role, around.translate and said.translate is not False, start, self.items))
        self.opened[name] += 1
        self.items = []

    def start_sealed(self, token: Token, _said: Traits) -> None:
        """Pass over an element that is one code, or a gap where it cannot be inside a unit."""
        _, name, start, end = token
        if name in html_roles.SEALED_BLOCKS:
            self.end_before(name)
        if self.is_whole(token):
            self.add_lone(self.code(name), start, end)
            return
        depth, inside, blocks = 1, Counter[str](), False
        for later in self.stream:
            kind, other, _, end = later
            if kind == START:
                depth += other == name and not self.is_whole(later)
                inside[other] += 1
                blocks = blocks or ELEMENTS.get(other) == html_roles.BLOCK
            elif kind != END:
                continue
            elif other == name:
                depth -= 1
                if not depth:
                    break
            elif inside[other]:
                inside[other] -= 1
            elif self.opened[other]:  # the end tag is missing
                self.end(later)
                return
        if name in html_roles.SEALED_BLOCKS or (blocks and name in html_roles.CODE_LIKE):
            self.cut()
        else:
            self.add_lone(self.code(name), start, end)

    def pass_quiet(self, token: Token) -> None:
        """Make one code of an inline element that is not to be translated, unless blocks or words to translate are inside."""
        _, name, start, _ = token
        depth = 1
        for later in self.stream:
            kind, other, _, end = later
            if kind == START:
                depth += other == name
                blocks = ELEMENTS.get(other) == html_roles.BLOCK
            elif kind == END:
                depth -= other == name
                blocks = self.opened[other] > 0
            else:
                continue
            if not depth:
                self.add_lone("ph", start, end)
                return
            if blocks or (kind == START and self.traits(later).translate):
                self.cut()
                for _ in range(depth):
                    self.push(name, "", False)
                self.take(later)
                return

    def end(self, token: Token) -> None:
        _, name, start, end = token
        treatment = ELEMENTS.get(name)
        if self.opened[name]:
            self.flush()
            self.pop(name, end)
        elif treatment == html_roles.BLOCK:
            self.flush()
        elif treatment == html_roles.BREAK:
            self.add_break(token)
        elif treatment is not None:
            self.add_lone(self.code(name), start, end)
        else:
            code = self.code(name)
            if self.broken[code] and not any(item.value == code and item.kind == OPEN for item in self.items):
                self.broken[code] -= 1
                self.flush()
            elif self.items:
                self.items.append(Item(CLOSE, code, start, end))

    # Places

    def end_before(self, name: str) -> None:
        """End the unit before a block, and the elements whose end tag may be missing before it."""
        ended = html_roles.ENDED_BY.get(name, html_roles.PARAGRAPH)
        if self.stack[-1].name not in ended:
            self.cut()
        while self.stack[-1].name in ended:
            self.flush()
            self.pop(self.stack[-1].name)

    def push(self, name: str, role: str, translate: bool | None) -> None:
        around = self.stack[-1]
        if around.role in STICKY or not role:
            role = around.role
        self.stack.append(_Place(name, role, around.translate if translate is None else translate))
        self.opened[name] += 1

    def pop(self, name: str, end: int = -1) -> None:
        """Close the innermost element of that name, if one is open, with all that is open inside.

        ``end`` is where its end tag ends; an island without one is no code of the unit around it.
        """
        while self.opened[name]:
            self.flush()
            place = self.stack.pop()
            self.opened[place.name] -= 1
            if place.around is not None:
                self.items = place.around
                if place.name != name or end < 0:
                    self.flush()
                elif ELEMENTS.get(name) == html_roles.ISLAND:
                    self.add_lone(self.code(name), place.start, end)
            if place.name == name:
                return

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
        self.add_lone("br", token[2], token[3])

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
