"""Office files and e-books are archives (ZIP, APPNOTE 6.3.10): some members are read, and a changed one is spliced in.

Every other member keeps its bytes as they are stored, its place, date and compression; nothing is unpacked to disk.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from translate_flow.errors import InputError

MOST_MEMBERS = 10_000
LARGEST_MEMBER = 64 * 1024 * 1024
"""Bytes of a member that is read, unpacked."""
LARGEST = 1024 * 1024 * 1024
"""Bytes of all members, unpacked."""
_HIGHEST_RATIO = 500
_RATIO_FROM = 10 * 1024 * 1024
"""A small file of nothing but blanks may well be packed to a thousandth."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_ENCRYPTED, _DESCRIPTOR = 0x1, 0x8
"""Bits of a member's flags: it is encrypted; its sizes stand behind it."""
_ZIP64 = 1
"""Id of the extra field that holds sizes of eight bytes."""
_DAMAGE = (BadZipFile, ValueError, struct.error, NotImplementedError)
"""What zipfile raises for archives that are none."""
_REPAIR = "open it in its own program and save it anew"


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive whose outside has been looked at: how many members, how large, how named."""

    data: bytes
    where: str
    members: Mapping[str, ZipInfo]
    """In the order of the archive's directory."""

    def read(self, name: str) -> bytes:
        """A member, unpacked; empty where there is none. Raises :class:`InputError` for a broken one."""
        info = self.members.get(name)
        if info is None:
            return b""
        if info.file_size > LARGEST_MEMBER:
            raise _refused(f"“{name}” is too large to read ({info.file_size / 1e6:.0f} MB unpacked)", self.where)
        try:
            with ZipFile(BytesIO(self.data)) as file:
                return file.read(info)
        except (*_DAMAGE, zlib.error, EOFError, RuntimeError) as error:
            raise _refused(f"“{name}” inside is damaged ({str(error) or 'it is cut off'})", self.where) from None


def opened(data: bytes, where: str) -> Archive:
    """The archive in ``data``. Raises :class:`InputError` for what is none, is encrypted, broken or made to do harm."""
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise InputError("it is encrypted with a password", where=where, remedy="save it without one")
        raise InputError("this is a file of an old Office, before 2007", where=where, remedy="save it as .docx, .odt …")
    try:
        with ZipFile(BytesIO(data)) as file:
            members = file.infolist()
    except _DAMAGE:
        what = "the archive is damaged or cut off" if data.startswith(b"PK") else "this is no office file or e-book"
        raise _refused(what, where) from None
    if not _is_whole(data, members):
        raise _refused("the archive is damaged", where)
    _look_at(members, where)
    return Archive(data, where, {info.filename: info for info in members})


def _is_whole(data: bytes, members: list[ZipInfo]) -> bool:
    """Whether directory and members are where the archive says, with nothing before them."""
    _, _, _, _, count, _, start, _ = _END.unpack_from(data, data.rfind(b"PK\x05\x06"))
    directory = data.startswith(b"PK\x01\x02", start) and count == len(members)
    return directory and all(data.startswith(b"PK\x03\x04", info.header_offset) for info in members)


def _look_at(members: list[ZipInfo], where: str) -> None:
    """Refuse what no office program writes: bombs, names outside of the archive, members twice or encrypted."""
    if len(members) > MOST_MEMBERS or sum(info.file_size for info in members) > LARGEST:
        raise _refused("there is more in it than in any article: a ZIP bomb?", where)
    if len({info.filename for info in members}) < len(members):
        raise _refused("it holds a member twice", where)
    for info in members:
        path = PurePosixPath(info.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts:
            raise _refused(f"it holds “{info.filename}”, a name outside of the archive", where)
        if info.file_size > max(_RATIO_FROM, _HIGHEST_RATIO * info.compress_size):
            raise _refused(f"“{info.filename}” unpacks to {info.file_size / 1e6:.0f} MB: a ZIP bomb?", where)
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise _refused(f"“{info.filename}” is packed in a way that office files are not", where)
        if info.flag_bits & _ENCRYPTED:
            raise InputError("it is encrypted with a password", where=where, remedy="save it without one")


def _refused(what: str, where: str) -> InputError:
    return InputError(what, where=where, remedy=_REPAIR)


def replaced(archive: Archive, members: Mapping[str, bytes]) -> bytes:
    """The archive's bytes with these of its members changed."""
    if not members:
        return archive.data
    data = archive.data
    end = data.rfind(b"PK\x05\x06")
    mark, disk, first_disk, here, count, _, start, comment = _END.unpack_from(data, end)
    order = sorted(archive.members.values(), key=lambda info: info.header_offset)
    stops = [*(info.header_offset for info in order[1:]), start]
    out = bytearray(data[: order[0].header_offset])
    moved: dict[int, tuple[int, bytes | None]] = {}
    for info, stop in zip(order, stops, strict=True):
        content = members.get(info.filename)
        moved[info.header_offset] = len(out), content
        out += data[info.header_offset : stop] if content is None else _local(data, info, content)
    directory = len(out)
    position = start
    for _ in range(count):
        entry, position = _entry(data, position, moved)
        out += entry
    out += data[position:end]
    out += _END.pack(mark, disk, first_disk, here, count, len(out) - directory, directory, comment)
    return bytes(out + data[end + _END.size :])


def _packed(content: bytes, method: int) -> bytes:
    if method == ZIP_STORED:
        return content
    deflate = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return deflate.compress(content) + deflate.flush()


def _local(data: bytes, info: ZipInfo, content: bytes) -> bytes:
    """A changed member with its header (APPNOTE, section 4.3.7)."""
    mark, version, flags, method, time, date, *_, name_size, extra_size = _LOCAL.unpack_from(data, info.header_offset)
    name_start = info.header_offset + _LOCAL.size
    extra_start = name_start + name_size
    extra = _without_zip64(data[extra_start : extra_start + extra_size])
    packed = _packed(content, method)
    numbers = zlib.crc32(content), len(packed), len(content)
    header = _LOCAL.pack(mark, version, flags & ~_DESCRIPTOR, method, time, date, *numbers, name_size, len(extra))
    return header + data[name_start:extra_start] + extra + packed


def _entry(data: bytes, position: int, moved: Mapping[int, tuple[int, bytes | None]]) -> tuple[bytes, int]:
    """A member's row in the directory (APPNOTE, section 4.3.12) with its new place and sizes, and where it ended."""
    fields = list(_CENTRAL.unpack_from(data, position))
    name_size, extra_size, comment_size = fields[10:13]
    name_start = position + _CENTRAL.size
    extra_start, after = name_start + name_size, name_start + name_size + extra_size + comment_size
    extra = data[extra_start : extra_start + extra_size]
    fields[16], content = moved[fields[16]]
    if content is not None:
        extra = _without_zip64(extra)
        fields[3] &= ~_DESCRIPTOR
        fields[7:10] = zlib.crc32(content), len(_packed(content, fields[4])), len(content)
        fields[11] = len(extra)
    row = _CENTRAL.pack(*fields) + data[name_start:extra_start] + extra + data[extra_start + extra_size : after]
    return row, after


def _without_zip64(extra: bytes) -> bytes:
    """The extra fields but that of large sizes, which are small again."""
    kept, position = bytearray(), 0
    while position + 4 <= len(extra):
        kind, size = struct.unpack_from("<2H", extra, position)
        if kind != _ZIP64:
            kept += extra[position : position + 4 + size]
        position += 4 + size
    return bytes(kept) + extra[position:]
