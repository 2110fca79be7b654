"""GNU gettext: its programs edit nothing themselves, so the file is edited as text and then passes through one."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

from interop.tool import Tool, ToolError, debian_version, run


def _edited(path: Path, source: str, target: str, folder: Path) -> Path:
    """The file with the target, as any text editor would leave it."""
    entry = re.compile(f'(msgid "{re.escape(source)}"\nmsgstr ").*"')
    text, found = entry.subn(rf'\g<1>{target}"', path.read_text("utf-8"))
    if not found:
        raise ToolError("the file has no such segment")
    (edited := folder / "edited.po").write_text(text, "utf-8")
    return edited


def _passed(path: Path, source: str, target: str, folder: Path, *, program: str) -> Path:
    edited = _edited(path, source, target, folder)
    run([program, "-o", saved := folder / "saved.po", edited])
    return saved


def _merged(path: Path, source: str, target: str, folder: Path) -> Path:
    """The template is the file itself without translations and without what translators wrote."""
    edited = _edited(path, source, target, folder)
    without = ["--clear-previous", "--clear-fuzzy", "--no-obsolete", "--empty"]
    run(["msgattrib", *without, "-o", template := folder / "template.pot", path])
    lines = template.read_text("utf-8").splitlines(keepends=True)
    template.write_text("".join(line for line in lines if not line.startswith(("# ", "#\n"))), "utf-8")
    run(["msgmerge", "--previous", "-o", saved := folder / "saved.po", edited, template])
    return saved


def _tool(name: str, set_target: partial[Path], how: str) -> Tool:
    return Tool(
        name=f"gettext {name}",
        version=partial(debian_version, "gettext"),
        formats=("po",),
        set_target=set_target,
        how=how,
    )


TOOLS = (
    _tool("msgcat", partial(_passed, program="msgcat"), "the file, edited as text, is written out again"),
    _tool("msgattrib", partial(_passed, program="msgattrib"), "the file, edited as text, is written out again"),
    _tool("msgmerge", partial(_merged), "the file, edited as text, is merged with its template"),
)
