"""How an engine keeps inline codes, by the way in which they are marked: lines with codes put in at random.

    python benchmarks/marks.py FILE --from en --to es [--engine apertium] [--url URL]

FILE has one sentence a line. Each gets a pair of codes round one to three words; some a second pair in it, some a lone
code. "Kept" are the proposals that have every code in its place; "same wording" those of them whose words are those of
the translation without codes. The last row is what the engine is used with: its ways one after the other.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from translate_flow.machine import kind_named
from translate_flow.machine.keys import key
from translate_flow.machine.model import Engine, Marks, Proposal, Request, Setup
from translate_flow.machine.proposing import propose

_TAG = re.compile("</?[a-z]+[0-9]/?>")
_WAYS = {True: tuple(Marks), False: (Marks.PRIVATE, Marks.BRACES)}
"""The ways of marking that make sense, by whether the engine reads HTML."""


class Figures(NamedTuple):
    """What came of all sentences."""

    kept: int
    same: int
    seconds: float


def coded(sentence: str, chance: random.Random) -> Request:
    """The sentence with codes put in."""
    words = sentence.split()
    ids = {"a1"}
    start = chance.randrange(max(1, len(words) - 3))
    end = min(start + chance.randrange(3), len(words) - 1)
    words[start], words[end] = f"<a1>{words[start]}", f"{words[end]}</a1>"
    kind = chance.random()
    if kind < 0.3:
        at = chance.randrange(end, len(words))
        words[at] += "<fn2/>"
        ids.add("fn2")
    elif kind < 0.5:
        words[start] = words[start].replace("<a1>", "<a1><b3>")
        words[end] = words[end].replace("</a1>", "</b3></a1>")
        ids.add("b3")
    return Request(" ".join(words), frozenset(ids))


def translated(requests: list[Request], engine: Engine, source: str, target: str) -> list[str]:
    """The proposals; empty where there is none."""
    found = propose(requests, engine, source, target)
    return [one.target if isinstance(one, Proposal) else "" for one in found]


def measure(requests: list[Request], plain: list[str], engine: Engine, source: str, target: str) -> Figures:
    """Translate all and compare with the translations without codes."""
    start = time.perf_counter()
    answers = translated(requests, engine, source, target)
    seconds = time.perf_counter() - start
    same = sum(_words(answer) == _words(without) for answer, without in zip(answers, plain, strict=True) if answer)
    return Figures(sum(map(bool, answers)), same, seconds)


def _words(text: str) -> list[str]:
    return _TAG.sub("", text).split()


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--from", dest="source", required=True)
    parser.add_argument("--to", dest="target", required=True)
    parser.add_argument("--engine", default="apertium")
    parser.add_argument("--url", default="")
    options = parser.parse_args()
    pair = options.source, options.target
    engine = kind_named(options.engine).open(Setup(url=options.url, key=key(options.engine)))
    chance = random.Random(1)  # noqa: S311 - the same sentences every time
    sentences = [line for line in options.file.read_text(encoding="utf-8").splitlines() if line.strip()]
    requests = [coded(sentence, chance) for sentence in sentences]
    plain = translated([Request(sentence) for sentence in sentences], engine, *pair)
    print(f"{engine.title}, {options.source} → {options.target}, {len(requests)} sentences\n")
    print("| marks | kept % | same wording % | seconds |", "| :--- | ---: | ---: | ---: |", sep="\n")
    for ways in [*((marks,) for marks in _WAYS[engine.html]), engine.marks]:
        found = measure(requests, plain, replace(engine, marks=ways), *pair)
        kept, same = (100 * number / len(requests) for number in (found.kept, found.same))
        print(f"| {', then '.join(ways)} | {kept:.0f} | {same:.0f} | {found.seconds:.1f} |")


if __name__ == "__main__":
    main()
