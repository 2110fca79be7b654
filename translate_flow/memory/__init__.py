"""Translation memory: what was translated once is found again."""

from __future__ import annotations

from pathlib import Path

from translate_flow.memory.model import Fed, Hit, Memory, MemoryUnit

__all__ = ["Fed", "Hit", "Memory", "MemoryUnit", "open_memory"]


def open_memory(address: str | Path) -> Memory:
    """Open or make a memory: an SQLite file by its path, or ``postgresql://…``.

    Raises :class:`~translate_flow.errors.InputError` where it cannot be opened.
    """
    from translate_flow.memory.database import Postgres, Sqlite
    from translate_flow.memory.keeping import Keeper

    if str(address).startswith(("postgresql://", "postgres://")):
        return Keeper(Postgres(str(address)))
    return Keeper(Sqlite(Path(address)))
