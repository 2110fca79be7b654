"""Regular expressions of SRX rules, made fit for a linear search.

SRX 2.0 asks for ICU expressions and most rule files are written for Java; ``regex`` in its version 1 behaviour reads
nearly all of that. What is left is translated here, and every unbounded repeat is given a bound: a repeat without one
can make the search quadratic in the length of a paragraph, inside of a look-behind as well as before it.
"""

from __future__ import annotations

import re

BEHIND = 128
"""Most repeats of one item before a break. Wide enough for the words between a bracket and the break within it."""
AHEAD = 1000
"""Most repeats of one item after a break."""

_MARKS = frozenset(".!?…:。！？")
_CLASS = r"\[\^?\]?(?:\\.|\[[^\]]*\]|[^\]\\])*\]"  # classes may nest one level
_SPECIAL = re.compile(
    r"\\Q(?P<literal>.*?)(?:\\E|\Z)|\\(?P<space>[hv])|(?P<any>\[(?:\\s\\u00A0|\\u00A0\\s)\])|(?P<back>\\[1-9k]|\(\?P[=>])"
    rf"|\\.|{_CLASS}|(?P<flag>\(\?U\))|(?P<group>\((?!\?))|(?P<repeat>\*|\+|\{{(?P<least>\d+),\}})(?P<mode>[?+]?)"
    r"|(?:\?|\{\d+(?:,\d+)?\})[?+]",
    re.DOTALL,
)
_IN_PYTHON = {"any": r"\s", "group": "(?:", "flag": ""}
_TOP_LEVEL = re.compile(rf"(?P<mark>{_CLASS})(?P<some>\{{1,\d+\}}(?![?+]))?(?P<odd>[{{?]?)|\\.|.", re.DOTALL)
_PLAIN = re.compile(r"\[(?:\\?[^\w\s\\\[\]^-])+\]")
"""A class that just lists marks."""
# A gap up to a mark, said again and again, finds nothing that saying it once would not.
_SAID_AGAIN = re.compile(r"(?P<gap>\[\^\\?(?P<end>.)\][^\[]*(?P<mark>\[[^\]]*\]\\s))(?P=gap)+")


def finite(pattern: str, most: int) -> str:
    r"""The pattern for ``regex``, with ``most`` instead of no bound at each repeat; groups capture nothing.

    Java's ``\h``, ``\v``, ``\Q…\E`` and ``(?U)`` are translated. Raises :class:`ValueError` for a back-reference: rules
    are combined, so groups have no numbers of their own.
    """

    def python(match: re.Match[str]) -> str:
        kind = match.lastgroup
        if kind == "mode":
            least = match["least"] or ("1" if match["repeat"] == "+" else "0")
            return f"{{{least},{max(most, int(least))}}}{match['mode']}"
        if kind == "space":
            return rf"\p{{{match['space'].upper()}}}"
        if kind == "literal":
            return re.escape(match["literal"])
        if kind == "back":
            raise ValueError("back-references are not supported")
        return _IN_PYTHON.get(kind or "", match[0])

    return _SAID_AGAIN.sub(_said_once, _SPECIAL.sub(python, pattern))


def searched(pattern: str) -> tuple[str, str]:
    r"""A finite pattern whose matches end where those of the finite ``pattern`` do, but are found from a mark on.

    The second string is those marks, of which one stands in every match; empty where that is not known.

    What stands before the sentence's mark is looked back at: ``\b\w+[.!?]\s`` would be tried at every word,
    ``[.!?](?<=\b\w+[.!?])\s`` only at every mark. A run of marks is entered only where it begins.
    """
    depth = 0
    found = None
    for match in _TOP_LEVEL.finditer(pattern):
        item, mark = match[0], match["mark"]
        depth += (item == "(") - (item == ")")
        if depth == 0 and item == "|":
            return pattern, ""
        if depth == 0 and not found and mark and mark[1] != "^" and not _MARKS.isdisjoint(mark):
            found = match
    if found is None or found["odd"] or "(?i" in pattern:
        return pattern, ""
    mark, some = found["mark"], found["some"]
    before, after = pattern[: found.start()], pattern[found.end() :]
    marks = mark[1:-1].replace("\\", "") if _PLAIN.fullmatch(mark) else ""
    if before:
        return f"{mark}(?<={before}{mark}){mark + '{0,' + some[3:] if some else ''}{after}", marks
    return f"(?<!{mark}){mark}+{after}" if some else pattern, marks


def _said_once(match: re.Match[str]) -> str:
    return match[0] if match["end"] in match["mark"] else match["gap"]
