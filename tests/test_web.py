"""The browser desk over HTTP: who gets what, and who does not."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from translate_flow.desk import people as people_
from translate_flow.desk.desk import Desk
from translate_flow.desk.people import People, Role
from translate_flow.errors import UsageError
from translate_flow.web.api import ENDPOINTS
from translate_flow.web.application import application
from translate_flow.web.guard import believed, token
from translate_flow.web.openapi import description
from translate_flow.web.server import allow, loopback

ROOT = Path(__file__).parent.parent
ARTICLE = {"document": "es/oidos-de-valdenora.md", "to": "en"}
HEADLINE = ARTICLE | {"segment": "headline-3acaa3"}
PASSWORD = "the tide is high tonight"  # noqa: S105
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    for name in ("sources", "translations"):
        shutil.copytree(ROOT / name, tmp_path / name)
    settings = (ROOT / "translate-flow.toml").read_text()
    unspelt = '[checks]\nignore = ["spelling"]\n\n[[documents]]'
    (tmp_path / "translate-flow.toml").write_text(settings.replace("[[documents]]", unspelt))
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(people_, "PasswordHasher", lambda: cheap)
    return Desk(tmp_path)


SOMETHING = {
    "segment": "nowhere", "target": "x", "base": "", "text": "x", "check": "number", "before": "x", "engine": "nobody",
    "client": "c", "q": "x", "state": "translated",
}  # fmt: skip
"""Values for whatever a verb is given besides its bitext."""
Browser = Callable[..., TestClient]


@pytest.fixture
def browser(desk: Desk) -> Iterator[Browser]:
    """Makes browsers of their own; with a role, somebody signs in."""
    app = application(desk)
    first = TestClient(app, base_url="http://127.0.0.1:8000", raise_server_exceptions=False)

    def come(name: str = "Ana Prueba", role: Role | None = None, *languages: str) -> TestClient:
        client = TestClient(app, base_url="http://127.0.0.1:8000", raise_server_exceptions=False)
        if role is None:
            client.cookies.set("tf-name", quote(name))
        else:
            with people_.people_of(desk) as people:
                now = datetime.now(UTC)
                people.accept(people.add(name, role, languages, now), PASSWORD, now)
        page = client.get("/sign-in")
        csrf = re.findall(r'data-csrf="(\w+)"', page.text)[0]
        client.headers["X-CSRF-Token"] = csrf
        if role is not None:
            form = {"csrf": csrf, "name": name, "password": PASSWORD, "next": "/"}
            assert client.post("/sign-in", data=form, follow_redirects=False).status_code == 303
        return client

    with first:
        yield come


def edit(client: TestClient, target: str, segment: str = "headline-3acaa3", **more: str) -> dict[str, object]:
    rows = client.get("/api/segments", params=ARTICLE).json()["rows"]
    base = next(row["version"] for row in rows if row["id"] == segment)
    answer = client.post("/api/edit", json=ARTICLE | {"segment": segment, "target": target, "base": base} | more)
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()
    return found


# What it does


def test_all_verbs_answer(browser: Browser, desk: Desk) -> None:
    client = browser()
    assert {one["document"] for one in client.get("/api/status").json()["documents"]} == set(desk.documents())
    row = edit(client, "The Listeners of Valdeñora", state="translated")
    assert row["state"] == "translated"
    assert row["by"] == "Ana Prueba"
    assert client.post("/api/note", json=HEADLINE | {"text": "Good?"}).json()["notes"] == ["Ana Prueba: Good?"]
    rejected = client.post("/api/reject", json=HEADLINE | {"base": row["version"], "reason": "Ears"}).json()
    assert rejected["sub_state"] == "rejected"
    changes = client.get("/api/history", params=HEADLINE).json()["changes"]
    assert changes[-1]["target"] == "The Listeners of Valdeñora"
    found = client.post("/api/check-typed", json=HEADLINE | {"target": "The the Ears"}).json()["findings"]
    assert any(one["fix"] for one in found)
    assert client.get("/api/check", params=ARTICLE).status_code == 200
    assert client.post("/api/ignore", json=HEADLINE | {"check": "number", "reason": "it is so"}).status_code == 200
    assert client.get("/api/lookup", params=HEADLINE).json()["terms"] == []
    assert client.get("/api/estimate", params=ARTICLE).json()["words"]
    assert client.get("/api/credits").json()["credits"]
    assert client.get("/api/search", params={"q": "Valdeñora"}).json()["hits"]
    assert client.post("/api/assign", json=ARTICLE | {"person": "Luis", "deadline": "2026-06-01"}).status_code == 200
    assert client.post("/api/prefill", json=ARTICLE).status_code == 200
    assert client.post("/api/look", json=ARTICLE | {"client": "c", "segment": ""}).status_code == 200
    assert client.post("/api/segment", json=ARTICLE).json()["documents"][0]["assigned"] == "Luis"
    merged = client.post("/api/merge", json=ARTICLE).json()
    assert merged["missing"]
    whole = {"document": "es/faro-de-puerto-claro.txt", "to": "en"}
    assert client.post("/api/merge", json=whole).json()["output"].endswith("published/en/es/faro-de-puerto-claro.txt")
    assert client.post("/api/mark", json=whole | {"state": "final"}).json()["segments"]


def test_segments_are_joined_and_split(browser: Browser) -> None:
    client = browser()
    rows = client.get("/api/segments", params=ARTICLE).json()["rows"]
    first = next(row for row in rows if row["id"].endswith(":1"))
    joined = client.post("/api/join", json=ARTICLE | {"segment": first["id"]}).json()["segments"][0]
    second = next(row for row in rows if row["id"] == first["id"].replace(":1", ":2"))
    words = {"before": second["source"], "target_before": second["target"]}
    names = client.post("/api/split", json=ARTICLE | {"segment": joined} | words).json()["segments"]
    assert names == [first["id"], second["id"]]
    again = client.get("/api/segments", params=ARTICLE).json()["rows"]
    assert [row["target"] for row in again] == [row["target"] for row in rows]


def test_the_second_of_two_gets_both_texts(browser: Browser) -> None:
    ana, luis = browser("Ana Prueba"), browser("Luis Ensayo")
    rows = ana.get("/api/segments", params=ARTICLE).json()["rows"]
    base = next(row["version"] for row in rows if row["id"] == HEADLINE["segment"])
    edit(luis, "By Luis")
    answer = ana.post("/api/edit", json=HEADLINE | {"target": "By Ana", "base": base})
    assert answer.status_code == 409
    assert answer.json()["row"]["target"] == "By Luis"


def test_without_a_name_nothing_is_credited(browser: Browser) -> None:
    client = browser("")
    answer = client.post("/api/edit", json=HEADLINE | {"target": "x", "base": ""})
    assert answer.status_code == 400
    assert "name" in answer.json()["remedy"]


def test_an_engine_that_is_not_there_is_said_to_be(browser: Browser) -> None:
    answer = browser().post("/api/machine", json=HEADLINE | {"engine": "nobody"})
    assert answer.status_code == 400
    assert answer.json()["what"]


def test_pages_are_shown(browser: Browser) -> None:
    client = browser()
    for path in ("/", "/search?q=agua", "/edit/en/es/oidos-de-valdenora.md", "/preview/en/es/oidos-de-valdenora.md"):
        assert client.get(path).status_code == 200
    lost = client.get("/edit/en/es/nowhere.md")
    assert lost.status_code == 404
    assert "nowhere.md" in lost.text
    assert client.get("/nowhere").status_code == 404


def test_an_article_comes_in_by_upload(browser: Browser, desk: Desk) -> None:
    client = browser()
    form = {"csrf": client.headers["X-CSRF-Token"], "folder": "es"}
    done = client.post("/add", data=form, files={"file": ("Una Nota.txt", b"Titular\n\nTexto.\n")})
    assert done.status_code == 200
    assert (desk.sources / "es" / "una-nota.txt").read_text() == "Titular\n\nTexto.\n"
    bad = client.post("/add", data=form, files={"file": ("../../evil.txt", b"x\n")})
    assert bad.status_code == 200
    assert (desk.sources / "es" / "evil.txt").exists()
    assert client.post("/add", data=form, files={"file": ("a.exe", b"MZ\0")}).status_code == 404


def test_the_description_names_all_verbs() -> None:
    found = description()
    assert set(found["paths"]) == {one.path for one in ENDPOINTS}
    for path in found["paths"].values():
        for operation in path.values():
            assert operation["summary"]


# Who is kept out


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8000", "", "a b", "[::1"]
)
def test_a_host_that_is_not_ours_is_refused(browser: Browser, host: str) -> None:
    assert browser().get("/", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:9", "[::1]:8000", "LOCALHOST"])
def test_the_loopback_s_names_are_ours(browser: Browser, host: str) -> None:
    assert browser().get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "https://127.0.0.1:8000"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"X-CSRF-Token": ""},
        {"X-CSRF-Token": "0" * 64},
        {"X-CSRF-Token": "ñ"},
    ],
)
def test_another_site_cannot_make_a_browser_write(browser: Browser, headers: dict[str, str], desk: Desk) -> None:
    client = browser()
    before = desk.bitext(document=ARTICLE["document"], target="en").read_bytes()
    sent = {name: value.encode() for name, value in headers.items()}
    answer = client.post("/api/edit", json=HEADLINE | {"target": "x", "base": ""}, headers=sent)  # type: ignore[arg-type]
    assert answer.status_code == 403
    assert desk.bitext(ARTICLE["document"], "en").read_bytes() == before


def test_a_token_of_another_browser_is_worth_nothing(browser: Browser) -> None:
    mine, yours = browser(), browser()
    mine.headers["X-CSRF-Token"] = yours.headers["X-CSRF-Token"]
    assert mine.post("/api/edit", json=HEADLINE | {"target": "x", "base": ""}).status_code == 403
    for path in ("/add", "/name", "/language", "/segment", "/sign-out"):
        assert mine.post(path, data={"csrf": yours.headers["X-CSRF-Token"]}).status_code == 403
        assert mine.post(path, data={}).status_code == 403


@given(st.binary(min_size=1, max_size=40), st.text(max_size=80), st.text(max_size=80))
def test_only_the_browser_s_own_token_is_believed(secret: bytes, one: str, other: str) -> None:
    one, other = (text.encode("utf-8", "ignore").decode() for text in (one, other))
    assert believed(secret, one, token(secret, one)) == bool(one)
    if one != other:
        assert not believed(secret, one, token(secret, other))


PATHS = [
    "../translate-flow.toml",
    "/etc/passwd",
    "es/../../translate-flow.toml",
    "es\\..\\x.md",
    "es/x.md\0",
    ".git/x.md",
    "..",
    "",
]


@pytest.mark.parametrize("path", PATHS)
def test_no_name_leads_out_of_the_sources(browser: Browser, path: str) -> None:
    client = browser()
    for one in ENDPOINTS:
        given_ = SOMETHING | {"document": path, "to": "en"}
        fields = {name: value for name, value in given_.items() if name in one.given.model_fields}
        if "document" not in fields:
            continue
        answer = client.get(one.path, params=fields) if one.method == "GET" else client.post(one.path, json=fields)
        assert answer.status_code in (400, 404, 422), (one.name, answer.text)
    for page in ("edit", "preview"):
        assert client.get(f"/{page}/en/{quote(path, safe='')}").status_code in (400, 404)
    for language in ("..", "../..", "xx", "en/../es"):
        answer = client.get("/api/segments", params={"document": ARTICLE["document"], "to": language})
        assert answer.status_code in (404, 422)


def test_static_files_are_ours_alone(browser: Browser) -> None:
    client = browser()
    assert client.get("/static/desk.css").status_code == 200
    for path in ("../served.py", "..%2fserved.py", "%2e%2e/served.py", "/etc/passwd"):
        assert client.get(f"/static/{path}").status_code in (400, 404)


def test_what_is_too_large_is_not_read(browser: Browser) -> None:
    client = browser()
    assert client.post("/api/edit", content=b"x" * (2 * 1024 * 1024 + 1)).status_code == 413

    def endless() -> Iterator[bytes]:
        for _ in range(40):
            yield b"x" * 100_000

    assert client.post("/api/edit", content=endless()).status_code == 413
    assert client.post("/api/edit", content=b"[" * 100_000).status_code == 404
    assert client.post("/api/edit", json=HEADLINE | {"target": "x" * 100_001, "base": ""}).status_code == 422


def test_all_answers_carry_what_keeps_browsers_safe(browser: Browser) -> None:
    client = browser()
    for path in ("/", "/api/status", "/static/desk.css", "/nowhere", "/edit/en/es/oidos-de-valdenora.md"):
        headers = client.get(path).headers
        assert "script-src 'self'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "SAMEORIGIN"
    preview = client.get("/preview/en/es/oidos-de-valdenora.md").headers["content-security-policy"]
    assert "sandbox" in preview
    assert "script" not in preview
    fresh = TestClient(client.app, base_url="http://127.0.0.1:8000").get("/")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(fresh.headers["set-cookie"].split("; "))


def test_hostile_texts_are_shown_as_texts(browser: Browser, desk: Desk) -> None:
    name = "es/hostile.html"
    desk.source(name).write_text(f"<h1>{HOSTILE}</h1><p>Hola.</p><p>{HOSTILE.replace('<', '&lt;')}</p>\n")
    client = browser(HOSTILE[:80])
    what = {"document": name, "to": "en"}
    assert client.post("/api/segment", json=what).status_code == 200
    for row in client.get("/api/segments", params=what).json()["rows"]:
        sent = what | {"segment": row["id"], "target": HOSTILE, "base": row["version"]}
        assert client.post("/api/edit", json=sent).status_code == 200
        client.post("/api/note", json=what | {"segment": row["id"], "text": HOSTILE})
    client.post("/api/assign", json=what | {"person": HOSTILE[:90]})
    for path in (
        "/",
        f"/edit/en/{name}",
        f"/search?q={quote(HOSTILE)}",
        f"/edit/en/{quote(HOSTILE)}",
        f"/{quote(HOSTILE)}",
    ):
        page = client.get(path).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_a_way_back_never_leads_to_another_site(browser: Browser) -> None:
    client = browser()
    for way in ("//evil.example", "https://evil.example", "/\\evil.example", "evil", "/\t/evil.example"):
        form = {"csrf": client.headers["X-CSRF-Token"], "name": "Ana Prueba", "next": way}
        answer = client.post("/name", data=form, follow_redirects=False)
        assert answer.headers["location"] == "/", way


# People


def test_where_there_are_people_everybody_signs_in(browser: Browser) -> None:
    browser("Eva Muestra", Role.EDITOR)
    stranger = browser()
    assert stranger.get("/api/status").status_code == 401
    assert stranger.get("/", follow_redirects=False).headers["location"] == "/sign-in?next=/"
    assert stranger.get("/preview/en/es/oidos-de-valdenora.md", follow_redirects=False).status_code == 303
    assert stranger.get("/api/events", params=ARTICLE | {"client": "c"}).status_code == 401


ALLOWED = {
    Role.TRANSLATOR: {"edit", "note", "join", "split", "machine", "ignore", "prefill"},
    Role.REVIEWER: {"edit", "note", "join", "split", "machine", "ignore", "prefill", "reject", "mark"},
    Role.EDITOR: {one.name for one in ENDPOINTS if one.method == "POST"},
}
READING = {"status", "segments", "lookup", "check-typed", "check", "history", "estimate", "credits", "look", "search"}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("language", ["en", "es"])
def test_each_role_may_what_it_may_in_its_languages(browser: Browser, role: Role, language: str) -> None:
    client = browser("Eva Muestra", role, "en")
    document = ARTICLE["document"] if language == "en" else "en/lost-property-orchestra.html"
    for one in ENDPOINTS:
        given_ = SOMETHING | {"document": document, "to": language}
        fields = {name: value for name, value in given_.items() if name in one.given.model_fields}
        answer = client.get(one.path, params=fields) if one.method == "GET" else client.post(one.path, json=fields)
        may = one.name in READING or (one.name in ALLOWED[role] and language == "en")
        assert (answer.status_code == 403) != may, (one.name, answer.status_code, answer.text)


def test_a_translator_confirms_no_review(browser: Browser) -> None:
    client = browser("Eva Muestra", Role.TRANSLATOR)
    row = edit(client, "The Listeners")
    for state in ("reviewed", "final"):
        sent = HEADLINE | {"target": "The Listeners", "base": row["version"], "state": state}
        assert client.post("/api/edit", json=sent).status_code == 403
    page = client.get("/edit/en/es/oidos-de-valdenora.md").text
    assert 'data-do="review"' not in page
    assert 'data-do="publish"' not in page
    assert "/add" not in client.get("/").text
    form = {"csrf": client.headers["X-CSRF-Token"], "folder": "es", "text": "Hola"}
    assert client.post("/add", data=form).status_code == 403


def test_an_invitation_leads_in_and_signing_out_leads_out(browser: Browser, desk: Desk) -> None:
    with people_.people_of(desk) as people:
        invitation = people.add("Ana Prueba", Role.EDITOR, [], datetime.now(UTC))
    client = browser("")
    csrf = client.headers["X-CSRF-Token"]
    assert "Ana Prueba" in client.get(f"/join/{invitation}").text
    assert client.post(f"/join/{invitation}", data={"csrf": csrf, "password": "short"}).status_code == 400
    done = client.post(f"/join/{invitation}", data={"csrf": csrf, "password": PASSWORD}, follow_redirects=False)
    assert done.headers["location"].startswith("/sign-in")
    assert client.get(f"/join/{invitation}").status_code == 400
    form = {"csrf": csrf, "name": "Ana Prueba", "password": PASSWORD, "next": "/search"}
    assert client.post("/sign-in", data=form | {"password": "wrong"}).status_code == 403
    signed = client.post("/sign-in", data=form, follow_redirects=False)
    assert signed.headers["location"] == "/search"
    assert client.get("/api/status").status_code == 200
    client.post("/sign-out", data={"csrf": csrf})
    assert client.get("/api/status").status_code == 401


def test_guessing_is_told_to_wait(browser: Browser) -> None:
    browser("Eva Muestra", Role.EDITOR)
    client = browser("")
    form = {"csrf": client.headers["X-CSRF-Token"], "name": "Eva Muestra", "password": "wrong"}
    statuses = [client.post("/sign-in", data=form).status_code for _ in range(7)]
    assert statuses == [403] * 5 + [429] * 2


def test_a_desk_without_people_is_for_this_machine_alone(desk: Desk) -> None:
    for address, names in (("0.0.0.0", []), ("192.168.1.5", []), ("127.0.0.1", ["desk.example"]), ("::", [])):  # noqa: S104
        with pytest.raises(UsageError, match="no people"):
            allow(desk, address, names)
    for address in ("127.0.0.1", "127.9.9.9", "::1", "localhost"):
        allow(desk, address, [])
        assert loopback(address)
    with People(desk.root / ".translate-flow" / "people.sqlite") as people:
        people.add("Ana Prueba", Role.EDITOR, [], datetime.now(UTC))
    allow(desk, "0.0.0.0", ["desk.example"])  # noqa: S104
