"""Bitext to XLIFF 2: new units as we write them, the others as they stand.

A unit is rewritten only if it says something else than the bitext. One that stands as we wrote it is written anew; of
one that another tool made or touched, only the elements that differ are replaced, and all else in it stays.
"""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from translate_flow.bitext import Bitext, Unit
from translate_flow.stores.xliff2.edit import edited
from translate_flow.stores.xliff2.frame import around, headed
from translate_flow.stores.xliff2.read import Contents, understand
from translate_flow.stores.xliff2.render import ITS, MATCHES, METADATA, file_lines, unit_lines
from translate_flow.stores.xml_arrange import Row, Slot, arranged
from translate_flow.stores.xml_frame import element, opening, prefixed, spliced

WHERE = "the present file"


def written(bitext: Bitext, onto: bytes | None, version: str) -> bytes:
    """The bytes of an XLIFF 2 file for the bitext; ``onto`` is the present file, of which all that still holds is kept.

    Its version is kept too. Raises :class:`InputError` where ``onto`` is no XLIFF 2.
    """
    if not onto:
        language = bitext.source_language
        units = [unit_lines(unit, version, language) for unit in bitext.units]
        obsolete = [unit_lines(unit, version, language, obsolete=True) for unit in bitext.obsolete]
        return file_lines(bitext, version, units, obsolete).encode()
    contents = understand(onto, WHERE)
    wanted = [(unit, False) for unit in bitext.units] + [(unit, True) for unit in bitext.obsolete]
    present = [(place, at) for at, place in enumerate(contents.places) if place.unit]
    slots = [Slot(*contents.frame.spans[at][:2], place.obsolete) for place, at in present]
    names = {(place.unit.id, place.obsolete): number for number, (place, _) in enumerate(present) if place.unit}
    prefixes = tuple({place.prefix for place in contents.places} - {""})
    rows: list[Row] = []
    for unit, gone in wanted:
        slot = names.get((unit.id, gone), -1)
        at = present[slot][1] if slot >= 0 else -1
        text = ""
        if at < 0 or contents.places[at].unit != unit:
            prefix = next((prefix for prefix in prefixes if unit.id.startswith(prefix)), "")
            text = _text(contents, at, unit, prefix, bitext.source_language, obsolete=gone)
        rows.append(Row(slot, gone, text))
    edits = [*headed(contents, bitext), *arranged(contents.frame.text, slots, rows, around(contents))]
    return spliced(contents.frame, sorted(edits, key=lambda edit: edit[:2]))


def _text(contents: Contents, at: int, unit: Unit, prefix: str, language: str, *, obsolete: bool) -> str:
    """The unit's new text, from its start tag to its end tag; ``prefix`` is not in the file."""
    file = contents.frame
    old = contents.places[at].unit if at >= 0 else None
    new = unit_lines(
        replace(unit, id=unit.id.removeprefix(prefix)), contents.version, language, obsolete=obsolete
    ).strip()
    if old is None:
        return _fitted(new, file.root)
    span = file.spans[at]
    there = file.text[span.start : span.end]
    was = contents.head.source_language
    if not prefix and there == unit_lines(old, contents.version, was, obsolete=obsolete).strip():
        return new
    parent = file.places[at].getparent()
    spaces = opening(file.root if parent is None else parent)
    fresh = element(_fitted(new, file.root), spaces, span.line, WHERE)
    tree = edited(element(there, spaces, span.line, WHERE), fresh, old, unit, prefix)
    return _bare(etree.tostring(tree, encoding="unicode", with_tail=False), spaces)


def _fitted(unit: str, root: etree._Element) -> str:
    """A unit of ours with the prefixes that the file has, and the namespaces that it has not."""
    bound = root.nsmap
    missing = "".join(
        f' xmlns:{prefix}="{uri}"'
        for prefix, uri in (("mda", METADATA), ("mtc", MATCHES), ("its", ITS))
        if f"<{prefix}:" in unit and bound.get(prefix) != uri
    )
    return prefixed(unit.replace(" id=", f"{missing} id=", 1), root)


def _bare(text: str, spaces: str) -> str:
    """A unit as it stands within its file: without the namespaces that are declared around it."""
    for declaration in spaces.removeprefix("<in").removesuffix(">").split(" xmlns"):
        if declaration:
            text = text.replace(f" xmlns{declaration}", "", 1)
    return text
