"""What a published page says of itself besides its text: language, direction, link to the original, credit line."""

from __future__ import annotations

from translate_flow.documents.model import Localization, SourceUnit


def localize(text: str, units: list[SourceUnit], wanted: Localization) -> str:
    """The page with them."""
    return text
