"""Glossaries as CSV: a header names the columns; comma, semicolon, tab or bar; UTF-8 or UTF-16."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from translate_flow.errors import InputError
from translate_flow.glossary.model import Term, status_of

COLUMNS = (
    "source", "target", "source-language", "target-language", "part-of-speech", "status", "note", "case-sensitive",
    "do-not-translate",
)  # fmt: skip
_TAG = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_YES = frozenset({"yes", "true", "1", "x", "sí", "oui", "ja"})
_DELIMITERS = ",;\t|"


def read_csv(data: bytes, where: str) -> list[Term]:
    """The terms of a table. Raises :class:`InputError`, with the line, for one without a header that we understand.

    Columns are :data:`COLUMNS`, in any order, of which ``source`` and ``target`` must be there; or two columns are
    named by language tags.
    """
    text = _text(data, where)
    first = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = [_name(name) for name in next(rows, [])]
        columns = _columns(header, where)
        return [term for row in rows if any(row) for term in _terms(row, columns, f"{where}:{rows.line_num}")]
    except csv.Error as error:
        what = f"this is no CSV: {error}"
        raise InputError(what, where=f"{where}:{rows.line_num}", remedy="save the table as CSV again") from None


def _text(data: bytes, where: str) -> str:
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return data.decode("utf-16" if wide else "utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError("this is no UTF-8", where=f"{where}:{line}", remedy="save the table as UTF-8") from None


def _name(text: str) -> str:
    return text.strip().replace("_", "-").replace(" ", "-")


def _columns(header: Sequence[str], where: str) -> dict[str, int]:
    known = {name.lower(): at for at, name in enumerate(header)}
    if {"source", "target"} <= known.keys():
        return known
    tags = [at for at, name in enumerate(header) if _TAG.fullmatch(name)]
    if len(tags) == 2:
        return {f"source:{header[tags[0]]}": tags[0], f"target:{header[tags[1]]}": tags[1]} | known
    what = f"the first line names no columns “source” and “target”, but: {', '.join(header)[:80] or 'nothing'}"
    raise InputError(what, where=f"{where}:1", remedy="write a header, e.g. source,target,status,note")


def _terms(row: Sequence[str], columns: dict[str, int], where: str) -> Iterator[Term]:
    found = {name.partition(":")[0]: row[at].strip() for name, at in columns.items() if at < len(row)}
    tags = dict(name.split(":") for name in columns if ":" in name)
    source, target = found.get("source", ""), found.get("target", "")
    same = found.get("do-not-translate", "").lower() in _YES
    if not source or not (target or same):
        raise InputError("a term and its translation are wanted", where=where, remedy="fill the line, or take it out")
    yield Term(
        source,
        target or source,
        found.get("source-language", "") or tags.get("source", ""),
        found.get("target-language", "") or tags.get("target", ""),
        found.get("part-of-speech", ""),
        status_of(found.get("status", "")),
        found.get("note", ""),
        found.get("case-sensitive", "").lower() in _YES,
        same,
    )


def write_csv(terms: Iterable[Term]) -> bytes:
    """The table of terms, in UTF-8, with commas."""
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([*term[:7], *("yes" if flag else "" for flag in term[7:])] for term in terms)
    return out.getvalue().encode()
