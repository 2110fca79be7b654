"""What stands before every page of the browser desk: hosts, origins, tokens, sizes, headers, cookies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner
from webdesk import ANA, ARTICLE, HERE, PASSWORD, TO, Browser, Site

from translate_flow.cli.app import app as commands
from translate_flow.desk.staff.rights import Role
from translate_flow.errors import UsageError
from translate_flow.web import server
from translate_flow.web.api import ENDPOINTS
from translate_flow.web.guard import LARGEST_BODY, LARGEST_UPLOAD

CHANGING = [f"/api/{one.name}" for one in ENDPOINTS if one.method == "POST"]
FORMS = ["/add", "/segment", "/name", "/language", "/sign-in", "/sign-out", "/join/nothing"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One for all tests here: whatever they send, nothing is changed."""
    with Site(tmp_path_factory.mktemp("desk")) as found:
        before = {path: path.read_bytes() for path in found.desk.root.rglob("*.po")}
        yield found
        assert before == {path: path.read_bytes() for path in found.desk.root.rglob("*.po")}


@pytest.mark.parametrize(
    "host",
    [
        "desk.example", "127.0.0.1.desk.example", "localhost.desk.example:8000", "127.0.0.1:8000.desk.example",
        "127.0.0.1@desk.example", "desk.example:8000", "192.0.2.7:8000", "0.0.0.0:8000", "[::]:8000",
        "[::1].desk.example", "localhost.", "localhost:", "localhost:80:80", "localhost:999999", "127.1",
        "2130706433", "", " ",
        "local host", "LOCALHOST.example", "ｌocalhost",
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/", "/api/status", "/static/editor.js", "/nothing"])
def test_a_name_that_is_not_this_desks_is_answered_nothing(site: Site, host: str, path: str) -> None:
    answer = site.browser().get(path, headers=[(b"host", host.encode())])
    assert answer.status_code == 421
    assert "articles" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost:8000", "LocalHost", "[::1]:8000"])
def test_the_loopbacks_names_are_answered(site: Site, host: str) -> None:
    assert site.browser().get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://desk.example"}, {"origin": "null"}, {"origin": "http://127.0.0.1:8001"},
        {"origin": "https://127.0.0.1:8000"}, {"origin": "http://localhost:8000"}, {"origin": ""},
        {"origin": f"{HERE} {HERE}"}, {"origin": f"{HERE}/"}, {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"}, {"origin": HERE, "sec-fetch-site": "cross-site"}, {"sec-fetch-site": ""},
    ],
)  # fmt: skip
def test_another_sites_pages_change_nothing_even_with_the_right_token(site: Site, headers: dict[str, str]) -> None:
    ana = site.browser(ANA)
    for path in CHANGING:
        answer = ana.post(path, json={}, headers={**headers, "x-csrf-token": ana.token})
        assert (answer.status_code, path) == (403, path)
    for path in FORMS:
        answer = ana.post(path, data={"csrf": ana.token, "name": "Eva"}, headers=headers)
        assert (answer.status_code, path) == (403, path)
    if headers.get("sec-fetch-site") == "cross-site":
        assert ana.get("/api/segments", params={"document": ARTICLE, "to": TO}, headers=headers).status_code == 403
        assert ana.get("/", headers=headers).status_code == 200, "a link from elsewhere still leads here"


def test_our_own_pages_may_change_things(site: Site) -> None:
    ana = site.browser(ANA)
    headers = {"origin": HERE, "sec-fetch-site": "same-origin", "x-csrf-token": ana.token}
    look = {"document": ARTICLE, "to": TO, "client": "one"}
    assert ana.post("/api/look", json=look, headers=headers).status_code == 200


@pytest.mark.parametrize("path", CHANGING)
def test_a_verb_without_the_token_of_this_browser_is_refused(site: Site, path: str) -> None:
    ana, other = site.browser(ANA), site.browser("Eva Ajena")
    for token in ("", "0" * 64, other.token, ana.token[:-1], ana.token.upper(), "ñ"):
        answer = ana.post(path, json={}, headers=[(b"x-csrf-token", token.encode("latin-1"))])
        assert (answer.status_code, token) == (403, token)
    assert ana.post(path, json={}).status_code == 403
    assert Browser(site.app, HERE).post(path, json={}, headers={"x-csrf-token": ana.token}).status_code == 403


@pytest.mark.parametrize("path", FORMS)
def test_a_form_without_the_token_of_this_browser_is_refused(site: Site, path: str) -> None:
    ana, other = site.browser(), site.browser()
    for token in ("", other.token, "ñ"):
        answer = ana.post(path, data={"csrf": token, "name": "Eva", "password": "x" * 12, "text": "A text."})
        assert (answer.status_code, token) == (403, token)
    assert ana.post(
        path, data={"csrf": ana.token}, files={"file": ("a.txt", b"A\n")} if path != "/add" else None
    ).status_code in (303, 400)
    assert Browser(site.app, HERE).post(path, data={"csrf": ana.token}, follow_redirects=False).status_code == 403


@pytest.mark.parametrize("length", [str(LARGEST_BODY + 1), "9" * 30, "9" * 5000, "-1", "1e3", "+1", "٣", ""])
def test_a_length_that_is_too_large_or_none_is_refused_before_anything_is_read(site: Site, length: str) -> None:
    ana = site.browser(ANA)
    for path in ("/api/edit", "/sign-in", "/name"):
        headers = [(b"content-length", length.encode()), (b"x-csrf-token", ana.token.encode())]
        assert ana.post(path, content=b"{}", headers=headers).status_code == 413


@pytest.mark.parametrize("path", ["/api/edit", "/sign-in", "/name", "/join/nothing"])
def test_a_body_that_grows_too_large_without_saying_so_is_refused(site: Site, path: str) -> None:
    ana = site.browser(ANA)
    given = 0

    def endless() -> Iterator[bytes]:
        nonlocal given
        while given < 4 * LARGEST_BODY:
            given += 65536
            yield b"a" * 65536

    kind = "application/x-www-form-urlencoded"
    answer = ana.post(path, content=endless(), headers={"x-csrf-token": ana.token, "content-type": kind})
    assert answer.status_code == 413


def test_an_article_may_be_larger_but_not_endless(site: Site) -> None:
    ana = site.browser(ANA)
    assert "no document format" in ana.upload("large.bin", b"a" * (LARGEST_BODY + 1)).text, "it was read"
    headers = {"content-length": str(LARGEST_UPLOAD + 1)}
    assert ana.post("/add", content=b"", headers=headers).status_code == 413


@pytest.mark.parametrize(
    "body", [b"", b"--x", b"--x\r\n\r\n", b"--x\r\ncontent-disposition: form-data\r\n\r\na\r\n--x--", b"--x--" * 900]
)
@pytest.mark.parametrize(
    "kind", ["multipart/form-data; boundary=x", "multipart/form-data", "multipart/form-data; boundary="]
)
def test_a_form_that_is_none_is_refused(site: Site, kind: str, body: bytes) -> None:
    ana = site.browser(ANA)
    assert ana.post("/add", content=body, headers={"content-type": kind}).status_code in (400, 403)


ANSWERS = [
    ("GET", "/"), ("GET", f"/edit/{TO}/{ARTICLE}"), ("GET", f"/preview/{TO}/{ARTICLE}"), ("GET", "/search?q=tuba"),
    ("GET", "/sign-in"), ("GET", "/api/status"), ("GET", "/api/openapi.json"), ("GET", "/static/editor.js"),
    ("GET", "/nothing"), ("GET", "/api/nothing"), ("GET", "/static/../pages.py"), ("POST", "/api/edit"),
    ("POST", "/name"), ("PUT", "/"), ("TRACE", "/"), ("OPTIONS", "/api/edit"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path"), ANSWERS)
def test_every_answer_says_how_it_may_be_used(site: Site, method: str, path: str) -> None:
    answer = site.browser().request(method, path)
    headers = answer.headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == headers["cross-origin-opener-policy"] == "same-origin"
    assert "access-control-allow-origin" not in headers
    assert "server" not in headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none';")
    assert "unsafe-eval" not in policy
    assert ("sandbox" in policy) == path.startswith("/preview/")
    assert ("'unsafe-inline'" in policy) == path.startswith("/preview/"), "styles of articles, nothing else"
    assert "allow-scripts" not in policy
    assert path.startswith("/static/e") or headers["cache-control"] == "no-store"


def test_no_page_has_a_script_or_style_of_its_own(site: Site) -> None:
    for method, path in ANSWERS:
        text = site.browser(ANA).request(method, path).text
        if not path.startswith(("/static", "/api", "/preview")):
            assert not re.findall(r"<script(?! type=\"(?:module\" src=\"/static/|application/json\"))", text)
            assert not re.findall(r"<[^>]*\s(?:on\w+|style)=", text)


def test_cookies_are_for_this_server_alone_and_for_no_script(site: Site) -> None:
    for secure in (False, True):
        browser = site.browser(base_url="https://127.0.0.1:8000" if secure else HERE)
        answers = [browser.get("/"), browser.submit("/name", name=ANA), browser.submit("/language", language="en")]
        for answer in answers:
            (cookie,) = answer.headers.get_list("set-cookie")
            parts = {part.strip().lower() for part in cookie.split(";")[1:]}
            assert {"httponly", "samesite=strict", "path=/"} <= parts
            assert ("secure" in parts) is secure
            assert not [part for part in parts if part.startswith("domain")]


def test_the_session_comes_with_such_a_cookie_and_goes_with_it(tmp_path: Path) -> None:
    with Site(tmp_path) as site:
        site.member(ANA, Role.EDITOR)
        browser = site.browser()
        answer = browser.submit("/sign-in", name=ANA, password=PASSWORD)
        assert re.fullmatch(
            r"tf-session=[\w-]{43}; HttpOnly; Max-Age=7776000; Path=/; SameSite=Strict", answer.headers["set-cookie"]
        )
        assert "Max-Age=0;" in browser.submit("/sign-out").headers["set-cookie"]


@pytest.mark.parametrize(
    "options",
    [
        ["--address", "0.0.0.0"], ["--address", "192.0.2.7"], ["--address", "::"],  # noqa: S104
        ["--host-name", "desk.example"],
        ["--behind-proxy"], ["--address", "desk.example"],
    ],
)  # fmt: skip
def test_a_desk_without_people_is_not_served_to_others(
    site: Site, options: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(site.desk.root)
    result = CliRunner().invoke(commands, ["serve", *options])
    assert isinstance(result.exception, UsageError)
    assert "this desk has no people" in str(result.exception)
    assert "users add" in str(result.exception)
    assert "\n" not in str(result.exception)


@pytest.mark.parametrize(
    ("address", "own"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("127.8.0.1", True), ("::", False),
     ("0.0.0.0", False),  # noqa: S104
     ("10.0.0.1", False), ("127.0.0.1.desk.example", False), ("::ffff:127.0.0.1", False), ("", False)],
)  # fmt: skip
def test_only_the_loopback_is_this_machines_own(address: str, own: bool) -> None:
    assert server.loopback(address) is own


def test_a_desk_that_others_reach_stays_closed_when_its_last_person_goes(tmp_path: Path) -> None:
    with Site(tmp_path, hosts=frozenset({"desk.example"}), closed=True) as site:
        ana = site.member(ANA, Role.EDITOR, base_url="https://desk.example")
        assert ana.get("/").status_code == 200
        site.people.remove(ANA)
        assert ana.get("/").status_code == 303
        assert ana.ask("status").status_code == 401
        assert ana.tell("edit", **site.saying("Nada.")).status_code == 401
