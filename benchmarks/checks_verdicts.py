"""Findings on real translations, read one by one: a seeded sample to read, and the table of what was judged.

    python benchmarks/checks_verdicts.py UNITS.jsonl[.gz] --sample 200   # prints them, a JSON line each
    python benchmarks/checks_verdicts.py UNITS.jsonl[.gz]                # the table, and which are still found

``checks_verdicts.tsv`` has a verdict for each: ``right``, ``taste`` (a house may want it or not) or ``wrong``. The
texts are others', so that only a hash of each finding is kept.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from checks_set import Case, findings, real
from page import table

from translate_flow.checks import CHECKS
from translate_flow.checks.model import Finding

VERDICTS = Path(__file__).resolve().parent / "checks_verdicts.tsv"
_LIMIT = 100_000
"""Translations that the sample is drawn from."""
KINDS = ("right", "taste", "wrong")


class Verdict(NamedTuple):
    """What a reader said of a finding."""

    key: str
    check: str
    kind: str
    draw: str
    """``1``, or ``2`` where it was drawn after the first ones had been read and what was wrong in general mended."""


def key(case: Case, finding: Finding) -> str:
    """What a finding is known by, whatever its words are."""
    text = "\0".join((finding.check, case.source, case.target))
    return blake2b(text.encode(), digest_size=6).hexdigest()


def alarms(some: Sequence[Case]) -> Iterator[tuple[str, Case, Finding]]:
    """All errors and warnings, one of each check for a pair."""
    for case in some:
        for finding in {finding.check: finding for finding in reversed(findings(case))}.values():
            yield key(case, finding), case, finding


def sample(some: Sequence[Case], size: int, seed: int) -> Iterator[dict[str, str]]:
    """Findings drawn at random, with the pair and the place."""
    every = list(alarms(some))
    for name, case, finding in random.Random(seed).sample(every, min(size, len(every))):  # noqa: S311 - repeatable
        start, end = finding.remark.target or (0, 0)
        place = case.target[start:end] if finding.remark.target else ""
        yield {
            "key": name, "check": finding.check, "message": finding.remark.message, "place": place,
            "source": case.source, "target": case.target,
        }  # fmt: skip


def verdicts() -> list[Verdict]:
    """What was judged."""
    return [Verdict(*line.split("\t")) for line in VERDICTS.read_text("utf-8").splitlines()]


def told(units: Path | None = None) -> str:
    """What was judged, by check; with the translations, also how many of the wrong ones today's checks still find."""
    still = {name for name, _, _ in alarms(real(units, _LIMIT))} if units else set()
    read = verdicts()
    counts = Counter((verdict.check, verdict.kind) for verdict in read)
    left = Counter(verdict.check for verdict in read if verdict.kind == "wrong" and verdict.key in still)
    rows = [
        (name, *(str(counts[name, kind]) for kind in KINDS), *([str(left[name])] if units else []))
        for name in CHECKS
        if any(counts[name, kind] for kind in KINDS)
    ]
    sums = [str(sum(verdict.kind == kind for verdict in read)) for kind in KINDS]
    rows.append(("all", *sums, *([str(left.total())] if units else [])))
    columns = ("check", *KINDS, *(["wrong, found today"] if units else []))
    draws = [Counter(verdict.kind for verdict in read if verdict.draw == draw) for draw in "12"]
    first, second = (", ".join(f"{counts[kind]} {kind}" for kind in KINDS) for counts in draws)
    return (
        f"{draws[0].total()} errors and warnings, drawn at random from those on {_LIMIT:,} real translations (of "
        f"software's messages and manuals), were read one by one: {first}. What was wrong in general was mended, and "
        f"{draws[1].total()} others were drawn and read: {second}. All together:\n\n{table(columns, rows)}"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a sample, or the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("units", type=Path, metavar="FILE", help="JSON lines of real translations, {“en”, “es”}")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="print N findings to read")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of the sample (default: 1)")
    given = parser.parse_args(arguments)
    if given.sample:
        for row in sample(real(given.units, _LIMIT), given.sample, given.seed):
            print(json.dumps(row, ensure_ascii=False))
        return 0
    print(told(given.units))
    return 0


if __name__ == "__main__":
    sys.exit(main())
