"""What site generators add to Markdown, hidden from its parser: shortcodes, attribute lists, admonitions, formulas.

A text is masked by one of the same length, so that every position holds: templates become commas, which mean nothing to
Markdown, and lines that open or close a block of their own (``{{% note %}}``, ``:::tip Title``, ``!!! note "Title"``,
``=== "Tab"``, ``> [!NOTE]``) become headings, which end a paragraph as those lines do and keep their titles.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_NAMED = r"[A-Za-z_$][\w$.]*(?:\([^(){}`\n]*\))?\}"
_TEMPLATE = re.compile(
    r"""\{(?<!\\\{)(?:
      (?P<shortcode>\{[<%](?:(?!\{\{)[^`])*?[>%]\}\}|%(?:(?!\{%)[^`])*?%\})      # Hugo; Liquid, Jinja
    | (?P<ph>\{(?![<%{])(?:(?!\{\{)[^`])*?\}\})                                # a value of a template
    | (?P<attr>/\*(?:(?!/\*)[^`])*?\*/\}                                       # comment of MDX
        |\s?(?:[:#.](?=[\s\w.#-])|[\w-]+=)[^{}`\n]*\})                         # attribute lists
    | (?P<value>"""
    + _NAMED
    + r"""))""",  # a value of MDX
    re.VERBOSE,
)
VALUE = re.compile(r"\{" + _NAMED)
"""``{name}``, ``{some.name}``, ``{call(name)}``."""
MATH = re.compile(
    r"""(?<![\\$\w])(?:
      \$\$(?!\$)(?:(?!\n[ \t>]*\r?\n)[^$`]){1,4000}\$\$                            # a formula that stands alone
    | \$(?=[^\s$])(?=[^$`\n]{0,300}?(?:\\[A-Za-z]|[\^_={}]))                     # one in a line, which is no price
        [^$`\n]{1,300}(?<=[^\s\\])\$(?![\w$])
    )""",
    re.VERBOSE,
)
"""Formulas between dollars."""
_MODULE = re.compile(
    r"""(?:\A|(?<=\n\n)|(?<=\n\r\n))(?:
      import[ ]++(?:[\w*${}\s,]{1,500}?[ ]from[ ]*+)?(["'])[^"'\r\n]++\1;?[ \t]*+(?=[\r\n]|\Z)
    | export[ ]+(?:const|let|var|function|class|async|default)\b[^\r\n]*[={(][^\r\n]*
    )(?:\r?\n(?!```|~~~|[ \t]*\r?(?:\n|\Z))[^\r\n]++)*+(?=\r?\n[ \t]*\r?(?:\n|\Z)|\r?\n?\Z)""",
    re.VERBOSE,
)
"""A block of JavaScript, as MDX has them; one that a fence ends is code anyway."""
_ABBREVIATION = re.compile(r"^\*\[([^\[\]\r\n]+)\]:(?=[ \t]*\S)", re.MULTILINE)
"""``*[HTML]: what it stands for``."""
_WIKILINK = re.compile(r"\[\[(?<!\\\[\[)([^\[\]\n]+)\]\](?![(\[:])")
_DEFINED = re.compile(r"\[([^\[\]\n]+)\]:")
_TAG = re.compile(r"\{(?:\{[<%]|%)-?\s*(/?)\s*(end)?([\w-]*)")
_QUIET = frozenset({"highlight", "comment", "mermaid"})
"""Paired shortcodes whose content is no text."""
_DIRECTIVE = re.compile(
    r"""\n([ \t>]*)(?:
      (?P<alert>\[!\w+\][+-]?)                                                  # ``[!NOTE]`` of GitHub, if quoted
    | (?P<fence>:{3,}[ \t]*(?:\{[^{}\r\n]*\}|[\w-]*)                            # ``:::tip`` or ``::: {.tip}``
        (?:\{[^{}\r\n]*\}|\[(?=[^\]\r\n]*\][ \t]*[\r\n]))?)                   # ``{#id}``, or what opens ``[Title]``
      (?P<title>[^\r\n]*?)(?P<end>\]?[ \t:]*)(?=[\r\n]|\Z)
    | (?P<snippet>-{2,}8<-{2,}[^\r\n]*)                                       # another file
    | (?:(?:!!!|\?\?\?)\+?[ ][a-z][\w-]+(?:[ ]+[a-z][\w-]*)*[ ]*|(?P<tab>===)[+!]?[ ]+(?="))
      (?:"(?P<quoted>[^"\r\n]*)"[ \t]*)?                                        # ``"Title"``
      (?=\r?\n(?:[ \t]*\r?\n)*\1(?:[ ]{4}|\t))                                 # an indented body follows
    )""",
    re.VERBOSE,
)
_LONGEST_DIRECTIVE = 1000
"""Characters of a document's first line that are looked at."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_ONLY_PREFIX = re.compile(r"[ \t>]*")


class Hole(NamedTuple):
    """Something in the text that is neither Markdown nor words."""

    start: int
    end: int
    name: str
    """Letters of its inline code: ``ph`` and ``math`` stand for words of the sentence, ``attr`` does not."""


def mask(text: str, start: int) -> tuple[str, list[Hole]]:
    """``text[start:]`` for a Markdown parser, and its holes in order, with their positions in ``text``."""
    masked = encodable(text[start:])
    holes = _templates(masked) if "{" in masked else []
    masked = _cover(masked, holes)
    if links := _wikilinks(masked) if "[[" in masked else []:
        masked = _cover(masked, links)
        holes = sorted(holes + links)
    if formulas := [Hole(*match.span(), "math") for match in MATH.finditer(masked)] if "$" in masked else []:
        masked = _cover(masked, formulas)
        holes = sorted(holes + formulas)
    if "import" in masked or "export" in masked:
        masked = _MODULE.sub(lambda match: re.sub(r"[^\r\n]", " ", match[0]), masked)
    if "*[" in masked:  # a footnote's definition is as long, and parted as it is
        masked = _ABBREVIATION.sub(lambda match: f"[^{re.sub(r'[^a-zA-Z]', 'x', match[1])}]:", masked)
    masked = _DIRECTIVE.sub(_directive, masked)
    if first := _DIRECTIVE.match("\n" + masked[:_LONGEST_DIRECTIVE]):
        masked = _directive(first)[1:] + masked[first.end() - 1 :]
    return masked, [Hole(hole.start + start, hole.end + start, hole.name) for hole in holes] if start else holes


def encodable(text: str) -> str:
    """``text``, with a question mark for what UTF-8 can't say."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub("?", text)
    return text


def _templates(text: str) -> list[Hole]:
    """All templates; a paired shortcode of code is one hole with what it encloses."""
    holes: list[Hole] = []
    opened: tuple[int, str] | None = None
    for match in _TEMPLATE.finditer(text):
        name = match.lastgroup or ""
        holes.append(Hole(match.start(), match.end(), "attr" if name == "attr" else "ph"))
        if name != "shortcode" or not (tag := _TAG.match(match[0])):
            continue
        closing, called = bool(tag[1] or tag[2]), tag[3]
        if called in _QUIET and not closing:
            opened = len(holes) - 1, called
        elif opened and closing and called == opened[1]:
            first = holes[opened[0]].start
            if "\n```" not in text[first : match.end()]:
                holes[opened[0] :] = [Hole(first, match.end(), "ph")]
            opened = None
    return holes


def _wikilinks(text: str) -> list[Hole]:
    """Links by the title of a page, which must stay; a reference in brackets looks alike, but is defined somewhere."""
    defined = set(_DEFINED.findall(text))
    return [Hole(*match.span(), "ph") for match in _WIKILINK.finditer(text) if match[1] not in defined]


def _cover(text: str, holes: list[Hole]) -> str:
    """``text`` with commas, or the opening of a heading, in place of the holes."""
    if not holes:
        return text
    out: list[str] = []
    position = 0
    for start, end, name in holes:
        out.append(text[position:start])
        block = name in ("attr", "math") or text[start : start + 2] == "{%" or text[start : start + 3] in ("{{<", "{{%")
        alone = block and _alone(text, start, end)
        out.append(_heading(text[start:end]) if alone else "," * (end - start))
        position = end
    out.append(text[position:])
    return "".join(out)


def _alone(text: str, start: int, end: int) -> bool:
    """Whether nothing else stands in the line, so that the template is a block for itself."""
    line_start = text.rfind("\n", 0, start) + 1
    line_start = max(line_start, text.rfind("\r", line_start, start) + 1)
    if _ONLY_PREFIX.fullmatch(text, line_start, start) is None:
        return False
    after = _ONLY_PREFIX.match(text, end)
    return after is None or text[after.end() : after.end() + 1] in ("", "\r", "\n")


def _heading(text: str) -> str:
    """The opening of an ATX heading, as long as ``text``."""
    return "##".ljust(len(text))


def _directive(match: re.Match[str]) -> str:
    """A line that opens or closes a block, as a heading of its title.

    An admonition's heading starts a list item, whose content is indented by four as the admonition's is; before the
    title of a tab there is room for an indentation of two, which four is too.
    """
    line, prefix = match[0], "\n" + match[1]
    if match["snippet"]:
        return prefix + _heading(match["snippet"])
    if match["alert"]:
        return prefix + _heading(match["alert"]) if ">" in prefix else line
    if match["fence"]:
        return prefix + _heading(match["fence"]) + match["title"] + " " * len(match["end"])
    opening, title = prefix + ("- ##" if match["tab"] else "-   ##"), match["quoted"] or ""
    before = match.start("quoted") - match.start() if title else len(line)
    return (opening.ljust(before) + title).ljust(len(line))
