"""The tools that are measured: how each extracts a PO file from a document, and merges it again.

Adding one is one row of :data:`TOOLS`. The commands see ``{source}``, ``{catalogue}``, ``{result}`` and ``{language}``,
the language of the source; the other language is always German.
"""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import NamedTuple

_HERE = Path(__file__).resolve().parent
_TOOLKIT = _HERE / ".venv-translate-toolkit" / "bin"
_MDPO = _HERE / ".venv-mdpo" / "bin"
OURS = "translate-flow"
PROGRAM = str(Path(sys.executable).parent / "translate-flow")
"""The command as it is installed beside this interpreter."""


class Tool(NamedTuple):
    """A tool and its two commands for one kind of document."""

    name: str
    kind: str
    extract: str
    merge: str
    bare: tuple[str, ...]
    """Its bare interpreter, whose memory is not the tool's."""

    @property
    def ours(self) -> bool:
        """Whether it is translate-flow itself."""
        return self.name.startswith(OURS)

    @property
    def program(self) -> str:
        """What must be installed."""
        return shlex.split(self.extract)[0]

    def command(self, template: str, source: Path, language: str) -> list[str]:
        """One of the two commands, for this source."""
        places = {
            "source": source.name,
            "catalogue": "catalogue.po",
            "result": f"result{source.suffix}",
            "language": language,
        }
        return [part.format(**places) for part in shlex.split(template)]


def _toolkit(kind: str, suffix: str, merging: str = "") -> Tool:
    return Tool(
        "translate-toolkit",
        kind,
        f"{_TOOLKIT}/{suffix}2po --progress=none {{source}} {{catalogue}}",
        f"{_TOOLKIT}/po2{suffix} --progress=none {merging} -t {{source}} {{catalogue}} {{result}}",
        (str(_TOOLKIT / "python"), "-c", "pass"),
    )


def _po4a(kind: str, form: str) -> Tool:
    return Tool(
        "po4a",
        kind,
        f"po4a-updatepo -f {form} -m {{source}} -M utf-8 -p {{catalogue}}",
        f"po4a-translate -f {form} -m {{source}} -M utf-8 -L utf-8 -p {{catalogue}} -l {{result}} -k 0",
        ("perl", "-e", "1"),
    )


def _mdpo() -> Tool:
    return Tool(
        "mdpo",
        "markdown",
        f"{_MDPO}/md2po -q -s -p {{catalogue}} -- {{source}}",
        f"{_MDPO}/po2md -q -p {{catalogue}} -s {{result}} -w 0 -- {{source}}",
        (str(_MDPO / "python"), "-c", "pass"),
    )


def _ours(kind: str, by: str) -> Tool:
    return Tool(
        f"{OURS}, by {by}",
        kind,
        f"{PROGRAM} segment {{source}} --from {{language}} --to de --by {by} -o {{catalogue}}",
        f"{PROGRAM} merge {{source}} {{catalogue}} -o {{result}}",
        (sys.executable, "-c", "pass"),
    )


TOOLS = (
    _toolkit("text", "txt"),
    _po4a("text", "text"),
    _toolkit("markdown", "md", "-m 0"),
    _po4a("markdown", "text -o markdown"),
    _mdpo(),
    _toolkit("xhtml", "html"),
    _po4a("xhtml", "xhtml"),
    *(_ours(kind, by) for kind in ("text", "markdown", "xhtml") for by in ("sentence", "paragraph")),
)
