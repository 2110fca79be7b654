"""Units without inline codes, read by one expression: as we write them, and as most tools write simple ones.

What is read here breaks no rule, by its shape; all else is read as an element, and both ways read the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import cast

from translate_flow.bitext import Credit, Match, Segment, State
from translate_flow.stores.facts import Stated, digest, fact_in
from translate_flow.stores.xliff2_status import judged
from translate_flow.stores.xml_frame import Groups

_FACTS = (
    r'(?:\s*<mda:metadata>((?:\s*<mda:metaGroup category="tf:[0-9]+" appliesTo="target">'
    r'(?:\s*<mda:meta type="tf:fact">[^<]*+</mda:meta>)++\s*</mda:metaGroup>)++)\s*</mda:metadata>)?'
)
_CREDIT = r'(?:\s*<notes>\s*<note id="credit" appliesTo="target" category="credit">[^<]*+</note>\s*</notes>)?'
_BETWEEN = r"(?:<ignorable>\s*<source>\s*</source>\s*</ignorable>\s*)?"
_SEGMENT = (
    r'<segment(?: id="([0-9]+)")?(?: state="(initial|translated|reviewed|final)")?>'
    r"\s*<source>([^<]*+)</source>\s*(?:(<target>)([^<]*+)</target>\s*)?</segment>\s*"
)
_ANY = re.sub(r"\((?!\?)", "(?:", _SEGMENT + _BETWEEN)
UNIT = re.compile(
    rf'\s*+()<unit id="([A-Za-z0-9.:-]+)"(?: type="tf:([a-z][a-z0-9]*(?:-[a-z0-9]+)*)")?>'
    rf"{_FACTS}{_CREDIT}\s*(?:{_SEGMENT}|((?:{_ANY})++))</unit>"
)
"""For :func:`translate_flow.stores.xml_frame.frame`."""
_SEGMENTS = re.compile(_SEGMENT)
_GROUPS = re.compile(r'category="tf:([0-9]+)" appliesTo="target">((?:\s*<mda:meta [^<]*</mda:meta>)++)')
_STATED = re.compile(r'\s*<mda:meta type="tf:fact">state=([a-z]+) target=([0-9a-f]{6})</mda:meta>')
_METAS = re.compile(r">([^<]*)</mda:meta>")
_REFERENCE = re.compile(r"&(?:(lt|gt|amp|quot|apos)|#13);|&")
_ENTITIES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_INITIAL = State.INITIAL
_STATES = {str(state): state for state in State}


Row = tuple[str, str, str, str | None, str]


class _OddError(Exception):
    """A character reference that the other way has to read."""


def plain(groups: Groups) -> tuple[str, str, list[Segment], list[int]] | None:
    """Id, role (empty for another tool's), segments, and which of these another tool changed, of a unit.

    ``groups`` is what :data:`UNIT` found. ``None`` where the other way has to read it. The text must be without
    carriage returns, and its prefix ``mda`` the Metadata Module's.
    """
    _, name, role, metas, own, state, source, there, target, several = groups
    rows: Iterable[Row] = ((own or "", state or "", source or "", there, target or ""),)
    if several:
        rows = cast(list[Row], _SEGMENTS.findall(several))
    facts = dict(_GROUPS.findall(metas)) if metas else {}
    segments: list[Segment] = []
    foreign: list[int] = []
    try:
        for own, state, source, there, target in rows:
            if state and state != "initial" and not there:
                return None
            texts = _resolved(source) if "&" in source else source, _resolved(target) if "&" in target else target
            if role is None and own not in facts:
                holds = _STATES.get(state, _INITIAL)
                segment, changed = Segment(*texts, holds), bool(target) and holds is not _INITIAL
            else:
                segment, changed = _judged(*texts, state, facts.get(own, ""), ours=role is not None)
            if changed:
                foreign.append(len(segments))
            segments.append(segment)
    except _OddError:
        return None
    if len(segments) > 1 and len(names := [own for own, *_ in rows if own]) > len(set(names)):
        return None
    return name or "", role or "", segments, foreign


def _judged(source: str, target: str, state: str, metas: str, *, ours: bool) -> tuple[Segment, bool]:
    found = _STATED.match(metas)
    if (
        found
        and found[1] == (state or "initial")
        and found[2] == digest(target)
        and (facts := _credits(metas[found.end() :]))
    ):
        return Segment(source, target, _STATES[state or "initial"], "", facts[0], (), "", facts[1]), False
    stated: Stated | None = None
    for line in _METAS.findall(metas):
        fact = fact_in(_resolved(line))
        stated = fact if isinstance(fact, Stated) else stated
    credits_, matches = _credits(metas)
    status = judged(target, stated, state, "", ours=ours)
    if status.changed:
        credits_ = tuple(credit for credit in credits_ if credit.role != "reviewer")
    return Segment(source, target, status.state, status.sub_state, credits_, (), "", matches), status.foreign


@lru_cache(maxsize=1024)
def _credits(metas: str) -> tuple[tuple[Credit, ...], tuple[Match, ...]]:
    """The credits and proposals among facts, which are the same in many units."""
    facts = [fact_in(_resolved(line)) for line in _METAS.findall(metas)]
    credits_ = tuple(fact for fact in facts if isinstance(fact, Credit))
    return credits_, tuple(fact for fact in facts if isinstance(fact, Match))


def _resolved(text: str) -> str:
    """Character data with references resolved."""
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(found: re.Match[str]) -> str:
    if found[0] == "&":
        raise _OddError
    return _ENTITIES[found[1]] if found[1] else "\r"
