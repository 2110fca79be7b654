"""Bitext files: what one says, in whatever format it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from translate_flow.bitext import Bitext
from translate_flow.desk import files
from translate_flow.errors import InputError
from translate_flow.stores import Reading, Store, known_suffixes, store_of


def store_at(path: Path, data: bytes | None = None) -> Store:
    """The store of a bitext file. Raises :class:`InputError` for a file that is none, by its name."""
    store = store_of(path, data)
    if store is None:
        suffixes = ", ".join(known_suffixes())
        raise InputError("this is no bitext", where=str(path), remedy=f"give a file called *{suffixes}")
    return store


def reading(path: Path) -> Reading:
    """What a bitext file says. Raises :class:`InputError` for one that is not there or cannot be understood."""
    store = store_at(path)
    return store.read(files.read(path, "bitext"), str(path))


def read(path: Path) -> Bitext:
    """The bitext that a file holds. Raises :class:`InputError` like :func:`reading`."""
    return reading(path).bitext


def rewrite(path: Path, work: Callable[[Bitext], Bitext], now: str) -> None:
    """Change what a bitext file holds; ``now`` dates it. Raises :class:`InputError` like :func:`reading`."""
    store = store_at(path)

    def change(present: bytes | None) -> bytes:
        data = files.read(path, "bitext") if present is None else present
        return store.write(work(store.read(data, str(path)).bitext), data, now=now)

    files.change(path, change)
