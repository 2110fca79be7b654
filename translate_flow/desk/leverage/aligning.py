"""``align``: what is already published teaches the desk: a translation's sentences are found in its original's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from translate_flow import alignment, languages
from translate_flow.alignment import Bead, Translate
from translate_flow.bitext import TAG, Bitext, Unit
from translate_flow.desk import article, files
from translate_flow.desk.article import Article
from translate_flow.desk.choices import By
from translate_flow.desk.desk import Desk, find
from translate_flow.desk.edited import NewUnit
from translate_flow.desk.leverage import aligned
from translate_flow.desk.leverage.aligned import Row
from translate_flow.desk.leverage.earlier import earlier
from translate_flow.desk.places import below
from translate_flow.desk.release.bylines import translators_in
from translate_flow.desk.segmenting import cutter, units_of, user_rules
from translate_flow.desk.update import fresh
from translate_flow.documents import format_named
from translate_flow.documents.encoding import decode
from translate_flow.errors import InputError, UsageError
from translate_flow.stores import Store, store_of

if TYPE_CHECKING:
    from translate_flow.desk.places import Place

_CREDITED = frozenset({"byline", "credit"})


class Aligned(NamedTuple):
    """What came of one original and its translation."""

    document: str
    bitext: str
    target_language: str
    written: bool
    translators: tuple[str, ...]
    rows: tuple[Row, ...]
    unmatched: tuple[str, ...]
    """Texts of the translation that belong to nothing in the original."""

    @property
    def doubtful(self) -> tuple[Row, ...]:
        """The segments that need a look."""
        return tuple(row for row in self.rows if row.reason)

    @property
    def missing(self) -> tuple[Row, ...]:
        """The segments that nothing in the translation belongs to."""
        return tuple(row for row in self.rows if not row.confidence and not row.reason)


class _Place(NamedTuple):
    """The pair, and where its bitext goes."""

    desk: Desk | None
    source: str
    target: str
    path: Place
    store: Store
    organization: str


def align_lines(
    source: Path,
    target: Path,
    pair: tuple[str, str],
    *,
    memory: Path | None = None,
    machine: str = "",
    encoding: str = "",
) -> list[Bead]:
    """Align two files with one sentence a line; ``pair`` matters only with a memory or a machine.

    Raises :class:`InputError` for what is no text, :class:`UsageError` for an unknown language or engine.
    """
    known = (languages.language(pair[0]), languages.language(pair[1])) if memory or machine else pair
    return alignment.align(
        _lines(source, encoding),
        _lines(target, encoding),
        pairs=earlier(memory, *known) if memory else [],
        translate=engine(machine, *known),
    )


def _lines(path: Path, encoding: str) -> list[str]:
    text = decode(files.read(path), str(path), format_named("text"), encoding).text
    return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")] if text else []


def align_documents(
    source: Path,
    target: Path,
    now: str,
    *,
    pair: tuple[str, str] = ("", ""),
    output: Path | None = None,
    memory: Path | None = None,
    machine: str = "",
    encoding: str = "",
) -> Aligned:
    """Make the bitext of an original and its published translation.

    ``pair`` and ``output`` may be left out for a document of a desk. Raises :class:`UsageError` where they are needed,
    and where the bitext holds work already; :class:`InputError` for what cannot be read.
    """
    place = _place(source, pair, output)
    original = article.read_file(source, encoding)
    published = article.read_file(target, encoding)
    units, ours = _cut(original, place.source, place.desk)
    _, theirs = _cut(_without_credits(published, place.desk), place.target, place.desk)
    credited = [TAG.sub("", unit.text) for unit in published.units if unit.role in _CREDITED]
    names = tuple(dict.fromkeys(name for text in credited for name in translators_in(text)))
    mine, other = aligned.sentences(ours), aligned.sentences(theirs)
    pairs = earlier(memory, place.source, place.target) if memory else []
    beads = aligned.beads_of(mine, other, pairs, engine(machine, place.source, place.target))
    result = aligned.build(units, (ours, mine), other, beads, place.target, names)
    bitext = Bitext(original.name, place.source, place.target, result.units, organization=place.organization)
    written = _write(place, bitext, now)
    return Aligned(original.name, str(place.path), place.target, written, names, result.rows, result.unmatched)


def _place(source: Path, pair: tuple[str, str], output: Path | None) -> _Place:
    """Languages and bitext, by the desk where the source is one of its documents."""
    desk = find(source.parent)
    if desk is not None and below(source, desk.sources) is not None:
        [document] = desk.documents([source])
        ours, targets = desk.pair(document, [pair[1]] if pair[1] else ())
        if len(targets) > 1:
            what = f"this document is translated into {', '.join(targets)}"
            raise UsageError(what, where=str(source), remedy="say with --to which of them the translation is in")
        path = output or desk.bitext(document, targets[0])
        store = _store(output) if output else desk.store(path)
        return _Place(desk, ours, targets[0], path, store, desk.settings.organization)
    if not all(pair) or output is None:
        what = "this is no document of a desk"
        first = f"put it into {desk.sources}/, or " if desk else ""
        raise UsageError(what, where=str(source), remedy=f"{first}give --from, --to and -o BITEXT")
    return _Place(None, languages.language(pair[0]), languages.language(pair[1]), output, _store(output), "")


def _store(output: Path) -> Store:
    """The format that a bitext's name asks for."""
    store = store_of(output)
    if store is None:
        what = f"no bitext format has files called “{output.suffix}”"
        raise UsageError(what, where=str(output), remedy="use .po or .xlf")
    return store


def _cut(read: Article, language: str, desk: Desk | None) -> tuple[list[NewUnit], tuple[Unit, ...]]:
    """A document's units for translators, and the same cut into segments."""
    by = desk.settings.segment_by if desk else By.sentence
    units = units_of(read)
    return units, fresh(units, cutter(language, by, user_rules(desk) if desk else None))


def _without_credits(published: Article, desk: Desk | None) -> Article:
    """The translation without what the original cannot have, and without roles that the desk does not translate."""

    def wanted(role: str) -> bool:
        return role != "credit" and (desk is None or desk.settings.translates(role))

    return replace(published, given=[at for at in published.given if wanted(published.units[at].role)])


def _write(place: _Place, bitext: Bitext, now: str) -> bool:
    """Write the bitext, unless one that holds somebody's work is there."""

    def work(present: bytes | None) -> bytes:
        if present is not None:
            there = place.store.read(present, str(place.path)).bitext
            if there.document not in ("", bitext.document):
                what = f"this is the bitext of {there.document}, not of {bitext.document}"
                raise InputError(what, where=str(place.path), remedy="name another with -o")
            if any(segment.target for unit in (*there.units, *there.obsolete) for segment in unit.segments):
                what = "this bitext holds translations already"
                raise UsageError(what, where=str(place.path), remedy="name another with -o, or remove it first")
        return place.store.write(bitext, present, now=now)

    return files.change(place.path, work)


def engine(name: str, source: str, target: str) -> Translate | None:
    """The machine of that name for the pair; ``None`` for no name. Raises :class:`UsageError` for one not there."""
    if not name:
        return None
    if name != "apertium":
        raise UsageError(f"no engine for alignment is called “{name}”", remedy="known is apertium")
    from translate_flow.alignment.engine import apertium

    return apertium(source, target)
