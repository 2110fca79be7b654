"""A translator, a reviewer and a published page, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from translate_flow.bitext import Bitext, State
from translate_flow.desk import bitexts

from .conftest import ARTICLE, Server, Visitor, open_article

pytestmark = pytest.mark.browser

BITEXT = Path("translations/es") / f"{ARTICLE}.po"


def stored(desk: Path, path: Path = BITEXT) -> Bitext:
    return bitexts.read(desk / path)


def targets(desk: Path) -> list[str]:
    return [segment.target for unit in stored(desk).units for segment in unit.segments]


def settle(page: Page) -> None:
    """Wait until nothing is on its way."""
    expect(page.locator(".row.saving, .row.unsaved, .row.failed")).to_have_count(0, timeout=20_000)


def test_an_article_is_translated_by_keyboard_alone_reviewed_by_another_and_published(
    desk: Path, server: Server, visitor: Visitor
) -> None:
    ana = visitor("Ana Prueba")
    open_article(ana, server)
    rows = ana.locator(".row").count()
    ana.keyboard.press("Alt+ArrowDown")
    for _ in range(rows):
        ana.keyboard.press("Alt+c")
        ana.keyboard.press("Home")
        ana.keyboard.type("Ñ ")
        ana.keyboard.press("Control+Enter")
    settle(ana)
    expect(ana.locator("#counts")).to_contain_text("100 %")
    sources = [segment.source for unit in stored(desk).units for segment in unit.segments]
    assert [target.replace("Ñ ", "", 1) for target in targets(desk)] == sources

    luis = visitor("Luis Ensayo")
    open_article(luis, server)
    luis.get_by_role("button", name="Review", exact=True).press("Enter")
    luis.locator("textarea").first.focus()
    for _ in range(rows):
        luis.keyboard.press("Control+Enter")
    settle(luis)
    assert {segment.state for unit in stored(desk).units for segment in unit.segments} == {State.REVIEWED}
    luis.get_by_role("button", name="Publish").press("Enter")
    expect(luis.get_by_role("dialog")).to_contain_text("published/es")
    page = (desk / "published/es" / ARTICLE).read_text(encoding="utf-8")
    assert "Traducido por Ana Prueba para El Faro Desk" in page
    assert 'lang="es"' in page
    credits_ = server.command("credits", ARTICLE)
    assert "Luis Ensayo" in credits_


def test_the_preview_shows_what_is_typed_and_a_click_in_it_leads_to_the_segment(
    server: Server, visitor: Visitor
) -> None:
    page = visitor("Ana Prueba")
    open_article(page, server, "en", "es/oidos-de-valdenora.md")
    page.get_by_role("button", name="Preview").click()
    frame = page.frame_locator("#preview iframe")
    expect(frame.locator("h1").first).to_have_text("The Ears of Valdeñora")
    headline = page.locator("#headline-3acaa3 textarea")
    headline.fill("The Listeners of Valdeñora")
    headline.press("Control+Enter")
    expect(frame.locator("h1").first).to_have_text("The Listeners of Valdeñora")
    frame.get_by_text("Gaspar Irureta").first.click()
    expect(page.locator(".row.active .source")).to_contain_text("Gaspar Irureta")
    page.get_by_role("button", name="Original").click()
    expect(frame.locator("h1").first).to_have_text("Los oídos de Valdeñora")


def test_clicking_another_row_saves_what_was_typed(desk: Path, server: Server, visitor: Visitor) -> None:
    page = visitor("Ana Prueba")
    open_article(page, server)
    first, second = page.locator("textarea").nth(0), page.locator("textarea").nth(1)
    first.click()
    page.keyboard.type("La orquesta")
    second.click()
    expect(page.locator(".row").nth(0).locator(".saved")).to_have_text("saved")
    assert second.input_value() == ""
    page.keyboard.type("Dos")
    page.locator("textarea").nth(2).click()
    settle(page)
    assert targets(desk)[:3] == ["La orquesta", "Dos", ""]
    page.reload()
    page.wait_for_selector("#actions:not([hidden])")
    assert page.locator("textarea").nth(0).input_value() == "La orquesta"
    assert stored(desk).units[0].segments[0].state is State.INITIAL, "only confirming makes it a translation"


def test_two_people_on_one_segment_both_keep_their_work(desk: Path, server: Server, visitor: Visitor) -> None:
    ana, luis = visitor("Ana Prueba"), visitor("Luis Ensayo")
    open_article(ana, server)
    open_article(luis, server)
    ana.locator("textarea").first.click()
    luis.locator("textarea").first.click()
    expect(ana.locator("#people")).to_contain_text("Luis Ensayo")
    expect(ana.locator(".row.other")).to_have_count(1)
    luis.keyboard.type("La versión de Luis")
    ana.keyboard.type("La versión de Ana")
    ana.keyboard.press("Control+Enter")
    expect(luis.locator(".conflict .theirs")).to_have_text("La versión de Ana")
    assert luis.locator("textarea").first.input_value() == "La versión de Luis"
    assert targets(desk)[0] == "La versión de Ana", "nothing is overwritten in silence"
    luis.get_by_role("button", name="Keep mine").click()
    settle(luis)
    assert targets(desk)[0] == "La versión de Luis"
    expect(ana.locator("textarea").first).to_have_value("La versión de Luis")
    ana.locator("textarea").first.click()
    ana.get_by_role("button", name="History").click()
    expect(ana.locator("[data-part=history]")).to_contain_text("La versión de Ana")
    ana.get_by_role("button", name="Restore").first.click()
    ana.keyboard.press("Control+Enter")
    settle(ana)
    assert targets(desk)[0] == "La versión de Ana"


def test_what_is_typed_while_the_server_is_dead_is_saved_when_it_lives_again(
    desk: Path, server: Server, visitor: Visitor
) -> None:
    page = visitor("Ana Prueba")
    open_article(page, server)
    page.locator("textarea").first.click()
    page.keyboard.type("Antes ")
    server.kill()
    page.keyboard.type("y después")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".row").first.locator(".saved")).to_contain_text("not saved yet")
    page.keyboard.type("Segunda línea")
    page.keyboard.press("Control+ArrowDown")
    server.start()
    expect(page.locator(".row").nth(0).locator(".saved")).to_have_text("saved", timeout=20_000)
    expect(page.locator(".row").nth(1).locator(".saved")).to_have_text("saved", timeout=20_000)
    assert targets(desk)[:2] == ["Antes y después", "Segunda línea"]


def test_what_was_typed_survives_a_browser_that_is_closed_while_the_server_is_away(
    desk: Path, server: Server, visitor: Visitor
) -> None:
    page = visitor("Ana Prueba")
    open_article(page, server)
    page.locator("textarea").first.click()
    server.kill()
    page.keyboard.type("Nunca enviado")
    page.wait_for_timeout(400)
    page.close(run_before_unload=False)
    server.start()
    again = page.context.new_page()
    open_article(again, server)
    expect(again.locator("textarea").first).to_have_value("Nunca enviado")
    settle(again)
    assert targets(desk)[0] == "Nunca enviado"


def test_a_draft_finds_its_segment_under_another_name_and_what_is_no_draft_does_no_harm(
    desk: Path, server: Server, visitor: Visitor
) -> None:
    ana = visitor("Ana Prueba")
    open_article(ana, server)
    server.kill()
    ana.locator("textarea").nth(1).fill("Lo que escribí")
    ana.keyboard.press("Control+Enter")
    ana.evaluate("""() => {
        const [key] = Object.keys(localStorage).filter((one) => one.startsWith("tf es "));
        localStorage.setItem(key.slice(0, key.lastIndexOf(" ") + 1) + "paragraph-0ld0ld", localStorage.getItem(key));
        localStorage.setItem(key.slice(0, key.lastIndexOf(" ") + 1) + "broken", "{no JSON");
        localStorage.removeItem(key);
    }""")
    server.start()
    open_article(ana, server)
    expect(ana.locator("textarea").nth(1)).to_have_value("Lo que escribí")
    settle(ana)
    assert targets(desk)[1] == "Lo que escribí"


def test_a_change_on_the_disk_appears_and_is_merged_by_segment(desk: Path, server: Server, visitor: Visitor) -> None:
    page = visitor("Ana Prueba")
    open_article(page, server)
    page.locator("textarea").nth(0).click()
    page.keyboard.type("Estoy escribiendo")
    path = desk / BITEXT
    entries = path.read_text(encoding="utf-8").split("\n\n")
    at = next(n for n, entry in enumerate(entries) if 'msgstr ""' in entry and n > 3)
    name = re.search(r'msgctxt "(.*)"', entries[at])[1]  # type: ignore[index]
    changed = entries[at].replace('msgstr ""', 'msgstr "Desde Poedit"')
    path.write_text("\n\n".join([*entries[:at], changed, *entries[at + 1 :]]), encoding="utf-8")
    expect(page.locator(f'.row[id="{name}"] textarea')).to_have_value("Desde Poedit")
    assert page.locator("textarea").nth(0).input_value() == "Estoy escribiendo"
    assert page.evaluate("document.activeElement.value") == "Estoy escribiendo"
    page.keyboard.type(" aún")
    page.keyboard.press("Control+Enter")
    settle(page)
    assert {"Estoy escribiendo aún", "Desde Poedit"} <= set(targets(desk))


def test_saves_of_one_segment_never_overtake_each_other_on_a_slow_server(
    desk: Path, server: Server, visitor: Visitor
) -> None:
    page = visitor("Ana Prueba")
    answers: list[int] = []
    page.on("response", lambda answer: answers.append(answer.status) if answer.url.endswith("/api/edit") else None)
    open_article(page, server)
    page.evaluate(
        """() => { const send = window.fetch;
        window.fetch = async (address, how) => {
          if (String(address).includes('/api/edit')) await new Promise((later) => setTimeout(later, 2000));
          return send(address, how); } }"""
    )
    field = page.locator("textarea").first
    for word in ("uno", "dos", "tres", "cuatro"):
        field.click()
        page.keyboard.press("Control+End")
        page.keyboard.type(f" {word}")
        page.locator("textarea").nth(1).click()
    field.click()
    page.keyboard.type("!")
    page.keyboard.press("Control+Enter")
    settle(page)
    assert set(answers) == {200}, "a save is sent when the one before has answered"
    assert sorted(re.findall(r"\w+|!", targets(desk)[0])) == sorted(["uno", "dos", "tres", "cuatro", "!"])


def test_one_save_changes_one_entry_of_the_file(desk: Path, server: Server, visitor: Visitor) -> None:
    before = (desk / BITEXT).read_text(encoding="utf-8").split("\n\n")
    page = visitor("Ana Prueba")
    open_article(page, server)
    page.locator("textarea").nth(5).fill("Una línea nueva")
    page.keyboard.press("Control+Enter")
    settle(page)
    after = (desk / BITEXT).read_text(encoding="utf-8").split("\n\n")
    changed = [one for one, other in zip(before[1:], after[1:], strict=True) if one != other]
    assert len(changed) == 1


def test_codes_are_moved_as_a_whole_and_never_broken_by_typing(server: Server, visitor: Visitor) -> None:
    page = visitor("Ana Prueba")
    open_article(page, server)
    row = page.locator(".row:has(.source .chip)").first
    field = row.locator("textarea")
    codes = row.locator(".source .chip").all_inner_texts()
    field.click()
    for _ in codes:
        page.keyboard.press("Alt+i")
    assert field.input_value() == "".join(codes)
    expect(row.locator(".mirror .chip")).to_have_count(len(codes))
    page.keyboard.press("Control+Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("x")
    assert field.input_value() == codes[0] + "x" + "".join(codes[1:]), "the caret passes over a code"
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    assert field.input_value() == "".join(codes[1:]), "a code goes as a whole"
    page.keyboard.press("Control+z")
    assert codes[0] in field.input_value()
    field.evaluate("field => field.setSelectionRange(2, 2)")
    page.keyboard.type("y")
    assert codes[0] in field.input_value(), "nothing is typed into a code"


def test_a_segment_whose_codes_are_broken_stays_a_draft_and_says_why(
    desk: Path, server: Server, visitor: Visitor
) -> None:
    page = visitor("Ana Prueba")
    open_article(page, server)
    row = page.locator(".row:has(.source .chip)").first
    row.locator("textarea").fill("Sin códigos")
    row.locator("textarea").press("Control+Enter")
    expect(row.locator(".saved")).to_contain_text("is missing")
    assert row.get_attribute("data-state") == "initial"
    assert "Sin códigos" in targets(desk)


def test_checks_come_after_a_pause_and_do_not_flicker_at_a_half_typed_word(server: Server, visitor: Visitor) -> None:
    page = visitor("Ana Prueba")
    open_article(page, server, "en", "es/oidos-de-valdenora.md")
    row = page.locator("#headline-3acaa3")
    row.locator("textarea").fill("")
    row.locator("textarea").click()
    page.keyboard.type("The the Ears of Valdeñora", delay=15)
    checks = page.locator("[data-part=checks]")
    expect(checks).to_contain_text("stands twice")
    page.evaluate(
        """() => { window.flickers = 0; new MutationObserver(() => {
        if (!document.querySelector('[data-part=checks] li')) window.flickers += 1; })
        .observe(document.querySelector('[data-part=checks]'), {childList: true, subtree: true}); }"""
    )
    page.keyboard.type(" and their gre", delay=40)
    page.wait_for_timeout(1200)
    assert page.evaluate("window.flickers") == 0
    expect(row.locator(".mirror mark")).to_have_count(1)
    checks.get_by_role("button", name=re.compile("Correct to")).first.click()
    expect(row.locator("textarea")).to_have_value("The Ears of Valdeñora and their gre")


def test_segments_are_joined_and_split_where_the_translator_says(server: Server, visitor: Visitor) -> None:
    page = visitor("Ana Prueba")
    open_article(page, server)
    unit = page.locator(".unit:has(.row:nth-child(3))").first
    name = unit.get_attribute("data-unit")
    before = unit.locator(".row").count()
    unit.locator("textarea").nth(0).fill("Primera mitad.")
    unit.locator("textarea").nth(1).fill("Segunda mitad.")
    unit.locator("textarea").nth(0).click()
    page.keyboard.press("Alt+j")
    again = page.locator(f".unit[data-unit='{name}']")
    expect(again.locator(".row")).to_have_count(before - 1)
    expect(again.locator("textarea").nth(0)).to_have_value("Primera mitad. Segunda mitad.")
    again.locator("textarea").nth(0).click()
    again.locator("textarea").nth(0).evaluate("field => field.setSelectionRange(15, 15)")
    page.keyboard.press("Alt+s")
    page.locator("dialog .words button").nth(2).press("Enter")
    expect(again.locator(".row")).to_have_count(before)
    expect(again.locator("textarea").nth(0)).to_have_value("Primera mitad.")
    expect(again.locator("textarea").nth(1)).to_have_value("Segunda mitad.")


def test_words_are_found_and_replaced_after_a_look(desk: Path, server: Server, visitor: Visitor) -> None:
    page = visitor("Ana Prueba")
    open_article(page, server, "en", "es/oidos-de-valdenora.md")
    page.get_by_role("button", name="Find and replace").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Find", exact=True).fill("stethoscope")
    dialog.get_by_label("Replace by").fill("ear trumpet")
    count = dialog.locator("li").count()
    assert count >= 2
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()  # a look replaces nothing
    dialog.locator("li input").first.uncheck()
    dialog.get_by_role("button", name="Replace in the ticked ones").click()
    settle(page)
    bitext = stored(desk, Path("translations/en/es/oidos-de-valdenora.md.po"))
    found = [s.target for unit in bitext.units for s in unit.segments if "ear trumpet" in s.target]
    assert len(found) == count - 1


def test_what_is_pasted_is_one_line_and_no_code_is_found_or_replaced(server: Server, visitor: Visitor) -> None:
    page = visitor("Ana Prueba")
    open_article(page, server)
    row = page.locator(".row", has=page.locator(".source .chip")).first
    area = row.locator("textarea")
    area.fill("")
    area.press("Alt+i")
    code = area.input_value()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("navigator.clipboard.writeText('\\n El mar\\r\\n\\r\\nes\\u200b ancho.\\n')")
    area.press("Control+v")
    expect(area).to_have_value(f"{code}El mar es ancho.")
    area.press("Enter")
    expect(area).to_have_value(f"{code}El mar es ancho.")
    expect(row.locator(".saved")).to_have_text("no line break here; Ctrl+Enter confirms")
    page.get_by_role("button", name="Find and replace").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Find", exact=True).fill(code.strip("<>"))
    expect(dialog.locator("li")).to_have_count(0)


def test_a_heading_stands_in_the_columns_of_the_others(server: Server, visitor: Visitor) -> None:
    page = visitor("Ana Prueba")
    open_article(page, server)
    widths = page.locator(".row").evaluate_all("rows => rows.map((row) => row.getBoundingClientRect().width)")
    assert len(set(widths)) == 1


def test_a_note_leaves_whoever_writes_it_where_notes_are_written(server: Server, visitor: Visitor) -> None:
    page = visitor("Ana Prueba")
    open_article(page, server)
    page.locator(".row textarea").first.click()
    note = page.get_by_label("A note")
    note.fill("¿Orquesta o banda?")
    note.press("Enter")
    expect(page.locator("[data-part=notes] li")).to_have_text("Ana Prueba: ¿Orquesta o banda?")
    expect(page.get_by_label("A note")).to_be_focused()


def test_a_reviewer_sends_a_segment_back_with_a_reason(desk: Path, server: Server, visitor: Visitor) -> None:
    page = visitor("Luis Ensayo")
    open_article(page, server, "en", "es/oidos-de-valdenora.md")
    page.locator("#headline-3acaa3 textarea").click()
    page.keyboard.press("Alt+x")
    page.get_by_role("dialog").get_by_label("Reason").fill("Listeners, not ears")
    page.keyboard.press("Enter")
    expect(page.locator("#headline-3acaa3 .state")).to_have_text("rejected")
    expect(page.locator("[data-part=notes]")).to_contain_text("Luis Ensayo: Listeners, not ears")
    bitext = stored(desk, Path("translations/en/es/oidos-de-valdenora.md.po"))
    segment = next(unit for unit in bitext.units if unit.id == "headline-3acaa3").segments[0]
    assert segment.sub_state == "rejected"


def test_an_article_is_pasted_and_translated_at_once(desk: Path, server: Server, visitor: Visitor) -> None:
    page = visitor("Ana Prueba")
    page.goto(f"{server.url}/#add")
    page.get_by_label("Folder").select_option("es")
    page.locator("#add").get_by_label("Name").fill("Una nota breve")
    page.get_by_label("Text", exact=True).fill("Una nota breve\n\nHoy llovió en Puerto Claro. Mañana no.\n")
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_url("**/edit/en/es/una-nota-breve.txt")
    expect(page.locator(".row")).to_have_count(3)
    assert (desk / "translations/en/es/una-nota-breve.txt.po").exists()


def test_the_memory_proposes_what_was_confirmed_before(desk: Path, server: Server, visitor: Visitor) -> None:
    page = visitor("Ana Prueba")
    open_article(page, server)
    source = page.locator(".row .source").nth(0).inner_text()
    page.locator("textarea").nth(0).fill("La orquesta de los objetos perdidos")
    page.locator("textarea").nth(0).press("Control+Enter")
    settle(page)
    (desk / "sources/en/again.txt").write_text(f"{source}\n\nAnd more of it.\n", encoding="utf-8")
    server.command("segment", "en/again.txt")
    open_article(page, server, "es", "en/again.txt")
    page.locator("textarea").nth(0).click()
    expect(page.locator("[data-part=proposals]")).to_contain_text("La orquesta de los objetos perdidos")
    page.keyboard.press("Alt+1")
    expect(page.locator("textarea").nth(0)).to_have_value("La orquesta de los objetos perdidos")


def test_what_is_not_ready_to_be_published_is_shown_and_one_click_away(server: Server, visitor: Visitor) -> None:
    page = visitor("Ana Prueba")
    open_article(page, server, "en", "es/oidos-de-valdenora.md")
    page.get_by_label("Show").select_option("translated")
    expect(page.locator("#heading-428b71")).to_be_hidden()
    page.get_by_role("button", name="Publish").click()
    dialog = page.get_by_role("dialog", name="Publish")
    expect(dialog).to_contain_text("Segments that are not ready: 41")
    expect(dialog).to_contain_text("and 33 more")
    heading = page.locator("#heading-428b71 .source").text_content()
    dialog.get_by_role("button", name=heading).click()
    expect(page.locator("#heading-428b71 textarea")).to_be_focused()
    assert not (server.desk / "published").exists()


def test_a_caption_is_translated_with_its_picture_in_view(desk: Path, server: Server, visitor: Visitor) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="80"><rect width="120" height="80"/></svg>'
    (desk / "sources/en/tuba.svg").write_text(drawing, encoding="utf-8")
    article = desk / "sources" / ARTICLE
    text = article.read_text(encoding="utf-8")
    article.write_text(text.replace("<figcaption>", '<img src="tuba.svg" alt=""><figcaption>', 1), encoding="utf-8")
    page = visitor("Ana Prueba")
    open_article(page, server)
    page.get_by_role("button", name="Preview").click()
    picture = page.frame_locator("#preview iframe").locator("img[src^='/picture/']")
    expect(picture).to_have_js_property("naturalWidth", 120)
