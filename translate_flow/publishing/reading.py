"""A merged document to what its readers see: headline, dek, byline, body as HTML, pictures.

Each block's role says what it is. To find the blocks again in what a Markdown or HTML parser makes of the document,
they are marked: a private-use character, the unit's number and a punctuation mark (so that emphasis, which looks at
its neighbours, stays what it is) stand before each block's text, and are gone when the body is done.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from translate_flow.documents import front_matter
from translate_flow.documents.markdown.text import BLOCK, CELL, HEADING
from translate_flow.documents.model import SourceUnit
from translate_flow.documents.roles import role_of_text
from translate_flow.publishing import plain
from translate_flow.publishing.facts import Facts, facts_in
from translate_flow.publishing.tree import DROPPED, END, MARK, cleaned, markup_of

_MARKABLE = frozenset({"", BLOCK, HEADING, CELL, "wrapped"})
"""Contexts of units that stand in running text, not in an attribute or in front matter."""


class Read(NamedTuple):
    """What a document says."""

    headline: str
    kicker: str
    dek: str
    byline: str
    body: str
    """HTML."""
    markdown: str
    """The body as it is written, where the document is Markdown."""
    facts: Facts


def read(text: str, units: Sequence[SourceUnit], form: str) -> Read:
    """Read a document's text by its units; ``form`` is the name of its format."""
    units = [_settled(unit) for unit in units]
    facts = facts_in(text, form)
    parts = {role: plain.first(units, role, text) for role in ("headline", "kicker", "subheadline", "byline")}
    headline = parts["headline"] or facts.title
    return Read(
        headline=headline,
        kicker=parts["kicker"],
        dek=parts["subheadline"] or facts.description,
        byline=parts["byline"],
        body=_body(text, units, form),
        markdown=_markdown(text, units) if form == "markdown" else "",
        facts=facts,
    )


def _settled(unit: SourceUnit) -> SourceUnit:
    """A credit that names no translators (a photographer's) is a paragraph of the body."""
    if unit.role == "credit" and role_of_text(unit.text, "paragraph") != "credit":
        return unit._replace(role="caption")
    return unit


def _body(text: str, units: Sequence[SourceUnit], form: str) -> str:
    if form not in ("markdown", "html"):
        return plain.paragraphs(text, units)
    roles = {index: unit.role for index, unit in enumerate(units)}
    marked, start = _marked(text, units)
    return cleaned(markup_of(marked, start) if form == "markdown" else marked[start:], roles)


def _marked(text: str, units: Sequence[SourceUnit]) -> tuple[str, int]:
    """The text with its blocks marked, and where its body starts in that."""
    text = text.replace(MARK, "\ufffd")
    block = front_matter.find(text)
    start = block.end if block else 0
    out: list[str] = [text[:start]]
    position = start
    for index, unit in sorted(enumerate(units), key=lambda item: item[1].start):
        if unit.context in _MARKABLE and unit.start >= position and unit.role not in plain.WITHOUT_TEXT:
            out += text[position : unit.start], f"{MARK}{index}{END}"
            position = unit.start
    return "".join([*out, text[position:]]), start


def _markdown(text: str, units: Sequence[SourceUnit]) -> str:
    """The body as it is written, without the blocks that stand elsewhere: headline, dek, byline, credit, comments."""
    from translate_flow.documents.markdown.reader import blocks

    block = front_matter.find(text)
    start = block.end if block else 0
    out: list[str] = []
    for first, last in blocks(text, start):
        inside = [unit for unit in units if first <= unit.start and unit.end <= last]
        kept = not inside or any(unit.role not in DROPPED for unit in inside)
        out.append(text[start:last] if kept else text[start:first])
        start = last
    return "".join([*out, text[start:]]).strip("\r\n") + "\n"
