"""Measure translate-flow beside the tools that do the same work, on the same files, in one run.

    python benchmarks/peers.py [FOLDER] [--language TAG] [--size MB] [--runs N] [--quick] [--write]

Every tool extracts a PO file from a document, every entry is then given its own source as translation, and the tool
merges it into the document again. FOLDER holds documents (their suffixes say of which kind); without one, the
repository's own sample articles are used.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import startup
from costs import CommandFailedError, Cost, run, typical
from material import KINDS, SAMPLES, Kind, large, tiny
from page import OUTPUT, put
from report import TITLE, section
from tools import TOOLS, Tool

FILL = Path(__file__).resolve().parent / "fill.py"


class Trip(NamedTuple):
    """What a document's way into a PO file and back cost."""

    extract: Cost
    merge: Cost
    same: bool
    """Whether it came back byte for byte."""


class Result(NamedTuple):
    """A tool's figures for one kind of document, or why it has none."""

    tool: Tool
    size: int
    """Bytes of the document."""
    whole: Trip | None = None
    startup: float = 0.0
    """Seconds of user CPU for both commands on the tiny document."""
    bare: float = 0.0
    """Peak bytes of the tool's bare interpreter."""
    failure: str = ""

    @property
    def seconds(self) -> float:
        """User CPU of both commands."""
        return self.whole.extract.user + self.whole.merge.user if self.whole else 0.0

    @property
    def net(self) -> float:
        """The same without start-up."""
        return max(self.seconds - self.startup, 0.001)

    @property
    def memory(self) -> float:
        """Peak memory beyond the bare interpreter's, as a multiple of the document."""
        peak = max(self.whole.extract.memory, self.whole.merge.memory) if self.whole else 0.0
        return (peak - self.bare) / self.size


def round_trip(tool: Tool, source: Path, language: str, runs: int) -> Trip:
    """Extract, fill and merge ``source``, ``runs`` times over; raises :class:`CommandFailedError`."""
    folder = source.parent
    catalogue, result = folder / "catalogue.po", folder / f"result{source.suffix}"
    extracts: list[Cost] = []
    merges: list[Cost] = []
    for _ in range(runs):
        catalogue.unlink(missing_ok=True)
        extracts.append(run(tool.command(tool.extract, source, language), folder))
        if not catalogue.exists():
            raise CommandFailedError("nothing was extracted")
        run([sys.executable, str(FILL), str(catalogue)], folder)
        result.unlink(missing_ok=True)
        merges.append(run(tool.command(tool.merge, source, language), folder))
        if not result.exists():
            raise CommandFailedError("nothing was merged")
    return Trip(typical(extracts), typical(merges), result.read_bytes() == source.read_bytes())


def measure(tool: Tool, kind: Kind, text: str, language: str, runs: int) -> Result:
    """A tool's figures for one large document of a kind."""
    data = text.encode()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small, source = folder / f"tiny{kind.suffix}", folder / f"large{kind.suffix}"
        small.write_text(tiny(kind), encoding="utf-8")
        source.write_bytes(data)
        try:
            once = round_trip(tool, small, language, runs)
            whole = round_trip(tool, source, language, runs)
            bare = run(tool.bare, folder).memory
        except CommandFailedError as error:
            return Result(tool, len(data), failure=str(error))
    return Result(tool, len(data), whole, once.extract.user + once.merge.user, bare)


def results(folder: Path | None, language: str, size: int, runs: int) -> Iterator[Result]:
    """The figures of all tools for all kinds of which there are documents."""
    for kind in KINDS:
        text = large(kind, folder or SAMPLES, size)
        for tool in TOOLS:
            if tool.kind != kind.name or not text:
                continue
            if shutil.which(tool.program) is None:
                yield Result(tool, len(text.encode()), failure="not installed")
            else:
                print(f"{kind.name}: {tool.name} …", file=sys.stderr)
                yield measure(tool, kind, text, language or kind.language, runs)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; 1 if translate-flow itself has none for some kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="documents to measure on")
    parser.add_argument("--language", default="", metavar="TAG", help="language of FOLDER's documents (default: en)")
    parser.add_argument("--size", type=float, default=1.0, metavar="MB", help="size of each document (default: 1)")
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="runs of which the median counts (default: 3)")
    parser.add_argument("--quick", action="store_true", help="30 kB, one run: does it all work?")
    parser.add_argument("--write", action="store_true", help=f"also write {OUTPUT.relative_to(SAMPLES.parent)}")
    given = parser.parse_args(arguments)
    size, runs = (30_000, 1) if given.quick else (int(given.size * 1e6), given.runs)
    language = given.language or ("en" if given.folder else "")
    found = list(results(given.folder, language, size, runs))
    text = section(found, startup.measure(1 if given.quick else 15), size, runs, own=given.folder is None)
    print(text)
    if given.write:
        put(TITLE, text)
    return int(any(result.failure for result in found if result.tool.ours))


if __name__ == "__main__":
    sys.exit(main())
