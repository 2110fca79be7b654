"""The elements of an XML file that hold only text, with the exact places of their contents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.parsers import expat

from translate_flow.documents.model import Fault
from translate_flow.documents.notations import CDATA_CLOSING, CDATA_GLUE, CDATA_OPENING

_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_START_TAG = re.compile(r"""<[^\s/>]+(?:\s+[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>""")


class Leaf(NamedTuple):
    """An element without elements inside."""

    path: tuple[str, ...]
    """Names of the elements from the root down to this one."""
    attributes: dict[str, str]
    """Characters beyond ASCII in their values are not kept."""
    start: int
    end: int
    """Span of its content, for CDATA that within the outer marks; both -1 where it is part one, part the other."""
    notation: str
    """``cdata`` or ``xml``."""


class UnreadableError(Exception):
    """The file is no XML that can be read."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.what)
        self.fault = fault


def groups(text: str, names: frozenset[str]) -> Iterator[list[Leaf]]:
    """The leaves of ``text``, in order: those inside an element of ``names`` as one list, each other one alone.

    Raises :class:`UnreadableError` for what is not well-formed (XML 1.0, section 2.1), or declares entities.
    """
    gathered: list[Leaf] = []
    for leaf, ended in _leaves(text):
        if leaf is not None:
            gathered.append(leaf)
        if ended in names or (gathered and not names.intersection(gathered[-1].path)):
            yield gathered
            gathered = []


def _leaves(text: str) -> list[tuple[Leaf | None, str]]:
    """At each end tag, its leaf if it is one, and its name."""
    found: list[tuple[Leaf | None, str]] = []
    names: list[str] = []
    starts: list[tuple[int, dict[str, str]] | None] = []
    parser = expat.ParserCreate("UTF-8")

    def start(name: str, attributes: dict[str, str]) -> None:
        if starts:
            starts[-1] = None
        names.append(name)
        starts.append((parser.CurrentByteIndex, attributes))

    def end(name: str) -> None:
        opened = starts.pop()
        leaf = None
        if opened is not None:
            tag = _START_TAG.match(text, opened[0])
            if tag and tag.end() <= parser.CurrentByteIndex:
                leaf = _leaf(text, tuple(names), opened[1], tag.end(), parser.CurrentByteIndex)
        names.pop()
        found.append((leaf, name))

    def refuse(*_declared: object) -> None:
        what = "it declares entities, which a WordPress export never does"
        raise UnreadableError(Fault(parser.CurrentLineNumber, what, "export it again"))

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.EntityDeclHandler = refuse
    try:
        # One byte a character, so that expat's byte offsets are ours; markup is ASCII.
        parser.Parse(_NOT_ASCII.sub("x", text).encode("ascii"), True)
    except expat.ExpatError as error:
        what = f"not well-formed XML: {expat.ErrorString(error.code)}"
        raise UnreadableError(Fault(error.lineno, what, "export it again, or correct that line")) from None
    return found


def _leaf(text: str, path: tuple[str, ...], attributes: dict[str, str], start: int, end: int) -> Leaf:
    content = text[start:end]
    if "<" not in content:
        return Leaf(path, attributes, start, end, "xml")
    start += len(content) - len(content.lstrip())
    end -= len(content) - len(content.rstrip())
    inner = text[start + len(CDATA_OPENING) : end - len(CDATA_CLOSING)]
    if not text.startswith(CDATA_OPENING, start) or any(CDATA_CLOSING in part for part in inner.split(CDATA_GLUE)):
        return Leaf(path, attributes, -1, -1, "xml")  # sections between text, comments: rare, hard to write back
    return Leaf(path, attributes, start + len(CDATA_OPENING), end - len(CDATA_CLOSING), "cdata")
