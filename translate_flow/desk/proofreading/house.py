"""What a desk knows beside the article that is checked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import partial
from typing import cast

from translate_flow.checks import model as checks
from translate_flow.checks.model import House, Pattern, Usual
from translate_flow.checks.naming import usual
from translate_flow.checks.style import compiled_pattern
from translate_flow.desk.desk import Desk
from translate_flow.desk.leverage.terms import terms
from translate_flow.desk.proofreading.archive import Archive, archive_of
from translate_flow.glossary.finding import Finder
from translate_flow.glossary.model import Term


def house_of(desk: Desk, target: str, *, learnt: bool = False) -> House:
    """What the desk knows for a target language: what its settings and glossary say, and all its bitexts.

    With ``learnt``, bitexts are not looked at again. Raises :class:`UsageError` for a pattern of the settings that is
    no regular expression, :class:`InputError` where the archive cannot be used.
    """
    settings = desk.settings.checks
    patterns = tuple(Pattern(p.pattern, p.message, p.fix, p.languages) for p in settings.patterns)
    for pattern in patterns:
        compiled_pattern(pattern)
    glossary = tuple(terms(desk, "", target))
    archive = archive_of(desk, learnt=learnt)
    return House(
        terms=glossary,
        finder=finder,
        names=frozenset(settings.names),
        full_names=_usual(archive, target, usual({}, [*_names_of(glossary), *settings.names])),
        words=frozenset(settings.words),
        patterns=patterns,
        banned=settings.banned,
        headline_limit=settings.headline_limit,
        ratios=archive.lengths(target),
        targets=partial(archive.targets, target),
        sources=partial(archive.sources, target),
    )


def finder(glossary: tuple[checks.Term, ...], language: str, side: str) -> checks.Find:
    """What finds terms of the glossary in a language's texts, inflected or not."""
    return Finder(cast(tuple[Term, ...], glossary), language, side).find


def _usual(archive: Archive, target: str, certain: Mapping[str, str]) -> Usual:
    """How names are written: as is ``certain``, else as most articles do."""

    def usual_ones(skeletons: Collection[str]) -> Mapping[str, str]:
        return {**archive.names(target, skeletons), **{one: certain[one] for one in skeletons if one in certain}}

    return usual_ones


def _names_of(glossary: tuple[Term, ...]) -> Iterator[str]:
    """The names among the terms, as they stand in the target."""
    for term in glossary:
        if term.target[:1].isupper() and term.status != "forbidden":
            yield term.target
