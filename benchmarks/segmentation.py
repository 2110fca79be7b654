"""Sentence segmentation beside sentencex and pysbd, on labelled sentences.

    python benchmarks/segmentation.py FOLDER-OR-FILES…

Each file has JSON lines {"lang": …, "text": …, "sentences": […]}. A boundary is the number of characters before it that
are no white space; the end of a text is none. F1 is over all boundaries of a language, MB/s over the UTF-8 bytes of its
texts on one core, after the rules were loaded. A segmenter that is not installed, or does not know a language, is left
out.
"""

from __future__ import annotations

import argparse
import importlib
import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from translate_flow.segmentation import split

OURS = "translate-flow"
Split = Callable[[str], list[str]]


class Sample(NamedTuple):
    """A text and the sentences that people found in it."""

    text: str
    sentences: list[str]


class Score(NamedTuple):
    """How well (F1, 0 to 1) and how fast (bytes a second)."""

    f1: float
    speed: float


def sentencex(language: str) -> Split:
    """The segmenter of Wikimedia."""
    segment = importlib.import_module("sentencex").segment
    return lambda text: list(segment(language, text))


def pysbd(language: str) -> Split:
    """The rules of Pragmatic Segmenter; raises :class:`ValueError` for a language it does not know."""
    segmenter: Split = importlib.import_module("pysbd").Segmenter(language=language, clean=False).segment
    return segmenter


def ours(language: str) -> Split:
    """The rules of translate-flow."""
    return lambda text: split(text, language)


SEGMENTERS: dict[str, Callable[[str], Split]] = {OURS: ours, "sentencex": sentencex, "pysbd": pysbd}


def boundaries(sentences: Iterable[str]) -> set[int]:
    """Where sentences end, as numbers of characters that are no white space; the text's end is left out."""
    found = list(accumulate(len("".join(sentence.split())) for sentence in sentences))
    return set(found[:-1]) - {0, *found[-1:]}


def measure(segment: Split, samples: list[Sample]) -> Score:
    """Cut all samples and compare."""
    for sample in samples[:3]:
        segment(sample.text)
    start = time.process_time()
    answers = [segment(sample.text) for sample in samples]
    seconds = time.process_time() - start
    right = wrong = missed = 0
    for sample, answer in zip(samples, answers, strict=True):
        expected, found = boundaries(sample.sentences), boundaries(answer)
        right += len(expected & found)
        wrong += len(found - expected)
        missed += len(expected - found)
    size = sum(len(sample.text.encode()) for sample in samples)
    return Score(2 * right / max(1, 2 * right + wrong + missed), size / max(seconds, 1e-9))


def read(paths: Iterable[Path]) -> dict[str, list[Sample]]:
    """The samples of all files, by language."""
    samples: dict[str, list[Sample]] = defaultdict(list)
    for path in paths:
        for file in sorted(path.glob("*.jsonl")) if path.is_dir() else [path]:
            for line in file.read_text(encoding="utf-8").split("\n"):
                if line.strip():
                    record = json.loads(line)
                    samples[record["lang"]].append(Sample(record["text"], record["sentences"]))
    return samples


def row(language: str, samples: list[Sample]) -> str:
    """One line of the table: F1 and MB/s of each segmenter, and how often ours is as fast."""
    cells = [language, str(len(samples))]
    own = 0.0
    for name, segmenter in SEGMENTERS.items():
        try:
            score = measure(segmenter(language), samples)
        except (ImportError, ValueError):
            cells.append("–")
            continue
        own = own or score.speed
        ratio = "" if name == OURS else f", ours ×{own / score.speed:.1f}"
        cells.append(f"{score.f1:.2%} ({score.speed / 1e6:.2f} MB/s{ratio})")
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path, help="folders of, or single, JSON-lines files")
    parser.add_argument("--lang", nargs="*", default=[], help="only these languages")
    arguments = parser.parse_args()
    print(f"| language | texts | {' | '.join(SEGMENTERS)} |")
    print("| :--- | ---: |" + " :--- |" * len(SEGMENTERS))
    for language, samples in sorted(read(arguments.paths).items()):
        if not arguments.lang or language in arguments.lang:
            print(row(language, samples), flush=True)


if __name__ == "__main__":
    main()
