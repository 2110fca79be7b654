"""The desk's glossary: a file that its settings name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from translate_flow import glossary
from translate_flow.bitext import TAG
from translate_flow.desk import article, files
from translate_flow.desk.desk import Desk
from translate_flow.glossary.finding import Finder
from translate_flow.glossary.model import Term
from translate_flow.glossary.proposing import Proposed, propose
from translate_flow.languages import primary


def place(desk: Desk) -> Path:
    """Where the glossary stands."""
    return desk.root / desk.settings.glossary


def terms(desk: Desk, source: str = "", target: str = "") -> list[Term]:
    """The glossary's terms, those for a pair if it is given; none where there is no file yet."""
    data = files.read_if_there(place(desk), "glossary")
    found = glossary.read(data, place(desk)) if data is not None else []
    return [term for term in found if _fits(source, term.source_language) and _fits(target, term.target_language)]


def _fits(wanted: str, tag: str) -> bool:
    return not wanted or not tag or primary(wanted) == primary(tag)


def protected(desk: Desk, source: str, target: str) -> tuple[str, ...]:
    """The terms that are not to be translated."""
    return tuple(term.source for term in terms(desk, source, target) if term.do_not_translate)


def add(desk: Desk, new: Iterable[Term]) -> tuple[int, int]:
    """Add terms; one with the same texts and languages replaces the old. Gives the number of new and replaced ones."""
    wanted = {term[:4]: term for term in new}
    counts = (0, 0)

    def work(present: bytes | None) -> bytes:
        nonlocal counts
        known = {term[:4]: term for term in (glossary.read(present, place(desk)) if present else [])}
        replaced = sum(known.get(key, term) != term for key, term in wanted.items())
        counts = len(wanted.keys() - known.keys()), replaced
        return glossary.written((known | wanted).values(), place(desk))

    place(desk).parent.mkdir(parents=True, exist_ok=True)
    files.change(place(desk), work)
    return counts


def proposed(desk: Desk, documents: Sequence[str], limit: int = 50) -> list[Proposed]:
    """Names and phrases of documents that the glossary lacks."""
    texts: dict[str, list[str]] = {}
    for document in documents:
        read = article.read_document(desk, document)
        source = desk.pair(document)[0]
        texts.setdefault(source, []).extend(TAG.sub("", read.units[index].text) for index in read.given)
    return [
        one
        for source, some in texts.items()
        for one in propose(some, source, Finder(terms(desk, source), source), limit)
    ]
