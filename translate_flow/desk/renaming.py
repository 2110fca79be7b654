"""A document got another name: its bitexts, what was published of it, and its history go along; and what is left."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from translate_flow.desk import files
from translate_flow.desk.bitexts import read_if_there
from translate_flow.desk.desk import Desk
from translate_flow.documents import format_of
from translate_flow.errors import MissingError, UsageError
from translate_flow.stores import known_suffixes

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
        if present is not None and _worked_on(present):
            what = f"this bitext holds work already, and so may that of {old}"
            raise UsageError(what, where=str(path), remedy="leave --renamed-from away, or remove this file first")
    return found


def _worked_on(bitext: Bitext) -> bool:
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


def left_behind(desk: Desk, documents: Iterable[str]) -> dict[str, list[str]]:
    """By document that is not there any more, the languages in which it still has a bitext: renamed, or withdrawn.

    ``documents`` are all that are there. Bitexts elsewhere than on the disk are not looked through.
    """
    there = set(documents)
    gone: dict[str, list[str]] = {}
    folder = desk.translations
    if not isinstance(folder, Path):
        return {}
    for language in sorted(files.folders(folder)):
        for document in _documents_of(folder / language):
            if document not in there and format_of(PurePosixPath(document)) is not None:
                gone.setdefault(document, []).append(language)
    return dict(sorted(gone.items()))


def _documents_of(folder: Path) -> Iterable[str]:
    suffixes = known_suffixes()
    for place, _, names in os.walk(folder):
        start = "" if Path(place) == folder else f"{os.path.relpath(place, folder)}/"
        for name in names:
            suffix = next((one for one in suffixes if name.endswith(one)), "")
            if suffix and not name.startswith("."):
                yield start + name.removesuffix(suffix)
