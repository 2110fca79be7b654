"""Claims on work that several machines share: a table in PostgreSQL from which each takes what no other has.

A *run* has a name and items, each the JSON text of one job. Who takes items holds them for a *lease*, measured by the
server's clock, and keeps renewing it; a machine that is gone stops renewing, and its items are free again. Taking uses
``FOR UPDATE SKIP LOCKED`` (PostgreSQL manual, SELECT, "The Locking Clause"): takers never wait for each other.
"""

from __future__ import annotations

import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from translate_flow.errors import InputError, UsageError

if TYPE_CHECKING:
    import psycopg

Answer = TypeVar("Answer")

_TABLES = """
CREATE TABLE IF NOT EXISTS shared_run (
  name TEXT PRIMARY KEY, task TEXT NOT NULL, begun TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE TABLE IF NOT EXISTS shared_item (
  run TEXT NOT NULL REFERENCES shared_run ON DELETE CASCADE, item TEXT NOT NULL,
  owner TEXT NOT NULL DEFAULT '', leased_until TIMESTAMPTZ, attempts INTEGER NOT NULL DEFAULT 0,
  done BOOLEAN NOT NULL DEFAULT FALSE, error TEXT NOT NULL DEFAULT '', exit_code INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (run, item)
);
CREATE INDEX IF NOT EXISTS shared_item_open ON shared_item (run, attempts, item) WHERE NOT done;
CREATE INDEX IF NOT EXISTS shared_item_failed ON shared_item (run, item) WHERE error <> '';
"""
_TAKE = """
UPDATE shared_item SET owner = %(owner)s, leased_until = now() + make_interval(secs => %(lease)s),
  attempts = attempts + 1
WHERE run = %(run)s AND item IN (
  SELECT item FROM shared_item
  WHERE run = %(run)s AND NOT done AND (leased_until IS NULL OR leased_until < now())
  ORDER BY attempts, item LIMIT %(most)s FOR UPDATE SKIP LOCKED
)
RETURNING item, attempts
"""
_HELD = "WHERE run = %(run)s AND owner = %(owner)s AND NOT done AND item = ANY(%(items)s)"
_PATIENCE = 60.0
"""Seconds for which a server that does not answer is asked again."""
_AT_ONCE = 10_000


class Taken(NamedTuple):
    """An item that is ours now."""

    item: str
    attempt: int
    """Counted from 1; more than that where its holders before were lost."""


class Failure(NamedTuple):
    """An item that could not be done."""

    item: str
    owner: str
    error: str
    exit_code: int


class Tally(NamedTuple):
    """How a run stands."""

    items: int
    done: int
    owners: dict[str, int]
    """Who has done how many."""


class Claims:
    """One machine's part in a run. All methods may be called by any thread.

    They raise :class:`InputError` where the server is away for a minute; what was finished before stays finished.
    """

    def __init__(self, address: str, run: str, task: str, *, lease: float = 30, patience: float = _PATIENCE) -> None:
        """Join the run of that name at ``postgresql://…``, or begin it; ``lease`` and ``patience`` are seconds.

        Raises :class:`UsageError` where psycopg is missing, or the run of that name has another ``task``.
        """
        try:
            import psycopg
        except ImportError:
            raise UsageError("psycopg is not installed", remedy="pip install 'translate-flow[postgresql]'") from None
        self._lost: type[Exception] = psycopg.OperationalError
        self._wrong: type[Exception] = psycopg.Error
        self.owner = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(3)}"
        self._address, self.run, self._lease, self._patience = address, run, lease, patience
        self._held: set[str] = set()
        self._lock = threading.Lock()
        self._connection: psycopg.Connection[Any] | None = None
        known = self._asked(lambda server: _begun(server, run, task))
        if known != task:
            self.close()
            what = f"the run “{run}” is “{known}”, not “{task}”"
            raise UsageError(what, where="--share", remedy="give the same options, or another name")

    @property
    def holds(self) -> bool:
        """Whether items that were taken are not finished yet."""
        return bool(self._held)

    def add(self, items: Iterable[str]) -> None:
        """Make these the run's items; those that it has already stay as they are.

        Where nothing of the run is left to do, what failed is free to be tried again.
        """
        remaining = iter(items)
        statement = "INSERT INTO shared_item (run, item) SELECT %s, unnest(%s::text[]) ON CONFLICT DO NOTHING"
        while some := list(islice(remaining, _AT_ONCE)):
            self._asked(lambda server, some=some: server.execute(statement, (self.run, some)))  # type: ignore[misc]
        if not self.left():
            again = (
                "UPDATE shared_item SET done = FALSE, error = '', exit_code = 0, attempts = 0"
                " WHERE run = %s AND error <> ''"
            )
            self._asked(lambda server: server.execute(again, (self.run,)))

    def take(self, most: int) -> list[Taken]:
        """Take up to so many items that nobody holds; those whose holders were lost come last."""
        values = {"run": self.run, "owner": self.owner, "lease": self._lease, "most": most}
        rows = self._asked(lambda server: server.execute(_TAKE, values).fetchall())
        self._held.update(row[0] for row in rows)
        return sorted((Taken(*row) for row in rows), key=lambda one: (one.attempt, one.item))

    def finish(self, item: str, error: str = "", exit_code: int = 0) -> bool:
        """Say that an item is done, with the line that tells what is wrong, if anything.

        False where it is no longer ours: its lease ended, and another has it.
        """
        statement = f"UPDATE shared_item SET done = TRUE, error = %(error)s, exit_code = %(code)s {_HELD}"  # noqa: S608
        values = self._values([item]) | {"error": error.replace("\0", "�"), "code": exit_code}
        changed: int = self._asked(lambda server: server.execute(statement, values).rowcount)
        self._held.discard(item)
        return changed > 0

    def left(self) -> bool:
        """Whether any item of the run is not done, whoever holds it."""
        statement = "SELECT FROM shared_item WHERE run = %s AND NOT done LIMIT 1"
        return self._asked(lambda server: server.execute(statement, (self.run,)).fetchone()) is not None

    def failures(self) -> Iterator[Failure]:
        """All items that could not be done, by whomever."""
        statement = (
            "SELECT item, owner, error, exit_code FROM shared_item WHERE run = %s AND error <> '' AND item > %s"
            " ORDER BY item LIMIT %s"
        )
        last = ""
        while rows := self._asked(
            lambda server, last=last: server.execute(statement, (self.run, last, _AT_ONCE)).fetchall()  # type: ignore[misc]
        ):
            yield from (Failure(*row) for row in rows)
            last = rows[-1][0]

    def tally(self) -> Tally:
        """How the run stands."""
        statement = "SELECT owner, done, count(*) FROM shared_item WHERE run = %s GROUP BY owner, done"
        rows = self._asked(lambda server: server.execute(statement, (self.run,)).fetchall())
        owners = {owner: count for owner, done, count in rows if done}
        return Tally(sum(row[2] for row in rows), sum(owners.values()), dict(sorted(owners.items())))

    @contextmanager
    def renewed(self) -> Iterator[None]:
        """While this lasts, the leases of what we hold are renewed; at its end, what is not done is handed back."""
        ended = threading.Event()
        renewing = threading.Thread(target=self._renew, args=(ended,), daemon=True)
        renewing.start()
        try:
            yield
        finally:
            ended.set()
            renewing.join()
            self._hand_back()

    def _renew(self, ended: threading.Event) -> None:
        statement = f"UPDATE shared_item SET leased_until = now() + make_interval(secs => %(lease)s) {_HELD}"  # noqa: S608
        while not ended.wait(self._lease / 3):
            values = self._values(self._held.copy()) | {"lease": self._lease}
            try:
                self._asked(lambda server, values=values: server.execute(statement, values))  # type: ignore[misc]
            except InputError:
                return  # the work itself will meet the same and tell it

    def _hand_back(self) -> None:
        """Free what we hold; where the server is away its leases end by themselves."""
        statement = f"UPDATE shared_item SET leased_until = NULL, attempts = attempts - 1 {_HELD}"  # noqa: S608
        with self._lock, suppress(self._wrong):
            if self._held and self._connection is not None:
                self._connection.execute(statement, self._values(self._held))
        self._held.clear()

    def close(self) -> None:
        """End the connection."""
        with self._lock:
            self._disconnect()

    def _values(self, items: Iterable[str]) -> dict[str, Any]:
        return {"run": self.run, "owner": self.owner, "items": list(items)}

    def _asked(self, question: Callable[[psycopg.Connection[Any]], Answer]) -> Answer:
        """What the server answers; asked again for a while where the connection is lost: each question may be."""
        import psycopg

        give_up = time.monotonic() + self._patience
        pause = 0.1
        while True:
            with self._lock:
                try:
                    if self._connection is None:
                        self._connection = psycopg.connect(self._address, autocommit=True, connect_timeout=10)
                    return question(self._connection)
                except self._lost as error:
                    self._disconnect()
                    if time.monotonic() + pause > give_up:
                        raise _away(error) from None
                except self._wrong as error:
                    raise _away(error) from None
            time.sleep(pause)
            pause = min(2 * pause, 5.0)

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _begun(server: psycopg.Connection[Any], run: str, task: str) -> str:
    """Make the tables and the run where they are missing; gives the task that the run has."""
    with server.transaction():
        server.execute("SELECT pg_advisory_xact_lock(7467665)")  # two that make the same table at once would collide
        if server.execute("SELECT to_regclass('shared_item')").fetchone() == (None,):
            server.execute(_TABLES)
        server.execute("INSERT INTO shared_run (name, task) VALUES (%s, %s) ON CONFLICT DO NOTHING", (run, task))
        row = server.execute("SELECT task FROM shared_run WHERE name = %s", (run,)).fetchone()
    return str(row[0]) if row else task


def _away(error: Exception) -> InputError:
    what = f"the server of shared work does not answer: {' '.join(str(error).split())}"
    return InputError(what, where="claims", remedy="check the address and whether it runs, then start the run again")
