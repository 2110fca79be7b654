"""Bitext files: what one says, in whatever format it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from translate_flow.bitext import Bitext
from translate_flow.desk import files
from translate_flow.errors import InputError
from translate_flow.stores import Reading, Store, known_suffixes, store_of

if TYPE_CHECKING:
    from translate_flow.desk.places import Place


def is_bitext(path: Place) -> bool:
    """Whether there is such a file, and it is called like a bitext."""
    return files.is_file(path) and store_of(PurePosixPath(path.name)) is not None


def store_at(path: Place, data: bytes | None = None) -> Store:
    """The store of a bitext file. Raises :class:`InputError` for a file that is none, by its name."""
    if isinstance(path, Path):
        store = store_of(path, data)
    else:
        store = store_of(PurePosixPath(path.name), files.read(path, "bitext") if data is None else data)
    if store is None:
        suffixes = ", ".join(known_suffixes())
        raise InputError("this is no bitext", where=str(path), remedy=f"give a file called *{suffixes}")
    return store


def reading(path: Place) -> Reading:
    """What a bitext file says. Raises :class:`InputError` for one that is not there or cannot be understood."""
    data = files.read(path, "bitext")
    return store_at(path, data).read(data, str(path))


def read(path: Place) -> Bitext:
    """The bitext that a file holds. Raises :class:`InputError` like :func:`reading`."""
    return reading(path).bitext


def read_if_there(path: Place) -> Bitext | None:
    """The bitext that a file holds, or ``None`` where there is no such file."""
    data = files.read_if_there(path, "bitext")
    return None if data is None else store_at(path, data).read(data, str(path)).bitext


def segmented(path: Place) -> Bitext:
    """The bitext of a document of a desk. Raises :class:`InputError` where it has none yet."""
    bitext = read_if_there(path)
    if bitext is None:
        raise InputError("not segmented yet", where=str(path), remedy="run “translate-flow segment”")
    return bitext


def rewrite(path: Place, work: Callable[[Bitext], Bitext], now: str) -> None:
    """Change what a bitext file holds; ``now`` dates it. Raises :class:`InputError` like :func:`reading`."""

    def change(present: bytes | None) -> bytes:
        data = files.read(path, "bitext") if present is None else present
        store = store_at(path, data)
        return store.write(work(store.read(data, str(path)).bitext), data, now=now)

    files.change(path, change)
