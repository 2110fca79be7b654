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
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any
from uuid import uuid4

from translate_flow.errors import InputError

BEAT = 15.0
"""Seconds between two signs of life."""
STALE = 60.0
"""Seconds without one after which a lock is taken over."""
LONGEST = 600.0
"""Seconds for which a lock that lives is waited for."""


@dataclass(slots=True)
class Lock:
    """A lock object that is held."""

    system: Any
    """An fsspec file system, which has no types."""
    path: str
    token: str
    _end: threading.Event = field(default_factory=threading.Event)
    _beating: threading.Thread | None = None

    def ours(self) -> bool:
        """Whether nobody has taken it over."""
        return _said(_content(self.system, self.path), "token") == self.token

    def release(self) -> None:
        """Let others have it. One that was taken over is theirs, and stays."""
        self._end.set()
        if self._beating is not None:
            self._beating.join()
        if self.ours():
            self.system.rm_file(self.path)

    def beat(self) -> None:
        """Give signs of life until it is released."""
        self._beating = threading.Thread(target=self._beats, name="lock", daemon=True)
        self._beating.start()

    def _beats(self) -> None:
        while not self._end.wait(BEAT):
            try:
                if not self.ours():
                    return
                self.system.pipe_file(self.path, _told(self.token))
            except OSError:
                continue  # the next one may get through; a lock without signs of life is taken over, which is seen


def take(system: Any, path: str, name: str) -> Lock:
    """Hold the lock object, called ``name`` in errors, as soon as nobody else does.

    Raises :class:`InputError` where somebody holds it too long, and :class:`OSError` where requests fail.
    """
    lock = Lock(system, path, uuid4().hex)
    begun = seen_since = time.monotonic()
    seen: bytes | None = None
    pause = 0.01
    while True:
        try:
            system.pipe_file(path, _told(lock.token), mode="create")
            break
        except FileExistsError:
            found = _content(system, path)
        if found != seen:
            seen, seen_since = found, time.monotonic()
        elif found is not None and time.monotonic() - seen_since > STALE and _taken_over(lock, found):
            break
        if time.monotonic() - begun > LONGEST:
            holder = f"{_said(seen, 'holder') or 'somebody'} holds this lock"
            raise InputError(holder, where=name, remedy="wait, or delete it if nobody works there")
        time.sleep(pause)
        pause = min(1.0, 2 * pause)
    lock.beat()
    return lock


def _taken_over(lock: Lock, stale: bytes) -> bool:
    """Replace a stale lock, unless somebody else is about to, or has."""
    mark = f"{lock.path}.{blake2b(stale, digest_size=8).hexdigest()}"
    try:
        lock.system.pipe_file(mark, _told(lock.token), mode="create")
    except FileExistsError:
        return False
    try:
        if _content(lock.system, lock.path) != stale:
            return False
        lock.system.pipe_file(lock.path, _told(lock.token))
        return True
    finally:
        lock.system.rm_file(mark)


def _content(system: Any, path: str) -> bytes | None:
    system.invalidate_cache()
    try:
        return bytes(system.cat_file(path))
    except FileNotFoundError:
        return None


def _told(token: str) -> bytes:
    holder = f"{getpass.getuser()} on {socket.gethostname()}, process {os.getpid()}"
    return json.dumps({"holder": holder, "time": datetime.now(UTC).isoformat(), "token": token}).encode()


def _said(content: bytes | None, what: str) -> str:
    """A field of a lock's content; empty where it is no lock's."""
    try:
        return str(json.loads(content or b"{}").get(what, ""))
    except (ValueError, AttributeError):
        return ""
