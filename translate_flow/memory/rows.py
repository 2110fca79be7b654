"""Units as rows of the memory's tables: hashes, what most units lack, and directions."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any, NamedTuple
from zlib import crc32

from translate_flow.bitext import Credit, State
from translate_flow.languages import primary
from translate_flow.memory.model import MemoryUnit

COLUMNS = "id, pair, source, target, more, uses"
"""What :func:`unit_of_row` reads."""
SOURCE, TARGET = 0, 1


class Pair(NamedTuple):
    """A pair of languages."""

    id: int
    source: str
    target: str


_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_MORE = ("before", "after", "document", "created", "changed")


def fits(wanted: str, tag: str) -> bool:
    """Whether texts in a language serve one: regions of one language do."""
    return primary(wanted) == primary(tag)


def written(text: str) -> str:
    """The text with U+FFFD for what no database holds: NUL, and halves of surrogate pairs."""
    return _UNSTORABLE.sub("\ufffd", text)


def storable(unit: MemoryUnit) -> MemoryUnit:
    """The unit as a database can hold it."""
    if not any(_UNSTORABLE.search(text) for text in (unit.source, unit.target, unit.before, unit.after)):
        return unit
    source, target, before, after = (written(text) for text in (unit.source, unit.target, unit.before, unit.after))
    return unit._replace(source=source, target=target, before=before, after=after)


def text_hash(text: str) -> int:
    """A number by which equal texts are found."""
    return crc32(text.encode("utf-8", "surrogatepass"))


def identity(unit: MemoryUnit) -> int:
    """A number for pair, source and context: what two units have in common of which one corrects the other."""
    parts = (unit.source_language, unit.target_language, unit.source, unit.before, unit.after)
    digest = blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def more_of(unit: MemoryUnit) -> str | None:
    """What most units lack, as JSON; ``None`` where there is nothing."""
    told: dict[str, Any] = {name: value for name in _MORE if (value := getattr(unit, name))}
    if unit.state is not State.TRANSLATED:
        told["state"] = str(unit.state)
    if unit.credits:
        told["credits"] = [list(credit) for credit in unit.credits]
    return json.dumps(told, ensure_ascii=False) if told else None


def unit_of_row(row: Sequence[Any], pair: Pair) -> MemoryUnit:
    """The unit that a row of :data:`COLUMNS` is."""
    _, _, source, target, more, uses = row
    told = json.loads(more) if more else {}
    credits_ = tuple(Credit(*credit) for credit in told.pop("credits", ()))
    state = State(told.pop("state", State.TRANSLATED))
    return MemoryUnit(source, target, pair.source, pair.target, state=state, credits=credits_, uses=uses, **told)


def turned(unit: MemoryUnit, side: int) -> MemoryUnit:
    """The unit in the direction of a lookup; contexts are sources', so a turned one has none."""
    if side == SOURCE:
        return unit
    return unit._replace(
        source=unit.target, target=unit.source, source_language=unit.target_language,
        target_language=unit.source_language, before="", after="",
    )  # fmt: skip
