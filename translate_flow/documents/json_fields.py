"""JSON and JSON lines (RFC 8259): the texts among the data of a content system, found by their keys.

Strings at chosen paths are read as text, HTML or Markdown in place (:mod:`translate_flow.documents.embedded`); a
translation has the escapes that the file has. Everything else stays, number by number, space by space.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from translate_flow.documents.edits import Edit, edited
from translate_flow.documents.embedded import embed, encode, units_in
from translate_flow.documents.fields import CreditField, Path, credit, kind_of, new_language, role_of
from translate_flow.documents.front_matter import NO_TEXT
from translate_flow.documents.model import Fault, Format, Localization, Options, SourceUnit
from translate_flow.documents.notations import json_style, notation_named

_TOKEN = re.compile(r'"(?P<string>(?:[^"\\]|\\.)*)"(?P<key>\s*:)?|(?P<open>[\[{])|(?P<close>[\]}])', re.DOTALL)
_FIRST_KEY = re.compile(r'([ \t\r\n]*)"(?:[^"\\]|\\.)*"([ \t\r\n]*:[ \t\r\n]*)', re.DOTALL)
_REPLACED = re.compile(r'[ \t\r\n]*(?P<value>null\b|"(?:[^"\\]|\\.)*")', re.DOTALL)
_SPACE = re.compile(r"[ \t\r\n]*")


def parse(text: str, options: Options) -> list[SourceUnit]:
    """The units of the strings that the options choose; none where the file is no JSON."""
    if fault(text):
        return []
    style = json_style(text)
    units: list[SourceUnit] = []
    for path, start, end in _strings(text):
        kind = kind_of(path, options.fields)
        if kind and not NO_TEXT.fullmatch(_said(text, start, end).strip()):
            units += units_in(text, start, end, style, kind, options, role_of(path))
    return units


def fault(text: str) -> Fault | None:
    """Why the text is no JSON, nor JSON lines."""
    decoder = json.JSONDecoder(strict=False)
    position = _after_space(text, 0)
    try:
        while position < len(text):
            _, position = decoder.raw_decode(text, position)
            position = _after_space(text, position)
    except json.JSONDecodeError as error:
        what = f"no valid JSON: {error.msg[:1].lower()}{error.msg[1:]}, column {error.colno}"
        return Fault(error.lineno, what, "correct that line, or export the file again")
    except RecursionError:
        return Fault(1, "this JSON is nested too deep", "export less of it at once")
    return None


def _after_space(text: str, position: int) -> int:
    space = _SPACE.match(text, position)
    return space.end() if space else position


def _strings(text: str) -> Iterator[tuple[Path, int, int]]:
    """Each string that is a value: its path of keys, and the span between its quotes."""
    keys: list[str | None] = [None]
    for token in _TOKEN.finditer(text):
        if token["open"]:
            keys.append(None)
        elif token["close"]:
            keys.pop()
        elif token["key"]:
            keys[-1] = _said(text, *token.span("string"))
        else:
            yield tuple([key for key in keys if key is not None]), *token.span("string")


def _said(text: str, start: int, end: int) -> str:
    return embed(text, start, end, notation_named("json")).text


def localize(text: str, units: list[SourceUnit], wanted: Localization) -> str:  # noqa: ARG001 - a format's signature
    """The file with the new language where it names the source's, and the credit at the key that the settings name."""
    edits = [
        Edit(start, end, tag)
        for path, start, end in _strings(text)
        if path and (tag := new_language(path, text[start:end], wanted))
    ]
    if (credited := credit(wanted)) and not fault(text):
        edits += _credit(text, *credited)
    return edited(text, edits)


class _Container:
    """An object or list that is being read."""

    def __init__(self, start: int) -> None:
        self.start = start
        """Behind its bracket."""
        self.key: str | None = None
        """The last that was read; ``None`` in a list."""
        self.credited = False


def _credit(text: str, field: CreditField, said: str) -> Iterator[Edit]:
    """The credit in each object at the path: in place of the text or ``null`` that is there, else as its first key."""
    notation = notation_named(json_style(text))
    value = f'"{notation.write(said)}"'
    stack: list[_Container] = []
    for token in _TOKEN.finditer(text):
        if token["open"]:
            stack.append(_Container(token.end()))
        elif token["close"]:
            closed = stack.pop()
            first = _FIRST_KEY.match(text, closed.start)
            if token["close"] == "}" and first and not closed.credited and _path(stack) == field.parent:
                key = f'{first[1]}"{notation.write(field.key)}"{first[2]}{value},'
                yield Edit(closed.start, closed.start, key)
        elif token["key"]:
            stack[-1].key = _said(text, *token.span("string"))
            if stack[-1].key == field.key and _path(stack[:-1]) == field.parent:
                stack[-1].credited = True
                if there := _REPLACED.match(text, token.end()):
                    yield Edit(*there.span("value"), value)


def _path(stack: list[_Container]) -> Path:
    return tuple([one.key for one in stack if one.key is not None])


FORMAT = Format(
    name="json",
    suffixes=(".json", ".jsonl", ".ndjson"),
    parse=parse,
    encode=encode,
    localize=localize,
    fault=fault,
)
