"""XML with places: a tree of elements and words that know where in the document they stand (XML 1.0, expat).

Entities cannot be declared, nothing is fetched: a document that tries is no document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers import expat

from translate_flow.documents.byte_offsets import Offsets

_REFERENCE = re.compile(r"&(?:#(\d+)|#[xX]([0-9A-Fa-f]+)|(\w+));")
_PREFIX = re.compile(r"[\w.-]+:")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_WRITTEN = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"}
_WRITTEN_IN_VALUES = {**_WRITTEN, ord('"'): "&quot;", ord("\n"): "&#10;", ord("\t"): "&#9;"}
_DEEPEST = 400
"""Elements inside each other; more is no document, but an attack on those who read it."""


class Words(NamedTuple):
    """A run of character data."""

    start: int
    end: int
    text: str
    """What it reads: references resolved."""


@dataclass(slots=True, eq=False)
class Element:
    """An element and where its tags stand."""

    name: str
    """``prefix:local``, the prefix being ours for its namespace, whatever the document's is; else ``local`` alone."""
    attributes: dict[str, str]
    start: int
    inner: int = -1
    """Where its start tag ends."""
    inner_end: int = -1
    """Where its end tag starts; ``<a/>`` has an empty content behind it."""
    end: int = -1
    children: list[Element | Words] = field(default_factory=list)

    def elements(self) -> Iterator[Element]:
        """Its children that are elements."""
        return (child for child in self.children if isinstance(child, Element))

    def first(self, *names: str) -> Element | None:
        """The first child so named; with several names the first such child of that child, and so on."""
        found: Element | None = self
        for name in names:
            found = next((child for child in found.elements() if child.name == name), None) if found else None
        return found

    def every(self, *names: str) -> Iterator[Element]:
        """All elements so named inside, in document order, itself included."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            if element.name in names:
                yield element
            waiting.extend(reversed(list(element.elements())))

    def text(self) -> str:
        """The words that stand in it directly."""
        return "".join([child.text for child in self.children if isinstance(child, Words)])


def tree(text: str, start: int, end: int, prefixes: Mapping[str, str]) -> Element | None:
    """The root element of ``text[start:end]``, places being those in ``text``; ``None`` where that is no XML.

    ``prefixes`` names namespaces.
    """
    try:
        return _Builder(text[start:end], start, prefixes).root
    except (expat.ExpatError, _RefusedError):
        return None


def fault(data: str) -> str:
    """What keeps a text from being XML, with its line; empty if nothing does."""
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(data.encode("utf-8", "surrogatepass"), True)
    except expat.ExpatError as error:
        return f"line {error.lineno}: {expat.ErrorString(error.code)}"
    except _RefusedError:
        return f"line {parser.CurrentLineNumber}: it declares entities"
    return ""


class _RefusedError(Exception):
    """The document does what none of ours do."""


def _refuse(*_: object) -> None:
    raise _RefusedError


class _Builder:
    """Hears of each piece of markup from expat; what was open before it ends where it starts."""

    def __init__(self, text: str, start: int, prefixes: Mapping[str, str]) -> None:
        self.root: Element | None = None
        self._text, self._shift = text, start
        self._offsets = Offsets(text, start)
        self._prefixes = prefixes
        self._names: dict[str, str] = {}
        self._open: list[Element] = []
        self._started: Element | None = None
        """The element whose start tag was read last, until that ends."""
        self._ended: Element | None = None
        """The same of an end tag."""
        self._words: list[str] = []
        self._words_start = -1
        self._parser = parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        parser.buffer_text = False
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.EntityDeclHandler = _refuse
        parser.DefaultHandler = self._other
        data = text.encode("utf-8", "surrogatepass")
        parser.Parse(data, True)
        self._close(start + len(text))

    def _close(self, place: int) -> None:
        """End tags and words before ``place``."""
        if self._started is not None:
            self._started.inner = place
            self._started = None
        if self._ended is not None:
            self._ended.end = place
            self._ended = None
        if self._words:
            if self._open:
                self._open[-1].children.append(Words(self._words_start, place, "".join(self._words)))
            self._words.clear()

    def _here(self) -> int:
        return self._offsets.at(self._parser.CurrentByteIndex)

    def _name(self, name: str) -> str:
        known = self._names.get(name)
        if known is None:
            space, _, local = name.rpartition(" ")
            prefix = self._prefixes.get(space, "")
            known = self._names[name] = f"{prefix}:{local}" if prefix else local
        return known

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        place = self._here()
        self._close(place)
        element = Element(self._name(name), {self._name(key): value for key, value in attributes.items()}, place)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)
        if len(self._open) > _DEEPEST:
            raise _RefusedError
        self._started = element

    def _end(self, _name: str) -> None:
        place = self._here()
        element = self._open[-1]
        whole = self._started is element and self._text.startswith("/>", place - self._shift - 2)
        self._close(place)
        self._open.pop()
        element.inner_end = element.end = place
        if not whole:
            self._ended = element

    def _characters(self, data: str) -> None:
        if not self._words:
            self._words_start = self._here()
            self._close(self._words_start)
        self._words.append(data)

    def _other(self, _data: str) -> None:
        self._close(self._here())


def value_span(text: str, element: Element, name: str) -> tuple[int, int, str] | None:
    """Start, end and quote of an attribute's value; ``name`` is as written. ``None`` where it stands not."""
    found = re.compile(rf"\s{re.escape(name)}\s*=\s*([\"'])(.*?)\1", re.DOTALL).search(
        text, element.start, element.inner
    )
    return (found.start(2), found.end(2), found[1]) if found else None


def prefix(text: str, element: Element) -> str:
    """The prefix of an element's name as the document writes it, with its colon; empty for none."""
    found = _PREFIX.match(text, element.start + 1)
    return found[0] if found else ""


def decode(raw: str) -> str:
    """What raw character data reads."""
    return _REFERENCE.sub(_character, raw) if "&" in raw else raw


def _character(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    if name:
        return _NAMED.get(name, match[0])
    return chr(int(decimal) if decimal else int(hexadecimal, 16))


def escape(text: str) -> str:
    """Text as character data."""
    return text.translate(_WRITTEN)


def escape_value(text: str) -> str:
    """Text as an attribute's value, in quotes of either kind."""
    return text.translate(_WRITTEN_IN_VALUES).replace("'", "&#39;")
