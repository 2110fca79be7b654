"""Large archives: one job a document, on one or many processes, here or on a cluster.

A job is a pure function of one document that writes its file whole or not at all, so it may run anywhere, twice, or be
stopped: a run that was ended goes on by being started again. All engines are a :class:`concurrent.futures.Executor`.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.context import BaseContext
from typing import Any, Generic, NamedTuple, TypeVar

from translate_flow.errors import TranslateFlowError, UsageError

Item = TypeVar("Item")
Result = TypeVar("Result")
_AHEAD = 3
"""Batches that each worker may have waiting: enough to keep it busy, few enough to keep memory flat."""
_RESTARTS = 3
"""How often in a row workers may die of one batch before it is given up."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Item, Result]):
    """What came of one item."""

    item: Item
    results: tuple[Result, ...] = ()
    error: str = ""
    """The line that tells what is wrong; empty where nothing is."""
    exit_code: int = 0


class Engine(NamedTuple):
    """Where jobs run."""

    open: Callable[[], AbstractContextManager[Executor]]
    workers: int
    batch: int
    """Jobs that are sent together."""


def engine(jobs: int, name: str = "") -> Engine | None:
    """The engine for a number of processes (0: one a core) and a name: empty, ``dask``, or ``dask:tcp://HOST:PORT``.

    ``None`` stands for this very process. Raises :class:`UsageError` for a name that is none.
    """
    workers = jobs or os.cpu_count() or 1
    kind, _, address = name.partition(":")
    if kind == "dask":
        return Engine(lambda: _dask(address, workers), workers, 50)
    if name:
        raise UsageError(f"no engine is called “{name}”", remedy="use dask, or dask:tcp://HOST:PORT")
    return Engine(lambda: ProcessPoolExecutor(workers, _way_to_start()), workers, 16) if workers > 1 else None


def _way_to_start() -> BaseContext | None:
    """How processes are started: as usual, but anew where there are threads, whose locks a copy would keep for ever."""
    return get_context("spawn") if threading.active_count() > 1 else None


@contextmanager
def _dask(address: str, workers: int) -> Iterator[Executor]:
    """A Dask cluster: that at the address, or one of this machine."""
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        what = "Dask is not installed"
        raise UsageError(what, remedy="pip install “translate-flow[dask]”") from None
    try:
        local = (
            None
            if address
            else distributed.LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                dashboard_address=None,
                scheduler_kwargs={"dashboard_address": ":0"},  # the usual port may be another run's
            )
        )
        client = distributed.Client(address or local, timeout=10 if address else 60, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        what = f"no Dask scheduler answers: {error}"
        raise UsageError(what, where=address, remedy="start one, or give --engine dask") from None
    with closing(client), closing(local) if local else closing(client):
        executor: Executor = client.get_executor(pure=False)
        yield executor


def run(
    items: Sequence[Item], work: Callable[[Item], Sequence[Result]], where: Engine | None = None
) -> Iterator[Outcome[Item, Result]]:
    """Do the work for each item; gives the outcomes in the items' order, each as soon as it and those before are there.

    ``work`` and the items are sent to other processes where ``where`` says so, so they must be picklable. An item's
    error doesn't stop the rest. A worker that dies is replaced, and its jobs are done again.
    """
    size = where.batch if where else 1
    return run_batches((items[start : start + size] for start in range(0, len(items), size)), work, where)


def run_batches(
    batches: Iterator[Sequence[Item]], work: Callable[[Item], Sequence[Result]], where: Engine | None
) -> Iterator[Outcome[Item, Result]]:
    """The same for batches that are made while others are done; an empty one says that there is none at present."""
    if where is None:
        for batch in batches:
            for item in batch:
                yield _one(work, item)
        return
    sent: deque[Sequence[Item]] = deque()
    deaths = 0
    while True:
        try:
            for outcomes in _in_order(batches, sent, work, where):
                yield from outcomes
                deaths = 0
            return
        except BrokenProcessPool:
            deaths += 1
            if deaths > _RESTARTS:
                yield from (_given_up(item) for item in sent.popleft())
                deaths = 0


def _in_order(
    batches: Iterator[Sequence[Item]],
    sent: deque[Sequence[Item]],
    work: Callable[[Item], Sequence[Result]],
    where: Engine,
) -> Iterator[list[Outcome[Item, Result]]]:
    """The outcomes of batches: first of those ``sent`` before, then of others, which stay there until they are done."""
    with where.open() as executor:
        waiting: deque[Future[Any]] = deque(executor.submit(_many, work, batch) for batch in sent)
        ended = False
        while waiting or not ended:
            while len(waiting) < where.workers * _AHEAD and not ended:
                batch = next(batches, None)
                ended = batch is None
                if not batch:
                    break
                sent.append(batch)
                waiting.append(executor.submit(_many, work, batch))
            if waiting:
                outcomes = waiting.popleft().result()
                sent.popleft()
                yield outcomes


def _many(work: Callable[[Item], Sequence[Result]], items: Sequence[Item]) -> list[Outcome[Item, Result]]:
    return [_one(work, item) for item in items]


def _one(work: Callable[[Item], Sequence[Result]], item: Item) -> Outcome[Item, Result]:
    try:
        return Outcome(item, tuple(work(item)))
    except TranslateFlowError as error:
        return Outcome(item, (), str(error), error.exit_code)


def _given_up(item: Item) -> Outcome[Item, Any]:
    return Outcome(item, (), f"{item}: workers died of this, or of one beside it; do it alone to see why", 3)
