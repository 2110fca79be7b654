"""Commands for git: ``git install``, and the merge driver that git itself calls."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from translate_flow.cli.console import Json, leave, say, show

app = typer.Typer(help="Let git merge bitexts segment by segment.", no_args_is_help=True)


@app.command()
def install(
    uninstall: Annotated[bool, typer.Option("--uninstall", help="Take it out again.")] = False,
    json: Json = False,
) -> None:
    """Write .gitattributes and this repository's git config, so that branches with work on the same bitext merge.

    Each clone needs it once: git does not take configuration from a repository.
    """
    from translate_flow.desk.exchange import gitmerge

    done = gitmerge.uninstall(Path.cwd()) if uninstall else gitmerge.install(Path.cwd())
    if json:
        show(done._asdict())
    elif uninstall:
        say("git merges bitexts as plain text again.")
    else:
        say(*(f".gitattributes: added “{line}”" for line in done.attributes))
        say(f"git merges bitexts by: {done.driver}")


@app.command(hidden=True)
def merge(base: Path, ours: Path, theirs: Path, marks: int, name: str) -> None:
    """Merge THEIRS into OURS (git calls this: %O %A %B %L %P)."""
    from translate_flow.desk.exchange.gitmerge import drive

    leave(drive(base, ours, theirs, marks, name))
