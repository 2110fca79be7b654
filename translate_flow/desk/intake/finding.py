"""An article's best source on the web: the site's WordPress, its feed, else the page itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from translate_flow.documents import html
from translate_flow.documents.encoding import decode
from translate_flow.documents.model import Options
from translate_flow.errors import InputError, TranslateFlowError
from translate_flow.fetching import feed, wordpress
from translate_flow.fetching.client import Answer, Failed
from translate_flow.fetching.links import FEEDS, Link, links
from translate_flow.fetching.model import Found, Get
from translate_flow.publishing import tree
from translate_flow.publishing.facts import Facts
from translate_flow.publishing.reading import Read, read

PAGES = frozenset({"text/html", "application/xhtml+xml"})
_HEAD = frozenset({"headline", "kicker", "subheadline", "byline", "date"})
"""Roles that are written above the body, so they leave it."""
_LITTLE = 300
"""Characters of a body below which a page is not understood."""
_MOST = 0.8
"""Share of the page's text that a feed must have to be the whole article."""


@dataclass
class Finder:
    """Finds articles; remembers feeds, so that many articles of a site cost one request."""

    get: Get
    _feeds: dict[str, list[Found]] = field(default_factory=dict)

    def ask(self, address: str) -> Answer:
        """What the address has. Raises :class:`InputError` for anything but a success."""
        try:
            answer = self.get(address)
        except Failed as failed:
            raise InputError(str(failed), where=address, remedy=_remedy(str(failed))) from None
        if answer.status == 200:
            return answer
        known = {404: "there is nothing at this address", 410: "it was taken away", 429: "it is asked too often"}
        what = known.get(answer.status, "it fails" if answer.status >= 500 else "it is refused")
        raise InputError(f"{what} (HTTP {answer.status})", where=address, remedy="open it in a browser")

    def article(self, answer: Answer) -> Found:
        """The article of a page. Raises :class:`InputError` where there is none."""
        if answer.kind not in PAGES:
            kind = answer.kind or "a file that does not say what it is"
            raise InputError(
                f"this is {kind}, no article", where=answer.url, remedy="give the address of a page or feed"
            )
        page = decoded(answer)
        told = _read(page)
        known = links(answer, page)
        mine = _of_page(answer, told)
        better = wordpress.find(answer.url, known, self.get) or self._in_feeds(answer.url, known, mine)
        return _both(better, mine, told.facts) if better else _rescued(mine, page, told.facts)

    def _in_feeds(self, address: str, known: Sequence[Link], mine: Found) -> Found | None:
        """The article in one of the page's feeds, if it is there as a whole."""
        for link in known:
            if link.kind not in FEEDS or "alternate" not in link.rel.split() or "comments" in link.address:
                continue
            for entry in self._entries(link.address):
                whole = feed.is_whole(entry) and _length(entry.body) >= _MOST * _length(mine.body)
                if whole and wordpress.same(entry.address, address):
                    return entry
        return None

    def _entries(self, address: str) -> list[Found]:
        if address not in self._feeds:
            try:
                self._feeds[address] = feed.entries(self.ask(address).body, address)
            except TranslateFlowError:  # a feed that fails is one source less
                self._feeds[address] = []
        return self._feeds[address]


def _remedy(reason: str) -> str:
    return "give --allow-private, if you trust it" if "private address" in reason else "check the address"


def decoded(answer: Answer) -> str:
    """A page's text: in the encoding that the answer says, else the page, else UTF-8."""
    _, _, charset = answer.headers.get("Content-Type", "").lower().partition("charset=")
    try:
        return decode(answer.body, answer.url, html.FORMAT, charset.strip("\"' ;")).text
    except TranslateFlowError:  # pages lie about their encoding, and break it
        return answer.body.decode("utf-8", "replace")


def _read(page: str) -> Read:
    units = html.FORMAT.parse(page, Options())
    # A credit may be that of the original's translators: what stands in the body stays there.
    kept = [unit if unit.role != "credit" else unit._replace(role="paragraph") for unit in units]
    return read(page, kept, "html")


def _of_page(answer: Answer, told: Read) -> Found:
    facts = told.facts
    return Found(
        address=facts.original if facts.original.startswith("http") else answer.url,
        body=told.body,
        source="page",
        title=told.headline,
        kicker=told.kicker,
        dek=told.dek if told.dek != facts.description else "",
        byline=told.byline,
        date=facts.date,
        authors=facts.authors,
        language=facts.language,
        tags=facts.tags,
        image=facts.image,
        license=facts.license_address or facts.license,
    )


def _both(better: Found, mine: Found, facts: Facts) -> Found:
    """The better source's article with what only the page knows; what stands in its body stays there alone."""
    body = tree.cleaned(better.body, {})
    said = " ".join(tree.parse(f"<div>{body}</div>").text_content().split())
    filled = Found._make(one or other for one, other in zip(better, mine, strict=True))
    return filled._replace(
        body=body,
        byline="" if mine.byline in said else mine.byline,
        dek="" if mine.dek in said else mine.dek,
        license=facts.license_address or facts.license,
    )


def _rescued(mine: Found, page: str, facts: Facts) -> Found:
    """The page's article; where it is not understood, as trafilatura reads it, if that is installed."""
    if _length(mine.body) >= _LITTLE and mine.title:
        return mine
    body = _extracted(page)
    if _length(body) > _length(mine.body):
        return mine._replace(body=tree.cleaned(body, {}), source="trafilatura", title=mine.title or facts.title)
    if not mine.title or not _length(mine.body):
        remedy = "save it as a file in sources/, or pip install 'translate-flow[extract]', which tries harder"
        raise InputError("no article is found on this page", where=mine.address, remedy=remedy)
    return mine


def _extracted(page: str) -> str:
    """The body as trafilatura finds it; empty where it finds none, or is not installed."""
    try:
        from trafilatura import extract
    except ImportError:  # an extra
        return ""
    return extract(page, output_format="html", include_links=True, include_images=True) or ""


def _length(body: str) -> int:
    return len(" ".join(tree.parse(f"<div>{body}</div>").text_content().split()))
