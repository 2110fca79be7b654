"""Changing what stands around the units of an XLIFF 2 file: its head, and which units there are in which order.

All of it as ranges of the text, so that nothing else changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from translate_flow.bitext import Bitext
from translate_flow.stores.xliff2_inline import attribute
from translate_flow.stores.xliff2_read import Contents
from translate_flow.stores.xliff2_render import (
    METADATA,
    OBSOLETE,
    credit_note,
    document_credit,
    obsolete_group,
    organization_group,
)
from translate_flow.stores.xliff2_status import OWN
from translate_flow.stores.xml_frame import Frame

_INDENT = re.compile(r"\n?[ \t]*$")
_ASIDE = r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"
_ATTRIBUTES = r"""(?:[^"'>/]++|"[^"]*+"|'[^']*+'|/(?!>))*+"""
_TAG_END = r"""(?:[^"'>]|"[^"]*"|'[^']*')*>"""


class Row(NamedTuple):
    """A unit that the file has to have."""

    at: int
    """Its number in the file; -1 for a new one."""
    obsolete: bool
    text: str
    """Its new text; empty where it stays."""


Edit = tuple[int, int, str]
"""A range of the file's text, and what it becomes."""


def arranged(contents: Contents, rows: list[Row]) -> Iterator[Edit]:
    """The edits that give the file these units in this order.

    Units that are no translator's matter stay where they are. Units that stay in the same order keep their places;
    where the order changed, the same places are filled anew.
    """
    for obsolete in (False, True):
        some = [row for row in rows if row.obsolete is obsolete]
        slots = [at for at, place in enumerate(contents.places) if place.unit and place.obsolete is obsolete]
        if slots and not some and obsolete:
            yield _without_group(contents.frame, slots, "" if rows else obsolete_group(""))
        elif slots:
            yield from _filled(contents.frame, slots, some)
        elif some or (obsolete and not rows and _group(contents.frame) is None):
            yield _added(contents.frame, [row.text for row in some], obsolete=obsolete)


def _filled(file: Frame, slots: list[int], rows: list[Row]) -> Iterator[Edit]:
    kept = {row.at for row in rows}
    places = [at for at in slots if at in kept]
    for at in slots:
        if at not in kept:
            start, end, _ = file.spans[at]
            yield start - len(_indent(file.text, start)), end, ""
    new: list[str] = []
    for row in rows:
        if row.at < 0:
            new.append(row.text)
            continue
        place = places.pop(0)
        start, end, _ = file.spans[place]
        text = row.text
        if not text and place != row.at:
            text = file.text[file.spans[row.at].start : file.spans[row.at].end]
        before = "".join(f"{one}{_indent(file.text, start) or chr(10)}" for one in new)
        yield start, end, before + (text or file.text[start:end])
        new = []
    if new:
        start, end, _ = file.spans[max((at for at in slots if at in kept), default=slots[-1])]
        yield end, end, "".join(f"{_indent(file.text, start) or chr(10)}{one}" for one in new)


def _indent(text: str, start: int) -> str:
    """The white space before a unit, with the line's end before it."""
    found = _INDENT.search(text, max(0, start - 200), start)
    return found[0] if found else ""


def _added(file: Frame, units: list[str], *, obsolete: bool) -> Edit:
    """The first units of the file, or of its obsolete group."""
    group = _group(file)
    if obsolete and group and not group[1]:
        return group.end(), group.end(), "".join(f"\n      {unit}" for unit in units)
    at = group.start() if group and not obsolete else _outside(file, rf"(</{_prefix(file)}file\s*>)")[0]
    at -= len(_indent(file.text, at))
    if not obsolete:
        return at, at, "".join(f"\n    {unit}" for unit in units)
    lines = obsolete_group("".join(f"      {unit}\n" for unit in units))
    return at, at, "\n" + prefixed(lines, file.root).rstrip("\n")


def _group(file: Frame) -> re.Match[str] | None:
    """The start tag of the obsolete group; group 1 is its slash if it is empty."""
    return re.search(rf'<(?:[\w.-]+:)?group id="{OBSOLETE}"[^>]*?(/?)>', file.text)


def _without_group(file: Frame, slots: list[int], instead: str) -> Edit:
    """The edit that takes out the obsolete group with all its units."""
    first, last = file.spans[slots[0]], file.spans[slots[-1]]
    start = file.text.rindex("<", 0, first.start)
    end = file.text.index(">", last.end) + 1
    return start - len(_indent(file.text, start)), end, f"\n{prefixed(instead, file.root)}".rstrip("\n")


def headed(contents: Contents, bitext: Bitext) -> Iterator[Edit]:
    """The edits that give the file the bitext's languages, document, organisation and people."""
    file, head = contents.frame, contents.head
    root = _outside(file, rf"(<{_prefix(file)}xliff\b{_TAG_END})")
    first = _outside(file, rf"(<{_prefix(file)}file\b{_TAG_END})")
    pairs = (("srcLang", head.source_language, bitext.source_language),
             ("trgLang", head.target_language, bitext.target_language))  # fmt: skip
    if any(old != new for _, old, new in pairs):
        yield *root, _with(file.text[slice(*root)], [(name, new) for name, old, new in pairs if old != new])
    if head.document != bitext.document:
        yield *first, _with(file.text[slice(*first)], [("original", bitext.document)])
    yield from _about(contents, bitext, first[1])


def _about(contents: Contents, bitext: Bitext, start: int) -> Iterator[Edit]:
    """Organisation and people, behind the start tag of the file that ends at ``start``."""
    file, name = contents.frame, _prefix(contents.frame)
    text = file.text
    skeleton = re.compile(rf"\s*<{name}skeleton\b{_ATTRIBUTES}(?:/>|>.*?</{name}skeleton\s*>)", re.DOTALL)
    after = found.end() if (found := skeleton.match(text, start)) else start
    child = re.compile(rf"{_ASIDE}|(<{name}(?:unit|group)\b|</{name}file\b)", re.DOTALL)
    end = next((found.start() for found in child.finditer(text, after) if found[1]), after)
    if contents.head.organization != bitext.organization:
        group = organization_group(bitext.organization)
        there = re.compile(rf'\s*<mda:metaGroup category="{OWN}document">.*?</mda:metaGroup>', re.DOTALL)
        bound = "" if file.root.nsmap.get("mda") == METADATA else f' xmlns:mda="{METADATA}"'
        yield _replaced(text, there, (after, end), group) or (
            (after, after, f"\n    <mda:metadata{bound}>\n      {group}\n    </mda:metadata>")
        )
    if contents.credit != document_credit(bitext):
        note = prefixed(credit_note(bitext), file.root)
        there = re.compile(rf'\s*<{name}note id="credit".*?</{name}note>', re.DOTALL)
        at = end - len(_indent(text, end))
        yield _replaced(text, there, (after, end), note) or (
            (at, at, prefixed(f"\n    <notes>\n      {note}\n    </notes>", file.root))
        )


def _replaced(text: str, there: re.Pattern[str], within: tuple[int, int], new: str) -> Edit | None:
    """The edit that replaces an element; with nothing, its parent goes too if it has no other child.

    Where the element is missing, it goes into the parent that is there; ``None`` if there is none.
    """
    parent = "metadata" if "metaGroup" in there.pattern else "notes"
    alone = re.compile(rf"\s*<([\w.-]+:)?{parent}\b[^>]*>{there.pattern}\s*</\1?{parent}\s*>", re.DOTALL)
    if not new and (found := alone.search(text, *within)):
        return *found.span(), ""
    if found := there.search(text, *within):
        return *found.span(), new and f"\n      {new}"
    if found := re.compile(rf"\s*</(?:[\w.-]+:)?{parent}\s*>").search(text, *within):
        return found.start(), found.start(), f"\n      {new}"
    return None


def _outside(file: Frame, pattern: str) -> tuple[int, int]:
    """Where the first element of a kind stands outside comments; the pattern has one group."""
    for found in re.compile(rf"{_ASIDE}|{pattern}", re.DOTALL).finditer(file.text):
        if found[1]:
            return found.span(1)
    return len(file.text), len(file.text)


def _with(tag: str, values: list[tuple[str, str]]) -> str:
    """A start tag with attributes set."""
    for name, value in values:
        there = re.compile(rf"""\s{name}\s*=\s*(?:"[^"]*"|'[^']*')""")
        new = attribute(name, value) if value else ""
        found = there.search(tag)
        start, end = found.span() if found else (len(tag) - 1, len(tag) - 1)
        tag = tag[:start] + new + tag[end:]
    return tag


def _prefix(file: Frame) -> str:
    return re.escape(f"{file.root.prefix}:") if file.root.prefix else ""


def prefixed(text: str, root: etree._Element) -> str:
    """Elements of ours with the prefix that the file gives to the core's."""
    return re.sub(r"<(/?)(?=[a-zA-Z]+[\s/>])", rf"<\1{root.prefix}:", text) if root.prefix else text
