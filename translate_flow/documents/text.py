"""Plain text as a newsroom pastes it: paragraphs between blank lines, some of them wrapped by hand.

Lines of a paragraph that was wrapped at a margin are one unit; short lines that end where they mean to (an address, a
list, a poem) are units of their own. A translation of a wrapped paragraph is wrapped again at the same margin.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import islice

from translate_flow.documents.coded import TEXT, Item, build
from translate_flow.documents.model import Format, Localization, Options, Piece, SourceUnit
from translate_flow.documents.roles import role_of_text, starts_comments

_PARAGRAPH = re.compile(r"(?:[^\S\r\n]*\S[^\r\n]*(?:\r\n?|\n|\Z))+")
_LINE = re.compile(r"[^\r\n]+")
_BULLET = re.compile(r"[ \t\f]*(?:[*•·▪]|\d{1,3}[.)])[ \t\f]+")
_DASH = re.compile(r"[ \t\f]*[-–—][ \t\f]+")
"""What starts a list item, but also speech in many languages: a translation may have it where the source has none."""
_ENDS_SENTENCE = re.compile(r"[.!?…:;][”\"»’')]*$")
_MARK = r"(?:[-–—*•·▪]|\d{1,3}[.)])(?=[ \t\f]|$)"
_BEFORE_MARK = re.compile(rf" (?={_MARK})")
"""No line breaks here: what starts with such a mark is read as a list item."""
_CHUNK = re.compile(rf"\S+(?: {_MARK})*")
"""What must stand on one line."""
_BODY = frozenset({"headline", "subheadline", "paragraph", "quote", "list-item", "caption", "byline"})
_NARROWEST_MARGIN = 45
"""Characters: lines shorter than this were not wrapped by hand."""


def parse(text: str, options: Options) -> list[SourceUnit]:  # noqa: ARG001 - a format's signature
    """Units of a plain text, with their roles as the order and the words of its paragraphs suggest."""
    units: list[SourceUnit] = []
    for match in _PARAGRAPH.finditer(text):
        body = match[0].rstrip("\r\n")
        if "\n" in body or "\r" in body:
            blocks = _blocks(text, match.start(), match.end())
        else:
            blocks = [[(match.start(), match.end())]]
        for lines in blocks:
            start = lines[0][0]
            bullet = _BULLET.match(text, start, lines[0][1])
            role = "list-item" if bullet or _DASH.match(text, start, lines[0][1]) else "paragraph"
            items = [Item(TEXT, "", bullet.end() if bullet else start, lines[-1][1])]
            if unit := build(text, items, role, context="wrapped" if len(lines) > 1 else ""):
                units.append(unit)
    return _with_roles(text, units)


def _blocks(text: str, start: int, end: int) -> list[list[tuple[int, int]]]:
    """The paragraph's lines, put together where a margin, not a meaning, ended a line."""
    lines = [(m.start(), m.end()) for m in _LINE.finditer(text, start, end) if not m[0].isspace()]
    margin = max(len(text[first:last].rstrip()) for first, last in lines)
    blocks = [[lines[0]]]
    for line in lines[1:]:
        before = blocks[-1][-1]
        chunk = _CHUNK.search(text, *line)
        full = len(text[before[0] : before[1]].rstrip()) + 1 + (len(chunk[0]) if chunk else 0) > margin
        if margin >= _NARROWEST_MARGIN and full and not (_BULLET.match(text, *line) or _DASH.match(text, *line)):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _with_roles(text: str, units: list[SourceUnit]) -> list[SourceUnit]:
    named: list[SourceUnit] = []
    comments = False
    for index, unit in enumerate(units):
        comments = comments or (index > 0 and starts_comments(unit.text))
        role = "comment" if comments else role_of_text(unit.text, unit.role)
        named.append(unit if role == unit.role else unit._replace(role=role))
    _head(text, named)
    return named


def _head(text: str, units: list[SourceUnit]) -> None:
    """First line: headline; a lone sentence after it: subheadline; a quotation before the byline: pull-quote."""
    if not units or units[0].role != "paragraph" or not _stands_alone(text, units, 0) or len(units[0].text) > 200:
        return
    if len(units) == 1 and _ENDS_SENTENCE.search(units[0].text):
        return
    units[0] = units[0]._replace(role="headline")
    byline = next((index for index, unit in enumerate(units[:8]) if unit.role == "byline"), 0)
    if len(units) > 2 and units[1].role == "paragraph" and len(units[1].text) <= 250 and _one_sentence(units[1].text):
        units[1] = units[1]._replace(role="subheadline")
    for index in range(1, byline):
        if units[index].role in ("paragraph", "subheadline") and _is_quotation(units[index].text):
            units[index] = units[index]._replace(role="pull-quote")


def _stands_alone(text: str, units: Sequence[SourceUnit], index: int) -> bool:
    after = units[index + 1].start if index + 1 < len(units) else len(text)
    return text[units[index].end : after].replace("\r\n", "\n").count("\n") != 1


def _one_sentence(text: str) -> bool:
    return not re.search(r"[.!?…][”\"»’')]*\s+\S", text)


def _is_quotation(text: str) -> bool:
    opening = text.startswith(("“", "«", "„", '"'))
    return len(text) <= 300 and (opening or text.rstrip(".").endswith(("”", "»")))


def encode(text: str, unit: SourceUnit, pieces: Sequence[Piece]) -> str:
    """The translated paragraph on one line, or wrapped at the source's margin with its line ends and indentation."""
    raw = text[unit.start : unit.end]
    joined = " ".join("".join(piece.text for piece in pieces).split("\n"))
    glue, filler = islice((mark for mark in map(chr, range(0xE000, 0xF900)) if mark not in joined), 2)
    dash = _DASH.match(raw)
    if dash and joined.startswith(f"{raw[0]} "):
        joined = dash[0].replace(" ", glue) + joined[2:]
    if unit.context == "wrapped":
        newline = "\r\n" if "\r\n" in raw else "\n" if "\n" in raw else "\r"
        line_start = max(text.rfind("\n", 0, unit.start), text.rfind("\r", 0, unit.start)) + 1
        lines = (text[line_start : unit.start] + raw).split(newline)
        margin = max(len(line.rstrip()) for line in lines)
        indent = lines[1][: len(lines[1]) - len(lines[1].lstrip())]
        # No line breaks before what would be a list item; a wide character takes two columns.
        joined = _wide().sub(rf"\g<0>{filler}", _BEFORE_MARK.sub(glue, joined))
        joined = _wrapped(joined, unit.start - line_start, indent, margin, newline)
    return joined.replace(glue, " ").replace(filler, "")


@cache
def _wide() -> re.Pattern[str]:
    """A character of two columns; compiled when it is needed, as that takes long."""
    return re.compile(r"[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]")


def _wrapped(joined: str, column: int, indent: str, margin: int, newline: str) -> str:
    """Lines of at most ``margin`` columns, the first of which starts at ``column``, the others at the indentation."""
    first = _line(margin - column).match(joined)
    if not first:
        return joined
    lines = [first[0], *_line(margin - len(indent)).findall(joined, first.end())]
    if max(column + len(lines[0]), *(len(indent) + len(line) for line in lines)) < _NARROWEST_MARGIN:
        return joined
    return (newline + indent).join(lines)


def _line(width: int) -> re.Pattern[str]:
    """What fits on a line of that many columns, or one longer word."""
    return re.compile(rf"[^ ](?:.{{0,{max(width - 2, 0)}}}[^ ])?(?= |$)|[^ ]+", re.DOTALL)


def localize(text: str, units: list[SourceUnit], how: Localization) -> str:
    """The credit line: where the source has its own, else after the body, as a paragraph of its own."""
    if not how.credit_line:
        return text
    for unit in units:
        if unit.role == "credit":
            return text[: unit.start] + how.credit_line + text[unit.end :]
    body = [
        unit
        for unit in units
        if unit.role in ("headline", "subheadline", "paragraph", "quote", "list-item", "caption", "byline")
    ]
    newline = "\r\n" if "\r\n" in text else "\n"
    if not body:
        return text
    at = body[-1].end
    return f"{text[:at]}{newline}{newline}{how.credit_line}{text[at:]}"


FORMAT = Format(name="text", suffixes=(".txt", ".text"), parse=parse, encode=encode, localize=localize)
