"""The labelled set of the checks (tests/data/checks), real translations, and what the checks find in them."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, islice
from pathlib import Path
from typing import NamedTuple

from translate_flow.bitext import Code
from translate_flow.checks import CHECKS, Row, check, chosen
from translate_flow.checks.model import Article, Finding, Pair, Severity

SET = Path(__file__).resolve().parent.parent / "tests" / "data" / "checks"
ROWS = chosen(without=["spelling"])
_CODE = re.compile(r"<([a-z]+\d+)")


class Case(NamedTuple):
    """One pair of texts."""

    languages: tuple[str, str]
    role: str
    source: str
    target: str
    fault: str = ""
    """Empty where it is right."""


def cases() -> Iterator[Case]:
    """The set's pairs: rows of fault, role, source, right target and target with that one fault."""
    for path in sorted(SET.glob("*.tsv")):
        source, target = path.stem.split("-")
        for line in path.read_text("utf-8").splitlines():
            fault, role, text, right, wrong = line.split("\t")
            yield Case((source, target), role, text, right)
            yield Case((source, target), role, text, wrong, fault)


def articles() -> Iterator[tuple[Article, str]]:
    """The set's articles, each as it should be and with one fault at a time, and that fault or nothing.

    A file has rows of number, role, source and target, then rows of fault, number and the target that has it.
    """
    for path in sorted((SET / "articles").glob("*.tsv")):
        source, _, target = path.stem.rpartition("-")
        rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
        pairs = tuple(pair_of(Case((source, target), *row[1:]), row[0]) for row in rows if row[0].isdecimal())
        yield Article(source, target, pairs), ""
        for fault, number, text in (row for row in rows if not row[0].isdecimal()):
            wrong = tuple(replace(pair, target=text) if pair.id == number else pair for pair in pairs)
            yield Article(source, target, wrong), fault


def real(path: Path, limit: int) -> list[Case]:
    """Real translations from English into Spanish, taken for right: JSON lines of {“en”, “es”}."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in islice(file, limit)]
    return [Case(("en", "es"), "paragraph", row["en"], row["es"]) for row in rows]


def pair_of(case: Case, name: str = "s1") -> Pair:
    """The case as checks see it."""
    codes = tuple(Code(one, "") for one in dict.fromkeys(_CODE.findall(case.source + case.target)))
    return Pair(name, case.role, case.source, case.target, codes)


def together(some: Sequence[Case], size: int) -> list[Article]:
    """Articles of ``size`` pairs, the right ones and the wrong ones apart, as a desk has them."""
    found: list[Article] = []
    for (source, target), group in groupby(sorted(some, key=_kind), key=lambda case: case.languages):
        pairs = [pair_of(case, f"s{number}") for number, case in enumerate(group)]
        found += [Article(source, target, tuple(pairs[at : at + size])) for at in range(0, len(pairs), size)]
    return found


def _kind(case: Case) -> tuple[tuple[str, str], bool]:
    return case.languages, bool(case.fault)


def graver(article: Article, rows: Sequence[Row] = ROWS) -> list[Finding]:
    """The errors and warnings."""
    return [finding for finding in check(article, rows) if finding.severity is not Severity.HINT]


def findings(case: Case) -> list[Finding]:
    """The errors and warnings of a pair that stands alone."""
    return graver(Article(*case.languages, (pair_of(case),)))


def found(case: Case) -> set[str]:
    """The checks that find an error or a warning in a pair that stands alone."""
    return {finding.check for finding in findings(case)}


def family(name: str) -> str:
    """The family of a check."""
    return CHECKS[name][1].partition(":")[0]
