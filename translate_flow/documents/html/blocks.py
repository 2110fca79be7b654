"""Words in the settings of WordPress blocks: ``<!-- wp:search {"label":"Search"} /-->``.

Most blocks have their words in HTML; a few of WordPress's own have some in the JSON of their comment alone. Only those
are units. The settings of all other blocks, of plug-ins too, stay as they are: nobody can tell words from names there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from translate_flow.documents.coded import TEXT, build
from translate_flow.documents.model import Piece, SourceUnit
from translate_flow.documents.notations import notation_named

CONTEXT = "block"
_BLOCK = re.compile(r"<!--\s+wp:(?:core/)?(?P<name>[a-z][a-z0-9-]*)\s+(?P<settings>\{.*\})\s+/?-->", re.DOTALL)
_SETTING = re.compile(
    r'"(?P<key>(?:[^"\\]|\\.)*)"\s*:\s*"(?P<value>(?:[^"\\]|\\.)*)"|"(?:[^"\\]|\\.)*"|(?P<mark>[{}\[\]])'
)
_LINK = {"label": "link-title", "description": "link-title"}
_STEP = {"label": "link-title"}
_TEXTS: dict[str, dict[str, str]] = {
    "comments-pagination-next": _STEP,
    "comments-pagination-previous": _STEP,
    "cover": {"alt": "image-alt"},
    "home-link": _STEP,
    "navigation-link": _LINK,
    "navigation-submenu": _LINK,
    "post-excerpt": {"moreText": "related"},
    "post-navigation-link": _STEP,
    "query-pagination-next": _STEP,
    "query-pagination-previous": _STEP,
    "read-more": {"content": "related"},
    "search": dict.fromkeys(("label", "placeholder", "buttonText"), "metadata"),
    "social-link": _STEP,
}
"""Block to the settings that are text, each with its role."""


def block_units(text: str, start: int, end: int) -> list[SourceUnit]:
    """The units of the block's comment ``text[start:end]``; none where it is another comment."""
    block = _BLOCK.fullmatch(text, start, end)
    texts = _TEXTS.get(block["name"]) if block else None
    if block is None or texts is None or not _is_json(block["settings"]):
        return []
    units: list[SourceUnit] = []
    depth = 0
    for setting in _SETTING.finditer(text, *block.span("settings")):
        if mark := setting["mark"]:
            depth += 1 if mark in "{[" else -1
        elif depth == 1 and setting["key"] in texts and "<" not in _read(setting["value"]):
            words = (TEXT, "", *setting.span("value"), None)
            unit = build(text, [words], texts[setting["key"]], decode=_read, context=CONTEXT)
            units += [unit] if unit else []
    return units


def encode(pieces: Sequence[Piece]) -> str:
    """A setting's new value, with the escapes that WordPress writes."""
    return notation_named(CONTEXT).write("".join(_read(p.text) if p.markup else p.text for p in pieces))


def _read(raw: str) -> str:
    return str(json.loads(f'"{raw}"', strict=False))


def _is_json(settings: str) -> bool:
    try:
        json.loads(settings)
    except (ValueError, RecursionError):
        return False
    return True
