"""How a text is written inside a file of another syntax: its escapes, what they read, and how a new text is written."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from translate_flow.documents.yaml_text import compose, escaped, fold


class Notation(NamedTuple):
    """A way to write a text."""

    escapes: re.Pattern[str]
    """What does not stand for itself; each match reads as one character or as none."""
    read: Callable[[str], str]
    """What a match reads."""
    write: Callable[[str], str]
    """Any text, written so that it reads as it is."""


# ---- XML (1.0, sections 2.4 and 2.7) ----------------------------------------------------------------------------

CDATA_OPENING, CDATA_CLOSING = "<![CDATA[", "]]>"
CDATA_GLUE = CDATA_CLOSING + CDATA_OPENING
"""Between two sections that hold one text, as ``]]>`` cannot stand in one."""
_XML_REFERENCE = re.compile(r"&(?:#[0-9]+|#x[0-9A-Fa-f]+|amp|lt|gt|quot|apos);")
_XML_NAMES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_XML_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def _xml_read(reference: str) -> str:
    name = reference[1:-1]
    if name[0] != "#":
        return _XML_NAMES[name]
    number = int(f"0{name[1:]}", 0) if name[1] == "x" else int(name[1:])
    return chr(number) if number < 0x110000 else "\ufffd"


def _xml_write(text: str) -> str:
    return re.sub("[&<>]", lambda mark: _XML_ESCAPES[mark[0]], text)


_CDATA = Notation(
    re.compile(re.escape(CDATA_GLUE)), lambda _glue: "", lambda text: text.replace("]]>", f"]]{CDATA_GLUE}>")
)
_XML = Notation(_XML_REFERENCE, _xml_read, _xml_write)

# ---- JSON (RFC 8259, section 7) ---------------------------------------------------------------------------------

_JSON_ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\[\"\\/bfnrt]"
)
_JSON_CODE_POINT = re.compile(r"\\\\|\\u([0-9A-Fa-f]{4})")
"""Group 1 is empty for an escaped backslash."""


def _json_read(escape: str) -> str:
    return str(json.loads(f'"{escape}"'))


def json_style(text: str) -> str:
    """The name of the notation that a JSON file writes its strings in, by the escapes that it has."""
    codes = [code for code in _JSON_CODE_POINT.findall(text) if code]
    marks = {
        "ascii": text.isascii() and any(int(code, 16) > 127 for code in codes),
        "slash": "\\/" in text,
        "html": any(int(code, 16) == ord("<") for code in codes),
        "upper": any(re.search("[A-F]", code) for code in codes),
    }
    return "-".join(["json", *(mark for mark, has in marks.items() if has)])


def _json_notation(style: frozenset[str]) -> Notation:
    def write(text: str) -> str:
        written = json.dumps(text, ensure_ascii="ascii" in style)[1:-1]
        written = re.sub("[\ud800-\udfff]", _json_code, written)
        if "html" in style:
            written = re.sub("[<>&]", _json_code, written)
        if "upper" in style:
            written = _JSON_CODE_POINT.sub(lambda code: f"\\u{code[1].upper()}" if code[1] else code[0], written)
        return written.replace("/", "\\/") if "slash" in style else written

    return Notation(_JSON_ESCAPE, _json_read, write)


def _json_code(mark: re.Match[str]) -> str:
    return f"\\u{ord(mark[0]):04x}"


def _block_write(text: str) -> str:
    """``text`` as WordPress writes it into a block's comment (``serialize_block_attributes``)."""
    written = json.dumps(text, ensure_ascii=False)[1:-1].replace("--", "\\u002d\\u002d").replace('\\"', "\\u0022")
    return re.sub("[<>&]", _json_code, written)


# ---- YAML (1.2, chapters 7 and 8) -------------------------------------------------------------------------------

_YAML_BREAK = re.compile(r"[ \t]*(?:\r\n?|\n)[ \t\r\n]*")
_YAML_SINGLE = re.compile(r"''|" + _YAML_BREAK.pattern)
_YAML_DOUBLE = re.compile(
    r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|(?:\r\n?|\n)[ \t]*|.)|" + _YAML_BREAK.pattern
)


@lru_cache(maxsize=1000)
def _yaml_read(escape: str) -> str:
    if escape == "''":
        return "'"
    if escape[0] != "\\":
        return fold(escape)
    node = compose(f'"{escape}"')
    return str(node.value) if node else escape


def _yaml_notation(style: str, indent: int) -> Notation:
    """Strings of YAML; plain ones are written as they are, and a translation that must be quoted is refused later."""
    if style == "single":
        return Notation(_YAML_SINGLE, _yaml_read, lambda text: _one_line(text).replace("'", "''"))
    if style == "double":
        return Notation(_YAML_DOUBLE, _yaml_read, escaped)
    if style == "plain":
        return Notation(_YAML_BREAK, _yaml_read, _one_line)
    margin = " " * indent
    if style == "folded":
        return Notation(_YAML_BREAK, _yaml_read, lambda text: text.replace("\n", f"\n\n{margin}"))
    broken = re.compile(rf"(?:\r\n?|\n) {{0,{indent}}}")
    return Notation(broken, lambda _break: "\n", lambda text: re.sub("\n(?!\n)", f"\n{margin}", text))


def _one_line(text: str) -> str:
    return text.replace("\n", " ")


@lru_cache
def notation_named(name: str) -> Notation:
    """The notation of that name.

    ``cdata``, ``xml``, ``block``, ``json`` with the marks of :func:`json_style`, ``yaml-single``, ``yaml-double``,
    ``yaml-plain``, and with their indentation ``yaml-literal-N`` and ``yaml-folded-N``.
    """
    if name == "cdata":
        return _CDATA
    if name == "xml":
        return _XML
    if name == "block":
        return Notation(_JSON_ESCAPE, _json_read, _block_write)
    first, *style = name.split("-")
    if first == "json":
        return _json_notation(frozenset(style))
    return _yaml_notation(style[0], int(style[1]) if len(style) > 1 else 0)
