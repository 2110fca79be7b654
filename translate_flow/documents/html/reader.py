"""HTML tokens to units: blocks end a unit, inline elements are its codes, the rest of the page is a gap.

One pass, without a tree and without looking ahead; pages need not be well-formed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from translate_flow.documents.coded import CLOSE, OPEN
from translate_flow.documents.coded import TEXT as WORDS
from translate_flow.documents.html.attributes import PLAIN, Traits, attribute_units, traits
from translate_flow.documents.html.blocks import block_units
from translate_flow.documents.html.page import Page
from translate_flow.documents.html.roles import (
    BLOCK,
    BREAK,
    CODE_LIKE,
    CODE_NAMES,
    ELEMENT_ROLES,
    ELEMENTS,
    ENDED_BY,
    ISLAND,
    LONE,
    PARAGRAPH,
    SEALED,
    SEALED_BLOCKS,
    VOID,
)
from translate_flow.documents.html.tokens import CDATA, END, START, TEXT, Token, is_xml, tokens
from translate_flow.documents.model import SourceUnit

_NOT_LETTERS = re.compile(r"[^a-z]+")
_ENDS_UNIT = re.compile(r"<!--\s*(?:/?wp:|more\b|nextpage\b)")


def read(text: str, start: int, end: int) -> list[SourceUnit]:
    """The units of the document or fragment ``text[start:end]``, by start, an outer one before those in its codes."""
    reader = _Reader(text, start, end)
    reader.take(reader.stream)
    return reader.page.finish()


class _Codes(dict[str, str]):
    """Element's name to the letters of the ids of its codes."""

    def __missing__(self, name: str) -> str:
        letters = self[name] = _NOT_LETTERS.sub("", name)
        return letters


class _Reader:
    """Takes each token of a stream; those inside what is passed over it takes from the stream itself."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.stream = tokens(text, start, end)
        self.xml = is_xml(text, start)
        self.page = Page(text, start, end)
        self.said: dict[str, Traits] = {}
        self.codes = _Codes(CODE_NAMES)
        self.starters: dict[str | None, Callable[[Token, Traits], None]] = {
            BLOCK: self.start_block,
            VOID: self.start_void,
            LONE: self.start_lone,
            BREAK: self.start_break,
            SEALED: self.start_sealed,
            ISLAND: self.start_island,
            None: self.start_inline,
        }

    def take(self, stream: Iterable[Token]) -> None:
        """Read tokens: text and plain tags of inline elements, which most are, at once, all others by methods."""
        page, text, xml, codes, starters = self.page, self.text, self.xml, self.codes, self.starters
        add_text, items, opened = page.add_text, page.items, page.opened
        for token in stream:
            kind, name, start, end = token
            if kind == TEXT:
                add_text(start, end)
            elif kind == START:
                said = self.traits(token) if end - start > len(name) + 3 else PLAIN
                if said.values:
                    self.add_attributes(start, said)
                whole = xml and text[end - 2] == "/"
                if whole or name in ELEMENTS or opened.get(name) or said.translate is not None:
                    starters[ELEMENTS.get(name)](token, said)
                else:
                    items.append((OPEN, codes[name], start, end, None))
                    if hint := said.role or ELEMENT_ROLES.get(name):
                        page.hint = hint
            elif kind != END:
                self.take_other(token)
            elif name in ELEMENTS or page.broken or opened.get(name):
                self.end(token)
            elif items:
                items.append((CLOSE, codes[name], start, end, None))

    def take_other(self, token: Token) -> None:
        """Read what is neither text nor a tag."""
        kind, _, start, end = token
        page = self.page
        if kind == CDATA:
            page.flush()
            if page.stack[-1].translate:
                page.items.append((WORDS, self.text[start:end], start, end, None))
                page.flush("cdata")
        elif _ENDS_UNIT.match(self.text, start, end):
            page.flush()
            if page.stack[-1].translate:
                page.units += block_units(self.text, start, end)
        else:
            page.add_lone("comment", start, end)

    def traits(self, token: Token) -> Traits:
        """What a start tag says."""
        _, name, start, end = token
        tag = self.text[start:end]
        said = self.said.get(tag)
        if said is None:
            said = self.said[tag] = traits(name, tag)
        return said

    def add_attributes(self, start: int, said: Traits) -> None:
        """Make units of the attributes of a start tag, unless they are not to be translated."""
        page = self.page
        if page.stack[-1].translate if said.translate is None else said.translate:
            page.units += attribute_units(self.text, start, said)

    def is_whole(self, token: Token) -> bool:
        """Whether a start tag is a whole element: ``<b/>`` in XML, ``<svg/>``."""
        return (self.xml or token[1] == "svg") and self.text[token[3] - 2] == "/"

    def start_block(self, token: Token, said: Traits) -> None:
        name = token[1]
        self.end_before(name)
        if not self.is_whole(token):
            self.page.push(name, said.role or ELEMENT_ROLES.get(name, ""), said.translate)

    def end_before(self, name: str) -> None:
        """End the unit before a block, and the elements whose end tag may be missing before it."""
        page = self.page
        ended = ENDED_BY.get(name, PARAGRAPH)
        if page.stack[-1].name not in ended:
            page.cut()
        while page.stack[-1].name in ended:
            page.pop(page.stack[-1].name)

    def start_void(self, _token: Token, _said: Traits) -> None:
        self.page.flush()

    def start_lone(self, token: Token, _said: Traits) -> None:
        self.page.add_lone(self.codes[token[1]], token[2], token[3])

    def start_break(self, token: Token, _said: Traits) -> None:
        self.page.add_break(token[2], token[3])

    def start_inline(self, token: Token, said: Traits) -> None:
        """Read an inline element that is more than half of a pair of codes."""
        _, name, start, end = token
        page = self.page
        if self.is_whole(token):
            page.add_lone(self.codes[name], start, end)
        elif said.translate is False and page.stack[-1].translate:
            self.pass_quiet(token)
        else:
            page.cut()
            page.push(name, "", said.translate)

    def start_island(self, token: Token, said: Traits) -> None:
        if self.is_whole(token):
            self.start_lone(token, said)
        else:
            self.page.push_island(token[1], token[2], said.translate)

    def start_sealed(self, token: Token, said: Traits) -> None:
        """Pass over an element that is one code, or a gap where it cannot be inside a unit."""
        _, name, start, _ = token
        page = self.page
        if name in SEALED_BLOCKS:
            self.end_before(name)
        if self.is_whole(token):
            self.start_lone(token, said)
            return
        inside: dict[str, int] = {}
        depth = 1
        end, blocks = -1, False
        for later in self.stream:
            kind, other, _, later_end = later
            if kind == START:
                depth += other == name
                inside[other] = inside.get(other, 0) + 1
                blocks = blocks or ELEMENTS.get(other) == BLOCK
            elif kind != END:
                continue
            elif other == name:
                depth -= 1
                if not depth:
                    end = later_end
                    break
            elif inside.get(other):
                inside[other] -= 1
            elif page.opened.get(other):  # the element's end tag is missing
                page.cut()
                self.end(later)
                return
        if end < 0 or name in SEALED_BLOCKS or (blocks and name in CODE_LIKE):
            page.cut()
        else:
            page.add_lone(self.codes[name], start, end)

    def pass_quiet(self, token: Token) -> None:
        """Make one code of an inline element that is not to be translated, unless blocks or other words are inside."""
        _, name, start, _ = token
        page = self.page
        depth = 1
        for later in self.stream:
            kind, other, _, end = later
            if kind == START:
                depth += other == name
                leaves = ELEMENTS.get(other) == BLOCK or bool(self.traits(later).translate)
            elif kind == END:
                depth -= other == name
                leaves = page.opened.get(other, 0) > 0
            else:
                continue
            if not depth:
                page.add_lone("ph", start, end)
                return
            if leaves:
                page.cut()
                page.push(name, "", False)
                self.take((later,))
                return

    def end(self, token: Token) -> None:
        _, name, start, end = token
        page = self.page
        treatment = ELEMENTS.get(name)
        if page.opened.get(name):
            page.pop(name, end)
        elif treatment is None:
            page.add_close(self.codes[name], start, end)
        elif treatment == BLOCK:
            page.flush()
        elif treatment == BREAK:
            page.add_break(start, end)
        else:
            page.add_lone(self.codes[name], start, end)
