"""Target ``site``: articles as Markdown with front matter, laid out as a site generator wants translations.

Each generator is a row of :data:`LAYOUTS`. Those that find an article's languages by its path get the source's name
there, the others the slug and a key that the languages have in common.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple, cast

from translate_flow.documents.yaml_text import yaml_scalar
from translate_flow.publishing import colophon, tree
from translate_flow.publishing.markdown import escaped, markdown
from translate_flow.publishing.model import Article, Job, Options, Target
from translate_flow.publishing.page import pictures_of

Generator = Literal["hugo", "jekyll", "astro", "starlight", "docusaurus", "mkdocs"]
_ADDRESS = re.compile(r"(\]\(|\]:[ \t]*)([^\s()]+)(?=[\s)])")
"""The address of a link or picture in Markdown, and what stands before it."""
Values = Mapping[str, str | Sequence[str]]


class SiteOptions(Options):
    """What the settings say of a site."""

    generator: Generator
    section: str = "posts"
    """The part of the site: a folder below its content, where the generator has such."""
    default_language: str = ""
    """The language that the generator keeps at the top: Docusaurus has its articles in ``blog/``."""


class Layout(NamedTuple):
    """What a generator wants."""

    path: Callable[[Article, SiteOptions], str]
    front_matter: Callable[[Article], Values]
    pictures: str
    """Folder of pictures, relative to the site's."""
    address: Callable[[str], str] = "/images/{}".format
    """The address of a picture of that name, on a page."""
    excerpt: str = ""
    """What ends the part that lists of articles show; stands after the first block."""


def render(articles: Sequence[Article], job: Job) -> dict[str, bytes]:
    """The articles and their pictures, by paths below the site's folder."""
    options = cast(SiteOptions, job.options)
    layout = LAYOUTS[options.generator]
    rendered: dict[str, bytes] = {}
    for article in articles:
        path = layout.path(article, options)
        up = "../" * (path.count("/") - 1) if options.generator == "mkdocs" else ""
        moved = {image.address: up + layout.address(image.name) for image in pictures_of(article)}
        rendered |= {f"{layout.pictures}/{image.name}": image.data for image in pictures_of(article)}
        told = layout.front_matter(article)
        byline = article.byline if told.keys() & {"author", "authors"} else article.signed
        text = _front_matter(told) + _body(article, byline, moved, layout.excerpt)
        rendered[path] = text.encode("utf-8", "replace")
    return rendered


def _front_matter(values: Values) -> str:
    lines = [f"{key}: {_value(key, value)}" for key, value in values.items() if value]
    return "\n".join(["---", *lines, "---", "", ""])


def _value(key: str, value: str | Sequence[str]) -> str:
    if not isinstance(value, str):
        return f"[{', '.join(yaml_scalar(item, 'yaml-flow') for item in value)}]"
    return value if key in _DATES else yaml_scalar(value)


_DATES = frozenset({"date", "lastmod", "pubDate", "updatedDate", "lastUpdated", "last_modified_at"})
"""Keys whose values are times, which have no quotes."""


def _body(article: Article, byline: str, moved: Mapping[str, str], excerpt: str) -> str:
    """The newsroom's own Markdown where there is some, else ours; byline before it, credit behind it."""
    if article.markdown:
        body = _ADDRESS.sub(lambda found: found[1] + moved.get(found[2], found[2]), article.markdown)
    else:
        body = markdown(tree.with_sources(article.body, moved))
    if excerpt:
        first, blank, rest = body.partition("\n\n")
        body = f"{first}\n\n{excerpt}{blank or chr(10)}{rest}"
    head = f"*{escaped(byline)}*\n\n" if byline else ""
    credit = markdown(colophon.html(colophon.lines(article)))
    return f"{head}{body}\n---\n\n{credit}" if credit.strip() else head + body


def _common(article: Article, **more: str | Sequence[str]) -> Values:
    return {
        "title": article.headline,
        "description": article.dek,
        **more,
        "tags": article.tags,
        "translator": article.credits.translators,
        "original": article.original.address,
        "license": article.license,
    }


def _hugo(article: Article) -> Values:
    return _common(
        article, date=article.published, lastmod=article.updated, slug=article.slug, translationKey=article.key,
        authors=article.authors, images=_lead(article),
    )  # fmt: skip


def _lead(article: Article) -> tuple[str, ...]:
    """The picture of announcements, where it is on the web or comes with the article."""
    lead = article.lead
    if lead is None:
        return ()
    return (f"/images/{lead.name}",) if lead.data else (lead.address,)


def _jekyll(article: Article) -> Values:
    return _common(
        article, layout="post", date=article.published, last_modified_at=article.updated, lang=article.language,
        page_id=article.key, author=", ".join(article.authors), image="".join(_lead(article)),
    )  # fmt: skip


def _astro(article: Article) -> Values:
    return _common(
        article, pubDate=article.published, updatedDate=article.updated, lang=article.language,
        translationKey=article.key, author=", ".join(article.authors),
    )  # fmt: skip


def _docusaurus(article: Article) -> Values:
    # Authors stand in the byline: the generator warns of authors that its own file does not list.
    return _common(article, slug=article.slug, date=article.published)


def _in_blog(article: Article, options: SiteOptions) -> str:
    own = article.language == options.default_language
    folder = "blog" if own else f"i18n/{article.language}/docusaurus-plugin-content-blog"
    return f"{folder}/{article.key}.md"


LAYOUTS: dict[str, Layout] = {
    "hugo": Layout(
        lambda article, options: f"content/{options.section}/{article.slug}.{article.language.lower()}.md",
        _hugo,
        "static/images",
    ),
    "jekyll": Layout(
        lambda article, _: f"_posts/{article.language}/{article.published[:10]}-{article.slug}.md", _jekyll, "images"
    ),
    "astro": Layout(
        lambda article, options: f"src/content/{options.section}/{article.language}/{article.slug}.md",
        _astro,
        "public/images",
    ),
    "starlight": Layout(
        lambda article, _: f"src/content/docs/{article.language.lower()}/{article.key}.md",
        lambda article: {
            "title": article.headline, "description": article.dek, "lastUpdated": article.updated,
        },
        "public/images",
    ),
    "docusaurus": Layout(_in_blog, _docusaurus, "static/images", excerpt="<!-- truncate -->"),
    "mkdocs": Layout(
        lambda article, _: f"docs/{article.language}/{article.key}.md",
        lambda article: _common(article, date=article.published, lang=article.language, authors=article.authors),
        "docs/images",
        "images/{}".format,
    ),
}  # fmt: skip

TARGET = Target(name="site", options=SiteOptions, render=render)
