"""LibreOffice opens what we write, and lays it out on as many pages; epubcheck finds no fault with our e-books."""

import shutil
import subprocess
from pathlib import Path

import pytest
from archives import looks, translated, units
from test_docx import article_document as word_article
from test_epub import ENGLISH, book
from test_odt import article_document as odt_article
from test_pptx import presentation

pytestmark = pytest.mark.interop
_OFFICE = shutil.which("soffice")
_PAGES = shutil.which("pdfinfo")
_CHECK = shutil.which("epubcheck")
ARTICLES = {"a.docx": word_article, "a.odt": odt_article, "a.pptx": presentation}


def converted(source: Path, suffix: str, folder: Path) -> Path:
    """The file as LibreOffice writes it in another format, by a profile of its own."""
    assert _OFFICE
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [_OFFICE, profile, "--headless", "--convert-to", suffix, "--outdir", str(folder / "out"), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / "out" / f"{source.stem}.{suffix}"


def pages(source: Path, folder: Path) -> int:
    assert _PAGES
    said = subprocess.run([_PAGES, converted(source, "pdf", folder)], check=True, capture_output=True, text=True).stdout
    return int(next(line for line in said.splitlines() if line.startswith("Pages:")).split()[1])


@pytest.mark.skipif(not (_OFFICE and _PAGES), reason="no LibreOffice or no pdfinfo here")
@pytest.mark.parametrize("name", ARTICLES)
def test_a_translation_is_laid_out_on_as_many_pages(name: str, tmp_path: Path) -> None:
    data = ARTICLES[name]()
    (tmp_path / name).write_bytes(data)
    before = pages(tmp_path / name, tmp_path)
    (tmp_path / name).write_bytes(translated(data, name, how=ENGLISH))
    assert abs(pages(tmp_path / name, tmp_path) - before) <= 1


@pytest.mark.skipif(not _OFFICE, reason="no LibreOffice here")
@pytest.mark.parametrize("name", ARTICLES)
def test_what_libreoffice_writes_comes_out_byte_for_byte_and_whole(name: str, tmp_path: Path) -> None:
    """Its files have other prefixes, styles of its own for each look, and sizes behind the members."""
    suffix = {"docx": "odt", "odt": "docx", "pptx": "odp"}[name.rpartition(".")[2]]
    (tmp_path / name).write_bytes(ARTICLES[name]())
    other = converted(tmp_path / name, suffix, tmp_path)
    own = converted(other, name.rpartition(".")[2], tmp_path).read_bytes()
    for written, called in ((own, name), (other.read_bytes(), other.name)):
        if called.endswith("odp"):
            continue
        assert translated(written, called, str) == written
        done = translated(written, called, how=ENGLISH)
        assert looks(done) == looks(written)
        assert len(units(done, called)) == len(units(written, called)) + 1, "the credit line"


def faults(book: bytes, folder: Path) -> list[str]:
    """The kinds of faults that epubcheck finds in an e-book."""
    if not (_CHECK and shutil.which("java")):
        pytest.skip("no epubcheck here")
    (folder / "a.epub").write_bytes(book)
    command = ["java", "-jar", str(_CHECK), "a.epub"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=folder)
    assert "EPUB" in done.stdout, done.stderr
    return sorted(line.split(":")[0] for line in done.stderr.splitlines() if line.startswith(("ERROR", "FATAL")))


def test_a_translated_book_has_no_faults_that_the_original_has_not(tmp_path: Path) -> None:
    assert faults(translated(book(), "a.epub", how=ENGLISH), tmp_path) == faults(book(), tmp_path)
