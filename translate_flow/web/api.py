"""The JSON API's table: the desk's verbs over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import get_type_hints

from translate_flow.web import articles, segments, shapes
from translate_flow.web.visits import Right


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One verb of the API: its address is ``/api/NAME``."""

    name: str
    method: str
    work: Callable[..., shapes.Shape]
    given: type[shapes.Shape]
    gives: type[shapes.Shape]
    right: Right

    @property
    def path(self) -> str:
        """Its address on the server."""
        return f"/api/{self.name}"


def _endpoint(name: str, method: str, work: Callable[..., shapes.Shape], right: Right) -> Endpoint:
    hints = get_type_hints(work)
    given = next(hint for key, hint in hints.items() if key not in ("visit", "return"))
    return Endpoint(name, method, work, given, hints["return"], right)


ENDPOINTS = (
    _endpoint("status", "GET", articles.listing, Right.READ),
    _endpoint("segments", "GET", segments.rows, Right.READ),
    _endpoint("segment", "POST", articles.segment, Right.MANAGE),
    _endpoint("edit", "POST", segments.edit, Right.TRANSLATE),
    _endpoint("reject", "POST", segments.turn_down, Right.REVIEW),
    _endpoint("note", "POST", segments.note, Right.TRANSLATE),
    _endpoint("mark", "POST", articles.mark, Right.REVIEW),
    _endpoint("join", "POST", segments.join, Right.TRANSLATE),
    _endpoint("split", "POST", segments.split, Right.TRANSLATE),
    _endpoint("lookup", "GET", segments.lookup, Right.READ),
    _endpoint("machine", "POST", segments.translate, Right.TRANSLATE),
    _endpoint("check-typed", "POST", segments.check_typed, Right.READ),
    _endpoint("check", "GET", articles.check, Right.READ),
    _endpoint("ignore", "POST", segments.ignore, Right.TRANSLATE),
    _endpoint("history", "GET", segments.history, Right.READ),
    _endpoint("prefill", "POST", articles.fill, Right.TRANSLATE),
    _endpoint("estimate", "GET", articles.weigh, Right.READ),
    _endpoint("merge", "POST", articles.merge, Right.MANAGE),
    _endpoint("credits", "GET", articles.credits_, Right.READ),
    _endpoint("assign", "POST", articles.assign, Right.MANAGE),
    _endpoint("look", "POST", segments.look, Right.READ),
    _endpoint("search", "GET", articles.search, Right.READ),
)
