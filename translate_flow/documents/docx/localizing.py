"""What a translated Word document says of itself: language, direction, credit line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from translate_flow.documents import ooxml
from translate_flow.documents.edits import Edit, Encode, credit_in_place, edited
from translate_flow.documents.model import Localization, SourceUnit
from translate_flow.documents.package import members
from translate_flow.documents.xml_tree import Element, escape, prefix, tree, value_span

_LANGUAGES = ("w:lang", "w:themeFontLang")
_BEHIND_BIDI = frozenset(
    {
        "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents",
        "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl",
        "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange", "w:rtlGutter", "w:docGrid", "w:printerSettings",
        "w:sectPrChange",
    }
)  # fmt: skip
"""What stands behind ``w:bidi`` in the properties of paragraphs and sections (section 17.3.1.26, 17.6.17)."""
_BEHIND_RTL = frozenset({"w:cs", "w:em", "w:lang", "w:eastAsianLayout", "w:specVanish", "w:oMath", "w:rPrChange"})


def localize(text: str, units: list[SourceUnit], wanted: Localization, encode: Encode) -> str:
    """The document in its new language, written in its direction, with the credit line behind its body. Idempotent.

    ``encode`` is the format's.
    """
    credit = credit_in_place(text, units, wanted.credit_line, encode) if wanted.credit_line else []
    edits = credit or []
    for member in members(text):
        root = tree(text, member.start, member.end, ooxml.NAMESPACES)
        if root is None or not root.name.startswith("w:"):
            continue
        edits += _language(text, root, wanted)
        if wanted.direction == "rtl":
            edits += _direction(text, root)
        if root.name == "w:document" and credit is None:
            edits += _credit(text, root, wanted.credit_line)
    return edited(text, edits)


def _language(text: str, root: Element, wanted: Localization) -> Iterator[Edit]:
    """Wherever the document says that it is in the source's language: for Latin, Asian and complex scripts."""
    source = wanted.source_language.split("-")[0].lower()
    for element in root.every(*_LANGUAGES):
        for name in ("w:val", "w:eastAsia", "w:bidi"):
            said = element.attributes.get(name, "").split("-")[0].lower()
            if said == source != wanted.language.split("-")[0].lower():
                span = value_span(text, element, _written(text, element, name))
                if span:
                    yield Edit(span[0], span[1], wanted.language)


def _written(text: str, element: Element, name: str) -> str:
    """A name as the document writes it, which may have another prefix for the namespace."""
    return prefix(text, element) + name.partition(":")[2]


def _direction(text: str, root: Element) -> Iterator[Edit]:
    """From right to left: in the defaults of paragraphs and runs, and in each section."""
    defaults = root.first("w:docDefaults") if root.name == "w:styles" else None
    for outer, inner, flag in (("pPrDefault", "pPr", "bidi"), ("rPrDefault", "rPr", "rtl")):
        properties = defaults.first(f"w:{outer}", f"w:{inner}") if defaults else None
        if properties:
            yield from _flagged(text, properties, flag)
    for section in root.every("w:sectPr"):
        yield from _flagged(text, section, "bidi")


def _flagged(text: str, properties: Element, flag: str) -> Iterator[Edit]:
    """The flag in its place among the properties, unless it is there."""
    if properties.first(f"w:{flag}"):
        return
    w = prefix(text, properties)
    behind = _BEHIND_RTL if flag == "rtl" else _BEHIND_BIDI
    follower = next((child for child in properties.elements() if child.name in behind), None)
    if properties.inner == properties.end:  # <w:pPr/>
        name = text[properties.start + 1 : properties.inner - 2].split(maxsplit=1)[0]
        yield Edit(properties.end - 2, properties.end, f"><{w}{flag}/></{name}>")
    else:
        place = follower.start if follower else properties.inner_end
        yield Edit(place, place, f"<{w}{flag}/>")


def _credit(text: str, root: Element, line: str) -> Iterator[Edit]:
    """The credit line as a paragraph behind the body, in the style of most of its text."""
    body = root.first("w:body")
    if body is None:
        return
    section = next((child for child in reversed(list(body.elements())) if child.name == "w:sectPr"), None)
    place = section.start if section else body.inner_end
    lengths: Counter[str] = Counter()
    for paragraph in body.elements():
        if paragraph.name == "w:p":
            style = paragraph.first("w:pPr", "w:pStyle")
            words = sum(len(words.text()) for words in paragraph.every("w:t"))
            lengths[style.attributes.get("w:val", "") if style else ""] += words
    name = max(lengths, key=lambda name: lengths[name], default="")
    w = prefix(text, body)
    properties = f'<{w}pPr><{w}pStyle {w}val="{escape(name)}"/></{w}pPr>' if name and w else ""
    yield Edit(place, place, f"<{w}p>{properties}<{w}r><{w}t>{escape(line)}</{w}t></{w}r></{w}p>")
