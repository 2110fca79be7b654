"""The blocks of a reStructuredText document that hold words, with their places (docutils, "reStructuredText Markup").

One pass over the lines, by indentation, as docutils' own state machine goes. Code, tables, comments, targets and
directives that nobody has told us about hold no words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple
from unicodedata import combining, east_asian_width

from translate_flow.documents.rst.directives import DIRECTIVES, TEXT_FIELDS, TEXT_OPTIONS, Directive

BLOCK, TITLE, RAW = "rst", "rst-title", "rst-raw"
"""Contexts of units: a run of inline markup; one with lines of punctuation around it; text without any markup."""

_DEEPEST = 60
"""Levels of nesting beyond which a block is left alone."""
_LINE = re.compile(r"([^\S\r\n]*)([^\r\n]*?)[^\S\r\n]*(?:\r\n?|\n|\Z)")
_RULE = re.compile(r"([!-/:-@\[-`{-~])\1*")
_BULLET = re.compile(r"[-+*•‣⁃](?:[ \t]+|\Z)")
_ENUMERATOR = re.compile(
    r"(?:\(?(?:\d+|[A-Za-z]|[ivxlcdmIVXLCDM]+|#)\)|(?:\d+|[A-Za-z]|[ivxlcdmIVXLCDM]+|#)\.)(?:[ \t]+|\Z)"
)
_FIELD = re.compile(r":(?![: ])((?:[^:\\]|\\.|:(?!(?:[ `]|\Z)))*)(?<! ):(?:[ \t]+|\Z)")
_OPTION = re.compile(
    r"(?:[-+]\w|--[\w-]+|/\w)(?:[ =]?<?[\w.-]+>?)?(?:, (?:-\w|--[\w-]+)(?:[ =]?<?[\w.-]+>?)?)*(?:  +|\Z)"
)
_GRID = re.compile(r"\+-[-+]+-\+")
_SIMPLE_TABLE = re.compile(r"=+(?: +=+)+")
_EXPLICIT = re.compile(r"\.\.(?:[ \t\f\v]+|\Z)")
_DIRECTIVE = re.compile(r"(\w(?:[\w:.+-]*\w)?) ?::(?:[ \t]+|\Z)")
_FOOTNOTE = re.compile(r"\[(?:\d+|\*|#[\w.-]*|[\w.-]+)\](?:[ \t]+|\Z)")
_SUBSTITUTION = re.compile(r"\|(?! )[^|]+(?<! )\|[ \t]+")
_TARGET = re.compile(r"\.\.[ \t]+_[^_].*:\Z")
_METADATA = re.compile(r"([\w-]+):[ \t]+(?=\S)")
_LITERAL_NEXT = re.compile(r"[ \t]*::\Z")


class Line(NamedTuple):
    """A line of the document: the span of what stands on it, without white space at its ends, and its column."""

    start: int
    end: int
    indent: int

    @property
    def blank(self) -> bool:
        """Whether nothing stands on it."""
        return self.start == self.end


class Block(NamedTuple):
    """A run of words."""

    role: str
    start: int
    end: int
    """Of the words alone."""
    context: str = BLOCK
    whole: tuple[int, int] | None = None
    """Of a title its span with the lines of punctuation, and with the targets right above it."""


def blocks(text: str, keys: frozenset[str]) -> list[Block]:
    """The blocks of the document, in order; ``keys`` are fields of metadata whose values are text."""
    lines: list[Line] = []
    position = 0
    while position < len(text) and (match := _LINE.match(text, position)):
        indent = len(match[1].expandtabs(8))
        lines.append(Line(match.start(2), match.end(2), indent))
        position = match.end()
    reader = _Reader(text, keys)
    reader.body(lines, "paragraph", 0)
    return reader.found


class _Reader:
    def __init__(self, text: str, keys: frozenset[str]) -> None:
        self.text = text
        self.keys = keys
        self.found: list[Block] = []
        self.handlers: tuple[tuple[re.Pattern[str], Callable[[_Place, int], int]], ...] = (
            (_BULLET, self.item),
            (_ENUMERATOR, self.enumerated),
            (_FIELD, self.field),
            (_OPTION, self.unread),
            (re.compile(r">>>(?: |\Z)"), self.unread),
            (re.compile(r"\|(?: +|\Z)"), self.line_block),
            (_GRID, self.unread),
            (_SIMPLE_TABLE, self.table),
            (_EXPLICIT, self.explicit),
            (re.compile(r"__(?: |\Z)"), self.indented),
        )

    def body(self, lines: Sequence[Line], role: str, depth: int) -> None:
        """Read a body: the lines of the document, of a list's item, of a directive …"""
        if depth > _DEEPEST:
            return
        base = min((line.indent for line in lines if not line.blank), default=0)
        place = _Place(lines, base, role, depth)
        at = 0
        while at < len(lines):
            line = lines[at]
            if line.blank:
                at += 1
            elif line.indent > base:
                after = place.after_indented(at, base)
                self.body(lines[at:after], "quote", depth + 1)
                at = after
            else:
                at = self.one(place, at)

    def one(self, place: _Place, at: int) -> int:
        """Read the block that starts at a line; gives the line behind it."""
        for marker, handler in self.handlers:
            if marker.match(self.text, place.lines[at].start, place.lines[at].end):
                after = handler(place, at)
                if after > at:
                    return after
        return self.title(place, at) or self.words(place, at)

    def said(self, place: _Place, at: int) -> str:
        """What stands on a line; empty behind the last."""
        return self.text[place.lines[at].start : place.lines[at].end] if at < len(place.lines) else ""

    def add(self, role: str, start: int, end: int, context: str = BLOCK, whole: tuple[int, int] | None = None) -> None:
        """Add a block if there is something in it."""
        if start < end:
            self.found.append(Block(role, start, end, context, whole))

    # Titles and paragraphs

    def title(self, place: _Place, at: int) -> int:
        """Read a section's title, with or without a line above it, or a transition; 0 where there is none."""
        lines, said = place.lines, self.said(place, at)
        over = _RULE.fullmatch(said) is not None
        words = at + 1 if over else at
        under = self.said(place, words + 1)
        if over and not self.said(place, words):
            return at + 1 if len(said) >= 4 else 0
        if place.depth or words + 1 >= len(lines) or not _RULE.fullmatch(under) or lines[words + 1].indent:
            return 0
        wide = width(self.said(place, words)) <= len(under) or len(under) >= 4
        if not wide or (over and under != said) or (not over and lines[words].indent):
            return 0
        role = "heading" if any(block.context == TITLE for block in self.found) else "headline"
        line = lines[words]
        self.add(role, line.start, line.end, TITLE, (self.with_targets(lines, at), lines[words + 1].end))
        return words + 2

    def with_targets(self, lines: Sequence[Line], at: int) -> int:
        """Where the targets right above a line begin, or the line itself."""
        start = lines[at].start
        floor = self.found[-1].end if self.found else 0
        while at and lines[at - 1].start >= floor:
            at -= 1
            if not lines[at].blank and not _TARGET.match(self.text, lines[at].start, lines[at].end):
                break
            start = start if lines[at].blank else lines[at].start
        return start

    def words(self, place: _Place, at: int) -> int:
        """Read a term with its definition, or a paragraph and the literal block that it announces."""
        lines, base = place.lines, place.base
        line = lines[at]
        if at + 1 < len(lines) and not lines[at + 1].blank and lines[at + 1].indent > base:
            self.add("list-item", line.start, line.end)
            after = place.after_indented(at + 1, base)
            self.body(lines[at + 1 : after], "paragraph", place.depth + 1)
            return after
        after = at + 1
        while after < len(lines) and not lines[after].blank and lines[after].indent == base:
            after += 1
        end = lines[after - 1].end
        literal = _LITERAL_NEXT.search(self.text, line.start, end)
        self.add(place.role, line.start, literal.start() if literal else end)
        return self.literal(place, after) if literal else after

    def literal(self, place: _Place, at: int) -> int:
        """Pass over a literal block: what is indented, or lines that begin with the same mark."""
        while at < len(place.lines) and place.lines[at].blank:
            at += 1
        if at < len(place.lines) and place.lines[at].indent == place.base:
            mark = self.said(place, at)[:1]
            while _RULE.fullmatch(mark) and self.said(place, at)[:1] == mark:
                at += 1
            return at
        return place.after_indented(at, place.base)

    # Lists

    def item(self, place: _Place, at: int) -> int:
        """Read one item of a list."""
        line = place.lines[at]
        marker = _BULLET.match(self.text, line.start, line.end) or _ENUMERATOR.match(self.text, line.start, line.end)
        start = marker.end() if marker else line.start
        indent = line.indent + max(start - line.start, 2)
        after = place.after_indented(at + 1, indent - 1)
        self.body([Line(start, line.end, indent), *place.lines[at + 1 : after]], "list-item", place.depth + 1)
        return after

    def enumerated(self, place: _Place, at: int) -> int:
        """Read an item of a numbered list; a paragraph that only begins like one is none."""
        if at + 1 < len(place.lines):
            line = place.lines[at + 1]
            if not line.blank and line.indent == place.base and not _ENUMERATOR.match(self.text, line.start, line.end):
                return at
        return self.item(place, at)

    def field(self, place: _Place, at: int) -> int:
        """Read a field, whose body is text if its name says so."""
        line = place.lines[at]
        after = place.after_indented(at + 1, place.base)
        match = _FIELD.match(self.text, line.start, line.end)
        name = match[1].split(" ")[0].lower() if match else ""
        if match and (name in self.keys or name in TEXT_FIELDS):
            self.body(_started(place.lines[at:after], match.end()), "metadata", place.depth + 1)
        return after

    def line_block(self, place: _Place, at: int) -> int:
        """Read a line of a poem or an address, with the lines that go on with it."""
        line = place.lines[at]
        after = at + 1
        while after < len(place.lines) and not place.lines[after].blank and place.lines[after].indent > place.base:
            after += 1
        rest = self.text[line.start + 1 : line.end]
        self.add(place.role, line.end - len(rest.lstrip()), place.lines[after - 1].end)
        return after

    # What holds no words

    def unread(self, place: _Place, at: int) -> int:
        """Pass over a block up to a blank line: options, a dialogue with Python, a table."""
        while at < len(place.lines) and not place.lines[at].blank:
            at += 1
        return at

    def table(self, place: _Place, at: int) -> int:
        """Pass over a simple table: up to the rule with a blank line behind it."""
        for after in range(at + 1, len(place.lines)):
            if _SIMPLE_TABLE.fullmatch(self.said(place, after)) and not self.said(place, after + 1):
                return after + 1
        return self.unread(place, at)

    def indented(self, place: _Place, at: int) -> int:
        """Pass over a line and what is indented below it."""
        return place.after_indented(at + 1, place.base)

    # Explicit markup

    def explicit(self, place: _Place, at: int) -> int:
        """Read what begins with two dots: a directive, a footnote, a substitution; a comment or target is none."""
        line = place.lines[at]
        marker = _EXPLICIT.match(self.text, line.start, line.end)
        start = marker.end() if marker else line.end
        if start == line.end and not self.said(place, at + 1):
            return at + 1  # an empty comment, which ends what stands before it
        after = place.after_indented(at + 1, place.base)
        lines = place.lines[at:after]
        if footnote := _FOOTNOTE.match(self.text, start, line.end):
            self.body(_started(lines, footnote.end()), "paragraph", place.depth + 1)
        elif substitution := _SUBSTITUTION.match(self.text, start, line.end):
            directive = _DIRECTIVE.match(self.text, substitution.end(), line.end)
            if directive and directive[1].lower() in ("replace", "image"):
                self.directive(place, lines, directive)
        elif directive := _DIRECTIVE.match(self.text, start, line.end):
            self.directive(place, lines, directive)
        elif not place.depth and (field := _METADATA.match(self.text, start, line.end)) and field[1] in self.keys:
            self.add("metadata", field.end(), line.end, RAW)
        return after

    def directive(self, place: _Place, lines: Sequence[Line], name: re.Match[str]) -> None:
        """Read a directive's argument, options and content, as far as they are words."""
        known = DIRECTIVES.get(name[1].lower(), Directive())
        first = Line(name.end(), lines[0].end, lines[0].indent)
        at = 1
        while at < len(lines) and not lines[at].blank and not self.option(lines[at]):
            at += 1
        if first.blank or self.option(first):
            at = 1
        elif known.argument:
            self.add(known.argument, first.start, max(first.end, lines[at - 1].end), RAW if known.raw else BLOCK)
        elif known.starts_at_once:
            skipped = re.compile(r"\S+\s*").match(self.text, first.start, first.end) if known.after_word else None
            start = skipped.end() if skipped else first.start
            self.body(_started(lines[:at], start), place.role, place.depth + 1)
        while at < len(lines) and (option := self.option(lines[at])):
            if option[1] in TEXT_OPTIONS:
                self.add(TEXT_OPTIONS[option[1]], option.end(), lines[at].end, RAW)
            at += 1
        if known.content:
            self.body(lines[at:], known.content, place.depth + 1)

    def option(self, line: Line) -> re.Match[str] | None:
        """The marker of the option that stands on a line, if one does."""
        return _FIELD.match(self.text, line.start, line.end)


class _Place(NamedTuple):
    """A body that is being read."""

    lines: Sequence[Line]
    base: int
    """Its column."""
    role: str
    """Of its paragraphs."""
    depth: int

    def after_indented(self, at: int, base: int) -> int:
        """The line behind those that are blank or indented further than ``base``."""
        while at < len(self.lines) and (self.lines[at].blank or self.lines[at].indent > base):
            at += 1
        return at


def _started(lines: Sequence[Line], start: int) -> list[Line]:
    """The lines of a body whose first stands behind a marker that ends at ``start``."""
    indent = min((line.indent for line in lines[1:] if not line.blank), default=lines[0].indent)
    return [Line(start, lines[0].end, indent), *lines[1:]]


def width(words: str) -> int:
    """Columns on a screen, as docutils counts them."""
    return sum(0 if combining(mark) else 2 if east_asian_width(mark) in "WF" else 1 for mark in words)
