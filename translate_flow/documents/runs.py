"""A paragraph of Word or PowerPoint as inline content: runs that look alike are joined, what differs is a code.

Their formatting (ECMA-376-1, sections 17.3 and 21.1.2) does not nest: each run of text repeats all of its properties.
The properties of most of a paragraph's text are its *base*; a run with others becomes a pair of codes, whose opening
half is the run's start tag with its properties.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from translate_flow.documents.coded import CLOSE, LONE, OPEN, TEXT, Run
from translate_flow.documents.word_fields import Field, field_at, simple_field
from translate_flow.documents.xml_tree import Element, Words

_WHITE = " \t\n\r"


class Look(NamedTuple):
    """How text looks."""

    key: str
    """Equal for what looks alike; empty for text without properties."""
    code: str
    """What a pair of codes around it is called."""


class Dialect(NamedTuple):
    """What the elements of one kind of document are called."""

    prefix: str
    """That of ``r``, ``rPr`` and ``t``: a run, its properties and its text."""
    noise: frozenset[str]
    """What a program only notes down for itself, or says of the text around it."""
    containers: Mapping[str, str]
    """Elements around runs, and what their codes are called."""
    lone: Mapping[str, str]
    """Other elements, and what their codes are called, if not ``x``."""
    look: Callable[[str, Element, str], Look]
    """(document's text, a run's properties, the document's language) to how the run looks."""


@dataclass(slots=True, eq=False)
class TextRun:
    """A run that holds text."""

    element: Element
    key: str
    """Its properties as far as they are seen; empty for none."""
    content: int
    """Where its content starts, behind the properties."""
    name: str
    """Of its code."""


class Stretch(NamedTuple):
    """What lies between the halves of a pair of codes."""

    start: int
    end: int
    properties: str
    """Those that text has there unless another pair says otherwise, as they are written."""


class Inline(NamedTuple):
    """The inline content of a paragraph."""

    items: list[Run]
    stretches: list[Stretch]
    """From outer to inner; the first is the whole paragraph."""

    def base(self, start: int, end: int) -> str:
        """The properties of text that is in no pair of codes of a unit with this place."""
        around = [one for one in self.stretches if one.start <= start and end <= one.end]
        return around[-1].properties


Piece = tuple[int, str, int, int, "TextRun | None"]
"""A step through a paragraph: kind, name, place, and the run of text in which that is."""


def inline(text: str, paragraph: Element, dialect: Dialect, language: str = "") -> Inline:
    """The inline content of a paragraph of the document ``text``, whose language is ``language``."""
    pieces = _Reader(text, dialect, language.partition("-")[0]).pieces(paragraph.children)
    base = _base(pieces)
    items = _grouped(text, pieces, base)
    written = next((_properties(text, run) for *_, run in pieces if run is not None and run.key == base), "")
    whole = Stretch(paragraph.start, paragraph.end, written)
    return Inline(items, [whole, *_stretches(text, items, pieces, whole)])


def _properties(text: str, run: TextRun) -> str:
    return text[run.element.inner : run.content]


def _stretches(text: str, items: Sequence[Run], pieces: Sequence[Piece], whole: Stretch) -> list[Stretch]:
    """What lies between the halves of each pair, in the order of their starts."""
    starts = {run.content: run for *_, run in pieces if run is not None}
    found: list[Stretch] = []
    opened: list[Stretch] = [whole]
    for kind, _, start, end, _ in items:
        if kind == OPEN:
            properties = _properties(text, starts[end]) if end in starts else opened[-1].properties
            opened.append(Stretch(end, end, properties))
        elif kind == CLOSE:
            found.append(opened.pop()._replace(end=start))
    return sorted(found)


class _Reader:
    """Takes the steps through paragraphs of one document."""

    def __init__(self, text: str, dialect: Dialect, language: str) -> None:
        self._text = text
        self._said = dialect
        self._run, self._properties, self._words = (f"{dialect.prefix}:{name}" for name in ("r", "rPr", "t"))
        self._language = language

    def pieces(self, children: Sequence[Element | Words]) -> list[Piece]:
        """The steps through the content of a paragraph, or of a container in one."""
        found: list[Piece] = []
        elements = [child for child in children if isinstance(child, Element) and child.name not in self._said.noise]
        at = 0
        while at < len(elements):
            element = elements[at]
            over = field_at(elements, at)
            at += len(over.elements) if over else 1
            if over:
                found += self._of_field(over)
            elif element.name == self._run:
                found += self._of_run(element)
            elif element.name in self._said.containers:
                found += self._of_container(element)
            else:
                found.append((LONE, self._said.lone.get(element.name, "x"), element.start, element.end, None))
        return found

    def _of_field(self, over: Field) -> list[Piece]:
        start, last = over.elements[0].start, over.elements[-1]
        inside = self.pieces(over.result) if over.result else []
        if not _has_text(inside):
            return [(LONE, "ph" if over.shown else "x", start, last.end, None)]
        before = over.elements[len(over.elements) - len(over.result or ()) - 2]
        return _around(inside, over.name, (start, before.end), (last.start, last.end))

    def _of_container(self, element: Element) -> list[Piece]:
        content = element.first("w:sdtContent") if element.name == "w:sdt" else element
        simple = simple_field(element)
        computed = simple is not None and simple.result is None
        inside = self.pieces(content.children) if content and not computed else []
        if content is None or not _has_text(inside):
            return [(LONE, "ph" if computed else "x", element.start, element.end, None)]
        name = self._said.containers[element.name]
        return _around(inside, name, (element.start, content.inner), (content.inner_end, element.end))

    def _of_run(self, run: Element) -> list[Piece]:
        """The steps through a run; one without text is a lone code as a whole."""
        content = [child for child in run.elements() if child.name not in self._said.noise]
        words = [child for child in content if child.name == self._words]
        if not words or not all(map(_is_simple, words)):
            name = next((self._said.lone[child.name] for child in content if child.name in self._said.lone), "x")
            return [(LONE, name, run.start, run.end, None)] if content else []
        properties = run.first(self._properties)
        look = self._said.look(self._text, properties, self._language) if properties else Look("", "f")
        here = TextRun(run, look.key, properties.end if properties else run.inner, look.code)
        return [
            (TEXT, "", child.inner, child.inner_end, here)
            if child.name == self._words
            else (LONE, self._said.lone.get(child.name, "x"), child.start, child.end, here)
            for child in content
        ]


def _has_text(pieces: Sequence[Piece]) -> bool:
    return any(run is not None for *_, run in pieces)


def _around(inside: list[Piece], name: str, opening: tuple[int, int], closing: tuple[int, int]) -> list[Piece]:
    """The steps through a container; where a run of text comes first in it, its properties are the container's base."""
    kind, _, _, _, first = inside[0]
    run = first if kind in (TEXT, LONE) else None
    return [(OPEN, name, opening[0], run.content if run else opening[1], run), *inside, (CLOSE, name, *closing, None)]


def _is_simple(words: Element) -> bool:
    """Whether all between an element's tags is one run of character data."""
    return not words.children or [(child.start, child.end) for child in words.children] == [
        (words.inner, words.inner_end)
    ]


def _base(pieces: Sequence[Piece]) -> str:
    """The properties of most text outside of containers; plain text counts three times, as it is what people expect."""
    lengths: Counter[str] = Counter()
    depth = 0
    for kind, _, start, end, run in pieces:
        depth += (kind == OPEN) - (kind == CLOSE)
        if kind == TEXT and run is not None and not depth:
            lengths[run.key] += (end - start) * (1 if run.key else 3)
    return max(lengths, key=lambda key: lengths[key]) if lengths else ""


def _grouped(text: str, pieces: Sequence[Piece], base: str) -> list[Run]:
    """The items of a paragraph: neighbours whose properties are equal, but not the base's, between a pair of codes."""
    items: list[Run] = []
    bases = [base]
    group: TextRun | None = None
    last: TextRun | None = None
    close_at = 0

    def close() -> None:
        nonlocal group
        if group is not None and last is not None:
            tag = last.element
            items.insert(close_at, (CLOSE, group.name, tag.inner_end, tag.end, None))
        group = None

    for kind, name, start, end, run in pieces:
        if kind in (OPEN, CLOSE):
            close()
            items.append((kind, name, start, end, None))
            if kind == OPEN:
                bases.append(run.key if run else bases[-1])
            else:
                bases.pop()
            continue
        if run is not None and (group is None or run.key != group.key):
            close()
            if run.key != bases[-1]:
                group = run
                items.append((OPEN, run.name, run.element.start, run.content, None))
        if kind == LONE:
            items.append((kind, name, start, end, None))
        else:
            items += _without_blanks(text, start, end)
        if run is not None:
            last, close_at = run, len(items)
    close()
    return items


def _without_blanks(text: str, start: int, end: int) -> list[Run]:
    """A run of text, blanks at its ends apart: at the ends of a unit they stay outside of it."""
    raw = text[start:end]
    first = start + len(raw) - len(raw.lstrip(_WHITE))
    last = max(first, start + len(raw.rstrip(_WHITE)))
    spans = (start, first), (first, last), (last, end)
    return [(TEXT, "", low, high, None) for low, high in spans if low < high]
