"""XLIFF 2's rules for change tracking (section 5.6): revisions of what is there."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from translate_flow.stores.xliff2.grammar import grammar
from translate_flow.stores.xliff2.names import short
from translate_flow.stores.xliff2.scope import Fault, View


def revisions(view: View) -> Iterator[Fault]:
    """Revisions name one element, by its id where it has one, and their current version is one of theirs."""
    for group in view.seen["ctr:revisions"]:
        track = group.getparent()
        holder = None if track is None else track.getparent()
        if holder is None:
            continue
        kind, reference = group.get("appliesTo", ""), group.get("ref")
        named = [one for one in holder.iter(etree.Element) if short(one.tag) == kind and one.get("id") is not None]
        if reference is None and len(named) > 1:
            message = f"there are several <{kind}> with ids here; name one with ref"
            yield Fault(group, "revisions-without-ref", message, "5.6.4.3")
        elif reference is not None and all(one.get("id") != reference for one in holder.iter(etree.Element)):
            message = f"ref=“{reference}” is the id of nothing here; mend the name"
            yield Fault(group, "revisions-ref-unknown", message, "5.6.5.5")
        current = group.get("currentVersion")
        versions = [one.get("version") for one in group if one.get("version") is not None]
        if current is not None and current not in versions:
            message = f"currentVersion=“{current}” is the version of no revision here; mend it"
            yield Fault(group, "revisions-current-unknown", message, "5.6.5.3")
        yield from _versions(group)
        subject = next((one for one in named if one.get("id") == reference), None)
        for revision in group.iterchildren(view.tag("ctr:revision")):
            yield from _items(revision, kind, subject, view)


def _versions(group: etree._Element) -> Iterator[Fault]:
    there: set[str] = set()
    for revision in group:
        version = revision.get("version")
        if version in there:
            message = f"two revisions have the version “{version}”; give one another"
            yield Fault(revision, "revision-version-repeated", message, "5.6.5.7")
        if version is not None:
            there.add(version)


def _items(revision: etree._Element, kind: str, subject: etree._Element | None, view: View) -> Iterator[Fault]:
    """Each item tells the content or one attribute, once, of what is revised."""
    rules = next((one for one in grammar(view.scope.version).values() if one.name == kind), None)
    there: set[str] = set()
    for item in revision.iterchildren(view.tag("ctr:item")):
        name = item.get("property", "")
        known = subject.keys() if subject is not None else () if rules is None else rules.tests
        if name != "content" and (subject is not None or rules is not None) and name not in known:
            message = f"property=“{name}” is neither content nor an attribute of that <{kind}>; mend it"
            yield Fault(item, "revision-property", message, "5.6.5.6")
        if name in there:
            message = f"this revision tells {name} twice; give each revision one value of it"
            yield Fault(item, "revision-property-twice", message, "5.6.5.6")
        there.add(name)


RULES = ((("ctr:revisions",), revisions),)
