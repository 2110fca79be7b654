"""What a translated e-book says of itself: language, direction, translators, credit line."""

from __future__ import annotations

from collections.abc import Iterator

from translate_flow.documents.edits import Edit, edited
from translate_flow.documents.html import localizing, reader
from translate_flow.documents.model import Localization, SourceUnit
from translate_flow.documents.package import Member, is_page, members
from translate_flow.documents.xml_tree import Element, escape, prefix, tree, value_span

_NAMESPACES = {"http://www.idpf.org/2007/opf": "opf", "http://purl.org/dc/elements/1.1/": "dc"}


def localize(text: str, units: list[SourceUnit], wanted: Localization) -> str:
    """The book in its new language and direction, with its translators; the credit line ends its last page."""
    credited = not wanted.credit_line or any(unit.text == wanted.credit_line for unit in units)
    page = None if credited else _credited(text, units)
    edits: list[Edit] = []
    for member in members(text):
        if is_page(member.name):
            source = text[member.start : member.end]
            how = wanted._replace(original="", credit_line=wanted.credit_line if member == page else "")
            done = localizing.localize(source, reader.read(source, 0, len(source)), 0, how)
            if done != source:
                edits.append(Edit(member.start, member.end, done))
        else:
            root = tree(text, member.start, member.end, _NAMESPACES)
            edits += _package(text, root, wanted) if root and root.name == "opf:package" else ()
    return edited(text, edits)


def _credited(text: str, units: list[SourceUnit]) -> Member | None:
    """The page that gets the credit line: the one that credits translators already, else the last with a paragraph."""
    pages = [member for member in members(text) if is_page(member.name)]
    for roles in (("credit",), ("paragraph",), ("quote", "list-item")):
        for page in reversed(pages):
            if any(page.start <= unit.start < page.end and unit.role in roles for unit in units):
                return page
    return None


def _package(text: str, root: Element, wanted: Localization) -> Iterator[Edit]:
    """The package document: its language, its translators (MARC relator ``trl``), and its direction, since EPUB 3."""
    metadata, spine = root.first("opf:metadata"), root.first("opf:spine")
    if metadata is None:
        return
    source = wanted.source_language.split("-")[0].lower()
    for element in metadata.elements():
        if element.name == "dc:language" and element.text().split("-")[0].strip().lower() == source:
            yield Edit(element.inner, element.inner_end, wanted.language)
    modern = not root.attributes.get("version", "3.0").startswith("2")
    if spine and modern and wanted.direction == "rtl":
        span = value_span(text, spine, "page-progression-direction")
        place = spine.start + 1 + len(prefix(text, spine)) + len("spine")
        yield Edit(span[0], span[1], "rtl") if span else Edit(place, place, ' page-progression-direction="rtl"')
    named = {element.text() for element in metadata.elements() if element.name == "dc:contributor"}
    people = [name for name in wanted.translators if name not in named]
    written = [_contributor(text, metadata, name, at, modern=modern) for at, name in enumerate(people, 1)]
    if written:
        yield Edit(metadata.inner_end, metadata.inner_end, "".join(written))


def _contributor(text: str, metadata: Element, name: str, number: int, *, modern: bool) -> str:
    dc = next((prefix(text, element) for element in metadata.elements() if element.name.startswith("dc:")), "dc:")
    if not modern:
        role = 'xmlns:opf="http://www.idpf.org/2007/opf" opf:role="trl"'
        return f"<{dc}contributor {role}>{escape(name)}</{dc}contributor>"
    opf = prefix(text, metadata)
    return (
        f'<{dc}contributor id="translator-{number}">{escape(name)}</{dc}contributor>'
        f'<{opf}meta refines="#translator-{number}" property="role" scheme="marc:relators">trl</{opf}meta>'
    )
