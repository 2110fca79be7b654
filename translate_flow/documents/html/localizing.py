"""What a published page says of itself besides its text: language, direction, link to the original, credit line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import NamedTuple

from translate_flow.documents.edits import Edit, edited
from translate_flow.documents.html.outline import body_end
from translate_flow.documents.html.text import encode_text
from translate_flow.documents.html.tokens import END, START, Attribute, attributes, is_xml, tokens
from translate_flow.documents.model import Localization, Piece, SourceUnit
from translate_flow.documents.roles import role_of_text

_BLOCK_END = re.compile(r"\s*<!--\s*/wp:[^>]*-->")
_BLOCK_START = '<!-- wp:paragraph {"className":"translation-credit"} -->'


class _Tag(NamedTuple):
    """A tag of the page's frame."""

    start: int
    end: int
    attributes: dict[str, Attribute]


def localize(text: str, units: list[SourceUnit], start: int, wanted: Localization) -> str:
    """The page with its new language, direction, link to the original and credit line; everything else stays.

    ``units`` are the page's, HTML starts at ``start``. Does nothing to a page that has it all already.
    """
    frame = _frame(text, start)
    edits: list[Edit] = []
    root = next((name for name in ("html", "article") if name in frame), None)
    if root:
        edits += _language(frame[root], len(root), wanted)
    if wanted.original and "head" in frame:
        edits += _link(text, frame, wanted)
    if wanted.credit_line:
        edits += _credit(text, start, units, wanted.credit_line)
    return edited(text, edits)


def _frame(text: str, start: int) -> dict[str, _Tag]:
    """The first ``html``, ``head`` and ``article`` tags, ``/head``, and ``hreflang-…`` for each alternate link."""
    frame: dict[str, _Tag] = {}
    for kind, name, first, last in tokens(text, start):
        if kind == START and name in ("html", "head", "article", "link"):
            found = {attribute.name: attribute for attribute in attributes(text, first + 1 + len(name), last)}
            if name == "link":
                if "alternate" in _value(text, found.get("rel")).lower().split():
                    frame.setdefault(
                        f"hreflang-{_value(text, found.get('hreflang')).lower()}", _Tag(first, last, found)
                    )
            else:
                frame.setdefault(name, _Tag(first, last, found))
                if name == "article":
                    break
        elif kind == END and name == "head":
            frame.setdefault("/head", _Tag(first, last, {}))
    return frame


def _value(text: str, attribute: Attribute | None) -> str:
    return text[attribute.start : attribute.end] if attribute and attribute.start >= 0 else ""


def _language(root: _Tag, name_length: int, wanted: Localization) -> Iterator[Edit]:
    """``lang`` always, ``xml:lang`` where it stands already, ``dir`` where it does or the script runs to the left."""
    values = {"lang": wanted.language}
    if "xml:lang" in root.attributes:
        values["xml:lang"] = wanted.language
    if wanted.direction == "rtl" or "dir" in root.attributes:
        values["dir"] = wanted.direction
    name_end = root.start + 1 + name_length
    for name, value in values.items():
        attribute = root.attributes.get(name)
        if attribute is None:
            yield Edit(name_end, name_end, f' {name}="{value}"')
        elif attribute.start >= 0:
            yield Edit(attribute.start, attribute.end, value)


def _link(text: str, frame: dict[str, _Tag], wanted: Localization) -> Iterator[Edit]:
    """A link to the original at the end of the head, written in a line of its own if the last one there is."""
    if f"hreflang-{wanted.source_language.lower()}" in frame:
        return
    end = " />" if is_xml(text) else ">"
    link = f'<link rel="alternate" hreflang="{wanted.source_language}" href="{escape(wanted.original)}"{end}'
    head = frame["head"]
    position = head.end
    if "/head" in frame:
        position = frame["/head"].start
        position -= len(text[head.end : position]) - len(text[head.end : position].rstrip())
    yield Edit(position, position, _line_before(text, position) + link)


def _line_before(text: str, position: int) -> str:
    """The line break and indentation of the line that ends at ``position``; empty if more follows on that line."""
    if text[position : position + 1] not in ("\n", "\r"):
        return ""
    line = text.rfind("\n", 0, position) + 1
    content = text[line:position]
    return _newline(text) + content[: len(content) - len(content.lstrip())]


def _newline(text: str) -> str:
    first = text.find("\n")
    return "\r\n" if first > 0 and text[first - 1] == "\r" else "\n"


def _credits_translators(text: str, unit: SourceUnit) -> bool:
    """Whether a credit is the translators', by its words or its element's class; it may be a photographer's."""
    if unit.role != "credit":
        return False
    tag = text[max(text.rfind("<", 0, unit.start), 0) : unit.start]
    return "translat" in tag.lower() or role_of_text(unit.text, "paragraph") == "credit"


def _credit(text: str, start: int, units: list[SourceUnit], line: str) -> Iterator[Edit]:
    """The credit line in place of the source's, or else in a paragraph behind the article's body."""
    if any(unit.text == line for unit in units):
        return
    for unit in units:
        if unit.start >= start and not unit.context and _credits_translators(text, unit):
            yield Edit(unit.start, unit.end, encode_text(text, text[unit.start : unit.end], [Piece(line, False)]))
            return
    span = body_end(text, start, units)
    if span is None:
        return
    first, last = span
    last = first + len(text[first:last].rstrip())
    paragraph = f'<p class="translation-credit">{encode_text(text, "", [Piece(line, False)])}</p>'
    newline = _newline(text)
    block = _BLOCK_END.match(text, last)
    if block:
        parts = ("", "", _BLOCK_START, paragraph, "<!-- /wp:paragraph -->")
        yield Edit(block.end(), block.end(), newline.join(parts))
        return
    space = text[len(text[:first].rstrip()) : first]
    if not space and text[last : last + 1] in ("\r", "\n"):
        space = newline
    yield Edit(last, last, space + paragraph)
