"""Bytes to text and back, whatever newsroom or century they come from."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate_flow.documents import format_named
from translate_flow.documents.encoding import decode, encode
from translate_flow.errors import InputError, UsageError

TEXT = format_named("text")
HTML = format_named("html")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("camión".encode(), "camión"),
        (codecs.BOM_UTF8 + "camión".encode(), "camión"),
        (codecs.BOM_UTF16_LE + "camión".encode("utf-16-le"), "camión"),
        (codecs.BOM_UTF16_BE + "camión".encode("utf-16-be"), "camión"),
        (b"one\r\ntwo\rthree", "one\r\ntwo\rthree"),
    ],
)
def test_text_comes_back_as_the_same_bytes(data: bytes, text: str) -> None:
    read = decode(data, "a.txt", TEXT)
    assert read.text == text
    assert encode(read.text, read, "a.txt", TEXT) == data


def test_a_page_is_read_in_the_encoding_it_declares() -> None:
    data = '<meta charset="iso-8859-1"><p>El “faro”</p>'.encode("cp1252")
    read = decode(data, "a.html", HTML)
    assert "“faro”" in read.text
    assert encode(read.text, read, "a.html", HTML) == data


def test_what_a_pages_encoding_lacks_is_a_character_reference() -> None:
    read = decode(b'<meta charset="windows-1252"><p>x</p>', "a.html", HTML)
    assert encode("<p>Łódź</p>", read, "a.html", HTML) == b"<p>&#321;\xf3d&#378;</p>"


def test_what_a_plain_texts_encoding_lacks_is_an_error() -> None:
    read = decode("camión".encode("cp1252"), "a.txt", TEXT, "windows-1252")
    with pytest.raises(InputError, match=r"“Ł” \(U\+0141\) does not exist in CP1252"):
        encode("Łódź", read, "a.txt", TEXT)


def test_bytes_that_do_not_fit_are_named_with_their_line() -> None:
    with pytest.raises(InputError, match="byte 0xF3 is not UTF-8") as caught:
        decode("uno\ndos\ncamión".encode("cp1252"), "a.txt", TEXT)
    assert str(caught.value).startswith("a.txt:3: ")
    assert "--encoding" in str(caught.value)


@pytest.mark.parametrize("data", [b"PK\x03\x04rest", b"%PDF-1.7", b"text\nwith \0 NUL"])
def test_binary_files_are_refused(data: bytes) -> None:
    with pytest.raises(InputError, match=r"binary|NUL"):
        decode(data, "a.txt", TEXT)


def test_an_unknown_encoding_is_refused() -> None:
    with pytest.raises(UsageError, match="no encoding is called “klingon”"):
        decode(b"x", "a.txt", TEXT, "klingon")


@given(st.binary(max_size=300))
def test_every_byte_of_windows_1252_survives(data: bytes) -> None:
    data = b"camino " + data.replace(b"\0", b"")
    read = decode(data, "a.txt", TEXT, "windows-1252")
    assert encode(read.text, read, "a.txt", TEXT) == data


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=300))
def test_every_text_survives_utf_8(text: str) -> None:
    read = decode(text.encode(), "a.txt", TEXT)
    assert encode(read.text, read, "a.txt", TEXT) == text.encode()
