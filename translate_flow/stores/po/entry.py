"""Entries of an unusual shape, line by line: obsolete ones, plurals, odd white space, and what is no entry at all."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from translate_flow.errors import InputError
from translate_flow.stores.escapes import unescape
from translate_flow.stores.po.syntax import Entry

_LINE = re.compile(rb"[^\n]*\n?")
_CONTENT = re.compile(rb"(?:(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)[ \t]*)?((?:\"(?:[^\"\\]|\\.)*+\"[ \t]*)++)")
_STRING = re.compile(rb'"((?:[^"\\]|\\.)*+)"')
_WHITE = b" \t\r\n\f\v"
_BEFORE = {"msgctxt": ("",), "msgid": ("", "msgctxt"), "msgid_plural": ("msgid",), "msgstr": ("msgid", "msgid_plural")}


COMMENTS = ("#", "#.", "#:", "#,", "#|")
"""The kinds of comment lines, in gettext's order; previous strings count as one."""
STRINGS = ("msgctxt", "msgid", "msgstr")
_MARKS = {b".": "#.", b":": "#:", b",": "#,", b"=": "#,", b"|": "#|"}
_KEYWORD = re.compile(rb"(?:#~[ \t]*)?(msgctxt|msgid|msgstr)")


@dataclass(slots=True)
class _Draft:
    """An entry of which some lines have been read."""

    start: int
    end: int = 0
    comments: list[bytes] = field(default_factory=list)
    strings: dict[str, str] = field(default_factory=dict)
    keyword: str = ""
    obsolete: bool = False

    @property
    def complete(self) -> bool:
        return self.keyword.startswith("msgstr")

    def entry(self, following: int) -> Entry:
        plural = "msgid_plural" in self.strings or "msgstr" not in self.strings
        context, source = self.strings.get("msgctxt"), self.strings["msgid"]
        comments, target = b"".join(self.comments), self.strings.get("msgstr", "")
        return Entry(self.start, self.end, following, comments, context, source, target, self.obsolete, plural)

    def take(self, line: bytes) -> str:
        """Add a line of strings; gives what is wrong with it, or nothing."""
        obsolete = line.startswith(b"#~")
        if self.keyword and obsolete != self.obsolete:
            return "half of this entry is marked as obsolete by #~"
        self.obsolete = obsolete
        content = line[2:].strip(_WHITE) if obsolete else line
        found = _CONTENT.fullmatch(content)
        if not found:
            return "this string has no end" if b'"' in content else "this is no line of a PO file"
        text = "".join(unescape(string.decode()) for string in _STRING.findall(found[2]))
        if found[1] is None:
            if not self.keyword:
                return "this string belongs to no entry"
        else:
            keyword = found[1].decode()
            if self.keyword not in _BEFORE[keyword.partition("[")[0]] and not (self.complete and "[" in keyword):
                return f"{keyword} cannot stand behind {self.keyword or 'nothing'}"
            self.keyword = keyword
        self.strings[self.keyword] = self.strings.get(self.keyword, "") + text
        return ""


def entry_at(text: bytes, position: int, where: str) -> Entry | None:
    """The entry at ``position``; ``None`` where only comments or blank lines are left.

    Raises :class:`InputError` with the line for a string or an entry without end, and for what is no PO at all.
    """
    draft = _Draft(position)
    while position < len(text):
        found = _LINE.match(text, position)
        following = found.end() if found else len(text)
        line = text[position:following].strip(_WHITE)
        if line and draft.complete and _begins(line):
            break
        if not line:
            if not draft.comments and not draft.keyword:
                draft.start = following
        elif line.startswith(b"#") and not _is_string(line):
            draft.comments.append((b"#" + line[2:] if line.startswith(b"#~") else line) + b"\n")
        else:
            if wrong := draft.take(line):
                remedy = "restore the file from a copy" if draft.keyword else "give a PO file"
                raise InputError(wrong, where=f"{where}:{_line(text, position)}", remedy=remedy)
            draft.end = following
        position = following
    if draft.keyword and not draft.complete:
        what = "the file ends within this entry: it has no msgstr"
        raise InputError(what, where=f"{where}:{_line(text, draft.start)}", remedy="restore the file from a copy")
    return draft.entry(position) if draft.complete else None


def _begins(line: bytes) -> bool:
    """Whether a line behind a ``msgstr`` belongs to the next entry."""
    content = line[2:].lstrip(_WHITE) if _is_string(line) and line.startswith(b"#~") else line
    return not content.startswith((b'"', b"msgstr["))


def _is_string(line: bytes) -> bool:
    """Whether a line holds strings: all but comments, and of ``#~`` all but the previous ones."""
    return not line.startswith(b"#") or (line.startswith(b"#~") and not line.startswith(b"#~|"))


def _line(text: bytes, position: int) -> int:
    return text.count(b"\n", 0, position) + 1


def parts_of(raw: bytes) -> dict[str, bytes]:
    """An entry's lines, with their ends, by kind: one of ``COMMENTS`` or ``STRINGS``."""
    parts: dict[str, bytes] = {}
    kind = "#"
    for line in _LINE.findall(raw):
        content = line.lstrip(_WHITE)
        keyword = _KEYWORD.match(content)
        if keyword:
            kind = keyword[1].decode()
        elif content.startswith(b"#") and not _is_string(content):
            mark = content[2:3] if content.startswith(b"#~") else content[1:2]
            kind = _MARKS.get(mark, "#")
        parts[kind] = parts.get(kind, b"") + line
    return parts
