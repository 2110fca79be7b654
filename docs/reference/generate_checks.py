"""Write ``docs/checks.md`` from the checks themselves; figures at its end stay.

python docs/reference/generate_checks.py            # writes it
python docs/reference/generate_checks.py --check    # exit 1 if it is not as it would be written
"""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path

from translate_flow.checks import CHECKS, Example, Row, examples, known

PAGE = Path(__file__).parent.parent / "checks.md"
FIGURES = "## Figures\n"
_HEAD = """\
# Checks

<!-- Written by reference/generate_checks.py from the checks' own docstrings: change it there. -->

`translate-flow check [DOC…]` reads every segment as a careful editor would. It names the segment, shows the words
around and marks the place; where the right text is certain, `--fix` writes it.

    translate-flow check                                  # the whole desk
    translate-flow check es/faro.md --only number         # one document, one check
    translate-flow check --text article.txt --lang en     # a published text alone, without its source
    translate-flow check --format sarif                   # or github, junit, json
    translate-flow ignore es/faro.md#paragraph-3f9a1c --check number --reason "the source is wrong"

An **error** is wrong whoever reads it, a **warning** most likely, a **hint** (shown with `--hints`) worth a look. The
exit code is 1 where something is found that is at least as grave as `--fail-on` says (`error`, unless said otherwise).

What is ignored stays in the bitext as a note of its segment (`ignore number: the source is wrong`) and is shown in
reports. Whole checks are left out with `--without`, or in the [settings](reference/settings.md#checks). A baseline
keeps known findings quiet until their targets change: `check --write-baseline known.json`, then
`check --baseline known.json`.

Other packages add checks: an entry point of the group `translate_flow.checks` names a function of a segment and its
article that yields remarks (`translate_flow.checks.model`).
"""


def page(figures: str) -> str:
    """The whole page."""
    rows = {row.id: row for row in known()}
    parts = [_HEAD]
    for family, names in groupby(CHECKS, key=lambda name: CHECKS[name][1].partition(":")[0]):
        parts.append(f"## {family.capitalize()}\n")
        parts += [_section(rows[name]) for name in names]
    return "\n".join(parts).rstrip() + "\n" + (f"\n{figures}" if figures else "")


def _section(row: Row) -> str:
    text = (row.find.__doc__ or "").split("    Fails:")[0].split("    Passes:")[0]
    paragraphs = [" ".join(part.split()) for part in text.strip().split("\n\n")]
    lines = [f"### {row.id}", "", f"*{row.severity}* · {paragraphs[0]}", ""]
    lines += [f"{paragraph}\n" for paragraph in paragraphs[1:] if paragraph and not paragraph.startswith("Raises")]
    shown = [_example(example) for example in examples(row)]
    return "\n".join([*lines, *([*shown, ""] if shown else [])])


def _example(example: Example) -> str:
    article = example.article
    pair = f"{article.source_language} → {article.target_language}" if article.source else article.target_language
    texts = "; ".join(
        f"“{_shown(one.source)}” → “{_shown(one.target)}”" if article.source else f"“{_shown(one.target)}”"
        for one in article.pairs
    )
    return f"- {'found' if example.fails else 'passes'} ({pair}): {texts}"


def _shown(text: str) -> str:
    return text.replace("<", "\\<").replace("*", "\\*").replace("[", "\\[").replace("\u00a0", "·")


def main() -> None:
    """Write the page, or check it."""
    present = PAGE.read_text("utf-8") if PAGE.exists() else ""
    figures = present[present.index(FIGURES) :] if FIGURES in present else ""
    text = page(figures)
    if "--check" not in sys.argv:
        PAGE.write_text(text, encoding="utf-8")
    elif present != text:
        sys.exit(f"{PAGE} is not up to date: run {Path(__file__).name}")


if __name__ == "__main__":
    main()
