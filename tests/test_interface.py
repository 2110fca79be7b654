"""The interface of the browser desk speaks every language that has a PO file."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from webdesk import ANA, ARTICLE, TO, Site

from translate_flow.bitext import State
from translate_flow.desk import bitexts
from translate_flow.desk.choices import By
from translate_flow.desk.segmenting import segment_file
from translate_flow.web import shown, texts

ROOT = Path(__file__).parent.parent
WEB = ROOT / "translate_flow" / "web"
FOLDER = WEB / "interface"
_CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_READ = re.compile(r"""\b(?:aria-label|title|placeholder|alt)="([^"]*)"|>([^<]*)""")
_NAMES = {"Markdown", "HTML", "sources/", "https://"}
"""What is called so in every language."""


def test_every_text_of_the_interface_stands_in_its_source_and_nothing_else() -> None:
    command = [sys.executable, str(ROOT / "docs" / "reference" / "generate_interface.py"), "--check"]
    assert subprocess.run(command, check=False).returncode == 0, "run docs/reference/generate_interface.py"


@pytest.mark.parametrize("template", sorted((WEB / "templates").glob("*.html")), ids=lambda path: path.stem)
def test_a_page_says_nothing_that_cannot_be_translated(template: Path) -> None:
    page = _CODE.sub("", template.read_text(encoding="utf-8"))
    read = {(attribute or text).strip() for attribute, text in _READ.findall(page)}
    assert {one for one in read if re.search("[A-Za-z]{2}", one)} <= _NAMES


@pytest.mark.parametrize("language", ["es", "fr"])
def test_a_translation_is_complete_and_keeps_its_fields(language: str) -> None:
    segments = [segment for unit in bitexts.read(FOLDER / f"{language}.po").units for segment in unit.segments]
    for one in segments:
        assert one.target, one.source
        assert one.state is State.TRANSLATED
        assert sorted(re.findall(r"\{\w+\}", one.source)) == sorted(re.findall(r"\{\w+\}", one.target))


@pytest.mark.parametrize("language", ["es", "fr"])
def test_a_translation_is_up_to_date_with_its_source(language: str, tmp_path: Path) -> None:
    shutil.copy(FOLDER / "en.txt", tmp_path)
    copy = Path(shutil.copy(FOLDER / f"{language}.po", tmp_path))
    before = copy.read_bytes()
    done = segment_file(tmp_path / "en.txt", "en", language, copy, "2026-05-02T10:00:00+00:00", by=By.paragraph)
    assert not done.written
    assert copy.read_bytes() == before


def test_the_language_is_the_one_wished_else_the_first_that_the_browser_names() -> None:
    assert texts.chosen("es", "fr") == "es"
    assert texts.chosen("", "fr-CA,fr;q=0.9,en;q=0.8") == "fr"
    assert texts.chosen("", "de, en;q=0.3, es;q=0.7") == "es"
    assert texts.chosen("xx", "de") == "en"
    assert texts.chosen("", "es;q=0, fr;q=0.1") == "fr"


@given(st.text(), st.text())
def test_whatever_a_browser_says_the_page_speaks_a_language_that_there_is(wish: str, accepted: str) -> None:
    assert texts.chosen(wish, accepted) in texts.offered()


@pytest.fixture
def further(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The interface's folder, with an Arabic and a Brazilian translation that were begun."""
    folder = Path(shutil.copytree(FOLDER, tmp_path / "interface"))
    for language, articles in (("ar", "المقالات"), ("pt-BR", "Artigos")):
        made = folder / f"{language}.po"
        segment_file(folder / "en.txt", "en", language, made, "2026-05-02T10:00:00+00:00", by=By.paragraph)
        text = made.read_text(encoding="utf-8")
        assert text.count('msgid "Articles"\nmsgstr ""') == 1
        made.write_text(text.replace('"Articles"\nmsgstr ""', f'"Articles"\nmsgstr "{articles}"'), encoding="utf-8")
    monkeypatch.setattr(texts, "_FOLDER", folder)
    _forget()
    yield folder
    _forget()


def _forget() -> None:
    texts.offered.cache_clear()
    texts.texts.cache_clear()


@pytest.mark.usefixtures("further")
def test_a_further_language_is_one_more_file() -> None:
    assert texts.offered() == ("en", "ar", "es", "fr", "pt-BR")
    assert texts.texts("ar") == {"Articles": "المقالات"}
    assert texts.chosen("", "ar-EG,en;q=0.5") == "ar"
    assert texts.chosen("", "PT-br") == "pt-BR"
    assert texts.chosen("", "pt-PT, en;q=0.9") == "pt-BR", "Portuguese of elsewhere rather than English"


@pytest.mark.usefixtures("further")
def test_a_page_in_a_language_written_from_right_to_left_runs_that_way(tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    with Site(tmp_path / "desk") as site:
        page = site.browser().get("/", headers={"accept-language": "ar"}).text
    assert '<html lang="ar" dir="rtl"' in page
    assert "<h1>المقالات</h1>" in page
    assert "Add an article" in page, "what is not translated yet is in English"


def test_a_language_that_is_chosen_stays_on_every_page_whatever_the_browser_prefers(tmp_path: Path) -> None:
    with Site(tmp_path) as site:
        ana = site.browser(ANA, headers={"accept-language": "fr"})
        assert '<html lang="fr" dir="ltr"' in ana.get("/").text
        changed = ana.submit("/language", language="es", next=f"/edit/{TO}/{ARTICLE}")
        assert changed.headers["location"] == f"/edit/{TO}/{ARTICLE}"
        for path in ("/", f"/edit/{TO}/{ARTICLE}", "/search", "/sign-in", "/edit/es/nowhere.txt"):
            assert '<html lang="es" dir="ltr"' in ana.get(path).text
        assert "set-cookie" not in ana.submit("/language", language="tlh").headers


def test_a_desk_says_words_and_dates_as_the_language_does(tmp_path: Path) -> None:
    with Site(tmp_path) as site:
        ana = site.browser(ANA)
        ana.tell("assign", document=ARTICLE, to=TO, person=ANA, deadline="2026-06-01")
        pages = {language: ana.get("/", headers={"accept-language": language}).text for language in ("en", "es", "fr")}
    assert '<time datetime="2026-06-01">Jun 1, 2026</time>' in pages["en"]
    assert '<time datetime="2026-06-01">1 jun 2026</time>' in pages["es"]
    assert '<time datetime="2026-06-01">1 juin 2026</time>' in pages["fr"]


def test_numbers_and_dates_follow_the_language() -> None:
    assert [shown.number(12345, one) for one in ("en", "es", "pt-BR")] == ["12,345", "12.345", "12.345"]
    assert shown.number(12345, "fr") == "12\u202f345"
    assert shown.moment("2026-05-02T09:30:00+02:00", "es") == "2 may 2026, 07:30 UTC"
    assert shown.day("2026-05-02", "tlh") == "May 2, 2026", "as in English where CLDR knows no better"
    assert shown.day("2026-99-99", "es") == "2026-99-99"
    assert shown.moment("", "es") == ""


@given(st.text(), st.dictionaries(st.sampled_from(["name", "count"]), st.text() | st.integers()))
def test_no_translation_breaks_a_page_by_its_fields(text: str, fields: dict[str, str | int]) -> None:
    assert texts.filled(f"{text} {{other}} {{0}} {{", fields, "es").endswith(" {other} {0} {")


def test_fields_are_filled_with_names_and_with_numbers_of_the_language() -> None:
    assert texts.filled("{name}: {count}", {"name": "Ana {count}", "count": 12345}, "es") == "Ana {count}: 12.345"


def test_the_spanish_of_a_text_is_found_by_its_english() -> None:
    assert texts.texts("es")["Articles"] == "Artículos"
    assert texts.texts("en") == {}
