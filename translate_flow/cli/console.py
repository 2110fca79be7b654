"""What every command shares: where output goes, how tables look, and how one bad document doesn't stop the rest."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeVar

import typer

from translate_flow.errors import TranslateFlowError

if TYPE_CHECKING:
    from translate_flow.desk.workers import Engine, Outcome

Item = TypeVar("Item")
Result = TypeVar("Result")

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")]
To = Annotated[list[str] | None, typer.Option("--to", metavar="LANG", help="Target language; may be repeated.")]
Encoding = Annotated[str, typer.Option(help="The source's encoding, where it declares none and is not UTF-8.")]
Jobs = Annotated[
    int, typer.Option("--jobs", metavar="N", min=0, help="Processes that share the work; 0 is one for each core.")
]
EngineName = Annotated[
    str, typer.Option("--engine", metavar="ENGINE", help="Where they run: dask, or dask:tcp://HOST:PORT.")
]
Documents = Annotated[
    list[Path] | None, typer.Argument(metavar="DOC", help="Documents or folders below sources/; default: all.")
]


def now() -> str:
    """The present time in UTC as ``2026-05-02T10:00:00+00:00``."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@contextmanager
def uncollected() -> Iterator[None]:
    """Do not look for cycles among the values of one file: there are many values, and hardly any cycles."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def show(value: object) -> None:
    """Print a value as one JSON object."""
    import json

    print(json.dumps(value, default=_plain, ensure_ascii=False, indent=2))


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return str(value)


def say(*lines: str) -> None:
    """Print lines for a person."""
    for line in lines:
        print(line)


def shortened(text: str, longest: int = 72) -> str:
    """The text on one line, its end cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def counted(number: int, noun: str) -> str:
    """The number with its noun: "1 segment", "2 segments"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def complain(error: TranslateFlowError | str) -> None:
    """Print one line of error to standard error."""
    print(f"translate-flow: {error}", file=sys.stderr)


def leave(code: int) -> NoReturn:
    """End the command with this exit code."""
    raise typer.Exit(code)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], right: frozenset[int] = frozenset()) -> None:
    """Print a table: drawn where there is a terminal, else tab-separated, one row a line."""
    if not sys.stdout.isatty():
        say("\t".join(heads), *("\t".join(row) for row in rows))
        return
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    drawn = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False)
    for index, head in enumerate(heads):
        drawn.add_column(head, justify="right" if index in right else "left", min_width=len(head), overflow="fold")
    for row in rows:
        drawn.add_row(*row)
    Console(markup=False, emoji=False).print(drawn)  # names and terms may have brackets and colons


def each(
    items: Sequence[Item],
    work: Callable[[Item], Sequence[Result]],
    tell: Callable[[Result], None] | None = None,
    where: Engine | None = None,
) -> tuple[list[Result], list[str], int]:
    """Do the work for each item, with a progress bar where it is long and somebody watches.

    An item's error is told at once and doesn't stop the rest. Gives all results, all errors, and the exit code so far.
    With ``tell``, results are told as they come and none is kept, so that memory stays flat; ``where`` is an engine of
    :mod:`translate_flow.desk.workers`.
    """
    from translate_flow.desk.workers import run

    return gathered(run(items, work, where), len(items), tell)


def gathered(
    outcomes: Iterable[Outcome[Item, Result]], count: int, tell: Callable[[Result], None] | None
) -> tuple[list[Result], list[str], int]:
    """The same for outcomes that come from wherever, about ``count`` of them."""
    results: list[Result] = []
    errors: list[str] = []
    code = 0
    for outcome in watched(outcomes, count):
        if outcome.error:
            complain(outcome.error)
            errors.append(outcome.error)
            code = max(code, outcome.exit_code)
        elif tell is None:
            results.extend(outcome.results)
        else:
            for result in outcome.results:
                tell(result)
    return results, errors, code


def watched(items: Iterable[Item], count: int) -> Iterable[Item]:
    """The items, with a progress bar where they are many and somebody watches."""
    if count < 20 or not sys.stderr.isatty():
        return items
    from rich.console import Console
    from rich.progress import track

    return track(items, total=count, console=Console(stderr=True), transient=True, description="")
