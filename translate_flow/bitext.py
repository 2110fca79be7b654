"""The values that everything else works on: a bitext, its units and segments. Knows nothing else of the project.

Names follow XLIFF 2.1 (section 4.2): a *unit* is one block of text, a *segment* about a sentence of it; the white space
between two segments (*ignorable*) is not kept here, because the source spells it.

**Inline codes** stand in a segment's text as tags of one of three shapes: ``<a1>`` and ``</a1>`` for a pair,
``<br2/>`` for a lone code. A tag is a code if, and only if, the unit lists its id in ``codes``; ids are chosen so that
none of them stands literally in the unit's text, so nothing needs escaping.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, NamedTuple

TAG = re.compile(r"<(/?)([a-z]+[0-9]+)(/?)>")
"""What an inline code looks like in text: group 1 the slash of a closing tag, 2 the id, 3 the slash of a lone one."""


class State(StrEnum):
    """How far a segment is (XLIFF 2.1, section 4.3.1.26), in this order."""

    INITIAL = "initial"
    TRANSLATED = "translated"
    REVIEWED = "reviewed"
    FINAL = "final"

    @property
    def rank(self) -> int:
        """0 for initial up to 3 for final, for comparisons."""
        return _RANK[self]


_RANK = {state: rank for rank, state in enumerate(State)}

SOURCE_CHANGED = "source-changed"
FUZZY_MATCH = "fuzzy-match"
MACHINE = "machine"
REJECTED = "rejected"
SUB_STATES = (SOURCE_CHANGED, FUZZY_MATCH, MACHINE, REJECTED)
"""Why a segment needs a look, although it has a target."""


class Code(NamedTuple):
    """An inline code of a unit: markup that a translator moves but does not change."""

    id: str
    """The tag's name in the text, e.g. ``a1``."""
    data: str
    """The markup itself, e.g. ``<a href="…">`` or ``**``: the opening half of a pair, or the whole lone code."""
    close: str | None = None
    """The closing half; ``None`` for a lone code."""


class Credit(NamedTuple):
    """Who did what, when."""

    role: Literal["translator", "reviewer", "editor"]
    name: str
    date: str = ""
    """ISO 8601 date, or empty where unknown."""
    kind: Literal["person", "organization", "tool"] = "person"


class Note(NamedTuple):
    """A remark to the translator (``source``) or by one (``translator``)."""

    text: str
    category: Literal["source", "translator"] = "translator"


class Match(NamedTuple):
    """A proposal from a memory or a machine."""

    source: str
    target: str
    score: int
    origin: str


@dataclass(frozen=True, slots=True)
class Segment:
    """About a sentence: its source, its target and what is known of them."""

    source: str
    target: str = ""
    state: State = State.INITIAL
    sub_state: str = ""
    """One of ``SUB_STATES``, or another tool's ``prefix:value``; empty where there is no need of a look."""
    credits: tuple[Credit, ...] = ()
    notes: tuple[Note, ...] = ()
    previous: str = ""
    """The source that the target was made for, where ``sub_state`` says that it changed or matches only nearly."""
    matches: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """One block of text of a document, cut into segments."""

    id: str
    role: str
    segments: tuple[Segment, ...]
    codes: tuple[Code, ...] = ()

    def segment_ids(self) -> list[str]:
        """``ID:1``, ``ID:2`` …; a lone segment is just ``ID``."""
        if len(self.segments) == 1:
            return [self.id]
        return [f"{self.id}:{number}" for number in range(1, len(self.segments) + 1)]


@dataclass(frozen=True, slots=True)
class Bitext:
    """All units of one document in one language pair."""

    document: str
    """The source's path, relative to the desk, with ``/``."""
    source_language: str
    target_language: str
    """BCP 47 tags."""
    units: tuple[Unit, ...]
    obsolete: tuple[Unit, ...] = ()
    """Units, or what is left of them, that the source no longer has: kept, with their targets, until it has them again.
    Only segments that have a target or a person's note are kept."""
    organization: str = ""
    """For whom it is translated; stands in the credit line."""


class Tag(NamedTuple):
    """One inline code as it stands in a text."""

    id: str
    shape: Literal["open", "close", "lone"]


def parts(text: str, ids: frozenset[str] | set[str]) -> list[str | Tag]:
    """Cut a coded text into strings and tags; a tag whose id is not in ``ids`` is text. No string is empty."""
    if "<" not in text or not ids:
        return [text] if text else []
    found: list[str | Tag] = []
    position = 0
    for match in TAG.finditer(text):
        closing, code_id, lone = match.groups()
        if code_id not in ids or (closing and lone):
            continue
        if match.start() > position:
            found.append(text[position : match.start()])
        found.append(Tag(code_id, "close" if closing else "lone" if lone else "open"))
        position = match.end()
    if position < len(text):
        found.append(text[position:])
    return found


def spell(text: str, segments: tuple[str, ...] | list[str]) -> list[tuple[int, int]] | None:
    """Where each segment's source stands in its unit's text, as (start, end); ``None`` if they don't spell it.

    White space of ``text`` may be left over between the segments and at the ends, nothing else.
    """
    spans: list[tuple[int, int]] = []
    position = 0
    for segment in segments:
        while not text.startswith(segment, position):
            if position == len(text) or not text[position].isspace():
                return None
            position += 1
        spans.append((position, position + len(segment)))
        position += len(segment)
    return spans if position == len(text) or text[position:].isspace() else None
