"""What a paragraph of an office file is in the article, by its style's name and those that it is based on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from translate_flow.documents.model import SourceUnit
from translate_flow.documents.xml_tree import Element

_NAMES = (
    (r"title", "headline"),
    (r"subtitle|dek|standfirst|subheadline", "subheadline"),
    (r"heading(?: \d+)?|toc heading|contents heading", "heading"),
    (r"caption|illustration|figure", "caption"),
    (r"intense quote|pull ?quote", "pull-quote"),
    (r"quote|block text|quotations?", "quote"),
    (r"list\b.*", "list-item"),
    (r"kicker|overline", "kicker"),
    (r"byline|author", "byline"),
    (r"date|dateline", "date"),
)
"""Names of styles (as programs write them into files in every language) to roles."""
_ROLES = tuple((re.compile(pattern), role) for pattern, role in _NAMES)
_DEEPEST = 20
"""Styles based on each other."""


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    based_on: str
    numbered: bool


@dataclass(frozen=True, slots=True)
class Roles:
    """The styles of a document."""

    styles: dict[str, _Style]
    language: str = ""
    """That of text of which nothing else is said."""

    @classmethod
    def of(cls, root: Element | None) -> Roles:
        """Those of ``word/styles.xml``; none where there is no such part."""
        found: dict[str, _Style] = {}
        for element in root.elements() if root else ():
            if element.name == "w:style" and element.attributes.get("w:type") == "paragraph":
                numbered = element.first("w:pPr", "w:numPr") is not None
                style = _Style(_value(element, "w:name").lower(), _value(element, "w:basedOn"), numbered)
                found[element.attributes.get("w:styleId", "")] = style
        default = root and root.first("w:docDefaults", "w:rPrDefault", "w:rPr", "w:lang")
        return cls(found, default.attributes.get("w:val", "") if default else "")

    def of_paragraph(self, paragraph: Element) -> str:
        """The role that the style or the numbering of a paragraph gives it; empty for none."""
        properties = paragraph.first("w:pPr")
        style = properties and properties.first("w:pStyle")
        name = style.attributes.get("w:val", "") if style else ""
        for _ in range(_DEEPEST):
            known = self.styles.get(name) or _Style(name.lower(), "", numbered=False)
            role = role_of_style(known.name)
            if role or known.numbered:
                return role or "list-item"
            if not known.based_on:
                break
            name = known.based_on
        return "list-item" if properties and properties.first("w:numPr") else ""


def role_of_style(name: str) -> str:
    """The role that a style's name speaks of, in lower case; empty for none."""
    return next((role for pattern, role in _ROLES if pattern.fullmatch(name)), "")


def _value(element: Element, name: str) -> str:
    found = element.first(name)
    return found.attributes.get("w:val", "") if found else ""


def settled(units: Sequence[SourceUnit]) -> list[SourceUnit]:
    """The units, the first heading the headline where the document has none."""
    if any(unit.role == "headline" for unit in units):
        return list(units)
    first = next((index for index, unit in enumerate(units) if unit.role == "heading"), -1)
    return [unit._replace(role="headline") if index == first else unit for index, unit in enumerate(units)]
