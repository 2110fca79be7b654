"""What a published Markdown translation says of itself: language, translators, original, and the credit line."""

from __future__ import annotations

from translate_flow.documents import front_matter, html
from translate_flow.documents.markdown import fields
from translate_flow.documents.markdown import text as markdown_text
from translate_flow.documents.markdown.fields import Value
from translate_flow.documents.markdown.reader import blocks
from translate_flow.documents.model import ROLES, Localization, Piece, SourceUnit

_LANGUAGE_KEYS = ("lang", "language", "locale")
_BODY = frozenset(ROLES) - {"metadata", "credit", "related", "tags", "promo", "copyright", "comment"}
"""Roles behind whose last block the credit line stands."""


def localize(text: str, units: list[SourceUnit], how: Localization) -> str:
    """``text`` with the credit line, and the front matter, if there is one, with language, translators and original.

    The source's own credit is replaced, its emphasis kept; without one, a paragraph in italics ends the body, before
    the readers' comments.
    """
    if how.credit_line:
        text = _with_credit(text, units, how.credit_line)
    block = front_matter.find(text)
    known = fields.fields(text, block) if block else None
    if block is None or known is None:
        return text
    values: dict[str, Value] = {
        key: how.language.replace("-", "_") if "_" in text[slice(*known[key])] else how.language
        for key in _LANGUAGE_KEYS
        if key in known
    }
    if how.translators:
        values["translator"] = how.translators[0] if len(how.translators) == 1 else how.translators
    if how.original and "original" not in known:
        values["original"] = how.original
    return fields.assign(text, block, values)


def _with_credit(text: str, units: list[SourceUnit], credit: str) -> str:
    for unit in units:
        if unit.role == "credit" or unit.text == credit:
            encode = markdown_text.encode if unit.context.startswith(markdown_text.BLOCK) else html.encode
            written = encode(text, unit, [Piece(credit, False)])
            return text[: unit.start] + written + text[unit.end :]
    comments = next((unit.start for unit in units if unit.role == "comment"), len(text))
    start = block.end if (block := front_matter.find(text)) else 0
    # A footnote is written where the document ends, but is read elsewhere.
    placed = [span for span in blocks(text, start) if not text.startswith("[^", span[0])]
    ends = [unit.end for unit in units if unit.role in _BODY and start <= unit.end <= comments]
    if not ends:
        return text
    behind = (last for end in reversed(ends) for first, last in reversed(placed) if first <= end <= last)
    at = next(behind, ends[-1])
    at = len(text[:at].rstrip())
    newline = "\r\n" if "\r\n" in text else "\n"
    place = SourceUnit("credit", at, at, "", context=markdown_text.INLINE)
    written = markdown_text.encode(text, place, [Piece("*", True), Piece(credit, False), Piece("*", True)])
    rest = text[at:]
    ends_line = rest.strip() and rest[: len(rest) - len(rest.lstrip())].count("\n") < 2
    return text[:at] + newline * 2 + written + (newline if ends_line else "") + rest
