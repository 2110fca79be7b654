"""An article as it was found on the web."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from translate_flow.fetching.client import Answer

Get = Callable[[str], Answer]
"""Asks for an address. Raises :class:`translate_flow.fetching.client.Failed`."""


class Found(NamedTuple):
    """What is known of an article; what is not is empty."""

    address: str
    body: str
    """HTML; may be no more than its beginning."""
    source: str
    """Where it was found best: ``wordpress``, ``feed``, ``page`` …"""
    title: str = ""
    kicker: str = ""
    dek: str = ""
    byline: str = ""
    date: str = ""
    """ISO 8601."""
    authors: tuple[str, ...] = ()
    language: str = ""
    tags: tuple[str, ...] = ()
    image: str = ""
    license: str = ""
