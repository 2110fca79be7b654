"""Pages of a package, for people: what the article looks like, and what to do with the files."""

from __future__ import annotations

from html import escape

from translate_flow import languages
from translate_flow.bitext import TAG, Bitext, Unit
from translate_flow.desk.exchange.handoff import Handoff

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """
:root { color-scheme: light dark; }
body { font: 1.05rem/1.55 Georgia, serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }
small, code, table { font-family: ui-monospace, monospace; font-size: .8rem; }
small { display: block; opacity: .65; margin: 1.4rem 0 -.9rem; }
blockquote { border-inline-start: .25rem solid; margin-inline: 0; padding-inline-start: 1rem; }
td, th { text-align: start; padding: .15rem .8rem .15rem 0; }
"""
_ELEMENTS = {
    "headline": "h1", "subheadline": "h2", "heading": "h2", "quote": "blockquote", "pull-quote": "blockquote",
    "caption": "figcaption", "list-item": "li",
}  # fmt: skip


def _page(language: str, title: str, body: str) -> bytes:
    return f"""<!DOCTYPE html>
<html lang="{escape(language)}" dir="{languages.direction(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<title>{escape(title)}</title>
<style>{_STYLE}</style>
</head>
<body>
{body}</body>
</html>
""".encode()


def preview(bitext: Bitext, document: str) -> bytes:
    """The source as a reader would see it, each block under its role; all text, no markup of the article itself."""
    blocks = "".join(_block(unit, bitext.source_language) for unit in bitext.units)
    return _page(bitext.source_language, document, blocks)


def _block(unit: Unit, language: str) -> str:
    element = _ELEMENTS.get(unit.role, "p")
    text = languages.joiner(language).join(segment.source for segment in unit.segments)
    ids = {code.id for code in unit.codes}
    shown = TAG.sub(lambda tag: "" if tag[2] in ids else tag[0], text)
    return f"<small>{escape(unit.role)}</small>\n<{element}>{escape(shown)}</{element}>\n"


_OPEN = {
    "po": "Open each .po file below “bitexts” in Poedit, Lokalize, OmegaT, gtranslator or any other PO editor.",
    "xliff-1.2": "Open each .xlf file below “bitexts” in Trados, memoQ, Lokalize, Poedit or any other CAT tool.",
    "xliff-2.0": "Open each .xlf file below “bitexts” in Trados, memoQ, Poedit or any other tool that reads XLIFF 2.0.",
    "xliff-2.1": "Open each .xlf file below “bitexts” in a tool that reads XLIFF 2.1.",
    "xliff-2.2": "Open each .xlf file below “bitexts” in a tool that reads XLIFF 2.2.",
    "omegat": "Unpack the folder and open it in OmegaT: Project › Open. The project is set up already.",
}
_RETURN = {
    "omegat": "When you are done: Project › Create Translated Documents. Then send the folder back, or just “target”.",
}


def instructions(handoff: Handoff) -> bytes:
    """What a translator does with the package."""
    rows = "".join(
        f"<tr><td>{escape(one.document)}</td><td>{escape(_pair(one.source_language, one.target_language))}</td>"
        f"<td>{len(one.segments)}</td><td>{escape(one.file)}</td></tr>\n"
        for one in handoff.bitexts
    )
    sent_back = _RETURN.get(handoff.format, "When you are done, save, and send the files below “bitexts” back.")
    for_whom = f" for {handoff.organization}" if handoff.organization else ""
    body = f"""<h1>Translation work{escape(for_whom)}</h1>
<p>Package <code>{escape(handoff.id)}</code></p>
<table>
<tr><th>article</th><th>languages</th><th>segments</th><th>file</th></tr>
{rows}</table>
<h2>What to do</h2>
<ol>
<li>{escape(_OPEN[handoff.format])}</li>
<li>Look at the article as a whole in “preview”; the original file is there too.</li>
<li>Translate segment by segment. Tags such as <code>&lt;a1&gt;…&lt;/a1&gt;</code> or <code>&lt;br2/&gt;</code> stand
for links, bold words and the like: keep each of them once, around the words that it belongs to.</li>
<li>Enter your name as the translator in your tool's settings, if it has such a thing: so you get the credit.</li>
<li>{escape(sent_back)}</li>
</ol>
<p>Please keep the names of files and the identifiers in them. Half-finished work is welcome: nothing that is empty
overwrites anything.</p>
"""
    return _page("en", f"Translation work {handoff.id}", body)


def _pair(source: str, target: str) -> str:
    return f"{languages.name(source)} → {languages.name(target)}"


def omegat_project(source: str, target: str) -> bytes:
    """OmegaT's project file: our segments stay whole, and tags stay in."""
    default = "<{0}>__DEFAULT__</{0}>"
    folders = "\n    ".join(
        default.format(name)
        for name in ("source_dir", "target_dir", "tm_dir", "glossary_dir", "glossary_file", "dictionary_dir")
    )
    return f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<omegat>
  <project version="1.0">
    {folders}
    <source_lang>{escape(source)}</source_lang>
    <target_lang>{escape(target)}</target_lang>
    <sentence_seg>false</sentence_seg>
    <support_default_translations>true</support_default_translations>
    <remove_tags>false</remove_tags>
  </project>
</omegat>
""".encode()
