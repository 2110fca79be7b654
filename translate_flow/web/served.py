"""A desk that is served: what all requests share."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from translate_flow.bitext import Bitext, Credit, Segment
from translate_flow.checks import chosen
from translate_flow.checks.model import House
from translate_flow.desk import files
from translate_flow.desk.desk import Desk
from translate_flow.desk.editing import version
from translate_flow.desk.leverage import terms
from translate_flow.desk.leverage.proposing import ready
from translate_flow.desk.leverage.remembering import memory_of
from translate_flow.desk.proofreading.house import house_of
from translate_flow.desk.staff.journal import Change, journal_of
from translate_flow.desk.staff.people import People, people_of
from translate_flow.documents.coded import fault
from translate_flow.errors import MissingError, TranslateFlowError
from translate_flow.glossary.finding import Finder
from translate_flow.languages import primary
from translate_flow.memory import Memory
from translate_flow.memory.files import units_in
from translate_flow.web.live import Live, Segments, segments_of
from translate_flow.web.shapes import CreditShape, Row, Rows
from translate_flow.web.shelf import Shelf

if TYPE_CHECKING:
    from translate_flow.desk.places import Place

Value = TypeVar("Value")
_LOG = logging.getLogger(__name__)
_HOUSE = 60.0
"""Seconds for which what the whole desk says of names, lengths and words is not asked anew."""


def now() -> str:
    """The present time in UTC, as bitexts are dated."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class Open(NamedTuple):
    """A bitext that a request names."""

    document: str
    to: str
    path: Place
    bitext: Bitext


class Served:
    """The desk and what is held in memory for it."""

    def __init__(self, desk: Desk, *, closed: bool = False, fetches: bool = False) -> None:
        """``closed`` lets nobody in without signing in, even where all people were removed meanwhile.

        ``fetches`` lets editors bring in articles by address.
        """
        self.desk = desk
        self.fetches = fetches
        self._closed = closed
        self.people: People = people_of(desk)
        self.journal = journal_of(desk)
        self.shelf = Shelf()
        self.live = Live(self.shelf, _told, self._changed_on_disk)
        self._houses: dict[str, tuple[float, House]] = {}
        self._finders: dict[tuple[str, str], tuple[object, Finder]] = {}
        self._memory: Memory | None = None
        self._learning = threading.Lock()
        self.engines = ready(desk)
        self._librarian = ThreadPoolExecutor(1, "memory")

    def closed(self) -> bool:
        """Whether one has to sign in."""
        return self._closed or self.people.exist()

    def place(self, document: str, to: str) -> Place:
        """Where a document's bitext stands. Raises :class:`InputError` for names that this desk does not have."""
        name = self.desk.named(document)
        if to not in self.desk.pair(name)[1]:
            raise MissingError("it is not translated into this language here", where=f"{name}: {to[:35]}")
        return self.desk.bitext(name, to)

    def open(self, document: str, to: str) -> Open:
        """A bitext by its names. Raises :class:`InputError` where there is none."""
        path = self.place(document, to)
        if not files.there(path):
            raise MissingError("not segmented yet", where=f"{document} ({to})", remedy="segment it first")
        return Open(document, to, path, self.shelf.bitext(path))

    def house(self, target: str) -> House:
        """What the desk knows for checks in a language; a minute old at most."""
        with self._learning:
            known = self._houses.get(target)
            if known is None or time.monotonic() - known[0] > _HOUSE:
                known = time.monotonic(), house_of(self.desk, target)
                self._houses[target] = known
            return known[1]

    def finder(self, source: str, target: str) -> Finder:
        """The glossary's terms for a pair."""
        path = terms.place(self.desk)
        stamp = path.stat().st_mtime_ns if path.exists() else None
        known = self._finders.get((source, target))
        if known is None or known[0] != stamp:
            known = stamp, Finder(terms.terms(self.desk, source, target), primary(source))
            self._finders[source, target] = known
        return known[1]

    def warm(self) -> None:
        """Do beforehand what the first visitors would wait for: load the checks, open the memory."""
        try:
            chosen()
            for target in self.desk.settings.target_languages:
                self.house(target)
            self.ask_memory(lambda _memory: None)
        except TranslateFlowError as error:
            # Who needs it will be told; the rest works without.
            _LOG.warning("%s", error)

    def ask_memory(self, question: Callable[[Memory | None], Value]) -> Value:
        """Ask the memory, which one thread has; ``None`` stands for it where the desk has none or it fails."""
        return self._librarian.submit(self._asked, question).result()

    def _asked(self, question: Callable[[Memory | None], Value]) -> Value:
        if self._memory is None:
            try:
                self._memory = memory_of(self.desk)
            except TranslateFlowError:
                return question(None)
        return question(self._memory)

    def remember(self, one: Open, names: Iterable[str]) -> None:
        """Give segments that are done to the memory, behind the request's back."""
        wanted = set(names)
        self._librarian.submit(self._asked, lambda memory: self._feed(memory, one, wanted))

    def _feed(self, memory: Memory | None, one: Open, names: set[str]) -> None:
        if memory is None:
            return
        try:
            bitext = self.shelf.bitext(one.path)
            done = {(s.source, s.target) for name, s in segments_of(bitext).items() if name in names}
            stamp = now().replace("+00:00", "Z")
            units = units_in(bitext, self.desk.settings.memory_state, stamp)
            memory.feed([unit for unit in units if (unit.source, unit.target) in done])
        except TranslateFlowError:
            # The memory is a help: what it lacks can be given to it at any time with “memory import”.
            return

    def saved(self, one: Open, changed: Segments, by: str) -> None:
        """Note what was changed here: in the journal, in the memory, and to all who look on."""
        self.live.saved(one.path, changed, by)
        self._journalled(one.document, one.to, changed, by)
        if any(segment.state.rank > 0 for segment in changed.values()):
            self.remember(one, changed)

    def _changed_on_disk(self, path: Place, changed: Segments) -> None:
        named = self.desk.of_bitext(path)
        if changed and named:
            self._journalled(*named, changed, "")

    def _journalled(self, document: str, to: str, changed: Segments, by: str) -> None:
        stamp = now()
        changes = [
            Change(name, one.source, one.target, one.state, one.sub_state, by or _last(one.credits), stamp)
            for name, one in changed.items()
        ]
        try:
            self.journal.record(document, to, changes)
        except TranslateFlowError as error:
            # The save itself is done, and must not look as if it were not.
            _LOG.warning("%s", error)

    def close(self) -> None:
        """Let go of everything."""
        self.live.close()
        if self._memory is not None:
            self._librarian.submit(self._memory.close).result()
        self._librarian.shutdown()
        self.people.close()
        self.journal.close()


def row(name: str, segment: Segment, wrong: str = "", by: str = "") -> Row:
    """A segment as the page gets it."""
    return Row(
        id=name, version=version(segment), source=segment.source, target=segment.target, state=segment.state,
        sub_state=segment.sub_state, notes=tuple(note.text for note in segment.notes), fault=wrong, by=by,
        credits=tuple(CreditShape(role=c.role, name=c.name, date=c.date, kind=c.kind) for c in segment.credits),
    )  # fmt: skip


def faulty(bitext: Bitext, name: str, segment: Segment) -> str:
    """What is wrong with a segment's inline codes; empty if nothing is."""
    unit = next(unit for unit in bitext.units if name in unit.segment_ids())
    return (fault(segment.source, segment.target, {code.id for code in unit.codes}) or "") if segment.target else ""


def _told(changed: Segments, by: str) -> object:
    return Rows(rows=tuple(row(name, one, by=by) for name, one in changed.items())).model_dump()


def _last(credits_: tuple[Credit, ...]) -> str:
    return credits_[-1].name if credits_ else ""
