"""From an engine's answer to a translation with every code and term in its place, or to the reason why not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from html import unescape
from itertools import pairwise

from translate_flow.languages import count_words, joiner
from translate_flow.machine.marking import Mark, Marked, Token, plain
from translate_flow.machine.model import Marks, Why
from translate_flow.machine.spacing import respaced

_ELEMENT = re.compile(r"""<(/?)([a-zA-Z][\w-]*)((?:\s(?:[^<>"']|"[^"<>]*"|'[^'<>]*')*)?)/?>""")
_ID = re.compile(r"""\sid\s*=\s*["']?(\d+)""")
_BRACED = re.compile(r"[{｛] ?(\d{1,9}) ?[}｝]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_AS_ELEMENTS = (Marks.ELEMENTS, Marks.PAIRS)
_PATTERNS = {Marks.ELEMENTS: _PRIVATE, Marks.PAIRS: _PRIVATE, Marks.PRIVATE: _PRIVATE, Marks.BRACES: _BRACED}
_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|amp|lt|gt|quot|apos|nbsp);")
_INVISIBLE = re.compile("[\u200b\u2060\ufeff]")
_RUN = re.compile(r"[ \t\r\n]{2,}+|[\r\n]")
_LONGER = 8
"""How much longer or shorter than a text its translation may be; Chinese takes about a third of English."""
_SHORT = 40
"""Characters; what is shorter is not judged by its length."""
_NAMES = 3
"""Words; so few may be a name, which stays as it is in translation."""


def restored(marked: Marked, answer: str, target: str) -> str | Why:
    """The translation, with the source's codes and terms, or why there is none. ``target`` is a BCP 47 tag."""
    whole = "".join(token if isinstance(token, str) else token.text for token in marked.tokens)
    answer = _cleaned(answer, whole)
    if not answer:
        return Why.EMPTY
    found = _tokens(marked, answer)
    if isinstance(found, Why):
        return found
    why = _faulty(marked.tokens, found)
    if why:
        return why
    text = "".join(respaced(marked.tokens, found, spaces=bool(joiner(target)))).strip()
    return whole.replace(whole.strip(), text, 1)


def _cleaned(answer: str, source: str) -> str:
    """Without line ends, runs of spaces and invisible characters that the source has not."""
    if not _INVISIBLE.search(source):
        answer = _INVISIBLE.sub("", answer)
    return answer.strip() if _RUN.search(source) else _RUN.sub(" ", answer.strip())


def _tokens(marked: Marked, answer: str) -> list[Token] | Why:
    """The answer cut at its marks; each must be there once, and nothing like them that the source has not."""
    cut: list[Token] | Why = _elements(marked, answer) if marked.marks in _AS_ELEMENTS else [answer]
    if isinstance(cut, Why):
        return cut
    pattern = _PATTERNS[marked.marks]
    source = plain(marked.tokens)
    found: list[Token] = []
    for token in cut:
        if isinstance(token, str):
            found += _marks(token, pattern, marked, undo=marked.html or not _ENTITY.search(source))
        else:
            found.append(token)
    own = plain(found)
    if any(like.search(own) and not like.search(source) for like in (_ELEMENT, pattern)):
        return Why.MARKUP
    wanted = Counter(token for token in marked.tokens if isinstance(token, Mark))
    got = Counter(token for token in found if isinstance(token, Mark))
    if wanted != got:
        return Why.CODES if any(mark.shape != "term" for mark in (wanted - got) + (got - wanted)) else Why.TERMS
    return found


def _marks(text: str, pattern: re.Pattern[str], marked: Marked, *, undo: bool) -> list[Token]:
    """Cut a text at the marks in it, and undo HTML's entities; what only looks like a mark stays text."""
    found: list[Token] = []
    position = 0
    for match in pattern.finditer(text):
        key = f"{{{int(match[1])}}}" if pattern is _BRACED else match[0]
        if key in marked.spelled:
            found += [text[position : match.start()], marked.spelled[key]]
            position = match.end()
    found.append(text[position:])
    return [unescape(token) if undo and isinstance(token, str) else token for token in found]


def _elements(marked: Marked, answer: str) -> list[Token] | Why:
    """Cut an answer in HTML at the elements that were sent. A pair that came back in pieces is one again."""
    found: list[Token] = []
    opened: list[str] = []
    inside_term = ""
    position = 0
    for tag in _ELEMENT.finditer(answer):
        text, position = answer[position : tag.start()], tag.end()
        closing, name, attributes = tag.groups()
        number = _ID.search(attributes)
        if inside_term:
            if not closing or name.lower() != "span" or unescape(text).strip() != marked.spelled[inside_term].text:
                return Why.TERMS
            inside_term = ""
            continue
        found.append(text)
        if closing:
            if name.lower() != "b" or not opened:
                return Why.MARKUP
            found.append(_closing(marked.spelled[opened.pop()]))
            continue
        mark = marked.spelled.get(number[1]) if number else None
        if not number or not mark:
            return Why.MARKUP
        if mark.shape == "term":
            inside_term = number[1]
        elif mark.shape == "open":
            opened.append(number[1])
        _append(found, mark)
    if opened or inside_term:
        return Why.CODES
    return [*found, answer[position:]]


def _append(found: list[Token], mark: Mark) -> None:
    """Add a mark; an opening tag just after its own closing one takes that away instead."""
    if mark.shape == "open" and len(found) > 1 and found[-2] == _closing(mark) and not str(found[-1]).strip():
        del found[-2]
    else:
        found.append(mark)


def _closing(mark: Mark) -> Mark:
    return Mark(f"</{mark.text[1:]}", "close")


def _faulty(source: Sequence[Token], answer: Sequence[Token]) -> Why | None:
    """What is wrong with an answer whose marks are complete."""
    order = [token for token in answer if isinstance(token, Mark)]
    if _enclosed(source) != _enclosed(answer) or not _nested(order) or _emptied(source) != _emptied(answer):
        return Why.CODES
    text, given = plain(source), plain(answer)
    if len(text) >= _SHORT and not 1 / _LONGER < len(given) / len(text) < _LONGER:
        return Why.CUT
    if not given.strip():
        return Why.EMPTY
    same = given.split() == text.split()
    return Why.UNCHANGED if same and count_words(text) > _NAMES else None


def _nested(marks: Sequence[Mark]) -> bool:
    opened: list[str] = []
    for mark in marks:
        if mark.shape == "open":
            opened.append(mark.text[1:])
        elif mark.shape == "close" and (not opened or opened.pop() != mark.text[2:]):
            return False
    return not opened


def _enclosed(tokens: Sequence[Token]) -> list[tuple[str, frozenset[str]]]:
    """Half pairs, whose other half is in another segment, in order, each with the pairs that it stands in."""
    opened: set[str] = set()
    found: list[tuple[str, frozenset[str]]] = []
    for token in tokens:
        if isinstance(token, str):
            continue
        if token.shape == "open":
            opened.add(token.text[1:])
        elif token.shape == "close":
            opened.discard(token.text[2:])
        elif token.shape == "lone" and not token.text.endswith("/>"):
            found.append((token.text, frozenset(opened)))
    return found


def _emptied(tokens: Sequence[Token]) -> frozenset[str]:
    """The pairs with nothing in them."""
    solid = [token for token in tokens if not isinstance(token, str) or token.strip()]
    pairs = pairwise(solid)
    return frozenset(
        first.text
        for first, second in pairs
        if isinstance(first, Mark) and isinstance(second, Mark) and (first.shape, second.shape) == ("open", "close")
    )
