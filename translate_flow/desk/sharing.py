"""A run that several machines share: each does what no other has taken, until all is done."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from translate_flow.desk import workers
from translate_flow.desk.claims import Claims
from translate_flow.desk.desk import Desk
from translate_flow.desk.workers import Engine, Outcome
from translate_flow.errors import InputError, UsageError

Result = TypeVar("Result")
Item = TypeVar("Item")
_FEW = 8
"""Items that one process takes together: few, so that the last ones are shared too."""
_ATTEMPTS = 3
"""How many machines may be lost with an item before it is given up."""
_POLL = 1.0
"""Seconds between two looks whether others have handed something back."""


def join(desk: Desk, run: str, task: str) -> Claims:
    """The part of this machine in the run of that name, at the server that the settings name.

    Raises :class:`UsageError` where they name none, or the run has another task; :class:`InputError` where the server
    does not answer.
    """
    settings = desk.settings
    address = settings.claims or (settings.memory if "://" in settings.memory else "")
    if not address:
        raise UsageError("no server to share work through", where="--share", remedy="set claims = “postgresql://…”")
    return Claims(address, run, task)


def run(
    items: Iterable[Item], work: Callable[[Item], Sequence[Result]], where: Engine | None, claims: Claims
) -> Iterator[Outcome[Item, Result]]:
    """The outcomes of what this machine does of a shared run, until nothing of it is left to anybody.

    Items are what JSON can say. Like :func:`workers.run`, but an item may be done twice where a machine was thought
    lost, which is why work must be idempotent.
    """
    claims.add(json.dumps(item) for item in items)
    with claims.renewed():
        batches: Iterator[list[Item]] = _batches(claims, where.batch if where else _FEW)
        for outcome in workers.run_batches(batches, work, where):
            claims.finish(json.dumps(outcome.item), outcome.error, outcome.exit_code)
            yield outcome


def _batches(claims: Claims, size: int) -> Iterator[list[Item]]:
    """What this machine takes; an empty list where others hold all that is left, or it waits for its own."""
    while True:
        taken = claims.take(size)
        fresh: list[Item] = [json.loads(one.item) for one in taken if one.attempt == 1]
        if fresh:
            yield fresh
        for one in taken:
            if one.attempt > _ATTEMPTS:
                what = f"{one.item}: given up: {_ATTEMPTS} machines were lost with it; do it alone to see why"
                claims.finish(one.item, what, InputError.exit_code)
            elif one.attempt > 1:  # what may have killed a machine takes no others with it
                yield [json.loads(one.item)]
        if not taken:
            if not claims.holds:
                if not claims.left():
                    return
                time.sleep(_POLL)
            yield []
