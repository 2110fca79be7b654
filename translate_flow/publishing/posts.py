"""The content of a WordPress post: byline, body, credit. For headline, dek, tags and date a post has fields."""

from __future__ import annotations

from html import escape

from translate_flow.publishing import colophon
from translate_flow.publishing.model import Article


def content(article: Article, body: str) -> str:
    """The article with this ``body`` as HTML; the credit's element has the article's mark as its id.

    The author of a post is somebody with an account there, so the byline stands in the text.
    """
    head = f'<p class="byline">{escape(article.signed)}</p>\n' if article.signed else ""
    return f"{head}{body}\n{colophon.html(colophon.lines(article), article.mark)}"
