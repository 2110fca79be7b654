"""Articles that come in by paste or upload: a new document below ``sources/``, never one that is there already."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path, PurePosixPath

from translate_flow.desk import article, files
from translate_flow.desk.desk import Desk
from translate_flow.desk.intake.adding import Into, add, expand
from translate_flow.desk.intake.finding import Finder
from translate_flow.errors import InputError, UsageError
from translate_flow.fetching.client import Client, Limits
from translate_flow.fetching.robots import Polite

_SPACES = re.compile(r"[\s_]+")
_UNWANTED = re.compile(r"[^\w.-]+|^[.-]+|[.-]+$")
_LONGEST = 80
"""Bytes; file systems allow 255, and suffixes and marks of temporary files are added."""


def receive(desk: Desk, folder: str, name: str, data: bytes) -> str:
    """Keep an article as a document of a folder below ``sources/``; gives its path there.

    ``name`` is a file's name with its suffix, of which only what any system can keep is left. Raises
    :class:`UsageError` for a name that is taken or useless and a folder that is none, :class:`InputError` for what no
    format reads.
    """
    document = f"{_folder(desk, folder)}{file_name(name)}"
    path = desk.source(document)
    form = article.form_for(path)
    article.read(data, document, form)
    if files.there(path) or (isinstance(path, Path) and path.is_symlink()):
        raise UsageError("there is such an article already", where=document, remedy="choose another name")

    def new(present: bytes | None) -> bytes:
        if present is not None:
            raise UsageError("there is such an article already", where=document, remedy="choose another name")
        return data

    files.change(path, new)
    return document


def fetch(desk: Desk, folder: str, address: str) -> str:
    """Bring in the article at an address of the web; gives its path below ``sources/``.

    Raises :class:`UsageError` for a folder that is none, and :class:`InputError` for what is no address, stands in a
    private network, or cannot be read.
    """
    if not address.startswith(("http://", "https://")):
        raise InputError("this is no address of the web", where=address[:80], remedy="give one with https://")
    into = Into(folder=_folder(desk, folder))
    finder = Finder(Polite(Client(Limits())).get)
    return add(desk, next(expand(address, finder, last=1)), finder, into).document


def folders(desk: Desk) -> list[str]:
    """The folders that articles may come into, those in the settings first; empty text for ``sources/`` itself."""
    named = [table.path.rstrip("/") for table in desk.settings.documents if not re.search(r"[*?\[]", table.path)]
    used = [PurePosixPath(document).parent.as_posix() for document in desk.documents()]
    return list(dict.fromkeys([*named, *("" if name == "." else name for name in sorted(used))])) or [""]


def file_name(text: str) -> str:
    """A file's name made of any text: small letters without accents, hyphens for spaces, its suffix kept.

    Raises :class:`UsageError` for a text without a letter that a file's name can have.
    """
    last = PurePosixPath(text.replace("\\", "/")).name
    stem, dot, suffix = last.rpartition(".")
    if not dot:
        stem, suffix = last, ""
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    plain = plain if any(letter.isalnum() for letter in plain) else stem
    stem = _UNWANTED.sub("", _SPACES.sub("-", plain.strip().lower())).encode()[:_LONGEST].decode(errors="ignore")
    stem = stem.strip("-.")
    suffix = re.sub(r"[^a-z0-9]", "", suffix.lower())
    if not stem:
        raise UsageError("this name has no letters that a file can have", where=text[:80], remedy="give another")
    return f"{stem}.{suffix}" if suffix else stem


def _folder(desk: Desk, folder: str) -> str:
    if folder not in folders(desk):
        raise UsageError("there is no such folder", where=folder[:80], remedy="choose one from the list")
    if not desk.holds(folder):
        raise InputError("this folder is elsewhere", where=folder, remedy="use a folder of this desk")
    return f"{folder}/" if folder else ""
