"""Nothing that somebody types runs in anybody's browser; sessions end without loss; each sees only what is theirs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from translate_flow.desk.desk import Desk
from translate_flow.desk.staff.people import people_of

from .conftest import ARTICLE, Server, Visitor, open_article
from .test_translator import settle, targets

pytestmark = pytest.mark.browser

RUN = "top.evil=self.evil=1;alert(1)"
PAYLOADS = [
    f"<script>{RUN}</script>",
    f"\"'><img src=x onerror=\"{RUN}\">",
    f"</textarea></title></script></style><svg onload=\"{RUN}\">",
    f"<iframe srcdoc='<script>{RUN}</script>'></iframe>",
    f"<a href=\"javascript:{RUN}\" autofocus onfocus=\"{RUN}\">x</a>",
    f"]]><math><mtext></form><form><mglyph><style></math><img src onerror=\"{RUN}\">",
    f"[x](javascript:{RUN}) ![x](x)<img src=x onerror={RUN}>",
    "<meta http-equiv=refresh content='0;url=https://desk.example/'><link rel=stylesheet href=https://desk.example/a.css>",
    "<style>@import 'https://desk.example/a.css'; body{background:url(https://desk.example/b.png)}</style>",
    "<object data=https://desk.example/c></object><embed src=https://desk.example/d><base href=https://desk.example/>",
    f"<form action=https://desk.example/ name=querySelectorAll><button autofocus onfocus=\"{RUN}\">x</button></form>",
    f"<details open ontoggle=\"{RUN}\"><summary>x</summary></details><video src=x onerror=\"{RUN}\"></video>",
]  # fmt: skip
PASSWORD = "farol de papel verde"  # noqa: S105 — nobody's


class Watch:
    """Sees whether anything ran in a page."""

    def __init__(self, page: Page) -> None:
        self.page, self.dialogs = page, 0
        page.on("dialog", self._dialog)

    def _dialog(self, dialog: object) -> None:
        self.dialogs += 1
        dialog.dismiss()  # type: ignore[attr-defined]

    def nothing_ran(self) -> None:
        """No dialog, no script, in no frame; and the page is still ours."""
        self.page.wait_for_timeout(100)
        assert self.dialogs == 0
        for frame in self.page.frames:
            assert frame.evaluate("window.evil") is None
        assert self.page.url.startswith("http://127.0.0.1:")


def preview(page: Page) -> str:
    """The text of the preview, once it is loaded."""
    page.frame_locator("#preview iframe").locator("[data-segment]").first.wait_for(state="attached")
    return page.frame_locator("#preview iframe").locator("body").inner_text()


def test_what_is_typed_is_text_for_its_author_and_for_who_looks_on(
    desk: Path, server: Server, visitor: Visitor
) -> None:
    ana, luis = visitor(f"Ana {PAYLOADS[0]}"), visitor("Luis Ensayo")
    watches = [Watch(ana), Watch(luis)]
    for page in (ana, luis):
        open_article(page, server)
        page.get_by_role("button", name="Preview").click()
        preview(page)
    for at, evil in enumerate(PAYLOADS):
        ana.locator("textarea").nth(at).fill(evil)
        ana.keyboard.press("Control+Enter")
    settle(ana)
    for at, evil in enumerate(PAYLOADS):
        expect(luis.locator("textarea").nth(at)).to_have_value(evil)
    assert targets(desk)[: len(PAYLOADS)] == PAYLOADS
    luis.locator("textarea").nth(1).click()
    luis.get_by_label("A note").fill(PAYLOADS[1])
    luis.get_by_role("button", name="Add", exact=True).click()
    expect(luis.locator("[data-part=notes] li")).to_contain_text("onerror")
    luis.get_by_role("button", name="History").click()
    expect(luis.locator("[data-part=history] li").first).to_contain_text("onerror")
    luis.get_by_role("button", name="Check", exact=True).click()
    luis.locator("textarea").nth(0).fill("La la versión de Luis <img src=x onerror=alert(1)> <b>")
    ana.locator("textarea").nth(0).fill(PAYLOADS[2])
    ana.keyboard.press("Control+Enter")
    expect(luis.locator(".conflict .theirs")).to_have_text(PAYLOADS[2])
    expect(luis.locator("#people")).to_contain_text("<script>")
    assert "onerror" in preview(luis)
    for watch in watches:
        watch.nothing_ran()
    for path in ("/", "/search?q=onerror"):
        ana.goto(server.url + path)
        watches[0].nothing_ran()


@pytest.mark.parametrize("suffix", ["md", "html", "txt"])
def test_an_article_from_a_stranger_runs_nothing_and_fetches_nothing(
    desk: Path, server: Server, visitor: Visitor, suffix: str
) -> None:
    evil = "\n\n".join(f"{at} {one}" for at, one in enumerate(PAYLOADS))
    front = f"---\ntitle: '{PAYLOADS[0]}'\n---\n\n# {PAYLOADS[0]}\n\n" if suffix == "md" else ""
    name = f"x {PAYLOADS[6]}.{suffix}".replace("/", "⁄")
    (desk / "sources/en" / name).write_text(f"{front}Before\n\n{evil}\n\nAfter.\n", encoding="utf-8")
    page = visitor("Ana Prueba")
    watch = Watch(page)
    page.goto(server.url)
    page.get_by_role("link", name=name).click()
    page.get_by_role("button", name="Begin the translation").click()
    page.wait_for_selector("#actions:not([hidden])")
    watch.nothing_ran()
    page.locator("textarea").first.click()
    page.keyboard.press("Alt+c")
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="Preview").click()
    preview(page)
    watch.nothing_ran()
    page.goto(page.url.replace("/edit/", "/preview/"))
    watch.nothing_ran()


def invitation(server: Server, name: str, *options: str) -> str:
    """The address that somebody who is taken in gets."""
    told = server.command("users", "add", name, "--url", server.url, *options)
    found = re.search(r"http://\S+/join/\S+", told)
    assert found
    return found[0]


def press_to(page: Page, what: str) -> None:
    """Press Tab until an element of this text or label has the focus."""
    for _ in range(20):
        page.keyboard.press("Tab")
        if what in page.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).textContent"):
            return
    raise AssertionError(f"the keyboard does not reach “{what}”")


def come_in(page: Page, server: Server, name: str, *options: str) -> None:
    """Accept an invitation and sign in, by keyboard alone."""
    page.goto(invitation(server, name, *options))
    expect(page.get_by_label("Password")).to_be_focused()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in*")
    expect(page.get_by_label("Name")).to_have_value(name)
    expect(page.get_by_label("Password")).to_be_focused()
    sign_in(page)


def sign_in(page: Page, name: str = "") -> None:
    if name:
        expect(page.get_by_label("Name")).to_be_focused()
        page.keyboard.type(name)
        press_to(page, "Password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/(edit/.*)?$"))


def test_one_is_invited_signs_in_and_out_by_keyboard(server: Server, visitor: Visitor) -> None:
    page = visitor()
    come_in(page, server, "Ana Prueba", "--role", "editor")
    expect(page.get_by_role("heading", name="Articles")).to_be_visible()
    press_to(page, "Sign out")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.goto(f"{server.url}/edit/es/{ARTICLE}")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    sign_in(page, "ana prueba")
    expect(page.locator(".row").first).to_be_visible()


def test_a_translator_sees_no_button_that_is_not_theirs(server: Server, visitor: Visitor) -> None:
    ana, eva = visitor(), visitor()
    come_in(ana, server, "Ana Prueba", "--lang", "es")
    come_in(eva, server, "Eva Ajena", "--lang", "fr")
    for page, allowed in ((ana, True), (eva, False)):
        expect(page.get_by_text("Add an article")).to_have_count(0)
        expect(page.get_by_text("Give to somebody")).to_have_count(0)
        open_article(page, server)
        for name in ("Publish", "Review"):
            expect(page.get_by_role("button", name=name, exact=True)).to_have_count(0)
        for name in ("Fill from memory", "Find and replace"):
            expect(page.get_by_role("button", name=name)).to_have_count(1 if allowed else 0)
        page.locator("textarea").first.click()
        page.keyboard.press("Alt+x")
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.get_by_label("A note")).to_have_count(1 if allowed else 0)
        assert page.locator("textarea").first.is_editable() is allowed


def test_a_session_that_ends_while_somebody_types_costs_not_a_letter(
    desk: Path, server: Server, visitor: Visitor
) -> None:
    ana, luis = visitor(), visitor()
    come_in(ana, server, "Ana Prueba")
    come_in(luis, server, "Luis Ensayo")
    open_article(ana, server)
    ana.locator("textarea").first.click()
    ana.keyboard.type("La orquesta ")
    session = next(one for one in ana.context.cookies() if one["name"] == "tf-session")
    with people_of(Desk(desk)) as people:
        people.sign_out(session["value"])
    server.kill()
    server.start()
    ana.keyboard.type("sigue")
    ana.keyboard.press("Control+Enter")
    row = ana.locator(".row").first
    expect(row.locator(".saved")).to_have_text("not saved: sign in again in another tab")
    ana.keyboard.type("Y otra línea")
    ana.keyboard.press("Control+Enter")
    assert ana.locator("textarea").first.input_value() == "La orquesta sigue"
    assert targets(desk)[0] == ""
    tab = ana.context.new_page()
    tab.goto(server.url)
    sign_in(tab, "Ana Prueba")
    expect(row.locator(".saved")).to_have_text("saved", timeout=20_000)
    settle(ana)
    assert targets(desk)[:2] == ["La orquesta sigue", "Y otra línea"]
    open_article(luis, server)
    luis.locator("textarea").nth(2).fill("De Luis")
    luis.keyboard.press("Control+Enter")
    expect(ana.locator("textarea").nth(2)).to_have_value("De Luis", timeout=20_000)
