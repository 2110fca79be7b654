"""What Word, PowerPoint and Excel files share (ECMA-376): parts by their content types, properties, namespaces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from posixpath import basename, dirname, join, normpath

from translate_flow.documents.archive import Archive
from translate_flow.documents.model import SourceUnit
from translate_flow.documents.xml_tree import Element, tree
from translate_flow.documents.xml_units import words_units
from translate_flow.errors import InputError

TYPES = "[Content_Types].xml"
CORE = "docProps/core.xml"

_SCHEMAS = "http://schemas.openxmlformats.org/"
_STRICT = "http://purl.oclc.org/ooxml/"
NAMESPACES: dict[str, str] = {
    f"{_SCHEMAS}package/2006/content-types": "ct",
    f"{_SCHEMAS}package/2006/metadata/core-properties": "cp",
    f"{_SCHEMAS}package/2006/relationships": "rel",
    "http://purl.org/dc/elements/1.1/": "dc",
    f"{_SCHEMAS}markup-compatibility/2006": "mc",
    "urn:schemas-microsoft-com:vml": "v",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingShape": "wps",
    **{
        root + path: prefix
        for prefix, name in {
            "w": "wordprocessingml/{}main",
            "s": "spreadsheetml/{}main",
            "p": "presentationml/{}main",
            "a": "drawingml/{}main",
            "wp": "drawingml/{}wordprocessingDrawing",
            "pic": "drawingml/{}picture",
            "m": "officeDocument/{}math",
            "r": "officeDocument/{}relationships",
        }.items()
        for root, path in ((_SCHEMAS, name.format("2006/")), (_STRICT, name.format("")))
    },
}
"""Namespaces, of the transitional and the strict form, to the prefixes that these modules know them by."""
_MACROS = {"ms-word": "wordprocessingml", "ms-powerpoint": "presentationml", "ms-excel": "spreadsheetml"}
"""Kinds as content types with macros name them."""
_CONTENT_TYPE = re.compile(rf"({'|'.join([*_MACROS, *_MACROS.values()])})\..*?(\w+)\+xml$")
_KINDS = {"wordprocessingml": "Word document", "presentationml": "presentation", "spreadsheetml": "workbook"}


def parts(archive: Archive, kind: str, wanted: Sequence[str]) -> list[str]:
    """Names of the parts with these content types, in this order; ``kind`` is ``wordprocessingml`` or its like.

    A content type is given by its last word: ``main``, ``header``, ``styles`` … Raises :class:`InputError` where the
    archive is of another kind.
    """
    found: dict[str, list[str]] = {name: [] for name in wanted}
    kinds: set[str] = set()
    for name, content_type in _types(archive).items():
        match = _CONTENT_TYPE.search(content_type)
        if match and name in archive.members and "/glossary/" not in name:
            its_kind = _MACROS.get(match[1], match[1])
            kinds.add(its_kind)
            if its_kind == kind and match[2] in found:
                found[match[2]].append(name)
    if not found["main"]:
        what = next((said for key, said in _KINDS.items() if key in kinds), "")
        if not what and "mimetype" in archive.members:
            what = f"file of the type {archive.read('mimetype')[:60].decode('latin-1')}"
        other = f"it is a {what}" if what else "there is none in it"
        raise InputError(f"this is no {_KINDS[kind]}: {other}", where=archive.where, remedy="give it its own suffix")
    return [name for key in wanted for name in sorted(found[key], key=natural)]


def _types(archive: Archive) -> dict[str, str]:
    """Content type of each part that has one of its own."""
    if TYPES not in archive.members:
        return {}
    text = archive.read(TYPES).decode("utf-8-sig", "replace")
    root = tree(text, 0, len(text), NAMESPACES)
    return {
        element.attributes.get("PartName", "").lstrip("/"): element.attributes.get("ContentType", "")
        for element in (root.elements() if root else ())
        if element.name == "ct:Override"
    }


def natural(name: str) -> list[tuple[int, str]]:
    """A key that puts ``slide10`` behind ``slide9``."""
    return [(int(number or 0), word) for word, number in re.findall(r"(\D+)(\d*)", name)]


def related(archive: Archive, part: str) -> dict[str, str]:
    """The part that each relationship of ``part`` leads to, by its id."""
    text = archive.read(f"{dirname(part)}/_rels/{basename(part)}.rels").decode("utf-8-sig", "replace")
    root = tree(text, 0, len(text), NAMESPACES)
    return led(root, part) if root else {}


def led(relations: Element, part: str) -> dict[str, str]:
    """The same by the root of the part of relationships."""
    return {
        one.attributes.get("Id", ""): normpath(join("/", dirname(part), one.attributes.get("Target", ""))).lstrip("/")
        for one in relations.elements()
        if one.attributes.get("TargetMode") != "External"
    }


def core_units(text: str, root: Element | None) -> list[SourceUnit]:
    """The document's title and description, as other programs and search engines show them."""
    found = root.elements() if root else ()
    return words_units(text, [one for one in found if one.name in ("dc:title", "dc:description", "dc:subject")])
