"""Read and write XLIFF beside the libraries that do the same, on the same files, in one run.

    python benchmarks/xliff.py [--units N] [--most N] [--runs N] [--quick] [--write]

The files are made here: *simple* ones, as most tools write them, and those of a desk, with states, credits and codes.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from page import MACHINE, put, table

from translate_flow.bitext import Bitext, Code, Credit, Segment, State, Unit
from translate_flow.stores import store_named

HERE = Path(__file__).resolve().parent
PEERS = HERE / ".venv-translate-toolkit" / "bin" / "python"
TITLE = "XLIFF: read and write"
TOOLS = {
    "1.2": ("translate-toolkit 1.2", "moz.l10n 1.2", "translate-flow 1.2"),
    "2.0": ("translate-toolkit 2.0", "translate-flow 2.0"),
}
ANA = Credit("translator", "Ana Prueba", "2026-05-02")
HEAD = """\
Every library reads a file of {units:,} units and writes what it has read; seconds are the CPU's, the best of {runs}.
translate-flow reads into its own values, judges states, looks for the standard's faults and writes the file anew;
the others hand out views of an XML tree. The ratio is the fastest other library's time by a library's own.
Memory is the peak of both steps as a multiple of the file. Machine: {machine}.
Repeat it with `python benchmarks/xliff.py --write`.
"""


class Figures(NamedTuple):
    """What reading and writing a file cost."""

    tool: str
    read: float = 0.0
    write: float = 0.0
    memory: float = 0.0
    failure: str = ""

    @property
    def seconds(self) -> float:
        """Of both steps."""
        return self.read + self.write


def simple(version: str, count: int) -> bytes:
    """A file without anything but ids, texts and states."""
    if version == "2.0":
        units = (
            f'    <unit id="u{n}"><segment state="translated"><source>El puerto reabrió a las {n} horas.</source>'
            f"<target>The port reopened at {n} hours.</target></segment></unit>\n"
            for n in range(count)
        )
        head = '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="es" trgLang="en">'
        return f'{head}\n  <file id="f1">\n{"".join(units)}  </file>\n</xliff>\n'.encode()
    units = (
        f'      <trans-unit id="u{n}"><source>El puerto reabrió a las {n} horas.</source>'
        f'<target state="translated">The port reopened at {n} hours.</target></trans-unit>\n'
        for n in range(count)
    )
    head = '<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2">'
    file = '<file original="a.txt" source-language="es" target-language="en" datatype="plaintext">'
    return f"{head}\n  {file}\n    <body>\n{''.join(units)}    </body>\n  </file>\n</xliff>\n".encode()


def desk(version: str, count: int) -> bytes:
    """A file of a desk: every segment credited, every tenth with an inline code."""
    units = []
    for n in range(count):
        coded = n % 10 == 0
        day, tag = ("<em1>lunes</em1>", "<em1>Monday</em1>") if coded else ("lunes", "Monday")
        texts = f"El puerto reabrió el {day} tras {n} días.", f"The port reopened on {tag} after {n} days."
        codes = (Code("em1", "<em>", "</em>"),) if coded else ()
        segment = Segment(*texts, State.TRANSLATED, "", (ANA,))
        units.append(Unit(f"paragraph-{n:06x}", "paragraph", (segment,), codes))
    bitext = Bitext("puerto.html", "es", "en", tuple(units))
    return store_named(f"xliff-{version}").write(bitext, None, now="2026-05-03T10:20:00+00:00")


FILES = {"simple": simple, "of a desk": desk}


def measured(tool: str, file: Path, runs: int) -> Figures:
    """The figures of one library, in a process of its own."""
    python = sys.executable if tool.startswith("translate-flow") else str(PEERS)
    command = [python, str(HERE / "xliff_tool.py"), tool, str(file), str(runs)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=1800)
    except OSError:
        return Figures(tool, failure="not installed")
    if done.returncode:
        return Figures(tool, failure="".join(done.stderr.strip().splitlines()[-1:])[:160])
    found = json.loads(done.stdout)
    return Figures(tool, found["read"], found["write"], found["memory"])


def beside(version: str, kind: str, count: int, runs: int) -> Iterator[Figures]:
    """All libraries on one file."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "file.xlf"
        file.write_bytes(FILES[kind](version, count))
        for tool in TOOLS[version]:
            print(f"{kind} {version}: {tool} …", file=sys.stderr)
            yield measured(tool, file, runs)


def growing(version: str, counts: Sequence[int]) -> Iterator[Sequence[str]]:
    """Ours on ever larger files: rows of a table."""
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "file.xlf"
            file.write_bytes(simple(version, count))
            found = measured(f"translate-flow {version}", file, 1)
            size = file.stat().st_size / 1e6
        each = found.seconds / count * 1e6
        yield (f"{version}, {count:,} units", f"{size:.0f}", f"{found.read:.2f}", f"{found.write:.2f}", f"{each:.1f}",
               f"{found.memory:.1f}")  # fmt: skip


def compared(kind: str, version: str, found: Sequence[Figures]) -> str:
    """The table of one file."""
    peers = [one.seconds for one in found if one.seconds and not one.tool.startswith("translate-flow")]
    rows = [
        (one.tool, f"{one.read * 1000:.0f}", f"{one.write * 1000:.0f}",
         f"{min(peers) / one.seconds:.2f}" if peers else "–", f"{one.memory:.1f}")
        for one in found if not one.failure
    ]  # fmt: skip
    lines = [f"### XLIFF {version}, {kind}", "", table(("library", "read ms", "write ms", "ratio", "memory ×"), rows)]
    lines += [f"\n{one.tool}: {one.failure}." for one in found if one.failure]
    return "\n".join([*lines, ""])


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; 1 if translate-flow itself has none."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=10_000, metavar="N", help="units of each file (default: 10,000)")
    parser.add_argument("--most", type=int, default=1_000_000, metavar="N", help="units of the largest file of ours")
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="runs of which the best counts (default: 5)")
    parser.add_argument("--quick", action="store_true", help="500 units, one run: does it all work?")
    parser.add_argument("--write", action="store_true", help="also write the section of docs/benchmarks.md")
    given = parser.parse_args(arguments)
    units, most, runs = (500, 1_000, 1) if given.quick else (given.units, given.most, given.runs)
    parts = [HEAD.format(units=units, runs=f"{runs} runs" if runs > 1 else "one run", machine=MACHINE)]
    failed = False
    for version in TOOLS:
        for kind in FILES:
            found = list(beside(version, kind, units, runs))
            failed |= any(one.failure for one in found if one.tool.startswith("translate-flow"))
            parts.append(compared(kind, version, found))
    counts = [count for count in (units, units * 10, most) if 0 < count <= most]
    rows = [row for version in TOOLS for row in growing(version, counts)]
    columns = ("translate-flow, simple files", "MB", "read s", "write s", "µs a unit", "memory ×")
    if rows:
        parts += ["### Larger files", "", table(columns, rows), ""]
    text = "\n".join(parts)
    print(text)
    if given.write:
        put(TITLE, text)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
