"""The engine means by a rule what SRX and its reference implementation mean, and says it without unbounded repeats."""

from __future__ import annotations

import re

import pytest
import regex
from choppa.iterators import SrxTextIterator
from choppa.srx_parser import SrxDocument
from hypothesis import given
from hypothesis import strategies as st

from translate_flow.segmentation import languagetool
from translate_flow.segmentation.engine import compiled, ends, spans
from translate_flow.segmentation.patterns import finite, searched
from translate_flow.segmentation.srx import Rule, read_rules

TEXTS = {
    "en": [
        "The ferry left at 6 a.m. from Port Ellis. Dr. Mora (see fig. 3) missed it! Did she mind? “No.” She slept.",
        "Mr. A. B. Torr of Torr & Co. Ltd. bought ed. 2, vol. 3 etc. on Jan. 5. It cost $3.50. Yahoo! is a name.",
        "See www.example.org. Or write to desk@example.org. The U.S. Navy came. It was (to be honest. Or not) late.",
        "He said: stop... and went on. Then … nothing. OK. fine. 1. First point. 2. Second point.",
    ],
    "es": [
        "El Sr. Ruiz vive en EE. UU. desde enero. La Dra. Soto no. ¿Por qué? ¡Quién sabe! Eso dijo… y calló.",
        "Mide 3 m. de alto (aprox. la mitad. O menos) y pesa 5 kg. Es caro. La pág. 7 lo dice: Todo sube.",
        "Nació en el s. XV. Murió pronto. El cap. IV es breve. «Basta.» Nadie habló. Vino J. Mora. Y se fue.",
    ],
    "fr": ["M. Roc est venu à 8 h. Mme Val aussi. « Bien ! » Elle est partie. Voir p. 4, fig. 2, etc. C’est tout."],
    "de": ["Am 5. Mai kam Dr. Brandt z. B. nach St. Orban. Er blieb. „Warum?“ fragte sie. Nr. 7 ist frei. Gut so!"],
    "pt": ["O Sr. Prado mora na Av. Central. A Dra. Lima não. Por quê? Ninguém sabe... Foi em 5 de maio, etc. Fim."],
    "it": ["Il sig. Pini abita qui. La dott. Rosa no. Perché? Nessuno lo sa... forse. Ecco tutto! Fine."],
    "ca": ["El Sr. Mas viu a la pl. Major. La Dra. Roca no. Per què? Ningú ho sap... potser. Va dir: Prou."],
    "ru": ["Г. Орлов родился в 1916 г. в деревне. Он уехал. Почему? Никто не знает… Цена 5 руб. за кг. Дорого!"],
    "uk": ["О. Коваль народився 1916 р. в селі. Він поїхав. Чому? Ніхто не знає… Це 5 грн. за кг. Дорого!"],
    "pl": ["Dr Nowak mieszka przy ul. Głównej. Jest sam, tzn. bez psa. Dlaczego? Nikt nie wie… Koniec!"],
    "nl": ["Dhr. Smit woont in Nergens. Hij is bijv. nooit ziek. Waarom? Niemand weet het… Einde!"],
    "zh": ["港口关闭了。没有人回答！为什么？“我不知道”，他说。The end. 再见。"],
    "ja": ["港は閉まっている。誰も答えない！なぜ？わからない。"],
    "ar": ["أُغلق الميناء. لم يجب أحد! لماذا؟ لا أحد يعلم… انتهى."],
    "el": ["Το λιμάνι έκλεισε. Κανείς δεν απάντησε! Γιατί; Π.χ. ο κ. Νίκος. Τέλος."],
}


@pytest.fixture(scope="module")
def reference() -> SrxDocument:
    return SrxDocument(ruleset=languagetool())


@pytest.mark.parametrize("language", TEXTS)
def test_languagetools_rules_mean_what_the_reference_implementation_makes_of_them(
    reference: SrxDocument, language: str
) -> None:
    rules = compiled(read_rules(languagetool().read_bytes(), "languagetool", language))
    for text in TEXTS[language]:
        expected = [segment.strip() for segment in SrxTextIterator(reference, language, text)]
        assert [text[start:end].strip() for start, end in spans(text, ends(text, rules))] == expected


def rule(breaks: bool, before: str, after: str = "") -> Rule:
    return Rule(breaks, before, after, lambda: "here:1")


def test_the_first_rule_that_fits_decides() -> None:
    text = "A. B. C."
    stop, initial = rule(True, r"\.\s"), rule(False, r"B\.\s")
    assert ends(text, compiled([stop])) == [3, 6]
    assert ends(text, compiled([initial, stop])) == [3]
    assert ends(text, compiled([stop, initial])) == [3, 6]
    assert ends(text, compiled([rule(True, r"B\.\s"), rule(False, r"\.\s"), stop])) == [6]


def test_nothing_breaks_before_or_behind_the_text() -> None:
    assert ends("ab", compiled([rule(True, "", "")])) == [1]
    assert ends("", compiled([rule(True, "", "")])) == []


def test_a_run_of_spaces_counts_as_one() -> None:
    rules = compiled([rule(False, r"B\.\s", "c"), rule(True, r"\.\s")])
    assert spans("A.   B.  c.    D.", ends("A.   B.  c.    D.", rules)) == [(0, 2), (5, 11), (15, 17)]


def test_lists_apply_together_in_a_cascade_and_alone_without() -> None:
    source = """<srx xmlns="http://www.lisa.org/srx20" version="2.0"><header segmentsubflows="yes" cascade="{}"/><body>
    <languagerules>
    <languagerule languagerulename="One"><rule break="no"><beforebreak>a</beforebreak></rule></languagerule>
    <languagerule languagerulename="Two"><rule><afterbreak>b</afterbreak></rule></languagerule></languagerules>
    <maprules><languagemap languagepattern="(EN|en).*" languagerulename="One"/>
    <languagemap languagepattern=".*" languagerulename="Two"/></maprules></body></srx>"""

    def read(cascade: str, language: str) -> list[tuple[bool, str, str]]:
        return [found[:3] for found in read_rules(source.format(cascade).encode(), "test", language)]

    assert read("yes", "en-GB") == [(False, "a", ""), (True, "", "b")]
    assert read("no", "en-GB") == [(False, "a", "")]
    assert read("no", "es") == [(True, "", "b")]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"a*b+c{2,}d{2,3}", "a{0,9}b{1,9}c{2,9}d{2,3}"),
        (r"[*+]+\*\++x*?y++z?+", r"[*+]{1,9}\*\+{1,9}x{0,9}?y{1,9}+z?+"),
        (r"\h\v(?U)\Qa.b*\E", r"\p{H}\p{V}a\.b\*"),
        (r"(a|(?:b))[\s\u00A0]", r"(?:a|(?:b))\s"),
        (r"\([^\)]*?[\.:]\s[^\)]*?[\.:]\s", r"\([^\)]{0,9}?[\.:]\s"),
        (r"[^\.]*?[\.:]\s[^\.]*?[\.:]\s", r"[^\.]{0,9}?[\.:]\s[^\.]{0,9}?[\.:]\s"),
    ],
)
def test_repeats_get_a_bound_and_java_is_translated(pattern: str, expected: str) -> None:
    assert finite(pattern, 9) == expected


def test_every_repeat_of_the_built_in_rules_is_bounded() -> None:
    unbounded = re.compile(
        r"\\.|\[\^?\]?(?:\\.|\[[^\]]*\]|[^\]\\])*\]|(?P<found>[*]|(?<![}?*+])\+|\{\d+,\})", re.DOTALL
    )
    for language in TEXTS:
        for found in read_rules(languagetool().read_bytes(), "languagetool", language):
            for half in (found.before, found.after):
                assert not any(match["found"] for match in unbounded.finditer(finite(half, 9))), half


WORDS = st.lists(st.sampled_from(["a", "B", ".", "!", " ", "“", "”", "-", "'"]), max_size=25).map("".join)


@given(WORDS)
@pytest.mark.parametrize(
    "pattern",
    [r"\b[\w'-]{1,9}[”]{0,9}[.!]{1,9}\s", r"[.!]{1,9}[”]{0,9}\s", r"\s\w[.!]\s", r"\w(?:[.!]|-)\s", r"[^.]\s"],
)
def test_searching_from_the_mark_on_finds_the_same_ends(pattern: str, text: str) -> None:
    def found(searching: str) -> list[int]:
        return [match.end() for match in regex.compile(searching, regex.VERSION1).finditer(text)]

    searching, marks = searched(pattern)
    assert found(searching) == found(pattern)
    assert all(not marks or set(marks) & set(text[:end]) for end in found(pattern))


def test_a_text_without_marks_inside_is_broken_by_the_rules_that_need_none() -> None:
    def rule(before: str) -> Rule:
        return Rule(True, before, "", lambda: "here")

    rules = compiled([rule(r"[.!]\s"), rule(r"\|"), rule(r"[\p{Nd}.]-")])
    assert [ends(text, rules) for text in ("one|two", "1-2|3", "One. Two|three", "One.", "")] == [
        [4],
        [2, 4],
        [5, 9],
        [],
        [],
    ]
