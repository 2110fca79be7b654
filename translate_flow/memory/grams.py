"""Which texts share many runs of three letters: an inverted index in small blobs, built and read with numpy.

A *block* is the index of a number of texts, whose places in it are their ranks by length. For each three letters (as a
number of 20 bits) it has the ranks of the texts that hold them, 65,536 ranks a *page*. Texts whose
length excludes enough likeness are never looked at, and the rarest letters are counted first (Ukkonen 1992, q-grams;
Navarro 2001, section 8).
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_BITS = 20
_PAGE = 1 << 16
_A, _B, _C = 0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35
_DIGITS = str.maketrans("123456789", "0" * 9)
_COMMON = 0.08
"""Share of the texts from which on three letters tell nothing."""
_FEW = 5_000
"""Texts that three letters may be in however few there are."""
_DENSE = 1000
"""Ranks on a page from which on steps may be shorter."""
_WORK, _SHARE = 40_000, 0.1
"""Ranks to count for a lookup, about: so many, or so many of all texts."""
_AT_LEAST, _AT_MOST = 8, 96
"""Three letters to look for."""
_LEAST = 0.12
"""Share of the weights that a text must have to be looked at."""


class Block(NamedTuple):
    """The index of some texts."""

    ids: bytes
    """Their units' ids by rank, 4 bytes each."""
    lengths: bytes
    """Their lengths by rank, 2 bytes each."""
    postings: Iterator[tuple[int, int, bytes]]
    """Each three letters, the number of texts that have them, and their ranks; too common ones are left out."""


def normalized(text: str) -> str:
    """The text as the index sees it: small letters, single spaces around and inside, all digits alike."""
    return f" {' '.join(text.lower().translate(_DIGITS).split())} "


def grams(text: str) -> list[int]:
    """The different three letters of a text, as numbers."""
    codes = np.frombuffer(normalized(text).encode("utf-32-le", "surrogatepass"), np.uint32)
    return [int(one) for one in np.unique(_hashed(codes))]


def _hashed(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    mixed = codes[:-2] * np.uint32(_A) ^ codes[1:-1] * np.uint32(_B) ^ codes[2:] * np.uint32(_C)
    hashed: NDArray[np.uint32] = (mixed ^ (mixed >> np.uint32(15))) * np.uint32(_A) >> np.uint32(32 - _BITS)
    return hashed


def block(texts: Sequence[tuple[int, str]]) -> Block:
    """The index of texts, each with its unit's id."""
    ordered = sorted(texts, key=lambda one: len(one[1]))
    ids = np.array([number for number, _ in ordered], np.uint32)
    lengths = np.array([min(len(text), _PAGE - 1) for _, text in ordered], np.uint16)
    return Block(ids.tobytes(), lengths.tobytes(), _postings([text for _, text in ordered]))


def _postings(texts: Sequence[str]) -> Iterator[tuple[int, int, bytes]]:
    pairs = np.concatenate([_pairs(texts[at : at + _PAGE], at) for at in range(0, len(texts), _PAGE)])
    pairs.sort()
    numbers = (pairs >> np.uint64(32)).astype(np.uint32)
    ranks = (pairs & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    del pairs
    starts = np.concatenate(([0], np.flatnonzero(numbers[1:] != numbers[:-1]) + 1, [len(numbers)]))
    pages = (len(texts) + _PAGE - 1) // _PAGE
    most = max(_FEW, int(_COMMON * len(texts)))
    for start, end in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True):
        if end - start <= most:
            yield int(numbers[start]), end - start, _packed(ranks[start:end], pages)


def _packed(ranks: NDArray[np.uint32], pages: int) -> bytes:
    """Ranks as one blob: where each page ends, in bytes, with its lowest bit set where it has steps, and the pages.

    A page has ranks, two bytes each, or the steps from one to the next in single bytes, whichever is shorter; 255 is
    not yet a rank but a step on the way.
    """
    ends = np.searchsorted(ranks, np.arange(1, pages + 1) << 16).tolist()
    parts: list[bytes] = []
    marks: list[int] = []
    size = 0
    for start, end in zip([0, *ends], ends, strict=False):
        page = (ranks[start:end] & np.uint32(_PAGE - 1)).astype("<u2")
        part = page.tobytes()
        steps = np.diff(page, prepend=np.uint16(0)) if len(page) > _DENSE else page[:0]
        if len(steps) and len(steps) + int((steps // 255).sum()) < len(part):
            places = np.cumsum(steps // 255 + 1) - 1
            coded = np.full(int(places[-1]) + 1, 255, np.uint8)
            coded[places] = steps % 255
            part = coded.tobytes()
        size += len(part)
        marks.append(size << 1 | int(len(part) < 2 * (end - start)))
        parts.append(part)
    return struct.pack(f"<{pages}I", *marks) + b"".join(parts)


def _pairs(texts: Sequence[str], first: int) -> NDArray[np.uint64]:
    """Three letters and rank of each place in the texts, in one number."""
    plain = [normalized(text) for text in texts]
    codes = np.frombuffer("".join(plain).encode("utf-32-le", "surrogatepass"), np.uint32)
    sizes = np.array([len(one) for one in plain])
    rank = np.repeat(np.arange(first, first + len(plain), dtype=np.uint64), sizes)
    inside = rank[:-2] == rank[2:]
    pairs = _hashed(codes).astype(np.uint64) << np.uint64(32) | rank[:-2]
    pairs = np.sort(pairs[inside])
    found: NDArray[np.uint64] = pairs[np.concatenate(([True], pairs[1:] != pairs[:-1]))] if len(pairs) > 1 else pairs
    return found


class Reader:
    """A block, ready to be asked."""

    def __init__(self, ids: bytes, lengths: bytes, numbers: bytes, counts: bytes) -> None:
        """``numbers`` and ``counts`` are the block's three letters and how many texts have them, 4 bytes each."""
        self.ids = np.frombuffer(ids, np.uint32)
        self._lengths = np.frombuffer(lengths, np.uint16)
        self._counts = np.zeros(1 << _BITS, np.uint32)
        self._counts[np.frombuffer(numbers, np.uint32)] = np.frombuffer(counts, np.uint32)

    def range(self, length: int, least: float) -> tuple[int, int]:
        """The ranks of texts that are long enough to be that alike, ``least`` from 0 to 1, to one of a length."""
        low = self._lengths.searchsorted(np.uint16(min(_PAGE - 1, int(length * least))), "left")
        high = self._lengths.searchsorted(np.uint16(min(_PAGE - 1, int(length / least) + 1)), "right")
        return int(low), int(high)

    def rarest(self, wanted: Sequence[int], ranks: tuple[int, int]) -> dict[int, float]:
        """The three letters of a text to look for, with their weights: rare ones, as many as can be counted fast."""
        counts = self._counts[wanted]
        total = len(self.ids)
        share = (ranks[1] - ranks[0]) / max(1, total)
        chosen: dict[int, float] = {}
        work, most = 0.0, max(_WORK, _SHARE * total)
        for place in np.argsort(counts, kind="stable").tolist():
            count = int(counts[place])
            if count == 0:
                continue
            work += count * share
            if len(chosen) >= _AT_LEAST and (work > most or len(chosen) >= _AT_MOST):
                break
            chosen[wanted[place]] = math.log(1 + total / count)
        return chosen

    def nearest(
        self, postings: Iterable[tuple[int, bytes]], weights: Mapping[int, float], ranks: tuple[int, int], count: int
    ) -> list[int]:
        """The ids of the texts in a range of ranks that share most, up to ``count``; ``weights`` of three letters."""
        pages = (len(self.ids) + _PAGE - 1) // _PAGE
        parts: dict[int, _Page] = {}
        for number, blob in postings:
            marks = struct.unpack_from(f"<{pages}I", blob)
            data = memoryview(blob)[4 * pages :]
            for page in range(ranks[0] >> 16, (max(ranks) - 1 >> 16) + 1):
                start, end = (marks[page - 1] >> 1 if page else 0), marks[page] >> 1
                if end > start:
                    part = parts.setdefault(page, _Page([], []))
                    part.add(data[start:end], weights[number], steps=bool(marks[page] & 1))
        least = _LEAST * sum(weights.values())
        sums = [_summed(page, part, least) for page, part in parts.items()]
        if not sums:
            return []
        places, scores = (np.concatenate(some) for some in zip(*sums, strict=True))
        inside = (places >= ranks[0]) & (places < ranks[1])
        places, scores = places[inside], scores[inside]
        if len(places) > count:
            places = places[np.argpartition(scores, len(scores) - count)[-count:]]
        return [int(one) for one in self.ids[places]]


class _Page(NamedTuple):
    """The postings that matter in one page, each with its weight and size; those in steps come last."""

    plain: list[tuple[memoryview, float]]
    stepped: list[tuple[NDArray[np.uint16], float]]

    def add(self, data: memoryview, weight: float, *, steps: bool) -> None:
        """Add a posting."""
        if steps:
            values = np.frombuffer(data, np.uint8)
            self.stepped.append((values.cumsum(dtype=np.uint16)[values != 255], weight))
        else:
            self.plain.append((data, weight))

    def ranks(self) -> NDArray[np.uint16]:
        """All of them."""
        plain = np.frombuffer(b"".join(data for data, _ in self.plain), np.uint16)
        return np.concatenate([plain, *(ranks for ranks, _ in self.stepped)]) if self.stepped else plain

    def weights(self) -> NDArray[np.float64]:
        """The weight of each."""
        pairs = [(weight, len(data) // 2) for data, weight in self.plain]
        pairs += [(weight, len(ranks)) for ranks, weight in self.stepped]
        return np.repeat([weight for weight, _ in pairs], [size for _, size in pairs])


def _summed(page: int, part: _Page, least: float) -> tuple[NDArray[np.int_], NDArray[np.float64]]:
    """The ranks whose weights add up to enough, and their sums."""
    sums = np.asarray(np.bincount(part.ranks(), part.weights()), np.float64)
    hits = np.flatnonzero(sums > least)
    return hits + (page << 16), sums[hits]
