"""An article's body as XHTML: valid inside XML, with nothing that a reading system would have to fetch."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from translate_flow.publishing.tree import inner, parse
from translate_flow.publishing.xml_text import characters

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_PLAYERS = ("iframe", "video", "audio")
_ATTRIBUTES: dict[str, frozenset[str]] = {
    "a": frozenset({"href", "hreflang", "rel", "type"}),
    "img": frozenset({"src", "alt", "width", "height"}),
    "td": frozenset({"colspan", "rowspan", "headers"}),
    "th": frozenset({"colspan", "rowspan", "headers", "scope"}),
    "ol": frozenset({"start", "reversed", "type"}),
    "time": frozenset({"datetime"}),
    "blockquote": frozenset({"cite"}),
    "q": frozenset({"cite"}),
    "details": frozenset({"open"}),
}
_EVERYWHERE = frozenset({"id", "class", "title", "lang", "dir"})
_NUMBER = re.compile(r"[0-9]{1,5}")
_NAME = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)


def xhtml(html: str, pictures: Mapping[str, str]) -> str:
    """The body as XML; ``pictures`` says where each address is inside the book, others become links."""
    body = parse(characters(html))
    for element in list(body.iterdescendants()):
        if element.getparent() is None:  # it went with what held it
            continue
        if element.tag in _PLAYERS:
            _linked(element, element.get("src") or next((s.get("src", "") for s in element.iter("source")), ""))
        elif element.tag == "img":
            if element.get("src", "") in pictures:
                element.set("src", pictures[element.get("src", "")])
                element.set("alt", element.get("alt", ""))
            else:
                _linked(element, element.get("src", ""))
        elif element.tag in ("svg", "math", "source", "map", "area", "wbr", "canvas"):
            element.drop_tree()
        elif element.tag == "picture":
            element.drop_tag()
    seen: Counter[str] = Counter()
    for element in body.iterdescendants():
        _valid(element, seen)
    _anchors(body, seen)
    return inner(body, "xml")


def _linked(element: HtmlElement, address: str) -> None:
    """Put a link in the place of what would have to be fetched; without an address, what it says instead."""
    words = element.get("title") or element.get("alt") or address
    tail = element.tail
    for child in list(element):
        child.drop_tree()
    element.attrib.clear()
    element.tail, element.text = tail, words
    element.tag = "span"
    linked = next(element.iterancestors("a"), None) is not None
    if address.startswith(("http://", "https://")) and not linked:
        element.tag = "a"
        element.set("href", address)


def _valid(element: HtmlElement, seen: Counter[str]) -> None:
    """Keep the attributes that EPUB allows there, with values that it allows."""
    allowed = _EVERYWHERE | _ATTRIBUTES.get(element.tag, frozenset())
    for name, value in list(element.attrib.items()):
        numeric = name in ("width", "height", "colspan", "rowspan", "start")
        if name not in allowed or (numeric and not _NUMBER.fullmatch(value)) or (name == "lang" and not value):
            del element.attrib[name]
    if language := element.attrib.pop("lang", ""):
        element.set("{http://www.w3.org/XML/1998/namespace}lang", language)
        element.set("lang", language)
    name = element.get("id", "")
    seen[name] += 1
    if name and (seen[name] > 1 or not _NAME.fullmatch(name)):
        del element.attrib["id"]


def _anchors(body: HtmlElement, seen: Counter[str]) -> None:
    """Links that lead nowhere in the book are words."""
    for link in list(body.iter("a")):
        address = link.get("href", "")
        inside = address.startswith("#") and seen[address[1:]] and _NAME.fullmatch(address[1:])
        if not inside and not address.startswith(("http://", "https://", "mailto:")):
            link.drop_tag()
