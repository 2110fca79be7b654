"""Inline markup of AsciiDoc: what it is, what text reads, and how a new text is written (Asciidoctor 2).

Formatting, links and footnotes are pairs of codes around their words; code, passthroughs, attributes, anchors and what
a backslash escapes are lone codes. Marks that a translation has as mere characters are written as references
(``&#42;``), what would begin a block is put behind ``{empty}``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape

from translate_flow.documents.coded import CLOSE, LONE, OPEN, TEXT, Run
from translate_flow.documents.model import Piece

_FREE = r"(?<![\w&;:}\\])"
"""What must not stand before a mark that may not stand inside a word."""
_ROLE = r"(?:\[[^\[\]]*\])?"
_LINK = r"(?:link|mailto|xref):[^\s\[\]]*|(?:https?|ftp|irc)://[^\s\[\]<>]*[^\s\[\]<>.,;:!?)]"
_MARKUP = re.compile(
    rf"(?P<ph>\\(?:[*_`#^~+{{<(]+|(?=[a-z]+:)|\[)"
    rf"|\{{(?!empty\}})[\w][\w:!.-]*\}}|<<[^<>,]+>>|\(\(\(.+?\)\)\)|indexterm2?:\[.*?\]|\[\[[^\[\]]+\]\]|anchor:[^\s\[]+\[[^\]]*\]"
    rf"|(?:kbd|btn|stem|latexmath|asciimath|icon|menu|pass|image|counter)\w*:[^\s\[]*\[(?:\\\]|[^\]])*\])"
    rf"|(?P<ql>(?P<qx>``)(?=\S)(?:(?!``|\n[ \t]*\n).)*?(?<=\S)''(?!\w))"
    rf"|(?P<code>\+\+\+.+?\+\+\+|\+\+.+?\+\+|{_FREE}\+(?=\S)[^+]*?(?<=\S)\+(?!\w)|``.+?``|{_FREE}`(?=\S)[^`]*?(?<=\S)`(?![\w\"']))"
    rf"|(?P<br>[ \t]+\+[ \t]*(?:\r\n?|\n)[ \t]*)"
    rf"|(?P<b>(?P<bo>{_ROLE}\*\*)(?=\S).+?\*\*|(?P<bc>{_FREE}{_ROLE}\*)(?=[^\s*])(?:.*?[^\s*])??\*(?!\w))"
    rf"|(?P<i>(?P<io>{_ROLE}__)(?=\S).+?__|(?P<ic>{_FREE}{_ROLE}_)(?=[^\s_])(?:.*?[^\s_])??_(?!\w))"
    rf"|(?P<mark>(?P<mo>{_ROLE}\#\#)(?=\S).+?\#\#|(?P<mc>{_FREE}{_ROLE}\#)(?=[^\s#])(?:.*?[^\s#])??\#(?!\w))"
    rf"|(?P<sup>(?P<so>{_ROLE}\^)[^\s^]+\^)|(?P<sub>(?P<to>{_ROLE}~)[^\s~]+~)"
    rf"|(?P<q>(?P<qo>\"`)(?=\S).+?(?<=\S)(?:`\")|(?P<qs>'`)(?=\S).+?(?<=\S)`')"
    rf"|(?P<a>(?P<ao>(?:{_LINK})\[\"?)(?=\S)(?:\\\]|[^\]])*?(?P<ax>\"?(?:,\s*\w+=[^\]]*|\^[^\]]*)?\]))"
    rf"|(?P<ref>(?P<ro><<[^<>,]+,\s*)(?=\S)[^<>]+?>>)"
    rf"|(?P<note>(?P<no>footnote:[\w-]*\[)(?=\S)(?:\\\]|[^\]])*?\])"
    rf"|(?P<term>(?P<eo>\(\()(?=[^\s(])[^()]+?\)\))",
    re.DOTALL,
)
_PAIRS = {
    "b": "b",
    "i": "i",
    "mark": "mark",
    "sup": "sup",
    "sub": "sub",
    "q": "q",
    "ql": "q",
    "a": "a",
    "ref": "a",
    "note": "fn",
    "term": "term",
}
"""Group of the pattern to the letters of the code's id."""
_OPENINGS = {
    "b": ("bo", "bc"), "i": ("io", "ic"), "mark": ("mo", "mc"), "sup": ("so",), "sub": ("to",), "q": ("qo", "qs"),
    "ql": ("qx",), "a": ("ao",), "ref": ("ro",), "note": ("no",), "term": ("eo",),
}  # fmt: skip
_CLOSE_LENGTH = {"bo": 2, "io": 2, "mo": 2, "qo": 2, "qs": 2, "qx": 2, "ro": 2, "eo": 2}
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
        name = match.lastgroup or ""
        name = next((pair for pair in _PAIRS if match[pair] is not None), name)
        if name not in _PAIRS:
            yield LONE, name, first, last, None
            continue
        opening = next(group for group in _OPENINGS[name] if match[group] is not None)
        inner = match.end(opening)
        close = match.start("ax") if name == "a" else last - _CLOSE_LENGTH.get(opening, 1)
        yield OPEN, _PAIRS[name], first, inner, None
        if depth < _DEEPEST:
            yield from items(text, inner, close, depth + 1)
        else:
            yield TEXT, "", inner, close, None
        yield CLOSE, _PAIRS[name], close, last, None
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
