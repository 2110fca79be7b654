"""Bytes to text and back, without loss: encodings, byte order marks, and what an encoding cannot say.

Labels follow the WHATWG Encoding Standard: a page that declares ``iso-8859-1`` means windows-1252, and the five bytes
that windows-1252 leaves undefined stand for themselves.
"""

from __future__ import annotations

import codecs
from functools import lru_cache
from typing import NamedTuple

from translate_flow.documents.model import Format
from translate_flow.errors import InputError, UsageError

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_AS_WINDOWS_1252 = frozenset(
    {"ascii", "us-ascii", "iso-8859-1", "iso8859-1", "latin-1", "latin1", "l1", "cp1252", "windows-1252"}
)
_BINARY = (b"PK\x03\x04", b"%PDF", b"\x89PNG\r\n", b"\xff\xd8\xff\xe0", b"GIF8", b"\xd0\xcf\x11\xe0", b"\x1f\x8b")


class Text(NamedTuple):
    """A file's text and how it was encoded."""

    text: str
    encoding: str
    """Python's name of the codec."""
    bom: bytes = b""
    archive: bytes = b""
    """The whole file where it is an archive, and ``text`` that of some of its members."""


def decode(data: bytes, where: str, form: Format, encoding: str = "") -> Text:
    """Decode a document: byte order mark, then ``encoding`` (the user's word), then what it declares, then UTF-8.

    Raises :class:`InputError` with the line of the first byte that does not fit, :class:`UsageError` for an unknown
    encoding.
    """
    if form.members:
        from translate_flow.documents import package  # only where there is one

        return Text(package.unpacked(data, where, form.members), "utf-8", archive=data)
    for bom, name in _BOMS:
        if data.startswith(bom):
            return Text(_strictly(data[len(bom) :], name, where), name, bom)
    if data.startswith(_BINARY):
        raise InputError("this is a binary file, not text", where=where, remedy="save it as text, Markdown or HTML")
    declared = encoding or form.charset(data[:4096]) or "utf-8"
    name = codec_of(declared, unknown_is_error=bool(encoding))
    if b"\0" in data and not name.startswith("utf-16"):
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise InputError(
            "a NUL byte, so not a text file", where=f"{where}:{line}", remedy="save it as text, or give --encoding"
        )
    return Text(_strictly(data, name, where), name)


def codec_of(label: str, *, unknown_is_error: bool = True) -> str:
    """Python's codec for a label as pages declare it; an unknown label is UTF-8 or a :class:`UsageError`."""
    try:
        name = codecs.lookup(label.strip()).name
    except LookupError:
        if unknown_is_error:
            raise UsageError(
                f"no encoding is called “{label}”", remedy="give --encoding utf-8, windows-1252 …"
            ) from None
        return "utf-8"
    return "cp1252" if name in _AS_WINDOWS_1252 else "utf-8" if name.startswith(("utf_16", "utf-16")) else name


def _strictly(data: bytes, encoding: str, where: str) -> str:
    try:
        return data.decode(encoding, "translate-flow-c1" if encoding == "cp1252" else "strict")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"byte 0x{data[error.start]:02X} is not {encoding.upper()}",
            where=f"{where}:{line}",
            remedy="give the file's encoding with --encoding, e.g. --encoding windows-1252",
        ) from None


@lru_cache(maxsize=2)
def newline(text: str) -> str:
    """The line end that a new line of ``text`` is to have."""
    return "\r\n" if "\r\n" in text else "\n"


def encode(text: str, like: Text, where: str, form: Format) -> bytes:
    """Encode as the source was. What its encoding lacks is a character reference in markup, an error in plain text."""
    if like.archive:
        from translate_flow.documents import package

        return package.packed(text, like.archive, where)
    references = form.name in ("html", "markdown")
    errors = "xmlcharrefreplace" if references and like.encoding != "cp1252" else "strict"
    if like.encoding == "cp1252":
        errors = "translate-flow-c1-ref" if references else "translate-flow-c1"
    try:
        return like.bom + text.encode(like.encoding, errors)
    except UnicodeEncodeError as error:
        character = text[error.start]
        raise InputError(
            f"“{character}” (U+{ord(character):04X}) does not exist in {like.encoding.upper()}, the source's encoding",
            where=where,
            remedy="save the source as UTF-8",
        ) from None


def _undefined(error: UnicodeError) -> tuple[str | bytes, int]:
    """Bytes that windows-1252 leaves undefined are the C1 controls of the same number, both ways."""
    if isinstance(error, UnicodeDecodeError):
        return "".join(chr(byte) for byte in error.object[error.start : error.end]), error.end
    if isinstance(error, UnicodeEncodeError) and ord(error.object[error.start]) in (0x81, 0x8D, 0x8F, 0x90, 0x9D):
        return bytes([ord(error.object[error.start])]), error.start + 1
    raise error


def _undefined_or_reference(error: UnicodeError) -> tuple[str | bytes, int]:
    try:
        return _undefined(error)
    except UnicodeEncodeError as left:
        return f"&#{ord(left.object[left.start])};", left.start + 1


codecs.register_error("translate-flow-c1", _undefined)
codecs.register_error("translate-flow-c1-ref", _undefined_or_reference)
