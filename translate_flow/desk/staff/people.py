"""The people of a desk: invited, signed in, and what they may do. Where there are none, nobody signs in.

Of passwords an Argon2id hash is kept, of invitations and sessions the SHA-256 of their tokens; none of them is ever
part of an error or a ``repr``. The time is passed in, as an aware :class:`~datetime.datetime` in UTC.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import NamedTuple, Self

from translate_flow import languages as tags
from translate_flow.desk.desk import Desk
from translate_flow.desk.staff import attempts, names, passwords, people_file
from translate_flow.desk.staff.passwords import Cost
from translate_flow.desk.staff.rights import Person, Right, Role, may
from translate_flow.errors import UsageError

__all__ = ["Cost", "People", "Person", "Right", "Role", "Wait", "may", "people_of"]

INVITATION = timedelta(days=7)
"""How long an invitation lasts."""
UNUSED, LONGEST = timedelta(days=14), timedelta(days=90)
"""How long a session lasts: since its last use, and since it began."""
_NOTED = timedelta(minutes=5)
"""A session's use is written down this often at most, so that most requests only read."""
_SESSION = """
SELECT used, begun, name, role, languages, active FROM sessions JOIN persons ON key = person WHERE digest = ?
"""
_INVITATION = """
SELECT key, name, role, languages, active FROM invitations JOIN persons ON key = person WHERE digest = ? AND made > ?
"""
_ONE_GUESS = Lock()
"""Guesses sent at once are counted one after the other, and the memory that they take is that of one."""


class Wait(NamedTuple):
    """There were too many attempts."""

    seconds: int
    """Until the next one is looked at."""


class People:
    """The people of one desk, over one connection. Threads may share it: it has its own lock."""

    def __init__(self, connection: sqlite3.Connection, path: Path, cost: Cost) -> None:
        self._connection, self._path, self._cost = connection, path, cost
        self._lock = Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    def exist(self) -> bool:
        """Whether there are any, so that one must sign in."""
        with self._reading() as connection:
            return bool(connection.execute("SELECT EXISTS (SELECT 1 FROM people)").fetchone()[0])

    def everybody(self) -> list[Person]:
        """All people, in the order of their names."""
        with self._reading() as connection:
            rows = connection.execute("SELECT name, role, languages, active FROM persons ORDER BY key")
            return [_person(row) for row in rows]

    def add(self, name: str, role: Role, languages: Sequence[str], now: datetime) -> str:
        """Add a person; gives the token of an invitation.

        Raises :class:`UsageError` for a name that is taken or cannot be one, and for an unknown language.
        """
        kept, key = names.named(name), names.compared(name)
        row = (key, kept, str(role), _joined(languages))
        with self._changing() as connection:
            if _found(connection, key):
                raise UsageError("there is a person of this name", where=kept, remedy="give a name that differs")
            connection.execute("INSERT INTO people (key, name, role, languages) VALUES (?, ?, ?, ?)", row)
            return _invite(connection, key, now)

    def invite(self, name: str, now: datetime) -> str:
        """Invite a person again, also to choose a new password; the token. An earlier invitation ends.

        Raises :class:`UsageError` where there is no such person.
        """
        with self._changing() as connection:
            return _invite(connection, _known(connection, name), now)

    def remove(self, name: str) -> None:
        """Remove a person; sessions and invitations end at once.

        Raises :class:`UsageError` where there is no such person, and for the last admin: the desk would be closed to
        those who remain, or, if there are none, open to everybody.
        """
        with self._changing() as connection:
            key = _known(connection, name)
            _keep_an_admin(connection, key)
            connection.execute("DELETE FROM people WHERE key = ?", (key,))

    def change(self, name: str, role: Role | None = None, languages: Sequence[str] | None = None) -> None:
        """Give a person another role or other languages, at once also where signed in.

        Raises :class:`UsageError` where there is no such person, for an unknown language, and where the last admin
        would be none any more.
        """
        joined = None if languages is None else _joined(languages)
        with self._changing() as connection:
            key = _known(connection, name)
            if role not in (None, Role.ADMIN):
                _keep_an_admin(connection, key)
            update = "UPDATE people SET role = coalesce(?, role), languages = coalesce(?, languages) WHERE key = ?"
            connection.execute(update, (role and str(role), joined, key))

    def invited(self, token: str, now: datetime) -> Person | None:
        """Whom an invitation is for; ``None`` if there is none, or it was used or is too old."""
        with self._reading() as connection:
            found = _invited(connection, token, now)
            return found and found[1]

    def accept(self, token: str, password: str, now: datetime) -> Person:
        """Take up an invitation with a password; sessions of before end.

        Raises :class:`UsageError` for an invitation that does not hold any more, and for a password that won't do.
        """
        person = self.invited(token, now)
        if person:
            passwords.check(password, person.name)
            with _ONE_GUESS:
                kept = passwords.hashed(password, self._cost)
            with self._changing() as connection:
                found = _invited(connection, token, now)
                if found:
                    key, person = found
                    connection.execute("UPDATE people SET password = ? WHERE key = ?", (kept, key))
                    connection.execute("DELETE FROM invitations WHERE person = ?", (key,))
                    connection.execute("DELETE FROM sessions WHERE person = ?", (key,))
                    attempts.forgive(connection, attempts.of_name(person.name))
                    return Person(person.name, person.role, person.languages)
        raise UsageError("this invitation was used or is too old", remedy="ask for a new one")

    def sign_in(self, name: str, password: str, where: str, now: datetime) -> str | Wait | None:
        """The token of a new session; ``None`` for a wrong name or password, which take equally long to find wrong.

        ``where`` is the address that asks. After too many failures of the name or the address nothing is looked at for
        a while (see :mod:`translate_flow.desk.staff.attempts`): then the time to wait.
        """
        key, subjects = names.compared(name), (attempts.of_name(name), attempts.of_address(where))
        with _ONE_GUESS:
            with self._reading() as connection:
                seconds = attempts.wait(connection, subjects, now.timestamp())
                kept = _password(connection, key)
            if seconds:
                return Wait(seconds)
            renewed = passwords.verified(password, kept, self._cost)
            with self._changing() as connection:
                if renewed is None or _password(connection, key) != kept:  # it may have been reset while we looked
                    attempts.failed(connection, subjects, now.timestamp())
                    return None
                attempts.forgive(connection, subjects[0])  # not the address: a guesser may have one good account
                connection.execute("UPDATE people SET password = ? WHERE key = ?", (renewed, key))
                return _begin(connection, key, now)

    def person(self, session: str, now: datetime) -> Person | None:
        """Who is signed in with this token; ``None`` for nobody. Counts as a use of the session."""
        digest, at = _digest(session), now.timestamp()
        with self._reading() as connection:
            row = connection.execute(_SESSION, (digest,)).fetchone()
            if row is None or at >= row[0] + UNUSED.total_seconds() or at >= row[1] + LONGEST.total_seconds():
                return None
            if at >= row[0] + _NOTED.total_seconds():
                connection.execute("UPDATE sessions SET used = ? WHERE digest = ?", (at, digest))
            return _person(row[2:])

    def sign_out(self, session: str) -> None:
        """End a session, if there is one."""
        with self._changing() as connection:
            connection.execute("DELETE FROM sessions WHERE digest = ?", (_digest(session),))

    def secret(self) -> bytes:
        """32 random bytes of this desk, always the same, to sign what comes back from browsers."""
        with self._reading() as connection:
            return bytes(connection.execute("SELECT bytes FROM secret").fetchone()[0])

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock, people_file.told(self._path):
            yield self._connection

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        """One transaction, which no other process can come between."""
        with self._reading() as connection:
            connection.execute("BEGIN IMMEDIATE")
            with connection:
                yield connection


def people_of(desk: Desk, cost: Cost | None = None) -> People:
    """The people of a desk, whose file is made where there is none; to be closed, or used in ``with``.

    ``cost`` is that of passwords, where not the usual one. Raises :class:`InputError` where the file cannot be used.
    """
    return People(people_file.opened(desk), people_file.place(desk), cost or Cost())


def _person(row: Sequence[str]) -> Person:
    """A row of name, role, languages, and whether active."""
    name, role, languages, active = row
    return Person(name, Role(role), tuple(languages.split()), bool(active))


def _joined(languages: Sequence[str]) -> str:
    return " ".join(dict.fromkeys(tags.language(tag) for tag in languages))


def _digest(token: str) -> bytes:
    return sha256(token.encode("utf-8", "surrogatepass")).digest()


def _found(connection: sqlite3.Connection, key: bytes) -> bool:
    return connection.execute("SELECT 1 FROM people WHERE key = ?", (key,)).fetchone() is not None


def _known(connection: sqlite3.Connection, name: str) -> bytes:
    """The key of a person. Raises :class:`UsageError` where there is none."""
    key = names.compared(name)
    if not _found(connection, key):
        raise UsageError("there is no such person", where=name[: names.LONGEST], remedy="look at the list of people")
    return key


def _keep_an_admin(connection: sqlite3.Connection, key: bytes) -> None:
    """Raise :class:`UsageError` if this is the only admin."""
    admins = connection.execute("SELECT key, name FROM people WHERE role = ?", (str(Role.ADMIN),)).fetchall()
    if [admin[0] for admin in admins] == [key]:
        raise UsageError("this is the last admin", where=admins[0][1], remedy="make another person an admin first")


def _password(connection: sqlite3.Connection, key: bytes) -> str | None:
    """What is kept of a person's password; ``None`` where there is no such person, or none yet."""
    row: tuple[str | None] | None
    row = connection.execute("SELECT password FROM people WHERE key = ?", (key,)).fetchone()
    return row[0] if row else None


def _invite(connection: sqlite3.Connection, key: bytes, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    row = (key, _digest(token), now.timestamp())
    connection.execute("INSERT OR REPLACE INTO invitations (person, digest, made) VALUES (?, ?, ?)", row)
    return token


def _invited(connection: sqlite3.Connection, token: str, now: datetime) -> tuple[bytes, Person] | None:
    """Key and person of an invitation that holds."""
    row = connection.execute(_INVITATION, (_digest(token), (now - INVITATION).timestamp())).fetchone()
    return row and (row[0], _person(row[1:]))


def _begin(connection: sqlite3.Connection, key: bytes, now: datetime) -> str:
    """A new session's token; what has run out is cleared away."""
    at, token = now.timestamp(), secrets.token_urlsafe(32)
    past = (at - UNUSED.total_seconds(), at - LONGEST.total_seconds())
    connection.execute("DELETE FROM sessions WHERE used <= ? OR begun <= ?", past)
    connection.execute(
        "INSERT INTO sessions (digest, person, begun, used) VALUES (?, ?, ?, ?)", (_digest(token), key, at, at)
    )
    return token
