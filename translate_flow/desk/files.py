"""Reading and writing files so that nothing is ever lost: atomic, guarded against changes by others, loud.

A file is changed by a function from its present bytes to its new ones. It runs under a lock that our processes share,
and again from the start where another program changed the file meanwhile, so no edit is overwritten unseen. For files
at addresses of fsspec, :mod:`translate_flow.desk.remote_files` keeps the same promises.
"""

from __future__ import annotations

import fcntl
import os
import stat
import tempfile
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from translate_flow.errors import InputError, MissingError

if TYPE_CHECKING:
    from upath import UPath

    from translate_flow.desk.places import Place

LARGEST = 64 * 1024 * 1024
"""Bytes; no article is larger, and what reads one holds several times as much in memory."""
_ATTEMPTS = 5


def read(path: Place, what: str = "file") -> bytes:
    """The file's bytes. Raises :class:`InputError` for a missing, unreadable or far too large one, and for a folder."""
    if not isinstance(path, Path):
        from translate_flow.desk import remote_files

        return remote_files.read(path, what)
    try:
        if path.is_dir():
            raise InputError("this is a folder", where=str(path), remedy=f"name a {what} in it")
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise InputError("this is no regular file", where=str(path), remedy=f"name a {what} on the disk")
        size = found.st_size
        if size > LARGEST:
            raise InputError(
                f"{size / 1e6:.0f} MB is larger than any {what} ({LARGEST / 1e6:.0f} MB)",
                where=str(path),
                remedy="cut it into several",
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise MissingError(f"there is no such {what}", where=str(path), remedy="check the name") from None
    except OSError as error:
        raise _refused(path, "read", error) from None


def read_if_there(path: Place, what: str = "file") -> bytes | None:
    """The file's bytes, or ``None`` where there is no such file."""
    if not isinstance(path, Path):
        from translate_flow.desk import remote_files

        return remote_files.read_if_there(path, what)
    return read(path, what) if path.exists() else None


def there(path: Place) -> bool:
    """Whether something is called so. Raises :class:`InputError` where that cannot be asked."""
    if not isinstance(path, Path):
        from translate_flow.desk import remote_files

        return remote_files.there(path)
    return path.exists()


def first_suffix(stem: Place, suffixes: Sequence[str]) -> str | None:
    """The first suffix with which there is such a file; ``None`` where there is none."""
    if not isinstance(stem, Path):
        from translate_flow.desk import remote_files

        return remote_files.first_suffix(stem, suffixes)
    return next((suffix for suffix in suffixes if there(stem.with_name(stem.name + suffix))), None)


def is_file(path: Place) -> bool:
    """Whether there is such a file. Raises :class:`InputError` where that cannot be asked."""
    return path.is_file() if isinstance(path, Path) else there(path)


def signature(path: Place) -> Hashable:
    """What is another one when the file has another content; ``None`` where there is none."""
    if not isinstance(path, Path):
        from translate_flow.desk import remote_files

        return remote_files.signature(path)
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def modified(path: Place) -> float:
    """When the file was written last, in seconds since 1970."""
    if not isinstance(path, Path):
        from translate_flow.desk import remote_files

        return remote_files.modified(path)
    return path.stat().st_mtime


def names(folder: UPath, start: str = "") -> list[str]:
    """What stands below a folder elsewhere, sorted, as names relative to it that begin with ``start``."""
    from translate_flow.desk import remote_files

    return remote_files.names(folder, start)


def folders(folder: Place) -> list[str]:
    """The names of the folders in a folder."""
    if not isinstance(folder, Path):
        from translate_flow.desk import remote_files

        return remote_files.folders(folder)
    return [path.name for path in folder.glob("*") if path.is_dir()]


def write(path: Place, data: bytes) -> bool:
    """Make ``data`` the file's content, whole or not at all; whether that changed anything.

    A symbolic link stays one, its file is written; the file's mode is kept. Raises :class:`InputError` where the
    system refuses (read-only folder, full disk …); the file is then as it was.
    """
    return change(path, lambda _present: data)


def change(path: Place, work: Callable[[bytes | None], bytes]) -> bool:
    """Replace the file's bytes (``None``: no file yet) by what ``work`` makes of them; whether they differ.

    ``work`` must be a pure function of the bytes: it runs again where another program wrote meanwhile.
    Raises :class:`InputError` where the file cannot be read or written.
    """
    if not isinstance(path, Path):
        from translate_flow.desk import remote_files

        return remote_files.change(path, work)
    target = path.resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _locked(target.parent):
            for _ in range(_ATTEMPTS):
                present = read_if_there(target)
                data = work(present)
                if data == present:
                    return False
                if _replace(target, data, present):
                    return True
    except OSError as error:
        raise _refused(path, "written", error) from None
    raise InputError("another program keeps changing this file", where=str(path), remedy="close it there and try again")


def remove(path: Place) -> None:
    """Take the file away, if it is there. Raises :class:`InputError` where the system refuses."""
    if not isinstance(path, Path):
        from translate_flow.desk import remote_files

        remote_files.remove(path)
        return
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise _refused(path, "removed", error) from None


def append(path: Place, line: bytes) -> None:
    """Add a line, with its end, to a file of lines, flushed to the disk.

    Raises :class:`InputError` like :func:`write`.
    """
    if not isinstance(path, Path):
        from translate_flow.desk import remote_files

        remote_files.append(path, line)
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _locked(path.parent), path.open("ab+") as file:
            end = file.tell()
            file.seek(max(0, end - 1))
            torn = end > 0 and file.read(1) != b"\n"
            file.write((b"\n" if torn else b"") + line)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise _refused(path, "written", error) from None


@contextmanager
def alone(path: Place) -> Iterator[None]:
    """Hold the lock file while what must not be done twice is done; our other processes wait.

    Raises :class:`InputError` where it cannot be made.
    """
    if not isinstance(path, Path):
        from translate_flow.desk import remote_files

        with remote_files.alone(path):
            yield
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise _refused(path, "written", error) from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; the system lets go of it when the process ends, however it ends."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _replace(target: Path, data: bytes, present: bytes | None) -> bool:
    """Write beside the file, flush to the disk, rename over it; False if the file is no longer ``present``."""
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name[:100]}.", suffix=".new", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(stat.S_IMODE(target.stat().st_mode) if present is not None else 0o666 & ~_umask())
        if read_if_there(target) != present:
            return False
        temporary.replace(target)
        return True
    finally:
        temporary.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _refused(path: Path, verb: str, error: OSError) -> InputError:
    reason = (error.strerror or str(error)).lower()
    return InputError(f"cannot be {verb}: {reason}", where=str(path), remedy="check permissions and free space")
