"""Python libraries that Weblate and Pontoon stand on, in an environment of their own."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from interop.tool import HERE, PYTHON, Tool, copied, run


def _set_target(path: Path, source: str, target: str, folder: Path, *, script: str) -> Path:
    saved = copied(path, folder)
    run([PYTHON, HERE / "inside" / script, saved, source, target])
    return saved


def _version(package: str) -> str:
    code = "import sys; from importlib.metadata import version; print(version(sys.argv[1]))"
    return run([PYTHON, "-c", code, package]).stdout.strip()


TOOLS = (
    Tool(
        name="translate-toolkit",
        version=partial(_version, "translate-toolkit"),
        formats=("po", "xliff-1.2", "xliff-2.0", "xliff-2.1", "xliff-2.2"),
        set_target=partial(_set_target, script="edit_with_toolkit.py"),
        how="opens, sets the target and that it is not fuzzy, saves (Weblate's library)",
    ),
    Tool(
        name="moz.l10n",
        version=partial(_version, "moz.l10n"),
        formats=("po", "xliff-1.2", "xliff-2.0"),
        limits={"xliff-2.0": "does not open it"},
        set_target=partial(_set_target, script="edit_with_moz.py"),
        how="parses, sets the value, serialises (Pontoon's library)",
    ),
)
