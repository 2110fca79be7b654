"""What was handed out, so that what comes back can be compared with it: the manifest of a package.

A copy of each stays in the desk's ``handoffs/``. It holds short digests, no texts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from translate_flow.bitext import Bitext, State
from translate_flow.desk import files
from translate_flow.desk.desk import Desk
from translate_flow.errors import InputError

NAME = "manifest.json"


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", alias_generator=lambda name: name.replace("_", "-"),
                              populate_by_name=True)  # fmt: skip


class Known(_Record):
    """A segment as it was handed out."""

    source: str
    """Digest of the source."""
    target: str
    """Digest of the target."""
    state: State


class Given(_Record):
    """A bitext as it was handed out."""

    document: str
    """Its path below ``sources/``."""
    source_language: str
    target_language: str
    file: str
    """Its path in the package."""
    segments: dict[str, Known]
    """By segment's id."""


class Handoff(_Record):
    """A package: what, when, in which format."""

    version: Literal[1] = 1
    id: str
    date: str
    organization: str = ""
    format: str
    bitexts: tuple[Given, ...]
    files: dict[str, str] = Field(default_factory=dict)
    """SHA-256 of each file of the package, by its path there."""

    def json_bytes(self) -> bytes:
        """The manifest's content."""
        return (json.dumps(self.model_dump(mode="json", by_alias=True), indent=1, ensure_ascii=False) + "\n").encode()


class Base(NamedTuple):
    """What is known of a segment from all hand-offs of its document."""

    sources: frozenset[str]
    targets: frozenset[str]
    """Digests of all that were ever handed out."""
    empty: bool
    """Whether it had no target each time."""


def digest(text: str) -> str:
    """A short hash: 6 bytes of BLAKE2b of the UTF-8, as twelve hex digits."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def given(bitext: Bitext, document: str, file: str) -> Given:
    """The record of a bitext that is handed out."""
    segments = {
        name: Known(source=digest(segment.source), target=digest(segment.target), state=segment.state)
        for unit in bitext.units
        for name, segment in zip(unit.segment_ids(), unit.segments, strict=True)
    }
    return Given(
        document=document, source_language=bitext.source_language, target_language=bitext.target_language,
        file=file, segments=segments,
    )  # fmt: skip


def read(data: bytes, where: str) -> Handoff:
    """A manifest. Raises :class:`InputError` for what is none."""
    try:
        return Handoff.model_validate_json(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        what = f"this is no manifest of ours: {place or 'it'}: {first['msg'].lower()}"
        raise InputError(what, where=where, remedy="take it out, or export again") from None


def remembered(desk: Desk) -> Iterator[Handoff]:
    """All hand-offs that the desk remembers, the oldest first."""
    found = (read(files.read(path, "manifest"), str(path)) for path in folder(desk).glob("*.json"))
    yield from sorted(found, key=lambda handoff: (handoff.date, handoff.id))


def folder(desk: Desk) -> Path:
    """Where the desk keeps its records."""
    return desk.root / "handoffs"


def rename(desk: Desk, old: str, new: str) -> None:
    """A document has another name: what is still out comes back to that one."""
    for path in folder(desk).glob("*.json"):
        was = read(files.read(path, "manifest"), str(path))
        given = tuple(one.model_copy(update={"document": new}) if one.document == old else one for one in was.bitexts)
        if given != was.bitexts:
            files.write(path, was.model_copy(update={"bitexts": given}).json_bytes())


_NOTHING = digest("")


def bases(handoffs: Iterable[Handoff], document: str, target_language: str) -> dict[str, Base]:
    """What was ever handed out of a document in a language, by segment's id."""
    found: dict[str, Base] = {}
    for handoff in handoffs:
        for one in handoff.bitexts:
            if (one.document, one.target_language) != (document, target_language):
                continue
            for name, known in one.segments.items():
                was = found.get(name, Base(frozenset(), frozenset(), True))
                empty = was.empty and known.target == _NOTHING
                found[name] = Base(was.sources | {known.source}, was.targets | {known.target}, empty)
    return found
