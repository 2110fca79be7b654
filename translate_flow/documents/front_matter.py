"""Front matter of Markdown files: the texts among a page's settings, in YAML, TOML or JSON.

Only the values of chosen keys are units; order, quoting, comments and all other settings keep every byte. A value is
written back in its own quoting style, and in another one only where its own cannot say it. What is no valid front
matter, or has template placeholders in the way, is left alone wholly.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from translate_flow.documents.coded import TEXT, Item, build
from translate_flow.documents.encoding import newline
from translate_flow.documents.model import Options, Piece, SourceUnit
from translate_flow.documents.yaml_text import CONTROL, NEWLINE, Value, compose, escaped, fold, quoted, yaml_scalar
from translate_flow.documents.yaml_text import values as values_of

if TYPE_CHECKING:
    from yaml import Node

_OPENING = re.compile(r"\ufeff?(?:(---)[ \t]*(?:\r\n?|\n)|(\+\+\+)[ \t]*(?:\r\n?|\n)|(?=\{\s*[\"}]))")
_YAML_END = re.compile(r"(?<=[\r\n])(?:---|\.\.\.)[ \t]*(?:\r\n?|\n|\Z)")
_TOML_END = re.compile(r"(?<=[\r\n])\+\+\+[ \t]*(?:\r\n?|\n|\Z)")
_JSON_END = re.compile(r"[ \t]*(?:\r\n?|\n|\Z)")
NO_TEXT = re.compile(
    r"[\W\d_TZ]*|(?:[a-z][\w+.-]*:)?//\S*|(?:\.{0,2}/|#|mailto:|data:)\S*|\S+\.(?:png|jpe?g|gif|svg|webp|avif|html?|md|pdf|mp[34])|true|false",
    re.IGNORECASE,
)
"""Values that are no text, whatever their key."""
_JSON_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"(\s*:)?')
_TOML_TOKEN = re.compile(
    r"""(?P<comment>\#[^\r\n]*)|(?P<line>[\r\n]+)|(?P<open>[\[{])|(?P<close>[\]}])|(?P<equals>=)|(?P<bare>[\w-]+)
    |(?P<multibasic>\"{3}(?:[^"\\]|\\.|\"{1,2}(?!\"))*?\"{3,5})|(?P<multiliteral>'{3}.*?'{3,5})
    |(?P<basic>"(?:[^"\\]|\\.)*")|(?P<literal>'[^']*')""",
    re.VERBOSE | re.DOTALL,
)
_TOML_IS_KEY = re.compile(r"[ \t]*[.=]")
CONTEXTS = ("yaml", "toml", "json")
"""How the contexts of front-matter units start."""


class Block(NamedTuple):
    """A document's front matter."""

    syntax: str
    """``yaml``, ``toml`` or ``json``."""
    start: int
    """Where its settings start, after the opening fence."""
    stop: int
    """Where they end, before the closing fence."""
    end: int
    """Where the document's body starts."""


def find(text: str) -> Block | None:
    """The front matter at the top of ``text``, if there is one; unclosed or without any setting, there is none."""
    opening = _OPENING.match(text)
    if opening is None:
        return None
    start = opening.end()
    if opening.lastindex is None:
        return _find_json(text, start)
    closing = (_YAML_END if opening[1] else _TOML_END).search(text, start)
    if closing is None or not re.search(r"^[\"']?[\w$][^\r\n]*[:=]|^#", text[start : closing.start()], re.MULTILINE):
        return None
    return Block("yaml" if opening[1] else "toml", start, closing.start(), closing.end())


def _find_json(text: str, start: int) -> Block | None:
    try:
        _, stop = json.JSONDecoder().raw_decode(text, start)
    except (ValueError, RecursionError):
        return None
    closing = _JSON_END.match(text, stop)
    return Block("json", start, stop, closing.end()) if closing else None


def units_in(text: str, options: Options) -> tuple[int, list[SourceUnit]]:
    """Where the body starts (0 without front matter), and the units of the front matter."""
    block = find(text)
    if block is None:
        return 0, []
    values = _VALUES[block.syntax](text, block, options.front_matter_keys)
    return block.end, [unit for value in values if (unit := unit_of(text, value))]


def unit_of(text: str, value: Value) -> SourceUnit | None:
    """The unit of a value; ``None`` where it is no text, but a number, an address, a file's name."""
    width = len(_QUOTES.get(value.context, ""))
    start, end = value.start + width, value.end - width
    if NO_TEXT.fullmatch(_read(value.context, text[start:end]).strip()):
        return None
    unit = build(
        text,
        [Item(TEXT, "", start, end)],
        "metadata",
        decode=lambda raw: _read(value.context, raw),
        context=value.context,
        preserve=True,
    )
    return unit._replace(start=value.start, end=value.end) if unit else None


# ---- where the values stand -------------------------------------------------------------------------------------


def _yaml_values(text: str, block: Block, keys: frozenset[str]) -> list[Value]:
    root = compose(text[block.start : block.stop])
    if root is None:
        return []
    values = chain.from_iterable(
        values_of(text, block.start, node, flow=flow) for node, flow in _yaml_nodes(root, keys)
    )
    return sorted(set(values))


def _yaml_nodes(root: Node, keys: frozenset[str]) -> Iterator[tuple[Node, bool]]:
    """The strings of chosen keys, and whether each stands inside brackets; an anchored node once."""
    import yaml

    stack = [(root, False, False)]
    seen: set[tuple[int, bool]] = set()
    while stack:
        node, chosen, flow = stack.pop()
        if (id(node), chosen) in seen:
            continue
        seen.add((id(node), chosen))
        if isinstance(node, yaml.ScalarNode):
            if chosen and node.tag == "tag:yaml.org,2002:str":
                yield node, flow
        elif isinstance(node, yaml.SequenceNode):
            stack += [(item, chosen, flow or bool(node.flow_style)) for item in node.value]
        elif isinstance(node, yaml.MappingNode):
            inside = flow or bool(node.flow_style)
            stack += [(item, key.value in keys, inside) for key, item in node.value if isinstance(key, yaml.ScalarNode)]


def _toml_values(text: str, block: Block, keys: frozenset[str]) -> list[Value]:
    import tomllib

    try:
        tomllib.loads(NEWLINE.sub("\n", text[block.start : block.stop]))
    except (tomllib.TOMLDecodeError, RecursionError):
        return []
    values: list[Value] = []
    name, key, depth = "", "", 0
    for match in _TOML_TOKEN.finditer(text, block.start, block.stop):
        kind = match.lastgroup or ""
        if kind in ("open", "close"):
            depth += 1 if kind == "open" else -1
        elif kind == "line":
            key = key if depth else ""
        elif kind == "equals":
            key = name
        elif kind == "bare":
            name = match[0]
        elif kind != "comment":
            name = match[0][1:-1]
            if key in keys and not _TOML_IS_KEY.match(text, match.end()):
                values.append(_toml_value(text, match.start(), match.end(), f"toml-{kind}"))
    return values


def _toml_value(text: str, start: int, end: int, context: str) -> Value:
    if "multi" not in context:
        return Value(start, end, context)
    inner = text[start + 3 : end - 3]
    start += 3 + len(inner) - len(inner.lstrip())
    return Value(start, start + len(inner.strip()), context)


def _json_values(text: str, block: Block, keys: frozenset[str]) -> list[Value]:
    values: list[Value] = []
    key = ""
    for match in _JSON_STRING.finditer(text, block.start, block.stop):
        if match[2]:
            key = match[1]
        elif key in keys:
            values.append(Value(match.start(), match.end(), "json"))
    return values


_VALUES: dict[str, Callable[[str, Block, frozenset[str]], list[Value]]] = {
    "yaml": _yaml_values, "toml": _toml_values, "json": _json_values,
}  # fmt: skip
_QUOTES = {"yaml-single": "'", "yaml-double": '"', "json": '"', "toml-basic": '"', "toml-literal": "'"}


# ---- what they read, and how they are written -------------------------------------------------------------------


def _read(context: str, raw: str) -> str:
    """What ``raw``, a value without its quotes or a part of one, says."""
    if context == "json":
        return str(json.loads(f'"{raw}"', strict=False))
    if context.startswith("yaml-literal"):
        return re.sub(rf"(?:\r\n?|\n) {{0,{context.rpartition(':')[2]}}}", "\n", raw)
    if context == "yaml-double" and "\\" in raw:
        node = compose(f'"{raw}"')
        return str(node.value) if node else raw
    if context.startswith("yaml"):
        return fold(raw.replace("''", "'") if context == "yaml-single" else raw)
    raw = NEWLINE.sub("\n", raw)
    if context.endswith("literal") or "\\" not in raw:
        return raw
    import tomllib

    return str(tomllib.loads(f'x = """\n{raw}"""')["x"])


def encode(text: str, unit: SourceUnit, pieces: Sequence[Piece]) -> str:
    """The value that replaces a front-matter unit, quotes included."""
    context = unit.context
    value = "".join(_read(context, piece.text) if piece.markup else piece.text for piece in pieces)
    if context == "json":
        return json.dumps(value, ensure_ascii=False)
    if context in ("toml-basic", "toml-literal"):
        simple = context == "toml-literal" and "'" not in value and not CONTROL.search(value)
        return f"'{value}'" if simple else quoted(value)
    if context in ("yaml-plain", "yaml-flow", "yaml-single", "yaml-double"):
        return yaml_scalar(value, context)
    lines = value.strip().split("\n")
    if context == "toml-multibasic":
        lines = [escaped(line) for line in lines]
    if context == "yaml-folded":
        lines = [" ".join(lines)]
    line_start = max(text.rfind("\n", 0, unit.start), text.rfind("\r", 0, unit.start)) + 1
    indent = " " * (unit.start - line_start) if context.startswith("yaml") else ""
    return (newline(text) + indent).join(lines)
