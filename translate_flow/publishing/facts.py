"""What a document says of itself beside its text: in front matter, in a page's head, in its JSON-LD."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from translate_flow.documents import front_matter

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s*(?:Z|[+-]\d\d:?\d\d)?)?")
_KEYS: dict[str, tuple[str, ...]] = {
    "title": ("title", "headline"),
    "description": ("description", "subtitle", "summary", "excerpt", "lead"),
    "date": ("date", "pubDate", "published", "datePublished"),
    "original": ("original", "canonical", "canonical_url", "source_url"),
    "language": ("lang", "language", "locale"),
    "image": ("image", "cover", "thumbnail", "heroImage"),
    "image_alt": ("image_alt", "imageAlt"),
    "license": ("license", "licence"),
    "slug": ("slug",),
}
"""A fact to the front-matter keys that tell it, the likelier first."""
_META: dict[str, tuple[str, ...]] = {
    "title": ("og:title", "twitter:title"),
    "description": ("og:description", "description"),
    "date": ("article:published_time", "date", "dc.date", "datepublished"),
    "image": ("og:image",),
    "image_alt": ("og:image:alt",),
    "site": ("og:site_name",),
}


class Facts(NamedTuple):
    """What is known; what is not is empty."""

    title: str = ""
    description: str = ""
    date: str = ""
    """ISO 8601."""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    original: str = ""
    """The address that the document gives as its own or its original's."""
    language: str = ""
    image: str = ""
    image_alt: str = ""
    license: str = ""
    license_address: str = ""
    slug: str = ""
    site: str = ""


def facts_in(text: str, form: str) -> Facts:
    """The facts of a document; front matter comes before what an HTML page says."""
    block = front_matter.find(text)
    told = _of_settings(_loaded(text, block)) if block else Facts()
    page = page_facts(text[block.end if block else 0 :]) if form == "html" else Facts()
    return Facts._make(mine or other for mine, other in zip(told, page, strict=True))


def iso_date(value: object) -> str:
    """The date in ISO 8601 that a value is or starts with; empty where it is none."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    found = _DATE.match(str(value or "").strip())
    return found[0].replace(" ", "T", 1).replace(" ", "").replace("Z", "+00:00") if found else ""


def _loaded(text: str, block: front_matter.Block) -> Mapping[str, Any]:
    import tomllib

    import yaml

    loaders: dict[str, Callable[[str], Any]] = {"yaml": yaml.safe_load, "toml": tomllib.loads, "json": json.loads}
    try:
        found = loaders[block.syntax](text[block.start : block.stop])
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _of_settings(values: Mapping[str, Any]) -> Facts:
    """Facts of front matter."""

    def first(fact: str) -> object:
        found = next((values[key] for key in _KEYS[fact] if values.get(key)), "")
        if isinstance(found, dict):
            found = found.get("url") or found.get("path") or found.get("src") or ""
        return found if not isinstance(found, list) else next(iter(found), "")

    told = {fact: str(first(fact)).strip() for fact in _KEYS} | {"date": iso_date(first("date"))}
    if told["license"].startswith("http"):
        told["license_address"] = told["license"]
    authors = _names(values.get("authors") or values.get("author"))
    return Facts(authors=authors, tags=_names(values.get("tags")), **told)


def _names(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value.strip(),) if value.strip() else ()
    if isinstance(value, dict):
        return _names(value.get("name"))
    return tuple(name for item in value for name in _names(item)) if isinstance(value, list) else ()


def page_facts(html: str) -> Facts:
    """Facts of an HTML page: its head's ``meta`` and ``link``, its JSON-LD, its first ``time``."""
    from translate_flow.publishing.tree import document

    page = document(html)
    meta: dict[str, list[str]] = {}
    for element in page.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        if name and (content := " ".join(element.get("content", "").split())):
            meta.setdefault(name, []).append(content)
    told = {fact: next((meta[name][0] for name in names if name in meta), "") for fact, names in _META.items()}
    data = next(_news(page), {})
    told["title"] = told["title"] or _text(next(page.iter("title"), None))
    times = (element.get("datetime", "") for element in page.iter("time"))
    dates = (iso_date(value) for value in (data.get("datePublished"), told["date"], *times))
    told["date"] = next(filter(None, dates), "")
    address, line = _license(page, data)
    return Facts(
        **told,
        authors=_names(data.get("author")) or tuple(meta.get("author", ())),
        tags=tuple(meta.get("article:tag", ())) or _listed(meta.get("keywords", [])),
        original=next(_links(page, "canonical"), ""),
        language=(page.get("lang") or "").strip(),
        license=line,
        license_address=address,
    )


def _listed(keywords: Iterable[str]) -> tuple[str, ...]:
    return tuple(word.strip() for line in keywords for word in line.split(",") if word.strip())


def _text(element: HtmlElement | None) -> str:
    return " ".join(element.text_content().split()) if element is not None else ""


def _links(page: HtmlElement, kind: str) -> Iterator[str]:
    for element in page.iter("link", "a"):
        if kind in element.get("rel", "").lower().split() and element.get("href"):
            yield element.get("href", "").strip()


def _license(page: HtmlElement, data: Mapping[str, Any]) -> tuple[str, str]:
    """Address and words of the licence: ``rel="license"``, else JSON-LD."""
    for element in page.iter("a"):
        if "license" in element.get("rel", "").lower().split() and element.get("href"):
            return element.get("href", ""), _text(element)
    address = next(_links(page, "license"), "") or str(data.get("license") or "")
    return (address, address) if address.startswith("http") else ("", address)


def _news(page: HtmlElement) -> Iterator[Mapping[str, Any]]:
    """The objects of JSON-LD that are articles."""
    for script in page.iter("script"):
        if script.get("type", "").lower() == "application/ld+json":
            try:
                found = json.loads(script.text or "")
            except (ValueError, RecursionError):
                continue
            items = found if isinstance(found, list) else [found]
            for item in items:
                graph = item.get("@graph", [item]) if isinstance(item, dict) else []
                yield from (one for one in graph if isinstance(one, dict) and "Article" in str(one.get("@type")))
