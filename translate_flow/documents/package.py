"""An archive as one text: its members of text, one behind the other, each headed by its name.

So an office file or an e-book goes the same way as any document: units have their places in this text, merging splices
it. A heading is the name between two record separators (U+001E), which XML cannot hold.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from translate_flow.documents import xml_tree
from translate_flow.documents.archive import Archive, opened, replaced
from translate_flow.errors import InputError, MergeError

_HEADING = re.compile("\x1e([^\x1e]*)\x1e")
_DECLARED = re.compile(rb"<\?xml[^>]*?\bencoding\s*=\s*[\"']([\w.:-]+)")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

Members = Callable[[Archive], Sequence[str]]
"""Names of the members whose text is read, in reading order; raises :class:`InputError` for another kind of archive."""


class Member(NamedTuple):
    """Where a member stands in the text of its archive."""

    name: str
    start: int
    end: int


def unpacked(data: bytes, where: str, names: Members) -> str:
    """The text of an archive. Raises :class:`InputError` where it is none, or damaged."""
    archive = opened(data, where)
    return "".join(f"\x1e{name}\x1e{_text(archive, name)[0]}" for name in names(archive))


def packed(text: str, data: bytes, where: str) -> bytes:
    """The archive ``data`` with its members' text as in ``text``; those that are as they were keep their bytes.

    Raises :class:`MergeError` where a member would be broken XML; ``where`` names the archive.
    """
    archive = opened(data, where)
    changed: dict[str, bytes] = {}
    for member in members(text):
        now = text[member.start : member.end]
        before, bom, encoding = _text(archive, member.name)
        if now != before:
            changed[member.name] = bom + now.encode(encoding, "xmlcharrefreplace")
            if not is_page(member.name) and (fault := xml_tree.fault(now)):
                raise MergeError(f"“{member.name}” would be broken XML, {fault}", where=where)
    return replaced(archive, changed)


def members(text: str) -> list[Member]:
    """The members in the text of an archive."""
    found = list(_HEADING.finditer(text))
    ends = [*(heading.start() for heading in found), len(text)][1:]
    return [Member(heading[1], heading.end(), end) for heading, end in zip(found, ends, strict=True)]


def member(text: str, name: str) -> Member | None:
    """The member of that name, if it is in the text."""
    return next((one for one in members(text) if one.name == name), None)


def is_page(name: str) -> bool:
    """Whether a member is an XHTML page, which the HTML reader reads even where it is broken."""
    return name.lower().endswith((".xhtml", ".html", ".htm"))


def _text(archive: Archive, name: str) -> tuple[str, bytes, str]:
    """A member's text, its byte order mark and encoding."""
    data = archive.read(name)
    declared = _DECLARED.match(data)
    plain = b"", declared[1].decode("ascii") if declared else "utf-8"
    bom, encoding = next((pair for pair in _BOMS if data.startswith(pair[0])), plain)
    try:
        text = data[len(bom) :].decode(encoding)
        fault = "it holds control characters" if "\x1e" in text else "" if is_page(name) else xml_tree.fault(text)
    except (UnicodeDecodeError, LookupError):
        text, fault = "", f"it is not {encoding.upper()}"
    if fault:
        raise InputError(
            f"“{name}” inside is broken, {fault}", where=archive.where, remedy="open it in its own program and save it"
        )
    return text, bom, encoding
