"""What a tool kept of a file: the bitext as our reader finds it before and after, aspect by aspect."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from interop.sample import Edit
from translate_flow.bitext import TAG, Bitext, Segment, Unit
from translate_flow.errors import InputError
from translate_flow.stores import store_named

FIRST_UNIT = re.compile(rb"\n(?=msgctxt )|<(?:trans-unit|unit|group)\b")
"""Where a file's head ends."""


def survey(exported: bytes, saved: bytes, form: str, edit: Edit) -> dict[str, str]:
    """How much of each aspect is still there: ``yes``, ``no`` or ``3 of 7``, without the segment that was edited.

    A file that our reader refuses has the one aspect ``refused``: the reader's own words.
    """
    store = store_named(form)
    before = _by_text(store.read(exported, "exported").bitext)
    try:
        after = _by_text(store.read(saved, "saved").bitext)
    except InputError as error:
        return {"refused": error.what}
    edited = after.get(edit.source)
    kept = {"change": _of(int(edited is not None and edited[1].target == edit.target), 1)}
    del before[edit.source]
    for aspect, look in ASPECTS.items():
        carriers = {text: seen for text, pair in before.items() if (seen := look(*pair))}
        found = sum(text in after and look(*after[text]) == seen for text, seen in carriers.items())
        kept[aspect] = _of(found, len(carriers))
    people = _people(exported)
    kept["people"] = _of(len(people & _people(saved)), len(people))
    return kept


def _of(found: int, all_: int) -> str:
    return "yes" if found == all_ else f"{found} of {all_}" if found else "no"


def _by_text(bitext: Bitext) -> dict[str, tuple[Unit, Segment]]:
    """Units and segments by the source without its codes: what even the roughest tool keeps."""
    return {_plain(segment.source): (unit, segment) for unit in bitext.units for segment in unit.segments}


def _plain(text: str) -> str:
    return TAG.sub("", text)


def _codes(unit: Unit, segment: Segment) -> Any:
    tags = TAG.findall(segment.source), TAG.findall(segment.target)
    return tags != ([], []) and (tags, unit.codes)


ASPECTS: dict[str, Callable[[Unit, Segment], Any]] = {
    "targets": lambda _unit, segment: _plain(segment.target),
    "states": lambda _unit, segment: (segment.state, segment.sub_state) if segment.target else None,
    "credits": lambda _unit, segment: segment.credits,
    "notes": lambda _unit, segment: segment.notes,
    "codes": _codes,
    "previous source": lambda _unit, segment: segment.previous,
    "matches": lambda _unit, segment: segment.matches,
    "ids": lambda unit, segment: unit.segment_ids()[unit.segments.index(segment)],
}
"""What is looked at in each segment; a segment where there is nothing to see does not count."""


def _people(data: bytes) -> set[str]:
    """Who is named in the file's head."""
    first = FIRST_UNIT.search(data)
    head = data[: first.start()] if first else data
    return {name for name in ("Ana Prueba", "Luis Ensayo", "El Faro Desk") if name.encode() in head}
