"""What a desk knows beside the article that is checked."""

from __future__ import annotations

from collections import defaultdict
from math import log
from statistics import mean, pstdev

from translate_flow.bitext import State
from translate_flow.checks.model import House, Pattern
from translate_flow.checks.style import compiled_pattern
from translate_flow.desk import bitexts
from translate_flow.desk.desk import Desk
from translate_flow.desk.terms import terms

_ENOUGH = 200
"""Segments of a role from which on its lengths tell what is usual."""


def house_of(desk: Desk, target: str) -> House:
    """What the desk knows for a target language: what its settings say, and all its bitexts.

    Raises :class:`UsageError` for a pattern of the settings that is no regular expression.
    """
    checks = desk.settings.checks
    patterns = tuple(Pattern(p.pattern, p.message, p.fix, p.languages) for p in checks.patterns)
    for pattern in patterns:
        compiled_pattern(pattern)
    targets: dict[str, set[str]] = defaultdict(set)
    sources: dict[str, set[str]] = defaultdict(set)
    lengths: dict[str, list[float]] = defaultdict(list)
    for document in desk.documents():
        path = desk.bitext(document, target)
        if target in desk.pair(document)[1] and path.exists():
            for unit in bitexts.read(path).units:
                for segment in unit.segments:
                    if segment.target and segment.state is not State.INITIAL:
                        targets[segment.source].add(segment.target)
                        sources[segment.target].add(segment.source)
                        lengths[unit.role].append(log(max(1, len(segment.target)) / max(1, len(segment.source))))
    ratios = {role: (mean(some), pstdev(some)) for role, some in lengths.items() if len(some) >= _ENOUGH}
    return House(
        terms=tuple(terms(desk, "", target)),
        names=frozenset(checks.names),
        words=frozenset(checks.words),
        patterns=patterns,
        banned=checks.banned,
        headline_limit=checks.headline_limit,
        ratios=ratios,
        targets={source: frozenset(some) for source, some in targets.items() if len(some) > 1},
        sources={text: frozenset(some) for text, some in sources.items() if len(some) > 1},
    )
