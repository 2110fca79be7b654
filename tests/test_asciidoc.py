"""AsciiDoc: words are units, Asciidoctor makes the same page before and after a translation."""

import html
import re
import shutil
import string
import subprocess
from pathlib import Path

import pytest

from translate_flow.documents import format_of
from translate_flow.documents.asciidoc import FORMAT
from translate_flow.documents.model import Localization, Options
from translate_flow.documents.splicing import prove, splice
from translate_flow.testing import disguised

OPTIONS = Options()
SAMPLE = (Path(__file__).parent / "golden" / "formats" / "harbour.adoc").read_text(encoding="utf-8")
HOW = Localization("en", "ltr", "es", "Translated by Ana Prueba", ("Ana Prueba",))
CYRILLIC = "".join(map(chr, range(0x410, 0x410 + 52)))
DISGUISE = str.maketrans(string.ascii_letters, CYRILLIC)
UNMASK = str.maketrans(CYRILLIC, string.ascii_letters)


def read(text: str) -> list[tuple[str, str]]:
    return [(unit.role, unit.text) for unit in FORMAT.parse(text, OPTIONS)]


def translate(text: str, *targets: str) -> str:
    units = FORMAT.parse(text, OPTIONS)
    wanted = dict(enumerate(targets))
    merged = splice(text, units, wanted, FORMAT)
    prove(text, units, wanted, merged, FORMAT, OPTIONS, [unit.text for unit in units])
    return merged


def in_other_letters(text: str) -> str:
    units = FORMAT.parse(text, OPTIONS)
    return translate(text, *(disguised(unit, DISGUISE) for unit in units))


def test_suffixes_lead_here() -> None:
    assert format_of(Path("a.adoc")) is FORMAT


def test_a_document_gives_the_units_a_translator_expects() -> None:
    assert read(SAMPLE) == [
        ("headline", "El faro se apaga"),
        ("metadata", "Una noche oscura en el puerto"),
        (
            "paragraph",
            "El <b1>faro</b1> del puerto se apagó <a2>el lunes</a2>, según la <i3>Guardia</i3> y la <ph4/>; véase"
            " <code5/>, <a6>las obras</a6> y <a7>una, dos</a7>. <q8>Nadie</q8> lo vio.<fn9>Salvo <b10>Eva</b10>.</fn9>"
            " Sigue<br11/>en otra línea, con H<sub12>2</sub12>O y AT&T. <ph13/>",
        ),
        ("heading", "Las obras"),
        ("caption", "Un título de bloque"),
        ("list-item", "Un punto que sigue en otra línea"),
        ("list-item", "Otro dentro"),
        ("list-item", "Primero"),
        ("paragraph", "Un párrafo pegado."),
        ("list-item", "La torre"),
        ("list-item", "Una definición."),
        ("list-item", "El mar"),
        ("paragraph", "Otra definición."),
        ("paragraph", "Una nota corta."),
        ("quote", "Una cita con <b1>fuerza</b1>."),
        ("image-alt", "El faro de noche"),
        ("table-cell", "Uno"),
        ("table-cell", "Dos y medio"),
        ("table-cell", "Tres"),
        ("table-cell", "Cuatro <i1>cinco</i1>"),
        ("heading", "Un título viejo"),
        ("quote", "Una línea"),
        ("quote", "otra línea"),
    ]


@pytest.mark.parametrize(
    ("source", "target", "written"),
    [
        ("== El faro\n", "The light", "== The light\n"),
        ("El faro\n-------\n", "The lighthouse", "The lighthouse\n--------------\n"),
        ("== La casa\n\n<<_la_casa>>\n", "The house", "[#_la_casa]\n== The house\n\n<<_la_casa>>\n"),
        ("[[casa]]\n== La casa\n\n<<casa>>\n", "The house", "[[casa]]\n== The house\n\n<<casa>>\n"),
        ("La casa\n-------\n\nxref:la-casa[x]\n", "House", "[#la-casa]\nHouse\n-----\n\nxref:la-casa[x]\n"),
        ("Uno\n", "* one", "{empty}* one\n"),
        ("Uno\n", ".One", "{empty}.One\n"),
        ("Uno\n", "NOTE: one", "{empty}NOTE: one\n"),
        ("Uno\n", "one:: two", "one:{empty}: two\n"),
        ("Uno\n", "a *b* c", "a &#42;b&#42; c\n"),
        ("Uno\n", "2 * 3 snake_case C#", "2 * 3 snake_case C#\n"),
        ("Uno\n", "{one}", "&#123;one}\n"),
        ("* Uno\nque sigue\n", "One that goes on", "* One that goes on\n"),
        ("|===\n|Uno\n|===\n", "a | b", "|===\n|a &#124; b\n|===\n"),
        ("image::a.png[Uno, 40]\n", "One, two]", "image::a.png[One&#44; two&#93;, 40]\n"),
        ("Un *dos*.\n", "<b1>Two</b1>, one.", "*Two*, one.\n"),
    ],
)
def test_a_translation_is_written_as_its_place_asks(source: str, target: str, written: str) -> None:
    assert translate(source, target) == written


@pytest.mark.parametrize(
    "source",
    [
        "----\nno\n----\n", "....\nno\n....\n", "++++\nno\n++++\n", "////\nno\n////\n", "// no\n", " no\n",
        ":no: no no\n", "include::no.adoc[no]\n", "[source]\nno\n", "[stem]\n++++\nno\n++++\n", "'''\n", "[[no]]\n",
        "[subs=none]\nno\n", "```ruby\nno\n```\n", ",===\nno,no\n,===\n", "toc::[no]\n", "> no\n",
        '[cols="1a"]\n|===\n|no\n|===\n',
    ],
)  # fmt: skip
def test_what_is_no_text_is_left_alone(source: str) -> None:
    assert read(source) == []


def test_the_credit_line_and_the_language_are_said_once() -> None:
    source = "= A title\n:lang: es\n\nUno dos.\n"
    once = FORMAT.localize(source, FORMAT.parse(source, OPTIONS), HOW)
    assert once == "= A title\n:lang: en\n\nUno dos.\n\nTranslated by Ana Prueba\n"
    assert FORMAT.localize(once, FORMAT.parse(once, OPTIONS), HOW) == once


def page(text: str) -> list[str]:
    """The page that Asciidoctor makes, without identifiers, letters undisguised."""
    command = ["asciidoctor", "-e", "-q", "-S", "secure", "-o", "-", "-"]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=True, encoding="utf-8")
    made = re.sub(r'\s(?:id|href)="#?[^"]*"', "", done.stdout.translate(UNMASK))
    return [" ".join(html.unescape(part).split()) for part in re.split(r"(<[^>]+>)", made) if part.strip()]


@pytest.mark.interop
@pytest.mark.skipif(shutil.which("asciidoctor") is None, reason="no asciidoctor")
def test_asciidoctor_makes_the_same_page_of_other_letters() -> None:
    assert page(in_other_letters(SAMPLE)) == page(SAMPLE)


@pytest.mark.interop
@pytest.mark.skipif(shutil.which("asciidoctor") is None, reason="no asciidoctor")
@pytest.mark.parametrize(
    "words", ["a *b* _c_ `d` #e# ^f^ ~g~ +h+", "{no} <<no>> ((no)) [[no]]", "* no", "link:no[no]", "a -- b"]
)
def test_words_that_look_like_markup_are_words_to_asciidoctor(words: str) -> None:
    shown = page(translate("Un texto.\n", f"x {words}"))
    assert " ".join(part for part in shown if part[0] != "<").replace("\u2009", " ").replace("—\u200b", "—") == (
        f"x {words}".replace(" -- ", " — ")
    )
