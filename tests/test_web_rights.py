"""Who may do what in the browser desk: by role, by language, signed in or not; and how one comes in and goes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from webdesk import ANA, ARTICLE, DONE, LUIS, PASSWORD, TO, Browser, Site

from translate_flow.desk.staff.rights import Role
from translate_flow.web.api import ENDPOINTS

SHORT, WRONG = "short", "wrong password"
READING = {"status", "segments", "lookup", "check-typed", "check", "history", "estimate", "credits", "look", "search"}
TRANSLATING = {"edit", "note", "join", "split", "machine", "ignore", "prefill"}
REVIEWING = {"reject", "mark"}
MANAGING = {"segment", "merge", "assign"}
ALLOWED = {
    Role.TRANSLATOR: READING | TRANSLATING,
    Role.REVIEWER: READING | TRANSLATING | REVIEWING,
    Role.EDITOR: READING | TRANSLATING | REVIEWING | MANAGING,
    Role.ADMIN: READING | TRANSLATING | REVIEWING | MANAGING,
}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with Site(tmp_path) as found:
        yield found


def statuses(site: Site, browser: Browser) -> dict[str, int]:
    """What each verb is answered with."""
    examples = site.examples()
    return {one.name: browser.call(one.method, one.name, examples[one.name]).status_code for one in ENDPOINTS}


def test_every_verb_is_somebodys_right() -> None:
    assert {one.name for one in ENDPOINTS} == READING | TRANSLATING | REVIEWING | MANAGING


@pytest.mark.parametrize("role", Role)
def test_each_role_may_its_verbs_and_no_others(site: Site, role: Role) -> None:
    browser = site.member(ANA, role)
    for verb, status in statuses(site, browser).items():
        assert (status != 403) is (verb in ALLOWED[role]), (verb, status)
        assert status != 401


@pytest.mark.parametrize("role", Role)
def test_for_another_language_everybody_may_only_read(site: Site, role: Role) -> None:
    browser = site.member(ANA, role, "fr")
    for verb, status in statuses(site, browser).items():
        assert (status != 403) is (verb in READING), (verb, status)


def test_who_is_not_signed_in_learns_and_does_nothing(site: Site) -> None:
    site.people.add(ANA, Role.EDITOR, (), datetime.now(UTC))
    stranger = site.browser()
    assert set(statuses(site, stranger).values()) == {401}
    assert stranger.ask("events", document=ARTICLE, to=TO, client="one").status_code == 401
    for path in ("/", f"/edit/{TO}/{ARTICLE}", f"/preview/{TO}/{ARTICLE}", "/search?q=tuba", "/edit/es/en/none.html"):
        answer = stranger.get(path)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/sign-in?next=/")
        assert "tuba" not in answer.text
    assert stranger.submit("/add", folder="en", text="A text.").status_code == 303
    assert stranger.submit("/segment", document=ARTICLE, to=TO).status_code == 303
    assert not list(site.desk.sources.rglob("*a-text*"))
    assert "Sign out" not in stranger.get("/sign-in").text


def test_a_state_that_is_anothers_right_is_refused_with_the_text(site: Site) -> None:
    translator, reviewer = site.member(ANA, Role.TRANSLATOR), site.member(LUIS, Role.REVIEWER)
    for browser, state in ((translator, "reviewed"), (translator, "final"), (reviewer, "final")):
        assert browser.tell("edit", **site.saying("Nada.", state)).status_code == 403
    assert reviewer.tell("mark", document=DONE, to="en", state="final").status_code == 403
    assert site.plain()[1].target == ""


def test_nobody_reviews_the_own_work_where_the_settings_say_so(tmp_path: Path) -> None:
    with Site(tmp_path, top="review-own-work = false\n") as site:
        ana, luis = site.member(ANA, Role.REVIEWER), site.member(LUIS, Role.REVIEWER)
        assert ana.tell("edit", **site.saying("La orquesta toca.")).status_code == 200
        assert ana.tell("edit", **site.saying("La orquesta toca.", "reviewed")).status_code == 400
        assert ana.tell("mark", document=ARTICLE, to=TO, state="reviewed").status_code == 400
        assert luis.tell("edit", **site.saying("La orquesta toca.", "reviewed")).status_code == 200


def test_only_editors_add_articles_and_see_how(site: Site) -> None:
    translator, editor = site.member(ANA, Role.TRANSLATOR), site.member(LUIS, Role.EDITOR)
    assert translator.upload("new.txt", b"New\n\nWords.\n").status_code == 403
    assert translator.submit("/segment", document=ARTICLE, to=TO).status_code == 403
    assert not (site.desk.sources / "en/new.txt").exists()
    shown = {"/": "Add an article", f"/edit/{TO}/{ARTICLE}": 'data-do="publish"'}
    for path, text in shown.items():
        assert text not in translator.get(path).text
        assert text in editor.get(path).text


def test_pages_offer_only_what_one_may(site: Site) -> None:
    reviewer, other = site.member(ANA, Role.REVIEWER), site.member(LUIS, Role.EDITOR, "fr")
    page = reviewer.get(f"/edit/{TO}/{ARTICLE}").text
    assert 'data-do="review"' in page
    assert 'data-may-edit="1"' in page
    page = other.get(f"/edit/{TO}/{ARTICLE}").text
    assert not re.findall(r'data-do="(?:review|publish|prefill|replace)"', page)
    assert 'data-may-edit=""' in page


def test_a_name_is_not_told_but_proved(site: Site) -> None:
    ana = site.member(ANA, Role.TRANSLATOR)
    ana.submit("/name", name=LUIS)
    assert ana.tell("edit", **site.saying("La orquesta toca.")).status_code == 200
    assert [credit.name for credit in site.plain()[1].credits] == [ANA]


def test_one_comes_in_by_invitation_and_goes_by_signing_out(site: Site) -> None:
    token = site.people.add(ANA, Role.TRANSLATOR, (), datetime.now(UTC))
    browser = site.browser()
    assert f"Welcome, {ANA}" in browser.get(f"/join/{token}").text
    assert "too short" in browser.submit(f"/join/{token}", password=SHORT).text
    to = browser.submit(f"/join/{token}", password=PASSWORD).headers["location"]
    assert to.startswith("/sign-in")
    told = browser.get(to).text
    assert "Your password is set. Sign in with it." in told
    assert f'name="name" value="{ANA}"' in told
    assert browser.get(f"/join/{token}").status_code == 400, "an invitation is for once"
    assert browser.submit("/sign-in", name="ana prueba", password=WRONG).status_code == 403
    answer = browser.submit("/sign-in", name="ana prueba", password=PASSWORD, next="/search?q=tuba")
    assert (answer.status_code, answer.headers["location"]) == (303, "/search?q=tuba")
    assert ANA in browser.get("/").text
    session = browser.cookies["tf-session"]
    browser.submit("/sign-out")
    browser.cookies.set("tf-session", session)
    assert browser.get("/").status_code == 303, "the session is over, not only its cookie gone"


def test_signing_in_again_ends_the_session_before(site: Site) -> None:
    browser = site.member(ANA, Role.TRANSLATOR)
    before = browser.cookies["tf-session"]
    browser.submit("/sign-in", name=ANA, password=PASSWORD)
    assert site.people.person(before, datetime.now(UTC)) is None


def test_guessing_is_answered_by_waiting(site: Site) -> None:
    site.member(ANA, Role.TRANSLATOR)
    guesser = site.browser()
    for name in (ANA, "Nadie"):
        answers = [guesser.submit("/sign-in", name=name, password=WRONG).status_code for _ in range(6)]
        assert answers == [403] * 5 + [429]
    answer = guesser.submit("/sign-in", name=ANA, password=PASSWORD)
    assert answer.status_code == 429
    assert "Wait 30 seconds" in answer.text or "Wait 29 seconds" in answer.text


def test_a_session_ends_while_its_page_is_open(site: Site) -> None:
    ana = site.member(ANA, Role.TRANSLATOR)
    given = site.saying("La orquesta toca.")
    site.people.remove(ANA)
    site.member(LUIS, Role.EDITOR)
    answer = ana.tell("edit", **given)
    assert (answer.status_code, answer.json()["what"]) == (401, "you are not signed in")


def test_a_session_cannot_be_made_up(site: Site) -> None:
    site.member(ANA, Role.EDITOR)
    for session in ("", "x", "0" * 43, "ñ", "'; DROP TABLE people; --", "a" * 5000):
        cookie = f"tf-session={session}".encode("latin-1")
        assert site.browser().get("/api/status", headers=[(b"cookie", cookie)]).status_code == 401


ELSEWHERE = [
    "https://desk.example", "//desk.example", "///desk.example", "/\\desk.example", "\\\\desk.example",
    "/\t/desk.example", "/\n/desk.example", " //desk.example", "javascript:alert(1)", "data:text/html,x",
    "http:desk.example", "desk.example", "", "/\r\nset-cookie: a=b", "/\\\\desk.example", "/ /desk.example",
    "/\x00/desk.example",
]  # fmt: skip


def test_the_way_back_never_leads_elsewhere(site: Site) -> None:
    browser = site.browser()
    for to in ELSEWHERE:
        for path, fields in (("/name", {"name": ANA}), ("/language", {"language": "en"})):
            answer = browser.submit(path, next=to, **fields)
            assert (answer.status_code, answer.headers["location"]) == (303, "/"), to
    site.member(ANA, Role.TRANSLATOR)
    for to in ELSEWHERE:
        assert browser.submit("/sign-in", name=ANA, password=PASSWORD, next=to).headers["location"] == "/", to
        assert "set-cookie: a=b" not in str(browser.get("/sign-in", params={"next": to}).headers)


def test_who_has_to_sign_in_comes_back_to_the_page_that_was_wanted(site: Site) -> None:
    (site.desk.sources / "en/two words & more.txt").write_text("Two\n\nWords.\n", encoding="utf-8")
    site.member(ANA, Role.EDITOR)
    browser = site.browser(follow_redirects=True)
    page = browser.get("/edit/es/en/two%20words%20&%20more.txt")
    wanted = re.search(r'name="next" value="(/edit[^"]*)"', page.text)
    assert wanted
    back = browser.submit("/sign-in", name=ANA, password=PASSWORD, next=wanted[1].replace("&amp;", "&"))
    assert back.status_code == 200
    assert "two words &amp; more.txt" in back.text
