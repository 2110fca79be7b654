"""Passwords: which are taken, and what is kept of them (Argon2id, RFC 9106)."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from translate_flow.desk.staff import names
from translate_flow.errors import UsageError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST = 10
"""Characters of a password."""


class Cost(NamedTuple):
    """What one guess costs; the default is RFC 9106's second recommended option (section 4)."""

    rounds: int = 3
    memory: int = 65536
    """KiB."""
    lanes: int = 4


def check(password: str, name: str) -> None:
    """Raise :class:`UsageError` for a password that is too short, or that is the person's name."""
    if len(unicodedata.normalize("NFC", password)) < SHORTEST:
        raise UsageError("this password is too short", remedy="give a few words, which are easy to keep in mind")
    if names.compared(password) == names.compared(name):
        raise UsageError("this password is your name", remedy="give another, such as a few words")


def hashed(password: str, cost: Cost) -> str:
    """What is kept: parameters, a new salt and the hash, in one string."""
    return _hasher(cost).hash(_bytes(password))


def verified(password: str, kept: str | None, cost: Cost) -> str | None:
    """What is to be kept of a password that is the one kept: the same, or a new hash if the cost has changed.

    ``None`` for another password. ``kept=None`` (nobody of that name) fits none, and takes as long to find out.
    """
    from argon2.exceptions import InvalidHashError, VerificationError

    if kept is None:
        hashed(password, cost)
        return None
    hasher = _hasher(cost)
    try:
        hasher.verify(kept, _bytes(password))
    except (InvalidHashError, VerificationError):  # also where it was damaged: a new invitation mends that
        return None
    return hasher.hash(_bytes(password)) if hasher.check_needs_rehash(kept) else kept


def _bytes(password: str) -> bytes:
    """The same for the same characters, however a keyboard composes them (RFC 8265, section 4.2)."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


@lru_cache(maxsize=4)
def _hasher(cost: Cost) -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=cost.rounds, memory_cost=cost.memory, parallelism=cost.lanes)
