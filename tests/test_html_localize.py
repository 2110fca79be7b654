"""A published page says its language, its original and who translated it; nothing else changes, nothing twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate_flow.documents.html import FORMAT
from translate_flow.documents.model import Localization, Options

LINE = "Translated by Ana Prueba & Luis Ensayo"
WRITTEN = "Translated by Ana Prueba &amp; Luis Ensayo"
CREDIT = f'<p class="translation-credit">{WRITTEN}</p>'
LINK = '<link rel="alternate" hreflang="es" href="../es/faro.html?a=1&amp;b=2">'


def wanted(language: str = "en", direction: str = "ltr", credit: str = "", original: str = "") -> Localization:
    return Localization(language, direction, "es", credit, ("Ana Prueba", "Luis Ensayo"), original)


def localize(text: str, wish: Localization) -> str:
    once = FORMAT.localize(text, FORMAT.parse(text, Options()), wish)
    assert FORMAT.localize(once, FORMAT.parse(once, Options()), wish) == once
    return once


@pytest.mark.parametrize(
    ("source", "direction", "expected"),
    [
        ("<!doctype html><html lang=es>", "ltr", "<!doctype html><html lang=en>"),
        ("<HTML class='x'>", "ltr", "<HTML lang=\"en\" class='x'>"),
        ("<html lang='es' dir=\"rtl\">", "ltr", "<html lang='en' dir=\"ltr\">"),
        ('<html lang="es">', "rtl", '<html dir="rtl" lang="en">'),
        ('<html xml:lang="es" lang="es">', "ltr", '<html xml:lang="en" lang="en">'),
        ("<article><h1>Words</h1><article>", "ltr", '<article lang="en"><h1>Words</h1><article>'),
        ("<p>Words</p>", "rtl", "<p>Words</p>"),
    ],
)
def test_language_and_direction_stand_on_the_root(source: str, direction: str, expected: str) -> None:
    assert localize(source, wanted(direction=direction)) == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("<head>\n  <title>a</title>\n</head>", f"<head>\n  <title>a</title>\n  {LINK}\n</head>"),
        ("<head>\r\n\t<title>a</title>\r\n</head>", f"<head>\r\n\t<title>a</title>\r\n\t{LINK}\r\n</head>"),
        ("<head><title>a</title></head>", f"<head><title>a</title>{LINK}</head>"),
        (
            "<head><link hreflang=ES rel=alternate href=x></head>",
            "<head><link hreflang=ES rel=alternate href=x></head>",
        ),
        ("<p>No head</p>", "<p>No head</p>"),
    ],
)
def test_the_original_is_linked_in_the_head(head: str, expected: str) -> None:
    assert localize(head, wanted(original="../es/faro.html?a=1&b=2")) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>Words</p>\n<p><em>Traducido por X</em></p>\n", f"<p>Words</p>\n<p><em>{WRITTEN}</em></p>\n"),
        ("<p class=translator>Ana</p><p>Words</p>", f"<p class=translator>{WRITTEN}</p><p>Words</p>"),
        ("<div class=credit>Faro</div><p>Words</p>", f"<div class=credit>Faro</div><p>Words</p>{CREDIT}"),
        ("<p>One</p>\n<p>Two</p>\n", f"<p>One</p>\n<p>Two</p>\n{CREDIT}\n"),
        ("<p>One</p>\n", f"<p>One</p>\n{CREDIT}\n"),
        ("<p>One</p><ul><li>Two</ul>", f"<p>One</p><ul><li>Two</ul>{CREDIT}"),
        (
            "<article>\r\n  <p>One\r\n  <p>Two\r\n</article>",
            f'<article lang="en">\r\n  <p>One\r\n  <p>Two\r\n  {CREDIT}\r\n</article>',
        ),
        ("<div>One<br><br>Two</div>", f"<div>One<br><br>Two{CREDIT}</div>"),
        (
            "<div><p>One two</p></div><div id=comments><p>Three four five</p></div>",
            f"<div><p>One two</p>{CREDIT}</div><div id=comments><p>Three four five</p></div>",
        ),
        (
            "<div><div><p>One</p></div><div><p>Two</p></div></div><p>x</p>",
            f"<div><div><p>One</p></div><div><p>Two</p></div>{CREDIT}</div><p>x</p>",
        ),
        ("<p>One</p><p class=related>Two</p>", f"<p>One</p>{CREDIT}<p class=related>Two</p>"),
        (
            "<!-- wp:paragraph -->\n<p>One</p>\n<!-- /wp:paragraph -->\n",
            "<!-- wp:paragraph -->\n<p>One</p>\n<!-- /wp:paragraph -->\n\n"
            f'<!-- wp:paragraph {{"className":"translation-credit"}} -->\n{CREDIT}\n<!-- /wp:paragraph -->\n',
        ),
        ("<img src=x>", "<img src=x>"),
    ],
)  # fmt: skip
def test_the_credit_line_stands_behind_the_body(source: str, expected: str) -> None:
    assert localize(source, wanted(credit=LINE)) == expected


PIECES = (
    "<html lang=es>", "<head>", "</head>", "<body>", "<article>", "</article>", "<div>", "</div>", "<p>",
    "</p>", "<ul>", "<li>", "<blockquote>", "word", "Traducido por X", "\n", "  ", "<b>",
    "<!-- /wp:paragraph -->", "<title>", "<br><br>", "<div class=related>",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_a_second_time_changes_nothing(text: str) -> None:
    localize(text, wanted(direction="rtl", credit=LINE, original="../es/faro.html"))
