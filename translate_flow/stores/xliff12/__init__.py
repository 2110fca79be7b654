"""The store of XLIFF 1.2 (OASIS standard of 2008)."""

from __future__ import annotations

from translate_flow.stores.model import Store
from translate_flow.stores.xliff12.read import read
from translate_flow.stores.xliff12.write import write

STORE = Store(name="xliff-1.2", suffixes=(".xlf", ".xliff", ".sdlxliff", ".mqxliff"), read=read, write=write)
