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
from translate_flow.documents.model import Options, Piece, SourceUnit

if TYPE_CHECKING:
    from yaml import Node

_OPENING = re.compile(r"\ufeff?(?:(---)[ \t]*(?:\r\n?|\n)|(\+\+\+)[ \t]*(?:\r\n?|\n)|(?=\{\s*[\"}]))")
_YAML_END = re.compile(r"(?<=[\r\n])(?:---|\.\.\.)[ \t]*(?:\r\n?|\n|\Z)")
_TOML_END = re.compile(r"(?<=[\r\n])\+\+\+[ \t]*(?:\r\n?|\n|\Z)")
_JSON_END = re.compile(r"[ \t]*(?:\r\n?|\n|\Z)")
_NO_TEXT = re.compile(
    r"[\W\d_TZ]*|(?:[a-z][\w+.-]*:)?//\S*|(?:\.{0,2}/|#|mailto:|data:)\S*|\S+\.(?:png|jpe?g|gif|svg|webp|avif|html?|md|pdf|mp[34])|true|false",
    re.IGNORECASE,
)
_YAML_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)+")
_FOLD = re.compile(r"[ \t]*(?:\r\n?|\n)[ \t\r\n]*")
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
_PARAGRAPH = re.compile(r"(?:[ \t]*[^\s][^\r\n]*(?:\r\n?|\n|\Z))+")
_NEWLINE = re.compile(r"\r\n?|\n")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff\x85\u2028\u2029]")
_PLAIN_ELSEWHERE = re.compile(r"[yn]|~|0o\d+|[\d:_.eE+-]*|.*\t.*", re.IGNORECASE | re.DOTALL)
"""What some readers of YAML take for something else than a string, or not at all."""
_JSON_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"(\s*:)?')
_TOML_TOKEN = re.compile(
    r"""(?P<comment>\#[^\r\n]*)|(?P<line>[\r\n]+)|(?P<open>[\[{])|(?P<close>[\]}])|(?P<equals>=)|(?P<bare>[\w-]+)
    |(?P<multibasic>\"{3}(?:[^"\\]|\\.|\"{1,2}(?!\"))*?\"{3,5})|(?P<multiliteral>'{3}.*?'{3,5})
    |(?P<basic>"(?:[^"\\]|\\.)*")|(?P<literal>'[^']*')""",
    re.VERBOSE | re.DOTALL,
)
_TOML_IS_KEY = re.compile(r"[ \t]*[.=]")
_ESCAPES = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
CONTEXTS = ("yaml", "toml", "json")
"""How the contexts of front-matter units start."""
_NESTING = re.compile(r"[\[{]|[-?:][ \t]+(?=[-?][ \t])")
_INDENTATION = re.compile(r"^ *", re.MULTILINE)
_SAFE_FOR_C = 2000
"""How deep YAML may nest that libyaml's binding reads: it recurses without a limit; the reader in Python stops."""


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


class _Value(NamedTuple):
    """A chosen value: its span, fences and quotes included, and how it is written."""

    start: int
    end: int
    context: str


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
    return block.end, [unit for value in values if (unit := _unit(text, value))]


def _unit(text: str, value: _Value) -> SourceUnit | None:
    width = len(_QUOTES.get(value.context, ""))
    start, end = value.start + width, value.end - width
    if _NO_TEXT.fullmatch(_read(value.context, text[start:end]).strip()):
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


def _yaml_values(text: str, block: Block, keys: frozenset[str]) -> list[_Value]:
    root = compose(text[block.start : block.stop])
    if root is None:
        return []
    values = chain.from_iterable(_yaml_scalar(text, block, node, flow) for node, flow in _yaml_nodes(root, keys))
    return sorted(set(values))


def compose(text: str) -> Node | None:
    """The YAML node of ``text`` with its marks; ``None`` where it is not valid."""
    import yaml

    depth = len(_NESTING.findall(text)) + max(map(len, _INDENTATION.findall(text)))
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader) if depth <= _SAFE_FOR_C else yaml.SafeLoader
    try:
        return yaml.compose(text, Loader=loader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None


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


def _yaml_scalar(text: str, block: Block, node: Node, flow: bool) -> Iterator[_Value]:
    start, end = block.start + node.start_mark.index, block.start + node.end_mark.index
    if properties := _YAML_PROPERTIES.match(text, start, end):
        start = properties.end()
    style = text[start : start + 1]
    if style in ("|", ">"):
        yield from _yaml_paragraphs(text, _end_of_line(text, start), end, style)
    elif start < end:
        quoted = {'"': "yaml-double", "'": "yaml-single"}.get(style)
        yield _Value(start, end, quoted or ("yaml-flow" if flow else "yaml-plain"))


def _end_of_line(text: str, position: int) -> int:
    match = _LINE.match(text, position)
    return match.end() if match else position


def _yaml_paragraphs(text: str, start: int, end: int, style: str) -> Iterator[_Value]:
    """Each paragraph of a block scalar is a value; its lines, where the style or their indentation keeps them, too."""
    lines = [line for line in _NEWLINE.split(text[start:end]) if line.strip()]
    indent = min((len(line) - len(line.lstrip(" ")) for line in lines), default=0)
    for match in _PARAGRAPH.finditer(text, start, end):
        deeper = any(line[indent : indent + 1].isspace() for line in _NEWLINE.split(match[0].rstrip()))
        context = f"yaml-literal:{indent}" if style == "|" or deeper else "yaml-folded"
        yield _Value(match.start() + indent, match.start() + len(match[0].rstrip()), context)


def _toml_values(text: str, block: Block, keys: frozenset[str]) -> list[_Value]:
    import tomllib

    try:
        tomllib.loads(_NEWLINE.sub("\n", text[block.start : block.stop]))
    except (tomllib.TOMLDecodeError, RecursionError):
        return []
    values: list[_Value] = []
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


def _toml_value(text: str, start: int, end: int, context: str) -> _Value:
    if "multi" not in context:
        return _Value(start, end, context)
    inner = text[start + 3 : end - 3]
    start += 3 + len(inner) - len(inner.lstrip())
    return _Value(start, start + len(inner.strip()), context)


def _json_values(text: str, block: Block, keys: frozenset[str]) -> list[_Value]:
    values: list[_Value] = []
    key = ""
    for match in _JSON_STRING.finditer(text, block.start, block.stop):
        if match[2]:
            key = match[1]
        elif key in keys:
            values.append(_Value(match.start(), match.end(), "json"))
    return values


_VALUES: dict[str, Callable[[str, Block, frozenset[str]], list[_Value]]] = {
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
        return _fold(raw.replace("''", "'") if context == "yaml-single" else raw)
    raw = _NEWLINE.sub("\n", raw)
    if context.endswith("literal") or "\\" not in raw:
        return raw
    import tomllib

    return str(tomllib.loads(f'x = """\n{raw}"""')["x"])


def _fold(raw: str) -> str:
    """A line break reads as a space, each further one as itself (YAML 1.2, section 6.5)."""
    return _FOLD.sub(lambda m: "\n" * (len(_NEWLINE.findall(m[0])) - 1) or " ", raw)


def encode(text: str, unit: SourceUnit, pieces: Sequence[Piece]) -> str:
    """The value that replaces a front-matter unit, quotes included."""
    context = unit.context
    value = "".join(_read(context, piece.text) if piece.markup else piece.text for piece in pieces)
    if context == "json":
        return json.dumps(value, ensure_ascii=False)
    if context in ("toml-basic", "toml-literal"):
        simple = context == "toml-literal" and "'" not in value and not _CONTROL.search(value)
        return f"'{value}'" if simple else quoted(value)
    if context in ("yaml-plain", "yaml-flow", "yaml-single", "yaml-double"):
        return yaml_scalar(value, context)
    lines = value.strip().split("\n")
    if context == "toml-multibasic":
        lines = [_escaped(line) for line in lines]
    if context == "yaml-folded":
        lines = [" ".join(lines)]
    line_start = max(text.rfind("\n", 0, unit.start), text.rfind("\r", 0, unit.start)) + 1
    indent = " " * (unit.start - line_start) if context.startswith("yaml") else ""
    return (("\r\n" if "\r\n" in text else "\n") + indent).join(lines)


def yaml_scalar(value: str, context: str = "yaml-plain") -> str:
    """``value`` as YAML: in the style of ``context`` if that can say it, else quoted."""
    if _CONTROL.search(value) or context == "yaml-double":
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
    return f'"{_escaped(value)}"'


def _escaped(value: str) -> str:
    """``value`` for double quotes of YAML, TOML or JSON."""
    return re.sub(r"[\"\\]|" + _CONTROL.pattern, lambda m: _ESCAPES.get(m[0]) or f"\\u{ord(m[0]):04x}", value)
