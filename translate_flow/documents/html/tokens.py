"""HTML cut into tokens with exact character offsets, by the tokenizer's rules of the HTML standard (section 13.2.5).

Regular expressions find the borders that the standard's states would find, without building a tree: tags with their
attributes, comments, raw text (``script`` with its escapes, ``style`` …), escapable raw text (``title``, ``textarea``)
and CDATA sections where there is foreign content or XML. No character is lost: tokens follow each other without gaps.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from typing import NamedTuple

TEXT, START, END, COMMENT, RAW, CDATA, OTHER = range(7)


Token = tuple[int, str, int, int]
"""Kind, name, start and end of a run of the document.

The kinds: ``TEXT`` (references not yet decoded), ``START`` and ``END`` tags, ``COMMENT``, ``RAW`` (what a script, style
… holds), ``CDATA`` (what a CDATA section holds, without its marks) and ``OTHER`` (doctype, processing instruction,
marks). The name is that of a tag, in lower case, or for ``RAW`` and ``TEXT`` that of the element whose content is not
markup.
"""


class Attribute(NamedTuple):
    """An attribute of a start tag."""

    name: str
    """In lower case."""
    start: int
    end: int
    """Span of the value, without quotes; -1 where there is none."""
    quote: str
    """``"``, ``'`` or empty."""


_SPACE = r"[\t\n\f\r ]*+"
_VALUE = (
    r"""(?:"(?P<double>[^"]*+)(?:"|\Z)|'(?P<single>[^']*+)(?:'|\Z)|(?=>)|(?P<bare>[^\t\n\f\r >"'][^\t\n\f\r >]*+))"""
)
_ATTRIBUTE = rf"[\t\n\f\r /]*+(?P<attribute>=[^\t\n\f\r />=]*+|[^\t\n\f\r />=]++)(?:{_SPACE}={_SPACE}{_VALUE})?+"
_ATTRIBUTES = re.sub(r"\?P<\w+>", "?:", _ATTRIBUTE)
_ATTRIBUTE_IN_TAG = re.compile(_ATTRIBUTE)
_QUOTES = {2: '"', 3: "'", 4: ""}
"""The mark around the value that a group of the pattern holds."""
_TAG_NAME = r"[A-Za-z][^\t\n\f\r />]*+"

_MARKUP = re.compile(
    rf"<(?:(?P<name>/?{_TAG_NAME})(?:{_ATTRIBUTES})*+[\t\n\f\r /]*+>"
    r"|(?P<comment>!--(?:-?>|.*?(?:--!?>|\Z)))"
    r"|(?P<other>[!?][^>]*+(?:>|\Z)|/(?![A-Za-z]|\Z)[^>]*+(?:>|\Z))"
    r"|(?P<lost>/?[A-Za-z].*+))",
    re.DOTALL,
)
"""All markup; ``name`` is that of a tag, an end tag's with its slash; ``lost`` is a tag that the document's end cuts
off."""

_RAW = frozenset({"script", "style", "xmp", "iframe", "noembed", "noframes"})
_ESCAPABLE = frozenset({"title", "textarea"})
_FOREIGN = frozenset({"svg", "math"})
_TURNING = _RAW | _ESCAPABLE | _FOREIGN | {"plaintext"}
"""Elements after whose start tag other rules hold."""
_BREAK_OUT_NAMES = (
    "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta"
    " nobr ol p pre ruby s small span strong strike sub sup table tt u ul var"
)
_BREAK_OUT = frozenset(_BREAK_OUT_NAMES.split())
_END_BREAK_OUT = frozenset({"br", "p"})
"""Start tags and end tags that leave svg and math (section 13.2.6.5)."""
_INTEGRATION = frozenset({"foreignobject", "desc", "title", "annotation-xml", "mi", "mo", "mn", "ms", "mtext"})
"""Elements of svg and math in which HTML may stand."""

_XML = re.compile(r"\ufeff?<\?xml[\t\n\r ]")
_CLOSERS = {name: re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE) for name in _RAW | _ESCAPABLE}
_SCRIPT_STEPS = re.compile(r"<!--|-->|<(/?)script(?=[\t\n\f\r />])", re.IGNORECASE)


class _TagNames(dict[str, tuple[int, str, bool]]):
    """What is written behind ``<`` to kind and name of the tag, and whether other rules hold after it."""

    def __missing__(self, written: str) -> tuple[int, str, bool]:
        name = written.lstrip("/").lower()
        kind = END if written[0] == "/" else START
        said = self[written] = kind, name, kind == START and name in _TURNING
        return said


def is_xml(text: str, start: int = 0) -> bool:
    """Whether the document says that it is XML, so that ``<div/>`` is a whole element and CDATA may stand anywhere.

    ``start`` is where the document starts in ``text``.
    """
    return _XML.match(text, start) is not None


def tokens(text: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """The tokens of ``text[start:end]`` in order."""
    stop = len(text) if end is None else end
    xml = is_xml(text, start)
    known = _TagNames()
    done = start
    while done < stop:
        for match in _MARKUP.finditer(text, done, stop):
            first, last = match.span()
            if done < first:
                yield TEXT, "", done, first
            done = last
            if written := match[1]:
                kind, name, turning = known[written]
                yield kind, name, first, last
                if turning and not (xml and text[last - 2] == "/"):
                    done = yield from _content(text, name, last, stop)
                    break
            elif match.lastgroup == "comment":
                yield COMMENT, "", first, last
            elif xml and text.startswith("<![CDATA[", first):
                done = yield from _cdata(text, first, stop, CDATA)
                break
            else:
                yield OTHER, "", first, last
        else:
            if done < stop:
                yield TEXT, "", done, stop
            return


def attributes(text: str, start: int, end: int, wanted: frozenset[str] | None = None) -> Iterator[Attribute]:
    """The attributes of a start tag that ends at ``end``, or those of ``wanted``; ``start`` is where its name ends.

    Of two attributes with the same name the first one counts.
    """
    seen: set[str] = set()
    for match in _ATTRIBUTE_IN_TAG.finditer(text, start, end):
        name = match[1].lower()
        if (wanted is not None and name not in wanted) or name in seen:
            continue
        seen.add(name)
        group = match.lastindex or 1
        if group == 1:
            yield Attribute(name, -1, -1, "")
        else:
            yield Attribute(name, *match.span(group), _QUOTES[group])


def _content(text: str, name: str, position: int, stop: int) -> Generator[Token, None, int]:
    """The content of an element that has rules of its own, up to its end tag; returns where that stands."""
    if name in _FOREIGN:
        return position if text[position - 2] == "/" else (yield from _foreign(text, position, stop))
    if name == "script":
        end = _script_end(text, position, stop)
    elif name == "plaintext":
        end = stop
    else:
        closer = _CLOSERS[name].search(text, position, stop)
        end = closer.start() if closer else stop
    if end > position:
        yield TEXT if name in _ESCAPABLE and end < stop else RAW, name, position, end
    return end


def _script_end(text: str, position: int, stop: int) -> int:
    """Where the end tag of a script stands: ``<!--<script>`` hides the next one (script data double escaped state)."""
    escaped = doubly = False
    for match in _SCRIPT_STEPS.finditer(text, position, stop):
        step = match[0]
        if step == "<!--":
            escaped = escaped or not text.startswith((">", "->"), match.end())
        elif step == "-->":
            escaped = doubly = False
        elif not match[1]:
            doubly = escaped
        elif doubly:
            doubly = False
        else:
            return match.start()
    return stop


def _cdata(text: str, start: int, stop: int, kind: int) -> Generator[Token, None, int]:
    inner = start + 9
    close = text.find("]]>", inner, stop)
    last, end = (stop, stop) if close < 0 else (close, close + 3)
    yield OTHER, "", start, inner
    if inner < last:
        yield kind, "", inner, last
    if last < end:
        yield OTHER, "", last, end
    return end


def _foreign(text: str, position: int, stop: int) -> Generator[Token, None, int]:
    """The content of an svg or math element and its end tag; returns where HTML goes on."""
    known = _TagNames()
    depth, html_depth, hidden = 1, 0, ""
    while match := _MARKUP.search(text, position, stop):
        start, end = match.span()
        kind, name, _ = known[match[1]] if match[1] else (OTHER, "", False)
        if name in (_END_BREAK_OUT if kind == END else _BREAK_OUT) and not html_depth:
            break
        if position < start:
            yield RAW if hidden else TEXT, hidden, position, start
        position = end
        if not name:
            if text.startswith("<![CDATA[", start):
                position = yield from _cdata(text, start, stop, RAW if hidden else CDATA)
            else:
                yield COMMENT if match.lastgroup == "comment" else OTHER, "", start, end
            continue
        yield kind, name, start, end
        step = -1 if kind == END else int(text[end - 2] != "/")
        if name in _FOREIGN:
            depth += step
            if not depth:
                return position
        elif name in _INTEGRATION:
            html_depth = max(0, html_depth + step)
        elif name in ("script", "style"):
            hidden = name if step > 0 else ""
    last = match.start() if match else stop
    if position < last:
        yield RAW if hidden else TEXT, hidden, position, last
    return last
