"""Handing work out: bitexts with all that a translator elsewhere needs, as a folder or a zip."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import blake2b, sha256
from pathlib import Path
from typing import NamedTuple

from translate_flow.bitext import TAG, Bitext, Match, Segment, State, Unit
from translate_flow.desk import bitexts, files
from translate_flow.desk.desk import Desk
from translate_flow.desk.exchange import handoff, package, pages, reference
from translate_flow.desk.leverage.remembering import memory_of
from translate_flow.errors import UsageError
from translate_flow.memory.model import MemoryUnit
from translate_flow.stores import STORES, store_named

OMEGAT = "omegat"
FORMATS = (*STORES, OMEGAT)
_EXACT = 100


class Exported(NamedTuple):
    """What was handed out."""

    id: str
    output: str
    record: str
    """Where the desk remembers it."""
    bitexts: tuple[str, ...]
    segments: int
    left_out: int
    """Units that need no work, where only those that do were asked for."""


class _Piece(NamedTuple):
    """One bitext of a package."""

    document: str
    bitext: Bitext
    file: str
    data: bytes
    source: bytes


def export(
    desk: Desk,
    documents: Sequence[str],
    form: str,
    output: Path,
    now: str,
    *,
    to: Sequence[str] = (),
    only_needs_work: bool = False,
    with_matches: bool = False,
) -> Exported:
    """Write a package of the documents' bitexts, and a record of it into the desk.

    Raises :class:`UsageError` for an unknown format or where there is nothing to hand out, :class:`InputError` for a
    document without a bitext.
    """
    if form not in FORMATS:
        raise UsageError(f"no format is called “{form}”", remedy=f"known are {', '.join(FORMATS)}")
    store = store_named("po" if form == OMEGAT else form)
    pieces: list[_Piece] = []
    left_out = 0
    proposals = _archive(desk, to) if with_matches else {}
    memory = memory_of(desk) if with_matches else None
    taken: dict[MemoryUnit, None] = {}
    for document in documents:
        for target in _targets(desk, document, to, alone=len(documents) == 1):
            path = desk.bitext(document, target)
            bitext = _prepared(bitexts.segmented(path), proposals.get(target, {}))
            bitext = reference.with_proposals(bitext, memory, taken) if memory else bitext
            units = tuple(filter(needs_work, bitext.units)) if only_needs_work else bitext.units
            left_out += len(bitext.units) - len(units)
            if not units:
                continue
            bitext = replace(bitext, units=units, obsolete=())
            name = f"{document}{store.suffixes[0]}"
            file = f"source/{target}/{name}" if form == OMEGAT else f"bitexts/{target}/{name}"
            data, source = store.write(bitext, None, now=now), files.read(desk.source(document), "document")
            pieces.append(_Piece(document, bitext, file, data, source))
    if not pieces:
        raise UsageError("there is nothing to hand out", remedy="leave --only away, or name other documents")
    if form == OMEGAT and len({piece.bitext.target_language for piece in pieces}) > 1:
        raise UsageError("an OmegaT project has one target language", remedy="give one --to LANG")
    record = handoff.Handoff(
        id=_name(pieces, now), date=now, organization=desk.settings.organization, format=form,
        bitexts=tuple(handoff.given(piece.bitext, piece.document, piece.file) for piece in pieces),
    )  # fmt: skip
    if memory:
        memory.close()
    pairs = [(piece.bitext.source_language, piece.bitext.target_language) for piece in pieces]
    members = _members(pieces, record, form) | reference.members(desk, pairs, list(taken), omegat=form == OMEGAT)
    hashes = {name: sha256(data).hexdigest() for name, data in sorted(members.items()) if not name.endswith("/")}
    record = record.model_copy(update={"files": hashes})
    package.write(output, {**members, handoff.NAME: record.json_bytes()})
    kept = handoff.folder(desk) / f"{record.id}.json"
    files.write(kept, record.json_bytes())
    segments = sum(len(one.segments) for one in record.bitexts)
    return Exported(record.id, str(output), str(kept), tuple(piece.file for piece in pieces), segments, left_out)


def _targets(desk: Desk, document: str, to: Sequence[str], *, alone: bool) -> list[str]:
    """The languages of a document; of several documents, those in the wanted language already are passed over."""
    if to and not alone and desk.settings.languages_of(document)[0] in to:
        return []
    return desk.pair(document, to)[1]


def needs_work(unit: Unit) -> bool:
    """Whether a segment of the unit has no target, is a draft, or has to be looked at."""
    return any(not s.target or s.state is State.INITIAL or s.sub_state for s in unit.segments)


def _name(pieces: Iterable[_Piece], now: str) -> str:
    """The hand-off's id: its day, and a hash of its content."""
    content = blake2b(now.encode(), digest_size=3)
    for piece in pieces:
        content.update(piece.file.encode() + piece.data)
    return f"{now[:10]}-{content.hexdigest()}"


def _prepared(bitext: Bitext, proposals: dict[str, tuple[str, str]]) -> Bitext:
    """The bitext with exact matches from the desk's other articles, where there is no target yet."""
    if not proposals:
        return bitext

    def proposed(segment: Segment) -> Segment:
        if segment.target or segment.source not in proposals:
            return segment
        target, origin = proposals[segment.source]
        match = Match(segment.source, target, _EXACT, origin)
        return replace(segment, matches=tuple(dict.fromkeys([*segment.matches, match])))

    units = (replace(unit, segments=tuple(map(proposed, unit.segments))) for unit in bitext.units)
    return replace(bitext, units=tuple(units))


def _archive(desk: Desk, to: Sequence[str]) -> dict[str, dict[str, tuple[str, str]]]:
    """What the desk has translated: by language and source, the target and its document; none with codes."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for document in desk.documents():
        for target in _targets(desk, document, to, alone=False):
            path = desk.bitext(document, target)
            bitext = bitexts.read_if_there(path)
            for segment in (segment for unit in (bitext.units if bitext else ()) for segment in unit.segments):
                done = segment.target and segment.state is not State.INITIAL and not segment.sub_state
                if done and not TAG.search(segment.source):
                    found.setdefault(target, {})[segment.source] = segment.target, document
    return found


def _members(pieces: Sequence[_Piece], record: handoff.Handoff, form: str) -> dict[str, bytes]:
    found = {piece.file: piece.data for piece in pieces}
    sources = "originals" if form == OMEGAT else "sources"
    found |= {f"{sources}/{piece.document}": piece.source for piece in pieces}
    found |= {f"preview/{piece.document}.html": pages.preview(piece.bitext, piece.document) for piece in pieces}
    found["READ-ME.html"] = pages.instructions(record)
    if form == OMEGAT:
        pair = pieces[0].bitext.source_language, pieces[0].bitext.target_language
        found["omegat.project"] = pages.omegat_project(*pair)
        found |= dict.fromkeys(("target/", "tm/", "glossary/", "dictionary/", "omegat/"), b"")
    return found
