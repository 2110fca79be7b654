"""What becomes of findings: mended where that is certain, or ignored for a reason that the bitext keeps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from translate_flow.bitext import Bitext, Note, Segment
from translate_flow.checks.model import Finding
from translate_flow.desk import bitexts
from translate_flow.desk.proofreading.checking import IGNORE
from translate_flow.errors import UsageError

if TYPE_CHECKING:
    from translate_flow.desk.places import Place

Change = Callable[[Segment], Segment]


def ignore(path: Place, segments: Iterable[str], name: str, reason: str, now: str) -> list[str]:
    """Note in a bitext that a check's findings of segments are to be ignored, and why; gives the segments' ids.

    Raises :class:`UsageError` for a segment that is not there.
    """
    wanted = list(segments)
    note = Note(f"{IGNORE}{name}: {reason}" if reason else f"{IGNORE}{name}")

    def noted(bitext: Bitext) -> Bitext:
        known = {each for unit in bitext.units for each in unit.segment_ids()}
        if unknown := [one for one in wanted if one not in known]:
            raise UsageError(f"there is no segment {unknown[0]}", where=str(path), remedy="see its ids with check")
        return _changed(bitext, {one: lambda old: replace(old, notes=(*old.notes, note)) for one in wanted})

    bitexts.rewrite(path, noted, now)
    return wanted


def fix(path: Place, findings: Iterable[Finding], now: str) -> list[Finding]:
    """Apply what is certain to a bitext file; gives the findings that were mended."""
    by_segment: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.remark.fix is not None and finding.remark.target is not None:
            by_segment[finding.segment].append(finding)
    done: list[Finding] = []

    def mended(name: str) -> Change:
        def mend(old: Segment) -> Segment:
            text, end = old.target, len(old.target) + 1
            for one in sorted(by_segment[name], key=lambda f: f.remark.target or (0, 0), reverse=True):
                start, stop = one.remark.target or (0, 0)
                if stop <= end and stop <= len(old.target):
                    text, end = f"{text[:start]}{one.remark.fix}{text[stop:]}", start
                    done.append(one)
            return replace(old, target=text)

        return mend

    if by_segment:
        bitexts.rewrite(path, lambda bitext: _changed(bitext, {name: mended(name) for name in by_segment}), now)
    return done


def _changed(bitext: Bitext, changes: dict[str, Change]) -> Bitext:
    """The bitext with segments changed, each by a function of itself."""
    units = []
    for unit in bitext.units:
        names = unit.segment_ids()
        segments = tuple(
            changes[name](segment) if name in changes else segment
            for name, segment in zip(names, unit.segments, strict=True)
        )
        units.append(replace(unit, segments=segments))
    return replace(bitext, units=tuple(units))
