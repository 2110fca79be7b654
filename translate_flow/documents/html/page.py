"""A page while it is read: what is open, what is gathered for the next unit, and the units made so far."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from translate_flow.documents.coded import CLOSE, LONE, OPEN, TEXT, Run, build
from translate_flow.documents.html import roles
from translate_flow.documents.html.roles import STICKY
from translate_flow.documents.html.shortcodes import closed_shortcodes, has_shortcodes, shortcodes
from translate_flow.documents.html.text import decode
from translate_flow.documents.model import SourceUnit
from translate_flow.documents.roles import role_of_text, starts_comments

_REFERENCE = re.compile(r"&#?\w+;")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n\s*")
_CAPTIONS = frozenset({"caption", "wp_caption"})
"""Shortcodes around a picture and its caption."""
_SPEAKING = frozenset({"code", "math", "ph"})
"""Lone codes that may start a unit."""


class Place(NamedTuple):
    """An open element as far as it matters to the text inside."""

    name: str
    role: str = "paragraph"
    translate: bool = True
    start: int = 0
    around: list[Run] | None = None
    """Of an island: what of the unit around it stands before it."""


class Page:
    """The state of reading; ``items`` and ``stack`` are changed, never replaced."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.units: list[SourceUnit] = []
        self.items: list[Run] = []
        """What is gathered for the next unit."""
        self.hint = ""
        """The role that an inline element of the next unit has."""
        self.stack = [Place("")]
        self.opened: dict[str, int] = {}
        """How often each name is on the stack."""
        self.broken: dict[str, int] = {}
        """Codes of inline elements that hold blocks, so that their end tags are no codes."""
        self._previous = ""
        self._headlines: list[tuple[int, bool]] = []
        self._has_shortcodes = has_shortcodes(text, start, end)
        self._closed = closed_shortcodes(text, start, end)

    # Places

    def push(self, name: str, role: str, translate: bool | None) -> None:
        """Open an element; what it does not say itself (empty role, ``None``) holds on from around it."""
        around = self.stack[-1]
        if around.role in STICKY or not role:
            role = around.role
        self.stack.append(Place(name, role, around.translate if translate is None else translate))
        self.opened[name] = self.opened.get(name, 0) + 1

    def push_island(self, name: str, start: int, translate: bool | None) -> None:
        """Open an element that is one code of the unit around it and has units of its own inside."""
        around = self.stack[-1]
        role = around.role if around.role in STICKY else roles.ELEMENT_ROLES.get(name, "paragraph")
        self.stack.append(Place(name, role, around.translate if translate is None else translate, start, self.items[:]))
        self.opened[name] = self.opened.get(name, 0) + 1
        self.items.clear()

    def pop(self, name: str, end: int = -1) -> None:
        """Close the innermost element of that name, if one is open, with all that is open inside.

        ``end`` is where its end tag ends; an island without one is no code of the unit around it.
        """
        while self.opened.get(name):
            self.flush()
            place = self.stack.pop()
            self.opened[place.name] -= 1
            if place.around is not None:
                self.items[:] = place.around
                if place.name != name or end < 0:
                    self.flush()
                else:
                    self.add_lone(name, place.start, end)
            if place.name == name:
                return

    def finish(self) -> list[SourceUnit]:
        """Close all that is open; the units, ordered by start, an outer one before those inside its codes."""
        while len(self.stack) > 1:
            self.pop(self.stack[-1].name)
        self.flush()
        self._settle_headlines()
        self.units.sort(key=lambda unit: (unit.start, -unit.end))
        return self.units

    # What is gathered

    def add_text(self, start: int, end: int) -> None:
        """Add a run of text: as words, or as codes where it is not to be translated."""
        raw, stack = self.text[start:end], self.stack
        if raw.isspace():
            if self.items:
                self._add_paragraphs(start, end)
        elif not stack[-1].translate:
            self.items.append((LONE, "ph", start, end, None))
        elif self._has_shortcodes and "[" in raw:
            self._add_with_shortcodes(start, end)
        elif len(stack) == 1 or "://" in raw:
            self._add_paragraphs(start, end)
        else:
            self.items.append((TEXT, "", start, end, None))

    def add_lone(self, code: str, start: int, end: int) -> None:
        """Add markup that is one code; at a unit's start only what stands for words is one."""
        if self.items or code in _SPEAKING:
            self.items.append((LONE, code, start, end, None))

    def add_break(self, start: int, end: int) -> None:
        """Add a line break, which is a code; two in a row are a paragraph's end written in a bad way."""
        for index in range(len(self.items) - 1, -1, -1):
            kind, code, first, last, _ = self.items[index]
            if kind == LONE and code == "br":
                del self.items[index:]
                self.flush()
                return
            if kind != TEXT or not decode(self.text[first:last]).isspace():
                break
        self.add_lone("br", start, end)

    def add_close(self, code: str, start: int, end: int) -> None:
        """Add the end tag of an inline element; one that holds blocks ends a unit instead."""
        if self.broken.get(code) and not any(item[:2] == (OPEN, code) for item in self.items):
            self.broken[code] -= 1
            self.flush()
        elif self.items:
            self.items.append((CLOSE, code, start, end, None))

    def _add_paragraphs(self, start: int, end: int) -> None:
        """Add text; where no element is open, a blank line in it ends a paragraph, as WordPress has it."""
        if len(self.stack) == 1:
            for blank in _BLANK_LINE.finditer(self.text, start, end):
                if start < blank.start():
                    self.items.append((TEXT, "", start, blank.start(), None))
                self.flush()
                start = blank.end()
        if self.text.find("://", start, end) >= 0:
            start = self._add_address(start, end)
        if start < end:
            self.items.append((TEXT, "", start, end, None))

    def _add_address(self, start: int, end: int) -> int:
        """Add text up to the last reference that ends an address, as ``&nbsp;`` does; give where the rest starts."""
        for reference in _REFERENCE.finditer(self.text, start, end):
            if start < reference.start() and reference[0] != "&amp;" and not decode(reference[0]).isalnum():
                self.items.append((TEXT, "", start, reference.start(), None))
                start = reference.start()
        return start

    def _add_with_shortcodes(self, start: int, end: int) -> None:
        for name, first, last in shortcodes(self.text, start, end, self._closed):
            if not name:
                self._add_paragraphs(first, last)
            elif name in _CAPTIONS:
                self.flush()
                self.push(name, "caption", None)
            elif name[1:] in _CAPTIONS:
                self.flush()
                self.pop(name[1:])
            else:
                self.items.append((LONE, "ph", first, last, None))

    # Units

    def cut(self) -> None:
        """End the unit before a block; an inline element that holds the block is no part of a unit, but ends one."""
        if not self.items:
            return
        opened: list[tuple[int, str]] = []
        counted: Counter[str] = Counter()
        for index, (kind, code, _, _, _) in enumerate(self.items):
            if kind == OPEN:
                opened.append((index, code))
                counted[code] += 1
            elif kind == CLOSE and counted[code]:
                while (inner := opened.pop()[1]) != code:
                    counted[inner] -= 1
                counted[code] -= 1
        if opened:
            items, position = self.items[:], 0
            for index, code in opened:
                self.broken[code] = self.broken.get(code, 0) + 1
                self.items[:] = items[position:index]
                self.flush()
                position = index + 1
            self.items[:] = items[position:]
        self.flush()

    def flush(self, context: str = "") -> None:
        """End the unit: make it of the items gathered so far."""
        if not self.items:
            return
        unit = build(self.text, self.items, self.stack[-1].role, decode=decode, context=context)
        self.items.clear()
        hint, self.hint = self.hint, ""
        if unit:
            role = self._role(unit.text, hint)
            if role == "headline":
                self._headlines.append((len(self.units), bool(self.opened.get("article"))))
            self.units.append(unit if role == unit.role else unit._replace(role=role))
            self._previous = role

    def _role(self, text: str, hint: str) -> str:
        """The role of a unit that reads ``text`` at this place; ``hint`` is that of an inline element in it."""
        place = self.stack[-1]
        role = place.role
        if role == "paragraph":
            if hint and len(text) <= roles.LONGEST_HINTED:
                role = hint
            elif self._previous == "headline" and place.name == "p" and self.opened.get("header"):
                role = "subheadline"
            elif "©" in text and self.opened.get("footer"):
                role = "copyright"
        elif role == "heading" and starts_comments(text):
            role = "comment"
        if len(text) > roles.LONGEST.get(role, len(text)):
            role = "paragraph"
        return role_of_text(text, role)

    def _settle_headlines(self) -> None:
        """Let one ``h1`` be the headline: the first inside an article, else the first at all."""
        headlines = self._headlines
        chosen = next((index for index, inside in headlines if inside), headlines[0][0] if headlines else -1)
        for index, _ in headlines:
            if index != chosen:
                self.units[index] = self.units[index]._replace(role="heading")
