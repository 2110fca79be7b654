"""A document got another name: its bitexts, what was published of it, and its history go along."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from translate_flow.desk import files
from translate_flow.desk.bitexts import read_if_there
from translate_flow.desk.desk import Desk
from translate_flow.errors import MissingError, UsageError

if TYPE_CHECKING:
    from translate_flow.bitext import Bitext
    from translate_flow.desk.places import Place


def starts(desk: Desk, old: str, new: str, targets: Sequence[str]) -> dict[str, Place]:
    """By language, the bitext of a document's earlier name that becomes the one of its new name.

    Raises :class:`MissingError` where there is none, :class:`UsageError` where the new name has work of its own.
    """
    found = {target: path for target in targets if files.there(path := desk.bitext(old, target))}
    if not found:
        where = str(desk.bitext(old, targets[0]))
        raise MissingError("there is no such bitext", where=where, remedy="say with --renamed-from the earlier name")
    for target in found:
        path = desk.bitext(new, target)
        present = read_if_there(path)
        if present is not None and has_work(present):
            what = f"this bitext holds work already, and so may that of {old}"
            raise UsageError(what, where=str(path), remedy="leave --renamed-from away, or remove this file first")
    return found


def has_work(bitext: Bitext) -> bool:
    """Whether somebody has typed anything into it: a target, or a note."""
    segments = (segment for unit in (*bitext.units, *bitext.obsolete) for segment in unit.segments)
    return any(one.target or any(note.category != "source" for note in one.notes) for one in segments)


def carry_over(desk: Desk, old: str, new: str) -> None:
    """What was published, handed out and done under the earlier name is the new name's."""
    from translate_flow.desk.exchange import handoff
    from translate_flow.desk.release import published
    from translate_flow.desk.staff.journal import journal_of, path_of

    published.rename(desk, old, new)
    handoff.rename(desk, old, new)
    if path_of(desk).is_file():
        journal = journal_of(desk)
        journal.rename(old, new)
        journal.close()
