"""XLIFF 2's rules for inline codes, one by one: ids, original data, copies, hints, types, sub-flows (section 4.7.2)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from translate_flow.stores.xliff2.scope import Code, Fault, Side, View, unit_ids

_NAMED = {"pc": "pair", "sc": "pair", "ec": "pair", "ph": "placeholder", "mrk": "mark", "sm": "mark"}
"""What has an id, and what may stand for one another: a pair may be cut in two when a unit is segmented."""
_DATA = {"dataRef": "4.3.1.9", "dataRefEnd": "4.3.1.10", "dataRefStart": "4.3.1.11"}
_FORMATTING = frozenset({"xlf:lb", "xlf:pb", "xlf:b", "xlf:i", "xlf:u"})


def ids(view: View) -> Iterator[Fault]:
    """Ids are unique in a unit; a target's code has that of the source's code it stands for (4.3.1.21)."""
    known: dict[str, str] = {}
    holder: etree._Element | None = None
    for side in view.sources:
        own = side.holder.get("id")
        if own is not None and side.holder is not holder:
            if own in known:
                yield _repeated(side.holder_name, own, side.holder, "id-repeated")
            known[own] = side.holder_name
        holder = side.holder
        if side.codes:
            yield from _new_ids(side, known)
    there: set[str] = set()
    for side in view.targets:
        if side.codes:
            yield from _kept_ids(side, known, there)


def match_ids(view: View) -> Iterator[Fault]:
    """The same within a match (4.3.1.21)."""
    known: dict[str, str] = {}
    for side in view.matches:
        if side.name == "source":
            known = {}
            yield from _new_ids(side, known)
        else:
            yield from _kept_ids(side, known, set())


def _new_ids(side: Side, known: dict[str, str]) -> Iterator[Fault]:
    for name, element, code_id in _named(side):
        if code_id in known:
            yield _repeated(name, code_id, element, "id-repeated")
        known[code_id] = _NAMED[name]


def _kept_ids(side: Side, known: dict[str, str], there: set[str]) -> Iterator[Fault]:
    for name, element, code_id in _named(side):
        if code_id in there:
            yield _repeated(name, code_id, element, "target-id-repeated")
        elif known.get(code_id, _NAMED[name]) != _NAMED[name]:
            message = f"<{name}> has the id “{code_id}” of a {known[code_id]} of the source; give it its own"
            yield Fault(element, "target-id-of-another-kind", message, "4.3.1.21")
        there.add(code_id)


def _named(side: Side) -> list[tuple[str, etree._Element, str]]:
    """The inline elements that have an id; an ``ec`` has it only if it is isolated."""
    return [
        (name, element, attributes["id"])
        for name, element, attributes in side.codes
        if name in _NAMED and "id" in attributes and (name != "ec" or attributes.get("isolated") == "yes")
    ]


def _repeated(name: str, value: str, element: etree._Element, rule: str) -> Fault:
    message = f"<{name}> has the id “{value}”, which stands in this unit already; give it another"
    return Fault(element, rule, message, "4.3.1.21")


def data(view: View) -> Iterator[Fault]:
    """Ids of original data are unique (4.3.1.21), and references to some find them (4.3.1.9 to 4.3.1.11)."""
    if view.matches:
        yield from _data_by_match(view)
        return
    yield from _data(view.seen.get("data@id", []), {name: view.seen.get(name, []) for name in _DATA})


def _data_by_match(view: View) -> Iterator[Fault]:
    """Each match has original data of its own."""
    match = view.tag("mtc:match")
    for holder in (None, *view.seen["mtc:match"]):
        inside = {
            name: [one for one in view.seen.get(name, ()) if next(one.iterancestors(match), None) is holder]
            for name in ("data@id", *_DATA)
        }
        yield from _data(inside["data@id"], inside)


def _data(kept: list[etree._Element], references: dict[str, list[etree._Element]]) -> Iterator[Fault]:
    names = {one.get("id") for one in kept}
    if len(names) < len(kept):
        there: set[str | None] = set()
        for one in kept:
            if one.get("id") in there:
                message = f"two <data> have the id “{one.get('id')}”; give one another id"
                yield Fault(one, "data-id-repeated", message, "4.3.1.21")
            there.add(one.get("id"))
    for attribute, section in _DATA.items():
        for element in references[attribute]:
            if (wanted := element.get(attribute)) not in names:
                message = f"{attribute}=“{wanted}” has no <data> in <originalData>; add it or mend the name"
                yield Fault(element, "data-ref-unknown", message, section)


def halves(view: View) -> Iterator[Fault]:
    """What a ``pc`` says of its start, it says of its end (4.3.1.10, 4.3.1.17, 4.3.1.33)."""
    for stem, section in (("dataRef", "4.3.1.10"), ("equiv", "4.3.1.17"), ("subFlows", "4.3.1.33")):
        starts, ends = view.seen.get(f"{stem}Start", []), view.seen.get(f"{stem}End", [])
        if starts != ends:
            for element in set(starts) ^ set(ends):
                message = f"<pc> has only one of {stem}Start and {stem}End; add the other"
                yield Fault(element, "half-missing", message, section)


def sub_flows(view: View) -> Iterator[Fault]:
    """Sub-flows are units of the same file (4.3.1.32 to 4.3.1.34)."""
    file = view.scope.file
    if file is None:
        return
    known = unit_ids(file, view.scope.version)
    for number, attribute in enumerate(("subFlows", "subFlowsEnd", "subFlowsStart"), 32):
        for element in view.seen.get(attribute, ()):
            for wanted in element.get(attribute, "").split():
                if wanted not in known:
                    message = f"{attribute} names the unit “{wanted}”, which this file has not; mend the name"
                    yield Fault(element, "sub-flow-unknown", message, f"4.3.1.{number}")


def sub_types(view: View) -> Iterator[Fault]:
    """A sub-type needs a type, and the standard's own fit theirs (4.3.1.36)."""
    for element in view.seen["subType"]:
        if element.tag == view.tag("mtc:match"):
            continue
        kind, sub_type = element.get("type"), element.get("subType", "")
        if kind is None:
            message = f"subType=“{sub_type}” needs a type beside it; add type"
            yield Fault(element, "sub-type-without-type", message, "4.3.1.36")
        elif (sub_type in _FORMATTING and kind != "fmt") or (sub_type == "xlf:var" and kind != "ui"):
            message = f"subType=“{sub_type}” does not go with type=“{kind}”; use {'ui' if kind == 'fmt' else 'fmt'}"
            yield Fault(element, "sub-type-of-another-type", message, "4.3.1.36")


def copies(view: View) -> Iterator[Fault]:
    """A copy names a code of the unit that may be copied and has no original data (4.7.2.4.1)."""
    codes = view.codes()
    bases: dict[str, list[Code]] = {}
    for code in codes:
        bases.setdefault(code.attributes.get("id", ""), []).append(code)
    section = "4.7.2.4.1"
    for _, element, attributes in codes:
        wanted = attributes.get("copyOf")
        if wanted is None:
            continue
        if any(name.startswith("dataRef") for name in attributes):
            yield Fault(element, "copy-with-data", "a copy has copyOf or dataRef, not both; take one out", section)
        found = bases.get(wanted)
        if not found:
            message = f"copyOf=“{wanted}” names no code of this unit; mend the name"
            yield Fault(element, "copy-of-unknown", message, section)
            continue
        if any(base.attributes.get("canCopy") == "no" for base in found):
            message = f"the code “{wanted}” must not be copied: it has canCopy=“no”"
            yield Fault(element, "copy-of-uncopyable", message, section)
        if all(any(name.startswith("dataRef") for name in base.attributes) for base in found):
            message = f"the code “{wanted}” has original data; refer to them with dataRef instead of copyOf"
            yield Fault(element, "copy-of-data", message, section)


def fixed_hints(view: View) -> Iterator[Fault]:
    """What must keep its order must neither be copied nor deleted (4.7.2.6)."""
    for element in view.seen["canReorder"]:
        if element.get("canReorder") in ("no", "firstNo") and not (
            element.get("canCopy") == element.get("canDelete") == "no"
        ):
            message = f"canReorder=“{element.get('canReorder')}” needs canCopy=“no” and canDelete=“no”; add them"
            yield Fault(element, "reorder-hint-alone", message, "4.7.2.6")


RULES = (
    ((), ids),
    (("mtc:match",), match_ids),
    (("data@id", "dataRef", "dataRefStart", "dataRefEnd"), data),
    (("dataRefStart", "dataRefEnd", "equivStart", "equivEnd", "subFlowsStart", "subFlowsEnd"), halves),
    (("subFlows", "subFlowsStart", "subFlowsEnd"), sub_flows),
    (("subType",), sub_types),
    (("copyOf",), copies),
    (("canReorder",), fixed_hints),
)
