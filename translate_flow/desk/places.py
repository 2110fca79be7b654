"""Where a desk's files stand: a path on the disk, or an address that fsspec knows (``s3://bucket/folder``).

An address is a :class:`upath.UPath`: it is named, joined and taken apart like a path. Only
:mod:`translate_flow.desk.files` opens either of them, so nothing else needs to know which of the two it has.
"""

from __future__ import annotations

import os
import posixpath
import re
import warnings
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, TypeAlias

from translate_flow.errors import UsageError

if TYPE_CHECKING:
    from upath import UPath

Place: TypeAlias = "Path | UPath"
"""A file or folder, here or elsewhere."""

EXTRAS = {"s3": "s3", "s3a": "s3", "gs": "gs", "gcs": "gs"}
"""By protocol: what to install of this package for it, where ``remote`` does not bring it."""
NO_CREDENTIALS = "credentials do not belong into this file, which others read: leave them to the service's own programs"
_ALWAYS: dict[str, dict[str, Any]] = {"s3": {"max_concurrency": 1}, "s3a": {"max_concurrency": 1}}
"""By protocol: options that are not chosen. Objects that s3fs reads in parts at once could be put together of two."""
_SECRET = re.compile("key|token|secret|password")
_SOMEWHERE = "/no/desk/stands/as/deep"
_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]*)://(.+)", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def fault(text: str) -> str:
    """Why a setting names no folder; empty where it does."""
    if not text.strip() or _CONTROL.search(text):
        return "give a folder, or an address like s3://bucket/folder"
    if "://" not in text:
        return ""
    found = _ADDRESS.fullmatch(text)
    if found is None:
        return "this is no address; give one like s3://bucket/folder"
    if "::" in text:
        return "addresses within addresses are not supported; give a plain one"
    return NO_CREDENTIALS if has_credentials(text) else ""


def has_credentials(address: str) -> bool:
    """Whether an address has a password in it, or a key: what S3 and Google call a name is one."""
    found = _ADDRESS.fullmatch(address)
    before, at, _ = found[2].partition("/")[0].rpartition("@") if found else ("", "", "")
    return bool(found and at and (":" in before or found[1] in EXTRAS))


def hold_credentials(tables: object) -> bool:
    """Whether options of file systems have a secret in them, by its name or in an address, at any depth."""
    if isinstance(tables, dict):
        return any(_SECRET.search(str(name).lower()) or hold_credentials(value) for name, value in tables.items())
    return isinstance(tables, str) and has_credentials(tables)


def apart(*names: str) -> bool:
    """Whether none of several folders, as settings name them, lies within another."""
    folders = [f"{posixpath.normpath(posixpath.join(_SOMEWHERE, name))}/" for name in names]
    return not any(one.startswith(other) or other.startswith(one) for one, other in combinations(folders, 2))


def place(root: Path, text: str, storage: Mapping[str, Mapping[str, Any]]) -> Place:
    """The folder that a setting names: relative to ``root``, or an address with the options of its protocol.

    Raises :class:`UsageError` for a protocol that nobody knows, or whose library is not installed.
    """
    found = _ADDRESS.fullmatch(text)
    if found is None:
        return root / text
    protocol, rest = found.groups()
    if protocol in ("file", "local"):
        return Path(rest)
    remedy = f"pip install 'translate-flow[{EXTRAS.get(protocol, 'remote')}]'"
    try:
        from fsspec import get_filesystem_class
        from upath import UPath

        get_filesystem_class(protocol)
    except ImportError as error:
        raise UsageError(f"its library is not installed: {error}", where=text, remedy=remedy) from None
    except ValueError:
        raise UsageError(f"nobody knows the protocol “{protocol}”", where=text, remedy="give another") from None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # that a protocol has no class of its own: it needs none
        address: UPath = UPath(text.rstrip("/"), **{**storage.get(protocol, {}), **_ALWAYS.get(protocol, {})})
    return address


def below(path: Place, folder: Place) -> str | None:
    """What a file is called below a folder, with ``/``; ``None`` for one that is elsewhere.

    Addresses may come as paths, in which ``//`` has become ``/``.
    """
    if isinstance(path, Path) and isinstance(folder, Path):
        whole, start = path.resolve(), folder.resolve()
        return whole.relative_to(start).as_posix() if whole.is_relative_to(start) else None
    whole_, start_ = PurePosixPath(str(path)), PurePosixPath(str(folder))
    return whole_.relative_to(start_).as_posix() if whole_.is_relative_to(start_) else None


def proper(name: str) -> bool:
    """Whether a name can be a file's below a folder.

    Keys of objects can be anything; those with empty parts, ``.``, ``..``, names that are hidden, backslashes or
    control characters are no files to us.
    """
    parts = name.split("/")
    return not _CONTROL.search(name) and "\\" not in name and all(part and not part.startswith(".") for part in parts)


def way(start: Place, goal: Place) -> str:
    """The relative address that leads from a file to another; empty where only an absolute one could."""
    if isinstance(start, Path) and isinstance(goal, Path):
        return Path(os.path.relpath(goal, start.parent)).as_posix()
    ours, theirs = str(start).split("/"), str(goal).split("/")
    return posixpath.relpath(str(goal), str(start.parent)) if ours[:3] == theirs[:3] else ""
