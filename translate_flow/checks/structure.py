"""Structure: what an article has besides its words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from translate_flow.checks.model import Article, Message, Pair, Remark, needs

_CREDIT = re.compile(
    r"\((?:photo|foto|image|imagen|bild|fotografía|fotografia|crédito|credit|crédit)s?\b[^)]*[^\W\d_][^)]*\)",
    re.IGNORECASE,
)
_LONGEST = 150
"""A longer headline is a first paragraph that stands in its place."""


@needs(".", role="headline")
def headline_stop(pair: Pair, article: Article) -> Iterator[Remark]:
    """A headline ends with a full stop, and the source's does not.

    Fails: en-es | headline:: Old Harbour Reopens | Reabre el viejo puerto.
    Passes: en-es | headline:: Old Harbour Reopens | Reabre el viejo puerto
    """
    text = pair.plain_target.rstrip()
    if len(text) > _LONGEST or not text.endswith(".") or text.endswith("..") or re.search(r"\b[A-Z]\.$", text):
        return
    if not article.source or not pair.plain_source.rstrip().endswith("."):
        yield Remark(Message("a headline has no full stop"), (len(text) - 1, len(text)), fix="")


@needs("(", both=True)
def photo_credit(pair: Pair, _article: Article) -> Iterator[Remark]:
    """The caption's photo credit is missing.

    Fails: en-es | caption:: The pier at dawn. (Photo: Marta Inventada) | El muelle al alba.
    Passes: en-es | caption:: The pier at dawn. (Photo: Marta Inventada) | El muelle al alba. (Foto: Marta Inventada)
    """
    found = _CREDIT.search(pair.plain_source)
    if not found or _CREDIT.search(pair.plain_target):
        return
    name = re.search(r"[:/]\s*([^)]+)\)", found[0])
    if not name or name[1].strip() not in pair.plain_target:
        yield Remark(Message("the photo credit is missing"), source=found.span())


@needs(role="credit")
def credit_line(pair: Pair, _article: Article) -> Iterator[Remark]:
    """The line "Translated by …" says nobody's name.

    Fails: en | credit:: Translated by
    Passes: en | credit:: Translated by Ana Prueba
    """
    if pair.target and not re.search(r"\b(?:by|por|par|von|da|per)\s+\S{2,}", pair.plain_target):
        yield Remark(Message("the credit line names nobody"), (0, len(pair.target)))
