"""Units as plain words, and a document without markup as HTML: each block in the element of its role."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from itertools import groupby

from translate_flow.bitext import TAG
from translate_flow.documents.coded import PROTECTED_NAMES
from translate_flow.documents.model import SourceUnit
from translate_flow.publishing.tree import DROPPED

WITHOUT_TEXT = frozenset({"metadata", "image-alt", "link-title"})
"""Roles of what stands in attributes and settings."""
_ELEMENTS = {"heading": "h2", "quote": "blockquote", "pull-quote": "blockquote", "list-item": "li", "code": "pre"}
_NUMBER = re.compile(r"[ \t]*([0-9]{1,3})[.)][ \t]+\Z")
_DASH = re.compile(r"[-–—][ \t]+")
_CLASSED = frozenset({"paragraph", "quote"})
"""Roles that their element says already."""


def words(unit: SourceUnit, text: str) -> str:
    """The unit's text on one line: without markup, but with the addresses and placeholders that are codes, too."""
    written = {code.id: text[code.start : code.end] for code in unit.codes}

    def shown(tag: re.Match[str]) -> str:
        name = tag[2]
        if name not in written:
            return tag[0]
        return written[name] if name.rstrip("0123456789") in PROTECTED_NAMES else ""

    return " ".join(TAG.sub(shown, unit.text).split())


def paragraphs(text: str, units: Sequence[SourceUnit]) -> str:
    """The body of a document that is no markup, as HTML."""
    shown = [unit for unit in units if unit.role not in DROPPED and unit.role not in WITHOUT_TEXT]
    out: list[str] = []
    for kind, run in groupby(shown, key=lambda unit: _list_of(unit, text)):
        blocks = [_block(unit, text) for unit in run]
        out += [f"<{kind}>", *blocks, f"</{kind}>"] if kind else blocks
    return "\n".join(out)


def _list_of(unit: SourceUnit, text: str) -> str:
    """The list that the unit is an item of: ``ul``, ``ol``, or none."""
    if unit.role != "list-item":
        return ""
    line = text[max(text.rfind("\n", 0, unit.start), text.rfind("\r", 0, unit.start)) + 1 : unit.start]
    return "ol" if _NUMBER.match(line) else "ul"


def _block(unit: SourceUnit, text: str) -> str:
    name = _ELEMENTS.get(unit.role, "p")
    said = words(unit, text)
    content = escape(_DASH.sub("", said, count=1) if name == "li" and _DASH.match(said) else said, quote=False)
    if name == "blockquote":
        content = f"<p>{content}</p>"
    classed = name in ("p", "blockquote") and unit.role not in _CLASSED
    return f'<{name} class="{unit.role}">{content}</{name}>' if classed else f"<{name}>{content}</{name}>"


def first(units: Sequence[SourceUnit], role: str, text: str) -> str:
    """The words of the first unit of that role; empty where there is none."""
    return next((words(unit, text) for unit in units if unit.role == role), "")
