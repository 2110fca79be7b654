"""WordPress exports (WXR 1.0 to 1.2): the posts and pages of a site, their excerpts, pictures and comments.

A WXR file is RSS 2.0 with elements of its own. Only the few elements that hold text are read, each as the HTML or text
that it is, in its CDATA section or with its escapes; whatever machines read (identifiers, addresses, slugs, dates,
names of people, settings in PHP's serialisation) is no unit, and keeps every byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from translate_flow.documents import html
from translate_flow.documents.embedded import embed, encode, units_in
from translate_flow.documents.html import localizing
from translate_flow.documents.model import Fault, Format, Localization, Options, SourceUnit
from translate_flow.documents.notations import notation_named
from translate_flow.documents.wxr.elements import Leaf, UnreadableError, groups

_CHANNEL, _ITEM = ("rss", "channel"), ("rss", "channel", "item")
_GROUPS = frozenset({"item", "wp:category", "wp:tag", "wp:term"})
_SITE = ("title", "description")
_MACHINE_POSTS = frozenset(
    {"custom_css", "customize_changeset", "oembed_cache", "user_request", "wp_global_styles", "wp_font_family"}
    | {"wp_font_face", "revision", "acf-field", "acf-field-group", "jp_img_sitemap", "jp_sitemap", "jp_sitemap_master"}
)
"""Types of posts whose contents are a program's."""
_TERM_NAMES = frozenset({"wp:cat_name", "wp:tag_name", "wp:term_name"})
_TERM_DESCRIPTIONS = frozenset({"wp:category_description", "wp:tag_description", "wp:term_description"})
_MACHINE_TERMS = frozenset({"nav_menu", "post_format", "wp_theme", "wp_template_part_area", "link_category"})
"""Taxonomies that sort what nobody reads."""
_ALT = "_wp_attachment_image_alt"
_FILE_NAME = re.compile(r"[\w.%+-]*[\d_.-][\w.%+-]*")
"""A picture's title or alternative text that is just its file's name."""
_DECLARED = re.compile(rb"""<\?xml[^>]*?\bencoding\s*=\s*["']([\w.:-]+)""")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*")

_Post = dict[str, Leaf]
"""Names of an item's own elements, each to the first of that name."""


def parse(text: str, options: Options) -> list[SourceUnit]:
    """The units of all posts of the export, and of the site's name and description; none where it cannot be read."""
    units: list[SourceUnit] = []
    for leaves in _read(text):
        if leaves[0].path[:3] == _ITEM:
            units += _post_units(text, leaves, options)
        elif leaves[0].path[:2] == _CHANNEL and leaves[0].path[-1] in _SITE and len(leaves[0].path) == 3:
            units += _html(text, leaves[0], "metadata", options)
        elif options.terms and leaves[0].path[:2] == _CHANNEL:
            units += _term_units(text, leaves, options)
    return units


@lru_cache(maxsize=1)
def _read(text: str) -> list[list[Leaf]]:
    try:
        return [leaves for leaves in groups(text, _GROUPS) if leaves]
    except UnreadableError:
        return []


def fault(text: str) -> Fault | None:
    """What makes the file unreadable: no well-formed XML, or no export."""
    try:
        found = next(groups(text, _GROUPS), None)
    except UnreadableError as error:
        return error.fault
    if found is None or found[0].path[:2] != _CHANNEL:
        return Fault(1, "this XML is no WordPress export", "export from WordPress under Tools, or move it elsewhere")
    return None


def _post_units(text: str, leaves: Sequence[Leaf], options: Options) -> Iterator[SourceUnit]:
    own: _Post = {}
    for leaf in leaves:
        if len(leaf.path) == len(_ITEM) + 1:
            own.setdefault(leaf.path[-1], leaf)
    kind = _value(text, own.get("wp:post_type"))
    if kind in _MACHINE_POSTS:
        return
    key = ""
    for leaf in leaves:
        name, depth = leaf.path[-1], len(leaf.path) - len(_ITEM)
        if depth == 1 and own.get(name) is leaf:
            yield from _own_units(text, leaf, kind, options)
        elif name == "wp:meta_key":
            key = _value(text, leaf)
        elif name == "wp:meta_value" and key == _ALT and not _FILE_NAME.fullmatch(_value(text, leaf)):
            yield from units_in(text, leaf.start, leaf.end, leaf.notation, "text", options, "image-alt")
        elif name == "wp:comment_content":
            yield from (unit._replace(role="comment") for unit in _html(text, leaf, "comment", options))
        if depth == 1 and name == "category" and options.terms and _is_term(leaf.attributes.get("domain", "")):
            yield from _html(text, leaf, "tags", options)


def _own_units(text: str, leaf: Leaf, kind: str, options: Options) -> list[SourceUnit]:
    """The units of a post's title, excerpt or content; ``kind`` is its type."""
    picture = kind == "attachment"
    match leaf.path[-1]:
        case "title" if kind in ("attachment", "nav_menu_item"):
            named = picture and _FILE_NAME.fullmatch(_value(text, leaf))
            return [] if named else _html(text, leaf, "link-title", options)
        case "title":
            return _html(text, leaf, "headline", options)
        case "excerpt:encoded":
            return _html(text, leaf, "caption" if picture else "subheadline", options)
        case "content:encoded":
            return _html(text, leaf, "caption" if picture else "", options)
        case _:
            return []


def _term_units(text: str, leaves: Sequence[Leaf], options: Options) -> Iterator[SourceUnit]:
    """The units of a category's or tag's name and description."""
    taxonomy = next((_value(text, leaf) for leaf in leaves if leaf.path[-1] == "wp:term_taxonomy"), "category")
    for leaf in leaves:
        if leaf.path[-1] in _TERM_NAMES and _is_term(taxonomy):
            yield from _html(text, leaf, "tags", options)
        elif leaf.path[-1] in _TERM_DESCRIPTIONS and _is_term(taxonomy):
            yield from _html(text, leaf, "metadata", options)


def _is_term(taxonomy: str) -> bool:
    return bool(taxonomy) and taxonomy not in _MACHINE_TERMS


def _html(text: str, leaf: Leaf, role: str, options: Options) -> list[SourceUnit]:
    return units_in(text, leaf.start, leaf.end, leaf.notation, "html", options, role) if leaf.start >= 0 else []


def _value(text: str, leaf: Leaf | None) -> str:
    """What an element says to a machine."""
    if leaf is None or leaf.start < 0:
        return ""
    return embed(text, leaf.start, leaf.end, notation_named(leaf.notation)).text.strip()


def localize(text: str, units: list[SourceUnit], wanted: Localization) -> str:  # noqa: ARG001 - a format's signature
    """The export with its language, and the credit line at the end of each post and page."""
    out: list[str] = []
    position = 0
    for leaf, written in _localized(text, wanted):
        out += text[position : leaf.start], written
        position = leaf.end
    return "".join(out) + text[position:]


def _localized(text: str, wanted: Localization) -> Iterator[tuple[Leaf, str]]:
    for leaves in _read(text):
        if leaves[0].path == (*_CHANNEL, "language") and _LANGUAGE.fullmatch(_value(text, leaves[0])):
            yield leaves[0], wanted.language
            continue
        kind = next((_value(text, leaf) for leaf in leaves if leaf.path == (*_ITEM, "wp:post_type")), "")
        for leaf in leaves:
            if leaf.path == (*_ITEM, "content:encoded") and leaf.start >= 0 and kind in ("post", "page"):
                yield leaf, _credited(text, leaf, wanted)


def _credited(text: str, leaf: Leaf, wanted: Localization) -> str:
    """A post's content with the credit line; what was there keeps its notation."""
    notation = notation_named(leaf.notation)
    inner = embed(text, leaf.start, leaf.end, notation)
    units = html.units_in(inner.text, 0, len(inner.text), Options())
    done = localizing.localize(inner.text, units, 0, wanted)
    same, rest = _common(inner.text, done)
    kept, resumed = inner.starts[same], inner.starts[len(inner.text) - rest]
    return text[leaf.start : kept] + notation.write(done[same : len(done) - rest]) + text[resumed : leaf.end]


def _common(old: str, new: str) -> tuple[int, int]:
    """How many characters two texts have in common at their start, and how many more at their end."""
    shorter = min(len(old), len(new))
    start = next((index for index in range(shorter) if old[index] != new[index]), shorter)
    left = shorter - start
    return start, next((index for index in range(left) if old[-1 - index] != new[-1 - index]), left)


def charset(head: bytes) -> str | None:
    """The encoding of the XML declaration."""
    declared = _DECLARED.search(head)
    return declared[1].decode("ascii") if declared else None


FORMAT = Format(
    name="wxr",
    suffixes=(".wxr", ".xml"),
    parse=parse,
    encode=encode,
    localize=localize,
    charset=charset,
    fault=fault,
)
