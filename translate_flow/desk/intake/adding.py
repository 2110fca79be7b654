"""``add``: articles from the web, from feeds and from files, as documents of the desk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from translate_flow import languages
from translate_flow.desk import files
from translate_flow.desk.article import form_for
from translate_flow.desk.desk import Desk
from translate_flow.desk.intake.finding import Finder, decoded
from translate_flow.desk.release.composing import slug_of
from translate_flow.documents import format_of
from translate_flow.documents.yaml_text import yaml_scalar
from translate_flow.errors import InputError, UsageError
from translate_flow.fetching import feed
from translate_flow.fetching.client import Answer
from translate_flow.fetching.model import Found
from translate_flow.publishing import tree
from translate_flow.publishing.facts import iso_date

_TEXTS = {"text/markdown": ".md", "text/plain": ".txt"}


@dataclass(frozen=True, slots=True)
class Added:
    """A document that was brought in."""

    document: str
    """Its path below ``sources/``."""
    state: str
    """``new``, ``changed`` or ``unchanged``."""
    source: str
    """Where it was found best: ``wordpress``, ``feed``, ``page``, ``trafilatura`` or ``file``."""
    address: str
    """Where it comes from."""
    languages: tuple[str, ...] = ()
    """What the desk translates it into."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Into:
    """How to bring documents in."""

    folder: str = ""
    """Below ``sources/``; chosen by language unless it is said."""
    update: bool = False
    """Replace a document that is there and differs."""


Item = Found | Answer | Path
"""An article whose text is known, a page that was fetched, or a file."""


def expand(what: str, finder: Finder, last: int) -> Iterator[Item | str]:
    """What stands at an address or path: one article, or the ``last`` ones of a feed, some by their address alone.

    Raises :class:`InputError` where there is nothing that can be read.
    """
    if what.startswith(("http://", "https://")):
        answer = finder.ask(what)
        if answer.kind in feed.KINDS or (answer.kind not in _TEXTS and feed.is_feed(answer.body)):
            yield from _of_feed(answer.body, answer.url, last)
        else:
            yield answer
        return
    if "://" in what:
        raise InputError("only http and https addresses are fetched", where=what, remedy="give one, or a file")
    path = Path(what)
    data = files.read(path, "document")
    if feed.is_feed(data) and format_of(path) is None:
        yield from _of_feed(data, what, last)
    else:
        yield path


def _of_feed(data: bytes, where: str, last: int) -> Iterator[Item | str]:
    found = feed.entries(data, where)
    if not found:
        raise InputError("the feed has no articles", where=where, remedy="look at it in a browser")
    for entry in found[:last]:
        if feed.is_whole(entry):
            yield entry._replace(body=tree.cleaned(entry.body, {}))
        elif entry.address.startswith(("http://", "https://")):
            yield entry.address
        else:
            raise InputError(
                f"“{entry.title}” has neither text nor address", where=where, remedy="tell the site's people"
            )


def add(desk: Desk, item: Item | str, finder: Finder, into: Into) -> Added:
    """Bring in one article. Nothing that is there is overwritten unless ``into.update`` says so.

    Raises :class:`InputError` where it cannot be read, or is there already and differs.
    """
    if isinstance(item, Path):
        form_for(item)
        return _write(desk, item.name, "", files.read(item, "document"), into, "file", str(item))
    answer = finder.ask(item) if isinstance(item, str) else item
    if isinstance(answer, Answer) and answer.kind in _TEXTS:
        stem = PurePosixPath(unquote(urlsplit(answer.url).path)).stem
        name = (slug_of(stem) or "article") + _TEXTS[answer.kind]
        return _write(desk, name, "", decoded(answer).encode(), into, "file", answer.url)
    found = finder.article(answer) if isinstance(answer, Answer) else answer
    tag = _language(found.language)
    name = (slug_of(_last_part(found.address)) or slug_of(found.title) or "article") + ".html"
    return _write(desk, name, tag, document(found, tag).encode(), into, found.source, found.address)


def _language(tag: str) -> str:
    """The tag as we write it; empty for what is none."""
    try:
        return languages.language(tag) if tag else ""
    except UsageError:
        return ""


def _last_part(address: str) -> str:
    """The words of an address that name its article: not ``index.html``, not a number alone."""
    parts = [part.rpartition(".")[0] or part for part in unquote(urlsplit(address).path).split("/") if part]
    named = [part for part in parts if part != "index" and not part.isdecimal()]
    return named[-1] if named else ""


def document(found: Found, language: str) -> str:
    """The article as HTML that every reader of it understands; where it comes from stands in its front matter."""
    head: dict[str, str | tuple[str, ...]] = {
        "original": found.address,
        "date": iso_date(found.date),
        "author": found.authors,
        "tags": found.tags,
        "image": found.image,
        "license": found.license,
    }
    lines = ["---", *(f"{key}: {_value(key, value)}" for key, value in head.items() if value), "---"]
    lang = f' lang="{escape(language)}"' if language else ""
    blocks = [
        f'<p class="kicker">{escape(found.kicker)}</p>' if found.kicker else "",
        f"<h1>{escape(found.title, quote=False)}</h1>",
        f'<p class="dek">{escape(found.dek, quote=False)}</p>' if found.dek else "",
        f'<p class="byline">{escape(found.byline, quote=False)}</p>' if found.byline else "",
        tree.absolute(found.body, found.address),
    ]
    return "\n".join([*lines, f"<article{lang}>", *filter(None, blocks), "</article>", ""])


def _value(key: str, value: str | tuple[str, ...]) -> str:
    if isinstance(value, str):
        return value if key == "date" else yaml_scalar(value)
    listed = ", ".join(yaml_scalar(item, "yaml-flow") for item in value)
    return yaml_scalar(value[0]) if len(value) == 1 else f"[{listed}]"


def _write(desk: Desk, name: str, language: str, data: bytes, into: Into, source: str, address: str) -> Added:
    folder = _folder(desk, language, into)
    document = f"{folder}/{name}".removeprefix("/")
    path = desk.source(document)
    if not desk.holds(document):
        raise UsageError("this folder is not below sources/", where=into.folder, remedy="give one that is")
    present = files.read_if_there(path)
    if present is not None and present != data and not into.update:
        remedy = "give --update to replace it; “segment” then keeps all work on what stayed"
        raise InputError("it is there already, and differs", where=str(path), remedy=remedy)
    state = "new" if present is None else "unchanged" if present == data else "changed"
    files.write(path, data)
    targets = desk.settings.languages_of(document)[1]
    return Added(document, state, source, address, targets)


def _folder(desk: Desk, language: str, into: Into) -> str:
    """Where documents of this language stand: in its folder, if there is one or it is not the desk's own language."""
    if into.folder:
        return into.folder.strip("/")
    if not language:
        return ""
    named = {table.path.rstrip("/") for table in desk.settings.documents}
    for candidate in (language, languages.primary(language)):
        if candidate in named or candidate in files.folders(desk.sources):
            return candidate
    own = languages.primary(desk.settings.source_language) == languages.primary(language)
    return "" if own else languages.primary(language)
