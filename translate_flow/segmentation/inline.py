"""Cut a unit's text into segments where inline codes stand in it: the rules see the words only.

Where a sentence ends next to codes, closing codes stay with it and opening ones go with the next. Of lone codes, a
footnote's mark stays and all others, such as a line break, go on.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import islice

from translate_flow.bitext import TAG
from translate_flow.segmentation import load
from translate_flow.segmentation.engine import Rules, ends, spans
from translate_flow.segmentation.masking import masked

_NOTE = re.compile(r"fn|footnote|sup|note")
"""How the ids of lone codes begin that belong to what stands before them."""
_LINE = re.compile(r"br|hr")
"""How the ids of lone codes begin that part words, as white space does."""


def cut(text: str, ids: AbstractSet[str], language: str, rules: Rules | None = None) -> list[tuple[int, int]]:
    """Where each segment of a unit's coded text starts and ends; only white space is left out between two of them.

    ``ids`` are those of the unit's codes, ``language`` is its BCP 47 tag, and ``rules`` come from :func:`load` (else
    the built-in ones). White space at the text's start and end belongs to the first and the last segment.
    """
    if rules is None:
        rules = load(language)
    tags = [match for match in TAG.finditer(text) if match[2] in ids and not (match[1] and match[3])] if ids else []
    return spans(text, _ends_between(text, tags, rules) if tags else ends(text, rules))


def _ends_between(text: str, tags: Sequence[re.Match[str]], rules: Rules) -> list[int]:
    """Where sentences end in a text with codes: after the codes that stay with them."""
    seen = [(tag.start(), tag.end(), " " if tag[3] and _LINE.match(tag[2]) else "") for tag in tags]
    words, place = masked(text, seen)
    starts = [start for start, _, _ in seen]
    found: list[int] = []
    for _, end in spans(words, ends(words, rules))[:-1]:
        found.append(_after_codes(text, place(end), tags, bisect_left(starts, place(end))))
    return found


def _after_codes(text: str, place: int, tags: Sequence[re.Match[str]], index: int) -> int:
    """The place after the codes that belong to what ends at ``place``; ``index`` is that of the first code there."""
    position = after = place
    opened: set[str] = set()
    goes_on = False
    for tag in islice(tags, index, None):
        if text[position : tag.start()].strip():
            break
        position = tag.end()
        closing, code, lone = tag.groups()
        if (closing and code not in opened) or (lone and not goes_on and _NOTE.match(code)):
            after, goes_on = position, False
        else:
            goes_on = True
            opened.add(code)
    return after
