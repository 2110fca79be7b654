"""Target ``wordpress``: posts through WordPress' REST API, with an application password.

A post is made once. It is found again by its recorded id, and by a mark in its content: the id of the element with the
credits, which no editor sees and no role of WordPress loses. Before anything is made, the mark is looked for; when an
answer does not come, too, because the post may be there all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from html import unescape
from typing import Annotated, Any, Literal, cast
from urllib.parse import urlsplit

from pydantic import AfterValidator

from translate_flow.errors import EngineError
from translate_flow.publishing import polylang, posts, tree
from translate_flow.publishing.model import Article, Base, Image, Job, Options, Posted, Target
from translate_flow.publishing.page import pictures_of
from translate_flow.publishing.wordpress_api import Api, RefusedError

_TAKEN = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
"""Pictures that every WordPress takes."""
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})


def _safe(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in _HERE:
        raise ValueError("a password must not travel in the clear: give an https address")
    return url


class WordPressOptions(Options):
    """What the settings say of a WordPress."""

    url: Annotated[Base, AfterValidator(_safe)]
    """The site's address."""
    user: str
    """Who publishes there: a login that may edit posts. Its application password never stands here."""
    status: Literal["draft", "pending", "private", "publish"] = "draft"
    """Of new posts; one that is there keeps its own."""
    categories: tuple[str, ...] = ()
    """Names of categories of new posts; they must be there."""
    timeout: float = 30.0
    """Seconds that one request may take."""


class WordPress:
    """A connection to one site."""

    def __init__(self, options: WordPressOptions, key: str) -> None:
        self._options = options
        self._api = Api(options.url, options.user, key, options.timeout)

    def find(self, article: Article, known: str) -> Posted | None:
        """The article's post. Raises :class:`EngineError` where it is in the trash, or the site cannot be asked."""
        self._api.require("edit_posts")
        if known.isdecimal():
            try:
                return self._ours(self._api.get(f"posts/{known}", context="edit"), article)
            except RefusedError as refused:
                if refused.status not in (404, 410):
                    raise
        return self._marked(article)

    def _ours(self, post: Any, article: Article) -> Posted:
        """The post, if it has the article's mark. Raises :class:`EngineError` where it is not sure to be ours."""
        if not _has_mark(post, article):
            remedy = "put its credit back there (an earlier revision has it), or delete the post for good"
            where = f"{self._options.url}/?p={post['id']}"
            raise EngineError(
                f"the element “{article.mark}” is gone, so the post may be another", where=where, remedy=remedy
            )
        return self._posted(post)

    def text(self, article: Article) -> str:
        """Title and content as they would be sent, with the pictures that are there already."""
        there = {image.address: found[1] for image in _pictures(article) if (found := self._uploaded(image))}
        return _text(article.headline, article.dek, _content(article, there))

    def put(self, article: Article, posted: Posted | None) -> Posted:
        """Make the post, or change it in place."""
        if posted is None:
            return self._made(article)
        return self._posted(self._api.post(f"posts/{posted.id}", self._told(article)))

    def _told(self, article: Article) -> dict[str, Any]:
        """What a post says, old or new; its pictures are at the site then."""
        pictures = {image.address: self._upload(image) for image in _pictures(article)}
        told: dict[str, Any] = {
            "title": article.headline,
            "content": _content(article, {address: url for address, (_, url) in pictures.items()}),
            "excerpt": article.dek,
        }
        if article.lead and article.lead.address in pictures:
            told["featured_media"] = pictures[article.lead.address][0]
        return told

    def _made(self, article: Article) -> Posted:
        """A new post. What the site lacks is told before anything is made."""
        language = self._language(article.language)
        lang = {"lang": language} if language else {}
        terms = {
            "categories": list(self._categories()),
            "translations": self._group(article, language) if language else {},
            "tags": list(self._tags(article, lang)),
        }
        told = {"slug": article.slug, "status": self._options.status} | {key: one for key, one in terms.items() if one}
        told |= self._told(article)
        try:
            return self._posted(self._api.post("posts", told, **lang))
        except EngineError:
            # The answer is lost, the post perhaps is not.
            with suppress(EngineError):
                if (made := self._marked(article)) is not None:
                    return made
            raise

    def _posted(self, post: Any) -> Posted:
        if post.get("status") == "trash":
            where = f"{self._options.url}/?p={post['id']}"
            raise EngineError("it is in the trash there", where=where, remedy="restore it, or delete it for good")
        raw = (post[name]["raw"] for name in ("title", "excerpt", "content"))
        return Posted(str(post["id"]), str(post["link"]), _text(*raw))

    def _marked(self, article: Article) -> Posted | None:
        """The post with the article's mark: by a search for it, and, where a plugin searches otherwise, by its slug.

        One in the trash counts, too, if there is no other.
        """
        for query in ({"search": article.mark}, {"slug": article.slug}):
            found = self._api.get("posts", context="edit", status="any,trash", per_page=20, **query)
            ours = [post for post in found if _has_mark(post, article)]
            if ours:
                return self._posted(min(ours, key=lambda post: bool(post["status"] == "trash")))
        return None

    # ---- languages, where the site has Polylang ------------------------------------------------------------------

    @cached_property
    def _languages(self) -> list[dict[str, Any]] | None:
        """The site's languages; ``None`` where it has no Polylang."""
        there = polylang.NAMESPACE in self._api.namespaces
        return list(self._api.get("languages", of=polylang.NAMESPACE)) if there else None

    def _language(self, tag: str) -> str:
        """The site's code for the language; empty where it has no Polylang."""
        if self._languages is None:
            return ""
        code = polylang.code(tag, self._languages)
        if not code:
            remedy = "add it in Polylang's settings"
            raise EngineError(f"Polylang has no language {tag} there", where=self._options.url, remedy=remedy)
        return code

    def _group(self, article: Article, language: str) -> dict[str, int]:
        """The original, if it stands at the site, and its other translations."""
        address = urlsplit(article.original.address)
        slug = address.path.strip("/").rpartition("/")[2]
        source = polylang.code(article.original.language, self._languages or ())
        if not (slug and source) or address.netloc != urlsplit(self._options.url).netloc:
            return {}
        found = self._api.get("posts", slug=slug, lang=source)
        return polylang.group(found[0], language) if found else {}

    # ---- pictures and terms -------------------------------------------------------------------------------------

    def _uploaded(self, image: Image) -> tuple[int, str] | None:
        """Id and address of a picture that the site has from us."""
        found = self._api.get("media", slug=_name(image).partition(".")[0], context="edit")
        return (int(found[0]["id"]), str(found[0]["source_url"])) if found else None

    def _upload(self, image: Image) -> tuple[int, str]:
        if there := self._uploaded(image):
            return there
        made = self._api.upload(_name(image), image.kind, image.data, image.alt)
        return int(made["id"]), str(made["source_url"])

    def _tags(self, article: Article, lang: dict[str, str]) -> Iterator[int]:
        """Ids of the tags; one that the user may not make is left out."""
        for name in article.tags:
            if known := self._term("tags", name, lang):
                yield known
                continue
            try:
                yield int(self._api.post("tags", {"name": name}, **lang)["id"])
            except RefusedError as refused:
                if refused.status not in (400, 401, 403):
                    raise

    def _categories(self) -> Iterator[int]:
        for name in self._options.categories:
            known = self._term("categories", name, {})  # Polylang puts its translation in its place
            if not known:
                raise EngineError(f"it has no category “{name}”", where=self._options.url, remedy="make it there")
            yield known

    def _term(self, kind: str, name: str, lang: dict[str, str]) -> int:
        found = self._api.get(kind, search=name, per_page=100, **lang)
        return next((int(term["id"]) for term in found if unescape(term["name"]).casefold() == name.casefold()), 0)


def _pictures(article: Article) -> list[Image]:
    return [image for image in pictures_of(article) if image.kind in _TAKEN]


def _content(article: Article, pictures: dict[str, str]) -> str:
    return posts.content(article, tree.with_sources(article.body, pictures))


def _has_mark(post: Any, article: Article) -> bool:
    return f'id="{article.mark}"' in post["content"]["raw"]


def _text(title: str, excerpt: str, content: str) -> str:
    return f"{title}\n\n{excerpt}\n\n{content}"


def _name(image: Image) -> str:
    return f"translate-flow-{image.name}"


def _connect(job: Job) -> WordPress:
    options = cast(WordPressOptions, job.options)
    return WordPress(options, re.sub(r"\s", "", job.key))


TARGET = Target(name="wordpress", options=WordPressOptions, connect=_connect)
