"""What OpenDocument files share (ODF 1.3, part 3): members, namespaces and styles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from translate_flow.documents.archive import Archive
from translate_flow.documents.xml_tree import Element
from translate_flow.errors import InputError

_ROOT = "urn:oasis:names:tc:opendocument:xmlns:"
NAMESPACES: dict[str, str] = {
    **{f"{_ROOT}{name}:1.0": name for name in ("office", "text", "style", "table", "manifest", "presentation", "meta")},
    f"{_ROOT}drawing:1.0": "draw",
    f"{_ROOT}svg-compatible:1.0": "svg",
    f"{_ROOT}xsl-fo-compatible:1.0": "fo",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://openoffice.org/2009/office": "officeooo",
}
"""Namespaces to the prefixes that these modules know them by."""
_MEMBERS = ("meta.xml", "content.xml", "styles.xml")
_NOISE = frozenset({"officeooo:rsid", "officeooo:paragraph-rsid"})
"""What LibreOffice notes of the session in which text was typed."""
_FORMATS = (
    ("style:text-position", "", "sup"), ("fo:font-weight", "bold", "b"), ("fo:font-style", "italic", "i"),
    ("style:text-underline-style", "", "u"), ("style:text-line-through-style", "", "s"),
)  # fmt: skip
"""Property, its value (any, if empty), and what a code of text with it is called; others are ``f``."""
_NAMED = {"Strong_20_Emphasis": "b", "Emphasis": "i"}
_ESCAPED = re.compile(r"_([0-9a-f]+)_")


class Style(NamedTuple):
    """A style of paragraphs or of text."""

    parent: str
    key: str
    """How text looks: equal for styles that differ by name alone; empty where they change nothing."""
    code: str
    """What a code of text in it is called."""


class Styles(NamedTuple):
    """All styles of a document, by family and name."""

    found: dict[tuple[str, str], Style]

    @classmethod
    def of(cls, roots: Iterable[Element]) -> Styles:
        """Those of ``styles.xml`` and ``content.xml``."""
        found: dict[tuple[str, str], Style] = {}
        for root in roots:
            for group in root.elements():
                if group.name in ("office:styles", "office:automatic-styles"):
                    for element in group.elements():
                        if element.name == "style:style":
                            said = element.attributes
                            place = said.get("style:family", ""), said.get("style:name", "")
                            found[place] = _style(element, named=group.name == "office:styles")
        return cls(found)

    def text(self, name: str) -> Style:
        """A style of text by its name; one that nobody defines looks like nothing."""
        return self.found.get(("text", name), Style("", "", "f"))

    def names(self, paragraph: str) -> list[str]:
        """The names of a paragraph's style and of those that it is based on, as people read them."""
        names: list[str] = []
        while paragraph and paragraph not in names and len(names) < 20:
            names.append(paragraph)
            style = self.found.get(("paragraph", paragraph))
            paragraph = style.parent if style else ""
        return [_ESCAPED.sub(lambda found: chr(int(found[1], 16)), name).lower() for name in names]


def _style(element: Element, *, named: bool) -> Style:
    name, parent = element.attributes.get("style:name", ""), element.attributes.get("style:parent-style-name", "")
    properties = element.first("style:text-properties")
    said = {key: value for key, value in (properties.attributes if properties else {}).items() if key not in _NOISE}
    looks = ";".join(f"{key}={value}" for key, value in sorted(said.items()))
    code = next((code for key, value, code in _FORMATS if said.get(key) and value in ("", said[key])), "f")
    return Style(parent, name if named else f"{parent}|{looks}" if parent or looks else "", _NAMED.get(name, code))


def text_members(kind: str, what: str, archive: Archive) -> list[str]:
    """Names of the members with text. Raises :class:`InputError` for what is no OpenDocument ``kind``, or encrypted."""
    said = archive.read("mimetype").decode("ascii", "replace").strip()
    if not said.startswith(f"application/vnd.oasis.opendocument.{kind}") or "content.xml" not in archive.members:
        is_what = f"it is of the type {said[:60]}" if said else "it does not say what it is"
        raise InputError(f"this is no {what}: {is_what}", where=archive.where, remedy="give it its own suffix")
    if b":encryption-data" in archive.read("META-INF/manifest.xml"):
        raise InputError("it is encrypted with a password", where=archive.where, remedy="save it without one")
    return [name for name in _MEMBERS if name in archive.members]
