"""Documents as other programs write them come out byte for byte, are translated whole, and open again as they were.

LibreOffice, Pandoc, Gnumeric and calibre each write the same article, table of headlines and talk in formats of ours.
"""

import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from archives import looks, translated, units
from test_docx import ARABIC
from test_epub import ENGLISH
from test_libreoffice import converted, faults, pages

from translate_flow.bitext import TAG

pytestmark = pytest.mark.interop
SOURCES = Path(__file__).parent / "data" / "office"
OFFICE = ("soffice", "pdfinfo")
TEXTS = {
    "article.fodt": [
        "El faro se apaga", "El faro de la costa se apagó el lunes. Vea la crónica entera de ayer.",
        "Viento", "Nota & tono", "Norte", "Frío",
        "Un final con “comillas”, guion — y ñandú.",
    ],
    "headlines.fods": [
        "Clave", "Titular", "El faro se apaga & vuelve", "Dos líneas en una celda", "La crónica", "espacios",
        "El faro se apaga",
    ],
    "talk.fodp": [
        "El faro se apaga", "Una nota para cada viento", "Decir que el faro es de 1898.", "Dentro de un grupo",
        "Viento", "Nota", "Uno", "Dos tres",
    ],
}  # fmt: skip
"""What every program that writes them keeps, without codes."""
NOTES = ["Construido en 1898, según La Gaceta.", "Nota final del autor."]
"""What those keep that write notes as such, not as links."""
MADE = [
    ("libreoffice", "article.fodt", "docx"), ("libreoffice", "article.fodt", "odt"),
    ("libreoffice", "article.fodt", "epub"), ("libreoffice", "headlines.fods", "xlsx"),
    ("libreoffice", "talk.fodp", "pptx"), ("pandoc", "article.fodt", "docx"), ("pandoc", "article.fodt", "odt"),
    ("pandoc", "article.fodt", "epub"), ("calibre", "article.fodt", "docx"), ("calibre", "article.fodt", "epub"),
    ("gnumeric", "headlines.fods", "xlsx"),
]  # fmt: skip
PROGRAMS = {"pandoc": "pandoc", "calibre": "ebook-convert", "gnumeric": "ssconvert", "libreoffice": "soffice"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("office")


def made(program: str, source: str, suffix: str, folder: Path) -> Path:
    """The source as a program writes it, which reads what LibreOffice wrote."""
    for needed in (*OFFICE, PROGRAMS[program]):
        if shutil.which(needed) is None:
            pytest.skip(f"needs {needed}")
    first = {"libreoffice": suffix, "gnumeric": "ods"}.get(program, "docx")
    own = folder / "out" / f"{Path(source).stem}.{first}"
    if not own.exists():
        converted(SOURCES / source, first, folder)
    if program == "libreoffice":
        return own
    path = folder / program / f"{own.stem}.{suffix}"
    path.parent.mkdir(exist_ok=True)
    command = {"pandoc": ["pandoc", own, "-o", path]}.get(program, [PROGRAMS[program], own, path])
    subprocess.run([str(part) for part in command], check=True, capture_output=True, timeout=120)
    return path


def plain(text: str) -> str:
    """The words of a unit."""
    return " ".join(re.sub(TAG, lambda tag: " " if tag[0].startswith("<br") else "", text).split())


@pytest.mark.parametrize(("program", "source", "suffix"), MADE)
def test_a_document_comes_out_byte_for_byte_and_is_translated_whole(
    program: str, source: str, suffix: str, folder: Path
) -> None:
    path = made(program, source, suffix, folder)
    data = path.read_bytes()
    assert translated(data, path.name, str) == data
    before = Counter(plain(unit.text) for unit in units(data, path.name))
    noted = source == "article.fodt" and suffix != "epub" and program != "calibre"
    assert not [text for text in TEXTS[source] + NOTES * noted if not before[text]]
    done = translated(data, path.name, how=ENGLISH)
    after = Counter(plain(unit.text) for unit in units(done, path.name))
    credit = Counter([ENGLISH.credit_line] if suffix != "xlsx" else [])
    assert after == Counter(text.upper() for text in before.elements()) + credit
    assert looks(done) == looks(data)


@pytest.mark.parametrize(("program", "source", "suffix"), MADE)
def test_a_translation_from_right_to_left_says_so_once(
    program: str, source: str, suffix: str, folder: Path, tmp_path: Path
) -> None:
    path = made(program, source, suffix, folder)
    once = translated(path.read_bytes(), path.name, str, ARABIC)
    assert translated(once, path.name, str, ARABIC) == once
    if suffix == "epub":
        assert faults(once, tmp_path) == faults(path.read_bytes(), tmp_path)


@pytest.mark.parametrize(("program", "source", "suffix"), [one for one in MADE if one[2] != "epub"])
def test_libreoffice_opens_a_translation_on_as_many_pages(
    program: str, source: str, suffix: str, folder: Path, tmp_path: Path
) -> None:
    path = made(program, source, suffix, folder)
    other = tmp_path / f"translated.{suffix}"
    other.write_bytes(translated(path.read_bytes(), path.name, how=ENGLISH))
    assert pages(other, tmp_path) == pages(path, tmp_path)
