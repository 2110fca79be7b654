"""What several tests of office files and e-books do: put one together, read it, translate it, look inside."""

import re
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from translate_flow.bitext import TAG
from translate_flow.desk.article import Article, form_for, read
from translate_flow.documents.encoding import encode
from translate_flow.documents.model import Localization, SourceUnit
from translate_flow.documents.splicing import prove, splice

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NAMESPACES = (
    f'{W} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
)
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def archive(members: Mapping[str, str | bytes], stored: tuple[str, ...] = ()) -> bytes:
    """An archive of these members, with dates and a comment that nobody expects."""
    out = BytesIO()
    with ZipFile(out, "w") as file:
        for name, content in members.items():
            info = ZipInfo(name, (2011, 2, 3, 4, 5, 6))
            info.external_attr = 0o640 << 16
            info.comment = b"kept"
            file.writestr(info, content, ZIP_STORED if name in stored else ZIP_DEFLATED)
        file.comment = b"the end"
    return out.getvalue()


def word(body: str, parts: Mapping[str, str] | None = None) -> bytes:
    """A Word document with this body; ``parts`` are its other parts, by name: ``styles``, ``header1`` …"""
    others = dict(parts or {})
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{re.sub("[0-9]", "", name)}+xml"/>'
        for name in others
    )
    members: dict[str, str] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>{overrides}</Types>',
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
    }
    return archive(members | {f"word/{name}.xml": content for name, content in others.items()})


def units(data: bytes, name: str) -> list[SourceUnit]:
    """The units of a document."""
    return opened(data, name).units


def opened(data: bytes, name: str) -> Article:
    """A document as the desk reads it."""
    return read(data, name, form_for(Path(name)))


def shout(text: str) -> str:
    """The words in capitals, codes as they are."""
    at = 0
    out: list[str] = []
    for tag in TAG.finditer(text):
        out += text[at : tag.start()].upper(), tag[0]
        at = tag.end()
    return "".join(out) + text[at:].upper()


def translated(
    data: bytes, name: str, translate: Callable[[str], str] = shout, how: Localization | None = None
) -> bytes:
    """The document with every unit translated, proven as a merge proves it."""
    article = opened(data, name)
    targets = {index: translate(unit.text) for index, unit in enumerate(article.units)}
    merged = splice(article.text, article.units, targets, article.form)
    names = [unit.id for unit in article.units]
    again = prove(article.text, article.units, targets, merged, article.form, article.options, names)
    if how:
        merged = article.form.localize(merged, again, how)
    return encode(merged, article.source, name, article.form)


def content(data: bytes, name: str) -> bytes:
    """A member's bytes."""
    with ZipFile(BytesIO(data)) as file:
        return file.read(name)


def member(data: bytes, name: str) -> str:
    """A member's text."""
    return content(data, name).decode()


def everything(data: bytes) -> dict[str, bytes]:
    """All members."""
    with ZipFile(BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def looks(data: bytes) -> dict[str, tuple[object, ...]]:
    """All that an archive says of its members besides their sizes and places, in its order."""
    with ZipFile(BytesIO(data)) as file:
        assert file.testzip() is None
        return {
            info.filename: (info.date_time, info.compress_type, info.external_attr, info.comment)
            for info in file.infolist()
        }
