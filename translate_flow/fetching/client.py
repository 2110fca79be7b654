"""One request to a server that nobody vouches for: limits on time, size and redirects, and no private addresses.

The address is checked where the connection is made, after its name was resolved, for every request and every redirect:
a name that resolves differently the second time leads nowhere else.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    from requests import Response, Session

AGENT = "translate-flow"
"""How we call ourselves to servers, and in their ``robots.txt``."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Failed(Exception):  # noqa: N818 - what happened, as a line for people
    """There is no answer; says why, as a part of a sentence."""

    def __init__(self, reason: str, *, sent: bool = False) -> None:
        self.sent = sent
        """Whether the server may have got the request, and done what it asks for."""
        super().__init__(reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How far to go with a server."""

    seconds: float = 30.0
    """For one request, until the last byte of its answer."""
    size: int = 16 * 1024 * 1024
    """Bytes of an answer."""
    redirects: int = 5
    pause: float = 1.0
    """Seconds between two requests to a host."""
    private: bool = False
    """Whether addresses of private networks and of this machine are allowed."""


class Answer(NamedTuple):
    """What a server said, with any status but a redirect that was followed."""

    url: str
    """Where it came from, after redirects."""
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        """The media type, in lower case and without parameters."""
        return self.headers.get("Content-Type", "").partition(";")[0].strip().lower()


@dataclass
class Client:
    """Asks servers, one request at a time."""

    limits: Limits = Limits()
    auth: tuple[str, str] | None = field(default=None, repr=False)
    """Name and password, for the server that every request goes to."""
    pauses: dict[str, float] = field(default_factory=dict)
    """Hosts that wish longer pauses than ``limits`` says, in seconds."""
    _next: dict[str, float] = field(default_factory=dict)
    """When each host may be asked again."""

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """What the address has, redirects followed. Raises :class:`Failed`."""
        visited = [url]
        while True:
            answer = self.ask("GET", visited[-1], headers=headers)
            target = answer.headers.get("Location", "")
            if answer.status not in _REDIRECTS or not target:
                return answer
            following = urljoin(visited[-1], target).partition("#")[0]
            if following in visited:
                raise Failed("it redirects in a circle")
            if len(visited) > self.limits.redirects:
                raise Failed(f"it redirects more than {self.limits.redirects} times")
            visited.append(following)

    def ask(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        json: Any = None,
        data: bytes | None = None,
        params: Mapping[str, Any] | None = None,
    ) -> Answer:
        """Send one request and read the whole answer; a redirect is an answer. Raises :class:`Failed`."""
        import requests
        import urllib3

        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Failed(f"“{url}” is no http or https address")
        self._wait(parts.netloc)
        until = time.monotonic() + self.limits.seconds
        sent = {"User-Agent": AGENT, "Connection": "close", **(headers or {})}
        try:
            with self._session(until) as session, session.request(
                method, url, headers=sent, json=json, data=data, params=params, auth=self.auth,
                timeout=self.limits.seconds, stream=True, allow_redirects=False,
            ) as got:  # fmt: skip
                return Answer(url, got.status_code, got.headers, self._read(got, until))
        except (requests.ConnectTimeout, urllib3.exceptions.ConnectTimeoutError):
            raise Failed(f"no connection within {self.limits.seconds:g} seconds") from None
        except (requests.Timeout, urllib3.exceptions.TimeoutError):
            raise Failed(f"no answer within {self.limits.seconds:g} seconds", sent=True) from None
        except requests.ConnectionError as error:
            raise self._unconnected(error, until) from None
        except (requests.RequestException, urllib3.exceptions.HTTPError, UnicodeError) as error:
            raise Failed(f"it cannot be asked ({type(error).__name__})", sent=True) from None

    def _unconnected(self, error: Exception, until: float) -> Failed:
        import urllib3

        from translate_flow.fetching.guard import RefusedError

        cause: object = error.args[0] if error.args else None
        if isinstance(cause, urllib3.exceptions.ProtocolError):
            late = time.monotonic() >= until
            reason = f"no answer within {self.limits.seconds:g} seconds" if late else "the connection broke"
            return Failed(reason, sent=True)
        match getattr(cause, "reason", cause):
            case RefusedError():
                return Failed("it is at a private address, which is not allowed")
            case urllib3.exceptions.NameResolutionError():
                return Failed("there is no such server")
            case urllib3.exceptions.SSLError():
                return Failed("its certificate is not valid")
        return Failed("no connection")

    def _wait(self, host: str) -> None:
        now = time.monotonic()
        if (ready := self._next.get(host, now)) > now:
            time.sleep(ready - now)
        self._next[host] = time.monotonic() + max(self.limits.pause, self.pauses.get(host, 0.0))

    def _session(self, until: float) -> Session:
        import requests

        from translate_flow.fetching.guard import Adapter

        session = requests.Session()
        session.trust_env = False  # a proxy would resolve names for us, unseen; .netrc is nobody's business here
        for scheme in ("http://", "https://"):
            session.mount(scheme, Adapter(private=self.limits.private, until=until))
        return session

    def _read(self, got: Response, until: float) -> bytes:
        body = bytearray()
        while True:
            if time.monotonic() > until:  # a head in drops ends here, too
                raise Failed(f"its answer takes longer than {self.limits.seconds:g} seconds", sent=True)
            chunk = got.raw.read1(1 << 16, decode_content=True)
            body += chunk
            if len(body) > self.limits.size:
                raise Failed(f"its answer is larger than {self.limits.size / 1e6:.0f} MB", sent=True)
            if not chunk:
                return bytes(body)
