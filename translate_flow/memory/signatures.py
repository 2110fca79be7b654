"""Signatures: a text's bigrams as bits, so that like texts are found by counting differing bits.

A signature file (Faloutsos & Christodoulakis, “Signature files: an access method for documents and its analytical
performance evaluation”, ACM TOIS 2 (4), 1984) over q-grams: an edit changes at most two of a text's bigrams, so the
number of bigrams that two texts do not share bounds their edit distance from below (Ukkonen, “Approximate
string-matching with q-grams and maximal matches”, Theoretical Computer Science 92 (1), 1992). Counting the bits that
differ reads 24 bytes of a usual text; lists of postings for bigrams are far longer.

Texts are filed by length, so that a signature is as wide as its text needs and a search reads only the lengths that can
be similar enough. numpy does all texts of a class at once.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]
Bits = NDArray[np.uint64]
"""One row for each 64 bits of the signatures, one column for each text."""
Hashes = NDArray[np.uint32]

GRAM = 2
_RATIO = 1.2
"""How much longer the longest text of a class may be than its shortest."""
_BITS_PER_CHARACTER = 3
_CELLS = 1 << 24
"""So many bits are set in one go, a byte for each."""
_FACTORS = (0x9E3779B1, 0x85EBCA77)


def folded(text: str) -> str:
    """The text as it is compared: case does not count."""
    return text.lower()


def length_class(length: int) -> int:
    """The class of texts with so many characters: each is 1.2 times as long as the one before."""
    return int(math.log(max(length, 4)) / math.log(_RATIO))


def classes_near(length: int, minimum: float) -> range:
    """The classes that hold every text whose similarity to one of this length can reach ``minimum`` (above 0 to 1).

    Levenshtein distance is at least the difference in length, so the shorter has at least ``minimum`` of the longer.
    """
    return range(length_class(math.floor(length * minimum)), length_class(math.ceil(length / minimum)) + 1)


def longest(of_class: int) -> int:
    """The length that every text of this class is shorter than, or has."""
    return math.ceil(_RATIO ** (of_class + 1))


def width(of_class: int) -> int:
    """How many rows of 64 bits the signatures of this class have."""
    return max(2, math.ceil(_BITS_PER_CHARACTER * _RATIO ** (of_class + 1) / 64))


def hashes(text: str, *, padded: bool = True) -> Hashes:
    """A hash of each bigram of the text.

    A padded text begins and ends with white space, so that its first and last characters count as much as the others.
    """
    return _hashes([text], " " * (GRAM - 1) if padded else "")[0]


def signature(of_bigrams: Hashes, rows: int) -> NDArray[np.uint64]:
    """The signature of a text by the hashes of its bigrams, ``rows`` times 64 bits."""
    cells = np.zeros(rows * 64, np.uint8)
    cells[_places(of_bigrams, rows)] = 1
    return np.packbits(cells).view("<u8")


def signatures(texts: Sequence[str], rows: int) -> Bits:
    """The signatures of padded texts, ``rows`` times 64 bits each."""
    step = max(1, _CELLS // (rows * 64))
    parts = [_some(texts[at : at + step], rows) for at in range(0, len(texts), step)]
    return np.concatenate(parts, axis=1) if parts else np.zeros((rows, 0), np.uint64)


def _some(texts: Sequence[str], rows: int) -> Bits:
    found, owner = _hashes(texts, " " * (GRAM - 1))
    cells = np.zeros((len(texts), rows * 64), np.uint8)
    cells[owner, _places(found, rows)] = 1
    return np.ascontiguousarray(np.packbits(cells, axis=1).view("<u8").T)


def _hashes(texts: Sequence[str], margin: str) -> tuple[Hashes, NDArray[np.intp]]:
    """The hashes of all bigrams of all texts, and which text each belongs to."""
    prepared = [f"{margin}{folded(text)}{margin}" for text in texts]
    codes = np.frombuffer("".join(prepared).encode("utf-32-le", "surrogatepass"), "<u4")
    count = max(0, len(codes) - GRAM + 1)
    mixed: Hashes = np.zeros(count, np.uint32)
    for offset, factor in enumerate(_FACTORS):
        mixed += codes[offset : offset + count] * np.uint32(factor)
    mixed ^= mixed >> np.uint32(15)  # the end of MurmurHash3: every bit of a code changes every bit of the hash
    mixed *= np.uint32(0x2C1B3C6D)
    mixed ^= mixed >> np.uint32(13)
    lengths = np.array([len(text) for text in prepared])
    owner = np.repeat(np.arange(len(texts)), lengths)
    inside = owner[:count] == owner[GRAM - 1 :]  # no bigram reaches over into the next text
    return mixed[inside], owner[:count][inside]


def _places(of_bigrams: Hashes, rows: int) -> NDArray[np.uint64]:
    """Which bit each hash sets: the hash scaled to the signature's width."""
    return (of_bigrams.astype(np.uint64) * np.uint64(rows * 64)) >> np.uint64(32)


def most_differing(longer: int, minimum: float) -> int:
    """How many bits may differ where the similarity is at least ``minimum`` and the longer text has so many characters.

    An edit takes away at most two bigrams and brings two others.
    """
    return math.ceil(2 * GRAM * (1 - minimum) * longer)


def nearest(bits: Bits, wanted: NDArray[np.uint64], keep: int, most: int) -> list[tuple[int, int]]:
    """The ``keep`` columns that differ least from a signature, in no more than ``most`` bits.

    Gives (differing bits, column), in no order.
    """
    rows, count = bits.shape
    differing: NDArray[Any] = np.zeros(count, np.min_scalar_type(rows * 64))
    for row, value in zip(bits, wanted, strict=True):
        differing += np.bitwise_count(row ^ value)
    columns = np.flatnonzero(differing <= most)
    if len(columns) > keep:
        columns = columns[np.argpartition(differing[columns], keep)[:keep]]
    return list(zip(differing[columns].tolist(), columns.tolist(), strict=True))


def containing(bits: Bits, wanted: NDArray[np.uint64]) -> NDArray[np.intp]:
    """The columns that have every bit of a signature: those of all texts that contain the phrase, and a few others."""
    possible = np.ones(bits.shape[1], bool)
    for row, value in zip(bits, wanted, strict=True):
        possible &= (row & value) == value
    return np.flatnonzero(possible)
