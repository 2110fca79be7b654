"""E-books (EPUB 3.3 and 2.0.1): pages in reading order by the HTML reader, labels of the contents, title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from translate_flow.documents import html, xml_units
from translate_flow.documents.archive import Archive
from translate_flow.documents.epub import localizing
from translate_flow.documents.html import reader
from translate_flow.documents.model import Format, Options, Piece, SourceUnit
from translate_flow.documents.package import Member, is_page, members
from translate_flow.documents.xml_tree import Element, tree
from translate_flow.errors import InputError

NAMESPACES = {
    "urn:oasis:names:tc:opendocument:xmlns:container": "container",
    "http://www.idpf.org/2007/opf": "opf",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://www.daisy.org/z3986/2005/ncx/": "ncx",
}
"""Namespaces to the prefixes that these modules know them by."""
_METADATA = ("dc:title", "dc:description", "dc:subject")
_LOCKS = "META-INF/encryption.xml"
_ENCRYPTED = re.compile(rb"<(?:\w+:)?CipherReference\b[^>]*\bURI\s*=\s*[\"']([^\"']*)[\"']")
_REPAIR = "open it in its own program and save it anew"


def text_members(archive: Archive) -> list[str]:
    """The package document, the pages in reading order, the table of contents of EPUB 2.

    Raises :class:`InputError` for what is no e-book, and for one whose text is encrypted.
    """
    if archive.read("mimetype").strip() != b"application/epub+zip":
        raise InputError("this is no e-book: it does not say so", where=archive.where, remedy="give it its own suffix")
    package = _package(archive)
    root = _tree(archive, package)
    manifest = root.first("opf:manifest") if root else None
    items = {one.attributes.get("id", ""): one.attributes for one in (manifest.elements() if manifest else ())}
    spine = root.first("opf:spine") if root else None
    order = [one.attributes.get("idref", "") for one in (spine.elements() if spine else ())]
    contents = [key for key, item in items.items() if "nav" in item.get("properties", "").split()]
    labels = [key for key, item in items.items() if item.get("media-type") == "application/x-dtbncx+xml"]
    wanted = [items[key].get("href", "") for key in (*order, *contents, *labels) if key in items]
    found = [package, *(normpath(join(dirname(package), unquote(href))) for href in wanted)]
    names = [name for name in dict.fromkeys(found) if name in archive.members]
    locked = {unquote(uri.decode("utf-8", "replace")) for uri in _ENCRYPTED.findall(archive.read(_LOCKS))}
    if locked & set(names):
        raise InputError("its text is encrypted", where=archive.where, remedy="ask its publisher for an open copy")
    return names


def _package(archive: Archive) -> str:
    """The name of the package document (EPUB 3.3, section 4.2.6.3.1)."""
    root = _tree(archive, "META-INF/container.xml")
    file = next(root.every("container:rootfile"), None) if root else None
    name = file.attributes.get("full-path", "") if file else ""
    if name not in archive.members:
        raise InputError("it has no package document", where=archive.where, remedy=_REPAIR)
    return name


def _tree(archive: Archive, name: str) -> Element | None:
    text = archive.read(name).decode("utf-8-sig", "replace")
    return tree(text, 0, len(text), NAMESPACES)


def parse(text: str, _options: Options) -> list[SourceUnit]:
    """The units of all members, in the order of their starts."""
    units: list[SourceUnit] = []
    said: set[str] = set()
    for member in members(text):
        for unit in _of_member(text, member):
            again = member.name.endswith(".ncx") and unit.text in said
            units.append(unit._replace(twin=True) if again else unit)
            said.add(unit.text)
    return units


def _of_member(text: str, member: Member) -> Iterator[SourceUnit]:
    if is_page(member.name):
        yield from reader.read(text, member.start, member.end)
        return
    root = tree(text, member.start, member.end, NAMESPACES)
    metadata = root.first("opf:metadata") if root else None
    if metadata:
        yield from xml_units.words_units(text, [one for one in metadata.elements() if one.name in _METADATA])
    elif root and root.name == "ncx:ncx":
        yield from xml_units.words_units(text, root.every("ncx:text"))


def encode(text: str, unit: SourceUnit, pieces: Sequence[Piece]) -> str:
    """What replaces the unit's source: as in a page, or plain words."""
    if unit.context == xml_units.WORDS:
        return xml_units.encode(unit, pieces)
    return html.encode(text, unit, pieces)


FORMAT = Format(
    name="epub",
    suffixes=(".epub",),
    parse=parse,
    encode=encode,
    localize=localizing.localize,
    members=text_members,
)
