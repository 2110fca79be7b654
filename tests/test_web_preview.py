"""A preview shows the desk's own pictures, and fetches nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from webdesk import ANA, LUIS, Site

from translate_flow.desk.segmenting import segment_documents
from translate_flow.desk.staff.rights import Role

NOW = "2026-05-02T10:00:00+00:00"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
DOCUMENT = "en/boats.html"
BODY = """<h1>Boats</h1>
<p><img src="img/first boat.png" alt="A boat" name="forms" srcset="https://elsewhere.example/2x.png 2x">
<IMG alt='b' src='/en/img/second.webp?w=300'><img src=img/third.gif><img src="img/&#102;ourth.svg"/>
<img src="img/first%20boat.png#top"><img src="img/absent.png"><img src="https://elsewhere.example/a.png">
<img src="//elsewhere.example/b.png"><img src="../../secret.png"><img src="../translate-flow.toml">
<img src="data:image/png;base64,AAAA"><video poster="img/third.gif" src="img/film.mp4"></video></p>
"""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    folder = tmp_path / "desk"
    folder.mkdir()
    with Site(folder) as found:
        pictures = folder / "sources/en/img"
        pictures.mkdir()
        for name in ("first boat.png", "second.webp", "third.gif", "fourth.svg"):
            (pictures / name).write_bytes(PNG + name.encode())
        (tmp_path / "secret.png").write_bytes(PNG)
        (folder / "sources" / DOCUMENT).write_text(BODY, encoding="utf-8")
        (folder / "sources/en/boats.md").write_text("# Boats\n\n![A boat](img/third.gif)\n", encoding="utf-8")
        segment_documents(found.desk, [DOCUMENT, "en/boats.md"], NOW)
        yield found


def shown(page: str) -> list[str]:
    return [unescape(address) for address in re.findall(r'\s(?:src|srcset|poster)="([^"]*)"', page, re.IGNORECASE)]


@pytest.mark.parametrize(("name", "count"), [("boats.html", 5), ("boats.md", 1)])
def test_pictures_beside_the_article_are_shown_and_nothing_else_is_fetched(site: Site, name: str, count: int) -> None:
    ana = site.browser(ANA)
    addresses = shown(ana.get(f"/preview/es/en/{name}").text)
    assert len(addresses) == count
    for address in addresses:
        answer = ana.get(address)
        assert answer.status_code == 200
        assert answer.content.startswith(PNG)
        assert answer.headers["content-type"].startswith("image/")
        assert "sandbox" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "address",
    [
        "", "img/absent.png", "../../secret.png", "..%2f..%2fsecret.png", "/../../secret.png", "../boats.md",
        "../../translate-flow.toml", "img/third.gif\0", "file:///etc/passwd", "img", "img/../../../secret.png",
    ],
)  # fmt: skip
def test_only_pictures_of_the_desk_can_be_had(site: Site, address: str) -> None:
    assert site.browser(ANA).get(f"/picture/{DOCUMENT}", params={"address": address}).status_code == 404


def test_a_link_that_leads_out_of_the_desk_is_no_picture(site: Site, tmp_path: Path) -> None:
    (tmp_path / "desk/sources/en/img/link.png").symlink_to(tmp_path / "secret.png")
    assert site.browser(ANA).get(f"/picture/{DOCUMENT}", params={"address": "img/link.png"}).status_code == 404


@pytest.mark.parametrize("document", ["en/absent.html", "../secret.txt", "en/img/third.gif", ""])
def test_pictures_belong_to_articles_of_the_desk(site: Site, document: str) -> None:
    answer = site.browser(ANA).get(f"/picture/{quote(document)}", params={"address": "third.gif"})
    assert answer.status_code == 404


def test_on_a_closed_desk_only_its_people_see_pictures(site: Site) -> None:
    luis = site.member(LUIS, Role.TRANSLATOR, "es")
    where = {"address": "img/third.gif"}
    assert luis.get(f"/picture/{DOCUMENT}", params=where).status_code == 200
    assert site.browser().get(f"/picture/{DOCUMENT}", params=where).status_code == 303
