"""The values of a translation memory."""

from __future__ import annotations

from typing import NamedTuple

from translate_flow.bitext import Credit, State


class MemoryUnit(NamedTuple):
    """One translated segment as a memory keeps it (TMX 1.4b, section 3.2, ``tu``).

    Inline codes stand in both texts as tags, like those of a segment.
    """

    source: str
    target: str
    source_language: str
    target_language: str
    """BCP 47 tags."""
    before: str = ""
    after: str = ""
    """The sources of the segments around it in its document, which make a match one in context."""
    document: str = ""
    state: State = State.TRANSLATED
    credits: tuple[Credit, ...] = ()
    created: str = ""
    changed: str = ""
    """When the translation was first and last stored: ISO 8601 in UTC, e.g. ``2026-05-03T10:20:00Z``; or empty."""
    uses: int = 0
    """How often it was taken."""


class Hit(NamedTuple):
    """A unit that a lookup found, as a proposal for the text that was looked up."""

    unit: MemoryUnit
    """In the direction of the lookup: ``source`` is like the text that was looked up."""
    score: int
    """101 for an exact match in context, 100 for an exact one, less for a fuzzy one."""
    target: str
    """The proposal: the unit's target, adapted where the difference is trivial."""
    adapted: tuple[str, ...] = ()
    """What was adapted: of ``numbers``, ``codes``, ``punctuation``, ``case``."""
