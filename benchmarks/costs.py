"""What a command costs, measured by a small process of its own (:mod:`launch`)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

_LAUNCHER = Path(__file__).resolve().parent / "launch.py"


class Cost(NamedTuple):
    """What a command took: seconds of user CPU and of the clock, and peak bytes of memory."""

    user: float
    wall: float
    memory: float


class CommandFailedError(Exception):
    """The command failed or took too long; the message is the last line of what it said."""


def run(command: Sequence[str], folder: Path, limit: float = 120) -> Cost:
    """Run the command in ``folder`` and give its cost.

    Raises :class:`CommandFailedError` where it fails or is not done after ``limit`` seconds.
    """
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", str(_LAUNCHER), *command],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        encoding="utf-8",
        errors="replace",
    )
    try:
        cost, said = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        raise CommandFailedError(f"not done after {limit:.0f} s") from None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
    if process.returncode:
        last = said.strip().splitlines()[-1:]
        raise CommandFailedError(f"exit {process.returncode}: {''.join(last)[:160]}")
    user, wall, memory = map(float, cost.split())
    return Cost(user, wall, memory)


def typical(costs: Sequence[Cost]) -> Cost:
    """The median of each figure."""
    return Cost(*(median(figures) for figures in zip(*costs, strict=True)))
