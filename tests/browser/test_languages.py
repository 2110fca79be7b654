"""The interface in the visitor's language, scripts and all."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .conftest import Server, Visitor, open_article

pytestmark = pytest.mark.browser


def test_a_spanish_browser_gets_a_spanish_desk(server: Server, visitor: Visitor) -> None:
    page = visitor(locale="es-CU")
    page.goto(server.url)
    page.get_by_label("Tu nombre, como lo verán los lectores en el crédito").fill("Ana Prueba")
    page.get_by_role("button", name="Usar este nombre").click()
    expect(page.get_by_role("heading", name="Artículos")).to_be_visible()
    open_article(page, server, "en", "es/oidos-de-valdenora.md")
    expect(page.locator("#headline-3acaa3 .state")).to_have_text("traducido")
    page.locator("#headline-3acaa3 textarea").click()
    page.keyboard.press("Alt+r")
    expect(page.locator("#headline-3acaa3 .saved")).to_have_text("guardado")
    expect(page.locator("#headline-3acaa3 .state")).to_have_text("borrador")
    page.get_by_label("Idioma").select_option("fr")
    page.get_by_role("button", name="Cambiar").click()
    expect(page.get_by_role("button", name="Aperçu")).to_be_visible()
    assert page.url.endswith("/edit/en/es/oidos-de-valdenora.md")
