"""Office files and e-books keep the contract of formats: whole articles, and whatever damage makes of their text."""

import pytest
from archives import opened, word
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_docx import BOLD, defaults, field, p, run
from test_epub import book
from test_odt import article_document as odt_article
from test_pptx import presentation
from test_xlsx import workbook

from translate_flow.documents import FORMATS, format_named
from translate_flow.testing import conforms, mutations, survives

LINKED = f"<w:hyperlink r:id='r1'>{run('la costa', '<w:u/>')}</w:hyperlink>"
NOTED = '<w:bookmarkStart w:id="1" w:name="x"/><w:r><w:footnoteReference w:id="2"/></w:r>'
DOCUMENTS = {
    "a.docx": word(
        p(run("El faro"), style="Title")
        + p(
            run("Vea "), LINKED, run(", "), NOTED, run("página "), field("PAGE", run("7")), run(" y "), run("más", BOLD)
        )
        + f"<w:tbl><w:tr><w:tc>{p(run('Año'))}</w:tc></w:tr></w:tbl><w:sectPr/>",
        {"styles": defaults('<w:rPrDefault><w:rPr><w:lang w:val="en"/></w:rPr></w:rPrDefault>')},
    ),
    "a.odt": odt_article(),
    "a.pptx": presentation(),
    "a.xlsx": workbook(),
    "a.epub": book(),
}
TEXTS = {name: opened(data, name).text for name, data in DOCUMENTS.items()}


def form(name: str) -> str:
    return name.rpartition(".")[2]


@pytest.mark.parametrize("name", TEXTS)
def test_an_article_keeps_the_contract(name: str) -> None:
    conforms(format_named(form(name)), TEXTS[name])


def test_every_format_of_archives_has_an_article() -> None:
    assert {form(name) for name in TEXTS} == {name for name in FORMATS if format_named(name).members is not None}


@pytest.mark.parametrize("name", TEXTS)
@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_damage_is_read_and_never_made_worse(name: str, data: st.DataObject) -> None:
    survives(format_named(form(name)), data.draw(mutations(TEXTS[name])))
