"""AsciiDoc, as Asciidoctor reads it.

What isn't understood is left alone: listings, passthroughs, tables in other notations than ``|===``, extensions' macros
and blocks of unknown styles.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from translate_flow.documents import front_matter
from translate_flow.documents.asciidoc import inline
from translate_flow.documents.asciidoc.blocks import ALT, BLOCK, CELL, RAW, SECTION, TITLE, Block, blocks
from translate_flow.documents.coded import TEXT, build
from translate_flow.documents.edits import credit_as_paragraph
from translate_flow.documents.encoding import newline
from translate_flow.documents.model import Format, Localization, Options, Piece, SourceUnit
from translate_flow.documents.roles import role_of_text

_LINK = re.compile(r"<<([^<>,]+)[,>]|xref:#?([^\s\[]+)\[|link:\+*#([^\s\[]+)\[")
_LANGUAGE = re.compile(r"^(:lang:[ \t]+)[A-Za-z][\w-]*", re.MULTILINE)


def parse(text: str, options: Options) -> list[SourceUnit]:
    """The units of the document's titles, paragraphs, lists, cells, captions …"""
    return [unit for block in blocks(text, options.front_matter_keys) if (unit := _unit(text, block))]


def _unit(text: str, block: Block) -> SourceUnit | None:
    if block.context in (RAW, ALT):
        if front_matter.NO_TEXT.fullmatch(text, block.start, block.end):
            return None
        decode = inline.decode if block.context == ALT else None
        return build(text, [(TEXT, "", block.start, block.end, None)], block.role, decode=decode, context=block.context)
    runs = list(inline.items(text, block.start, block.end))
    unit = build(text, runs, block.role, decode=inline.decode, context=block.context)
    if unit is None:
        return None
    if block.whole:
        start, end = block.whole
        return unit._replace(start=start, end=end) if (unit.start, unit.end) == (block.start, block.end) else None
    return unit._replace(role=role_of_text(unit.text, unit.role))


def encode(text: str, unit: SourceUnit, pieces: Sequence[Piece]) -> str:
    """The unit's new words on one line, a title with a line below as long as itself."""
    if unit.context in (RAW, ALT):
        written = " ".join("".join(piece.text for piece in pieces).splitlines())
        return re.sub(r"[\],\"]|&(?=#?\w+;)", _in_brackets, written) if unit.context == ALT else written
    raw = text[unit.start : unit.end]
    return _title(text, raw, pieces) if unit.context == TITLE else inline.encode(pieces, raw, cell=unit.context == CELL)


def _title(text: str, raw: str, pieces: Sequence[Piece]) -> str:
    """A title of either form; one that is a link's target by the identifier made of its words gets that for good."""
    line_end = newline(raw)
    *above, title = raw.split(line_end)
    section = SECTION.match(title)
    under = "" if section else title
    title = title[section.end() :] if section else above.pop()
    words = inline.encode(pieces, title)
    identifier = _links(text).get(_plain(title))
    if identifier and not any(re.match(r"\[(?:\[|[\w.]*#)", line) for line in above):
        above.append(f"[#{identifier}]")
    return line_end.join(
        [*above, f"{section[0]}{words}"] if section else [*above, words, under[0] * max(len(words), 2)]
    )


@lru_cache(maxsize=1)
def _links(text: str) -> dict[str, str]:
    """What the identifiers that the document links to are made of, to the identifiers."""
    return {_plain(name): name for found in _LINK.findall(text) if (name := "".join(found)) and " " not in name}


def _plain(words: str) -> str:
    """Words as Asciidoctor makes identifiers of them, whatever it puts before and between them."""
    return re.sub(r"[\s._-]+", "_", re.sub(r"[^\w\s.-]", "", words.lower())).strip("_")


def _in_brackets(mark: re.Match[str]) -> str:
    """A character that would end the value of a macro's attribute."""
    return f"&#{ord(mark[0])};"


def localize(text: str, units: list[SourceUnit], wanted: Localization) -> str:
    """The document with its language, if it says one, and the credit line where the source's stood, else at its end."""
    line = wanted.credit_line
    credited = credit_as_paragraph(text, units, line, inline.encode([Piece(line, False)]), BLOCK)
    return _LANGUAGE.sub(lambda found: found[1] + wanted.language, credited, count=1)


FORMAT = Format(name="asciidoc", suffixes=(".adoc", ".asciidoc"), parse=parse, encode=encode, localize=localize)
