"""A text as the rules see it: without what they should be blind to, and the way back to its own places."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable


def masked(text: str, spans: Iterable[tuple[int, int, str]]) -> tuple[str, Callable[[int], int]]:
    """The text with other strings instead of some spans, and a function from its positions to those of ``text``.

    ``spans`` are start, end and what is seen instead, in order. A position is taken for the end of the character before
    it, so one between two characters that were parted by a span is found before the span.
    """
    pieces: list[str] = []
    places = [0]  # of each piece in the text …
    starts = [0]  # … and in the masked one
    for start, end, seen in spans:
        piece = text[places[-1] : start] + seen
        pieces.append(piece)
        places.append(end)
        starts.append(starts[-1] + len(piece))
    pieces.append(text[places[-1] :])

    def place(position: int) -> int:
        number = bisect_right(starts, position - 1) - 1
        return places[number] + position - starts[number]

    return "".join(pieces), place
