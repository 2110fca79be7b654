"""Pictures that articles show and of which the desk has the files."""

from __future__ import annotations

import posixpath
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from translate_flow.desk import files
from translate_flow.desk.desk import Desk
from translate_flow.desk.places import below, proper

if TYPE_CHECKING:
    from translate_flow.desk.places import Place

_KINDS = {
    ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".gif": "image/gif", ".webp": "image/webp",
    ".svg": "image/svg+xml", ".avif": "image/avif",
}  # fmt: skip


class Picture(NamedTuple):
    """A picture's file and its media type."""

    path: Place
    kind: str


def picture(desk: Desk, document: str, address: str) -> Picture | None:
    """The picture that a document calls so, where the desk has it; nothing outside of the desk is ever looked at.

    It stands beside the document, below ``sources/``, or below the desk itself.
    """
    name = unquote(address.partition("?")[0].partition("#")[0]).lstrip("/")
    kind = _KINDS.get(PurePosixPath(name).suffix.lower(), "")
    if not kind or "\0" in name or ":" in address:
        return None
    for folder in (desk.source(document).parent, desk.sources, desk.root):
        path = _inside(desk, folder, name)
        if path is not None and files.is_file(path):
            return Picture(path, kind)
    return None


def _inside(desk: Desk, folder: Place, name: str) -> Place | None:
    """The file of that name in a folder; ``None`` where that leads out of the desk."""
    if isinstance(folder, Path):
        path = folder / name
        return path if any(below(path, one) is not None for one in (desk.root, desk.sources)) else None
    start = below(folder, desk.sources)
    whole = posixpath.normpath(f"{start}/{name}")
    return desk.sources / whole if start is not None and proper(whole) else None
