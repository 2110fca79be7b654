"""Where an article's body ends: the elements of a page as spans, and the one of them that holds most of the text."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from translate_flow.documents.html.roles import BLOCK, ELEMENTS, ENDED_BY, PARAGRAPH
from translate_flow.documents.html.tokens import END, START, tokens
from translate_flow.documents.model import SourceUnit

_BODY = frozenset({"paragraph", "quote", "pull-quote", "list-item", "editor-note", "correction"})
"""Roles of what an article ends with."""


@dataclass(slots=True, eq=False)
class _Element:
    """A block on the page."""

    name: str
    start: int
    around: _Element | None
    end: int = -1
    """-1 where its end is missing."""
    weight: float = 0
    last: tuple[_Element, SourceUnit] | None = None
    """The last unit of an article's body inside, and the child (or the element itself) in which it stands."""


def body_end(text: str, start: int, units: Sequence[SourceUnit]) -> tuple[int, int] | None:
    """Span of the last block of the article's body, or of text that stands in none; ``None`` if there is no text.

    The body is the element whose paragraphs have most text; those in its children count half, because some pages
    put each paragraph into a block of its own. ``start`` is where HTML starts, ``units`` are the page's.
    """
    elements, breaks = _elements(text, start, units)
    body = max(elements, key=lambda element: element.weight)
    if body.last is None:
        return None
    child, unit = body.last
    end = -1 if child is body else child.end
    if end < 0:
        after = bisect_left(breaks, unit.end)
        end = breaks[after] if after < len(breaks) else len(text)
    return unit.start if child is body else child.start, end


def _elements(text: str, start: int, units: Sequence[SourceUnit]) -> tuple[list[_Element], list[int]]:
    """All blocks of the page, the page itself first, each with the weight of its text; and where their tags stand."""
    page = _Element("", start, None)
    elements, breaks, stack, opened = [page], list[int](), [page], Counter[str]()
    waiting = [unit for unit in reversed(units) if unit.role in _BODY and not unit.context and unit.start >= start]
    for kind, name, first, last in tokens(text, start):
        if kind in (START, END) and ELEMENTS.get(name) == BLOCK:
            breaks.append(first)
            if kind == START:
                while stack[-1].name in ENDED_BY.get(name, PARAGRAPH):
                    opened[stack[-1].name] -= 1
                    stack.pop().end = first
                stack.append(_Element(name, first, stack[-1]))
                elements.append(stack[-1])
                opened[name] += 1
            elif opened[name]:
                while stack[-1].name != name:
                    opened[stack[-1].name] -= 1
                    stack.pop().end = first
                opened[name] -= 1
                stack.pop().end = last
        while waiting and waiting[-1].start < last:
            _weigh(stack[-1], waiting.pop())
    return elements, breaks


def _weigh(element: _Element, unit: SourceUnit) -> None:
    """Count a unit for the elements around it: that which holds its paragraph fully, the next one half."""
    share = float(len(unit.text)) if unit.role == "paragraph" else 0.0
    holder = element.around if element.name == "p" and element.around else element
    child = element
    around: _Element | None = holder
    while around is not None:
        around.weight += share
        around.last = child, unit
        share = share / 2 if share and around is holder else 0.0
        child, around = around, around.around
