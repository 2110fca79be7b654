"""From runs of text and markup to a unit with inline codes, and the check that a translation still has them all.

Every markup format gives its inline content as a flat list of :class:`Item`; :func:`build` pairs the codes, hides
addresses and placeholders, folds white space, and draws the unit's borders in from codes that only wrap it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Sequence
from typing import NamedTuple

from translate_flow.bitext import TAG, Tag, parts
from translate_flow.documents.model import SourceCode, SourceUnit

TEXT, OPEN, CLOSE, LONE = range(4)

_URL = r"(?P<url>(?:https?|ftp)://[^\s<>\"“”«»]+|\bwww\.[^\s<>\"“”«»]+\.[^\s<>\"“”«»]+)"
_MAIL = r"(?P<mail>\b[\w.+-]++@[\w-]+(?:\.[\w-]+)+)"
_PLACEHOLDER = r"(?P<ph>\{\{(?:(?!\{\{).)*?\}\}|\{%(?:(?!\{%).)*?%\}|\$\{[\w.]+\})"
PROTECTED = re.compile(f"{_URL}|{_MAIL}|{_PLACEHOLDER}", re.DOTALL)
"""Addresses and template placeholders inside text: codes, never words."""
_WITHOUT_MAIL = re.compile(f"(?=[hfw{{$])(?:{_URL}|{_PLACEHOLDER})", re.DOTALL)
"""The same where there is no ``@``: found faster, as few letters can start one."""
_URL_TAIL = re.compile(r"(?:[.,;:!?'’…]|&\w+;|\](?![^\[]*\[))+$")
_SPACES = re.compile(r"[ \t\n\r\f](?:(?<! )|(?=[ \t\n\r\f]))[ \t\n\r\f]*")
"""White space to fold: a space alone need not be replaced by one."""
_WHITE = " \t\n\r\f"
_WORD = re.compile(r"[^\W_]")
PROTECTED_NAMES = frozenset(PROTECTED.groupindex)
"""Their names as codes: ``url``, ``mail`` and ``ph``."""
_CARRY_MEANING = PROTECTED_NAMES | {"code", "math"}
"""Lone codes that stand for words of the sentence, so they stay inside the unit even at its ends."""


class Item(NamedTuple):
    """A run of inline content, in source order."""

    kind: int
    """``TEXT``, ``OPEN``, ``CLOSE`` or ``LONE``."""
    value: str
    """For a code the letters of its id (``a``, ``b``, ``br``); for text what it reads, or empty: decode the span."""
    start: int
    end: int
    close_text: str | None = None
    """Of a ``CLOSE``: see :attr:`SourceCode.close_text`."""


Run = tuple[int, str, int, int, str | None]
"""An item as a plain tuple, which is made several times faster: what the readers with most items give."""


def build(
    source: str,
    items: Sequence[Run],
    role: str,
    *,
    decode: Callable[[str], str] | None = None,
    context: str = "",
    preserve: bool = False,
    translatable: bool = True,
    notes: tuple[str, ...] = (),
) -> SourceUnit | None:
    """Make a unit of ``items``, which must be in order and not overlap; ``None`` where there is nothing to translate.

    ``decode`` turns a raw run of the source into what it reads (entities, escapes). ``preserve`` keeps white space.
    Pairs are matched by name and always nest; a half without its other half is a lone code. Codes that wrap the whole
    unit, but for those whose closing half changes with it, and lone codes at its ends (line breaks, images), stay
    outside of it.
    """
    runs = _runs(source, items, decode)
    codes: tuple[SourceCode, ...] = ()
    if len(runs) == 1:  # most units have no code
        kind, text, start, end, _ = runs[0]
        if kind != TEXT or not _WORD.search(text):
            return None
        first = last = 0
    else:
        words = "".join([run[1] if run[0] == TEXT else "\n" for run in runs])
        if not _WORD.search(words):
            return None
        literal = {tag[2] for tag in TAG.finditer(words)} if "<" in words else ()
        partner = _pair(runs)
        first, last = _borders(runs, partner)
        start, end = runs[first][2], runs[last][3]
        text, codes = _assemble(runs, partner, first, last, literal)
    if not preserve:
        if runs[first][0] == TEXT and source[start] in _WHITE:
            start += _leading(source[start : runs[first][3]])
        if runs[last][0] == TEXT and source[end - 1] in _WHITE:
            end -= _trailing(source[max(start, runs[last][2]) : end])
        text = _fold(text.strip(_WHITE))
    return SourceUnit(role, start, end, text, codes, translatable, notes, context)


def _runs(source: str, items: Sequence[Run], decode: Callable[[str], str] | None) -> list[Run]:
    """The items, text decoded and cut at addresses and placeholders."""
    runs: list[Run] = []
    for item in items:
        kind, value, start, end, _ = item
        if kind != TEXT or value:
            runs.append(item)
            continue
        raw = source[start:end]
        if "@" in raw or "://" in raw or "www." in raw or "{" in raw:
            runs += _cut(raw, start, decode)
        else:
            runs.append((TEXT, decode(raw) if decode else raw, start, end, None))
    return runs


def _cut(raw: str, start: int, decode: Callable[[str], str] | None) -> list[Run]:
    """Text that stands at ``start``, its addresses and placeholders as codes."""
    runs: list[Run] = []

    def add_text(first: int, last: int) -> None:
        if first < last:
            text = raw[first:last]
            runs.append((TEXT, decode(text) if decode else text, start + first, start + last, None))

    position = 0
    for match in (PROTECTED if "@" in raw else _WITHOUT_MAIL).finditer(raw):
        found, found_end = match.span()
        if match.lastgroup == "url":
            found_end -= len(_url_tail(match[0]))
        add_text(position, found)
        runs.append((LONE, match.lastgroup or "ph", start + found, start + found_end, None))
        position = found_end
    add_text(position, len(raw))
    return runs


def _url_tail(url: str) -> str:
    """Punctuation that ends the sentence, not the address; a closing bracket only if the address opened none."""
    tail = ""
    while True:
        match = _URL_TAIL.search(url)
        cut = match[0] if match else ")" if url.endswith(")") and url.count(")") > url.count("(") else ""
        if not cut or len(cut) == len(url):
            return tail
        url, tail = url[: -len(cut)], cut + tail


def _pair(runs: Sequence[Run]) -> dict[int, int]:
    """Index of each paired half to that of its other half; pairs nest, what would cross stays single."""
    partner: dict[int, int] = {}
    stack: list[int] = []
    opened: dict[str, int] = {}
    for index, (kind, value, _, _, _) in enumerate(runs):
        if kind == OPEN:
            stack.append(index)
            opened[value] = opened.get(value, 0) + 1
        elif kind == CLOSE and opened.get(value):
            while (other_value := runs[other := stack.pop()][1]) != value:
                opened[other_value] -= 1
            opened[value] -= 1
            partner[other], partner[index] = index, other
    return partner


def _borders(runs: Sequence[Run], partner: dict[int, int]) -> tuple[int, int]:
    """First and last run of the unit, both inclusive; there must be a word in it."""
    first, last = 0, len(runs) - 1
    while True:
        if _droppable(runs[first], first in partner):
            first += 1
        elif _droppable(runs[last], last in partner):
            last -= 1
        elif partner.get(first) == last and runs[last][4] is None:
            first, last = first + 1, last - 1
        elif partner.get(first, -1) > first and not any(map(_worded, runs[first + 1 : partner[first]])):
            first = partner[first] + 1
        elif 0 <= partner.get(last, -1) < last and not any(map(_worded, runs[partner[last] + 1 : last])):
            last = partner[last] - 1
        else:
            return first, last


def _worded(run: Run) -> bool:
    return not run[1].isspace() if run[0] == TEXT else run[0] == LONE and run[1] in _CARRY_MEANING


def _droppable(run: Run, paired: bool) -> bool:
    """Whether a run at a unit's end belongs outside: white space, a lone code that is no word, half of a pair."""
    if run[0] == TEXT:
        return not run[1].strip(_WHITE)
    return not paired and not (run[0] == LONE and run[1] in _CARRY_MEANING)


def _leading(raw: str) -> int:
    return len(raw) - len(raw.lstrip(_WHITE))


def _trailing(raw: str) -> int:
    return len(raw) - len(raw.rstrip(_WHITE))


def _fold(text: str) -> str:
    """White space as a reader sees it: one space for any run."""
    if "  " in text or "\n" in text or "\t" in text or "\r" in text or "\f" in text:
        return _SPACES.sub(" ", text)
    return text


def _assemble(
    runs: Sequence[Run], partner: dict[int, int], first: int, last: int, literal: Container[str]
) -> tuple[str, tuple[SourceCode, ...]]:
    """The coded text of the runs from ``first`` to ``last``, and its codes; no id is one of ``literal``."""
    pieces: list[str] = []
    codes: list[SourceCode] = []
    closing: dict[int, str] = {}
    number = 0
    for index, (kind, value, start, end, _) in enumerate(runs[first : last + 1], first):
        if kind == TEXT:
            pieces.append(value)
            continue
        if index in closing:
            pieces.append(f"</{closing[index]}>")
            continue
        number += 1
        while (code_id := f"{value}{number}") in literal:
            number += 1
        other = partner.get(index)
        if other is None:
            pieces.append(f"<{code_id}/>")
            codes.append(SourceCode(code_id, start, end))
        else:
            pieces.append(f"<{code_id}>")
            closing[other] = code_id
            _, _, close_start, close_end, close_text = runs[other]
            codes.append(SourceCode(code_id, start, end, close_start, close_end, close_text))
    return "".join(pieces), tuple(codes)


def fault(source: str, target: str, ids: frozenset[str] | set[str]) -> str | None:
    """What is wrong with the inline codes of ``target``, in words for its translator; ``None`` if nothing is.

    Each code of the source must stand in the target as often as in the source, pairs opened before closed and nested;
    halves whose other half stands in another segment are compared by shape alone. What looks like a code but is
    neither one of ``ids`` nor literally in the source is an added code.
    """
    if TAG.findall(source) == TAG.findall(target):
        return None
    wanted = Counter(part for part in parts(source, ids) if isinstance(part, Tag))
    given = Counter(part for part in parts(target, ids) if isinstance(part, Tag))
    if lost := wanted - given:
        return f"inline code {_spell_tag(next(iter(lost)))} is missing"
    if added := given - wanted:
        return f"inline code {_spell_tag(next(iter(added)))} stands once too often"
    for match in TAG.finditer(target):
        if match[2] not in ids and match[0] not in source:
            return f"inline code {match[0]} is not in the source"
    return _crossing(target, ids)


def _crossing(target: str, ids: frozenset[str] | set[str]) -> str | None:
    tags = [part for part in parts(target, ids) if isinstance(part, Tag)]
    closed = {tag.id for tag in tags if tag.shape == "close"}
    opened = {tag.id for tag in tags if tag.shape == "open"}
    stack: list[str] = []
    for tag in tags:
        if tag.shape == "open" and tag.id in closed:
            stack.append(tag.id)
        elif tag.shape == "close" and tag.id in opened and (not stack or stack.pop() != tag.id):
            return f"inline code </{tag.id}> closes in the wrong place"
    return None


def _spell_tag(tag: Tag) -> str:
    return {"open": f"<{tag.id}>", "close": f"</{tag.id}>", "lone": f"<{tag.id}/>"}[tag.shape]
