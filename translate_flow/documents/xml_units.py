"""Units that are all the words of one XML element, or the value of one of its attributes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from translate_flow.documents.coded import TEXT, build
from translate_flow.documents.model import Piece, SourceUnit
from translate_flow.documents.xml_tree import Element, Words, decode, escape, escape_value, value_span

WORDS, VALUE = "words", "value"
"""Contexts of these units."""


def words_units(
    text: str, elements: Iterable[Element], role: str = "metadata", *, preserve: bool = False
) -> list[SourceUnit]:
    """A unit of each element's words; ``preserve`` keeps its blanks and line breaks."""
    units: list[SourceUnit] = []
    for element in elements:
        words = [child for child in element.children if isinstance(child, Words)]
        if len(words) == 1 == len(element.children):
            run = (TEXT, "", words[0].start, words[0].end, None)
            unit = build(text, [run], role, decode=decode, context=WORDS, preserve=preserve)
            units += [unit] if unit else []
    return units


def value_units(text: str, element: Element, names: Mapping[str, str]) -> list[SourceUnit]:
    """A unit of each attribute in ``names`` (attribute to role) that is text."""
    units: list[SourceUnit] = []
    for name, role in names.items():
        if element.attributes.get(name) and (span := value_span(text, element, name)):
            run = (TEXT, "", span[0], span[1], None)
            unit = build(text, [run], role, decode=decode, context=VALUE, preserve=True)
            units += [unit] if unit else []
    return units


def encode(unit: SourceUnit, pieces: Sequence[Piece]) -> str:
    """What replaces the words of an element, or an attribute's value."""
    write = escape if unit.context == WORDS else escape_value
    return "".join([piece.text if piece.markup else write(piece.text) for piece in pieces])
