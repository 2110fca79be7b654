"""Plain text as a newsroom pastes it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate_flow.documents.model import Localization, Options
from translate_flow.documents.splicing import prove, splice
from translate_flow.documents.text import FORMAT, parse

OPTIONS = Options()
SPANISH = Localization("es", "ltr", "en", "Traducido por Ana Prueba")

ARTICLE = """The Last Ferry of Brightwater

A town that lost its bridge rediscovers its boat

The ferry at noon. (Photo: Rosa Muestra)

“We never stopped rowing,” says the captain

By Tomás Inventado

BRIGHTWATER – The ferry left at 7 a.m. on Monday. It was full.

The council met for an hour, and said
nothing at all about the price of it.

Read more from Brightwater here

2 thoughts on “The Last Ferry of Brightwater”

  • I was there!

  • So was I.

Comments are closed.
"""


def roles(text: str) -> list[tuple[str, str]]:
    return [(unit.role, unit.text) for unit in parse(text, OPTIONS)]


def test_a_pasted_article_is_read_with_its_roles() -> None:
    assert roles(ARTICLE) == [
        ("headline", "The Last Ferry of Brightwater"),
        ("subheadline", "A town that lost its bridge rediscovers its boat"),
        ("caption", "The ferry at noon. (Photo: Rosa Muestra)"),
        ("pull-quote", "“We never stopped rowing,” says the captain"),
        ("byline", "By Tomás Inventado"),
        ("paragraph", "BRIGHTWATER – The ferry left at 7 a.m. on Monday. It was full."),
        ("paragraph", "The council met for an hour, and said"),
        ("paragraph", "nothing at all about the price of it."),
        ("related", "Read more from Brightwater here"),
        ("comment", "2 thoughts on “The Last Ferry of Brightwater”"),
        ("comment", "I was there!"),
        ("comment", "So was I."),
        ("comment", "Comments are closed."),
    ]


WRAPPED = (
    "The council met for an hour on Tuesday evening and said\r\n"
    "nothing at all about the price of the ferry, which has\r\n"
    "doubled twice in a year.\r\n"
)


def test_lines_wrapped_at_a_margin_are_one_unit_and_are_wrapped_again() -> None:
    units = parse(WRAPPED, OPTIONS)
    assert [unit.text for unit in units] == [" ".join(WRAPPED.split())]
    target = "El concejo se reunió una hora el martes por la tarde y no dijo nada del precio del transbordador."
    merged = splice(WRAPPED, units, {0: target}, FORMAT)
    assert merged == (
        "El concejo se reunió una hora el martes por la tarde y\r\nno dijo nada del precio del transbordador.\r\n"
    )
    assert parse(merged, OPTIONS)[0].text == target


def test_speech_may_start_with_a_dash_where_the_source_has_quotation_marks() -> None:
    text = "“Yes,” he said.\n\n- one\n- two\n\n• three\n"
    units = parse(text, OPTIONS)
    assert [(unit.role, unit.text) for unit in units[1:]] == [
        ("list-item", "- one"),
        ("list-item", "- two"),
        ("list-item", "three"),
    ]
    merged = splice(text, units, {0: "– Oui, dit-il."}, FORMAT)
    prove(text, units, {0: "– Oui, dit-il."}, merged, FORMAT, OPTIONS, ["a", "b", "c", "d"])
    assert merged.startswith("– Oui, dit-il.\n\n- one")


def test_a_line_ends_at_any_line_end_also_the_last_but_one() -> None:
    for end in ("\n", "\r\n", "\r"):
        assert [unit.text for unit in parse(f"Town Hall{end}Z", OPTIONS)] == ["Town Hall", "Z"]


@given(st.lists(st.sampled_from(["–", "-", "1.", "a", "bridge", "unbelievably", "7)", "x" * 30, "ferry,"]), min_size=1))
def test_a_wrapped_translation_reads_back_whatever_words_start_its_lines(words: list[str]) -> None:
    target = " ".join(["It", *words])
    units = parse(WRAPPED, OPTIONS)
    merged = splice(WRAPPED, units, {0: target}, FORMAT)
    assert [unit.text for unit in prove(WRAPPED, units, {0: target}, merged, FORMAT, OPTIONS, ["a"])] == [target]


def test_short_lines_end_where_they_mean_to() -> None:
    text = "Town Hall\n1 River Street\nBrightwater\n"
    assert [unit.text for unit in parse(text, OPTIONS)] == ["Town Hall", "1 River Street", "Brightwater"]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Por Ana Prueba", "byline"),
        ("Por qué llueve tanto en la costa este año, según los vecinos del puerto viejo", "paragraph"),
        ("By J. R. Inventado", "byline"),
        ("Traducido por Ana Prueba para El Faro", "credit"),
        ("Translated by machines, the page was a mess", "credit"),
        ("Corrección: el barco salió a las ocho.", "correction"),
        ("Nota del editor: los nombres fueron cambiados.", "editor-note"),
        ("© 2026 El Faro", "copyright"),
        ("Lea más sobre el puerto", "related"),
        ("(Foto: Rosa Muestra)", "caption"),
    ],
)
def test_words_tell_the_role_of_a_paragraph(text: str, role: str) -> None:
    before = "El faro\n\nUna frase de entrada. Y otra.\n\n"
    assert parse(before + text + "\n", OPTIONS)[-1].role == role


def test_the_credit_line_stands_after_the_body_and_only_once() -> None:
    units = parse(ARTICLE, OPTIONS)
    localized = FORMAT.localize(ARTICLE, units, SPANISH)
    assert "price of it.\n\nTraducido por Ana Prueba\n\nRead more" in localized
    assert FORMAT.localize(localized, parse(localized, OPTIONS), SPANISH) == localized


def test_a_credit_line_of_the_source_is_replaced() -> None:
    text = "El faro\n\nUna frase. Y otra.\n\nTranslated by Somebody Else\n"
    assert FORMAT.localize(text, parse(text, OPTIONS), SPANISH) == text.replace(
        "Translated by Somebody Else", SPANISH.credit_line
    )


any_text = st.text(st.sampled_from("aZ .,\n\r\t \u00a0–•-1ñ“”\u2028\x0b\x0c"), max_size=200) | st.text(max_size=200)


@given(any_text)
def test_spans_are_in_order_and_the_identity_changes_no_character(text: str) -> None:
    units = parse(text, OPTIONS)
    assert all(unit.start < unit.end for unit in units)
    assert all(before.end <= after.start for before, after in pairwise(units))
    assert splice(text, units, {index: unit.text for index, unit in enumerate(units)}, FORMAT) == text


@given(any_text)
def test_a_translation_reads_back_as_it_was_written(text: str) -> None:
    units = parse(text, OPTIONS)
    targets = {index: unit.text.swapcase().replace("ß", "s") for index, unit in enumerate(units)}
    merged = splice(text, units, targets, FORMAT)
    again = prove(text, units, targets, merged, FORMAT, OPTIONS, [str(index) for index in range(len(units))])
    assert len(again) == len(units)
