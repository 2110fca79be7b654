"""Bringing in: the best source of an article is taken, sites are asked politely, and bad input is one clear line."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import newsroom
import pytest
from hypothesis import given
from hypothesis import strategies as st
from requests.structures import CaseInsensitiveDict
from test_cli import run

from translate_flow.desk import segmenting
from translate_flow.desk.desk import Desk
from translate_flow.desk.intake.adding import Added, Into, add, expand
from translate_flow.desk.intake.finding import Finder
from translate_flow.desk.release import composing
from translate_flow.errors import InputError, UsageError
from translate_flow.fetching import feed, robots
from translate_flow.fetching.client import Answer, Client, Failed, Limits
from translate_flow.fetching.guard import is_public
from translate_flow.fetching.links import Link, links
from translate_flow.fetching.robots import Polite
from translate_flow.publishing.model import Options

SITE = "https://faro.example"
PARAGRAPHS = "".join(
    f"<p>El faro de Puerto Claro se apagó por {word} vez en una noche de niebla, y nadie en el puerto supo decir por"
    f" qué la lámpara, que ardía desde 1887, dejó de girar sin aviso.</p>"
    for word in ("primera", "segunda", "tercera", "cuarta")
)
PAGE = f"""<!DOCTYPE html><html lang="es-ES"><head><title>El faro | La Gaceta</title>
<meta property="article:published_time" content="2026-03-14T06:00:00+00:00">
{{head}}</head><body><header><p>La Gaceta</p></header><nav><a href="/">Portada</a></nav>
<article><p class="kicker">Puerto</p><h1>El faro se apaga</h1><p class="dek">Nadie supo por qué</p>
<p class="byline">Por Nuria Inventada</p>
<figure><img src="/faro.jpg" alt="El faro"><figcaption>El faro, a oscuras.</figcaption></figure>{PARAGRAPHS}
<p>Traducido por Otra Persona</p>
<p><a rel="license" href="https://licencias.example/by">CC BY</a></p></article>
<div class="comments"><p>Qué pena.</p></div><footer><p>© La Gaceta</p></footer></body></html>"""
WORDPRESS_HEAD = (
    f'<link rel="https://api.w.org/" href="{SITE}/wp-json/">'
    f'<link rel="alternate" type="application/json" href="{SITE}/wp-json/wp/v2/posts/7">'
)
POST = {
    "link": f"{SITE}/2026/faro/", "date_gmt": "2026-03-14T06:30:00",
    "title": {"rendered": "El faro se apaga &#8211; otra vez"},
    "content": {"rendered": f"<p>Por Nuria Inventada</p>{PARAGRAPHS}<script>anuncio()</script>"},
    "_embedded": {
        "author": [{"name": "Nuria Inventada"}],
        "wp:term": [[{"taxonomy": "category", "name": "Puerto"}],
                    [{"taxonomy": "post_tag", "name": "faros &amp; luces"}]],
        "wp:featuredmedia": [{"source_url": f"{SITE}/faro-grande.jpg"}],
    },
}  # fmt: skip
RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>La Gaceta</title><language>es</language>
<item><title>El faro &amp;amp; la noche</title><link>{SITE}/2026/faro/</link><dc:creator>Nuria Inventada</dc:creator>
<pubDate>Sat, 14 Mar 2026 06:00:00 +0000</pubDate><category>faros</category>
<description>El faro…</description><content:encoded><![CDATA[{PARAGRAPHS}<p>Del canal.</p>]]></content:encoded></item>
<item><title>La barca</title><link>{SITE}/2026/barca/</link><description>Una barca [&#8230;]</description></item>
</channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="es"><title>La Gaceta</title>
<entry><title type="html">El &lt;b&gt;faro&lt;/b&gt;</title><link rel="self" href="x"/><link href="/2026/faro/"/>
<published>2026-03-14T06:00:00Z</published><author><name>Nuria Inventada</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{PARAGRAPHS}</div></content></entry></feed>"""


class Web:
    """What a few addresses have; everything else is not there."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[str, bytes]] = {}
        self.asked: list[str] = []

    def put(self, address: str, text: str | bytes, kind: str = "text/html; charset=utf-8") -> "Web":
        self.pages[address] = (kind, text if isinstance(text, bytes) else text.encode())
        return self

    def get(self, address: str) -> Answer:
        self.asked.append(address)
        path = address.partition("?")[0]
        kind, body = self.pages.get(address) or self.pages.get(path) or ("text/html", b"")
        status = 200 if address in self.pages or path in self.pages else 404
        return Answer(address, status, CaseInsensitiveDict({"content-type": kind}), body)


def bring(desk: Desk, web: Web, what: str = f"{SITE}/2026/faro/", last: int = 10, **into: Any) -> list[Added]:
    finder = Finder(web.get)
    return [add(desk, item, finder, Into(**into)) for item in expand(what, finder, last)]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return newsroom.desk(tmp_path, articles={})


def text_of(desk: Desk, added: Added) -> str:
    return desk.source(added.document).read_text()


# ---- sources ------------------------------------------------------------------------------------------------------


def test_a_page_is_read_by_its_roles_without_furniture(desk: Desk) -> None:
    (one,) = bring(desk, Web().put(f"{SITE}/2026/faro/", PAGE.format(head="")))
    assert (one.document, one.state, one.source, one.languages) == ("faro.html", "new", "page", ("en",))
    text = text_of(desk, one)
    head, body = text.split("---\n")[1:]
    assert head.splitlines() == [
        f"original: {SITE}/2026/faro/",
        "date: 2026-03-14T06:00:00+00:00",
        "license: https://licencias.example/by",
    ]
    assert body.startswith('<article lang="es-ES">\n<p class="kicker">Puerto</p>\n<h1>El faro se apaga</h1>\n')
    assert '<p class="dek">Nadie supo por qué</p>\n<p class="byline">Por Nuria Inventada</p>\n<figure>' in body
    assert f'<img src="{SITE}/faro.jpg" alt="El faro">' in body
    assert "<figcaption>El faro, a oscuras.</figcaption>" in body
    assert "Traducido por Otra Persona" in body
    for alien in ("Portada", "Qué pena", "©", "La Gaceta"):
        assert alien not in body


def test_what_is_brought_in_can_be_translated_and_published(desk: Desk) -> None:
    bring(desk, Web().put(f"{SITE}/2026/faro/", PAGE.format(head="")))
    segmenting.segment_documents(desk, ["faro.html"], newsroom.NOW)
    newsroom.translate(desk, also={"El faro se apaga": "The Lighthouse Goes Dark"})
    article = composing.compose(desk, "faro.html", "en", Options(target="page"))
    assert not isinstance(article, tuple)
    assert (article.headline, article.byline) == ("The Lighthouse Goes Dark", "Por Nuria Inventada")
    assert article.original.address == f"{SITE}/2026/faro/"
    assert article.license_address == "https://licencias.example/by"


def test_the_sites_wordpress_comes_first(desk: Desk) -> None:
    web = Web().put(f"{SITE}/2026/faro/", PAGE.format(head=WORDPRESS_HEAD))
    web.put(f"{SITE}/wp-json/wp/v2/posts/7", json.dumps(POST), "application/json")
    (one,) = bring(desk, web)
    text = text_of(desk, one)
    assert one.source == "wordpress"
    assert "<h1>El faro se apaga – otra vez</h1>" in text
    assert "date: 2026-03-14T06:30:00+00:00" in text
    assert "tags: faros & luces" in text
    assert f"image: {SITE}/faro-grande.jpg" in text
    assert "anuncio" not in text
    assert text.count("Por Nuria Inventada") == 1


def test_a_post_that_the_page_does_not_link_is_found_by_its_slug(desk: Desk) -> None:
    head = f'<link href="{SITE}/wp-json/" rel="https://api.w.org/">'
    web = Web().put(f"{SITE}/2026/faro/", PAGE.format(head=head))
    web.put(f"{SITE}/wp-json/wp/v2/posts", json.dumps([POST]), "application/json")
    (one,) = bring(desk, web)
    assert one.source == "wordpress"
    assert any("slug=faro" in address for address in web.asked)


@pytest.mark.parametrize(
    "answer", ['{"code": "rest_forbidden"}', "[]", "no JSON", json.dumps(POST | {"link": f"{SITE}/otra/"})]
)
def test_a_wordpress_that_does_not_give_the_post_is_passed_over(answer: str, desk: Desk) -> None:
    web = Web().put(f"{SITE}/2026/faro/", PAGE.format(head=WORDPRESS_HEAD))
    web.put(f"{SITE}/wp-json/wp/v2/posts/7", answer, "application/json")
    assert bring(desk, web)[0].source == "page"


def test_a_feed_with_the_whole_article_comes_before_the_page(desk: Desk) -> None:
    head = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    web = Web().put(f"{SITE}/2026/faro/", PAGE.format(head=head)).put(f"{SITE}/feed", RSS, "application/rss+xml")
    (one,) = bring(desk, web)
    assert one.source == "feed"
    text = text_of(desk, one)
    assert "<p>Del canal.</p>" in text
    assert '<p class="byline">Por Nuria Inventada</p>' in text
    assert "tags: faros" in text


def test_a_feed_brings_in_its_latest_articles(desk: Desk) -> None:
    web = Web().put(f"{SITE}/feed", RSS, "text/xml")
    web.put(f"{SITE}/2026/barca/", PAGE.format(head="").replace("El faro se apaga", "La barca"))
    found = bring(desk, web, f"{SITE}/feed")
    assert [(one.document, one.source) for one in found] == [("faro.html", "feed"), ("barca.html", "page")]
    assert "<h1>El faro &amp; la noche</h1>" in text_of(desk, found[0])
    assert len(bring(desk, web, f"{SITE}/feed", last=1)) == 1


def test_atom_with_xhtml_is_a_feed_too(desk: Desk) -> None:
    (one,) = bring(desk, Web().put(f"{SITE}/atom", ATOM, "application/atom+xml"), f"{SITE}/atom")
    assert one.address == f"{SITE}/2026/faro/"
    text = text_of(desk, one)
    assert "<h1>El faro</h1>" in text
    assert "author: Nuria Inventada" in text
    assert text.count("<p>El faro de Puerto Claro") == 4


def test_files_are_brought_in_as_they_are(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "nota.md").write_text("# Una nota\r\n")
    (one,) = bring(desk, Web(), str(tmp_path / "nota.md"), folder="notas")
    assert one.document == "notas/nota.md"
    assert desk.source(one.document).read_bytes() == b"# Una nota\r\n"
    web = Web().put(f"{SITE}/notas/mar.md", "# Mar\n", "text/markdown")
    assert bring(desk, web, f"{SITE}/notas/mar.md")[0].document == "mar.md"


def test_another_language_has_a_folder_of_its_own(desk: Desk) -> None:
    page = PAGE.format(head="").replace('lang="es-ES"', 'lang="fr"')
    (one,) = bring(desk, Web().put(f"{SITE}/2026/faro/", page))
    assert one.document == "fr/faro.html"


def test_what_is_there_is_not_overwritten_unasked(desk: Desk) -> None:
    web = Web().put(f"{SITE}/2026/faro/", PAGE.format(head=""))
    bring(desk, web)
    assert bring(desk, web)[0].state == "unchanged"
    web.put(f"{SITE}/2026/faro/", PAGE.format(head="").replace("se apaga", "se enciende"))
    with pytest.raises(InputError, match=r"faro\.html: it is there already, and differs; give --update"):
        bring(desk, web)
    assert bring(desk, web, update=True)[0].state == "changed"


def test_trafilatura_is_the_last_resort(desk: Desk) -> None:
    pytest.importorskip("trafilatura")
    rows = PARAGRAPHS.replace("<p>", "").replace("</p>", "<br><br>")
    page = f"<html><head><title>El faro</title></head><body><table><tr><td>{rows}</td></tr></table></body></html>"
    (one,) = bring(desk, Web().put(f"{SITE}/2026/faro/", page))
    assert "por cuarta vez" in text_of(desk, one)


def test_the_command_brings_in_files_and_says_what_becomes_of_them(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(desk.root)
    (tmp_path / "nota.md").write_text("# Una nota\n")
    assert "sources/nota.md: new, from file → en" in run("add", "nota.md").output
    told = json.loads(run("add", "nota.md", "nada.md", "--json", code=3).stdout)
    assert told["documents"][0]["state"] == "unchanged"
    assert told["errors"] == ["nada.md: there is no such document; check the name"]


# ---- bad input ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "kind", "said"),
    [
        ("", "image/png", "this is image/png, no article"),
        ("<html><body></body></html>", "text/html", "no article is found on this page"),
        ("<rss><channel></channel></rss>", "text/xml", "the feed has no articles"),
        ("<rss><channel><item>", "application/rss+xml", "the feed is no XML"),
        ("<rss><item><title>Mar</title></item></rss>", "text/xml", "“Mar” has neither text nor address"),
    ],
)
def test_what_is_no_article_is_one_clear_line(page: str, kind: str, said: str, desk: Desk) -> None:
    with pytest.raises(InputError) as error:
        bring(desk, Web().put(f"{SITE}/2026/faro/", page, kind))
    assert said in str(error.value)
    assert SITE in str(error.value)
    assert not any(path.is_file() and path.suffix == ".html" for path in desk.sources.rglob("*"))


def test_an_address_with_nothing_behind_it_is_one_clear_line(desk: Desk) -> None:
    with pytest.raises(InputError, match=r"https://faro\.example/nada: there is nothing at this address \(HTTP 404\)"):
        bring(desk, Web(), f"{SITE}/nada")
    with pytest.raises(InputError, match="only http and https addresses are fetched"):
        bring(desk, Web(), "ftp://faro.example/x")
    with pytest.raises(InputError, match="there is no such document"):
        bring(desk, Web(), "nada.md")


def test_a_folder_outside_of_the_sources_is_refused(desk: Desk) -> None:
    with pytest.raises(UsageError, match="not below sources/"):
        bring(desk, Web().put(f"{SITE}/2026/faro/", PAGE.format(head="")), folder="../..")


@given(st.text(max_size=200))
def test_any_xml_is_a_feed_or_one_clear_line(inside: str) -> None:
    with suppress(InputError):
        feed.entries(f"<rss><item>{inside}</item></rss>".encode("utf-8", "replace"), "x")


def test_entities_of_a_feed_are_not_expanded() -> None:
    bomb = '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><item><title>&a;</title></item></rss>'
    assert feed.entries(bomb.encode(), "x")[0].title == "&a;"


# ---- robots, links, addresses -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /\nAllow: /noticias/", "/noticias/a", True),
        ("User-agent: *\nDisallow: /*?replytocom", "/a?replytocom=3", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf?x", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf", False),
        ("User-agent: otro\nDisallow: /\n\nUser-agent: *\nDisallow: /x", "/a", True),
        ("User-agent: *\nAllow: /\n\nUser-agent: translate-flow/1.0\nDisallow: /", "/a", False),
        ("User-agent: uno\nUser-agent: translate-flow\nDisallow: /a # aquí no", "/a/b", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),
    ],
)
def test_robots_are_read_as_the_standard_says(text: str, path: str, allowed: bool) -> None:
    assert robots.parse(text).allows(f"{SITE}{path}") is allowed


@given(st.text(alphabet="UserAgntDisalow:/*$ .-\n#x", max_size=80))
def test_any_text_is_a_robots_file(text: str) -> None:
    robots.parse(text).allows(f"{SITE}/x")


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "::", "::1", "fe80::1%eth0", "fc00::1",
     "::ffff:10.0.0.1", "2002:7f00:1::", "224.0.0.1", "100.64.0.1", "64:ff9b::a00:1"],
)  # fmt: skip
def test_private_addresses_are_known(address: str) -> None:
    assert not is_public(address)


def test_public_addresses_are_known() -> None:
    assert is_public("93.184.215.14")
    assert is_public("2606:2800:21f:cb07:6820:80da:af6b:8b2c")


def test_links_are_read_from_header_and_page() -> None:
    headers = CaseInsensitiveDict(
        {"Link": f'<{SITE}/wp-json/>; rel="https://api.w.org/", </x>; title="a, b"; rel=alternate; type="text/x"'}
    )
    page = "<link rel='alternate' type=\"application/rss+xml\" href='/feed?a=1&amp;b=2'><link rel=icon>"
    assert links(Answer(f"{SITE}/a", 200, headers, b""), page) == [
        Link("https://api.w.org/", f"{SITE}/wp-json/"),
        Link("alternate", f"{SITE}/x", "text/x"),
        Link("alternate", f"{SITE}/feed?a=1&b=2", "application/rss+xml"),
    ]


# ---- a real server ------------------------------------------------------------------------------------------------

Behaviour = Callable[[BaseHTTPRequestHandler], None]


@pytest.fixture
def served() -> Iterator[Callable[[dict[str, Behaviour]], str]]:
    """Starts a server of a few paths, each with its behaviour; gives its address."""
    running: list[ThreadingHTTPServer] = []

    def serve(paths: dict[str, Behaviour]) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                paths.get(self.path, says("", status=404))(self)

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        running.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield serve
    for server in running:
        server.shutdown()
        server.server_close()


def says(body: str | bytes, kind: str = "text/html", status: int = 200, **headers: str) -> Behaviour:
    def answer(one: BaseHTTPRequestHandler) -> None:
        data = body if isinstance(body, bytes) else body.encode()
        one.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(data)), **headers}.items():
            one.send_header(name, value)
        one.end_headers()
        one.wfile.write(data)

    return answer


def drips(one: BaseHTTPRequestHandler) -> None:
    one.send_response(200)
    one.end_headers()
    with suppress(OSError):
        for _ in range(100):
            one.wfile.write(b"<p>")
            time.sleep(0.05)


def pours(one: BaseHTTPRequestHandler) -> None:
    one.send_response(200)
    one.end_headers()
    with suppress(OSError):
        while True:
            one.wfile.write(b"x" * 65536)


def moved(to: str) -> Behaviour:
    return says("", status=302, Location=to)


HERE = Limits(private=True, pause=0.0, seconds=0.5, size=500_000)


@pytest.mark.server
@pytest.mark.parametrize(
    ("paths", "said"),
    [
        ({"/a": moved("/b"), "/b": moved("/a")}, "it redirects in a circle"),
        ({f"/{'a' * n}": moved(f"/{'a' * (n + 1)}") for n in range(1, 9)}, "it redirects more than 5 times"),
        ({"/a": drips}, "its answer takes longer than 0.5 seconds"),
        ({"/a": pours}, "its answer is larger than 0 MB"),
        ({"/a": lambda _one: time.sleep(2)}, "no answer within 0.5 seconds"),
        ({"/a": moved("file:///etc/passwd")}, "is no http or https address"),
        ({"/robots.txt": says("User-agent: *\nDisallow: /a", "text/plain")}, "its robots.txt does not allow"),
        ({"/robots.txt": says("", status=503)}, r"its robots.txt cannot be read (HTTP 503)"),
    ],
)
def test_a_server_that_misbehaves_is_one_clear_line(
    served: Callable[[dict[str, Behaviour]], str], paths: dict[str, Behaviour], said: str
) -> None:
    url = served(paths)
    with pytest.raises(Failed) as error:
        Polite(Client(HERE)).get(f"{url}/a")
    assert said in str(error.value)


@pytest.mark.server
def test_private_addresses_are_refused_and_by_redirect_too(served: Callable[[dict[str, Behaviour]], str]) -> None:
    url = served({"/a": says("secret")})
    for address in (url, url.replace("127.0.0.1", "localhost")):
        with pytest.raises(Failed, match="it is at a private address, which is not allowed"):
            Client(Limits()).get(f"{address}/a")
    assert Client(HERE).get(f"{url}/a").body == b"secret"


@pytest.mark.server
def test_a_name_that_resolves_elsewhere_the_second_time_leads_nowhere(
    served: Callable[[dict[str, Behaviour]], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    url = served({"/a": says("secret")})
    real, calls = socket.getaddrinfo, list[object]()

    def rebinding(host: str, port: int, *rest: Any, **more: Any) -> Any:
        calls.append(host)
        if len(calls) == 1:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", port))]
        return real("127.0.0.1", port, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    with pytest.raises(Failed, match="private address"):
        Client(Limits()).get(url.replace("127.0.0.1", "faro.example") + "/a")
    assert len(calls) == 2


@pytest.mark.server
def test_a_site_is_asked_at_the_pace_that_it_wishes(
    served: Callable[[dict[str, Behaviour]], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    url = served(
        {"/robots.txt": says("User-agent: *\nCrawl-delay: 30", "text/plain"), "/a": says("x"), "/b": says("y")}
    )
    polite = Polite(Client(HERE))
    polite.get(f"{url}/a")
    waits: list[float] = []
    monkeypatch.setattr("translate_flow.fetching.client.time.sleep", waits.append)
    polite.get(f"{url}/b")
    assert 20 < sum(waits) <= 30
