"""The browser desk over HTTP where there are people: who comes in, and what each may do."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from argon2 import PasswordHasher
from starlette.testclient import TestClient

from translate_flow.desk import people as people_
from translate_flow.desk.desk import Desk
from translate_flow.desk.people import People
from translate_flow.desk.roles import Role
from translate_flow.errors import UsageError
from translate_flow.web.api import ENDPOINTS
from translate_flow.web.application import application
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
