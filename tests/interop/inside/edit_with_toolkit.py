"""Run by the tools' own Python: ``edit_with_toolkit.py FILE SOURCE TARGET`` edits in place with translate-toolkit."""

import sys
from pathlib import Path

from translate.storage.factory import getobject
from translate.storage.xliff2 import Xliff2File

path, source, target = sys.argv[1:]
is_xliff2 = b'version="2.' in Path(path).read_bytes()[:1000]
store = Xliff2File.parsefile(path) if is_xliff2 else getobject(path)
found = [unit for unit in store.units if str(unit.source) == source]
if not found:
    sys.exit("translate-toolkit finds no such segment")
for unit in found:
    unit.target = target
    if hasattr(unit, "markfuzzy"):
        unit.markfuzzy(False)
store.save()
