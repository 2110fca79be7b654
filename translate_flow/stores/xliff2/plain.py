"""Units without notes and proposals, read by one expression: as we write them, and as most tools write simple ones.

What is read here breaks no rule, by its shape; all else is read as an element, and both ways read the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import cast

from translate_flow.bitext import Code, Credit, Match, Segment, State, Unit
from translate_flow.stores.facts import Stated, digest, fact_in
from translate_flow.stores.xliff2.coded import DATA, TEXT, OddError, coded, resolved
from translate_flow.stores.xliff2.status import judged
from translate_flow.stores.xml_frame import Groups

_FACTS = (
    r'(?:\s*<mda:metadata>((?:\s*<mda:metaGroup category="tf:[0-9]+" appliesTo="target">'
    r'(?:\s*<mda:meta type="tf:fact">[^<]*+</mda:meta>)++\s*</mda:metaGroup>)++)\s*</mda:metadata>)?'
)
_CREDIT = r'(\s*<notes>\s*<note id="credit" appliesTo="target" category="credit">[^<]*+</note>\s*</notes>)?'
_BETWEEN = r"(?:<ignorable>\s*<source>\s*</source>\s*</ignorable>\s*)?"
_SEGMENT = (
    r'<segment(?: id="([0-9]+)")?(?: state="(initial|translated|reviewed|final)")?>'
    rf"\s*<source>({TEXT})</source>\s*(?:(<target>)({TEXT})</target>\s*)?</segment>\s*"
)
_ANY = re.sub(r"\((?!\?)", "(?:", _SEGMENT + _BETWEEN)
UNIT = re.compile(
    rf'\s*+()<unit id="([A-Za-z0-9.:-]+)"(?: type="tf:([a-z][a-z0-9]*(?:-[a-z0-9]+)*)")?>'
    rf"{_FACTS}{_CREDIT}(?:{DATA})?\s*(?:{_SEGMENT}|((?:{_ANY})++))</unit>"
)
"""For :func:`translate_flow.stores.xml_frame.frame`."""
_SEGMENTS = re.compile(_SEGMENT)
_GROUPS = re.compile(r'category="tf:([0-9]+)" appliesTo="target">((?:\s*<mda:meta [^<]*</mda:meta>)++)')
_STATED = re.compile(r'\s*<mda:meta type="tf:fact">state=([a-z]+) target=([0-9a-f]{6})</mda:meta>')
_METAS = re.compile(r">([^<]*)</mda:meta>")
_MARKUP = re.compile("[<&]")
_INITIAL = State.INITIAL
_STATES = {str(state): state for state in State}


Row = tuple[str, str, str, str | None, str]


def plain(groups: Groups) -> tuple[Unit, tuple[int, ...]] | None:
    """The unit of which :data:`UNIT` found ``groups``, and which of its segments another tool changed.

    Another tool's unit has no role. ``None`` where the unit has to be read as an element. The text must be without
    carriage returns, and its prefix ``mda`` the Metadata Module's.
    """
    _, name, role, metas, credit, data, own, state, source, there, target, several = groups
    rows: Sequence[Row] = ((own or "", state or "", source or "", there, target or ""),)
    if credit and not role:
        return None
    if several:
        rows = cast(list[Row], _SEGMENTS.findall(several))
    try:
        return _unit(name or "", role or "", dict(_GROUPS.findall(metas)) if metas else {}, data, rows)
    except OddError:
        return None


def _unit(
    name: str, role: str, facts: dict[str, str], data: str | None, rows: Sequence[Row]
) -> tuple[Unit, tuple[int, ...]]:
    texts = [(source, target) for _, _, source, _, target in rows]
    codes: tuple[Code, ...] = ()
    if data or _MARKUP.search("".join([side for pair in texts for side in pair])):
        texts, codes = coded(texts, data, ours=bool(role))
    if len(rows) > 1 and len(names := [own for own, *_ in rows if own]) > len(set(names)):
        raise OddError
    segments: list[Segment] = []
    foreign: list[int] = []
    for (own, state, _, there, _), (source, target) in zip(rows, texts, strict=True):
        if state and state != "initial" and not there:
            raise OddError
        if not role and own not in facts:
            holds = _STATES.get(state, _INITIAL)
            segment, changed = Segment(source, target, holds), bool(target) and holds is not _INITIAL
        else:
            segment, changed = _judged(source, target, state, facts.get(own, ""), ours=bool(role))
        if changed:
            foreign.append(len(segments))
        segments.append(segment)
    return Unit(name, role, tuple(segments), codes), tuple(foreign)


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
        fact = fact_in(resolved(line))
        stated = fact if isinstance(fact, Stated) else stated
    credits_, matches = _credits(metas)
    status = judged(target, stated, state, "", ours=ours)
    if status.changed:
        credits_ = tuple(credit for credit in credits_ if credit.role != "reviewer")
    return Segment(source, target, status.state, status.sub_state, credits_, (), "", matches), status.foreign


@lru_cache(maxsize=1024)
def _credits(metas: str) -> tuple[tuple[Credit, ...], tuple[Match, ...]]:
    """The credits and proposals among facts, which are the same in many units."""
    facts = [fact_in(resolved(line)) for line in _METAS.findall(metas)]
    credits_ = tuple(fact for fact in facts if isinstance(fact, Credit))
    return credits_, tuple(fact for fact in facts if isinstance(fact, Match))
