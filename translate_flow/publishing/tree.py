"""The body of an article as a tree: found on its page, freed of what does not belong into it, written again."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Literal
from urllib.parse import urljoin

from translate_flow.documents.html.roles import BLOCK, ELEMENTS
from translate_flow.publishing.conforming import conform

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MARK, END = "\ue000", "\u2058"
"""Around the number of the unit whose text follows."""
DROPPED = frozenset(
    {"headline", "kicker", "subheadline", "byline", "date", "credit", "comment", "tags", "promo", "copyright"}
)
"""Roles that are no part of the body: they stand in an article's head or foot, or nowhere."""
_SPACES = re.compile(r"[ \t\r\n\f]+")
_MARKED = re.compile(f"{MARK}([0-9]+){END}")
_REMOVED = (
    "script",
    "style",
    "template",
    "noscript",
    "form",
    "input",
    "button",
    "select",
    "textarea",
    "object",
    "embed",
)
BLOCKS = frozenset(name for name, treatment in ELEMENTS.items() if treatment == BLOCK) | {"pre", "hr"}
"""Elements that end a paragraph."""
_FURNITURE = ("nav", "link", "meta")
_SEEN = ("img", "picture", "video", "audio", "iframe", "svg", "table", "figure", "hr")
_TEXT_WEIGHT = frozenset({"paragraph", "quote", "list-item", "pull-quote"})
_DEEPEST = 60
"""Levels of elements below which tags are taken away."""
_FLAT = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "a", "img", "br", "hr", "pre"})
"""Elements that cannot nest without end."""
_VOID_ENDS = re.compile(r"</(?:source|track|wbr)>")
"""What libxml2 writes behind void elements that are younger than itself."""
_MOST = 0.6
"""Share of a page's paragraphs that the element around its article has."""
_URLS = frozenset({"href", "src", "poster", "cite"})
_SAFE_URL = re.compile(r"\s*(?:https?:|mailto:|tel:|data:image/(?:png|jpeg|gif|webp)|(?![\w+.-]*:))", re.IGNORECASE)
_KEPT = frozenset(
    {"href", "src", "alt", "title", "lang", "dir", "hreflang", "rel", "cite", "datetime", "width", "height", "srcset"}
    | {"sizes", "colspan", "rowspan", "scope", "headers", "start", "reversed", "type", "class", "id", "poster"}
    | {"controls", "allowfullscreen", "open", "viewbox", "role", "aria-label", "d", "fill", "stroke", "stroke-width"}
    | {"x", "y", "r", "rx", "ry", "cx", "cy", "x1", "x2", "y1", "y2", "points", "transform", "viewBox", "name"}
)


def parse(html: str) -> HtmlElement:
    """An element ``div`` with what the HTML says inside."""
    from lxml import html as reader

    return reader.fragment_fromstring(html, create_parent="div", parser=reader.HTMLParser(huge_tree=True))


def document(html: str) -> HtmlElement:
    """The root of a page, or of the page that an HTML parser makes of a fragment. Takes any text."""
    from lxml import etree
    from lxml import html as reader

    # As bytes, because lxml refuses text that declares an encoding.
    data = html.replace("\0", "\ufffd").encode("utf-8", "replace")
    try:
        return reader.document_fromstring(
            data or b"<p></p>", parser=reader.HTMLParser(encoding="utf-8", huge_tree=True)
        )
    except etree.ParserError:  # nothing but comments
        return reader.document_fromstring("<p></p>")


def inner(element: HtmlElement, method: Literal["html", "xml"] = "html") -> str:
    """What stands inside the element, as HTML or as XML."""
    from html import escape

    from lxml import etree

    children = (etree.tostring(child, encoding="unicode", method=method) for child in element)
    written = escape(element.text or "", quote=False) + "".join(children)
    return _VOID_ENDS.sub("", written) if method == "html" else written


def markup_of(text: str, start: int) -> str:
    """The HTML of the Markdown document ``text[start:]``; shortcodes and attribute lists are left out."""
    import pyromark

    from translate_flow.documents.markdown.mask import mask

    out: list[str] = []
    for hole in sorted(mask(text, start)[1]):
        if hole.start >= start:
            out.append(text[start : hole.start])
            start = hole.end
    options = pyromark.Options
    return pyromark.html(
        "".join([*out, text[start:]]),
        options=options.ENABLE_TABLES
        | options.ENABLE_STRIKETHROUGH
        | options.ENABLE_FOOTNOTES
        | options.ENABLE_TASKLISTS
        | options.ENABLE_DEFINITION_LIST,
    )


def cleaned(html: str, roles: Mapping[int, str]) -> str:
    """The article's body in a page or fragment whose blocks are marked; ``roles`` are theirs by number."""
    from lxml import etree

    page = document(html)
    page = page.body if page.body is not None else page
    _flatten(page)
    for element in list(page.iter(*_REMOVED, *_FURNITURE, etree.Comment, etree.ProcessingInstruction)):
        element.drop_tree()
    body = _article(page, roles)
    _drop(body, roles)
    _figures(body, roles)
    for element in list(body.iter()):
        _unmark(element)
        _tidy(element)
    conform(body)
    # Read once more: what stands in a paragraph now that the tags around it are gone may end it.
    body = parse(inner(body).replace(MARK, ""))
    conform(body)
    _drop_empty(body)
    _settle_spaces(body)
    return inner(body).strip()


def _flatten(page: HtmlElement) -> None:
    """Take the tags of what is nested far deeper than anybody writes, as unclosed tags are; what is inside stays."""
    level = list(page)
    for _ in range(_DEEPEST):
        level = [child for above in level for child in above]
    for element in [below for above in level for below in above.iterdescendants()] + level:
        if element.tag not in _FLAT:
            element.drop_tag()


def _numbers(text: str | None) -> Iterator[int]:
    return (int(found[1]) for found in _MARKED.finditer(text or ""))


def _roles_in(element: HtmlElement, roles: Mapping[int, str]) -> list[str]:
    """The roles of the blocks inside."""
    texts = [element.text, *(text for child in element.iterdescendants() for text in (child.text, child.tail))]
    return [roles[number] for text in texts for number in _numbers(text) if number in roles]


def _article(page: HtmlElement, roles: Mapping[int, str]) -> HtmlElement:
    """The element that holds the article: that which has the headline, else the smallest with most of the text."""
    for name in ("article", "main"):
        found = list(page.iter(name))
        holding = [element for element in found if "headline" in _roles_in(element, roles)]
        if holding or found:
            return max(holding or found, key=lambda element: len(element.text_content()))
    weights: dict[HtmlElement, int] = {}
    for element in page.iterdescendants("p"):
        if _TEXT_WEIGHT & set(_roles_in(element, roles)):
            length = len(element.text_content())
            for above in element.iterancestors():
                weights[above] = weights.get(above, 0) + length
    enough = _MOST * weights.get(page, 0)
    holding = [element for element in page.iter() if 0 < enough <= weights.get(element, 0)]
    return holding[-1] if holding else page


def _drop(element: HtmlElement, roles: Mapping[int, str]) -> None:
    """Take out the blocks that are no part of the body; pictures stay."""
    for child in list(element):
        found = _roles_in(child, roles)
        if not found or not set(found) & DROPPED:
            continue
        if set(found) <= DROPPED and not any(True for _ in child.iter(*_SEEN)):
            child.drop_tree()
        else:
            _drop(child, roles)
    for child in (element, *element):
        _cut(child, "text" if child is element else "tail", roles)


def _cut(element: HtmlElement, place: str, roles: Mapping[int, str]) -> None:
    """Take out what stands loose behind the mark of such a block."""
    text = getattr(element, place)
    found = list(_numbers(text))
    if found and all(roles.get(number) in DROPPED for number in found):
        setattr(element, place, text[: text.index(MARK)])


def _figures(body: HtmlElement, roles: Mapping[int, str]) -> None:
    """A paragraph of a picture and its caption, as Markdown has it, is a figure."""
    from lxml.html import builder

    for paragraph in list(body.iter("p")):
        first = paragraph[0] if len(paragraph) else paragraph
        alone = first.tag == "img" and not (paragraph.text or "").strip()
        captioned = set(_roles_in(paragraph, roles)) == {"caption"} or not paragraph.text_content().strip()
        if alone and captioned:
            rest = list(paragraph)[1:]
            caption = builder.FIGCAPTION(*rest)
            caption.text, first.tail = (first.tail or "").lstrip(), None
            paragraph.tag = "figure"
            if caption.text_content().strip():
                paragraph.append(caption)


def _unmark(element: HtmlElement) -> None:
    for place in ("text", "tail"):
        text = getattr(element, place)
        if text and MARK in text:
            setattr(element, place, _MARKED.sub("", text))


def _tidy(element: HtmlElement) -> None:
    """Keep the attributes that say something; addresses that run programs do not."""
    for name, value in list(element.attrib.items()):
        if name not in _KEPT or (name in _URLS and not _SAFE_URL.match(value)):
            del element.attrib[name]
    if element.tag == "iframe" and not element.get("src", "").startswith("https:"):
        element.drop_tree()


def _drop_empty(body: HtmlElement) -> None:
    """Take out blocks that hold nothing, from the inside."""
    for element in reversed(list(body.iterdescendants())):
        holds = (element.text or "").strip() or len(element)
        if not holds and element.tag in BLOCKS - {"hr"} and element.tag not in ("td", "th"):
            element.drop_tree()


def _settle_spaces(element: HtmlElement) -> None:
    """White space as browsers show it: one space, or a line end behind a block.

    WordPress makes a line break of every line end inside a paragraph.
    """
    if element.tag == "pre":
        return
    element.text = _SPACES.sub(" ", element.text or "")
    for child in element:
        _settle_spaces(child)
        tail = _SPACES.sub(" ", child.tail or "")
        child.tail = "\n" + tail.lstrip(" ") if child.tag in BLOCKS else tail


def absolute(html: str, base: str, kept: Collection[str] = ()) -> str:
    """The body with addresses that hold wherever it is published; ``base`` is the original's, or empty.

    Those ``kept`` are of files that come along.
    """
    if not base:
        return html
    body = parse(html)
    for element in body.iter():
        for name in _URLS & set(element.attrib):
            if not element.attrib[name].startswith("#") and element.attrib[name] not in kept:
                element.attrib[name] = urljoin(base, element.attrib[name])
    return inner(body)


def images(html: str) -> list[tuple[str, str]]:
    """Address and alternative text of each picture, in their order."""
    found = ((element.get("src", ""), element.get("alt", "")) for element in parse(html).iter("img"))
    return list(dict.fromkeys((src, alt) for src, alt in found if src and not src.startswith("data:")))


def with_sources(html: str, sources: Mapping[str, str]) -> str:
    """The body with pictures at other addresses."""
    if not sources:
        return html
    body = parse(html)
    for element in body.iter("img"):
        if element.get("src", "") in sources:
            element.set("src", sources[element.get("src", "")])
            element.attrib.pop("srcset", None)
    return inner(body)


def rows_of(table: HtmlElement) -> list[HtmlElement]:
    """The rows of a table, without those of tables inside it."""
    return [row for part in (table, *table.iterchildren("thead", "tbody", "tfoot")) for row in part.iterchildren("tr")]
