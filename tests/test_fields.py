"""JSON and YAML of content systems: chosen values are units, written back with the file's own escapes and quotes."""

import json
from pathlib import Path

import newsroom
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from translate_flow.desk import article, merging
from translate_flow.desk.desk import Desk
from translate_flow.documents import fields, format_of
from translate_flow.documents.json_fields import FORMAT as JSON
from translate_flow.documents.model import Format, Localization, Options
from translate_flow.documents.splicing import prove, splice
from translate_flow.documents.yaml_fields import FORMAT as YAML
from translate_flow.errors import InputError, UsageError

OPTIONS = Options()
HOW = Localization("en", "ltr", "es", "Translated by Ana Prueba", ("Ana Prueba",))
WORDS = st.text(
    st.sampled_from("ab ñ漢\U0001f6a8\"'\\/<>&{}[]:,#-|>*!%@`?~\u2028\u00a0."), min_size=1, max_size=20
).filter(lambda text: text == " ".join(text.split()) and any(map(str.isalnum, text)))


def read(form: Format, text: str, *patterns: str) -> list[tuple[str, str]]:
    options = Options(fields=patterns) if patterns else OPTIONS
    return [(unit.role, unit.text) for unit in form.parse(text, options)]


def translate(form: Format, text: str, *targets: str, options: Options = OPTIONS) -> str:
    units = form.parse(text, options)
    wanted = dict(enumerate(targets))
    merged = splice(text, units, wanted, form)
    prove(text, units, wanted, merged, form, options, [unit.text for unit in units])
    return merged


@pytest.mark.parametrize(
    ("form", "setting", "text", "credited"),
    [
        (JSON, "credit", '{"title":"Uno"}', '{"credit":"Translated by Ana Prueba","title":"Uno"}'),
        (JSON, "by:names", '{\n  "title": "Uno",\n  "n": 1\n}\n',
         '{\n  "by": "Ana Prueba",\n  "title": "Uno",\n  "n": 1\n}\n'),
        (JSON, "by:names", '{"title": "Uno", "by": null}', '{"title": "Uno", "by": "Ana Prueba"}'),
        (JSON, "by:names", '{"by": "Otro \\"Nombre\\"", "a": {"by": "no"}}', '{"by": "Ana Prueba", "a": {"by": "no"}}'),
        (JSON, "by:names", '{"by": ["Otro"]}', '{"by": ["Otro"]}'),
        (JSON, "post.by:names", '{"posts": {}, "post": [{"a": 1}, {"by": "x"}, 3]}',
         '{"posts": {}, "post": [{"by": "Ana Prueba","a": 1}, {"by": "Ana Prueba"}, 3]}'),
        (JSON, "by:names", '{"a": 1}\n{"a": 2}\n', '{"by": "Ana Prueba","a": 1}\n{"by": "Ana Prueba","a": 2}\n'),
        (YAML, "credit", "# Uno\ntitle: Uno\n", "# Uno\ncredit: Translated by Ana Prueba\ntitle: Uno\n"),
        (YAML, "by:names", "- title: Uno\n- title: Dos\n",
         "- by: Ana Prueba\n  title: Uno\n- by: Ana Prueba\n  title: Dos\n"),
        (YAML, "by:names", "title: Uno\nby:\na: 1\n", "title: Uno\nby: Ana Prueba\na: 1\n"),
        (YAML, "by:names", "title: Uno\nby: ~ # quién\n", "title: Uno\nby: Ana Prueba # quién\n"),
        (YAML, "by:names", "by: 'Otro' # quién\n", "by: 'Ana Prueba' # quién\n"),
        (YAML, "by:names", "by: [Otro]\n", "by: [Otro]\n"),
        (YAML, "by:names", "by: |\n  Otro\n", "by: |\n  Otro\n"),
        (YAML, "post.by:names", "post: &p {title: Uno}\nmore: *p\n",
         "post: &p {by: Ana Prueba, title: Uno}\nmore: *p\n"),
        (YAML, "post.by:names", "post:\r\n    &a title: Uno\r\n",
         "post:\r\n    by: Ana Prueba\r\n    &a title: Uno\r\n"),
        (YAML, "by:names", "? title\n: Uno\n", "? title\n: Uno\n"),
    ],
)  # fmt: skip
def test_the_credit_stands_at_the_key_that_the_settings_name(
    form: Format, setting: str, text: str, credited: str
) -> None:
    how = HOW._replace(credit_field=setting)
    assert form.localize(text, form.parse(text, OPTIONS), how) == credited
    assert form.localize(credited, form.parse(credited, OPTIONS), how) == credited
    assert form.localize(text, form.parse(text, OPTIONS), how._replace(credit_field="")) == text


@given(st.recursive(
    st.none() | st.integers() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["by", "post", "a: b", "c"]), inner),
    max_leaves=8,
), st.booleans(), WORDS)  # fmt: skip
def test_a_credit_changes_nothing_else(data: object, as_json: bool, name: str) -> None:
    how = HOW._replace(credit_field="post.by:names", translators=(name,))

    def expected(value: object, left: tuple[str, ...]) -> object:
        if isinstance(value, list):
            return [expected(item, left) for item in value]
        if not isinstance(value, dict) or not value:
            return value
        if left:
            return {key: expected(item, left[1:]) if key == left[0] else item for key, item in value.items()}
        return value | ({} if isinstance(value.get("by", ""), int | list | dict) else {"by": name})

    if as_json:
        text = json.dumps(data, ensure_ascii=False, indent=2)
        assert json.loads(JSON.localize(text, JSON.parse(text, OPTIONS), how)) == expected(data, ("post",))
    else:
        text = yaml.safe_dump(data, allow_unicode=True, width=10_000)
        assert yaml.safe_load(YAML.localize(text, YAML.parse(text, OPTIONS), how)) == expected(data, ("post",))


@pytest.mark.parametrize("setting", ["", ".a", "a..b", "**.a", "a:html", ":names"])
def test_a_key_for_a_credit_is_a_path_of_keys(setting: str) -> None:
    with pytest.raises(ValueError, match="is no key for a credit; write for example “credit”"):
        fields.credit_field(setting)


@pytest.mark.parametrize("name", ["a.json", "a.JSONL", "a.yml", "a.yaml"])
def test_suffixes_lead_here(name: str) -> None:
    assert format_of(Path(name)) is (YAML if "y" in name else JSON)


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("title", ["Uno"]),
        ("posts.title", ["Dos", "Tres"]),
        ("*.title", ["Dos", "Tres"]),
        ("**.title", ["Uno", "Dos", "Tres"]),
        ("posts.**.alt", ["Cuatro"]),
        ("posts", ["Cinco"]),
        ("nada", []),
    ],
)
@pytest.mark.parametrize("form", [JSON, YAML], ids=["json", "yaml"])
def test_patterns_of_keys_choose_values(form: Format, pattern: str, found: list[str]) -> None:
    text = '{"title": "Uno", "posts": [{"title": "Dos"}, {"title": "Tres", "image": {"alt": "Cuatro"}}, "Cinco"]}'
    assert [words for _, words in read(form, text, pattern)] == found


def test_the_first_pattern_that_fits_decides() -> None:
    text = '{"title": "Uno", "author": {"title": "Dos"}, "body": "<p>Tres</p>"}'
    assert [words for _, words in read(JSON, text, "!author.title", "**.title", "body:text")] == ["Uno", "<p>Tres</p>"]


@pytest.mark.parametrize("pattern", ["title:docx", "a..b", "", ":html"])
def test_a_pattern_that_says_nothing_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="“"):
        fields.compiled(pattern)


def test_the_settings_of_a_desk_choose(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "translate-flow.toml").write_text('fields = ["lema"]\ncue-lines = "codes"\ntranslate-terms = true\n')
    (tmp_path / "sources" / "a.json").write_text('{"lema": "Uno dos", "title": "Tres"}')
    read = article.read_document(Desk(tmp_path), "a.json")
    assert [unit.text for unit in read.units] == ["Uno dos"]
    assert read.options == Options(fields=("lema",), cue_lines="codes", terms=True)


def test_usual_keys_are_text_without_being_chosen_and_give_roles() -> None:
    text = (
        '{"title": "A b", "dek": "C", "slug": "d-e", "alt_text": "F", "SEO": {"metaDescription": "g"}, "caption": "H"}'
    )
    assert read(JSON, text) == [("headline", "A b"), ("subheadline", "C"), ("image-alt", "F"), ("caption", "H")]


@pytest.mark.parametrize("value", ["https://faro.example/a", "/img/a.jpg", "2026-05-02", "12", "true", "", " "])
def test_addresses_dates_and_numbers_are_no_text(value: str) -> None:
    assert read(JSON, json.dumps({"title": value})) == []
    assert read(YAML, f'title: "{value}"\n') == []


def test_kinds_say_how_a_value_is_read() -> None:
    text = json.dumps({"a": "Uno *dos*\n\nTres", "b": "Uno <i>dos</i>"})
    assert [words for _, words in read(JSON, text, "a:markdown", "b:html")] == [
        "Uno <i1>dos</i1>", "Tres", "Uno <i1>dos</i1>"
    ]  # fmt: skip
    assert [words for _, words in read(JSON, text, "a:text", "b")] == ["Uno *dos*", "Tres", "Uno <i1>dos</i1>"]


@pytest.mark.parametrize(
    ("source", "target", "written"),
    [
        ('{ "title" : "El faro" }\n', 'A "b" \\ ñ', '{ "title" : "A \\"b\\" \\\\ ñ" }\n'),
        ('{"title":"ca\\u00f1a"}', "ñandú", '{"title":"\\u00f1and\\u00fa"}'),
        ('{"title":"CA\\u00D1A"}', "ñ", '{"title":"\\u00F1"}'),
        ('{"title":"a \\/ b"}', "c/d e", '{"title":"c\\/d e"}'),
        ('{"title":"a","x":"\\u003cp\\u003e"}', "b & c", '{"title":"b \\u0026 c","x":"\\u003cp\\u003e"}'),
        ('{"title":"\\ud83d\\udea8 luz"}', "light \U0001f6a8", '{"title":"light \\ud83d\\udea8"}'),
    ],
)  # fmt: skip
def test_json_keeps_its_escapes(source: str, target: str, written: str) -> None:
    assert translate(JSON, source, target) == written


def test_html_in_json_keeps_its_markup_as_it_was_escaped() -> None:
    source = '{"body": "<p>El <a href=\\"\\/x\\" title=\'t\'>faro<\\/a> \\u00e9l.<\\/p>"}'
    merged = translate(JSON, source, "The <a1>light</a1> & “he”.", "note", options=Options(fields=("body:html",)))
    assert merged == ('{"body": "<p>The <a href=\\"\\/x\\" title=\'note\'>light<\\/a> &amp; \\u201che\\u201d.<\\/p>"}')


def test_json_lines_are_read_line_by_line() -> None:
    assert read(JSON, '{"title": "Uno"}\n{"title": "Dos"}\n') == [("headline", "Uno"), ("headline", "Dos")]


@pytest.mark.parametrize(
    ("source", "target", "written"),
    [
        ("title: El faro # nota\n", "The light", "title: The light # nota\n"),
        ("title: El faro\n", "Light: on", 'title: "Light: on"\n'),
        ("title: 'El faro'\n", "The light's on", "title: 'The light''s on'\n"),
        ('title: "El faro"\n', 'The "light"', 'title: "The \\"light\\""\n'),
        ("title: &t !!str El faro\nx: *t\n", "Light", "title: &t !!str Light\nx: *t\n"),
        ("title: >-\n  El faro\n  de noche\nx: 1\n", "The light at night", "title: >-\n  The light at night\nx: 1\n"),
        ("body: |\n  <p>El\n  faro</p>\nx: 1\n", "A light & <b>", "body: |\n  <p>A light &amp; &lt;b&gt;</p>\nx: 1\n"),
        ('body: "<p title=\\"t\\">El faro</p>"\n', "x", 'body: "<p title=\\"x\\">El faro</p>"\n'),
        ("a: 1\n---\ntitle: Dos\n", "Two", "a: 1\n---\ntitle: Two\n"),
        ("{title: Dos, b: [c]}\n", "Two, yes", '{title: "Two, yes", b: [c]}\n'),
    ],
)  # fmt: skip
def test_yaml_keeps_its_styles(source: str, target: str, written: str) -> None:
    assert translate(YAML, source, target) == written


@given(WORDS, st.booleans())
def test_any_words_are_the_same_words_in_json(words: str, ascii_only: bool) -> None:
    source = json.dumps({"title": "caña" if ascii_only else "cana", "n": [1, {}]}, ensure_ascii=ascii_only)
    merged = translate(JSON, source, f"x {words}", options=Options(fields=("title:text",)))
    assert json.loads(merged) == {"title": f"x {words}", "n": [1, {}]}


@given(WORDS, st.sampled_from(["El faro", "'El faro'", '"El faro"', ">-\n  El faro", "|-\n  El faro"]))
def test_any_words_are_the_same_words_in_yaml(words: str, style: str) -> None:
    source = f"title: {style}\nn: [1, x]\n"
    units = YAML.parse(source, Options(fields=("title:text",)))
    assert yaml.safe_load(splice(source, units, {0: words}, YAML)) == {"title": words, "n": [1, "x"]}


@pytest.mark.parametrize(
    ("form", "text", "localized"),
    [
        (JSON, '{"lang": "es-CU", "title": "x y"}', '{"lang": "en", "title": "x y"}'),
        (JSON, '{"lang": "fr", "title": "x y"}', '{"lang": "fr", "title": "x y"}'),
        (YAML, "locale: 'es'\ntitle: x y\n", "locale: 'en'\ntitle: x y\n"),
    ],
)
def test_a_language_that_is_the_sources_becomes_the_targets(form: Format, text: str, localized: str) -> None:
    assert form.localize(text, form.parse(text, OPTIONS), HOW) == localized
    assert form.localize(localized, form.parse(localized, OPTIONS), HOW) == localized


@pytest.mark.parametrize(
    ("form", "text", "words"),
    [
        (JSON, '{"title": "a",\n "b" 1}', "a:2: no valid JSON: expecting ':' delimiter, column 6"),
        (JSON, "[" * 200_000, "a:1: (no valid JSON|this JSON is nested too deep)"),
        (YAML, "a: b\nc: [d\n", "a:3: no valid YAML"),
        (YAML, "a: b\n\tc: d\n", "a:2: no valid YAML"),
    ],
)
def test_a_broken_file_is_refused_with_its_line(form: Format, text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        article.read(text.encode(), "a", form)


def test_a_desks_settings_say_where_data_and_subtitles_are_credited(tmp_path: Path) -> None:
    texts = {"a.json": '{"title": "Uno"}', "a.srt": "1\n00:00:01,000 --> 00:00:02,000\nUno\n"}
    settings = 'credit-field = "translator:names"\ncredit-cue = 2\n'
    desk = newsroom.desk(tmp_path, settings, texts)
    merging.merge_documents(desk, desk.documents())
    assert json.loads(desk.published("a.json", "en").read_text()) == {"translator": "Eva Muestra", "title": "Uno"}
    assert (
        desk.published("a.srt", "en")
        .read_text()
        .endswith("\n2\n00:00:03,000 --> 00:00:05,000\nTranslated by Eva Muestra for El Faro\n")
    )
    (tmp_path / "translate-flow.toml").write_text('credit-field = "**.translator"\n')
    with pytest.raises(UsageError, match=r"setting “credit-field”: “\*\*\.translator” is no key for a credit"):
        _ = Desk(tmp_path).settings
