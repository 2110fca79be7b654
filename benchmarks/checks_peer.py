"""The checks beside translate-toolkit's pofilter: what both find, and how fast."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Protocol

from checks_set import ROWS, Case, family, found, together

from translate_flow.checks import check

FAMILIES = {
    "completeness": {"untranslated", "unchanged", "blank", "short", "long"},
    "codes": {"xmltags", "variables"},
    "numbers": {"numbers"},
    "quotes": {"doublequoting", "singlequoting", "puncspacing"},
    "punctuation": {"endpunc", "startpunc", "puncspacing", "brackets", "doublespacing", "doublewords", "startcaps",
                    "endwhitespace", "startwhitespace", "simplecaps", "sentencecount"},
    "links": {"urls", "emails"},
}  # fmt: skip
"""pofilter's tests of each of our families."""
_SEGMENTS = 40
_ROUNDS = 5


class Checker(Protocol):
    """pofilter's."""

    def run_filters(self, unit: object) -> dict[str, object]:
        """The tests that fail, and what they say."""


def checker(language: str, tests: set[str] | None = None) -> Checker:
    """Pofilter's for a target language, with some of its tests or all.

    Raises :class:`ImportError` where it is not installed.
    """
    checks = import_module("translate.filters.checks")
    made: Checker = checks.StandardChecker(checks.CheckerConfig(targetlanguage=language), limitfilters=tests)
    return made


def unit_of(case: Case) -> object:
    """The pair as pofilter sees it."""
    unit = import_module("translate.storage.po").pounit(case.source)
    unit.target = case.target
    return unit


def beside(every: Sequence[Case]) -> Iterator[Sequence[str]]:
    """Rows of a table: a family, its faults, recall and false alarms of both."""
    theirs: dict[str, Checker] = {case.languages[1]: checker(case.languages[1]) for case in every}
    right = [case for case in every if not case.fault]
    wanted: dict[str, list[Case]] = defaultdict(list)
    for case in every:
        if case.fault and family(case.fault) in FAMILIES:
            wanted[family(case.fault)].append(case)
    for name, tests in FAMILIES.items():
        some = wanted[name]

        def ours(case: Case, name: str = name) -> bool:
            return any(family(one) == name for one in found(case))

        def other(case: Case, tests: set[str] = tests) -> bool:
            return not tests.isdisjoint(theirs[case.languages[1]].run_filters(unit_of(case)))

        figures = [(sum(map(find, some)) / max(1, len(some)), sum(map(find, right))) for find in (ours, other)]
        yield (name, str(len(some)), *(text for recall, alarms in figures for text in (f"{recall:.3f}", str(alarms))))


def speeds(every: Sequence[Case], *, shared: bool) -> tuple[float, float]:
    """Seconds of CPU for a thousand pairs, ours and pofilter's; ``shared``: of the families that both have alone."""
    rows = tuple(row for row in ROWS if not shared or family(row.id) in FAMILIES)
    tests = set[str]().union(*FAMILIES.values()) if shared else None
    checkers = {case.languages[1]: checker(case.languages[1], tests) for case in every}
    units = [(checkers[case.languages[1]], unit_of(case)) for case in every]
    ours, theirs = [], []
    for _ in range(_ROUNDS):
        articles = together(every, _SEGMENTS)  # anew: a pair keeps what was once computed
        start = time.process_time()
        for article in articles:
            list(check(article, rows))
        middle = time.process_time()
        for one, unit in units:
            one.run_filters(unit)
        ours.append(middle - start)
        theirs.append(time.process_time() - middle)
    return min(ours) / len(every) * 1000, min(theirs) / len(every) * 1000
