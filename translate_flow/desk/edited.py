"""An edited unit: which of its sentences are still there, which changed, and what becomes of the rest."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

from translate_flow.bitext import SOURCE_CHANGED, Code, Segment, State, Unit
from translate_flow.desk.pairing import key, renumber
from translate_flow.desk.similarity import best_pairs

Cut = Callable[[str, frozenset[str]], list[tuple[int, int]]]
"""(coded text, ids of its codes) to the spans of its segments."""

_NO_IDS: frozenset[str] = frozenset()
_ENDS_WITHOUT_SPACE = frozenset("。！？…」』”")


class NewUnit(NamedTuple):
    """A unit as the source has it now."""

    id: str
    role: str
    text: str
    codes: tuple[Code, ...] = ()
    notes: tuple[str, ...] = ()

    def cut(self, cut: Cut, start: int = 0, end: int | None = None) -> tuple[Segment, ...]:
        """The segments that the rules propose for a stretch of the text, or for all of it."""
        text = self.text
        if start or end not in (None, len(text)):
            text = text[start:end].strip()
        if not text or text.isspace():
            return ()
        ids = frozenset([code.id for code in self.codes]) if self.codes else _NO_IDS
        return tuple([Segment(text[first:last]) for first, last in cut(text, ids)])


class Pool:
    """Segments that lost their place: they fill a gap with the same source, or become obsolete."""

    def __init__(self) -> None:
        self._waiting: defaultdict[str, deque[tuple[int, Unit, Segment]]] = defaultdict(deque)
        self._count = 0

    def add(self, unit: Unit, segments: Sequence[Segment]) -> None:
        """Take in what a person worked on; the rest is not worth keeping."""
        for segment in segments:
            if segment.target or any(note.category == "translator" for note in segment.notes):
                self._count += 1
                self._waiting[key(segment.source)].append((self._count, unit, segment))

    def fill(self, unit: Unit) -> Unit:
        """The unit, its untranslated segments filled with what waits for their source."""
        if not self._waiting or all(segment.target for segment in unit.segments):
            return unit
        segments = tuple(segment if segment.target else self._filled(segment) for segment in unit.segments)
        return replace(unit, segments=segments)

    def _filled(self, segment: Segment) -> Segment:
        waiting = self._waiting.get(key(segment.source))
        if not waiting:
            return segment
        found = waiting.popleft()[2]
        target = renumber(found.target, found.source, segment.source)
        notes = segment.notes + tuple(note for note in found.notes if note not in segment.notes)
        return replace(found, source=segment.source, target=target, notes=notes)

    def rest(self) -> tuple[Unit, ...]:
        """What found no place, in the order it came, by the unit it came from."""
        units: dict[str, Unit] = {}
        for _, unit, segment in sorted(chain.from_iterable(self._waiting.values()), key=itemgetter(0)):
            known = units.get(unit.id)
            if known is None:
                units[unit.id] = replace(unit, segments=(segment,))
            elif segment not in known.segments:
                units[unit.id] = replace(known, segments=(*known.segments, segment))
        return tuple(units.values())


def edited(old: Unit, new: NewUnit, cut: Cut, pool: Pool) -> Unit:
    """The old unit carried over to its new text; segments that found no place go to ``pool``.

    Old segments that still stand in the text, as people joined or split them, are found first, the longest before the
    others; the stretches between them are cut by the rules, and what comes out is compared with what is left.
    """
    segments: list[Segment] = []
    todo: list[_Stretch | Segment] = [_Stretch(0, len(old.segments), 0, len(new.text))]
    while todo:
        part = todo.pop()
        if isinstance(part, Segment):
            segments.append(part)
        elif (place := _longest(old.segments, part, new.text)) is None:
            segments.extend(_compared(old, part, new.cut(cut, part.start, part.end), pool))
        else:
            at, position = place
            after = position + len(old.segments[at].source)
            todo.append(_Stretch(at + 1, part.last, after, part.end))
            todo.append(old.segments[at])
            todo.append(_Stretch(part.first, at, part.start, position))
    return replace(old, segments=tuple(segments), codes=new.codes)


class _Stretch(NamedTuple):
    """Old segments ``first`` to ``last`` (exclusive) against the new text from ``start`` to ``end``."""

    first: int
    last: int
    start: int
    end: int


def _longest(segments: Sequence[Segment], within: _Stretch, text: str) -> tuple[int, int] | None:
    """The longest of the old segments that stands whole in the stretch: its index and position."""
    order = sorted(range(within.first, within.last), key=lambda at: -len(segments[at].source))
    for at in order:
        source = segments[at].source
        position = text.find(source, within.start, within.end)
        while position >= 0:
            if _bounded(text, position, position + len(source), within):
                return at, position
            position = text.find(source, position + 1, within.end)
    return None


def _bounded(text: str, start: int, end: int, within: _Stretch) -> bool:
    """Whether sentences could begin at ``start`` and end at ``end``."""
    before = start == within.start or text[start - 1].isspace() or text[start - 1] in _ENDS_WITHOUT_SPACE
    return before and (end == within.end or text[end].isspace() or text[end - 1] in _ENDS_WITHOUT_SPACE)


def _compared(old: Unit, within: _Stretch, pieces: Sequence[Segment], pool: Pool) -> list[Segment]:
    """New pieces with the targets of the old segments that they are, or were before the edit."""
    left = list(old.segments[within.first : within.last])
    made: list[Segment | None] = []
    for piece in pieces:
        same = next(
            (segment for segment in left if key(piece.source) in (key(segment.source), _made_for(segment))), None
        )
        made.append(_back(same, piece.source) if same else None)
        if same:
            left.remove(same)
    open_places = [index for index, segment in enumerate(made) if segment is None]
    pairs = best_pairs([segment.source for segment in left], [pieces[index].source for index in open_places])
    for position, at in pairs.items():
        made[open_places[position]] = _changed(left[at], pieces[open_places[position]].source)
    taken = set(pairs.values())
    pool.add(old, [segment for at, segment in enumerate(left) if at not in taken])
    return [segment or pieces[index] for index, segment in enumerate(made)]


def _made_for(segment: Segment) -> str:
    """The key of the source that a target was made for before the source changed."""
    return key(segment.previous) if segment.sub_state == SOURCE_CHANGED and segment.target else ""


def _back(segment: Segment, source: str) -> Segment:
    """The segment for a source that it knows; one that had changed and is back as it was needs no look any more."""
    if key(segment.source) == key(source):
        return replace(segment, source=source, target=renumber(segment.target, segment.source, source))
    target = renumber(segment.target, segment.previous, source)
    return replace(segment, source=source, target=target, state=State.TRANSLATED, sub_state="", previous="")


def _changed(segment: Segment, source: str) -> Segment:
    """The segment for its edited source: the old target stays, with the source it was made for, and needs a look."""
    if not segment.target:
        return replace(segment, source=source)
    return replace(
        segment,
        source=source,
        state=State.INITIAL,
        sub_state=SOURCE_CHANGED,
        previous=segment.previous or segment.source,
        credits=tuple(credit for credit in segment.credits if credit.role == "translator"),
    )
