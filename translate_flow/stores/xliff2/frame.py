"""Changing what stands around the units of an XLIFF 2 file, as ranges of its text, so that nothing else changes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from translate_flow.bitext import Bitext
from translate_flow.stores.xliff2.inline import attribute
from translate_flow.stores.xliff2.read import Contents
from translate_flow.stores.xliff2.render import (
    METADATA,
    credit_note,
    document_credit,
    obsolete_group,
    organization_group,
)
from translate_flow.stores.xliff2.status import OWN
from translate_flow.stores.xml_arrange import Around, Edit, indent_before
from translate_flow.stores.xml_frame import Frame, first_tag, prefixed, with_attributes

_ASIDE = r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"
_ATTRIBUTES = r"""(?:[^"'>/]++|"[^"]*+"|'[^']*+'|/(?!>))*+"""
_TAG_END = r"""(?:[^"'>]|"[^"]*"|'[^']*')*>"""


def around(contents: Contents) -> Around:
    """What stands around the units of the file."""
    file = contents.frame
    end = first_tag(file, r"/NAMEfile\s*>")[0]
    strangers = any(place.unit is None for place in contents.places)
    return Around(end, "    ", prefixed(obsolete_group(""), file.root), never_empty=not strangers)


def headed(contents: Contents, bitext: Bitext) -> Iterator[Edit]:
    """The edits that give the file the bitext's languages, document, organisation and people."""
    file, head = contents.frame, contents.head
    root = first_tag(file, rf"NAMExliff\b{_TAG_END}")
    first = first_tag(file, rf"NAMEfile\b{_TAG_END}")
    pairs = (("srcLang", head.source_language, bitext.source_language),
             ("trgLang", head.target_language, bitext.target_language))  # fmt: skip
    if any(old != new for _, old, new in pairs):
        yield (
            *root,
            with_attributes(
                file.text[slice(*root)], [(n, attribute(n, new) if new else "") for n, old, new in pairs if old != new]
            ),
        )
    if head.document != bitext.document:
        yield *first, with_attributes(file.text[slice(*first)], [("original", attribute("original", bitext.document))])
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
        at = end - len(indent_before(text, end))
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


def _prefix(file: Frame) -> str:
    return re.escape(f"{file.root.prefix}:") if file.root.prefix else ""
