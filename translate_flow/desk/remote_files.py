"""Files at fsspec addresses, with the promises of :mod:`translate_flow.desk.files`.

An object is written whole or not at all: by one request, or beside it and then renamed. That no change is lost between
two writers, anywhere, is kept

- on **S3** and **Google Cloud Storage** by conditions that the service itself checks. An object is replaced only if
  it still is the one that was read (``If-Match`` with its ETag; ``ifGenerationMatch``), and a new one made only where
  there is none (``If-None-Match: *``; generation 0). A service that ignores conditions is refused;
- elsewhere by a lock object beside the file (:mod:`translate_flow.desk.remote_locks`), and a look before the write.

What fsspec remembers of listings is dropped before each look, so the work of others is seen at once.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from translate_flow.desk import remote_locks
from translate_flow.desk.files import LARGEST
from translate_flow.desk.places import proper
from translate_flow.desk.remote_failures import guarded
from translate_flow.errors import InputError

if TYPE_CHECKING:
    from upath import UPath

_ATTEMPTS = 30
"""How often a change is made anew; each time that it must, somebody else's was written."""
_LONGEST_PAUSE = 1.0
Info = dict[str, Any]


class OvertakenError(Exception):
    """The object is no longer the one that was read."""


def read(place: UPath, what: str = "file") -> bytes:
    """Like :func:`translate_flow.desk.files.read`."""
    data = read_if_there(place, what)
    if data is None:
        raise InputError(f"there is no such {what}", where=str(place), remedy="check the name")
    return data


def read_if_there(place: UPath, what: str = "file") -> bytes | None:
    """The object's bytes, or ``None`` where there is none."""
    return _read(place, what)[0]


def there(place: UPath) -> bool:
    """Whether there is such an object; a folder is none."""
    return _info(place) is not None


def first_suffix(stem: UPath, suffixes: Sequence[str]) -> str | None:
    """Like :func:`translate_flow.desk.files.first_suffix`; by one request where objects are listed by beginnings."""
    if _kind(stem) not in _PUT:
        return next((suffix for suffix in suffixes if there(stem.with_name(stem.name + suffix))), None)
    with guarded(stem, "read"):
        found = set(_system(stem).find(stem.parent.path, prefix=f"{stem.name}."))
    return next((suffix for suffix in suffixes if f"{stem.path}{suffix}" in found), None)


def signature(place: UPath) -> str | None:
    """What is another one when the object is; ``None`` where there is none."""
    info = _info(place)
    if info is None:
        return None
    known = ("ETag", "generation", "etag", "mtime", "LastModified", "created", "size")
    return " ".join(str(info[key]) for key in known if key in info)


def modified(place: UPath) -> float:
    """When the object was written last, in seconds since 1970."""
    with guarded(place, "read"):
        return float(_system(place).modified(place.path).timestamp())


def names(folder: UPath, beginning: str = "") -> list[str]:
    """What stands below a folder, sorted, as names relative to it; keys that are no proper names are left out.

    ``beginning`` is what all of them begin with: a folder's name and ``/``.
    """
    start = folder.path.rstrip("/") + "/"
    with guarded(folder, "listed"):
        system = _system(folder)
        found = system.find(start + beginning)
        if not found and _kind(folder) in _PUT and not system.exists(folder.path.partition("/")[0]):
            raise FileNotFoundError
    below = (path.removeprefix(start) for path in found if path.startswith(start))
    return sorted(name for name in below if proper(name))


def folders(folder: UPath) -> list[str]:
    """The names of the folders in a folder."""
    with guarded(folder, "listed"):
        try:
            found = _system(folder).ls(folder.path, detail=True)
        except FileNotFoundError:
            return []
    return [each["name"].rstrip("/").rpartition("/")[2] for each in found if each["type"] == "directory"]


def remove(place: UPath) -> None:
    """Take the object away, if there is one."""
    with guarded(place, "removed"):
        try:
            _system(place).rm_file(place.path)
        except FileNotFoundError:
            return


def change(place: UPath, work: Callable[[bytes | None], bytes]) -> bool:
    """Like :func:`translate_flow.desk.files.change`."""
    put = _PUT.get(_kind(place))
    if put:
        with guarded(place, "written"):
            _prove_conditions(place)
    lock = place.with_name(f".{place.name}.lock")
    with nullcontext() if put else _held(lock) as still_held:
        written: bytes | None = None
        for attempt in range(_ATTEMPTS):
            present, info = _read(place)
            if written is not None and present == written:
                return True  # the answer to our own write was lost on its way
            written = work(present)
            if written == present:
                return False
            try:
                with guarded(place, "written"):
                    if put:
                        put(place, written, info)
                    else:
                        _put_compared(place, written, present, still_held)
                return True
            except OvertakenError:
                time.sleep(random.uniform(0, min(_LONGEST_PAUSE, 0.02 * 2**attempt)))  # noqa: S311 - only spreads them
    raise InputError("another program keeps changing this file", where=str(place), remedy="close it there, try again")


def append(place: UPath, line: bytes) -> None:
    """Like :func:`translate_flow.desk.files.append`; the whole object is written anew."""

    def appended(present: bytes | None) -> bytes:
        before = present or b""
        return before + (b"\n" if before and not before.endswith(b"\n") else b"") + line

    change(place, appended)


@contextmanager
def alone(place: UPath) -> Iterator[None]:
    """Like :func:`translate_flow.desk.files.alone`."""
    with _held(place):
        yield


@contextmanager
def _held(place: UPath) -> Iterator[Callable[[], bool]]:
    """Hold a lock object; gives what says whether it still is ours."""
    with guarded(place, "written"):
        place.fs.makedirs(place.parent.path, exist_ok=True)
        lock = remote_locks.take(place)
    try:
        yield lock.ours
    finally:
        with guarded(place, "removed"):
            lock.release()


# ---- one request ----------------------------------------------------------------------------------------------------


def _kind(place: UPath) -> str:
    """``s3``, ``gcs`` …: what the file system itself is called."""
    name = place.fs.protocol
    names_ = (name,) if isinstance(name, str) else tuple(name)
    return next((kind for kind in _PUT if kind in names_), names_[0])


def _system(place: UPath) -> Any:  # fsspec has no types
    place.fs.invalidate_cache()
    return place.fs


def _info(place: UPath) -> Info | None:
    with guarded(place, "read"):
        try:
            info: Info = _system(place).info(place.path)
        except FileNotFoundError:
            return None
    return info if info["type"] == "file" else None


def _read(place: UPath, what: str = "file") -> tuple[bytes | None, Info | None]:
    """The object's bytes and what is known of it, which never is newer than they."""
    info = _info(place)
    if info is None:
        return None, None
    size = int(info.get("size") or 0)
    if size > LARGEST:
        raise InputError(
            f"{size / 1e6:.0f} MB is larger than any {what} ({LARGEST / 1e6:.0f} MB)",
            where=str(place),
            remedy="cut it into several",
        )
    with guarded(place, "read"):
        try:
            return bytes(place.fs.cat_file(place.path)), info
        except FileNotFoundError:
            return None, None


def _put_s3(place: UPath, data: bytes, before: Info | None) -> None:
    condition = {"IfMatch": before["ETag"]} if before else {"mode": "create"}
    try:
        place.fs.pipe_file(place.path, data, **condition)
    except FileExistsError:
        raise OvertakenError from None
    except OSError as error:
        code = getattr(error.__cause__, "response", {}).get("Error", {}).get("Code", "")
        gone = before is not None and code in ("NoSuchKey", "404")
        if gone or code in ("PreconditionFailed", "412", "ConditionalRequestConflict", "409"):
            raise OvertakenError from None
        raise


def _put_gcs(place: UPath, data: bytes, before: Info | None) -> None:
    bucket, _, key = place.path.partition("/")
    try:
        place.fs.call(
            "POST",
            place.fs.base.replace("/storage/v1", "/upload/storage/v1") + f"b/{quote(bucket)}/o",
            uploadType="media",
            name=key,
            ifGenerationMatch=str(before["generation"]) if before else "0",
            headers={"Content-Type": "application/octet-stream"},
            data=data,
        )
    except FileExistsError:  # what gcsfs makes of status 412
        raise OvertakenError from None


def _put_compared(place: UPath, data: bytes, present: bytes | None, still_held: Callable[[], bool] | None) -> None:
    if _read(place)[0] != present:
        raise OvertakenError
    if still_held is None or not still_held():
        what = "somebody took the lock over, because this program gave no sign of life; nothing was written"
        raise InputError(what, where=str(place), remedy="try again")
    from fsspec import AbstractFileSystem

    new = place.with_name(f".{place.name}.new")
    place.fs.pipe_file(new.path, data)
    if type(place.fs).mv is AbstractFileSystem.mv:  # copies whatever fits the name as a pattern
        place.fs.cp_file(new.path, place.path)
        place.fs.rm_file(new.path)
    else:
        place.fs.mv(new.path, place.path)


_PUT: dict[str, Callable[[UPath, bytes, Info | None], None]] = {"s3": _put_s3, "gcs": _put_gcs}
"""By kind of file system whose service checks conditions: how an object is replaced that still is the one read."""


_PROVEN: set[tuple[Any, str]] = set()
"""File systems and buckets whose conditions hold."""


def _prove_conditions(place: UPath) -> None:
    """Ask, once in a process, for a write that must be refused: the replacement of an object that is not there.

    Raises :class:`InputError` where it is done.
    """
    known = place.fs, place.path.partition("/")[0]
    if known in _PROVEN:
        return
    probe = place.with_name(".translate-flow-probe")
    try:
        _PUT[_kind(probe)](probe, b"", {"ETag": '"00000000000000000000000000000000"', "generation": 1})
    except OvertakenError:
        _PROVEN.add(known)
        return
    probe.fs.rm_file(probe.path)
    what = "this service writes over what others have changed, although it was asked not to"
    raise InputError(what, where=str(place.parent), remedy="use one that checks If-Match or ifGenerationMatch")
