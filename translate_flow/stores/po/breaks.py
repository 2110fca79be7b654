"""Where lines of any text may break, as GNU libunistring finds it, and how wide a character is.

Unicode's line breaking algorithm (UAX #14) in its form with a table of pairs: a class of characters, and before which
others a line may break behind it. Classes are the ``regex`` module's; columns are those of East Asian Width (UAX #11).
"""

from __future__ import annotations

import re
from unicodedata import category, east_asian_width

import regex

_WIDE = "B2 BB EB EM H2 H3 ID JL JT JV RI"
_WORD = "AL HL NU OP OE"
_DIRECT = {
    "AL": f"{_WIDE} OE", "HL": f"{_WIDE} OE", "NU": f"{_WIDE} OE", "CP": f"{_WIDE} OP OE",
    "PO": f"{_WIDE} PO PR", "PR": "B2 BB PO PR RI",
    "BA": f"{_WIDE} {_WORD} PO PR GL", "EX": f"{_WIDE} {_WORD} PO PR", "IN": f"{_WIDE} {_WORD} PO PR",
    "NS": f"{_WIDE} {_WORD} PO PR", "B2": f"{_WIDE} {_WORD} PO PR", "RI": f"{_WIDE} {_WORD} PO PR",
    "HY": f"{_WIDE} AL HL OP OE PO PR GL", "IS": f"{_WIDE} AL HL OP OE PO PR", "SY": f"{_WIDE} AL OP OE PO PR",
    "CL": f"{_WIDE} {_WORD}", "ID": f"{_WIDE} {_WORD} PR", "EB": f"{_WIDE} {_WORD} PR", "EM": f"{_WIDE} {_WORD} PR",
    "H2": f"{_WIDE} {_WORD} PR", "H3": f"{_WIDE} {_WORD} PR", "JL": f"{_WIDE} {_WORD} PR",
    "JT": f"{_WIDE} {_WORD} PR", "JV": f"{_WIDE} {_WORD} PR",
}  # fmt: skip
"""Class to those before which a line may break directly behind it."""
_TOGETHER = {
    "B2": "B2", "RI": "RI", "EB": "EM", "JL": "H2 H3 JL JV", "JV": "JT JV", "H2": "JT JV", "JT": "JT", "H3": "JT",
}  # fmt: skip
"""What of these stays together nevertheless."""
_AFTER_SPACES = "CL CP EX IS SY WJ ZW"
"""Before these no line breaks, even behind spaces."""
_ALIAS = {"CJ": "NS", "CB": "ID", "ZWJ": "WJ", "LF": "BK", "NL": "BK", "CR": "BK"}
_NAMES = "B2 BA BB BK CB CJ CL CM CP CR EB EM EX GL H2 H3 HL HY ID IN IS JL JT JV LF NL NS NU OP PO PR QU RI SP SY WJ"
_CLASSES = [*_NAMES.split(), "ZW", "ZWJ"]
_CLASS = regex.compile("|".join(rf"(?P<{name}>\p{{Line_Break={name}}})" for name in _CLASSES))
_LETTERS = {name: chr(ord("A") + at) for at, name in enumerate([*_CLASSES, "AL", "OE"])} | {"SP": " "}
"""One letter a class, so that a text's classes are a string; ``OE`` is an East Asian ``OP`` (rule LB30)."""


def _set(names: str) -> str:
    return re.escape("".join(_LETTERS[name] for name in names.split()))


def _direct(name: str, following: str) -> str:
    allowed = [other for other in following.split() if other not in _TOGETHER.get(name, "").split()]
    return f"(?<=[{_set(name)}])(?=[{_set(' '.join(allowed))}])"


_USUAL = " ".join(name for name in _LETTERS if name not in ("SP", "OP", "OE", "QU", "CL", "B2", "ZW"))
_OPPORTUNITY = re.compile(
    rf"(?!(?<={_set('AL')})[^{_set(_DIRECT['AL'])} ])(?:(?! )(?:"  # within words first: that is where most places are
    + "|".join(_direct(name, following) for name, following in _DIRECT.items())
    + f"|(?<=[{_set('ZW')}])(?=[^{_set('ZW')}]))"
    + "".join(
        f"|(?<=[{_set(name)}]) +(?![{_set(refused)} ])"
        for name, refused in (
            (_USUAL, _AFTER_SPACES),
            ("QU", f"{_AFTER_SPACES} OP OE"),
            ("CL", f"{_AFTER_SPACES} NS"),
            ("B2", f"{_AFTER_SPACES} B2"),
            ("ZW", "ZW"),
        )
    )
    + f"|(?<=[{_set('BK')}]))"
)
_MARKS = re.compile(f"([^{_set('BK ZW')} ])({_set('CM')}+)")
_ESCAPE = re.compile(r"\\.")


class _Classes(dict[int, str]):
    """Code point to its class's letter, filled as needed."""

    def __missing__(self, code: int) -> str:
        found = _CLASS.match(chr(code))
        name = found.lastgroup if found else "AL"
        if name == "OP" and east_asian_width(chr(code)) in "FWH":
            name = "OE"
        letter = self[code] = _LETTERS[_ALIAS.get(name, name)]
        return letter


class _Columns(dict[str, int]):
    """Character to its columns, filled as needed."""

    def __missing__(self, character: str) -> int:
        zero = category(character) in ("Mn", "Me", "Cf", "Cc") or "\u1160" <= character <= "\u11ff"
        wide = east_asian_width(character) in "WF"
        columns = self[character] = 0 if zero else 2 if wide else 1
        return columns


_classes = _Classes(dict.fromkeys((0xB7, 0x387), _LETTERS["AL"]))
"""The middle dot became another class in Unicode 15.1; gettext has not followed yet."""
_columns = _Columns()


def lines_of(text: str, room: int, start: int = 0) -> list[str]:
    r"""The lines of an escaped text that has no ``\n`` but at its end, none wider than ``room`` where it may break.

    ``start`` columns of the first line are taken.
    """
    classes = _MARKS.sub(lambda found: found[1] * len(found[0]), text.translate(_classes))
    inside = {found.start() + 1 for found in _ESCAPE.finditer(text)}
    last = len(text) - 2 if text.endswith("\\n") else -1
    lines: list[str] = []
    line = piece = breakable = 0
    used, columns = start, _columns.__getitem__
    for end in [*(m.end() for m in _OPPORTUNITY.finditer(classes)), len(text)]:
        if end in (last, piece) or end in inside:
            continue
        width = sum(map(columns, text[piece:end]))
        if breakable > line and used + width > room:
            lines.append(text[line:breakable])
            line, used = breakable, 0
        used += width
        piece = breakable = end
        if classes[end - 1] == _LETTERS["BK"]:
            used, breakable = 0, line
    lines.append(text[line:])
    return lines
