"""Which tags of a unit's texts can be inline elements of an XML bitext, and which remain text.

A translator can type any nonsense: a closing tag before its opening one, the same code twice. Such tags stay literal
text, which reads as the same tag again, so nothing is lost and what is written stays valid.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from translate_flow.bitext import Code, Tag, parts

Shape = Literal["lone", "open", "close", "start", "end", "isolated-start", "isolated-end"]


class Mark(NamedTuple):
    """An inline code in its place.

    ``open`` and ``close`` nest within one text; ``start`` and ``end`` cross others, or stand in two texts of the unit;
    an ``isolated`` one has no other half in any text of the unit.
    """

    code: Code
    shape: Shape


def marked(texts: Sequence[str], codes: Iterable[Code]) -> list[list[str | Mark]]:
    """Each text of one side of a unit, its sources or its targets, as strings and marks; each mark stands once."""
    by_id = {code.id: code for code in codes}
    if not by_id:
        return [[text] if text else [] for text in texts]
    cut = [parts(text, frozenset(by_id)) for text in texts]
    halves = _halves(cut, by_id)
    nested = [_nested(text, at, halves) for at, text in enumerate(cut)]
    return [_settled(text, at, by_id, halves, nested[at]) for at, text in enumerate(cut)]


def corresponding(targets: list[list[str | Mark]], sources: list[list[str | Mark]]) -> list[list[str | Mark]]:
    """The targets' texts with those marks as text again that cannot stand for the source's code of that name.

    Half of a pair of which the source has both halves is such a one.
    """
    kinds = {part.code.id: _kind(part.shape) for text in sources for part in text if isinstance(part, Mark)}
    if not kinds:
        return targets
    return [[_fitting(part, kinds) for part in text] for text in targets]


def _fitting(part: str | Mark, kinds: Mapping[str, str]) -> str | Mark:
    if isinstance(part, str):
        return part
    kind = _kind(part.shape)
    return part if kinds.get(part.code.id, kind) == kind else literal(part)


def _kind(shape: Shape) -> str:
    return shape if shape.startswith("isolated") or shape == "lone" else "pair"


def literal(mark: Mark) -> str:
    """A mark as the tag that it was in the text."""
    ending, lone = mark.shape in ("close", "end", "isolated-end"), mark.shape == "lone"
    return f"<{'/' * ending}{mark.code.id}{'/' * lone}>"


def spelled(tag: Tag) -> str:
    """The tag as it stands in a text."""
    return f"<{'/' * (tag.shape == 'close')}{tag.id}{'/' * (tag.shape == 'lone')}>"


class _Halves(NamedTuple):
    """Where the two halves of each paired code stand, and each lone one: text and place in it; the first of each."""

    start: dict[str, tuple[int, int]]
    end: dict[str, tuple[int, int]]
    lone: dict[str, tuple[int, int]]


def _halves(cut: list[list[str | Tag]], by_id: dict[str, Code]) -> _Halves:
    found = _Halves({}, {}, {})
    for at, text in enumerate(cut):
        for place, part in enumerate(text):
            if isinstance(part, str):
                continue
            paired = by_id[part.id].close is not None
            if part.shape == "lone" and not paired:
                found.lone.setdefault(part.id, (at, place))
            elif part.shape == "open" and paired:
                found.start.setdefault(part.id, (at, place))
            elif part.shape == "close" and paired:
                found.end.setdefault(part.id, (at, place))
    for name in [name for name in found.end if name in found.start and found.end[name] < found.start[name]]:
        del found.end[name]
    return found


def _nested(text: list[str | Tag], at: int, halves: _Halves) -> frozenset[str]:
    """The codes whose halves both stand in this text, crossing no other pair."""
    opened: list[str] = []
    nested: set[str] = set()
    for place, part in enumerate(text):
        if isinstance(part, str):
            continue
        if part.shape == "open" and halves.start.get(part.id) == (at, place):
            opened.append(part.id)
        elif part.shape == "close" and halves.end.get(part.id) == (at, place) and part.id in opened:
            while opened.pop() != part.id:
                pass
            nested.add(part.id)
    return frozenset(nested)


def _settled(
    text: list[str | Tag], at: int, by_id: dict[str, Code], halves: _Halves, nested: frozenset[str]
) -> list[str | Mark]:
    settled: list[str | Mark] = []
    for place, part in enumerate(text):
        shape = None if isinstance(part, str) else _shape(part, (at, place), halves, nested)
        if isinstance(part, str) or shape is None:
            literal = part if isinstance(part, str) else spelled(part)
            if settled and isinstance(settled[-1], str):
                settled[-1] += literal
            else:
                settled.append(literal)
        else:
            settled.append(Mark(by_id[part.id], shape))
    return settled


def _shape(tag: Tag, place: tuple[int, int], halves: _Halves, nested: frozenset[str]) -> Shape | None:
    """The shape of a tag's mark; ``None`` where it has to remain text."""
    if tag.shape == "lone":
        return "lone" if halves.lone.get(tag.id) == place else None
    one, other = (halves.start, halves.end) if tag.shape == "open" else (halves.end, halves.start)
    if one.get(tag.id) != place:
        return None
    if tag.id in nested:
        return tag.shape
    half: Shape = "start" if tag.shape == "open" else "end"
    if tag.id in other:
        return half
    return "isolated-start" if tag.shape == "open" else "isolated-end"
