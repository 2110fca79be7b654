"""Which unit of a bitext is which unit of its source, told by their text."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Sequence

from translate_flow.bitext import TAG, Unit, spell


def key(text: str) -> str:
    """The text without white space and without the numbers of its inline codes: what makes two texts the same."""
    squeezed = "".join(text.split())
    return TAG.sub(_unnumbered, squeezed) if "<" in squeezed else squeezed


def _unnumbered(tag: re.Match[str]) -> str:
    closing, code_id, lone = tag.groups()
    return f"<{closing}{code_id.rstrip('0123456789')}{lone}>"


def unit_key(unit: Unit) -> str:
    """The key of a unit's whole source."""
    return key("".join([segment.source for segment in unit.segments]))


def pair_equal(texts: Sequence[tuple[str, str]], units: Sequence[Unit]) -> dict[int, int]:
    """Pair new units, given as (id, text), with old ones of equal text: index of the new to index of the old.

    Among duplicates the same id decides, then the order.
    """
    places = {unit.id: index for index, unit in reversed(list(enumerate(units)))}
    pairs: dict[int, int] = {}
    for index, (unit_id, text) in enumerate(texts):
        at = places.get(unit_id)
        if at is not None and _spells(units[at], text):
            pairs[index] = at
            del places[unit_id]
    if len(pairs) == len(texts) or len(pairs) == len(units):
        return pairs
    used = set(pairs.values())
    waiting: defaultdict[str, deque[int]] = defaultdict(deque)
    for at, unit in enumerate(units):
        if at not in used:
            waiting[unit_key(unit)].append(at)
    for index, (_, text) in enumerate(texts):
        if index not in pairs and (queue := waiting.get(key(text))):
            pairs[index] = queue.popleft()
    return pairs


def _spells(unit: Unit, text: str) -> bool:
    if len(unit.segments) == 1 and unit.segments[0].source == text:
        return True
    return spell(text, [segment.source for segment in unit.segments]) is not None


def renumber(text: str, old_source: str, new_source: str) -> str:
    """Give the codes of ``text``, made for ``old_source``, the numbers they have in ``new_source`` of the same key."""
    if "<" not in text:
        return text
    old_tags, new_tags = TAG.finditer(old_source), TAG.finditer(new_source)
    numbers = {old[2]: new[2] for old, new in zip(old_tags, new_tags, strict=False)}
    return TAG.sub(lambda tag: f"<{tag[1]}{numbers.get(tag[2], tag[2])}{tag[3]}>", text)
