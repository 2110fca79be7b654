"""Commands whose work can be spread: over processes, a cluster, and machines that share a run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from enum import Enum
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from translate_flow.cli.console import complain, counted, each, gathered, say

if TYPE_CHECKING:
    from translate_flow.desk.claims import Claims
    from translate_flow.desk.desk import Desk
    from translate_flow.desk.workers import Engine

Item = TypeVar("Item")
Result = TypeVar("Result")

Share = Annotated[
    str, typer.Option("--share", metavar="RUN", help="Share the work with all machines that give this name.")
]
_NOT_THE_TASK = frozenset({"documents", "output", "jobs", "engine", "share", "json"})
"""Parameters in which machines that share a run may differ."""


def joined(context: typer.Context, desk: Desk, run: str) -> Claims | None:
    """The part of this machine in the run that ``--share`` names, if any; all must give the same options."""
    if not run:
        return None
    from translate_flow.desk.sharing import join

    return join(desk, run, _task(context))


def spread(
    items: Sequence[Item],
    work: Callable[[Item], Sequence[Result]],
    tell: Callable[[Result], None] | None,
    where: Engine | None,
    claims: Claims | None,
) -> tuple[list[Result], list[str], int]:
    """Like :func:`each`; where the work is shared, what other machines could not do is told at the end."""
    if claims is None:
        return each(items, work, tell, where)
    from translate_flow.desk.sharing import run

    with closing(claims):
        results, errors, code = gathered(run(items, work, where, claims), len(items), tell)
        return results, errors, max(code, _told(claims, errors, quiet=tell is None))


def _task(context: typer.Context) -> str:
    """The command with the options that all machines of a run must agree on."""
    words = [context.info_name or ""]
    for name, value in context.params.items():
        if name not in _NOT_THE_TASK and value not in (None, "", False, [], ()):
            values = value if isinstance(value, list | tuple) else [value]
            said = ",".join(str(one.value if isinstance(one, Enum) else one) for one in values)
            words.append(f"{name.replace('_', '-')}={said}")
    return " ".join(words)


def _told(claims: Claims, errors: list[str], *, quiet: bool) -> int:
    """Tell how the run ended, and what other machines could not do, which joins the errors; gives their exit code."""
    code = 0
    for failure in claims.failures():
        if failure.owner != claims.owner:
            complain(f"on {failure.owner.partition(':')[0]}: {failure.error}")
            errors.append(failure.error)
            code = max(code, failure.exit_code)
    if not quiet:
        tally = claims.tally()
        here = tally.owners.get(claims.owner, 0)
        others = counted(len(tally.owners.keys() - {claims.owner}), "other")
        done = f"{tally.done} of {tally.items} done, {here} here, {tally.done - here} by {others}"
        say(f"run “{claims.run}”: {done}")
    return code
