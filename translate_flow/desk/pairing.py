"""Which unit of a bitext is which unit of its source, told by their text."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence

from translate_flow.bitext import TAG, Unit


def key(text: str) -> str:
    """The text without white space and without the numbers of its inline codes: what makes two texts the same."""
    squeezed = "".join(text.split())
    return TAG.sub(_unnumbered, squeezed) if "<" in squeezed else squeezed


def _unnumbered(tag: object) -> str:
    closing, code_id, lone = tag.groups()  # type: ignore[attr-defined]
    return f"<{closing}{code_id.rstrip('0123456789')}{lone}>"


def unit_key(unit: Unit) -> str:
    """The key of a unit's whole source."""
    return key("".join([segment.source for segment in unit.segments]))


def pair_equal(texts: Sequence[tuple[str, str]], units: Sequence[Unit]) -> dict[int, int]:
    """Pair new units, given as (id, text), with old ones of equal text: index of the new to index of the old.

    Among duplicates the same id decides, then the order.
    """
    waiting: defaultdict[str, deque[int]] = defaultdict(deque)
    for index, unit in enumerate(units):
        waiting[unit_key(unit)].append(index)
    pairs: dict[int, int] = {}
    second: list[tuple[int, str]] = []
    for index, (unit_id, text) in enumerate(texts):
        text_key = key(text)
        queue = waiting.get(text_key)
        if queue and len(queue) == 1 and units[queue[0]].id == unit_id:
            pairs[index] = queue.popleft()
        elif queue:
            same = next((old for old in queue if units[old].id == unit_id), None)
            if same is None:
                second.append((index, text_key))
            else:
                queue.remove(same)
                pairs[index] = same
    for index, text_key in second:
        if waiting[text_key]:
            pairs[index] = waiting[text_key].popleft()
    return pairs


def renumber(text: str, old_source: str, new_source: str) -> str:
    """Give the codes of ``text``, made for ``old_source``, the numbers they have in ``new_source`` of the same key."""
    if "<" not in text:
        return text
    old_tags, new_tags = TAG.finditer(old_source), TAG.finditer(new_source)
    numbers = {old[2]: new[2] for old, new in zip(old_tags, new_tags, strict=False)}
    return TAG.sub(lambda tag: f"<{tag[1]}{numbers.get(tag[2], tag[2])}{tag[3]}>", text)
