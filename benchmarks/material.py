"""One large document of each kind, put together from small ones: what ``peers.py`` feeds the tools with.

Repeats are varied, always in the same way, so that no two paragraphs are equal and a tool that keeps equal ones only
once has no advantage.
"""

from __future__ import annotations

import html
import random
import re
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat

SAMPLES = Path(__file__).resolve().parent.parent / "sources"

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_BODY = re.compile(r"<body[^>]*>(.*)</body>", re.DOTALL | re.IGNORECASE)
_LABEL = re.compile(r"^\[(\^?[\w-]+)\]:", re.MULTILINE)
_MARKUP = re.compile(r"(<[^>]*>|&\S+?;|\]\([^)]*\)|\[\^?[\w-]+\]|^\[.*?\]:.*|\{\{.*?\}\}|https?:\S+)", re.MULTILINE)
_WORD = re.compile(r"\b[^\W\d_A-Z]{4,}\b")
_XML_REFERENCE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[\w#]+;")
_SHARE = 0.2
"""How many of the words of a repeated document are exchanged."""


class Kind(NamedTuple):
    """A sort of document that all tools can be measured on."""

    name: str
    suffix: str
    read: tuple[str, ...]
    """Suffixes of the files it is put together from."""
    tiny: str
    """The smallest document of its kind: what a tool takes for it is its start-up."""
    language: str
    """Of the repository's own sample."""


KINDS = (
    Kind("text", ".txt", (".txt", ".text"), "Good morning.\n", "es"),
    Kind("markdown", ".md", (".md", ".markdown"), "Good morning.\n", "es"),
    Kind("xhtml", ".xhtml", (".xhtml", ".html", ".htm"), "", "en"),
)


def page(body: str) -> str:
    """A body as a whole page that readers of XML and of HTML take alike."""
    head = '<head><meta charset="utf-8" /><title>Large</title></head>'
    root = '<html xmlns="http://www.w3.org/1999/xhtml" lang="en">'
    return f"<!DOCTYPE html>\n{root}\n{head}\n<body>\n{body}</body>\n</html>\n"


def tiny(kind: Kind) -> str:
    """The smallest document of this kind."""
    return kind.tiny or page("<p>Good morning.</p>\n")


def large(kind: Kind, folder: Path, size: int) -> str:
    """About ``size`` bytes of this kind from the documents below ``folder``; empty where it has none."""
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in kind.read)
    pieces = (piece for path in paths if (piece := _piece(kind, path.read_text("utf-8", "replace"))))
    taken: list[str] = []
    for piece in _repeats(pieces):
        taken.append(piece)
        size -= len(piece.encode())
        if size <= 0:
            break
    body = "".join(taken)
    return page(body) if body and kind.name == "xhtml" else body


def _piece(kind: Kind, text: str) -> str:
    """What of a document can stand in the middle of a larger one; empty where nothing can."""
    text = text.replace("\r\n", "\n")
    if kind.name == "markdown":
        text = _FRONT_MATTER.sub("", text)
    if kind.name == "xhtml":
        body = _BODY.search(text)
        text = _XML_REFERENCE.sub(lambda match: html.unescape(match[0]), body[1] if body else text)
        if not _well_formed(text):
            return ""
    return text.strip() and text.strip() + "\n\n"


def _well_formed(fragment: str) -> bool:
    try:
        expat.ParserCreate().Parse(f"<body>{fragment}</body>", True)
    except expat.ExpatError:
        return False
    return True


def _repeats(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces, read as they are needed, then variations of them without end."""
    read: list[str] = []
    for piece in pieces:
        read.append(piece)
        yield piece
    for number in count(1) if read else ():
        for piece in read:
            yield _varied(piece, number)


def _varied(text: str, number: int) -> str:
    """The text with some words exchanged for others of it, and its reference labels made its own."""
    for label in set(_LABEL.findall(text)):
        text = text.replace(f"[{label}]", f"[{label}-{number}]")
    chance = random.Random(number)  # noqa: S311 - the same on every run is what is wanted
    runs = _MARKUP.split(text)
    words = sorted({word for run in runs[::2] for word in _WORD.findall(run)})

    def other(match: re.Match[str]) -> str:
        return chance.choice(words) if chance.random() < _SHARE else match[0]

    runs[::2] = [_WORD.sub(other, run) for run in runs[::2]]
    return "".join(runs)
