"""The blocks of an AsciiDoc document that hold words, with their places (Asciidoctor 2, "AsciiDoc Language").

One pass over the lines. Listings, literals, passthroughs, comments, macros of extensions and blocks of a style that
nobody has told us about hold no words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

BLOCK, TITLE, CELL, RAW, ALT = "adoc", "adoc-title", "adoc-cell", "adoc-raw", "adoc-alt"
"""Contexts of units: a run of inline markup; a section's title; a table's cell; text; text in brackets."""

_DEEPEST = 40
_LINE = re.compile(r"([^\r\n]*?)[ \t]*(?:\r\n?|\n|\Z)")
_DELIMITER = re.compile(r"(?:={4,}|\*{4,}|_{4,}|-{4,}|\.{4,}|\+{4,}|/{4,}|--|[|,:!]={3,}|```+\w*|~{4,})\Z")
SECTION = re.compile(r"(={1,6}|#{1,6})[ \t]+(?=\S)")
_UNDERLINE = re.compile(r"([=~^+-])\1+\Z")
_ATTRIBUTES = re.compile(r"\[(?:\[[\w:][^\]]*\]|(?:[\w.#%{,\"'$][^\]]*(?:\][^\]]+)*)?)\]\Z")
_ENTRY = re.compile(r":(!?[\w][\w-]*!?):(?:[ \t]+|\Z)")
_BLOCK_TITLE = re.compile(r"\.(?=[^\s.])")
_ITEM = re.compile(
    r"[ \t]*(?:(?:\*{1,6}|-|•)[ \t]+(?:\[[ xX*]\][ \t]+)?"
    r"|(?:\.{1,6}|\d+\.|[A-Za-z]\.|[IVXivx]+\))[ \t]+|<(?:\d+|\.)>[ \t]+)(?=\S)"
)
_TERM = re.compile(r"[ \t]*(?P<term>(?!//)[^ \t:|].{0,400}?)(?P<mark>:{2,4}|;;)(?=[ \t]|\Z)")
_ADMONITION = re.compile(r"(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION):[ \t]+(?=\S)")
_MACRO = re.compile(r"[\w-]+::[^\s\[]*\[.*\]\Z")
_DIRECTIVE = re.compile(r"(?:ifdef|ifndef|ifeval|endif|include)::")
_IMAGE = re.compile(r"(?:image|video|audio)::[^\s\[]+\[")
_SKIPPED_LINE = re.compile(r"(?:'{3,}|-{3}|\*{3}|<{3,}|\+|- - -|\* \* \*)\Z|//(?!/)")
_CELL = re.compile(
    r"(?:^|(?<=\s))(?P<spec>(?:\d+(?:\.\d+)?|\.\d+)?[*+]?[<^>]?(?:\.[<^>])?[a-z]?)\|(?!=)|(?<!\\)\|", re.MULTILINE
)
_PARAGRAPH = re.compile(r"(?:[^\r\n]*\S[^\r\n]*(?:\r\n?|\n|\Z)?)+")
_FIRST_VALUE = re.compile(r'"(?P<quoted>[^"]*)"|(?P<plain>[^,="\]]*)(?=,|\Z)')
_HARD = re.compile(r"%[\w%]*hardbreaks|opt\w*=\W?hardbreaks")
_STYLES = frozenset(
    {"quote", "verse", "note", "tip", "important", "warning", "caution", "abstract", "partintro", "sidebar", "example"}
    | {"preface", "appendix", "glossary", "bibliography", "dedication", "colophon", "discrete", "float", "qanda"}
    | {"horizontal", "normal", "lead", "square", "circle", "disc", "none", "arabic", "loweralpha", "upperalpha"}
    | {"lowerroman", "upperroman", "decimal", "unstyled", "no-bullet", "acknowledgments", "index", "synopsis", "part"}
)
"""Styles of blocks that hold words."""
_CONTAINERS = {"=": "", "*": "", "-": "", "_": "quote"}
"""First mark of a delimiter to the role of the paragraphs inside; empty for that of the place."""


class Line(NamedTuple):
    """A line without the white space at its end."""

    start: int
    end: int


class Block(NamedTuple):
    """A run of words."""

    role: str
    start: int
    end: int
    context: str = BLOCK
    whole: tuple[int, int] | None = None
    """Of a title its span with the line below and the attributes right above."""


def blocks(text: str, keys: frozenset[str]) -> list[Block]:
    """The blocks of the document, in order; ``keys`` are attributes of the document whose values are text."""
    lines: list[Line] = []
    position = 0
    while position < len(text) and (match := _LINE.match(text, position)):
        lines.append(Line(*match.span(1)))
        position = match.end()
    reader = _Reader(text, lines, keys)
    reader.body(reader.header(), len(lines), "paragraph", 0)
    return reader.found


class _Reader:
    def __init__(self, text: str, lines: Sequence[Line], keys: frozenset[str]) -> None:
        self.text = text
        self.lines = lines
        self.keys = keys
        self.found: list[Block] = []
        self.attributes = ""
        """Of the next block."""
        self.hard = False
        """Whether every line break is one for the reader."""

    def said(self, at: int) -> str:
        """What stands on a line; empty behind the last."""
        return self.text[self.lines[at].start : self.lines[at].end] if at < len(self.lines) else ""

    def add(self, role: str, start: int, end: int, context: str = BLOCK, whole: tuple[int, int] | None = None) -> None:
        """Add a block if there is something in it."""
        if self.text[start:end].strip():
            self.found.append(Block(role, start, end, context, whole))

    def header(self) -> int:
        """Read the title of the document and its attributes; authors and revision are none of a translator's."""
        at = 0
        while at < len(self.lines) and (not self.said(at) or self.said(at).startswith("//") or self.entry(at)):
            at = self.comment(at) if self.said(at).startswith("////") else at + 1
        after = self.title(at, "headline") if _level(self.said(at)) == 1 or self.said(at + 1)[:2] == "==" else 0
        if not after:
            return at
        while after < len(self.lines) and self.said(after):
            self.entry(after)
            after += 1
        return after

    def comment(self, at: int) -> int:
        """The line behind a block of comment."""
        return self.closed(at, len(self.lines)) + 1

    def entry(self, at: int) -> bool:
        """Read an attribute of the document, whose value is text if the settings say so."""
        match = _ENTRY.match(self.text, *self.lines[at])
        if match and match[1] in self.keys and match[1] != "title" and not self.said(at).endswith("\\"):
            self.add("metadata", match.end(), self.lines[at].end, RAW)
        if match and match[1] in ("hardbreaks", "hardbreaks-option"):
            self.hard = True
        return match is not None

    def body(self, at: int, stop: int, role: str, depth: int) -> None:
        """Read the lines of the document or of a block that holds others."""
        self.attributes = ""
        listed = False
        while at < stop:
            said = self.said(at)
            if not said:
                at += 1
            elif _DELIMITER.match(said) and not self.is_title(at):
                at = self.delimited(at, stop, role, depth)
                self.attributes = ""
            elif after := self.small(at):
                listed = listed and said == "+"
                at = after
            elif after := self.item(at, stop):
                listed, at = True, after
                self.attributes = ""
            else:
                at = self.paragraph(at, stop, role, listed=listed)
                self.attributes = ""

    def small(self, at: int) -> int:
        """Read what is one line: attributes, titles, macros, comments; 0 for anything else."""
        said, (start, end) = self.said(at), self.lines[at]
        if after := self.title(at, "heading"):
            return after
        if _SKIPPED_LINE.match(said) or _DIRECTIVE.match(said) or self.entry(at):
            return at + 1
        if _ATTRIBUTES.match(said):
            self.attributes += said
            return at + 1
        if _BLOCK_TITLE.match(said):
            self.add("caption", start + 1, end)
            return at + 1
        if _MACRO.match(said):
            if image := _IMAGE.match(said):
                self.alternative(start + image.end(), end - 1)
            self.attributes = ""
            return at + 1
        return 0

    def alternative(self, start: int, end: int) -> None:
        """Read the text that stands for a picture: the first of its attributes, unless that has a name."""
        first = _FIRST_VALUE.match(self.text, start, end)
        if first:
            self.add("image-alt", *first.span(first.lastgroup or 0), ALT)

    # Titles

    def is_title(self, at: int) -> bool:
        """Whether a line is underlined by the next one, as long as itself."""
        said, under = self.said(at), self.said(at + 1)
        return bool(_UNDERLINE.match(under) and re.search(r"\w", said)) and abs(len(under) - len(said)) < 2

    def title(self, at: int, role: str) -> int:
        """Read a section's title of either form; gives the line behind it, 0 where there is none."""
        if at >= len(self.lines):
            return 0
        start, end = self.lines[at]
        section = SECTION.match(self.text, start, end)
        if not section and (not self.is_title(at) or self.text[start].isspace() or _ITEM.match(self.text, start, end)):
            return 0
        above = at
        while above and _ATTRIBUTES.match(self.said(above - 1)):
            above -= 1
        last = at if section else at + 1
        whole = self.lines[above].start, self.lines[last].end
        self.add(role, section.end() if section else start, end, TITLE, whole)
        self.attributes = ""
        return last + 1

    # Blocks of several lines

    def style(self) -> str:
        """``skip`` where the next block is none of words, else its style, else nothing."""
        found = ""
        for listed in re.findall(r"\[([^\[\]]*)\]", self.attributes):
            if re.search(r"\bsubs=|\bformat=|\bseparator=", listed):
                return "skip"
            first = re.split(r"[,.#%\s]", listed, maxsplit=1)[0].strip("\"'").lower()
            if first and "=" not in first and "]" not in first and f"[[{listed}" not in self.attributes:
                found = first if first in _STYLES else "skip"
        return found

    def closed(self, at: int, stop: int) -> int:
        """The line that closes the delimited block that a line opens."""
        mark = self.said(at)
        mark = "```" if mark.startswith("```") else mark
        return next((after for after in range(at + 1, stop) if self.said(after) == mark), stop)

    def delimited(self, at: int, stop: int, role: str, depth: int) -> int:
        """Read a delimited block, if it holds blocks or is a table."""
        mark, style, end = self.said(at), self.style(), self.closed(at, stop)
        if style == "skip" or depth >= _DEEPEST:
            return end + 1
        if style == "verse":
            for line in range(at + 1, end):
                self.add("quote", *self.lines[line])
        elif mark.startswith("|==="):
            self.table(at + 1, end)
        elif mark[0] in _CONTAINERS and not re.match("-{4}", mark):
            self.body(at + 1, end, _CONTAINERS[mark[0]] or ("quote" if style == "quote" else role), depth + 1)
        return end + 1

    def table(self, at: int, end: int) -> None:
        """Read the cells of a table; those that hold blocks, or nothing but letters, are left alone."""
        columns = re.search(r"cols\s*=\s*(\"[^\"]*\"|'[^']*'|[^\],]*)", self.attributes)
        if at >= end or (columns and re.search("[al]", columns[1].strip("\"'"))):
            return
        start, stop = self.lines[at].start, self.lines[end - 1].end
        cells = list(_CELL.finditer(self.text, start, stop))
        for index, cell in enumerate(cells):
            last = cells[index + 1].start() if index + 1 < len(cells) else stop
            if (cell["spec"] or "")[-1:] in ("a", "l"):
                continue
            for part in _PARAGRAPH.finditer(self.text, cell.end(), last):
                self.add("table-cell", *part.span(), CELL)

    def item(self, at: int, stop: int) -> int:
        """Read an item of a list, up to what is attached to it; 0 where there is none."""
        start, end = self.lines[at]
        if self.style() == "skip":
            return 0
        if marker := _ITEM.match(self.text, start, end):
            after = self.after_text(at + 1, stop, listed=True)
            self.add("list-item", marker.end(), self.lines[after - 1].end)
            return after
        term = _TERM.match(self.text, start, end)
        if term is None or _MACRO.match(self.said(at)):
            return 0
        self.add("list-item", *term.span("term"))
        rest = self.text[term.end() : end]
        if not rest.strip():
            return at + 1
        after = self.after_text(at + 1, stop, listed=True)
        self.add("list-item", end - len(rest.lstrip()), self.lines[after - 1].end)
        return after

    def after_text(self, at: int, stop: int, *, listed: bool) -> int:
        """The line behind those that go on with a paragraph, or with an item of a list."""
        while at < stop and (said := self.said(at)):
            if _DELIMITER.match(said) or _ATTRIBUTES.match(said) or _DIRECTIVE.match(said):
                break
            if said == "+" or said.startswith("//"):
                break
            if listed and (_SKIPPED_LINE.match(said) or _ITEM.match(said) or _TERM.match(said)):
                break
            at += 1
        return at

    def paragraph(self, at: int, stop: int, role: str, *, listed: bool) -> int:
        """Read a paragraph; an indented one is code."""
        start = self.lines[at].start
        after = self.after_text(at + 1, stop, listed=listed)
        style = self.style()
        if self.text[start].isspace() and not (listed and self.said(at - 1).endswith(("::", ";;"))):
            return after
        if style == "skip" or self.said(at).startswith(">"):
            return after
        admonition = _ADMONITION.match(self.text, *self.lines[at])
        start = admonition.end() if admonition else start
        role = "quote" if style in ("quote", "verse") else role
        if self.hard or style == "verse" or _HARD.search(self.attributes):
            for line in range(at, after):
                self.add(role, start if line == at else self.lines[line].start, self.lines[line].end)
            return after
        last = next((line for line in range(at + 1, after) if self.said(line).startswith("-- ")), after)
        self.add(role, start, self.lines[last - 1].end)
        return after


def _level(said: str) -> int:
    match = SECTION.match(said)
    return len(match[1]) if match else 0
