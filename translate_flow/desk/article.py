"""A source article in memory: its text, its units with ids, and which of them are given to translators."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from translate_flow.desk import files
from translate_flow.desk.desk import Desk, find
from translate_flow.desk.places import below
from translate_flow.documents import format_of, identify, known_suffixes
from translate_flow.documents.encoding import Text, decode
from translate_flow.documents.model import Format, Options, SourceUnit
from translate_flow.errors import InputError

if TYPE_CHECKING:
    from translate_flow.desk.places import Place


@dataclass(frozen=True, slots=True)
class Article:
    """A document as read."""

    name: str
    """What messages and references call it: its path below the desk, or the file's name."""
    form: Format
    source: Text
    options: Options
    units: list[SourceUnit]
    """All blocks of text that the format sees, in document order, with ids."""
    given: list[int]
    """Which of them translators get, as indexes in ``units``."""

    @property
    def text(self) -> str:
        """The decoded text."""
        return self.source.text


def read(
    data: bytes,
    name: str,
    form: Format,
    *,
    options: Options | None = None,
    translates: Callable[[str], bool] = lambda _role: True,
    encoding: str = "",
) -> Article:
    """Read a document's bytes; ``translates`` says which roles are given to translators (outside a desk: all).

    Raises :class:`InputError` for what is no text, or not of its format.
    """
    if not data.strip():
        raise InputError("the file is empty", where=name, remedy="save the article in it first")
    options = options or Options()
    source = decode(data, name, form, encoding)
    units = identify(form.parse(source.text, options))
    if not units and (fault := form.fault(source.text)):
        raise InputError(fault.what, where=f"{name}:{fault.line}", remedy=fault.remedy)
    given = [index for index, unit in enumerate(units) if unit.translatable and not unit.twin and translates(unit.role)]
    return Article(name, form, source, options, units, given)


def read_file(path: Path, encoding: str = "") -> Article:
    """Read one file: a desk's document by that desk's rules, any other by the rules of no house: all is translated."""
    desk = find(path.parent)
    if desk is not None and (document := below(path, desk.sources)) is not None:
        return read_document(desk, document, encoding)
    data = files.read(path, "document")
    return read(data, path.name, form_for(path), encoding=encoding)


def form_for(path: Place) -> Format:
    """The format for a file. Raises :class:`InputError` where none reads it."""
    form = format_of(PurePosixPath(path.name))
    if form is None:
        known = ", ".join(known_suffixes())
        kind = f"“{path.suffix}” files" if path.suffix else "files without a suffix"
        raise InputError(f"no document format reads {kind}", where=str(path), remedy=f"use one of {known}")
    return form


def read_document(desk: Desk, document: str, encoding: str = "") -> Article:
    """Read a document of a desk (its path below ``sources/``), by the desk's rules."""
    path = desk.source(document)
    settings = desk.settings
    return read(
        files.read(path, "document"),
        f"sources/{document}",
        form_for(path),
        options=settings.options(),
        translates=settings.translates,
        encoding=encoding,
    )
