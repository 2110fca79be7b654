"""WordPress exports: readers' words are units, machines' fields never are, and every byte between them stays."""

from pathlib import Path

import pytest

from translate_flow.desk import article
from translate_flow.documents import format_of
from translate_flow.documents.model import Localization, Options, SourceUnit
from translate_flow.documents.splicing import prove, splice
from translate_flow.documents.wxr import FORMAT
from translate_flow.errors import InputError

SITE = (Path(__file__).parent / "golden" / "formats" / "site.wxr").read_text(encoding="utf-8")
OPTIONS = Options()
HOW = Localization("en", "ltr", "es", "Translated by Ana Prueba & Luis Ensayo", ("Ana Prueba", "Luis Ensayo"))


def read(text: str, options: Options = OPTIONS) -> list[tuple[str, str]]:
    return [(unit.role, unit.text) for unit in FORMAT.parse(text, options)]


def units(text: str) -> list[SourceUnit]:
    return FORMAT.parse(text, OPTIONS)


def post(inner: str) -> str:
    return f"<rss><channel><item>{inner}</item></channel></rss>"


def translate(text: str, target: str, at: int = 0) -> str:
    found = units(text)
    merged = splice(text, found, {at: target}, FORMAT)
    prove(text, found, {at: target}, merged, FORMAT, OPTIONS, [unit.text for unit in found])
    return merged


def test_suffixes_lead_here() -> None:
    assert format_of(Path("sources/site.xml")) is FORMAT
    assert format_of(Path("export.WXR")) is FORMAT


def test_a_site_gives_the_units_a_translator_expects() -> None:
    assert read(SITE) == [
        ("metadata", "Diario del Faro"),
        ("metadata", "Noticias & mareas"),
        ("headline", "El faro se apaga & nadie lo ve"),
        ("paragraph", "El <strong1>faro</strong1> del puerto se apagó <a2>el lunes</a2>."),
        ("image-alt", "El faro de noche"),
        ("caption", "El faro, antes. Foto: Luis Ensayo"),
        ("metadata", "Buscar en el diario"),
        ("metadata", "Buscar & leer"),
        ("paragraph", "Un párrafo clásico, con <ph1/> dentro."),
        ("paragraph", "Otro más: “así” — dijo."),
        ("subheadline", "Una noche a oscuras."),
        ("comment", "¡Qué noche!"),
        ("headline", "Un faro & su torre"),
        ("paragraph", "Escrito con <em1>escapes</em1>, hasta el final."),
        ("caption", "La torre vista desde el mar"),
        ("caption", "Cita rara: ]]> y sigue"),
        ("image-alt", "Una torre blanca"),
    ]


def test_names_of_categories_are_units_where_the_house_wants_them() -> None:
    added = [found for found in read(SITE, Options(terms=True)) if found not in read(SITE)]
    assert added == [("tags", "El puerto"), ("tags", "El puerto")]


@pytest.mark.parametrize(
    ("content", "target", "written"),
    [
        ("<![CDATA[<p>El faro</p>]]>", "A & B < C", "<![CDATA[<p>A &amp; B &lt; C</p>]]>"),
        ("<![CDATA[<p>El faro</p>]]>", "x ]]> y", "<![CDATA[<p>x ]]&gt; y</p>]]>"),
        ("<![CDATA[El > faro]]>", "x ]]> y", "<![CDATA[x ]]]]><![CDATA[> y]]>"),
        ("&lt;p&gt;El faro&lt;/p&gt;", "A & B", "&lt;p&gt;A &amp;amp; B&lt;/p&gt;"),
        (" <![CDATA[El faro]]>\n", "Lighthouse", " <![CDATA[Lighthouse]]>\n"),
    ],
)
def test_a_translation_is_written_in_the_notation_of_its_source(content: str, target: str, written: str) -> None:
    element = "<content:encoded>{}</content:encoded>".format
    assert translate(post(element(content)), target) == post(element(written))


def test_escaped_markup_comes_back_as_it_was_written() -> None:
    source = post("<content:encoded>Ver &lt;a href=&quot;/x&quot;&gt;aquí&lt;/a&gt; hoy</content:encoded>")
    merged = translate(source, "Today see <a1>here</a1>")
    assert "Today see &lt;a href=&quot;/x&quot;&gt;here&lt;/a&gt;<" in merged


def test_a_reference_written_in_two_ways_stays_in_its_two_ways() -> None:
    source = post("<title><![CDATA[uno &#8212; dos — tres]]></title>")
    assert "one &#8212; two — three" in translate(source, "one — two — three")


@pytest.mark.parametrize(
    "inner",
    [
        "<wp:post_name>el-faro</wp:post_name>",
        "<guid>https://faro.example/?p=1</guid>",
        "<dc:creator>ana</dc:creator>",
        "<wp:postmeta><wp:meta_key>x</wp:meta_key><wp:meta_value>Unas palabras</wp:meta_value></wp:postmeta>",
        "<title>dsc_0012</title><wp:post_type>attachment</wp:post_type>",
        "<content:encoded>{}body</content:encoded><wp:post_type>wp_global_styles</wp:post_type>",
        "<wp:comment><wp:comment_author>Eva</wp:comment_author></wp:comment>",
        "<title>uno <![CDATA[dos]]> tres</title>",
    ],
)
def test_what_machines_read_is_no_unit(inner: str) -> None:
    assert read(post(inner)) == []


def test_a_published_export_names_its_language_and_credits_each_article_once() -> None:
    localized = FORMAT.localize(SITE, units(SITE), HOW)
    assert "<language>en</language>" in localized
    assert localized.count("Translated by Ana Prueba &amp; Luis Ensayo") == 1, "in CDATA"
    assert localized.count("Translated by Ana Prueba &amp;amp; Luis Ensayo") == 1, "escaped"
    assert '&lt;p class="translation-credit"&gt;' in localized
    assert FORMAT.localize(localized, units(localized), HOW) == localized
    assert len(units(localized)) == len(units(SITE)) + 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<rss><channel>\n<title>x</channel></rss>", "a.xml:2: not well-formed XML: mismatched tag"),
        ("<urlset><url>x</url></urlset>", "a.xml:1: this XML is no WordPress export"),
        ('<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel/></rss>', "a.xml:1: it declares entities"),
    ],
)
def test_a_file_that_is_none_is_refused_with_its_line(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        article.read(text.encode(), "a.xml", FORMAT)


def test_other_encodings_than_utf_8_are_read_as_declared() -> None:
    text = "<?xml version='1.0' encoding='ISO-8859-1'?>" + post("<title>Camión</title>")
    assert article.read(text.encode("latin-1"), "a.xml", FORMAT).units[0].text == "Camión"


def test_words_in_the_settings_of_wordpress_blocks_are_units_those_of_other_blocks_are_not() -> None:
    page = (
        '<!-- wp:navigation-link {"label":"Sobre nosotros","kind":"post-type","url":"/about"} /-->\n'
        '<!-- wp:cover {"alt":"El mar \\u0022negro\\u0022","style":{"alt":"no"}} -->\n<!-- /wp:cover -->\n'
        '<!-- wp:acme/search {"label":"Buscar"} /-->\n<!-- wp:search {"label":broken} /-->\n'
        '<!-- wp:search {"label":"\\u003cb\\u003eBuscar\\u003c/b\\u003e"} /-->'
    )
    form = format_of(Path("a.html"))
    assert form is not None
    found = form.parse(page, OPTIONS)
    assert [(unit.role, unit.text) for unit in found] == [
        ("link-title", "Sobre nosotros"),
        ("image-alt", 'El mar "negro"'),
    ]
    merged = splice(page, found, {1: 'Sea -- "black" <3'}, form)
    assert '{"alt":"Sea \\u002d\\u002d \\u0022black\\u0022 \\u003c3","style"' in merged
