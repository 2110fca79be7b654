"""A glossary in CSV or TBX: terms are found inflected, kept without loss, and heeded by machines and checks."""

from __future__ import annotations

import json
from pathlib import Path, PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from translate_flow import glossary
from translate_flow.cli.app import app
from translate_flow.desk.desk import Desk
from translate_flow.desk.leverage.terms import protected
from translate_flow.errors import InputError, UsageError
from translate_flow.glossary import Finder, Term
from translate_flow.glossary.model import STATUSES
from translate_flow.glossary.proposing import propose

FERRY = Term("transbordador", "ferry", "es", "en", "noun")
COUNCIL = Term("pleno municipal", "city council", "es", "en", "noun", "preferred", "Not “plenary”.")
PLENARY = Term("pleno municipal", "municipal plenary", "es", "en", "noun", "forbidden")
FARO = Term("El Faro", "El Faro", "es", "en", case_sensitive=True, do_not_translate=True)
TERMS = [FERRY, COUNCIL, PLENARY, FARO]

words = st.text("abc é中&<>\"',;|", min_size=1, max_size=12).map(str.strip).filter(bool)
terms = st.builds(
    Term,
    words,
    words,
    st.just("es"),
    st.just("en"),
    st.sampled_from(["", "noun"]),
    st.sampled_from(STATUSES),
    st.one_of(st.just(""), words),
    st.booleans(),
    st.booleans(),
)


@given(found=st.lists(terms, max_size=5))
def test_what_was_written_as_csv_is_read_again(found: list[Term]) -> None:
    path = PurePath("glossary.csv")
    assert glossary.read(glossary.written(found, path), path) == found


@pytest.mark.parametrize("version", [2, 3])
def test_what_was_written_as_tbx_is_read_again(version: int) -> None:
    path = PurePath("glossary.tbx")
    found = glossary.read(glossary.written(TERMS, path, version), path)
    assert {term[:7] for term in found} == {(*term[:6], term.note or _note_of(term)) for term in TERMS}
    assert [term.source for term in found if term.do_not_translate] == ["El Faro"]


def _note_of(term: Term) -> str:
    """A note belongs to the concept, and so to all its translations."""
    return next((one.note for one in TERMS if one.source == term.source and one.note), "")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_tables_of_other_programs_are_read(delimiter: str) -> None:
    text = delimiter.join(("es", "en", "status")) + "\r\n" + delimiter.join(("barco", "boat", "admitted")) + "\r\n"
    for data in (text.encode(), text.encode("utf-8-sig"), text.encode("utf-16")):
        assert glossary.read(data, PurePath("x.csv")) == [Term("barco", "boat", "es", "en", "", "admitted")]


DCT = b"""<?xml version="1.0"?>
<tbx style="dct" type="TBX-Basic" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
 xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic">
<tbxHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></tbxHeader><text><body>
<conceptEntry id="c1"><langSec xml:lang="es"><termSec><term>barco</term><min:partOfSpeech>noun</min:partOfSpeech>
</termSec></langSec><langSec xml:lang="en"><termSec><term>boat</term>
<min:administrativeStatus>deprecatedTerm-admn-sts</min:administrativeStatus></termSec></langSec></conceptEntry>
</body></text></tbx>"""
MARTIF = b"""<?xml version="1.0"?><!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><text><body><termEntry><langSet xml:lang="es"><ntig><termGrp><term>barco</term>
</termGrp></ntig></langSet><langSet xml:lang="en"><tig><term>boat</term></tig><tig><term>vessel</term></tig></langSet>
</termEntry></body></text></martif>"""


def test_tbx_of_other_tools_is_read() -> None:
    path = PurePath("x.tbx")
    assert glossary.read(DCT, path) == [Term("barco", "boat", "es", "en", "noun", "forbidden")]
    assert [term.target for term in glossary.read(MARTIF, path)] == ["boat", "vessel"]


REFUSED = {
    "no header": ("x.csv", b"barco,boat\nfaro,lighthouse\n", "names no columns"),
    "a term alone": ("x.csv", b"source,target\nbarco,\n", "x.csv:2: a term and its translation"),
    "wrong bytes": ("x.csv", b"source,target\nni\xf1o,child\n", "x.csv:2: this is no UTF-8"),
    "another XML": ("x.tbx", b"<html/>", "no TBX"),
    "a file cut off": ("x.tbx", b"<tbx><text>", "cannot be read"),
    "entities": ("x.tbx", b'<!DOCTYPE tbx [<!ENTITY a "b">]><tbx>&a;</tbx>', "entities"),
    "another file": ("x.doc", b"", "no glossary"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_glossary_is_refused_in_one_line(case: str) -> None:
    name, data, said = REFUSED[case]
    with pytest.raises(InputError) as caught:
        glossary.read(data, PurePath(name))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_terms_are_found_inflected_and_the_longest_first() -> None:
    finder = Finder([*TERMS, Term("pleno", "plenary", "es", "en")], "es")
    text = "Los transbordadores y los plenos municipales salen en El Faro, no en el faro. Hubo pleno."
    found = [(text[one.start : one.end], one.term.target) for one in finder.find(text)]
    assert found == [
        ("transbordadores", "ferry"), ("plenos municipales", "city council"),
        ("plenos municipales", "municipal plenary"),
        ("El Faro", "El Faro"), ("pleno", "plenary"),
    ]  # fmt: skip


def test_names_and_recurring_phrases_are_proposed_but_not_what_is_known() -> None:
    texts = [
        "La campana de niebla sonó y Remedios Azcúnaga subió a la torre.",
        "Nadie oyó la campana de niebla. El transbordador de El Faro volvió con Remedios Azcúnaga.",
    ]
    found = {one.term: one for one in propose(texts, "es", Finder(TERMS, "es"))}
    assert (found["Remedios Azcúnaga"].kind, found["Remedios Azcúnaga"].times) == ("name", 2)
    assert found["campana de niebla"].kind == "phrase"
    assert "El Faro" not in found


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(app, ["init", "desk", "--from", "es", "--to", "en"]).exit_code == 0
    monkeypatch.chdir(tmp_path / "desk")
    return tmp_path / "desk"


def run(*command: str) -> Result:
    result = CliRunner().invoke(app, list(command))
    assert result.exit_code == 0, result.output
    return result


def test_a_desk_keeps_its_terms_in_a_table(desk: Path) -> None:
    run("glossary", "add", "transbordador", "ferry", "--pos", "noun")
    run("glossary", "add", "El Faro", "--do-not-translate")
    assert "there already" in run("glossary", "add", "transbordador", "ferry", "--note", "on the bay").stdout
    assert (desk / "memory" / "glossary.csv").read_text().splitlines()[1:] == [
        "transbordador,ferry,es,en,,preferred,on the bay,,",
        "El Faro,El Faro,es,en,,preferred,,,yes",
    ]
    told = json.loads(run("glossary", "search", "Dos transbordadores", "--json").stdout)["terms"]
    assert [(one["source"], one["start"]) for one in told] == [("transbordador", 4)]
    assert protected(Desk(desk), "es", "en") == ("El Faro",)


def test_a_desk_of_two_languages_is_told_into_which_a_term_is_translated(desk: Path) -> None:
    settings = desk / "translate-flow.toml"
    settings.write_text(settings.read_text().replace('["en"]', '["en", "fr"]'))
    refused = CliRunner().invoke(app, ["glossary", "add", "ola", "wave"])
    assert isinstance(refused.exception, UsageError)
    assert "this desk translates into en, fr; say with --to" in str(refused.exception)
    run("glossary", "add", "ola", "wave", "--to", "EN")
    run("glossary", "add", "Punta Sal", "--do-not-translate")
    found = run("glossary", "search", "La ola de Punta Sal").stdout.splitlines()
    assert found[1:] == ["ola\ten\twave\tpreferred\t", "Punta Sal\t\tPunta Sal\tpreferred\t"]


def test_terms_go_out_as_tbx_and_come_back(desk: Path) -> None:
    run("glossary", "add", "transbordador", "ferry")
    assert "1 term" in run("glossary", "export", "terms.tbx").stdout
    (desk / "memory" / "glossary.csv").unlink()
    assert "1 new" in run("glossary", "import", "terms.tbx").stdout
    assert "0 new" in run("glossary", "import", "terms.tbx").stdout


def test_terms_and_memory_go_out_with_a_package(desk: Path) -> None:
    (desk / "sources" / "a.txt").write_text("Salió el transbordador.\n\nNadie lo vio.\n")
    run("segment")
    run("glossary", "add", "transbordador", "ferry")
    (desk / "old.jsonl").write_text('{"es": "Salió un transbordador.", "en": "A ferry left."}\n')
    run("memory", "import", "old.jsonl")
    run("export", "a.txt", "--format", "omegat", "-o", "package", "--with-matches")
    assert (desk / "package" / "glossary" / "terms.utf8").read_text() == "transbordador\tferry\t\n"
    assert b"A ferry left." in (desk / "package" / "tm" / "desk.tmx").read_bytes()
    run("export", "a.txt", "-o", "other", "--with-matches")
    assert b"A ferry left." in (desk / "other" / "bitexts" / "en" / "a.txt.xlf").read_bytes()


def test_what_a_document_lacks_is_proposed(desk: Path) -> None:
    (desk / "sources" / "a.txt").write_text("El faro\n\nAyer llegó Remedios Azcúnaga. Hoy volvió Remedios Azcúnaga.\n")
    told = json.loads(run("glossary", "propose", "--json").stdout)["terms"]
    assert told[0]["term"] == "Remedios Azcúnaga"
