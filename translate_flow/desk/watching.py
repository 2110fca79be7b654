"""``watch``: as files change, articles are segmented, translations checked, previews written."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from translate_flow.checks import chosen
from translate_flow.checks.model import Severity
from translate_flow.desk import article, files, places, segmenting
from translate_flow.desk.desk import Desk
from translate_flow.desk.merging import preview
from translate_flow.desk.proofreading.checking import check_documents
from translate_flow.documents import format_of
from translate_flow.documents.encoding import encode
from translate_flow.errors import TranslateFlowError

PREVIEWS = ".preview"
"""Folder of previews, below the desk: ``.preview/LANGUAGE/DOCUMENT``."""


@dataclass(frozen=True, slots=True)
class Reaction:
    """What came of a change."""

    document: str
    language: str
    did: str
    """``segmented``, ``checked`` or ``failed``."""
    count: int = 0
    """Segments that changed, or findings."""
    detail: str = ""
    """The first finding or the error; empty where all is well."""
    preview: str = ""
    """Where the article now stands as it would be published."""


def watched(desk: Desk) -> list[Path]:
    """The folders that are looked at."""
    return [folder for folder in (desk.sources, desk.translations) if isinstance(folder, Path) and folder.is_dir()]


def react(desk: Desk, changed: Collection[Path], now: str) -> Iterator[Reaction]:
    """Do what the changed files ask for. One that fails doesn't stop the others; files that are gone are left."""
    work = dict.fromkeys(item for path in sorted(changed) if path.is_file() for item in _items(desk, path))
    for document, language, segment in work:
        try:
            if segment:
                yield from _segmented(desk, document, language, now)
            if files.there(desk.bitext(document, language)):
                yield _checked(desk, document, language)
        except TranslateFlowError as error:
            yield Reaction(document, language, "failed", detail=str(error))


def _items(desk: Desk, path: Path) -> Iterator[tuple[str, str, bool]]:
    """Documents and languages that a file is about, and whether to segment; none where it is nothing of ours."""
    document, bitext = places.below(path, desk.sources), desk.of_bitext(path)
    if any(part.startswith(".") for part in (document or "/".join(bitext or ())).split("/")):
        return
    if document is not None and format_of(path):
        yield from ((document, language, True) for language in desk.settings.languages_of(document)[1])
    elif bitext is not None and desk.has(bitext[0]):
        yield *bitext, False


def _segmented(desk: Desk, document: str, language: str, now: str) -> Iterator[Reaction]:
    for done in segmenting.segment_documents(desk, [document], now, to=[language]):
        if done.written:
            changes = done.changes
            yield Reaction(document, language, "segmented", changes.new + changes.changed + changes.gone)


def _checked(desk: Desk, document: str, language: str) -> Reaction:
    """Findings that are no hints, without those of spelling, which takes long, and of what is still to do."""
    found = [
        finding
        for one in check_documents(desk, [document], chosen(without=["spelling"]), to=[language])
        for finding in one.findings
        if finding.severity is not Severity.HINT and finding.check != "untranslated"
    ]
    detail = f"{found[0].segment}: {found[0].remark.message}" if found else ""
    return Reaction(document, language, "checked", len(found), detail, _previewed(desk, document, language))


def _previewed(desk: Desk, document: str, language: str) -> str:
    """Write the article as it would be published now; where that is."""
    text, _ = preview(desk, document, language)
    read = article.read_document(desk, document)
    path = desk.root / PREVIEWS / language / document
    files.write(path, encode(text, read.source, str(path), read.form))
    return str(path)
