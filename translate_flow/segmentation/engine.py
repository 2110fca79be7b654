"""Where rules break a text: SRX 2.0, in time linear in the text's length.

At a position the first rule decides whose two patterns match there, the one before it and the one after it. Break
rules are few and start at rare marks, so each is searched for by itself; exceptions are many, so they are tried only
where a break rule fired, all in one expression.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

import regex

from translate_flow.errors import InputError
from translate_flow.segmentation.masking import masked
from translate_flow.segmentation.patterns import AHEAD, BEHIND, finite, searched
from translate_flow.segmentation.srx import Rule

_VERSION = int(regex.VERSION1)
"""As a plain number: an enum's member makes compiling a fifth slower."""
_SPACES = regex.compile("  +")


class Step(NamedTuple):
    """A run of exceptions and the run of break rules that follows them."""

    exceptions: regex.Pattern[str] | None
    """Matches where one of them does; ``None`` where there are none."""
    at_marks: tuple[regex.Pattern[str], ...]
    """Each match ends where a sentence may end, and holds one of :attr:`Rules.marks`."""
    elsewhere: tuple[regex.Pattern[str], ...]
    """The same without a mark."""


class Rules(NamedTuple):
    """Compiled rules."""

    marks: re.Pattern[str]
    """One of the marks that most break rules need: a text without any inside, such as a title, is soon done with."""
    steps: tuple[Step, ...]
    """In the order in which they decide."""


def compiled(rules: Iterable[Rule]) -> Rules:
    """Rules ready for use. Raises :class:`InputError` with file and line of a pattern that is no expression."""
    steps: list[Step] = []
    marks: set[str] = set()
    exceptions: list[Rule] = []
    for breaks, run in groupby(rules, key=lambda rule: rule.breaks):
        if not breaks:
            exceptions = list(run)
            continue
        found: dict[bool, list[regex.Pattern[str]]] = {True: [], False: []}
        for rule in run:
            search, needed = _search(rule)
            found[bool(needed)].append(_expression(search, rule))
            marks.update(needed)
        steps.append(Step(_any_of(exceptions), tuple(found[True]), tuple(found[False])))
        exceptions = []
    return Rules(re.compile("|".join(map(re.escape, sorted(marks))) or "(?!)"), tuple(steps))


def ends(text: str, rules: Rules) -> list[int]:
    """Positions inside of the text where a sentence ends, in order. White space may stand on both sides of one.

    A run of spaces counts as one space: rules are written for one.
    """
    if "  " in text:
        single, place = masked(text, [(run.start() + 1, run.end(), "") for run in _SPACES.finditer(text)])
        return [place(end) for end in ends(single, rules)]
    decided = {0: False, len(text): False}
    tried: list[regex.Pattern[str]] = []
    marked = rules.marks.search(text, 0, len(text) - 1)
    for exceptions, at_marks, elsewhere in rules.steps:
        if exceptions:
            tried.append(exceptions)
        for search in at_marks + elsewhere if marked else elsewhere:
            for match in search.finditer(text):
                end = match.end()
                if end not in decided:
                    decided[end] = not _excepted(text, end, tried)
    return sorted([end for end, breaks in decided.items() if breaks])


def spans(text: str, cuts: Iterable[int]) -> list[tuple[int, int]]:
    """What is left between cuts, in order, without the white space around each: never empty.

    White space at the text's start and end belongs to the first and the last span.
    """
    found: list[tuple[int, int]] = []
    start, last = 0, len(text.rstrip())
    first = len(text) - len(text.lstrip())
    for cut in cuts:
        if cut <= max(start, first):
            continue
        if cut >= last:
            break
        end = cut
        while text[end - 1].isspace():
            end -= 1
        found.append((start, end))
        start = cut
        while text[start].isspace():
            start += 1
    found.append((start, len(text)))
    return found


def _excepted(text: str, position: int, tried: list[regex.Pattern[str]]) -> bool:
    for exceptions in tried:  # noqa: SIM110 – a generator would cost more than the loop
        if exceptions.match(text, position):
            return True
    return False


def _search(rule: Rule) -> tuple[str, str]:
    """Finds the ends of a break rule's first half where the second follows; and the marks of which it needs one."""
    before, after = _halves(rule)
    search, marks = searched(before)
    return f"(?:{search})(?={after})" if after else search, marks


def _any_of(rules: list[Rule]) -> regex.Pattern[str] | None:
    """Matches at a position where one of the exceptions does."""
    if not rules:
        return None
    patterns = [_looked_around(rule) for rule in rules]
    try:
        return regex.compile("|".join(dict.fromkeys(patterns)), _VERSION)
    except regex.error:
        for pattern, rule in zip(patterns, rules, strict=True):
            _expression(pattern, rule)
        raise


def _looked_around(rule: Rule) -> str:
    """Matches at a position where the exception does. A short look ahead comes first: that is where most fail."""
    before, after = _halves(rule)
    behind = f"(?<={before})" if before else ""
    ahead = f"(?={after})" if after else ""
    return behind + ahead if str(AHEAD) in after else ahead + behind


def _halves(rule: Rule) -> tuple[str, str]:
    try:
        return finite(rule.before, BEHIND), finite(rule.after, AHEAD)
    except ValueError as error:
        raise InputError(str(error), where=rule.where(), remedy="write the alternatives out") from error


def _expression(pattern: str, rule: Rule) -> regex.Pattern[str]:
    try:
        return regex.compile(pattern, _VERSION)
    except regex.error as error:
        what = f"a pattern is not a regular expression ({error})"
        raise InputError(what, where=rule.where(), remedy="correct it") from error
