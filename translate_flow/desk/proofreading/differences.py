"""What differs between two texts, word by word, for people's eyes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

_TOKEN = re.compile(r"</?[a-z]+\d+/?>|[\u3040-\u30ff\u3400-\u9fff]|[^\W_]+|\s+|.", re.DOTALL)
_LONGEST = 4000
"""Tokens above which two texts are shown as wholly different: comparing them would take seconds."""


class Part(NamedTuple):
    """A run of text that both have, or only the old or the new one."""

    kind: Literal["same", "old", "new"]
    text: str


def differences(old: str, new: str) -> list[Part]:
    """Both texts as one row of parts: ``same`` and ``old`` spell the old one, ``same`` and ``new`` the new one."""
    if old == new:
        return [Part("same", old)] if old else []
    return list(_parts(_TOKEN.findall(old), _TOKEN.findall(new)))


def _parts(old: list[str], new: list[str]) -> Iterator[Part]:
    if max(len(old), len(new)) > _LONGEST:
        blocks = [("replace", 0, len(old), 0, len(new))]
    else:
        blocks = list(SequenceMatcher(None, old, new, autojunk=False).get_opcodes())
    for tag, start, end, first, last in blocks:
        if tag == "equal":
            yield Part("same", "".join(old[start:end]))
            continue
        if end > start:
            yield Part("old", "".join(old[start:end]))
        if last > first:
            yield Part("new", "".join(new[first:last]))
