"""Markdown as newsrooms and site generators write it.

That is CommonMark 0.31 with tables, strikethrough, footnotes, task and definition lists, front matter, shortcodes and
admonitions.
"""

from __future__ import annotations

from collections.abc import Sequence

from translate_flow.documents import front_matter, html
from translate_flow.documents.markdown import text as markdown_text
from translate_flow.documents.markdown.reader import read
from translate_flow.documents.model import Format, Localization, Options, Piece, SourceUnit


def parse(text: str, options: Options) -> list[SourceUnit]:
    """The units of front matter and body, by their starts; an outer unit before those inside its codes."""
    start, units = front_matter.units_in(text, options)
    return units + read(text, start, options)


def encode(text: str, unit: SourceUnit, pieces: Sequence[Piece]) -> str:
    """What replaces the unit's source, written as Markdown, as a front-matter value or as HTML, by where it stands."""
    if unit.context.startswith("md"):
        return markdown_text.encode(text, unit, pieces)
    if unit.context.startswith(front_matter.CONTEXTS):
        return front_matter.encode(text, unit, pieces)
    return html.encode(text, unit, pieces)


def localize(text: str, units: list[SourceUnit], wanted: Localization) -> str:
    """The document with language, translators, original and credit line; see :mod:`localizing`."""
    from translate_flow.documents.markdown import localizing  # seldom needed

    return localizing.localize(text, units, wanted)


FORMAT = Format(
    name="markdown",
    suffixes=(".md", ".markdown", ".mdown", ".mkd", ".mdx"),
    parse=parse,
    encode=encode,
    localize=localize,
)
