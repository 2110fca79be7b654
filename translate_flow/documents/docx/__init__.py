"""Word (DOCX, DOCM; ECMA-376, WordprocessingML): body, headers, footers, notes, text boxes, alternative texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

from translate_flow.documents import ooxml, runs_write, xml_units
from translate_flow.documents.archive import Archive
from translate_flow.documents.coded import build
from translate_flow.documents.docx import localizing
from translate_flow.documents.model import Format, Options, Piece, SourceUnit
from translate_flow.documents.package import members
from translate_flow.documents.roles import role_of_text
from translate_flow.documents.runs import inline
from translate_flow.documents.style_roles import Roles, settled
from translate_flow.documents.word_names import IN_RUN, WORD
from translate_flow.documents.xml_tree import Element, decode, prefix, tree

_PARTS = ("main", "footnotes", "endnotes", "header", "footer")
_ABOUT = ("styles", "settings")
"""Parts without text that say what styles are called and in which language the document is."""
_ALT = {"wp:docPr": {"title": "image-alt", "descr": "image-alt"}, "v:shape": {"alt": "image-alt"}}
"""Attributes that stand for pictures."""


def text_members(archive: Archive) -> list[str]:
    """The parts with text, the properties first, styles and settings last."""
    found = ooxml.parts(archive, "wordprocessingml", (*_PARTS, *_ABOUT))
    return [name for name in (ooxml.CORE, *found) if name in archive.members]


def parse(text: str, _options: Options) -> list[SourceUnit]:
    """The units of all parts, in the order of their starts."""
    found = {member.name: tree(text, member.start, member.end, ooxml.NAMESPACES) for member in members(text)}
    roles = Roles.of(next((root for root in found.values() if root is not None and root.name == "w:styles"), None))
    units: list[SourceUnit] = []
    for root in found.values():
        if root is None:
            continue
        if root.name == "cp:coreProperties":
            units += ooxml.core_units(text, root)
        elif root.name not in ("w:styles", "w:settings"):
            units += _Story(text, roles).read(root)
    units.sort(key=lambda unit: (unit.start, -unit.end))
    return settled(units)


class _Place(NamedTuple):
    """What is around a paragraph."""

    in_table: bool = False
    again: bool = False
    """In a fallback for programs that cannot show what stands before it."""


class _Story:
    """Reads one part."""

    def __init__(self, text: str, roles: Roles) -> None:
        self._text = text
        self._roles = roles
        self._said: set[str] = set()
        """Texts in the forms of drawings that most programs show."""

    def read(self, root: Element) -> list[SourceUnit]:
        return list(self._inside(root, _Place()))

    def _inside(self, element: Element, place: _Place) -> Iterator[SourceUnit]:
        for child in element.elements():
            if child.name == "w:p":
                yield from self._paragraph(child, place)
            elif child.name in _ALT:
                yield from self._noted(xml_units.value_units(self._text, child, _ALT[child.name]), place)
            if child.name == "w:tc":
                yield from self._inside(child, place._replace(in_table=True))
            elif child.name == "w:txbxContent":
                yield from self._inside(child, place._replace(in_table=False))
            elif child.name == "mc:Fallback":
                yield from self._inside(child, place._replace(again=True))
            elif not _is_deleted(child):
                yield from self._inside(child, place)

    def _paragraph(self, paragraph: Element, place: _Place) -> Iterator[SourceUnit]:
        role = "table-cell" if place.in_table else ""
        role = self._roles.of_paragraph(paragraph) or role or "paragraph"
        content = inline(self._text, paragraph, WORD, self._roles.language)
        unit = build(self._text, content.items, role, decode=decode, preserve=True)
        if unit:
            context = f"{prefix(self._text, paragraph)}|{content.base(unit.start, unit.end)}"
            role = role_of_text(unit.text, role)
            yield from self._noted([unit._replace(role=role, context=context)], place)

    def _noted(self, units: Sequence[SourceUnit], place: _Place) -> Iterator[SourceUnit]:
        """The units, those of a fallback as twins of what they repeat."""
        for unit in units:
            if not place.again:
                self._said.add(unit.text)
            yield unit._replace(twin=True) if place.again and unit.text in self._said else unit


def _is_deleted(element: Element) -> bool:
    """Whether an element is, or is in, what a reader with all changes accepted no longer sees."""
    return element.name in ("w:del", "w:moveFrom") or (
        element.name == "w:tr" and element.first("w:trPr", "w:del") is not None
    )


def encode(text: str, unit: SourceUnit, pieces: Sequence[Piece]) -> str:
    """What replaces the unit's source: runs, an attribute's value or plain words."""
    if unit.context in (xml_units.WORDS, xml_units.VALUE):
        return xml_units.encode(unit, pieces)
    return runs_write.encode(text, unit, pieces, IN_RUN, ' xml:space="preserve"')


FORMAT = Format(
    name="docx",
    suffixes=(".docx", ".docm"),
    parse=parse,
    encode=encode,
    localize=partial(localizing.localize, encode=encode),
    members=text_members,
    idle=runs_write.IDLE,
)
