"""A request of somebody: who it is, what they may do, and what the request is about."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import unquote

from starlette.requests import HTTPConnection

from translate_flow.desk.staff.names import named
from translate_flow.desk.staff.rights import Person, Right, Role, may
from translate_flow.errors import TranslateFlowError
from translate_flow.web.served import Served

NAME_COOKIE = "tf-name"
SESSION_COOKIE = "tf-session"


class RefusedError(TranslateFlowError):
    """Somebody may not do this; ``status`` is the answer's HTTP status."""

    def __init__(self, what: str, status: int, *, remedy: str) -> None:
        super().__init__(what, remedy=remedy)
        self.status = status


class Visit(NamedTuple):
    """Somebody who asks for something."""

    served: Served
    person: Person | None
    """``None`` for somebody who has not signed in although that is needed."""

    @property
    def name(self) -> str:
        """The name for credits; empty where it is not known yet."""
        return self.person.name if self.person else ""

    def may(self, right: Right, language: str = "") -> bool:
        """Whether the person has a right, for a target language where one is given."""
        return self.person is not None and may(self.person, right, language)

    def need(self, right: Right, language: str = "") -> None:
        """Go on only with a right. Raises :class:`RefusedError`."""
        if self.person is None:
            raise RefusedError("you are not signed in", 401, remedy="sign in")
        if not may(self.person, right, language):
            raise RefusedError("your role does not allow this", 403, remedy="ask an editor of this desk")


def visit(request: HTTPConnection) -> Visit:
    """Who asks: the person of the session; on a desk without people, whoever sits at this machine."""
    served: Served = request.app.state.served
    if served.closed():
        token = request.cookies.get(SESSION_COOKIE, "")
        return Visit(served, served.people.person(token, datetime.now(UTC)) if token else None)
    return Visit(served, Person(_given_name(request), Role.ADMIN))


def _given_name(request: HTTPConnection) -> str:
    try:
        return named(unquote(request.cookies.get(NAME_COOKIE, "")))
    except TranslateFlowError:
        return ""


__all__ = ["NAME_COOKIE", "SESSION_COOKIE", "RefusedError", "Right", "Visit", "visit"]
