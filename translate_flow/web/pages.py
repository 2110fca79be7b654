"""The pages: articles, one article to work on, search. All can be read without scripts."""

from __future__ import annotations

import hmac
import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, select_autoescape
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from translate_flow import __version__, languages
from translate_flow.bitext import TAG, Segment, Unit
from translate_flow.desk import files
from translate_flow.desk.intake import receiving
from translate_flow.desk.release import previewing
from translate_flow.desk.segmenting import segment_documents
from translate_flow.desk.staff.names import named
from translate_flow.errors import TranslateFlowError, UsageError
from translate_flow.web import articles as verbs
from translate_flow.web import shapes, shown, texts
from translate_flow.web.guard import cookie
from translate_flow.web.served import now, row
from translate_flow.web.visits import NAME_COOKIE, RefusedError, Right, Visit, visit

LANGUAGE_COOKIE = "tf-language"
_TEMPLATES = Path(__file__).parent / "templates"
_OUR_PAGE = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")
_SHORT = 60
"""Characters of a code's markup that its chip shows when pointed at."""


@lru_cache(maxsize=1)
def _environment() -> Environment:
    found = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=select_autoescape(default=True))
    found.globals |= {"direction": languages.direction, "language_name": languages.name, "quote": quote}
    found.globals["count_words"] = languages.count_words
    found.filters |= {"chips": _chips, "number": shown.number, "day": shown.day, "moment": shown.moment}
    return found


def render(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page in the visitor's language."""
    language = texts.chosen(request.cookies.get(LANGUAGE_COOKIE, ""), request.headers.get("accept-language", ""))
    known = texts.texts(language)

    def translated(text: str, **fields: object) -> str:
        return texts.filled(known.get(text, text), fields, language)

    page = _environment().get_template(template)
    who = values.pop("who", None) or visit(request)
    common = {
        "_": translated, "language": language, "offered": texts.offered(), "version": __version__,
        "csrf": request.state.csrf, "who": who, "Right": Right, "signed": who.served.closed(),
        "texts": Markup(_as_script(known)),  # noqa: S704 — escaped there
        "path": quote(request.scope["path"]), "desk_name": who.served.desk.settings.organization or "translate-flow",
    }  # fmt: skip
    return HTMLResponse(page.render(**common, **values), status, headers={"cache-control": "no-store"})


def _as_script(value: object) -> str:
    """JSON that can stand in a script element: no ``<`` can end it."""
    return json.dumps(value, ensure_ascii=True).replace("<", "\\u003c")


def problem(request: Request, error: TranslateFlowError, status: int) -> Response:
    """An error as a page; who is not signed in is sent to where that is done."""
    if isinstance(error, RefusedError) and error.status == 401:
        path = request.scope["path"] if request.method == "GET" else "/"
        return RedirectResponse(f"/sign-in?next={quote(quote(path), safe='/')}", 303)
    return render(request, "problem.html", status, error=error)


def _chips(text: str, unit: Unit) -> Markup:
    """A coded text with its codes as chips that say what they are."""
    codes = {code.id: code for code in unit.codes}
    out: list[str | Markup] = []
    position = 0
    for found in TAG.finditer(text):
        code = codes.get(found[2])
        if code is None:
            continue
        data = (code.close or "") if found[1] else code.data
        shown = data if len(data) <= _SHORT else data[: _SHORT - 1] + "…"
        out.append(Markup.escape(text[position : found.start()]))
        out.append(Markup('<span class="chip" title="{}">{}</span>').format(shown, found[0]))
        position = found.end()
    return Markup("").join([*out, Markup.escape(text[position:])])


async def articles(request: Request) -> Response:
    """The list of articles."""
    return await run_in_threadpool(_articles, request)


def _articles(request: Request) -> Response:
    who = visit(request)
    who.need(Right.READ)
    found = verbs.listing(who, shapes.Nothing()).documents
    pairs = sorted({(one.source_language, one.target_language) for one in found})
    return render(
        request,
        "articles.html",
        who=who,
        articles=found,
        pairs=pairs,
        folders=receiving.folders(who.served.desk),
        fetches=who.served.fetches,
    )


async def editor(request: Request) -> Response:
    """One article to work on."""
    return await run_in_threadpool(_editor, request)


def _editor(request: Request) -> Response:
    who = visit(request)
    to = request.path_params["to"]
    who.need(Right.READ, to)
    document = request.path_params["document"]
    path = who.served.place(document, to)
    if not files.there(path):
        return render(request, "unsegmented.html", who=who, document=document, to=to)
    one = who.served.open(document, to)
    units = [(unit, previewing.element(unit.role), _rows(unit)) for unit in one.bitext.units]
    return render(
        request, "edit.html", who=who, one=one, units=units, engines=who.served.engines,
        may_edit=who.may(Right.TRANSLATE, to), may_review=who.may(Right.REVIEW, to),
        may_manage=who.may(Right.MANAGE, to),
    )  # fmt: skip


def _rows(unit: Unit) -> list[tuple[shapes.Row, Segment]]:
    return [(row(name, one), one) for name, one in zip(unit.segment_ids(), unit.segments, strict=True)]


async def search(request: Request) -> Response:
    """Segments of all articles that have some words."""
    return await run_in_threadpool(_search, request)


def _search(request: Request) -> Response:
    who = visit(request)
    who.need(Right.READ)
    wanted = request.query_params.get("q", "").strip()[:200]
    hits = verbs.search(who, shapes.Question(q=wanted)).hits if wanted else ()
    return render(request, "search.html", who=who, q=wanted, hits=hits)


async def add(request: Request) -> Response:
    """A new article, pasted or uploaded; nothing is read of who may not add one."""
    who = await run_in_threadpool(visit, request)
    who.need(Right.MANAGE)
    form = await believed_form(request, files=1)
    if address := str(form.get("address", "")).strip():
        await form.close()
        return await run_in_threadpool(_fetched, who, str(form.get("folder", "")), address)
    try:
        uploaded = form.get("file")
        if isinstance(uploaded, UploadFile) and uploaded.filename:
            name, data = uploaded.filename, await uploaded.read()
        else:
            name, data = _pasted(form)
    finally:
        await form.close()
    return await run_in_threadpool(_added, who, str(form.get("folder", "")), name, data)


def _pasted(form: FormData) -> tuple[str, bytes]:
    text = str(form.get("text", "")).replace("\r\n", "\n")
    if not text.strip():
        raise UsageError("there is no text", remedy="paste an article, or choose a file")
    title = str(form.get("title", "")).strip() or text.strip().splitlines()[0]
    suffix = {"markdown": "md", "html": "html"}.get(str(form.get("format", "")), "txt")
    name = receiving.file_name(f"{title.replace('.', ' ').replace('/', ' ')[:60]}.{suffix}")
    return name, (text if text.endswith("\n") else text + "\n").encode("utf-8", "replace")


def _fetched(who: Visit, folder: str, address: str) -> Response:
    """Bring in the article at an address, where this server does so."""
    if not who.served.fetches:
        raise RefusedError("this desk takes no addresses", 403, remedy="paste the article")
    return _begun(who, receiving.fetch(who.served.desk, folder, address))


def _added(who: Visit, folder: str, name: str, data: bytes) -> Response:
    return _begun(who, receiving.receive(who.served.desk, folder, name, data))


def _begun(who: Visit, document: str) -> Response:
    targets = who.served.desk.pair(document)[1]
    segment_documents(who.served.desk, [document], now())
    return RedirectResponse(f"/edit/{targets[0]}/{quote(document)}", 303)


async def segmented(request: Request) -> Response:
    """Make a bitext that is not there yet, and open it."""
    form = await believed_form(request)
    what = shapes.OfBitext(document=str(form.get("document", "")), to=str(form.get("to", "")))

    def work() -> Response:
        who = visit(request)
        who.need(Right.MANAGE, what.to)
        verbs.segment(who, what)
        return RedirectResponse(f"/edit/{what.to}/{quote(what.document)}", 303)

    return await run_in_threadpool(work)


async def name(request: Request) -> Response:
    """The name that stands in credits, on a desk without people."""
    form = await believed_form(request)
    given = named(str(form.get("name", "")))
    answer = RedirectResponse(way_back(form), 303)
    answer.headers.append("set-cookie", cookie(NAME_COOKIE, quote(given), secure=request.url.scheme == "https"))
    return answer


async def language(request: Request) -> Response:
    """The interface's language."""
    form = await believed_form(request)
    wanted = str(form.get("language", ""))
    answer = RedirectResponse(way_back(form), 303)
    if wanted in texts.offered():
        answer.headers.append("set-cookie", cookie(LANGUAGE_COOKIE, wanted, secure=request.url.scheme == "https"))
    return answer


async def believed_form(request: Request, files: int = 0) -> FormData:
    """The form that was sent, with so many files, if it stood in a page of ours. Raises :class:`RefusedError`."""
    form = await request.form(max_files=files, max_fields=20, max_part_size=8 * 1024 * 1024)
    if not hmac.compare_digest(str(form.get("csrf", "")).encode(), str(request.state.csrf).encode()):
        await form.close()
        raise RefusedError("this form is out of date", 403, remedy="load the page anew")
    return form


def way_back(form: FormData) -> str:
    """A page of ours to go back to; anything else is the list."""
    wanted = str(form.get("next", "/"))
    return wanted if _OUR_PAGE.fullmatch(wanted) else "/"


ROUTES = [
    Route("/", articles),
    Route("/edit/{to}/{document:path}", editor),
    Route("/search", search),
    Route("/add", add, methods=["POST"]),
    Route("/segment", segmented, methods=["POST"]),
    Route("/name", name, methods=["POST"]),
    Route("/language", language, methods=["POST"]),
]
