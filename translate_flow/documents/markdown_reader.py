"""Markdown events to units: blocks end a unit, inline markup is its codes, raw HTML is read as HTML."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate
from typing import Any

import pyromark

from translate_flow.documents import html
from translate_flow.documents.coded import CLOSE, LONE, OPEN, Item, build
from translate_flow.documents.markdown_inline import Handler, Inline
from translate_flow.documents.markdown_mask import mask
from translate_flow.documents.markdown_roles import Roles
from translate_flow.documents.markdown_text import BLOCK, CELL, HEADING, decode
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
    "FootnoteDefinition": "paragraph",
    "DefinitionListTitle": "list-item",
    "DefinitionListDefinition": "list-item",
    "TableCell": "table-cell",
}
_MARKUP_ALONE = re.compile(r"\s*+(?:</?[A-Za-z][A-Za-z0-9]*+>\s*+|<!--(?:[^-]|-(?!->))*+-->\s*+)*+")
"""Raw HTML that has neither words nor attributes."""
_BLOCKS = ("Paragraph", "List", "DefinitionList", "Table", "TableHead", "TableRow")


def read(text: str, start: int, options: Options) -> list[SourceUnit]:
    """The units of the Markdown document ``text[start:]``, by their starts; an outer one before those in its codes."""
    return _Reader(text, start, options).read()


def _characters(masked: str, start: int) -> Callable[[int], int]:
    """From a byte of ``masked`` in UTF-8 to the character of the document whose body starts at ``start``."""
    if masked.isascii():
        return start.__add__
    lines = masked.split("\n")
    encoded = [line.encode() for line in lines]
    byte_starts = list(accumulate((len(line) + 1 for line in encoded), initial=0))
    shifts = list(accumulate((len(line) - len(raw) for line, raw in zip(lines, encoded, strict=True)), initial=start))

    def character(position: int) -> int:
        line = bisect_right(byte_starts, position) - 1
        shift = shifts[line]
        if line < len(lines) and shifts[line + 1] != shift:
            into = position - byte_starts[line]
            shift += len(encoded[line][:into].decode(errors="ignore")) - into
        return position + shift

    return character


class _Reader:
    """One pass over the parser's events."""

    def __init__(self, text: str, start: int, options: Options) -> None:
        self.text = text
        self.start = start
        self.options = options
        self.masked, holes = mask(text, start)
        self.at = _characters(self.masked, start)
        self.units: list[SourceUnit] = []
        self.inline = Inline(text, holes, self.units)
        self.roles = Roles()
        self.places = ["paragraph"]
        self.level = 0
        self.lines: list[tuple[int, int]] = []
        self.handlers: dict[str, Handler] = dict(self.inline.handlers)
        self.handlers["Html"] = self.add_line
        self.handlers["Rule"] = self.end_block
        self.handlers["Start Heading"] = self.start_heading
        self.handlers["End Heading"] = self.end_heading
        self.handlers["Start HtmlBlock"] = self.start_html
        self.handlers["End HtmlBlock"] = self.end_html
        self.handlers["Start CodeBlock"] = self.both(self.end_block, self.handlers["Start CodeBlock"])
        for name in _BLOCKS:
            self.handlers[f"Start {name}"] = self.handlers[f"End {name}"] = self.end_block
        for name, role in _CONTAINERS.items():
            self.handlers[f"Start {name}"] = self.container(role)
            self.handlers[f"End {name}"] = self.leave

    def read(self) -> list[SourceUnit]:
        at, handlers = self.at, self.handlers
        for event, span in pyromark.events_with_range(self.masked, options=_OPTIONS, merge_text=True):
            name, value = _name_and_value(event)
            if handler := handlers.get(name):
                handler(value, at(span["start"]), at(span["end"]))
        self.flush(len(self.text))
        self.roles.settle(self.units)
        if "]:" in self.masked:
            for definition in pyromark.reference_definitions(self.masked, options=_OPTIONS).values():
                self.inline.add_definition(at(definition["span"]["start"]), at(definition["span"]["end"]))
        self.units.sort(key=lambda unit: (unit.start, -unit.end))
        return self.units

    # Blocks

    @staticmethod
    def both(first: Handler, second: Handler) -> Handler:
        def handle(value: Any, start: int, end: int) -> None:
            first(value, start, end)
            second(value, start, end)

        return handle

    def end_block(self, _value: Any, start: int, _end: int) -> None:
        self.flush(start)

    def start_heading(self, said: dict[str, Any], start: int, _end: int) -> None:
        self.flush(start)
        self.level = int(said["level"][1])

    def end_heading(self, _value: Any, start: int, _end: int) -> None:
        self.flush(start)
        self.level = 0

    def container(self, role: str) -> Handler:
        def enter(_value: Any, start: int, _end: int) -> None:
            self.flush(start)
            self.places.append(role)

        return enter

    def leave(self, _value: Any, start: int, _end: int) -> None:
        self.flush(start)
        if len(self.places) > 1:
            self.places.pop()

    # Raw HTML

    def start_html(self, _value: Any, start: int, _end: int) -> None:
        self.flush(start)
        self.lines = []

    def add_line(self, _value: Any, start: int, end: int) -> None:
        """Add a line of raw HTML; indentation before it joins it to the line above, a quote's mark does not."""
        if self.lines and not self.text[self.lines[-1][1] : start].strip():
            start = self.lines.pop()[0]
        self.lines.append((start, end))

    def end_html(self, _value: Any, _start: int, _end: int) -> None:
        for start, end in self.lines:
            raw = self.text[start:end]
            if not _MARKUP_ALONE.fullmatch(raw):
                self.units += (_moved(unit, start) for unit in html.units_in(raw, 0, len(raw), self.options))

    # Units

    def flush(self, position: int) -> None:
        """End the unit: make it of the items gathered so far."""
        items = self.inline.take(position)
        if not items:
            return
        place = self.places[-1]
        context = HEADING if self.level else CELL if place == "table-cell" else BLOCK
        unit = build(self.text, items, place, decode=decode, context=context)
        if unit is None:
            if any(item.value == "img" for item in items):
                self.roles.picture()
            return
        role = self.roles.of(
            len(self.units), unit.text, place, level=self.level, emphasised=_emphasised(items), image=_is_image(items)
        )
        self.units.append(unit if role == place else unit._replace(role=role))


def _name_and_value(event: Any) -> tuple[str, Any]:
    """``"SoftBreak"``, ``"Text"``, ``"Start Link"`` … with what the parser says of it."""
    if event.__class__ is str:
        return event, None
    ((name, value),) = event.items()
    if name != "Start" and name != "End":
        return name, value
    if value.__class__ is str:
        return f"{name} {value}", None
    ((inner, said),) = value.items()
    return f"{name} {inner}", said


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


def _emphasised(items: list[Item]) -> bool:
    """Whether a pair of emphasis wraps all of the block."""
    if items[0].kind != OPEN or items[0].value not in "bi" or items[-1].kind != CLOSE:
        return False
    return items[-1].value == items[0].value and sum(item == OPEN for item, *_ in items) == 1


def _is_image(items: list[Item]) -> bool:
    """Whether the block starts with an image, maybe one that is a link."""
    first = items[1] if items[0].kind == OPEN and len(items) > 1 else items[0]
    return first.kind == LONE and first.value == "img"
