"""Put the white space round codes and terms as the source has it.

Engines write ``dijo<b> nada </b>.`` and ``( {1} )`` where the source has ``said <b>nothing</b>.`` and ``({1})``.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence

from translate_flow.machine.marking import Mark, Token


def respaced(source: Sequence[Token], answer: Sequence[Token], *, spaces: bool) -> list[str]:
    """The answer's texts and codes as strings, with white space repaired; they join to the translation.

    ``spaces`` says whether the target language puts spaces between words. Both sequences have the same marks.
    """
    marks, gaps = _apart(answer)
    source_marks, source_gaps = _apart(source)
    places: defaultdict[Mark, deque[int]] = defaultdict(deque)
    for at, mark in enumerate(source_marks):
        places[mark].append(at)
    for at, mark in enumerate(marks):
        was = places[mark].popleft()
        _pull_in(mark, gaps, at, source_gaps[was], source_gaps[was + 1])
        if mark.shape != "close":
            gaps[at] = _before(gaps[at], source_gaps[was], spaces)
        if mark.shape != "open":
            gaps[at + 1] = _before(gaps[at + 1][::-1], source_gaps[was + 1][::-1], spaces)[::-1]
    joined = [gaps[0]]
    for mark, gap in zip(marks, gaps[1:], strict=True):
        joined += [mark.text, gap]
    return joined


def _apart(tokens: Sequence[Token]) -> tuple[list[Mark], list[str]]:
    """The marks, and the texts before, between and after them: always one more."""
    marks: list[Mark] = []
    gaps = [""]
    for token in tokens:
        if isinstance(token, str):
            gaps[-1] += token
        else:
            marks.append(token)
            gaps.append("")
    return marks, gaps


def _pull_in(mark: Mark, gaps: list[str], at: int, left: str, right: str) -> None:
    """Move white space from inside of a pair to its outside, where the source has none inside."""
    if mark.shape == "open" and not right[:1].isspace() and gaps[at + 1][:1].isspace():
        gaps[at + 1] = gaps[at + 1].lstrip()
        gaps[at] = gaps[at].rstrip() + " "
    if mark.shape == "close" and not left[-1:].isspace() and gaps[at][-1:].isspace():
        gaps[at] = gaps[at].rstrip()
        gaps[at + 1] = " " + gaps[at + 1].lstrip()


def _before(text: str, source: str, spaces: bool) -> str:
    """The text before a mark, ending in white space or not as the source does, where both end in the like."""
    bare, source_bare = text.rstrip(), source.rstrip()
    if not bare or not source_bare:
        return text
    spaced = source != source_bare
    if spaced and text == bare and spaces and bare[-1].isalnum():
        return text + " "
    if not spaced and text != bare and bare[-1].isalnum() == source_bare[-1].isalnum():
        return bare
    return text
