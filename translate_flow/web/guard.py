"""What stands before every page: which hosts and origins are answered, how much is read, which headers go out.

Requests that change something are believed only with a token that stands in our own pages (double submit, signed) and
from our own origin; other sites reach this address by tricks (DNS rebinding), so the ``Host`` must be one we know.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Awaitable, Callable
from hashlib import sha256
from http import cookies

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BROWSER_COOKIE = "tf-browser"
TOKEN_HEADER = "x-csrf-token"  # noqa: S105 — a header's name
LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
LARGEST_BODY = 2 * 1024 * 1024
LARGEST_UPLOAD = 64 * 1024 * 1024
"""Bytes of a request's body: of any, and of one that adds an article."""
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_LENGTH = re.compile(r"[0-9]{1,15}", re.ASCII)
_HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[^:\[\]]+)(?::\d{1,5})?")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
    " form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PREVIEW_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'none'; base-uri 'none';"
    " frame-ancestors 'self'; sandbox allow-same-origin"
)
"""For articles, which are others' markup: nothing of them runs, and nothing is fetched but the desk's pictures."""
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""For pictures, which may be markup too (SVG)."""
_HEADERS = {
    "content-security-policy": POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
}


class Guard:
    """The outermost application."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str], secret: bytes) -> None:
        """``hosts`` are names that this server answers to; ``secret`` signs tokens."""
        self._app, self._hosts, self._secret = app, hosts, secret

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse what is not ours, and pass on the rest."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        browser = _browser(headers)
        fresh = "" if browser else secrets.token_urlsafe(16)
        scope.setdefault("state", {})["csrf"] = token(self._secret, browser or fresh)
        answer = self._refusal(scope, headers, browser)
        secure = scope["scheme"] == "https"
        kept = scope["path"].startswith("/static/")
        guarded = _with_headers(send, fresh, secure=secure, kept=kept)
        if answer is not None:
            await answer(scope, receive, guarded)
            return
        await self._app(scope, _limited(receive, _limit(scope)), guarded)

    def _refusal(self, scope: Scope, headers: Headers, browser: str) -> Response | None:
        api, safe = scope["path"].startswith("/api/"), scope["method"] in _SAFE
        found = _HOST.fullmatch(headers.get("host", ""))
        if not found or found[1].lower() not in self._hosts:
            return _refused(421, "this address is not one of this desk's", "see “serve --host-name”", api=api)
        length = _LENGTH.fullmatch(headers.get("content-length", "0"))
        if not length or int(length[0]) > _limit(scope):
            return _refused(413, "this is too large", "send less", api=api)
        if not _from_here(scope, headers) and (api or not safe):
            return _refused(403, "this request comes from another site", "use this desk's pages", api=api)
        if api and not safe and not believed(self._secret, browser, headers.get(TOKEN_HEADER, "")):
            return _refused(403, "this request has no token of this desk's pages", "load the page anew", api=api)
        return None


def _refused(status: int, what: str, remedy: str, *, api: bool) -> Response:
    """The answer to what is not ours: of the API as its description says, else a line."""
    if api:
        return JSONResponse({"what": what, "where": "", "remedy": remedy, "row": None}, status)
    return PlainTextResponse(f"{what[0].upper()}{what[1:]}; {remedy}.", status)


def _limit(scope: Scope) -> int:
    return LARGEST_UPLOAD if scope["path"] == "/add" else LARGEST_BODY


def _from_here(scope: Scope, headers: Headers) -> bool:
    """Whether a request was made by a page of this server, as far as the browser says."""
    origin = headers.get("origin")
    same = origin is None or origin == f"{scope['scheme']}://{headers['host']}"
    return same and headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")


class TooLargeError(Exception):
    """The body is longer than is read."""


def _limited(receive: Receive, limit: int) -> Receive:
    read = 0

    async def counted() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > limit:
            raise TooLargeError
        return message

    return counted


def _with_headers(send: Send, fresh: str, *, secure: bool, kept: bool) -> Callable[[Message], Awaitable[None]]:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            if not kept:
                headers.setdefault("cache-control", "no-store")
            if fresh:
                headers.append("set-cookie", cookie(BROWSER_COOKIE, fresh, secure=secure))
        await send(message)

    return sent


def cookie(name: str, value: str, *, secure: bool, days: int = 400) -> str:
    """A cookie that only this server gets, and no script. ``days`` 0 takes it away."""
    jar = cookies.SimpleCookie()
    jar[name] = value
    for key, setting in (("path", "/"), ("samesite", "Strict"), ("max-age", str(days * 86400)), ("httponly", "yes")):
        jar[name][key] = setting
    if secure:
        jar[name]["secure"] = "yes"
    return jar[name].OutputString()


def _browser(headers: Headers) -> str:
    return Request({"type": "http", "headers": headers.raw}).cookies.get(BROWSER_COOKIE, "")


def token(secret: bytes, browser: str) -> str:
    """What a page of this browser carries."""
    return hmac.new(secret, browser.encode(), sha256).hexdigest()


def believed(secret: bytes, browser: str, given: str) -> bool:
    """Whether a request comes from a page of ours."""
    return bool(browser) and hmac.compare_digest(token(secret, browser).encode(), given.encode())
