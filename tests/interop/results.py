"""What the runs found, kept in ``results.json``: each run replaces what it found itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypedDict

from interop.tool import HERE

FILE = HERE / "results.json"


class Trip(TypedDict, total=False):
    """What became of one edit in one tool."""

    kept: dict[str, str]
    """How much of each aspect the tool kept, see :mod:`interop.survey`."""
    taken: str
    """What our import took: ``exactly`` the change, or what else."""
    credit: str
    """Who got the credit for it."""
    reported: list[str]
    """What the import told a person to look at: a word a segment."""


class Result(TypedDict, total=False):
    """What is known of a tool and a format."""

    version: str
    trips: dict[str, Trip]
    """By the edit's name, for those edits that can come back."""
    limits: list[str]
    """Why the others cannot."""


Results = dict[str, dict[str, Result]]
"""By format and tool."""


def load(path: Path = FILE) -> Results:
    """What the last runs found."""
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def save(results: Results, path: Path = FILE) -> None:
    """Write them, in a fixed order."""
    path.write_text(json.dumps(results, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
