"""What Word, PowerPoint and Excel files share (ECMA-376): parts by their content types, properties, namespaces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from posixpath import dirname, join, normpath

from translate_flow.documents.archive import Archive
from translate_flow.documents.coded import TEXT, build
from translate_flow.documents.model import Piece, SourceUnit
from translate_flow.documents.xml_tree import Element, Words, decode, escape, escape_value, tree, value_span
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
_KINDS = {"wordprocessingml": "Word document", "presentationml": "presentation", "spreadsheetml": "workbook"}


def parts(archive: Archive, kind: str, wanted: Sequence[str]) -> list[str]:
    """Names of the parts with these content types, in this order; ``kind`` is ``wordprocessingml`` or its like.

    A content type is given by what stands between ``…officedocument.KIND.`` and ``+xml``, e.g. ``header``. Raises
    :class:`InputError` where the archive is of another kind.
    """
    found: dict[str, list[str]] = {name: [] for name in wanted}
    kinds: set[str] = set()
    for name, content_type in _types(archive).items():
        match = re.search(r"\.(\w+ml)\.(?:(?:document|slideshow|sheet|template|presentation)\.)?([\w.]+)\+xml$|"
                          r"ms-(word|powerpoint|excel)\.\w+\.macroEnabled(?:Template|Slideshow)?\.(main)\+xml$",
                          content_type)  # fmt: skip
        if match and name in archive.members:
            short = match[2] or match[4]
            kinds.add(match[1] or _MACROS[match[3]])
            if short in found and (match[1] or _MACROS[match[3]]) == kind:
                found[short].append(name)
    if not found.get("main"):
        what = next((said for key, said in _KINDS.items() if key in kinds), "")
        if not what and "mimetype" in archive.members:
            what = f"file of the type {archive.read('mimetype')[:60].decode('latin-1')}"
        other = f"it is a {what}" if what else "there is none in it"
        raise InputError(f"this is no {_KINDS[kind]}: {other}", where=archive.where, remedy="give it its own suffix")
    return [name for key in wanted for name in sorted(found[key], key=natural)]


_MACROS = {"word": "wordprocessingml", "powerpoint": "presentationml", "excel": "spreadsheetml"}


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
    """Part that each relationship of ``part`` leads to, by its id."""
    folder, name = dirname(part), part.rsplit("/", 1)[-1]
    text = archive.read(f"{folder}/_rels/{name}.rels").decode("utf-8-sig", "replace")
    root = tree(text, 0, len(text), NAMESPACES)
    return {
        element.attributes.get("Id", ""): normpath(join("/", folder, element.attributes.get("Target", ""))).lstrip("/")
        for element in (root.elements() if root else ())
        if element.attributes.get("TargetMode") != "External"
    }


def core_units(text: str, root: Element | None) -> list[SourceUnit]:
    """The document's title and description, as other programs and search engines show them."""
    found = root.elements() if root else ()
    return words_units(text, [one for one in found if one.name in ("dc:title", "dc:description", "dc:subject")])


def words_units(text: str, elements: Iterable[Element], role: str = "metadata") -> list[SourceUnit]:
    """A unit of each element's words."""
    units: list[SourceUnit] = []
    for element in elements:
        words = [child for child in element.children if isinstance(child, Words)]
        if len(words) == 1 == len(element.children):
            run = (TEXT, "", words[0].start, words[0].end, None)
            unit = build(text, [run], role, decode=decode, context="words")
            units += [unit] if unit else []
    return units


def value_units(text: str, element: Element, names: Mapping[str, str]) -> list[SourceUnit]:
    """A unit of each attribute in ``names`` (attribute to role) that is text."""
    units: list[SourceUnit] = []
    for name, role in names.items():
        if element.attributes.get(name) and (span := value_span(text, element, name)):
            run = (TEXT, "", span[0], span[1], None)
            unit = build(text, [run], role, decode=decode, context="value", preserve=True)
            units += [unit] if unit else []
    return units


def encode_words(unit: SourceUnit, pieces: Sequence[Piece]) -> str:
    """What replaces the words of an element, or an attribute's value."""
    write = escape if unit.context == "words" else escape_value
    return "".join([piece.text if piece.markup else write(piece.text) for piece in pieces])
