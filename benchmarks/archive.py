"""Large archives: documents a second by segment, check, prefill and merge, on one process, on two, and on Dask.

    python benchmarks/archive.py [--documents 20000] [--write]

The documents are made from the sample articles: each gets a line of its own. Memory is that of the largest
process; it is to be the same for a tenth of the documents.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from page import MACHINE, put, table

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = [ROOT / "sources" / name for name in ("es/faro-de-puerto-claro.txt", "es/oidos-de-valdenora.md")]
ENGINES = {
    "one process": ["--jobs", "1"],
    "two processes": ["--jobs", "2"],
    "Dask, two workers": ["--jobs", "2", "--engine", "dask"],
}
COMMANDS = {
    "segment": ["segment"],
    "check": ["check", "--without", "spelling", "--fail-on", "never"],
    "prefill": ["prefill", "--no-memory"],
    "merge": ["merge", "--incomplete", "source"],
}


def make(folder: Path, documents: int) -> None:
    """A desk of so many documents."""
    (folder / "sources").mkdir(parents=True)
    settings = 'source-language = "es"\ntarget-languages = ["en"]\nmemory = ""\n'
    (folder / "translate-flow.toml").write_text(settings)
    texts = [(sample.read_text(encoding="utf-8"), sample.suffix) for sample in SAMPLES]
    for number in range(documents):
        text, suffix = texts[number % len(texts)]
        place = folder / "sources" / f"{number // 1000:03d}" / f"article-{number:06d}{suffix}"
        place.parent.mkdir(exist_ok=True)
        place.write_text(f"{text}\nEs el número {number} de la serie.\n", encoding="utf-8")


def run(folder: Path, arguments: list[str]) -> tuple[float, float]:
    """Run a command: seconds, and the megabytes of its largest process."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "translate_flow", *arguments]
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}: exit code {process.returncode}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def main() -> None:
    """Measure, and print or write the section."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--write", action="store_true", help="put the section into docs/benchmarks.md")
    options = parser.parse_args()
    rows = []
    for name, arguments in ENGINES.items():
        for documents in (options.documents // 10, options.documents):
            with tempfile.TemporaryDirectory() as place:
                folder = Path(place) / "desk"
                make(folder, documents)
                cells = [name, f"{documents:,}"]
                most = 0.0
                for command in COMMANDS.values():
                    seconds, memory = run(folder, [*command, *arguments])
                    most = max(most, memory)
                    cells.append(f"{documents / seconds:.0f}")
            rows.append([*cells, f"{most:.0f} MB"])
    heads = ("engine", "documents", *(f"{name}, documents/s" for name in COMMANDS), "memory of a process")
    text = f"{MACHINE}: `python benchmarks/archive.py`.\n\n{table(heads, rows)}"
    print(text)
    if options.write:
        put("Large archives", text)


if __name__ == "__main__":
    main()
