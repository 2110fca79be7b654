"""Work is given out and taken back with the commands that a coordinator uses."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from interop.sample import DOCUMENT
from translate_flow.bitext import Bitext
from translate_flow.desk.desk import Desk
from translate_flow.stores import store_named

BY = "Irene Importa"
"""Who brings the files back."""


def bitext(desk: Desk) -> Bitext:
    """What the desk has."""
    path = desk.bitext(DOCUMENT, "en")
    return store_named(desk.settings.store).read(path.read_bytes(), path.name).bitext


def hand_out(desk: Desk, form: str, package: Path) -> Path:
    """Export the sample in that format: the bitext in the package."""
    code, said = _command(desk, "export", "--format", form, "--output", str(package))
    assert code == 0, said
    return package / str(said["bitexts"][0])


def take_back(desk: Desk, saved: Path) -> list[str]:
    """Import the file: the kinds of things that a person should look at, one a segment, or why it is refused."""
    code, said = _command(desk, "import", str(saved), "--by", BY)
    if code == 3:
        return [said]
    (file,) = said["files"]
    found = [str(event["what"]) for event in file["events"] if event["what"] not in QUIET]
    assert code == (1 if found else 0)
    return found


QUIET = ("taken", "status")
"""Events that are no findings."""


def _command(desk: Desk, *words: str) -> tuple[int, Any]:
    """Exit code and answer of a command on the desk; where it refuses, the error's line."""
    command = [sys.executable, "-m", "translate_flow", *words, "--json"]
    done = subprocess.run(command, cwd=desk.root, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1, 3), done.stderr
    return done.returncode, done.stderr if done.returncode == 3 else json.loads(done.stdout)
