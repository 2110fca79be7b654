"""Every format keeps the contract of formats, on a sample of its own and on whatever damage makes of it."""

import subprocess
import sys
from pathlib import Path

import pytest
from growth import grows_with_length, translated
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from translate_flow.documents import FORMATS, format_named, format_of
from translate_flow.documents.model import Options
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


@pytest.mark.bench
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
    form = format_named(name)
    assert grows_with_length(lambda count: translated(form, part * count), 300, 2400)
