"""From one bitext format into another."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from translate_flow.desk import bitexts, files
from translate_flow.errors import UsageError
from translate_flow.stores import store_named, store_of


class Converted(NamedTuple):
    """What was written."""

    output: str
    format: str
    segments: int
    written: bool


def convert(source: Path, target: Path, now: str, form: str = "") -> Converted:
    """Write the bitext of one file as another one, in the format that its name says or ``form``.

    A file that is there already is brought up to date, and all in it stays that still holds. Raises
    :class:`UsageError` where the format is unknown, or another than that of the file that is there.
    """
    bitext = bitexts.read(source)
    there = store_of(target) if target.exists() else None
    store = store_named(form) if form else there or store_of(target)
    if store is None:
        what = f"no bitext format has files called “{target.suffix}”"
        raise UsageError(what, where=str(target), remedy="use .po or .xlf, or give --format")
    if there and there.name != store.name:
        raise UsageError(f"this file is {there.name} already", where=str(target), remedy="give a new name")
    if target.exists() and bitexts.read(target).document not in ("", bitext.document):
        raise UsageError("this is the bitext of another document", where=str(target), remedy="give a new name")
    written = files.change(target, lambda present: store.write(bitext, present, now=now))
    segments = sum(len(unit.segments) for unit in bitext.units)
    return Converted(str(target), store.name, segments, written)
