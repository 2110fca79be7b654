"""An article as readers will see it, and its pictures. It is others' markup: nothing in it runs."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from translate_flow.desk import files
from translate_flow.desk.release.pictures import picture
from translate_flow.desk.release.previewing import Side, page
from translate_flow.errors import MissingError
from translate_flow.web.guard import PICTURE_POLICY, PREVIEW_POLICY
from translate_flow.web.visits import Right, visit

_LONGEST = 1000
"""Characters of a picture's address."""


async def preview(request: Request) -> Response:
    """The article with what is typed; nothing is fetched but pictures of the desk."""
    return await run_in_threadpool(_preview, request)


def _preview(request: Request) -> Response:
    who = visit(request)
    to = request.path_params["to"]
    who.need(Right.READ, to)
    one = who.served.open(request.path_params["document"], to)
    desk = who.served.desk
    side: Side = "source" if request.query_params.get("side") == "source" else "target"

    def shown(address: str) -> str:
        there = len(address) <= _LONGEST and picture(desk, one.document, address)
        return f"/picture/{quote(one.document)}?{urlencode({'address': address})}" if there else ""

    body = page(desk, one.document, to, side, shown)
    return HTMLResponse(body, headers={"content-security-policy": PREVIEW_POLICY, "cache-control": "no-store"})


async def pictured(request: Request) -> Response:
    """A picture that an article shows, where the desk has it."""
    return await run_in_threadpool(_pictured, request)


def _pictured(request: Request) -> Response:
    who = visit(request)
    who.need(Right.READ)
    desk = who.served.desk
    address = request.query_params.get("address", "")[:_LONGEST]
    found = picture(desk, desk.named(request.path_params["document"]), address)
    if found is None:
        raise MissingError("there is no such picture", where=address[:200], remedy="look at its address in the article")
    headers = {"content-security-policy": PICTURE_POLICY, "cache-control": "private, max-age=60"}
    return Response(files.read(found.path, "picture"), media_type=found.kind, headers=headers)


ROUTES = [Route("/preview/{to}/{document:path}", preview), Route("/picture/{document:path}", pictured)]
