"""The values of a glossary."""

from __future__ import annotations

from typing import Literal, NamedTuple

Status = Literal["preferred", "admitted", "forbidden"]
STATUSES: tuple[Status, ...] = ("preferred", "admitted", "forbidden")


class Term(NamedTuple):
    """A term and one of its translations (ISO 30042, TBX-Basic: a concept with a term in two languages)."""

    source: str
    target: str
    source_language: str = ""
    target_language: str = ""
    """BCP 47 tags; empty where the glossary is for any pair."""
    part_of_speech: str = ""
    status: Status = "preferred"
    note: str = ""
    case_sensitive: bool = False
    do_not_translate: bool = False


def status_of(text: str) -> Status:
    """A status by its name, ours or TBX's (``preferredTerm-admn-sts``, ``deprecatedTerm-admn-sts`` …)."""
    name = text.strip().lower().removesuffix("-admn-sts").removesuffix("term")
    if name in ("deprecated", "superseded", "notrecommended", "obsolete", "rejected"):
        return "forbidden"
    return name if name in STATUSES else "admitted" if name == "allowed" else "preferred"
