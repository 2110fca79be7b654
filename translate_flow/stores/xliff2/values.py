"""What the values of XLIFF 2's attributes may be, and how to say it to whom got one wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

Test = Callable[[str], object]


class Value(NamedTuple):
    """A type of values."""

    test: Test
    """True for what may stand there; written for speed, as it runs once an attribute."""
    rule: str
    """The rule that a wrong one breaks."""
    wanted: str
    """What it must be, to follow “must be”."""


_NAME = r"(?a:[-.:\w]+)|(?!.*[\u00aa\u00b2\u00b3\u00b5\u00b9\u00ba\u00bc-\u00be\u2070-\u218f])[-.:\w\u00b7]+"
"""NMTOKEN (XML 1.0, production 7): most names are ASCII; of other letters, XML knows all but a few of Python's."""
_LANGUAGE = re.compile(
    r"(?:(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?"
    r"|x(?:-[a-z0-9]{1,8})+|i-[a-z]+|en-gb-oed|sgn-[a-z]{2}-[a-z]{2}|art-lojban|cel-gaulish|no-bok|no-nyn|zh-min-nan)",
    re.IGNORECASE,
)
is_token = re.compile(_NAME).fullmatch
_is_tokens = re.compile(rf"(?:{_NAME})(?: (?:{_NAME}))*").fullmatch


def _is_language_or_none(value: str) -> bool:
    return not value or bool(_LANGUAGE.fullmatch(value))


_DISCOURAGED = frozenset({*range(0x7F, 0x85), *range(0x86, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF})
"""Beside the controls: what XML 1.0 (2.2) excludes, and what it asks not to use."""


def _is_code_point(value: str) -> bool:
    """A character that XML cannot hold, or should not: what ``cp`` is for, and nothing else."""
    if not re.fullmatch(r"[0-9A-Fa-f]{4}|(?:0[0-9A-Fa-f]|10)[0-9A-Fa-f]{4}", value):
        return False
    point = int(value, 16)
    controls = point < 0x20 and point not in (0x9, 0xA, 0xD)
    return controls or point in _DISCOURAGED


def _between(low: float, high: float, spelled: str) -> Test:
    pattern = re.compile(spelled)

    def test(value: str) -> bool:
        return bool(pattern.fullmatch(value)) and low <= float(value) <= high

    return test


def _choice(*values: str) -> Value:
    return Value(frozenset(values).__contains__, "value-not-listed", "one of " + ", ".join(values))


def _pattern(spelled: str, rule: str, wanted: str) -> Value:
    return Value(re.compile(spelled, re.DOTALL).fullmatch, rule, wanted)


_PREFIXED = r"(?!xlf:)[^\s:]+:[^\s:]+"
_SUB_TYPES = r"xlf:(?:lb|pb|b|i|u|var)"
_DECIMAL = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_FORMATS = (
    "a b bdo big blockquote body br button caption center cite code col colgroup dd del div dl dt em h1 h2 h3 h4 h5 h6 "
    "head hr html i img label legend li ol p pre q s samp select small span strike strong sub sup table tbody td tfoot "
    "th thead title tr tt u ul"
)
_ISSUES = (
    "terminology mistranslation omission untranslated addition duplication inconsistency grammar legal register "
    "locale-specific-content locale-violation style characters misspelling typographical formatting "
    "inconsistent-entities numbers markup pattern-problem whitespace internationalization length non-conformance "
    "uncategorized other"
)

VALUES: dict[str, Value] = {
    "token": Value(is_token, "value-not-a-name", "a name: letters, digits, “.”, “-”, “_” and “:”, no spaces"),
    "tokens": Value(_is_tokens, "value-not-a-name", "names with a space between"),
    "language": Value(_LANGUAGE.fullmatch, "language-tag", "a language tag of BCP 47, such as “en” or “pt-BR”"),
    "inherited-language": Value(_is_language_or_none, "language-tag", "a language tag of BCP 47, such as “pt-BR”"),
    "iri": _pattern(r"[^\s<>\"{}|^`]+", "value-not-an-iri", "an IRI, without spaces"),
    "hex": Value(_is_code_point, "code-point-valid-in-xml", "the hexadecimal code of a character that XML cannot hold"),
    "number": _pattern(r"0*[1-9][0-9]*", "value-not-a-number", "a whole number from 1"),
    "integer": _pattern(r"[+-]?[0-9]+", "value-not-a-number", "a whole number"),
    "percent": Value(_between(0, 100, _DECIMAL), "value-not-a-number", "a number from 0 to 100"),
    "confidence": Value(
        _between(0, 1, rf"{_DECIMAL}(?:[eE][+-]?[0-9]+)?"), "value-not-a-number", "a number from 0 to 1"
    ),
    "prefixed": _pattern(_PREFIXED, "value-without-prefix", "PREFIX:VALUE, where “xlf” is the standard's own prefix"),
    "sub-type": _pattern(
        f"{_PREFIXED}|{_SUB_TYPES}", "value-without-prefix", "PREFIX:VALUE, or xlf:lb, pb, b, i, u or var"
    ),
    "sub-state": _pattern(
        r"(?!xlf:)[^\s:]+:.+", "value-without-prefix", "PREFIX:VALUE, where “xlf” is the standard's own prefix"
    ),
    "mark-type": _pattern(
        rf"generic|comment|term|{_PREFIXED}", "value-not-listed", "generic, comment, term or PREFIX:VALUE"
    ),
    "yes-no": _choice("yes", "no"),
    "reorder": _choice("yes", "firstNo", "no"),
    "direction": _choice("ltr", "rtl", "auto"),
    "side": _choice("source", "target"),
    "sides": _choice("source", "target", "ignorable"),
    "code-type": _choice("fmt", "ui", "quote", "link", "image", "other"),
    "match-type": _choice("am", "mt", "icm", "idm", "tb", "tm", "other"),
    "priority": _choice(*map(str, range(1, 11))),
    "state": _choice("initial", "translated", "reviewed", "final"),
    "space": _choice("default", "preserve"),
    "preserve": _choice("preserve"),
    "normalization": _choice("none", "nfc", "nfd"),
    "format": _choice(*_FORMATS.split()),
    "sub-format": _pattern(
        r"[^,\\]+,(?:[^,\\]|\\[,\\])*(?:\\[^,\\]+,(?:[^,\\]|\\[,\\])*)*",
        "sub-format-pairs",
        r"NAME,VALUE pairs with “\” between, and “\,” “\\” for these signs in values",
    ),
    "issue": _choice(*_ISSUES.split()),
    "filter": _choice("include", "exclude"),
    "its-version": _choice("2.0"),
}
"""Types by name; attributes of any text have none."""
