"""Look texts up in a translation memory beside other ways to do it, on the same units, in one run.

    python benchmarks/memory.py UNITS.jsonl[.gz] --queries FILE [--language TAG] [--units N] [--limit N] [--write]

Units are JSON lines with a text by language, ``{"en": …, "es": …}``; queries are JSON lines with ``text``. With more
``--units`` than the file has, others are made of them by exchanging words and halves. The truth is what looking through
all units finds (rapidfuzz, normalised Levenshtein similarity, at least 0.75).
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from page import MACHINE, put, table
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from translate_flow.memory import MemoryUnit, open_memory

TITLE = "Memory: lookups"
LEAST = 0.75
MOST = 5
_ALIKE = Levenshtein.normalized_similarity
Lookup = Callable[[str], Sequence[str]]
"""A text to the sources that are like it."""


class Figures(NamedTuple):
    """What one way costs and finds."""

    name: str
    build: float
    """Seconds of CPU."""
    disk: float
    """Megabytes."""
    times: list[float]
    """Milliseconds a lookup, sorted."""
    best: float
    """Share of queries whose most alike unit was found."""
    recall: float
    """Share of the five most alike units that were found."""


def rows(path: Path, count: int) -> list[dict[str, str]]:
    """The units of a file, and as many more as are wanted."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        found = [json.loads(line) for line in file]
    if count <= len(found):
        return found[: count or None]
    chance = random.Random(3)  # noqa: S311
    return [*found, *(_varied(chance, found) for _ in range(count - len(found)))]


def _varied(chance: random.Random, known: Sequence[dict[str, str]]) -> dict[str, str]:
    """A unit made of two: the beginning of one and the end of the other, or some words exchanged."""
    one, other, halves = chance.choice(known), chance.choice(known), chance.random() < 0.5
    made = {}
    for name, text in one.items():
        words, more = str(text).split(), str(other[name]).split()
        if halves:
            made[name] = " ".join([*words[: max(1, len(words) // 2)], *more[len(more) // 2 :]])
        else:
            for _ in range(len(words) // 4 + 1 if words and more else 0):
                words[chance.randrange(len(words))] = chance.choice(more)
            made[name] = " ".join(words)
    return made


def ours(units: Sequence[dict[str, str]], language: str, other: str, folder: Path) -> Lookup:
    """translate-flow's memory in a file."""
    memory = open_memory(folder / "memory.sqlite")
    memory.feed(MemoryUnit(unit[language], unit[other], language, other) for unit in units)
    memory.close()
    memory = open_memory(folder / "memory.sqlite")
    return lambda text: [hit.unit.source for hit in memory.lookup(text, language, limit=MOST, minimum=LEAST)]


def brute(units: Sequence[dict[str, str]], language: str, _other: str, _folder: Path) -> Lookup:
    """Rapidfuzz over all texts."""
    texts = [unit[language] for unit in units]

    def lookup(text: str) -> list[str]:
        return [found for found, _, _ in process.extract(text, texts, scorer=_ALIKE, score_cutoff=LEAST, limit=MOST)]

    return lookup


def tantivy(units: Sequence[dict[str, str]], language: str, _other: str, folder: Path) -> Lookup:
    """Tantivy's inverted index of three letters, its hundred best scored by rapidfuzz."""
    engine = import_module("tantivy")
    builder = engine.SchemaBuilder()
    builder.add_text_field("text", stored=True, tokenizer_name="three", index_option="freq")
    (folder / "tantivy").mkdir()
    index = engine.Index(builder.build(), path=str(folder / "tantivy"))
    three = engine.Tokenizer.ngram(min_gram=3, max_gram=3, prefix_only=False)
    index.register_tokenizer("three", engine.TextAnalyzerBuilder(three).filter(engine.Filter.lowercase()).build())
    writer = index.writer(200_000_000, num_threads=1)
    for unit in units:
        writer.add_document(engine.Document(text=unit[language]))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def lookup(text: str) -> list[str]:
        small = text.lower()
        terms = sorted({small[at : at + 3] for at in range(len(small) - 2)})
        terms = terms[:: max(1, len(terms) // 40)]
        should = [(engine.Occur.Should, engine.Query.term_query(index.schema, "text", term)) for term in terms]
        hits = searcher.search(engine.Query.boolean_query(should), 100).hits if should else []
        texts = [searcher.doc(place)["text"][0] for _, place in hits]
        return [found for found, _, _ in process.extract(text, texts, scorer=_ALIKE, score_cutoff=LEAST, limit=MOST)]

    return lookup


def toolkit(units: Sequence[dict[str, str]], language: str, other: str, _folder: Path) -> Lookup:
    """translate-toolkit's matcher, whose units get an order: it compares them where scores are equal."""
    match, base = import_module("translate.search.match"), import_module("translate.storage.base")
    base.TranslationUnit.__lt__ = lambda one, another: id(one) < id(another)
    store = base.TranslationStore()
    for unit in units:
        added = store.addsourceunit(unit[language])
        added.target = unit[other]
        added.istranslated = lambda: True
    matcher = match.matcher(store, max_candidates=MOST, min_similarity=int(LEAST * 100), max_length=1000)
    return lambda text: [found.source for found in matcher.matches(text)]


WAYS = {"translate-flow": ours, "rapidfuzz over all": brute, "tantivy, three letters": tantivy,
        "translate-toolkit": toolkit}  # fmt: skip


def measured(name: str, units: Sequence[dict[str, str]], pair: tuple[str, str], queries: Sequence[str],
             truth: Sequence[Sequence[float]]) -> Figures:  # fmt: skip
    """The figures of one way. Raises :class:`ImportError` where its library is missing."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        start = time.process_time()
        lookup = WAYS[name](units, *pair, folder)
        build = time.process_time() - start
        disk = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6
        times: list[float] = []
        best = most = wanted = found = 0
        for text, likely in zip(queries, truth, strict=True):
            start = time.perf_counter()
            answer = lookup(text)
            times.append((time.perf_counter() - start) * 1000)
            if likely:
                scores = [_ALIKE(text, one) for one in answer]
                most += 1
                best += max(scores, default=0.0) >= likely[0] - 2e-4
                wanted += len(likely)
                found += sum(score >= likely[-1] - 2e-4 for score in scores[: len(likely)])
    return Figures(name, build, disk, sorted(times), best / max(1, most), found / max(1, wanted))


def lines(figures: Sequence[Figures]) -> Iterator[Sequence[str]]:
    """The rows of the table."""
    fastest = min((middle(one.times) for one in figures if one.name != "translate-flow"), default=0.0)
    for one in figures:
        ratio = f"{fastest / middle(one.times):.1f}" if fastest else "–"
        yield (one.name, f"{middle(one.times):.2f}", f"{one.times[int(len(one.times) * 0.99)]:.2f}", ratio,
               f"{one.best:.4f}", f"{one.recall:.4f}", f"{one.disk:.0f}", f"{one.build:.1f}")  # fmt: skip


def middle(times: Sequence[float]) -> float:
    """The median of sorted times."""
    return times[len(times) // 2]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, metavar="UNITS.jsonl[.gz]")
    parser.add_argument("--queries", type=Path, required=True, metavar="FILE", help="JSON lines with “text”")
    parser.add_argument("--language", default="en", metavar="TAG", help="the side to look in (default: en)")
    parser.add_argument("--units", type=int, default=0, metavar="N", help="how many units (default: those of the file)")
    parser.add_argument("--limit", type=int, default=300, metavar="N", help="how many queries (default: 300)")
    parser.add_argument("--alone", action="store_true", help="only translate-flow")
    parser.add_argument("--write", action="store_true", help="also write the section of docs/benchmarks.md")
    given = parser.parse_args(arguments)
    units = rows(given.file, given.units)
    other = next(name for name, text in units[0].items() if name != given.language and len(name) == 2 and name != "id")
    with given.queries.open(encoding="utf-8") as file:
        queries = [json.loads(line)["text"] for line in file][: given.limit]
    texts = [unit[given.language] for unit in units]
    truth = [
        [score for _, score, _ in process.extract(text, texts, scorer=_ALIKE, score_cutoff=LEAST, limit=MOST)]
        for text in queries
    ]
    found: list[Figures] = []
    missing: list[str] = []
    for name in ["translate-flow"] if given.alone else list(WAYS):
        print(f"{name} …", file=sys.stderr)
        try:
            found.append(measured(name, units, (given.language, other), queries, truth))
        except ImportError as error:
            missing.append(f"\n{name}: not installed ({error.name}).")
    columns = ("way", "p50 ms", "p99 ms", "ratio", "best found", "recall@5", "MB", "build s")
    text = (
        f"{len(units):,} units, {len(queries)} lookups of at most {MOST} with a likeness of at least {LEAST};\n"
        "milliseconds of the clock, one after the other. The ratio is the fastest other way's median by a way's own.\n"
        f"translate-flow's file holds both directions. Machine: {MACHINE}.\n\n"
        f"{table(columns, lines(found))}\n{''.join(missing)}"
    )
    print(text)
    if given.write:
        put(f"{TITLE}, {len(units):,} units", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
