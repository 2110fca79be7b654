"""XLIFF 2's rules for what begins in one place and ends in another: sc and ec, sm and em (sections 4.2.3, 4.7.2.2)."""

from __future__ import annotations

from collections.abc import Iterator

from translate_flow.stores.xliff2.scope import Code, Fault, Side, View, attributes_of

_DIGITS = 10
_HINTS = ("canCopy", "canDelete", "canOverlap", "canReorder")


def codes(view: View) -> Iterator[Fault]:
    """Each start has its end behind it, or is isolated; both say the same of what may be done with them."""
    for sides in _texts(view):
        inside = [code for side in sides for code in side.codes if code.name in ("sc", "ec")]
        starts = {code.attributes.get("id", ""): code for code in inside if code.name == "sc"}
        ended: set[str] = set()
        begun: set[str] = set()
        for code in inside:
            if code.name == "sc":
                begun.add(code.attributes.get("id", ""))
            else:
                yield from _end(code, starts, begun, ended)
        elsewhere = _elsewhere(view, sides, "ec")
        for name, start in starts.items():
            if start.attributes.get("isolated") != "yes" and name not in ended and name not in elsewhere:
                message = f"<sc id=“{name}”> has no <ec startRef=“{name}”> in this unit; add it or set isolated=“yes”"
                yield Fault(start.element, "sc-without-ec", message, "4.2.3.4")


def _end(end: Code, starts: dict[str, Code], begun: set[str], ended: set[str]) -> Iterator[Fault]:
    attributes, element = end.attributes, end.element
    name = attributes.get("startRef")
    isolated = attributes.get("isolated") == "yes"
    if isolated and name in starts:
        message = f"<ec> has isolated=“yes”, but its <sc id=“{name}”> is in this unit; take isolated out"
        yield Fault(element, "ec-isolated-beside-sc", message, "4.2.3.5")
    elif isolated and (name is not None or "id" not in attributes):
        yield Fault(element, "ec-id-or-start-ref", "an isolated <ec> has id, and no startRef", "4.2.3.5")
    elif not isolated and (name is None or "id" in attributes):
        message = "<ec> has startRef, and no id; or it has id and isolated=“yes”, if its <sc> is in another unit"
        yield Fault(element, "ec-id-or-start-ref", message, "4.2.3.5")
    if not isolated and "dir" in attributes:
        yield Fault(element, "ec-dir-not-isolated", "<ec> has dir only with isolated=“yes”; take it out", "4.2.3.5")
    if isolated or name is None:
        return
    start = starts.get(name)
    if start is None:
        message = f"<ec startRef=“{name}”> has no <sc id=“{name}”> in this unit; add it, or use id and isolated=“yes”"
        yield Fault(element, "ec-without-sc", message, "4.2.3.5")
        return
    if start.attributes.get("isolated") == "yes":
        message = f"<sc id=“{name}”> has isolated=“yes”, but its <ec> is in this unit; take isolated out"
        yield Fault(start.element, "sc-isolated-beside-ec", message, "4.2.3.4")
    elif name not in begun:
        yield Fault(element, "ec-before-sc", f"<ec startRef=“{name}”> must stand behind its <sc>; move it", "4.2.3.5")
    elif name in ended:
        yield Fault(element, "sc-ended-twice", f"<sc id=“{name}”> has two <ec>; take one out", "4.2.3.5")
    ended.add(name)
    for hint in _HINTS:
        first, last = start.attributes.get(hint, "yes"), attributes.get(hint, "yes")
        if last != ("no" if first == "firstNo" else first):
            message = f"{hint} is “{first}” on <sc id=“{name}”> but “{last}” on its <ec>; make them fit"
            yield Fault(element, "ec-hint-differs", message, "4.2.3.5")


def marks(view: View) -> Iterator[Fault]:
    """Each ``sm`` has its ``em`` behind it (4.7.3.2)."""
    for sides in _texts(view):
        inside = [code for side in sides for code in side.codes if code.name in ("sm", "em")]
        starts = {code.attributes.get("id", ""): code for code in inside if code.name == "sm"}
        begun: set[str] = set()
        ended: set[str] = set()
        for code in inside:
            name = code.attributes.get("id" if code.name == "sm" else "startRef", "")
            if code.name == "sm":
                begun.add(name)
            elif name not in starts:
                message = f"<em startRef=“{name}”> has no <sm id=“{name}”> in this unit; add it"
                yield Fault(code.element, "em-without-sm", message, "4.2.3.8")
            elif name not in begun:
                message = f"<em startRef=“{name}”> must stand behind its <sm>; move it"
                yield Fault(code.element, "em-before-sm", message, "4.2.3.8")
            elif name in ended:
                yield Fault(code.element, "sm-ended-twice", f"<sm id=“{name}”> has two <em>; take one out", "4.2.3.8")
            if code.name == "em":
                ended.add(name)
        elsewhere = _elsewhere(view, sides, "em")
        for name, start in starts.items():
            if name not in ended and name not in elsewhere:
                message = f"<sm id=“{name}”> has no <em startRef=“{name}”> in this unit; add it"
                yield Fault(start.element, "sm-without-em", message, "4.2.3.7")


def isolated_only(view: View) -> Iterator[Fault]:
    """A module's attribute stands on the ``sc`` for both, on an ``ec`` only if it is isolated (5.3.5, 5.7.5)."""
    for element in view.seen["ec"]:
        if element.get("isolated") == "yes":
            continue
        for name, _ in attributes_of(element):
            if name[0] == "{":
                local = name.rpartition("}")[2]
                message = f"<ec> has {local} only with isolated=“yes”; let the <sc> have it"
                section = "5.3.5" if local in ("fs", "subFs") else "5.7.5"
                yield Fault(element, "ec-module-attribute-not-isolated", message, section)


def _texts(view: View) -> Iterator[list[Side]]:
    """What codes pair in: all sources of the unit, all its targets in their order, each side of each match."""
    yield view.sources
    yield in_order(view)
    yield from ([side] for side in view.matches)


def in_order(view: View) -> list[Side]:
    """The targets of a unit in the order in which they follow one another (4.8.2)."""
    holders = [side.holder for side in view.sources]
    places = {holder: number for number, holder in enumerate(holders, 1)}

    def place(side: Side) -> int:
        order = side.element.get("order", "")
        return int(order) if is_place(order) else places.get(side.holder, 0)

    return sorted(view.targets, key=place)


def is_place(order: str) -> bool:
    """Whether this can be the number of a segment."""
    return order.isdecimal() and len(order) < _DIGITS


def _elsewhere(view: View, sides: list[Side], name: str) -> set[str]:
    """The spans that end in a segment which has no target yet, if these are targets."""
    if not sides or sides[0].name == "source" or sides[0].holder_name == "mtc:match":
        return set()
    done = {side.holder for side in sides}
    return {
        code.attributes.get("startRef", "")
        for side in view.sources
        if side.holder not in done
        for code in side.codes
        if code.name == name
    }


RULES = ((("sc", "ec"), codes), (("sm", "em"), marks), (("ec",), isolated_only))
