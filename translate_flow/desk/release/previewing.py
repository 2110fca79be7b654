"""The article as readers will see it, as a page in which each segment can be found again.

Marks stand in the merged text where segments begin, so that they go through the format's own writing, and become
empty elements of the page: ``<span data-segment="paragraph-3f9a1c:2"></span>``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html import escape, unescape
from typing import Literal

from translate_flow import languages
from translate_flow.bitext import TAG, Bitext, State, Unit
from translate_flow.desk import article, bitexts
from translate_flow.desk.article import Article
from translate_flow.desk.crediting import localization
from translate_flow.desk.desk import Desk
from translate_flow.desk.merging import merge
from translate_flow.documents.coded import fault
from translate_flow.documents.model import SourceUnit
from translate_flow.errors import InputError

Side = Literal["source", "target"]
Shown = Callable[[str], str]
"""From the address that an article has for a picture to the one where the page has it; empty for none."""
_BRACKETS = ("⸨⸩", "⦗⦘", "⟬⟭", "⦃⦄", "⧼⧽")
"""Pairs for marks. They count as punctuation, so that Markdown reads what follows them as at the start of a line."""
_NOT_SHOWN = frozenset({"metadata", "image-alt", "link-title", "tags", "code"})
_ELEMENTS = {
    "headline": "h1", "subheadline": "h2", "heading": "h2", "quote": "blockquote", "pull-quote": "blockquote",
    "caption": "figcaption", "byline": "address", "kicker": "small", "date": "small", "credit": "address",
}  # fmt: skip
_STYLE = """
:root { color-scheme: light dark; }
body { font: 1.1rem/1.6 Georgia, "Times New Roman", serif; max-width: 42rem; margin: 2rem auto; padding: 0 1.25rem; }
h1 { line-height: 1.15; text-wrap: balance; }
h1 + h2 { font-weight: normal; font-style: italic; margin-top: -.5rem; }
blockquote { border-inline-start: .25rem solid; margin-inline: 0; padding-inline-start: 1rem; }
figcaption, address, small { display: block; font-size: .9rem; font-style: normal; opacity: .8; margin-block: .8rem; }
img { max-width: 100%; }
"""
_FETCHED = re.compile(
    r"<(?:img|source|video|audio|track|iframe|frame|embed|object|script|link|input|form)\b[^<>]*>", re.IGNORECASE
)
"""Elements that fetch, or whose names would hide what the page itself has (HTML Standard, section 3.1.6)."""
_SOURCE = re.compile(r"""\ssrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_ADDRESS = re.compile(r"""(\s|["'])(src|srcset|href|data|poster|name)(?=\s*=)""", re.IGNORECASE)
_UNTOUCHED = re.compile(r"(?is)<(title|script|style|textarea)\b.*?</\1\s*>|<!--.*?-->|<[^<>]*>")
_MARKED = "<style>::highlight(segment){background:#ffe27a;color:#000}[data-segment]{scroll-margin:30vh}</style>"


def element(role: str) -> str:
    """The HTML element that a block of this role is shown as."""
    return _ELEMENTS.get(role, "p")


def page(desk: Desk, document: str, target: str, side: Side = "target", shown: Shown = lambda _: "") -> str:
    """A document of the desk as an HTML page, in the target language or in its own.

    All that is typed is shown, finished or not; what is not translated stands in the source language. ``shown`` says
    where a picture is to be fetched from; nothing else is fetched. Raises
    :class:`InputError` where there is no bitext, or it doesn't fit its source.
    """
    path = desk.bitext(document, target)
    bitext = bitexts.segmented(path)
    read = article.read_document(desk, document)
    brackets = _brackets(read.text, bitext)
    names: list[str] = []
    units = tuple(_marked(unit, side, brackets, names) for unit in bitext.units)
    marked = replace(bitext, units=units)
    how = None
    if side == "target":
        how = localization(bitext, desk.settings, document, desk.published(document, target), desk.sources)
    text, _ = merge(read, marked, str(path), State.TRANSLATED, how)
    language = target if side == "target" else bitext.source_language
    body = _PAGES.get(read.form.name, _plain)(text, read, language)
    return _with_places(_harmless(body, shown), brackets, names)


def _brackets(text: str, bitext: Bitext) -> str:
    """A pair that neither the source nor what was typed has."""
    taken = set(text).union(*(segment.target for unit in bitext.units for segment in unit.segments))
    free = (pair for pair in _BRACKETS if not taken & set(pair))
    found = next(free, None)
    if found is None:
        raise InputError("it has too many odd brackets to be shown", where=bitext.document, remedy="write others")
    return found


def _marked(unit: Unit, side: Side, brackets: str, names: list[str]) -> Unit:
    """The unit with a mark before each segment's text; ``names`` gets the ids that marks count through."""
    shown = unit.role not in _NOT_SHOWN
    ids = {code.id for code in unit.codes}
    segments = []
    for name, segment in zip(unit.segment_ids(), unit.segments, strict=True):
        usable = side == "target" and segment.target.strip() and fault(segment.source, segment.target, ids) is None
        text = segment.target if usable else segment.source
        if shown:
            text = f"{brackets[0]}{len(names)}{brackets[1]}{text}"
            names.append(name)
        segments.append(replace(segment, target=text, state=State.TRANSLATED, sub_state=""))
    return replace(unit, segments=tuple(segments))


def _harmless(page: str, shown: Shown) -> str:
    """The page, in which what it would fetch is not named as such any more, but for the desk's own pictures."""

    def tamed(found: re.Match[str]) -> str:
        tag = _ADDRESS.sub(r"\1data-\2", found[0])
        source = _SOURCE.search(found[0]) if tag[:4].lower() == "<img" else None
        address = shown(unescape(source[1] or source[2] or source[3] or "")) if source else ""
        return f'{tag[:4]} src="{escape(address)}"{tag[4:]}' if address else tag

    return _FETCHED.sub(tamed, page)


def _with_places(page: str, brackets: str, names: list[str]) -> str:
    """The page with empty elements where marks stood in its text."""
    mark = re.compile(f"{re.escape(brackets[0])}(\\d+){re.escape(brackets[1])}")
    page = _UNTOUCHED.sub(lambda found: mark.sub("", found[0]), page)
    page = mark.sub(lambda found: f'<span data-segment="{escape(names[int(found[1])])}"></span>', page)
    at = page.lower().find("</head>")
    return page[:at] + _MARKED + page[at:] if at >= 0 else _MARKED + page


def _html(text: str, _read: Article, _language: str) -> str:
    return text


def _markdown(text: str, read: Article, language: str) -> str:
    """Rendered as CommonMark with the usual extensions; the front matter's headlines stand above."""
    from pyromark import Options, html

    from translate_flow.documents import front_matter

    start, _ = front_matter.units_in(text, read.options)
    units = read.form.parse(text, read.options)
    heads = [unit for unit in units if unit.start < start and unit.role in ("headline", "subheadline")]
    options = (
        Options.ENABLE_TABLES | Options.ENABLE_FOOTNOTES | Options.ENABLE_STRIKETHROUGH | Options.ENABLE_TASKLISTS
        | Options.ENABLE_DEFINITION_LIST
    )  # fmt: skip
    return _framed("".join(_block(unit) for unit in heads) + html(text[start:], options=options), language)


def _plain(text: str, read: Article, language: str) -> str:
    units = read.form.parse(text, read.options)
    return _framed("".join(_block(unit) for unit in units if not unit.twin), language)


def _block(unit: SourceUnit) -> str:
    name = element(unit.role)
    ids = {code.id for code in unit.codes}
    shown = TAG.sub(lambda tag: "" if tag[2] in ids else tag[0], unit.text)
    return f"<{name}>{escape(shown)}</{name}>\n"


def _framed(body: str, language: str) -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}" dir="{languages.direction(language)}">\n'
        f'<head><meta charset="utf-8"><title></title><style>{_STYLE}</style></head>\n<body>\n{body}</body>\n</html>\n'
    )


_PAGES: dict[str, Callable[[str, Article, str], str]] = {"html": _html, "markdown": _markdown}
"""How a merged document becomes a page, by its format; any other is shown block by block."""
