"""States of XLIFF 2 and ours, and what another tool's say of a segment that we wrote."""

from __future__ import annotations

import re
from typing import NamedTuple

from translate_flow.bitext import SUB_STATES, Segment, State
from translate_flow.stores.facts import STATES, Stated, digest

OWN = "tf:"
"""Prefix of our values where the standard leaves them to users."""
_SUB_STATE = re.compile(
    r"(?!tf:|xlf:)[^\s:\x00-\x1f\ud800-\udfff\ufffe\uffff]+:[^\s:\x00-\x1f\ud800-\udfff\ufffe\uffff]+"
)


class Judgement(NamedTuple):
    """What holds now."""

    state: State
    sub_state: str
    changed: bool = False
    """Whether the target is not the one that we wrote."""
    foreign: bool = False
    """Whether the target was made, changed or approved in another tool."""


def sub_state_attribute(sub_state: str) -> str:
    """A sub-state as ``subState`` (2.1, section 4.3.1.34); empty where it cannot be one."""
    if sub_state in SUB_STATES:
        return OWN + sub_state
    return sub_state if _SUB_STATE.fullmatch(sub_state) else ""


def stated(segment: Segment) -> Stated | None:
    """What we write of a segment's state, so that we see later whether another tool changed anything.

    ``None`` where there is nothing to remember: no target yet, or one that nobody is credited with.
    """
    usual = State.TRANSLATED if segment.target else State.INITIAL
    plain = (segment.state, segment.sub_state, segment.credits) == (usual, "", ())
    return None if plain else Stated(segment.state, segment.sub_state, digest(segment.target))


def judged(target: str, was: Stated | None, state: str, sub_state: str, *, ours: bool) -> Judgement:
    """What holds of a segment: ``was`` is what we wrote, ``state`` and ``sub_state`` are the attributes as they stand.

    A target that is not the one of then is a translation whatever they say, unless they were taken back to initial.
    ``ours`` says that the unit is one of ours.
    """
    said = STATES.get(state, State.INITIAL)
    reason = sub_state.removeprefix(OWN)
    reason = reason if reason in SUB_STATES else sub_state
    if was is None:
        if ours and target and said is State.INITIAL and not sub_state:
            said = State.TRANSLATED
        return Judgement(
            said, reason, changed=ours and bool(target), foreign=bool(target) and said is not State.INITIAL
        )
    kept = sub_state == sub_state_attribute(was.sub_state)
    if was.digest == digest(target):
        if said is was.state and kept:
            return Judgement(was.state, was.sub_state)
        return Judgement(said, reason, foreign=said.rank > was.state.rank or not sub_state)
    taken_back = said is State.INITIAL and was.state is not State.INITIAL
    holds = State.TRANSLATED if target and not taken_back else State.INITIAL
    return Judgement(holds, "" if kept or not target else reason, changed=True, foreign=holds is State.TRANSLATED)
