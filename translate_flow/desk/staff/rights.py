"""Who may do what on a desk: rights, the roles that hold them, and people with a role in some languages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Right(StrEnum):
    """One kind of thing to do."""

    READ = "read"
    """See articles, translations and their history, in every language."""
    TRANSLATE = "translate"
    """Write targets and notes."""
    REVIEW = "review"
    """Accept or reject what was translated."""
    MANAGE = "manage"
    """Add documents, segment, prefill, set deadlines, declare final, publish."""
    ADMIN = "admin"
    """Add, change, invite and remove people."""


class Role(StrEnum):
    """What a person is on the desk; each role has the rights of the one before it, and more."""

    TRANSLATOR = "translator"
    REVIEWER = "reviewer"
    EDITOR = "editor"
    ADMIN = "admin"

    @property
    def rights(self) -> frozenset[Right]:
        """What the role may do, language apart."""
        return _RIGHTS[self]


_TRANSLATOR = frozenset({Right.READ, Right.TRANSLATE})
_RIGHTS = {
    Role.TRANSLATOR: _TRANSLATOR,
    Role.REVIEWER: _TRANSLATOR | {Right.REVIEW},
    Role.EDITOR: _TRANSLATOR | {Right.REVIEW, Right.MANAGE},
    Role.ADMIN: frozenset(Right),
}


@dataclass(frozen=True)
class Person:
    """Somebody who works on the desk."""

    name: str
    """As it stands in credits."""
    role: Role
    languages: tuple[str, ...] = ()
    """Target languages, as canonical BCP 47 tags; empty: all."""
    active: bool = True
    """Whether the person has a password; false until the first invitation is accepted."""


def may(person: Person, right: Right, language: str = "") -> bool:
    """Whether the person has the right in a target language; in any at all where none is given.

    Languages are compared as in RFC 4647, section 3.3.1: who works into ``pt`` works into ``pt-BR``, not the reverse.
    Reading is for all languages. Somebody who is not active may nothing.
    """
    if not person.active or right not in person.role.rights:
        return False
    if right is Right.READ or not language or not person.languages:
        return True
    return any(f"{language}-".lower().startswith(f"{own}-".lower()) for own in person.languages)
