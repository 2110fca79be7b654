"""OpenDocument texts: what translators see of spans, notes and changes, and that all they do not see stays."""

from io import BytesIO

import pytest
from archives import archive, looks, member, opened, translated, units
from hypothesis import given
from hypothesis import strategies as st
from odf import dc, style, text
from odf.opendocument import OpenDocumentText

from translate_flow.documents.model import Localization

_ROOT = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = " ".join(
    f'xmlns:{name}="{_ROOT}{space}:1.0"'
    for name, space in {
        "office": "office", "text": "text", "style": "style", "table": "table", "draw": "drawing",
        "svg": "svg-compatible", "fo": "xsl-fo-compatible",
    }.items()
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:officeooo="http://openoffice.org/2009/office"'  # fmt: skip
STYLES = "".join(
    f'<style:style style:name="{name}" style:family="text"><style:text-properties {look}/></style:style>'
    for name, look in {
        "T1": 'officeooo:rsid="0012"',
        "T2": 'fo:font-weight="bold"',
        "T3": 'officeooo:rsid="0077" fo:font-weight="bold"',
        "T4": 'fo:font-style="italic"',
    }.items()
)


def odt(body: str, styles: str = "") -> bytes:
    content = (
        f"<office:document-content {SPACES}><office:automatic-styles>{STYLES}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    members: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": content,
        "styles.xml": f"<office:document-styles {SPACES}>{styles}</office:document-styles>",
        "Pictures/1.png": b"\x89PNG not looked at",
    }
    return archive(members, stored=("mimetype",))


def p(content: str) -> str:
    return f'<text:p text:style-name="P1">{content}</text:p>'


def span(name: str, content: str) -> str:
    return f'<text:span text:style-name="{name}">{content}</text:span>'


def read(*paragraphs: str) -> list[str]:
    return [unit.text for unit in units(odt("".join(paragraphs)), "a.odt")]


def test_spans_that_change_nothing_are_not_shown() -> None:
    assert read(p(f"El fa{span('T1', 'ro se ')}apagó {span('T2', 'hoy')}.")) == ["El faro se apagó <b1>hoy</b1>."]


def test_equal_neighbours_are_one() -> None:
    assert read(p(f"El {span('T2', 'fa')}{span('T2', 'ro')} se apagó.")) == ["El <b1>faro</b1> se apagó."]


def test_what_most_of_a_paragraph_looks_like_is_no_code_where_all_is_in_spans() -> None:
    link = f"<text:a>{span('T5', 'la costa')}</text:a>"
    data = odt(p(f"{span('T4', 'Vea ')}{link}{span('T4', ' y ')}{span('T2', 'más')}{span('T4', ' hoy.')}"))
    assert [unit.text for unit in units(data, "a.odt")] == ["Vea <a1>la costa</a1> y <b2>más</b2> hoy."]
    done = translated(data, "a.odt", lambda _: "<b2>More</b2> of <a1>the coast</a1> today.")
    link = f"<text:a>{span('T5', 'the coast')}</text:a>"
    wanted = p(f"{span('T2', 'More')}{span('T4', ' of ')}{link}{span('T4', ' today.')}")
    assert wanted in member(done, "content.xml")


def test_a_needless_span_at_a_border_goes_as_a_whole() -> None:
    data = odt(p(f"{span('T1', 'El faro ')}se apagó{span('T1', ' hoy.')}"))
    content = member(translated(data, "a.odt"), "content.xml")
    assert '<text:p text:style-name="P1">EL FARO SE APAGÓ HOY.</text:p>' in content


def test_tabs_breaks_notes_and_fields_are_codes() -> None:
    note = (
        "<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        + p("Según él.")
        + "</text:note-body></text:note>"
    )
    page = "<text:page-number>7</text:page-number>"
    assert read(p(f"Uno<text:tab/>dos<text:line-break/>tres{note} en la página {page} de hoy.")) == [
        "Uno<tab1/>dos<br2/>tres<note3/> en la página <ph4/> de hoy.",
        "Según él.",
    ]


def test_deleted_text_comments_and_declarations_are_not_shown() -> None:
    region = f"<text:changed-region><text:deletion>{p('Borrado')}</text:deletion></text:changed-region>"
    deleted = f"<text:tracked-changes>{region}</text:tracked-changes>"
    comment = f"<office:annotation><dc:creator>Ana</dc:creator>{p('¿Seguro?')}</office:annotation>"
    assert read(deleted, p(f'El <text:change text:change-id="c1"/>faro{comment} se apagó.')) == [
        "El <del1/>faro<x2/> se apagó."
    ]


def test_text_boxes_alternative_texts_and_headers_are_units() -> None:
    described = f"<draw:text-box>{p('Datos del faro')}</draw:text-box><svg:desc>Un faro &amp; una barca</svg:desc>"
    box = f"<draw:frame>{described}</draw:frame>"
    page = f"<style:master-page><style:header>{p('Boletín')}</style:header></style:master-page>"
    header = f"<office:master-styles>{page}</office:master-styles>"
    found = units(odt(p(f"El faro {box} se apagó."), header), "a.odt")
    assert {(unit.role, unit.text) for unit in found} == {
        ("paragraph", "El faro <img1/> se apagó."),
        ("paragraph", "Datos del faro"),
        ("image-alt", "Un faro & una barca"),
        ("paragraph", "Boletín"),
    }


def article_document() -> bytes:
    """An article as a newsroom writes it in Writer."""
    document = OpenDocumentText()
    bold = style.Style(name="Fett", family="text")
    bold.addElement(style.TextProperties(fontweight="bold"))
    document.automaticstyles.addElement(bold)
    document.meta.addElement(dc.Title(text="El faro de la costa"))
    document.text.addElement(text.H(outlinelevel=1, text="El faro se apagó"))
    paragraph = text.P(text="Fue el ")
    paragraph.addElement(text.Span(stylename=bold, text="lunes"))
    paragraph.addText(" & nadie lo vio.")
    document.text.addElement(paragraph)
    items = text.List()
    for words in ("La lámpara", "El motor"):
        item = text.ListItem()
        item.addElement(text.P(text=words))
        items.addElement(item)
    document.text.addElement(items)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def test_roles_come_from_kinds_styles_and_places() -> None:
    assert [(unit.role, unit.text) for unit in units(article_document(), "a.odt")] == [
        ("metadata", "El faro de la costa"),
        ("headline", "El faro se apagó"),
        ("paragraph", "Fue el <b1>lunes</b1> & nadie lo vio."),
        ("list-item", "La lámpara"),
        ("list-item", "El motor"),
    ]


def test_only_what_is_translated_changes() -> None:
    data = article_document()
    assert translated(data, "a.odt", str) == data
    done = translated(data, "a.odt")
    assert looks(done) == looks(data)
    assert member(done, "styles.xml") == member(data, "styles.xml")
    assert "FUE EL <text:span" in member(done, "content.xml")


def test_a_translation_says_its_language_and_its_translators() -> None:
    styles = (
        '<office:styles><style:default-style style:family="paragraph"><style:paragraph-properties/>'
        '<style:text-properties fo:language="es" fo:country="CU"/></style:default-style></office:styles>'
    )
    data = odt(p("El faro."), styles)
    english = Localization("en-GB", "ltr", "es", "Translated by Ana Prueba")
    done = translated(data, "a.odt", how=english)
    assert 'fo:language="en" fo:country="GB"' in member(done, "styles.xml")
    assert '<text:p text:style-name="P1">Translated by Ana Prueba</text:p></office:text>' in member(done, "content.xml")
    assert translated(done, "a.odt", str, english) == done, "once is enough"
    arabic = Localization("ar", "rtl", "es", "")
    done = translated(data, "a.odt", how=arabic)
    assert '<style:paragraph-properties style:writing-mode="rl-tb"/>' in member(done, "styles.xml")
    assert 'fo:language="ar" fo:country="none"' in member(done, "styles.xml")
    assert translated(done, "a.odt", str, arabic) == done


WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=8)
MARKS = ("<text:tab/>", '<text:bookmark text:name="x"/>', " ", "a &amp; b")
CONTENT = st.recursive(
    st.one_of(WORDS, st.sampled_from(MARKS)),
    lambda inner: st.builds(
        lambda name, parts: span(name, "".join(parts)),
        st.sampled_from(["T1", "T2", "T3", "T4", "none"]),
        st.lists(inner, max_size=3),
    ),
    max_leaves=8,
)


@pytest.mark.parametrize("changed", [False, True])
@given(content=st.lists(CONTENT, min_size=1, max_size=5))
def test_any_paragraph_is_written_as_it_is_read(changed: bool, content: list[str]) -> None:
    data = odt(p("".join(content)) + p("Fin."))
    before = opened(data, "a.odt").units
    done = translated(data, "a.odt", (lambda text: text.replace(" ", " x ") + " y") if changed else str)
    assert (done == data) is not changed
    assert len(units(done, "a.odt")) == len(before)
