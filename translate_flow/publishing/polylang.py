"""Polylang (polylang.pro): which of a site's languages a post has, and which posts are its translations.

``pll/v1/languages`` tells the languages, in the free plugin since 3.7. A query parameter ``lang`` gives a new post or
tag its language, with the free plugin as with Pro. The field ``translations`` of a post is Pro's alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from translate_flow import languages

NAMESPACE = "pll/v1"


def code(language: str, known: Iterable[Mapping[str, Any]]) -> str:
    """The site's code (Polylang's "slug") for a language; empty where it has none.

    That is the one with the very tag, else the only one of the same primary language.
    """
    tags = {str(one["slug"]): str(one.get("w3c") or one["locale"]).replace("_", "-") for one in known}
    exact = [slug for slug, tag in tags.items() if tag.lower() == language.lower()]
    near = [slug for slug, tag in tags.items() if languages.primary(tag) == languages.primary(language)]
    return exact[0] if exact else near[0] if len(near) == 1 else ""


def group(original: Mapping[str, Any], own: str) -> dict[str, int]:
    """The posts that a new one in the language ``own`` belongs to, by code.

    None where the plugin does not tell them, or another post is the original's translation into that language already.
    """
    posts = original.get("translations")
    return dict(posts) if isinstance(posts, dict) and own not in posts else {}
