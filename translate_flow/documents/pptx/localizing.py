"""What a translated presentation says of itself: language, direction, credit line."""

from __future__ import annotations

from collections.abc import Iterator

from translate_flow.documents import ooxml
from translate_flow.documents.edits import Edit, Encode, credit_in_place, edited
from translate_flow.documents.model import Localization, SourceUnit
from translate_flow.documents.package import members
from translate_flow.documents.xml_tree import Element, escape, prefix, tree, value_span

_SAYING = ("a:rPr", "a:endParaRPr", "a:defRPr")


def localize(text: str, units: list[SourceUnit], wanted: Localization, encode: Encode) -> str:
    """The presentation in its new language and direction, the credit line below the subtitle, or on the last slide.

    Idempotent; ``encode`` is the format's.
    """
    found = (tree(text, member.start, member.end, ooxml.NAMESPACES) for member in members(text))
    slides = [root for root in found if root is not None and root.name in ("p:sld", "p:notes")]
    credit = credit_in_place(text, units, wanted.credit_line, encode) if wanted.credit_line else []
    edits = credit or []
    for slide in slides:
        edits += _language(text, slide, wanted)
        if wanted.direction == "rtl":
            edits += _direction(text, slide)
    if credit is None:
        edits += _credit(text, [slide for slide in slides if slide.name == "p:sld"], wanted)
    return edited(text, edits)


def _language(text: str, slide: Element, wanted: Localization) -> Iterator[Edit]:
    source, target = (tag.split("-")[0].lower() for tag in (wanted.source_language, wanted.language))
    for element in slide.every(*_SAYING):
        if element.attributes.get("lang", "").split("-")[0].lower() == source != target:
            span = value_span(text, element, "lang")
            if span:
                yield Edit(span[0], span[1], wanted.language)


def _direction(text: str, slide: Element) -> Iterator[Edit]:
    """From right to left: each paragraph."""
    for paragraph in slide.every("a:p"):
        properties = paragraph.first("a:pPr")
        span = value_span(text, properties, "rtl") if properties else None
        if span:
            yield Edit(span[0], span[1], "1")
        elif properties:
            place = properties.inner - (2 if properties.inner == properties.end else 1)
            yield Edit(place, place, ' rtl="1"')
        elif paragraph.inner < paragraph.end:
            yield Edit(paragraph.inner, paragraph.inner, f'<{prefix(text, paragraph)}pPr rtl="1"/>')


def _credit(text: str, slides: list[Element], wanted: Localization) -> Iterator[Edit]:
    """The credit line as the last paragraph of the first slide's subtitle, else of the last text on the last slide."""
    shapes = [shape for slide in (slides[:1] + slides[-1:]) for shape in slide.every("p:sp") if any(shape.every("a:t"))]
    holders = [(shape, shape.first("p:nvSpPr", "p:nvPr", "p:ph")) for shape in shapes]
    subtitles = [shape for shape, holder in holders if holder and holder.attributes.get("type") == "subTitle"]
    body = next((body for shape in [*subtitles[:1], *shapes[-1:]] if (body := shape.first("p:txBody"))), None)
    paragraph = body.first("a:p") if body else None
    if body and paragraph:
        a = prefix(text, paragraph)
        line = f"<{a}r><{a}t>{escape(wanted.credit_line)}</{a}t></{a}r>"
        direction = f'<{a}pPr rtl="1"/>' if wanted.direction == "rtl" else ""
        yield Edit(body.inner_end, body.inner_end, f"<{a}p>{direction}{line}</{a}p>")
