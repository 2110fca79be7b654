"""The interface in the visitor's language, scripts and all."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from translate_flow.web import texts

from .conftest import Server, Visitor, open_article

pytestmark = pytest.mark.browser

DONE = "es/oidos-de-valdenora.md"
_SEEN = """() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  const found = new Set();
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const around = node.parentElement;
    if (around.closest('script, textarea, .diff, #main [lang]')) continue;
    if (node.nodeType === Node.TEXT_NODE) found.add(node.data.trim());
    else for (const name of ['aria-label', 'title', 'placeholder']) found.add(node.getAttribute(name)?.trim());
  }
  return [...found].filter(Boolean);
}"""


def english(page: Page) -> set[str]:
    """English texts of the interface that a Spanish page shows or has for those who listen."""
    spanish = texts.texts("es")
    foreign = {text for text, target in spanish.items() if target != text} - set(spanish.values())
    as_filled = [re.compile(re.sub(r"\\\{\w+\\\}", ".+", re.escape(text))) for text in foreign]
    return {seen for seen in page.evaluate(_SEEN) if any(one.fullmatch(seen) for one in as_filled)}


def test_a_spanish_desk_has_no_english_left(server: Server, visitor: Visitor) -> None:
    page = visitor("Ana Prueba")
    page.goto(server.url)
    assert {"Articles", "Add an article"} <= english(page), "it would be seen"
    page.get_by_label("Language", exact=True).select_option("es")
    page.get_by_role("button", name="Change").click()
    expect(page.get_by_role("heading", name="Artículos")).to_be_visible()
    assert english(page) == set()
    for path in ("/search?q=zzz", "/edit/es/nowhere.txt"):
        page.goto(server.url + path)
        assert english(page) == set()
    open_article(page, server, "en", DONE)
    field = page.locator("#headline-3acaa3 textarea")
    field.fill("The the Ears")
    expect(page.locator("[data-part=checks] li").first).to_contain_text("error: «The» está dos veces")
    page.get_by_role("button", name="Historial").click()
    expect(page.locator("[data-part=history] h2")).to_have_text("Historial")
    assert english(page) == set()
    for button in ("Teclas", "Buscar y reemplazar"):
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("dialog", name=button)).to_be_visible()
        assert english(page) == set()
        page.keyboard.press("Escape")
    server.kill()
    field.fill("The Ears of the Valley")
    field.press("Control+Enter")
    expect(page.locator("#headline-3acaa3 .saved")).to_contain_text("sin guardar todavía")
    assert english(page) == set()


def test_a_spanish_browser_gets_a_spanish_desk(server: Server, visitor: Visitor) -> None:
    page = visitor(locale="es-CU")
    page.goto(server.url)
    page.get_by_label("Tu nombre, como lo verán los lectores en el crédito").fill("Ana Prueba")
    page.get_by_role("button", name="Usar este nombre").click()
    expect(page.get_by_role("heading", name="Artículos")).to_be_visible()
    open_article(page, server, "en", DONE)
    expect(page.locator("#headline-3acaa3 .state")).to_have_text("traducido")
    page.locator("#headline-3acaa3 textarea").click()
    page.keyboard.press("Alt+r")
    expect(page.locator("#headline-3acaa3 .saved")).to_have_text("guardado")
    expect(page.locator("#headline-3acaa3 .state")).to_have_text("borrador")
    page.get_by_label("Idioma").select_option("fr")
    page.get_by_role("button", name="Cambiar").click()
    expect(page.get_by_role("button", name="Aperçu")).to_be_visible()
    assert page.url.endswith(f"/edit/en/{DONE}")
