"""HTML and XHTML: whole pages, article bodies, WordPress blocks, and pages as broken as they are in the wild."""

from __future__ import annotations

import re
from collections.abc import Sequence

from translate_flow.documents import front_matter
from translate_flow.documents.html import attributes, blocks
from translate_flow.documents.html.reader import read
from translate_flow.documents.html.text import encode_attribute, encode_cdata, encode_text
from translate_flow.documents.html.tokens import START, tokens
from translate_flow.documents.model import Format, Localization, Options, Piece, SourceUnit

_ATTRIBUTE = "attribute"
_DECLARED = re.compile(
    rb"""<\?xml[^>]*?\bencoding\s*=\s*["']([\w.:-]+)|<meta\b[^>]*?\bcharset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)


def parse(text: str, options: Options) -> list[SourceUnit]:
    """The units of a page or fragment, with those of its front matter; in the order of their starts."""
    start, units = _front_matter(text, options)
    return units + units_in(text, start, len(text), options)


def units_in(text: str, start: int, end: int, _options: Options) -> list[SourceUnit]:
    """The units of the HTML fragment ``text[start:end]``, with spans in ``text``."""
    return read(text, start, end)


def _front_matter(text: str, options: Options) -> tuple[int, list[SourceUnit]]:
    return front_matter.units_in(text, options) if text.startswith(("---", "+++")) else (0, [])


def attribute_units(text: str, start: int, end: int) -> list[SourceUnit]:
    """The units of the attributes of the one tag ``text[start:end]``; none for an end tag."""
    kind, name, _, stop = next(tokens(text, start, end))
    return attributes.attribute_units(text, start, attributes.traits(name, text[start:stop])) if kind == START else []


def encode(text: str, unit: SourceUnit, pieces: Sequence[Piece]) -> str:
    """What replaces the unit's source: text escaped as the source did it, an attribute's value quoted as it was."""
    if unit.context.startswith(("yaml", "toml")):
        return front_matter.encode(text, unit, pieces)
    if unit.context == "cdata":
        return encode_cdata(pieces)
    if unit.context == blocks.CONTEXT:
        return blocks.encode(pieces)
    raw = text[unit.start : unit.end]
    if unit.context.startswith(_ATTRIBUTE):
        return encode_attribute(text, raw, pieces, unit.context[len(_ATTRIBUTE) :])
    return encode_text(text, raw, pieces)


def localize(text: str, units: list[SourceUnit], wanted: Localization) -> str:
    """The page with ``lang``, ``dir``, a link to the original and the credit line; see :mod:`localizing`."""
    from translate_flow.documents.html import localizing  # seldom needed

    return localizing.localize(text, units, _front_matter(text, Options())[0], wanted)


def charset(head: bytes) -> str | None:
    """The encoding that a page declares, by XML declaration or ``meta`` (HTML standard, section 13.2.3.2)."""
    declared = _DECLARED.search(_COMMENT.sub(b"", head))
    return (declared[1] or declared[2]).decode("ascii") if declared else None


FORMAT = Format(
    name="html",
    suffixes=(".html", ".htm", ".xhtml"),
    parse=parse,
    encode=encode,
    localize=localize,
    charset=charset,
)
