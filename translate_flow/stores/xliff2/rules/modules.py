"""The rules of XLIFF 2's modules: matches, glossary, metadata, resource data, validation (5.1, 5.2, 5.4, 5.5, 5.8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from translate_flow.stores.xliff2.fragments import UNKNOWN, Wrong, look_up
from translate_flow.stores.xliff2.names import XML
from translate_flow.stores.xliff2.scope import Fault, View, attributes_of, heads

_LANGUAGE = f"{{{XML}}}lang"
_SIDES = ("source", "target")
_CHECKS = ("isPresent", "isNotPresent", "startsWith", "endsWith")


def matches(view: View) -> Iterator[Fault]:
    """A match has its own id and names a span of text of its unit (5.1.6)."""
    for part in view.seen["mtc:matches"]:
        yield from _unique(part, "match-id-repeated", "5.1.6.1")
    for match in view.seen["mtc:match"]:
        yield from _span(match, "match-ref", "5.1.6.5", view)
        if match.get("subType") is not None and match.get("type") is None:
            message = "subType of a match needs a type beside it; add type"
            yield Fault(match, "match-sub-type-without-type", message, "5.1.6.8")


def glossaries(view: View) -> Iterator[Fault]:
    """Ids are unique in a glossary; entries and translations name spans; an entry says something (5.2)."""
    for part in view.seen["gls:glossary"]:
        yield from _unique(
            part.iter(view.tag("gls:glossEntry"), view.tag("gls:translation")), "gloss-id-repeated", "5.2.5.1"
        )
    for entry in view.seen["gls:glossEntry"]:
        if entry.find(view.tag("gls:translation")) is None and entry.find(view.tag("gls:definition")) is None:
            message = "<gls:glossEntry> needs a translation or a definition; add one"
            yield Fault(entry, "gloss-entry-empty", message, "5.2.4.3")
    for element in (*view.seen["gls:glossEntry"], *view.seen.get("gls:translation", ())):
        if element.get("ref") is not None:
            yield from _span(element, "gloss-ref", "5.2.5.2", view)


def _span(element: etree._Element, rule: str, section: str, view: View) -> Iterator[Fault]:
    reference = element.get("ref", "")
    if reference.startswith("t=#"):
        reference = f"#t={reference[3:]}"  # the committee's own sample spells it so
    if not reference.startswith("#"):
        message = f"ref=“{reference}” must name a segment or a span of this unit as a fragment: “#ID” or “#t=ID”"
        yield Fault(element, f"{rule}-not-a-fragment", message, section)
        return
    target = look_up(reference, view)
    if isinstance(target, Wrong) and target.rule != UNKNOWN:
        yield Fault(element, target.rule, target.message, target.section)
    elif isinstance(target, Wrong) or not (target.inside and target.kind in ("", "t")):
        message = f"ref=“{reference}” must name a segment or a span of this unit, and names none; mend it"
        yield Fault(element, f"{rule}-not-a-span", message, section)


def metadata(view: View) -> Iterator[Fault]:
    """Ids of metadata and its groups are unique within it (5.4.5.3)."""
    for part in view.element.iter(view.tag("mda:metadata")):
        yield from _unique(part.iter(part.tag, view.tag("mda:metaGroup")), "metadata-id-repeated", "5.4.5.3")


def resources(view: View) -> Iterator[Fault]:
    """Resource items have ids of their own, a medium and either content or an address (5.5.4)."""
    for part in view.seen["res:resourceData"]:
        yield from _unique(part, "resource-id-repeated", "5.5.4.3")
        own = {item.get("id") for item in part.iterchildren(view.tag("res:resourceItem"))}
        for reference in part.iterchildren(view.tag("res:resourceItemRef")):
            yield from _item(reference, own, view)
    for item in view.seen.get("res:resourceItem", ()):
        sides = [side for name in _SIDES if (side := item.find(view.tag(f"res:{name}"))) is not None]
        if not sides and item.find(view.tag("res:reference")) is None:
            message = "<res:resourceItem> needs a source, a target or a reference; add one"
            yield Fault(item, "resource-item-empty", message, "5.5.4.4")
        if item.get("mimeType") is None and not (len(sides) == len(_SIDES) and all(len(side) for side in sides)):
            message = "<res:resourceItem> needs mimeType, unless both its source and its target have content; add it"
            yield Fault(item, "resource-without-type", message, "5.5.4.4")
    for side in (*view.seen.get("res:source", ()), *view.seen.get("res:target", ())):
        yield from _resource(side, view)


def _item(reference: etree._Element, own: set[str | None], view: View) -> Iterator[Fault]:
    """A reference names an item of the file; where the file lists none at all, it may mean a list kept elsewhere."""
    wanted = reference.get("ref")
    file = view.scope.file
    if file is None:
        file = next(reference.iterancestors(view.tag("file")), None)
    if wanted in own or file is None:
        return
    kept = (one for one in heads(file, view.scope.version) if one.tag == view.tag("res:resourceData"))
    listed = [item.get("id") for one in kept for item in one.iterchildren(view.tag("res:resourceItem"))]
    if listed and wanted not in listed:
        message = f"ref=“{wanted}” names no <res:resourceItem> of this file; mend the name"
        yield Fault(reference, "resource-ref-unknown", message, "5.5.4.3")


def _resource(side: etree._Element, view: View) -> Iterator[Fault]:
    source = side.tag == view.tag("res:source")
    address, said = side.get("href"), side.get(_LANGUAGE)
    name, section = ("res:source", "5.5.4.5") if source else ("res:target", "5.5.4.6")
    filled = any(isinstance(child.tag, str) for child in side)
    if filled == (address is not None):
        message = f"<{name}> has content or href: exactly one of them"
        yield Fault(side, "resource-content-or-href", message, section)
    wanted = view.scope.srcLang if source else view.scope.trgLang
    if said is not None and wanted is not None and said.lower() != wanted.lower() and (source or filled):
        message = f"<{name}> is in “{said}”, not in “{wanted}” as the file; mend xml:lang"
        yield Fault(side, "resource-language", message, section)


def validation(view: View) -> Iterator[Fault]:
    """A validation rule checks one thing, and its options fit what it checks (5.8.4.3, 5.8.5)."""
    for rule in view.seen["val:rule"]:
        own = [name for name in _CHECKS if rule.get(name) is not None]
        custom = [name for name, _ in attributes_of(rule) if name[0] == "{"]
        if len(own) + bool(custom) != 1:
            message = f"<val:rule> must have exactly one of {', '.join(_CHECKS)} or a custom rule"
            yield Fault(rule, "validation-one-check", message, "5.8.4.3")
        if rule.get("occurs") is not None and own != ["isPresent"]:
            yield Fault(rule, "validation-occurs", "occurs goes with isPresent only; take it out", "5.8.5.2")
        if rule.get("existsInSource") is not None and (len(own) != 1 or own == ["isNotPresent"]):
            message = "existsInSource goes with exactly one of isPresent, startsWith and endsWith"
            yield Fault(rule, "validation-exists-in-source", message, "5.8.5.6")
        holder = next(iter(rule.iterancestors(view.tag("file"), view.tag("group"), view.tag("unit"))), None)
        if rule.get("disabled") == "yes" and holder is not None and holder.tag == view.tag("file"):
            message = "a rule of the whole file cannot be disabled there; take it out"
            yield Fault(rule, "validation-disabled-in-file", message, "5.8.5.9")


def _unique(elements: Iterable[etree._Element], rule: str, section: str) -> Iterator[Fault]:
    there: set[str] = set()
    for element in elements:
        own = element.get("id")
        if own in there:
            yield Fault(element, rule, f"the id “{own}” stands here already; give this one another", section)
        if own is not None:
            there.add(own)


RULES = (
    (("mtc:matches",), matches),
    (("gls:glossary",), glossaries),
    (("mda:metaGroup@id",), metadata),
    (("res:resourceData",), resources),
    (("val:rule",), validation),
)
