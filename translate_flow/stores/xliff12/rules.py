"""What XLIFF 1.2 asks of a file, strict or transitional: elements in their places, ids, languages.

What tools add in namespaces of their own is theirs.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from translate_flow.errors import InputError
from translate_flow.stores.xliff12.inline import NAMESPACE, is_segment, local
from translate_flow.stores.xml_frame import line_of

_INLINE = frozenset({"g", "x", "bx", "ex", "bpt", "ept", "ph", "it", "mrk"})
_NATIVE = frozenset({"sub"})
_CHILDREN = {
    "xliff": frozenset({"file"}),
    "file": frozenset({"header", "body"}),
    "header": frozenset({"skl", "phase-group", "glossary", "reference", "count-group", "prop-group", "note", "tool"}),
    "phase-group": frozenset({"phase"}),
    "phase": frozenset({"note"}),
    "body": frozenset({"group", "trans-unit", "bin-unit"}),
    "group": frozenset(
        {"group", "trans-unit", "bin-unit", "context-group", "count-group", "prop-group", "note"}
    ),
    "trans-unit": frozenset(
        {"source", "seg-source", "target", "context-group", "count-group", "prop-group", "note", "alt-trans"}
    ),
    "bin-unit": frozenset(
        {"bin-source", "bin-target", "context-group", "count-group", "prop-group", "note", "trans-unit"}
    ),
    "alt-trans": frozenset(
        {"source", "seg-source", "target", "context-group", "prop-group", "note"}
    ),
    "source": _INLINE, "seg-source": _INLINE, "target": _INLINE, "g": _INLINE, "mrk": _INLINE, "sub": _INLINE,
    "bpt": _NATIVE, "ept": _NATIVE, "ph": _NATIVE, "it": _NATIVE,
    **dict.fromkeys(("note", "x", "bx", "ex", "context"), frozenset[str]()),
}  # fmt: skip
"""The children of each element that has some that we know, whatever their number."""
_REQUIRED = {
    "file": ("original", "source-language", "datatype"), "phase": ("phase-name", "process-name"),
    "trans-unit": ("id",), "bin-unit": ("id",), "g": ("id",), "x": ("id",), "bx": ("id",), "ex": ("id",),
    "bpt": ("id",), "ept": ("id",), "ph": ("id",), "it": ("id", "pos"), "mrk": ("mtype",),
}  # fmt: skip
_ONCE = frozenset({"source", "seg-source", "target", "header", "body"})
_AGAIN = "export the file again"


def refuse_frame(root: etree._Element, where: str) -> None:
    """Check everything outside of units. Raises :class:`InputError` with the line of what is wrong."""
    name = etree.QName(root)
    if name.localname != "xliff":
        raise InputError(f"this is no XLIFF but <{name.localname}>", where=where, remedy="give an XLIFF file")
    if name.namespace != NAMESPACE or root.get("version") != "1.2":
        what = f"version “{root.get('version', '')}” of namespace “{name.namespace}” is not XLIFF 1.2"
        raise InputError(what, where=f"{where}:{line_of(root)}", remedy=f"{_AGAIN} as XLIFF 1.2")
    for element, what in (*_faults(root), *_file_faults(root)):
        raise InputError(f"{what} (XLIFF 1.2)", where=f"{where}:{line_of(element)}", remedy=_AGAIN)


def refuse_unit(unit: etree._Element, languages: tuple[str, str], where: str, before: int) -> None:
    """Raise :class:`InputError` for the first fault of a ``trans-unit``.

    ``where`` has a place for the line; ``before`` lines stand before the unit.
    """
    for element, what in (*_faults(unit), *_unit_faults(unit, languages)):
        raise InputError(f"{what} (XLIFF 1.2)", where=where.format(before + line_of(element)), remedy=_AGAIN)


def _faults(parent: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Elements in the wrong place, and missing attributes."""
    for element in parent.iter(f"{{{NAMESPACE}}}*"):
        name = local(element)
        for wanted in _REQUIRED.get(name, ()):
            if element.get(wanted) is None:
                yield element, f"<{name}> lacks {wanted}"
        allowed = _CHILDREN.get(name)
        if allowed is None:
            continue
        seen: set[str] = set()
        for child in element:
            kind = local(child)
            if kind and kind not in allowed:
                yield child, f"<{kind}> must not stand in <{name}>"
            if kind in _ONCE and kind in seen and name != "alt-trans":
                yield child, f"<{kind}> stands twice in <{name}>"
            seen.add(kind)


def _file_faults(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    files = [child for child in root if local(child) == "file"]
    if not files:
        yield root, "there is no <file>"
    for file in files:
        if not any(local(child) == "body" for child in file):
            yield file, "this <file> has no <body>"
        ids: set[str] = set()
        for unit in file.iter(f"{{{NAMESPACE}}}trans-unit", f"{{{NAMESPACE}}}bin-unit"):
            name = unit.get("id", "")
            if name in ids:
                yield unit, f"two units of this file have the id “{name}”"
            ids.add(name)


def _unit_faults(unit: etree._Element, languages: tuple[str, str]) -> Iterator[tuple[etree._Element, str]]:
    if local(unit) != "trans-unit":
        return
    if not any(local(child) == "source" for child in unit):
        yield unit, "this <trans-unit> has no <source>"
    for side in unit.iterchildren(f"{{{NAMESPACE}}}seg-source", f"{{{NAMESPACE}}}target"):
        yield from _segment_faults(side)
    target = unit.find(f"{{{NAMESPACE}}}target")
    if target is None:
        return
    if not languages[1] and ("".join(str(text) for text in target.itertext()).strip()):
        yield target, "there is a target, but the <file> names no target-language"
    own = target.get("{http://www.w3.org/XML/1998/namespace}lang", languages[1])
    if languages[1] and own.partition("-")[0].lower() != languages[1].partition("-")[0].lower():
        yield target, f"this target is in “{own}”, the file's target-language is “{languages[1]}”"


def _segment_faults(side: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Segments in segments, and two of one ``mid``."""
    found: set[str] = set()
    for mark in side.iter(f"{{{NAMESPACE}}}mrk"):
        if not is_segment(mark):
            continue
        if any(is_segment(outer) for outer in mark.iterancestors(f"{{{NAMESPACE}}}mrk")):
            yield mark, "a segment stands in a segment"
        if (mid := mark.get("mid", "")) in found:
            yield mark, f"two segments of this unit have the mid “{mid}”"
        found.add(mid)
