"""Hostile texts in a real browser, and people who come, stay too long and go."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Page, expect

from .conftest import Server, Visitor, open_article

pytestmark = pytest.mark.browser

HOSTILE = '<img src=x onerror="window.broken=1;alert(1)"><script>window.broken=1;alert(2)</script>\'"&'
PASSWORD = "the tide is high tonight"  # noqa: S105
ARTICLE = "es/oidos-de-valdenora.md"


def watch(page: Page) -> list[str]:
    """What would show that a script ran."""
    seen: list[str] = []

    def alarm(dialog: Dialog) -> None:
        seen.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", alarm)
    return seen


def test_hostile_texts_do_nothing_anywhere(desk: Path, server: Server, visitor: Visitor) -> None:
    (desk / "sources/es/hostile.html").write_text(
        f"<html><head><script>window.parent.broken=1</script></head><body onload='parent.broken=1'>"
        f"<h1>Hola {HOSTILE}</h1><p>{HOSTILE.replace('<', '&lt;')}</p><p>Tres.</p><svg onload='parent.broken=1'></svg>"
        "<iframe srcdoc='<script>parent.parent.broken=1</script>'></iframe></body></html>\n",
        encoding="utf-8",
    )
    (desk / "sources/es/'\"><img src=x onerror=alert(3)>.txt").write_text("Hola\n", encoding="utf-8")
    server.command("segment")
    ana, luis = visitor(f"Ana {HOSTILE}"[:99]), visitor("Luis Ensayo")
    alarms = watch(ana) + watch(luis)
    ana.goto(server.url)
    expect(ana.locator(".card")).to_have_count(5)
    ana.locator(".card a").first.click()
    for page in (ana, luis):
        open_article(page, server, "en", "es/hostile.html")
        page.get_by_role("button", name="Preview").click()
    rows = ana.locator("textarea")
    for at in range(rows.count()):
        rows.nth(at).fill(HOSTILE)
        rows.nth(at).press("Control+Enter")
        ana.get_by_label("A note").fill(HOSTILE)
        ana.get_by_label("A note").press("Enter")
    expect(luis.locator("textarea").last).to_have_value(HOSTILE)
    luis.locator("textarea").last.click()
    luis.get_by_role("button", name="History").click()
    expect(luis.locator("[data-part=history] li").first).to_contain_text("onerror")
    luis.get_by_role("button", name="Original").click()
    luis.goto(f"{server.url}/search?q=onerror")
    expect(luis.locator(".hits li").first).to_contain_text("onerror")
    for page in (ana, luis):
        assert page.evaluate("window.broken") is None
        assert page.locator("img[src=x]").count() == 0
    assert alarms == []


def join(server: Server, page: Page, name: str, role: str) -> None:
    """Take somebody in by the command and the invitation's page, by keyboard."""
    told = server.command("users", "add", name, "--role", role, "--url", server.url)
    page.goto(told.split()[-1])
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Articles")).to_be_visible()


def test_people_come_in_by_invitation_and_see_what_they_may_do(server: Server, visitor: Visitor) -> None:
    ana, luis = visitor(), visitor()
    join(server, ana, "Ana Prueba", "translator")
    join(server, luis, "Luis Ensayo", "editor")
    expect(ana.get_by_role("link", name="Add an article")).to_have_count(0)
    open_article(ana, server, "en", ARTICLE)
    open_article(luis, server, "en", ARTICLE)
    expect(ana.get_by_role("button", name="Publish")).to_have_count(0)
    expect(ana.get_by_role("button", name="Review", exact=True)).to_have_count(0)
    expect(luis.get_by_role("button", name="Publish")).to_be_visible()
    expect(luis.locator("#people")).to_contain_text("Ana Prueba")
    luis.goto(server.url)
    luis.get_by_role("button", name="Sign out").press("Enter")
    expect(luis.get_by_role("heading", name="Sign in")).to_be_visible()


def test_what_is_typed_after_the_session_ended_is_saved_after_signing_in_again(
    server: Server, visitor: Visitor
) -> None:
    page = visitor()
    join(server, page, "Ana Prueba", "translator")
    open_article(page, server, "en", ARTICLE)
    session = [one for one in page.context.cookies() if one["name"] == "tf-session"]
    page.context.clear_cookies(name="tf-session")
    row = page.locator("#headline-3acaa3")
    row.locator("textarea").fill("The Listeners")
    page.keyboard.press("Control+Enter")
    expect(row.locator(".saved")).to_contain_text("sign in again")
    assert session
    other = page.context.new_page()
    other.goto(server.url)
    other.get_by_label("Name").fill("Ana Prueba")
    other.get_by_label("Password").fill(PASSWORD)
    other.keyboard.press("Enter")
    expect(other.get_by_role("heading", name="Articles")).to_be_visible()
    expect(row.locator(".saved")).to_have_text("saved", timeout=20_000)
    expect(row.locator("textarea")).to_have_value("The Listeners")
