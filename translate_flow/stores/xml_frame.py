"""An XML bitext as a frame and its units: each unit a range of the text, read alone; the frame is all the rest.

So a large file never stands in memory as one tree, and writing splices: an unchanged unit keeps its text.
XML is read without document types, external entities or network.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from io import StringIO
from itertools import count
from typing import NamedTuple, cast
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from lxml import etree

from translate_flow.errors import InputError
from translate_flow.stores.conflicts import refuse_conflicts

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(rb"""<\?xml[^>]*?\bencoding\s*=\s*["']([A-Za-z][\w.-]*)["']""")
_DECLARATION = re.compile(r"<\?xml[^>]*\?>")
_ASIDE = r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"
_ATTRIBUTES = r"""(?:[^"'>/]++|"[^"]*+"|'[^']*+'|/(?!>))*+"""
_START = re.compile(rf"<{_ATTRIBUTES}(/?)>", re.DOTALL)
_PROLOG = re.compile(
    rf"(?:\s|{_ASIDE})*+(?P<type><!DOCTYPE\s[^>\[]*+[>\[]?)?(?:\s|{_ASIDE})*+<((?:[\w.-]+:)?)", re.DOTALL
)


_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, collect_ids=False)


class Packing(NamedTuple):
    """What a file's bytes have around the text inside."""

    charset: str = "utf-8"
    byte_order_mark: bytes = b""


class Span(NamedTuple):
    """One unit: its characters, and the line that they begin in."""

    start: int
    end: int
    line: int


Groups = tuple[str | None, ...]


class Frame(NamedTuple):
    """A file, cut."""

    text: str
    packing: Packing
    root: etree._Element
    """The file without what is in its units: each stands there as an empty element with its attributes; lines are
    those of the file."""
    places: list[etree._Element]
    """The elements that stand for units, in order; usual units that follow each other share one."""
    spans: list[Span]
    """The range of the text that each of them stands for."""
    usual: list[Groups | None]
    """What the expression for usual units found in each."""


def frame(data: bytes, where: str, units: str, usual: re.Pattern[str] | None = None) -> Frame:
    """Cut a file; ``units`` are the local names of the elements to cut out, e.g. ``trans-unit|bin-unit``.

    Their prefix is that of the root element. ``usual`` matches a unit, or a group that is taken as one, with white
    space before it; its first group is empty and stands where the unit begins. Raises :class:`InputError`, with the
    line, for what is no well-formed XML.
    """
    text, packing = unpack(data, where)
    found = _PROLOG.match(text)
    if not found:
        raise InputError("this is no XML file", where=where, remedy="give an XLIFF file")
    if found["type"]:
        what = "the file names a document type, which XLIFF does not have and which may hide anything"
        raise InputError(what, where=f"{where}:{line_at(text, found.start('type'))}", remedy="take the DOCTYPE out")
    _well_formed(data, where)
    prefix = re.escape(found[2])
    runs = list(_runs(text, prefix, units, usual))
    mark = next(name for number in count() if (name := f"cut{number}") not in text)
    try:
        root = etree.fromstring(_DECLARATION.sub("", _outside(text, runs, mark), count=1), _PARSER)
    except etree.XMLSyntaxError as error:
        raise _broken(error, where, 0) from None
    places = list(_standing(root, runs, mark))
    spans = [span for run in runs for span in run.spans]
    return Frame(text, packing, root, places, spans, [groups for run in runs for groups in run.usual])


def _standing(root: etree._Element, runs: list[_Run], mark: str) -> Iterator[etree._Element]:
    """The elements that stand for the spans of the runs; the marks before them are taken out."""
    marks = cast(list[etree._Element], root.xpath(f"//processing-instruction('{mark}')"))
    for before, run in zip(marks, runs, strict=True):
        place, parent = before.getnext(), before.getparent()
        if place is not None and parent is not None:
            parent.remove(before)
            yield from (place for _ in run.spans)


def unpack(data: bytes, where: str) -> tuple[str, Packing]:
    """A file's text and what is around it. Raises :class:`InputError` for an unknown or a wrong encoding."""
    refuse_conflicts(data, where)
    mark, charset = next(((bom, name) for bom, name in _BOMS if data.startswith(bom)), (b"", ""))
    if not charset:
        declared = _DECLARED.match(data)
        charset = declared[1].decode() if declared else "utf-8"
    try:
        return data[len(mark) :].decode(charset), Packing(codecs.lookup(charset).name, mark)
    except LookupError:
        what = f"the file names the unknown encoding “{charset}”"
        raise InputError(what, where=f"{where}:1", remedy="save the file as UTF-8") from None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(f"this is no {charset}", where=f"{where}:{line}", remedy="save the file as UTF-8") from None


def pack(text: str, packing: Packing) -> bytes:
    """The opposite of :func:`unpack`; what the encoding cannot express becomes a character reference."""
    return packing.byte_order_mark + text.encode(packing.charset, "xmlcharrefreplace")


def _well_formed(data: bytes, where: str) -> None:
    reader = expat.ParserCreate()
    try:
        reader.Parse(data, True)
    except expat.ExpatError as error:
        what = f"this is no well-formed XML ({expat.ErrorString(error.code)})"
        place = f"{where}:{error.lineno}"
        raise InputError(what, where=place, remedy="restore the file from a copy, or export it again") from None


def _broken(error: etree.XMLSyntaxError, where: str, before: int) -> InputError:
    deep = "depth" in error.msg
    problem = error.msg.partition(", line ")[0]
    what = "its elements nest too deep" if deep else f"this XML cannot be read: {problem}"
    return InputError(what, where=f"{where}:{before + (error.lineno or 1)}", remedy="export the file again")


@lru_cache(maxsize=8)
def _patterns(prefix: str, units: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What a unit looks like, and its end; what may look so beside them has no group.

    Group 1 of the first is a whole unit, or, where there are comments and such in it, group 2 its start tag; group 3
    is the beginning of a group.
    """
    names = f"{prefix}(?:{units})"
    inside = rf"(?:[^<]*+<(?!/{names}[\s>]|[!?]))*+[^<]*+</{names}\s*>"
    unit = rf"(<{names}(?=[\s/>]){_ATTRIBUTES}(?:/>|>{inside}))|(<{names}(?=[\s/>]){_ATTRIBUTES}>)"
    either = rf"{_ASIDE}|{unit}|(<{prefix}group(?=\s))"
    return re.compile(either, re.DOTALL), re.compile(rf"{_ASIDE}|(</{names}\s*>)", re.DOTALL)


class _Run(NamedTuple):
    """A unit, or usual ones with nothing between them."""

    spans: list[Span]
    usual: list[Groups | None]


def _runs(text: str, prefix: str, units: str, usual: re.Pattern[str] | None) -> Iterator[_Run]:
    """The units, in order."""
    unit, end_tag = _patterns(prefix, units)
    position, line, done = 0, 1, 0
    while found := unit.search(text, position):
        start, position = found.span()
        if found.lastindex is None:
            continue
        run = _Run([], [])
        while usual and (one := usual.match(text, position if run.spans else start)):
            start, position = one.start(1), one.end()
            line += text.count("\n", done, start)
            run.spans.append(Span(start, position, line))
            run.usual.append(one.groups())
            done = start
        if not run.spans and found.lastindex != 3:
            while found.lastindex == 2 and (closing := end_tag.search(text, position)):
                position = closing.end()
                if closing[1]:
                    break
            line += text.count("\n", done, start)
            run.spans.append(Span(start, position, line))
            run.usual.append(None)
            done = start
        if run.spans:
            yield run


def units_in(file: Frame, start: int, end: int, units: str) -> list[Span]:
    """The ranges of the units in a part of the file's text; their lines count from 1 there."""
    prefix = re.escape(f"{file.root.prefix}:") if file.root.prefix else ""
    runs = _runs(file.text[start:end], prefix, units, None)
    return [Span(start + span.start, start + span.end, span.line) for run in runs for span in run.spans]


def _outside(text: str, runs: list[_Run], mark: str) -> str:
    """The text with each run as one empty element behind a mark, a processing instruction, as many lines long."""
    out = StringIO()
    done = 0
    for spans, _ in runs:
        start, end = spans[0].start, spans[-1].end
        tag = _START.match(text, start, end)
        out.write(f"{text[done:start]}<?{mark}?>")
        out.write(text[start:end] if tag is None or tag[1] else f"{tag[0][:-1]}/>")
        out.write("\n" * text.count("\n", start if tag is None else tag.end(), end))
        done = end
    out.write(text[done:])
    return out.getvalue()


def opening(parent: etree._Element) -> str:
    """A start tag that declares the namespaces that hold in ``parent``, for :func:`element`."""
    bound = (f" xmlns{':' if prefix else ''}{prefix or ''}={quoteattr(uri)}" for prefix, uri in parent.nsmap.items())
    return f"<in{''.join(bound)}>"


def element(unit: str, around: str, line: int, where: str) -> etree._Element:
    """One unit's characters as an element; its lines count from 1. ``around`` is its parent's :func:`opening`.

    Raises :class:`InputError` for what nests too deep; ``line`` and ``where`` say where the unit begins.
    """
    try:
        return etree.fromstring(f"{around}{unit}</in>", _PARSER)[0]
    except etree.XMLSyntaxError as error:
        raise _broken(error, where, line - 1) from None


def line_of(element: etree._Element) -> int:
    """The line of an element's start tag, from 1, in what was parsed."""
    return cast(int | None, element.sourceline) or 1


def line_at(text: str, position: int) -> int:
    """The number of the line at ``position``, from 1."""
    return text.count("\n", 0, position) + 1


def first_tag(file: Frame, tag: str) -> tuple[int, int]:
    """Where the first tag of a kind stands outside comments; the end of the text, twice, if there is none.

    ``tag`` is an expression for what follows its ``<``; ``NAME`` in it stands for the prefix of the root.
    """
    pattern = tag.replace("NAME", re.escape(f"{file.root.prefix}:") if file.root.prefix else "")
    for found in re.compile(rf"<(?:!--.*?-->|!\[CDATA\[.*?\]\]>|\?.*?\?>|({pattern}))", re.DOTALL).finditer(file.text):
        if found[1]:
            return found.span()
    return len(file.text), len(file.text)


def spliced(file: Frame, units: Iterable[tuple[int, int, str]]) -> bytes:
    """The file with ranges of its text, given in order as (start, end, new text), replaced."""
    out = StringIO()
    done = 0
    for start, end, new in units:
        out.write(file.text[done:start])
        out.write(new)
        done = end
    out.write(file.text[done:])
    return pack(out.getvalue(), file.packing)


def prefixed(text: str, root: etree._Element) -> str:
    """Elements without a prefix with the one that the file gives to its root's namespace."""
    return re.sub(r"<(/?)(?=[a-zA-Z][\w-]*[\s/>])", rf"<\1{root.prefix}:", text) if root.prefix else text


def with_attributes(tag: str, attributes: Iterable[tuple[str, str]]) -> str:
    """A start tag with attributes set, each a name and ``name="value"`` with a space before it, or nothing."""
    for name, new in attributes:
        found = re.search(rf"""\s{name}\s*=\s*(?:"[^"]*"|'[^']*')""", tag)
        start, end = found.span() if found else (len(tag) - 1, len(tag) - 1)
        tag = tag[:start] + new + tag[end:]
    return tag
