"""Inline markup of AsciiDoc: what it is, what text reads, and how a new text is written (Asciidoctor 2).

Formatting, links and footnotes are pairs of codes around their words; code, passthroughs, attributes, anchors and what
a backslash escapes are lone codes. Marks that a translation has as mere characters are written as references
(``&#42;``), what would begin a block is put behind ``{empty}``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import NamedTuple

from translate_flow.documents.coded import CLOSE, LONE, OPEN, TEXT, Run
from translate_flow.documents.model import Piece

_FREE = r"(?<![\w&;:}\\])"
"""What must not stand before a mark that may not stand inside a word."""
_ROLE = r"(?:\[[^\[\]]{0,200}\])?"
_LINK = r"(?:link|mailto|xref):[^\s\[\]]{0,1000}|(?:https?|ftp|irc)://[^\s\[\]<>]{0,1000}[^\s\[\]<>.,;:!?)]"
_WORDS = r".{1,500}?"
_IN_BRACKETS = r"(?:\\\]|[^\]]){1,1000}?"
_OF_LINK = r"\"?(?:,\s*\w+=[^\]]{0,200}|\^[^\]]{0,200})?\]"


class _Markup(NamedTuple):
    """A sort of markup."""

    letters: str
    """Of its code's id."""
    opening: str
    """Pattern of its opening half, or of the whole lone code."""
    words: str = ""
    """Pattern of what stands between the halves; empty for a lone code."""
    closing: str = ""


def _constrained(letters: str, mark: str) -> _Markup:
    """Formatting that cannot begin or end inside a word."""
    inner = rf"[^\s{mark}](?:.{{0,500}}?[^\s{mark}])??"
    return _Markup(letters, rf"{_FREE}{_ROLE}{mark}", inner, rf"{mark}(?!\w)")


_SORTS = (
    _Markup("ph", r"\\(?:[*_`#^~+{<(]+|(?=[a-z]+:)|\[)"),
    _Markup("ph", r"\{(?!empty\})\w[\w:!.-]*\}"),
    _Markup("ph", r"<<[^<>,]{1,1000}>>|\[\[[^\[\]]{1,1000}\]\]|anchor:[^\s\[]{1,1000}\[[^\]]{0,1000}\]"),
    _Markup("ph", r"\(\(\(.{1,1000}?\)\)\)|indexterm2?:\[.{0,1000}?\]"),
    _Markup(
        "ph", rf"(?:kbd|btn|stem|latexmath|asciimath|icon|menu|pass|image|counter)\w*:[^\s\[]*\[(?:{_IN_BRACKETS})??\]"
    ),
    _Markup("q", r"``(?=\S)", r"(?:(?!``).){1,1000}?", r"(?<=\S)''(?!\w)"),
    _Markup("code", rf"\+\+\+{_WORDS}\+\+\+|\+\+{_WORDS}\+\+|{_FREE}\+(?=\S)[^+]{{1,1000}}?(?<=\S)\+(?!\w)"),
    _Markup("code", rf"``{_WORDS}``|{_FREE}`(?=\S)[^`]{{1,1000}}?(?<=\S)`(?![\w\"'])"),
    _Markup("br", r"[ \t]+\+[ \t]*(?:\r\n?|\n)[ \t]*"),
    _Markup("b", rf"{_ROLE}\*\*(?=\S)", _WORDS, r"\*\*"),
    _constrained("b", r"\*"),
    _Markup("i", rf"{_ROLE}__(?=\S)", _WORDS, "__"),
    _constrained("i", "_"),
    _Markup("mark", rf"{_ROLE}\#\#(?=\S)", _WORDS, r"\#\#"),
    _constrained("mark", r"\#"),
    _Markup("sup", rf"{_ROLE}\^", r"[^\s^]{1,200}", r"\^"),
    _Markup("sub", rf"{_ROLE}~", "[^\\s~]{1,200}", "~"),
    _Markup("q", r"\"`(?=\S)", _WORDS, r"(?<=\S)`\""),
    _Markup("q", r"'`(?=\S)", _WORDS, r"(?<=\S)`'"),
    _Markup("a", rf"(?:{_LINK})\[\"?(?=\S)", _IN_BRACKETS, _OF_LINK),
    _Markup("a", r"<<[^<>,]{1,1000},\s*(?=\S)", "[^<>]{1,1000}?", ">>"),
    _Markup("fn", r"footnote:[\w-]*\[(?=\S)", _IN_BRACKETS, r"\]"),
    _Markup("term", r"\(\((?=[^\s(])", "[^()]{1,1000}?", r"\)\)"),
)
"""All that is markup; where several begin, the first of them is meant."""
_MARKUP = re.compile(
    "|".join(
        f"(?P<opening{index}>{sort.opening})"
        + (f"{sort.words}(?P<closing{index}>{sort.closing})" if sort.words else "")
        for index, sort in enumerate(_SORTS)
    ),
    re.DOTALL,
)
_DEEPEST = 8
_REFERENCE = re.compile(r"&(?:#\d{2,7}|#x[0-9A-Fa-f]{2,6}|[A-Za-z][A-Za-z0-9]+);")
_MARKS = "*_`#^~+"
_STARTS = re.compile(
    r"[ \t]|(?:\*{1,6}|-|•|\.{1,6}|\d+\.|[A-Za-z]\.|[IVXivx]+\)|<[\d.]+>|={1,6}|#{1,6})[ \t]"
    r"|\.[^\s.]|\[.*\]\Z|/{2}|:!?\w|(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION):|>|--\Z|'{3}|<{3}|\+\Z"
    r"|[|,:!]===|`{3}|[\w-]+::|={4}|\*{3}|_{4}|\.{4}|\+{4}|~{4}"
)


def decode(raw: str) -> str:
    """What a run of text reads: references are characters, ``{empty}`` is nothing."""
    raw = raw.replace("{empty}", "")
    return _REFERENCE.sub(lambda found: unescape(found[0]), raw) if "&" in raw else raw


def items(text: str, start: int, end: int, depth: int = 0) -> Iterator[Run]:
    """The inline content of ``text[start:end]`` as runs for :func:`coded.build`."""
    position = start
    for match in _MARKUP.finditer(text, start, end):
        first, last = match.span()
        if position < first:
            yield TEXT, "", position, first, None
        position = last
        group = match.lastgroup or ""
        sort = _SORTS[int(group.lstrip("openigcls"))]
        if not sort.words:
            yield LONE, sort.letters, first, last, None
            continue
        close, inner = match.start(group), match.end(group.replace("closing", "opening"))
        yield OPEN, sort.letters, first, inner, None
        if depth < _DEEPEST:
            yield from items(text, inner, close, depth + 1)
        else:
            yield TEXT, "", inner, close, None
        yield CLOSE, sort.letters, close, last, None
    if position < end:
        yield TEXT, "", position, end, None


def encode(pieces: Sequence[Piece], raw: str = "", *, cell: bool = False) -> str:
    """The pieces on one line, in place of ``raw``; ``cell`` in a table, where nothing begins a block."""
    whole = "".join(piece.text for piece in pieces)
    crowded = frozenset(mark for mark in _MARKS if whole.count(mark) > 1 and whole.count(mark) != raw.count(mark))
    out = ""
    for index, piece in enumerate(pieces):
        if piece.markup:
            out += piece.text
            continue
        after = pieces[index + 1].text[:1] if index + 1 < len(pieces) else ""
        out += _escaped(" ".join(re.split(r"\s*[\r\n]+\s*", piece.text)), crowded, out[-1:], after, cell=cell)
    out = re.sub(r"(?<=[ \t])\+\Z", "&#43;", out)
    if not cell:
        out = re.sub(r":(:+)(?=[ \t]|\Z)", r":{empty}\1", out).replace(";;", ";{empty};")
    begins = _STARTS.match(out) and not _STARTS.match(raw) and not pieces[0].markup
    return f"{{empty}}{out}" if begins and not cell else out


def _escaped(words: str, crowded: frozenset[str], before: str, after: str, *, cell: bool) -> str:
    def reference(match: re.Match[str]) -> str:
        mark = match[0][0]
        left = words[match.start() - 1 : match.start()] or before
        right = words[match.end() : match.end() + 1] or after
        if mark in _MARKS:
            inside = mark in "_#" and left.isalnum() and right.isalnum()
            lonely = (not left or left.isspace()) and (not right or right.isspace())
            if mark not in crowded or inside or (lonely and left and right):
                return match[0]
        if mark == "|" and not cell:
            return mark
        return f"&#{ord(mark)};{match[0][1:]}"

    return re.sub(
        rf"&(?=#?\w+;)|[{re.escape(_MARKS)}|]|\\(?=[{re.escape(_MARKS)}{{<(\[a-z])|\{{(?=\w)|<<|\(\(|\[\[|:(?=\S*\[)",
        reference,
        words,
    )
