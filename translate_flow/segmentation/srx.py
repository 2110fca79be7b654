"""Read the rules for one language from an SRX 2.0 file.

SRX 2.0 (Segmentation Rules eXchange, LISA 2008): named lists of rules, and maps from patterns of language tags to such
lists. With ``cascade="yes"`` all lists whose pattern fits apply, in the order of the maps; else only the first.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple
from xml.etree import ElementTree
from xml.parsers import expat

import regex

from translate_flow.errors import InputError

_PREFIXES = regex.compile(r"\(([A-Za-z|]+)\)(?:\.\*|(\(-\.\*\)\?))")
"""The pattern for tags that begin like one of these, or whose first subtag is one of these."""
_NAMESPACE = "{http://www.lisa.org/srx20}"


class Rule(NamedTuple):
    """Whether there is a sentence break where ``before`` matches on the left and ``after`` on the right."""

    breaks: bool
    before: str
    after: str
    where: Callable[[], str]
    """Says file and line, for messages."""


def read_rules(data: bytes, name: str, language: str) -> list[Rule]:
    """The rules of an SRX file for a language (BCP 47), in the order in which they are tried.

    ``name`` is the file's name for messages. Raises :class:`InputError` with file and line where it is not SRX 2.0.
    """
    root = _parsed(data, name)
    place = partial(_place, data, name, root)
    header = root.find(f"{_NAMESPACE}header")
    cascade = header is not None and header.get("cascade") == "yes"
    lists = {element.get("languagerulename"): element for element in root.iter(f"{_NAMESPACE}languagerule")}
    rules: list[Rule] = []
    for mapping in root.iter(f"{_NAMESPACE}languagemap"):
        if not _fits(mapping, language, place):
            continue
        rule_list = lists.get(mapping.get("languagerulename"))
        if rule_list is None:
            what = f"there is no languagerule “{mapping.get('languagerulename')}”"
            raise InputError(what, where=place(mapping), remedy="correct the name")
        rules += [_rule(element, place) for element in rule_list.iter(f"{_NAMESPACE}rule")]
        if not cascade:
            break
    return rules


def _parsed(data: bytes, name: str) -> ElementTree.Element:
    try:
        root = ElementTree.fromstring(data)  # noqa: S314 – expat fetches nothing and stops at entity bombs
    except ElementTree.ParseError as error:
        what = f"not well-formed XML ({expat.errors.messages[error.code]})"
        raise InputError(what, where=f"{name}:{error.position[0]}", remedy="correct the file") from error
    except (LookupError, ValueError) as error:
        raise InputError(f"its encoding is not known ({error})", where=f"{name}:1", remedy="use UTF-8") from error
    if root.tag != f"{_NAMESPACE}srx":
        remedy = 'start it with <srx xmlns="http://www.lisa.org/srx20" version="2.0">'
        raise InputError("not an SRX 2.0 file", where=f"{name}:1", remedy=remedy)
    return root


def _fits(mapping: ElementTree.Element, language: str, place: Callable[[ElementTree.Element], str]) -> bool:
    pattern = mapping.get("languagepattern", "")
    if prefixes := _PREFIXES.fullmatch(pattern):  # most are like this; compiling each would take long
        end = "-" if prefixes[2] else ""
        starts = [prefix + end for prefix in prefixes[1].lower().split("|")]
        return f"{language.lower()}-".startswith(tuple(starts))
    try:
        return regex.fullmatch(pattern, language, regex.IGNORECASE) is not None
    except regex.error as error:
        raise InputError(f"languagepattern: {error}", where=place(mapping), remedy="correct it") from error


def _rule(element: ElementTree.Element, place: Callable[[ElementTree.Element], str]) -> Rule:
    before = element.findtext(f"{_NAMESPACE}beforebreak", "")
    after = element.findtext(f"{_NAMESPACE}afterbreak", "")
    return Rule(element.get("break") != "no", before, after, partial(place, element))


def _place(data: bytes, name: str, root: ElementTree.Element, element: ElementTree.Element) -> str:
    """File and line of an element: the trees of ElementTree know no lines, so expat counts up to the same element."""
    left = list(root.iter()).index(element)
    line = 0

    def count(_tag: str, _attributes: dict[str, str]) -> None:
        nonlocal left, line
        if left == 0:
            line = parser.CurrentLineNumber
        left -= 1

    parser = expat.ParserCreate()
    parser.StartElementHandler = count
    parser.Parse(data, True)
    return f"{name}:{line}"
