"""The memory itself: units in tables, exact hits by hash, like ones by the index of signatures."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from translate_flow.memory.adapting import adapted
from translate_flow.memory.database import Database
from translate_flow.memory.index import Index, Shelf
from translate_flow.memory.model import Fed, Hit, MemoryUnit
from translate_flow.memory.rows import (
    COLUMNS,
    SOURCE,
    TARGET,
    Pair,
    fits,
    identity,
    more_of,
    storable,
    text_hash,
    turned,
    unit_of_row,
    written,
)
from translate_flow.memory.scoring import score

_TEXT = ("source", "target")
_ALIKE = Levenshtein.normalized_similarity
_BATCH = 500
_FILED = 20_000
"""Units that are put into the index at once."""
_CANDIDATES = 100
"""Units whose texts are compared in full."""


class Keeper:
    """A :class:`~translate_flow.memory.model.Memory` in a database."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._index = Index(database)

    def feed(self, units: Iterable[MemoryUnit]) -> Fed:
        """See :class:`~translate_flow.memory.model.Memory`."""
        fed = Fed()
        with self._db.transaction():
            before = self._newest()
            pairs: dict[tuple[str, str], int] = {}
            source = iter(units)
            while batch := list(islice(source, _BATCH)):
                done = self._add({identity(unit): unit for unit in map(storable, batch)}, pairs)
                repeated = len(batch) - sum(done)
                fed = Fed(fed.new + done.new, fed.replaced + done.replaced, fed.same + done.same + repeated)
            for pair in self._pairs():
                self._file(pair.id, before)
        return fed

    def _add(self, batch: dict[int, MemoryUnit], pairs: dict[tuple[str, str], int]) -> Fed:
        marks = ", ".join("?" * len(batch))
        there = {
            key: (number, target, more)
            for key, number, target, more in self._db.rows(
                f"SELECT identity, id, target, more FROM unit WHERE identity IN ({marks})", list(batch)
            )
        }
        rows = []
        gone: list[int] = []
        same = 0
        for key, unit in batch.items():
            more = more_of(unit)
            known = there.get(key)
            if known and known[1:] == (unit.target, more):
                same += 1
                continue
            if known and known[1] == unit.target:
                self._db.run("UPDATE unit SET more = ? WHERE id = ?", (more, known[0]))
                same += 1
                continue
            gone += [known[0]] if known else []
            pair = self._pair((unit.source_language, unit.target_language), pairs)
            hashes = text_hash(unit.source), text_hash(unit.target)
            rows.append((pair, key, *hashes, unit.source, unit.target, more, unit.uses))
        for number in gone:
            self._db.run("DELETE FROM unit WHERE id = ?", (number,))
        columns = "pair, identity, source_hash, target_hash, source, target, more, uses"
        self._db.many(f"INSERT INTO unit ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        return Fed(len(rows) - len(gone), len(gone), same)

    def _pair(self, languages: tuple[str, str], pairs: dict[tuple[str, str], int]) -> int:
        if languages not in pairs:
            self._db.run("INSERT INTO pair (source, target) VALUES (?, ?) ON CONFLICT DO NOTHING", languages)
            found = self._db.rows("SELECT id FROM pair WHERE source = ? AND target = ?", languages)
            pairs[languages] = int(found[0][0])
        return pairs[languages]

    def _pairs(self) -> list[Pair]:
        return [Pair(*row) for row in self._db.rows("SELECT id, source, target FROM pair ORDER BY id")]

    def _newest(self) -> int:
        return self._db.rows("SELECT max(id) FROM unit")[0][0] or 0

    def _file(self, pair: int, last: int) -> None:
        """Put the units of a pair that came after one into the index."""
        statement = f"SELECT id, source, target FROM unit WHERE pair = ? AND id > ? ORDER BY id LIMIT {_FILED}"
        while rows := self._db.rows(statement, (pair, last)):
            self._index.add(Shelf(pair, SOURCE), ((number, source) for number, source, _ in rows))
            self._index.add(Shelf(pair, TARGET), ((number, target) for number, _, target in rows))
            last = rows[-1][0]

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
        """See :class:`~translate_flow.memory.model.Memory`."""
        text, before, after = (written(one) for one in (text, before, after))
        sides = [
            (pair, side)
            for pair in self._pairs()
            for side, ours, theirs in ((SOURCE, pair.source, pair.target), (TARGET, pair.target, pair.source))
            if fits(source_language, ours) and (not target_language or fits(target_language, theirs))
        ]
        likeness: dict[tuple[int, int], float] = {}
        newest = self._newest()
        for pair, side in sides:
            for number in self._exact(text, before, after, pair, side):
                likeness[number, side] = 1.0
            texts = self._candidates(text, Shelf(pair.id, side), minimum, newest)
            choices = [one for _, one in texts]
            for _, likely, place in process.extract(
                text, choices, scorer=_ALIKE, score_cutoff=minimum, limit=limit * 2
            ):
                likeness.setdefault((texts[place][0], side), float(likely))
        best = sorted(likeness, key=lambda one: -likeness[one])[: limit * 3]
        pairs = {pair.id: pair for pair, _ in sides}
        hits = [
            _hit(text, before, after, turned(unit, side), likeness[number, side])
            for number, unit in self._load([number for number, _ in best], pairs).items()
            for one, side in best if one == number
        ]  # fmt: skip
        hits.sort(key=lambda hit: (-hit.similarity, -hit.score, -hit.unit.state.rank))
        different = {(hit.unit.source, hit.unit.target): hit for hit in reversed(hits)}
        return [hit for hit in hits if different[hit.unit.source, hit.unit.target] is hit][:limit]

    def _exact(self, text: str, before: str, after: str, pair: Pair, side: int) -> list[int]:
        """The unit in the same context, however many others there are, and the newest of each translation."""
        ours, theirs = (_TEXT[one] for one in (side, 1 - side))
        statement = (
            f"SELECT max(id) FROM unit WHERE {ours}_hash = ? AND {ours} = ? AND pair = ? GROUP BY {theirs} LIMIT 20"
        )
        found = self._db.rows(statement, (text_hash(text), text, pair.id))
        if side == SOURCE and (before or after):
            same = identity(MemoryUnit(text, "", pair.source, pair.target, before, after))
            found += self._db.rows("SELECT id FROM unit WHERE identity = ?", (same,))
        return [number for (number,) in found]

    def _candidates(self, text: str, shelf: Shelf, least: float, newest: int) -> list[tuple[int, str]]:
        """Units that may be alike, with their texts."""
        ids = self._index.nearest(shelf, text, least, _CANDIDATES, newest)
        if not ids:
            return []
        numbers = ", ".join(map(str, ids))
        rows = self._db.rows(f"SELECT id, source, target FROM unit WHERE id IN ({numbers})")
        different = {row[1:]: row for row in rows}  # repetitions in other contexts are one proposal
        return [(row[0], row[1 + shelf.side]) for row in different.values()]

    def _load(self, ids: Sequence[int], pairs: dict[int, Pair]) -> dict[int, MemoryUnit]:
        if not ids:
            return {}
        numbers = ", ".join(map(str, ids))
        rows = self._db.rows(f"SELECT {COLUMNS} FROM unit WHERE id IN ({numbers})")
        return {row[0]: unit_of_row(row, pairs[row[1]]) for row in rows}

    def search(self, phrase: str, language: str = "", *, limit: int = 50) -> list[MemoryUnit]:
        """See :class:`~translate_flow.memory.model.Memory`."""
        wanted = " ".join(written(phrase).lower().split())
        pairs = {pair.id: pair for pair in self._pairs()}
        newest = self._newest()
        likely: set[int] = set()
        for pair in pairs.values():
            for side, tag in ((SOURCE, pair.source), (TARGET, pair.target)):
                if not language or fits(language, tag):
                    likely.update(self._index.containing(Shelf(pair.id, side), wanted, newest))
        found: list[MemoryUnit] = []
        ids = sorted(likely, reverse=True)
        for at in range(0, len(ids), _BATCH):
            units = self._load(ids[at : at + _BATCH], pairs)
            found += (units[number] for number in sorted(units, reverse=True) if _has(units[number], wanted, language))
            if len(found) >= limit:
                break
        return found[:limit]

    def units(self) -> Iterator[MemoryUnit]:
        """See :class:`~translate_flow.memory.model.Memory`."""
        pairs = {pair.id: pair for pair in self._pairs()}
        for row in self._db.each(f"SELECT {COLUMNS} FROM unit ORDER BY id"):
            yield unit_of_row(row, pairs[row[1]])

    def used(self, unit: MemoryUnit) -> None:
        """See :class:`~translate_flow.memory.model.Memory`."""
        for one in (unit, turned(unit, TARGET)):
            self._db.run("UPDATE unit SET uses = uses + 1 WHERE identity = ?", (identity(one),))

    def forget(self, document: str) -> int:
        """See :class:`~translate_flow.memory.model.Memory`."""
        with self._db.transaction():
            rows = self._db.rows("SELECT id, more FROM unit WHERE more LIKE '%\"document\"%'")
            gone = [number for number, more in rows if json.loads(more).get("document") == document]
            for number in gone:
                self._db.run("DELETE FROM unit WHERE id = ?", (number,))
        return len(gone)

    def info(self) -> dict[str, int]:
        """See :class:`~translate_flow.memory.model.Memory`."""
        counts = dict(self._db.rows("SELECT pair, count(*) FROM unit GROUP BY pair"))
        return {f"{pair.source} → {pair.target}": counts.get(pair.id, 0) for pair in self._pairs()}

    def close(self) -> None:
        """See :class:`~translate_flow.memory.model.Memory`."""
        self._db.close()


def _hit(text: str, before: str, after: str, unit: MemoryUnit, similarity: float) -> Hit:
    in_context = bool(before or after) and (unit.before, unit.after) == (before, after)
    target, changes = (unit.target, ()) if text == unit.source else adapted(text, unit.source, unit.target)
    points = score(text, unit.source, in_context=in_context)
    return Hit(unit, points, target, changes, similarity)


def _has(unit: MemoryUnit, wanted: str, language: str) -> bool:
    """Whether a phrase in small letters stands in the unit, in a language if one is given."""
    sides = ((unit.source, unit.source_language), (unit.target, unit.target_language))
    return any(wanted in text.lower() for text, tag in sides if not language or fits(language, tag))
