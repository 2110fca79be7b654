"""Replacements in a document's text, gathered first and made at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from translate_flow.documents.encoding import newline
from translate_flow.documents.model import Piece, SourceUnit
from translate_flow.documents.roles import role_of_text


class Edit(NamedTuple):
    """A replacement."""

    start: int
    end: int
    text: str


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with these replacements, which must not cross."""
    out: list[str] = []
    position = 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        out += text[position : edit.start], edit.text
        position = edit.end
    return "".join(out) + text[position:]


Encode = Callable[[str, SourceUnit, Sequence[Piece]], str]


def credit_in_place(text: str, units: Sequence[SourceUnit], line: str, encode: Encode) -> list[Edit] | None:
    """The credit line in place of the source's own, as one edit; none if it is there; ``None`` if there is no place."""
    if any(unit.text == line for unit in units):
        return []
    own = (unit for unit in units if unit.role == "credit" and role_of_text(unit.text, "paragraph") == "credit")
    found = next(own, None)
    return [Edit(found.start, found.end, encode(text, found, [Piece(line, False)]))] if found else None


_CREDITED = frozenset({"paragraph", "quote", "list-item", "pull-quote", "caption", "byline"})
"""Roles of an article's body: a document with none of them has nobody's translation to credit."""


def credit_as_paragraph(text: str, units: Sequence[SourceUnit], line: str, written: str, context: str) -> str:
    """The text of a markup of lines with the credit line: in place of the source's own, else as the last paragraph.

    ``written`` is the line in the markup; ``context`` that of units which are paragraphs.
    """
    if not line or any(unit.text == line for unit in units):
        return text
    for unit in units:
        if unit.role == "credit" and unit.context == context:
            return edited(text, [Edit(unit.start, unit.end, written)])
    if not any(unit.role in _CREDITED for unit in units):
        return text
    return f"{text.rstrip()}{newline(text) * 2}{written}{newline(text)}"
