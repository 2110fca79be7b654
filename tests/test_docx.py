"""Word: what translators see of a paragraph, and that all they do not see stays."""

from io import BytesIO
from random import Random
from xml.sax.saxutils import escape

import docx
import pytest
from archives import W, archive, content, looks, member, opened, shout, translated, units, word
from docx.enum.style import WD_STYLE_TYPE
from hypothesis import given
from hypothesis import strategies as st

from translate_flow.bitext import TAG
from translate_flow.documents.coded import fault
from translate_flow.documents.model import Localization

BOLD, ITALIC = "<w:b/>", "<w:i/>"
ENGLISH = Localization("en", "ltr", "es", "Translated by Ana Prueba")
ARABIC = Localization("ar", "rtl", "es", "ترجمة آنا")


def run(text: str, properties: str = "", rsid: str = "") -> str:
    tag = f'<w:r w:rsidR="{rsid}">' if rsid else "<w:r>"
    said = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'{tag}{said}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(*inside: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{''.join(inside)}</w:p>"


def field(code: str, result: str) -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    return f"{mark('begin')}<w:r><w:instrText> {code} </w:instrText></w:r>{mark('separate')}{result}{mark('end')}"


def defaults(said: str) -> str:
    """A part of styles that says this of all text."""
    return f"<w:styles {W}><w:docDefaults>{said}</w:docDefaults></w:styles>"


def read(*paragraphs: str) -> list[str]:
    return [unit.text for unit in units(word("".join(paragraphs)), "a.docx")]


def test_equal_neighbours_are_one_text() -> None:
    assert read(
        p(run("El fa", rsid="00A1"), '<w:proofErr w:type="spellStart"/>', run("ro se ", rsid="00B2"), run("apagó."))
    ) == ["El faro se apagó."]


def test_what_most_of_a_paragraph_looks_like_is_no_code() -> None:
    assert read(p(run("LA HABANA", BOLD), run(" – El faro se apagó el lunes.", "<w:sz w:val='24'/>"))) == [
        "<b1>LA HABANA</b1> – El faro se apagó el lunes."
    ]


def test_a_proofing_language_is_a_code_only_where_it_is_another() -> None:
    styles = defaults('<w:rPrDefault><w:rPr><w:lang w:val="es-CU"/></w:rPr></w:rPrDefault>')
    body = p(
        run("El "), run("faro ", '<w:lang w:val="es-ES"/>'), run("se llama "), run("Hope", '<w:lang w:val="en-GB"/>')
    )
    assert [unit.text for unit in units(word(body, {"styles": styles}), "a.docx")] == ["El faro se llama <f1>Hope</f1>"]


def test_breaks_tabs_and_notes_are_codes() -> None:
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    assert read(p("<w:r><w:t>Uno</w:t><w:br/><w:t>dos</w:t><w:tab/><w:t>tres</w:t></w:r>", note, run(" cuatro."))) == [
        "Uno<br1/>dos<tab2/>tres<note3/> cuatro."
    ]


def test_a_link_is_one_code_however_it_looks() -> None:
    style = '<w:rStyle w:val="Hyperlink"/>'
    link = f'<w:hyperlink r:id="rId5">{run("la ", style)}{run("costa", style)}</w:hyperlink>'
    assert read(p(run("Vea "), link, run(" hoy."))) == ["Vea <a1>la costa</a1> hoy."]


def test_codes_of_fields_are_not_shown_and_their_results_are() -> None:
    link = field('HYPERLINK "https://example.org"', run("la costa"))
    assert read(p(run("Vea "), link, run(", página "), field("PAGE", run("7")), run(" y más."))) == [
        "Vea <a1>la costa</a1>, página <ph2/> y más."
    ]


def test_a_field_over_several_paragraphs_leaves_their_text() -> None:
    start = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
    start += '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    assert read(p(start, run("El faro")), p(run("La costa"), end)) == ["El faro", "La costa"]


def test_changes_are_read_as_if_accepted() -> None:
    deleted = '<w:del w:id="1" w:author="x"><w:r><w:delText>lunes</w:delText></w:r></w:del>'
    inserted = f'<w:ins w:id="2" w:author="x">{run("martes")}</w:ins>'
    data = word(p(run("Fue el "), deleted, inserted, run(" a las tres.")))
    assert [unit.text for unit in units(data, "a.docx")] == ["Fue el <del1/><ins2>martes</ins2> a las tres."]
    assert "<w:delText>lunes</w:delText>" in member(translated(data, "a.docx"), "word/document.xml")


def test_a_deleted_row_is_not_shown() -> None:
    def row(text: str, said: str = "") -> str:
        return f"<w:tr>{said}<w:tc>{p(run(text))}</w:tc></w:tr>"

    found = units(word(f"<w:tbl>{row('Uno')}{row('Dos', '<w:trPr><w:del/></w:trPr>')}</w:tbl>"), "a.docx")
    assert [(unit.role, unit.text) for unit in found] == [("table-cell", "Uno")]


def test_a_text_box_is_translated_once_and_written_twice() -> None:
    inside = f"<w:txbxContent>{p(run('Datos del faro'))}</w:txbxContent>"
    box = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{inside}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{inside}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    data = word(p(run("El faro "), box, run("se apagó.")))
    article = opened(data, "a.docx")
    assert [article.units[index].text for index in article.given] == ["El faro <img1/>se apagó.", "Datos del faro"]
    assert member(translated(data, "a.docx"), "word/document.xml").count("DATOS DEL FARO") == 2


def test_alternative_texts_headers_notes_and_properties_are_units() -> None:
    said = '<wp:docPr id="1" name="Bild 1" descr="Un faro &amp; una barca"/>'
    picture = f"<w:r><w:drawing><wp:inline>{said}</wp:inline></w:drawing></w:r>"
    parts = {
        "header1": f"<w:hdr {W}>{p(run('Boletín de la costa'))}</w:hdr>",
        "footnotes": f"<w:footnotes {W}><w:footnote w:id='2'>{p(run('Según el guardián.'))}</w:footnote></w:footnotes>",
    }
    data = word(p(picture) + p(run("El faro.")), parts)
    assert {(unit.role, unit.text) for unit in units(data, "a.docx")} == {
        ("image-alt", "Un faro & una barca"),
        ("paragraph", "Boletín de la costa"),
        ("paragraph", "Según el guardián."),
        ("paragraph", "El faro."),
    }
    assert 'descr="UN FARO &amp; UNA BARCA"' in member(translated(data, "a.docx"), "word/document.xml")


def test_comments_are_left_out() -> None:
    comments = {"comments": f"<w:comments {W}><w:comment w:id='0'>{p(run('¿Seguro?'))}</w:comment></w:comments>"}
    assert [unit.text for unit in units(word(p(run("El faro.")), comments), "a.docx")] == ["El faro."]


def test_addresses_inside_text_are_codes() -> None:
    assert read(p(run("Escriba a faro@example.org hoy."))) == ["Escriba a <mail1/> hoy."]


@pytest.mark.parametrize(
    ("style", "role"),
    [("Title", "headline"), ("Subtitle", "subheadline"), ("Heading 2", "heading"), ("Caption", "caption"),
     ("Quote", "quote"), ("Intense Quote", "pull-quote"), ("List Bullet", "list-item"), ("Normal", "paragraph")],
)  # fmt: skip
def test_styles_give_roles(style: str, role: str) -> None:
    document = docx.Document()
    document.add_paragraph("El faro de la costa", "Title")
    own = document.styles.add_style("Propio", WD_STYLE_TYPE.PARAGRAPH)
    own.base_style = document.styles[style]
    document.add_paragraph("Se apagó el lunes", style)
    document.add_paragraph("Nadie lo vio", "Propio")
    found = [unit for unit in units(saved(document), "a.docx") if unit.role != "metadata"]
    assert [unit.role for unit in found] == ["headline", role, role]


def saved(document: docx.document.Document) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def article_document() -> bytes:
    """An article as a newsroom writes it in Word."""
    document = docx.Document()
    document.core_properties.title = "El faro de la costa"
    document.sections[0].header.paragraphs[0].text = "Boletín de la costa"
    document.add_heading("El faro de la costa se apagó", 0)
    document.add_paragraph("Nadie sabe desde cuándo", "Subtitle")
    text = document.add_paragraph("Por ")
    text.add_run("Luis Ensayo").italic = True
    text = document.add_paragraph()
    text.add_run("PUERTO CLARO").bold = True
    text.add_run(" – El faro se apagó el ")
    text.add_run("lunes").italic = True
    text.add_run(" a las tres. “No lo vimos & no lo oímos”, dijo Rosa Muestra.")
    for item in ("La lámpara", "El motor"):
        document.add_paragraph(item, "List Bullet")
    table = document.add_table(2, 2)
    for at, words in enumerate(("Año", "Apagones", "2024", "Tres")):
        table.cell(at // 2, at % 2).text = words
    return saved(document)


def test_an_article_comes_out_byte_for_byte_where_nothing_changes() -> None:
    data = article_document()
    assert translated(data, "a.docx", str) == data


def test_only_the_members_that_change_change() -> None:
    data = article_document()
    done = translated(data, "a.docx")
    assert looks(done) == looks(data)
    changed = {name for name in looks(data) if content(done, name) != content(data, name)}
    assert changed == {"docProps/core.xml", "word/document.xml", "word/header1.xml"}
    paragraphs = [paragraph.text for paragraph in docx.Document(BytesIO(done)).paragraphs]
    assert (
        paragraphs[3]
        == "PUERTO CLARO – EL FARO SE APAGÓ EL LUNES A LAS TRES. “NO LO VIMOS & NO LO OÍMOS”, DIJO ROSA MUESTRA."
    )
    runs = docx.Document(BytesIO(done)).paragraphs[3].runs
    assert [(run.text, run.italic) for run in runs if run.italic] == [("LUNES", True)]


def test_codes_may_move_and_come_side_by_side() -> None:
    data = word(p(run("Uno "), run("dos", BOLD), run(" y "), run("tres", BOLD), run(".")))
    done = translated(data, "a.docx", lambda _: "<b1>Two</b1><b2> and three</b2> after one.")
    assert run("Two", BOLD) + run(" and three", BOLD) + run(" after one.") in kept(member(done, "word/document.xml"))


def kept(document: str) -> str:
    """The document without empty runs, each text keeping its blanks as :func:`run` writes it."""
    return document.replace("<w:r><w:t></w:t></w:r>", "").replace("<w:t>", '<w:t xml:space="preserve">')


def test_blanks_that_a_translation_needs_are_kept() -> None:
    data = word(p("<w:r><w:t>Faro</w:t></w:r>", run("apagado", BOLD), run(" hoy.")))
    done = translated(data, "a.docx", lambda _: "Lighthouse <b1>off</b1> today.")
    assert docx.Document(BytesIO(completed(done))).paragraphs[0].text == "Lighthouse off today."
    assert 'xml:space="preserve"> </w:t>' in member(done, "word/document.xml")


def completed(data: bytes) -> bytes:
    """The document as python-docx wants it: reached by relations."""
    name = "http://schemas.openxmlformats.org/package/2006/relationships"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    relation = f'<Relationship Id="r1" Type="{kind}" Target="word/document.xml"/>'
    relations = f'<Relationships xmlns="{name}">{relation}</Relationships>'
    types = member(data, "[Content_Types].xml").replace(
        "<Override",
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override',
        1,
    )
    return archive({"[Content_Types].xml": types, "_rels/.rels": relations,
                    "word/document.xml": member(data, "word/document.xml")})  # fmt: skip


def test_a_translation_says_its_language_and_its_translators() -> None:
    styles = defaults(
        '<w:rPrDefault><w:rPr><w:lang w:val="es-CU" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="80"/></w:pPr></w:pPrDefault>'
    )
    settings = f'<w:settings {W}><w:themeFontLang w:val="es-ES"/></w:settings>'
    body = p(run("El faro."), style="Text") + "<w:sectPr><w:pgSz/><w:docGrid/></w:sectPr>"
    data = word(body, {"styles": styles, "settings": settings})
    done = translated(data, "a.docx", how=ENGLISH)
    assert '<w:lang w:val="en" w:eastAsia="zh-CN" w:bidi="ar-SA"/>' in member(done, "word/styles.xml")
    assert '<w:themeFontLang w:val="en"/>' in member(done, "word/settings.xml")
    credit = '<w:p><w:pPr><w:pStyle w:val="Text"/></w:pPr><w:r><w:t>Translated by Ana Prueba</w:t></w:r></w:p>'
    assert f"{credit}<w:sectPr>" in member(done, "word/document.xml")
    assert translated(done, "a.docx", str, ENGLISH) == done, "once is enough"
    arabic = translated(data, "a.docx", how=ARABIC)
    assert "<w:pPr><w:bidi/><w:spacing" in member(arabic, "word/styles.xml")
    assert "<w:rtl/><w:lang" in member(arabic, "word/styles.xml")
    assert "<w:pgSz/><w:bidi/><w:docGrid/>" in member(arabic, "word/document.xml")
    assert translated(arabic, "a.docx", str, ARABIC) == arabic


WORDS = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "Zs"), exclude_characters="@{"), min_size=1, max_size=12
)
"""Addresses and placeholders apart, which are codes where they stand in one run."""
FORMATS = st.sampled_from(["", BOLD, ITALIC, BOLD + ITALIC])
NOISE = st.sampled_from(["", '<w:proofErr w:type="spellStart"/>', "<w:r><w:lastRenderedPageBreak/></w:r>"])


@given(st.lists(st.tuples(WORDS, FORMATS), min_size=1, max_size=6), st.data())
def test_how_runs_are_split_never_changes_what_is_shown(texts: list[tuple[str, str]], data: st.DataObject) -> None:
    whole = [run(text, properties) for text, properties in texts]
    pieces = []
    for text, properties in texts:
        at = data.draw(st.integers(0, len(text)))
        pieces += [run(part, properties, rsid="00C3") + data.draw(NOISE) for part in (text[:at], text[at:]) if part]
    assert read(p(*whole)) == read(p(*pieces))


CONTENT = st.one_of(
    st.builds(run, WORDS, FORMATS),
    st.just("<w:r><w:tab/></w:r>"),
    st.just('<w:bookmarkStart w:id="1" w:name="x"/>'),
    st.builds(lambda text, look: f"<w:hyperlink>{run(text, look)}{run('más', ITALIC)}</w:hyperlink>", WORDS, FORMATS),
    st.builds(lambda text: f"<w:r><w:t>{escape(text.strip())}</w:t><w:br/><w:t>b</w:t></w:r>", WORDS),
    st.builds(lambda text: field("REF x", run(text, BOLD)), WORDS),
    st.builds(lambda text: f'<w:ins w:id="9">{run(text)}</w:ins>', WORDS),
)  # fmt: skip


@given(st.lists(CONTENT, min_size=1, max_size=7), st.randoms(use_true_random=False))
def test_any_translation_that_keeps_its_codes_is_written_and_read_again(inside: list[str], chance: Random) -> None:
    """Codes in any order that nests: words and codes are shuffled between the halves of each pair."""
    data = word(p(*inside))

    def shuffled(text: str) -> str:
        pieces = [tag[0] for tag in TAG.finditer(text)]
        lone = [piece for piece in pieces if piece.endswith("/>")]
        pairs = [piece for piece in pieces if not piece.endswith("/>") and not piece.startswith("</")]
        parts = [*lone, *(f"{pair}w{index} <inner></{pair[1:]}" for index, pair in enumerate(pairs)), "words", " here "]
        chance.shuffle(parts)
        made = "".join(parts)
        while "<inner>" in made:
            made = made.replace("<inner>", "x" * chance.randint(0, 30), 1)
        return made

    for translate in (shout, shuffled):
        article = opened(data, "a.docx")
        if not article.units:
            return
        ids = {code.id for code in article.units[0].codes}
        assert fault(article.units[0].text, translate(article.units[0].text), ids) is None
        done = translated(data, "a.docx", translate)
        assert len(units(done, "a.docx")) == len(article.units)


@given(st.lists(CONTENT, min_size=1, max_size=7))
def test_a_translation_into_itself_is_the_same_bytes(inside: list[str]) -> None:
    data = word(p(*inside) + p(run("Fin.")))
    assert translated(data, "a.docx", str) == data


def test_other_prefixes_for_the_same_namespaces_are_written_as_they_are() -> None:
    data = word(p(run("El "), run("faro", BOLD), run(" se apagó.")))
    data = _with_document(
        data, member(data, "word/document.xml").replace("w:", "ns0:").replace("xmlns:w=", "xmlns:ns0=")
    )
    done = translated(data, "a.docx", lambda _: "The <b1>light</b1> is off.")
    assert "<ns0:t> is off.</ns0:t>" in member(done, "word/document.xml").replace(' xml:space="preserve"', "")


def _with_document(data: bytes, document: str) -> bytes:
    return archive({"[Content_Types].xml": member(data, "[Content_Types].xml"), "word/document.xml": document})


def test_the_credit_of_the_source_gives_way_to_that_of_the_translation() -> None:
    data = word(p(run("El faro.")) + p(run("Traducido por "), run("Eva Ficción", BOLD)) + p(run("Fin.")))
    done = translated(data, "a.docx", str, ENGLISH)
    assert [unit.text for unit in units(done, "a.docx")] == ["El faro.", "Translated by Ana Prueba", "Fin."]
