"""What a tired eye misses: each check is a function of a segment and its article, and a row of :data:`CHECKS`.

Other packages add checks by an entry point of the group ``translate_flow.checks`` that names a function
(:data:`~translate_flow.checks.model.Check`); its name is the entry's, its findings are warnings unless they say more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import import_module
from typing import NamedTuple, cast

from translate_flow.bitext import Code
from translate_flow.checks.model import Article, Check, Finding, Needs, Pair, Severity, needs_of
from translate_flow.errors import UsageError

ERROR, WARNING, HINT = Severity.ERROR, Severity.WARNING, Severity.HINT
CHECKS: dict[str, tuple[Severity, str]] = {
    "untranslated": (WARNING, "completeness:untranslated"),
    "empty": (ERROR, "completeness:empty"),
    "same-as-source": (WARNING, "completeness:same_as_source"),
    "source-language": (ERROR, "completeness:source_language"),
    "code-missing": (ERROR, "codes:code_missing"),
    "code-added": (ERROR, "codes:code_added"),
    "code-crossed": (ERROR, "codes:code_crossed"),
    "code-spaced": (WARNING, "codes:code_spaced"),
    "number": (ERROR, "numbers:number"),
    "number-word": (ERROR, "numbers:number_word"),
    "number-format": (WARNING, "numbers:number_format"),
    "month": (ERROR, "numbers:month"),
    "currency": (ERROR, "numbers:currency"),
    "unit": (ERROR, "numbers:unit"),
    "quote-unclosed": (ERROR, "quotes:quote_unclosed"),
    "quote-missing": (WARNING, "quotes:quote_missing"),
    "quote-style": (WARNING, "quotes:quote_style"),
    "quote-straight": (WARNING, "quotes:quote_straight"),
    "final-punctuation": (WARNING, "punctuation:final_punctuation"),
    "inverted-marks": (ERROR, "punctuation:inverted_marks"),
    "french-spaces": (WARNING, "punctuation:french_spaces"),
    "space-before": (WARNING, "punctuation:french_spaces_elsewhere"),
    "brackets": (ERROR, "punctuation:brackets"),
    "double-space": (WARNING, "punctuation:double_space"),
    "edge-space": (WARNING, "punctuation:edge_space"),
    "double-word": (ERROR, "punctuation:double_word"),
    "ellipsis": (WARNING, "punctuation:ellipsis"),
    "dash": (WARNING, "punctuation:dash"),
    "apostrophe": (HINT, "punctuation:apostrophe"),
    "capital": (WARNING, "punctuation:capital"),
    "name-variant": (WARNING, "names:name_variant"),
    "name-letter": (WARNING, "names:name_letter"),
    "spelling": (WARNING, "spelling:spelling"),
    "term-missing": (WARNING, "terms:term_missing"),
    "term-forbidden": (ERROR, "terms:term_forbidden"),
    "do-not-translate": (ERROR, "terms:do_not_translate"),
    "target-differs": (WARNING, "consistency:target_differs"),
    "source-differs": (WARNING, "consistency:source_differs"),
    "quotation-differs": (WARNING, "consistency:quotation_differs"),
    "url": (ERROR, "links:url"),
    "address": (ERROR, "links:address"),
    "handle": (WARNING, "links:handle"),
    "footnote": (ERROR, "links:footnote"),
    "length": (WARNING, "length:length"),
    "headline-length": (WARNING, "length:headline_length"),
    "style-pattern": (WARNING, "style:style_pattern"),
    "banned-word": (WARNING, "style:banned_word"),
    "headline-stop": (WARNING, "structure:headline_stop"),
    "photo-credit": (WARNING, "structure:photo_credit"),
    "credit-line": (WARNING, "structure:credit_line"),
}
"""Name of each built-in check to its severity, module and function."""
ENTRY_POINTS = "translate_flow.checks"


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A check, ready to run."""

    id: str
    severity: Severity
    find: Check
    needs: Needs


class Example(NamedTuple):
    """One of the examples that a check's docstring gives."""

    fails: bool
    article: Article


@lru_cache(maxsize=1)
def known() -> tuple[Row, ...]:
    """All checks: the built-in ones in the table's order, then those of other packages."""
    from importlib.metadata import entry_points  # slow to import

    found = [(name, severity, _function(place)) for name, (severity, place) in CHECKS.items()]
    found += [(entry.name, WARNING, entry.load()) for entry in entry_points(group=ENTRY_POINTS)]
    return tuple(Row(name, severity, find, needs_of(find)) for name, severity, find in found)


def chosen(only: Iterable[str] = (), without: Iterable[str] = ()) -> tuple[Row, ...]:
    """The checks ``only`` (all if empty) but those ``without``. Raises :class:`UsageError` for an unknown name."""
    wanted, unwanted = frozenset(only), frozenset(without)
    names = [row.id for row in known()]
    for name in (*wanted, *unwanted):
        if name not in names:
            from difflib import get_close_matches

            near = get_close_matches(name, names, n=1)
            remedy = f"did you mean “{near[0]}”?" if near else f"known are {', '.join(names)}"
            raise UsageError(f"no check is called “{name}”", remedy=remedy)
    return tuple(row for row in known() if row.id not in unwanted and (not wanted or row.id in wanted))


def check(article: Article, rows: Iterable[Row]) -> Iterator[Finding]:
    """All findings of an article, segment by segment."""
    if not article.source:
        article = replace(article, pairs=tuple(pair for pair in article.pairs if not _by_reader(pair)))
    rows = tuple(row for row in rows if row.needs.where is None or article.once(row.needs.where))
    signs, fitting = _plan(rows)
    for pair in article.pairs:
        both = bool(pair.target and article.source)
        for row in fitting(signs.intersection(pair.source + pair.target), both, pair.role):
            for remark in row.find(pair, article):
                yield Finding(row.id, remark.severity or row.severity, pair.id, remark)


@lru_cache(maxsize=64)
def _plan(rows: tuple[Row, ...]) -> tuple[frozenset[str], Callable[[frozenset[str], bool, str], list[Row]]]:
    """All signs that checks look for, and what gives those that may say something of a pair of a role with some."""

    @lru_cache(maxsize=4096)
    def fitting(signs: frozenset[str], both: bool, role: str) -> list[Row]:
        some = [row for row in rows if (both or not row.needs.both) and row.needs.role in ("", role)]
        return [row for row in some if not (row.needs.signs and row.needs.signs.isdisjoint(signs))]

    return frozenset[str]().union(*(row.needs.signs for row in rows)), fitting


_HEADING = re.compile(r"\W*(?:\d+|one|un[oa]?|ein)\s+[^\W\d]+\s+(?:on|en|sobre|sur|zu|a|to|em|su)\b", re.IGNORECASE)


def _by_reader(pair: Pair) -> bool:
    """Whether a text read alone is a reader's comment, which nobody corrects; the heading above them is not."""
    return pair.role == "comment" and not _HEADING.match(pair.target)


def examples(row: Row) -> list[Example]:
    """The examples of a check's docstring: ``Fails: en-es | source | target`` and ``Passes: …``.

    Without a source, the text is read alone. ``ROLE::`` before them gives a role, ``||`` parts segments of one article;
    an example may go on in a line that is indented further.
    """
    text = re.sub(r"\n {8,}(?=\S)", " ", row.find.__doc__ or "")
    return [
        Example(found[1] == "Fails", _article(found[2], found[3]))
        for found in re.finditer(r"^ *(Fails|Passes): ([\w-]+) \| (.*)$", text, re.MULTILINE)
    ]


def _article(languages: str, text: str) -> Article:
    source, _, target = languages.rpartition("-")
    pairs = []
    for number, one in enumerate(text.split(" || "), 1):
        role, colon, rest = one.partition(":: ")
        texts = (rest if colon else one).split(" | ", 1) if source else ["", rest if colon else one]
        texts = [each.removesuffix(" |").replace("␣", "\u00a0") for each in texts]
        names = dict.fromkeys(re.findall(r"<([a-z]+\d+)", "".join(texts)))
        codes = tuple(Code(name, "") for name in names)
        pairs.append(
            Pair(f"s{number}", role if colon else "paragraph", texts[0], texts[1] if len(texts) > 1 else "", codes)
        )
    return Article(source, target, tuple(pairs))


def _function(place: str) -> Check:
    module, name = place.split(":")
    return cast(Check, getattr(import_module(f"translate_flow.checks.{module}"), name))
