"""Texts inside other files: the HTML of a CDATA section, the words of a JSON string, Markdown in YAML.

A *notation* says how a text is written where it stands (:mod:`translate_flow.documents.notations`), a *kind* what it is
once it is read: ``text``, ``html`` or ``markdown``. The text is read as a document of its own; its units are then
lifted to their places in the file around it, and their translations are written in its notation.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from translate_flow.documents import html
from translate_flow.documents.coded import TEXT, build
from translate_flow.documents.model import Options, Piece, SourceCode, SourceUnit
from translate_flow.documents.notations import Notation, notation_named

KINDS = ("auto", "text", "html", "markdown")
"""What an embedded text can be; ``auto`` is HTML where there are tags, else text."""
_TAGS = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")
_MARKS = 4
"""Colons in the context of an embedded unit: between notation, start, end, kind and the context in the text itself."""
_PARAGRAPH = re.compile(r"[^\S\n]*\S.*(?:\n(?![^\S\n]*$).+)*", re.MULTILINE)


class Embedded(NamedTuple):
    """A text as it reads, and where each of its characters stands in the file."""

    text: str
    starts: Sequence[int]
    """One more than there are characters: the last is where the text ends."""


@lru_cache(maxsize=8)
def embed(text: str, start: int, end: int, notation: Notation) -> Embedded:
    """What ``text[start:end]`` reads in its notation."""
    words: list[str] = []
    starts: list[int] = []
    position = start
    for match in notation.escapes.finditer(text, start, end):
        first, after = match.span()
        said = notation.read(match[0])
        words += text[position:first], said
        starts += range(position, first)
        starts += [first] * len(said)
        position = after
    if not words:
        return Embedded(text[start:end], range(start, end + 1))
    words.append(text[position:end])
    starts += range(position, end + 1)
    return Embedded("".join(words), starts)


def units_in(
    text: str, start: int, end: int, notation: str, kind: str, options: Options, role: str = ""
) -> list[SourceUnit]:
    """The units of the text that stands at ``text[start:end]`` in that notation, with spans in ``text``.

    ``role`` stands for ``paragraph``, which says nothing; ``headline`` is ``heading``, as the file has its own.
    """
    written = notation_named(notation)
    inner = embed(text, start, end, written)
    if kind == "auto":
        kind = "html" if has_tags(inner.text) else "text"
    prefix = f"{notation}:{start}:{end}:{kind}:"
    units: list[SourceUnit] = []
    for unit in _READERS[kind](inner.text, options):
        named = unit.role
        if named in ("paragraph", "headline"):
            named = role or {"headline": "heading"}.get(named, named)
        units.append(_lifted(unit, inner.starts, written)._replace(role=named, context=prefix + unit.context))
    return units


def has_tags(text: str) -> bool:
    """Whether a text of unknown kind is HTML."""
    return _TAGS.search(text) is not None


def is_embedded(unit: SourceUnit) -> bool:
    """Whether a unit is one of :func:`units_in`."""
    return unit.context.count(":") >= _MARKS


def encode(text: str, unit: SourceUnit, pieces: Sequence[Piece]) -> str:
    """What replaces a unit of :func:`units_in`: written as its kind asks, then in its notation; markup as it was."""
    name, start, end, kind, context = unit.context.split(":", _MARKS)
    notation = notation_named(name)
    inner = embed(text, int(start), int(end), notation)
    first, last = _index(inner.starts, unit.start), _index(inner.starts, unit.end)
    inside = [piece._replace(text=_said(piece.text, notation)) if piece.markup else piece for piece in pieces]
    written = _WRITERS[kind](inner.text, unit._replace(start=first, end=last, context=context), inside)
    out: list[str] = []
    position = 0
    for piece, original in zip(inside, pieces, strict=True):
        found = written.find(piece.text, position) if piece.markup else -1
        if found >= 0:
            out += notation.write(written[position:found]), original.text
            position = found + len(piece.text)
    return "".join(out) + notation.write(written[position:])


def _said(raw: str, notation: Notation) -> str:
    return notation.escapes.sub(lambda match: notation.read(match[0]), raw)


def _index(starts: Sequence[int], position: int) -> int:
    """The character that stands at ``position``; the starts are in order."""
    return bisect_left(starts, position)


def _lifted(unit: SourceUnit, starts: Sequence[int], notation: Notation) -> SourceUnit:
    """The unit with its places in the file around its text."""
    codes = tuple([_lifted_code(code, starts, notation) for code in unit.codes])
    return unit._replace(start=starts[unit.start], end=starts[unit.end], codes=codes)


def _lifted_code(code: SourceCode, starts: Sequence[int], notation: Notation) -> SourceCode:
    lone = code.close_start < 0
    return code._replace(
        start=starts[code.start],
        end=starts[code.end],
        close_start=-1 if lone else starts[code.close_start],
        close_end=-1 if lone else starts[code.close_end],
        close_text=None if code.close_text is None else notation.write(code.close_text),
    )


# ---- the kinds --------------------------------------------------------------------------------------------------


def _read_text(text: str, _options: Options) -> list[SourceUnit]:
    """Each paragraph is a unit, its line breaks kept."""
    units: list[SourceUnit] = []
    for match in _PARAGRAPH.finditer(text):
        start, end = match.start() + len(match[0]) - len(match[0].lstrip()), match.start() + len(match[0].rstrip())
        unit = build(text, [(TEXT, "", start, end, None)], "paragraph", preserve=True)
        units += [unit] if unit else []
    return units


def _write_text(_text: str, _unit: SourceUnit, pieces: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def _read_html(text: str, options: Options) -> list[SourceUnit]:
    return html.units_in(text, 0, len(text), options)


def _read_markdown(text: str, options: Options) -> list[SourceUnit]:
    from translate_flow.documents.markdown import reader  # only where there is some

    return reader.read(text, 0, options)


def _write_markdown(text: str, unit: SourceUnit, pieces: Sequence[Piece]) -> str:
    from translate_flow.documents import markdown

    return markdown.encode(text, unit, pieces)


_READERS: dict[str, Callable[[str, Options], list[SourceUnit]]] = {
    "text": _read_text, "html": _read_html, "markdown": _read_markdown,
}  # fmt: skip
_WRITERS: dict[str, Callable[[str, SourceUnit, Sequence[Piece]], str]] = {
    "text": _write_text, "html": html.encode, "markdown": _write_markdown,
}  # fmt: skip
