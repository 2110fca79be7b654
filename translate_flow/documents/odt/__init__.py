"""Writer (ODT, ODF 1.3): body, headers, footers, notes, text boxes, alternative texts, title."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from translate_flow.documents import xml_units
from translate_flow.documents.model import Format, Options, SourceUnit
from translate_flow.documents.odt import localizing
from translate_flow.documents.odt import package as odf
from translate_flow.documents.odt.inline import IDLE, encode, paragraph_unit
from translate_flow.documents.package import members
from translate_flow.documents.roles import role_of_text
from translate_flow.documents.style_roles import role_of_style, settled
from translate_flow.documents.xml_tree import Element, tree

_PARAGRAPHS = frozenset({"text:p", "text:h"})
_SILENT = frozenset(
    {"text:tracked-changes", "office:annotation", "office:forms", "office:scripts", "text:note-citation", "text:ruby"}
    | {"text:table-of-content-source", "text:sequence-decls", "text:variable-decls", "office:styles"}
)
"""Elements in which there is nothing that a reader sees, or only what is computed."""
_AROUND = {"table:table-cell": "table-cell", "text:list-item": "list-item", "text:list-header": "list-item"}
_FREE = frozenset({"draw:text-box", "text:note-body"})
"""Elements whose paragraphs do not belong to the table or list around them."""


def parse(text: str, _options: Options) -> list[SourceUnit]:
    """The units of all members, in the order of their starts."""
    roots = [tree(text, member.start, member.end, odf.NAMESPACES) for member in members(text)]
    styles = odf.Styles.of(root for root in roots if root is not None)
    units: list[SourceUnit] = []
    for root in roots:
        if root is not None:
            units += _inside(text, root, styles, "")
    units.sort(key=lambda unit: (unit.start, -unit.end))
    return settled(units)


def _inside(text: str, element: Element, styles: odf.Styles, around: str) -> Iterator[SourceUnit]:
    for child in element.elements():
        if child.name in _SILENT:
            continue
        if child.name in _PARAGRAPHS:
            unit = paragraph_unit(text, child, styles, "paragraph")
            if unit:
                role = _role(child, styles, around)
                yield unit._replace(role=role_of_text(unit.text, role))
        elif child.name in ("svg:title", "svg:desc"):
            yield from xml_units.words_units(text, [child], "image-alt")
        elif child.name in ("dc:title", "dc:description", "dc:subject"):
            yield from xml_units.words_units(text, [child])
        role = "" if child.name in _FREE else _AROUND.get(child.name, around)
        yield from _inside(text, child, styles, role)


def _role(paragraph: Element, styles: odf.Styles, around: str) -> str:
    """The role of a paragraph by its styles, its kind, and what is around it."""
    names = styles.names(paragraph.attributes.get("text:style-name", ""))
    role = next((role for name in names if (role := role_of_style(name))), "")
    if paragraph.name == "text:h":
        return role or "heading"
    return role or around or "paragraph"


FORMAT = Format(
    name="odt",
    suffixes=(".odt", ".ott"),
    parse=parse,
    encode=encode,
    localize=partial(localizing.localize, encode=encode),
    members=partial(odf.text_members, "text", "OpenDocument text"),
    idle=IDLE,
)
