"""Pages for everybody: without a mouse, without scripts, on a phone, from right to left, read aloud."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .conftest import ARTICLE, Server, Visitor, open_article

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"


def violations(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2 AA."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        """async () => (await axe.run({
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        rules: {'target-size': {enabled: true}}})).violations"""
    )
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]} {one['nodes'][0]['failureSummary']}" for one in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1300, 390])
def test_no_page_has_a_fault_of_accessibility(server: Server, visitor: Visitor, scheme: str, width: int) -> None:
    page = visitor("Ana Prueba", color_scheme=scheme, viewport={"width": width, "height": 850})
    page.goto(server.url)
    assert violations(page) == []
    page.goto(f"{server.url}/search?q=agua")
    assert violations(page) == []
    page.goto(f"{server.url}/edit/es/nowhere.txt")
    assert violations(page) == []
    open_article(page, server, "en", "es/oidos-de-valdenora.md")
    assert violations(page) == []
    page.locator("#headline-3acaa3 textarea").fill("The the Ears")
    expect(page.locator("[data-part=checks] li").first).to_be_visible()
    page.get_by_role("button", name="History").click()
    assert violations(page) == []
    page.get_by_role("button", name="Keys").click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Preview").click()
    page.frame_locator("#preview iframe").locator("h1").first.wait_for()
    assert violations(page) == []


def test_the_page_is_read_without_scripts(server: Server, visitor: Visitor) -> None:
    page = visitor(java_script_enabled=False)
    page.goto(server.url)
    page.get_by_role("link", name="es/oidos-de-valdenora.md").click()
    expect(page.locator(".source").nth(3)).to_have_text("Los oídos de Valdeñora")
    expect(page.locator("textarea").nth(3)).to_have_value("The Ears of Valdeñora")
    assert page.locator("textarea").nth(3).get_attribute("readonly") is not None
    page.goto(f"{server.url}/preview/en/es/oidos-de-valdenora.md")
    expect(page.locator("h1").first).to_have_text("The Ears of Valdeñora")


def test_a_phone_shows_source_above_target_and_nothing_sticks_out(server: Server, visitor: Visitor) -> None:
    page = visitor("Ana Prueba", viewport={"width": 390, "height": 800}, has_touch=True)
    open_article(page, server)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    row = page.locator(".row").nth(4)
    source, target = row.locator(".source").bounding_box(), row.locator(".target").bounding_box()
    assert source is not None
    assert target is not None
    assert target["y"] >= source["y"] + source["height"] - 1
    row.locator("textarea").tap()
    page.keyboard.type("Desde el teléfono")
    page.get_by_role("button", name="Confirm and go on").tap()
    expect(row.locator(".saved")).to_have_text("saved")
    expect(page.locator(".row.active textarea")).to_be_focused()


def with_language(desk: Path, tag: str) -> None:
    settings = desk / "translate-flow.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(
        text.replace('target-languages = ["es"]', f'target-languages = ["es", "{tag}"]'), encoding="utf-8"
    )


def test_a_target_from_right_to_left_stays_so_whatever_it_begins_with(
    desk: Path, server: Server, visitor: Visitor
) -> None:
    with_language(desk, "ar")
    server.command("segment", ARTICLE)
    server.kill()
    server.start()
    page = visitor("Ana Prueba")
    open_article(page, server, "ar")
    field = page.locator("textarea").first
    field.click()
    page.keyboard.insert_text("UNESCO تعلن عن الأوركسترا")
    assert field.evaluate("field => getComputedStyle(field).direction") == "rtl"
    page.keyboard.press("Control+Enter")
    expect(page.locator(".row").first.locator(".saved")).to_have_text("saved")
    page.reload()
    again = page.locator("textarea").first
    expect(again).to_have_value("UNESCO تعلن عن الأوركسترا")
    assert again.evaluate("field => getComputedStyle(field).direction") == "rtl"
    assert page.locator(".source").first.evaluate("one => getComputedStyle(one).direction") == "ltr"


def test_chinese_is_typed_through_an_input_method(desk: Path, server: Server, visitor: Visitor) -> None:
    with_language(desk, "zh-Hans")
    server.command("segment", ARTICLE)
    server.kill()
    server.start()
    page = visitor("Ana Prueba")
    open_article(page, server, "zh-Hans")
    page.locator("textarea").first.click()
    client = page.context.new_cdp_session(page)
    client.send("Input.imeSetComposition", {"text": "shi", "selectionStart": 3, "selectionEnd": 3})
    client.send("Input.insertText", {"text": "失物招领乐团"})
    page.keyboard.press("Control+Enter")
    expect(page.locator(".row").first.locator(".saved")).to_have_text("saved")
    expect(page.locator("textarea").first).to_have_value("失物招领乐团")


def test_focus_is_kept_when_others_change_the_article(desk: Path, server: Server, visitor: Visitor) -> None:
    page = visitor("Ana Prueba")
    open_article(page, server)
    field = page.locator("textarea").nth(6)
    field.click()
    page.keyboard.type("A medias")
    row = page.locator(".row.active").get_attribute("id")
    source = desk / "sources" / ARTICLE
    text = source.read_text(encoding="utf-8")
    source.write_text(re.sub(r"(<h1[^>]*>)", r"\1An addition: ", text), encoding="utf-8")
    server.command("segment", ARTICLE)
    expect(page.locator(".source").filter(has_text="An addition").first).to_be_visible()
    expect(page.locator(".row.active")).to_have_attribute("id", row or "")
    expect(page.locator(".row.active textarea")).to_have_value("A medias")
    expect(page.locator(".row.active textarea")).to_be_focused()


def big_article(desk: Path, paragraphs: int) -> str:
    lines = [
        f"Sentence number {number} of a long and patient article about the harbour." for number in range(paragraphs)
    ]
    (desk / "sources/en/long.txt").write_text("A long article\n\n" + "\n\n".join(lines) + "\n", encoding="utf-8")
    return "en/long.txt"


def test_five_thousand_segments_are_as_quick_to_type_in_as_fifty(desk: Path, server: Server, visitor: Visitor) -> None:
    document = big_article(desk, 5000)
    server.command("segment", document)
    page = visitor("Ana Prueba")
    open_article(page, server, "es", document)
    assert page.locator(".row").count() == 5001
    field = page.locator("textarea").nth(2500)
    field.scroll_into_view_if_needed()
    field.click()
    page.keyboard.type("Una frase escrita en medio")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".row").nth(2500).locator(".saved")).to_have_text("saved")
    page.get_by_label("Text").fill("number 4321 ")
    expect(page.locator(".row:not([hidden])")).to_have_count(1)
