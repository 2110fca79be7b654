"""Text in Markdown: what a raw run reads, and a translation written so that it reads as it should.

Only what could be taken for markup in its place is escaped (CommonMark 0.31, sections 2.4 and 6); characters that the
source wrote as references (``&nbsp;``, ``&mdash;``) are written so again.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from translate_flow.documents.markdown.mask import MATH, VALUE, encodable
from translate_flow.documents.model import Piece, SourceUnit

BLOCK, HEADING, CELL, INLINE, TITLE = "md", "md-heading", "md-cell", "md-inline", "md-title"
"""Contexts of units; ``INLINE`` is the text of an image, ``TITLE`` is followed by the quote around it."""

_ENCODED = re.compile(r"\\([!-/:-@\[-`{-~])|&(?:#[xX]([0-9A-Fa-f]{1,6})|#([0-9]{1,7})|([A-Za-z][A-Za-z0-9]*));")
_REFERENCE = re.compile(r"&(?:#[xX][0-9A-Fa-f]{1,6}|#[0-9]{1,7}|[A-Za-z][A-Za-z0-9]*);")
_SPECIAL = re.compile(r"[\\`\[\]<&!|{(:$]|\*+|_+|~+|[\r\n]+")
_BACKSLASH = re.compile(r"\\(?=[!-/:-@\[-`{-~]|\Z)")
_LINE_START = re.compile(
    r"(?P<first>)(?:\#{1,6}(?=\s|\Z)|>|[-+*](?=\s|\Z)|([-_*])[ \t]*(?:\2[ \t]*){2,}\Z|[=-]+[ \t]*\Z"
    r"|~~~|:|={3}[+!]?[ ]|!!!|\?\?\?|\||\[[ xX]\](?=\s|\Z))|\d{1,9}(?P<delimiter>)[.)](?=\s|\Z)"
)
_HEADING_END = re.compile(r"(?<![^ \t])#+[ \t]*\Z")
_NO_BRACKETS = {ord("["): "(", ord("]"): ")"}
_LABEL = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]", re.DOTALL)
_RUNS = {mark: re.compile(rf"(?<![\s{mark}])[{mark}]+|(?<![{mark}])[{mark}]+(?![\s{mark}])") for mark in "*_~"}
"""Delimiters of emphasis that have no space on one side at least."""
_DELIMITERS = re.compile(r"\*{1,3}|_{1,3}")
_TEMPLATE_MARKS = "{%#:/."
"""What opens a template or an attribute list behind ``{``."""
_MEANS = {
    "\\": re.compile(r".\\[!-/:-@\[-`{-~\r\n]", re.DOTALL),
    "<": re.compile(r".<[A-Za-z/!?]", re.DOTALL),
    "{": re.compile(r"[^{]\{\s"),
}
"""Where a character means something: between which others."""


def decode(raw: str) -> str:
    """What a run of Markdown text without markup reads: backslash escapes and character references resolved."""
    return _ENCODED.sub(_character, raw) if "\\" in raw or "&" in raw else raw


def _character(match: re.Match[str]) -> str:
    escaped, hexadecimal, decimal, name = match.groups()
    if escaped:
        return str(escaped)
    if name:
        from html.entities import html5

        return html5.get(name + ";", match[0])
    number = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"


class _Place(NamedTuple):
    """What a run of text must know of where it will stand."""

    before: str
    after: str
    """The characters around the run."""
    line_start: bool
    cell: bool
    """Whether it may stand in a table, where ``|`` ends a cell."""
    spelled: dict[str, str]
    """Character to the reference it is written as."""
    lonely: frozenset[str]
    """Delimiters of emphasis that can't find a partner in the unit."""
    quiet: set[int]
    """Positions in the unit of brackets that are just brackets."""
    whole: str
    """The unit, with its markup: a formula may seem to begin in one run and end in another."""
    offset: int
    """Position in the unit of the run."""


def encode(text: str, unit: SourceUnit, pieces: Sequence[Piece]) -> str:
    """The pieces of a unit's target as Markdown on one line."""
    context = unit.context
    if context.startswith(TITLE):
        return _title("".join(piece.text for piece in pieces), context[len(TITLE) :])
    before = text[unit.start - 1 : unit.start] if unit.start else "\n"
    after = text[unit.end : unit.end + 1] or "\n"
    letters = _letters_at_emphasis(pieces)
    spelled = _spellings(text[unit.start : unit.end])
    lonely = _lonely(pieces, before + after)
    line_start = context == BLOCK and before in " \t\r\n>"
    quiet = _quiet_brackets(text, pieces, after, line_start)
    whole = "".join(piece.text for piece in pieces)
    out: list[str] = []
    offset = 0
    for index, piece in enumerate(pieces):
        if piece.markup:
            out.append(piece.text)
            line_start = context == BLOCK and ("\n" in piece.text or "\r" in piece.text)
        else:
            follower = pieces[index + 1].text[:1] if index + 1 < len(pieces) else after
            place = _Place(
                before, follower, line_start, context in (CELL, INLINE), spelled, lonely, quiet, whole, offset
            )
            out.append(_referenced(_escaped(piece.text, place), index, letters))
            line_start = False
        before = piece.text[-1:] or before
        offset += len(piece.text)
    if context == HEADING and (match := _HEADING_END.search(out[-1])):
        out[-1] = f"{out[-1][: match.start()]}\\{match[0]}"
    written = "".join(out)
    return written if context == INLINE else written.strip(" \t")


def _title(title: str, quote: str) -> str:
    """A link's title (CommonMark, section 6.3), for the quote it stands in."""
    marks = "()" if quote == "(" else quote
    escaped = re.sub(rf"[{marks}]", r"\\\g<0>", _BACKSLASH.sub(r"\\\\", title))
    return _REFERENCE.sub(r"\\\g<0>", re.sub(r"[\r\n]+", " ", escaped))


def _escaped(run: str, place: _Place) -> str:
    """``run`` with backslashes before what would be markup in this place, and references as the source has them."""

    def special(match: re.Match[str]) -> str:
        found, start, end = match[0], match.start(), match.end()
        before = run[start - 1] if start else place.before
        after = run[end] if end < len(run) else place.after
        if found[0] in "\r\n":
            return " "
        if found[0] in place.spelled:
            return place.spelled[found[0]] * len(found)
        if found[0] in "*_~":
            return found if _is_quiet(found[0], before, after, place) else "".join(f"\\{mark}" for mark in found)
        return _marked(found, run, start, before, after, place)

    written = _SPECIAL.sub(special, run)
    if place.line_start and (match := _LINE_START.match(written)):
        at = max(match.start("first"), match.start("delimiter"))
        written = f"{written[:at]}\\{written[at:]}"
    if not place.spelled:
        return written
    return written.translate({ord(mark): name for mark, name in place.spelled.items() if mark not in "&<"})


def _is_quiet(mark: str, before: str, after: str, place: _Place) -> bool:
    """Whether a run of delimiters can neither open nor close anything (CommonMark, section 6.2)."""
    if mark in place.lonely or (before.isspace() and after.isspace()):
        return True
    return mark == "_" and before.isalnum() and after.isalnum()


def _marked(mark: str, run: str, start: int, before: str, after: str, place: _Place) -> str:
    """A character other than a delimiter of emphasis, escaped if it could mean something here."""
    if mark == "&":
        return "&amp;" if _REFERENCE.match(run, start) else mark
    if mark == "{" and after in _TEMPLATE_MARKS:
        return "{\\"  # the other way round it would still open a template
    if mark in "{$":
        found = VALUE.match(run, start) if mark == "{" else MATH.match(place.whole, place.offset + start)
        return f"\\{mark}" if found or (mark == "{" and _MEANS[mark].match(before + mark + after)) else mark
    if mark == "|":
        means = place.cell
    elif mark in "(:":
        means = start == 0 and before == "]"
    elif mark == "!":
        means = after == "[" and start + 1 == len(run)
    elif mark in "[]":
        means = place.offset + start not in place.quiet
    else:
        means = mark == "`" or _MEANS[mark].match(before + mark + after) is not None
    return f"\\{mark}" if means else mark


def _quiet_brackets(text: str, pieces: Sequence[Piece], after: str, line_start: bool) -> set[int]:
    """Where brackets are just brackets: in pairs, no link follows, and no reference has their label."""
    quiet: set[int] = set()
    if not any("[" in piece.text for piece in pieces if not piece.markup):
        return quiet
    words = "".join(piece.text.translate(_NO_BRACKETS) if piece.markup else piece.text for piece in pieces)
    following = "".join(piece.text for piece in pieces)[1:] + after
    labels = _labels(text)
    for match in _LABEL.finditer(words):
        label, last = match[1], match.end() - 1
        links = following[last] in "([" or label.startswith(("^", "!"))
        defines = line_start and not match.start() and following[last] == ":"
        if not links and not defines and " ".join(label.split()).casefold() not in labels:
            quiet |= {match.start(), last}
    return quiet


@lru_cache(maxsize=1)
def _labels(text: str) -> frozenset[str]:
    """The labels that the document defines, as CommonMark compares them (section 4.7)."""
    import pyromark

    definitions = pyromark.reference_definitions(encodable(text))
    return frozenset(" ".join(label.split()).casefold() for label in definitions)


def _spellings(raw: str) -> dict[str, str]:
    """Character to the reference that ``raw`` writes it as, where it does so at least as often as literally."""
    if "&" not in raw:
        return {}
    found: dict[str, str] = {}
    for reference, count in Counter(_REFERENCE.findall(raw)).items():
        character = decode(reference)
        if len(character) == 1 and (character in "&<>\"'" or ord(character) > 127) and count >= raw.count(character):
            found[character] = reference
    if "&" in found and raw.count("&amp;") < len(re.findall(r"&(?!\w+;|#)", raw)):
        del found["&"]
    return found


def _lonely(pieces: Sequence[Piece], around: str) -> frozenset[str]:
    """Delimiters of which one run stands in all pieces, so that nothing can pair with it."""
    words = "".join(piece.text for piece in pieces if not piece.markup)
    marks = [mark for mark in "*_~" if mark in words]
    if not marks:
        return frozenset()
    markup = around + "".join(piece.text for piece in pieces if piece.markup)
    return frozenset(mark for mark in marks if mark not in markup and len(_RUNS[mark].findall(words)) <= 1)


def _letters_at_emphasis(pieces: Sequence[Piece]) -> frozenset[tuple[int, bool]]:
    """Letters that keep the emphasis beside them from opening or closing, because punctuation is on its other side.

    Written as references they count as punctuation too (CommonMark, section 6.2). Each is given by the index of its
    piece, and whether it ends it.
    """
    letters: set[tuple[int, bool]] = set()
    opened: list[str] = []
    for index, piece in enumerate(pieces):
        if not (piece.markup and _DELIMITERS.fullmatch(piece.text)):
            continue
        left = pieces[index - 1].text[-1:] if index else ""
        right = pieces[index + 1].text[:1] if index + 1 < len(pieces) else ""
        opens = piece.text not in opened
        opened = [*opened, piece.text] if opens else opened[: opened.index(piece.text)]
        outer, inner = (left, right) if opens else (right, left)
        if outer.isalnum() and _is_punctuation(inner):
            letters.add((index - 1 if opens else index + 1, opens))
    return frozenset(letters)


def _is_punctuation(character: str) -> bool:
    return bool(character) and unicodedata.category(character)[0] in "PS"


def _referenced(written: str, index: int, letters: frozenset[tuple[int, bool]]) -> str:
    """``written`` with its last or first letter as a reference, which counts as punctuation beside a delimiter."""
    if (index, True) in letters:
        written = f"{written[:-1]}&#x{ord(written[-1]):X};"
    if (index, False) in letters:
        written = f"&#x{ord(written[0]):X};{written[1:]}"
    return written
