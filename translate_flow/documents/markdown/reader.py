"""Markdown events to units: blocks end a unit, inline markup is its codes, raw HTML is read as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import pyromark

from translate_flow.documents import html
from translate_flow.documents.byte_offsets import Offsets
from translate_flow.documents.coded import CLOSE, LONE, OPEN, Run, build
from translate_flow.documents.html.tokens import END, START, tokens
from translate_flow.documents.markdown.inline import Edge, Inline, Whole
from translate_flow.documents.markdown.mask import Hole, mask
from translate_flow.documents.markdown.roles import Roles
from translate_flow.documents.markdown.text import BLOCK, CELL, HEADING, decode
from translate_flow.documents.model import Options, SourceUnit

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_DEFINITION_LIST
)
_CONTAINERS = {
    "Item": "list-item",
    "BlockQuote": "quote",
    "FootnoteDefinition": "footnote",
    "DefinitionListTitle": "list-item",
    "DefinitionListDefinition": "list-item",
    "TableCell": "table-cell",
}
_MARKUP_ALONE = re.compile(r"\s*+(?:<(?:/?[A-Za-z][^<>]*+|!--(?:[^-]|-(?!->))*+--)>\s*+)*+")
"""Raw HTML that has no words between its tags."""
_PULLED_BEFORE = re.compile(r"\{[{%][<%]?\s*pull-?quote\b[^{}]*\}[\s>}]*\Z")
_PULLED_AFTER = re.compile(r"\s*>*\s*\{:?\s*\.pull-?quote\b")
"""``{{< pullquote >}}`` before a block, ``{: .pullquote}`` behind it."""
_NOTICE = re.compile(r"!!!|\?\?\?|===|>[ \t]*\[!")
"""The start of an admonition or a tab, which to the parser is a list item, or of an alert."""
_HIDING = re.compile(r"<(?:pre|script|style|textarea)\b", re.IGNORECASE)
"""Elements of code: a blank line ends the block of raw HTML that they start in, but not them."""
_SPEAKING = re.compile(r"\b(?:alt|title|label|description|placeholder|valuetext|abbr|content|value)\b", re.IGNORECASE)
"""Attributes that may have words."""
_EDGES = ("Start", "End")
_BLOCKS = frozenset({"Paragraph", "List", "DefinitionList", "Table", "TableHead", "TableRow"})
"""Blocks whose borders just end a unit."""


def read(text: str, start: int, options: Options) -> list[SourceUnit]:
    """The units of the Markdown document ``text[start:]``, by their starts; an outer one before those in its codes."""
    masked, holes = mask(text, start)
    return _Reader(text, holes, Offsets(masked, start), options).read(masked)


def blocks(text: str, start: int) -> list[tuple[int, int]]:
    """The spans of the outermost blocks of ``text[start:]``, with the line ends behind them."""
    masked, _ = mask(text, start)
    at = Offsets(masked, start).at
    found: list[tuple[int, int]] = []
    depth = 0
    for event, span in pyromark.events_with_range(masked, options=_OPTIONS, merge_text=True):
        if isinstance(event, dict) and "Start" in event:
            if not depth:
                found.append((at(span["start"]), at(span["end"])))
            depth += 1
        elif isinstance(event, dict) and "End" in event:
            depth -= 1
    return found


class _Reader:
    """One pass over the parser's events."""

    def __init__(self, text: str, holes: Sequence[Hole], offsets: Offsets, options: Options) -> None:
        self.text = text
        self.at = offsets.at
        self.options = options
        self.units: list[SourceUnit] = []
        self.inline = Inline(text, holes, self.units)
        self.roles = Roles()
        self.places = ["paragraph"]
        self.pulls = "pull" in text
        self.level = 0
        self.hidden = ""
        self.lines: list[tuple[int, int]] = []
        self.here: dict[str, Whole] = {**self.inline.here, "Html": self.add_line, "Rule": self.end_block}
        self.starts: dict[str, Edge] = {
            **self.inline.starts,
            **{name: self.container(role) for name, role in _CONTAINERS.items()},
            "Heading": self.start_heading,
            "HtmlBlock": self.start_html,
            "CodeBlock": self.start_code,
        }
        self.ends: dict[str, Edge] = {
            **self.inline.ends,
            **dict.fromkeys(_CONTAINERS, self.leave),
            "Heading": self.end_heading,
            "HtmlBlock": self.end_html,
            "CodeBlock": self.end_code,
        }

    def read(self, masked: str) -> list[SourceUnit]:
        """The units of the document, which the parser knows as ``masked``."""
        self.take(pyromark.events_with_range(masked, options=_OPTIONS, merge_text=True))
        self.flush()
        self.roles.settle(self.units)
        if "]:" in masked:
            for definition in pyromark.reference_definitions(masked, options=_OPTIONS).values():
                span = definition["span"]
                self.inline.add_definition(self.at(span["start"]), self.at(span["end"]))
        self.units.sort(key=lambda unit: (unit.start, -unit.end))
        return self.units

    def take(self, events: Iterable[tuple[Any, Any]]) -> None:
        """Read events: text and the borders of plain blocks, which most are, at once, all others by methods."""
        at, here, starts, ends, inline = self.at, self.here, self.starts, self.ends, self.inline
        add_text = inline.add_text
        for event, span in events:
            if event.__class__ is str:
                kind = event
            else:
                ((kind, said),) = event.items()
            if kind == "Text":
                add_text(at(span["start"]), at(span["end"]))
            elif kind in _EDGES:
                name = said
                if name.__class__ is not str:
                    ((name, said),) = name.items()
                if name in _BLOCKS:
                    if inline.items:
                        self.flush()
                elif kind == "Start":
                    if start := starts.get(name):
                        start(said, at(span["start"]))
                elif end := ends.get(name):
                    end(said, at(span["end"]))
            elif whole := here.get(kind):
                whole(at(span["start"]), at(span["end"]))

    # Blocks

    def end_block(self, _start: int, _end: int) -> None:
        self.flush()

    def start_heading(self, said: dict[str, Any], _start: int) -> None:
        self.flush()
        self.level = int(said["level"][1])

    def end_heading(self, _said: Any, _position: int) -> None:
        self.flush()
        self.level = 0

    def start_code(self, _said: Any, _position: int) -> None:
        self.flush()
        self.inline.silent = True

    def end_code(self, _said: Any, _position: int) -> None:
        self.inline.silent = False

    def container(self, role: str) -> Edge:
        def enter(_said: Any, start: int) -> None:
            self.flush()
            self.places.append("paragraph" if _NOTICE.match(self.text, start) else role)

        return enter

    def leave(self, _said: Any, _position: int) -> None:
        self.flush()
        self.places.pop()

    # Raw HTML

    def start_html(self, _said: Any, _position: int) -> None:
        self.flush()
        self.lines = []

    def add_line(self, start: int, end: int) -> None:
        """Add a line of raw HTML; indentation before it joins it to the line above, a quote's mark does not."""
        if self.lines and not self.text[self.lines[-1][1] : start].strip():
            start = self.lines.pop()[0]
        self.lines.append((start, end))

    def end_html(self, _said: Any, _position: int) -> None:
        for start, end in self.lines:
            raw = self.text[start:end]
            if self.hidden and f"</{self.hidden}" in raw.lower():
                self.hidden = ""
            elif _HIDING.search(raw):
                self.hidden = _left_open(raw)
            if not _MARKUP_ALONE.fullmatch(raw) or _SPEAKING.search(raw):
                self.units += (_moved(unit, start) for unit in html.units_in(raw, 0, len(raw), self.options))

    # Units

    def flush(self) -> None:
        """End the unit: make it of the items gathered so far."""
        if not self.inline.items:
            return
        items = self.inline.take()
        if self.hidden:
            if f"</{self.hidden}" in self.text[items[0][2] : items[-1][3]].lower():
                self.hidden = ""
            return
        place = self.places[-1]
        if self.pulls and place in ("quote", "paragraph") and _is_pulled(self.text, items[0][2], items[-1][3]):
            place = "pull-quote"
        context = HEADING if self.level else CELL if place == "table-cell" else BLOCK
        unit = build(self.text, items, place, decode=decode, context=context)
        if unit is None:
            if any(value == "img" for _, value, *_ in items):
                self.roles.picture()
            return
        role = self.roles.of(
            len(self.units), unit.text, place, level=self.level, emphasised=_emphasised(items), image=_is_image(items)
        )
        self.units.append(unit if role == place else unit._replace(role=role))


def _left_open(raw: str) -> str:
    """The name of the element of code that ``raw`` starts and does not end, if there is one."""
    opened = ""
    for kind, name, _start, _end in tokens(raw):
        if kind == START and _HIDING.fullmatch(f"<{name}"):
            opened = name
        elif kind == END and name == opened:
            opened = ""
    return opened


def _moved(unit: SourceUnit, by: int) -> SourceUnit:
    """The unit of a fragment that stands ``by`` characters further in the document."""
    codes = tuple(
        code._replace(
            start=code.start + by,
            end=code.end + by,
            close_start=code.close_start + by if code.close_start >= 0 else -1,
            close_end=code.close_end + by if code.close_end >= 0 else -1,
        )
        for code in unit.codes
    )
    return unit._replace(start=unit.start + by, end=unit.end + by, codes=codes)


def _emphasised(items: Sequence[Run]) -> bool:
    """Whether a pair of emphasis wraps all of the block."""
    kind, name, *_ = items[0]
    if kind != OPEN or name not in "bi" or items[-1][:2] != (CLOSE, name):
        return False
    return sum(item[0] == OPEN for item in items) == 1


def _is_pulled(text: str, start: int, end: int) -> bool:
    """Whether the block at this span is marked as a pull-quote."""
    before = _PULLED_BEFORE.search(text, max(0, start - 80), start)
    return before is not None or _PULLED_AFTER.match(text, end) is not None


def _is_image(items: Sequence[Run]) -> bool:
    """Whether the block starts with an image, maybe one that is a link."""
    first = items[1] if items[0][0] == OPEN and len(items) > 1 else items[0]
    return first[:2] == (LONE, "img")
