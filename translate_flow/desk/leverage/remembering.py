"""The desk's translation memory: opened as the settings say, fed with what people finish."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from translate_flow.bitext import State
from translate_flow.desk import bitexts
from translate_flow.desk.desk import Desk
from translate_flow.memory import Fed, Memory, open_memory
from translate_flow.memory.files import units_in
from translate_flow.memory.model import Hit

if TYPE_CHECKING:
    from translate_flow.desk.places import Place


def memory_of(desk: Desk) -> Memory | None:
    """The desk's memory; ``None`` where its settings want none.

    Raises :class:`InputError` where it cannot be opened.
    """
    place = desk.settings.memory
    if not place:
        return None
    return open_memory(place if "://" in place else desk.root / place)


def remember(desk: Desk, paths: Iterable[Place], now: str) -> Fed:
    """Feed the memory with the finished segments of bitexts; gives what was new. ``now`` dates them."""
    memory = memory_of(desk)
    if memory is None:
        return Fed()
    least = desk.settings.memory_state
    stamp = now.replace("+00:00", "Z")
    try:
        known = filter(None, map(bitexts.read_if_there, paths))
        return memory.feed(unit for bitext in known for unit in units_in(bitext, least, stamp))
    finally:
        memory.close()


def usable(hit: Hit) -> bool:
    """Whether a hit is somebody's finished translation."""
    return hit.unit.state is not State.INITIAL
