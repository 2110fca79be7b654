"""The top-level settings of front matter: where their values stand, and how new ones are written."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from translate_flow.documents.front_matter import Block
from translate_flow.documents.yaml_text import compose, quoted, yaml_scalar

Value = str | Sequence[str]

_TOML_FIELD = re.compile(
    r"^[ \t]*([\w-]+)[ \t]*=[ \t]*(\"[^\"\r\n]*\"|'[^'\r\n]*'|\[[^\[\]]*\]|[^\s\"'\[#]+)", re.MULTILINE
)
_TOML_TABLE = re.compile(r"^[ \t]*\[\[?[ \t]*[\w\"'][^\]\r\n,=]*\]", re.MULTILINE)
_JSON_BETWEEN = re.compile(r"[\s,:]*")


def fields(text: str, block: Block) -> dict[str, tuple[int, int]] | None:
    """Each top-level key to the span of its value; ``None`` where the settings can't be read, or not be added to."""
    if block.syntax == "json":
        return _json_fields(text, block)
    if block.syntax == "toml":
        end = _toml_end(text, block)
        return {match[1]: match.span(2) for match in _TOML_FIELD.finditer(text, block.start, end)}
    root = compose(text[block.start : block.stop])
    if root is None or isinstance(root.value, str) or getattr(root, "flow_style", True) or root.start_mark.column:
        return None
    found: dict[str, tuple[int, int]] = {}
    for key, value in root.value:
        last = value
        while not isinstance(last.value, str) and last.value and not last.flow_style:
            last = last.value[-1] if not isinstance(last.value[-1], tuple) else last.value[-1][1]
        found[str(key.value)] = (block.start + value.start_mark.index, block.start + last.end_mark.index)
    return found


def _toml_end(text: str, block: Block) -> int:
    """Where the top level ends: before the first table."""
    table = _TOML_TABLE.search(text, block.start, block.stop)
    return table.start() if table else block.stop


def _json_fields(text: str, block: Block) -> dict[str, tuple[int, int]]:
    decoder = json.JSONDecoder()
    found: dict[str, tuple[int, int]] = {}
    position = _after(text, block.start + 1)
    while text[position] != "}":
        key, position = decoder.raw_decode(text, position)
        position = _after(text, position)
        _, end = decoder.raw_decode(text, position)
        found[key] = (position, end)
        position = _after(text, end)
    return found


def _after(text: str, position: int) -> int:
    match = _JSON_BETWEEN.match(text, position)
    return match.end() if match else position


def assign(text: str, block: Block, values: Mapping[str, Value]) -> str:
    """``text`` with these top-level settings: values replaced where the key is there, else added behind the others."""
    known = fields(text, block)
    if known is None:
        return text
    newline = "\r\n" if "\r\n" in text[block.start : block.stop] else "\n"
    added = "".join(_line(text, block, key, values[key], newline) for key in values if key not in known)
    edits = [
        (*known[key], _written(block.syntax, value, text[known[key][0]]))
        for key, value in values.items()
        if key in known
    ]
    at = _toml_end(text, block) if block.syntax == "toml" else block.stop
    if block.syntax == "json":
        at = max((end for _, end in known.values()), default=block.start + 1)
        added = added if known else added.removeprefix(",")
    for start, end, written in sorted([*edits, (at, at, added)], reverse=True):
        text = text[:start] + written + text[end:]
    return text


def _line(text: str, block: Block, key: str, value: Value, newline: str) -> str:
    if block.syntax == "json":
        indent = re.match(r"\{(\s*)", text[block.start :])
        return f",{indent[1] if indent else ''}{quoted(key)}: {_written('json', value)}"
    return f"{key}{' = ' if block.syntax == 'toml' else ': '}{_written(block.syntax, value)}{newline}"


def _written(syntax: str, value: Value, quote: str = "") -> str:
    """``value`` in this syntax; ``quote`` is how the value that it replaces starts."""
    if not isinstance(value, str):
        items = (yaml_scalar(item, "yaml-flow") if syntax == "yaml" else quoted(item) for item in value)
        return f"[{', '.join(items)}]"
    if syntax == "yaml":
        return yaml_scalar(value, {'"': "yaml-double", "'": "yaml-single"}.get(quote, "yaml-plain"))
    return quoted(value)
