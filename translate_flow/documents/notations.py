"""How a text is written inside a file of another syntax: its escapes, what they read, and how a new text is written."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple


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


def _json_read(escape: str) -> str:
    return str(json.loads(f'"{escape}"'))


def _json_write(text: str, *, ascii_only: bool, slashes: bool) -> str:
    written = json.dumps(text, ensure_ascii=ascii_only)[1:-1]
    return written.replace("/", "\\/") if slashes else written


def _block_write(text: str) -> str:
    """``text`` as WordPress writes it into a block's comment (``serialize_block_attributes``)."""
    written = json.dumps(text, ensure_ascii=False)[1:-1].replace("--", "\\u002d\\u002d").replace('\\"', "\\u0022")
    return re.sub("[<>&]", lambda mark: f"\\u{ord(mark[0]):04x}", written)


@lru_cache
def notation_named(name: str) -> Notation:
    """The notation of that name: ``cdata``, ``xml``, ``block``, or ``json`` with ``-ascii`` and ``-slash``."""
    if name == "cdata":
        return _CDATA
    if name == "xml":
        return _XML
    if name == "block":
        return Notation(_JSON_ESCAPE, _json_read, _block_write)
    ascii_only, slashes = "-ascii" in name, "-slash" in name
    return Notation(_JSON_ESCAPE, _json_read, lambda text: _json_write(text, ascii_only=ascii_only, slashes=slashes))
