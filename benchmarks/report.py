"""The page that the figures are printed on."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from material import KINDS
from page import MACHINE, table

if TYPE_CHECKING:
    from peers import Result
    from startup import Startup

TITLE = "Documents: extract and merge"

_HEAD = """\
Every tool extracts a PO file from one document, every entry gets its own source as translation, and the tool merges it
into the document again: the same files, one run, one machine. Seconds are user CPU of the two commands, the median of
{runs}. "Net" is without the tool's start-up, taken from a document of one sentence. Ratios say how fast a tool is
beside the fastest other tool. Memory is the peak beyond the bare interpreter's, as a multiple of the document.

Documents: {material}, {size:.2g} MB of each kind. Machine: {machine}.
Repeat it with `{command}` (see `benchmarks/README.md`).
"""

_TITLES = {"text": "Plain text", "markdown": "Markdown", "xhtml": "XHTML"}
_COLUMNS = ("tool", "extract s", "merge s", "MB/s", "ratio", "net MB/s", "net ratio", "memory ×", "same bytes")


def section(results: Sequence[Result], startup: Startup, size: int, runs: int, *, own: bool) -> str:
    """All figures as a section of the page; ``own`` if they were taken on the repository's own articles."""
    head = _HEAD.format(
        runs=f"{runs} runs" if runs > 1 else "one run",
        material="the repository's sample articles, repeated with variations" if own else "a folder of documents",
        size=size / 1e6,
        machine=MACHINE,
        command=f"python benchmarks/peers.py{'' if own else ' FOLDER'} --size {size / 1e6:g}",
    )
    order = {kind.name: number for number, kind in enumerate(KINDS)}
    groups = groupby(sorted(results, key=lambda result: order[result.tool.kind]), key=lambda r: r.tool.kind)
    return "\n".join([head, *(_table(kind, list(group)) for kind, group in groups), _startup(startup)])


def _table(kind: str, results: Sequence[Result]) -> str:
    peers = [result for result in results if result.whole and not result.tool.ours]
    whole, net = (min((getattr(peer, what) for peer in peers), default=0.0) for what in ("seconds", "net"))
    rows = [_row(result, whole, net) for result in results if result.whole]
    lines = [f"### {_TITLES[kind]}", "", table(_COLUMNS, rows)]
    failures = [f"{result.tool.name}: {result.failure}." for result in results if result.failure]
    return "\n".join([*lines, *([""] if failures else []), *failures, ""])


def _row(result: Result, whole: float, net: float) -> list[str]:
    assert result.whole  # noqa: S101 - only these have a row
    megabytes = result.size / 1e6
    return [
        result.tool.name,
        f"{result.whole.extract.user:.2f}",
        f"{result.whole.merge.user:.2f}",
        f"{megabytes / result.seconds:.2f}",
        f"{whole / result.seconds:.2f}" if whole else "–",
        f"{megabytes / result.net:.2f}",
        f"{net / result.net:.2f}" if net else "–",
        f"{result.memory:.0f}",
        "yes" if result.whole.same else "no",
    ]


def _startup(startup: Startup) -> str:
    rows = [("bare typer program", startup.bare)]
    if startup.ours:
        rows.append(("translate-flow", startup.ours))
    costs = (
        (name, f"{cost.wall * 1000:.0f}", f"{cost.user * 1000:.0f}", f"{cost.wall / startup.bare.wall:.2f}")
        for name, cost in rows
    )
    figures = table(("program", "clock", "user CPU", "ratio"), costs)
    lines = ["### Start-up", "", "`--help`, milliseconds, the median.", "", figures]
    return "\n".join(lines) + ("" if startup.ours else "\n\ntranslate-flow: not installed.") + "\n"
