"""Target ``folder``: the merged documents, each in its source's format, as ``LANGUAGE/DOCUMENT``."""

from __future__ import annotations

from collections.abc import Sequence

from translate_flow.publishing.model import Article, Job, Target


def render(articles: Sequence[Article], job: Job) -> dict[str, bytes]:  # noqa: ARG001 - a target's signature
    """Each document as it was merged."""
    return {f"{article.language}/{article.document}": article.merged for article in articles}


TARGET = Target(name="folder", render=render)
