"""Whole articles there and back: through segments, a PO file, another program that saves it, and the merge."""

import re
from collections.abc import Callable
from pathlib import Path

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate_flow.bitext import Bitext, State
from translate_flow.desk import article, merging, segmenting
from translate_flow.desk.choices import By
from translate_flow.desk.update import fresh
from translate_flow.documents import FORMATS, format_named
from translate_flow.errors import InputError
from translate_flow.stores import store_named

ROOT = Path(__file__).parent.parent
ARTICLES = sorted(
    [
        path
        for folder in (ROOT / "sources", ROOT / "tests" / "golden")
        for path in folder.rglob("*")
        if path.suffix in (".html", ".md", ".txt") and ".units" not in path.suffixes
    ]
    + [path for path in (ROOT / "tests" / "golden" / "formats").iterdir() if path.suffix != ".txt"]
)
NOW = "2026-05-02T10:00:00+00:00"


def there_and_back(source: Path, folder: Path, by: By, translate: Callable[[str], str]) -> bytes:
    """The article merged from a PO file in which polib has saved ``translate`` of every entry."""
    copy, bitext, merged = folder / source.name, folder / "a.po", folder / f"merged{source.suffix}"
    copy.write_bytes(source.read_bytes())
    segmenting.segment_file(copy, "es", "en", bitext, NOW, by=by)
    po = polib.pofile(str(bitext))
    for entry in po:
        entry.msgstr = translate(entry.msgid)
    po.save()
    merging.merge_file(copy, bitext, merged)
    return merged.read_bytes()


def shouted(text: str) -> str:
    """The words in capitals, codes as they are."""
    return "".join(part if index % 2 else part.upper() for index, part in enumerate(_TAGS.split(text)))


_TAGS = re.compile(r"(</?[a-z]+\d+/?>)")


@pytest.mark.parametrize("by", list(By))
@pytest.mark.parametrize("source", ARTICLES, ids=lambda path: path.name)
def test_an_article_translated_into_itself_comes_out_byte_for_byte(source: Path, by: By, tmp_path: Path) -> None:
    assert there_and_back(source, tmp_path, by, str) == source.read_bytes()


@pytest.mark.parametrize("source", ARTICLES, ids=lambda path: path.name)
def test_a_translation_reaches_every_unit_and_nothing_else(source: Path, tmp_path: Path) -> None:
    merged = there_and_back(source, tmp_path, By.sentence, shouted)
    form = article.form_for(source)
    before, after = (article.read(data, source.name, form) for data in (source.read_bytes(), merged))
    assert [shouted(before.units[index].text) for index in before.given] == [
        after.units[index].text for index in after.given
    ]


@pytest.mark.parametrize("name", list(FORMATS))
@given(st.text(st.sampled_from("aB. \u00a0\n\r\t<>&;*_#-“”¿\u2028\u3000é。[]()|`"), min_size=1, max_size=120))
def test_any_document_comes_back_from_its_bitext(name: str, text: str) -> None:
    if not text.strip():
        return
    try:
        read = article.read(text.encode(), "a", format_named(name))
    except InputError:  # no JSON, YAML or XML at all
        return
    units = fresh(segmenting.units_of(read), segmenting.cutter("es", By.sentence))
    bitext = Bitext("a", "es", "en", units)
    store = store_named("po")
    again = store.read(store.write(bitext, None, now=NOW), "a.po").bitext
    assert again.units == units
    assert all(len(paired.segments) for paired in units)
    merged, missing = merging.merge(read, again, "a.po", State.TRANSLATED)
    assert merged == text
    assert len(missing) == sum(len(unit.segments) for unit in units)
