"""Which directives, options and fields of reStructuredText hold words, in docutils, Sphinx, Pelican and Nikola."""

from __future__ import annotations

from typing import NamedTuple


class Directive(NamedTuple):
    """What of a directive is words; nothing of one that is not known."""

    argument: str = ""
    """The role of its argument; empty where that is no text."""
    content: str = ""
    """The role of the paragraphs of its content; empty where that is no text."""
    starts_at_once: bool = False
    """Whether the content may begin on the first line."""
    after_word: bool = False
    """Whether a word that is no text stands before it, such as a version."""
    raw: bool = False
    """Whether the argument has no inline markup."""


_ADMONITION = Directive(content="paragraph", starts_at_once=True)
_TITLED = Directive(argument="heading", content="paragraph")
_VERSION = Directive(content="paragraph", starts_at_once=True, after_word=True)

DIRECTIVES: dict[str, Directive] = {
    **dict.fromkeys(("attention", "caution", "danger", "error", "hint", "important", "note", "tip"), _ADMONITION),
    **dict.fromkeys(("warning", "seealso", "todo", "centered", "replace"), _ADMONITION),
    **dict.fromkeys(("admonition", "topic", "sidebar"), _TITLED),
    **dict.fromkeys(("versionadded", "versionchanged", "deprecated", "versionremoved"), _VERSION),
    **dict.fromkeys(("compound", "container", "only", "header", "footer", "class"), Directive(content="paragraph")),
    **dict.fromkeys(("epigraph", "highlights"), Directive(content="quote", starts_at_once=True)),
    **dict.fromkeys(("contents", "rubric"), Directive(argument="heading")),
    "csv-table": Directive(argument="caption"),
    "list-table": Directive(argument="caption", content="table-cell"),
    "table": Directive(argument="caption", content="paragraph"),
    "pull-quote": Directive(content="pull-quote", starts_at_once=True),
    "figure": Directive(content="caption"),
    "meta": Directive(content="metadata"),
    "title": Directive(argument="metadata", raw=True),
}
TEXT_OPTIONS = {"alt": "image-alt", "caption": "caption", "subtitle": "subheadline"}
"""Options of any directive that are text, each with its role."""
TEXT_FIELDS = frozenset(
    {"abstract", "dedication", "description", "param", "parameter", "arg", "argument", "return", "returns"}
    | {"raise", "raises", "yields"}
)
"""Fields whose bodies are text, beside those of the settings."""
