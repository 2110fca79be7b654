"""Length: far too short or too long beside the source, and headlines that do not fit."""

from __future__ import annotations

import math
from collections.abc import Iterator

from translate_flow.checks.model import Article, Message, Pair, Remark, needs

_USUAL = {"zh": -1.1, "ja": -0.6, "ko": -0.5}
"""Mean logarithm of target by source length for languages that write shorter, from a language that does not."""
_SPREAD = 0.22
_LIMIT = 4.5
"""Standard deviations."""
_SHORT = 60
"""Texts shorter than this vary too much."""


@needs(both=True)
def length(pair: Pair, article: Article) -> Iterator[Remark]:
    """The target is far shorter or longer than the source: a sentence may be missing or doubled.

    What is usual is learnt from the desk's archive by role, where there is enough of it.

    Fails: en-es | After three winters the old harbour took its first boat on Monday, and the whole town came to see
        it, from the mayor to the last of the pilots. | Tras tres inviernos llegó un barco.
    Passes: en-es | After three winters the old harbour took its first boat on Monday, and the whole town came. | Tras
        tres inviernos, el viejo puerto recibió el lunes su primer barco, y acudió todo el pueblo.
    """
    here, there = len(pair.plain_target), len(pair.plain_source)
    shortest = min(here, there)
    if max(here, there) < _SHORT or not pair.target.strip():
        return
    usual = _USUAL.get(article.target, 0.0) - _USUAL.get(article.source, 0.0)
    mean, spread = article.house.ratios.get(pair.role) or article.house.ratios.get("") or (usual, _SPREAD)
    ratio = math.log(max(1, here) / max(1, there))
    allowed = _LIMIT * max(spread, 0.12) * (1 + 20 / max(20, shortest)) / 1.5
    if abs(ratio - mean) > allowed:
        shorter = Message("{times} times shorter than usual beside the source")
        what = shorter if ratio < mean else Message("{times} times longer than usual beside the source")
        times = round(math.exp(abs(ratio - mean)), 1)
        yield Remark(Message(what, times=times), (0, len(pair.target)))


@needs(role="headline", where=lambda article: article.house.headline_limit)
def headline_length(pair: Pair, article: Article) -> Iterator[Remark]:
    """A headline is longer than the house's limit (setting ``headline-limit``)."""
    limit = article.house.headline_limit
    length = len(pair.plain_target)
    if length > limit:
        yield Remark(
            Message("{length} characters, the limit is {limit}", length=length, limit=limit), (limit, len(pair.target))
        )
