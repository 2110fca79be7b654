"""Strings as gettext writes them: escaped, and broken at 79 columns where ``msgcat`` would break them.

gettext breaks lines by Unicode's line breaking algorithm (UAX #14) as GNU libunistring has it. Texts of Latin, Greek
and Cyrillic letters with common punctuation take one regular expression; the others :mod:`breaks`.
"""

from __future__ import annotations

import re
from functools import cache

from translate_flow.stores.escapes import escape

COLUMNS = 79
_PORTION = re.compile(r"[^\n]*\n|[^\n]+")
_PLAIN = re.compile(r"[ !#-\[\]-~‘’“”«»‹›–—…•©®™§¡¿\u00a0À-ÖØ-öø-ʯΆΈ-ΊΌΎ-ΡΣ-ώЀ-ѯ]*+")
"""Those of the next line that need no escape either."""
_SIMPLE = re.compile(r"[ -~‘’“”«»‹›–—…•©®™§¡¿\u00a0À-ÖØ-öø-ʯΆΈ-ΊΌΎ-ΡΣ-ώЀ-ѯ]*+")
"""Characters of one column each, of classes that the expression below knows."""
_BREAK = (
    r"(?:(?<=[]) !?,./:;}|–…—$%+\\-])(?:"
    r"(?<=[^ \"'‘’“”«»‹›([{¿¡] )(?![]) !?,./:;}])(?<!— (?=—))|(?<=[\"'‘’“”«»‹›] )(?![]) !?,./:;}(\[{¡¿])"
    r"|(?<=[-!?|–…,.:;/—])(?=[^\W\d_]|[_#&*<=>@^`~•©®™§([{¡¿$%+\\—])(?<!—(?=—))"
    r"|(?<=[!?|–…—}])(?=[0-9])|(?<=})(?=[^\W\d_]|[_#&*<=>@^`~•©®™§([{¡¿])|(?<=[)\]])(?=[([{¡¿])|(?<=[-|–])(?=\u00a0)"
    r"|(?<=[$%+\\])(?=[$%+\\]))"
    r"|(?=—)(?<=[^ \u00a0([{¡¿\"'‘’“”«»‹›—]))"
)


@cache
def _lines(room: int) -> re.Pattern[str]:
    """What fits on a line of that many columns; compiled when it is needed, as it takes long."""
    return re.compile(rf"(?:.{{1,{room}}}|.{{{room + 1},}}?)(?:\Z|{_BREAK})", re.DOTALL)


@cache
def _any_break() -> re.Pattern[str]:
    return re.compile(_BREAK)


def quoted(keyword: str, text: str, prefix: str = "") -> str:
    """The lines of one string, such as ``msgid "…"``, without the last line's end; ``prefix`` starts each line."""
    room = COLUMNS - 2 - len(prefix)
    if _PLAIN.fullmatch(text):
        if len(text) + len(keyword) < room:
            return f'{prefix}{keyword} "{text}"'
        if "  " not in text:
            lines = _lines(room).findall(text)
            return _several(keyword, lines, prefix, one=len(lines) == 1 and not _any_break().search(text, 1))
    inner, taken = escape(text), len(keyword) + 1
    portions = [escape(portion) for portion in _PORTION.findall(text)] if "\n" in text else [inner]
    if len(portions) == 1 and 2 * len(inner) + taken <= room:  # no character takes more than two columns
        return f'{prefix}{keyword} "{inner}"'
    if "  " in inner or "\\\\" in inner or not _SIMPLE.fullmatch(inner):
        from translate_flow.stores.po.breaks import lines_of  # not needed for most texts

        lines = [line for portion in portions for line in lines_of(portion, room)]
        one = len(lines) == 1 and len(lines_of(inner, room, taken)) == 1
    else:
        lines = [line for portion in portions for line in _lines(room).findall(portion)]
        one = len(lines) == 1 and (len(inner) + taken <= room or not _any_break().search(inner, 1))
    return _several(keyword, lines, prefix, one=one)


def _several(keyword: str, lines: list[str], prefix: str, *, one: bool) -> str:
    """The string's lines, below its keyword unless ``one`` is enough."""
    if one:
        return f'{prefix}{keyword} "{"".join(lines)}"'
    between = f'"\n{prefix}"'
    return f'{prefix}{keyword} ""\n{prefix}"{between.join(lines)}"'
