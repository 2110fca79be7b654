"""Target ``wxr``: articles of a language as one file for WordPress' importer (WXR 1.2), as drafts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import cast

from translate_flow import languages
from translate_flow.publishing import posts, tree
from translate_flow.publishing.model import Article, Job, Options, Target
from translate_flow.publishing.xml_text import characters, escaped


class WxrOptions(Options):
    """What the settings say of an export for WordPress."""

    status: str = "draft"
    """``draft``, ``pending``, ``private`` or ``publish``."""
    author: str = "translations"
    """The login under which the posts come in."""
    polylang: bool = False
    """Whether posts name their language as a site with Polylang exports it."""


def render(articles: Sequence[Article], job: Job) -> dict[str, bytes]:
    """The export as ``NAME.LANGUAGE.xml``."""
    options = cast(WxrOptions, job.options)
    first = articles[0]
    title = first.credits.organization or job.name
    address = options.address or "https://localhost.invalid"
    items = "\n".join(_item(article, options, address, number) for number, article in enumerate(articles, start=1))
    author = escaped(options.author)
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" \
xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>{escaped(title)}</title>
<link>{escaped(address)}</link>
<description></description>
<language>{first.language}</language>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>{escaped(address)}</wp:base_site_url>
<wp:base_blog_url>{escaped(address)}</wp:base_blog_url>
<wp:author><wp:author_login>{author}</wp:author_login><wp:author_display_name>{author}</wp:author_display_name></wp:author>
{items}
</channel>
</rss>
"""
    return {f"{job.name}.{first.language}.xml": text.encode()}


def _item(article: Article, options: WxrOptions, address: str, number: int) -> str:
    """A post. The importer knows it again by title and date; ``number`` only differs within the file.

    The site gives that number to the post if it is free, and counts on from the highest: so it is a low one.
    """
    when = datetime.fromisoformat(article.published).astimezone(UTC)
    stamp = f"{when:%Y-%m-%d %H:%M:%S}"
    content = posts.content(article, tree.absolute(article.body, article.original.address))
    return f"""<item>
<title>{escaped(article.headline)}</title>
<link>{escaped(f"{address}/?p={number}")}</link>
<pubDate>{format_datetime(when)}</pubDate>
<dc:creator>{_cdata(options.author)}</dc:creator>
<guid isPermaLink="false">{article.mark}</guid>
<description></description>
<content:encoded>{_cdata(content)}</content:encoded>
<excerpt:encoded>{_cdata(article.dek)}</excerpt:encoded>
<wp:post_id>{number}</wp:post_id>
<wp:post_date>{stamp}</wp:post_date>
<wp:post_date_gmt>{stamp}</wp:post_date_gmt>
<wp:comment_status>closed</wp:comment_status>
<wp:ping_status>closed</wp:ping_status>
<wp:post_name>{escaped(article.slug)}</wp:post_name>
<wp:status>{escaped(options.status)}</wp:status>
<wp:post_parent>0</wp:post_parent>
<wp:menu_order>0</wp:menu_order>
<wp:post_type>post</wp:post_type>
<wp:post_password></wp:post_password>
<wp:is_sticky>0</wp:is_sticky>
{"".join(_terms(article, options))}</item>"""


def _terms(article: Article, options: WxrOptions) -> Iterator[str]:
    if options.polylang:
        code = languages.primary(article.language)
        yield f'<category domain="language" nicename="{code}">{_cdata(languages.name(article.language))}</category>\n'
    for tag in article.tags:
        nicename = "-".join(re.findall(r"[^\W_]+", tag.lower()))
        yield f'<category domain="post_tag" nicename="{escaped(nicename)}">{_cdata(tag)}</category>\n'


def _cdata(text: str) -> str:
    return f"<![CDATA[{characters(text).replace(']]>', ']]]]><![CDATA[>')}]]>"


TARGET = Target(name="wxr", options=WxrOptions, render=render, together=True)
