"""What engines have answered, in one SQLite file: a stopped run goes on where it was, and pays nothing twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from translate_flow.errors import InputError
from translate_flow.machine.model import Request

_SCHEMA = """
CREATE TABLE IF NOT EXISTS answers (
  engine TEXT NOT NULL,
  source TEXT NOT NULL,
  target TEXT NOT NULL,
  text   TEXT NOT NULL,
  kept   TEXT NOT NULL,
  answer TEXT NOT NULL,
  PRIMARY KEY (engine, source, target, text, kept)
) WITHOUT ROWID
"""


class Cache:
    """Translations by engine, language pair and text."""

    def __init__(self, connection: sqlite3.Connection, path: str, engine: str, source: str, target: str) -> None:
        self._connection, self._path = connection, path
        self._key = (engine, source, target)

    def get(self, request: Request) -> str | None:
        """The translation that was found before, with codes and terms in place."""
        where = "engine = ? AND source = ? AND target = ? AND text = ? AND kept = ?"
        with _told(self._path):
            row = self._connection.execute(
                f"SELECT answer FROM answers WHERE {where}",  # noqa: S608 - no value of the user
                (*self._key, request.text, _kept(request)),
            ).fetchone()
        return None if row is None else str(row[0])

    def put(self, found: list[tuple[Request, str]]) -> None:
        """Keep translations; they are on the disk when this returns."""
        rows = [(*self._key, request.text, _kept(request), answer) for request, answer in found]
        with _told(self._path), self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?)", rows)


@contextmanager
def opened(path: Path | None, engine: str, source: str, target: str) -> Iterator[Cache]:
    """The cache in a file, which is made where there is none; ``None`` for one that lives as long as it is open.

    ``engine`` names it and its place, ``source`` and ``target`` are BCP 47 tags. Raises :class:`InputError` for a file
    that cannot be written or is something else.
    """
    name = ":memory:" if path is None else str(path)
    with _told(name):
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(name, timeout=20)
    with closing(connection):
        with _told(name), connection:
            connection.execute(_SCHEMA)
        yield Cache(connection, name, engine, source, target)


def _kept(request: Request) -> str:
    """What else of a request decides its translation: which tags are codes, which words are protected."""
    return "\n".join([*sorted(code for code in request.codes if code in request.text),
                      *sorted({term for term in request.terms if term in request.text})])  # fmt: skip


@contextmanager
def _told(path: str) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        remedy = "check permissions, or delete it: it only keeps machine translations"
        raise InputError(f"the cache cannot be used ({error})", where=path, remedy=remedy) from None
