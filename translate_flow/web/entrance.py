"""Coming in: sign in with a password, accept an invitation, sign out."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from translate_flow.desk.staff.people import Wait
from translate_flow.errors import UsageError
from translate_flow.web.guard import cookie
from translate_flow.web.pages import believed_form, render, way_back
from translate_flow.web.served import Served
from translate_flow.web.visits import SESSION_COOKIE, Visit

_DAYS = 90
"""For which a browser keeps a session's cookie; the session itself may end before."""


def _stranger(request: Request) -> Visit:
    return Visit(request.app.state.served, None)


async def sign_in(request: Request) -> Response:
    """The page to sign in on; once a form is sent, the session."""
    if request.method != "POST":
        asked = request.query_params
        return await run_in_threadpool(
            render, request, "sign-in.html", who=_stranger(request), next=asked.get("next", "/"), seconds=None,
            name=asked.get("name", ""), joined="joined" in asked,
        )  # fmt: skip
    form = await believed_form(request)
    return await run_in_threadpool(_signed_in, request, form)


def _signed_in(request: Request, form: FormData) -> Response:
    served: Served = request.app.state.served
    where = request.client.host if request.client else ""
    found = served.people.sign_in(str(form.get("name", "")), str(form.get("password", "")), where, datetime.now(UTC))
    if isinstance(found, str):
        served.people.sign_out(request.cookies.get(SESSION_COOKIE, ""))
        return _with_session(request, found, way_back(form))
    seconds = found.seconds if isinstance(found, Wait) else 0
    return render(
        request, "sign-in.html", 429 if seconds else 403,
        who=_stranger(request), next=way_back(form), seconds=seconds, name=str(form.get("name", "")), joined=False,
    )  # fmt: skip


def _with_session(request: Request, session: str, to: str) -> Response:
    answer = RedirectResponse(to, 303)
    secure = request.url.scheme == "https"
    answer.headers.append("set-cookie", cookie(SESSION_COOKIE, session, secure=secure, days=_DAYS))
    return answer


async def join(request: Request) -> Response:
    """The page of an invitation, on which a password is chosen."""
    form = await believed_form(request) if request.method == "POST" else FormData()
    return await run_in_threadpool(_joined, request, form)


def _joined(request: Request, form: FormData) -> Response:
    served: Served = request.app.state.served
    invitation = request.path_params["token"]
    now = datetime.now(UTC)
    person = served.people.invited(invitation, now)
    if person is None:
        raise UsageError("this invitation is used or out of date", remedy="ask for a new one")
    refused = None
    if request.method == "POST":
        try:
            served.people.accept(invitation, str(form.get("password", "")), now)
            return RedirectResponse(f"/sign-in?joined=&name={quote(person.name)}", 303)
        except UsageError as error:
            refused = error
    status = 400 if refused else 200
    return render(request, "join.html", status, who=_stranger(request), invited=person, refused=refused)


async def sign_out(request: Request) -> Response:
    """End the session."""
    await believed_form(request)
    served: Served = request.app.state.served
    await run_in_threadpool(served.people.sign_out, request.cookies.get(SESSION_COOKIE, ""))
    answer = RedirectResponse("/sign-in", 303)
    answer.headers.append("set-cookie", cookie(SESSION_COOKIE, "", secure=request.url.scheme == "https", days=0))
    return answer


ROUTES = [
    Route("/sign-in", sign_in, methods=["GET", "POST"]),
    Route("/sign-out", sign_out, methods=["POST"]),
    Route("/join/{token}", join, methods=["GET", "POST"]),
]
