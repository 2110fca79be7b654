"""States of XLIFF 1.2 (``state``, ``state-qualifier``, ``approved``) and ours, and what tools' say of our segments.

The table is that of docs/file-formats.md. What our four states cannot say is kept as a sub-state ``xliff12:VALUE``.
"""

from __future__ import annotations

from typing import NamedTuple

from translate_flow.bitext import FUZZY_MATCH, MACHINE, REJECTED, SOURCE_CHANGED, SUB_STATES, State
from translate_flow.stores.facts import Stated, digest

KEPT = "xliff12:"
"""Before a sub-state that is a value of XLIFF 1.2 which ours have no word for."""
_STATES = {
    "new": State.INITIAL, "needs-translation": State.INITIAL, "needs-l10n": State.INITIAL,
    "needs-adaptation": State.INITIAL, "needs-review-translation": State.TRANSLATED,
    "needs-review-l10n": State.TRANSLATED, "needs-review-adaptation": State.TRANSLATED,
    "translated": State.TRANSLATED, "signed-off": State.REVIEWED, "final": State.FINAL,
}  # fmt: skip
_UNSAID = frozenset(
    {"needs-l10n", "needs-adaptation", "needs-review-translation", "needs-review-l10n", "needs-review-adaptation"}
)
_QUALIFIERS = {
    "fuzzy-match": FUZZY_MATCH, "leveraged-repaired": FUZZY_MATCH, "tm-suggestion": FUZZY_MATCH,
    "mt-suggestion": MACHINE, "leveraged-mt": MACHINE, "rejected-grammar": REJECTED, "rejected-inaccurate": REJECTED,
    "rejected-length": REJECTED, "rejected-spelling": REJECTED, "x-source-changed": SOURCE_CHANGED,
}  # fmt: skip
_WRITTEN = {SOURCE_CHANGED: "x-source-changed", FUZZY_MATCH: "fuzzy-match", MACHINE: "mt-suggestion",
            REJECTED: "rejected-inaccurate"}  # fmt: skip
_TRADOS = {
    "Draft": (State.INITIAL, ""), "Translated": (State.TRANSLATED, ""),
    "RejectedTranslation": (State.TRANSLATED, REJECTED), "ApprovedTranslation": (State.REVIEWED, ""),
    "RejectedSignOff": (State.REVIEWED, REJECTED), "ApprovedSignOff": (State.FINAL, ""),
}  # fmt: skip
_MEMOQ = {
    "NotStarted": (State.INITIAL, ""), "Pretranslated": (State.INITIAL, ""),
    "AssembledFromFragments": (State.INITIAL, ""), "PartiallyEdited": (State.INITIAL, ""),
    "MachineTranslated": (State.INITIAL, MACHINE), "Rejected": (State.TRANSLATED, REJECTED),
    "ManuallyConfirmed": (State.TRANSLATED, ""), "Confirmed": (State.TRANSLATED, ""),
    "Reviewer1Confirmed": (State.REVIEWED, ""), "Proofread": (State.FINAL, ""),
    "Reviewer2Confirmed": (State.FINAL, ""),
}  # fmt: skip
_TRADOS_WRITTEN = {State.INITIAL: "Draft", State.TRANSLATED: "Translated", State.REVIEWED: "ApprovedTranslation",
                   State.FINAL: "ApprovedSignOff"}  # fmt: skip
_MEMOQ_WRITTEN = {State.INITIAL: "NotStarted", State.TRANSLATED: "ManuallyConfirmed",
                  State.REVIEWED: "Reviewer1Confirmed", State.FINAL: "Proofread"}  # fmt: skip


class Status(NamedTuple):
    """The attributes of a ``target`` and its ``trans-unit``; empty where they are missing."""

    state: str = ""
    qualifier: str = ""
    approved: str = ""
    trados: str = ""
    """``sdl:seg/@conf``, which Trados has for each segment."""
    memoq: str = ""
    """``mq:status``."""


class Judgement(NamedTuple):
    """What holds now."""

    state: State
    sub_state: str
    changed: bool = False
    """Whether the target is not the one that we wrote."""
    foreign: bool = False
    """Whether the target was made, changed or approved in another tool."""


def attributes(state: State, sub_state: str, target: str) -> Status:
    """State, qualifier and approval as we write them."""
    approved = "yes" if state is State.FINAL and not sub_state else ""
    if sub_state.startswith(KEPT) and (value := sub_state[len(KEPT) :]) in _UNSAID and _STATES[value] is state:
        return Status(value, "", approved)
    if sub_state in SUB_STATES:
        waiting = "needs-translation" if state is State.INITIAL else "needs-review-translation"
        return Status(waiting, _WRITTEN[sub_state], approved)
    if state is State.INITIAL:
        return Status("needs-translation" if target else "new", "", approved)
    return Status("signed-off" if state is State.REVIEWED else str(state), "", approved)


def trados(state: State, sub_state: str) -> str:
    """``sdl:seg/@conf`` as we write it."""
    if sub_state == REJECTED and state is not State.INITIAL:
        return "RejectedTranslation" if state is State.TRANSLATED else "RejectedSignOff"
    return _TRADOS_WRITTEN[state]


def memoq(state: State, sub_state: str, target: str) -> str:
    """``mq:status`` as we write it."""
    if sub_state == REJECTED and state is not State.INITIAL:
        return "Rejected"
    return "PartiallyEdited" if target and state is State.INITIAL else _MEMOQ_WRITTEN[state]


def said(status: Status, target: str) -> tuple[State, str]:
    """What the attributes say."""
    reason = _QUALIFIERS.get(status.qualifier, "")
    if status.trados in _TRADOS:
        state, rejected = _TRADOS[status.trados]
        return state, rejected or reason
    if status.memoq in _MEMOQ:
        state, other = _MEMOQ[status.memoq]
        return state, other or reason
    if status.state in _STATES:
        kept = f"{KEPT}{status.state}" if status.state in _UNSAID and target else ""
        return _STATES[status.state], reason or kept
    if not target:
        return State.INITIAL, reason
    return State.REVIEWED if status.approved == "yes" and not status.state else State.TRANSLATED, reason


def judged(target: str, was: Stated | None, status: Status, *, ours: bool) -> Judgement:
    """What holds of a segment: ``was`` is what we wrote, ``status`` are the attributes as they stand.

    A target that is not the one of then is a translation whatever they say, unless they were set to one that asks for
    work: tools leave ``final`` and ``approved`` on what was edited, and some set ``new`` on what was translated.
    """
    state, reason = said(status, target)
    if was is None:
        if ours and target and state is State.INITIAL and not reason:
            state = State.TRANSLATED
        return Judgement(
            state, reason, changed=ours and bool(target), foreign=bool(target) and state is not State.INITIAL
        )
    expected = attributes(was.state, was.sub_state, target)
    if status.trados in _TRADOS or status.memoq in _MEMOQ:
        return _judged_there(target, was, status, state, reason)
    if was.digest == digest(target):
        return _unchanged(was, status, expected, state, reason)
    if not target:
        return Judgement(State.INITIAL, "", changed=True)
    if status.state != expected.state and status.state.startswith("needs-"):
        return Judgement(state, reason, changed=True, foreign=state is not State.INITIAL)
    return Judgement(State.TRANSLATED, "", changed=True, foreign=True)


def _judged_there(target: str, was: Stated, status: Status, state: State, reason: str) -> Judgement:
    """What holds in a file of Trados or memoQ, which have a status of their own."""
    as_written = (
        status.trados == trados(was.state, was.sub_state)
        if status.trados
        else status.memoq == memoq(was.state, was.sub_state, target)
    )
    if was.digest == digest(target):
        if as_written or (state, reason) == (was.state, was.sub_state):
            return Judgement(was.state, was.sub_state)
        return Judgement(state, reason, foreign=state.rank > was.state.rank or not reason)
    if not target:
        return Judgement(State.INITIAL, "", changed=True)
    if not as_written and (reason or state is State.INITIAL):
        return Judgement(state, reason, changed=True, foreign=state is not State.INITIAL)
    return Judgement(State.TRANSLATED, "", changed=True, foreign=True)


def _unchanged(was: Stated, status: Status, expected: Status, state: State, reason: str) -> Judgement:
    """What holds where the target is as we wrote it."""
    dropped = not (status.state or status.qualifier) and status.approved in ("", expected.approved)
    if status[:3] == expected[:3] or dropped:
        return Judgement(was.state, was.sub_state)
    if status[:2] != expected[:2]:
        return Judgement(state, reason, foreign=state.rank > was.state.rank or not reason)
    if status.approved == "yes" and was.state.rank < State.REVIEWED.rank:
        return Judgement(State.REVIEWED, was.sub_state, foreign=True)
    return Judgement(State.TRANSLATED if was.state is State.FINAL else was.state, was.sub_state)
