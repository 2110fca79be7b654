"""XLIFF 2's rules for looks and sizes: the format style and the size and length restriction modules (5.3, 5.7)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from translate_flow.stores.xliff2.names import MODULES, XML
from translate_flow.stores.xliff2.scope import Fault, View, heads

_FS, _SLR = MODULES["2.0"]["fs"], MODULES["2.0"]["slr"]
_FORMAT, _SUB_FORMAT = f"{{{_FS}}}fs", f"{{{_FS}}}subFs"
_SIZE_INFO, _SIZE_REF = f"{{{_SLR}}}sizeInfo", f"{{{_SLR}}}sizeInfoRef"
_STORAGE_INFO = f"{{{_SLR}}}equivStorage"
_LIMITS = {f"{{{_SLR}}}sizeRestriction": "5.7.5.11", f"{{{_SLR}}}storageRestriction": "5.7.5.12"}
_LIMIT = re.compile(r"\*|[0-9]+(?:,(?:[0-9]+|\*))?")
_WHOLE = re.compile(r"[0-9]+")
_LIKE_A_NUMBER = re.compile(r"[-+]?[0-9]*[.,]?[0-9]+(?:[eE][-+]?[0-9]+)?")
_PROFILES = {
    "generalProfile": ("xliff:codepoints",),
    "storageProfile": ("xliff:utf8", "xliff:utf16", "xliff:utf32"),
}


def formats(view: View) -> Iterator[Fault]:
    """``subFs`` describes an ``fs`` (5.3.5.2)."""
    for element in view.seen[_SUB_FORMAT]:
        if element.get(_FORMAT) is None:
            yield Fault(element, "sub-format-alone", "fs:subFs needs fs:fs beside it; add it", "5.3.5.2")


def profiles(view: View) -> Iterator[Fault]:
    """The profiles that are called “xliff:” are the standard's (5.7.6)."""
    for element in view.seen["slr:profiles"]:
        for attribute, known in _PROFILES.items():
            said = element.get(attribute, "")
            if said.startswith("xliff:") and said not in known:
                message = f"{attribute}=“{said}” is none of {', '.join(known)}; mend it"
                yield Fault(element, "size-profile-unknown", message, "5.7.6")


def limits(view: View) -> Iterator[Fault]:
    """In the standard's profiles, a restriction is ``*``, ``MAX``, ``MIN,MAX`` or ``MIN,*`` (5.7.6.1.1, 5.7.6.2.1)."""
    for name, section in _LIMITS.items():
        for element in view.seen.get(name, ()):
            said = element.get(name, "")
            general = name.endswith("sizeRestriction")
            if _standard(_profile(element, view, general=general)) and not _LIMIT.fullmatch(said):
                message = (
                    f"slr:{name.rpartition('}')[2]}=“{said}” must be *, MAX, “MIN,MAX” or “MIN,*” in whole numbers"
                )
                yield Fault(element, "size-restriction", message, section)


def sizes(view: View) -> Iterator[Fault]:
    """Sizes of codes are whole numbers in the standard's profiles (5.7.6.1.2, 5.7.6.2.2).

    Where no profile is declared, only what is written as a number has to be a whole one.
    """
    for name, section in ((_SIZE_INFO, "5.7.5.9"), (_STORAGE_INFO, "5.7.5.8")):
        for element in view.seen.get(name, ()):
            said = element.get(name, "")
            profile = _profile(element, view, general=name == _SIZE_INFO)
            counted = _standard(profile) if profile else bool(_LIKE_A_NUMBER.fullmatch(said))
            if counted and not _WHOLE.fullmatch(said):
                message = f"slr:{name.rpartition('}')[2]}=“{said}” must be a whole number"
                yield Fault(element, "size-not-a-number", message, section)


def size_references(view: View) -> Iterator[Fault]:
    """``sizeInfoRef`` stands alone and names something in an ``slr:data`` near or around (5.7.5.10)."""
    tag = view.tag("slr:data")
    for element in view.seen[_SIZE_REF]:
        if element.get(_SIZE_INFO) is not None:
            message = "slr:sizeInfo and slr:sizeInfoRef must not stand together; take one out"
            yield Fault(element, "size-info-twice", message, "5.7.5.10")
        wanted = element.get(_SIZE_REF)
        lineage = (element, *element.iterancestors())
        around = (found for one in lineage for found in heads(one, view.scope.version) if found.tag == tag)
        data = (*view.scope.size_data, *around)
        names = (name for one in data for child in one.iter() for name in (child.get("id"), child.get(f"{{{XML}}}id")))
        if wanted not in names:
            message = f"slr:sizeInfoRef=“{wanted}” names nothing in an <slr:data> around; mend the name"
            yield Fault(element, "size-ref-unknown", message, "5.7.5.10")


def _profile(element: etree._Element, view: View, *, general: bool) -> str:
    scope = view.scope
    if scope.file is not None:
        return scope.size_profile if general else scope.storage_profile
    lineage = (element, *element.iterancestors())
    file = next((one for one in lineage if one.tag == view.tag("file")), None)
    tag = view.tag("slr:profiles")
    found = next((one for one in heads(file, scope.version) if one.tag == tag), None)
    return "" if found is None else found.get("generalProfile" if general else "storageProfile", "")


def _standard(profile: str) -> bool:
    return profile.startswith("xliff:")


RULES = (
    ((_SUB_FORMAT,), formats),
    (("slr:profiles",), profiles),
    (tuple(_LIMITS), limits),
    ((_SIZE_INFO, _STORAGE_INFO), sizes),
    ((_SIZE_REF,), size_references),
)
