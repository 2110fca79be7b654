"""Front matter: only chosen texts are units, and every other byte of the settings stays."""

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from translate_flow.documents.front_matter import find, units_in
from translate_flow.documents.markdown import FORMAT
from translate_flow.documents.model import Options
from translate_flow.documents.splicing import prove, splice
from translate_flow.documents.yaml_text import yaml_scalar

OPTIONS = Options()


def texts(source: str, options: Options = OPTIONS) -> list[str]:
    return [unit.text for unit in units_in(source, options)[1]]


def translated(source: str, *targets: str) -> str:
    units = FORMAT.parse(source, OPTIONS)
    chosen = dict(zip(range(len(units)), targets, strict=True))
    merged = splice(source, units, chosen, FORMAT)
    prove(source, units, chosen, merged, FORMAT, OPTIONS, [unit.text for unit in units])
    return merged


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("---\ntitle: A ferry\ndate: 2026-05-02\nweight: 3\n---\nbody", ["A ferry"]),
        ("---\ntitle: \"A \\\"quoted\\\" \\u00e9\"\nsubtitle: 'it''s'\n---\n", ["A \"quoted\" é", "it's"]),
        ("---\ntitle: Over\n  two lines\n---\n", ["Over two lines"]),
        ("---\nsummary: >-\n  One\n  paragraph.\n\n  Two.\nx: y\n---\n", ["One paragraph.", "Two."]),
        ("---\nsummary: |\n  A line,\n    indented,\n  and a third.\n---\n", ["A line,\n  indented,\nand a third."]),
        ("---\ncaption: [One, \"two\", 3]\n---\n", ["One", "two"]),
        ("---\nhero:\n  image_alt: &alt A boat\n  again: *alt\n---\n", ["A boat"]),
        ("---\ntitle: !!str A ferry # not this\n---\n", ["A ferry"]),
        ("---\ntitle: See https://a.example now\n---\n", ["See <url1/> now"]),
        ("---\ntitle: 2026\nlead: yes\nsummary: 2026-05-02\nexcerpt: ~\n---\n", []),
        ("---\ntitle: https://a.example/b\nlead: /a/b\nsummary: photo.jpg\nexcerpt: '{{ page }}'\n---\n", []),
        ("---\r\ntitle: A ferry\r\n...\r\nbody", ["A ferry"]),
        ("---\ntitle: {% raw %}\n---\n", []),
        ("---\ntitle: a: b\n---\n", []),
        ("+++\ntitle = \"A \\\"ferry\\\"\" # title = \"no\"\ntags = [\"title\"]\n[p]\nlead = 'B'\n+++\n",
         ["A \"ferry\"", "B"]),
        ("+++\nsummary = \"\"\"\nOne \\\n  line\ntwo\n\"\"\"\nlead = '''raw'''\n+++\n", ["One line\ntwo", "raw"]),
        ("+++\na = { title = \"B\", x = \"title\" }\ncaption = [\n  \"C\",\n  'D',\n]\n+++\n", ["B", "C", "D"]),
        ("+++\ntitle = broken\n+++\n", []),
        ("{\n  \"title\": \"A \\u00e9\",\n  \"x\": {\"lead\": \"B\"},\n  \"tags\": [\"title\"]\n}\nbody", ["A é", "B"]),
        ("{\"title\": \"A\",}\nbody", []),
    ],
)  # fmt: skip
def test_texts_of_chosen_keys_are_found(source: str, expected: list[str]) -> None:
    assert texts(source) == expected


def test_the_keys_are_a_choice() -> None:
    source = "---\ntitle: A\nalt: B\n---\n"
    assert texts(source, Options(front_matter_keys=frozenset({"alt"}))) == ["B"]


@pytest.mark.parametrize(
    "source",
    ["---\ntitle: never closed\n", "---\nFoo\n---\n", "---\n---\n", "text\n---\ntitle: a\n---\n", "{{ a }}", ""],
)
def test_what_only_looks_like_front_matter_is_none(source: str) -> None:
    assert find(source) is None
    assert units_in(source, OPTIONS) == (0, [])


def test_the_body_starts_after_the_closing_fence() -> None:
    source = "---\ntitle: A\n---\n\n---\nnot: settings\n---\n"
    assert units_in(source, OPTIONS)[0] == len("---\ntitle: A\n---\n")


def test_settings_nested_beyond_reason_are_left_alone() -> None:
    assert texts("---\ntitle: " + "[" * 20_000 + "\n---\n") == []
    assert texts("---\n" + "- " * 4000 + "\ntitle: a\n---\n") == []


@pytest.mark.parametrize(
    ("source", "target", "merged"),
    [
        ("---\ntitle: A # c\n---\n", "B", "---\ntitle: B # c\n---\n"),
        ("---\ntitle: A\n---\n", "B: c", "---\ntitle: \"B: c\"\n---\n"),
        ("---\ntitle: A\n---\n", "B #c", "---\ntitle: \"B #c\"\n---\n"),
        ("---\ntitle: A\n---\n", "“B” – c, d", "---\ntitle: “B” – c, d\n---\n"),
        ("---\ntitle: A\n---\n", "\"B\": c", "---\ntitle: '\"B\": c'\n---\n"),
        ("---\nlead: A\n---\n", "No", "---\nlead: \"No\"\n---\n"),
        ("---\nlead: [A]\n---\n", "B, c", "---\nlead: [\"B, c\"]\n---\n"),
        ("---\ntitle: 'A'\n---\n", "l'eau", "---\ntitle: 'l''eau'\n---\n"),
        ("---\ntitle: \"A\"\n---\n", "\"B\" \\ c", "---\ntitle: \"\\\"B\\\" \\\\ c\"\n---\n"),
        ("---\nlead: >\n  A\n  b\n---\n", "B: c", "---\nlead: >\n  B: c\n---\n"),
        ("---\r\nlead: |\r\n  A\r\n  b\r\n---\r\n", "B\nc", "---\r\nlead: |\r\n  B\r\n  c\r\n---\r\n"),
        ("+++\ntitle = 'A'\n+++\n", "l'eau", "+++\ntitle = \"l'eau\"\n+++\n"),
        ("+++\ntitle = 'A'\n+++\n", "B \\ \"c\"", "+++\ntitle = 'B \\ \"c\"'\n+++\n"),
        ("+++\nlead = \"\"\"\nA\"\"\"\n+++\n", "B \"c\"\nd", "+++\nlead = \"\"\"\nB \\\"c\\\"\nd\"\"\"\n+++\n"),
        ("{\"title\": \"A\"}\n", "\"É\"", "{\"title\": \"\\\"É\\\"\"}\n"),
    ],
)  # fmt: skip
def test_a_value_is_written_back_in_its_own_style_while_that_can_say_it(source: str, target: str, merged: str) -> None:
    assert translated(source, target) == merged


@given(st.text())
@example("- a")
@example("null")
@example("a: b #c 'd\" \n")
@example("\x85\u2028\ufeff")
def test_any_string_can_be_said_in_yaml(value: str) -> None:
    for context in ("yaml-plain", "yaml-single", "yaml-double"):
        assert yaml.safe_load(f"k: {yaml_scalar(value, context)}\n")["k"] == value
    assert yaml.safe_load(f"[{yaml_scalar(value, 'yaml-flow')}]") == [value]
