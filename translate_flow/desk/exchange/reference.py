"""What goes with a package for a translator elsewhere: proposals from the memory, and the terms of the pair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from translate_flow.bitext import Bitext, Match, Segment
from translate_flow.desk.desk import Desk
from translate_flow.desk.leverage.remembering import usable
from translate_flow.desk.leverage.terms import terms
from translate_flow.glossary.tbx import write_tbx
from translate_flow.memory.model import Memory, MemoryUnit
from translate_flow.memory.tmx_write import write_tmx

_LEAST = 60
_MOST = 3


def with_proposals(bitext: Bitext, memory: Memory, taken: dict[MemoryUnit, None]) -> Bitext:
    """The bitext with proposals from the memory where it has no target; ``taken`` gets the memory's units."""

    def proposed(segment: Segment) -> Segment:
        if segment.target:
            return segment
        hits = memory.lookup(segment.source, bitext.source_language, bitext.target_language, minimum=_LEAST / 100)
        hits = [hit for hit in hits if hit.score >= _LEAST and usable(hit)][:_MOST]
        taken.update(dict.fromkeys(hit.unit for hit in hits))
        found = (Match(hit.unit.source, hit.target, hit.score, hit.unit.document or "memory") for hit in hits)
        return replace(segment, matches=tuple(dict.fromkeys([*segment.matches, *found])))

    units = (replace(unit, segments=tuple(map(proposed, unit.segments))) for unit in bitext.units)
    return replace(bitext, units=tuple(units))


def members(
    desk: Desk, pairs: Sequence[tuple[str, str]], units: Sequence[MemoryUnit], *, omegat: bool
) -> dict[str, bytes]:
    """The files of a package: the units as TMX, and the terms as TBX, for OmegaT as its own table too."""
    found: dict[str, bytes] = {}
    if units:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "desk.tmx"
            write_tmx(units, path, units[0].source_language)
            found["tm/desk.tmx" if omegat else "memory/desk.tmx"] = path.read_bytes()
    known = [term for pair in dict.fromkeys(pairs) for term in terms(desk, *pair)]
    if known:
        found["glossary/terms.tbx"] = write_tbx(known)
    if known and omegat:
        lines = ("\t".join((term.source, term.target, term.note)) for term in known)
        found["glossary/terms.utf8"] = "\n".join([*lines, ""]).encode()
    return found
