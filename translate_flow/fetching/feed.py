"""Feeds: RSS 2.0 with ``content:encoded``, RSS 1.0, Atom (RFC 4287). Many have the whole article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC
from email.utils import parsedate_to_datetime
from html import escape, unescape
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from translate_flow.errors import InputError
from translate_flow.fetching.model import Found

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

KINDS = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml"})
_ROOT = re.compile(rb"<(?:\w+:)?(rss|feed|RDF)[\s>]")
_HEAD = 4096
_TAG = re.compile(r"<[^<>]*>")
_CUT = re.compile(r"(?:\[(?:…|\.\.\.)\]|…|\.\.\.)\s*(?:</\w+>\s*)*$")
_ENOUGH = 400
"""Characters from which on a text may be a whole article."""
_NAMES = {
    "title": ("title",), "body": ("encoded", "content", "description", "summary"),
    "date": ("published", "pubDate", "date"), "author": ("creator", "author"), "updated": ("updated",),
}  # fmt: skip


def is_feed(data: bytes) -> bool:
    """Whether these are a feed's first bytes."""
    return _ROOT.search(data[:_HEAD]) is not None and not re.search(rb"<html[\s>]", data[:_HEAD], re.IGNORECASE)


def entries(data: bytes, where: str) -> list[Found]:
    """The articles of a feed, in its order. Raises :class:`InputError` for one that cannot be read."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        place = f"{where}:{error.lineno}" if error.lineno else where
        raise InputError(f"the feed is no XML: {error.msg}", where=place, remedy="tell the site's people") from None
    language = root.get("{http://www.w3.org/XML/1998/namespace}lang") or _child(root, "language", deep=True)
    return [_entry(item, language, where) for item in root.iter("{*}item", "{*}entry")]


def is_whole(found: Found) -> bool:
    """Whether an entry's body looks like all of the article, not like its beginning."""
    text = unescape(_TAG.sub("", found.body)).strip()
    return len(text) >= _ENOUGH and not _CUT.search(found.body.strip())


def _entry(item: Element, language: str, where: str) -> Found:
    address = _address(item)
    told = {fact: _first(item, names) for fact, names in _NAMES.items()}
    return Found(
        address=urljoin(where, address) if address and "://" in where else address,
        body=told["body"],
        source="feed",
        title=" ".join(unescape(_TAG.sub("", told["title"])).split()),
        date=_date(told["date"] or told["updated"]),
        authors=tuple(_authors(item, told["author"])),
        language=item.get("{http://www.w3.org/XML/1998/namespace}lang") or language,
        tags=tuple(
            dict.fromkeys(term for one in item.iter("{*}category") if (term := one.get("term") or one.text or ""))
        ),
    )


def _child(element: Element, name: str, *, deep: bool = False) -> str:
    found = element.find(f".//{{*}}{name}" if deep else f"{{*}}{name}")
    return _content(found) if found is not None else ""


def _first(item: Element, names: tuple[str, ...]) -> str:
    return next(filter(None, (_child(item, name) for name in names)), "")


def _content(element: Element) -> str:
    """What an element says, as HTML: Atom may have it as XML (section 3.1)."""
    from lxml import etree

    if element.get("type") == "xhtml":
        return "".join(etree.tostring(child, encoding="unicode", method="html", with_tail=False) for child in element)
    text = "".join(str(part) for part in element.itertext()).strip()
    return escape(text) if element.get("type") == "text" else text


def _address(item: Element) -> str:
    for link in item.iter("{*}link"):
        if link.get("href") and link.get("rel", "alternate") == "alternate":
            return link.get("href", "").strip()
        if link.text and link.text.strip():
            return link.text.strip()
    guid = item.find("{*}guid")
    return (guid.text or "").strip() if guid is not None and guid.get("isPermaLink", "true") == "true" else ""


def _authors(item: Element, told: str) -> Iterator[str]:
    names = [_child(author, "name") for author in item.iter("{*}author")]
    yield from (name for name in dict.fromkeys(names or [told]) if name and "@" not in name)


def _date(value: str) -> str:
    """A date of RSS (RFC 822) or Atom (RFC 3339) in ISO 8601."""
    if re.match(r"\d{4}-\d\d-\d\d", value):
        return value.replace("Z", "+00:00")
    try:
        date = parsedate_to_datetime(value)
    except ValueError:
        return ""
    return (date if date.tzinfo else date.replace(tzinfo=UTC)).isoformat()
