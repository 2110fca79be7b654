"""Qt Linguist's own format and back: ``lconvert`` reads and writes for Linguist."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from xml.etree import ElementTree as ET

from interop.tool import Tool, ToolError, run

NAMES = {".po": "po", ".xlf": "xlf"}


def _set_target(path: Path, source: str, target: str, folder: Path, *, lconvert: str) -> Path:
    run([lconvert, "-i", path, "-o", linguist := folder / "linguist.ts"])
    document = ET.parse(linguist)  # noqa: S314 — Qt has just written it
    found = [message for message in document.iter("message") if message.findtext("source") == source]
    if not found:
        raise ToolError("lconvert does not give the segment")
    for message in found:
        translation = message.find("translation")
        if translation is None:
            translation = ET.SubElement(message, "translation")
        translation.attrib.pop("type", None)
        translation.text = target
    document.write(linguist, encoding="utf-8", xml_declaration=True)
    saved = folder / f"saved{path.suffix}"
    run([lconvert, "-i", linguist, "-o", saved, "-of", NAMES[path.suffix]])
    return saved


def _version(lconvert: str) -> str:
    return run([lconvert.replace("lconvert", "lrelease"), "-version"]).stdout.split()[-1]


def _tool(major: int) -> Tool:
    lconvert = f"/usr/lib/qt{major}/bin/lconvert"
    return Tool(
        name=f"Qt {major} lconvert",
        version=partial(_version, lconvert),
        formats=("po", "xliff-1.2", "xliff-2.0"),
        limits={"xliff-2.0": "does not open it"},
        set_target=partial(_set_target, lconvert=lconvert),
        how="to Linguist's format, edited there, and back",
    )


TOOLS = (_tool(5), _tool(6))
