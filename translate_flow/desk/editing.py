"""One segment while somebody works on it: its version, and saving it unless somebody else was faster.

A version is a hash of what two people could change at once; who saves says which version the work began from, and
gets the present segment instead of overwriting it where that is no longer the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from translate_flow.bitext import Bitext, Credit, Note, Segment, State, Unit
from translate_flow.desk import bitexts
from translate_flow.desk.marking import marked_as, refuse_own
from translate_flow.documents.coded import fault
from translate_flow.errors import InputError, TranslateFlowError, UsageError

if TYPE_CHECKING:
    from translate_flow.desk.places import Place


class OvertakenError(TranslateFlowError):
    """Somebody else has changed the segment since; nothing was written."""

    exit_code = 1

    def __init__(self, name: str, present: Segment) -> None:
        super().__init__("somebody else has changed this segment", where=name, remedy="look at both and choose")
        self.present = present


class Saved(NamedTuple):
    """A segment as it is now."""

    name: str
    segment: Segment
    version: str
    fault: str = ""
    """What is wrong with its inline codes; such a segment stays a draft."""


def version(segment: Segment) -> str:
    """What tells two states of a segment apart: 12 hexadecimal digits."""
    text = "\0".join((segment.source, segment.target, segment.state, segment.sub_state))
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def find(bitext: Bitext, name: str) -> tuple[Unit, int]:
    """The unit that has a segment, and which one it is. Raises :class:`InputError` where there is none."""
    for unit in bitext.units:
        if name == unit.id or name.startswith(f"{unit.id}:"):
            for at, known in enumerate(unit.segment_ids()):
                if known == name:
                    return unit, at
    raise InputError("there is no such segment any more", where=name, remedy="load the page anew")


def save(
    path: Place, name: str, target: str, base: str, now: str,
    *, by: str = "", state: State | None = None, own_work: bool = True,
) -> Saved:  # fmt: skip
    """Write what somebody made of a segment of a bitext file.

    ``base`` is the version that the work began from. Without ``state`` only the text counts: a segment that was not
    yet translated becomes a draft (initial, with a target), any other at most translated. ``INITIAL`` makes it a draft,
    the others say what ``by`` has done. Without ``own_work`` nobody reviews what they translated.

    Raises :class:`OvertakenError` where the segment is another by now, unless it already says the same.
    """
    result: list[Saved] = []

    def work(unit: Unit, at: int) -> Segment:
        was = unit.segments[at]
        if version(was) != base and (was.target != target or state not in (None, was.state)):
            raise OvertakenError(name, was)
        wrong = fault(was.source, target, {code.id for code in unit.codes}) if target else None
        wanted = State.INITIAL if wrong and state is not None else state
        made = edited(was, target, wanted, by, now[:10], own_work=own_work)
        result[:] = [Saved(name, made, version(made), wrong or "")]
        return made

    change(path, name, work, now)
    return result[0]


def edited(was: Segment, target: str, state: State | None, by: str, date: str, *, own_work: bool = True) -> Segment:
    """The segment with a new target and, where one is given, a new state; credits follow from both."""
    if not target.strip():
        return replace(was, target="", state=State.INITIAL, sub_state="", credits=(), previous="")
    if target == was.target and state in (None, was.state) and not (state and was.sub_state):
        return was
    now = was if target == was.target else _retyped(was, target, state, by, date)
    if state is State.INITIAL:
        kept = tuple(credit for credit in now.credits if credit.role == "translator")
        return replace(now, state=State.INITIAL, credits=kept)
    if state is None:
        return now
    if not own_work:
        refuse_own(now, state, by, by)
    return marked_as(now, state, by, date)


def _retyped(was: Segment, target: str, state: State | None, by: str, date: str) -> Segment:
    """With another target: reviews of the old one hold no more, and who typed it has translated."""
    kept = [credit for credit in was.credits if credit.role == "translator"]
    reviewing = state is not None and state.rank > State.TRANSLATED.rank
    if by and not reviewing and by not in {credit.name for credit in kept}:
        kept.append(Credit("translator", by, date))
    least = min(was.state, State.TRANSLATED, key=lambda one: one.rank)
    return replace(was, target=target, state=least, credits=tuple(kept))


def reject(path: Place, name: str, base: str, reason: str, by: str, now: str) -> Saved:
    """Send a segment back to its translator, for a reason that stands in a note. Raises :class:`OvertakenError`."""
    result: list[Saved] = []

    def work(unit: Unit, at: int) -> Segment:
        was = unit.segments[at]
        if version(was) != base:
            raise OvertakenError(name, was)
        if not was.target:
            raise UsageError("there is no translation to reject", where=name, remedy="translate it first")
        made = marked_as(was, State.INITIAL, by, now[:10])
        made = replace(made, notes=(*made.notes, remark(by, reason))) if reason.strip() else made
        result[:] = [Saved(name, made, version(made))]
        return made

    change(path, name, work, now)
    return result[0]


def comment(path: Place, name: str, text: str, by: str, now: str) -> Saved:
    """Add a remark to a segment; its version stays. Raises :class:`UsageError` for an empty one."""
    result: list[Saved] = []
    if not text.strip():
        raise UsageError("the note is empty", where=name, remedy="write something")

    def work(unit: Unit, at: int) -> Segment:
        made = replace(unit.segments[at], notes=(*unit.segments[at].notes, remark(by, text)))
        result[:] = [Saved(name, made, version(made))]
        return made

    change(path, name, work, now)
    return result[0]


def remark(by: str, text: str) -> Note:
    """A person's remark, which begins with the name."""
    line = " ".join(text.split())
    return Note(f"{by}: {line}" if by else line)


def change(path: Place, name: str, work: Callable[[Unit, int], Segment], now: str) -> None:
    """Replace one segment of a bitext file by what ``work`` makes of it, given its unit and place.

    Raises :class:`InputError` where the file does not have it, and what ``work`` raises; nothing is written then.
    """

    def rewritten(bitext: Bitext) -> Bitext:
        unit, at = find(bitext, name)
        made = work(unit, at)
        if made == unit.segments[at]:
            return bitext
        changed = replace(unit, segments=(*unit.segments[:at], made, *unit.segments[at + 1 :]))
        return replace(bitext, units=tuple(changed if one is unit else one for one in bitext.units))

    bitexts.rewrite(path, rewritten, now)
