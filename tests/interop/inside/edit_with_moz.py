"""Run by the tools' own Python: ``edit_with_moz.py FILE SOURCE TARGET`` edits in place with moz.l10n."""

import sys
from pathlib import Path

from moz.l10n.model import Entry, PatternMessage
from moz.l10n.resource import parse_resource, serialize_resource

path, source, target = sys.argv[1:]
resource = parse_resource(path)
entries = [entry for section in resource.sections for entry in section.entries if isinstance(entry, Entry)]
found = [
    entry
    for entry in entries
    if source in entry.id or any(meta.key == "source" and meta.value == source for meta in entry.meta)
]
if not found:
    sys.exit("moz.l10n finds no such segment")
for entry in found:
    entry.value = PatternMessage([target])
    entry.meta = [meta for meta in entry.meta if (meta.key, meta.value) != ("flag", "fuzzy")]
Path(path).write_text("".join(serialize_resource(resource)), encoding="utf-8")
