"""An article's HTML as WordprocessingML (ISO/IEC 29500-1, section 17): paragraphs, lists, tables, links, pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from translate_flow.publishing.model import Image
from translate_flow.publishing.picture import size_of
from translate_flow.publishing.tree import BLOCKS, parse, rows_of
from translate_flow.publishing.xml_text import characters

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SPACES = re.compile(r"[ \t\r\n\f]+")
_STYLES = {
    "h1": "Heading1", "h2": "Heading2", "h3": "Heading3", "h4": "Heading3", "h5": "Heading3", "h6": "Heading3",
    "figcaption": "Caption", "caption": "Caption", "blockquote": "Quote", "pre": "Code",
}  # fmt: skip
_RUNS = {
    "b": "<w:b/>", "strong": "<w:b/>", "th": "<w:b/>", "i": "<w:i/>", "em": "<w:i/>", "cite": "<w:i/>",
    "dfn": "<w:i/>", "u": '<w:u w:val="single"/>', "s": "<w:strike/>", "del": "<w:strike/>",
    "sup": '<w:vertAlign w:val="superscript"/>', "sub": '<w:vertAlign w:val="subscript"/>',
    "code": '<w:rStyle w:val="CodeText"/>',
}  # fmt: skip
_ORDER = ("<w:rStyle", "<w:b/", "<w:i/", "<w:strike", "<w:u ", "<w:vertAlign", "<w:rtl")
"""The order in which the standard wants a run's properties (section 17.3.2.28)."""
_SILENT = frozenset({"svg", "math", "iframe", "video", "audio", "hr"})
_EMU = 9525
"""English metric units a pixel, at 96 pixels an inch."""
_WIDEST = 5_760_000
"""EMU of 16 cm, the text's width."""


class Place(NamedTuple):
    """What holds for the runs at a place: the paragraph's style, its list, and the runs' properties."""

    style: str = ""
    numbering: int = 0
    level: int = 0
    runs: frozenset[str] = frozenset()


@dataclass
class Body:
    """What is written, and the parts that it refers to."""

    pictures: Mapping[str, Image]
    rtl: bool = False
    links: dict[str, str] = field(default_factory=dict)
    """Relationship to address."""
    shown: dict[str, Image] = field(default_factory=dict)
    """Relationship to picture."""
    ordered: int = 0
    """How many numbered lists there are; each counts from one."""

    def paragraphs(self, html: str) -> str:
        """The blocks of an HTML fragment."""
        return "".join(self._blocks(parse(html), Place()))

    def paragraph(self, runs: str, place: Place) -> str:
        """A paragraph of finished runs."""
        style = f'<w:pStyle w:val="{place.style}"/>' if place.style else ""
        numbered = (
            f'<w:numPr><w:ilvl w:val="{place.level}"/><w:numId w:val="{place.numbering}"/></w:numPr>'
            if place.numbering
            else ""
        )
        return f"<w:p><w:pPr>{style}{numbered}{'<w:bidi/>' if self.rtl else ''}</w:pPr>{runs}</w:p>"

    def run(self, text: str, place: Place) -> str:
        """A run of text; line ends are breaks."""
        properties = {*place.runs, "<w:rtl/>"} if self.rtl else place.runs
        ordered = "".join(
            sorted(properties, key=lambda one: next(i for i, p in enumerate(_ORDER) if one.startswith(p)))
        )
        text = escape(characters(text))
        parts = "<w:br/>".join(f'<w:t xml:space="preserve">{part}</w:t>' for part in text.split("\n"))
        return f"<w:r>{f'<w:rPr>{ordered}</w:rPr>' if ordered else ''}{parts}</w:r>"

    def _blocks(self, element: HtmlElement, place: Place) -> Iterator[str]:
        runs: list[str] = [self._text(element.text, place)]

        def settled() -> Iterator[str]:
            if (joined := "".join(runs)) and re.search(r"<w:t [^>]*>[^<]*\S[^<]*</w:t>|<w:drawing>", joined):
                yield self.paragraph(joined, place)
            runs.clear()

        for child in element:
            if child.tag in BLOCKS:
                yield from settled()
                yield from self._block(child, place)
            else:
                runs.append(self._inline(child, place))
            runs.append(self._text(child.tail, place))
        yield from settled()

    def _block(self, element: HtmlElement, place: Place) -> Iterator[str]:
        name = element.tag
        if name == "table":
            yield from self._table(element, place)
        elif name in ("ul", "ol"):
            if name == "ol":
                self.ordered += 1
            level = place.level + 1 if place.numbering else 0
            number = self.ordered + 1 if name == "ol" else 1
            yield from self._blocks(element, place._replace(numbering=number, level=min(level, 8)))
        elif name == "pre":
            text = element.text_content().strip("\n")
            yield self.paragraph(self.run(text, place), place._replace(style="Code"))
        elif name not in _SILENT:
            style = _STYLES.get(name, "Caption" if element.get("class") == "caption" else place.style)
            yield from self._blocks(element, place._replace(style=style))

    def _table(self, element: HtmlElement, place: Place) -> Iterator[str]:
        for caption in element.iterchildren("caption"):
            yield from self._block(caption, place)
        rows = [list(row.iterchildren("td", "th")) for row in rows_of(element)]
        width = max(map(len, rows), default=0)
        if not width:
            yield from self._blocks(element, place)
            return
        plain = Place(runs=place.runs)
        out = ['<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="5000" w:type="pct"/></w:tblPr><w:tblGrid>']
        out += ["<w:gridCol/>" * width, "</w:tblGrid>"]
        for row in rows:
            out.append("<w:tr>")
            for cell in row:
                bold = plain._replace(runs=plain.runs | {"<w:b/>"}) if cell.tag == "th" else plain
                content = "".join(self._blocks(cell, bold)) or self.paragraph("", plain)
                out.append(f"<w:tc><w:tcPr/>{content}</w:tc>")
            empty = f"<w:tc><w:tcPr/>{self.paragraph('', plain)}</w:tc>"
            out += [empty * (width - len(row)), "</w:tr>"]
        yield "".join([*out, "</w:tbl>", self.paragraph("", plain)])

    def _text(self, text: str | None, place: Place) -> str:
        words = _SPACES.sub(" ", text or "")
        return self.run(words, place) if words else ""

    def _inline(self, element: HtmlElement, place: Place) -> str:
        name = element.tag
        if not isinstance(name, str) or name in _SILENT:
            return ""
        if name == "br":
            return "<w:r><w:br/></w:r>"
        if name == "img":
            return self._picture(element, place)
        if name in _RUNS:
            place = place._replace(runs=place.runs | {_RUNS[name]})
        inside = self._text(element.text, place)
        inside += "".join(self._inline(child, place) + self._text(child.tail, place) for child in element)
        if name == "q":
            return self.run("“", place) + inside + self.run("”", place)
        if name == "a" and element.get("href", "").startswith(("http://", "https://", "mailto:")):
            relation = f"link{len(self.links) + 1}"
            self.links[relation] = element.get("href", "")
            return f'<w:hyperlink r:id="{relation}">{inside}</w:hyperlink>'
        return inside

    def _picture(self, element: HtmlElement, place: Place) -> str:
        """The picture, or its alternative text where the desk does not have it."""
        image = self.pictures.get(element.get("src", ""))
        size = size_of(image.data) if image else None
        if image is None or size is None:
            return self.run(f"[{alt}]", place) if (alt := element.get("alt", "")) else ""
        number = len(self.shown) + 1
        self.shown[f"picture{number}"] = image
        width, height = size[0] * _EMU, size[1] * _EMU
        if width > _WIDEST:
            width, height = _WIDEST, round(height * _WIDEST / width)
        alt = quoteattr(characters(element.get("alt", "")))
        return f"""<w:r><w:drawing><wp:inline><wp:extent cx="{width}" cy="{height}"/>\
<wp:docPr id="{number}" name="Picture {number}" descr={alt}/><a:graphic>\
<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>\
<pic:cNvPr id="{number}" name="{image.name}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>\
<a:blip r:embed="picture{number}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>\
<a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>\
</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"""
