"""What the XLIFF committee's test suites say of our reader: every file, refused or accepted, and for which reason.

    python benchmarks/conformance.py --suite FOLDER… [-o docs/conformance.md]

A suite is a folder with ``…/valid/*.xlf``, ``…/invalid/*.xlf`` and perhaps ``…/in-out/*.xlf``. The reason that a file
must be refused for was read from the file and is kept, by rule, in ``conformance.toml``; a file that is not listed
there counts as refused for whatever rule it breaks first.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from translate_flow.stores.xliff2.check import Fault, check

_REASONS = Path(__file__).with_name("conformance.toml")
_INTRODUCTION = """\
# XLIFF 2 conformance

`validate`, and every reading of an XLIFF 2 file, applies the standard's grammar and its constraints, those that a
schema cannot express included. These figures are from the test suites of the OASIS XLIFF technical committee; the
command is

    python benchmarks/conformance.py --suite FOLDER… -o docs/conformance.md

“For the right reason” means that the file was read, its fault named, and that rule is among those reported.
"""


@dataclass(frozen=True, slots=True)
class Reasons:
    """What is known of the suites' files, by file name without its suffix."""

    rules: dict[str, str]
    """The rule that an invalid file breaks."""
    broken: dict[str, str]
    """Why a file that is called valid is not."""
    notes: list[str]


@dataclass(slots=True)
class Suite:
    """What came out of one suite."""

    name: str
    accepted: int = 0
    refused: dict[str, Fault] = field(default_factory=dict)
    """Valid files that were refused, and the first fault."""
    caught: dict[str, list[Fault]] = field(default_factory=dict)
    """Invalid files that were refused, and all faults."""
    missed: list[str] = field(default_factory=list)


def reasons() -> Reasons:
    """Read ``conformance.toml``."""
    table = tomllib.loads(_REASONS.read_text(encoding="utf-8"))
    rules = {name: rule for rule, names in table["rules"].items() for name in names}
    return Reasons(rules, table["broken"], table["notes"])


def run(folder: Path) -> Suite:
    """Check all files of a suite; it is named by the version in its path, or else by its folder."""
    versions = re.findall(r"\b2\.[0-9]\b", str(folder.resolve()))
    suite = Suite(f"XLIFF {versions[-1]}" if versions else folder.name)
    for path in sorted(folder.rglob("*.xlf")):
        faults = check(path.read_bytes())
        if path.parent.name == "invalid":
            if faults:
                suite.caught[path.stem] = faults
            else:
                suite.missed.append(path.stem)
        elif faults:
            suite.refused[path.stem] = faults[0]
        else:
            suite.accepted += 1
    return suite


def page(suites: list[Suite], known: Reasons) -> str:
    """The report as Markdown."""
    parts = [
        _INTRODUCTION,
        "## By version\n",
        _table(["suite", "valid, accepted", "invalid, refused", "for the right reason"], _totals(suites, known)),
        "## Valid files that are refused\n",
        *_refused(suites, known),
        "## Where the suite is laxer than the text\n",
        *(f"- {note}\n" for note in known.notes),
        "\n## By rule\n",
        "Which files of the suites each rule catches; `2.1` or `2.2` where only that suite has the file.\n",
        _table(["rule", "section", "invalid files"], _by_rule(suites, known)),
    ]
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def _totals(suites: list[Suite], known: Reasons) -> Iterator[list[str]]:
    for suite in suites:
        valid, invalid = suite.accepted + len(suite.refused), len(suite.caught) + len(suite.missed)
        right = sum(_reason(name, faults, known) is not None for name, faults in suite.caught.items())
        yield [
            suite.name,
            f"{suite.accepted} of {valid}",
            f"{len(suite.caught)} of {invalid}",
            f"{right} of {invalid}",
        ]


def _reason(name: str, faults: list[Fault], known: Reasons) -> Fault | None:
    """The fault that a file must be refused for, if it was."""
    wanted = known.rules.get(name, faults[0].rule)
    return next((fault for fault in faults if fault.rule == wanted), None)


def _refused(suites: list[Suite], known: Reasons) -> Iterator[str]:
    if not any(suite.refused for suite in suites):
        yield "None.\n"
    for suite in suites:
        for name, fault in suite.refused.items():
            argument = known.broken.get(name, "Not argued yet.")
            yield f"- **{name}.xlf** ({suite.name}), line {fault.element.sourceline}, `{fault.rule}`. {argument}\n"


def _by_rule(suites: list[Suite], known: Reasons) -> Iterator[list[str]]:
    rows: dict[tuple[str, str], dict[str, list[str]]] = {}
    for suite in suites:
        for name, faults in suite.caught.items():
            fault = _reason(name, faults, known) or faults[0]
            rows.setdefault((fault.rule, fault.section), {}).setdefault(name, []).append(suite.name)
    for (rule, section), files in sorted(rows.items(), key=lambda row: (_numbers(row[0][1]), row[0][0])):
        named = (
            name if len(where) == len(suites) else f"{name} ({', '.join(where).replace('XLIFF ', '')})"
            for name, where in sorted(files.items())
        )
        yield [f"`{rule}`", section, ", ".join(named)]


def _numbers(section: str) -> tuple[list[int], str]:
    return [int(number) for number in re.findall(r"\d+", section)], section


def _table(head: list[str], rows: Iterator[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def main() -> int:
    """Run the suites; exit code 1 if an invalid file was accepted or a valid one refused without an argument."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--suite", nargs="+", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write the page here instead of printing it")
    options = parser.parse_args()
    known = reasons()
    suites = [run(folder) for folder in options.suite]
    text = page(suites, known)
    if options.output:
        options.output.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    unargued = [name for suite in suites for name in suite.refused if name not in known.broken]
    wrong = [name for suite in suites for name, faults in suite.caught.items() if _reason(name, faults, known) is None]
    for name in (*unargued, *wrong, *(name for suite in suites for name in suite.missed)):
        sys.stderr.write(f"{name}: not as it should be\n")
    return 1 if unargued or wrong or any(suite.missed for suite in suites) else 0


if __name__ == "__main__":
    raise SystemExit(main())
