"""Libraries for Node.js that web projects hand their files through."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

from interop.tool import HERE, Tool, copied, run


def _set_target(path: Path, source: str, target: str, folder: Path, *, script: str) -> Path:
    saved = copied(path, folder)
    run(["node", HERE / "inside" / script, saved, source, target])
    return saved


def _version(package: str) -> str:
    described = HERE / "node_modules" / package / "package.json"
    return str(json.loads(described.read_text("utf-8"))["version"])


def _tool(package: str, script: str, formats: tuple[str, ...], how: str, *, refuses: tuple[str, ...] = ()) -> Tool:
    return Tool(
        name=package.rpartition("/")[2],
        version=partial(_version, package),
        formats=formats,
        refuses=refuses,
        set_target=partial(_set_target, script=script),
        how=how,
    )


TOOLS = (
    _tool("gettext-parser", "edit_with_gettext_parser.mjs", ("po",), "parses, sets `msgstr`, compiles"),
    _tool("xliff", "edit_with_xliff.cjs", ("xliff-1.2", "xliff-2.0", "xliff-2.1"), "to JavaScript's values and back"),
    _tool("ilib-xliff", "edit_with_ilib.mjs", ("xliff-1.2", "xliff-2.0"), "deserialises, sets the target, serialises"),
    _tool(
        "@ngx-i18nsupport/ngx-i18nsupport-lib",
        "edit_with_ngx.cjs",
        ("xliff-1.2", "xliff-2.0"),
        "sets target and state, gives the edited content (Angular's xliffmerge)",
        refuses=("xliff-2.1", "xliff-2.2"),
    ),
)
