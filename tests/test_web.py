"""The browser desk over HTTP: each verb and each page once, as somebody works with them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from machine_server import serving
from webdesk import ANA, ARTICLE, DONE, LUIS, TO, Site

from translate_flow.bitext import State
from translate_flow.web.api import ENDPOINTS
from translate_flow.web.live import Live
from translate_flow.web.openapi import description
from translate_flow.web.shelf import Shelf

READING = [one.name for one in ENDPOINTS if one.method == "GET"]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with Site(tmp_path) as found:
        yield found


@pytest.mark.parametrize("verb", [one.name for one in ENDPOINTS if one.name not in ("machine", "mark", "merge")])
def test_each_verb_answers_what_its_description_says(site: Site, verb: str) -> None:
    endpoint = next(one for one in ENDPOINTS if one.name == verb)
    answer = site.browser(ANA).call(endpoint.method, verb, site.examples()[verb])
    assert answer.status_code == 200, answer.text
    endpoint.gives.model_validate_json(answer.content)


def test_an_article_is_translated_rejected_mended_reviewed_and_published(site: Site) -> None:
    ana, luis = site.browser(ANA), site.browser(LUIS)
    for name, one in site.segments(DONE, "en").items():
        given = {"document": DONE, "to": "en", "segment": name, "target": one.target or one.source}
        row = next(row for row in ana.ask("segments", document=DONE, to="en").json()["rows"] if row["id"] == name)
        assert ana.tell("edit", **given, base=row["version"], state="translated").status_code == 200
    name, first = site.plain(DONE, "en")
    row = ana.tell("note", document=DONE, to="en", segment=name, text="Checked with\nthe author.").json()
    assert row["notes"][-1] == f"{ANA}: Checked with the author."
    refused = luis.tell("reject", document=DONE, to="en", segment=name, base=row["version"], reason="Too stiff.").json()
    assert (refused["state"], refused["sub_state"], refused["notes"][-1]) == (
        "initial",
        "rejected",
        f"{LUIS}: Too stiff.",
    )
    given = {"document": DONE, "to": "en", "segment": name, "target": f"{first.target} ", "base": refused["version"]}
    mended = ana.tell("edit", **given, state="translated").json()
    assert (mended["state"], mended["by"]) == ("translated", ANA)
    marked = luis.tell("mark", document=DONE, to="en", state="reviewed").json()["segments"]
    assert len(marked) == len(site.segments(DONE, "en"))
    published = ana.tell("merge", document=DONE, to="en", min_state="reviewed").json()
    assert published == {"output": str(site.desk.published(DONE, "en")), "missing": []}
    assert f"Translated by {ANA}" in site.desk.published(DONE, "en").read_text(encoding="utf-8")
    parts = luis.ask("credits").json()["credits"]
    assert {(part["name"], part["role"]) for part in parts if part["document"] == DONE} >= {
        (ANA, "translator"),
        (LUIS, "reviewer"),
    }
    changes = luis.ask("history", document=DONE, to="en", segment=name).json()["changes"]
    assert [change["who"] for change in changes] == [ANA, LUIS, ANA, ANA], "newest first"


def test_an_engine_is_asked_only_where_the_settings_name_it(tmp_path: Path) -> None:
    with serving() as service:
        settings = f'\n[machine.libretranslate]\nurl = "{service.url.rstrip("/")}"\n'
        with Site(tmp_path, settings) as site:
            ana, given = site.browser(ANA), site.examples()["machine"]
            assert ana.tell("machine", **given).json()["target"] == site.plain()[1].source.upper()
            other = ana.tell("machine", **{**given, "engine": "mymemory"})
            assert (other.status_code, other.json()["what"]) == (400, "this desk does not use it")


def test_two_who_save_one_segment_are_shown_both_texts(site: Site) -> None:
    ana, luis, given = site.browser(ANA), site.browser(LUIS), site.saying("La orquesta toca.")
    assert ana.tell("edit", **given).status_code == 200
    answer = luis.tell("edit", **{**given, "target": "La banda toca."})
    assert answer.status_code == 409
    problem = answer.json()
    assert problem["row"]["target"] == "La orquesta toca."
    assert problem["row"]["credits"][-1]["name"] == ANA
    assert site.plain()[1].target == "La orquesta toca.", "nothing is overwritten"
    again = luis.tell("edit", **{**given, "target": "La banda toca.", "base": problem["row"]["version"]})
    assert (again.status_code, site.plain()[1].target) == (200, "La banda toca.")


def test_saving_twice_what_is_saved_is_no_conflict(site: Site) -> None:
    ana, given = site.browser(ANA), site.saying("La orquesta toca.")
    assert [ana.tell("edit", **given).status_code for _ in range(2)] == [200, 200]


def test_nobody_works_without_a_name(site: Site) -> None:
    answer = site.browser().tell("edit", **site.saying("La orquesta toca."))
    assert (answer.status_code, answer.json()["what"]) == (400, "nobody is named")


@pytest.mark.parametrize(
    ("verb", "given", "status"),
    [
        ("edit", {"document": "en/none.html", "to": "es"}, 422),
        ("segments", {"document": "en/none.html", "to": "es"}, 404),
        ("segments", {"document": ARTICLE, "to": "fr"}, 404),
        ("segments", {"document": ARTICLE, "to": "ES"}, 404),
        ("segments", {"document": ARTICLE, "to": TO, "more": "1"}, 422),
        ("lookup", {"document": ARTICLE, "to": TO, "segment": "none"}, 404),
        ("assign", {"document": ARTICLE, "to": TO, "deadline": "soon"}, 422),
        ("mark", {"document": ARTICLE, "to": TO, "state": "perfect"}, 422),
        ("search", {"q": ""}, 422),
        ("none", {}, 404),
    ],
)
def test_what_cannot_be_done_is_said_as_json(site: Site, verb: str, given: dict[str, str], status: int) -> None:
    method = "GET" if verb in READING else "POST"
    answer = site.browser(ANA).call(method, verb, given)
    assert answer.status_code == status
    assert answer.json()["what"]


@pytest.mark.parametrize(
    "body", [b"", b"[", b"\xff", b"[" * 100_000, b'"text"', b"[1]", b"1e999", b'{"a": ' + b"9" * 5000 + b"}"]
)
def test_a_body_that_is_no_object_is_said_so(site: Site, body: bytes) -> None:
    ana = site.browser(ANA)
    answer = ana.post("/api/edit", content=body, headers={"x-csrf-token": ana.token})
    assert answer.status_code in (400, 422)
    assert answer.json()["what"]


@pytest.mark.parametrize("odd", ["\ud800", "\x00\x1b[2J\u2028\ufffe\U0010ffff\x7f\x85", "\r\ntf: state=final\r"])
def test_odd_characters_are_kept_or_refused_in_every_field(site: Site, odd: str) -> None:
    ana = site.browser(ANA)
    for verb, given in site.examples().items():
        method = next(one.method for one in ENDPOINTS if one.name == verb)
        for field in given:
            if field != "state" and (method == "POST" or "\ud800" not in odd):
                answer = ana.call(method, verb, {**given, field: f"{given[field]}{odd}"})
                assert answer.status_code in (200, 400, 404, 409, 422), (verb, field, answer.text)
        if method == "POST":
            assert ana.call(method, verb, {**given, odd: odd}).status_code == 422
    assert site.browser().get(f"/edit/{TO}/{ARTICLE}").status_code == 200, "the file can still be read"


def test_the_description_has_every_verb_and_each_schema_that_it_names(site: Site) -> None:
    told = site.browser().get("/api/openapi.json").json()
    assert told == description()
    assert set(told["paths"]) == {f"/api/{one.name}" for one in ENDPOINTS}
    named = set(re.findall(r"#/components/schemas/(\w+)", str(told)))
    assert named <= set(told["components"]["schemas"])


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/", "lost-property-orchestra"), (f"/edit/{TO}/{ARTICLE}", "textarea"),
        (f"/preview/{TO}/{ARTICLE}", "data-segment"),
        (f"/preview/{TO}/{ARTICLE}?side=source", "Halloway"), ("/search?q=tuba", "tuba"), ("/sign-in", "Password"),
        ("/static/editor.js", "import"),
    ],
)  # fmt: skip
def test_each_page_is_shown(site: Site, path: str, shown: str) -> None:
    answer = site.browser(ANA).get(path)
    assert answer.status_code == 200
    assert shown in answer.text
    assert site.browser(ANA).head(path).status_code == 200


def test_an_article_is_added_by_paste_and_by_upload_and_can_be_worked_on(site: Site) -> None:
    ana = site.browser(ANA)
    pasted = ana.submit(
        "/add", folder="en", title="Tide Tables", format="text", text="The tide waits.\r\n\r\nBy nobody."
    )
    assert (pasted.status_code, pasted.headers["location"]) == (303, "/edit/es/en/tide-tables.txt")
    assert (site.desk.sources / "en/tide-tables.txt").read_bytes() == b"The tide waits.\n\nBy nobody.\n"
    uploaded = ana.upload("The Tide.md", b"# The tide\n\nIt waits.\n")
    assert uploaded.headers["location"] == "/edit/es/en/the-tide.md"
    assert "It waits." in ana.get("/edit/es/en/the-tide.md").text
    assert ana.upload("The Tide.md", b"# Another\n").status_code == 400, "no article is ever overwritten"
    assert (site.desk.sources / "en/the-tide.md").read_bytes() == b"# The tide\n\nIt waits.\n"


def test_an_article_on_the_disk_is_segmented_by_a_button(site: Site) -> None:
    (site.desk.sources / "en/new.txt").write_text("New\n\nWords.\n", encoding="utf-8")
    ana = site.browser(ANA)
    assert "not segmented yet" in ana.get("/edit/es/en/new.txt").text
    assert ana.submit("/segment", document="en/new.txt", to="es").headers["location"] == "/edit/es/en/new.txt"
    assert ana.submit("/segment", document="", to="es").status_code == 422
    assert {one.state for one in site.segments("en/new.txt").values()} == {State.INITIAL}


def test_a_file_that_is_damaged_hides_no_other(site: Site) -> None:
    site.desk.bitext(ARTICLE, TO).write_bytes(b"<<<<<<< HEAD\n")
    ana = site.browser(ANA)
    page = ana.get("/")
    assert (page.status_code, page.text.count('class="problem"')) == (200, 1)
    assert DONE in page.text
    assert DONE in ana.get("/search?q=estetoscopio").text
    assert ana.get(f"/edit/{TO}/{ARTICLE}").status_code == 422
    parts = ana.get("/api/credits").json()
    assert DONE in {part["document"] for part in parts["credits"]}
    assert ARTICLE in parts["damaged"][0]


def test_nobody_speaks_or_listens_under_the_sign_of_somebody_else(site: Site) -> None:
    live, path = Live(Shelf(), lambda *_: {}, lambda *_: None), site.desk.bitext(ARTICLE, TO)

    async def meet() -> None:
        ana = live.events(path, "one", ANA)
        assert "hello" in await anext(ana)
        async for _ in live.events(path, "one", LUIS):
            pytest.fail("this is not his")
        live.look(path, "one", LUIS, "paragraph")
        assert live.room(path).presence["one"] == (ANA, "")
        live.look(path, "one", ANA, "paragraph")
        assert live.room(path).presence["one"] == (ANA, "paragraph")
        await ana.aclose()

    asyncio.run(meet())


def test_the_interface_is_in_the_language_chosen(site: Site) -> None:
    ana = site.browser(ANA)
    assert ana.submit("/language", language="tlh", next="/search").headers["location"] == "/search"
    assert "tf-language" not in ana.cookies
    ana.submit("/language", language="en")
    assert ana.cookies["tf-language"] == "en"


def test_who_listens_is_told_of_a_save_and_of_nothing_once_signed_out(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("translate_flow.web.application.WELCOME", -1.0)
    from translate_flow.desk.staff.rights import Role

    luis = site.member(LUIS, Role.TRANSLATOR)
    heard: list[bytes] = []
    session = luis.cookies["tf-session"]

    async def listen() -> None:
        ended = asyncio.Event()

        async def receive() -> dict[str, object]:
            await ended.wait()
            return {"type": "http.disconnect"}

        async def send(message: dict[str, object]) -> None:
            body = message.get("body", b"")
            assert isinstance(body, bytes)
            heard.append(body)
            if b"event: hello" in body:
                site.people.sign_out(session)

        query = f"document={ARTICLE}&to={TO}&client=one".encode()
        scope = {
            "type": "http", "asgi": {"version": "3.0", "spec_version": "2.4"}, "http_version": "1.1", "method": "GET",
            "scheme": "http", "path": "/api/events", "raw_path": b"/api/events", "query_string": query, "root_path": "",
            "headers": [(b"host", b"127.0.0.1:8000"), (b"cookie", f"tf-session={session}".encode())],
            "client": ("127.0.0.1", 50000), "server": ("127.0.0.1", 8000),
        }  # fmt: skip
        await asyncio.wait_for(site.app(scope, receive, send), 10)  # type: ignore[arg-type]
        ended.set()

    asyncio.run(listen())
    told = b"".join(heard)
    assert told.count(b"event:") == 1, "it ends with the session, at the next event"


def test_an_article_comes_in_by_address_only_where_that_is_allowed(tmp_path: Path) -> None:
    with Site(tmp_path) as site:
        browser = site.browser(ANA)
        assert 'name="address"' not in browser.get("/").text
        refused = browser.submit("/add", folder="en", address="https://news.example/a")
        assert refused.status_code == 403
        assert "takes no addresses" in refused.text


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/a", "http://192.168.1.1/", "file:///etc/passwd", "https://"])
def test_no_address_of_a_private_network_is_fetched_for_a_page(tmp_path: Path, address: str) -> None:
    with Site(tmp_path) as site:
        site.app._app.state.served.fetches = True  # type: ignore[attr-defined]
        browser = site.browser(ANA)
        assert 'name="address"' in browser.get("/").text
        answer = browser.submit("/add", folder="en", address=address)
        assert answer.status_code in (400, 422)
        assert not [path for path in site.desk.documents() if path.startswith("en/") and "lost-property" not in path]
