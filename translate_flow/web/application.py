"""The server's application: pages, the API, events, and the guard before them."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from translate_flow.desk.desk import Desk
from translate_flow.desk.editing import OvertakenError
from translate_flow.errors import EngineError, InputError, MergeError, MissingError, TranslateFlowError, UsageError
from translate_flow.web import entrance, pages, preview, shapes
from translate_flow.web.api import ENDPOINTS, Endpoint
from translate_flow.web.guard import LOOPBACK, Guard, TooLargeError
from translate_flow.web.openapi import description
from translate_flow.web.served import Served, row
from translate_flow.web.visits import RefusedError, Right, visit

WELCOME = 10.0
"""Seconds after which who listens must still be signed in."""
_STATIC = Path(__file__).parent / "static"


def application(
    desk: Desk, hosts: frozenset[str] = LOOPBACK, *, closed: bool = False, fetches: bool = False
) -> ASGIApp:  # fmt: skip
    """The desk as an ASGI application that answers to the names ``hosts``; the rest as in :class:`Served`."""
    served = Served(desk, closed=closed, fetches=fetches)

    @asynccontextmanager
    async def life(_app: Starlette) -> AsyncIterator[None]:
        watching = asyncio.create_task(served.live.watch())
        warming = asyncio.create_task(run_in_threadpool(served.warm))
        yield
        await warming
        watching.cancel()
        await run_in_threadpool(served.close)

    routes: list[BaseRoute] = [
        Mount("/static", StaticFiles(directory=_STATIC), name="static"),
        Route("/api/events", _events, methods=["GET"]),
        Route("/api/openapi.json", _described, methods=["GET"]),
        *(Route(one.path, _answering(one), methods=[one.method]) for one in ENDPOINTS),
        *pages.ROUTES,
        *preview.ROUTES,
        *entrance.ROUTES,
    ]
    app = Starlette(
        routes=routes,
        lifespan=life,
        exception_handlers={TranslateFlowError: _told, ValidationError: _unfit, TooLargeError: _large, 404: _lost},
    )
    app.state.served = served
    return Guard(app, hosts, served.people.secret())


def _answering(one: Endpoint) -> Callable[[Request], Any]:
    async def answer(request: Request) -> Response:
        given = one.given.model_validate(await _given(request))
        found = await run_in_threadpool(_work, one, request, given)
        return JSONResponse(found.model_dump(mode="json"))

    return answer


def _work(one: Endpoint, request: Request, given: shapes.Shape) -> shapes.Shape:
    who = visit(request)
    who.need(one.right, getattr(given, "to", ""))
    return one.work(who, given)


async def _given(request: Request) -> object:
    """The parameters of a request: its query, or its body."""
    if request.method in ("GET", "HEAD"):
        return dict(request.query_params)
    try:
        return json.loads(await request.body())
    except (ValueError, RecursionError):
        raise UsageError("the body is no JSON object", where=_path(request), remedy="see /api/openapi.json") from None


def _path(request: Request) -> str:
    path: str = request.scope["path"]
    return path


async def _events(request: Request) -> Response:
    what = shapes.Listen.model_validate(dict(request.query_params))
    who = await run_in_threadpool(visit, request)
    who.need(Right.READ, what.to)
    one = await run_in_threadpool(who.served.open, what.document, what.to)
    events = who.served.live.events(one.path, what.client, who.name)
    return StreamingResponse(_while_welcome(request, what.to, events), media_type="text/event-stream")


async def _while_welcome(request: Request, to: str, events: AsyncGenerator[str]) -> AsyncIterator[str]:
    """Events until the session ends; heartbeats come often enough to notice."""
    asked = time.monotonic()
    async with aclosing(events):
        async for event in events:
            if time.monotonic() - asked > WELCOME:
                asked = time.monotonic()
                who = await run_in_threadpool(visit, request)
                if not who.may(Right.READ, to):
                    return
            yield event


async def _described(_request: Request) -> Response:
    return JSONResponse(description())


def _told(request: Request, error: Exception) -> Response:
    """An error that is meant for the user's eyes, as JSON or as a page."""
    assert isinstance(error, TranslateFlowError)  # noqa: S101 — what the table of handlers says
    if not _path(request).startswith("/api/"):
        return pages.problem(request, error, _status(error))
    present = row(error.where, error.present) if isinstance(error, OvertakenError) else None
    problem = shapes.Problem(what=error.what, where=error.where, remedy=error.remedy, row=present)
    return JSONResponse(problem.model_dump(mode="json"), _status(error))


_STATUS = ((OvertakenError, 409), (EngineError, 502), (MissingError, 404), (MergeError, 400), (InputError, 422))


def _status(error: TranslateFlowError) -> int:
    if isinstance(error, RefusedError):
        return error.status
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 400)


def _unfit(request: Request, error: Exception) -> Response:
    assert isinstance(error, ValidationError)  # noqa: S101 — what the table of handlers says
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])[:200]
    if not _path(request).startswith("/api/"):
        return pages.problem(request, UsageError(first["msg"], where=where), 422)
    return JSONResponse(shapes.Problem(what=first["msg"], where=where).model_dump(mode="json"), 422)


def _large(_request: Request, _error: Exception) -> Response:
    return JSONResponse(shapes.Problem(what="this is too large").model_dump(mode="json"), 413)


def _lost(request: Request, _error: Exception) -> Response:
    return _told(request, MissingError("there is no such page", where=_path(request)[:200], remedy="go to the list"))
