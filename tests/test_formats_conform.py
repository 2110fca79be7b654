"""Every format keeps the contract of formats, on a sample of its own and on whatever damage makes of it."""

import subprocess
import sys
from pathlib import Path
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from translate_flow.documents import FORMATS, format_named, format_of
from translate_flow.documents.model import Format, Options
from translate_flow.documents.splicing import splice
from translate_flow.testing import conforms, mutations, survives

GOLDEN = Path(__file__).parent / "golden"
SAMPLES = sorted(
    [*(GOLDEN / "formats").iterdir(), GOLDEN / "html" / "lighthouse.html", *(GOLDEN / "markdown").glob("*.md")]
)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_a_sample_keeps_the_contract(sample: Path) -> None:
    form = format_of(sample)
    assert form is not None
    conforms(form, sample.read_text(encoding="utf-8"), Options(terms=True))


def test_every_format_of_texts_has_a_sample() -> None:
    texts = {name for name in FORMATS if format_named(name).members is None}
    assert {form.name for sample in SAMPLES if (form := format_of(sample))} == texts


ALONE = """
import sys
from translate_flow import documents
for name in documents.FORMATS:
    for module in [one for one in sys.modules if one.startswith("translate_flow.")]:
        del sys.modules[module]
    from translate_flow.documents import format_named
    print(format_named(name).name)
"""


def test_every_format_can_be_the_first_that_a_program_reads() -> None:
    done = subprocess.run([sys.executable, "-c", ALONE], capture_output=True, text=True, check=False)
    assert done.stdout.split() == list(FORMATS), done.stderr


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_damaged_sample_is_read_and_never_damaged_more(sample: Path, data: st.DataObject) -> None:
    form = format_of(sample)
    assert form is not None
    survives(form, data.draw(mutations(sample.read_text(encoding="utf-8"))), Options(terms=True))


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("rst", "*a "), ("rst", "`a`_ "), ("rst", "  - "), ("rst", "a\n==\n\n"), ("asciidoc", "[.a]#b "),
        ("asciidoc", "link:a[b "), ("asciidoc", "* a\n"), ("srt", "00:00:01,000 --> 00:00:02,000\na\n\n"),
        ("vtt", "00:01.000 --> 00:02.000\na <v b>\n\n"), ("json", '{"title": "a b"} '), ("json", '{"title": '),
        ("yaml", "- title: a b\n"), ("wxr", "<a>"),
    ],
)  # fmt: skip
def test_time_grows_with_length_for_hostile_text_too(name: str, part: str) -> None:
    times = [seconds(format_named(name), part * count) for count in (300, 2400)]
    assert times[1] < 0.3 + 24 * times[0], "eight times the text, and far more than eight times as long"


def seconds(form: Format, source: str) -> float:
    """What it takes to read a document and to write it with new words."""
    start = process_time()
    units = form.parse(source, Options())
    splice(source, units, {index: f"{unit.text} [x] * y" for index, unit in enumerate(units)}, form)
    return process_time() - start
