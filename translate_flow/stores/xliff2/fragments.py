"""XLIFF 2's fragment identifiers (section 3): ``#f=f1/u=u1/n=n1``, read and looked up."""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from translate_flow.stores.xliff2.names import FRAGMENT_PREFIXES, XML
from translate_flow.stores.xliff2.scope import View, heads, unit_ids
from translate_flow.stores.xliff2.values import is_token

_CORE_PREFIXES = ("", "f", "g", "u", "n", "d", "t")
_RANK = {"f": 0, "g": 1, "u": 2}
_LEAF = 3
UNKNOWN = "reference-unknown"


class Wrong(NamedTuple):
    """Why a reference is none."""

    rule: str
    message: str
    section: str = "3"


class Target(NamedTuple):
    """What a reference points to."""

    kind: str
    """The prefix of the last selector: ``n`` for a note, empty for a segment or an inline element of a source …"""
    inside: bool
    """In the unit that the reference stands in."""


def selectors(reference: str) -> list[tuple[str, str]] | Wrong:
    """The prefixes and ids of what stands behind ``#``, or what is wrong with them."""
    fragment = reference.partition("#")[2]
    absolute = fragment.startswith("/")
    found: list[tuple[str, str]] = []
    for selector in fragment.removeprefix("/").split("/"):
        prefix, equals, name = selector.rpartition("=")
        wrong = _wrong(reference, prefix, equals, name)
        if wrong:
            return wrong
        found.append((prefix, name))
    return _ordered(reference, [prefix for prefix, _ in found], absolute=absolute) or found


def _ordered(reference: str, prefixes: list[str], *, absolute: bool) -> Wrong | None:
    """What is wrong with the levels that a reference names."""
    ranks = [_RANK.get(prefix, _LEAF) for prefix in prefixes]
    if ranks.count(_LEAF) > 1:
        return Wrong("fragment-two-leaves", f"“{reference}” names two things, one in the other; name the last one only")
    if len(set(prefixes)) < len(prefixes):
        return Wrong("fragment-prefix-twice", f"“{reference}” has a prefix twice; name each level once")
    if _LEAF in ranks[:-1]:
        return Wrong("fragment-leaf-not-last", f"“{reference}” must name what is in file, group or unit last")
    if ranks != sorted(ranks):
        return Wrong("fragment-order", f"“{reference}” must name file, group and unit in this order")
    if absolute and prefixes[0] != "f":
        return Wrong("fragment-root", f"“{reference}” begins at the root, so it must name the file first: “#/f=…”")
    return None


def _wrong(reference: str, prefix: str, equals: str, name: str) -> Wrong | None:
    if equals and not is_token(prefix):
        message = f"“{reference}” has the prefix “{prefix}”, which is no name; write letters and digits"
        return Wrong("fragment-prefix-not-a-name", message, "3.2")
    if not is_token(name):
        return Wrong("fragment-syntax", f"“{reference}” is no fragment identifier; write “#PREFIX=ID/PREFIX=ID”")
    if prefix in _CORE_PREFIXES or prefix in FRAGMENT_PREFIXES:
        return None
    if len(prefix) < 2:
        message = f"“{reference}” has the prefix “{prefix}”; those of modules and extensions are longer"
        return Wrong("fragment-prefix-too-short", message, "3.2")
    return Wrong("fragment-prefix-unknown", f"“{reference}” has the prefix “{prefix}”, which nobody registered", "3.2")


def look_up(reference: str, view: View) -> Target | Wrong:
    """What a reference in a unit points to. What another unit holds is not looked into: it is taken to be there."""
    found = selectors(reference)
    if isinstance(found, Wrong):
        return found
    missing = Wrong(UNKNOWN, f"“{reference}” points to nothing; mend the reference", "3.3")
    places = dict(found)
    kind, name = found[-1]
    file = view.scope.file
    if file is not None and "f" in places and places["f"] != file.get("id"):
        root = file.getparent()
        there = root is not None and any(one.get("id") == places["f"] for one in root)
        return Target(kind, inside=False) if there else missing
    if "u" in places and places["u"] != view.element.get("id"):
        there = file is None or places["u"] in unit_ids(file, view.scope.version)
        return Target(kind, inside=False) if there else missing
    if "u" in places or not ("f" in places or "g" in places):
        return Target(kind, inside=True) if kind == "u" or _has(view, kind, name) else missing
    return (
        Target(kind, inside=False) if file is None or kind == "f" or _frame_has(file, view, places, name) else missing
    )


def _has(view: View, kind: str, name: str) -> bool:
    """Whether the unit has it."""
    if kind == "":
        holders = (side.holder.get("id") for side in view.sources)
        return name in holders or any(code.attributes.get("id") == name for side in view.sources for code in side.codes)
    if kind == "t":
        return any(code.attributes.get("id") == name for side in view.targets for code in side.codes)
    if kind in ("n", "d"):
        tag = view.tag("notes" if kind == "n" else "originalData")
        return any(one.get("id") == name for part in view.element.iterchildren(tag) for one in part)
    core = view.tag("")
    others = (child for child in view.element if isinstance(child.tag, str) and not child.tag.startswith(core))
    return any(_named(one, name) for child in others for one in child.iter())


def _frame_has(file: etree._Element, view: View, places: dict[str, str], name: str) -> bool:
    """Whether the file, or one of its groups, has it outside of units."""
    group = places.get("g")
    holder: etree._Element | None = file
    if group is not None:
        holder = next((one for one in file.iter(view.tag("group")) if one.get("id") == group), None)
    if holder is None or group == name:
        return holder is not None
    return any(_named(one, name) for child in heads(holder, view.scope.version) for one in child.iter())


def _named(element: etree._Element, name: str) -> bool:
    return name in (element.get("id"), element.get(f"{{{XML}}}id"))
