"""Translations made earlier, read from a file, to learn words from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from translate_flow import languages
from translate_flow.bitext import TAG
from translate_flow.errors import InputError
from translate_flow.memory import MemoryUnit, open_memory
from translate_flow.memory.files import units_of

Pairs = list[tuple[str, str]]
"""Source and target, without inline codes."""
_MEMORIES = (".sqlite", ".sqlite3", ".db")


def earlier(path: Path, source: str, target: str) -> Pairs:
    """The pairs of a memory: ours, TMX, a bitext or JSON lines, in either direction.

    Raises :class:`InputError` for another file, or one of other languages.
    """
    if path.suffix in _MEMORIES and path.exists():
        memory = open_memory(path)
        try:
            found = list(_pairs(memory.units(), source, target))
        finally:
            memory.close()
    else:
        found = list(_pairs(units_of(path), source, target))
    if not found:
        what = f"there is nothing from {source} to {target} here"
        raise InputError(what, where=str(path), remedy=f"give a memory of {source} and {target}")
    return found


def _pairs(units: Iterable[MemoryUnit], source: str, target: str) -> Iterator[tuple[str, str]]:
    ours, theirs = languages.primary(source), languages.primary(target)
    for unit in units:
        said = languages.primary(unit.source_language) or ours, languages.primary(unit.target_language) or theirs
        texts = TAG.sub("", unit.source), TAG.sub("", unit.target)
        if said == (ours, theirs):
            yield texts
        elif said == (theirs, ours):
            yield texts[::-1]
