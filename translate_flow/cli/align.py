"""``align``: learn from what is already published."""

from __future__ import annotations

import json as js
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from translate_flow.cli.console import Json, counted, leave, now, say, shortened, show

if TYPE_CHECKING:
    from translate_flow.desk.leverage.aligning import Aligned


def align(
    source: Annotated[Path, typer.Argument(metavar="SOURCE", help="The original.")],
    target: Annotated[Path, typer.Argument(metavar="TARGET", help="Its published translation.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="BITEXT", help="The bitext; default: the desk's.")
    ] = None,
    lines: Annotated[bool, typer.Option("--lines", help="Both files have one sentence a line: print beads.")] = False,
    source_language: Annotated[str, typer.Option("--from", metavar="LANG", help="Language of the original.")] = "",
    target_language: Annotated[str, typer.Option("--to", metavar="LANG", help="Language of the translation.")] = "",
    memory: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Earlier translations to learn words from: PO, XLIFF, JSONL.")
    ] = None,
    machine: Annotated[str, typer.Option(metavar="ENGINE", help="Engine that helps to compare: apertium.")] = "",
    encoding: Annotated[str, typer.Option(help="Of files that declare none and are not UTF-8.")] = "",
    json: Json = False,
) -> None:
    """Make a bitext of an original and its published translation; what is doubtful is marked for review."""
    from translate_flow.cli.leverage import keep
    from translate_flow.desk.desk import find
    from translate_flow.desk.leverage import aligning

    pair = source_language, target_language
    if lines:
        beads = aligning.align_lines(source, target, pair, memory=memory, machine=machine, encoding=encoding)
        if json:
            say(js.dumps([[bead.sources, bead.targets] for bead in beads]))
        else:
            say(*(f"{_numbers(bead.sources)}\t{_numbers(bead.targets)}\t{bead.confidence:.3f}" for bead in beads))
        return
    result = aligning.align_documents(
        source, target, now(), pair=pair, output=output, memory=memory, machine=machine, encoding=encoding
    )
    desk = find(source.parent)
    if desk is not None and output is None:
        keep(desk, [desk.at(result.bitext)])
    if json:
        show(result._asdict() | {"rows": [row._asdict() for row in result.rows]})
    else:
        _print(result)
    leave(1 if result.doubtful or result.missing or result.unmatched else 0)


def _print(result: Aligned) -> None:
    sure = len(result.rows) - len(result.doubtful) - len(result.missing)
    by = f", translated by {', '.join(result.translators)}" if result.translators else ""
    say(f"{result.bitext}: {sure} of {counted(len(result.rows), 'segment')} aligned{by}")
    say(*(f"  {row.segment}: {row.reason}" for row in result.doubtful))
    say(*(f"  {row.segment}: not in the translation" for row in result.missing))
    say(*(f"  not in the original: {shortened(text)}" for text in result.unmatched))


def _numbers(lines: tuple[int, ...]) -> str:
    """Line numbers as an editor counts them, from 1."""
    return ",".join(str(line + 1) for line in lines)
