"""The values of a translation memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

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
    similarity: float = 0.0
    """Likeness of the two sources by their characters, from 0 to 1; hits are in its order."""


class Fed(NamedTuple):
    """What feeding did."""

    new: int = 0
    replaced: int = 0
    """Corrected: the same source in the same context has another target now."""
    same: int = 0


class Memory(Protocol):
    """A translation memory, wherever it stands."""

    def feed(self, units: Iterable[MemoryUnit]) -> Fed:
        """Add units, all or none; one of a source and context that is there replaces it."""

    def lookup(
        self,
        text: str,
        source_language: str,
        target_language: str = "",
        *,
        before: str = "",
        after: str = "",
        limit: int = 5,
        minimum: float = 0.75,
    ) -> list[Hit]:
        """The units whose text in a language is like ``text``, in both directions, best first.

        Without a target language, units of any. ``before`` and ``after`` are the sources around it; ``minimum`` is the
        least likeness, from 0 to 1.
        """

    def search(self, phrase: str, language: str = "", *, limit: int = 50) -> list[MemoryUnit]:
        """Concordance: the units that have the phrase in their source or target, whatever the case; newest first."""

    def units(self) -> Iterator[MemoryUnit]:
        """All units, in the order in which they came."""

    def used(self, unit: MemoryUnit) -> None:
        """Count a use."""

    def forget(self, document: str) -> int:
        """Take out the units of a document; gives their number."""

    def info(self) -> dict[str, int]:
        """The number of units by pair, as ``es → en``."""

    def close(self) -> None:
        """Let go of the file or the server."""
