r"""Texts as C spells them: the strings of PO files, and facts in comments and notes of any format."""

from __future__ import annotations

import re

_CONTROLS = {
    "\a": "\\a", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\v": "\\v", "\f": "\\f", "\r": "\\r", "\0": "\\000",
}  # fmt: skip
_CONTROL = re.compile(r"[\0\a-\r]")
_ODD = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ufeff\\ufffe\\uffff]")
_ESCAPE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9a-fA-F]+)|(.))")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_HIGH = re.compile("[\udc80-\udcff]")


def escape(text: str) -> str:
    """The text between quotes of a string of C."""
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    return _CONTROL.sub(lambda found: _CONTROLS[found[0]], text)


def visible(text: str) -> str:
    """The text with what some tools take for a line's end, and XML forbids, as octal bytes of UTF-8."""
    return _ODD.sub(lambda found: octal(found[0]), text) if _ODD.search(text) else text


def octal(character: str) -> str:
    """The bytes of a character's UTF-8 as escapes."""
    return "".join(f"\\{byte:03o}" for byte in character.encode())


def unescape(text: str) -> str:
    """C's escapes decoded; octal and hexadecimal ones are bytes of UTF-8."""
    if "\\" not in text:
        return text
    read = _ESCAPE.sub(_unescaped, text)
    if not _HIGH.search(read):
        return read
    return read.encode("utf-8", "surrogateescape").decode()


def _unescaped(found: re.Match[str]) -> str:
    octal_, hexadecimal, other = found.groups()
    if other is not None:
        return _ESCAPED.get(other, other)
    byte = int(octal_, 8) & 0xFF if octal_ else int(hexadecimal, 16) & 0xFF
    return chr(byte) if byte < 0x80 else chr(0xDC00 + byte)
