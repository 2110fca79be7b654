"""What a driver is: a real tool that opens a bitext file, gives one segment another target, and saves."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

HERE = Path(__file__).parent
PYTHON = HERE / ".venv-tools" / "bin" / "python"
"""The interpreter of the tools that are Python libraries."""


class ToolError(Exception):
    """The tool could not open the file, find the segment, or save."""


class SetTarget(Protocol):
    """The type of :attr:`Tool.set_target`."""

    def __call__(self, path: Path, source: str, target: str, folder: Path) -> Path:
        """Give the segment with that source the target; the file that the tool saved, somewhere in ``folder``.

        ``path`` itself is left alone. Raises :class:`ToolError`.
        """


@dataclass(frozen=True, kw_only=True)
class Tool:
    """A translation tool and how it is driven without a person."""

    name: str
    version: Callable[[], str]
    formats: tuple[str, ...]
    """The formats that it is tried with, by their stores' names."""
    limits: Mapping[str, str] = field(default_factory=dict)
    """Where no change can come back and why, by ``FORMAT`` or ``FORMAT/EDIT``."""
    set_target: SetTarget
    person: str = ""
    """The name that is set in the tool's preferences."""
    names: tuple[str, ...] = ()
    """The formats in which it names that person as the translator."""
    how: str
    """What the driver does, in a few words."""

    def limit(self, form: str, edit: str) -> str:
        """Why that edit cannot come back from the tool in that format; empty where it can."""
        return self.limits.get(form) or self.limits.get(f"{form}/{edit}", "")


def run(
    command: list[str | Path], *, timeout: float = 120, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end. Raises :class:`ToolError` with its last words where it fails."""
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
            env={**os.environ, **(environment or {})},
        )
    except FileNotFoundError as error:
        raise ToolError(f"{error.filename} is not installed; run tests/interop/setup.sh") from None
    except subprocess.TimeoutExpired:
        raise ToolError(f"{command[0]} did not end within {timeout} s") from None
    if done.returncode:
        said = (done.stderr or done.stdout).strip()
        raise ToolError(f"{command[0]} ended with {done.returncode}: {said[-500:]}")
    return done


def copied(path: Path, folder: Path) -> Path:
    """A copy of the file in ``folder``, for tools that save in place."""
    return Path(shutil.copy(path, folder / path.name))


def debian_version(package: str) -> str:
    """The upstream version of an installed Debian package."""
    full = run(["dpkg-query", "--show", "--showformat", "${Version}", package]).stdout
    return full.rpartition(":")[2].rpartition("-")[0].partition("+")[0]
