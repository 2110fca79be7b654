"""How long the command takes before it does anything, beside the smallest program of the same command-line library."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from costs import Cost, run, typical
from tools import PROGRAM

_BARE = """\
import typer

app = typer.Typer()


@app.command()
def hello(name: str) -> None:
    print(name)


@app.command()
def goodbye(name: str) -> None:
    print(name)


app()
"""


class Startup(NamedTuple):
    """Cost of ``translate-flow --help`` and of a bare typer program's; the former may be missing."""

    bare: Cost
    ours: Cost | None


def measure(runs: int) -> Startup:
    """Both, in turns, so that a busy moment of the machine meets both; the median counts."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        program = folder / "bare.py"
        program.write_text(_BARE, encoding="utf-8")
        bare: list[Cost] = []
        ours: list[Cost] = []
        installed = shutil.which(PROGRAM) is not None
        for _ in range(runs + 1):
            bare.append(run([sys.executable, str(program), "--help"], folder))
            if installed:
                ours.append(run([PROGRAM, "--help"], folder))
    return Startup(typical(bare[1:]), typical(ours[1:]) if installed else None)
