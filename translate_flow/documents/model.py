"""What a document format gives and takes: units with character spans, and how a translated one is written back.

A format is a function from the file's text to units; merging replaces their spans and leaves all else alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from translate_flow.bitext import Code

if TYPE_CHECKING:
    from translate_flow.documents.archive import Archive

ROLES = (
    "kicker", "headline", "subheadline", "byline", "date", "paragraph", "heading", "list-item", "quote", "pull-quote",
    "caption", "table-cell", "image-alt", "link-title", "metadata", "credit", "related", "correction", "editor-note",
    "tags", "promo", "copyright", "comment", "code",
)  # fmt: skip
"""What a unit can be in an article."""


Shape = Literal["", "open", "close", "lone"]


class SourceCode(NamedTuple):
    """An inline code where it stands in the source."""

    id: str
    start: int
    end: int
    """Span of the opening half, or of the whole lone code."""
    close_start: int = -1
    close_end: int = -1
    """Span of the closing half; -1 for a lone code."""
    close_text: str | None = None
    """What to write for the closing half once the unit's text changes, where that differs from the source:
    a Markdown shortcut reference ``[text]`` becomes ``[translated][text]``."""

    def code(self, text: str) -> Code:
        """The code without its place; ``text`` is the document's."""
        paired = self.close_start >= 0
        return Code(self.id, text[self.start : self.end], text[self.close_start : self.close_end] if paired else None)


class SourceUnit(NamedTuple):
    """One block of text where it stands in its document."""

    role: str
    start: int
    end: int
    """Span in the decoded text; spans never cross, but one may lie inside a code of another (an image's ``alt``)."""
    text: str
    """What a translator reads: white space normalised as the format would, entities decoded, markup as codes."""
    codes: tuple[SourceCode, ...] = ()
    translatable: bool = True
    """False where the source itself says so (``translate="no"``)."""
    notes: tuple[str, ...] = ()
    """Remarks of the source to the translator."""
    context: str = ""
    """For the format alone: how the text must be written back (``attribute-"``, ``table-cell``, ``yaml-plain`` …)."""
    twin: bool = False
    """True where it says once more what an equal unit before it says, for programs that cannot show that one: it takes
    that one's translation and is given to nobody."""
    id: str = ""
    """Role and a short hash of the text, given by :func:`translate_flow.documents.identify`."""


class Piece(NamedTuple):
    """A run of a translated unit: text still to be encoded, or markup that is written as it is."""

    text: str
    markup: bool
    shape: Shape = ""
    """Which half of a code it is; empty for text."""


class Fault(NamedTuple):
    """Why a file is not what its suffix says."""

    line: int
    """From 1."""
    what: str
    remedy: str


class Localization(NamedTuple):
    """What a published translation says of itself besides its text."""

    language: str
    """BCP 47 tag of the translation."""
    direction: str
    """``ltr`` or ``rtl``."""
    source_language: str
    credit_line: str
    """"Translated by A and B for ORG" in the target language; empty for none."""
    translators: tuple[str, ...] = ()
    original: str = ""
    """Address of the original, absolute or relative to the published file; empty for none."""
    credit_field: str = ""
    """Where JSON and YAML say who translated them (:func:`fields.credit_field`); empty for nowhere."""
    credit_cue: float = 0.0
    """Seconds that a cue with the credit line is shown at the end of subtitles; 0 for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a reader of documents may choose."""

    front_matter_keys: frozenset[str] = frozenset(
        {"title", "subtitle", "linkTitle", "headline", "kicker", "lead", "description", "summary", "excerpt"}
        | {"caption", "image_alt"}
    )
    """Front-matter keys whose values are text."""
    fields: tuple[str, ...] = (
        *(
            f"**.{key}"
            for key in ("title", "headline", "subtitle", "subheadline", "dek", "standfirst", "kicker", "lead")
        ),
        *(f"**.{key}" for key in ("description", "summary", "excerpt", "teaser", "body", "content", "text", "caption")),
        *(f"**.{key}" for key in ("alt", "alt_text", "altText", "image_alt", "imageAlt")),
        *(f"**.{key}.rendered:html" for key in ("title", "content", "excerpt", "caption", "description")),
    )
    """Values of JSON and YAML files that are text, as patterns (:mod:`translate_flow.documents.fields`)."""
    cue_lines: Literal["flow", "codes"] = "flow"
    """Whether the lines of a subtitle are wrapped anew, or each break between them is an inline code."""
    terms: bool = False
    """Whether names of categories and tags in a site's export are text."""
    cells: tuple[str, ...] = ("*",)
    """Which cells of workbooks are text: sheets by pattern, with their columns (``Texts!B:C``) or all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One document format."""

    name: str
    suffixes: tuple[str, ...]
    parse: Callable[[str, Options], list[SourceUnit]]
    """Text to units, in the order of their starts. Never raises on any text: what it can't understand is no unit."""
    encode: Callable[[str, SourceUnit, Sequence[Piece]], str]
    """(document's text, unit, pieces of the target) to what replaces ``text[unit.start:unit.end]``."""
    localize: Callable[[str, list[SourceUnit], Localization], str]
    """(merged text, its units, what to say) to the text with language, direction, link and credit line. Idempotent."""
    charset: Callable[[bytes], str | None] = lambda _head: None
    """The encoding that the first 4096 bytes declare, if any."""
    fault: Callable[[str], Fault | None] = lambda _text: None
    """Why a text that gives no unit cannot be read in this format, if that is so."""
    members: Callable[[Archive], Sequence[str]] | None = None
    """Of a format that is an archive: names of the members that ``parse`` is given, as one text
    (:mod:`translate_flow.documents.package`). Raises :class:`InputError` for an archive of another kind."""
    idle: re.Pattern[str] | None = None
    """Markup that says nothing by itself, which a translation may have more or less often (an empty run of text)."""
