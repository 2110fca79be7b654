"""Archives: members are spliced in, all else stays; and what is broken, locked or malicious ends in one clear line."""

import struct
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from archives import archive, everything, looks, member, translated, units, word
from hypothesis import given
from hypothesis import strategies as st
from test_epub import book
from test_odt import odt, p
from test_xlsx import workbook

from translate_flow.bitext import State
from translate_flow.desk import merging, segmenting
from translate_flow.desk.choices import Incomplete
from translate_flow.desk.desk import here
from translate_flow.documents import archive as archives
from translate_flow.documents.archive import opened, replaced
from translate_flow.errors import InputError

BODY = "<w:p><w:r><w:t>El faro se apagó.</w:t></w:r></w:p>"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
WHOLE = {"a.docx": word(BODY), "a.odt": odt(p("El faro.")), "a.xlsx": workbook(), "a.epub": book()}
NOW = "2026-05-02T10:00:00+00:00"


def with_members(data: bytes, extra: dict[str, str | bytes]) -> bytes:
    return archive({**everything(data), **extra})


def refused(data: bytes, name: str, *words: str) -> str:
    """Reading the document is refused in one line that says where, what and what to do."""
    with pytest.raises(InputError) as caught:
        units(data, name)
    line = str(caught.value)
    for said in (name, *words):
        assert said in line
    assert caught.value.remedy
    assert "\n" not in line
    return line


def test_an_encrypted_document_is_named_as_such() -> None:
    refused(OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "a.docx", "encrypted", "save it without")


def test_a_document_of_an_old_office_is_named_as_such() -> None:
    refused(OLE + b"\0" * 600, "a.docx", "old Office")


def test_an_encrypted_opendocument_is_named_as_such() -> None:
    manifest = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    refused(with_members(odt(p("El faro.")), {"META-INF/manifest.xml": manifest}), "a.odt", "encrypted")


def test_an_encrypted_member_is_named_as_such() -> None:
    data = bytearray(word(BODY))
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    refused(bytes(data), "a.docx", "encrypted")


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"Just text.", "a.docx", "no office file"),
        (word(BODY), "a.odt", "no OpenDocument text"),
        (odt(p("El faro.")), "a.docx", "vnd.oasis.opendocument.text"),
        (workbook(), "a.docx", "it is a workbook"),
        (word(BODY), "a.pptx", "it is a Word document"),
        (word(BODY), "a.epub", "no e-book"),
        (book(), "a.xlsx", "application/epub+zip"),
    ],
)
def test_a_wrong_suffix_is_told_from_the_right_one(data: bytes, name: str, words: str) -> None:
    refused(data, name, words)


@pytest.mark.parametrize("keep", [10, 200, -30])
def test_a_cut_off_archive(keep: int) -> None:
    refused(word(BODY)[:keep], "a.docx")


def test_a_member_whose_bytes_were_damaged() -> None:
    data = bytearray(archive({**dict.fromkeys(["x"], "y"), "word/document.xml": "<a/>"}, stored=("word/document.xml",)))
    data[data.find(b"<a/>")] ^= 1
    with pytest.raises(InputError, match=r"“word/document\.xml” inside is damaged"):
        opened(bytes(data), "a.docx").read("word/document.xml")


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        ("<w:document>", "line 1: "),
        ("<a>\n</b>", "line 2: mismatched tag"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "declares entities"),
        ('<?xml version="1.0" encoding="us-ascii"?><a>é</a>', "US-ASCII"),
        ("<a>\x1e</a>", "control characters"),
    ],
)
def test_a_member_of_broken_xml(broken: str, fault: str) -> None:
    refused(with_members(word(BODY), {"word/document.xml": broken}), "a.docx", "word/document.xml", fault)


def test_bombs() -> None:
    refused(with_members(word(BODY), {"word/media/a.bin": b"\0" * 21_000_000}), "a.docx", "ZIP bomb")


def test_too_many_members(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_MEMBERS", 2)
    refused(with_members(word(BODY), {"a": "", "b": ""}), "a.docx", "ZIP bomb")


def test_a_member_too_large_to_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "LARGEST_MEMBER", 50)
    refused(word(BODY), "a.docx", "too large")


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "word\\..\\x"])
def test_names_outside_of_the_archive(name: str) -> None:
    refused(with_members(word(BODY), {name: "x"}), "a.docx", "outside")


def test_members_packed_in_an_unusual_way() -> None:
    out = BytesIO(word(BODY))
    with ZipFile(out, "a") as file:
        file.writestr(ZipInfo("x"), "y", ZIP_BZIP2)
    refused(out.getvalue(), "a.docx", "packed in a way")


def test_a_member_twice() -> None:
    out = BytesIO(word(BODY))
    with pytest.warns(UserWarning, match="Duplicate"), ZipFile(out, "a") as file:
        file.writestr(ZipInfo("word/document.xml"), "<a/>")
    refused(out.getvalue(), "a.docx", "twice")


def test_macros_are_kept_and_the_document_is_read() -> None:
    data = word(BODY)
    types = member(data, "[Content_Types].xml").replace(
        "vnd.openxmlformats-officedocument.wordprocessingml.document.main", "vnd.ms-word.document.macroEnabled.main"
    )
    data = with_members(data, {"[Content_Types].xml": types, "word/vbaProject.bin": OLE + b"Auto_Open"})
    done = translated(data, "a.docm")
    assert "EL FARO SE APAGÓ." in member(done, "word/document.xml")
    with ZipFile(BytesIO(done)) as file:
        assert file.read("word/vbaProject.bin") == OLE + b"Auto_Open"


def test_other_encodings_of_members_are_kept() -> None:
    document = f"\ufeff{member(word(BODY), 'word/document.xml')}"
    for encoding in ("utf-16-le", "utf-8"):
        data = with_members(word(BODY), {"word/document.xml": document.encode(encoding)})
        assert translated(data, "a.docx", str) == data
        with ZipFile(BytesIO(translated(data, "a.docx"))) as file:
            assert "EL FARO SE APAGÓ." in file.read("word/document.xml").decode(encoding)


def streamed(members: dict[str, bytes]) -> bytes:
    """An archive as programs write it that do not know sizes beforehand: they stand behind each member."""

    class Stream(BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise OSError

    out = Stream()
    with ZipFile(out, "w", ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return out.getvalue()


CONTENTS = st.dictionaries(st.text("abc/", min_size=1, max_size=4), st.binary(max_size=300), min_size=1, max_size=5)


@pytest.mark.parametrize("write", [archive, streamed])
@given(members=CONTENTS, changes=st.data())
def test_any_members_can_be_replaced(
    write: Callable[[dict[str, bytes]], bytes], members: dict[str, bytes], changes: st.DataObject
) -> None:
    members = {f"m{name}": content for name, content in members.items()}
    data = write(members)
    new = changes.draw(st.dictionaries(st.sampled_from(sorted(members)), st.binary(max_size=300)))
    done = replaced(opened(data, "a.docx"), new)
    if not new:
        assert done == data
    with ZipFile(BytesIO(done)) as file:
        assert {name: file.read(name) for name in file.namelist()} == {**members, **new}
    assert looks(done) == looks(data)


def test_large_sizes_noted_for_small_members_go_with_them() -> None:
    out = BytesIO()
    with ZipFile(out, "w") as file:
        for name in ("a", "b"):
            with file.open(ZipInfo(name), "w", force_zip64=True) as member_file:
                member_file.write(b"old " + name.encode())
    done = replaced(opened(out.getvalue(), "a.docx"), {"a": b"new"})
    with ZipFile(BytesIO(done)) as file:
        assert (file.read("a"), file.read("b"), file.testzip()) == (b"new", b"old b", None)
    assert struct.unpack_from("<H", done, 28)[0] == 0, "no extra field"


@given(st.integers(0, 10_000), st.integers(0, 255), st.sampled_from(["a.docx", "a.odt", "a.xlsx", "a.epub"]))
def test_no_damage_ends_in_anything_but_a_clear_line(at: int, byte: int, name: str) -> None:
    data = bytearray(WHOLE[name])
    data[at % len(data)] = byte
    with suppress(InputError):  # a line, as the tests above show; nothing else may be raised
        translated(bytes(data), name)


def test_a_document_goes_through_the_desk_as_any_other(tmp_path: Path) -> None:
    source, bitext, out = tmp_path / "a.docx", tmp_path / "a.po", tmp_path / "b.docx"
    source.write_bytes(word(BODY + "<w:p><w:r><w:t>Nadie lo vio. Fue el lunes.</w:t></w:r></w:p>"))
    done = segmenting.segment_file(source, "es", "en", bitext, NOW)
    assert done.segments == 3
    text = bitext.read_text()
    bitext.write_text(
        text.replace('msgid "Nadie lo vio."\nmsgstr ""', 'msgid "Nadie lo vio."\nmsgstr "Nobody saw it."')
    )
    refused_merge = merging.merge_file(source, bitext, out)
    assert not out.exists()
    assert len(refused_merge.missing) == 2
    merging.merge_file(source, bitext, out, min_state=State.TRANSLATED, incomplete=Incomplete.source)
    assert "Nobody saw it. Fue el lunes." in member(out.read_bytes(), "word/document.xml")


def test_a_preview_of_an_archive_is_its_text(tmp_path: Path) -> None:
    (tmp_path / "translate-flow.toml").write_text('source-language = "es"\ntarget-languages = ["en"]\n')
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "a.docx").write_bytes(word(BODY + "<w:p><w:r><w:t>Nadie lo vio.</w:t></w:r></w:p>"))
    desk = here(tmp_path)
    segmenting.segment_documents(desk, ["a.docx"], NOW)
    text, missing = merging.preview(desk, "a.docx")
    assert text == "El faro se apagó.\nNadie lo vio.\n"
    assert len(missing) == 2
