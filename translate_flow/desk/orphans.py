"""Bitexts whose articles are gone: withdrawn, or called otherwise now."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from translate_flow.desk import bitexts, files
from translate_flow.desk.desk import Desk
from translate_flow.desk.segmenting import Segmented
from translate_flow.errors import InputError
from translate_flow.stores import store_of

if TYPE_CHECKING:
    from translate_flow.desk.places import Place

_ALIKE = 0.5
"""Share of the segments of a new article that another one must have had."""
_MOST_READ = 200
"""Orphans that are read to find out what an article was called: a withdrawn archive takes no hours."""


class Orphan(NamedTuple):
    """A bitext without its article."""

    bitext: Place
    document: str
    """What the article was called."""
    language: str


def orphans(desk: Desk, documents: Iterable[str] | None = None) -> list[Orphan]:
    """All bitexts of the desk whose articles are not among its documents (which may be given, if they are known)."""
    known = set(desk.documents(()) if documents is None else documents)
    found: list[Orphan] = []
    for path in _bitexts(desk):
        named = desk.of_bitext(path)
        if named and named[0] not in known and not desk.has(named[0]):
            found.append(Orphan(path, *named))
    return found


def _bitexts(desk: Desk) -> Iterator[Place]:
    """Where the desk's bitexts stand, by name."""
    folder = desk.translations
    if not isinstance(folder, Path):
        names = files.names(folder)
    else:
        names = sorted(
            os.path.relpath(f"{place}/{name}", folder) for place, _, some in os.walk(folder) for name in some
        )
    return (folder / name for name in names if store_of(PurePosixPath(name)) is not None and "/." not in f"/{name}")


def former_names(desk: Desk, made: Sequence[Segmented], lost: Sequence[Orphan]) -> dict[str, str]:
    """What articles whose bitexts were made just now were probably called before, by name.

    That is what one of the orphans ``lost`` is called that has some work and at least half of their segments.
    """
    gone = [(orphan, _sources(orphan.bitext, worked=True)) for orphan in lost[:_MOST_READ]] if made else []
    found: dict[str, str] = {}
    for one in made:
        path = desk.at(one.bitext)
        mine = _sources(path)
        alike = {
            orphan.document: len(mine & theirs) for orphan, theirs in gone if orphan.language == one.target_language
        }
        best = max(alike, key=lambda name: alike[name], default="")
        if mine and best and alike[best] >= _ALIKE * len(mine) and (named := desk.of_bitext(path)):
            found[named[0]] = best
    return found


def _sources(path: Place, *, worked: bool = False) -> set[str]:
    """The source texts of a bitext; none of one that cannot be read, or has no target although it should."""
    try:
        segments = [segment for unit in bitexts.read(path).units for segment in unit.segments]
    except InputError:
        return set()
    return {one.source for one in segments} if not worked or any(one.target for one in segments) else set()
