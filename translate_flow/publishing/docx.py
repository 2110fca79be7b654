"""Target ``docx``: each article as a Word document with styles, links, lists, tables and the desk's pictures."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

from translate_flow.publishing import colophon
from translate_flow.publishing.archive import archive
from translate_flow.publishing.docx_body import Body, Place
from translate_flow.publishing.model import Article, Job, Target
from translate_flow.publishing.page import pictures_of
from translate_flow.publishing.xml_text import escaped

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PICTURES = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif"}
_STYLES = {
    "Title": ("Title", '<w:spacing w:after="120"/>', '<w:b/><w:sz w:val="48"/>'),
    "Subtitle": ("Subtitle", '<w:spacing w:after="120"/>', '<w:i/><w:sz w:val="28"/>'),
    "Kicker": ("Kicker", "", '<w:caps/><w:sz w:val="18"/>'),
    "Byline": ("Byline", '<w:spacing w:after="240"/>', '<w:sz w:val="20"/>'),
    "Heading1": ("heading 1", '<w:keepNext/><w:outlineLvl w:val="0"/>', '<w:b/><w:sz w:val="32"/>'),
    "Heading2": ("heading 2", '<w:keepNext/><w:outlineLvl w:val="1"/>', '<w:b/><w:sz w:val="28"/>'),
    "Heading3": ("heading 3", '<w:keepNext/><w:outlineLvl w:val="2"/>', '<w:b/><w:sz w:val="24"/>'),
    "Quote": ("Quote", '<w:ind w:left="567"/>', "<w:i/>"),
    "Caption": ("caption", "", '<w:sz w:val="18"/>'),
    "Code": ("Code", "", '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New"/><w:sz w:val="18"/>'),
    "Credit": ("Translation credit", '<w:spacing w:before="60" w:after="60"/>', '<w:sz w:val="20"/>'),
}
"""Style id to its name, and the properties of its paragraphs and runs."""


def render(articles: Sequence[Article], job: Job) -> dict[str, bytes]:  # noqa: ARG001 - a target's signature
    """The documents as ``LANGUAGE/SLUG.docx``."""
    return {f"{article.language}/{article.slug}.docx": _document(article) for article in articles}


def _document(article: Article) -> bytes:
    pictures = {image.address: image for image in pictures_of(article) if image.kind in _PICTURES}
    body = Body(pictures, rtl=article.direction == "rtl")
    text = "".join([*_head(article, body), body.paragraphs(article.body), _credit(article, body)])
    media = {image.name: image.data for image in body.shown.values()}
    return archive(
        {
            "[Content_Types].xml": _content_types(),
            "_rels/.rels": _relations(
                f'<Relationship Id="document" Type="{_OFFICE}/relationships/officeDocument" '
                'Target="word/document.xml"/>'
                f'<Relationship Id="core" Type="{_PACKAGE}/relationships/metadata/core-properties" '
                'Target="docProps/core.xml"/>'
            ),
            "docProps/core.xml": _core(article),
            "word/document.xml": _main(text),
            "word/_rels/document.xml.rels": _relations(_parts(body)),
            "word/styles.xml": _styles(article.language),
            "word/numbering.xml": _numbering(body.ordered),
            **{f"word/media/{name}": data for name, data in media.items()},
        }
    )


def _head(article: Article, body: Body) -> list[str]:
    told = [
        ("Kicker", article.kicker), ("Title", article.headline), ("Subtitle", article.dek), ("Byline", article.signed),
    ]  # fmt: skip
    return [body.paragraph(body.run(text, Place()), Place(style)) for style, text in told if text]


def _credit(article: Article, body: Body) -> str:
    html = colophon.html(colophon.lines(article))
    return body.paragraphs(html).replace("<w:pPr>", '<w:pPr><w:pStyle w:val="Credit"/>') if html else ""


def _main(text: str) -> str:
    names = {
        "w": _W,
        "r": f"{_OFFICE}/relationships",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    }
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in names.items())
    page = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1417" w:right="1417" w:bottom="1417" w:left="1417" '
        'w:header="708" w:footer="708" w:gutter="0"/>'
        "</w:sectPr>"
    )
    return f"{_XML}<w:document {declared}><w:body>{text}{page}</w:body></w:document>"


def _relations(inside: str) -> str:
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _parts(body: Body) -> str:
    found = [("styles", "styles", "styles.xml", ""), ("numbering", "numbering", "numbering.xml", "")]
    found += [(name, "image", f"media/{image.name}", "") for name, image in body.shown.items()]
    found += [(name, "hyperlink", address, ' TargetMode="External"') for name, address in body.links.items()]
    return "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/relationships/{kind}" Target={quoteattr(target)}{mode}/>'
        for name, kind, target, mode in found
    )


def _content_types() -> str:
    defaults = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    defaults |= {suffix: kind for kind, suffix in _PICTURES.items()}
    parts = {
        "/word/document.xml": f"{_WORD}.document.main+xml",
        "/word/styles.xml": f"{_WORD}.styles+xml",
        "/word/numbering.xml": f"{_WORD}.numbering+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    inside = "".join(f'<Default Extension="{name}" ContentType="{kind}"/>' for name, kind in defaults.items())
    inside += "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    return f'{_XML}<Types xmlns="{_PACKAGE}/content-types">{inside}</Types>'


def _core(article: Article) -> str:
    time = article.updated[:19] + "Z"
    return f"""{_XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" \
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\
<dc:title>{escaped(article.headline)}</dc:title>\
<dc:creator>{escaped(", ".join(article.authors))}</dc:creator>\
<dc:description>{escaped(article.credits.line)}</dc:description>\
<dc:language>{escaped(article.language)}</dc:language>\
<dcterms:created xsi:type="dcterms:W3CDTF">{time}</dcterms:created>\
<dcterms:modified xsi:type="dcterms:W3CDTF">{time}</dcterms:modified></cp:coreProperties>"""


def _styles(language: str) -> str:
    lang = quoteattr(language)
    default = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Georgia" w:hAnsi="Georgia" w:cs="Times New Roman"/>'
        f'<w:sz w:val="22"/><w:lang w:val={lang} w:eastAsia={lang} w:bidi={lang}/></w:rPr></w:rPrDefault><w:pPrDefault>'
        '<w:pPr><w:spacing w:after="160" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    )
    own = "".join(
        f'<w:style w:type="paragraph" w:styleId="{style}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        for style, (name, paragraph, run) in _STYLES.items()
    )
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    others = (
        '<w:style w:type="character" w:styleId="CodeText"><w:name w:val="Code Text"/><w:rPr>'
        '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New"/></w:rPr></w:style>'
        '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/>'
        f"<w:tblPr><w:tblBorders>{sides}</w:tblBorders></w:tblPr></w:style>"
    )
    return f'{_XML}<w:styles xmlns:w="{_W}">{default}{own}{others}</w:styles>'


def _numbering(ordered: int) -> str:
    """Bullets are list 1; each numbered list is one of its own, so that it starts at one."""
    abstracts = "".join(
        f'<w:abstractNum w:abstractNumId="{number}">{_levels(form, text)}</w:abstractNum>'
        for number, (form, text) in enumerate([("bullet", "•"), ("decimal", "%{}.")])
    )
    lists = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    restart = "".join(
        f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/></w:lvlOverride>' for level in range(9)
    )
    for number in range(2, ordered + 2):
        lists += f'<w:num w:numId="{number}"><w:abstractNumId w:val="1"/>{restart}</w:num>'
    return f'{_XML}<w:numbering xmlns:w="{_W}">{abstracts}{lists}</w:numbering>'


def _levels(form: str, text: str) -> str:
    return "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text.format(level + 1)}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{360 * (level + 1)}" w:hanging="360"/></w:pPr></w:lvl>'
        for level in range(9)
    )


TARGET = Target(name="docx", render=render)
