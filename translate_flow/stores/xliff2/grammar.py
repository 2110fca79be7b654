"""The grammar of XLIFF 2.0, 2.1 and 2.2: the tables of :mod:`elements`, compiled for reading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from translate_flow.stores.xliff2.elements import CORE_ROWS, GROUPS, Row
from translate_flow.stores.xliff2.modules import MODULE_ROWS
from translate_flow.stores.xliff2.names import clark, short
from translate_flow.stores.xliff2.values import VALUES, Test, Value


@dataclass(slots=True, eq=False)
class Kind:
    """An element's rules in one version."""

    name: str
    section: str
    content: str
    extensible: str
    watched: bool = False
    """Some rule looks at it."""
    apart: bool = False
    """It is somebody else's matter, with its attributes and all that is in it."""
    tests: dict[str, tuple[Test | None, str]] = field(default_factory=dict)
    """Of all attributes, by Clark name: ``None`` where any text may stand; and under what name rules look at it."""
    values: dict[str, Value] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    children: dict[str, tuple[str, Kind]] = field(default_factory=dict)
    """By Clark name: the letter that stands for it in ``order``, and its rules."""
    order: re.Pattern[str] = re.compile("")
    """What the letters of all children must spell."""
    known: set[str] = field(default_factory=set)
    """Spellings that were found right."""
    mixed: bool = False
    """Text may stand in it."""
    inline: bool = False
    closed: bool = False
    """What stands in it is of other namespaces."""
    optional: bool = True
    """It may be empty."""
    others: bool = False
    """Extensions may stand in it."""
    once: tuple[str, ...] = ()
    """Names of modules' elements that may stand among the others, but only once."""

    def allows(self, letters: str) -> bool:
        """Whether children that spell so may stand in it."""
        if not self.order.fullmatch(letters) or any(letters.count(self.letter(name)) > 1 for name in self.once):
            return False
        if len(self.known) < _KNOWN and len(letters) <= _KNOWN:
            self.known.add(letters)
        return True

    def letter(self, name: str) -> str:
        """The letter of a child."""
        return next(letter for letter, child in self.children.values() if child.name == name)

    def single(self) -> list[str]:
        """The children that must not stand in it twice."""
        names = re.findall(r"(?<![\w:(|#])([a-zA-Z][\w:]*)(?:@[\d.]+)?\??(?=\s|$)", self.content)
        known = {child.name for _, child in self.children.values()}
        once = [name for name in names if name in known and len(re.findall(rf"\b{name}\b", self.content)) == 1]
        return [*self.once, *once]


_WATCHED = """
file skeleton data@id sc ec mrk sm em mtc:matches mtc:match gls:glossary gls:glossEntry gls:translation
mda:metaGroup@id res:resourceData res:resourceItem res:source res:target ctr:revisions slr:profiles val:rule
its:locQualityIssues its:locQualityIssue its:provenanceRecords its:provenanceRecord
note@id note@ref state subState order xml:lang xml:space dataRef dataRefStart dataRefEnd equivStart equivEnd
subFlows subFlowsStart subFlowsEnd subType copyOf canDelete canReorder
"""
WATCHED = frozenset(_WATCHED.split())
"""Elements and attributes that rules look at, by short name, beside all attributes of modules; ``note@id`` is an
attribute of one element only."""
_OF_MODULES = ("fs:", "slr:", "its:", "itsm:", "pgs:")
_KNOWN = 64
OTHER = "x"
"""The letter of an extension's element."""
_LETTERS = "abcdefghijklmnopqrstuvwyz"
_TOKEN = re.compile(r"#?[\w:-]+(?:@[\d.]+)?|\S")
_SINCE = re.compile(r"(\S+)@([\d.]+)(\S* ?)")
INLINE = ("cp", "ph", "pc", "sc", "ec", "mrk", "sm", "em")


@lru_cache(maxsize=8)
def grammar(version: str, *, unit_apart: bool = False) -> dict[str, Kind]:
    """All elements by Clark name; with ``unit_apart``, what stands in and on a unit is nobody's matter."""
    rows = [row for row in (*CORE_ROWS, *MODULE_ROWS) if row.since <= version]
    kinds = {row.name: Kind(row.name, row.section, row.content, row.extensible) for row in rows}
    for row in rows:
        kind = kinds[row.name]
        kind.watched = row.name in WATCHED
        if unit_apart and row.name == "unit":
            kind.apart = True
            continue
        _attributes(kind, row, GROUPS, version)
        _content(kind, row, kinds, version)
    return {clark(row.name, version): kinds[row.name] for row in rows}


_ATTRIBUTES = """
appliesTo canCopy canDelete canOverlap canReorder canResegment category copyOf dataRef dataRefEnd dataRefStart dir
disp dispEnd dispStart equiv equivEnd equivStart hex href id isolated name order original priority ref srcDir srcLang
startRef state subFlows subFlowsEnd subFlowsStart subState subType trgLang translate trgDir type value version
"""
_SECTIONS = {name: f"4.3.1.{number}" for number, name in enumerate(_ATTRIBUTES.split(), 1)}
_SECTIONS |= {"fs:fs": "5.3.5.1", "fs:subFs": "5.3.5.2", "xml:lang": "4.3.2.1", "xml:space": "4.3.2.2"}


def section_of(attribute: str, element: str) -> str:
    """The section on an attribute, by Clark name, of an element of the core; else the element's own section."""
    found = _SECTIONS.get(short(attribute), "")
    return found if found and (element.startswith("4.") or ":" in short(attribute)) else element


def _attributes(kind: Kind, row: Row, groups: dict[str, str], version: str) -> None:
    required: list[str] = []
    words = row.attributes
    for group, members in groups.items():
        words = re.sub(rf"(?<!\S){re.escape(group)}(?!\S)", members, words)
    for word in words.split():
        spelled, _, since = word.partition("@")
        if since > version:
            continue
        name, _, value = spelled.rstrip("!").partition("=")
        known = clark(name, version) if ":" in name else name
        here = f"{kind.name}@{name}"
        watched = here if here in WATCHED else known if name in WATCHED or name.startswith(_OF_MODULES) else ""
        kind.tests[known] = (VALUES[value].test if value else None, watched)
        if value:
            kind.values[known] = VALUES[value]
        if spelled.endswith("!"):
            required.append(known)
    kind.required = tuple(required)


def _content(kind: Kind, row: Row, kinds: dict[str, Kind], version: str) -> None:
    kind.content = _SINCE.sub(lambda found: f"{found[1]}{found[3]}" if found[2] <= version else "", row.content)
    kind.mixed = bool(re.match(r"#(?:text|inline|any)", row.content))
    kind.inline = row.content == "#inline"
    kind.closed = row.content.startswith("#any")
    kind.others = "#other" in row.content
    modules = [word for word in row.modules.split() if word.rstrip("*") in kinds]
    names = list(dict.fromkeys([*_names(row.content, version), *(word.rstrip("*") for word in modules)]))
    letters = dict(zip(names, _LETTERS, strict=False))
    for name, letter in letters.items():
        kind.children[clark(name, version)] = (letter, kinds[name])
    if kind.closed:
        kind.order = re.compile(".*", re.DOTALL)
        kind.mixed = row.content == "#any"
        return
    others = "".join([OTHER, *(letters[word.rstrip("*")] for word in modules)])
    spelled = "".join(_spelled(row.content, letters, f"[{others}]", version))
    kind.order = re.compile(spelled)
    kind.once = tuple(word for word in modules if not word.endswith("*"))
    kind.optional = kind.order.fullmatch("") is not None


def _names(content: str, version: str) -> Iterator[str]:
    for token in _TOKEN.findall(content):
        name, _, since = token.partition("@")
        if since <= version:
            if name == "#inline":
                yield from INLINE
            elif name[0].isalpha():
                yield name


def _spelled(content: str, letters: dict[str, str], others: str, version: str) -> Iterator[str]:
    for token in _TOKEN.findall(content):
        name, _, since = token.partition("@")
        if name == "#text":
            continue
        if name == "#other":
            yield others
        elif name == "#inline":
            yield f"[{''.join(letters[inline] for inline in INLINE)}]*"
        elif name[0].isalpha():
            yield letters[name] if since <= version else "(?!)"
        else:
            yield name
