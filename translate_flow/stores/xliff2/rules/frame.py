"""XLIFF 2's rules for what stands around the units: the version, ids of files, groups and units, skeletons."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from translate_flow.stores.xliff2.names import CORE, VERSIONS
from translate_flow.stores.xliff2.scope import Fault, View


def version(root: etree._Element) -> Fault | None:
    """The fault of a root that is no XLIFF 2, or of a version that is not its namespace's (4.2.2.1, 4.3.1.42)."""
    uri, _, local = str(root.tag).rpartition("}")
    said = root.get("version")
    if local != "xliff" or uri[1:] not in CORE.values():
        message = f"the root <{local}> of “{uri[1:]}” is no XLIFF 2; its namespace must be that of XLIFF 2.0 or 2.2"
        return Fault(root, "not-xliff-2", message, "4.2.2.1")
    if said is None:
        return Fault(root, "attribute-missing", "<xliff> lacks version; add it", "4.2.2.1")
    if said not in VERSIONS or CORE[said] != uri[1:]:
        fitting = " or ".join(one for one in VERSIONS if CORE[one] == uri[1:])
        return Fault(root, "version-wrong", f"version=“{said}” must be {fitting} in “{uri[1:]}”", "4.3.1.42")
    return None


def ids(view: View) -> Iterator[Fault]:
    """Ids of files are unique in the document, those of groups and of units in their file (4.3.1.21)."""
    files = view.seen["file"]
    yield from _unique("file", files)
    for file in files:
        for name in ("group", "unit"):
            yield from _unique(name, list(file.iter(view.tag(name))))


def _unique(name: str, elements: list[etree._Element]) -> Iterator[Fault]:
    there: set[str] = set()
    for element in elements:
        own = element.get("id")
        if own in there:
            message = f"two <{name}> have the id “{own}”; give one another id"
            yield Fault(element, f"{name}-id-repeated", message, "4.3.1.21")
        if own is not None:
            there.add(own)


def skeletons(view: View) -> Iterator[Fault]:
    """A skeleton is in the file or elsewhere (4.2.2.3)."""
    for skeleton in view.seen["skeleton"]:
        filled = bool(len(skeleton) or skeleton.text)
        if filled == (skeleton.get("href") is not None):
            message = "<skeleton> has content or href: exactly one of them"
            yield Fault(skeleton, "skeleton-content-or-href", message, "4.2.2.3")


RULES = (ids, skeletons)
