"""Schemathesis reads the API's description and asks what nobody would: each answer is as described, none is a crash."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest
import uvicorn
from hypothesis import HealthCheck, Phase, settings
from webdesk import ANA, ARTICLE, LUIS, TO, Site

from translate_flow.desk.roles import Role
from translate_flow.web.openapi import description

schemathesis = pytest.importorskip("schemathesis", reason="install translate-flow[slow-tests]")
pytestmark = pytest.mark.server

API = schemathesis.openapi.from_dict(description())
KNOWN = {"document": ARTICLE, "to": TO}
SEGMENT = "metadata-5c7f7e:1"
CHECKS = schemathesis.checks.CHECKS.get_by_names(
    ["not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance"]
)
few = settings(
    max_examples=10, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck), deadline=None
)


class Asked(NamedTuple):
    """A desk that is listening, and what the browser of one person sends with each request."""

    url: str
    headers: dict[str, str]
    cookies: dict[str, str]


@contextmanager
def listening(site: Site) -> Iterator[str]:
    """The site on a free port of the loopback; gives its address."""
    config = uvicorn.Config(site.app, log_level="critical", lifespan="off", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as place:
        thread = threading.Thread(target=server.run, args=([place],))
        thread.start()
        yield f"http://127.0.0.1:{place.getsockname()[1]}"
        server.should_exit = True
        thread.join(20)


@pytest.fixture(scope="module", params=["nobody", "stranger", *Role])
def asked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    """A desk without people, one for a stranger, and one for somebody of each role."""
    with Site(tmp_path_factory.mktemp("desk")) as site, listening(site) as url:
        if request.param == "stranger":
            site.member(LUIS, Role.EDITOR)
        known = isinstance(request.param, Role)
        browser = site.member(ANA, request.param) if known else site.browser("" if request.param == "stranger" else ANA)
        yield Asked(url, {"x-csrf-token": browser.token}, dict(browser.cookies))


@API.parametrize()  # type: ignore[untyped-decorator,unused-ignore]
@few
def test_every_answer_is_as_described(asked: Asked, case: Any) -> None:
    _ask(asked, case)
    given = case.query if case.method == "GET" else case.body
    if isinstance(given, dict) and "document" in given:
        # Further than to a document that is not there.
        given |= KNOWN | ({"segment": SEGMENT} if "segment" in given else {})
        _ask(asked, case)


def _ask(asked: Asked, case: Any) -> None:
    answer = case.call(base_url=asked.url, headers=asked.headers, cookies=asked.cookies, timeout=10)
    case.validate_response(answer, checks=CHECKS)
