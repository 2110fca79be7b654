"""HTML of an article as Markdown that every site generator reads alike.

That is CommonMark with pipe tables. What Liquid, Hugo's shortcodes or MDX would take for theirs is escaped.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from translate_flow.publishing.tree import BLOCKS, parse, rows_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SPECIAL = re.compile(r"[\\`*_\[\]<>{}|~$]|%(?=\})|(?<=\{)%|&(?=#?\w+;)|!(?=\[)")
_BLOCK_START = re.compile(r"[#+=-](?=[\s#=-]|$)|(?<=[0-9])[.)](?=\s|$)|:(?=::|\s)|!(?=!!)|\?(?=\?\?)")
"""What starts another block, at a line's start or behind a number there."""
_NO_ESCAPES = frozenset("%~?&")
"""Marks before which not every dialect takes a backslash: kramdown escapes fewer than CommonMark."""
_SPACES = re.compile(r"[ \t\r\n\f]+")
_EMPHASIS = {"em": "*", "i": "*", "cite": "*", "dfn": "*", "strong": "**", "b": "**"}
_CODE = frozenset({"code", "kbd", "samp", "tt"})
_MEDIA = frozenset({"iframe", "video", "audio"})
_SILENT = frozenset({"svg", "math", "script", "style"})


def markdown(html: str) -> str:
    """The body as Markdown, blocks apart by a blank line, with a line end."""
    return "\n\n".join(_blocks(parse(html))) + "\n"


def escaped(text: str) -> str:
    """Plain text as Markdown that reads the same, for one line."""
    return _line(_text(text))


def _blocks(element: HtmlElement) -> Iterator[str]:
    """The blocks inside; loose words between them are paragraphs."""
    loose: list[str] = [_text(element.text, next(iter(element), None))]

    def settled() -> Iterator[str]:
        if words := _line("".join(loose)):
            yield words
        loose.clear()

    for child in element:
        if child.tag in BLOCKS or child.tag in _MEDIA:
            yield from settled()
            yield from _WRITERS.get(child.tag, _blocks)(child)
        else:
            loose.append(_inline(child))
        loose.append(_text(child.tail, child.getnext()))
    yield from settled()


def _line(inline: str) -> str:
    """Inline Markdown as a paragraph: what would start another block at a line's start is escaped."""
    return "\n".join(_guarded(line.strip()) for line in inline.strip().split("\n"))


def _guarded(line: str) -> str:
    at = len(line) - len(line.lstrip("0123456789"))
    start = _BLOCK_START.match(line, at)
    return line if start is None else line[:at] + _literal(start[0]) + line[start.end() :]


def _text(text: str | None, following: HtmlElement | None = None) -> str:
    written = _SPECIAL.sub(lambda found: _literal(found[0]), _SPACES.sub(" ", text or ""))
    linked = written.endswith("!") and following is not None and following.tag == "a"
    return f"{written[:-1]}\\!" if linked else written  # it would make the link a picture


def _literal(mark: str) -> str:
    """The mark as what it is, in every dialect."""
    return f"&#{ord(mark)};" if mark in _NO_ESCAPES else f"\\{mark}"


def _inside(element: HtmlElement) -> str:
    first = next(iter(element), None)
    return _text(element.text, first) + "".join(_inline(c) + _text(c.tail, c.getnext()) for c in element)


def _inline(element: HtmlElement) -> str:
    name = element.tag
    if not isinstance(name, str) or name in _SILENT:
        return ""
    if name == "br":
        return "\\\n"
    if name == "img":
        return f"![{_text(element.get('alt'))}]({_destination(element.get('src', ''))}{_title(element)})"
    if name in _CODE:
        return _code(element.text_content())
    return _phrase(element, _inside(element))


def _phrase(element: HtmlElement, inside: str) -> str:
    """An element around words: link, quotation, emphasis; of all others, the words."""
    if element.tag == "q":
        return f"“{inside}”"
    if not inside.strip():
        return inside
    if element.tag == "a" and element.get("href"):
        return _around(inside, lambda words: f"[{words}]({_destination(element.get('href', ''))}{_title(element)})")
    if element.tag in _EMPHASIS:
        return _around(inside, lambda words: _emphasis(element, words))
    return inside


def _around(inside: str, write: Callable[[str], str]) -> str:
    """Markup around the words, not around the spaces at their ends."""
    words = inside.strip()
    at = inside.index(words)
    return inside[:at] + write(words) + inside[at + len(words) :]


def _emphasis(element: HtmlElement, words: str) -> str:
    """Stars, or the element where stars would be none because of what stands beside them (CommonMark 0.31, 6.2)."""
    before = element.getprevious().tail if element.getprevious() is not None else element.getparent().text
    opens = _is_plain((before or " ")[-1:]) and _is_mark(words[0])
    closes = _is_plain((element.tail or " ")[:1]) and _is_mark(words[-1])
    star = _EMPHASIS[element.tag]
    return f"<{element.tag}>{words}</{element.tag}>" if opens or closes else f"{star}{words}{star}"


def _is_plain(character: str) -> bool:
    return bool(character) and not character.isspace() and not _is_mark(character)


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _code(text: str) -> str:
    line = _SPACES.sub(" ", text)
    ticks = "`" * (max(map(len, re.findall("`+", line)), default=0) + 1)
    space = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{ticks}{space}{line}{space}{ticks}"


def _destination(address: str) -> str:
    spelled = re.sub(r"[\s<>{}()\\]", lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), address)
    return spelled or "#"


def _title(element: HtmlElement) -> str:
    title = _text(element.get("title")).replace('"', '\\"')
    return f' "{title}"' if title else ""


# ---- blocks -----------------------------------------------------------------------------------------------------


def _heading(element: HtmlElement) -> Iterator[str]:
    words = _line(_inside(element)).replace("\\\n", " ").replace("\n", " ")
    if words:
        yield f"{'#' * int(element.tag[1])} {words}"


def _quote(element: HtmlElement) -> Iterator[str]:
    inside = "\n\n".join(_blocks(element))
    if inside:
        yield "\n".join(f"> {line}".rstrip() for line in inside.split("\n"))


def _list(element: HtmlElement) -> Iterator[str]:
    number = int(start) if (start := element.get("start", "1")).isdecimal() else 1
    items: list[str] = []
    for item in element.iterchildren("li"):
        mark = "- " if element.tag == "ul" else f"{number + len(items)}. "
        inside = "\n\n".join(_blocks(item)).split("\n")
        items.append("\n".join([mark + inside[0], *(f"{' ' * len(mark)}{line}".rstrip() for line in inside[1:])]))
    loose = any("\n\n" in item for item in items)
    if items:
        yield ("\n\n" if loose else "\n").join(items)


def _preformatted(element: HtmlElement) -> Iterator[str]:
    text = element.text_content().strip("\n")
    fence = "`" * max(3, max(map(len, re.findall("`+", text)), default=0) + 1)
    yield f"{fence}\n{text}\n{fence}"


def _table(element: HtmlElement) -> Iterator[str]:
    rows = [[_cell(cell) for cell in row.iterchildren("td", "th")] for row in rows_of(element)]
    width = max(map(len, rows), default=0)
    if not width:  # it is broken
        yield from _blocks(element)
        return
    lines = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in rows]
    yield "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])
    for caption in element.iterchildren("caption"):
        yield from _blocks(caption)


def _cell(element: HtmlElement) -> str:
    if next(element.iterdescendants("table", "pre"), None) is not None:  # what no cell can hold
        return _text(element.text_content()).strip()
    return " ".join(" ".join(_blocks(element)).replace("\\\n", " ").split())


def _caption(element: HtmlElement) -> Iterator[str]:
    words = " ".join(_blocks(element))
    if words:
        yield words if "*" in words else f"*{words}*"


def _media(element: HtmlElement) -> Iterator[str]:
    sources = [element.get("src", ""), *(source.get("src", "") for source in element.iter("source"))]
    address = next(filter(None, sources), "")
    if address:
        yield f"[{_text(element.get('title')) or _text(address)}]({_destination(address)})"


_WRITERS: dict[str, Callable[[HtmlElement], Iterator[str]]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading),
    **dict.fromkeys(_MEDIA, _media),
    "blockquote": _quote,
    "ul": _list,
    "ol": _list,
    "pre": _preformatted,
    "table": _table,
    "figcaption": _caption,
    "hr": lambda _element: iter(["---"]),
}
"""Elements that are written in a way of their own; of all others, what is inside."""
