"""What a translated OpenDocument says of itself: language, direction, credit line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from translate_flow.documents.edits import Edit, Encode, credit_in_place, edited
from translate_flow.documents.model import Localization, SourceUnit
from translate_flow.documents.odt import package as odf
from translate_flow.documents.package import members
from translate_flow.documents.xml_tree import Element, escape, prefix, tree, value_span

_DIRECTED = frozenset({"style:page-layout-properties", "style:paragraph-properties"})


def localize(text: str, units: list[SourceUnit], wanted: Localization, encode: Encode) -> str:
    """The document in its new language, written in its direction, with the credit line behind its body. Idempotent.

    ``encode`` is the format's.
    """
    credit = credit_in_place(text, units, wanted.credit_line, encode) if wanted.credit_line else []
    edits = credit or []
    for member in members(text):
        root = tree(text, member.start, member.end, odf.NAMESPACES)
        if root is None:
            continue
        for element in root.every("style:text-properties"):
            edits += _language(text, element, wanted)
        for element in root.every("dc:language"):
            if element.text() and element.text() != wanted.language:
                edits.append(Edit(element.inner, element.inner_end, wanted.language))
        if wanted.direction == "rtl":
            for element in root.every("style:page-layout", "style:default-style"):
                edits += _direction(text, element)
        body = root.first("office:body", "office:text")
        if body and credit is None:
            edits += _credit(text, body, wanted.credit_line)
    return edited(text, edits)


def _language(text: str, element: Element, wanted: Localization) -> Iterator[Edit]:
    """The language of text properties, where that is the source's."""
    source, target = wanted.source_language.split("-")[0].lower(), wanted.language.split("-")
    if not element.attributes.get("fo:language", "").lower() == source != target[0].lower():
        return
    region = next((part.upper() for part in target[1:] if len(part) == 2), "none")
    for name, value in (("fo:language", target[0]), ("fo:country", region)):
        if name in element.attributes and (span := value_span(text, element, name)):
            yield Edit(span[0], span[1], value)


def _direction(text: str, element: Element) -> Iterator[Edit]:
    """From right to left: pages, and paragraphs of which nothing else is said."""
    for child in element.elements():
        if child.name in _DIRECTED:
            span = value_span(text, child, "style:writing-mode")
            if span:
                yield Edit(span[0], span[1], "rl-tb")
            else:
                place = child.inner - (2 if child.inner == child.end else 1)
                yield Edit(place, place, f' {prefix(text, child)}writing-mode="rl-tb"')


def _credit(text: str, body: Element, line: str) -> Iterator[Edit]:
    """The credit line as a paragraph at the end of the body, in the style of most of its text."""
    lengths: Counter[str] = Counter()
    name = "text:"
    for paragraph in body.elements():
        if paragraph.name == "text:p":
            style = paragraph.attributes.get("text:style-name", "")
            lengths[style] += paragraph.inner_end - paragraph.inner
            name = prefix(text, paragraph)
    style = max(lengths, key=lambda style: lengths[style], default="")
    said = f' {name}style-name="{escape(style)}"' if style else ""
    yield Edit(body.inner_end, body.inner_end, f"<{name}p{said}>{escape(line)}</{name}p>")
