"""What a check sees and what it says.

A check is a function of a pair of texts and the article around it. It yields findings; it changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple, Protocol, TypeVar, cast

from translate_flow.bitext import TAG, Code, Segment, Unit
from translate_flow.checks.words import MASK, prose, words
from translate_flow.languages import primary

T = TypeVar("T")
_UNKNOWN = object()
Span = tuple[int, int]


class Severity(StrEnum):
    """How bad a finding is."""

    ERROR = "error"
    """Wrong whoever reads it."""
    WARNING = "warning"
    """Most likely wrong."""
    HINT = "hint"
    """Worth a look."""

    @property
    def rank(self) -> int:
        """0 for a hint up to 2 for an error."""
        return ("hint", "warning", "error").index(self)


class Message(str):
    """What a check says: an English text whose ``{fields}`` are filled.

    It keeps both, so that an interface can say it in another language.
    """

    template: str
    fields: dict[str, str | int | float]

    def __new__(cls, template: str, /, **fields: str | int | float) -> Message:
        """Fill the fields of a template; numbers stay numbers for those who write them in another language's way."""
        self = super().__new__(cls, template.format_map(fields) if fields else template)
        self.template, self.fields = template, fields
        return self

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, str | int | float]]:
        return (self.template,), self.fields


class Remark(NamedTuple):
    """What a check says of a pair; the table of checks adds its name and severity."""

    message: str
    """One sentence without a full stop; a :class:`Message` can be translated."""
    target: Span | None = None
    """The place in the target, in characters of its coded text."""
    source: Span | None = None
    fix: str | None = None
    """What the place in the target has to be, where that is certain."""
    severity: Severity | None = None
    """Where it is not that of the check."""


class Finding(NamedTuple):
    """A remark with its place in an article."""

    check: str
    severity: Severity
    segment: str
    remark: Remark
    ignored: str = ""
    """Why it is ignored."""


@dataclass(frozen=True)
class Pair:
    """A segment as checks see it. A text that is read alone has no source."""

    id: str
    role: str
    source: str
    target: str
    codes: tuple[Code, ...] = ()
    segment: Segment | None = None

    @cached_property
    def plain_source(self) -> str:
        """The source with its tags masked."""
        return masked(self.source, self.codes)

    @cached_property
    def plain_target(self) -> str:
        """The target with its tags masked."""
        return masked(self.target, self.codes)

    @cached_property
    def source_prose(self) -> str:
        """The masked source without addresses, placeholders and code."""
        return prose(self.plain_source)

    @cached_property
    def target_prose(self) -> str:
        """The masked target without addresses, placeholders and code."""
        return prose(self.plain_target)

    @cached_property
    def source_words(self) -> list[str]:
        """The words of the masked source."""
        return words(self.source_prose)

    @cached_property
    def target_words(self) -> list[str]:
        """The words of the masked target."""
        return words(self.target_prose)


def masked(text: str, codes: Iterable[Code]) -> str:
    """A coded text in which each character of a code's tag is ``MASK``, so that places stay."""
    if "<" not in text:
        return text
    known = {code.id for code in codes}
    return TAG.sub(lambda found: MASK * len(found[0]) if found[2] in known else found[0], text)


class Term(Protocol):
    """A term of a glossary, as the checks of terms need it."""

    @property
    def source(self) -> str:
        """The term in the source's language."""

    @property
    def target(self) -> str:
        """Its translation."""

    @property
    def status(self) -> str:
        """``preferred``, ``admitted`` or ``forbidden``."""

    @property
    def do_not_translate(self) -> bool:
        """Whether it stays as it is."""


class FoundTerm(Protocol):
    """A term where it stands in a text."""

    @property
    def term(self) -> Term:
        """The term."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""


Others = Callable[[Collection[str]], Mapping[str, frozenset[str]]]
"""Of texts, those beside which several others stand on the desk, with these."""
Usual = Callable[[Collection[str]], Mapping[str, str]]
"""Of skeletons of names, those of names that the desk writes in one way, with this way."""
Find = Callable[[str], Iterable[FoundTerm]]
FinderOf = Callable[[tuple[Term, ...], str, str], Find]
"""Of terms, a language, and the side of the terms that is in it, ``source`` or ``target``: what finds them in texts."""


class Pattern(NamedTuple):
    """A pattern of a desk's own style that must not be found in targets."""

    pattern: str
    """A regular expression of the ``regex`` module."""
    message: str
    fix: str | None = None
    """What stands instead, with groups as ``\\1``."""
    languages: tuple[str, ...] = ()
    """Target languages that it holds for; all if empty."""


@dataclass(frozen=True)
class House:
    """What a desk knows beside the article: its words, names, terms, style and memory of lengths."""

    terms: tuple[Term, ...] = ()
    finder: FinderOf | None = None
    """What finds the terms in texts, inflected or not; without it they are not looked for."""
    names: frozenset[str] = frozenset()
    """Names as the desk writes them, in any language."""
    full_names: Usual | None = None
    """How the glossary or most articles of the desk write names of several words."""
    words: frozenset[str] = frozenset()
    """Words that are spelt right here."""
    patterns: tuple[Pattern, ...] = ()
    banned: Mapping[str, str] = field(default_factory=dict)
    """Words that the house does not print, with what to say instead."""
    headline_limit: int = 0
    """Characters of a headline; 0 for no limit."""
    ratios: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """By role: mean and standard deviation of the logarithm of target by source length, learnt from the archive."""
    targets: Others | None = None
    """Targets of a source elsewhere on the desk."""
    sources: Others | None = None
    """Sources of a target elsewhere on the desk."""


@dataclass(frozen=True, eq=False)
class Article:
    """All pairs of a document in order, and what holds for them."""

    source_language: str
    """Empty where a text is read alone."""
    target_language: str
    pairs: tuple[Pair, ...]
    house: House = House()
    document: str = ""
    _known: dict[Callable[..., Any], Any] = field(default_factory=dict, repr=False)

    @cached_property
    def source(self) -> str:
        """The source's primary language."""
        return primary(self.source_language) if self.source_language else ""

    @cached_property
    def target(self) -> str:
        """The target's primary language."""
        return primary(self.target_language)

    @cached_property
    def units(self) -> list[list[Pair]]:
        """The pairs of each unit."""
        return [list(group) for _, group in groupby(self.pairs, key=lambda pair: unit_of(pair.id))]

    def once(self, learn: Callable[[Article], T]) -> T:
        """What a function learns from the whole article, computed when first asked for."""
        known = self._known.get(learn, _UNKNOWN)
        if known is _UNKNOWN:
            known = self._known[learn] = learn(self)
        return cast(T, known)


Check = Callable[[Pair, Article], Iterable[Remark]]
C = TypeVar("C", bound=Check)


class Needs(NamedTuple):
    """What a pair must have for a check to say anything of it."""

    signs: frozenset[str] = frozenset()
    """One of these characters at least, in the source or in the target; none are needed if it is empty."""
    both: bool = False
    """A source and a target."""
    role: str = ""
    """This role."""
    where: Callable[[Article], object] | None = None
    """Something that this function learns from the article, or of its house: nothing is asked where it is empty."""


_NEEDS: dict[Check, Needs] = {}


def needs(
    signs: str = "", *, both: bool = False, role: str = "", where: Callable[[Article], object] | None = None
) -> Callable[[C], C]:
    """Declare what a check needs; it is not asked of other pairs, which is most of what makes checking fast."""

    def declared(find: C) -> C:
        _NEEDS[find] = Needs(frozenset(signs), both, role, where)
        return find

    return declared


def needs_of(find: Check) -> Needs:
    """What a check has declared to need; nothing where it has declared nothing."""
    return _NEEDS.get(find, Needs())


def unit_of(name: str) -> str:
    """The id of the unit that a segment belongs to."""
    head, _, number = name.rpartition(":")
    return head if head and number.isdecimal() else name


def pairs_of(units: Iterable[Unit]) -> tuple[Pair, ...]:
    """The pairs of a bitext's units."""
    return tuple(
        Pair(name, unit.role, segment.source, segment.target, unit.codes, segment)
        for unit in units
        for name, segment in zip(unit.segment_ids(), unit.segments, strict=True)
    )
