"""One round trip: handed out, edited in a tool, taken back, and what became of it."""

from __future__ import annotations

from pathlib import Path

from interop import exchange, sample
from interop.results import Trip
from interop.sample import Edit
from interop.survey import survey
from interop.tool import Tool
from translate_flow.bitext import Bitext, Segment, State


def make(tool: Tool, form: str, edit: Edit, folder: Path) -> Trip:
    """The whole way there and back. Raises :class:`interop.tool.ToolError` where the tool fails."""
    desk = sample.desk(folder / "desk")
    for name in ("out", "tool"):
        (folder / name).mkdir()
    before = exchange.bitext(desk)
    exported = exchange.hand_out(desk, form, folder / "out")
    saved = tool.set_target(exported, edit.source, edit.target, folder / "tool")
    kept = survey(exported.read_bytes(), saved.read_bytes(), form, edit)
    reported = exchange.take_back(desk, form, saved)
    after = exchange.bitext(desk)
    return Trip(kept=kept, taken=taken(before, after, edit), credit=credit(before, after, edit), reported=reported)


def taken(before: Bitext, after: Bitext, edit: Edit) -> str:
    """``exactly`` the edit with its credit and nothing else, ``nothing``, or where else the bitexts differ."""
    if before == after:
        return "nothing"
    old, new = _segments(before), _segments(after)
    differing = [id_ for id_ in old | new if old.get(id_) != new.get(id_) and not _is_edited(old, new, id_, edit)]
    edited = next(segment for segment in new.values() if segment.source == edit.source)
    if edited.target != edit.target:
        differing.append("not the change")
    if [unit.codes for unit in before.units] != [unit.codes for unit in after.units]:
        differing.append("codes")
    return f"also {', '.join(differing)}" if differing else "exactly"


def _is_edited(old: dict[str, Segment], new: dict[str, Segment], id_: str, edit: Edit) -> bool:
    """Whether this is the edited segment, and all of it is as it should be."""
    if id_ not in old or id_ not in new or old[id_].source != edit.source:
        return False
    was, now = old[id_], new[id_]
    rest = (was.notes, was.previous, was.matches) == (now.notes, now.previous, now.matches)
    reviewed = any(credit.role == "reviewer" for credit in now.credits)
    return rest and not reviewed and (now.target, now.state, now.sub_state) == (edit.target, State.TRANSLATED, "")


def credit(before: Bitext, after: Bitext, edit: Edit) -> str:
    """Who is named for the edited segment now and was not before."""
    old, new = (
        next(segment for segment in _segments(bitext).values() if segment.source == edit.source)
        for bitext in (before, after)
    )
    return ", ".join(credit.name for credit in new.credits if credit not in old.credits)


def _segments(bitext: Bitext) -> dict[str, Segment]:
    return {
        id_: segment for unit in bitext.units for id_, segment in zip(unit.segment_ids(), unit.segments, strict=True)
    }
