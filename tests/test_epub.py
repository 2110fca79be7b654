"""E-books: pages in reading order, labels, title; the rest of the archive stays as it is, the type first and stored."""

from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

import pytest
from archives import archive, everything, looks, member, opened, translated, units
from ebooklib import epub

from translate_flow.documents.model import Localization
from translate_flow.errors import InputError

ENGLISH = Localization("en", "ltr", "es", "Translated by Ana Prueba", ("Ana Prueba",))


def book() -> bytes:
    """An issue of two articles, made by ebooklib, the type first and stored as the standard wants it."""
    made = epub.EpubBook()
    made.set_identifier("prueba-1")
    made.set_title("El faro & la costa")
    made.set_language("es")
    pages = []
    for name, title, text in (
        ("b", "El faro", "<p>Se apagó <b>el lunes</b>.</p><img src='f.png' alt='Un faro'/>"),
        ("a", "La costa", "<p>Nadie la vio.</p>"),
    ):
        page = epub.EpubHtml(title=title, file_name=f"{name}.xhtml", lang="es")
        page.content = f"<h1>{title}</h1>{text}"
        made.add_item(page)
        pages.append(page)
    made.toc = tuple(pages)
    made.add_item(epub.EpubNcx())
    made.add_item(epub.EpubNav())
    made.spine = [*pages]
    out = BytesIO()
    epub.write_epub(out, made)
    return archive(everything(out.getvalue()), stored=("mimetype",))


def test_pages_are_read_in_reading_order_and_labels_are_given_once() -> None:
    article = opened(book(), "a.epub")
    given = [article.units[index] for index in article.given]
    assert [unit.text for unit in given] == [
        "El faro & la costa", "El faro", "El faro", "Se apagó <b1>el lunes</b1>.", "Un faro",
        "La costa", "La costa", "Nadie la vio.", "El faro & la costa", "El faro & la costa", "El faro", "La costa",
    ]  # fmt: skip
    assert [unit.role for unit in given[:4]] == ["metadata", "metadata", "headline", "paragraph"]
    assert [unit.text for unit in article.units if unit.twin] == ["El faro & la costa", "El faro", "La costa"]


def test_only_what_is_translated_changes() -> None:
    data = book()
    assert translated(data, "a.epub", str) == data
    done = translated(data, "a.epub")
    assert looks(done) == looks(data)
    with ZipFile(BytesIO(done)) as file:
        first = file.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", ZIP_STORED)
    assert "<p>SE APAGÓ <b>EL LUNES</b>.</p>" in member(done, "EPUB/b.xhtml")
    assert "<text>EL FARO</text>" in member(done, "EPUB/toc.ncx")


def test_a_translation_says_its_language_and_its_translators() -> None:
    done = translated(book(), "a.epub", how=ENGLISH)
    package = member(done, "EPUB/content.opf")
    assert "<dc:language>en</dc:language>" in package
    assert '<dc:contributor id="translator-1">Ana Prueba</dc:contributor>' in package
    assert 'property="role" scheme="marc:relators">trl</meta>' in package
    assert 'lang="en" xml:lang="en"' in member(done, "EPUB/b.xhtml")
    assert '<p class="translation-credit">Translated by Ana Prueba</p>' in member(done, "EPUB/a.xhtml")
    assert "Ana Prueba" not in member(done, "EPUB/b.xhtml")
    assert translated(done, "a.epub", str, ENGLISH) == done, "once is enough"
    hebrew = Localization("he", "rtl", "es", "")
    done = translated(book(), "a.epub", how=hebrew)
    assert '<spine page-progression-direction="rtl" toc="ncx">' in member(done, "EPUB/content.opf")
    assert 'dir="rtl"' in member(done, "EPUB/a.xhtml")
    members = everything(book())
    members["EPUB/content.opf"] = members["EPUB/content.opf"].replace(b'version="3.0"', b'version="2.0"')
    old = translated(archive(members), "a.epub", how=hebrew)
    assert "page-progression-direction" not in member(old, "EPUB/content.opf"), "EPUB 2 does not know it"


def test_encrypted_text_is_refused_and_encrypted_fonts_are_not() -> None:
    members = everything(book())

    def locked(name: str) -> bytes:
        said = f'<encryption><enc:CipherReference xmlns:enc="x" URI="{name}"/></encryption>'
        return archive({**members, "META-INF/encryption.xml": said})

    assert units(locked("EPUB/font.otf"), "a.epub")
    with pytest.raises(InputError, match="its text is encrypted"):
        units(locked("EPUB/a.xhtml"), "a.epub")
