r"""Inline markup of reStructuredText: what it is, what text reads, and how a new text is written.

Markup begins behind white space or an opening mark and ends before white space or punctuation (docutils, "Inline markup
recognition rules"); nothing nests. Where a translation has a letter there, an escaped space (``\ ``) stands between.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from translate_flow.documents.coded import CLOSE, LONE, OPEN, TEXT, Run
from translate_flow.documents.model import Piece

_OPENERS = "\"'(<\\[{‘“«‹„‚¡¿\\-/:–—"
_CLOSERS = "\"')>\\]}’”»›“‘\\-/:.,;!?–—…\\\\"
_BEFORE = rf"(?:(?<=[\s{_OPENERS}])|(?<![\s\S]))"
_AFTER = rf"(?=[\s{_CLOSERS}]|\Z)"
_LONGEST = 2000
"""Characters between two marks that belong together."""
_MARKUP = re.compile(
    rf"(?P<escape>\\.)"
    rf"|{_BEFORE}(?P<literal>``(?=\S).{{1,{_LONGEST}}}?(?<=\S)``){_AFTER}"
    rf"|{_BEFORE}\*\*(?=[^\s*])(?P<b>(?:\\.|[^\\]){{1,{_LONGEST}}}?)(?<=\S)\*\*{_AFTER}"
    rf"|{_BEFORE}\*(?=[^\s*])(?P<i>(?:\\.|[^\\]){{1,{_LONGEST}}}?)(?<=\S)\*{_AFTER}"
    rf"|{_BEFORE}(?P<target>_`(?=\S)(?:\\.|[^\\`]){{1,{_LONGEST}}}`){_AFTER}"
    rf"|{_BEFORE}(?P<role>:[\w:.+-]+:)?`(?=[^\s`])(?P<a>(?:\\.|[^\\`]){{1,{_LONGEST}}}?)(?<=\S)`(?P<suffix>:[\w:.+-]+:|__?)?{_AFTER}"
    rf"|{_BEFORE}(?P<note>\[(?:\d+|\*|#[\w.:+-]*|[A-Za-z][\w.:+-]*)\]_){_AFTER}"
    rf"|{_BEFORE}(?P<ph>\|(?=[^\s|])[^|]{{1,{_LONGEST}}}?(?<=\S)\|_{{0,2}}){_AFTER}"
    rf"|(?<![\w])(?P<simple>[A-Za-z0-9](?:[\w.:+-]*[A-Za-z0-9])?__?)(?![\w`]){_AFTER}",
    re.DOTALL,
)
_QUOTED = dict(zip("\"'(<[{‘“«‹", "\"')>]}’”»›", strict=True))
_TARGET = re.compile(r"(?s)(?P<words>.*\S)(?P<target>\s+<[^<>]+>)")
_STYLES = frozenset(
    {"emphasis", "strong", "sub", "sup", "subscript", "superscript", "title-reference", "title", "t", "dfn"}
)
"""Roles whose whole content is words."""
_LINKING = frozenset({"ref", "doc", "term", "numref", "download"})
"""Roles whose content is words and a target."""
_ESCAPED = re.compile(r"\\(\s|.)|\\\Z", re.DOTALL)
_SPECIAL = re.compile(r"[\\*`|]|_+(?!\w)|(?<![^\W_])_+(?=`)|::\Z")
_BLOCK_START = re.compile(
    r"(?:[-+*•‣⁃](?=\s|\Z)|\(?(?:\d+|[A-Za-z]|[ivxlcdmIVXLCDM]+|#)[.)](?=\s|\Z)|:(?=\S)|\.\.(?=\s|\Z)|__(?=\s|\Z)"
    r"|>>>|\+-|=+(?=\s|\Z)|-{1,2}\w|/\w|([!-/:-@\[-`{-~])\1*\Z)"
)


_SOFT = "\0"
"""A space of the text where a line may end, while it is written."""
_CAN_OPEN = re.compile(rf"[\s{_SOFT}{_OPENERS}]\Z|\\ \Z")
_CAN_CLOSE = re.compile(rf"[\s{_CLOSERS}]")


_ENDS_LINK = re.compile(r"\s*<|`")


def decode(raw: str) -> str:
    r"""What a run of text reads: ``\*`` is an asterisk, an escaped space is nothing."""
    return _ESCAPED.sub(lambda match: "" if not match[1] or match[1].isspace() else match[1], raw)


def items(text: str, start: int, end: int) -> list[Run]:
    """The inline content of ``text[start:end]`` as runs for :func:`coded.build`."""
    found: list[Run] = []
    position = start
    raw = text[start:end]
    at = 0
    while match := _MARKUP.search(raw, at):
        at = match.end()
        if match["escape"]:
            continue
        if _is_quoted(raw, *match.span()):
            at = match.start() + 1
            continue
        first, last = start + match.start(), start + match.end()
        if position < first:
            found.append((TEXT, "", position, first, None))
        found += _runs(match, start)
        position = last
    if position < end:
        found.append((TEXT, "", position, end, None))
    return found


def _is_quoted(raw: str, start: int, end: int) -> bool:
    """Whether marks of quotation enclose just the start of the markup: then it is none (rule 5)."""
    before, after = raw[start - 1 : start] if start else "", raw[start + 1 : start + 2]
    return bool(before) and _QUOTED.get(before) == after and end > start


def _runs(match: re.Match[str], offset: int) -> Iterator[Run]:
    """The codes of one piece of markup, and the words between them."""
    first, last = offset + match.start(), offset + match.end()
    name = match.lastgroup or ""
    if name in ("b", "i"):
        yield from _pair(name, first, offset + match.start(name), offset + match.end(name), last, None)
        return
    if match["a"] is None or not (words := _link(match)):
        yield LONE, {"note": "sup", "ph": "ph", "simple": "a"}.get(name, "code"), first, last, None
        return
    inner, close = words
    yield from _pair("a", first, offset + match.start("a"), offset + match.start("a") + inner, last, close)


def _pair(name: str, first: int, start: int, end: int, last: int, close: str | None) -> Iterator[Run]:
    yield OPEN, name, first, start, None
    yield TEXT, "", start, end, None
    yield CLOSE, name, end, last, close


def _link(match: re.Match[str]) -> tuple[int, str | None] | None:
    """How many characters of a link are its words, and its end once they change; ``None`` where it has no words."""
    role, suffix, said = match["role"] or "", match["suffix"] or "", match["a"]
    target = _TARGET.fullmatch(said)
    if target:
        is_link = suffix in ("_", "__") or role.strip(":").split(":")[-1] in _LINKING
        alias = target["target"].endswith("_>") and suffix == "_"  # kept inside the unit, as the link was before
        return (target.end("words"), f"{target['target']}`_" if alias else None) if is_link else None
    if role.strip(":") in _STYLES or suffix.strip(":") in _STYLES or (suffix == "__" and not role):
        return len(said), None
    if suffix == "_" and not role and not set(said) & set("<>\\"):
        return len(said), f" <{' '.join(said.split())}_>`_"
    return None


def encode(pieces: Sequence[Piece], column: int = 0, indent: str = "", margin: int = 0, newline: str = "\n") -> str:
    """The pieces with escapes where text would be markup, and between markup and letters.

    They stand on one line, or where there is a ``margin``, on at least two that end before it: the first starts at
    ``column``, the others with ``indent``.
    """
    out = ""
    depth = 0
    for index, piece in enumerate(pieces):
        if piece.markup:
            depth, opens = _opened(piece.text, depth)
            if opens and out and not _CAN_OPEN.search(out[-2:]):
                out += "\\ "
            out += piece.text
            after = pieces[index + 1].text[:1] if index + 1 < len(pieces) else ""
            if not depth and after and not _CAN_CLOSE.match(after):
                out += "\\ "
        else:
            words = _escape(" ".join(re.split(r"\s*[\r\n]+\s*", piece.text)), out, last=index + 1 == len(pieces))
            out += words.replace(" ", _SOFT) if margin else words
    if _BLOCK_START.match(out) and not (pieces and pieces[0].markup):
        out = f"\\{out}"
    return _wrapped(out.split(_SOFT), column, indent, margin, newline) if margin else out


def _wrapped(words: Sequence[str], column: int, indent: str, margin: int, newline: str) -> str:
    lines = [words[0]]
    room = margin - column - len(words[0])
    for word in words[1:]:
        if room > len(word) and word:
            lines[-1] += f" {word}"
            room -= len(word) + 1
        else:
            lines.append(word)
            room = margin - len(indent) - len(word)
    if len(lines) == 1 and len(words) > 1:
        lines = [" ".join(words[:-1]), words[-1]]  # what stands below is indented as it is for a second line
    return (newline + indent).join(lines)


def _opened(markup: str, depth: int) -> tuple[int, bool]:
    """How many pairs are open behind a piece of markup, and whether it begins one or stands alone."""
    if markup in ("*", "**", "`") or re.fullmatch(r":[\w:.+-]+:`", markup):
        opens = depth == 0
        return (1 if opens else 0), opens
    if depth and _ENDS_LINK.match(markup):
        return 0, False
    return depth, depth == 0


def _escape(words: str, before: str, *, last: bool) -> str:
    def special(match: re.Match[str]) -> str:
        mark, start, end = match[0], match.start(), match.end()
        left = words[start - 1] if start else before[-1:]
        right = words[end : end + 1]
        if mark in "*|" and (not left or left.isspace()) and (not right or right.isspace()) and (right or last):
            return mark
        if mark == "::":
            return ":\\:" if last else mark
        return "".join(f"\\{one}" for one in mark)

    return _SPECIAL.sub(special, words)
