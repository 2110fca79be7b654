"""GNU gettext: the translation comes from a compendium, as a translator's memory would give it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import polib

from interop.tool import Tool, debian_version, run


def _compendium(path: Path, source: str, target: str, folder: Path) -> Path:
    """A PO file of the one translation."""
    original, single = polib.pofile(str(path)), polib.POFile()
    single.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Language": original.metadata["Language"]}
    for entry in original:
        if entry.msgid == source and not entry.obsolete:
            single.append(polib.POEntry(msgid=source, msgctxt=entry.msgctxt, msgstr=target))
    single.save(str(saved := folder / "compendium.po"))
    return saved


def _msgcat(path: Path, source: str, target: str, folder: Path, *, before: str = "") -> Path:
    """The compendium put over the file; ``before`` is a program that the file passes first."""
    compendium = _compendium(path, source, target, folder)
    if before:
        run([before, "-o", passed := folder / "passed.po", path])
        path = passed
    run(["msgcat", "--use-first", "-o", saved := folder / "saved.po", compendium, path])
    return saved


def _msgmerge(path: Path, source: str, target: str, folder: Path) -> Path:
    """The template is the file itself without translations."""
    compendium = _compendium(path, source, target, folder)
    without = ["--clear-previous", "--clear-fuzzy", "--no-obsolete", "--empty"]
    run(["msgattrib", *without, "-o", template := folder / "template.pot", path])
    # msgmerge adds the template's comments to the file's own, so a template has none of a translator.
    lines = template.read_text("utf-8").splitlines(keepends=True)
    template.write_text("".join(line for line in lines if not line.startswith(("# ", "#\n"))), "utf-8")
    old = _without_target(path, source, folder)
    run(["msgmerge", "--previous", "-C", compendium, "-o", saved := folder / "saved.po", old, template])
    return saved


def _without_target(path: Path, source: str, folder: Path) -> Path:
    """The file with the segment untranslated: msgmerge asks a compendium only then."""
    found = polib.pofile(str(path), wrapwidth=76)
    for entry in found:
        if entry.msgid == source and not entry.obsolete:
            entry.msgstr = ""
    found.save(str(emptied := folder / "emptied.po"))
    return emptied


def _tool(name: str, set_target: partial[Path], how: str) -> Tool:
    return Tool(
        name=f"gettext {name}",
        version=partial(debian_version, "gettext"),
        formats=("po",),
        set_target=set_target,
        how=how,
    )


TOOLS = (
    _tool("msgcat", partial(_msgcat), "joins the file with a compendium that has the new target"),
    _tool("msgattrib", partial(_msgcat, before="msgattrib"), "writes the file out again, then as msgcat"),
    _tool("msgmerge", partial(_msgmerge), "merges with a template, a compendium has the new target"),
)
