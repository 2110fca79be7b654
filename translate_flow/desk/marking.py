"""``mark``, ``join`` and ``split``: what people say of segments, and how they cut them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from translate_flow import languages
from translate_flow.bitext import FUZZY_MATCH, REJECTED, TAG, Bitext, Credit, Segment, State, Unit, spell
from translate_flow.desk import article, bitexts, files
from translate_flow.desk.desk import Desk
from translate_flow.desk.pairing import key, unit_key
from translate_flow.errors import InputError, UsageError

if TYPE_CHECKING:
    from translate_flow.desk.places import Place

_ROLES: dict[State, Literal["translator", "reviewer", "editor"]] = {
    State.TRANSLATED: "translator",
    State.REVIEWED: "reviewer",
    State.FINAL: "editor",
}
"""What a person did who brings a segment to a state."""


@dataclass(frozen=True, slots=True)
class Marked:
    """What ``mark`` did to one bitext, by segment ids."""

    bitext: str
    marked: tuple[str, ...]
    without_target: tuple[str, ...]
    """Left as they were: nothing can be translated, reviewed or final that has no target."""
    uncredited: tuple[str, ...] = ()
    """Marked, but nobody is named who did it."""


def find_segments(desk: Desk | None, names: Sequence[str], to: Sequence[str]) -> dict[Place, set[str] | None]:
    """Which bitexts and segments are meant: a bitext, a document, ``DOCUMENT#SEGMENT``, or a segment's id alone.

    Gives the segment ids by bitext file, ``None`` for all of them. Raises :class:`InputError` for what isn't there.
    """
    found: dict[Place, set[str] | None] = {}
    for name in names:
        document, _, segment = name.partition("#")
        place = desk.at(document) if desk else Path(document)
        if bitexts.is_bitext(place):
            paths = [place]
        elif desk is None:
            raise InputError("there is no such bitext", where=document, remedy="give a .po file, or go to the desk")
        elif segment or Path(document).suffix:
            paths = _bitexts(desk, desk.documents([Path(document)]), to)
        else:
            paths, segment = _holding(desk, name, to), name
        for path in paths:
            chosen = found.setdefault(path, set())
            if segment and chosen is not None:
                chosen.add(segment)
            elif not segment:
                found[path] = None
    return found


def _bitexts(desk: Desk, documents: Sequence[str], to: Sequence[str]) -> list[Place]:
    paths = [desk.bitext(document, target) for document in documents for target in desk.pair(document, to)[1]]
    there = [path for path in paths if files.there(path)]
    if not there:
        raise InputError("there is no bitext yet", where=documents[0], remedy="run “translate-flow segment”")
    return there


def _holding(desk: Desk, segment: str, to: Sequence[str]) -> list[Place]:
    """The bitexts of the desk that have a segment of this id."""
    paths = [
        path
        for path in _bitexts(desk, desk.documents(), to)
        if segment in {name for unit in bitexts.read(path).units for name in unit.segment_ids()}
    ]
    if not paths:
        raise InputError("no bitext of this desk has such a segment", where=segment, remedy="see the ids in the bitext")
    if len(paths) > 1:
        raise UsageError(f"{len(paths)} bitexts have this segment", where=segment, remedy="write DOCUMENT#SEGMENT")
    return paths


def mark(
    path: Place, chosen: set[str] | None, state: State, by: str, now: str, *, own_work: bool = True
) -> Marked:  # fmt: skip
    """Bring segments to a state, crediting ``by`` for it; ``chosen`` ids, or ``None`` for all.

    Back to ``initial`` is a rejection: the target stays and needs a look. Raises :class:`InputError` for an unknown id,
    and without ``own_work`` :class:`UsageError` where ``by`` would review the own translation.
    """
    marked: list[str] = []
    without: list[str] = []
    nobodys: list[str] = []

    def work(bitext: Bitext) -> Bitext:
        del marked[:], without[:]
        known = {name for unit in bitext.units for name in unit.segment_ids()}
        if chosen is not None and (unknown := sorted(chosen - known)):
            raise InputError(
                "there is no such segment", where=f"{path}: {unknown[0]}", remedy="see the ids in the file"
            )
        if not own_work:
            _refuse_own(bitext, chosen, state, by)
        units = [_mark_unit(unit, chosen, state, by, now[:10], marked, without) for unit in bitext.units]
        nobodys[:] = [] if by else _uncredited(units, set(marked), state)
        return replace(bitext, units=tuple(units))

    bitexts.rewrite(path, work, now)
    return Marked(str(path), tuple(marked), tuple(without), tuple(nobodys))


def _uncredited(units: Iterable[Unit], marked: set[str], state: State) -> list[str]:
    """Those of the marked segments that credit nobody for what was done; to send one back takes no credit."""
    return [
        name
        for unit in units
        for name, segment in zip(unit.segment_ids(), unit.segments, strict=True)
        if state in _ROLES and name in marked and not any(one.role == _ROLES[state] for one in segment.credits)
    ]


def _refuse_own(bitext: Bitext, chosen: set[str] | None, state: State, by: str) -> None:
    for unit in bitext.units:
        for name, segment in zip(unit.segment_ids(), unit.segments, strict=True):
            if chosen is None or name in chosen:
                refuse_own(segment, state, by, name)


def refuse_own(segment: Segment, state: State, by: str, name: str) -> None:
    """Raises :class:`UsageError` where somebody would review what they translated themselves, or does not say who."""
    if state.rank < State.REVIEWED.rank:
        return
    if not by:
        raise UsageError("nobody is named who reviewed it", where=name, remedy="name somebody: --by NAME")
    if by in {credit.name for credit in segment.credits if credit.role == "translator"}:
        raise UsageError("nobody reviews their own work here", where=name, remedy="ask somebody else")


def _mark_unit(
    unit: Unit, chosen: set[str] | None, state: State, by: str, date: str, marked: list[str], without: list[str]
) -> Unit:
    segments: list[Segment] = []
    for name, segment in zip(unit.segment_ids(), unit.segments, strict=True):
        if chosen is not None and name not in chosen:
            segments.append(segment)
        elif not segment.target:
            without.append(name)
            segments.append(segment)
        else:
            marked.append(name)
            segments.append(marked_as(segment, state, by, date))
    return replace(unit, segments=tuple(segments))


def marked_as(segment: Segment, state: State, by: str, date: str) -> Segment:
    """The segment in that state. Credits for work beyond the state go; ``by`` is credited for what was not yet done."""
    done = [role for known, role in _ROLES.items() if known.rank <= state.rank]
    if state is State.INITIAL:
        kept = [credit for credit in segment.credits if credit.role == "translator"]
        return replace(segment, state=state, sub_state=REJECTED, credits=tuple(kept))
    kept = [credit for credit in segment.credits if credit.role in done]
    role = _ROLES[state]
    same = [credit for credit in kept if credit.role == role]
    worked = not same or bool(segment.sub_state)
    if by and (worked if role == "translator" else True) and by not in {credit.name for credit in same}:
        kept.append(Credit(role, by, date))
    return replace(segment, state=state, sub_state="", previous="", credits=tuple(kept))


def join(path: Place, segment_id: str, desk: Desk | None, now: str) -> str:
    """Join a segment with the next one of its unit; the id of the joined one.

    Raises :class:`InputError` for a segment that is not there, :class:`UsageError` for the last of its unit.
    """
    joined: list[str] = []

    def work(bitext: Bitext) -> Bitext:
        unit, at = _find(bitext, path, segment_id)
        if at + 1 >= len(unit.segments):
            raise UsageError("no segment follows in this unit", where=segment_id, remedy="name the first of the two")
        first, second = unit.segments[at], unit.segments[at + 1]
        one = replace(
            first,
            source=_source_of(bitext, unit, at, desk),
            target=_put(first.target, second.target, languages.joiner(bitext.target_language)),
            state=min(first.state, second.state, key=lambda state: state.rank),
            sub_state=first.sub_state or second.sub_state or (FUZZY_MATCH if _halved(first, second) else ""),
            credits=tuple(dict.fromkeys(first.credits + second.credits)),
            notes=tuple(dict.fromkeys(first.notes + second.notes)),
            previous=_put(first.previous, second.previous, languages.joiner(bitext.source_language)),
        )
        changed = replace(unit, segments=(*unit.segments[:at], one, *unit.segments[at + 2 :]))
        joined[:] = [changed.segment_ids()[at]]
        return _with_unit(bitext, changed)

    bitexts.rewrite(path, work, now)
    return joined[0]


def _halved(first: Segment, second: Segment) -> bool:
    return bool(first.target) != bool(second.target)


def _put(first: str, second: str, joiner: str) -> str:
    return joiner.join(text for text in (first, second) if text)


def _source_of(bitext: Bitext, unit: Unit, at: int, desk: Desk | None) -> str:
    """The two segments' source with what stands between them in the document, where that is at hand."""
    sources = [segment.source for segment in unit.segments]
    document = bitext.document.removeprefix("sources/")
    if desk is not None and desk.has(document):
        for other in article.read_document(desk, document).units:
            if key(other.text) == unit_key(unit) and (spans := spell(other.text, sources)) is not None:
                return other.text[spans[at][0] : spans[at + 1][1]]
    return languages.joiner(bitext.source_language).join(sources[at : at + 2])


def split(path: Place, segment_id: str, before: str, target_before: str, now: str) -> tuple[str, str]:
    """Split a segment in two before the words ``before``, its target before ``target_before``; the ids of the two.

    Without ``target_before`` the target stays with the first part, which then needs a look.
    """
    ids: list[str] = []

    def work(bitext: Bitext) -> Bitext:
        unit, at = _find(bitext, path, segment_id)
        segment = unit.segments[at]
        source = _halves(segment.source, before, segment_id)
        target = _halves(segment.target, target_before, segment_id) if target_before else (segment.target, "")
        unsure = FUZZY_MATCH if segment.target and not target_before else segment.sub_state
        state = State.INITIAL if unsure else segment.state
        first = replace(segment, source=source[0], target=target[0], sub_state=unsure, state=state, previous="")
        second = replace(first, source=source[1], target=target[1], notes=())
        if not target[1]:
            second = Segment(source[1])
        changed = replace(unit, segments=(*unit.segments[:at], first, second, *unit.segments[at + 1 :]))
        ids[:] = changed.segment_ids()[at : at + 2]
        return _with_unit(bitext, changed)

    bitexts.rewrite(path, work, now)
    return ids[0], ids[1]


def _halves(text: str, before: str, where: str) -> tuple[str, str]:
    at = text.find(before)
    if at < 0 or text.count(before) > 1:
        what = "does not stand in" if at < 0 else "stands more than once in"
        raise UsageError(f"“{before}” {what} “{text}”", where=where, remedy="give words that stand there once")
    if not text[:at].strip() or any(tag.start() < at < tag.end() for tag in TAG.finditer(text)):
        raise UsageError(f"no segment can begin at “{before}”", where=where, remedy="give other words")
    return text[:at].rstrip(), text[at:]


def _find(bitext: Bitext, path: Place, segment_id: str) -> tuple[Unit, int]:
    for unit in bitext.units:
        for at, name in enumerate(unit.segment_ids()):
            if name == segment_id:
                return unit, at
    raise InputError("there is no such segment", where=f"{path}: {segment_id}", remedy="see the ids in the file")


def _with_unit(bitext: Bitext, changed: Unit) -> Bitext:
    return replace(bitext, units=tuple(changed if unit.id == changed.id else unit for unit in bitext.units))
