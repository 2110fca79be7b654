"""``status``: how far each document is, in each language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from translate_flow import languages
from translate_flow.bitext import Bitext, State
from translate_flow.desk import files
from translate_flow.desk.bitexts import store_at
from translate_flow.desk.crediting import shares
from translate_flow.desk.desk import Desk

if TYPE_CHECKING:
    from translate_flow.desk.places import Place


@dataclass(frozen=True, slots=True)
class Look:
    """A segment that needs a look."""

    segment: str
    sub_state: str
    source: str


@dataclass(frozen=True, slots=True)
class Status:
    """A document's progress into one language, in segments and source words by state."""

    document: str
    source_language: str
    target_language: str
    bitext: str
    """Where it stands; empty where there is none yet."""
    segments: dict[str, int] = field(default_factory=dict)
    words: dict[str, int] = field(default_factory=dict)
    people: tuple[str, ...] = ()
    needs_look: tuple[Look, ...] = ()
    obsolete: int = 0

    @property
    def total_words(self) -> int:
        """Words of the source."""
        return sum(self.words.values())

    @property
    def percent(self) -> int:
        """Share of the words that are translated or better, rounded down."""
        return (
            100 * (self.total_words - self.words.get(State.INITIAL, 0)) // self.total_words if self.total_words else 0
        )


def status_of_documents(desk: Desk, documents: Sequence[str], to: Sequence[str] = ()) -> list[Status]:
    """The status of each document in each of its languages; a bitext that is not there yet has no counts."""
    found: list[Status] = []
    for document in documents:
        source, targets = desk.pair(document, to)
        for target in targets:
            path = desk.bitext(document, target)
            data = files.read_if_there(path, "bitext")
            if data is None:
                found.append(Status(document, source, target, ""))
            else:
                found.append(status_of(store_at(path, data).read(data, str(path)).bitext, path, document))
    return found


def status_of(bitext: Bitext, path: Place, document: str = "") -> Status:
    """The status of one bitext."""
    segments = dict.fromkeys([str(state) for state in State], 0)
    words = dict(segments)
    looks: list[Look] = []
    for unit in bitext.units:
        for name, segment in zip(unit.segment_ids(), unit.segments, strict=True):
            state = segment.state if segment.target else State.INITIAL
            segments[state] += 1
            words[state] += languages.count_words(segment.source)
            if segment.sub_state:
                looks.append(Look(name, segment.sub_state, segment.source))
    return Status(
        document or bitext.document,
        bitext.source_language,
        bitext.target_language,
        str(path),
        segments,
        words,
        tuple(dict.fromkeys(share.name for share in shares([bitext]))),
        tuple(looks),
        sum(len(unit.segments) for unit in bitext.obsolete),
    )
