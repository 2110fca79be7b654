"""The interface of the browser desk speaks every language that has a PO file."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate_flow.bitext import State
from translate_flow.desk import bitexts
from translate_flow.desk.choices import By
from translate_flow.desk.segmenting import segment_file
from translate_flow.web import texts

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "translate_flow" / "web" / "interface"


def test_every_text_of_the_interface_stands_in_its_source() -> None:
    command = [sys.executable, str(ROOT / "docs" / "reference" / "generate_interface.py"), "--check"]
    assert subprocess.run(command, check=False).returncode == 0, "run docs/reference/generate_interface.py"


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


def test_the_spanish_of_a_text_is_found_by_its_english() -> None:
    assert texts.texts("es")["Articles"] == "Artículos"
    assert texts.texts("en") == {}
