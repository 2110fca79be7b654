"""What a start tag says to a translator: values that are text, the role of its element, and whether to translate it."""

from __future__ import annotations

import re
from typing import NamedTuple

from translate_flow.documents.coded import TEXT, build
from translate_flow.documents.html.roles import role_of_element
from translate_flow.documents.html.text import decode_attribute
from translate_flow.documents.html.tokens import Attribute, attributes
from translate_flow.documents.model import SourceUnit

_TEXTS = {
    "alt": "image-alt",
    "title": "link-title",
    "placeholder": "metadata",
    **dict.fromkeys(("aria-label", "aria-description", "aria-placeholder", "aria-valuetext"), "metadata"),
    "abbr": "metadata",
    "label": "metadata",
}
"""Attributes whose values people read or hear."""
_WHERE = {"label": frozenset({"option", "optgroup", "track"}), "abbr": frozenset({"th"})}
"""The elements on which such an attribute is text (HTML Standard, section 3.2.6.2)."""
_SILENT = frozenset({"script", "style", "code", "pre", "kbd", "samp", "tt", "noscript", "template"})
"""Elements of code, whose attributes are no text either."""
_BUTTONS = frozenset({"submit", "button", "reset"})
_META = re.compile(r"(?:[\w.:-]*description|(?:og|twitter):title|og:site_name|(?:og|twitter):image:alt)", re.IGNORECASE)
_TELLING = frozenset({"class", "id", "rel", "itemprop", "translate", "type", "name", "property"})
_WANTED = _TELLING | _TEXTS.keys() | {"content", "value"}


class Value(NamedTuple):
    """An attribute's value that is text."""

    role: str
    start: int
    end: int
    quote: str


class Traits(NamedTuple):
    """What a start tag says; ``values`` have spans relative to the tag."""

    role: str = ""
    translate: bool | None = None
    values: tuple[Value, ...] = ()


PLAIN = Traits()


def traits(name: str, tag: str) -> Traits:
    """Those of the start tag ``tag``, whose element is called ``name``."""
    telling: dict[str, str] = {}
    texts: list[Attribute] = []
    for attribute in attributes(tag, len(name) + 1, len(tag), _WANTED):
        if attribute.name in _TELLING:
            telling[attribute.name] = tag[attribute.start : attribute.end] if attribute.start >= 0 else ""
        elif attribute.end > attribute.start:
            texts.append(attribute)
    if not telling and not texts:
        return PLAIN
    values = [Value(role, start, end, quote) for key, start, end, quote in texts if (role := _role(name, key, telling))]
    return Traits(role_of_element(name, telling), _translate(telling), tuple(values))


def attribute_units(text: str, start: int, said: Traits) -> list[SourceUnit]:
    """The units of the attributes of the start tag at ``start``, which says ``said``."""
    units: list[SourceUnit] = []
    for role, first, last, quote in said.values:
        words = (TEXT, "", start + first, start + last, None)
        unit = build(text, [words], role, decode=decode_attribute, context=f"attribute{quote}")
        if unit:
            units.append(unit)
    return units


def _role(name: str, key: str, telling: dict[str, str]) -> str:
    """The role of an attribute's value; empty where it is no text."""
    if name in _SILENT:
        return ""
    if key in _TEXTS:
        return "" if name not in _WHERE.get(key, {name}) else _TEXTS[key]
    if key == "content" and name == "meta":
        said = telling.get("name") or telling.get("property") or telling.get("itemprop") or ""
        if not _META.fullmatch(said.strip()):
            return ""
        return "image-alt" if said.endswith("alt") else "metadata"
    if key == "value" and name == "input" and telling.get("type", "").lower() in _BUTTONS:
        return "metadata"
    return ""


def _translate(telling: dict[str, str]) -> bool | None:
    """What the ``translate`` attribute or the class ``notranslate`` asks; ``None`` if neither stands there."""
    said = telling.get("translate")
    if said is not None:
        return said.lower() != "no"
    classes = telling.get("class", "")
    return False if "notranslate" in classes and "notranslate" in classes.split() else None
