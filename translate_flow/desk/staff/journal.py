"""What happened on a desk: each change of a segment, and who has which article until when.

It stands in ``.translate-flow/journal.sqlite`` beside the settings: bitexts hold what is true now, the journal what
was before. A desk works without it; it is never in the way of a save.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from translate_flow.desk.desk import Desk
from translate_flow.desk.staff.people_file import private_folder
from translate_flow.errors import InputError

FOLDER = ".translate-flow"
_NAME = "journal.sqlite"
_TABLES = """
CREATE TABLE IF NOT EXISTS changes (
  id INTEGER PRIMARY KEY, document TEXT NOT NULL, language TEXT NOT NULL, segment TEXT NOT NULL, source TEXT NOT NULL,
  target TEXT NOT NULL, state TEXT NOT NULL, sub_state TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS changes_of ON changes (document, language, segment);
CREATE INDEX IF NOT EXISTS changes_from ON changes (document, language, source);
CREATE TABLE IF NOT EXISTS assignments (
  document TEXT NOT NULL, language TEXT NOT NULL, person TEXT NOT NULL, deadline TEXT NOT NULL,
  PRIMARY KEY (document, language));
"""


class Change(NamedTuple):
    """A segment as somebody left it."""

    segment: str
    source: str
    target: str
    state: str
    sub_state: str
    who: str
    at: str
    """ISO 8601, UTC."""


class Assignment(NamedTuple):
    """Who is to translate an article, and until when."""

    person: str = ""
    deadline: str = ""
    """ISO 8601 date; empty for none."""


class Journal:
    """The journal of one desk. Safe in threads, and beside other processes."""

    def __init__(self, path: Path) -> None:
        """Raises :class:`InputError` where the file cannot be used."""
        self._path = path
        self._lock = threading.Lock()
        with self._loud():
            self._file = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
            self._file.execute("PRAGMA journal_mode = WAL")
            self._file.execute("PRAGMA synchronous = NORMAL")
            self._file.executescript(_TABLES)

    def record(self, document: str, language: str, changes: Iterable[Change]) -> None:
        """Add changes of a document's segments in one language. Raises :class:`InputError` where the file refuses."""
        with self._loud():
            self._file.executemany(
                "INSERT INTO changes (document, language, segment, source, target, state, sub_state, who, at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [(document, language, *change) for change in changes],
            )

    def history(self, document: str, language: str, segment: str, source: str) -> list[Change]:
        """What a segment was, newest first: changes under its name, or of the same source elsewhere."""
        with self._loud():
            rows = self._file.execute(
                "SELECT segment, source, target, state, sub_state, who, at FROM changes"
                " WHERE document = ? AND language = ? AND (segment = ? OR source = ?) ORDER BY id DESC LIMIT 100",
                (document, language, segment, source),
            )
            return [Change(*row) for row in rows]

    def assign(self, document: str, language: str, given: Assignment) -> None:
        """Note who has an article, and until when."""
        with self._loud():
            self._file.execute("INSERT OR REPLACE INTO assignments VALUES (?, ?, ?, ?)", (document, language, *given))

    def assignments(self) -> dict[tuple[str, str], Assignment]:
        """Who has what, by document and target language."""
        with self._loud():
            rows = self._file.execute("SELECT document, language, person, deadline FROM assignments")
            return {(document, language): Assignment(person, deadline) for document, language, person, deadline in rows}

    def rename(self, old: str, new: str) -> None:
        """A document has another name: its changes and who has it go along."""
        with self._loud():
            self._file.execute("UPDATE changes SET document = ? WHERE document = ?", (new, old))
            self._file.execute("UPDATE OR IGNORE assignments SET document = ? WHERE document = ?", (new, old))

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    @contextmanager
    def _loud(self) -> Iterator[None]:
        try:
            with self._lock:
                yield
        except sqlite3.Error as error:
            raise InputError(
                f"cannot be used: {error}", where=str(self._path), remedy="move it away: a new one is made"
            ) from None


def path_of(desk: Desk) -> Path:
    """Where the journal of a desk stands, if it has one yet."""
    return desk.root / FOLDER / _NAME


def journal_of(desk: Desk) -> Journal:
    """The journal of a desk. Raises :class:`InputError` where its file cannot be used."""
    try:
        folder = private_folder(desk)
    except OSError as error:
        where, what = str(desk.root / FOLDER), f"cannot be made: {error.strerror}"
        raise InputError(what, where=where, remedy="check permissions and free space") from None
    return Journal(folder / _NAME)
