"""Runs of text and markup become units with inline codes."""

import pytest

from translate_flow.bitext import Tag, parts
from translate_flow.documents import format_named
from translate_flow.documents.coded import CLOSE, LONE, OPEN, TEXT, Item, build, fault
from translate_flow.documents.model import Options
from translate_flow.documents.splicing import prove, splice


def items_of(source: str) -> list[Item]:
    """Read a toy markup: ``<b>``, ``</b>`` and ``<br/>`` are codes, all else is text."""
    items: list[Item] = []
    position = 0
    for tag in __import__("re").finditer(r"<(/?)([a-z]+)(/?)>", source):
        if position < tag.start():
            items.append(Item(TEXT, "", position, tag.start()))
        kind = CLOSE if tag[1] else LONE if tag[3] else OPEN
        items.append(Item(kind, tag[2], tag.start(), tag.end()))
        position = tag.end()
    if position < len(source):
        items.append(Item(TEXT, "", position, len(source)))
    return items


@pytest.mark.parametrize(
    ("source", "text", "span"),
    [
        ("Rain at last.", "Rain at last.", "Rain at last."),
        ("  Rain \n at last. ", "Rain at last.", "Rain \n at last."),
        ("Rain <b>at</b> last.", "Rain <b1>at</b1> last.", "Rain <b>at</b> last."),
        ("<b>Rain at last.</b>", "Rain at last.", "Rain at last."),
        ("<b><i>Rain</i> at last.</b>", "<i1>Rain</i1> at last.", "<i>Rain</i> at last."),
        ("<img/> Rain at last.<br/>", "Rain at last.", "Rain at last."),
        ("<a><img/></a> Rain at last.", "Rain at last.", "Rain at last."),
        ("Rain <b>at last.", "Rain <b1/>at last.", "Rain <b>at last."),
        ("<b>Rain <i>at</b> last</i>.", "<b1>Rain <i2/>at</b1> last<i3/>.", "<b>Rain <i>at</b> last</i>."),
        ("<code/> fell on us.", "<code1/> fell on us.", "<code/> fell on us."),
    ],
)
def test_a_units_borders_are_drawn_in_from_what_only_wraps_it(source: str, text: str, span: str) -> None:
    unit = build(source, items_of(source), "paragraph")
    assert unit is not None
    assert unit.text == text
    assert source[unit.start : unit.end] == span


@pytest.mark.parametrize("source", ["", "  ", "<img/>", "<b> </b>", "—", "https://faro.example/a", "ana@faro.example"])
def test_what_has_no_words_is_no_unit(source: str) -> None:
    assert build(source, items_of(source), "paragraph") is None


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("See https://faro.example/a(1).", "See <url1/>."),
        ("See (https://faro.example/a) now", "See (<url1/>) now"),
        ("Write to ana@faro.example, please", "Write to <mail1/>, please"),
        ("Dear {{ name }}, {% if x %}hi", "Dear <ph1/>, <ph2/>hi"),
        ("www.faro.example is our page", "<url1/> is our page"),
        ("At 3 @ noon: nothing", "At 3 @ noon: nothing"),
    ],
)
def test_addresses_and_placeholders_are_codes_not_words(source: str, text: str) -> None:
    unit = build(source, items_of(source), "paragraph")
    assert unit is not None
    assert unit.text == text


def test_a_codes_id_never_stands_literally_in_the_text() -> None:
    source = "The tag <b>bold</b> is written [b1]"
    items = items_of(source)
    unit = build(source, items, "paragraph", decode=lambda raw: raw.replace("[", "<").replace("]", ">"))
    assert unit is not None
    assert unit.text == "The tag <b2>bold</b2> is written <b1>"
    ids = {code.id for code in unit.codes}
    assert parts(unit.text, ids) == ["The tag ", Tag("b2", "open"), "bold", Tag("b2", "close"), " is written <b1>"]


@pytest.mark.parametrize(
    ("target", "what"),
    [
        ("<b1>Lluvia</b1> <br2/>por fin", None),
        ("<br2/><b1>Lluvia</b1> por fin", None),
        ("Lluvia <br2/>por fin", "<b1> is missing"),
        ("<b1>Lluvia por fin</b1>", "<br2/> is missing"),
        ("<b1>Lluvia</b1> <br2/><br2/>por fin", "<br2/> stands once too often"),
        ("</b1>Lluvia<b1> <br2/>por fin", "closes in the wrong place"),
        ("<b1>Lluvia</b1> <br2/><i3>por</i3> fin", "<i3> is not in the source"),
    ],
)
def test_lost_added_and_broken_codes_are_named(target: str, what: str | None) -> None:
    found = fault("<b1>Rain</b1> <br2/>at last", target, {"b1", "br2"})
    assert found is None if what is None else found is not None and what in found


def test_halves_of_a_pair_whose_other_half_is_in_another_segment_are_no_fault() -> None:
    assert fault("<b1>Rain.", "<b1>Lluvia.", {"b1"}) is None
    assert fault("<b1>Rain.", "Lluvia.", {"b1"}) is not None


@pytest.mark.parametrize(
    ("name", "source"), [("text", "See the page."), ("html", "<p>See the page.</p>"), ("markdown", "See *the* page.")]
)
def test_a_translation_may_add_an_address(name: str, source: str) -> None:
    form = format_named(name)
    units = form.parse(source, Options())
    target = units[0].text.replace("See", "Vea https://faro.example/a?b=1&c=2 o ana@faro.example,")
    merged = splice(source, units, {0: target}, form)
    (again,) = prove(source, units, {0: target}, merged, form, Options(), ["unit"])
    assert [code.id.rstrip("0123456789") for code in again.codes if code.id.startswith(("url", "mail"))] == [
        "url",
        "mail",
    ]
