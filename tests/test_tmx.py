"""TMX: what we write we read again as it was, and files of other tools give what they have."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate_flow.bitext import Credit, State
from translate_flow.errors import InputError
from translate_flow.memory.model import MemoryUnit
from translate_flow.memory.tmx import read_tmx
from translate_flow.memory.tmx_write import write_tmx

ANA = Credit("translator", "Ana Prueba", "2026-05-02")
LUIS = Credit("reviewer", "Luis Ensayo", "2026-05-03")
ODD = Credit("editor", 'O"Brien\\', "", "organization")

texts = st.one_of(
    st.text("abc <>&\"'é中\t\n\r\x01\x1f\ufffe😀", min_size=1, max_size=30),
    st.lists(st.sampled_from(["<a1>", "</a1>", "<br2/>", "word ", "</b3>"]), min_size=1, max_size=6).map("".join),
)
dates = st.sampled_from(["", "2026-05-03T10:20:00Z", "1999-12-31T23:59:59Z"])
units = st.builds(
    MemoryUnit,
    texts,
    texts,
    st.sampled_from(["es", "es-CU"]),
    st.sampled_from(["en", "pt-BR"]),
    state=st.sampled_from(State),
    credits=st.lists(st.sampled_from([ANA, LUIS, Credit("editor", 'O"Brien\\', "", "organization")]), unique=True).map(
        tuple
    ),
    created=dates,
    changed=dates,
    uses=st.integers(0, 99),
    document=st.sampled_from(["", "es/faro & mar.md"]),
    before=st.sampled_from(["", "Nevó."]),
    after=st.sampled_from(["", "Llovió <a1>."]),
)


@settings(max_examples=60)
@given(found=st.lists(units, max_size=4))
def test_what_was_written_is_read_again(found: list[MemoryUnit], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("tmx") / "memory.tmx"
    assert write_tmx(found, path) == len(found)
    assert list(read_tmx(path)) == found


def written(tmp_path: Path, body: str, head: str = 'srclang="es"') -> Path:
    path = tmp_path / "other.tmx"
    path.write_text(
        f'<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx version="1.4"><header {head}/>'
        f"<body>{body}</body></tmx>"
    )
    return path


def test_codes_of_level_2_become_tags(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        '<tu><tuv xml:lang="es"><seg>El <bpt i="1">&lt;b&gt;</bpt>puerto<ept i="1">&lt;/b&gt;</ept> <ph x="2"/>'
        '<hi>abre</hi></seg></tuv><tuv xml:lang="en"><seg>The <bpt i="1"/>harbour<ept i="1"/> <ph x="2"/>opens</seg>'
        "</tuv></tu>",
    )
    (unit,) = read_tmx(path)
    assert unit.source == "El <g1>puerto</g1> <x2/>abre"
    assert unit.target == "The <g1>harbour</g1> <x2/>opens"


def test_omegats_context_and_people_are_read(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        '<tu><prop type="file">faro.txt</prop><prop type="prev">Antes.</prop><prop type="next">Después.</prop>'
        '<tuv lang="ES"><seg>El faro.</seg></tuv>'
        '<tuv lang="EN-GB" creationid="Eva Supuesta" changedate="20260509T080000Z"><seg>The lighthouse.</seg></tuv>'
        "</tu>",
    )
    (unit,) = read_tmx(path)
    assert (unit.before, unit.after, unit.document) == ("Antes.", "Después.", "faro.txt")
    assert unit.credits == (Credit("translator", "Eva Supuesta"),)
    assert unit.changed == "2026-05-09T08:00:00Z"


def test_each_language_beside_the_sources_is_a_unit(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "".join(f'<tuv xml:lang="{tag}"><seg>{tag}</seg></tuv>' for tag in ("en", "es", "fr")).join(("<tu>", "</tu>")),
        'srclang="es"',
    )
    assert [(unit.source_language, unit.target_language) for unit in read_tmx(path)] == [("es", "en"), ("es", "fr")]


def test_a_gzipped_file_and_utf_16_are_read(tmp_path: Path) -> None:
    plain = tmp_path / "a.tmx"
    write_tmx([MemoryUnit("El faro.", "The lighthouse.", "es", "en")], plain)
    packed = tmp_path / "a.tmx.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    wide = tmp_path / "b.tmx"
    wide.write_bytes(plain.read_text().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16"))
    assert list(read_tmx(packed)) == list(read_tmx(wide)) == list(read_tmx(plain))


REFUSED = {
    "another kind of XML": ("<html/>", "no TMX"),
    "a text": ("Dear translator", "cannot be read"),
    "a file cut off": ('<tmx version="1.4"><header srclang="es"/><body><tu>', "cannot be read"),
    "entities": ('<!DOCTYPE tmx [<!ENTITY a "haha">]><tmx>&a;</tmx>', "document type"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_tmx_is_refused_in_one_line(case: str, tmp_path: Path) -> None:
    text, words = REFUSED[case]
    path = tmp_path / "x.tmx"
    path.write_text(text)
    with pytest.raises(InputError, match=words) as caught:
        list(read_tmx(path))
    assert "\n" not in str(caught.value)


def test_a_file_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        write_tmx([], tmp_path / "nowhere" / "a.tmx")
    assert list(tmp_path.iterdir()) == []
