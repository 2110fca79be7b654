"""Write ``commands.md`` from the commands themselves.

python docs/reference/generate.py            # writes it
python docs/reference/generate.py --check    # exit 1 if it is not as it would be written
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup

from translate_flow.cli.app import app

PAGE = Path(__file__).with_name("commands.md")
PROGRAM = "translate-flow"
_HEAD = f"""\
# Commands

<!-- Written by generate.py from the commands' own help: change it there. -->

`{PROGRAM} --version` prints the version, `{PROGRAM} COMMAND --help` what stands here.
What the exit codes mean stands in [Exit codes and errors](errors.md).
"""


def page() -> str:
    """The whole page."""
    group = typer.main.get_group(app)
    root = typer.Context(group, info_name=PROGRAM)
    sections = (_section(command, name, context) for name, command, context in _commands(group, root))
    return "\n".join([_HEAD, *("\n".join(lines) for lines in sections)])


def _commands(group: TyperGroup, context: typer.Context, before: str = "") -> Iterator[tuple[str, TyperCommand, Any]]:
    """All commands that are shown, those of groups as ``GROUP COMMAND``."""
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from _commands(command, typer.Context(command, info_name=name, parent=context), f"{before}{name} ")
        elif isinstance(command, TyperCommand) and not command.hidden:
            yield f"{before}{name}", command, context


def _section(command: TyperCommand, name: str, root: typer.Context) -> Iterator[str]:
    context = typer.Context(command, info_name=name, parent=root)
    parameters = [parameter for parameter in command.get_params(context) if parameter.name != "help"]
    arguments = [_argument(parameter) for parameter in parameters if isinstance(parameter, TyperArgument)]
    yield from (f"## {name}", "", inspect.cleandoc(command.help or ""), "")
    yield from ("    " + " ".join([PROGRAM, name, *arguments, "[OPTIONS]"]), "")
    yield from ("| | |", "| :--- | :--- |")
    for parameter in parameters:
        spelling, meaning = parameter.get_help_record(context) or ("", "")
        if isinstance(parameter, TyperArgument):
            spelling = _argument(parameter)
        yield f"| `{_cell(spelling)}` | {_cell(meaning.replace('  [', ' ['))} |"
    yield ""


def _argument(parameter: TyperArgument) -> str:
    """How an argument is spelled in a usage line: ``[DOC]…``, ``FILE``."""
    name = (parameter.metavar or parameter.name or "").strip("[]…")
    return f"{name if parameter.required else f'[{name}]'}{'…' if parameter.nargs == -1 else ''}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").strip()


def main() -> None:
    """Write the page, or check it."""
    text = page()
    if "--check" not in sys.argv:
        PAGE.write_text(text, encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text("utf-8") != text:
        sys.exit(f"{PAGE} is not up to date: run {Path(__file__).name}")


if __name__ == "__main__":
    main()
