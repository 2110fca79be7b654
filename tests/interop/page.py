"""``docs/interop.md``: what the runs found, as tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from interop.exchange import BY
from interop.results import Result, Results, Trip
from interop.sample import EDITS
from interop.tool import HERE, Tool
from interop.tools import DESKTOP, PROGRAMS

PAGE = HERE.parent.parent / "docs" / "interop.md"

FORMATS = {
    "po": "PO",
    "xliff-1.2": "XLIFF 1.2",
    "xliff-2.0": "XLIFF 2.0",
    "xliff-2.1": "XLIFF 2.1",
    "xliff-2.2": "XLIFF 2.2",
}
ASPECTS = (
    "change", "targets", "states", "credits", "notes", "codes", "previous source", "matches", "ids", "people",
)  # fmt: skip

HEAD = """\
# Round trips through other tools

<!-- Written by the interop tests: pytest -m interop --interop-page (and pytest -m desktop --interop-page). -->

A half-translated article is exported, opened in the real tool, one target is changed there, the file is saved and
imported again. This is done twice: once an untranslated segment is translated, once a final one is corrected. The
tests that do it wrote this page. CONTRIBUTING.md in the repository says how to run them.

"Keeps" is what our reader finds in the saved file, compared with what was exported, the changed segment apart:
"yes" is all, "3 of 7" some of it. Two figures are those of the two changes, where they differ. The columns are

- *change*: the new target is in the file; *targets*: the others, without their codes; *states*: with sub-states;
- *credits*, *notes*, *codes*, *previous source*, *matches* (proposals) and *ids* of segments;
- *people*: those named in the file's head.

A loss in the file is none on the desk: the import compares with what was exported and keeps what a tool dropped. The
second table of a format says what the import took, who got the credit ("importer" is the person who brings the file
back, where the file names nobody), and for how many segments it told the coordinator to look: *emptied* is a target
that came back empty, *source-changed* a source that is not ours any more, *resegmented* a unit that is cut in another
way. Ours stays in all three; a new target is kept as a proposal.

The list below the tables says what cannot come back. A tool that is in the tables too loses one of the two changes
only: the tables tell of the other. What does not open XLIFF 2.0 was not tried with 2.1 and 2.2, nor the tools for PO
alone (gettext, gettext-parser) with XLIFF.
"""


def render(results: Results) -> str:
    """The whole page."""
    sections = ("\n".join(_section(title, results.get(form, {}))) for form, title in FORMATS.items())
    return "\n".join([HEAD, *sections, *_drivers()])


def _section(title: str, found: dict[str, Result]) -> Iterator[str]:
    yield f"## {title}\n"
    tools = [tool for tool in (*PROGRAMS, *DESKTOP) if tool.name in found]
    opened = [tool for tool in tools if found[tool.name]["trips"]]
    yield from _table(["tool keeps", *ASPECTS], [[_named(tool, found), *_kept(found[tool.name])] for tool in opened])
    yield ""
    rows = [[tool.name, *_imported(found[tool.name])] for tool in opened]
    yield from _table(["after", "import takes", "credit", "reported"], rows)
    yield ""
    limits = [f"- {_named(tool, found)} {limit}." for tool in tools for limit in found[tool.name]["limits"]]
    if limits:
        yield "What cannot come back, and so changes nothing on the desk:\n"
        yield from limits
        yield ""


def _named(tool: Tool, found: dict[str, Result]) -> str:
    return f"{tool.name} {found[tool.name]['version']}"


def _kept(result: Result) -> Iterator[str]:
    for aspect in ASPECTS:
        yield _both(trip["kept"][aspect] for trip in _trips(result))


def _imported(result: Result) -> Iterator[str]:
    yield _both(trip["taken"] for trip in _trips(result))
    yield _both("importer" if trip["credit"] == BY else trip["credit"] for trip in _trips(result))
    yield _both(_counted(trip["reported"]) for trip in _trips(result))


def _counted(words: list[str]) -> str:
    return ", ".join(f"{number} {word}" for word, number in sorted(Counter(words).items())) or "nothing"


def _trips(result: Result) -> list[Trip]:
    return [result["trips"][edit.name] for edit in EDITS if edit.name in result["trips"]]


def _both(said: Iterable[str]) -> str:
    """Each different answer once."""
    return " / ".join(dict.fromkeys(said))


def _table(head: list[str], rows: list[list[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"| {' | '.join(':---' for _ in head)} |"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _drivers() -> Iterator[str]:
    yield "## How each is driven\n"
    yield from _table(["tool", "what the driver does"], [[tool.name, tool.how] for tool in (*PROGRAMS, *DESKTOP)])
    yield ""
