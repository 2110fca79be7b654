"""``segment``: make or update the bitexts of documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from translate_flow import languages
from translate_flow.bitext import Bitext
from translate_flow.desk import article, files, renaming
from translate_flow.desk.article import Article
from translate_flow.desk.bitexts import store_at
from translate_flow.desk.choices import By
from translate_flow.desk.desk import Desk
from translate_flow.desk.edited import Cut, NewUnit
from translate_flow.desk.update import Changes, fresh, update
from translate_flow.errors import InputError, UsageError
from translate_flow.stores import Store, store_named, store_of

if TYPE_CHECKING:
    from translate_flow.desk.places import Place


@dataclass(frozen=True, slots=True)
class Segmented:
    """What became of one bitext."""

    document: str
    target_language: str
    bitext: str
    """Where it stands."""
    written: bool
    """False: it was as it should be, to the byte."""
    segments: int
    changes: Changes

    @property
    def fresh(self) -> bool:
        """Whether there was none before."""
        was = self.changes
        return bool(was.new) and not (was.kept or was.moved or was.changed or was.gone or was.restored)


def segment_documents(
    desk: Desk,
    documents: Sequence[str],
    now: str,
    *,
    to: Sequence[str] = (),
    by: By | None = None,
    encoding: str = "",
    renamed_from: str = "",
) -> list[Segmented]:
    """Make or update the bitext of each document in each target language.

    ``renamed_from`` is what the one document was called before: its bitexts, history and record are carried over.
    ``now`` dates a changed bitext. Raises :class:`InputError` for a document that cannot be read; those before it are
    done.
    """
    settings = desk.settings
    own_rules = user_rules(desk)
    done: list[Segmented] = []
    for document in documents:
        source, targets = desk.pair(document, to)
        name, units = named_units(article.read_document(desk, document, encoding))
        cut = cutter(source, by or settings.segment_by, own_rules)
        earlier = renaming.starts(desk, renamed_from, document, targets) if renamed_from else {}
        for target in targets:
            path = desk.bitext(document, target)
            empty = Bitext(name, source, target, (), organization=settings.organization)
            before = earlier.get(target)
            start = None
            if before is not None:
                start = files.read(before, "bitext")
                if path.suffix != before.suffix and files.there(path):  # without work, made before this was said
                    files.remove(path)
                path = path.with_suffix(before.suffix)
            done.append(_update_file(path, store_named(settings.store), empty, units, cut, now, start))
            if before is not None:
                files.remove(before)
        if earlier:
            renaming.carry_over(desk, renamed_from, document)
    return done


def user_rules(desk: Desk) -> Path | None:
    """The desk's own segmentation rules: those that the settings name, else ``segmentation.srx`` where there is one."""
    chosen = desk.settings.segmentation
    path = desk.root / (chosen or "segmentation.srx")
    return path if chosen or path.is_file() else None


def segment_file(
    path: Path, source: str, target: str, output: Path, now: str, *, by: By = By.sentence, encoding: str = ""
) -> Segmented:
    """Make or update the bitext of one file outside of any desk; all that readers see is given to translators.

    Raises :class:`UsageError` for an output of no bitext format or a pair of one language, :class:`InputError` for a
    file that cannot be read, or an output that is the bitext of something else.
    """
    store = store_of(output)
    if store is None:
        what = f"no bitext format has files called “{output.suffix}”"
        raise UsageError(what, where=str(output), remedy="use .po or .xlf")
    source, target = languages.language(source), languages.language(target)
    if source == target:
        raise UsageError("source and target language are the same", where=str(path), remedy="give another with --to")
    name, units = named_units(article.read_file(path, encoding))
    return _update_file(output, store, Bitext(name, source, target, ()), units, cutter(source, by), now)


def cutter(language: str, by: By, user_rules: Path | None = None) -> Cut:
    """How texts of this language are cut: at sentences, or not at all."""
    if by is By.paragraph:
        return lambda text, _ids: [(0, len(text))]
    from translate_flow.segmentation import load
    from translate_flow.segmentation.inline import cut

    rules = load(language, user_rules)
    return lambda text, ids: cut(text, ids, language, rules)


def named_units(read: Article) -> tuple[str, list[NewUnit]]:
    """The article's name and its units for translators, without their places: its text is needed no more."""
    return read.name, units_of(read)


def units_of(read: Article) -> list[NewUnit]:
    """The article's units for translators, without their places."""
    units = [read.units[index] for index in read.given]
    text = read.text
    return [
        NewUnit(unit.id, unit.role, unit.text, tuple([code.code(text) for code in unit.codes]), unit.notes)
        for unit in units
    ]


def _update_file(
    path: Place,
    new: Store,
    empty: Bitext,
    units: list[NewUnit],
    cut: Cut,
    now: str,
    start: bytes | None = None,
) -> Segmented:
    """Bring the bitext file up to date; ``start`` stands for its present bytes where it has another name yet."""
    result: list[tuple[Bitext, Changes]] = []

    def work(present: bytes | None) -> bytes:
        onto = present
        if start is not None and not (
            present and renaming.has_work(store_at(path, present).read(present, str(path)).bitext)
        ):
            onto = start
        store = new if onto is None else store_at(path, onto)
        if onto is None:
            made = replace(empty, units=fresh(units, cut)), Changes(new=len(units))
        else:
            old = store.read(onto, str(path)).bitext
            _refuse_stranger(old, empty, path, renamed=start is not None)
            made = update(replace(old, document=empty.document), units, cut)
        result[:] = [made]
        return store.write(made[0], onto, now=now)

    written = files.change(path, work)
    bitext, changes = result[0]
    segments = sum(len(unit.segments) for unit in bitext.units)
    return Segmented(bitext.document, bitext.target_language, str(path), written, segments, changes)


def _refuse_stranger(old: Bitext, new: Bitext, path: Place, *, renamed: bool) -> None:
    """A bitext of another document or language pair must not be overwritten with this one."""
    if old.document and old.document != new.document and not renamed:
        raise InputError(
            f"this is the bitext of {old.document}, not of {new.document}",
            where=str(path),
            remedy="name another file, or give --renamed-from if the document was renamed",
        )
    for have, want in ((old.source_language, new.source_language), (old.target_language, new.target_language)):
        if have and languages.primary(have) != languages.primary(want):
            raise InputError(f"this bitext is {old.source_language} → {old.target_language}", where=str(path),
                             remedy=f"name another file for {new.source_language} → {new.target_language}")  # fmt: skip
