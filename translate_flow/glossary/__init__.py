"""Glossaries: terms, how they are translated, and where they stand in texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import PurePath

from translate_flow.errors import InputError
from translate_flow.glossary.finding import Finder, Found
from translate_flow.glossary.model import Term
from translate_flow.glossary.table import read_csv, write_csv
from translate_flow.glossary.tbx import read_tbx, write_tbx

__all__ = ["Finder", "Found", "Term", "read", "written"]

_READERS: dict[str, Callable[[bytes, str], list[Term]]] = {
    ".csv": read_csv, ".tsv": read_csv, ".txt": read_csv, ".tbx": read_tbx, ".xml": read_tbx,
}  # fmt: skip


def read(data: bytes, path: PurePath) -> list[Term]:
    """The terms of a file, by its suffix. Raises :class:`InputError` for one that is no glossary."""
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(_READERS)
        raise InputError("this is no glossary", where=str(path), remedy=f"give a file called *{known}")
    return reader(data, str(path))


def written(terms: Iterable[Term], path: PurePath, tbx_version: int = 3) -> bytes:
    """The bytes of a glossary file, by its suffix: ``.tbx``, else CSV."""
    return write_tbx(terms, tbx_version) if path.suffix.lower() in (".tbx", ".xml") else write_csv(terms)
