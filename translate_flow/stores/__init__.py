"""Bitext files: one file a format, each a row of :data:`STORES`.

Other packages add stores by an entry point of the group ``translate_flow.stores`` that names a
:class:`~translate_flow.stores.model.Store`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import import_module
from pathlib import Path, PurePath
from typing import cast

from translate_flow.errors import UsageError
from translate_flow.stores.model import Reading, Store

__all__ = ["STORES", "Reading", "Store", "known_suffixes", "store_named", "store_of"]

STORES: dict[str, tuple[str, tuple[str, ...]]] = {
    "po": ("translate_flow.stores.po:STORE", (".po", ".pot")),
    "xliff-2.0": ("translate_flow.stores.xliff2:XLIFF_20", (".xlf", ".xliff")),
    "xliff-2.1": ("translate_flow.stores.xliff2:XLIFF_21", (".xlf", ".xliff")),
    "xliff-2.2": ("translate_flow.stores.xliff2:XLIFF_22", (".xlf", ".xliff")),
    "xliff-1.2": ("translate_flow.stores.xliff12:STORE", (".xlf", ".xliff", ".sdlxliff", ".mqxliff")),
}
"""Name of each built-in store to where it is defined and the suffixes it reads; imported when first needed."""

_HEAD = 4096
_VERSION = re.compile(rb"""<(?:[\w.-]+:)?xliff\b[^>]*?\sversion\s*=\s*(?:"([\d.]+)"|'([\d.]+)')""", re.DOTALL)
ENTRY_POINTS = "translate_flow.stores"


def store_named(name: str) -> Store:
    """The store of that name. Raises :class:`UsageError` for one that nobody defines."""
    if name in STORES:
        module, attribute = STORES[name][0].split(":")
        return cast(Store, getattr(import_module(module), attribute))
    for store in _foreign():
        if store.name == name:
            return store
    raise UsageError(f"no bitext format is called “{name}”", remedy=f"known are {', '.join(STORES)}")


def store_of(path: PurePath, data: bytes | None = None) -> Store | None:
    """The store that reads files with this suffix, if any does.

    Where several do, the file's first bytes decide: ``data``, else what stands where a :class:`pathlib.Path` leads.
    """
    suffix = path.suffix.lower()
    names = [name for name, (_, suffixes) in STORES.items() if suffix in suffixes]
    if len(names) > 1:
        found = _VERSION.search(_head(path) if data is None else data[:_HEAD])
        version = f"xliff-{(found[1] or found[2]).decode()}" if found else ""
        names = [version if version in names else names[0]]
    if names:
        return store_named(names[0])
    return next((store for store in _foreign() if suffix in store.suffixes), None)


def known_suffixes() -> list[str]:
    """All suffixes of bitext files, those of the built-in stores first, in the table's order."""
    built_in = [suffix for _, suffixes in STORES.values() for suffix in suffixes]
    return list(dict.fromkeys([*built_in, *(suffix for store in _foreign() for suffix in store.suffixes)]))


def _head(path: PurePath) -> bytes:
    if not isinstance(path, Path):
        return b""
    try:
        with path.open("rb") as file:
            return file.read(_HEAD)
    except OSError:
        return b""


@lru_cache(maxsize=1)
def _foreign() -> tuple[Store, ...]:
    from importlib.metadata import entry_points  # slow to import, and seldom needed

    return tuple(found for entry in entry_points(group=ENTRY_POINTS) if isinstance(found := entry.load(), Store))
