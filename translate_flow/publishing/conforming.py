"""HTML of the wild as the HTML standard wants it, without losing a word.

Pages that people wrote have items outside of lists, headings that skip levels, elements of long ago and elements of
nobody. Browsers forgive them; validators, e-book readers and screen readers do not.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_KNOWN = """
a abbr address article aside audio b bdi bdo blockquote br caption cite code col colgroup data dd del details dfn div
dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr i iframe img ins kbd li main mark math ol p
picture pre q rp rt ruby s samp search section small source span strong sub summary sup svg table tbody td tfoot th
thead time tr track u ul var video wbr
"""
_ELEMENTS = frozenset(_KNOWN.split())
"""What a body may have (HTML, section 4)."""
_OBSOLETE = {
    "acronym": "abbr", "big": "span", "center": "div", "dir": "ul", "font": "span", "listing": "pre", "nobr": "span",
    "strike": "s", "tt": "code", "xmp": "pre",
}  # fmt: skip
_FOREIGN = frozenset({"svg", "math"})
"""Elements whose insides have a vocabulary of their own."""
_NUMERIC = frozenset({"width", "height", "colspan", "rowspan", "start"})
_NUMBER = re.compile(r"[0-9]{1,5}")
_HEADING = re.compile(r"h[1-6]")
_SIZED = frozenset({"img", "video", "iframe", "svg", "source"})


def conform(body: HtmlElement) -> None:
    """Put a body in order, in place. Its headings start at the second level: the first is the headline's."""
    for element in list(body.iterdescendants()):
        if not _is_foreign(element):
            _known(element)
    _lists(body)
    _headings(body)
    _attributes(body)


def _is_foreign(element: HtmlElement) -> bool:
    return any(above.tag in _FOREIGN for above in element.iterancestors())


def _known(element: HtmlElement) -> None:
    """Give what is obsolete its present name, and take the tags of what nobody knows, or cannot stand here."""
    element.tag = _OBSOLETE.get(element.tag, element.tag)
    holder = {"a": "a", "p": "pre", "div": "pre", "ul": "pre", "li": "pre"}.get(element.tag)
    misplaced = holder is not None and next(element.iterancestors(holder), None) is not None
    if element.tag not in _ELEMENTS or misplaced:
        element.drop_tag()


def _lists(body: HtmlElement) -> None:
    """Items stand in lists; a list of definitions has terms and definitions, or is none."""
    for parent in {item.getparent() for item in body.iterdescendants("li")}:
        if parent.tag not in ("ul", "ol"):
            _wrap_items(parent)
    for definitions in list(body.iterdescendants("dl")):
        if not _is_regular(definitions):
            definitions.tag = "div"
    for part in list(body.iterdescendants("dt", "dd")):
        if part.getparent().tag != "dl":
            part.tag = "div"


def _wrap_items(parent: HtmlElement) -> None:
    for is_item, run in groupby(list(parent), key=lambda child: child.tag == "li"):
        if is_item:
            items = list(run)
            wrapper = parent.makeelement("ul")
            items[0].addprevious(wrapper)
            wrapper.extend(items)


def _is_regular(definitions: HtmlElement) -> bool:
    """Whether terms and definitions alternate: ``dt+ dd+``, again and again (HTML, section 4.4.9)."""
    names = "".join({"dt": "t", "dd": "d"}.get(child.tag, "x") for child in definitions)
    loose = (definitions.text or "") + "".join(child.tail or "" for child in definitions)
    return re.fullmatch(r"(?:t+d+)+", names) is not None and not loose.strip()


def _headings(body: HtmlElement) -> None:
    """No level is skipped: a reader who jumps from heading to heading would look for what is missing."""
    last = 1
    for element in body.iterdescendants():
        if isinstance(element.tag, str) and _HEADING.fullmatch(element.tag):
            last = min(max(2, int(element.tag[1])), last + 1)
            element.tag = f"h{last}"


def _attributes(body: HtmlElement) -> None:
    seen: set[str] = set()
    for element in body.iterdescendants():
        if element.tag == "img" and element.get("alt") is None:
            element.set("alt", "")
        for name in _NUMERIC & set(element.attrib):
            allowed = element.tag in _SIZED or name not in ("width", "height")
            if not allowed or not _NUMBER.fullmatch(element.attrib[name]):
                del element.attrib[name]
        if element.tag == "a" and (anchor := element.attrib.pop("name", "")):
            element.set("id", element.get("id", anchor))
        name = element.get("id")
        if name is not None and (name in seen or not name or re.search(r"\s", name)):
            del element.attrib["id"]
        seen.add(name or "")
