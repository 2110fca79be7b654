"""What people may do on a desk, and how their names are written and compared."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from translate_flow.errors import UsageError

_LONGEST_NAME = 100
_JOINERS = str.maketrans("", "", "\u200c\u200d")
"""Letters of some scripts need them; whether they stand there nobody sees elsewhere."""


class Right(StrEnum):
    """What somebody may do."""

    READ = "read"
    TRANSLATE = "translate"
    REVIEW = "review"
    MANAGE = "manage"
    """Add articles, say who has them, publish."""


class Role(StrEnum):
    """What somebody is here; each may all that those before may."""

    TRANSLATOR = "translator"
    REVIEWER = "reviewer"
    EDITOR = "editor"


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.TRANSLATOR: frozenset({Right.READ, Right.TRANSLATE}),
    Role.REVIEWER: frozenset({Right.READ, Right.TRANSLATE, Right.REVIEW}),
    Role.EDITOR: frozenset(Right),
}
"""What each role may do."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the desk."""

    name: str
    """As it stands in credits."""
    role: Role
    languages: tuple[str, ...] = ()
    """Target languages that the rights hold for; all if there are none. Everybody may read everything."""


def may(person: Person, right: Right, language: str = "") -> bool:
    """Whether somebody has a right, for a target language where one is given."""
    fits = right is Right.READ or not language or not person.languages or language in person.languages
    return fits and right in RIGHTS[person.role]


def spelt(name: str) -> str:
    """A name as it stands in credits. Raises :class:`UsageError` for what is none.

    What readers would not see (control characters, marks of direction) is not allowed: two names would look the same.
    """
    text = " ".join(unicodedata.normalize("NFC", name).split())
    unseen = any(unicodedata.category(letter) in ("Cc", "Cf", "Cs") for letter in text.translate(_JOINERS))
    if not found_by(text) or len(text) > _LONGEST_NAME or unseen:
        raise UsageError("this is no name", where=ascii(text[:40])[1:-1] if unseen else text[:40],
                         remedy="write it as readers will see it")  # fmt: skip
    return text


def found_by(name: str) -> str:
    """By which a name is found, however it is typed: without capitals, joiners and more spaces than one."""
    plain = unicodedata.normalize("NFKC", name.translate(_JOINERS).encode("utf-8", "replace").decode())
    return " ".join(unicodedata.normalize("NFKC", plain.casefold()).split())[:500]
