"""``init``: a new desk, with settings that explain themselves."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from translate_flow.desk import files
from translate_flow.desk.desk import FILE_NAME
from translate_flow.documents.model import Options

TEMPLATE = """\
# The settings of this translation desk. Every line that starts with "# " and a name is a default: take the "#" away
# to change it. All of them are explained in the documentation, under "Settings".

# For whom it is translated; stands in the credit line: "Translated by NAME for ORGANISATION".
organization = ""

# Language tags: en, es-CU, pt-BR, zh-Hant …
source-language = "{source}"
target-languages = [{targets}]

# Format of the files in translations/.
# store = "po"              # or xliff-1.2, xliff-2.0, xliff-2.1, xliff-2.2

# How texts are cut into segments: "sentence" or "paragraph".
# segment-by = "sentence"

# Your own segmentation rules (SRX 2.0), which come before the built-in ones.
# segmentation = "segmentation.srx"

# Where articles, bitexts and published documents stand: folders, relative to this file, or addresses of fsspec.
# sources = "sources"         # or e.g. "s3://bucket/articles"
# translations = "translations"
# published = "published"

# The translation memory: a path below the desk, or postgresql://…; "" for none. What has this state feeds it.
# memory = "memory/memory.sqlite"
# memory-state = "translated"

# The server through which machines share large runs (--share): postgresql://…; by default that of the memory.
# claims = ""

# The glossary, as CSV or TBX.
# glossary = "memory/glossary.csv"

# Whether people may review what they translated themselves.
# review-own-work = true

# Where sources/ is published, for links to the original.
# site = "https://news.example"

# Front-matter keys whose values are translated.
# front-matter = [{keys}]

# Values of JSON and YAML documents that are text: paths of keys, "**" for any, with :text, :html or :markdown.
# fields = ["**.title", "post.body:markdown", "**.caption"]

# Lines of subtitles: "flow" (translations are wrapped anew) or "codes" (translators place each break).
# cue-lines = "flow"

# Whether names of categories and tags in WordPress exports are translated.
# translate-terms = false

# Cells of workbooks that are translated: sheets, with their columns or all of them.
# cells = ["Articles!B:D", "Captions"]

# The key of JSON and YAML that says who translated: in the credit line, or with ":names" by the names alone.
# credit-field = "translator:names"

# Seconds that the credit line is shown after the last subtitle; 0 for no such cue.
# credit-cue = 0

# What "check" looks for beside what is always wrong; see docs/reference/settings.md.
# [checks]
# ignore = ["final-punctuation"]
# names = ["Álvaro López"]
# words = ["farera"]
# headline-limit = 80

# Which parts of an article translators get.
[roles]
# byline = true
# credit = false
# related = true
# comment = false

# The credit line by target language, in place of the built-in one.
[credit-line]
# en = "Translated by {{translators}} for {{organization}}"

# Translation engines, where they differ from the usual. Keys never stand here.
# [machine.libretranslate]
# url = "http://127.0.0.1:5000/"

# Where translations are published, by names of your choice; see docs/reference/settings.md.
# [publish.web]
# target = "page"             # or folder, site, feed, epub, docx, wxr, wordpress
# address = "https://news.example"

# Options of the file systems of such addresses, by protocol. Credentials never stand here.
# [storage.s3]
# endpoint_url = "https://objects.news.example"

# Documents whose languages differ (paths below sources/).
# [[documents]]
# path = "es"
# source-language = "es"
# target-languages = ["en"]
"""
FOLDERS = ("sources", "translations")


def init(folder: Path, source: str = "en", targets: tuple[str, ...] = ()) -> list[Path]:
    """Make a desk of the folder; what was made. Nothing that is there already is touched."""
    made: list[Path] = []
    for name in FOLDERS:
        if not (folder / name).is_dir():
            (folder / name).mkdir(parents=True)
            made.append(folder / name)
    settings = folder / FILE_NAME
    if not settings.exists():
        keys = sorted(Options().front_matter_keys)
        text = TEMPLATE.format(source=source, targets=_listed(targets), keys=_listed(keys))
        files.write(settings, text.encode())
        made.append(settings)
    return made


def _listed(values: Sequence[str]) -> str:
    return ", ".join(f'"{value}"' for value in values)
