"""Bitext files: one file a format, each a row of :data:`STORES`.

Other packages add stores by an entry point of the group ``translate_flow.stores`` that names a
:class:`~translate_flow.stores.model.Store`.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import PurePath
from typing import cast

from translate_flow.errors import UsageError
from translate_flow.stores.model import Reading, Store

__all__ = ["STORES", "Reading", "Store", "store_named", "store_of"]

STORES: dict[str, tuple[str, tuple[str, ...]]] = {
    "po": ("translate_flow.stores.po:STORE", (".po", ".pot")),
    "xliff-2.0": ("translate_flow.stores.xliff2:XLIFF_20", (".xlf", ".xliff")),
    "xliff-2.1": ("translate_flow.stores.xliff2:XLIFF_21", (".xlf", ".xliff")),
    "xliff-2.2": ("translate_flow.stores.xliff2:XLIFF_22", (".xlf", ".xliff")),
}
"""Name of each built-in store to where it is defined and the suffixes it reads; imported when first needed."""

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


def store_of(path: PurePath) -> Store | None:
    """The store that reads files with this suffix, if any does."""
    suffix = path.suffix.lower()
    for name, (_, suffixes) in STORES.items():
        if suffix in suffixes:
            return store_named(name)
    return next((store for store in _foreign() if suffix in store.suffixes), None)


def _foreign() -> list[Store]:
    from importlib.metadata import entry_points  # slow to import, and seldom needed

    return [found for entry in entry_points(group=ENTRY_POINTS) if isinstance(found := entry.load(), Store)]
