"""An article from a WordPress' REST API: the post itself, without theme, advertisements and related stories."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from translate_flow.fetching.client import Failed
from translate_flow.fetching.links import Link
from translate_flow.fetching.model import Found, Get

_API = "https://api.w.org/"
_POST = re.compile(r"/wp/v2/[\w-]+/[0-9]+$")
_TAG = re.compile(r"<[^<>]*>")


def find(address: str, links: Sequence[Link], get: Get) -> Found | None:
    """The post at the address; ``None`` where the site is no WordPress, or does not give it."""
    for candidate in _candidates(address, links):
        try:
            answer = get(candidate)
            told = json.loads(answer.body) if answer.status == 200 else None
        except (Failed, ValueError, RecursionError):
            continue
        post = told[0] if isinstance(told, list) and len(told) == 1 else told
        if isinstance(post, dict) and (found := _found(post)) and same(found.address, address):
            return found
    return None


def _candidates(address: str, links: Sequence[Link]) -> Iterator[str]:
    """Addresses of the post in the API: the page's own link to it, else a search by its slug."""
    root = next((link.address for link in links if link.rel == _API), "")
    if not root:
        return
    for link in links:
        # A page in two languages may link to other JSON, too.
        if link.rel == "alternate" and link.kind == "application/json" and _POST.search(link.address):
            yield _with(link.address, "_embed=author,wp:term,wp:featuredmedia")
    slug = urlsplit(address).path.strip("/").rpartition("/")[2]
    if slug:
        yield _with(f"{root}wp/v2/posts", f"slug={quote(slug)}&_embed=author,wp:term,wp:featuredmedia")


def _with(address: str, query: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{query}"


def same(one: str, other: str) -> bool:
    """Whether two addresses are one page's, whatever scheme, ``www.``, slash at the end and counter of visits."""

    def core(address: str) -> tuple[str, str, list[str]]:
        parts = urlsplit(address)
        return (parts.hostname or "").removeprefix("www."), parts.path.rstrip("/"), parse_qs(parts.query).get("p", [])

    return core(one) == core(other)


def _found(post: Mapping[str, Any]) -> Found | None:
    body = _rendered(post, "content")
    if not body.strip() or not isinstance(post.get("link"), str):
        return None
    embedded = post.get("_embedded")
    embedded = embedded if isinstance(embedded, dict) else {}
    terms = [term for group in embedded.get("wp:term", []) if isinstance(group, list) for term in group]
    pictures = embedded.get("wp:featuredmedia", [])
    date = str(post.get("date_gmt") or "")
    return Found(
        address=post["link"],
        body=body,
        source="wordpress",
        title=_words(_rendered(post, "title")),
        date=f"{date}+00:00" if date else str(post.get("date") or ""),
        authors=tuple(_named(embedded.get("author", []))),
        tags=tuple(_named([term for term in terms if _is(term, "taxonomy", "post_tag")])),
        image=next((str(one["source_url"]) for one in pictures if isinstance(one, dict) and "source_url" in one), ""),
    )


def _rendered(post: Mapping[str, Any], name: str) -> str:
    value = post.get(name)
    return str(value.get("rendered") or "") if isinstance(value, dict) else ""


def _is(term: object, name: str, value: str) -> bool:
    return isinstance(term, dict) and term.get(name) == value


def _named(items: Sequence[object]) -> Iterator[str]:
    yield from (_words(str(item["name"])) for item in items if isinstance(item, dict) and item.get("name"))


def _words(html: str) -> str:
    return " ".join(unescape(_TAG.sub("", html)).split())
