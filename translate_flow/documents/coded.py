"""From runs of text and markup to a unit with inline codes, and the check that a translation still has them all.

Every markup format gives its inline content as a flat list of :class:`Item`; :func:`build` pairs the codes, hides
addresses and placeholders, folds white space, and draws the unit's borders in from codes that only wrap it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from translate_flow.bitext import TAG, Tag, parts
from translate_flow.documents.model import SourceCode, SourceUnit

TEXT, OPEN, CLOSE, LONE = range(4)

PROTECTED = re.compile(
    r"(?P<url>(?:https?|ftp)://[^\s<>\"“”«»]+|\bwww\.[^\s<>\"“”«»]+\.[^\s<>\"“”«»]+)"
    r"|(?P<mail>\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<ph>\{\{(?:(?!\{\{).)*?\}\}|\{%(?:(?!\{%).)*?%\}|\$\{[\w.]+\})",
    re.DOTALL,
)
"""Addresses and template placeholders inside text: codes, never words."""
_URL_TAIL = re.compile(r"(?:[.,;:!?'’…]|&\w+;|\](?![^\[]*\[))+$")
_SPACES = re.compile(r"[ \t\n\r\f](?:(?<! )|(?=[ \t\n\r\f]))[ \t\n\r\f]*")
"""White space to fold: a space alone need not be replaced by one."""
_WHITE = " \t\n\r\f"
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


def build(
    source: str,
    items: Sequence[Item],
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
    runs = [run for item in items for run in _runs(source, item, decode)]
    if len(runs) == 1 and runs[0].kind == TEXT:
        return _plain(source, runs[0], role, context, preserve, translatable, notes)
    partner = _pair(runs)
    first, last = _borders(runs, partner)
    if first > last:
        return None
    start, end = runs[first].start, runs[last].end
    if runs[first].kind == TEXT and not preserve:
        start += _leading(source[start : runs[first].end])
    if runs[last].kind == TEXT and not preserve:
        end -= _trailing(source[runs[last].start : end])
    text, codes = _assemble(runs, partner, first, last, preserve)
    if not preserve:
        text = text.strip(_WHITE)
    return SourceUnit(role, start, end, text, codes, translatable, notes, context)


def _plain(
    source: str, run: Item, role: str, context: str, preserve: bool, translatable: bool, notes: tuple[str, ...]
) -> SourceUnit | None:
    """A unit without any code, which most are."""
    if not any(map(str.isalnum, run.value)):
        return None
    if preserve:
        return SourceUnit(role, run.start, run.end, run.value, (), translatable, notes, context)
    raw = source[run.start : run.end]
    start, end = run.start + _leading(raw), run.end - _trailing(raw)
    return SourceUnit(role, start, end, _fold(run.value.strip(_WHITE)), (), translatable, notes, context)


def _runs(source: str, item: Item, decode: Callable[[str], str] | None) -> list[Item]:
    """The item itself, its text decoded, or its text cut at addresses and placeholders."""
    if item.kind != TEXT or item.value:
        return [item]
    raw = source[item.start : item.end]
    if "@" not in raw and "://" not in raw and "www." not in raw and "{" not in raw:
        return [Item(TEXT, decode(raw) if decode else raw, item.start, item.end)]
    runs: list[Item] = []
    position = 0
    for match in PROTECTED.finditer(raw):
        found_end = match.end()
        if match.lastgroup == "url":
            found_end -= len(_url_tail(match[0]))
        if position < match.start():
            text = raw[position : match.start()]
            runs.append(Item(TEXT, decode(text) if decode else text, item.start + position, item.start + match.start()))
        runs.append(Item(LONE, match.lastgroup or "ph", item.start + match.start(), item.start + found_end))
        position = found_end
    if position < len(raw):
        text = raw[position:]
        runs.append(Item(TEXT, decode(text) if decode else text, item.start + position, item.end))
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


def _pair(runs: Sequence[Item]) -> dict[int, int]:
    """Index of each paired half to that of its other half; pairs nest, what would cross stays single."""
    partner: dict[int, int] = {}
    stack: list[int] = []
    opened: dict[str, int] = {}
    for index, run in enumerate(runs):
        if run.kind == OPEN:
            stack.append(index)
            opened[run.value] = opened.get(run.value, 0) + 1
        elif run.kind == CLOSE and opened.get(run.value):
            while True:
                other = stack.pop()
                opened[runs[other].value] -= 1
                if runs[other].value == run.value:
                    break
            partner[other], partner[index] = index, other
    return partner


def _borders(runs: Sequence[Item], partner: dict[int, int]) -> tuple[int, int]:
    """First and last run of the unit, both inclusive; first > last if there is no word in it."""
    if not any(run.kind == TEXT and any(map(str.isalnum, run.value)) for run in runs):
        return 1, 0
    first, last = 0, len(runs) - 1
    while True:
        if _droppable(runs[first], first in partner):
            first += 1
        elif _droppable(runs[last], last in partner):
            last -= 1
        elif partner.get(first) == last and runs[last].close_text is None:
            first, last = first + 1, last - 1
        elif partner.get(first, -1) > first and not any(_worded(run) for run in runs[first + 1 : partner[first]]):
            first = partner[first] + 1
        elif 0 <= partner.get(last, -1) < last and not any(_worded(run) for run in runs[partner[last] + 1 : last]):
            last = partner[last] - 1
        else:
            return first, last


def _worded(run: Item) -> bool:
    return (run.kind == TEXT and not run.value.isspace()) or (run.kind == LONE and run.value in _CARRY_MEANING)


def _droppable(run: Item, paired: bool) -> bool:
    """Whether a run at a unit's end belongs outside: white space, a lone code that is no word, half of a pair."""
    if run.kind == TEXT:
        return not run.value.strip(_WHITE)
    return not paired and not (run.kind == LONE and run.value in _CARRY_MEANING)


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
    runs: Sequence[Item], partner: dict[int, int], first: int, last: int, preserve: bool
) -> tuple[str, tuple[SourceCode, ...]]:
    literal = {
        m[2] for run in runs[first : last + 1] if run.kind == TEXT and "<" in run.value for m in TAG.finditer(run.value)
    }
    pieces: list[str] = []
    codes: list[SourceCode] = []
    ids: dict[int, str] = {}
    number = 0
    for index in range(first, last + 1):
        run = runs[index]
        if run.kind == TEXT:
            pieces.append(run.value if preserve else _fold(run.value))
            continue
        other = partner.get(index, -1)
        if 0 <= other < index:
            pieces.append(f"</{ids[other]}>")
            continue
        number += 1
        while (code_id := f"{run.value}{number}") in literal:
            number += 1
        ids[index] = code_id
        if other < 0:
            pieces.append(f"<{code_id}/>")
            codes.append(SourceCode(code_id, run.start, run.end))
        else:
            pieces.append(f"<{code_id}>")
            close = runs[other]
            codes.append(SourceCode(code_id, run.start, run.end, close.start, close.end, close.close_text))
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
