"""How much the checks find, and how often they cry wolf, on a labelled set and on real translations.

    python benchmarks/checks.py [--units FILE.jsonl[.gz]] [--write]

The set (tests/data/checks) has rows of fault, role, source, right target and target with that one fault, by pair of
languages. A finding of severity error or warning on a right target is a false alarm. Beside it translate-toolkit's
pofilter, where it is installed: whether it finds anything of the same family.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from page import MACHINE, put, table

from translate_flow.bitext import Code
from translate_flow.checks import CHECKS, check, chosen
from translate_flow.checks.model import Article, Finding, Pair, Severity

ROOT = Path(__file__).resolve().parent.parent
SET = ROOT / "tests" / "data" / "checks"
PAGE = ROOT / "docs" / "checks.md"
ROWS = chosen(without=["spelling"])
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


class Case(NamedTuple):
    """One pair of texts."""

    languages: tuple[str, str]
    role: str
    source: str
    target: str
    fault: str
    """Empty where it is right."""


def cases() -> Iterator[Case]:
    """The labelled set."""
    for path in sorted(SET.glob("*.tsv")):
        source, target = path.stem.split("-")
        for line in path.read_text("utf-8").splitlines():
            fault, role, text, right, wrong = line.split("\t")
            yield Case((source, target), role, text, right, "")
            yield Case((source, target), role, text, wrong, fault)


def pair_of(case: Case, name: str = "s1") -> Pair:
    """The case as checks see it."""
    names = dict.fromkeys(re.findall(r"<([a-z]+\d+)", case.source + case.target))
    return Pair(name, case.role, case.source, case.target, tuple(Code(one, "") for one in names))


def findings(case: Case) -> list[Finding]:
    """The errors and warnings."""
    article = Article(*case.languages, (pair_of(case),))
    return [finding for finding in check(article, ROWS) if finding.severity is not Severity.HINT]


def found(case: Case) -> set[str]:
    """The checks that find an error or a warning."""
    return {finding.check for finding in findings(case)}


def pofilter() -> Callable[[Case], set[str]]:
    """What pofilter finds. Raises :class:`ImportError` where it is not installed."""
    checks, po = import_module("translate.filters.checks"), import_module("translate.storage.po")
    checkers: dict[str, object] = {}

    def run(case: Case) -> set[str]:
        language = case.languages[1]
        if language not in checkers:
            checkers[language] = checks.StandardChecker(checks.CheckerConfig(targetlanguage=language))
        unit = po.pounit(case.source)
        unit.target = case.target
        return set(checkers[language].run_filters(unit))  # type: ignore[attr-defined]

    return run


def family(name: str) -> str:
    """The family of one of our checks."""
    return CHECKS[name][1].partition(":")[0]


def scores(every: Sequence[Case]) -> Iterator[Sequence[str]]:
    """Rows of a table: a check, its severity, faults, found, false alarms, recall, precision."""
    hits: Counter[str] = Counter()
    faults: Counter[str] = Counter(case.fault for case in every if case.fault)
    alarms: Counter[str] = Counter()
    for case in every:
        names = found(case)
        if case.fault:
            hits[case.fault] += case.fault in names
        else:
            alarms.update(names)
    for name in [*(name for name in CHECKS if name in faults or alarms[name]), ""]:
        right, all_, wrong = (
            (hits[name], faults[name], alarms[name]) if name else (hits.total(), faults.total(), alarms.total())
        )
        recall = f"{right / all_:.3f}" if all_ else "–"
        precision = f"{right / (right + wrong):.3f}" if right + wrong else "–"
        yield (
            name or "all",
            str(CHECKS[name][0]) if name else "",
            str(all_),
            str(right),
            str(wrong),
            recall,
            precision,
        )


def beside(every: Sequence[Case]) -> Iterator[Sequence[str]]:
    """Rows of a table: a family, recall and false alarms of both."""
    theirs = pofilter()
    wanted: dict[str, list[Case]] = defaultdict(list)
    for case in every:
        if case.fault and family(case.fault) in FAMILIES:
            wanted[family(case.fault)].append(case)
    right = [case for case in every if not case.fault]
    for name, tests in FAMILIES.items():
        some = wanted[name]
        own = sum(any(family(one) == name for one in found(case)) for case in some)
        own_alarms = sum(any(family(one) == name for one in found(case)) for case in right)
        other = sum(bool(theirs(case) & tests) for case in some)
        other_alarms = sum(bool(theirs(case) & tests) for case in right)
        count = max(1, len(some))
        yield (name, str(len(some)), f"{own / count:.3f}", str(own_alarms), f"{other / count:.3f}", str(other_alarms))


def seconds(every: Sequence[Case], run: Callable[[Case], set[str]]) -> float:
    """Seconds of CPU for a thousand pairs."""
    start = time.process_time()
    for case in every:
        run(case)
    return (time.process_time() - start) / len(every) * 1000


def real(path: Path, limit: int) -> list[Case]:
    """Real translations, taken for right."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        rows = [json.loads(line) for _, line in zip(range(limit), file, strict=False)]
    return [Case(("en", "es"), "paragraph", row["en"], row["es"], "") for row in rows]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=Path, metavar="FILE", help="JSON lines of real translations, {“en”, “es”}")
    parser.add_argument("--limit", type=int, default=20_000, metavar="N", help="how many of them (default: 20,000)")
    parser.add_argument("--write", action="store_true", help="also write the section of docs/checks.md")
    given = parser.parse_args(arguments)
    every = list(cases())
    columns = ("check", "severity", "faults", "found", "false alarms", "recall", "precision")
    parts = [
        f"On our labelled set: {len(every)} pairs, half right, half with one fault; spelling apart. "
        f"`python benchmarks/checks.py` makes them. Machine: {MACHINE}.\n",
        table(columns, scores(every)),
    ]
    try:
        heads = ("family", "faults", "recall", "false alarms", "pofilter's recall", "its false alarms")
        times = seconds(every, found), seconds(every, pofilter())
        parts += [
            "\nBeside translate-toolkit's pofilter, which marks whole segments and names no place:\n",
            table(heads, beside(every)),
            f"\nA thousand pairs take us {times[0]:.2f} s, pofilter {times[1]:.2f} s.",
        ]
    except ImportError:
        parts.append("\npofilter is not installed.")
    if given.units:
        some = real(given.units, given.limit)
        kinds = ("completeness", "codes", "numbers", "quotes", "punctuation")
        flagged = sum(any(family(name) in kinds for name in found(case)) for case in some)
        parts.append(
            f"\nOn {len(some):,} real translations from English into Spanish, {flagged / len(some):.2%} have an error "
            f"or a warning of {', '.join(kinds[:-1])} or {kinds[-1]}; a thousand take {seconds(some, found):.2f} s."
        )
    text = "\n".join(parts)
    print(text)
    if given.write:
        put("Figures", text, PAGE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
