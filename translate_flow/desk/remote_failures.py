"""What fails between here and an address, told in a line that has no credentials and no insides of libraries."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING

from translate_flow.errors import InputError

if TYPE_CHECKING:
    from upath import UPath

_FAULTS: dict[str, tuple[str, ...]] = {
    "s3": (
        "botocore.exceptions:BotoCoreError", "botocore.exceptions:ClientError", "builtins:ValueError",
        "builtins:TypeError",
    ),
    "gcs": (
        "gcsfs.retry:HttpError", "google.auth.exceptions:GoogleAuthError", "aiohttp:ClientError",
        "requests.exceptions:RequestException", "builtins:ValueError",
    ),
}  # fmt: skip
"""By kind of file system: what its library raises, besides :class:`OSError`, when a request fails."""
_KINDS = {"s3a": "s3", "gs": "gcs"}
_LONGEST = 160
"""Characters of what a library says of a failure."""


@contextmanager
def guarded(place: UPath, verb: str) -> Iterator[None]:
    """Requests that fail raise :class:`InputError`: this place cannot be ``verb`` ("read", "written" …)."""
    try:
        yield
    except _faults(place) as error:
        reason, remedy = _words(error)
        raise InputError(f"cannot be {verb}: {reason}", where=str(place), remedy=remedy) from None


def _faults(place: UPath) -> tuple[type[Exception], ...]:
    names = (name.split(":") for name in _FAULTS.get(_KINDS.get(place.protocol, place.protocol), ()))
    return OSError, NotImplementedError, *(getattr(import_module(module), name) for module, name in names)


def _words(error: Exception) -> tuple[str, str]:
    """Why a request failed, and what to do."""
    if isinstance(error, FileNotFoundError):
        return "there is no such bucket or folder", "check the address in translate-flow.toml"
    if isinstance(error, PermissionError):
        return "access is refused", "check the rights of the credentials that this computer has"
    told = " ".join(str(getattr(error, "strerror", None) or error or type(error).__name__).split())
    return told if len(told) <= _LONGEST else f"{told[:_LONGEST]}…", "check the network and the credentials"
