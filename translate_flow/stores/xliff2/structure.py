"""XLIFF 2's grammar, applied: one walk over a unit or the frame, which also collects what the rules look at."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from translate_flow.stores.xliff2.grammar import OTHER, Kind, grammar, section_of
from translate_flow.stores.xliff2.names import MODULES, XML, short
from translate_flow.stores.xliff2.scope import Code, Fault, Side, View, attributes_of, children_of
from translate_flow.stores.xliff2.values import VALUES

_XML_VALUES = {"space": VALUES["space"], "lang": VALUES["inherited-language"]}
_new = tuple.__new__
"""Named tuples made the quick way: there are several in each unit."""


def walk(parent: etree._Element, kind: Kind, view: View, faults: list[Fault]) -> None:
    """Check what stands in ``parent``; its own attributes are :func:`check_attributes`' matter."""
    children, seen, mixed = kind.children, view.seen, kind.mixed
    letters = ""
    for child in children_of(parent):
        found = children.get(child.tag)
        if found is None:
            letters += _stranger(child, kind, view, faults)
            continue
        letter, below = found
        letters += letter
        if below.watched:
            seen[below.name].append(child)
        if not mixed and (tail := child.tail):
            _text(child, tail, kind, faults)
        if below.apart:
            continue
        if (items := attributes_of(child)) or below.required:
            check_attributes(child, items, below, view, faults)
        if below.inline:
            _side(child, below, parent, kind, view, faults)
        elif len(child):
            (_closed if below.closed else walk)(child, below, view, faults)
        elif not below.mixed:
            _leaf(child, below, faults)
    if not mixed and (text := parent.text):
        _text(parent, text, kind, faults)
    if letters not in kind.known and not kind.allows(letters):
        _misordered(parent, letters, kind, faults)


def _side(
    element: etree._Element, kind: Kind, holder: etree._Element, around: Kind, view: View, faults: list[Fault]
) -> None:
    """A source or a target: text with inline elements in any order, which are collected."""
    codes: list[Code] = []
    sides = view.matches if around.name == "mtc:match" else view.sources if kind.name == "source" else view.targets
    sides.append(_new(Side, (kind.name, element, holder, around.name, codes)))
    if len(element):
        _inline(element, kind, view, faults, codes)


def _inline(parent: etree._Element, kind: Kind, view: View, faults: list[Fault], codes: list[Code]) -> None:
    children = kind.children
    for child in children_of(parent):
        found = children.get(child.tag)
        if found is None:
            _stranger(child, kind, view, faults)
            continue
        below = found[1]
        name = below.name
        if below.watched:
            view.seen[name].append(child)
        items = attributes_of(child)
        check_attributes(child, items, below, view, faults)
        attributes = dict(items)
        codes.append(_new(Code, (name, child, attributes)))
        if below.inline:
            if len(child):
                _inline(child, below, view, faults, codes)
            codes.append(_new(Code, (f"/{name}", child, attributes)))
        elif len(child):
            walk(child, below, view, faults)
        else:
            _leaf(child, below, faults)


def check_attributes(
    element: etree._Element, items: Sequence[tuple[str, str]], kind: Kind, view: View, faults: list[Fault]
) -> None:
    """Check which attributes an element has, and what they say."""
    tests, required = kind.tests, kind.required
    for name, value in items:
        try:
            test, watched = tests[name]
        except KeyError:
            _strange_attribute(element, name, value, kind, view, faults)
            continue
        if watched:
            view.seen[watched].append(element)
        if test is not None and not test(value):
            wrong = kind.values[name]
            message = f"{short(name)}=“{value}” of <{kind.name}> must be {wrong.wanted}"
            faults.append(Fault(element, wrong.rule, message, section_of(name, kind.section)))
    if required and (not items or items[0][0] != required[0] or len(required) > 1):
        for name in required:
            if element.get(name) is None:
                message = f"<{kind.name}> lacks {short(name)}; add it"
                faults.append(Fault(element, "attribute-missing", message, kind.section))


def _strange_attribute(
    element: etree._Element, name: str, value: str, kind: Kind, view: View, faults: list[Fault]
) -> None:
    uri, _, local = name.rpartition("}")
    modules = MODULES[view.scope.version]
    if not uri:
        message = f"<{kind.name}> has no attribute {name}; take it out"
        faults.append(Fault(element, "attribute-unknown", message, kind.section))
    elif uri[1:] in modules.values():
        message = f"{short(name)} must not stand on <{kind.name}>; take it out"
        faults.append(Fault(element, "module-attribute-misplaced", message, kind.section))
    elif not kind.extensible or (uri[1:] == XML and kind.extensible == "no-xml"):
        message = f"<{kind.name}> must not have {short(name)} of another namespace; take it out"
        faults.append(Fault(element, "extension-attribute-misplaced", message, "4.9.1"))
    elif uri[1:] == XML and local in _XML_VALUES and not _XML_VALUES[local].test(value):
        wrong = _XML_VALUES[local]
        message = f"xml:{local}=“{value}” must be {wrong.wanted}"
        faults.append(Fault(element, wrong.rule, message, section_of(name, kind.section)))


def _stranger(child: etree._Element, kind: Kind, view: View, faults: list[Fault]) -> str:
    """The letter of an element that the grammar does not name here; none for one that must not stand here."""
    tag: object = child.tag
    if not isinstance(tag, str):  # a comment or a processing instruction
        tail = child.tail
        if not kind.mixed and tail:
            _text(child, tail, kind, faults)
        return ""
    uri, _, local = tag.rpartition("}")
    known = grammar(view.scope.version)
    if tag in known:
        message = f"<{known[tag].name}> must not stand in <{kind.name}>, which holds: {kind.content or 'nothing'}"
        faults.append(Fault(child, "element-misplaced", message, kind.section))
    elif uri in ("", next(iter(known)).rpartition("}")[0]) or uri[1:] in MODULES[view.scope.version].values():
        message = f"XLIFF {view.scope.version} has no element <{local}> in “{uri[1:]}”; mend its name or its namespace"
        faults.append(Fault(child, "element-unknown", message, kind.section))
    elif kind.others:
        view.extensions.append(child)
        _text(child, child.tail, kind, faults)
        _foreign(child, view, faults)
        return OTHER
    else:
        message = f"<{local}> of another namespace must not stand in <{kind.name}>; take it out"
        faults.append(Fault(child, "extension-misplaced", message, "4.9.1"))
    return ""


def _leaf(element: etree._Element, kind: Kind, faults: list[Fault]) -> None:
    """An element without children."""
    if text := element.text:
        _text(element, text, kind, faults)
    if not kind.optional:
        _misordered(element, "", kind, faults)


def _closed(element: etree._Element, kind: Kind, view: View, faults: list[Fault]) -> None:
    """An element for what is of other namespaces only."""
    own = str(element.tag).rpartition("}")[0]
    if not kind.mixed:
        _text(element, element.text, kind, faults)
    for child in children_of(element):
        if not kind.mixed:
            _text(child, child.tail, kind, faults)
        if isinstance(child.tag, str) and child.tag.rpartition("}")[0] in ("", own):
            message = f"<{short(child.tag)}> must not stand in <{kind.name}>, which holds elements of other namespaces"
            faults.append(Fault(child, "element-misplaced", message, kind.section))
    _foreign(element, view, faults)


def _foreign(parent: etree._Element, view: View, faults: list[Fault]) -> None:
    """What stands in elements of others is theirs; but what there is of XLIFF follows its grammar."""
    known = grammar(view.scope.version)
    for child in children_of(parent):
        kind = known.get(child.tag)
        if kind is None:
            _foreign(child, view, faults)
        else:
            apart = View(child, view.scope)
            check_attributes(child, attributes_of(child), kind, apart, faults)
            walk(child, kind, apart, faults)


def _text(element: etree._Element, text: str | None, kind: Kind, faults: list[Fault]) -> None:
    if text and not text.isspace():
        message = f"text “{' '.join(text.split())[:30]}” must not stand in <{kind.name}>; take it out"
        faults.append(Fault(element, "text-misplaced", message, kind.section))


def _misordered(parent: etree._Element, letters: str, kind: Kind, faults: list[Fault]) -> None:
    """Say what is wrong with an element's children: one is missing, one too many or one in the wrong place."""
    holds = f"<{kind.name}> holds: {kind.content or 'nothing'}"
    single = next((name for name in kind.single() if letters.count(kind.letter(name)) > 1), None)
    if single is not None:
        second = [child for child in parent if kind.children.get(child.tag, ("",))[0] == kind.letter(single)][1]
        message = f"<{single}> must stand in <{kind.name}> only once; take the second out"
        faults.append(Fault(second, "element-repeated", message, kind.section))
    elif kind.order.fullmatch("".join(sorted(letters, key=kind.order.pattern.find))):
        faults.append(Fault(_misplaced(parent, kind), "element-order", f"this stands too late: {holds}", kind.section))
    else:
        faults.append(Fault(parent, "element-missing", f"something is missing: {holds}", kind.section))


def _misplaced(parent: etree._Element, kind: Kind) -> etree._Element:
    """The first child that should have come before another."""
    ranks: dict[str, int] = {}
    opened: int | None = None
    for place, sign in enumerate(kind.order.pattern):
        if sign in "([":
            opened = place
        elif sign in ")]":
            opened = None
        elif sign.isalpha():
            ranks[sign] = place if opened is None else opened
    latest = -1
    for child in parent:
        rank = ranks.get(kind.children.get(child.tag, (OTHER,))[0]) if isinstance(child.tag, str) else None
        if rank is not None:
            if rank < latest:
                return child
            latest = rank
    return parent
