"""WordPress' REST API (developer.wordpress.org/rest-api): where it is, what it is asked, what it says when it fails."""

from __future__ import annotations

import json
import re
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from translate_flow.errors import EngineError
from translate_flow.fetching.client import Answer, Client, Failed, Limits
from translate_flow.fetching.links import links

_API = "https://api.w.org/"
_TAG = re.compile(r"<[^<>]*>")
_SHOWN = 160


class RefusedError(EngineError):
    """The site refuses a request, with a status of 400 to 499."""

    def __init__(self, what: str, status: int, **place: str) -> None:
        self.status = status
        super().__init__(what, **place)


class Api:
    """The API of one site, for one user. All methods raise :class:`EngineError`."""

    def __init__(self, url: str, user: str, password: str, timeout: float) -> None:
        if not password:
            remedy = "make an application password there, and put it into the environment or the keyring"
            raise EngineError(f"the password of {user} is not known", where=url, remedy=remedy)
        self._url, self._user, self._password = url, user, password
        limits = Limits(seconds=timeout, private=True, pause=0.0)
        self._open = Client(limits)
        self._client = Client(limits, auth=(user, password))

    @cached_property
    def _root(self) -> str:
        """Where the API is: the ``Link`` header says it, whatever kind of addresses the site has."""
        answer = self._ask(self._open, "GET", f"{self._url}/")
        root = next((link.address for link in links(answer, "") if link.rel == _API), f"{self._url}/wp-json/")
        if urlsplit(root)[:2] != urlsplit(self._url)[:2]:
            remedy = "put that address into the settings, if it is right"
            raise EngineError(f"it says that it is at {root}", where=self._url, remedy=remedy)
        return root

    @cached_property
    def namespaces(self) -> frozenset[str]:
        """What the site's plugins add to the API."""
        return frozenset(self._value(self._ask(self._client, "GET", self._root)).get("namespaces", ()))

    @cached_property
    def _capabilities(self) -> dict[str, bool]:
        found = self.get("users/me", context="edit").get("capabilities")
        return found if isinstance(found, dict) else {}

    def require(self, capability: str) -> None:
        """Raise :class:`EngineError` where the user may not do this at all; asked once."""
        if not self._capabilities.get(capability):
            remedy = "give that user the role of an author or editor"
            raise EngineError(f"{self._user} may not edit posts there", where=self._url, remedy=remedy)

    def get(self, path: str, of: str = "wp/v2", **params: str | int) -> Any:
        """What is at a path below the namespace ``of``."""
        return self._value(self._ask(self._client, "GET", f"{self._root}{of}/{path}", params=params))

    def post(self, path: str, told: dict[str, Any], **params: str) -> Any:
        """What is made or changed at the path."""
        return self._value(self._ask(self._client, "POST", f"{self._root}wp/v2/{path}", params=params, json=told))

    def upload(self, name: str, kind: str, data: bytes, alt: str) -> Any:
        """A new file of the media library, with its alternative text."""
        headers = {"Content-Type": kind, "Content-Disposition": f'attachment; filename="{name}"'}
        sent = {"params": {"alt_text": alt}, "headers": headers, "data": data}
        return self._value(self._ask(self._client, "POST", f"{self._root}wp/v2/media", **sent))

    def _ask(self, client: Client, method: str, url: str, **sent: Any) -> Answer:
        try:
            answer = client.ask(method, url, **sent)
        except Failed as failed:
            remedy = "give the command again: what is there is found, nothing is published twice"
            raise EngineError(str(failed), where=self._url, remedy=remedy) from None
        self._check(answer)
        return answer

    def _check(self, answer: Answer) -> None:
        status = answer.status
        if status < 300:
            return
        if status < 400:
            target = answer.headers.get("Location", "elsewhere")
            raise EngineError(f"it redirects to {target}", where=self._url, remedy="put that address into the settings")
        said = f"HTTP {status}{self._said(answer)}"
        if status == 401:
            remedy = "make a new application password there; it needs https, or an environment of the type “local”"
            raise RefusedError(
                f"it refuses the password of {self._user} ({said})", status, where=self._url, remedy=remedy
            )
        if status == 403:
            remedy = "give that user the role of an author or editor"
            raise RefusedError(f"{self._user} may not do this ({said})", status, where=self._url, remedy=remedy)
        if status == 429:
            raise EngineError(f"too many requests ({said})", where=self._url, remedy="give the command again later")
        if status < 500:
            raise RefusedError(f"it refuses ({said})", status, where=self._url, remedy="look at its settings")
        remedy = "give the command again later: nothing is published twice"
        raise EngineError(f"it fails ({said})", where=self._url, remedy=remedy)

    def _said(self, answer: Answer) -> str:
        """What the site says of an error, as plain text."""
        try:
            told = json.loads(answer.body)
        except (ValueError, RecursionError):
            return ""
        message = told.get("message", "") if isinstance(told, dict) else ""
        plain = " ".join(_TAG.sub("", str(message)).split()).replace(self._password, "…")
        return f": {plain[:_SHOWN]}" if plain else ""

    def _value(self, answer: Answer) -> Any:
        try:
            return json.loads(answer.body)
        except (ValueError, RecursionError):
            remedy = "check the address; a plugin or the server may stand in the way of its REST API"
            raise EngineError("its answer is no JSON", where=self._url, remedy=remedy) from None
