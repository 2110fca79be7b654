"""OmegaT: the file in a project whose memory has the new target; the console mode creates the translated document."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from interop.tool import Tool, ToolError, copied, debian_version, run

XLIFF = ("xliff-1.2", "xliff-2.0", "xliff-2.1", "xliff-2.2")
PAIR = {"source": "es", "target": "en"}

PROJECT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<omegat><project version="1.0">
<source_dir>__DEFAULT__</source_dir><source_dir_excludes/><target_dir>__DEFAULT__</target_dir>
<tm_dir>__DEFAULT__</tm_dir><glossary_dir>__DEFAULT__</glossary_dir><glossary_file>__DEFAULT__</glossary_file>
<dictionary_dir>__DEFAULT__</dictionary_dir>
<source_lang>{source}</source_lang><target_lang>{target}</target_lang>
<source_tok>org.omegat.tokenizer.LuceneSpanishTokenizer</source_tok>
<target_tok>org.omegat.tokenizer.LuceneEnglishTokenizer</target_tok>
<sentence_seg>false</sentence_seg><support_default_translations>true</support_default_translations>
<remove_tags>false</remove_tags><external_command/>
</project></omegat>
"""

MEMORY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx11.dtd">
<tmx version="1.1">
<header creationtool="OmegaT" creationtoolversion="3.6" o-tmf="OmegaT TMX" adminlang="EN-US" datatype="plaintext"
 segtype="paragraph" srclang="{source}"/>
<body><tu>
<tuv lang="{source}"><seg>{text}</seg></tuv>
<tuv lang="{target}" changeid="Oma Omega" changedate="20260901T100000Z"><seg>{translation}</seg></tuv>
</tu></body></tmx>
"""


def _shown(path: Path, source: str) -> str:
    """What OmegaT takes for the text to translate: in XLIFF the segment's target, where it has one."""
    if path.suffix == ".po":
        return source
    for segment in ET.parse(path).iter():  # noqa: S314 — we have just written it
        if segment.findtext("{*}source") == source:
            return segment.findtext("{*}target") or source
    raise ToolError("the file has no such segment")


def _set_target(path: Path, source: str, target: str, folder: Path) -> Path:
    project = folder / "project"
    for name in ("source", "target", "tm", "glossary", "dictionary", "omegat"):
        (project / name).mkdir(parents=True)
    (project / "omegat.project").write_text(PROJECT.format(**PAIR), "utf-8")
    copied(path, project / "source")
    translate(project, _shown(path, source), target)
    return project / "target" / path.name


def translate(project: Path, shown: str, target: str) -> None:
    """Give what OmegaT shows as a source the target, and create the translated documents. Raises :class:`ToolError`."""
    memory = MEMORY.format(**PAIR, text=escape(shown), translation=escape(target))
    (project / "omegat" / "project_save.tmx").write_text(memory, "utf-8")
    with tempfile.TemporaryDirectory() as home:
        java: list[str | Path] = ["java", f"-Duser.home={home}", "-Djava.awt.headless=true"]
        jar = ["-jar", "/usr/share/omegat/OmegaT.jar", "--mode=console-translate", "--disable-project-locking"]
        done = run([*java, *jar, f"--config-dir={home}", project], timeout=180, environment={"HOME": home})
    if not any(path.is_file() for path in (project / "target").rglob("*")):
        raise ToolError(f"OmegaT wrote nothing: {done.stdout[-300:]}")


TOOLS = (
    Tool(
        name="OmegaT",
        version=partial(debian_version, "omegat"),
        formats=("po", *XLIFF),
        limits=dict.fromkeys(
            (f"{form}/translate" for form in XLIFF),
            "takes targets for the text to translate, so that an untranslated segment stays so: hand it PO",
        ),
        set_target=_set_target,
        how="console mode; the project's memory has the new target",
    ),
)
