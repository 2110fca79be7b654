"""PowerPoint (PPTX, PPTM; ECMA-376, PresentationML): slides in their order, each with its notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from translate_flow.documents import ooxml, runs_write, xml_units
from translate_flow.documents.archive import Archive
from translate_flow.documents.coded import build
from translate_flow.documents.model import Format, Options, Piece, SourceUnit
from translate_flow.documents.package import members
from translate_flow.documents.pptx import localizing
from translate_flow.documents.roles import role_of_text
from translate_flow.documents.runs import Dialect, Look, inline
from translate_flow.documents.style_roles import settled
from translate_flow.documents.xml_tree import Element, decode, prefix, tree

_UNSEEN = frozenset({"lang", "altLang", "dirty", "err", "smtClean", "noProof", "bmk", "kumimoji"})
_FORMATS = (("baseline", "sup"), ("b", "b"), ("i", "i"), ("u", "u"), ("strike", "s"))
_ROLES = {"title": "heading", "ctrTitle": "heading", "subTitle": "subheadline", "body": "list-item", "obj": "list-item"}
"""Roles of placeholders, by their type."""
_BESIDE = re.compile(r"/(?:notesSlides/notesSlide|diagrams/(?:data|drawing)|charts/chart)\d*\.xml$")
"""Parts with texts of a slide: its notes, its SmartArt (which stands there twice), titles in its charts."""
_COMPUTED = frozenset({"sldNum", "dt", "sldImg"})


def _look(text: str, properties: Element, _language: str) -> Look:
    said = {key: value for key, value in properties.attributes.items() if key not in _UNSEEN}
    inside = text[properties.inner : properties.inner_end]
    key = " ".join(f"{name}={value}" for name, value in sorted(said.items())) + inside
    if properties.first("a:hlinkClick"):
        return Look(key, "a")
    return Look(key, next((code for name, code in _FORMATS if said.get(name, "0") not in ("0", "none")), "f"))


_SLIDES = Dialect(
    prefix="a",
    noise=frozenset({"a:rPr", "a:pPr", "a:endParaRPr"}),
    containers={},
    lone={"a:br": "br", "a:fld": "ph", "mc:AlternateContent": "math", "a:tab": "tab"},
    look=_look,
)


def text_members(archive: Archive) -> list[str]:
    """The properties, then each slide, in the order in which they are shown, with its notes."""
    main = ooxml.parts(archive, "presentationml", ("main",))[0]
    text = archive.read(main).decode("utf-8-sig", "replace")
    root = tree(text, 0, len(text), ooxml.NAMESPACES)
    leads = ooxml.related(archive, main)
    shown = [leads.get(one.attributes.get("r:id", ""), "") for one in (root.every("p:sldId") if root else ())]
    names = [ooxml.CORE]
    for slide in shown:
        names += [slide, *sorted(filter(_BESIDE.search, ooxml.related(archive, slide).values()), key=ooxml.natural)]
    return [name for name in dict.fromkeys(names) if name in archive.members]


def parse(text: str, _options: Options) -> list[SourceUnit]:
    """The units of all slides, in the order of their starts."""
    units: list[SourceUnit] = []
    said: set[str] = set()
    for member in members(text):
        root = tree(text, member.start, member.end, ooxml.NAMESPACES)
        if root is not None and root.name == "cp:coreProperties":
            units += ooxml.core_units(text, root)
        elif root is not None:
            found = _inside(text, root, _ROLES if root.name == "p:sld" else {}, "paragraph")
            again = "/diagrams/drawing" in member.name
            units += [unit._replace(twin=again and unit.text in said) for unit in found]
        said.update(unit.text for unit in units)
    units.sort(key=lambda unit: (unit.start, -unit.end))
    return settled(units)


def _inside(text: str, element: Element, roles: Mapping[str, str], role: str) -> Iterator[SourceUnit]:
    for child in element.elements():
        if child.name == "p:cNvPr":
            yield from xml_units.value_units(text, child, {"title": "image-alt", "descr": "image-alt"})
        elif child.name == "a:p":
            yield from _paragraph(text, child, role)
        elif child.name == "p:sp":
            holder = child.first("p:nvSpPr", "p:nvPr", "p:ph")
            kind = holder.attributes.get("type", "body") if holder else ""
            if kind not in _COMPUTED:
                yield from _inside(text, child, roles, roles.get(kind, "paragraph"))
        elif child.name != "mc:Fallback":
            yield from _inside(text, child, roles, "table-cell" if child.name == "a:tc" else role)


def _paragraph(text: str, paragraph: Element, role: str) -> Iterator[SourceUnit]:
    content = inline(text, paragraph, _SLIDES)
    unit = build(text, content.items, role, decode=decode, preserve=True)
    if unit:
        context = f"{prefix(text, paragraph)}|{content.base(unit.start, unit.end)}"
        yield unit._replace(role=role_of_text(unit.text, role), context=context)


def encode(text: str, unit: SourceUnit, pieces: Sequence[Piece]) -> str:
    """What replaces the unit's source: runs, an attribute's value or plain words."""
    if unit.context in (xml_units.WORDS, xml_units.VALUE):
        return xml_units.encode(unit, pieces)
    return runs_write.encode(text, unit, pieces)


FORMAT = Format(
    name="pptx",
    suffixes=(".pptx", ".pptm", ".ppsx"),
    parse=parse,
    encode=encode,
    localize=partial(localizing.localize, encode=encode),
    members=text_members,
    idle=runs_write.IDLE,
)
