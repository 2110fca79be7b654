"""What a desk knows beside the article that is checked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import suppress
from math import log
from statistics import mean, pstdev
from typing import cast

from translate_flow.bitext import Bitext, State
from translate_flow.checks import model as checks
from translate_flow.checks.model import House, Pattern
from translate_flow.checks.naming import FullName, full_names, usual
from translate_flow.checks.style import compiled_pattern
from translate_flow.desk import bitexts, files
from translate_flow.desk.desk import Desk
from translate_flow.desk.terms import terms
from translate_flow.errors import InputError
from translate_flow.glossary.finding import Finder
from translate_flow.glossary.model import Term
from translate_flow.languages import primary

_ENOUGH = 200
"""Segments of a role from which on its lengths tell what is usual."""


def house_of(desk: Desk, target: str) -> House:
    """What the desk knows for a target language: what its settings and glossary say, and all its bitexts.

    Raises :class:`UsageError` for a pattern of the settings that is no regular expression.
    """
    settings = desk.settings.checks
    patterns = tuple(Pattern(p.pattern, p.message, p.fix, p.languages) for p in settings.patterns)
    for pattern in patterns:
        compiled_pattern(pattern)
    glossary = tuple(terms(desk, "", target))
    archive = [*_archive(desk, target)]
    return House(
        terms=glossary,
        finder=finder,
        names=frozenset(settings.names),
        full_names=usual(_names(archive, target), [*_names_of(glossary), *settings.names]),
        words=frozenset(settings.words),
        patterns=patterns,
        banned=settings.banned,
        headline_limit=settings.headline_limit,
        ratios=_ratios(archive, target),
        targets=_several(archive, target, "source", "target"),
        sources=_several(archive, target, "target", "source"),
    )


def finder(glossary: tuple[checks.Term, ...], language: str, side: str) -> checks.Find:
    """What finds terms of the glossary in a language's texts, inflected or not."""
    return Finder(cast(tuple[Term, ...], glossary), language, side).find


def _archive(desk: Desk, target: str) -> Iterator[Bitext]:
    """The bitexts into a language, and one of each document that was written in it."""
    for document in desk.documents():
        source, targets = desk.pair(document)
        wanted = targets[:1] if primary(source) == primary(target) else [target] if target in targets else []
        for path in (desk.bitext(document, one) for one in wanted):
            if files.there(path):
                # One that cannot be read is told where it is checked itself, and keeps no other from being checked.
                with suppress(InputError):
                    yield bitexts.read(path)


def _translated(archive: list[Bitext], target: str) -> Iterator[tuple[str, str, str]]:
    """Role, source and target of all segments that have one in this language."""
    for bitext in archive:
        if bitext.target_language == target:
            for unit in bitext.units:
                for segment in unit.segments:
                    if segment.target and segment.state is not State.INITIAL:
                        yield unit.role, segment.source, segment.target


def _several(archive: list[Bitext], target: str, side: str, other: str) -> dict[str, frozenset[str]]:
    """The texts of one side that stand beside more than one of the other."""
    found: dict[str, set[str]] = defaultdict(set)
    for _, source, translation in _translated(archive, target):
        texts = {"source": source, "target": translation}
        found[texts[side]].add(texts[other])
    return {text: frozenset(some) for text, some in found.items() if len(some) > 1}


def _ratios(archive: list[Bitext], target: str) -> dict[str, tuple[float, float]]:
    lengths: dict[str, list[float]] = defaultdict(list)
    for role, source, translation in _translated(archive, target):
        lengths[role].append(log(max(1, len(translation)) / max(1, len(source))))
    return {role: (mean(some), pstdev(some)) for role, some in lengths.items() if len(some) >= _ENOUGH}


def _names(archive: list[Bitext], target: str) -> Counter[FullName]:
    """How many articles have each name of several words, in their texts of this language."""
    found: Counter[FullName] = Counter()
    for bitext in archive:
        side = "target" if bitext.target_language == target else "source"
        texts = (getattr(segment, side) for unit in bitext.units for segment in unit.segments)
        found.update({name for text in texts for name in full_names(text)})
    return found


def _names_of(glossary: tuple[Term, ...]) -> Iterator[str]:
    """The names among the terms, as they stand in the target."""
    for term in glossary:
        if term.target[:1].isupper() and term.status != "forbidden":
            yield term.target
