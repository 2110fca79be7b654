"""``align``: learn from what is already published."""

from __future__ import annotations

import json as js
from pathlib import Path
from typing import Annotated

import typer

from translate_flow.cli.console import Encoding, Json, leave, say


def align(
    source: Annotated[Path, typer.Argument(metavar="SOURCE", help="The original.")],
    target: Annotated[Path, typer.Argument(metavar="TARGET", help="Its published translation.")],
    lines: Annotated[bool, typer.Option("--lines", help="Both files have one sentence a line: print beads.")] = False,
    source_language: Annotated[str, typer.Option("--from", metavar="LANG", help="Language of the original.")] = "",
    target_language: Annotated[str, typer.Option("--to", metavar="LANG", help="Language of the translation.")] = "",
    memory: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Earlier translations to learn words from: PO, XLIFF, JSONL.")
    ] = None,
    machine: Annotated[str, typer.Option(metavar="ENGINE", help="Engine that helps to compare: apertium.")] = "",
    encoding: Encoding = "",
    json: Json = False,
) -> None:
    """Make a bitext of an original and its published translation; what is doubtful is marked for review."""
    from translate_flow import languages
    from translate_flow.desk import aligning

    if lines:
        pair = languages.language(source_language), languages.language(target_language)
        beads = aligning.align_lines(
            source, target,
            pairs=aligning.earlier(memory, *pair) if memory else [],
            translate=aligning.engine(machine, *pair),
            encoding=encoding,
        )  # fmt: skip
        if json:
            say(js.dumps([[bead.sources, bead.targets] for bead in beads]))
        else:
            say(*(f"{_numbers(bead.sources)}\t{_numbers(bead.targets)}\t{bead.confidence:.3f}" for bead in beads))
        return
    leave(0)


def _numbers(lines: tuple[int, ...]) -> str:
    """Line numbers as an editor counts them, from 1."""
    return ",".join(str(line + 1) for line in lines)
