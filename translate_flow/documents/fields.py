"""Which values of a JSON or YAML file are text: patterns of paths, what a value is, and which role its key gives.

A pattern is a path of keys, joined by dots: ``title``, ``post.title``; lists on the way do not count. ``*`` is any one
key, ``**`` any number of them, ``:html`` at the end says what the value is (:data:`embedded.KINDS`). The first pattern
that fits decides; one that starts with ``!`` takes values out.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from translate_flow import languages
from translate_flow.documents.embedded import KINDS
from translate_flow.documents.model import Localization

Path = tuple[str, ...]

ROLES = {
    role: frozenset(keys.split())
    for role, keys in {
        "headline": "title headline",
        "subheadline": "subtitle subheadline subtitulo dek deck standfirst lead lede teaser",
        "kicker": "kicker eyebrow overline",
        "metadata": "description summary excerpt abstract seotitle metatitle metadescription seodescription label"
        " placeholder",
        "caption": "caption legend",
        "image-alt": "alt alttext imagealt",
        "quote": "quote quotation",
    }.items()
}
"""Roles of the values of keys, which are compared in lower case, without ``_`` and ``-``."""
_WRAPPERS = frozenset({"rendered", "raw", "html", "text", "value", "markdown"})
"""Keys that say only how the value of the key above is written."""
_NEEDLESS = re.compile(r"[_-]")
_LANGUAGE_KEYS = frozenset({"lang", "language", "locale", "inlanguage", "languagecode"})
_TAG = re.compile(r"([A-Za-z]{2,3})(?:([-_])[A-Za-z0-9]+)*")


def kind_of(path: Path, patterns: tuple[str, ...]) -> str:
    """What the value at ``path`` is, by the first pattern that fits; empty where it is no text."""
    if not path:
        return ""
    for expression, kind in _compiled(patterns):
        if expression.fullmatch("\0".join(path) + "\0"):
            return kind
    return ""


@lru_cache(maxsize=8)
def _compiled(patterns: tuple[str, ...]) -> list[tuple[re.Pattern[str], str]]:
    return [compiled(pattern) for pattern in patterns]


def compiled(pattern: str) -> tuple[re.Pattern[str], str]:
    """The expression for paths that a pattern fits, and the kind of their values; empty where it takes them out.

    Raises :class:`ValueError` for a pattern that says nothing or asks for an unknown kind.
    """
    keys, _, kind = pattern.removeprefix("!").partition(":")
    if (kind or "auto") not in KINDS:
        raise ValueError(f"“{kind}” in “{pattern}” is no kind of text; known are {', '.join(KINDS)}")
    if not all(keys.split(".")):
        raise ValueError(f"“{pattern}” is no path of keys; write for example “post.title” or “**.caption:html”")
    steps = {"*": "[^\0]*\0", "**": "(?:[^\0]*\0)*"}
    expression = "".join(steps.get(key) or re.escape(key) + "\0" for key in keys.split("."))
    return re.compile(expression), "" if pattern.startswith("!") else kind or "auto"


class CreditField(NamedTuple):
    """A key that says who translated."""

    parent: Path
    """Path of the mappings that have it, or get it; lists on the way do not count."""
    key: str
    names: bool
    """Whether the translators' names stand there, or the whole credit line."""


@lru_cache(maxsize=8)
def credit_field(setting: str) -> CreditField:
    """What the settings say of that key: ``credit``, ``post.translator:names``. Raises :class:`ValueError`."""
    keys, _, kind = setting.partition(":")
    *parent, key = keys.split(".")
    if kind not in ("", "names") or not all((*parent, key)) or "*" in keys:
        raise ValueError(f"“{setting}” is no key for a credit; write for example “credit” or “post.translator:names”")
    return CreditField(tuple(parent), key, bool(kind))


def credit(wanted: Localization) -> tuple[CreditField, str] | None:
    """The key that says who translated, and what it says; ``None`` where there is none, or nobody to name."""
    if not wanted.credit_field:
        return None
    field = credit_field(wanted.credit_field)
    said = languages.enumerate_names(wanted.translators, wanted.language) if field.names else wanted.credit_line
    return (field, said) if said else None


def role_of(path: Path) -> str:
    """The role that the key of a value gives it; empty where it gives none."""
    keys = [_NEEDLESS.sub("", key).lower() for key in path]
    if keys[-1] in _WRAPPERS and len(keys) > 1:
        keys.pop()
    return next((role for role, names in ROLES.items() if keys[-1] in names), "")


def new_language(path: Path, value: str, wanted: Localization) -> str:
    """The target's tag in place of a value that names the source language; empty where it does not."""
    tag = _TAG.fullmatch(value)
    if tag is None or _NEEDLESS.sub("", path[-1]).lower() not in _LANGUAGE_KEYS:
        return ""
    if tag[1].lower() != wanted.source_language.partition("-")[0].lower():
        return ""
    return wanted.language.replace("-", "_") if tag[2] == "_" else wanted.language
