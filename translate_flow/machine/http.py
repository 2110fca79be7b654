"""One request to a service: with a time limit that holds, and every failure as one of ours.

What servers say reaches nobody unread: an error's text is shortened, and the key never stands in it.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from translate_flow.errors import EngineError, UsageError
from translate_flow.machine.keys import variable
from translate_flow.machine.model import BadAnswer, Busy, Setup

if TYPE_CHECKING:
    import requests

LARGEST = 16 * 1024 * 1024
"""Bytes of an answer; a translation has far less."""
_SHOWN = 120


class Call(NamedTuple):
    """A request as it is to be sent."""

    method: str
    url: str
    params: Mapping[str, Any] | None = None
    data: Mapping[str, Any] | None = None
    json: Any = None
    headers: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, with status 200 to 299; deep-translator reads it as it reads an answer of ``requests``."""

    status_code: int
    text: str

    def json(self) -> Any:
        """The body's value. Raises :class:`ValueError` where it is not JSON."""
        try:
            return json.loads(self.text)
        except RecursionError:
            raise ValueError("nested too deeply") from None

    def close(self) -> None:
        """Do nothing: it has been read to its end."""


class Client:
    """Asks one service."""

    def __init__(self, engine: str, title: str, setup: Setup) -> None:
        self._engine, self._title, self._setup = engine, title, setup
        self._session: requests.Session | None = None

    def fetch(self, call: Call) -> Answer:
        """Send the request and read the whole answer, within the setup's time.

        Raises :class:`Busy`, :class:`BadAnswer` or :class:`EngineError` for everything but a success.
        """
        import requests
        import urllib3

        if self._session is None:
            self._session = requests.Session()
        until = time.monotonic() + self._setup.timeout
        try:
            with self._session.request(*call[:2], **_arguments(call), timeout=self._setup.timeout, stream=True) as got:
                text = self._read(got, until)
                self._check(got.status_code, got.headers, text)
                return Answer(got.status_code, text)
        except (requests.Timeout, urllib3.exceptions.TimeoutError):
            raise Busy(f"no answer within {self._setup.timeout:g} seconds", text=True) from None
        except requests.ConnectionError as error:
            if isinstance(error.args[0], urllib3.exceptions.ProtocolError):  # it broke after it stood
                raise Busy("the connection broke", text=True) from None
            raise Busy(f"no connection to {urlsplit(call.url).netloc}") from None
        except (requests.exceptions.ChunkedEncodingError, urllib3.exceptions.HTTPError):
            raise Busy("the connection broke", text=True) from None
        except requests.RequestException as error:
            raise EngineError(
                f"it cannot be asked ({type(error).__name__})", where=self._title, remedy="check its address"
            ) from None

    def _read(self, got: requests.Response, until: float) -> str:
        """The body. A server that sends it in drops does not outlive the time limit."""
        body = bytearray()
        while chunk := got.raw.read1(1 << 16, decode_content=True):
            body += chunk
            if len(body) > LARGEST:
                raise BadAnswer("its answer is far too long")
            if time.monotonic() > until:
                raise Busy(f"no answer within {self._setup.timeout:g} seconds", text=True)
        charset = got.encoding if "charset" in got.headers.get("Content-Type", "").lower() else None
        try:
            return body.decode(charset or "utf-8", "replace")
        except LookupError:
            return body.decode("utf-8", "replace")

    def _check(self, status: int, headers: Mapping[str, str], text: str) -> None:
        if 200 <= status < 300:
            return
        said = f"HTTP {status}{self._said(text)}"
        if status in (401, 403):
            what = "it refuses the key" if self._setup.key else "it wants a key"
            raise EngineError(f"{what} ({said})", where=self._title, remedy=f"check {variable(self._engine)}")
        if status in (402, 456):
            remedy = "what is translated is kept: go on with another key or later"
            raise EngineError(f"the quota is used up ({said})", where=self._title, remedy=remedy)
        if status == 429:
            raise Busy(f"too many requests ({said})", wait=_wait(headers.get("Retry-After", "")))
        if status >= 500 or status == 408:
            raise Busy(f"it fails ({said})", wait=_wait(headers.get("Retry-After", "")), text=True)
        raise BadAnswer(f"it refuses the text ({said})")

    def _said(self, text: str) -> str:
        """What the server says of an error, where it says it in JSON; without the key."""
        try:
            found = Answer(0, text).json()
        except ValueError:
            return ""
        while isinstance(found, dict):
            found = next((found[key] for key in ("error", "message", "explanation") if key in found), None)
        if not isinstance(found, str):
            return ""
        if self._setup.key:
            found = found.replace(self._setup.key, "…")
        return f": {' '.join(found.split())[:_SHOWN]}"


def address(url: str) -> str:
    """A service's address, ending in ``/``. Raises :class:`UsageError` for what is none, or has a key in it."""
    parts = urlsplit(url)
    if parts.username or parts.password or parts.query:
        raise UsageError("a key does not belong into an address", remedy="put it into the environment")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(f"“{url}” is no address", remedy="give one such as http://127.0.0.1:5000/")
    return url.rstrip("/") + "/"


def _arguments(call: Call) -> dict[str, Any]:
    return {name: value for name, value in call._asdict().items() if name not in ("method", "url")}


def _wait(value: str) -> float:
    """Seconds of a ``Retry-After`` (RFC 9110, section 10.2.3): a number, or a date; 0 for anything else."""
    if value.strip().isdecimal():
        return float(value)
    try:
        date = parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    date = date if date.tzinfo else date.replace(tzinfo=UTC)
    return max(0.0, (date - datetime.now(UTC)).total_seconds())
