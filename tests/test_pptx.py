"""PowerPoint: slides in their order, notes, tables, groups; what is not text stays."""

from io import BytesIO

from archives import archive, everything, looks, member, opened, translated, units
from pptx import Presentation
from pptx.util import Inches

from translate_flow.documents.model import Localization


def presentation() -> bytes:
    """Two slides of a newsroom's talk, with notes, a table, a group and a picture's text."""
    document = Presentation()
    first = document.slides.add_slide(document.slide_layouts[0])
    first.shapes.title.text = "El faro de la costa"
    first.placeholders[1].text = "Un año a oscuras"
    second = document.slides.add_slide(document.slide_layouts[1])
    second.shapes.title.text = "Qué pasó"
    body = second.placeholders[1].text_frame
    body.text = "La lámpara"
    paragraph = body.add_paragraph()
    for words, bold in (("El ", False), ("mo", False), ("tor", True), (" & el cable", False)):
        run = paragraph.add_run()
        run.text = words
        run.font.bold = bold or None
    second.notes_slide.notes_text_frame.text = "Hablar despacio."
    table = second.shapes.add_table(1, 2, Inches(1), Inches(4), Inches(3), Inches(1)).table
    table.cell(0, 0).text, table.cell(0, 1).text = "Año", "2024"
    group = second.shapes.add_group_shape()
    box = group.shapes.add_textbox(Inches(1), Inches(1), Inches(1), Inches(1))
    box.text_frame.text = "Fuente: archivo"
    box._element.nvSpPr.cNvPr.set("descr", "Un cuadro “gris”")
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def test_slides_are_read_in_their_order_with_their_notes() -> None:
    found = [(unit.role, unit.text) for unit in units(presentation(), "a.pptx") if unit.role != "metadata"]
    assert found == [
        ("headline", "El faro de la costa"),
        ("subheadline", "Un año a oscuras"),
        ("heading", "Qué pasó"),
        ("list-item", "La lámpara"),
        ("list-item", "El mo<b1>tor</b1> & el cable"),
        ("table-cell", "Año"),
        ("table-cell", "2024"),
        ("image-alt", "Un cuadro “gris”"),
        ("paragraph", "Fuente: archivo"),
        ("paragraph", "Hablar despacio."),
    ]


def test_only_what_is_translated_changes() -> None:
    data = presentation()
    assert translated(data, "a.pptx", str) == data
    done = translated(data, "a.pptx")
    assert looks(done) == looks(data)
    second = Presentation(BytesIO(done)).slides[1]
    assert second.placeholders[1].text_frame.text == "LA LÁMPARA\nEL MOTOR & EL CABLE"
    assert [run.text for run in second.placeholders[1].text_frame.paragraphs[1].runs if run.font.bold] == ["TOR"]
    assert second.notes_slide.notes_text_frame.text == "HABLAR DESPACIO."


def test_links_breaks_and_numbers_of_slides_are_codes() -> None:
    content = (
        '<a:r><a:rPr lang="es-ES" dirty="0"/><a:t>Vea </a:t></a:r>'
        '<a:r><a:rPr lang="es-ES"><a:hlinkClick r:id="rId9"/></a:rPr><a:t>la costa</a:t></a:r>'
        '<a:br/><a:r><a:rPr lang="en-GB" err="1"/><a:t>hoy, </a:t></a:r>'
        '<a:fld id="{1}" type="slidenum"><a:t>2</a:t></a:fld><a:r><a:t> de tres.</a:t></a:r>'
    )
    data = _with_first_slide(content)
    found = [unit.text for unit in units(data, "a.pptx") if "costa" in unit.text]
    assert found == ["Vea <a1>la costa</a1><br2/>hoy, <ph3/> de tres."]
    done = translated(data, "a.pptx", lambda text: "<ph3/> and <br2/><a1>coast</a1>" if "costa" in text else text)
    assert "</a:hlinkClick></a:rPr><a:t>coast" in member(done, "ppt/slides/slide1.xml").replace(
        "/></a:rPr>", "></a:hlinkClick></a:rPr>"
    )


def _with_first_slide(content: str) -> bytes:
    """The presentation with this content of its first title."""
    data = presentation()
    slide = member(data, "ppt/slides/slide1.xml").replace("<a:r><a:t>El faro de la costa</a:t></a:r>", content)
    return archive({**everything(data), "ppt/slides/slide1.xml": slide})


def test_a_translation_says_its_language_and_its_translators() -> None:
    data = _with_first_slide('<a:r><a:rPr lang="es-ES"/><a:t>El faro</a:t></a:r>')
    english = Localization("en", "ltr", "es", "Translated by Ana Prueba")
    done = translated(data, "a.pptx", how=english)
    first = Presentation(BytesIO(done)).slides[0]
    assert first.placeholders[1].text == "UN AÑO A OSCURAS\nTranslated by Ana Prueba"
    assert '<a:rPr lang="en"/>' in member(done, "ppt/slides/slide1.xml")
    assert translated(done, "a.pptx", str, english) == done, "once is enough"
    hebrew = Localization("he", "rtl", "es", "")
    done = translated(data, "a.pptx", how=hebrew)
    assert '<a:pPr rtl="1"/><a:r>' in member(done, "ppt/slides/slide1.xml")
    credited = translated(presentation(), "a.pptx", how=hebrew._replace(credit_line="תרגום: אנה"))
    assert '<a:pPr rtl="1"/><a:r><a:t>תרגום: אנה' in member(credited, "ppt/slides/slide1.xml")
    assert translated(done, "a.pptx", str, hebrew) == done


def test_smartart_is_given_once_and_written_twice() -> None:
    data = presentation()
    words = '<a:p xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:r><a:t>El ciclo</a:t></a:r></a:p>'
    leads = member(data, "ppt/slides/_rels/slide2.xml.rels").replace(
        "</Relationships>",
        '<Relationship Id="r8" Type="x" Target="../diagrams/data1.xml"/>'
        '<Relationship Id="r9" Type="x" Target="../diagrams/drawing1.xml"/></Relationships>',
    )
    parts = dict.fromkeys(("ppt/diagrams/data1.xml", "ppt/diagrams/drawing1.xml"), f"<d>{words}</d>")
    data = archive({**everything(data), **parts, "ppt/slides/_rels/slide2.xml.rels": leads})
    article = opened(data, "a.pptx")
    assert [article.units[index].text for index in article.given].count("El ciclo") == 1
    done = translated(data, "a.pptx")
    assert all("EL CICLO" in member(done, name) for name in parts)
