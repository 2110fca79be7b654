"""How much the checks find, and how often they cry wolf, on a labelled set and on real translations.

    python benchmarks/checks.py [--units FILE.jsonl[.gz]] [--desk] [--write]

A finding of severity error or warning on a right target is a false alarm. Beside it translate-toolkit's pofilter, where
it is installed: whether it finds anything of the same family.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import checks_desk
import checks_verdicts
from checks_peer import beside, speeds
from checks_set import Case, articles, cases, family, found, graver, real
from page import MACHINE, put, table

from translate_flow.checks import CHECKS

PAGE = Path(__file__).resolve().parent.parent / "docs" / "checks.md"
KINDS = ("completeness", "codes", "numbers", "quotes", "punctuation")
"""Families whose false alarms on real translations are counted together."""


def results(every: Sequence[Case]) -> Iterator[tuple[str, set[str]]]:
    """The fault of each pair and of each article, if it has one, and the checks that find an error or a warning."""
    yield from ((case.fault, found(case)) for case in every)
    yield from ((fault, {finding.check for finding in graver(article)}) for article, fault in articles())


def scores(every: Sequence[Case]) -> Iterator[Sequence[str]]:
    """Rows of a table: a check, its severity, faults, found, false alarms, recall, precision."""
    faults: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    alarms: Counter[str] = Counter()
    for fault, names in results(every):
        if fault:
            faults[fault] += 1
            hits[fault] += fault in names
        else:
            alarms.update(names)
    for name in (name for name in CHECKS if name in faults or alarms[name]):
        yield name, str(CHECKS[name][0]), *_figures(hits[name], faults[name], alarms[name])
    yield "all", "", *_figures(hits.total(), faults.total(), alarms.total())


def _figures(right: int, every: int, wrong: int) -> tuple[str, ...]:
    recall = f"{right / every:.3f}" if every else "–"
    precision = f"{right / (right + wrong):.3f}" if right + wrong else "–"
    return str(every), str(right), str(wrong), recall, precision


def peer(every: Sequence[Case], some: Sequence[Case]) -> str:
    """What stands beside pofilter."""
    heads = ("family", "faults", "recall", "false alarms", "pofilter's recall", "its false alarms")
    times = [
        (f"{name}, {'the families that both have' if shared else 'all checks'}", *speeds(which, shared=shared))
        for name, which in (("labelled set", every), ("real translations", some))
        if which
        for shared in (True, False)
    ]
    rows = [(name, f"{ours:.3f}", f"{theirs:.3f}", f"{theirs / ours:.1f}") for name, ours, theirs in times]
    return "\n".join((
        "Beside translate-toolkit's pofilter, which marks whole segments and names no place:\n",
        table(heads, beside(every)),
        "\nSeconds of CPU for a thousand pairs, one process each; pofilter's units are read beforehand:\n",
        table(("seconds", "ours", "pofilter's", "times as fast"), rows),
    ))  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=Path, metavar="FILE", help="JSON lines of real translations, {“en”, “es”}")
    parser.add_argument("--limit", type=int, default=20_000, metavar="N", help="how many of them (default: 20,000)")
    parser.add_argument("--desk", action="store_true", help="also check a desk of 1,000 articles")
    parser.add_argument("--write", action="store_true", help="also write the section of docs/checks.md")
    given = parser.parse_args(arguments)
    every = list(cases())
    some = real(given.units, given.limit) if given.units else []
    columns = ("check", "severity", "faults", "found", "false alarms", "recall", "precision")
    parts = [
        f"On our labelled set: {len(every)} pairs, half right, half with one fault, and {len(list(articles()))} "
        f"articles; spelling apart. `python benchmarks/checks.py` makes them. Machine: {MACHINE}.",
        table(columns, scores(every)),
    ]
    try:
        parts.append(peer(every, some))
    except ImportError:
        parts.append("pofilter is not installed.")
    if some:
        flagged = sum(any(family(name) in KINDS for name in found(case)) for case in some)
        parts.append(
            f"On {len(some):,} real translations from English into Spanish, {flagged / len(some):.2%} have an error "
            f"or a warning of {', '.join(KINDS[:-1])} or {KINDS[-1]}."
        )
    parts.append(checks_verdicts.told(given.units))
    if given.desk:
        parts.append(checks_desk.line(articles=1000, jobs=2))
    text = "\n\n".join(parts)
    print(text)
    if given.write:
        put("Figures", text, PAGE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
