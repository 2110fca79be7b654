"""Replacements in a document's text, gathered first and made at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


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
