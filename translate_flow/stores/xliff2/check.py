"""XLIFF 2.0, 2.1 and 2.2 checked against the standard: its grammar and its constraints, section by section.

A file is checked in parts, as it is read: the frame around its units once, and each unit alone. The grammar is a table
(:mod:`elements`, :mod:`modules`); each constraint is a small function, called only where a unit has the
elements or attributes that it is about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from translate_flow.stores.xliff2.grammar import Kind, grammar
from translate_flow.stores.xliff2.names import CORE, VERSIONS
from translate_flow.stores.xliff2.rules import changes, codes, frame, its, marks, modules, order, segments, sizes, spans
from translate_flow.stores.xliff2.scope import Fault, Scope, View, attributes_of, scope_of
from translate_flow.stores.xliff2.structure import check_attributes, walk

__all__ = ["Fault", "Scope", "check", "check_frame", "check_unit", "scope_of"]

Rule = Callable[[View], Iterator[Fault]]
FAMILIES = (codes, spans, order, segments, marks, modules, sizes, changes, its)
_PAIRS: tuple[tuple[tuple[str, ...], Rule], ...] = tuple(pair for family in FAMILIES for pair in family.RULES)
_ALWAYS = tuple(number for number, (triggers, _) in enumerate(_PAIRS) if not triggers)
_BY_TRIGGER: dict[str, tuple[int, ...]] = {}
for _number, (_triggers, _) in enumerate(_PAIRS):
    for _trigger in _triggers:
        _BY_TRIGGER[_trigger] = (*_BY_TRIGGER.get(_trigger, ()), _number)
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, collect_ids=False)


def check_frame(root: etree._Element) -> Iterator[Fault]:
    """The faults of everything outside units; each unit stands in the tree as an element with its attributes.

    A root that is none of XLIFF 2 gives that one fault.
    """
    wrong = frame.version(root)
    if wrong:
        yield wrong
        return
    version = root.get("version", "")
    kinds = grammar(version, unit_apart=True)
    view = View(root, scope_of(root))
    yield from _structure(view, kinds[root.tag])
    for rule in frame.RULES:
        yield from rule(view)
    yield from _constraints(view)


def check_unit(unit: etree._Element, scope: Scope) -> Iterator[Fault]:
    """The faults of one unit; ``scope`` is its parent's :func:`scope_of`."""
    kind = grammar(scope.version).get(unit.tag)
    if kind is None or kind.name != "unit":
        message = f"“{unit.tag}” is no unit of XLIFF {scope.version}; mend its name or its namespace"
        yield Fault(unit, "element-unknown", message, "4.2.2.5")
        return
    view = View(unit, scope)
    yield from _structure(view, kind)
    yield from _constraints(view)


def _structure(view: View, kind: Kind) -> list[Fault]:
    """The faults of the grammar; the view is filled on the way."""
    faults: list[Fault] = []
    check_attributes(view.element, attributes_of(view.element), kind, view, faults)
    walk(view.element, kind, view, faults)
    return faults


def _constraints(view: View) -> list[Fault]:
    """What the rules find that have something to look at."""
    due = set(_ALWAYS)
    for name in (*view.seen, *view.scope.concerns()):
        if name in _BY_TRIGGER:
            due.update(_BY_TRIGGER[name])
    faults: list[Fault] = []
    for number in sorted(due):
        faults += _PAIRS[number][1](view)
    if view.extensions:
        faults += marks.extensions(view)
    return faults


def check(data: bytes) -> list[Fault]:
    """The faults of a whole file, parsed without network, entities and document types.

    What is no well-formed XML is a fault too; its element is an empty ``xliff``.
    """
    try:
        root = etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError as error:
        place = etree.Element("xliff")
        place.sourceline = error.lineno  # type: ignore[assignment]
        return [Fault(place, "not-well-formed", f"this is no well-formed XML: {error.msg}", "XML 1.0")]
    if root.getroottree().docinfo.internalDTD is not None:
        message = "the file defines its own document type, which may hide anything; take the DOCTYPE out"
        return [Fault(root, "document-type", message, "XML 1.0")]
    faults = list(check_frame(root))
    version = root.get("version", "")
    if version not in VERSIONS or root.tag != f"{{{CORE[version]}}}xliff":
        return faults
    parent: etree._Element | None = None
    scope = scope_of(root)
    for unit in root.iter(f"{{{CORE[version]}}}unit"):
        above = unit.getparent()
        if above is not None and above is not parent:
            parent, scope = above, scope_of(above)
        faults += check_unit(unit, scope)
    return faults
