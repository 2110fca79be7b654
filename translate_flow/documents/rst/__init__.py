"""reStructuredText, as docutils and Sphinx read it, and Pelican's and Nikola's articles have it.

A section's title is written with its lines of punctuation, which grow with it. Code, tables, targets, comments, unknown
directives and roles are left alone; a link by name keeps its target when its words change.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from translate_flow.documents import front_matter
from translate_flow.documents.coded import TEXT, build
from translate_flow.documents.edits import credit_as_paragraph
from translate_flow.documents.encoding import newline
from translate_flow.documents.model import Format, Localization, Options, Piece, SourceUnit
from translate_flow.documents.roles import role_of_text
from translate_flow.documents.rst import inline
from translate_flow.documents.rst.blocks import BLOCK, RAW, TITLE, Block, blocks, width

_LINKS = re.compile(r"`([^`<>]+)`_(?!_)|\b([A-Za-z0-9](?:[\w.:+-]*[A-Za-z0-9])?)_(?![\w`])")
_TARGETS = re.compile(
    r"\.\.[ \t]+_(?:`([^`]+)`|((?:\\.|[^:\\`_])[^:\\\n]*)):(?=\s)|_`([^`]+)`|`([^`<>]+?)\s*<[^<>]+>`_\b"
)


def parse(text: str, options: Options) -> list[SourceUnit]:
    """The units of the document's titles, paragraphs, lists, notes, captions …"""
    return [unit for block in blocks(text, options.front_matter_keys) if (unit := _unit(text, block))]


def _unit(text: str, block: Block) -> SourceUnit | None:
    if block.context == RAW:
        if front_matter.NO_TEXT.fullmatch(text, block.start, block.end):
            return None
        return build(text, [(TEXT, "", block.start, block.end, None)], block.role, context=RAW)
    runs = inline.items(text, block.start, block.end)
    unit = build(text, runs, block.role, decode=inline.decode, context=block.context)
    if unit is None:
        return None
    if block.whole:
        if (unit.start, unit.end) != (block.start, block.end):
            return None  # markup at its ends, which the lines of punctuation cannot stand around
        return unit._replace(start=block.whole[0], end=block.whole[1])
    return unit._replace(role=role_of_text(unit.text, unit.role))


def encode(text: str, unit: SourceUnit, pieces: Sequence[Piece]) -> str:
    """The unit's new words, in lines as long as the source's, a title between its lines of punctuation."""
    if unit.context == RAW:
        return " ".join("".join(piece.text for piece in pieces).split("\n"))
    if unit.context == TITLE:
        return _title(text, unit, inline.encode(pieces))
    raw = text[unit.start : unit.end]
    if "\n" not in raw:
        return inline.encode(pieces)
    start = text.rfind("\n", 0, unit.start) + 1
    lines = re.split(r"\r?\n", text[start : unit.end])
    indent = lines[1][: len(lines[1]) - len(lines[1].lstrip())]
    margin = max(map(len, map(str.rstrip, lines)))
    return inline.encode(pieces, unit.start - start, indent, margin, newline(raw))


def _title(text: str, unit: SourceUnit, words: str) -> str:
    """A title with its lines of punctuation; links to it by its old words find it by a target."""
    whole = text[unit.start : unit.end]
    line_end = newline(whole)
    *above, title, rule = whole.split(line_end)
    indent = title[: len(title) - len(title.lstrip())]
    fits = len(rule) == width(title.strip()) + 2 * len(indent)
    long = max(width(words) + 2 * len(indent), 0 if fits else len(rule), 4)
    if above and above[-1] == rule:
        above[-1] = rule[0] * long
    name = _name(title)
    if name in _linked(text) and f".. _`{name}`:" not in above:
        above[:0] = [f".. _`{name}`:", ""]
    return line_end.join([*above, indent + words, rule[0] * long])


@lru_cache(maxsize=1)
def _linked(text: str) -> frozenset[str]:
    """The names that links of the document go to, and that no target of it has: those of titles."""
    links = {_name(phrase or word) for phrase, word in _LINKS.findall(text)}
    return frozenset(links - {_name("".join(found)) for found in _TARGETS.findall(text)})


def _name(words: str) -> str:
    """A target's name as docutils compares it."""
    return " ".join(words.split()).lower()


def localize(text: str, units: list[SourceUnit], wanted: Localization) -> str:
    """The document with the credit line: in place of the source's, else as a paragraph at its end."""
    line = wanted.credit_line
    return credit_as_paragraph(text, units, line, inline.encode([Piece(line, False)]), BLOCK)


FORMAT = Format(name="rst", suffixes=(".rst", ".rest"), parse=parse, encode=encode, localize=localize)
