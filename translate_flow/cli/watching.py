"""The command that stays: ``watch``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from translate_flow.cli.console import complain, counted, now, say

if TYPE_CHECKING:
    from translate_flow.desk.watching import Reaction


def watch(
    wait: Annotated[int, typer.Option(metavar="MS", min=50, help="Quiet time before changes count as made.")] = 400,
) -> None:
    """Segment, check and preview again as articles and translations change; Ctrl+C ends it."""
    from translate_flow.desk.desk import here
    from translate_flow.desk.watching import react, watched
    from translate_flow.errors import UsageError

    try:
        from watchfiles import watch as changes
    except ImportError:
        remedy = "pip install 'translate-flow[watch]'"
        raise UsageError("watching files needs the package watchfiles", remedy=remedy) from None
    desk = here(Path.cwd())
    folders = watched(desk)
    if not folders:
        remedy = "put articles there; only folders on this computer can be watched"
        raise UsageError("there is nothing to watch", where=str(desk.sources), remedy=remedy)
    say(f"watching {' and '.join(map(str, folders))}")
    for some in changes(*folders, debounce=wait, raise_interrupt=False):
        # Settings are read anew each time: they may have changed, too.
        for reaction in react(here(Path.cwd()), [Path(path) for _, path in some], now()):
            _print(reaction)


def _print(reaction: Reaction) -> None:
    name = f"{reaction.document} → {reaction.language}"
    if reaction.did == "failed":
        complain(f"{name}: {reaction.detail}")
    elif reaction.did == "segmented":
        say(f"{name}: {counted(reaction.count, 'unit')} segmented")
    else:
        found = f"{counted(reaction.count, 'finding')}, first {reaction.detail}" if reaction.count else "nothing found"
        say(f"{name}: {found}; {reaction.preview}")
