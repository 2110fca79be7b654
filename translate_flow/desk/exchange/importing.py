"""Importing returned files: which document each is of, and what it changes. All are judged before any is written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from translate_flow import languages
from translate_flow.bitext import Bitext, Credit
from translate_flow.desk import bitexts, files
from translate_flow.desk.desk import Desk
from translate_flow.desk.exchange import handoff, package
from translate_flow.desk.exchange.takeback import LOOK, Event, Taken, What, take_back
from translate_flow.errors import InputError, UsageError
from translate_flow.stores import Reading, store_of

if TYPE_CHECKING:
    from translate_flow.desk.places import Place

_OURS = ("sources/", "originals/", "preview/", "tm/", "glossary/", "memory/")
"""Folders of a package that hold no work."""


class Imported(NamedTuple):
    """What came of one returned file."""

    file: str
    bitext: str
    document: str
    taken: int
    events: tuple[Event, ...]
    written: bool

    @property
    def findings(self) -> tuple[Event, ...]:
        """What a person should look at."""
        return tuple(event for event in self.events if event.what in LOOK)


class _Returned(NamedTuple):
    """A file that came back, understood."""

    name: str
    reading: Reading
    document: str
    path: Place
    """The desk's bitext."""
    base: dict[str, handoff.Base]
    expected: frozenset[str]
    origin: str


def import_files(desk: Desk, paths: Sequence[Path], now: str, *, by: str = "", dry_run: bool = False) -> list[Imported]:
    """Take back the work in files, folders and zips.

    Raises :class:`InputError` for what cannot be read or is of another document, pair or desk, and :class:`UsageError`
    where work has no name and ``by`` gives none; nothing is written then.
    """
    known = list(handoff.remembered(desk))
    returned = [one for path in paths for one in _returned(desk, path, known)]
    person = Credit("translator", by.strip(), now[:10]) if by.strip() else None
    plans: dict[Place, list[_Returned]] = {}
    results: list[Imported] = []
    for one in returned:
        before = plans.setdefault(one.path, [])
        bitext = bitexts.read(one.path)
        for earlier in before:
            bitext = _take(bitext, earlier, person).bitext
        taken = _take(bitext, one, person)
        if taken.nameless:
            segments = "1 segment is" if taken.nameless == 1 else f"{taken.nameless} segments are"
            what = f"{segments} new or changed, and the file does not say by whom"
            raise UsageError(what, where=one.name, remedy="give --by NAME")
        before.append(one)
        count = sum(event.what is What.TAKEN for event in taken.events)
        results.append(Imported(one.name, str(one.path), one.document, count, taken.events, taken.bitext != bitext))
    if not dry_run:
        for path, plan in plans.items():
            _write(path, plan, person, now)
    return results


def _take(bitext: Bitext, one: _Returned, person: Credit | None) -> Taken:
    return take_back(bitext, one.reading, one.base, one.expected, person, one.origin)


def _write(path: Place, plan: Sequence[_Returned], person: Credit | None, now: str) -> None:
    """Put the work into the file as it is at this moment."""
    store = bitexts.store_at(path)

    def change(present: bytes | None) -> bytes:
        data = files.read(path, "bitext") if present is None else present
        was = bitext = store.read(data, str(path)).bitext
        for one in plan:
            bitext = _take(bitext, one, person).bitext
        return data if bitext == was else store.write(bitext, data, now=now)

    files.change(path, change)


def _returned(desk: Desk, path: Path, known: Sequence[handoff.Handoff]) -> list[_Returned]:
    """The bitexts among the files that came back. Raises :class:`InputError` where there is none."""
    found = dict(package.members(path))
    manifests = [
        handoff.read(data, f"{path}: {name}")
        for name, data in found.items()
        if PurePosixPath(name).name == handoff.NAME
    ]
    handoffs = [*known, *(one for one in manifests if one.id not in {other.id for other in known})]
    several = len(found) > 1
    returned: list[_Returned] = []
    for name, data in _work(found).items():
        where = f"{path}: {name}" if several else str(path)
        store = store_of(Path(name), data)
        if store is None:
            if several:
                continue
            raise InputError(
                "this is no bitext and no package", where=where, remedy="give the file, folder or zip that came back"
            )
        returned.append(_identified(desk, where, store.read(data, where), handoffs))
    if not returned:
        raise InputError("there is no bitext in it", where=str(path), remedy="give the files that the translator saved")
    return returned


def _work(found: dict[str, bytes]) -> dict[str, bytes]:
    """The files that may hold work; of an OmegaT project, the translated ones."""
    roots = [name[: -len("omegat.project")] for name in found if PurePosixPath(name).name == "omegat.project"]
    for root in roots:
        done = {name: data for name, data in found.items() if name.startswith(f"{root}target/")}
        if not done:
            what = "this OmegaT project has no translated documents yet"
            raise InputError(
                what, where=root or "omegat.project", remedy="in OmegaT: Project › Create Translated Documents"
            )
        found = done
    return {
        name: data
        for name, data in found.items()
        if len(found) == 1 or not any(f"/{name}".find(f"/{part}") >= 0 for part in _OURS)
    }


def _identified(desk: Desk, where: str, reading: Reading, handoffs: Sequence[handoff.Handoff]) -> _Returned:
    """The desk's bitext that a returned one belongs to."""
    bitext = reading.bitext
    digests = {
        name: handoff.digest(segment.source)
        for unit in bitext.units
        for name, segment in zip(unit.segment_ids(), unit.segments, strict=True)
    }
    same = [
        (sum(one.segments[name].source == value for name, value in digests.items() if name in one.segments), each, one)
        for each in handoffs
        for one in each.bitexts
        if languages.primary(one.target_language) == languages.primary(bitext.target_language)
    ]
    best = max(same, key=_closeness, default=None)
    document = _document(desk, bitext) or (best[2].document if best and 2 * best[0] > len(digests) else "")
    if not document or not desk.has(document):
        if not digests:
            raise InputError("there is no text in it", where=where, remedy="ask for the file that the translator saved")
        if not bitext.document:
            what = "it does not say of which article it is, and fits nothing that was handed out"
            raise InputError(what, where=where, remedy="import it into the desk that exported it")
        what = f"this is of “{bitext.document}”, which this desk does not have"
        if {bitext.document, bitext.document.removeprefix("sources/")} & {one.document for _, _, one in same}:
            remedy = "if it was renamed, run “translate-flow segment NEW --renamed-from OLD” first"
        else:
            remedy = "import it where it was exported"
        raise InputError(what, where=where, remedy=remedy)
    path, target = _pair(desk, document, bitext, where)
    best = max((row for row in same if row[2].document == document), key=_closeness, default=None)
    ours = {segment.source for unit in bitexts.read(path).units for segment in unit.segments}
    theirs = {segment.source for unit in bitext.units for segment in unit.segments}
    if not (best and best[0]) and theirs and ours.isdisjoint(theirs):
        what = f"it has no segment in common with this desk's {document}"
        raise InputError(what, where=where, remedy="import it into the desk that exported it")
    expected = frozenset(best[2].segments) if best and best[0] else frozenset()
    origin = f"hand-off {best[1].id}" if best and best[0] else PurePosixPath(where).name
    return _Returned(where, reading, document, path, handoff.bases(handoffs, document, target), expected, origin)


def _closeness(row: tuple[int, handoff.Handoff, handoff.Given]) -> tuple[int, int, str]:
    """How well a hand-off fits a file: many segments in common, few others; the latest of those that fit alike."""
    return row[0], -len(row[2].segments), row[1].date


def _document(desk: Desk, bitext: Bitext) -> str:
    """The document that the file names, if the desk has it."""
    name = bitext.document.removeprefix("sources/")
    return name if name and desk.holds(name) and desk.has(name) else ""


def _pair(desk: Desk, document: str, bitext: Bitext, where: str) -> tuple[Place, str]:
    """The desk's bitext in the file's language. Raises :class:`InputError` where there is none."""
    source, targets = desk.pair(document)
    there = files.folders(desk.translations)
    wanted = bitext.target_language
    choices = sorted({*targets, *there}, key=lambda tag: (tag != wanted, tag))
    for tag in choices:
        alike = tag == wanted or languages.primary(tag) == languages.primary(wanted or tag)
        if alike and files.there(desk.bitext(document, tag)):
            if bitext.source_language and languages.primary(bitext.source_language) != languages.primary(source):
                break
            return desk.bitext(document, tag), tag
    what = f"this is {bitext.source_language} → {wanted}, and the desk's {document} is {source} → {', '.join(targets)}"
    raise InputError(what, where=where, remedy="give the file of that pair")
