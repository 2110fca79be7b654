"""How long ``check`` takes over a whole desk: 1,000 articles of 40 segments, in two processes.

    python benchmarks/checks_desk.py [--articles N] [--jobs N]

The articles are put together from the labelled set's right translations (tests/data/checks), always in the same way.
Spelling is left out; what is printed is read and thrown away.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from checks_set import Case, cases
from costs import run

from translate_flow.bitext import Bitext, Segment, State, Unit
from translate_flow.desk.bitexts import store_at

SEGMENTS = 40
NOW = "2026-11-23T10:00:00Z"


def build(root: Path, articles: int) -> int:
    """Write a desk of articles from English into Spanish; gives the number of segments."""
    (root / "translate-flow.toml").write_text('source-language = "en"\ntarget-languages = ["es"]\n', "utf-8")
    for folder in ("sources", "translations/es"):
        (root / folder).mkdir(parents=True)
    right = [case for case in cases() if case.languages == ("en", "es") and not case.fault and "<" not in case.source]
    for number in range(articles):
        chance = random.Random(number)  # noqa: S311 - the same on every run is what is wanted
        units = tuple(_unit(index, chance.sample(right, 2)) for index in range(SEGMENTS))
        name = f"article-{number:04}.txt"
        (root / "sources" / name).write_text("\n\n".join(unit.segments[0].source for unit in units) + "\n", "utf-8")
        path = root / "translations" / "es" / f"{name}.po"
        path.write_bytes(store_at(path).write(Bitext(f"sources/{name}", "en", "es", units), None, now=NOW))
    return articles * SEGMENTS


def _unit(index: int, some: Sequence[Case]) -> Unit:
    """A paragraph of one segment: sentences of the set."""
    source, target = (" ".join(getattr(case, side) for case in some) for side in ("source", "target"))
    return Unit(f"paragraph-{index:06x}", "paragraph", (Segment(source, target, State.TRANSLATED),))


def line(articles: int, jobs: int) -> str:
    """The figures as a sentence."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "desk"
        root.mkdir()
        segments = build(root, articles)
        command = [sys.executable, "-m", "translate_flow", "check", "--without", "spelling", "--jobs", str(jobs)]
        cost = run([*command, "--format", "json", "--fail-on", "never"], root, limit=300)
    return (
        f"A desk of {articles:,} articles with {segments:,} segments takes {cost.wall:.1f} s in {jobs} processes "
        f"without spelling: {segments / cost.wall:,.0f} segments a second; the largest process takes "
        f"{cost.memory / 2**20:.0f} MB."
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000, metavar="N", help="articles (default: 1,000)")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="processes (default: 2)")
    given = parser.parse_args(arguments)
    print(line(given.articles, given.jobs))
    return 0


if __name__ == "__main__":
    sys.exit(main())
