"""The file of a desk's people: ``.translate-flow/people.sqlite``, which only its owner may read.

It is made whole beside its place and then linked there: two processes that come at once find one file, complete. (It is
never opened but by SQLite: closing any other descriptor of it would drop the process's locks on it.)
"""

from __future__ import annotations

import os
import secrets
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from translate_flow.desk import files
from translate_flow.desk.desk import Desk
from translate_flow.desk.staff import attempts
from translate_flow.errors import InputError

_APPLICATION = 0x54465045
"""In the file's header (“TFPE”): what it is."""
_VERSION = 1
_PATIENCE = 30
"""Seconds to wait for another process that writes."""

_SCHEMA = """
CREATE TABLE people (
  key       BLOB PRIMARY KEY,   -- the name as it is compared
  name      TEXT NOT NULL,
  role      TEXT NOT NULL,
  languages TEXT NOT NULL,      -- tags with spaces between
  password  TEXT                -- its hash; none until an invitation is accepted
) WITHOUT ROWID;
CREATE VIEW persons AS SELECT key, name, role, languages, password IS NOT NULL AS active FROM people;
CREATE TABLE invitations (
  person BLOB PRIMARY KEY REFERENCES people ON DELETE CASCADE,
  digest BLOB NOT NULL UNIQUE,  -- SHA-256 of the token
  made   REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE sessions (
  digest BLOB PRIMARY KEY,      -- SHA-256 of the token
  person BLOB NOT NULL REFERENCES people ON DELETE CASCADE,
  begun  REAL NOT NULL,
  used   REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX sessions_of ON sessions (person);
CREATE TABLE secret (bytes BLOB NOT NULL);
"""


def place(desk: Desk) -> Path:
    """Where the file stands."""
    return desk.root / ".translate-flow" / "people.sqlite"


def private_folder(desk: Desk) -> Path:
    """The desk's folder for what is nobody else's business, which git ignores; made where there is none.

    Raises :class:`OSError` where the system refuses.
    """
    folder = place(desk).parent
    folder.mkdir(mode=0o700, exist_ok=True)
    _only_mine(folder, 0o700)
    ignored = folder / ".gitignore"
    if not ignored.exists():
        files.write(ignored, b"*\n")
    return folder


def opened(desk: Desk) -> sqlite3.Connection:
    """A connection to the file, which is made where there is none; transactions are the caller's.

    Threads may share it under a lock. Raises :class:`InputError` for a file that cannot be used or is something else.
    """
    path = place(desk)
    with told(path):
        folder = private_folder(desk)
        if not path.exists():
            _make(folder, path)
        _only_mine(path, 0o600)
        connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
    try:
        with told(path):
            _prepare(connection, path)
    except InputError:
        connection.close()
        raise
    return connection


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what can go wrong with the file into an :class:`InputError`."""
    try:
        yield
    except (sqlite3.Error, OSError, ValueError) as error:  # ValueError: a role that is none
        remedy = "check its permissions and that the disk has space, or restore it from a backup"
        raise InputError(f"the file of people cannot be used ({error})", where=str(path), remedy=remedy) from None


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != _APPLICATION:
        raise InputError("this is no file of people", where=str(path), remedy="move it away, or restore a backup")
    if version != _VERSION:
        what = f"this file of people was made by another version of translate-flow (its format is {version})"
        raise InputError(what, where=str(path), remedy="update translate-flow")


def _make(folder: Path, path: Path) -> None:
    """Make the file with its tables and its secret; one that came there meanwhile stays."""
    descriptor, name = tempfile.mkstemp(prefix=".people-", dir=folder)
    os.close(descriptor)
    try:
        with closing(sqlite3.connect(name, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(f"PRAGMA application_id = {_APPLICATION}")
            connection.execute(f"PRAGMA user_version = {_VERSION}")
            connection.executescript(_SCHEMA + attempts.SCHEMA)
            connection.execute("INSERT INTO secret VALUES (?)", (secrets.token_bytes(32),))
        with suppress(FileExistsError):
            os.link(name, path)
    finally:
        Path(name).unlink()


def _only_mine(path: Path, mode: int) -> None:
    if stat.S_IMODE(path.stat().st_mode) != mode:
        path.chmod(mode)
