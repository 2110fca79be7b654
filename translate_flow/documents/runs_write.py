"""A translated paragraph of Word or PowerPoint as runs: each text in one with the properties of its place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from translate_flow.documents.model import Piece, SourceUnit
from translate_flow.documents.xml_tree import escape

_OUT, _RUN, _TEXT = range(3)
"""Where the writing is: between runs, in a run, in its text."""
_WHITE = " \t\n\r"
_NAME = re.compile(r"</?(?:\w+:)?([\w.-]+)")
IDLE = re.compile(
    r"<(?:\w+:)?r(?:\s[^<>]*)?>\s*(?:<(\w*:?rPr)\b(?:[^<>]*/>|(?:(?!</?\1\b).|<\1\b.*?</\1>)*</\1>))?"
    r"|</?(?:\w+:)?[rt](?:\s[^<>]*)?/?>|\s+",
    re.DOTALL,
)
"""Tags of runs with their properties and of their texts, and blanks: how many there are says nothing."""
_RUN_TAG = re.compile(r"<(?:\w+:)?r(?:\s[^<>]*)?>")
_PROPERTIES = re.compile(r"\s*(?:<(\w+:)?rPr(?:\s[^<>]*)?/>|<(\w+:)?rPr\b.*</(?:\w+:)?rPr\s*>)", re.DOTALL)


def encode(
    text: str, unit: SourceUnit, pieces: Sequence[Piece], in_run: frozenset[str] = frozenset(), keeping: str = ""
) -> str:
    """What replaces the unit's runs in ``text``; its context is the prefix of tags and the base's properties.

    ``in_run`` are the codes that stand in a run, not beside it; ``keeping`` is the attribute of a text that keeps
    blanks at its ends, where they are else lost.
    """
    prefix, _, base = unit.context.partition("|")
    writer = _Writer(prefix, base, in_run, keeping)
    if _in_text(text, unit, unit.start):
        writer.level = _TEXT
        writer.kept = keeping in text[text.rfind("<", 0, unit.start) : unit.start]
    for piece in _trimmed(pieces):
        writer.add(piece)
    if _in_text(text, unit, unit.end):
        writer.go(_TEXT)
        writer.flush()
    else:
        writer.go(_OUT)
    return "".join(writer.out)


def _trimmed(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces without blanks at the ends: there they would not belong to the unit any more."""
    kept = list(pieces)
    if kept and not kept[0].markup:
        kept[0] = kept[0]._replace(text=kept[0].text.lstrip(_WHITE))
    if kept and not kept[-1].markup:
        kept[-1] = kept[-1]._replace(text=kept[-1].text.rstrip(_WHITE))
    return kept


def _in_text(text: str, unit: SourceUnit, place: int) -> bool:
    """Whether a unit's border lies in a run's text: it does unless a code of markup ends there."""
    return not any(text[code.start] == "<" and place in (code.start, code.end, code.close_end) for code in unit.codes)


class _Writer:
    def __init__(self, prefix: str, base: str, in_run: frozenset[str], keeping: str) -> None:
        self.out: list[str] = []
        self.level = _OUT
        self.kept: bool | None = None
        """In a text whose start tag is there already: whether that keeps blanks at the ends; else ``None``."""
        self._r, self._t = f"{prefix}r", f"{prefix}t"
        self._in_run, self._keeping = in_run, keeping
        self._formats = [base]
        self._words = ""

    def add(self, piece: Piece) -> None:
        """Write a piece."""
        name = _NAME.match(piece.text) if piece.markup else None
        if name is None:  # text, or an address
            self._write(piece.text if piece.markup else escape(piece.text))
        elif piece.shape == "open":
            self._open(piece.text)
        elif piece.shape == "close":
            self._close(piece.text)
        else:
            self.go(_RUN if name[1] in self._in_run else _OUT)
            self.out.append(piece.text)

    def _write(self, words: str) -> None:
        if words:
            self.go(_TEXT)
            self._words += words

    def _open(self, markup: str) -> None:
        self.go(_OUT)
        run = _run_opened(markup)
        self._formats.append(self._formats[-1] if run is None else markup[run:])
        self.out.append(markup)
        if run is not None:
            self.level = _RUN

    def _close(self, markup: str) -> None:
        self.go(_OUT)
        self._formats.pop()
        if markup != f"</{self._r}>":
            self.out.append(markup)

    def go(self, level: int) -> None:
        """Open and close tags until the writing is at ``level``."""
        while self.level < level:
            if self.level == _OUT:
                self.out.append(f"<{self._r}>{self._formats[-1]}")
            self.level += 1
        while self.level > level:
            if self.level == _TEXT:
                self.flush()
            self.out.append(f"</{self._t}>" if self.level == _TEXT else f"</{self._r}>")
            self.level -= 1

    def flush(self) -> None:
        """Write the words gathered for a text, with its start tag if it has none yet."""
        words = self._words
        if self.kept is False:  # blanks would be lost at its end
            stripped = words.rstrip(_WHITE)
            self.out.append(stripped)
            words = words[len(stripped) :] if stripped else ""
            if words:
                self.out.append(f"</{self._t}>")
                self.kept = None
        if self.kept is None:
            keep = words != words.strip(_WHITE)
            self.out.append(f"<{self._t}{self._keeping if keep else ''}>")
        self.out.append(words)
        self._words, self.kept = "", None


def _run_opened(markup: str) -> int | None:
    """Where, in an opening half, the properties of the run that it opens start; ``None`` if it leaves no run open."""
    tags = [match.end() for match in _RUN_TAG.finditer(markup)]
    if not tags or (tags[-1] < len(markup) and not _PROPERTIES.fullmatch(markup, tags[-1])):
        return None
    return tags[-1]
