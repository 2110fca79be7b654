"""Sentence alignment on gold alignments, by kind, beside other aligners.

    python benchmarks/alignment.py FOLDER [--from es --to en] [--machine apertium] [--memory FILE] [--peers]

FOLDER has texts with one sentence a line, ``NAME.es`` and ``NAME.en``, with their beads in ``NAME.gold.json``:
``[[[source lines], [target lines]], …]``, lines from 0. Kinds are the names without their digits. F1 is strict: a bead
counts where it has exactly the lines of a gold one; beads with an empty side are left out. Seconds are clock time a
text, without the start of Python. ``--peers`` measures hunalign's command (without a dictionary) and NLTK's
Gale & Church too, where they are installed.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import re
import shutil
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from page import MACHINE, put, table

from translate_flow.alignment import align
from translate_flow.desk.leverage.aligning import engine
from translate_flow.desk.leverage.earlier import Pairs, earlier

Bead = tuple[tuple[int, ...], tuple[int, ...]]
Aligner = Callable[[list[str], list[str]], list[Bead]]

TITLE = "Alignment"


class Text(NamedTuple):
    """A text, its translation, and which lines people say belong together."""

    source: list[str]
    target: list[str]
    gold: set[Bead]


class Score(NamedTuple):
    """Strict bead F1, 0 to 1, and the time of a text."""

    f1: float
    seconds: float


def read(folder: Path, source: str, target: str) -> dict[str, list[Text]]:
    """The texts below the folder, by kind."""
    kinds: defaultdict[str, list[Text]] = defaultdict(list)
    for path in sorted(folder.rglob("*.gold.json")):
        name = path.name.removesuffix(".gold.json")
        ours, theirs = (
            path.with_name(f"{name}.{language}").read_text("utf-8").removesuffix("\n").split("\n")
            for language in (source, target)
        )
        gold = {(tuple(one), tuple(other)) for one, other in json.loads(path.read_text("utf-8"))}
        kinds[re.sub(r"\d+", "", name)].append(Text(ours, theirs, full(gold)))
    return dict(kinds)


def full(beads: set[Bead]) -> set[Bead]:
    """The beads that have lines on both sides."""
    return {bead for bead in beads if all(bead)}


def measure(aligner: Aligner, texts: list[Text]) -> Score:
    """Align all texts of a kind."""
    right = found = expected = 0
    start = time.perf_counter()
    answers = [full(set(aligner(text.source, text.target))) for text in texts]
    seconds = (time.perf_counter() - start) / max(len(texts), 1)
    for text, answer in zip(texts, answers, strict=True):
        right += len(answer & text.gold)
        found += len(answer)
        expected += len(text.gold)
    return Score(2 * right / max(found + expected, 1), seconds)


def ours(pairs: Pairs, machine: str, source: str, target: str) -> Aligner:
    """The aligner of translate-flow; the engine is asked anew for each text."""
    translate = engine(machine, source, target)

    def aligned(one: list[str], other: list[str]) -> list[Bead]:
        return [(bead.sources, bead.targets) for bead in align(one, other, pairs=pairs, translate=translate)]

    return aligned


def hunalign(one: list[str], other: list[str]) -> list[Bead]:
    """The ladder of hunalign: each line is a pair of positions between which a bead lies."""
    with tempfile.TemporaryDirectory() as folder:
        names = [Path(folder) / name for name in ("empty.dic", "source", "target")]
        for name, lines in zip(names, ([], one, other), strict=True):
            name.write_text("".join(f"{line}\n" for line in lines), "utf-8")
        command = ["hunalign", "-realign", *map(str, names)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    rungs = [tuple(map(int, line.split("\t")[:2])) for line in done.stdout.splitlines()]
    return [(tuple(range(i, next_i)), tuple(range(j, next_j))) for (i, j), (next_i, next_j) in pairwise(rungs)]


def gale_church(one: list[str], other: list[str]) -> list[Bead]:
    """Gale & Church (1993) as NLTK has it: links, from which beads are put together."""
    align_blocks = importlib.import_module("nltk.translate.gale_church").align_blocks
    beads: list[tuple[set[int], set[int]]] = []
    for i, j in align_blocks([len(line) for line in one], [len(line) for line in other]):
        if beads and (i in beads[-1][0] or j in beads[-1][1]):
            beads[-1][0].add(i)
            beads[-1][1].add(j)
        else:
            beads.append(({i}, {j}))
    return [(tuple(sorted(sources)), tuple(sorted(targets))) for sources, targets in beads]


def peers() -> dict[str, Aligner]:
    """The other aligners that are installed."""
    found: dict[str, Aligner] = {}
    if shutil.which("hunalign"):
        found["hunalign"] = hunalign
    if importlib.util.find_spec("nltk"):
        found["NLTK, Gale & Church"] = gale_church
    return found


def main() -> None:
    """Print a table: an aligner a row, a kind a column."""
    parser = argparse.ArgumentParser(description="Measure sentence alignment.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--from", dest="source", default="es")
    parser.add_argument("--to", dest="target", default="en")
    parser.add_argument("--machine", default="")
    parser.add_argument("--memory", type=Path)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--write", action="store_true", help="also write the section of docs/benchmarks.md")
    options = parser.parse_args()
    kinds = read(options.folder, options.source, options.target)
    pairs = earlier(options.memory, options.source, options.target) if options.memory else []
    aligners = {"translate-flow": ours([], "", options.source, options.target)}
    if options.memory:
        aligners["translate-flow, memory"] = ours(pairs, "", options.source, options.target)
    if options.machine:
        name = f"translate-flow, {options.machine}"
        aligners[name] = ours([], options.machine, options.source, options.target)
    if options.peers:
        aligners |= peers()
    columns = ["aligner", *(f"{kind} {what}" for kind in kinds for what in ("F1", "s a text"))]
    rows = []
    for name, aligner in aligners.items():
        scores = [measure(aligner, texts) for texts in kinds.values()]
        rows.append([name, *(text for one in scores for text in (f"{one.f1:.3f}", f"{one.seconds:.3f}"))])
    text = table(columns, rows)
    print(text)
    if options.write:
        about = "Strict F1 of beads on gold alignments, by how hard the texts are. Repeat it with"
        put(TITLE, f"{about}\n`python benchmarks/alignment.py FOLDER`. Machine: {MACHINE}.\n\n{text}")


if __name__ == "__main__":
    main()
