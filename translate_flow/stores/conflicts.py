"""Marks that git leaves in a file where two branches conflict."""

from __future__ import annotations

import re

from translate_flow.errors import InputError

_MARK = re.compile(rb"^<{7,} ", re.MULTILINE)


def refuse_conflicts(data: bytes, where: str) -> None:
    """Raise :class:`InputError`, with the line, for a file with a conflict in it."""
    if b"<<<<<<< " in data and (found := _MARK.search(data)):
        line = data.count(b"\n", 0, found.start()) + 1
        what = "two branches conflict here, and nobody chose yet"
        remedy = "keep one of the two versions, and take the lines <<<<<<<, ======= and >>>>>>> out"
        raise InputError(what, where=f"{where}:{line}", remedy=remedy)
