r"""The syntax of PO files, without loss: every entry as a range of bytes, in one pass.

The format is GNU gettext's (manual, "The Format of PO Files"). An entry of the usual shape is read by one regular
expression; :mod:`translate_flow.stores.po.entry` reads the rest line by line. Inside, all is UTF-8 with ``\n``: what
a file has instead is in its :class:`Wrapping`, and :func:`pack` gives it back.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

from translate_flow.errors import InputError
from translate_flow.stores.conflicts import refuse_conflicts
from translate_flow.stores.escapes import unescape

_STRING = rb'"([^"\\\n]*+(?:(?:\\.|"\n")[^"\\\n]*+)*+)"\n'
"""The lines of a string; group 1 is what :func:`unquote` takes."""
_USUAL = re.compile(
    rb"((?:\#[^~\n][^\n]*+\n|\#\n)*+)"
    rb"(?:msgctxt\ S)?+msgid\ Smsgstr\ S(?=[\n\#m]|\Z)(?!msgid_plural|msgstr)"
    rb"(?:[\ \t\r\f\v]*+\n)*+".replace(b"S", _STRING)
)
_CHARSET = re.compile(rb'charset=([^\s\\"]+)')
_BOM = codecs.BOM_UTF8


class Wrapping(NamedTuple):
    """What a file's bytes have around the text inside."""

    charset: str = "utf-8"
    byte_order_mark: bool = False
    carriage_returns: bool = False


class Entry(NamedTuple):
    """One entry: its place in the text, its comments as they stand, its strings decoded."""

    start: int
    end: int
    """From the first comment to the end of the last string's line."""
    next: int
    """Where the next entry starts: behind the blank lines."""
    comments: bytes
    """Lines with ``#``, with their line ends; previous strings are among them."""
    context: str | None
    source: str
    target: str
    obsolete: bool = False
    plural: bool = False
    """Has plural forms, which are no matter of ours: such an entry is kept as it is."""


def unpack(data: bytes, where: str) -> tuple[bytes, Wrapping]:
    r"""A file's bytes as UTF-8 with ``\n``. Raises :class:`InputError` for what is no text or in an unknown charset."""
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise InputError(
            "this is no PO file: it holds zero bytes", where=f"{where}:{line}", remedy="save it as UTF-8 text"
        )
    refuse_conflicts(data, where)
    mark = data.startswith(_BOM)
    text = data[len(_BOM) :] if mark else data
    returns = b"\r\n" in text and text.count(b"\n") == text.count(b"\r\n")
    if returns:
        text = text.replace(b"\r\n", b"\n")
    charset = "utf-8" if mark else _charset(text, where)
    if charset != "utf-8":
        try:
            text = text.decode(charset).encode()
        except UnicodeDecodeError as error:
            line = text.count(b"\n", 0, error.start) + 1
            raise InputError(
                f"this is no {charset}", where=f"{where}:{line}", remedy="correct the charset in the file's header"
            ) from error
    return text, Wrapping(charset, mark, returns)


def _charset(text: bytes, where: str) -> str:
    found = _CHARSET.search(text, 0, 16384)
    if not found or found[1].upper() in (b"UTF-8", b"UTF8", b"CHARSET", b"ASCII", b"US-ASCII"):
        return "utf-8"
    line = text.count(b"\n", 0, found.start()) + 1
    name = found[1].decode("ascii", "replace")
    try:
        return codecs.lookup(name).name
    except LookupError as error:
        what = f"the header names the unknown charset “{name}”"
        raise InputError(what, where=f"{where}:{line}", remedy="save the file as UTF-8") from error


def pack(text: bytes, wrapping: Wrapping) -> bytes:
    """The opposite of :func:`unpack`. What its charset cannot express makes the file UTF-8, header included."""
    if wrapping.charset != "utf-8":
        try:
            text = text.decode().encode(wrapping.charset)
        except UnicodeEncodeError:
            text = _CHARSET.sub(b"charset=UTF-8", text, count=1)
    if wrapping.carriage_returns:
        text = text.replace(b"\n", b"\r\n")
    return _BOM + text if wrapping.byte_order_mark else text


def entries(text: bytes, where: str) -> Iterator[Entry]:
    """All entries in file order, the header too. Raises :class:`InputError` with the line of what is no PO."""
    position, usual = 0, _USUAL.match
    try:
        while found := usual(text, position) or _unusual(text, position, where):
            if isinstance(found, Entry):
                yield found
                position = found.next
                continue
            comments, context, source, target = found.groups()
            name = None if context is None else unquote(context)
            end, following = found.end(4) + 2, found.end()  # behind the target, its last quote and line end
            yield Entry(position, end, following, comments, name, unquote(source), unquote(target))
            position = following
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, position) + 1
        what = "this entry is not in UTF-8"
        remedy = "save the file as UTF-8, or name its charset in its header"
        raise InputError(what, where=f"{where}:{line}", remedy=remedy) from error


def _unusual(text: bytes, position: int, where: str) -> Entry | None:
    if position >= len(text):
        return None
    from translate_flow.stores.po.entry import entry_at  # not needed for most files

    return entry_at(text, position, where)


def unquote(inner: bytes) -> str:
    """What the lines of a string spell, given without the first and the last quote."""
    text = inner.decode()
    if "\n" in text:
        text = text.replace('"\n"', "")
    return unescape(text) if "\\" in text else text


def line_at(text: bytes, position: int) -> int:
    """The number of the line at ``position``, from 1."""
    return text.count(b"\n", 0, position) + 1
