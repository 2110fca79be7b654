"""What an inline code is, told from its markup, in the words of XLIFF 2.1 (section 4.3.1, ``type`` and ``subType``)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from translate_flow.bitext import Code

Type = Literal["fmt", "ui", "quote", "link", "image", "other"]
_TAG = re.compile(r"<([a-zA-Z][\w:-]*)")
_TAGS: dict[str, tuple[Type, str]] = {
    "b": ("fmt", "xlf:b"), "strong": ("fmt", "xlf:b"), "i": ("fmt", "xlf:i"), "em": ("fmt", "xlf:i"),
    "u": ("fmt", "xlf:u"), "ins": ("fmt", "xlf:u"), "br": ("fmt", "xlf:lb"), "a": ("link", ""), "img": ("image", ""),
    "picture": ("image", ""), "svg": ("image", ""), "q": ("quote", ""), "blockquote": ("quote", ""), "kbd": ("ui", ""),
    "button": ("ui", ""),
    **dict.fromkeys(("small", "big", "sub", "sup", "s", "del", "mark", "span", "font", "cite"), ("fmt", "")),
}  # fmt: skip
_SIGNS: tuple[tuple[re.Pattern[str], Type, str], ...] = (
    (re.compile(r"\*\*|__"), "fmt", "xlf:b"),
    (re.compile(r"[*_]"), "fmt", "xlf:i"),
    (re.compile(r"~{1,2}"), "fmt", ""),
    (re.compile(r"!\[.*", re.DOTALL), "image", ""),
    (re.compile(r"\[\^.*", re.DOTALL), "other", ""),
    (re.compile(r"\[.*|<?(?:https?|mailto|ftp):.*|www\..*", re.DOTALL | re.IGNORECASE), "link", ""),
    (re.compile(r"(?: {2,}|\\)?\r?\n\s*"), "fmt", "xlf:lb"),
)
"""Markdown's signs, the first that fits."""
_SHOWN = 40


class Markup(NamedTuple):
    """What tools may know of a code."""

    type: Type
    sub_type: str
    """One of the standard's, such as ``xlf:b``; else empty."""
    equiv: str
    """What stands for the code where there is only plain text: a line break, else nothing."""
    display: str
    """The opening half, or the whole, short enough to be shown on a chip."""
    display_end: str
    can_delete: bool = False
    can_copy: bool = False
    can_reorder: bool = True
    """Merging refuses a target that lacks a code or has it twice, whatever it is; the order is the translator's."""


@lru_cache(maxsize=1024)
def described(code: Code) -> Markup:
    """What the markup of a code says."""
    kind, sub_type = _kind(code.data or code.close or "")
    equiv = "\n" if sub_type == "xlf:lb" else ""
    return Markup(kind, sub_type, equiv, _short(code.data), _short(code.close or ""))


def _kind(data: str) -> tuple[Type, str]:
    if tag := _TAG.match(data):
        return _TAGS.get(tag[1].lower(), ("other", ""))
    return next(((kind, sub_type) for sign, kind, sub_type in _SIGNS if sign.fullmatch(data)), ("other", ""))


def _short(data: str) -> str:
    shown = " ".join(data.split())
    return shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1]}…"
