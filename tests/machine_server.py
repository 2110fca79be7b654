"""A server on 127.0.0.1 that answers as translation services do, and fails as they do.

It knows the ways of LibreTranslate, DeepL, Google, Microsoft, MyMemory, QCRI and Apertium APY. Its translation turns
each letter into a capital, tags and marks untouched, so that a test can tell what came from it.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

_KEPT = re.compile(r"<span[^>]*translate=.no.*?</span>|<[^>]*>|&[a-z]+;|\{\d+\}")


def capitals(text: str) -> str:
    """The text in capitals, but for tags, entities and placeholders."""
    position, found = 0, ""
    for kept in _KEPT.finditer(text):
        found += text[position : kept.start()].upper() + kept[0]
        position = kept.end()
    return found + text[position:].upper()


@dataclass(frozen=True)
class Asked:
    """A request that came in."""

    method: str
    path: str
    address: str
    fields: dict[str, Any]
    headers: dict[str, str]

    @property
    def text(self) -> str:
        """What is to be translated."""
        return str(self.fields.get("q") or self.fields.get("text") or "")


@dataclass(frozen=True)
class Fault:
    """What the server does instead of answering."""

    status: int = 200
    body: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    delay: float = 0.0
    drop: bool = False
    drip: bool = False


@dataclass
class Service:
    """The server as a test sees it."""

    url: str
    asked: list[Asked] = field(default_factory=list)
    faults: list[Fault | None] = field(default_factory=list)
    """For the next requests, in order; ``None`` for one that is answered."""
    fails_on: Callable[[Asked], Fault | None] = lambda _asked: None
    translate: Callable[[str], object] = capitals
    closed: threading.Event = field(default_factory=threading.Event)

    def fault(self, asked: Asked) -> Fault | None:
        """What to do instead of answering."""
        return self.faults.pop(0) if self.faults else self.fails_on(asked)


def _answer(service: Service, asked: Asked) -> tuple[str, str]:
    """Content type and body of the answer, as the service of that path gives it."""
    page = urlsplit(asked.path).path
    if page == "/m":
        lines = str(service.translate(asked.text)).split("\n")
        return "text/html; charset=utf-8", f'<div class="result-container">{"<br>".join(map(escape, lines))}</div>'
    if page == "/listPairs":
        pairs = [
            {"sourceLanguage": "eng", "targetLanguage": "spa"},
            {"sourceLanguage": "spa", "targetLanguage": "eng_US"},
        ]
        return "application/json", json.dumps({"responseData": pairs})
    if page == "/get" or "markUnknown" in asked.fields:
        return "application/json", json.dumps({"responseData": {"translatedText": service.translate(asked.text)}})
    if "source_lang" in asked.fields:
        return "application/json", json.dumps({"translations": [{"text": service.translate(asked.text)}]})
    if "api-version" in asked.fields:
        text = asked.fields["json"][0]["text"]
        return "application/json", json.dumps([{"translations": [{"text": service.translate(text), "to": "es"}]}])
    return "application/json", json.dumps({"translatedText": service.translate(asked.text)})


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # headers and body are two writes: the second would wait for an acknowledgement
    service: Service

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        pass

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def _serve(self) -> None:
        asked = self._read()
        self.service.asked.append(asked)
        fault = self.service.fault(asked)
        if fault is None:
            self._send(200, *_answer(self.service, asked))
            return
        self.service.closed.wait(fault.delay)
        if fault.drop:
            self.close_connection = True
        elif fault.drip:
            self._drip()
        else:
            self._send(fault.status, "application/json", fault.body, fault.headers)

    def _read(self) -> Asked:
        fields: dict[str, Any] = {key: values[0] for key, values in parse_qs(urlsplit(self.path).query).items()}
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if "json" in (self.headers.get("Content-Type") or "") and body:
            fields["json"] = json.loads(body)
        else:
            fields |= {key: values[0] for key, values in parse_qs(body.decode()).items()}
        return Asked(self.command, urlsplit(self.path).path, self.path, fields, dict(self.headers))

    def _send(self, status: int, kind: str, text: str, headers: tuple[tuple[str, str], ...] = ()) -> None:
        body = text.encode()
        with suppress(OSError):  # the client may have given up
            self.send_response(status)
            for name, value in (*headers, ("Content-Type", kind), ("Content-Length", str(len(body)))):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    def _drip(self) -> None:
        self.close_connection = True
        with suppress(OSError):  # the client gives up
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            for _ in range(1000):
                self.wfile.write(b" ")
                time.sleep(0.05)


@contextmanager
def serving() -> Iterator[Service]:
    """A server on a free port, for as long as it is needed."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    service = Service(f"http://127.0.0.1:{server.server_port}/")
    server.RequestHandlerClass = type("Handler", (_Handler,), {"service": service})
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.closed.set()
        server.shutdown()
        server.server_close()
        thread.join()
