"""Read and write an XLIFF file with one library, and say as JSON what it cost: run by that library's interpreter.

python xliff_tool.py TOOL FILE RUNS
"""

from __future__ import annotations

import gc
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Pair = tuple[Callable[[bytes], Any], Callable[[Any], object], Callable[[Any], int]]
"""How a file is read, how what was read is written, and how many units it has."""


def ours(name: str) -> Pair:
    """translate-flow's store of that name; a file is written anew."""
    from translate_flow.stores import store_named

    store = store_named(name)
    return (
        lambda data: store.read(data, "file.xlf").bitext,
        lambda bitext: store.write(bitext, None, now="2026-05-03T10:20:00+00:00"),
        lambda bitext: len(bitext.units),
    )


def toolkit(module: str, name: str) -> Pair:
    """A store class of translate-toolkit; a unit's texts are looked at, as whoever reads a file does."""
    from importlib import import_module

    store = getattr(import_module(f"translate.storage.{module}"), name)

    def read(data: bytes) -> Any:
        found = store.parsestring(data)
        for unit in found.units:
            _ = unit.source, unit.target
        return found

    return read, bytes, lambda found: len(found.units)


def moz() -> Pair:
    """moz.l10n's XLIFF resource."""
    from moz.l10n.formats.xliff.parse import xliff_parse
    from moz.l10n.formats.xliff.serialize import xliff_serialize

    return (
        xliff_parse,
        lambda resource_: list(xliff_serialize(resource_)),
        lambda resource_: sum(len(section.entries) for section in resource_.sections),
    )


TOOLS: dict[str, Callable[[], Pair]] = {
    "translate-flow 1.2": lambda: ours("xliff-1.2"),
    "translate-flow 2.0": lambda: ours("xliff-2.0"),
    "translate-toolkit 1.2": lambda: toolkit("xliff", "xlifffile"),
    "translate-toolkit 2.0": lambda: toolkit("xliff2", "Xliff2File"),
    "moz.l10n 1.2": moz,
}


def quickest(work: Callable[[], object], runs: int) -> float:
    """Seconds of CPU."""
    best = float("inf")
    for _ in range(runs):
        gc.collect()
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def main() -> None:
    """Print the figures."""
    tool, path, runs = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    read, write, count = TOOLS[tool]()
    data = path.read_bytes()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = read(data)
    figures = {"units": count(found), "read": quickest(lambda: read(data), runs)}
    figures["write"] = quickest(lambda: write(found), runs)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({**figures, "memory": (peak - before) * 1024 / len(data)}))


if __name__ == "__main__":
    main()
