"""Bitexts as they stand on the disk, read again only when their files have changed."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import TYPE_CHECKING, NamedTuple

from translate_flow.bitext import Bitext
from translate_flow.desk import bitexts, files

if TYPE_CHECKING:
    from translate_flow.desk.places import Place

_KEPT = 64
"""Bitexts that are held in memory."""


class Book(NamedTuple):
    """A bitext, and the file's signature when it was read."""

    bitext: Bitext
    signature: Hashable


class Shelf:
    """The bitexts that were read last. Safe in threads; what several ask for at once is read once."""

    def __init__(self) -> None:
        self._books: OrderedDict[Place, Book] = OrderedDict()
        self._readers: dict[Place, threading.Lock] = {}
        self._lock = threading.Lock()

    def book(self, path: Place) -> Book:
        """What a bitext file says now. Raises :class:`InputError` for one that is not there or cannot be read."""
        with self._lock:
            reader = self._readers.setdefault(path, threading.Lock())
        with reader:
            now = files.signature(path)
            known = self._books.get(path)
            if known is None or known.signature != now:
                known = Book(bitexts.read(path), now)
        with self._lock:
            self._books[path] = known
            self._books.move_to_end(path)
            while len(self._books) > _KEPT:
                self._books.popitem(last=False)
        return known

    def bitext(self, path: Place) -> Bitext:
        """The bitext that a file holds now. Raises :class:`InputError` like :meth:`book`."""
        return self.book(path).bitext
