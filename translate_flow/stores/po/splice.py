"""Putting entries back into the file that they came from."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import NamedTuple

from translate_flow.stores.po.read import Item


class Block(NamedTuple):
    """One entry of the new file."""

    unit: str
    """Its unit's id; empty for what belongs to none, such as the header and entries with plural forms."""
    old: Item | None = None
    """The entry of the present file that it is, if any."""
    text: bytes | None = None
    """Its new bytes; ``None`` where they stay."""


def ordered(blocks: Sequence[Block], units: Sequence[tuple[Item, str]]) -> list[Block]:
    """All blocks in the order that they shall have in the file.

    ``units`` are the file's entries in order, each with its unit's id. A file that a tool has sorted stays so as long
    as its units first appear in the order of ``blocks``; new blocks come behind the one that they follow. What belongs
    to no unit stays behind its neighbour.
    """
    blocks = _with_strangers(blocks, units)
    kept = {block.old.start: block for block in blocks if block.old}
    there = dict.fromkeys((unit, entry.obsolete) for entry, unit in units if unit and entry.start in kept)
    here = dict.fromkeys((block.unit, block.old.obsolete) for block in blocks if block.old and block.unit)
    if list(there) != list(here):
        return blocks
    behind: dict[int, list[Block]] = {}
    neighbour = -1
    for block in blocks:
        if block.old:
            neighbour = block.old.start
        else:
            behind.setdefault(neighbour, []).append(block)
    result = behind.get(-1, [])
    for entry, _ in units:
        if entry.start in kept:
            result.append(kept[entry.start])
            result += behind.get(entry.start, ())
    return result if _units(result) == _units(blocks) else list(blocks)


def _units(blocks: Sequence[Block]) -> list[str]:
    """The units in the order of their first entries."""
    return list(dict.fromkeys(block.unit for block in blocks if block.unit))


def _with_strangers(blocks: Sequence[Block], units: Sequence[tuple[Item, str]]) -> list[Block]:
    """The blocks with the file's entries that belong to no unit, each behind its neighbour."""
    kept = {block.old.start for block in blocks if block.old}
    strangers: dict[int, list[Block]] = {}
    neighbour = -1
    for entry, unit in units:
        if entry.start in kept:
            neighbour = entry.start
        elif not unit:
            strangers.setdefault(neighbour, []).append(Block("", entry))
    if not strangers:
        return list(blocks)
    result = strangers.get(-1, [])
    for block in blocks:
        result.append(block)
        if block.old:
            result += strangers.get(block.old.start, ())
    return result


def joined(text: bytes, blocks: Sequence[Block], items: Sequence[Item]) -> bytes:
    """The blocks' bytes one after the other, with the blank lines that stand between them in ``text``.

    ``items`` are the entries of ``text``: what follows the last one, comments perhaps, stays at the end.
    """
    last = items[-1] if items else None
    out = BytesIO()  # a list of all pieces would take the memory twice
    out.write(text[: items[0].start] if items else b"")
    gap = b""
    for at, block in enumerate(blocks):
        if at:
            out.write(b"\n" if not gap and block.old is None else gap)
        body = text[block.old.start : block.old.end] if block.text is None and block.old else block.text or b""
        out.write(body)
        inside = block.old and block.old is not last
        gap = text[block.old.end : block.old.next] if inside and block.old else b"\n"
        if not body.endswith(b"\n"):
            gap = b"\n" + gap
    tail = text[last.end :] if last else text
    if tail.strip() or (blocks and blocks[-1].old is last):
        out.write(tail)
    return out.getvalue()
