"""Workbooks: the texts of chosen cells, never what computes or names."""

from io import BytesIO

import pytest
from archives import archive, looks, member, translated, units
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.worksheet.table import Table

from translate_flow.desk import article
from translate_flow.documents import format_named
from translate_flow.documents.model import Localization, Options

S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def workbook() -> bytes:
    """Headlines of a newsroom, with texts in the cells themselves, as openpyxl writes them."""
    made = Workbook()
    sheet = made.active
    sheet.title = "Titulares"
    sheet.append(["id", "Titular"])
    sheet.append(["faro-1", "El faro & la costa"])
    sheet["B3"] = CellRichText("Se apagó ", TextBlock(InlineFont(b=True), "hoy"), " a las tres")
    sheet["C2"] = "=LEN(B2)"
    sheet["D2"] = 2024
    sheet.add_table(Table(displayName="T", ref="A1:B3"))
    other = made.create_sheet("Pies")
    other["A1"] = "Un faro\na oscuras"
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def shared() -> bytes:
    """The same kind of workbook as Excel writes it: each text once, cells name it by its number."""
    texts = "<si><t>El faro</t></si><si><t>faro-1</t></si>"
    texts += "<si><r><rPr><b/></rPr><t>La costa</t></r><r><t xml:space='preserve'> de</t></r></si>"
    cells = "".join(f'<c r="{place}" t="s"><v>{at}</v></c>' for place, at in (("A1", 1), ("B1", 0), ("B2", 2)))
    cells += '<c r="C2" t="str"><f>B1</f><v>x</v></c>'
    parts = {"workbook": "sheet.main", "sharedStrings": "sharedStrings", "worksheets/sheet1": "worksheet"}
    overrides = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{_KIND}.{kind}+xml"/>' for name, kind in parts.items()
    )
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    sheets = '<sheets><sheet name="Hoja" r:id="rId1"/></sheets>'
    leads = '<Relationship Id="rId1" Target="worksheets/sheet1.xml"/>'
    view = '<sheetViews><sheetView workbookViewId="0"/></sheetViews>'
    return archive(
        {
            "[Content_Types].xml": f'<Types xmlns="{package}/content-types">{overrides}</Types>',
            "xl/workbook.xml": f'<workbook {S} xmlns:r="{relation}">{sheets}</workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">{leads}</Relationships>',
            "xl/sharedStrings.xml": f"<sst {S}>{texts}</sst>",
            "xl/worksheets/sheet1.xml": f"<worksheet {S}>{view}<sheetData><row>{cells}</row></sheetData></worksheet>",
        }
    )


def chosen(data: bytes, *cells: str) -> list[str]:
    read = article.read(data, "a.xlsx", format_named("xlsx"), options=Options(cells=cells))
    return [unit.text for unit in read.units if unit.role == "table-cell"]


def test_texts_are_given_and_formulas_numbers_and_headers_of_tables_are_not() -> None:
    assert chosen(workbook(), "*") == [
        "faro-1", "El faro & la costa", "Se apagó <b1>hoy</b1> a las tres", "Un faro\na oscuras"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("choice", "texts"),
    [("Titulares!B", ["El faro & la costa", "Se apagó <b1>hoy</b1> a las tres"]), ("Pi*", ["Un faro\na oscuras"]),
     ("Titulares!A:A", ["faro-1"]), ("Nada", [])],
)  # fmt: skip
def test_cells_are_chosen_by_sheet_and_column(choice: str, texts: list[str]) -> None:
    assert chosen(workbook(), choice) == texts


def test_shared_texts_are_given_where_all_their_cells_are_chosen() -> None:
    assert chosen(shared(), "*") == ["El faro", "faro-1", "<b1>La costa</b1> de"]
    assert chosen(shared(), "Hoja!B:C") == ["El faro", "<b1>La costa</b1> de"]


def test_only_what_is_translated_changes() -> None:
    for data in (workbook(), shared()):
        assert translated(data, "a.xlsx", str) == data
        assert looks(translated(data, "a.xlsx")) == looks(data)
    sheet = load_workbook(BytesIO(translated(workbook(), "a.xlsx")), rich_text=True)["Titulares"]
    assert str(sheet["B3"].value) == "SE APAGÓ HOY A LAS TRES"
    assert [part.text for part in sheet["B3"].value if isinstance(part, TextBlock) and part.font.b] == ["HOY"]
    assert (sheet["C2"].value, sheet["D2"].value, sheet["B1"].value) == ("=LEN(B2)", 2024, "Titular")


def test_sheets_of_a_translation_run_in_its_direction() -> None:
    hebrew = Localization("he", "rtl", "es", "")
    done = translated(shared(), "a.xlsx", how=hebrew)
    assert '<sheetView rightToLeft="1" workbookViewId="0"/>' in member(done, "xl/worksheets/sheet1.xml")
    assert translated(done, "a.xlsx", str, hebrew) == done
    assert units(done, "a.xlsx")
