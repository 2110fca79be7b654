"""Where a memory's tables stand: an SQLite file or a PostgreSQL server, behind the few calls that a memory needs."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from translate_flow.errors import InputError, UsageError

if TYPE_CHECKING:
    import psycopg

Row = Sequence[Any]
VERSION = 1
"""Of the tables; a memory of a later one is refused."""
_TABLES = (
    "CREATE TABLE IF NOT EXISTS about (version INTEGER NOT NULL)",
    "CREATE TABLE IF NOT EXISTS pair"
    " (id {serial}, source TEXT NOT NULL, target TEXT NOT NULL, UNIQUE (source, target))",
    "CREATE TABLE IF NOT EXISTS unit (id {serial}, pair INTEGER NOT NULL, identity BIGINT NOT NULL UNIQUE,"
    " source_hash BIGINT NOT NULL, target_hash BIGINT NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL,"
    " more TEXT, uses INTEGER NOT NULL DEFAULT 0)",
    "CREATE INDEX IF NOT EXISTS unit_source ON unit (source_hash)",
    "CREATE INDEX IF NOT EXISTS unit_target ON unit (target_hash)",
    "CREATE TABLE IF NOT EXISTS signature (pair INTEGER NOT NULL, side INTEGER NOT NULL, length INTEGER NOT NULL,"
    " number INTEGER NOT NULL, ids {blob} NOT NULL, bits {blob} NOT NULL, PRIMARY KEY (pair, side, length, number))",
)
"""``unit.more`` holds what most units lack: context, document, state, credits, dates (JSON). ``identity`` is a hash of
pair, source and context. ``signature`` is the index (:mod:`translate_flow.memory.index`)."""


class Database(Protocol):
    """What a memory asks of its tables; statements have ``?`` for values."""

    def rows(self, statement: str, values: Row = ()) -> list[Any]:
        """The rows that a query finds."""

    def each(self, statement: str, values: Row = ()) -> Iterator[Any]:
        """The same one by one, for many."""

    def run(self, statement: str, values: Row = ()) -> int:
        """Change something; gives the number of rows."""

    def many(self, statement: str, rows: Iterable[Row]) -> None:
        """The same change for many rows."""

    def transaction(self) -> Any:
        """A context in which all changes are made, or none; nobody else writes meanwhile."""

    def close(self) -> None:
        """End the connection."""


class Sqlite:
    """An SQLite file, with a write-ahead log, so that a crash leaves it whole."""

    def __init__(self, path: Path) -> None:
        """Open or make the file. Raises :class:`InputError` where it is no memory of ours."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, isolation_level=None, timeout=30, check_same_thread=False)
            for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "mmap_size=1073741824", "cache_size=-32768"):
                self._connection.execute(f"PRAGMA {pragma}")
            made = not self.rows("SELECT 1 FROM sqlite_master LIMIT 1")
            if made:
                with self.transaction():
                    for table in _TABLES:
                        self.run(table.format(serial="INTEGER PRIMARY KEY AUTOINCREMENT", blob="BLOB"))
                    self.run("INSERT INTO about VALUES (?)", (VERSION,))
            _refuse_later(self.rows("SELECT version FROM about"), str(path))
        except (sqlite3.Error, OSError) as error:
            what = f"this memory cannot be opened: {error}"
            raise InputError(what, where=str(path), remedy="restore it from a copy, or move it away") from None

    def rows(self, statement: str, values: Row = ()) -> list[Any]:
        """See :class:`Database`."""
        return self._connection.execute(statement, values).fetchall()

    def each(self, statement: str, values: Row = ()) -> Iterator[Any]:
        """See :class:`Database`."""
        return iter(self._connection.execute(statement, values))

    def run(self, statement: str, values: Row = ()) -> int:
        """See :class:`Database`."""
        return self._connection.execute(statement, values).rowcount

    def many(self, statement: str, rows: Iterable[Row]) -> None:
        """See :class:`Database`."""
        self._connection.executemany(statement, rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """See :class:`Database`."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """See :class:`Database`."""
        self._connection.close()


class Postgres:
    """A PostgreSQL server, shared by a team: writers wait for each other, readers for nobody."""

    def __init__(self, address: str) -> None:
        """Connect. Raises :class:`UsageError` where psycopg is missing, :class:`InputError` where nobody answers."""
        try:
            import psycopg
        except ImportError:
            raise UsageError("psycopg is not installed", remedy="pip install 'translate-flow[postgresql]'") from None
        try:
            self._connection: psycopg.Connection[Any] = psycopg.connect(address, autocommit=True, connect_timeout=10)
            with self.transaction():
                for table in _TABLES:
                    serial = "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"
                    self.run(table.format(serial=serial, blob="BYTEA"))
                if not self.rows("SELECT version FROM about"):
                    self.run("INSERT INTO about VALUES (?)", (VERSION,))
            _refuse_later(self.rows("SELECT version FROM about"), "the memory's server")
        except psycopg.Error as error:
            what = f"the memory's server does not answer: {' '.join(str(error).split())}"
            raise InputError(what, where="memory", remedy="check the address and whether it runs") from None

    def rows(self, statement: str, values: Row = ()) -> list[Any]:
        """See :class:`Database`."""
        return self._connection.execute(_translated(statement), values).fetchall()

    def each(self, statement: str, values: Row = ()) -> Iterator[Any]:
        """See :class:`Database`."""
        with self._connection.transaction(), self._connection.cursor(name="each") as cursor:
            cursor.execute(_translated(statement), values)
            yield from cursor

    def run(self, statement: str, values: Row = ()) -> int:
        """See :class:`Database`."""
        return self._connection.execute(_translated(statement), values).rowcount

    def many(self, statement: str, rows: Iterable[Row]) -> None:
        """See :class:`Database`."""
        with self._connection.cursor() as cursor:
            cursor.executemany(_translated(statement), rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """See :class:`Database`."""
        with self._connection.transaction():
            self._connection.execute("SELECT pg_advisory_xact_lock(7467664)")
            yield

    def close(self) -> None:
        """See :class:`Database`."""
        self._connection.close()


def _translated(statement: str) -> str:
    """The statement as psycopg wants it."""
    return statement.replace("%", "%%").replace("?", "%s")


def _refuse_later(found: list[Any], where: str) -> None:
    if found and found[0][0] > VERSION:
        what = f"this memory was made by a later version (tables {found[0][0]}, known {VERSION})"
        raise InputError(what, where=where, remedy="update translate-flow")
