"""One round trip: handed out, edited in a tool, taken back, and what became of it."""

from __future__ import annotations

from dataclasses import replace
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
    before = exchange.bitext(desk)
    exported = exchange.hand_out(desk, form, folder / "package")
    (tools_own := folder / "tool").mkdir()
    saved = tool.set_target(exported, edit.source, edit.target, tools_own)
    kept = survey(exported.read_bytes(), saved.read_bytes(), form, edit)
    reported = exchange.take_back(desk, saved)
    after = exchange.bitext(desk)
    return Trip(kept=kept, taken=taken(before, after, edit), credit=credit(before, after, edit), reported=reported)


def taken(before: Bitext, after: Bitext, edit: Edit) -> str:
    """``exactly`` the edit and nothing else, ``nothing``, or where else the bitexts differ.

    What an import keeps of a tool's doing as a proposal is no difference.
    """
    old, new = _segments(before), _segments(after)
    differing = [id_ for id_ in old | new if not _same(old.get(id_), new.get(id_))]
    if [unit.codes for unit in before.units] != [unit.codes for unit in after.units]:
        differing.append("codes")
    if not differing:
        return "nothing"
    unduly = [id_ for id_ in differing if not _as_edited(old.get(id_), new.get(id_), edit)]
    if unduly == differing:
        unduly.append("not the change")
    return f"also {', '.join(unduly)}" if unduly else "exactly"


def _same(was: Segment | None, now: Segment | None) -> bool:
    if was is None or now is None:
        return False
    return set(was.matches) <= set(now.matches) and replace(now, matches=was.matches) == was


def _as_edited(was: Segment | None, now: Segment | None, edit: Edit) -> bool:
    """Whether this is the edited segment, and all of it is as it should be."""
    if was is None or now is None or now.source != edit.source:
        return False
    reviewed = any(credit.role == "reviewer" for credit in now.credits)
    expected = replace(was, target=edit.target, state=State.TRANSLATED, sub_state="", credits=now.credits)
    return not reviewed and now == expected


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
