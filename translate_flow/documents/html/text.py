"""Character references of HTML: what a run of source reads, and a translation written the way its source was."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import unescape
from html.entities import html5

from translate_flow.documents.model import Piece

_REFERENCE = re.compile(r"&(?:#(?:[0-9]+|[xX][0-9A-Fa-f]+)|[A-Za-z][A-Za-z0-9]*);")
_IN_ATTRIBUTE = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9A-Fa-f]+;?|[A-Za-z][A-Za-z0-9]*+(?:;|(?!=)))")
_REFERENCE_OR_ONE = re.compile(_REFERENCE.pattern + "|.", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_BARE_AMPERSAND = re.compile(r"&(?![A-Za-z0-9#])")
_NEEDLESS = re.compile(r"&amp;(?![A-Za-z0-9#])")
_BARE_VALUE = re.compile(r"[^\s\"'=<>`]+")

decode = unescape
"""What text content reads: references decoded, also those without a semicolon (HTML standard, section 13.2.5.72)."""


def decode_attribute(raw: str) -> str:
    """What an attribute's value reads: there ``&copy=`` and ``&copyright`` without a semicolon are literal."""
    return _IN_ATTRIBUTE.sub(_whole_reference, raw) if "&" in raw else raw


def _whole_reference(match: re.Match[str]) -> str:
    reference = match[0]
    return unescape(reference) if reference[1] == "#" or reference[1:] in html5 else reference


def encode_text(text: str, raw: str, pieces: Sequence[Piece]) -> str:
    """Pieces of text content; ``raw`` is what they replace in the document ``text``."""
    plain = _TAG.sub("", raw)
    escaped = {"&": "&amp;", "<": "&lt;"} if ">" in plain else {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
    return _written(text, plain, pieces, escaped)


def encode_attribute(text: str, raw: str, pieces: Sequence[Piece], quote: str) -> str:
    """Pieces of an attribute's value; ``quote`` is the mark around it, empty if there is none: then it may get one."""
    escaped = {"&": "&amp;", "'": "&#39;"} if quote == "'" else {"&": "&amp;", '"': "&quot;"}
    if "<" not in raw:
        escaped["<"] = "&lt;"
    value = _written(text, raw, pieces, escaped)
    return value if quote or _BARE_VALUE.fullmatch(value) else f'"{value}"'


def encode_cdata(pieces: Sequence[Piece]) -> str:
    """Pieces of a CDATA section: nothing is escaped, but its end mark is cut in two."""
    return "".join(piece.text for piece in pieces).replace("]]>", "]]]]><![CDATA[>")


def _written(text: str, plain: str, pieces: Sequence[Piece], escaped: dict[str, str]) -> str:
    """The pieces, with each character that must be escaped, or was written as a reference, as a reference.

    What the replaced source ``plain`` did decides, then the rest of the document.
    """
    spelled = _spellings(plain)
    known = {
        character: reference for character, reference in _document_spellings(text).items() if character not in plain
    }
    table = str.maketrans({**escaped, **known, **spelled})
    bare = _BARE_AMPERSAND.search(plain) is not None
    in_order = _orders(plain, pieces) if "&" in plain else {}
    return "".join(piece.text if piece.markup else _referenced(piece.text, table, bare, in_order) for piece in pieces)


def _orders(plain: str, pieces: Sequence[Piece]) -> dict[str, Iterator[str]]:
    """Characters that ``plain`` writes now so, now otherwise, each with its spellings in order.

    Only those that the pieces have as often: then each keeps its own spelling.
    """
    words = "".join(piece.text for piece in pieces if not piece.markup)
    found: dict[str, Iterator[str]] = {}
    for character in {unescape(reference) for reference in _REFERENCE.findall(plain)} - set("&<>"):
        spellings = [m[0] for m in _REFERENCE_OR_ONE.finditer(plain) if unescape(m[0]) == character]
        if len(set(spellings)) > 1 and len(character) == 1 and len(spellings) == words.count(character):
            found[character] = iter(spellings)
    return found


def _referenced(text: str, table: dict[int, str], bare: bool, in_order: dict[str, Iterator[str]]) -> str:
    if in_order:
        written = "".join(next(in_order[mark]) if mark in in_order else mark.translate(table) for mark in text)
    else:
        written = text.translate(table)
    return _NEEDLESS.sub("&", written) if bare else written


@lru_cache(maxsize=1)
def _document_spellings(text: str) -> dict[str, str]:
    """Those of the whole document; marks of the syntax stand literally in every document, so they prove nothing."""
    return {character: reference for character, reference in _spellings(text).items() if not character.isascii()}


def _spellings(raw: str) -> dict[str, str]:
    """Character to the reference it is most often written as, if that is at least as often as literally."""
    if "&" not in raw:
        return {}
    counted: dict[str, Counter[str]] = {}
    for reference, count in Counter(_REFERENCE.findall(raw)).items():
        character = unescape(reference)
        if len(character) == 1 and not (character.isascii() and (character.isalnum() or character.isspace())):
            counted.setdefault(character, Counter())[reference] += count
    return {
        character: references.most_common(1)[0][0]
        for character, references in counted.items()
        if character == "&" or references.total() >= raw.count(character)
    }
