"""XLIFF 2's rules for annotations, notes and what refers to them (sections 3 and 4.7.3)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from translate_flow.stores.xliff2.fragments import Wrong, look_up, selectors
from translate_flow.stores.xliff2.scope import Fault, View, attributes_of


def comments(view: View) -> Iterator[Fault]:
    """A comment stands in ``value``, or in a note of the same unit that ``ref`` names (4.7.3.1.3)."""
    for mark in _marks(view):
        if mark.get("type") != "comment":
            continue
        reference = mark.get("ref")
        if (mark.get("value") is None) == (reference is None):
            message = "a comment has its text in value, or a note in ref: exactly one of them"
            yield Fault(mark, "comment-value-or-ref", message, "4.7.3.1.3")
        elif reference is not None:
            yield from _note(mark, reference, view)


def _note(mark: etree._Element, reference: str, view: View) -> Iterator[Fault]:
    found = selectors(reference)
    if isinstance(found, Wrong) and reference.startswith("#"):
        yield Fault(mark, found.rule, found.message, found.section)
        return
    target = look_up(reference, view)
    if isinstance(target, Wrong) or target.kind != "n" or not target.inside:
        message = f"ref=“{reference}” of a comment must name a note of this unit: “#n=ID”"
        yield Fault(mark, "comment-ref-not-a-note", message, "4.7.3.1.3")


def translations(view: View) -> Iterator[Fault]:
    """An annotation of no other type says whether its text is to be translated (4.7.3.1.1)."""
    for mark in _marks(view):
        if mark.get("type", "generic") != "generic" or mark.get("translate") is not None:
            continue
        if all(name[0] != "{" for name, _ in attributes_of(mark)):
            message = "an annotation without a type needs translate; add translate or a type"
            yield Fault(mark, "mark-without-translate", message, "4.7.3.1.1")


def references(view: View) -> Iterator[Fault]:
    """References into the file are spelled as fragments and point to something (3)."""
    for mark in _marks(view):
        reference = mark.get("ref", "")
        if mark.get("type") == "mtc:match" and reference:
            yield Fault(mark, "match-mark-with-ref", "an annotation mtc:match has no ref; take it out", "4.7.3.1")
        elif mark.get("type") != "comment" and reference.startswith("#"):
            target = look_up(reference, view)
            if isinstance(target, Wrong):
                yield Fault(mark, target.rule, target.message, target.section)


def notes(view: View) -> Iterator[Fault]:
    """Ids of notes are unique in their ``notes`` (4.3.1.21)."""
    named = view.seen["note@id"]
    if len(named) < 2:
        return
    there: set[tuple[etree._Element | None, str | None]] = set()
    for note in named:
        key = (note.getparent(), note.get("id"))
        if key in there:
            message = f"two notes have the id “{key[1]}”; give one another id"
            yield Fault(note, "note-id-repeated", message, "4.3.1.21")
        there.add(key)


def note_references(view: View) -> Iterator[Fault]:
    """What a note refers to is there (XLIFF 2.2, 4.2.2.9)."""
    if view.element.tag != view.tag("unit"):
        return
    for note in view.seen["note@ref"]:
        reference = note.get("ref", "")
        if reference.startswith("#"):
            target = look_up(reference, view)
            if isinstance(target, Wrong):
                yield Fault(note, target.rule, target.message, target.section)


def extensions(view: View) -> Iterator[Fault]:
    """Ids of extensions' elements are unique in their file, group or unit (4.9.2)."""
    there: dict[etree._Element | None, set[tuple[str, str]]] = {}
    for outermost in view.extensions:
        known = there.setdefault(outermost.getparent(), set())
        for element in outermost.iter(etree.Element):
            own = element.get("id") or element.get("{http://www.w3.org/XML/1998/namespace}id")
            if own is None:
                continue
            key = (element.tag.rpartition("}")[0], own)
            if key in known:
                message = f"two elements of an extension have the id “{own}” here; give one another id"
                yield Fault(element, "extension-id-repeated", message, "4.9.2")
            known.add(key)


def _marks(view: View) -> list[etree._Element]:
    return [*view.seen.get("mrk", ()), *view.seen.get("sm", ())]


RULES = (
    (("mrk", "sm"), comments),
    (("mrk", "sm"), translations),
    (("mrk", "sm"), references),
    (("note@id",), notes),
    (("note@ref",), note_references),
)
