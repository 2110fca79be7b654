"""What checks learn from one bitext: its names, its pairs of texts, how long its translations are."""

from __future__ import annotations

from collections import defaultdict
from math import log
from typing import TYPE_CHECKING, NamedTuple

from translate_flow.bitext import State
from translate_flow.checks.naming import full_names
from translate_flow.desk import bitexts, files
from translate_flow.desk.desk import Desk
from translate_flow.errors import InputError
from translate_flow.languages import primary

if TYPE_CHECKING:
    from translate_flow.desk.places import Place


class Facts(NamedTuple):
    """What one file says. A few kilobytes for an article."""

    document: str
    target: str
    stamp: str
    """Which file it was: another one if it was written since."""
    language: str = ""
    """Its target language, as it says itself."""
    pairs: tuple[tuple[str, str], ...] = ()
    """Source and target of what is translated, each pair once."""
    names: tuple[tuple[str, str, str], ...] = ()
    """Language, skeleton and words of names, each once."""
    lengths: tuple[tuple[str, int, float, float], ...] = ()
    """By role: how many segments, the sum of the logarithms of target by source length, the sum of their squares."""


def facts(desk: Desk, one: tuple[str, str]) -> list[Facts]:
    """Read a document's bitext. One that cannot be read says nothing: it is told where it is checked itself."""
    document, target = one
    path = desk.bitext(document, target)
    stamp = stamp_of(path)
    try:
        bitext = bitexts.read(path)
    except InputError:
        return [Facts(document, target, stamp)]
    segments = [(unit.role, segment) for unit in bitext.units for segment in unit.segments]
    done = [(role, one) for role, one in segments if one.target and one.state is not State.INITIAL]
    sides = [(bitext.target_language, [one.target for _, one in segments])]
    if desk.pair(document)[1][0] == target:  # its source counts once, however many languages it went into
        sides.append((primary(bitext.source_language), [one.source for _, one in segments]))
    names = {
        (language, name.skeleton, " ".join(name.words))
        for language, texts in sides
        for text in texts
        for name in full_names(text)
    }
    lengths: dict[str, list[float]] = defaultdict(list)
    for role, segment in done:
        lengths[role].append(log(max(1, len(segment.target)) / max(1, len(segment.source))))
    return [
        Facts(
            document,
            target,
            stamp,
            bitext.target_language,
            tuple(sorted({(one.source, one.target) for _, one in done})),
            tuple(sorted(names)),
            tuple((role, len(some), sum(some), sum(x * x for x in some)) for role, some in sorted(lengths.items())),
        )
    ]


def stamp_of(path: Place) -> str:
    """Which file it is; another one once it was written."""
    return repr(files.signature(path))
