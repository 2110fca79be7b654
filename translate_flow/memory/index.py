"""The index of like texts: signatures in chunks of the memory's own tables, read when first needed and kept.

A *shelf* holds the texts of one side of a language pair. On it they stand by class of length, in chunks that only grow
at their end: what was read stays good, and a few new texts rewrite one chunk. The place of a unit that is gone is kept;
its number is never given again, so nothing is found there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from translate_flow.memory import signatures
from translate_flow.memory.database import Database
from translate_flow.memory.signatures import Bits, Ids

_CHUNK = 4096
"""The most texts of a chunk."""
_CHUNKS = "SELECT number, ids, bits FROM signature WHERE pair = ? AND side = ? AND length = ?"
_WRITE = (
    "INSERT INTO signature (pair, side, length, number, ids, bits) VALUES (?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (pair, side, length, number) DO UPDATE SET ids = excluded.ids, bits = excluded.bits"
)


class Shelf(NamedTuple):
    """The texts of one side of a language pair."""

    pair: int
    side: int


class _Filed(NamedTuple):
    """The texts of one class of a shelf."""

    ids: Ids
    bits: Bits
    newest: int
    """The memory's newest unit when it was read."""


class Index:
    """The signatures of a memory, as far as they were needed."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._filed: dict[tuple[Shelf, int], _Filed] = {}

    def nearest(self, shelf: Shelf, text: str, minimum: float, keep: int, newest: int) -> list[int]:
        """The ids of the ``keep`` units most like the text, best first, of those whose length can be enough alike.

        ``minimum`` is the least likeness, above 0 to 1; ``newest`` is the memory's newest unit at present.
        """
        of_bigrams = signatures.hashes(text)
        near: list[tuple[int, int]] = []
        own = signatures.length_class(len(text))
        for length in sorted(signatures.classes_near(len(text), minimum), key=lambda one: abs(one - own)):
            filed = self._class(shelf, length, newest)
            if len(filed.ids):
                most = signatures.most_differing(max(len(text), signatures.longest(length)), minimum)
                if len(near) == keep:  # a text that differs more than these is of no use
                    most = min(most, near[-1][0] - 1)
                wanted = signatures.signature(of_bigrams, len(filed.bits))
                found = signatures.nearest(filed.bits, wanted, keep, most)
                near = sorted([*near, *((differing, int(filed.ids[column])) for differing, column in found)])[:keep]
        return [number for _, number in near]

    def containing(self, shelf: Shelf, phrase: str, newest: int) -> list[int]:
        """The ids of all units whose text may contain the phrase, whatever its case; most of them do."""
        of_bigrams = signatures.hashes(phrase, padded=False)
        shortest = signatures.length_class(len(phrase))
        statement = "SELECT DISTINCT length FROM signature WHERE pair = ? AND side = ? AND length >= ?"
        found: list[int] = []
        for (length,) in self._db.rows(statement, (*shelf, shortest)):
            filed = self._class(shelf, length, newest)
            wanted = signatures.signature(of_bigrams, len(filed.bits))
            found += filed.ids[signatures.containing(filed.bits, wanted)].tolist()
        return found

    def add(self, shelf: Shelf, texts: Iterable[tuple[int, str]]) -> None:
        """File texts, given with their units' ids; only inside of a transaction."""
        by_length: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for number, text in texts:
            by_length[signatures.length_class(len(text))].append((number, text))
        for length, filed in by_length.items():
            chunks = list(self._extended(shelf, length, filed))  # reads, which must be over before psycopg writes
            self._db.many(_WRITE, chunks)

    def _extended(self, shelf: Shelf, length: int, texts: Sequence[tuple[int, str]]) -> Iterator[tuple[object, ...]]:
        """The chunks to write: the last one, longer than it was, and new ones."""
        rows = signatures.width(length)
        ids = np.array([number for number, _ in texts], "<i8")
        bits = signatures.signatures([text for _, text in texts], rows)
        first = 0
        for number, last_ids, last_bits in self._db.rows(f"{_CHUNKS} ORDER BY number DESC LIMIT 1", (*shelf, length)):
            first, ids = number, np.concatenate([np.frombuffer(last_ids, "<i8"), ids])
            bits = np.concatenate([_matrix(last_bits, rows), bits], axis=1)
        for at in range(0, len(ids), _CHUNK):
            part = bits[:, at : at + _CHUNK].tobytes()
            yield *shelf, length, first + at // _CHUNK, ids[at : at + _CHUNK].tobytes(), part

    def _class(self, shelf: Shelf, length: int, newest: int) -> _Filed:
        known = self._filed.get((shelf, length))
        if known is not None and known.newest == newest:
            return known
        rows = signatures.width(length)
        whole = len(known.ids) // _CHUNK if known else 0  # so many chunks are full, and never change again
        ids = [known.ids[: whole * _CHUNK]] if known else [np.zeros(0, np.int64)]
        bits = [known.bits[:, : whole * _CHUNK]] if known else [np.zeros((rows, 0), np.uint64)]
        statement = f"{_CHUNKS} AND number >= ? ORDER BY number"
        for _, some_ids, some_bits in self._db.rows(statement, (*shelf, length, whole)):
            ids.append(np.frombuffer(some_ids, "<i8"))
            bits.append(_matrix(some_bits, rows))
        filed = self._filed[shelf, length] = _Filed(np.concatenate(ids), np.concatenate(bits, axis=1), newest)
        return filed


def _matrix(data: bytes, rows: int) -> Bits:
    return np.frombuffer(data, "<u8").reshape(rows, -1)
