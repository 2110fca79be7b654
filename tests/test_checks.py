"""Each check finds what it says and nothing else; the command tells it to people and to programs."""

from __future__ import annotations

import json
import pickle
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from typer.testing import CliRunner, Result

from translate_flow.bitext import Code, Credit, Segment, State, Unit
from translate_flow.checks import CHECKS, Example, Row, check, chosen, examples, known
from translate_flow.checks import spelling as spelling_module
from translate_flow.checks.detection import likeliness
from translate_flow.checks.model import Article, House, Message, Needs, Pair, Pattern, Remark, Severity
from translate_flow.checks.naming import FullName, usual
from translate_flow.cli.app import app
from translate_flow.desk import bitexts
from translate_flow.desk.proofreading import checking
from translate_flow.desk.proofreading.house import finder
from translate_flow.errors import UsageError
from translate_flow.glossary import Term
from translate_flow.web import texts

EXAMPLES = [(row.id, example) for row in known() for example in examples(row)]


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=[name for name, _ in EXAMPLES])
def test_the_docs_examples_are_true(name: str, example: Example) -> None:
    found = list(check(example.article, chosen([name])))
    assert bool(found) is example.fails


@pytest.mark.parametrize(("name", "example"), [one for one in EXAMPLES if one[1].fails], ids=str)
def test_what_a_check_says_can_be_said_in_every_language_of_the_interface(name: str, example: Example) -> None:
    for finding in check(example.article, chosen([name])):
        said = pickle.loads(pickle.dumps(finding.remark.message))  # noqa: S301 — as it comes from another process
        assert isinstance(said, Message)
        assert said == said.template.format_map(said.fields) == finding.remark.message
        for language in ("es", "fr"):
            translated = texts.filled(texts.texts(language)[said.template], said.fields, language)
            assert not re.search(r"[{}]", translated)


def test_what_passes_one_check_passes_the_others_of_its_kind() -> None:
    graver = [row for row in known() if row.severity is Severity.ERROR]
    for name, example in EXAMPLES:
        if not example.fails:
            errors = [f.check for f in check(example.article, graver) if f.severity is Severity.ERROR]
            assert errors == [], name


def pair(source: str, target: str, role: str = "paragraph") -> Pair:
    return Pair("s1", role, source, target)


def found(name: str, one: Pair, house: House | None = None, languages: tuple[str, str] = ("en", "es")) -> list[str]:
    article = Article(*languages, (one,), house or House())
    return [finding.remark.message for finding in check(article, chosen([name]))]


TERMS = House(
    terms=(
        Term("ferry", "transbordador"),
        Term("ferry", "barcaza", status="forbidden"),
        Term("fish market", "lonja"),
        Term("fish market", "mercado de pescado", status="admitted"),
        Term("El Faro", "El Faro", do_not_translate=True),
    ),
    finder=finder,
)


def test_terms_are_found_in_inflected_forms() -> None:
    assert found("term-missing", pair("Two ferries left.", "Salieron dos transbordadores."), TERMS) == []
    assert found("term-missing", pair("The ferry left.", "Salió la lancha."), TERMS)
    assert found("term-missing", pair("Both fish markets shut.", "Cerraron los mercados de pescado."), TERMS) == []
    assert found("term-missing", pair("Both fish markets shut.", "Cerraron los puestos."), TERMS) == [
        "the glossary has “lonja” for “fish market”"
    ]


def test_a_forbidden_translation_is_told_with_the_right_one_and_only_once() -> None:
    one = pair("The ferries left.", "Salieron las barcazas.")
    assert found("term-forbidden", one, TERMS) == ["the glossary forbids “barcaza” for “ferry”: “transbordador”"]
    assert found("term-missing", one, TERMS) == []


def test_what_is_not_to_be_translated_stays_and_a_name_is_no_common_word() -> None:
    assert found("do-not-translate", pair("El Faro says so.", "The Lighthouse says so."), TERMS)
    assert found("do-not-translate", pair("El Faro says so.", "Lo dice El Faro."), TERMS) == []
    assert found("do-not-translate", pair("EL FARO – Volvió.", "EL FARO – She returned."), TERMS) == []
    assert found("do-not-translate", pair("EL FARO – Volvió.", "THE LIGHT – She returned."), TERMS)
    assert found("do-not-translate", pair("Vio el faro.", "She saw the lighthouse."), TERMS) == []


def test_a_name_is_written_as_the_glossary_or_most_articles_have_it() -> None:
    articles = Counter({FullName(("Álvaro", "Lópes")): 3, FullName(("Alvaro", "Lopes")): 1})
    known = usual(articles, ["Radio Farola"])
    house = House(full_names=lambda shapes: {shape: known[shape] for shape in shapes if shape in known})
    assert found("name-variant", pair("", "Alvaro Lopes arrived."), house, ("", "en")) == [
        "“Alvaro”, in the house’s names “Álvaro”", "“Lopes”, in the house’s names “Lópes”",
    ]  # fmt: skip
    assert found("name-variant", pair("", "They heard Radio Farolla."), house, ("", "en"))
    assert found("name-variant", pair("", "Alvaro Mira met Ana Lopes."), house, ("", "en")) == []


def test_articles_that_do_not_agree_on_a_name_settle_nothing() -> None:
    assert usual({FullName(("Ana", "Prueba")): 3, FullName(("Anna", "Prueba")): 2}) == {}
    assert usual({FullName(("Ana", "Prueba")): 2}) == {}


def test_the_house_has_its_own_style() -> None:
    house = House(patterns=(Pattern(r"\bOk\b", "write “OK”", "OK"),), banned={"de cara a": "para"}, headline_limit=20)
    assert found("style-pattern", pair("Fine.", "Ok."), house) == ["write “OK”"]
    assert found("banned-word", pair("For it.", "De cara a ello."), house)
    assert found("headline-length", pair("A", "Un titular larguísimo de más", "headline"), house)
    assert found("headline-length", pair("A", "Un titular larguísimo de más"), house) == []


@pytest.mark.parametrize(("pattern", "words"), [("(", "no regular expression"), (r"(a|aa)+$", "takes more than")])
def test_a_wrong_or_exploding_pattern_is_told_in_one_line(pattern: str, words: str) -> None:
    house = House(patterns=(Pattern(pattern, "x"),))
    with pytest.raises(UsageError, match=words) as caught:
        found("style-pattern", pair("a", "a" * 60 + "b"), house)
    assert "\n" not in str(caught.value)


def test_a_check_is_asked_only_of_segments_that_have_what_it_needs() -> None:
    asked: list[str] = []

    def find(one: Pair, _article: Article) -> Iterator[Remark]:
        asked.append(one.target)
        return iter(())

    row = Row("x", Severity.ERROR, find, Needs(frozenset("!"), both=True, role="headline", where=lambda a: a.document))
    pairs = (pair("Hey!", "Oye", "headline"), pair("Hey", "Oye", "headline"), pair("Hey!", "Oye"), pair("Hey!", ""))
    for document in ("", "a.md"):
        assert list(check(Article("en", "es", pairs, document=document), [row])) == []
    assert asked == ["Oye"]


def test_two_languages_are_told_apart_and_an_unknown_one_is_never_likely() -> None:
    assert likeliness("nobody knew what to do with it", "en", "es") > 0.9
    assert likeliness("nadie sabía qué hacer con ella", "en", "es") < 0.1
    assert likeliness("nobody knew what to do", "en", "x") == 0


def test_an_unknown_check_is_told_with_the_nearest_one() -> None:
    with pytest.raises(UsageError, match="did you mean “number”"):
        chosen(["nunber"])


def test_a_missing_dictionary_is_told_with_its_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(spelling_module, "FOLDERS", (tmp_path,))
    spelling_module._dictionaries.cache_clear()
    assert "hunspell-es" in spelling_module.missing_dictionary("es")
    assert found("spelling", pair("a", "asdfgh")) == []
    spelling_module._dictionaries.cache_clear()


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")  # spylls'
def test_words_are_looked_up_in_hunspells_dictionaries(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("spylls")
    (tmp_path / "es_ES.aff").write_text("SET UTF-8\n")
    (tmp_path / "es_ES.dic").write_text("3\nbarco\nsale\npuerto\n")
    monkeypatch.setattr(spelling_module, "FOLDERS", (tmp_path,))
    spelling_module._dictionaries.cache_clear()
    house = House(words=frozenset({"farera"}))
    assert found("spelling", pair("The boat", "El barco sale del purto con la farera"), house) == [
        "“purto” is in no dictionary"
    ]
    spelling_module._dictionaries.cache_clear()


ARTICLE = """The Harbour Reopens

Álvaro Lópes Mira arrived. “The boats will be back in the spring of next year,” he said.

Lopes Mira left. He had said: “The boats will be back by the spring of next year.”

“We waited, said Lópes Mira.

2 thoughts on “The Harbour Reopens

Anna: its a scandal, Lopes Mira !!
"""


def test_a_published_text_is_read_alone_and_its_readers_are_not_corrected(tmp_path: Path) -> None:
    path = tmp_path / "article.en.txt"
    path.write_text(ARTICLE)
    result = checking.check_text(path, "en", chosen(without=["spelling"]))
    told = sorted(
        (finding.check, finding.remark.message) for finding in result.findings if finding.severity is not Severity.HINT
    )
    assert [name for name, _ in told] == [
        "name-variant", "quotation-differs", "quotation-differs", "quote-unclosed", "quote-unclosed",
    ]  # fmt: skip
    assert told[0] == ("name-variant", "“Lopes”, elsewhere “Lópes”")


PO = """msgid ""
msgstr ""
"Language: es\\n"
"X-Source-Language: en\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

#. paragraph
msgctxt "paragraph-00000a:1"
msgid "It cost 1,250.50 euros."
msgstr "Costó 1,250.50 euros."

#. paragraph
msgctxt "paragraph-00000a:2"
msgid "Nine boats left at 18:30."
msgstr "Salieron 8 barcos a las 18:30."
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desk with one translated article: a wrong number, and one in the wrong format."""
    root = tmp_path / "desk"
    (root / "sources").mkdir(parents=True)
    (root / "translations" / "es").mkdir(parents=True)
    (root / "translate-flow.toml").write_text('source-language = "en"\ntarget-languages = ["es"]\n')
    (root / "sources" / "harbour.txt").write_text("It cost 1,250.50 euros. Nine boats left at 18:30.\n")
    (root / "translations" / "es" / "harbour.txt.po").write_text(PO)
    monkeypatch.chdir(root)
    monkeypatch.setattr(spelling_module, "FOLDERS", ())
    return root


def run(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, list(words))
    assert result.exit_code == code, result.output
    return result


@pytest.mark.usefixtures("desk")
def test_findings_are_told_by_document_with_the_place_marked() -> None:
    told = run("check", "--without", "spelling", code=1).stdout
    assert "sources/harbour.txt (es)" in told or "(es)" in told
    assert "Salieron [8] barcos" in told
    assert "number-format" in told


def test_fix_mends_what_is_certain_and_says_so(desk: Path) -> None:
    told = run("check", "--without", "spelling", "--fix", code=1).stdout
    assert "mended number-format" in told
    segments = bitexts.read(desk / "translations" / "es" / "harbour.txt.po").units[0].segments
    assert [segment.target for segment in segments] == ["Costó 1.250,50 euros.", "Salieron 8 barcos a las 18:30."]


def test_what_is_ignored_for_a_reason_stays_in_the_bitext_and_in_reports(desk: Path) -> None:
    run("ignore", "harbour.txt#paragraph-00000a:2", "--check", "number", "--reason", "the source is wrong")
    told = json.loads(run("check", "--without", "spelling", "--json").stdout)["documents"][0]
    assert [row["check"] for row in told["findings"]] == ["number-format"]
    assert [(row["check"], row["ignored"]) for row in told["ignored"]] == [("number", "the source is wrong")]
    assert "ignore number: the source is wrong" in (desk / "translations" / "es" / "harbour.txt.po").read_text()


def test_a_baseline_keeps_known_findings_quiet_until_the_target_changes(desk: Path) -> None:
    run("check", "--without", "spelling", "--write-baseline", "known.json")
    run("check", "--without", "spelling", "--baseline", "known.json")
    path = desk / "translations" / "es" / "harbour.txt.po"
    path.write_text(path.read_text().replace("Salieron 8", "Zarparon 8"))
    run("check", "--without", "spelling", "--baseline", "known.json", code=1)


@pytest.mark.usefixtures("desk")
def test_programs_read_sarif_junit_and_githubs_annotations() -> None:
    sarif = json.loads(run("check", "--without", "spelling", "--format", "sarif", code=1).stdout)
    results = sarif["runs"][0]["results"]
    assert [(row["ruleId"], row["level"]) for row in results] == [("number-format", "warning"), ("number", "error")]
    junit = etree.fromstring(run("check", "--without", "spelling", "--format", "junit", code=1).stdout.encode())
    assert [case.get("classname") for case in junit.iter("testcase")] == ["number-format", "number"]
    github = run("check", "--without", "spelling", "--format", "github", code=1).stdout
    assert github.startswith("::warning file=")


@pytest.mark.usefixtures("desk")
def test_the_exit_code_is_what_fail_on_says() -> None:
    run("check", "--only", "number-format")
    run("check", "--only", "number-format", "--fail-on", "warning", code=1)
    run("check", "--only", "number", "--fail-on", "never")


def test_checks_that_the_settings_do_not_want_are_not_made(desk: Path) -> None:
    settings = desk / "translate-flow.toml"
    settings.write_text(f'{settings.read_text()}\n[[checks.documents]]\npath = "*.txt"\nignore = ["number"]\n')
    run("check", "--without", "spelling")


def test_names_are_collected_over_all_articles_of_the_desk_and_its_glossary(desk: Path) -> None:
    (desk / "memory").mkdir()
    (desk / "memory" / "glossary.csv").write_text("source,target\nHarbour Radio,Radio Puerto Viejo\n")
    for number, name in enumerate(("Álvaro Lópes", "Álvaro Lópes", "Álvaro Lópes", "Alvaro Lópes")):
        (desk / "sources" / f"{number}.txt").write_text(f"{name} came and heard Harbour Radio.\n")
        text = f'msgctxt "paragraph-00000b"\nmsgid "{name} came."\nmsgstr "Vino {name} y oyó Radio Puerto Vieja."\n'
        (desk / "translations" / "es" / f"{number}.txt.po").write_text(f"{PO.partition('#.')[0]}{text}")
    told = json.loads(run("check", "--only", "name-variant", "--json").stdout)["documents"]
    found = {Path(one["path"]).name: [row["message"] for row in one["findings"]] for one in told if one["findings"]}
    assert found == {"3.txt.po": ["“Alvaro”, in the house’s names “Álvaro”"]}


def test_several_processes_find_the_same(desk: Path) -> None:
    for number in range(4):
        (desk / "sources" / f"{number}.txt").write_text("It cost 5 euros.\n")
        text = PO.replace("Salieron 8", f"Salieron {number + 3}")
        (desk / "translations" / "es" / f"{number}.txt.po").write_text(text)
    one, two = (
        json.loads(run("check", "--without", "spelling", "--json", "--jobs", jobs, code=1).stdout)
        for jobs in ("1", "2")
    )
    assert one == two


def test_merge_checked_publishes_nothing_that_has_errors(desk: Path) -> None:
    (desk / "sources" / "harbour.txt").write_text("It cost 1,250.50 euros. Nine boats left at 18:30.\n")
    run("segment")
    run("merge", "--checked", code=1)
    assert not (desk / "published" / "es" / "harbour.txt").exists()
    path = desk / "translations" / "es" / "harbour.txt.po"
    path.write_text(path.read_text().replace("Salieron 8", "Salieron nueve"))
    run("check", "--without", "spelling")


def test_a_bitext_outside_of_any_desk_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "alone.po"
    path.write_text(PO)
    assert "number" in run("check", str(path), "--without", "spelling", code=1).stdout


def test_every_check_has_a_severity_and_a_docstring() -> None:
    for row in known():
        assert row.id in CHECKS
        assert row.find.__doc__
        assert isinstance(row.severity, Severity)


def test_a_credit_line_that_names_nobody_is_found() -> None:
    unit = Unit("u", "credit", (Segment("Por", "Translated by", State.TRANSLATED, "", (Credit("translator", "Ana"),)),))
    article = Article("es", "en", tuple(Pair("u", "credit", s.source, s.target) for s in unit.segments))
    assert [finding.check for finding in check(article, chosen(["credit-line"]))] == ["credit-line"]


SET = Path(__file__).parent / "data" / "checks"
LABELLED = [
    (path.stem, *line.split("\t"))
    for path in sorted(SET.glob("*.tsv"))
    for line in path.read_text("utf-8").splitlines()
]


def graver(article: Article) -> set[str]:
    findings = check(article, chosen(without=["spelling"]))
    return {finding.check for finding in findings if finding.severity is not Severity.HINT}


def labelled(languages: str, role: str, source: str, target: str) -> set[str]:
    names = dict.fromkeys(re.findall(r"<([a-z]+\d+)", source + target))
    one = Pair("s1", role, source, target, tuple(Code(name, "") for name in names))
    return graver(Article(languages[:2], languages[3:], (one,)))


def test_planted_faults_are_found_and_right_translations_left_alone() -> None:
    assert len(LABELLED) > 200
    missed = [row for row in LABELLED if row[1] not in labelled(row[0], row[2], row[3], row[5])]
    alarms = [row for row in LABELLED if labelled(row[0], row[2], row[3], row[4])]
    assert len(missed) <= len(LABELLED) // 50, missed
    assert len(alarms) <= len(LABELLED) // 50, alarms


@pytest.mark.parametrize("path", sorted((SET / "articles").glob("*.tsv")), ids=lambda path: str(path.stem))
def test_whole_articles_are_left_alone_until_one_fault_is_planted(path: Path) -> None:
    source, _, target = path.stem.rpartition("-")
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
    pairs = tuple(Pair(row[0], row[1], row[2], row[3]) for row in rows if row[0].isdecimal())
    assert graver(Article(source, target, pairs)) == set()
    for fault, number, text in (row for row in rows if not row[0].isdecimal()):
        wrong = tuple(replace(one, target=text) if one.id == number else one for one in pairs)
        assert fault in graver(Article(source, target, wrong)), text


odd = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            ["12", "1.234,5", "XIV", "CM", "27/06/2023", "18:30", "p. m.", "«", "“", '"', "<em1>", "</em1>", "<br2/>",
             "¿", "(", "9" * 40, "Ana López", "López", "...", " ", "https://a.example/b", "de de", "€", "million",
             "mil", "\u00a0"]
        ),
        max_size=12,
    ).map("".join),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(odd, odd, st.sampled_from(["es", "en", "fr", "de", "zh", "ar", "x-klingon"]), st.sampled_from(["", "en", "es"]))
def test_no_text_makes_a_check_fail(source: str, target: str, language: str, other: str) -> None:
    codes = (Code("em1", "<em>", "</em>"), Code("br2", "<br>"))
    pairs = (
        Pair("u:1", "paragraph", source if other else "", target, codes),
        Pair("u:2", "headline", "", source, codes),
    )
    for finding in check(Article(other, language, pairs), chosen(without=["spelling"])):
        start, end = finding.remark.target or (0, 0)
        text = next(one for one in pairs if one.id == finding.segment).target
        assert 0 <= start <= end <= len(text)
