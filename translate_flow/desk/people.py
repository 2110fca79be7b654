"""The people of a desk: how they come in, and for how long they stay.

They stand in ``.translate-flow/people.sqlite``, which is nobody's to share: passwords only as Argon2id hashes (RFC
9106), sessions and invitations only as SHA-256 of their tokens. A desk without people is for whoever sits at it.
"""

from __future__ import annotations

import ipaddress
import secrets
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from translate_flow import languages
from translate_flow.desk.desk import Desk
from translate_flow.desk.journal import private_folder
from translate_flow.desk.roles import Person, Role, found_by, spelt
from translate_flow.errors import InputError, UsageError

INVITED = timedelta(days=7)
"""How long an invitation holds."""
IDLE, LONGEST = timedelta(days=14), timedelta(days=90)
"""How long a session lasts without use, and at most."""
_TRIES = {"name": 5, "from": 30}
"""Attempts that fail before one has to wait: with one name, and from one network, which a whole newsroom may share."""
_WINDOW = timedelta(minutes=15)
_FIRST_WAIT, _LONGEST_WAIT = 30, 900
_SHORTEST_PASSWORD, _LONGEST_PASSWORD = 10, 500
_HASHED_AT_ONCE = 2
"""Passwords: each takes 64 MiB, and strangers may ask for as many as they like."""
_TABLES = """
CREATE TABLE IF NOT EXISTS people (
  key TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, languages TEXT NOT NULL, password TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS invitations (token TEXT PRIMARY KEY, key TEXT NOT NULL, until TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sessions (
  token TEXT PRIMARY KEY, key TEXT NOT NULL, began TEXT NOT NULL, used TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS failures (what TEXT NOT NULL, at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, value BLOB NOT NULL);
"""


class Wait(NamedTuple):
    """Too many attempts to sign in."""

    seconds: int


class People:
    """The people of one desk. Safe in threads, and beside other processes."""

    def __init__(self, path: Path, hasher: PasswordHasher | None = None) -> None:
        """``hasher`` says how costly passwords are. Raises :class:`InputError` where the file cannot be used."""
        self._path = path
        self._hasher = hasher or PasswordHasher()
        self._hashing = threading.BoundedSemaphore(_HASHED_AT_ONCE)
        self._lock = threading.RLock()
        try:
            path.touch(mode=0o600)
            self._file = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
        except (sqlite3.Error, OSError) as error:
            raise self._unusable(error) from None
        try:
            self._file.execute("PRAGMA journal_mode = WAL")
            self._file.executescript(_TABLES)
        except sqlite3.Error as error:
            self._file.close()
            raise self._unusable(error) from None

    def __enter__(self) -> People:
        """Itself."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Let go of the file."""
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _unusable(self, error: object) -> InputError:
        what = f"the people of this desk cannot be read: {error}"
        return InputError(what, where=str(self._path), remedy="restore the file, or move it away")

    def _rows(self, statement: str, *values: object) -> list[tuple[str, ...]]:
        """What a statement finds. Raises :class:`InputError` where the file refuses."""
        try:
            with self._lock, closing(self._file.execute(statement, values)) as found:
                return found.fetchall()
        except sqlite3.IntegrityError:
            raise
        except sqlite3.Error as error:
            raise self._unusable(error) from None

    @contextmanager
    def _together(self) -> Iterator[None]:
        """All or nothing of several statements, with nobody else's between them."""
        with self._lock:
            self._rows("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._rows("ROLLBACK")
                raise
            self._rows("COMMIT")

    def _person(self, name: str, role: str, known: str) -> Person:
        try:
            return Person(name, Role(role), tuple(known.split()))
        except ValueError as error:
            raise self._unusable(error) from None

    @cached_property
    def _nobody(self) -> str:
        """The hash that stands for the password of people who are not there."""
        return self._hash(secrets.token_hex())

    def _hash(self, password: str) -> str:
        with self._hashing:
            return self._hasher.hash(password)

    def exist(self) -> bool:
        """Whether there are people, so that one has to sign in."""
        return bool(self._rows("SELECT 1 FROM people LIMIT 1"))

    def everybody(self) -> list[Person]:
        """All of them, by name."""
        return [self._person(*row) for row in self._rows("SELECT name, role, languages FROM people ORDER BY key")]

    def add(self, name: str, role: Role, tags: Sequence[str], now: datetime) -> str:
        """Take somebody in; gives the token of an invitation. Raises :class:`UsageError` for a name that is taken."""
        text = spelt(name)
        known = " ".join(languages.language(tag) for tag in tags)
        try:
            self._rows("INSERT INTO people VALUES (?, ?, ?, ?, '')", found_by(text), text, str(role), known)
        except sqlite3.IntegrityError:
            raise UsageError("there is somebody of this name already", where=text, remedy="add a surname") from None
        return self.invite(text, now)

    def invite(self, name: str, now: datetime) -> str:
        """A new invitation for somebody, which also sets a new password; the token stands nowhere else."""
        token = secrets.token_urlsafe(24)
        with self._together():
            key = self._known(name)
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
        with self._together():
            key = self._known(name)
            for table in ("sessions", "invitations", "people"):
                self._rows(f"DELETE FROM {table} WHERE key = ?", key)  # noqa: S608 — our own names

    def invited(self, token: str, now: datetime) -> Person | None:
        """Whom an invitation is for, while it holds."""
        found = self._rows(
            "SELECT name, role, languages FROM invitations JOIN people USING (key) WHERE token = ? AND until > ?",
            _digest(token), _text(now),
        )  # fmt: skip
        return self._person(*found[0]) if found else None

    def accept(self, token: str, password: str, now: datetime) -> Person:
        """Set the password of whom an invitation is for, once; sessions of before end. Raises :class:`UsageError`."""
        person = self.invited(token, now)
        if person is None:
            raise UsageError("this invitation is used or out of date", remedy="ask for a new one")
        if not _SHORTEST_PASSWORD <= len(password) <= _LONGEST_PASSWORD or found_by(password) == found_by(person.name):
            raise UsageError(
                f"this password is too easy: it needs at least {_SHORTEST_PASSWORD} characters, and not your name",
                remedy="take several words",
            )
        hashed = self._hash(password)
        key = found_by(person.name)
        with self._together():
            if not self._rows("DELETE FROM invitations WHERE token = ? RETURNING key", _digest(token)):
                raise UsageError("this invitation is used or out of date", remedy="ask for a new one")
            self._rows("UPDATE people SET password = ? WHERE key = ?", hashed, key)
            self._rows("DELETE FROM sessions WHERE key = ?", key)
        return person

    def sign_in(self, name: str, password: str, where: str, now: datetime) -> str | Wait | None:
        """A session's token; ``None`` where name and password do not fit, :class:`Wait` after too many attempts.

        Attempts count by name and by network (of the address ``where``), before the password is looked at, so that
        many at once are no more than many in turn. A name that nobody has takes as long as any other.
        """
        key, nobody = found_by(name), self._nobody
        counted = {"name": f"name {key}", "from": f"from {_network(where)}"}
        with self._together():
            if wait := max(self._wait(what, _TRIES[kind], now) for kind, what in counted.items()):
                return Wait(wait)
            for what in counted.values():
                self._rows("INSERT INTO failures VALUES (?, ?)", what, _text(now))
        found = self._rows("SELECT password FROM people WHERE key = ? AND password != ''", key)
        hashed = found[0][0] if found else nobody
        if not self._fits(hashed, password) or not found:
            return None
        renewed = self._hash(password) if self._hasher.check_needs_rehash(hashed) else hashed
        token = secrets.token_urlsafe(32)
        with self._together():
            if not self._rows("SELECT 1 FROM people WHERE key = ? AND password = ?", key, hashed):
                return None
            self._rows("UPDATE people SET password = ? WHERE key = ?", renewed, key)
            last = "(SELECT max(rowid) FROM failures WHERE what = ?)"
            self._rows(f"DELETE FROM failures WHERE rowid = {last}", counted["from"])  # noqa: S608 — our own words
            self._rows("DELETE FROM failures WHERE what = ? OR at < ?", counted["name"], _text(now - _WINDOW))
            self._rows("DELETE FROM sessions WHERE used < ? OR began < ?", _text(now - IDLE), _text(now - LONGEST))
            self._rows("INSERT INTO sessions VALUES (?, ?, ?, ?)", _digest(token), key, _text(now), _text(now))
        return token

    def _fits(self, hashed: str, password: str) -> bool:
        try:
            with self._hashing:
                return self._hasher.verify(hashed, password[: _LONGEST_PASSWORD + 1])
        except (VerificationError, InvalidHashError):
            return False

    def _wait(self, what: str, tries: int, now: datetime) -> int:
        """Seconds until another attempt is heard."""
        times = self._rows("SELECT at FROM failures WHERE what = ? AND at > ? ORDER BY at", what, _text(now - _WINDOW))
        over = len(times) - tries
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
        return self._person(name, role, known)

    def sign_out(self, token: str) -> None:
        """End a session."""
        self._rows("DELETE FROM sessions WHERE token = ?", _digest(token))

    def secret(self) -> bytes:
        """What the desk's forms are signed with; the same for as long as the file lives."""
        self._rows("INSERT OR IGNORE INTO secrets VALUES ('csrf', ?)", secrets.token_hex())
        return self._rows("SELECT value FROM secrets WHERE name = 'csrf'")[0][0].encode()

    def _known(self, name: str) -> str:
        key = found_by(name)
        if not self._rows("SELECT 1 FROM people WHERE key = ?", key):
            raise UsageError("there is nobody of this name", where=name[:40], remedy="see “users list”")
        return key


def people_of(desk: Desk) -> People:
    """The people of a desk. Raises :class:`InputError` where their file cannot be used."""
    return People(private_folder(desk) / "people.sqlite")


def _network(address: str) -> str:
    """What one stranger has at least: an IPv4 address, or 64 bits of an IPv6 network."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((found, 64), strict=False) if found.version == 6 else found)


def _digest(token: str) -> str:
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
