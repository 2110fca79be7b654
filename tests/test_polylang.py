"""Posts at a site with Polylang: each in its language, and linked with its original where the plugin can do that.

The site is a stand-in. It does what the plugin's source does with the requests of ours (polylang 3.7 and 3.8,
``include/crud-posts.php``, ``modules/REST``; Pro's ``PLL_REST_Post``): only ``lang`` in the address counts for the free
plugin; Pro refuses to filter by a language that is not there, and merges ``translations`` into the original's group.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from translate_flow.errors import EngineError
from translate_flow.publishing import polylang
from translate_flow.publishing.model import Article, Credits, Job, Original
from translate_flow.publishing.wordpress import TARGET, WordPressOptions

LANGUAGES = [
    {"slug": "es", "locale": "es_ES", "w3c": "es-ES"},
    {"slug": "en", "locale": "en_GB", "w3c": "en-GB"},
    {"slug": "fr", "locale": "fr_FR", "w3c": "fr-FR"},
    {"slug": "pt", "locale": "pt_PT", "w3c": "pt-PT"},
    {"slug": "br", "locale": "pt_BR", "w3c": "pt-BR"},
]
SLUGS = {one["slug"] for one in LANGUAGES}


@dataclass
class Site:
    """What it has."""

    pro: bool
    installed: bool = True
    url: str = ""
    language: dict[int, str] = field(default_factory=lambda: {41: "es", 43: "fr"})
    group: dict[str, int] = field(default_factory=lambda: {"es": 41, "fr": 43})
    tags: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, query: dict[str, str]) -> tuple[int, Any]:
        if path == "":
            return 200, {"namespaces": ["wp/v2", "pll/v1"] if self.installed else ["wp/v2"]}
        if path == "pll/v1/languages":
            return 200, LANGUAGES
        if self.pro and query.get("lang", "") not in SLUGS | {""}:
            return 400, {"code": "rest_invalid_param", "message": "lang is not one of …"}
        if path == "wp/v2/posts" and query.get("slug") == "puente" and query.get("lang") == "es":
            return 200, [{"id": 41} | ({"lang": "es", "translations": self.group} if self.pro else {})]
        return 200, []

    def post(self, path: str, query: dict[str, str], told: dict[str, Any]) -> tuple[int, Any]:
        if path == "wp/v2/tags":
            self.tags[told["name"]] = query.get("lang", "")
            return 201, {"id": len(self.tags)}
        lang = query.get("lang") or (told.get("lang") if self.pro else None) or "es"
        self.language[42] = lang
        if self.pro and isinstance(told.get("translations"), dict):
            fitting = {code: post for code, post in told["translations"].items() if self.language.get(post) == code}
            self.group |= {lang: 42, **fitting}
        raw = {name: {"raw": told[name]} for name in ("title", "excerpt", "content")}
        return 201, {"id": 42, "link": f"{self.url}/?p=42", "status": "draft", **raw}


@contextmanager
def running(site: Site) -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            self.answer(*site.get(parts.path.removeprefix("/wp-json/").strip("/"), flat(parts.query)))

        def do_POST(self) -> None:
            parts = urlsplit(self.path)
            told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self.answer(*site.post(parts.path.removeprefix("/wp-json/"), flat(parts.query), told))

        def answer(self, status: int, told: Any) -> None:
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    def flat(query: str) -> dict[str, str]:
        return {name: values[-1] for name, values in parse_qs(query).items()}

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        site.url = f"http://127.0.0.1:{server.server_port}"
        yield site
        server.shutdown()


def publish(site: Site, language: str = "en-GB", *tags: str) -> None:
    options = WordPressOptions.model_validate({"target": "wordpress", "url": site.url, "user": "vera"})
    article = Article(
        document="puente.md", language=language, headline="The Bridge", body="<p>It sings.</p>", slug="bridge",
        tags=tags, original=Original("El puente", "es", f"{site.url}/2026/puente/"),
        credits=Credits("Translated by Eva Muestra"),
    )  # fmt: skip
    assert TARGET.connect is not None
    TARGET.connect(Job(name="wp", options=options, key="abcd efgh")).put(article, None)


@pytest.mark.parametrize("pro", [False, True])
def test_a_post_and_its_tags_get_their_language_from_either_plugin(pro: bool) -> None:
    with running(Site(pro)) as site:
        publish(site, "en-GB", "bridges")
    assert site.language[42] == "en"
    assert site.tags == {"bridges": "en"}


def test_pro_links_the_post_with_its_original_and_its_other_translations() -> None:
    with running(Site(pro=True)) as site:
        publish(site)
    assert site.group == {"es": 41, "fr": 43, "en": 42}


def test_the_free_plugin_has_no_links_to_set() -> None:
    with running(Site(pro=False)) as site:
        publish(site)
    assert site.group == {"es": 41, "fr": 43}


def test_a_translation_that_somebody_made_there_keeps_its_place() -> None:
    with running(Site(pro=True)) as site:
        site.group["en"], site.language[39] = 39, "en"
        publish(site)
    assert site.group["en"] == 39


def test_a_language_that_the_site_lacks_is_named_before_anything_is_made() -> None:
    said = "Polylang has no language de there; add it in Polylang's settings"
    with running(Site(pro=True)) as site, pytest.raises(EngineError, match=said):
        publish(site, "de", "Brücken")
    assert 42 not in site.language
    assert not site.tags


def test_without_polylang_no_language_is_sent() -> None:
    with running(Site(pro=False, installed=False)) as site:
        publish(site, "de")
    assert site.language[42] == "es"


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("es", "es"),
        ("es-CU", "es"),
        ("en-GB", "en"),
        ("en", "en"),
        ("pt-BR", "br"),
        ("pt-PT", "pt"),
        ("pt", ""),
        ("de", ""),
    ],
)
def test_a_language_is_the_one_with_its_tag_else_the_only_one_of_its_kind(language: str, code: str) -> None:
    assert polylang.code(language, LANGUAGES) == code
