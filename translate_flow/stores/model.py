"""What a store gives and takes: bytes to a bitext, and a bitext back onto the bytes it came from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

from translate_flow.bitext import Bitext, Credit, Segment, Unit
from translate_flow.errors import InputError


class Reading(NamedTuple):
    """What a bitext file says, and what somebody did to it with another tool."""

    bitext: Bitext
    """States and credits are those that hold now; ``by`` is credited already."""
    foreign: tuple[tuple[str, int], ...] = ()
    """Unit's id and segment's index (from 0) of each target that was typed, changed or approved in another tool, and is
    credited to ``by`` or to nobody yet."""
    by: Credit | None = None
    """Who did that, as far as the file says; ``None``: the credit is open, see :func:`credited`."""
    faults: tuple[InputError, ...] = ()
    """What the format's standard forbids a translator to do, but was done: codes deleted, moved or copied. Nothing is
    lost by it, so the file is read all the same; a validator refuses it."""


class Writer(Protocol):
    """The type of :attr:`Store.write`."""

    def __call__(self, bitext: Bitext, onto: bytes | None, *, now: str) -> bytes:
        """Give the file's new bytes; what did not change keeps those of ``onto``. ``now`` is ISO 8601."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """One bitext format."""

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[bytes, str], Reading]
    """(file's bytes, its name for error messages) to what it says. Raises :class:`InputError`, with the line."""
    write: Writer


def credited(reading: Reading, credit: Credit) -> Bitext:
    """The bitext with the work of :attr:`Reading.foreign` credited to ``credit``, a person who brings the file back."""
    if not reading.foreign:
        return reading.bitext
    places: dict[str, set[int]] = {}
    for unit_id, index in reading.foreign:
        places.setdefault(unit_id, set()).add(index)
    units = (_credit_unit(unit, places.get(unit.id), credit) for unit in reading.bitext.units)
    return replace(reading.bitext, units=tuple(units))


def _credit_unit(unit: Unit, places: set[int] | None, credit: Credit) -> Unit:
    if not places:
        return unit
    segments = enumerate(unit.segments)
    return replace(unit, segments=tuple(with_credit(s, credit) if at in places else s for at, s in segments))


def with_credit(segment: Segment, credit: Credit) -> Segment:
    """The segment with the credit, unless it has no target or names that person in that role already."""
    known = any(old.role == credit.role and old.name == credit.name for old in segment.credits)
    if known or not segment.target:
        return segment
    return replace(segment, credits=(*segment.credits, credit))
