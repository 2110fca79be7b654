"""What HTML elements are to a translator: how their content is read, and which role their place in the page gives."""

from __future__ import annotations

from functools import lru_cache

BLOCK, VOID, LONE, BREAK, SEALED, ISLAND = "block", "void", "lone", "break", "sealed", "island"

ELEMENTS: dict[str, str] = {
    name: treatment
    for treatment, names in {
        BLOCK: "html head body title p div section article header footer nav aside main figure figcaption ul ol li dl"
        " dt dd menu dir center table thead tbody tfoot tr td th caption colgroup h1 h2 h3 h4 h5 h6 hgroup blockquote"
        " form fieldset legend address label details summary dialog search option optgroup frameset text desc"
        " foreignobject",
        VOID: "hr base col frame",
        LONE: "img input wbr area embed meta link source track param",
        BREAK: "br",
        SEALED: "script style code kbd samp tt pre noscript template textarea math iframe xmp listing plaintext noembed"
        " noframes metadata",
        ISLAND: "svg picture button select datalist object video audio canvas map progress meter",
    }.items()
    for name in names.split()
}
"""How an element is read; what is not listed is inline, a pair of codes around its words.

A *block* ends a unit before and behind it, a *void* one has no content. Inside a unit, *lone* elements are one code;
*breaks* are too, but two in a row end the unit. *Sealed* elements are one code with all that is in them; so are
*islands*, but the text inside them makes units of its own.
"""

SEALED_BLOCKS = frozenset({"pre", "xmp", "listing", "plaintext", "metadata"})
CODE_LIKE = frozenset({"code", "kbd", "samp", "tt"})
"""Sealed elements that can't be one code of a unit if blocks are inside, as in broken pages."""
CODE_NAMES = {"kbd": "code", "samp": "code", "tt": "code"}
"""Names of inline codes that are not those of their elements."""

ENDED_BY = {
    "li": frozenset({"p", "li"}),
    "dt": frozenset({"p", "dt", "dd"}),
    "dd": frozenset({"p", "dt", "dd"}),
    "td": frozenset({"p", "td", "th"}),
    "th": frozenset({"p", "td", "th"}),
    "tr": frozenset({"p", "td", "th", "tr"}),
    "option": frozenset({"option"}),
}
"""Elements whose end tag may be missing before this start tag (HTML, section 13.1.2.4); before all others: ``p``."""
PARAGRAPH = frozenset({"p"})

SELECTORS: tuple[tuple[str, str], ...] = (
    ("title", "metadata"),
    ("h1", "headline"),
    ("h2", "heading"),
    ("h3", "heading"),
    ("h4", "heading"),
    ("h5", "heading"),
    ("h6", "heading"),
    ("li", "list-item"),
    ("dt", "list-item"),
    ("dd", "list-item"),
    ("option", "list-item"),
    ("td", "table-cell"),
    ("th", "table-cell"),
    ("svg", "image-alt"),
    ("blockquote", "quote"),
    ("caption", "caption"),
    ("time", "date"),
    ("figcaption", "caption"),
    (".wp-caption-text", "caption"),
    (".caption", "caption"),
    (".kicker", "kicker"),
    (".eyebrow", "kicker"),
    (".overline", "kicker"),
    (".subtitle", "subheadline"),
    (".dek", "subheadline"),
    (".standfirst", "subheadline"),
    (".subheadline", "subheadline"),
    ("[itemprop=alternativeHeadline]", "subheadline"),
    (".pullquote", "pull-quote"),
    (".pull-quote", "pull-quote"),
    (".wp-block-pullquote", "pull-quote"),
    (".byline", "byline"),
    (".author", "byline"),
    (".entry-author", "byline"),
    ("[rel=author]", "byline"),
    (".date", "date"),
    (".dateline-date", "date"),
    (".published", "date"),
    (".credit", "credit"),
    (".translator", "credit"),
    (".translation-credit", "credit"),
    (".related", "related"),
    (".read-more", "related"),
    (".jp-relatedposts", "related"),
    (".comments", "comment"),
    ("#comments", "comment"),
    (".commentlist", "comment"),
    (".comment-list", "comment"),
    (".comment-respond", "comment"),
    (".tags", "tags"),
    (".tag-links", "tags"),
    ("[rel=tag]", "tags"),
    (".correction", "correction"),
    (".editor-note", "editor-note"),
    (".copyright", "copyright"),
)
"""Selector to role; of several that fit an element, the last row counts."""

STICKY = frozenset(
    {
        "comment",
        "related",
        "tags",
        "pull-quote",
        "caption",
        "correction",
        "editor-note",
        "copyright",
        "credit",
        "image-alt",
    }
)
"""Roles of everything inside the element that has them; other roles give way to those of inner elements."""
ELEMENT_ROLES = {selector: role for selector, role in SELECTORS if selector.isalnum()}
_PAGE = frozenset({"html", "body", "main", "article"})
"""Elements whose classes speak of the page, not of their text (``<body class="author archive">``)."""

_ORDER = {selector: number for number, (selector, _) in enumerate(SELECTORS)}
_FORMS = {"class": ".{}", "id": "#{}", "rel": "[rel={}]", "itemprop": "[itemprop={}]"}

LONGEST = {"byline": 120, "date": 120, "credit": 200}
"""Longest text of a unit that may have the role: a class ``author`` can hold a whole biography too."""
LONGEST_HINTED = 120
"""Longest unit that takes its role from an inline element in it; a longer one is a paragraph that mentions somebody."""


def role_of_element(name: str, attributes: dict[str, str]) -> str:
    """The role that the selectors give an element by itself; empty if none does."""
    row = _ORDER.get(name, -1)
    if name not in _PAGE:
        for key, value in attributes.items():
            if key in _FORMS:
                row = max(row, _row(key, value))
    return SELECTORS[row][1] if row >= 0 else ""


@lru_cache(maxsize=1000)
def _row(key: str, value: str) -> int:
    """The last row whose selector fits an attribute; -1 if none does."""
    return max((_ORDER.get(_FORMS[key].format(word), -1) for word in value.split()), default=-1)
