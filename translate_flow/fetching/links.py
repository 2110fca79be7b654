"""Where a page says that its article also stands: the site's WordPress API, its feeds (RFC 8288, HTML 4.6.8)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urljoin

from translate_flow.fetching.client import Answer

_HEADER = re.compile(r"<([^<>]*)>((?:\s*;\s*[\w*-]+\s*=\s*(?:\"[^\"]*\"|[^\s;,\"]+))*)")
_PARAMETER = re.compile(r"([\w*-]+)\s*=\s*(?:\"([^\"]*)\"|([^\s;,\"]+))")
_LINK = re.compile(r"<link\b((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>=`]+))")
FEEDS = frozenset({"application/rss+xml", "application/atom+xml"})


class Link(NamedTuple):
    """A link to something that belongs to the page."""

    rel: str
    address: str
    kind: str = ""
    """Its media type, where it is said."""


def links(answer: Answer, html: str) -> list[Link]:
    """The links of the answer's head and of the page's, in this order, with absolute addresses."""
    return [*_of_header(answer), *_of_page(answer.url, html)]


def _of_header(answer: Answer) -> Iterator[Link]:
    for target, parameters in _HEADER.findall(answer.headers.get("Link", "")):
        told = {name.lower(): quoted or bare for name, quoted, bare in _PARAMETER.findall(parameters)}
        yield Link(told.get("rel", "").lower(), urljoin(answer.url, target), told.get("type", "").lower())


def _of_page(base: str, html: str) -> Iterator[Link]:
    from html import unescape

    for attributes in _LINK.findall(html):
        told = {name.lower(): unescape("".join(values)) for name, *values in _ATTRIBUTE.findall(attributes)}
        if told.get("href"):
            yield Link(told.get("rel", "").lower(), urljoin(base, told["href"]), told.get("type", "").lower())
