"""YAML (1.1 and 1.2): the texts among the data of a content system or site generator, found by their keys.

A string that is text is written back in its own style, as in front matter; HTML and Markdown are read inside their
block scalar or quotes (:mod:`translate_flow.documents.embedded`). Comments, order, anchors, indentation stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from translate_flow.documents import embedded, front_matter
from translate_flow.documents.edits import Edit, edited
from translate_flow.documents.embedded import has_tags, units_in
from translate_flow.documents.encoding import newline
from translate_flow.documents.fields import CreditField, Path, credit, kind_of, new_language, role_of
from translate_flow.documents.model import Fault, Format, Localization, Options, Piece, SourceUnit
from translate_flow.documents.yaml_text import documents, end_of_line, indentation, span, values, yaml_scalar

if TYPE_CHECKING:
    from yaml import MappingNode, Node

_STYLES = {"'": "yaml-single", '"': "yaml-double"}


class _String(NamedTuple):
    """A string of the file."""

    start: int
    path: Path
    node: Node
    flow: bool
    """Whether it stands inside brackets."""


def parse(text: str, options: Options) -> list[SourceUnit]:
    """The units of the strings that the options choose; none where the file is no YAML."""
    units: list[SourceUnit] = []
    for string in _strings(text):
        kind = kind_of(string.path, options.fields)
        if kind == "auto":
            kind = "html" if has_tags(string.node.value) else "text"
        if kind == "text":
            units += _text_units(text, string)
        elif kind and not front_matter.NO_TEXT.fullmatch(string.node.value.strip()):
            units += _embedded_units(text, string, kind, options)
    return sorted(units, key=lambda unit: (unit.start, -unit.end))


def _text_units(text: str, string: _String) -> Iterator[SourceUnit]:
    for value in values(text, 0, string.node, flow=string.flow):
        if unit := front_matter.unit_of(text, value):
            yield unit._replace(role=role_of(string.path) or "paragraph")


def _embedded_units(text: str, string: _String, kind: str, options: Options) -> list[SourceUnit]:
    start, end = span(text, 0, string.node)
    style = text[start : start + 1]
    if style in _STYLES:
        return units_in(text, start + 1, end - 1, _STYLES[style], kind, options, role_of(string.path))
    if style not in ("|", ">"):
        return units_in(text, start, end, "yaml-plain", kind, options, role_of(string.path))
    first = end_of_line(text, start)
    block = text[first:end]
    indent = indentation(block)
    if style == ">" and any(line[indent : indent + 1].isspace() for line in block.splitlines() if line.strip()):
        return []  # lines that are indented further keep their breaks: nothing that is written back safely
    first += len(block) - len(block.lstrip("\r\n \t"))
    last = end - (len(block) - len(block.rstrip()))
    name = f"yaml-{'literal' if style == '|' else 'folded'}-{indent}"
    return units_in(text, first, last, name, kind, options, role_of(string.path)) if first < last else []


def fault(text: str) -> Fault | None:
    """Why the text is no YAML."""
    roots = _roots(text)
    return roots if isinstance(roots, Fault) else None


@lru_cache(maxsize=1)
def _roots(text: str) -> list[Node] | Fault:
    """The root of each document, or what is wrong."""
    import yaml

    try:
        return documents(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return Fault(line, f"no valid YAML: {error.problem}", "correct that line")
    except (yaml.YAMLError, ValueError):
        return Fault(1, "no valid YAML: a character that must not stand in it", "take it out")
    except RecursionError:
        return Fault(1, "this YAML is nested too deep", "divide it")


def _strings(text: str) -> list[_String]:
    """All strings that are values, in order; one that stands behind several keys by its first path."""
    import yaml

    roots = _roots(text)
    if isinstance(roots, Fault):
        return []
    found: list[_String] = []
    seen: set[int] = set()
    stack: list[tuple[Node, Path, bool]] = [(root, (), False) for root in reversed(roots)]
    while stack:
        node, path, flow = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        inside = flow or bool(getattr(node, "flow_style", False))
        if isinstance(node, yaml.SequenceNode):
            stack += [(item, path, inside) for item in reversed(node.value)]
        elif isinstance(node, yaml.MappingNode):
            keyed = [(key, item) for key, item in node.value if isinstance(key, yaml.ScalarNode)]
            stack += [(item, (*path, str(key.value)), inside) for key, item in reversed(keyed)]
        elif node.tag == "tag:yaml.org,2002:str" and path:
            found.append(_String(node.start_mark.index, path, node, flow))
    return sorted(found, key=lambda string: string.start)


def encode(text: str, unit: SourceUnit, pieces: Sequence[Piece]) -> str:
    """What replaces a unit: in its string's style, in another one only where that cannot say it."""
    if embedded.is_embedded(unit):
        return embedded.encode(text, unit, pieces)
    return front_matter.encode(text, unit, pieces)


def localize(text: str, units: list[SourceUnit], wanted: Localization) -> str:  # noqa: ARG001 - a format's signature
    """The file with the new language where it names the source's, and the credit at the key that the settings name."""
    edits: list[Edit] = []
    for string in _strings(text):
        start, end = span(text, 0, string.node)
        if text[start : start + 1] not in ("|", ">") and (tag := new_language(string.path, string.node.value, wanted)):
            edits.append(Edit(start, end, yaml_scalar(tag, _STYLES.get(text[start], "yaml-plain"))))
    if credited := credit(wanted):
        edits += _credit(text, *credited)
    return edited(text, edits)


def _credit(text: str, field: CreditField, said: str) -> Iterator[Edit]:
    """The credit in each mapping at the path: in place of the text or null that is there, else as its first key."""
    for mapping in _mappings(text, field.parent):
        there = [item for key, item in mapping.value if getattr(key, "value", None) == field.key]
        context = "yaml-flow" if mapping.flow_style else "yaml-plain"
        entry = f"{yaml_scalar(field.key, context)}: {yaml_scalar(said, context)}"
        first = mapping.value[0][0].start_mark
        if there:
            yield from _replaced(text, there[0], said, context)
        elif mapping.flow_style:
            start = span(text, 0, mapping)[0] + 1
            yield Edit(start, start, f"{entry}, ")
        elif not text[: first.index].rstrip(" ").endswith("?"):
            yield Edit(first.index, first.index, f"{entry}{newline(text)}{' ' * first.column}")


def _replaced(text: str, item: Node, said: str, context: str) -> Iterator[Edit]:
    """What a key has said, if it is a text on one line or nothing."""
    start, end = span(text, 0, item)
    style = text[start : start + 1] if start < end else ""
    if item.tag == "tag:yaml.org,2002:null":
        yield Edit(start, end, f"{'' if start < end else ' '}{yaml_scalar(said, context)}")
    elif item.tag == "tag:yaml.org,2002:str" and style not in ("|", ">"):
        yield Edit(start, end, yaml_scalar(said, _STYLES.get(style, context)))


def _mappings(text: str, path: Path) -> Iterator[MappingNode]:
    """The mappings that are not empty at a path of keys; lists on the way do not count."""
    import yaml

    roots = _roots(text)
    stack: list[tuple[Node, Path]] = [] if isinstance(roots, Fault) else [(root, path) for root in roots]
    seen: set[int] = set()
    while stack:
        node, left = stack.pop()
        if isinstance(node, yaml.SequenceNode):
            stack += [(item, left) for item in node.value]
        elif isinstance(node, yaml.MappingNode) and node.value and id(node) not in seen:
            if left:
                stack += [(item, left[1:]) for key, item in node.value if getattr(key, "value", None) == left[0]]
            else:
                seen.add(id(node))
                yield node


FORMAT = Format(
    name="yaml",
    suffixes=(".yaml", ".yml"),
    parse=parse,
    encode=encode,
    localize=localize,
    fault=fault,
)
