"""A paragraph of Word as inline content: runs of equal formatting are joined, what differs from the rest is a code.

WordprocessingML (ECMA-376-1, section 17.3) has no nested formatting: each run of text repeats all of its properties.
The properties of most of a paragraph's text are its *base*; a run with others becomes a pair of codes, whose opening
half is the run's start tag with its properties. A run of nothing but ``<w:t/>`` says outright what the base is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from translate_flow.documents.coded import CLOSE, LONE, OPEN, TEXT, Run
from translate_flow.documents.docx_fields import Field, field_at
from translate_flow.documents.xml_tree import Element, Words

_NOISE = frozenset({"w:proofErr", "w:lastRenderedPageBreak", "w:rPr", "w:pPr"})
"""What a word processor only notes down for itself, or says of the text around it."""
_PLAIN = frozenset({"w:lang", "w:noProof"})
"""Properties of a run that are not seen."""
_CONTAINERS = {
    "w:hyperlink": "a", "w:ins": "ins", "w:moveTo": "ins", "w:smartTag": "tag", "w:customXml": "tag", "w:sdt": "tag",
    "w:fldSimple": "field", "w:bdo": "bdo", "w:dir": "bdo",
}  # fmt: skip
"""Elements around runs, and what their codes are called."""
_NAMES = {
    "w:br": "br", "w:cr": "br", "w:tab": "tab", "w:ptab": "tab", "w:noBreakHyphen": "hyphen", "w:softHyphen": "hyphen",
    "w:footnoteReference": "note", "w:endnoteReference": "note", "w:drawing": "img", "w:pict": "img", "w:object": "img",
    "mc:AlternateContent": "img", "m:oMath": "math", "m:oMathPara": "math", "w:del": "del", "w:moveFrom": "del",
}  # fmt: skip
"""What lone codes are called; others are ``x``."""
_FORMATS = (("w:vertAlign", "sup"), ("w:b", "b"), ("w:i", "i"), ("w:u", "u"), ("w:strike", "s"))
"""What pairs of formatting are called, the first that fits; others are ``f``."""


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
    empty: bool
    """Whether it only declares the base."""


@dataclass(slots=True)
class Inline:
    """The inline content of a paragraph."""

    items: list[Run] = field(default_factory=list)
    base: str = ""
    """The base's properties as they are written, ``<w:rPr>…</w:rPr>``."""


Piece = tuple[int, str, int, int, "TextRun | None"]
"""A step through a paragraph: kind, name, place, and the run of text in which that is."""


def inline(text: str, paragraph: Element) -> Inline:
    """The inline content of a paragraph of the document ``text``."""
    pieces = _pieces(text, paragraph.children)
    runs = list(dict.fromkeys(run for _, _, _, _, run in pieces if run is not None))
    base = _base(pieces)
    written = next((text[run.element.inner : run.content] for run in runs if run.key == base), "")
    return Inline(_grouped(pieces, base), written if base else "")


def _pieces(text: str, children: Sequence[Element | Words]) -> list[Piece]:
    """The steps through the content of a paragraph, or of a container in one."""
    found: list[Piece] = []
    elements = [child for child in children if isinstance(child, Element) and child.name not in _NOISE]
    at = 0
    while at < len(elements):
        element = elements[at]
        over = field_at(elements, at)
        if over is not None:
            found += _of_field(text, over)
            at += len(over.elements)
            continue
        at += 1
        if element.name == "w:r":
            found += _of_run(text, element)
        elif element.name in _CONTAINERS:
            found += _of_container(text, element)
        else:
            found.append((LONE, _NAMES.get(element.name, "x"), element.start, element.end, None))
    return found


def _of_field(text: str, over: Field) -> list[Piece]:
    start, end = over.elements[0].start, over.elements[-1].end
    if over.result is None:
        return [(LONE, "ph" if over.shown else "x", start, end, None)]
    first = over.result[0].start if over.result else over.elements[-1].start
    inside = _pieces(text, over.result)
    return _around(inside, over.name, (start, _close_before(over, first)), (over.elements[-1].start, end))


def _close_before(over: Field, first: int) -> int:
    return max(element.end for element in over.elements if element.end <= first)


def _of_container(text: str, element: Element) -> list[Piece]:
    content = element.first("w:sdtContent") if element.name == "w:sdt" else element
    simple = Field.simple(element)
    if content is None or content.inner == element.end or (simple is not None and simple.result is None):
        return [(LONE, "ph" if simple is not None else "x", element.start, element.end, None)]
    inside = _pieces(text, content.children)
    if not any(run is not None for *_, run in inside):
        return [(LONE, "x", element.start, element.end, None)]
    name = _CONTAINERS[element.name]
    return _around(inside, name, (element.start, content.inner), (content.inner_end, element.end))


def _around(inside: list[Piece], name: str, opening: tuple[int, int], closing: tuple[int, int]) -> list[Piece]:
    """The steps through a container; where a run of text comes first in it, its properties are the container's base."""
    first = next((run for kind, _, _, _, run in inside[:1] if kind in (TEXT, LONE)), None)
    end = first.content if first else opening[1]
    return [(OPEN, name, opening[0], end, first), *inside, (CLOSE, name, *closing, None)]


def _of_run(text: str, run: Element) -> list[Piece]:
    """The steps through a run; one without text is a lone code as a whole."""
    content = [child for child in run.elements() if child.name not in _NOISE]
    words = [child for child in content if child.name == "w:t"]
    if not words or not all(map(_is_simple, words)):
        name = next((_NAMES[child.name] for child in content if child.name in _NAMES), "x")
        return [(LONE, name, run.start, run.end, None)] if content else []
    properties = run.first("w:rPr")
    seen = [child for child in properties.elements() if child.name not in _PLAIN] if properties else []
    said = {child.name for child in seen}
    here = TextRun(
        element=run,
        key="".join([text[child.start : child.end] for child in seen]),
        content=properties.end if properties else run.inner,
        name=next((name for child, name in _FORMATS if child in said), "f"),
        empty=len(content) == 1 and words[0].inner == words[0].end,
    )
    return [
        (TEXT, "", child.inner, child.inner_end, here)
        if child.name == "w:t"
        else (LONE, _NAMES.get(child.name, "x"), child.start, child.end, here)
        for child in content
    ]


def _is_simple(words: Element) -> bool:
    """Whether all between an element's tags is one run of character data."""
    return not words.children or [(child.start, child.end) for child in words.children] == [
        (words.inner, words.inner_end)
    ]


def _base(pieces: Sequence[Piece]) -> str:
    """The properties of most text outside of containers, or those that are declared."""
    lengths: Counter[str] = Counter()
    depth = 0
    for kind, _, start, end, run in pieces:
        depth += (kind == OPEN) - (kind == CLOSE)
        if run is not None and not depth:
            if run.empty:
                return run.key
            if kind == TEXT:
                lengths[run.key] += end - start
    return max(lengths, key=lambda key: lengths[key]) if lengths else ""


def _grouped(pieces: Sequence[Piece], base: str) -> list[Run]:
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
        if kind == LONE or start < end:
            items.append((kind, name, start, end, None))
        if run is not None:
            last, close_at = run, len(items)
    close()
    return items
