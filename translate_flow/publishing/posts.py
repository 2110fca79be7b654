"""The content of a WordPress post: byline, body, credit. For headline, dek, tags and date a post has fields."""

from __future__ import annotations

from html import escape

from translate_flow import languages
from translate_flow.publishing import colophon
from translate_flow.publishing.model import Article


def content(article: Article, body: str) -> str:
    """The article with this ``body`` as HTML; the credit's element has the article's mark as its id.

    The author of a post is somebody with an account there, so the byline stands in the text.
    """
    byline = article.byline or languages.enumerate_names(article.authors, article.language)
    head = f'<p class="byline">{escape(byline)}</p>\n' if byline else ""
    return f"{head}{body}\n{colophon.html(colophon.lines(article), article.mark)}"
