"""Target ``page``: each article as one accessible HTML page that needs nothing else but its pictures.

It says what it is to people (credit, original, licence) and to machines: JSON-LD (schema.org ``NewsArticle`` with
``translator`` and ``translationOfWork``), ``hreflang`` (RFC 8288, HTML 4.6.8), Open Graph.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from translate_flow.errors import UsageError
from translate_flow.publishing import colophon, tree
from translate_flow.publishing.model import Article, Image, Job, Target

if TYPE_CHECKING:
    from jinja2 import Template


def render(articles: Sequence[Article], job: Job) -> dict[str, bytes]:
    """The pages as ``LANGUAGE/SLUG.html``, and the pictures that the desk has, in ``images/``.

    Raises :class:`UsageError` for a template that is wrong.
    """
    from jinja2 import TemplateError

    rendered: dict[str, bytes] = {}
    for article in articles:
        pictures = pictures_of(article)
        rendered |= {f"images/{image.name}": image.data for image in pictures}
        moved = {image.address: f"../images/{image.name}" for image in pictures}
        try:
            page = _template(job.template).render(_told(article, job, moved))
        except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
            line = f":{line}" if (line := getattr(error, "lineno", None)) else ""
            where = f"{job.options.template or 'page.html'}{line}"
            raise UsageError(f"the template is wrong: {error}", where=where, remedy="correct it") from None
        rendered[f"{article.language}/{article.slug}.html"] = page.encode("utf-8", "xmlcharrefreplace")
    return rendered


def pictures_of(article: Article) -> list[Image]:
    """The article's pictures of which the desk has the files, each once."""
    found = [*article.images, *([article.lead] if article.lead else [])]
    return list({image.address: image for image in found if image.data}.values())


@lru_cache(maxsize=4)
def _template(own: str) -> Template:
    from jinja2 import DictLoader, StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    built_in = files("translate_flow.publishing").joinpath("templates/page.html").read_text("utf-8")
    environment = SandboxedEnvironment(
        loader=DictLoader({"page.html": built_in, "own": own or built_in}),
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined, keep_trailing_newline=True,
    )  # fmt: skip
    return environment.get_template("own")


def _told(article: Article, job: Job, moved: dict[str, str]) -> dict[str, Any]:
    """What a template is given; documented for those who write their own."""
    from markupsafe import Markup

    address = f"{job.options.address}/{article.language}/{article.slug}.html" if job.options.address else ""
    body = _scrollable(tree.with_sources(article.body, moved))
    data = json.dumps(news_article(article, address, _lead(article, job)), ensure_ascii=False, indent=1)
    return {
        "article": article,
        "address": address,
        "alternates": list(_alternates(article, address)),
        "properties": list(_properties(article, address, _lead(article, job))),
        "data": Markup(data.replace("<", "\\u003c")),  # noqa: S704 - JSON without "<" is safe in a script element
        "day": day(article.published, article.language),
        "body": Markup(body),  # noqa: S704 - cleaned HTML
        "credit": Markup(colophon.html(colophon.lines(article))),  # noqa: S704 - our own
    }


def _scrollable(html: str) -> str:
    """The body with each table in a box of its own, which a keyboard can scroll where the screen is narrow."""
    if "<table" not in html:
        return html
    body = tree.parse(html)
    for table in list(body.iter("table")):
        box = table.makeelement("div", {"class": "table", "tabindex": "0", "role": "group"})
        table.addprevious(box)
        box.tail, table.tail = table.tail, None
        box.append(table)
    return tree.inner(body)


def _lead(article: Article, job: Job) -> str:
    """The address of the picture that announces the article; empty where none is known on the web."""
    lead = article.lead
    if lead is None:
        return ""
    if lead.data:
        return f"{job.options.address}/images/{lead.name}" if job.options.address else ""
    return lead.address if lead.address.startswith(("http://", "https://")) else ""


def _alternates(article: Article, address: str) -> Iterable[tuple[str, str]]:
    """The page itself and its original: both, because one without the other says nothing."""
    if article.original.address:
        if address:
            yield article.language, address
        yield article.original.language, article.original.address


def _properties(article: Article, address: str, lead: str) -> Iterable[tuple[str, str]]:
    """Open Graph (ogp.me)."""
    told = [
        ("og:type", "article"), ("og:title", article.headline), ("og:description", article.dek), ("og:url", address),
        ("og:image", lead), ("og:image:alt", article.lead.alt if lead and article.lead else ""),
        ("og:site_name", article.credits.organization), ("og:locale", article.language.replace("-", "_")),
        ("article:published_time", article.published), ("article:modified_time", article.updated),
    ]  # fmt: skip
    yield from ((name, value) for name, value in told if value)
    yield from (("article:tag", tag) for tag in article.tags)


def news_article(article: Article, address: str, image: str) -> dict[str, Any]:
    """The article as schema.org describes it (schema.org 28, ``NewsArticle``)."""
    organization = {"@type": "Organization", "name": article.credits.organization}
    original = article.original
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.headline,
        "description": article.dek,
        "inLanguage": article.language,
        "url": address,
        "mainEntityOfPage": address,
        "image": image,
        "datePublished": article.published,
        "dateModified": article.updated,
        "author": _people(article.authors),
        "translator": _people(article.credits.translators),
        "publisher": organization if article.credits.organization else "",
        "keywords": list(article.tags),
        "license": article.license_address or article.license,
        "translationOfWork": _known({
            "@type": "NewsArticle", "headline": original.headline, "inLanguage": original.language,
            "url": original.address, "datePublished": original.date, "author": _people(article.authors),
        }),
    }  # fmt: skip
    return _known(told)


def _known(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value}


def _people(names: Iterable[str]) -> list[dict[str, str]]:
    return [{"@type": "Person", "name": name} for name in names]


def day(time: str, language: str) -> str:
    """The day of an ISO 8601 time as the language writes it in full; empty for none."""
    from datetime import datetime

    from babel import Locale, UnknownLocaleError
    from babel.dates import format_date

    if not time:
        return ""
    try:
        locale = Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        return time[:10]
    return format_date(datetime.fromisoformat(time), "long", locale=locale)


TARGET = Target(name="page", render=render)
