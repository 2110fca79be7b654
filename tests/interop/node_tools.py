"""Libraries for Node.js that web projects hand their files through."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

from interop.tool import HERE, Tool, copied, run

XLIFF = ("xliff-1.2", "xliff-2.0", "xliff-2.1", "xliff-2.2")


def _set_target(path: Path, source: str, target: str, folder: Path, *, script: str) -> Path:
    saved = copied(path, folder)
    run(["node", HERE / "inside" / script, saved, source, target])
    return saved


def _version(package: str) -> str:
    described = HERE / "node_modules" / package / "package.json"
    return str(json.loads(described.read_text("utf-8"))["version"])


def _tool(package: str, script: str, how: str, limits: dict[str, str], formats: tuple[str, ...] = XLIFF) -> Tool:
    return Tool(
        name=package.rpartition("/")[2],
        version=partial(_version, package),
        formats=formats,
        limits=limits,
        set_target=partial(_set_target, script=script),
        how=how,
    )


TOOLS = (
    _tool("gettext-parser", "edit_with_gettext_parser.mjs", "parses, sets `msgstr`, compiles", {}, ("po",)),
    _tool(
        "xliff",
        "edit_with_xliff.cjs",
        "to JavaScript's values and back",
        {"xliff-1.2/translate": "indents texts with codes; a segment beside one looks cut anew: kept as a proposal"}
        | dict.fromkeys(
            XLIFF[1:], "writes `<` unescaped into attributes, so that the file is no XML, and one segment a unit"
        ),
    ),
    _tool(
        "ilib-xliff",
        "edit_with_ilib.mjs",
        "deserialises, sets the target, serialises",
        {"xliff-1.2": "skips units in groups"}
        | dict.fromkeys(XLIFF[1:], "writes no namespace, no codes and one segment a unit"),
    ),
    _tool(
        "@ngx-i18nsupport/ngx-i18nsupport-lib",
        "edit_with_ngx.cjs",
        "sets target and state, gives the edited content (Angular's xliffmerge)",
        dict.fromkeys(XLIFF[2:], "does not open it")
        | {"xliff-2.0/translate": "knows only the first segment of a unit: what is untranslated behind it stays so"},
    ),
)
