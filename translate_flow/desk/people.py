"""The people of a desk: who may do what, how they come in, and for how long they stay.

They stand in ``.translate-flow/people.sqlite``, which is nobody's to share: passwords only as Argon2id hashes (RFC
9106), sessions and invitations only as SHA-256 of their tokens. A desk without people is for whoever sits at it.
"""

from __future__ import annotations

import secrets
import sqlite3
import threading
import unicodedata
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from translate_flow import languages
from translate_flow.desk.desk import Desk
from translate_flow.desk.journal import private_folder
from translate_flow.errors import InputError, UsageError

INVITED = timedelta(days=7)
"""How long an invitation holds."""
IDLE, LONGEST = timedelta(days=14), timedelta(days=90)
"""How long a session lasts without use, and at most."""
_TRIES, _WINDOW = 5, timedelta(minutes=15)
_FIRST_WAIT, _LONGEST_WAIT = 30, 900
_SHORTEST_PASSWORD, _LONGEST_PASSWORD, _LONGEST_NAME = 10, 500, 100
_TABLES = """
CREATE TABLE IF NOT EXISTS people (
  key TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, languages TEXT NOT NULL, password TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS invitations (token TEXT PRIMARY KEY, key TEXT NOT NULL, until TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sessions (
  token TEXT PRIMARY KEY, key TEXT NOT NULL, began TEXT NOT NULL, used TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS failures (what TEXT NOT NULL, at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, value BLOB NOT NULL);
"""


class Right(StrEnum):
    """What somebody may do."""

    READ = "read"
    TRANSLATE = "translate"
    REVIEW = "review"
    MANAGE = "manage"
    """Add articles, say who has them, publish."""


class Role(StrEnum):
    """What somebody is here; each may all that those before may."""

    TRANSLATOR = "translator"
    REVIEWER = "reviewer"
    EDITOR = "editor"


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.TRANSLATOR: frozenset({Right.READ, Right.TRANSLATE}),
    Role.REVIEWER: frozenset({Right.READ, Right.TRANSLATE, Right.REVIEW}),
    Role.EDITOR: frozenset(Right),
}
"""What each role may do."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the desk."""

    name: str
    """As it stands in credits."""
    role: Role
    languages: tuple[str, ...] = ()
    """Target languages that the rights hold for; all if there are none. Everybody may read everything."""


class Wait(NamedTuple):
    """Too many attempts to sign in."""

    seconds: int


def may(person: Person, right: Right, language: str = "") -> bool:
    """Whether somebody has a right, for a target language where one is given."""
    fits = right is Right.READ or not language or not person.languages or language in person.languages
    return fits and right in RIGHTS[person.role]


def spelt(name: str) -> str:
    """A name as it stands in credits. Raises :class:`UsageError` for what is none."""
    text = " ".join(unicodedata.normalize("NFC", name).split())
    if not text or len(text) > _LONGEST_NAME or any(unicodedata.category(letter) in ("Cc", "Cs") for letter in text):
        raise UsageError("this is no name", where=text[:40], remedy="write it as readers will see it")
    return text


class People:
    """The people of one desk. Safe in threads, and beside other processes."""

    def __init__(self, path: Path, hasher: PasswordHasher | None = None) -> None:
        """``hasher`` says how costly passwords are. Raises :class:`InputError` where the file cannot be used."""
        self._path = path
        self._hasher = hasher or PasswordHasher()
        self._lock = threading.RLock()
        try:
            path.touch(mode=0o600)
            self._file = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
            self._file.execute("PRAGMA journal_mode = WAL")
            self._file.executescript(_TABLES)
        except (sqlite3.Error, OSError) as error:
            what = f"the people of this desk cannot be read: {error}"
            raise InputError(what, where=str(path), remedy="restore the file, or move it away") from None
        self._nobody = self._hasher.hash(secrets.token_hex())

    def __enter__(self) -> People:
        """Itself."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Let go of the file."""
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _rows(self, statement: str, *values: object) -> list[tuple[str, ...]]:
        with self._lock, closing(self._file.execute(statement, values)) as found:
            return found.fetchall()

    def exist(self) -> bool:
        """Whether there are people, so that one has to sign in."""
        return bool(self._rows("SELECT 1 FROM people LIMIT 1"))

    def everybody(self) -> list[Person]:
        """All of them, by name."""
        return [_person(*row) for row in self._rows("SELECT name, role, languages FROM people ORDER BY key")]

    def add(self, name: str, role: Role, tags: Sequence[str], now: datetime) -> str:
        """Take somebody in; gives the token of an invitation. Raises :class:`UsageError` for a name that is taken."""
        text = spelt(name)
        known = " ".join(languages.language(tag) for tag in tags)
        try:
            self._rows("INSERT INTO people VALUES (?, ?, ?, ?, '')", _key(text), text, str(role), known)
        except sqlite3.IntegrityError:
            raise UsageError("there is somebody of this name already", where=text, remedy="add a surname") from None
        return self.invite(text, now)

    def invite(self, name: str, now: datetime) -> str:
        """A new invitation for somebody, which also sets a new password; the token stands nowhere else."""
        key = self._known(name)
        token = secrets.token_urlsafe(24)
        self._rows("DELETE FROM invitations WHERE key = ?", key)
        self._rows("INSERT INTO invitations VALUES (?, ?, ?)", _digest(token), key, _text(now + INVITED))
        return token

    def change(self, name: str, role: Role | None = None, tags: Sequence[str] | None = None) -> None:
        """Give somebody another role or other languages."""
        key = self._known(name)
        if role is not None:
            self._rows("UPDATE people SET role = ? WHERE key = ?", str(role), key)
        if tags is not None:
            known = " ".join(languages.language(tag) for tag in tags)
            self._rows("UPDATE people SET languages = ? WHERE key = ?", known, key)

    def remove(self, name: str) -> None:
        """Let somebody go; what they did stays, with their names."""
        key = self._known(name)
        for table in ("sessions", "invitations", "people"):
            self._rows(f"DELETE FROM {table} WHERE key = ?", key)  # noqa: S608 — our own names

    def invited(self, token: str, now: datetime) -> Person | None:
        """Whom an invitation is for, while it holds."""
        found = self._rows(
            "SELECT name, role, languages FROM invitations JOIN people USING (key) WHERE token = ? AND until > ?",
            _digest(token), _text(now),
        )  # fmt: skip
        return _person(*found[0]) if found else None

    def accept(self, token: str, password: str, now: datetime) -> Person:
        """Set the password of whom an invitation is for, once; sessions of before end. Raises :class:`UsageError`."""
        person = self.invited(token, now)
        if person is None:
            raise UsageError("this invitation is used or out of date", remedy="ask for a new one")
        if not _SHORTEST_PASSWORD <= len(password) <= _LONGEST_PASSWORD or _key(password) == _key(person.name):
            raise UsageError(
                f"this password is too easy: it needs at least {_SHORTEST_PASSWORD} characters, and not your name",
                remedy="take several words",
            )
        hashed = self._hasher.hash(password)
        key = _key(person.name)
        with self._lock:
            taken = self._file.execute("DELETE FROM invitations WHERE token = ?", (_digest(token),)).rowcount
            if not taken:
                raise UsageError("this invitation is used or out of date", remedy="ask for a new one")
            self._rows("UPDATE people SET password = ? WHERE key = ?", hashed, key)
            self._rows("DELETE FROM sessions WHERE key = ?", key)
        return person

    def sign_in(self, name: str, password: str, where: str, now: datetime) -> str | Wait | None:
        """A session's token; ``None`` where name and password do not fit, :class:`Wait` after too many attempts.

        Attempts count by name and by address (``where``); a name that nobody has takes as long as any other.
        """
        key = _key(name)
        if wait := max(self._wait(f"name {key}", now), self._wait(f"from {where}", now)):
            return Wait(wait)
        found = self._rows("SELECT password FROM people WHERE key = ? AND password != ''", key)
        hashed = found[0][0] if found else self._nobody
        if not self._fits(hashed, password) or not found:
            for what in (f"name {key}", f"from {where}"):
                self._rows("INSERT INTO failures VALUES (?, ?)", what, _text(now))
            return None
        if self._hasher.check_needs_rehash(hashed):
            self._rows("UPDATE people SET password = ? WHERE key = ?", self._hasher.hash(password), key)
        self._rows("DELETE FROM failures WHERE what = ? OR at < ?", f"name {key}", _text(now - _WINDOW))
        self._rows("DELETE FROM sessions WHERE used < ? OR began < ?", _text(now - IDLE), _text(now - LONGEST))
        token = secrets.token_urlsafe(32)
        self._rows("INSERT INTO sessions VALUES (?, ?, ?, ?)", _digest(token), key, _text(now), _text(now))
        return token

    def _fits(self, hashed: str, password: str) -> bool:
        try:
            return self._hasher.verify(hashed, password[: _LONGEST_PASSWORD + 1])
        except (VerificationError, InvalidHashError):
            return False

    def _wait(self, what: str, now: datetime) -> int:
        """Seconds until another attempt is heard."""
        times = self._rows("SELECT at FROM failures WHERE what = ? AND at > ? ORDER BY at", what, _text(now - _WINDOW))
        over = len(times) - _TRIES
        if over < 0:
            return 0
        pause: int = min(_FIRST_WAIT << min(over, 9), _LONGEST_WAIT)
        return max(0, pause - int((now - datetime.fromisoformat(times[-1][0])).total_seconds()))

    def person(self, token: str, now: datetime) -> Person | None:
        """Whose session it is, while it lasts."""
        key = _digest(token)
        found = self._rows(
            "SELECT name, role, languages, used FROM sessions JOIN people USING (key)"
            " WHERE token = ? AND used > ? AND began > ?",
            key, _text(now - IDLE), _text(now - LONGEST),
        )  # fmt: skip
        if not found:
            return None
        name, role, known, used = found[0]
        if now - datetime.fromisoformat(used) > timedelta(hours=1):
            self._rows("UPDATE sessions SET used = ? WHERE token = ?", _text(now), key)
        return _person(name, role, known)

    def sign_out(self, token: str) -> None:
        """End a session."""
        self._rows("DELETE FROM sessions WHERE token = ?", _digest(token))

    def secret(self) -> bytes:
        """What the desk's forms are signed with; the same for as long as the file lives."""
        with self._lock:
            self._file.execute("INSERT OR IGNORE INTO secrets VALUES ('forms', ?)", (secrets.token_bytes(32),))
            found: bytes = self._file.execute("SELECT value FROM secrets WHERE name = 'forms'").fetchone()[0]
            return found

    def _known(self, name: str) -> str:
        key = _key(name)
        if not self._rows("SELECT 1 FROM people WHERE key = ?", key):
            raise UsageError("there is nobody of this name", where=name[:40], remedy="see “users list”")
        return key


def people_of(desk: Desk) -> People:
    """The people of a desk. Raises :class:`InputError` where their file cannot be used."""
    return People(private_folder(desk) / "people.sqlite")


def _person(name: str, role: str, known: str) -> Person:
    return Person(name, Role(role), tuple(known.split()))


def _key(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())[:500]


def _digest(token: str) -> str:
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
