"""A desk that is served to browsers which are programs: what the tests of the browser desk share."""

from __future__ import annotations

import json
import re
import shutil
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from starlette.testclient import TestClient
from starlette.types import ASGIApp

from translate_flow.bitext import Segment
from translate_flow.desk import bitexts
from translate_flow.desk.desk import Desk
from translate_flow.desk.editing import version
from translate_flow.desk.staff.people import Cost, people_of
from translate_flow.desk.staff.rights import Role
from translate_flow.web.application import application
from translate_flow.web.guard import LOOPBACK
from translate_flow.web.live import segments_of

if TYPE_CHECKING:
    from httpx2 import Response

REPOSITORY = Path(__file__).parent.parent
HERE = "http://127.0.0.1:8000"
ARTICLE, TO = "en/lost-property-orchestra.html", "es"
DONE = "es/oidos-de-valdenora.md"
"""An article that has a translation, into English."""
ANA, LUIS = "Ana Prueba", "Luis Ensayo"
PASSWORD = "farol de papel verde"  # noqa: S105 — nobody's
Given = dict[str, Any]


QUICK = Cost(1, 64, 1)
"""The cheapest passwords: how long one takes is not what is tested."""


class Browser(TestClient):
    """Keeps cookies, and sends the token that stands in the desk's pages."""

    @cached_property
    def token(self) -> str:
        found = re.search(r'data-csrf="(\w+)"', self.get("/sign-in").text)
        assert found
        return found[1]

    def ask(self, verb: str, **given: Any) -> Response:
        return self.get(f"/api/{verb}", params=given)

    def tell(self, verb: str, **given: object) -> Response:
        return self.post(f"/api/{verb}", content=json.dumps(given), headers={"x-csrf-token": self.token})

    def call(self, method: str, verb: str, given: Given) -> Response:
        return self.ask(verb, **given) if method == "GET" else self.tell(verb, **given)

    def submit(self, path: str, **fields: str) -> Response:
        return self.post(path, data={"csrf": self.token, **fields})

    def upload(self, name: str, data: bytes, folder: str = "en") -> Response:
        return self.post("/add", data={"csrf": self.token, "folder": folder}, files={"file": (name, data)})


class Site:
    """A copy of the repository's own desk, served. The server runs while the site is a context."""

    def __init__(
        self, folder: Path, settings: str = "", *,
        top: str = "", hosts: frozenset[str] = LOOPBACK, closed: bool = False,
    ) -> None:  # fmt: skip
        """``settings`` are added to those of the desk, ``top`` before their first table."""
        for name in ("sources", "translations"):
            shutil.copytree(REPOSITORY / name, folder / name)
        text = (REPOSITORY / "translate-flow.toml").read_text(encoding="utf-8")
        quiet = '\n[checks]\nignore = ["spelling"]\n'  # whose library leaves dictionaries open
        (folder / "translate-flow.toml").write_text(top + text + quiet + settings, encoding="utf-8")
        self.desk = Desk(folder)
        self.people = people_of(self.desk, QUICK)
        with patch("translate_flow.web.served.people_of", lambda desk: people_of(desk, QUICK)):
            self.app: ASGIApp = application(self.desk, hosts, closed=closed)
        self._running = TestClient(self.app, HERE)

    def __enter__(self) -> Site:
        self._running.__enter__()
        return self

    def __exit__(self, *_error: object) -> None:
        self._running.__exit__()
        self.people.close()

    def browser(self, name: str = "", **options: Any) -> Browser:
        """A new browser, on a desk without people named as one tells one's name."""
        made = Browser(self.app, **{"base_url": HERE, "follow_redirects": False, **options})
        made.portal = self._running.portal
        if name:
            assert made.submit("/name", name=name).status_code == 303
        return made

    def member(self, name: str, role: Role, *languages: str, **options: Any) -> Browser:
        """The browser of somebody who is signed in."""
        now = datetime.now(UTC)
        self.people.accept(self.people.add(name, role, languages, now), PASSWORD, now)
        session = self.people.sign_in(name, PASSWORD, "127.0.0.1", now)
        assert isinstance(session, str)
        made = self.browser(**options)
        made.cookies.set("tf-session", session)
        return made

    def segments(self, document: str = ARTICLE, to: str = TO) -> dict[str, Segment]:
        """What stands in a bitext file."""
        return segments_of(bitexts.read(self.desk.bitext(document, to)))

    def plain(self, document: str = ARTICLE, to: str = TO) -> tuple[str, Segment]:
        """A segment of a paragraph, without codes."""
        found = self.segments(document, to).items()
        return next((name, one) for name, one in found if name.startswith("paragraph") and "<" not in one.source)

    def saying(self, target: str, state: str | None = "translated", document: str = ARTICLE, to: str = TO) -> Given:
        """What is sent to save a target of the plain segment."""
        name, one = self.plain(document, to)
        return {"document": document, "to": to, "segment": name, "target": target, "base": version(one), "state": state}

    def examples(self) -> dict[str, Given]:
        """For each verb of the API something that an editor may ask of the desk as it was copied."""
        where = {"document": ARTICLE, "to": TO}
        name, _ = self.plain()
        segment = {**where, "segment": name}
        long, one = next((key, s) for key, s in self.segments().items() if key.endswith(":1"))
        translated, known = self.plain(DONE, "en")
        done = {"document": DONE, "to": "en", "segment": translated}
        return {
            "status": {}, "segments": where, "segment": where, "edit": self.saying("La orquesta sigue."),
            "reject": {**done, "base": version(known), "reason": "Suena raro."}, "note": {**segment, "text": "¿Sic?"},
            "mark": {"document": DONE, "to": "en", "state": "reviewed"}, "join": {**where, "segment": long},
            "split": {**where, "segment": long, "before": one.source.split()[-1]}, "lookup": segment,
            "machine": {**segment, "engine": "libretranslate"}, "check-typed": {**segment, "target": "La la orquesta"},
            "check": {"document": DONE, "to": "en"},
            "ignore": {**segment, "check": "double-word", "reason": "Es así."},
            "history": segment, "prefill": where, "estimate": where, "merge": {"document": DONE, "to": "en"},
            "credits": {}, "assign": {**where, "person": ANA, "deadline": "2026-06-01"},
            "look": {**segment, "client": "one"}, "search": {"q": "tuba"},
        }  # fmt: skip
