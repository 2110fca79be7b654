"""Excel (XLSX, XLSM; ECMA-376, SpreadsheetML): texts of chosen cells; never formulas, numbers or headers of tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from fnmatch import fnmatchcase

from translate_flow.documents import ooxml, runs_write, xml_units
from translate_flow.documents.archive import Archive
from translate_flow.documents.coded import build
from translate_flow.documents.edits import Edit, edited
from translate_flow.documents.model import Format, Localization, Options, Piece, SourceUnit
from translate_flow.documents.package import members
from translate_flow.documents.runs import Dialect, Look, inline
from translate_flow.documents.xml_tree import Element, decode, prefix, tree, value_span

_PLACE = re.compile(r"([A-Z]+)[0-9]+")
_CHOICE = re.compile(r"(?P<sheet>.+?)(?:!(?P<first>[A-Za-z]+)(?::(?P<last>[A-Za-z]+))?)?")
_FORMATS = (("s:vertAlign", "sup"), ("s:b", "b"), ("s:i", "i"), ("s:u", "u"), ("s:strike", "s"))


def _look(text: str, properties: Element, _language: str) -> Look:
    said = {child.name for child in properties.elements()}
    return Look(
        text[properties.inner : properties.inner_end], next((code for name, code in _FORMATS if name in said), "f")
    )


_CELLS = Dialect(
    prefix="s",
    noise=frozenset({"s:rPr", "s:rPh", "s:phoneticPr"}),
    containers={},
    lone={},
    look=_look,
)


def text_members(archive: Archive) -> list[str]:
    """The properties, the shared texts, each sheet and its tables; the workbook, which names the sheets."""
    names = ooxml.parts(archive, "spreadsheetml", ("main", "sharedStrings", "worksheet", "table"))
    relations = re.sub(r"([^/]+)$", r"_rels/\1.rels", names[0])
    return [name for name in (ooxml.CORE, *names, relations) if name in archive.members]


def parse(text: str, options: Options) -> list[SourceUnit]:
    """The units of all chosen cells, in the order of their starts: those of shared texts first."""
    found = {member.name: tree(text, member.start, member.end, ooxml.NAMESPACES) for member in members(text)}
    roots = {name: root for name, root in found.items() if root is not None}
    headers = {column.attributes.get("name", "") for root in roots.values() for column in root.every("s:tableColumn")}
    units = [
        unit for root in roots.values() if root.name == "cp:coreProperties" for unit in ooxml.core_units(text, root)
    ]
    for element in _texts(roots, options.cells):
        units += [unit for unit in _cell(text, element) if unit.text not in headers]
    return sorted(units, key=lambda unit: unit.start)


def _texts(roots: dict[str, Element], choices: Sequence[str]) -> Iterator[Element]:
    """The texts of chosen cells: in the cells themselves, or shared by none but chosen ones."""
    named = _sheets(roots)
    chosen, others = set[str](), set[str]()
    for name, root in roots.items():
        if root.name == "s:worksheet":
            wanted = _chooser(choices, named.get(name, ""))
            for cell in root.every("s:c"):
                is_chosen = wanted(cell.attributes.get("r", ""))
                number, own = cell.first("s:v"), cell.first("s:is")
                if own and is_chosen:
                    yield own
                elif number and cell.attributes.get("t") == "s":
                    (chosen if is_chosen else others).add(number.text().strip())
    alone = chosen - others
    for root in roots.values():
        if root.name == "s:sst":
            shared = [child for child in root.elements() if child.name == "s:si"]
            yield from (one for at, one in enumerate(shared) if str(at) in alone)


def _sheets(roots: dict[str, Element]) -> dict[str, str]:
    """What each sheet is called, by the name of its part."""
    workbook = next(((name, root) for name, root in roots.items() if root.name == "s:workbook"), None)
    leads = next((root for root in roots.values() if root.name == "rel:Relationships"), None)
    if workbook is None or leads is None:
        return {}
    parts = ooxml.led(leads, workbook[0])
    return {
        parts.get(sheet.attributes.get("r:id", ""), ""): sheet.attributes.get("name", "")
        for sheet in workbook[1].every("s:sheet")
    }


def _chooser(choices: Sequence[str], sheet: str) -> Callable[[str], bool]:
    """Whether a cell of the sheet, by its place (``B7``), is one of the chosen."""
    ranges: list[tuple[int, int]] = []
    for choice in choices:
        match = _CHOICE.fullmatch(choice)
        if match and fnmatchcase(sheet, match["sheet"]):
            first = _number(match["first"]) if match["first"] else 0
            ranges.append((first, _number(match["last"]) if match["last"] else first or 1 << 20))

    def wanted(place: str) -> bool:
        found = _PLACE.fullmatch(place)
        column = _number(found[1]) if found else 0
        return any(first <= column <= last for first, last in ranges)

    return wanted


def _number(column: str) -> int:
    """A column's number: 1 for A."""
    number = 0
    for letter in column.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _cell(text: str, element: Element) -> Iterator[SourceUnit]:
    """The unit of a cell's text: plain, or of runs."""
    plain = [child for child in element.elements() if child.name == "s:t"]
    if plain:
        yield from xml_units.words_units(text, plain, "table-cell", preserve=True)
        return
    content = inline(text, element, _CELLS)
    unit = build(text, content.items, "table-cell", decode=decode, preserve=True)
    if unit:
        yield unit._replace(context=f"{prefix(text, element)}|{content.base(unit.start, unit.end)}")


def encode(text: str, unit: SourceUnit, pieces: Sequence[Piece]) -> str:
    """What replaces the unit's source: runs or plain words."""
    if unit.context == xml_units.WORDS:
        return xml_units.encode(unit, pieces)
    return runs_write.encode(text, unit, pieces, keeping=' xml:space="preserve"')


def localize(text: str, _units: list[SourceUnit], wanted: Localization) -> str:
    """The workbook with sheets in the direction of its new language. It has no place for a credit line."""
    edits: list[Edit] = []
    for member in members(text):
        root = tree(text, member.start, member.end, ooxml.NAMESPACES) if wanted.direction == "rtl" else None
        for view in root.every("s:sheetView") if root else ():
            span = value_span(text, view, "rightToLeft")
            place = view.start + 1 + len(prefix(text, view)) + len("sheetView")
            edits.append(Edit(span[0], span[1], "1") if span else Edit(place, place, ' rightToLeft="1"'))
    return edited(text, edits)


FORMAT = Format(
    name="xlsx",
    suffixes=(".xlsx", ".xlsm"),
    parse=parse,
    encode=encode,
    localize=localize,
    members=text_members,
    idle=runs_write.IDLE,
)
