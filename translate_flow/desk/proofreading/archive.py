"""What checks know of the whole desk, kept on disk, so that memory does not grow with the archive.

``.translate-flow/archive.sqlite`` holds what each bitext says (:mod:`translate_flow.desk.proofreading.facts`); it is
made again where it is missing, and only files that were written since are read. Texts and names stand in it once, with
the number of files that have them, so that a sentence of every article costs no more than any other.
"""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from hashlib import blake2b
from math import sqrt
from typing import Any

from translate_flow.checks.naming import FullName, usual
from translate_flow.desk import files, workers
from translate_flow.desk.desk import Desk
from translate_flow.desk.proofreading.facts import Facts, facts, stamp_of
from translate_flow.desk.staff.people_file import private_folder
from translate_flow.desk.workers import Engine
from translate_flow.errors import InputError
from translate_flow.languages import primary

_VERSION = 1
"""Of what stands in the file; one of another is made anew."""
_TABLES = """
CREATE TABLE file (id INTEGER PRIMARY KEY, document TEXT, target TEXT, stamp TEXT, UNIQUE (document, target));
CREATE TABLE pair (
  language TEXT, source_key INTEGER, target_key INTEGER, source TEXT, target TEXT, files INTEGER,
  PRIMARY KEY (language, source_key, target_key)) WITHOUT ROWID;
CREATE INDEX pair_target ON pair (language, target_key);
CREATE TABLE file_pair (
  file INTEGER, language TEXT, source_key INTEGER, target_key INTEGER,
  PRIMARY KEY (file, language, source_key, target_key)) WITHOUT ROWID;
CREATE TABLE name (
  language TEXT, skeleton TEXT, words TEXT, files INTEGER, PRIMARY KEY (language, skeleton, words)) WITHOUT ROWID;
CREATE TABLE file_name (
  file INTEGER, language TEXT, skeleton TEXT, words TEXT, PRIMARY KEY (file, language, skeleton, words)) WITHOUT ROWID;
CREATE TABLE length (
  language TEXT, role TEXT, file INTEGER, segments INTEGER, total REAL, squares REAL,
  PRIMARY KEY (language, role, file)) WITHOUT ROWID;
CREATE INDEX length_file ON length (file);
"""
_HAS = "SELECT id FROM file WHERE document = ? AND target = ?"
_COUNTED = (
    ("pair", "file_pair", "language, source_key, target_key"),
    ("name", "file_name", "language, skeleton, words"),
)
_AT_ONCE = 500
"""Keys of one question; SQLite takes no more than 999 everywhere."""
_SOME = 20
"""Other texts beside one that are told; nobody reads more."""
_TOGETHER = 200
"""Files whose facts are written together."""
_ENOUGH = 200
"""Segments of a role from which on its lengths tell what is usual."""


class Archive:
    """The archive of a desk. Threads may share it."""

    def __init__(self, desk: Desk) -> None:
        """Open it. Where the desk's folder cannot be written, it stands in a temporary file of this process.

        Raises :class:`InputError` where it cannot be used.
        """
        self._desk = desk
        self._lock = threading.Lock()
        try:
            self._path = str(private_folder(desk) / "archive.sqlite")
        except OSError:
            self._path = ""
        with self._loud():
            self._database = _opened(self._path)
        weakref.finalize(self, self._database.close)

    def stale(self) -> list[tuple[str, str]]:
        """The bitexts of the desk that were written since they were read; what is no longer there is forgotten."""
        self._forget_gone()
        with self._loud():
            return [one for one in self._bitexts() if not self._knows(*one)]

    def is_empty(self) -> bool:
        """Whether it knows of no bitext."""
        with self._loud():
            return self._database.execute("SELECT 1 FROM file LIMIT 1").fetchone() is None

    def learn(self, stale: list[tuple[str, str]], where: Engine | None = None) -> Iterator[None]:
        """Read bitexts, on an engine where one is given; yields as each is learnt."""
        waiting: list[Facts] = []
        for outcome in workers.run(stale, partial(facts, self._desk), where):
            waiting += outcome.results
            if len(waiting) == _TOGETHER:
                self._keep(waiting)
                waiting = []
            yield
        self._keep(waiting)

    def targets(self, language: str, sources: Collection[str]) -> Mapping[str, frozenset[str]]:
        """Of those sources that have several targets in a language: their targets, twenty at most."""
        return self._beside(language, "source", "target", sources)

    def sources(self, language: str, targets: Collection[str]) -> Mapping[str, frozenset[str]]:
        """Of those targets that have several sources: their sources, twenty at most."""
        return self._beside(language, "target", "source", targets)

    def names(self, language: str, skeletons: Collection[str]) -> Mapping[str, str]:
        """Of those skeletons of names that most articles write in one way: that way."""
        found: Counter[FullName] = Counter()
        asked = "SELECT words, files FROM name WHERE language IN (?, ?) AND skeleton IN ({})"
        for words, count in self._rows(asked, (language, primary(language)), skeletons):
            found[FullName(tuple(words.split(" ")))] += count
        return usual(found)

    def lengths(self, language: str) -> Mapping[str, tuple[float, float]]:
        """By role, mean and standard deviation of the logarithms of target by source length, where they are many."""
        asked = "SELECT role, sum(segments), sum(total), sum(squares) FROM length WHERE language = ? GROUP BY role"
        with self._loud():
            rows = self._database.execute(asked, (language,)).fetchall()
        return {
            role: (total / count, sqrt(max(0.0, squares / count - (total / count) ** 2)))
            for role, count, total, squares in rows
            if count >= _ENOUGH
        }

    def _beside(self, language: str, side: str, other: str, texts: Collection[str]) -> Mapping[str, frozenset[str]]:
        keys = {_key(text): text for text in texts}
        found: dict[str, set[str]] = defaultdict(set)
        asked = f"SELECT {side}, {other} FROM pair WHERE language = ? AND {side}_key IN ({{}})"
        for text, beside in self._rows(asked, (language,), keys):
            if len(found[text]) < _SOME:
                found[text].add(beside)
        return {text: frozenset(some) for text, some in found.items() if len(some) > 1}

    def _rows(self, asked: str, first: tuple[str, ...], keys: Collection[Any]) -> Iterator[tuple[Any, ...]]:
        """The rows that a question finds for keys, which stand where it has ``{}``."""
        listed = list(keys)
        for start in range(0, len(listed), _AT_ONCE):
            some = listed[start : start + _AT_ONCE]
            with self._loud():
                rows = self._database.execute(asked.format(",".join("?" * len(some))), (*first, *some)).fetchall()
            yield from rows

    def _bitexts(self) -> Iterator[tuple[str, str]]:
        for document in self._desk.documents():
            for target in self._desk.settings.languages_of(document)[1]:
                if files.there(self._desk.bitext(document, target)):
                    yield document, target

    def _knows(self, document: str, target: str) -> bool:
        asked = "SELECT 1 FROM file WHERE document = ? AND target = ? AND stamp = ?"
        stamp = stamp_of(self._desk.bitext(document, target))
        return self._database.execute(asked, (document, target, stamp)).fetchone() is not None

    def _forget_gone(self) -> None:
        asked = "SELECT id, document, target FROM file WHERE id > ? ORDER BY id LIMIT ?"
        last = 0
        while True:
            with self._loud(), self._database:
                rows = self._database.execute(asked, (last, _AT_ONCE)).fetchall()
                gone = [number for number, document, target in rows if not self._is_there(document, target)]
                self._database.execute("BEGIN IMMEDIATE" if gone else "BEGIN")
                for number in gone:
                    self._forget(number)
            if not rows:
                return
            last = rows[-1][0]

    def _is_there(self, document: str, target: str) -> bool:
        return files.is_file(self._desk.source(document)) and files.there(self._desk.bitext(document, target))

    def _keep(self, some: list[Facts]) -> None:
        with self._loud(), self._database:
            self._database.execute("BEGIN IMMEDIATE")
            for one in some:
                for (number,) in self._database.execute(_HAS, (one.document, one.target)):
                    self._forget(number)
                self._add(one)

    def _add(self, one: Facts) -> None:
        run = self._database.executemany
        insert = "INSERT INTO file (document, target, stamp) VALUES (?, ?, ?)"
        number = self._database.execute(insert, (one.document, one.target, one.stamp)).lastrowid
        pairs = [(one.language, _key(source), _key(target), source, target) for source, target in one.pairs]
        more = "ON CONFLICT DO UPDATE SET files = files + 1"
        run(f"INSERT INTO pair VALUES (?, ?, ?, ?, ?, 1) {more}", pairs)
        run("INSERT INTO file_pair VALUES (?, ?, ?, ?)", [(number, *pair[:3]) for pair in pairs])
        run(f"INSERT INTO name VALUES (?, ?, ?, 1) {more}", one.names)
        run("INSERT INTO file_name VALUES (?, ?, ?, ?)", [(number, *name) for name in one.names])
        lengths = [(one.language, role, number, *sums) for role, *sums in one.lengths]
        run("INSERT INTO length VALUES (?, ?, ?, ?, ?, ?)", lengths)

    def _forget(self, number: int) -> None:
        """Take back what a file said."""
        run = self._database.execute
        for table, of_file, key in _COUNTED:
            ours = f"({key}) IN (SELECT {key} FROM {of_file} WHERE file = ?)"
            run(f"UPDATE {table} SET files = files - 1 WHERE {ours}", (number,))
            run(f"DELETE FROM {table} WHERE files < 1 AND {ours}", (number,))
            run(f"DELETE FROM {of_file} WHERE file = ?", (number,))
        run("DELETE FROM length WHERE file = ?", (number,))
        run("DELETE FROM file WHERE id = ?", (number,))

    @contextmanager
    def _loud(self) -> Iterator[None]:
        try:
            with self._lock:
                yield
        except sqlite3.Error as error:
            what = f"what is known of the archive cannot be used: {error}"
            raise InputError(what, where=self._path, remedy="move the file away: it is made anew") from None


def archive_of(desk: Desk, *, learnt: bool = False) -> Archive:
    """The archive of a desk; its bitexts are read where they were not ``learnt`` before, here.

    Raises :class:`InputError` where it cannot be used.
    """
    archive = Archive(desk)
    if not learnt or archive.is_empty():
        for _ in archive.learn(archive.stale()):
            pass
    return archive


def _opened(path: str) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=60, isolation_level=None, check_same_thread=False)
    database.execute("PRAGMA cache_size = -8192")  # KiB, however large the archive
    database.execute("BEGIN IMMEDIATE")
    if database.execute("PRAGMA user_version").fetchone() != (_VERSION,):
        for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            database.execute(f"DROP TABLE {table}")
        for statement in _TABLES.split(";"):
            database.execute(statement)
        database.execute(f"PRAGMA user_version = {_VERSION}")
    database.execute("COMMIT")
    return database


def _key(text: str) -> int:
    """A text as 64 bits."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), signed=True)
