"""GNU gettext PO files as bitexts; ``docs/file-formats.md`` describes what stands where."""

from __future__ import annotations

from translate_flow.stores.model import Store
from translate_flow.stores.po.read import read
from translate_flow.stores.po.write import write

__all__ = ["STORE", "read", "write"]

STORE = Store(name="po", suffixes=(".po", ".pot"), read=read, write=write)
