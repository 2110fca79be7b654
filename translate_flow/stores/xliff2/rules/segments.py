"""XLIFF 2's rules for segments: states, languages, white space, order; and the standard's words on plurals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from translate_flow.stores.xliff2.names import XML
from translate_flow.stores.xliff2.rules.spans import is_place
from translate_flow.stores.xliff2.scope import INHERITED_LANGUAGE, NO_TARGET_LANGUAGE, Fault, View

_LANGUAGE, _SPACE = f"{{{XML}}}lang", f"{{{XML}}}space"
_SWITCH, _CASE = "{urn:oasis:names:tc:xliff:pgs:1.0}switch", "{urn:oasis:names:tc:xliff:pgs:1.0}case"
_SELECTOR = re.compile(r"(?:plural|ordinal|gender|select):[^\s:,]+")
_PLURAL = re.compile(r"[0-9]+(?:\.[0-9]+)?|zero|one|two|few|many|other")


def target_language(view: View) -> Iterator[Fault]:
    """A file with targets says in which language (4.2.2.1)."""
    for side in view.targets[:1]:
        yield Fault(side.element, "no-target-language", "<xliff> needs trgLang, as there are targets", "4.2.2.1")


def states(view: View) -> Iterator[Fault]:
    """A sub-state needs a state, and a state beyond initial needs a target (4.3.1.31, 4.3.1.35)."""
    for segment in view.seen.get("subState", ()):
        if segment.get("state") is None:
            yield Fault(segment, "sub-state-without-state", "subState needs a state beside it; add state", "4.3.1.35")
    if len(view.targets) == len(view.sources):
        return
    translated = {side.holder for side in view.targets}
    for segment in view.seen.get("state", ()):
        state = segment.get("state")
        if state in ("translated", "reviewed", "final") and segment not in translated:
            message = f"a segment without <target> cannot be “{state}”; add the target or take state out"
            yield Fault(segment, "state-without-target", message, "4.3.1.31")


def order(view: View) -> Iterator[Fault]:
    """The places of a unit's targets are a permutation of its segments and ignorables (4.8.2)."""
    holders = [side.holder for side in view.sources]
    places = {holder: number for number, holder in enumerate(holders, 1)}
    targets = [
        (int(spelled) if is_place(spelled := side.element.get("order", "")) else None, side) for side in view.targets
    ]
    explicit = {number for number, _ in targets if number is not None}
    taken: set[int] = set()
    for number, side in targets:
        own = places.get(side.holder, 0)
        place = own if number is None else number
        if place > len(holders):
            message = f"order=“{place}” is more than the {len(holders)} segments and ignorables of this unit"
            yield Fault(side.element, "order-out-of-range", message, "4.3.1.24")
        elif place in taken:
            message = f"two targets of this unit are number {place}; give each its own order"
            yield Fault(side.element, "order-repeated", message, "4.3.1.24")
        elif number is not None and own not in explicit:
            message = f"this target is number {place}, but none is number {own} in its stead; number the others too"
            yield Fault(side.element, "order-incomplete", message, "4.8.2")
        taken.add(place)


def languages(view: View) -> Iterator[Fault]:
    """What stands in a source or a target is in its language (4.2.2.12, 4.2.2.13)."""
    scope = view.scope
    outside = view.element.get(_LANGUAGE, scope.language)
    for side in (*view.sources, *view.targets, *view.matches):
        wanted = scope.srcLang if side.name == "source" else scope.trgLang
        said = side.element.get(_LANGUAGE)
        if side.holder_name == "mtc:match":
            if said is None or (side.name == "target" and side.holder.get("reference") == "yes"):
                continue
        elif said is None:
            said = outside
        if said and wanted is not None and said.lower() != wanted.lower():
            declared = "srcLang" if side.name == "source" else "trgLang"
            message = f"<{side.name}> is in “{said}”, not in {declared}=“{wanted}”; mend xml:lang"
            yield Fault(
                side.element, f"{side.name}-language", message, "4.2.2.12" if side.name == "source" else "4.2.2.13"
            )


def spaces(view: View) -> Iterator[Fault]:
    """A target keeps white space as its source does (4.3.2.2)."""
    outside = view.element.get(_SPACE, view.scope.space)
    sides = (*view.sources, *view.targets, *view.matches)
    sources = {side.holder: side.element.get(_SPACE, outside) for side in sides if side.name == "source"}
    for side in sides:
        wanted = sources.get(side.holder, outside)
        if side.name == "target" and side.element.get(_SPACE, outside) != wanted:
            message = f"xml:space of <target> must be “{wanted}”, as that of its <source>"
            yield Fault(side.element, "target-space", message, "4.3.2.2")


def switches(view: View) -> Iterator[Fault]:
    """Selectors of plurals, genders and choices are known ones (XLIFF 2.2, plural, gender and select module)."""
    for element in view.seen[_SWITCH]:
        for selector in re.split(r"[\s,]+", element.get(_SWITCH, "").strip()):
            if not _SELECTOR.fullmatch(selector):
                message = f"pgs:switch has “{selector}”; write plural, ordinal, gender or select, “:” and a name"
                yield Fault(element, "pgs-switch", message, "XLIFF 2.2, pgs")


def cases(view: View) -> Iterator[Fault]:
    """A case has a value for each selector of the switch around it (XLIFF 2.2, plural, gender and select module)."""
    for element in view.seen[_CASE]:
        around = next((one for one in element.iterancestors() if one.get(_SWITCH) is not None), None)
        if around is None and element is view.element:
            continue
        if around is None:
            yield Fault(element, "pgs-case-alone", "pgs:case needs a pgs:switch on its unit; add it", "XLIFF 2.2, pgs")
            continue
        selectors = re.split(r"[\s,]+", around.get(_SWITCH, "").strip())
        values = re.split(r"[\s,]+", element.get(_CASE, "").strip())
        if len(values) != len(selectors):
            message = f"pgs:case has {len(values)} values for {len(selectors)} selectors; give one for each"
            yield Fault(element, "pgs-case-count", message, "XLIFF 2.2, pgs")
        for selector, value in zip(selectors, values, strict=False):
            if selector.startswith(("plural:", "ordinal:")) and not _PLURAL.fullmatch(value):
                message = f"pgs:case has “{value}” for “{selector}”; write a number or zero, one, two, few, many, other"
                yield Fault(element, "pgs-case-value", message, "XLIFF 2.2, pgs")


RULES = (
    ((NO_TARGET_LANGUAGE,), target_language),
    (("subState", "state"), states),
    (("order",), order),
    ((_LANGUAGE, INHERITED_LANGUAGE), languages),
    ((_SPACE,), spaces),
    ((_SWITCH,), switches),
    ((_CASE,), cases),
)
