"""What the rules of XLIFF 2 work on: a unit in its scope, read once, and the faults that they find."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import takewhile
from operator import itemgetter
from typing import NamedTuple, cast

from lxml import etree

from translate_flow.stores.xliff2.names import VERSIONS, XML, clark

_LANGUAGE, _SPACE = f"{{{XML}}}lang", f"{{{XML}}}space"
_ITS = "{http://www.w3.org/2005/11/its}"


attributes_of = cast("Callable[[etree._Element], list[tuple[str, str]]]", etree._Element.items)
"""An element's attributes by Clark name."""
children_of = cast("Callable[[etree._Element], list[etree._Element]]", itemgetter(slice(None)))
"""Its children, comments among them: a slice, as that is quicker than an iterator."""
INHERITED_LANGUAGE, NO_TARGET_LANGUAGE = "inherited language", "no target language"
"""What of a scope may concern rules, beside what stands in a unit."""


class Fault(NamedTuple):
    """One rule of the standard, broken in one place."""

    element: etree._Element
    """Where: its ``sourceline`` counts from the first line of what was parsed."""
    rule: str
    """A short name for the rule, e.g. ``ec-without-sc``."""
    message: str
    """What is wrong and what to do, in a line."""
    section: str
    """Of the XLIFF 2.1 specification, e.g. ``4.7.2.3``; with the standard's name where it is another."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a unit, or a group, has from the elements around it."""

    version: str
    srcLang: str  # noqa: N815 — the standard's name
    trgLang: str | None  # noqa: N815
    """``None`` where no target language is declared."""
    language: str | None = None
    """``xml:lang`` as inherited."""
    space: str = "default"
    translate: bool = True
    can_resegment: bool = True
    its_version: bool = False
    """ITS' version is declared."""
    ratings: frozenset[str] = frozenset()
    """ITS' ratings that are declared: ``Score``, ``Vote``."""
    parent: etree._Element | None = None
    file: etree._Element | None = None
    size_profile: str = ""
    storage_profile: str = ""
    size_data: tuple[etree._Element, ...] = ()
    """The ``slr:data`` of the elements around."""

    def concerns(self) -> tuple[str, ...]:
        """What rules have to look at in each unit of the scope."""
        language = (INHERITED_LANGUAGE,) if self.language is not None else ()
        return language if self.trgLang is not None else (*language, NO_TARGET_LANGUAGE)


class Code(NamedTuple):
    """An inline element of a source or a target."""

    name: str
    """``ph``, ``pc``, …; ``/pc`` and ``/mrk`` where these end."""
    element: etree._Element
    attributes: dict[str, str]


class Side(NamedTuple):
    """A source or a target with its inline elements in order."""

    name: str
    element: etree._Element
    holder: etree._Element
    """Its segment, ignorable or match."""
    holder_name: str
    codes: list[Code]


@dataclass(slots=True)
class View:
    """An element, read for the rules: a unit, or the frame around the units."""

    element: etree._Element
    scope: Scope
    seen: defaultdict[str, list[etree._Element]] = field(default_factory=lambda: defaultdict(list))
    """What some rule looks at: elements by their short names, and by the Clark names of attributes that they have."""
    sources: list[Side] = field(default_factory=list)
    """Of segments and ignorables, in order."""
    targets: list[Side] = field(default_factory=list)
    matches: list[Side] = field(default_factory=list)
    """Sources and targets of matches."""
    extensions: list[etree._Element] = field(default_factory=list)
    """Outermost elements of extensions."""

    def tag(self, short: str) -> str:
        """An element's Clark name."""
        return clark(short, self.scope.version)

    def codes(self) -> list[Code]:
        """All inline elements of segments and ignorables; an end of a ``pc`` or ``mrk`` is none."""
        sides = (*self.sources, *self.targets)
        return [code for side in sides for code in side.codes if code.name[0] != "/"]


def scope_of(parent: etree._Element) -> Scope:
    """What units that are children of ``parent``, in the frame, have from it and from what is around it."""
    lineage = [parent, *parent.iterancestors()]
    root = lineage[-1]
    version = root.get("version", "")
    version = version if version in VERSIONS else VERSIONS[0]
    file = next((one for one in lineage if one.tag == clark("file", version)), None)
    profiles = next((one for one in heads(file, version) if one.tag == clark("slr:profiles", version)), None)
    data = clark("slr:data", version)
    ratings = ("Score", "Vote")
    return Scope(
        version,
        root.get("srcLang", ""),
        root.get("trgLang"),
        _inherited(lineage, _LANGUAGE),
        _inherited(lineage, _SPACE) or "default",
        _inherited(lineage, "translate") != "no",
        _inherited(lineage, "canResegment") != "no",
        _inherited(lineage, f"{_ITS}version") is not None,
        frozenset(kind for kind in ratings if _inherited(lineage, f"{_ITS}locQualityRating{kind}") is not None),
        parent,
        file,
        "" if profiles is None else profiles.get("generalProfile", ""),
        "" if profiles is None else profiles.get("storageProfile", ""),
        tuple(found for one in lineage for found in heads(one, version) if found.tag == data),
    )


def heads(holder: etree._Element | None, version: str) -> Iterator[etree._Element]:
    """What stands before the groups and units of a file or a group; there may be a million of these."""
    ends = (clark("group", version), clark("unit", version))
    return iter(()) if holder is None else takewhile(lambda child: child.tag not in ends, holder.iterchildren())


def _inherited(lineage: list[etree._Element], name: str) -> str | None:
    return next((value for one in lineage if (value := one.get(name)) is not None), None)


@lru_cache(maxsize=1)
def unit_ids(file: etree._Element, version: str) -> frozenset[str]:
    """The ids of all units of a file; kept for the file that was asked for last."""
    return frozenset(unit.get("id", "") for unit in file.iter(clark("unit", version)))
