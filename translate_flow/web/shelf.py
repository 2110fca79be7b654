"""Bitexts as they stand on the disk, read again only when their files have changed."""

from __future__ import annotations

import threading
from collections import OrderedDict
from pathlib import Path
from typing import NamedTuple

from translate_flow.bitext import Bitext
from translate_flow.desk import bitexts

_KEPT = 64
"""Bitexts that are held in memory."""
Signature = tuple[int, int, int]
"""Time of change, size and inode of a file: another one means another content."""


class Book(NamedTuple):
    """A bitext, and the file's signature when it was read."""

    bitext: Bitext
    signature: Signature


class Shelf:
    """The bitexts that were read last. Safe in threads; what several ask for at once is read once."""

    def __init__(self) -> None:
        self._books: OrderedDict[Path, Book] = OrderedDict()
        self._readers: dict[Path, threading.Lock] = {}
        self._lock = threading.Lock()

    def book(self, path: Path) -> Book:
        """What a bitext file says now. Raises :class:`InputError` for one that is not there or cannot be read."""
        with self._lock:
            reader = self._readers.setdefault(path, threading.Lock())
        with reader:
            now = signature(path)
            known = self._books.get(path)
            if known is None or known.signature != now:
                known = Book(bitexts.read(path), now or (0, 0, 0))
        with self._lock:
            self._books[path] = known
            self._books.move_to_end(path)
            while len(self._books) > _KEPT:
                self._books.popitem(last=False)
        return known

    def bitext(self, path: Path) -> Bitext:
        """The bitext that a file holds now. Raises :class:`InputError` like :meth:`book`."""
        return self.book(path).bitext


def signature(path: Path) -> Signature | None:
    """The file's signature; ``None`` where there is no file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
