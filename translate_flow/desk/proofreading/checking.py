"""``check``: bitexts, or a text read alone, read as a careful editor would."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from functools import lru_cache, partial
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from translate_flow.bitext import Bitext, Segment
from translate_flow.checks import Row, check, chosen
from translate_flow.checks.model import Article, Finding, House, Pair, pairs_of
from translate_flow.desk import article as articles
from translate_flow.desk import bitexts, files
from translate_flow.desk.choices import By
from translate_flow.desk.desk import Desk
from translate_flow.desk.editing import find
from translate_flow.desk.proofreading.archive import archive_of
from translate_flow.desk.proofreading.house import house_of
from translate_flow.desk.segmenting import cutter, units_of
from translate_flow.desk.settings import Settings
from translate_flow.desk.update import fresh

if TYPE_CHECKING:
    from translate_flow.desk.places import Place

IGNORE = "ignore "
"""How a note begins that keeps a finding of its segment away: ``ignore number: the source is wrong``."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in one document."""

    document: str
    target_language: str
    path: str
    """The bitext, or the text that was read."""
    findings: tuple[Finding, ...]
    ignored: tuple[Finding, ...]
    pairs: dict[str, Pair]
    """The segments that findings name, by id."""

    def worst(self) -> int:
        """The rank of the gravest finding; -1 if there is none."""
        return max((finding.severity.rank for finding in self.findings), default=-1)


def check_text(
    path: Path, language: str, rows: Sequence[Row], house: House | None = None, encoding: str = ""
) -> Checked:
    """Check a text that stands alone, without its source. Readers' comments are not corrected."""
    read = articles.read_file(path, encoding)
    units = fresh(units_of(read), cutter(language, By.sentence))
    pairs = tuple(replace(pair, source="", target=pair.source) for pair in pairs_of(units))
    return _checked(Article("", language, pairs, house or House(), path.name), str(path), rows)


def check_bitext(path: Place, rows: Sequence[Row], house: House | None = None) -> Checked:
    """Check one bitext file."""
    bitext = bitexts.read(path)
    languages = bitext.source_language, bitext.target_language
    return _checked(Article(*languages, pairs_of(bitext.units), house or House(), bitext.document), str(path), rows)


def check_segment(bitext: Bitext, name: str, target: str, rows: Sequence[Row], house: House) -> Checked:
    """Check one segment of a bitext as if ``target`` were its translation, by itself: quick enough to be typed beside.

    What only the whole article can tell, such as a name written in two ways, is left to :func:`check_bitext`. Raises
    :class:`InputError` where there is no such segment.
    """
    unit, at = find(bitext, name)
    typed = replace(unit.segments[at], target=target)
    only = replace(unit, segments=(typed,))
    pair = replace(pairs_of((only,))[0], id=name)
    article = Article(bitext.source_language, bitext.target_language, (pair,), house, bitext.document)
    return _checked(article, "", rows)


def check_documents(
    desk: Desk, documents: Sequence[str], rows: Sequence[Row], *, to: Sequence[str] = ()
) -> Iterator[Checked]:  # fmt: skip
    """Check the bitexts of documents, each as soon as it is read. Raises :class:`InputError` for one that cannot be."""
    archive_of(desk)
    work = job(desk, rows)
    for one in there(desk, documents, to):
        yield from work(one)


def there(desk: Desk, documents: Sequence[str], to: Sequence[str] = ()) -> list[tuple[str, str]]:
    """The documents that have a bitext, with its language."""
    wanted = ((document, target) for document in documents for target in desk.pair(document, to)[1])
    return [(document, target) for document, target in wanted if files.there(desk.bitext(document, target))]


def job(desk: Desk, rows: Sequence[Row]) -> Callable[[tuple[str, str]], list[Checked]]:
    """The work of checking one document in one language, for any engine of :mod:`translate_flow.desk.workers`.

    What the archive says is to be learnt before (:func:`translate_flow.desk.proofreading.archive.archive_of`).
    """
    return partial(_job, desk, tuple(row.id for row in rows), uuid4().hex)


def _job(desk: Desk, names: tuple[str, ...], run: str, one: tuple[str, str]) -> list[Checked]:
    document, target = one
    return [check_bitext(desk.bitext(document, target), _planned(desk, names, document), _house(desk, target, run))]


@lru_cache(maxsize=8)
def _house(desk: Desk, target: str, _run: str) -> House:
    """What the desk knows, opened once in a run by each process."""
    return house_of(desk, target, learnt=True)


def _planned(desk: Desk, names: tuple[str, ...], document: str) -> tuple[Row, ...]:
    return _wanted(desk.settings, document, chosen(names))


def _wanted(settings: Settings, document: str, rows: Sequence[Row]) -> tuple[Row, ...]:
    """The checks that the settings want of a document."""
    unwanted = set(settings.checks.ignore)
    for table in settings.checks.documents:
        if document.startswith(table.path.rstrip("/") + "/") or fnmatch(document, table.path):
            unwanted |= set(table.ignore)
    chosen((), unwanted)
    return tuple(row for row in rows if row.id not in unwanted)


def _checked(article: Article, path: str, rows: Sequence[Row]) -> Checked:
    pairs = {pair.id: pair for pair in article.pairs}
    found: list[Finding] = []
    ignored: list[Finding] = []
    for finding in check(article, rows):
        reason = _ignored(finding, pairs[finding.segment].segment)
        (found if reason is None else ignored).append(finding._replace(ignored=reason or ""))
    named = {finding.segment: pairs[finding.segment] for finding in (*found, *ignored)}
    return Checked(article.document, article.target_language, path, tuple(found), tuple(ignored), named)


def _ignored(finding: Finding, segment: Segment | None) -> str | None:
    """Why a segment's note keeps the finding away; ``None`` where none does."""
    for note in segment.notes if segment else ():
        if note.text.startswith(IGNORE):
            name, _, reason = note.text[len(IGNORE) :].partition(":")
            if name.strip() in (finding.check, "all"):
                return reason.strip() or "no reason given"
    return None


def fingerprint(checked: Checked, finding: Finding) -> str:
    """What a baseline knows a finding by: it stays the same until the segment's target or the check's word changes."""
    pair = checked.pairs[finding.segment]
    text = "\0".join((checked.document, checked.target_language, finding.segment, finding.check, pair.target))
    return blake2b(text.encode(), digest_size=8).hexdigest()
