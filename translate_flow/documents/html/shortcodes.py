"""WordPress shortcodes in text: ``[gallery ids="1"]``, ``[quote]…[/quote]``; never ``[sic]``."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SHORTCODE = re.compile(r"\[(/?)([A-Za-z][\w-]*)(\s[^\[\]<>]*)?\]")
_ATTRIBUTE = re.compile(r"\s[\w-]+\s*=")
_CLOSING = re.compile(r"\[/([A-Za-z][\w-]*)\]")


def closed_shortcodes(text: str, start: int, end: int) -> frozenset[str]:
    """Names of the shortcodes that are closed somewhere in ``text[start:end]``."""
    return frozenset(_CLOSING.findall(text, start, end))


def has_shortcodes(text: str, start: int, end: int) -> bool:
    """Whether there may be one anywhere in ``text[start:end]``."""
    return any(slash or rest for slash, _, rest in _SHORTCODE.findall(text, start, end))


def shortcodes(text: str, start: int, end: int, closed: frozenset[str]) -> Iterator[tuple[str, int, int]]:
    """Cut ``text[start:end]`` into (name, start, end); ``/name`` closes, text has no name.

    What is in brackets is a shortcode if it has attributes or is closed somewhere (its name is in ``closed``).
    """
    position = start
    for match in _SHORTCODE.finditer(text, start, end):
        slash, name, rest = match.groups()
        if name not in closed and not (rest and _ATTRIBUTE.search(rest)):
            continue
        if position < match.start():
            yield "", position, match.start()
        yield slash + name, match.start(), match.end()
        position = match.end()
    if position < end:
        yield "", position, end
