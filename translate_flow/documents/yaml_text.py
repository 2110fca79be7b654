"""YAML (1.1 and 1.2) by its places: nodes with marks, strings with spans and style, and how new ones are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from yaml import Node

NEWLINE = re.compile(r"\r\n?|\n")
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff\x85\u2028\u2029]")
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)+")
_FOLD = re.compile(r"[ \t]*(?:\r\n?|\n)[ \t\r\n]*")
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
_PARAGRAPH = re.compile(r"(?:[ \t]*[^\s][^\r\n]*(?:\r\n?|\n|\Z))+")
_PLAIN_ELSEWHERE = re.compile(r"[yn]|~|0o\d+|[\d:_.eE+-]*|.*\t.*", re.IGNORECASE | re.DOTALL)
"""What some readers of YAML take for something else than a string, or not at all."""
_NESTING = re.compile(r"[\[{]|[-?:][ \t]+(?=[-?][ \t])")
_INDENTATION = re.compile(r"^ *", re.MULTILINE)
_SAFE_FOR_C = 2000
"""How deep YAML may nest that libyaml's binding reads: it recurses without a limit; the reader in Python stops."""
_ESCAPES = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


class Value(NamedTuple):
    """A string in a file of settings: its span, fences and quotes included, and how it is written."""

    start: int
    end: int
    context: str


def compose(text: str) -> Node | None:
    """The YAML node of ``text`` with its marks; ``None`` where it is not valid, or not one document."""
    import yaml

    try:
        nodes = documents(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    return nodes[0] if len(nodes) == 1 else None


def documents(text: str) -> list[Node]:
    """The root of each YAML document in ``text``. Raises what PyYAML raises where it is not valid."""
    import yaml

    depth = len(_NESTING.findall(text)) + max(map(len, _INDENTATION.findall(text)))
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader) if depth <= _SAFE_FOR_C else yaml.SafeLoader
    return list(yaml.compose_all(text, Loader=loader))


def span(text: str, offset: int, node: Node) -> tuple[int, int]:
    """Where a node stands in ``text``, without its tag and anchor; ``offset`` is where the YAML starts."""
    start, end = offset + node.start_mark.index, offset + node.end_mark.index
    properties = _PROPERTIES.match(text, start, end)
    return (properties.end() if properties else start), end


def values(text: str, offset: int, node: Node, *, flow: bool) -> Iterator[Value]:
    """The parts of a string's node that are texts: one, or each paragraph of a block scalar.

    ``offset`` is where the YAML starts in ``text``; ``flow`` says that the node stands inside brackets.
    """
    start, end = span(text, offset, node)
    style = text[start : start + 1]
    if style in ("|", ">"):
        yield from _paragraphs(text, end_of_line(text, start), end, style)
    elif start < end:
        quotes = {'"': "yaml-double", "'": "yaml-single"}.get(style)
        yield Value(start, end, quotes or ("yaml-flow" if flow else "yaml-plain"))


def end_of_line(text: str, position: int) -> int:
    """Where the line that ``position`` stands in ends, its line end included."""
    match = _LINE.match(text, position)
    return match.end() if match else position


def indentation(block: str) -> int:
    """By how many spaces the lines of a block scalar are indented."""
    lines = [line for line in NEWLINE.split(block) if line.strip()]
    return min((len(line) - len(line.lstrip(" ")) for line in lines), default=0)


def _paragraphs(text: str, start: int, end: int, style: str) -> Iterator[Value]:
    """Each paragraph of a block scalar is a value; its lines, where the style or their indentation keeps them, too."""
    indent = indentation(text[start:end])
    for match in _PARAGRAPH.finditer(text, start, end):
        deeper = any(line[indent : indent + 1].isspace() for line in NEWLINE.split(match[0].rstrip()))
        context = f"yaml-literal:{indent}" if style == "|" or deeper else "yaml-folded"
        yield Value(match.start() + indent, match.start() + len(match[0].rstrip()), context)


def fold(raw: str) -> str:
    """A line break reads as a space, each further one as itself (YAML 1.2, section 6.5)."""
    return _FOLD.sub(lambda m: "\n" * (len(NEWLINE.findall(m[0])) - 1) or " ", raw)


def yaml_scalar(value: str, context: str = "yaml-plain") -> str:
    """``value`` as YAML: in the style of ``context`` if that can say it, else quoted."""
    if CONTROL.search(value) or context == "yaml-double":
        return quoted(value)
    if context == "yaml-single" or ('"' in value and not _plain(value, context)):
        return "'" + value.replace("'", "''") + "'"
    return value if _plain(value, context) else quoted(value)


def _plain(value: str, context: str) -> bool:
    """Whether ``value`` needs no quotes: read back, it is the same string, whatever the YAML version."""
    if _PLAIN_ELSEWHERE.fullmatch(value) or (context == "yaml-flow" and {"?", ":"} & set(value)):
        return False
    node = compose(f"[{value}, x]" if context == "yaml-flow" else f"k: {value}\nl: x")
    if node is None or isinstance(node.value, str) or len(node.value) != 2:
        return False
    scalar = node.value[0] if context == "yaml-flow" else node.value[0][1]
    return bool(scalar.value == value and scalar.tag.endswith(":str") and value[:1] not in "\"'|>&!")


def quoted(value: str) -> str:
    """``value`` in double quotes, as YAML, TOML and JSON read them."""
    return f'"{escaped(value)}"'


def escaped(value: str) -> str:
    """``value`` for double quotes of YAML, TOML or JSON."""
    return re.sub(r"[\"\\]|" + CONTROL.pattern, lambda m: _ESCAPES.get(m[0]) or f"\\u{ord(m[0]):04x}", value)
