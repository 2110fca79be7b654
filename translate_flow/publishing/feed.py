"""Target ``feed``: an Atom feed (RFC 4287) of each language, with the full text; what was published before stays in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, cast
from uuid import NAMESPACE_URL, uuid5

from translate_flow.publishing import colophon, tree
from translate_flow.publishing.model import Article, Job, Options, Target
from translate_flow.publishing.xml_text import characters

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

ATOM = "http://www.w3.org/2005/Atom"
_XML = "{http://www.w3.org/XML/1998/namespace}"


class FeedOptions(Options):
    """What the settings say of a feed."""

    title: str = ""
    """Of the feed; the organisation's name unless it is said."""
    entries: int = 50
    """How many articles it has, the latest first."""
    page: str = "{address}/{language}/{slug}.html"
    """Where the feed's readers find an article."""


def render(articles: Sequence[Article], job: Job) -> dict[str, bytes]:
    """The feed as ``LANGUAGE/feed.xml``."""
    from lxml import etree

    options = cast(FeedOptions, job.options)
    language = articles[0].language
    path = f"{language}/feed.xml"
    dated = [(article.published, article.document, _entry(article, options)) for article in articles]
    dated += ((_text(entry, "published"), "", entry) for entry in _kept(job, path, language))
    latest = [entry for _, _, entry in sorted(dated, key=lambda one: one[:2], reverse=True)][: options.entries]
    feed = etree.Element(f"{{{ATOM}}}feed", nsmap=cast("dict[str, str]", {None: ATOM}))
    feed.set(f"{_XML}lang", language)
    organization = articles[0].credits.organization
    title = options.title or organization or job.name
    _add(feed, "title", title)
    _add(feed, "id", f"urn:uuid:{uuid5(NAMESPACE_URL, f'{options.address}/{job.name}/{language}')}")
    _add(feed, "updated", max(_text(entry, "updated") for entry in latest))
    if options.address:
        _add(feed, "link", rel="self", href=f"{options.address}/{language}/feed.xml", type="application/atom+xml")
        _add(feed, "link", rel="alternate", href=f"{options.address}/", type="text/html")
    _person(feed, "author", organization or title)
    _add(feed, "generator", "translate-flow")
    feed.extend(latest)
    etree.indent(feed)
    data: bytes = etree.tostring(feed, xml_declaration=True, encoding="utf-8")
    return {path: data + b"\n"}


def _id(options: FeedOptions, language: str, origin: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{options.address}/{language}/{origin}')}"


def _kept(job: Job, path: str, language: str) -> Iterator[Element]:
    """The entries that stay as they are: their articles are being worked on."""
    from lxml import etree

    present = job.present(path) if job.kept else None
    if present is None:
        return
    wanted = {_id(cast(FeedOptions, job.options), language, origin) for origin in job.kept}
    with suppress(etree.XMLSyntaxError):  # somebody else's file: it is written anew
        root = etree.fromstring(present, etree.XMLParser(resolve_entities=False, remove_blank_text=True))
        for entry in root.iter(f"{{{ATOM}}}entry"):
            if entry.findtext(f"{{{ATOM}}}id") in wanted:
                yield entry


def _text(entry: Element, name: str) -> str:
    return entry.findtext(f"{{{ATOM}}}{name}") or ""


def _entry(article: Article, options: FeedOptions) -> Element:
    from lxml import etree

    entry = etree.Element(f"{{{ATOM}}}entry", nsmap=cast("dict[str, str]", {None: ATOM}))
    found = colophon.lines(article)
    _add(entry, "title", article.headline)
    _add(entry, "id", _id(options, article.language, article.origin or article.document))
    _add(entry, "published", article.published)
    _add(entry, "updated", article.updated)
    if options.address:
        _add(entry, "link", rel="alternate", href=_page(article, options), type="text/html", hreflang=article.language)
    if article.original.address:
        _add(entry, "link", rel="via", href=article.original.address, hreflang=article.original.language)
    for name in article.authors:
        _person(entry, "author", name)
    for name in article.credits.translators:
        _person(entry, "contributor", name)
    for tag in article.tags:
        _add(entry, "category", term=tag)
    if article.license:
        _add(entry, "rights", article.license)
    if article.dek:
        _add(entry, "summary", article.dek)
    base = article.original.address
    _add(entry, "content", f"{tree.absolute(article.body, base)}\n{colophon.html(found)}", type="html")
    return entry


def _page(article: Article, options: FeedOptions) -> str:
    page = options.page.replace("{address}", options.address).replace("{language}", article.language)
    return page.replace("{slug}", article.slug)


def _add(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
    from lxml import etree

    child = etree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    child.text = characters(text) or None
    return child


def _person(parent: Element, kind: str, name: str) -> None:
    _add(_add(parent, kind), "name", name)


TARGET = Target(name="feed", options=FeedOptions, render=render, together=True, cumulative=True)
