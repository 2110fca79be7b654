"""Packages on disk: folders and zips, written whole, and read without trust."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path, PurePosixPath

from translate_flow.desk import files
from translate_flow.errors import InputError, UsageError

_MEMBERS = 5000
_BYTES = 256 * 1024 * 1024
_RATIO = 200
"""A member larger than a megabyte that is packed tighter is no text of people."""
_DATE = (1980, 1, 1, 0, 0, 0)


def write(output: Path, members: Mapping[str, bytes]) -> None:
    """Write a package: a zip if ``output`` is called so, else a folder, which must be new or empty.

    A member whose name ends with ``/`` is an empty folder. The same members give the same zip. Raises
    :class:`UsageError` for a folder with other things in it, :class:`InputError` where the system refuses.
    """
    if output.suffix.lower() == ".zip":
        files.write(output, _zipped(members))
        return
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise UsageError("there is something already", where=str(output), remedy="give a new folder, or a .zip")
    for name, data in members.items():
        path = output / name
        if name.endswith("/"):
            path.mkdir(parents=True, exist_ok=True)
        else:
            files.write(path, data)


def _zipped(members: Mapping[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(members):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o40755 << 16 | 0x10) if name.endswith("/") else 0o100644 << 16
            archive.writestr(entry, members[name])
    return out.getvalue()


def members(path: Path) -> Iterator[tuple[str, bytes]]:
    """The files that come back: one file, all in a folder, or all in a zip, by name.

    Raises :class:`InputError` for what is not there, and for a zip that is broken, encrypted, far too large, or that
    holds names that lead out of it.
    """
    if path.is_dir():
        for one in sorted(path.rglob("*")):
            if one.is_file() and not one.is_symlink():
                yield one.relative_to(path).as_posix(), files.read(one, "file")
        return
    data = files.read(path, "file")
    if data[:4] not in (b"PK\x03\x04", b"PK\x05\x06") and path.suffix.lower() != ".zip":
        yield path.name, data
        return
    yield from _unzipped(data, str(path))


def _unzipped(data: bytes, where: str) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _refuse(entries, where)
            for entry in entries:
                yield entry.filename, _member(archive, entry, where)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError) as error:
        what = f"this zip cannot be read ({str(error).lower()})"
        raise InputError(what, where=where, remedy="ask for it again, or unpack it and import the files") from None


def _refuse(entries: list[zipfile.ZipInfo], where: str) -> None:
    size = sum(entry.file_size for entry in entries)
    if len(entries) > _MEMBERS or size > _BYTES:
        what = f"{len(entries)} files of {size / 1e6:.0f} MB are more than any package holds"
        raise InputError(what, where=where, remedy="import the bitexts alone")
    for entry in entries:
        name = PurePosixPath(entry.filename.replace("\\", "/"))
        if name.is_absolute() or ".." in name.parts or ":" in name.parts[0] or "\0" in entry.filename:
            raise InputError(f"“{entry.filename}” leads out of the zip", where=where, remedy="don't trust this file")
        if entry.external_attr >> 28 == 0xA:
            raise InputError(f"“{entry.filename}” is a link", where=where, remedy="import the bitexts alone")
        if entry.flag_bits & 1:
            raise InputError(f"“{entry.filename}” is encrypted", where=where, remedy="unpack it and import the files")
        if entry.file_size > 1_000_000 and entry.file_size > _RATIO * max(entry.compress_size, 1):
            raise InputError(f"“{entry.filename}” unpacks to far too much", where=where, remedy="don't trust this file")


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, where: str) -> bytes:
    """A member's bytes, no more of them than the zip's list says."""
    with archive.open(entry) as stream:
        data = stream.read(entry.file_size + 1)
    if len(data) > entry.file_size:
        raise InputError(
            f"“{entry.filename}” unpacks to more than it says", where=where, remedy="don't trust this file"
        )
    return data
