"""Strings as gettext writes them: escaped, and broken at 79 columns where ``msgcat`` would break them.

gettext breaks lines by Unicode's line breaking algorithm (UAX #14) as GNU libunistring has it. Texts of Latin, Greek
and Cyrillic letters with common punctuation take one regular expression; the others :mod:`.po_breaks`.
"""

from __future__ import annotations

import re

COLUMNS = 79
_SHORT = 60
"""Of so many ASCII characters, any string takes one line."""
_ESCAPES = str.maketrans(
    {"\\": "\\\\", '"': '\\"', "\a": "\\a", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    | {"\v": "\\v", "\0": "\\000"}
)
_NEEDS_ESCAPE = re.compile(r'[\0\a-\r"\\]')
_PORTION = re.compile(r"[^\n]*\n|[^\n]+")
_SIMPLE = re.compile(r"[ -~‘’“”«»‹›–—…•¡¿\u00a0À-ÖØ-öø-ʯΆΈ-ΊΌΎ-ΡΣ-ώЀ-ѯ]*+")
"""Characters of one column each, of classes that the expression below knows."""
_AFTER_OPENING = re.compile(r"[(\[{¿¡] ")
_BREAK = (
    r"(?:(?<=[]) !?,./:;}|–…—$%+\\-])(?:"
    r"(?<=[^ \"'‘’“”«»‹›] )(?![]) !?,./:;}])|(?<=[\"'‘’“”«»‹›] )(?![]) !?,./:;}(\[{¡¿])"
    r"|(?<=[-!?|–…,.:;/—])(?=[^\W\d_]|[_#&*<=>@^`~•([{¡¿$%+\\—])(?<!—(?=—))"
    r"|(?<=[!?|–…—}])(?=[0-9])|(?<=})(?=[^\W\d_]|[_#&*<=>@^`~•([{¡¿])|(?<=[)\]])(?=[([{¡¿])|(?<=[-|–])(?=\u00a0)"
    r"|(?<=[$%+\\])(?=[$%+\\]))"
    r"|(?=—)(?<=[^ \u00a0([{¡¿\"'‘’“”«»‹›—]))"
)
_LINES = {
    room: re.compile(rf"(?:.{{1,{room}}}|.{{{room + 1},}}?)(?:\Z|{_BREAK})", re.DOTALL)
    for room in (COLUMNS - 2 - len(prefix) for prefix in ("", "#| ", "#~| "))
}
_ANY_BREAK = re.compile(_BREAK)


def escape(text: str) -> str:
    """The text between quotes of a PO string."""
    return text.translate(_ESCAPES) if _NEEDS_ESCAPE.search(text) else text


def _is_simple(inner: str) -> bool:
    """Whether the expression above knows all of an escaped text: no runs of spaces, no escaped backslash either."""
    odd = "  " in inner or "\\\\" in inner or not _SIMPLE.fullmatch(inner)
    return not odd and not _AFTER_OPENING.search(inner)


def quoted(keyword: str, text: str, prefix: str = "") -> str:
    """The lines of one string, such as ``msgid "…"``, without the last line's end; ``prefix`` starts each line."""
    if len(text) < _SHORT and text.isascii() and not _NEEDS_ESCAPE.search(text):
        return f'{prefix}{keyword} "{text}"'
    inner = escape(text)
    room = COLUMNS - 2 - len(prefix)
    taken = len(keyword) + 1
    fits = len(inner) + taken <= room
    portions = [escape(portion) for portion in _PORTION.findall(text)] if "\n" in text else [inner]
    if _is_simple(inner):
        if len(portions) == 1 and (fits or not _ANY_BREAK.search(inner, 1)):
            return f'{prefix}{keyword} "{inner}"'
        lines = [line for portion in portions for line in _LINES[room].findall(portion)]
    else:
        from translate_flow.stores.po_breaks import lines_of  # not needed for most texts

        if len(portions) == 1 and len(lines_of(inner, room, taken)) == 1:
            return f'{prefix}{keyword} "{inner}"'
        lines = [line for portion in portions for line in lines_of(portion, room)]
    between = f'"\n{prefix}"'
    return f'{prefix}{keyword} ""\n{prefix}"{between.join(lines)}"'
