"""``published/record.jsonl``: what was published, where, when and by whom. One line an act, so that branches merge.

The record is why publishing is idempotent: an article keeps the address and the dates that it was given at first, and a
service is told to change the post that it has.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from translate_flow.desk import files
from translate_flow.desk.desk import Desk
from translate_flow.errors import InputError

if TYPE_CHECKING:
    from translate_flow.desk.places import Place

_TOLD_BEFORE = ("first", "origin")
Key = tuple[str, str, str]
"""Target's name, document, language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """An article as it was published last."""

    target: str
    document: str
    language: str
    time: str
    """When, in ISO 8601, UTC."""
    hash: str
    """Of what readers see, without its dates."""
    slug: str
    by: str = ""
    address: str = ""
    """Where readers find it: a path or URL."""
    id: str = ""
    """The service's name for it."""
    there: str = ""
    """Hash of what the service had afterwards."""
    was: str = ""
    """What the document was called before, in the line that says so."""
    first: str = ""
    """When it was published there for the first time. Not written: the record's first line says it."""
    origin: str = ""
    """What the document was called then. Not written either."""

    @property
    def key(self) -> Key:
        """What it is about."""
        return self.target, self.document, self.language


def path(desk: Desk) -> Place:
    """Where the record stands."""
    return desk.published_folder / "record.jsonl"


def receipts(desk: Desk) -> dict[Key, Receipt]:
    """The latest receipt of each article. Raises :class:`InputError` with the line that is none."""
    place = path(desk)
    data = files.read_if_there(place, "record")
    found: dict[Key, Receipt] = {}
    for number, line in enumerate((data or b"").decode("utf-8", "replace").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            receipt = Receipt(**json.loads(line))
        except (ValueError, TypeError):
            where = f"{place}:{number}"
            raise InputError(
                "this is no receipt", where=where, remedy="restore the line from git, or delete it"
            ) from None
        known = found.pop((receipt.target, receipt.was, receipt.language), None) or found.get(receipt.key)
        # Merged branches may bring lines out of order.
        first = min(receipt.time, known.first) if known else receipt.time
        latest = receipt if not known or receipt.time >= known.time else known
        origin = known.origin if known else receipt.document
        found[receipt.key] = replace(latest, document=receipt.document, first=first, origin=origin)
    return found


def rename(desk: Desk, old: str, new: str) -> None:
    """Note that a document has another name: what was published of it keeps its addresses and dates."""
    for receipt in receipts(desk).values():
        if receipt.document == old:
            add(desk, replace(receipt, document=new, was=old))


def add(desk: Desk, receipt: Receipt) -> None:
    """Write one more line; the others keep their bytes."""
    told = {name: value for name, value in asdict(receipt).items() if value and name not in _TOLD_BEFORE}
    files.append(path(desk), json.dumps(told, ensure_ascii=False).encode() + b"\n")
