"""An XLIFF 2 file of any tool to a bitext: its frame, the rules it must keep, and each unit alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from lxml import etree

from translate_flow.bitext import Bitext, Unit
from translate_flow.errors import InputError
from translate_flow.stores.escapes import unescape
from translate_flow.stores.model import Reading
from translate_flow.stores.xliff2.check import Fault, Scope, check_frame, check_unit, scope_of
from translate_flow.stores.xliff2.inline import content, local
from translate_flow.stores.xliff2.plain import UNIT, plain
from translate_flow.stores.xliff2.render import CORE, METADATA, from_token
from translate_flow.stores.xliff2.status import OWN
from translate_flow.stores.xliff2.unit import Place, place_of, role_of
from translate_flow.stores.xml_arrange import OBSOLETE
from translate_flow.stores.xml_frame import Frame, element, frame, line_of, opening

_TRANSLATORS_FAULTS = frozenset({"code-deleted", "code-reordered", "copy-of-uncopyable"})
"""Rules that a translator breaks by deleting, moving or copying a code."""


class Contents(NamedTuple):
    """An XLIFF 2 file, understood."""

    frame: Frame
    version: str
    head: Bitext
    """Without units."""
    credit: str
    """The note that names the people of the whole document."""
    places: list[Place]
    """One for each span of the frame."""
    faults: tuple[InputError, ...]
    """As in :class:`Reading`."""


def read(data: bytes, where: str) -> Reading:
    """Read an XLIFF 2 file; ``where`` names it in errors.

    Raises :class:`InputError`, with the line, for what is no XLIFF 2 or breaks one of the standard's rules.
    """
    contents = understand(data, where)
    active = [place for place in contents.places if place.unit and not place.obsolete]
    obsolete = tuple(place.unit for place in contents.places if place.unit and place.obsolete)
    foreign = tuple((place.unit.id, index) for place in active if place.unit for index in place.foreign)
    units = tuple(place.unit for place in active if place.unit)
    return Reading(replace(contents.head, units=units, obsolete=obsolete), foreign, faults=contents.faults)


def understand(data: bytes, where: str) -> Contents:
    """Read all units, each alone; those of the usual shapes by one expression."""
    plainly = b"\r" not in data and data.count(b"<file") == 1 and b"subFlows" not in data
    file = frame(data, where, "unit", UNIT if plainly else None)
    if _repeats(file):
        file = frame(data, where, "unit")
    root = file.root
    version = _version(root, where)
    _refuse(check_frame(root), where, 0)
    files = [child for child in root if local(child) == "file"]
    places: list[Place] = []
    faults: list[InputError] = []
    context: _Context | None = None
    last: etree._Element | None = None
    for place, span, groups in zip(file.places, file.spans, file.usual, strict=True):
        if context is None or place is not last:
            context = _context_of(place, context, files, f"{where}:{span.line}")
            last = place
        if groups and context.plain and (read_ := plain(groups)):
            places.append(_usual(*read_))
            continue
        unit = element(file.text[span.start : span.end], context.opening, span.line, where)
        faults += _refuse(check_unit(unit, context.scope), where, span.line - 1)
        if not context.obsolete and (not context.translate or place.get("translate") == "no"):
            places.append(Place(None))
            continue
        places.append(place_of(unit, context.prefix, obsolete=context.obsolete))
    first = files[0] if files else root
    head = Bitext(
        first.get("original", ""), root.get("srcLang", ""), root.get("trgLang", ""), (), (), _organization(first)
    )
    return Contents(file, version, head, content(_credit_note(first)), places, tuple(faults))


def _repeats(file: Frame) -> bool:
    """Whether ids repeat among the usual units, of which the frame has only the first of each run to look at."""
    if not any(file.usual):
        return False
    names = {groups[1] if groups else place.get("id") for place, groups in zip(file.places, file.usual, strict=True)}
    return len(names) < len(file.places)


def _refuse(faults: Iterator[Fault], where: str, before: int) -> list[InputError]:
    """Refuse a file for its first fault; gives those that only a validator minds.

    ``before`` is how many lines stand before the first of the elements' tree.
    """
    minor: list[InputError] = []
    for fault in faults:
        place = f"{where}:{before + line_of(fault.element)}"
        error = InputError(f"{fault.message} (XLIFF, {fault.section})", where=place)
        if fault.rule not in _TRANSLATORS_FAULTS:
            raise error
        minor.append(error)
    return minor


def _version(root: etree._Element, where: str) -> str:
    version = root.get("version", "")
    if etree.QName(root).localname != "xliff":
        raise InputError(
            f"this is no XLIFF but <{etree.QName(root).localname}>", where=where, remedy="give an XLIFF file"
        )
    if CORE.get(version) != etree.QName(root).namespace:
        known = ", ".join(CORE)
        what = f"version “{version}” of namespace “{etree.QName(root).namespace}” is not one of XLIFF {known}"
        raise InputError(what, where=f"{where}:{root.sourceline}", remedy="export the file again as XLIFF 2.0")
    return version


def _usual(unit: Unit, foreign: tuple[int, ...]) -> Place:
    """The place of a unit that :func:`plain` has read."""
    if not unit.role or "_x" in unit.id:
        unit = Unit(from_token(unit.id), unit.role or role_of(unit.id), unit.segments, unit.codes)
    return Place(unit, False, "", foreign)


class _Context(NamedTuple):
    """What holds for all units of one parent."""

    parent: etree._Element
    opening: str
    scope: Scope
    prefix: str
    """Before the ids of units, where there are several files."""
    translate: bool
    obsolete: bool
    plain: bool
    """Whether its units may be of the usual shapes."""


def _context_of(place: etree._Element, before: _Context | None, files: list[etree._Element], where: str) -> _Context:
    """What holds for a unit; ``before`` is what held for the one before."""
    parent = place.getparent()
    if parent is None:
        raise InputError("a unit stands outside any file", where=where, remedy="export it again")
    if before is not None and before.parent is parent:
        return before
    lineage = [parent, *parent.iterancestors()]
    file = next((one for one in lineage if local(one) == "file"), None)
    prefix = f"{file.get('id', '')}/" if file is not None and len(files) > 1 else ""
    said = next((value for one in lineage if (value := one.get("translate"))), "yes")
    obsolete = any(one.get("id") == OBSOLETE and one.get("type") == OWN + OBSOLETE for one in lineage)
    scope = scope_of(parent)
    bound = parent.nsmap.get("mda", METADATA) == METADATA and not parent.prefix
    plain_ = bound and scope.trgLang is not None and said == "yes" and not obsolete and not prefix
    return _Context(parent, opening(parent), scope, prefix, said == "yes", obsolete, plain_)


def _credit_note(file: etree._Element) -> etree._Element | None:
    """Our note at a ``file`` that names its people."""
    notes = file.find("{*}notes")
    return None if notes is None else next((note for note in notes if note.get("id") == "credit"), None)


def _organization(file: etree._Element) -> str:
    path = f"{{{METADATA}}}metadata/{{{METADATA}}}metaGroup/{{{METADATA}}}meta"
    found = next((meta for meta in file.iterfind(path) if meta.get("type") == f"{OWN}organization"), None)
    return unescape(content(found))
