"""Tags, directions, words and the phrases of a credit line."""

import pytest

from translate_flow import languages
from translate_flow.errors import UsageError


@pytest.mark.parametrize(
    ("given", "canonical"),
    [("ES-cu", "es-CU"), ("zh_hant", "zh-Hant"), ("pt-br", "pt-BR"), ("quc", "quc"), ("es-419", "es-419")],
)
def test_tags_are_put_in_their_canonical_case(given: str, canonical: str) -> None:
    assert languages.language(given) == canonical


@pytest.mark.parametrize("tag", ["", "x", "xx", "english", "es_", "../es", "e s"])
def test_what_is_no_language_is_refused(tag: str) -> None:
    with pytest.raises(UsageError, match="is no language tag"):
        languages.language(tag)


@pytest.mark.parametrize(
    ("tag", "direction"), [("ar", "rtl"), ("es", "ltr"), ("uz-Arab", "rtl"), ("az-Latn", "ltr"), ("he-IL", "rtl")]
)
def test_directions(tag: str, direction: str) -> None:
    assert languages.direction(tag) == direction


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("It’s 7:30 a.m. — 1,234.5 people", 6), ("今日は雨", 4), ("well-known <a1>words</a1>", 2)],
)
def test_words_are_counted_as_translators_count_them(text: str, count: int) -> None:
    assert languages.count_words(text) == count


@pytest.mark.parametrize(
    ("names", "organization", "tag", "line"),
    [
        (["Ana Prueba"], "", "en", "Translated by Ana Prueba"),
        (["Ana Prueba", "Luis Ensayo"], "El Faro", "en", "Translated by Ana Prueba and Luis Ensayo for El Faro"),
        (["Ana", "Luis", "Eva"], "El Faro", "en-US", "Translated by Ana, Luis, and Eva for El Faro"),
        (["Ana", "Luis"], "El Faro", "es", "Traducido por Ana y Luis para El Faro"),
        (["Ana", "Inés"], "", "es-CU", "Traducido por Ana e Inés"),
        (["Ana", "Hielo"], "", "es", "Traducido por Ana y Hielo"),
        (["Ana", "Luis"], "El Faro", "fr", "Traduit par Ana et Luis pour El Faro"),
        (["Ana", "Luis"], "", "ja", "翻訳：Ana、Luis"),
        (["Ana"], "El Faro", "quc", "Translated by Ana for El Faro"),
        ([], "El Faro", "en", ""),
    ],
)
def test_credit_lines(names: list[str], organization: str, tag: str, line: str) -> None:
    assert languages.credit_line(names, organization, tag) == line


def test_a_template_of_the_desk_replaces_the_phrase() -> None:
    line = languages.credit_line(["Ana", "Luis"], "El Faro", "es", "Versión: {translators} / {organization}")
    assert line == "Versión: Ana y Luis / El Faro"
