"""Style: the desk's own patterns, and words that the house does not print."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from translate_flow.checks.model import Article, Message, Pair, Pattern, Remark, needs
from translate_flow.errors import UsageError

if TYPE_CHECKING:
    import regex

_SECONDS = 0.2
"""What one pattern may take on one segment."""


@needs(where=lambda article: article.house.patterns)
def style_pattern(pair: Pair, article: Article) -> Iterator[Remark]:
    """A pattern of the desk's style is found (setting ``checks.patterns``).

    Raises :class:`UsageError` for a pattern that is wrong or takes too long.
    """
    for pattern in article.house.patterns:
        if (
            pattern.languages
            and article.target_language not in pattern.languages
            and article.target not in pattern.languages
        ):
            continue
        compiled = compiled_pattern(pattern)
        try:
            for found in compiled.finditer(pair.plain_target, timeout=_SECONDS):
                fix = found.expand(pattern.fix) if pattern.fix is not None else None
                yield Remark(pattern.message, found.span(), fix=fix)
        except TimeoutError:
            what = f"the pattern “{pattern.pattern}” takes more than {_SECONDS} s on a segment"
            raise UsageError(what, remedy="write it without nested repeats such as (a+)+") from None


@lru_cache(maxsize=512)
def compiled_pattern(pattern: Pattern) -> regex.Pattern[str]:
    """The pattern, ready to search. Raises :class:`UsageError` where it is no regular expression."""
    import regex

    try:
        return regex.compile(pattern.pattern)
    except regex.error as error:
        what = f"the pattern “{pattern.pattern}” is no regular expression: {error}"
        raise UsageError(what, remedy="correct it in the settings (checks.patterns)") from None


@needs(where=lambda article: article.house.banned)
def banned_word(pair: Pair, article: Article) -> Iterator[Remark]:
    """A word that the house does not print (setting ``checks.banned``)."""
    for word, instead in article.house.banned.items():
        import regex

        for found in regex.finditer(rf"(?<!\w){regex.escape(word)}(?!\w)", pair.plain_target, flags=regex.IGNORECASE):
            plain = Message("the house does not print “{word}”")
            what = Message("the house does not print “{word}”; say “{instead}”") if instead else plain
            yield Remark(Message(what, word=word, instead=instead), found.span(), fix=instead or None)
