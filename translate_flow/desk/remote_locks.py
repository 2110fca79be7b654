"""Lock objects, for file systems whose writes know no conditions: who makes the object holds the lock.

It is made by exclusive creation, says who holds it and since when, and is written anew every few seconds while it is
held. One that stays the same for :data:`STALE` seconds, by the clock of who waits, was left by a program that died, and
is taken over; clocks of different computers are never compared. Of several that would take it over, only one can make
the mark that allows it.
"""

from __future__ import annotations

import getpass
import json
import os
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Literal
from uuid import uuid4

from translate_flow.desk.remote_failures import guarded
from translate_flow.errors import InputError

if TYPE_CHECKING:
    from upath import UPath

BEAT = 15.0
"""Seconds between two signs of life."""
STALE = 60.0
"""Seconds without one after which a lock is taken over."""
LONGEST = 600.0
"""Seconds for which a lock that lives is waited for."""


@dataclass(slots=True)
class Lock:
    """A lock object that is held."""

    place: UPath
    token: str = field(default_factory=lambda: uuid4().hex)
    _end: threading.Event = field(default_factory=threading.Event)
    _beating: threading.Thread | None = None

    def ours(self) -> bool:
        """Whether nobody has taken it over."""
        return _said(_content(self.place), "token") == self.token

    def release(self) -> None:
        """Let others have it. One that was taken over is theirs, and stays."""
        self._end.set()
        if self._beating is not None:
            self._beating.join()
        if self.ours():
            self.place.fs.rm_file(self.place.path)

    def beat(self) -> None:
        """Give signs of life until it is released."""
        self._beating = threading.Thread(target=self._beats, name="lock", daemon=True)
        self._beating.start()

    def _beats(self) -> None:
        while not self._end.wait(BEAT):
            # One that fails is made good by the next; without any the lock is taken over, which is seen.
            with suppress(InputError), guarded(self.place, "written"):
                if not self.ours():
                    return
                self.told("overwrite")

    def told(self, mode: Literal["create", "overwrite"]) -> None:
        """Write who holds it, and since when. Raises :class:`FileExistsError` where it cannot be created."""
        holder = f"{getpass.getuser()} on {socket.gethostname()}, process {os.getpid()}"
        content = {"holder": holder, "time": datetime.now(UTC).isoformat(timespec="milliseconds"), "token": self.token}
        self.place.fs.pipe_file(self.place.path, json.dumps(content).encode(), mode=mode)


def take(place: UPath) -> Lock:
    """Hold the lock object as soon as nobody else does.

    Raises :class:`InputError` where somebody holds it too long, and what the file system raises where requests fail.
    """
    lock = Lock(place)
    begun = seen_since = time.monotonic()
    seen: bytes | None = None
    pause = 0.01
    while True:
        try:
            lock.told("create")
            break
        except FileExistsError:
            found = _content(place)
        if found != seen:
            seen, seen_since = found, time.monotonic()
        elif found is not None and time.monotonic() - seen_since > STALE and _taken_over(lock, found):
            break
        if time.monotonic() - begun > LONGEST:
            holder = f"{_said(seen, 'holder') or 'somebody'} holds this lock"
            raise InputError(holder, where=str(place), remedy="wait, or delete it if nobody works there")
        time.sleep(pause)
        pause = min(1.0, 2 * pause)
    lock.beat()
    return lock


def _taken_over(lock: Lock, stale: bytes) -> bool:
    """Replace a stale lock, unless somebody else is about to, or has."""
    place = lock.place
    mark = Lock(place.with_name(f"{place.name}.{blake2b(stale, digest_size=8).hexdigest()}"))
    try:
        mark.told("create")
    except FileExistsError:
        return False
    try:
        if _content(place) != stale:
            return False
        lock.told("overwrite")
        return True
    finally:
        mark.release()


def _content(place: UPath) -> bytes | None:
    place.fs.invalidate_cache()
    try:
        return bytes(place.fs.cat_file(place.path))
    except FileNotFoundError:
        return None


def _said(content: bytes | None, what: str) -> str:
    """A field of a lock's content; empty where it is no lock's."""
    try:
        return str(json.loads(content or b"{}").get(what, ""))
    except (ValueError, AttributeError):
        return ""
