"""HTML pages become units, and come back with nothing else changed."""

from pathlib import Path

import pytest
import turbohtml
from growth import grows_with_length, translated
from hypothesis import given
from hypothesis import strategies as st

from translate_flow.bitext import parts
from translate_flow.documents import format_of, html
from translate_flow.documents.html import FORMAT
from translate_flow.documents.model import Options, SourceUnit
from translate_flow.documents.splicing import prove, splice

GOLDEN = Path(__file__).parent / "golden" / "html"
OPTIONS = Options()
SHAPES = {"open": "<{}>", "close": "</{}>", "lone": "<{}/>"}
PSEUDO = str.maketrans("aeioubcdfg", "ạẹịọụḅċḍḟḡ")


def parse(text: str) -> list[SourceUnit]:
    return FORMAT.parse(text, OPTIONS)


def texts(text: str) -> list[str]:
    return [unit.text for unit in parse(text)]


def roles(text: str) -> list[tuple[str, str]]:
    return [(unit.role, unit.text) for unit in parse(text)]


def pseudo(unit: SourceUnit) -> str:
    """A made-up translation: other letters, the same codes."""
    found = parts(unit.text, {code.id for code in unit.codes})
    return "".join(
        part.translate(PSEUDO) if isinstance(part, str) else SHAPES[part.shape].format(part.id) for part in found
    )


def translate(text: str, *targets: str) -> str:
    """The document with its units' targets in order; proved."""
    units = parse(text)
    wanted = dict(enumerate(targets))
    merged = splice(text, units, wanted, FORMAT)
    prove(text, units, wanted, merged, FORMAT, OPTIONS, [str(number) for number in range(len(units))])
    return merged


def test_a_news_page_gives_the_units_a_translator_expects() -> None:
    page = (GOLDEN / "lighthouse.html").read_text(encoding="utf-8")
    found = "".join(f"{unit.role}\t{unit.text}\n" for unit in parse(page))
    assert found == (GOLDEN / "lighthouse.units").read_text(encoding="utf-8")


def test_suffixes_lead_here() -> None:
    assert format_of(Path("sources/a.HTML")) is FORMAT
    assert format_of(Path("a.xhtml")) is FORMAT


# What comes back

PIECES = (
    "<p>", "</p>", "<p class='byline'>", "<div>", "</div>", "<b>", "</b>", "<i>", "</i>",
    "<a href='/x' title='Go &amp; see'>", "</a>", "<br>", "<br/>", "<img src=a alt='big cat'>", "<img alt=dog>",
    "<!-- aside -->", "<code>", "</code>", "<svg>", "</svg>", "<li>", "<ul>", "</ul>", "<h1>", "</h1>", "<h2>",
    "<td>", "<table>", "</table>", "<tr>", "<button>", "</button>", "<select>", "<option>", "</select>",
    "<pre>", "</pre>", "<script>", "</script>", "<span translate=no>", "<span class=author>", "</span>",
    "<div translate=no>", "<p translate=yes>", "<article>", "</article>", "<header>", "<title>", "</title>",
    "<noscript>", "</noscript>", "[gallery ids='1']", "[caption id='x']", "[/caption]", "[sic]",
    "https://faro.example/a?b=c ", "ana@faro.example ", "{{ name }}", "&amp;", "&nbsp;", "&mdash;", "&lt;",
    "&copy", "& ", "<", ">", '"', "'", "one", "two words", "A sentence.", " ", "\n", "\n\n", "é", "<![CDATA[",
    "]]>", "\x00", "<a1>",
)  # fmt: skip
PAGES = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@given(PAGES | st.text(alphabet="<>/abp !-=\"'\n[]{}&;") | st.text())
def test_an_identical_translation_changes_no_character(text: str) -> None:
    units = parse(text)
    assert splice(text, units, {index: unit.text for index, unit in enumerate(units)}, FORMAT) == text


@given(PAGES)
def test_units_are_ordered_and_never_cross(text: str) -> None:
    around: list[int] = []
    position = 0
    for unit in parse(text):
        assert 0 <= position <= unit.start < unit.end <= len(text)
        while around and around[-1] <= unit.start:
            around.pop()
        assert not around or unit.end <= around[-1]
        around.append(unit.end)
        position = unit.start


@given(PAGES, st.sampled_from(["", '<?xml version="1.0"?>']))
def test_a_translation_reads_back_as_it_was_written(page: str, declaration: str) -> None:
    text = declaration + page
    units = parse(text)
    targets = {index: pseudo(unit) for index, unit in enumerate(units)}
    merged = splice(text, units, targets, FORMAT)
    assert [
        unit.text for unit in prove(text, units, targets, merged, FORMAT, OPTIONS, [unit.text for unit in units])
    ] == list(targets.values())


@given(st.text(alphabet="ab<>&;\"'/=! \u00a0é#1"))
def test_no_translation_can_become_markup(target: str) -> None:
    for source in ("<p>Words</p>", "<img alt='Words'>", '<img alt="Words">', "<img alt=Words>", "<title>Words</title>"):
        units = parse(source)
        again = parse(splice(source, units, {0: f"x{target}x"}, FORMAT))
        assert [" ".join(unit.text.split()) for unit in again] == [" ".join(f"x{target}x".split())]


@pytest.mark.bench
@pytest.mark.parametrize(
    "piece",
    [
        "<b>x",
        "x</b>",
        "<b>x</i>",
        "<div>",
        "</div>",
        "<li><p>",
        "<button>",
        "<code>",
        "<i><b><p>",
        "<br>x ",
        "[a=",
        "<svg>",
    ],
)
def test_broken_pages_take_linear_time(piece: str) -> None:
    def work(count: int) -> str:
        return translated(FORMAT, piece * count + "</b></p></div>" * count)

    assert grows_with_length(work, 1000, 10_000)


# What is text

NOT_VISIBLE = {"<pre>", "<code>", "<script>", "<noscript>", "<title>", "<![CDATA[", "\x00", "<"}
MOVED = {"<table>", "<tr>", "<td>", "<select>", "<option>", "<svg>"}
"""Around these a browser moves or drops what may not stand there."""
VISIBLE = [
    piece
    for piece in PIECES
    if piece not in NOT_VISIBLE | MOVED and piece[0] not in "[{]" and "translate" not in piece and "faro" not in piece
]


@given(st.lists(st.sampled_from(VISIBLE), max_size=40).map("".join))
def test_every_visible_word_is_in_one_unit(body: str) -> None:
    runs = [parts(unit.text, {code.id for code in unit.codes}) for unit in parse(body) if not unit.context]
    found = "".join(part for run in runs for part in run if isinstance(part, str))
    tree = turbohtml.parse(f"<!doctype html><html><head></head><body>{body}</body></html>")
    wanted = "".join(node.data for node in tree.descendants if isinstance(node, turbohtml.Text))
    assert sorted(filter(str.isalnum, found)) == sorted(filter(str.isalnum, wanted))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<P>Upper <B>case</B></P>", ["Upper <b1>case</b1>"]),
        ("<p>One <b>two</p><p>three</b> four</p>", ["One <b1/>two", "three<b1/> four"]),
        ("<p>One<p>Two<div>Three</div>", ["One", "Two", "Three"]),
        ("<b><i>One</b></i> two", ["<b1><i2/>One</b1><i3/> two"]),
        ("<p>a<br>b<br><br>c <br>\n<br /> d</p>", ["a<br1/>b", "c", "d"]),
        ("<p>a<br>&nbsp;<br>b</p>", ["a", "b"]),
        ("<a href=x>One <div>two</div> three</a> four", ["One", "two", "three", "four"]),
        ("<p><a href=x><b>All of it</b></a></p>", ["All of it"]),
        ("<ul><li>One<li>Two</ul>", ["One", "Two"]),
        ("<p>See <code>a < b</code>, <kbd>x</kbd></p>", ["See <code1/>, <code2/>"]),
        ("<p>See <code>open</p><p>Next</p>", ["See", "Next"]),
        ("<pre>code</pre><p>Text</p>", ["Text"]),
        ("<p>A <script>b</script> c</p>", ["A <script1/> c"]),
        ("<p>A <picture><source src=b><img alt=c></picture> d", ["A <picture1/> d", "c"]),
        ("<p>By <meta itemprop=url content=x>Ana</p>", ["By <meta1/>Ana"]),
        ("<p>x<math><mi>y</mi></math> is</p>", ["x<math1/> is"]),
        ("<p>a &lt;a1&gt; <a>b</a> c</p>", ["a <a1> <a2>b</a2> c"]),
        ("<p>One <!-- two --> three</p>", ["One <comment1/> three"]),
        ("<!-- wp:x -->One<!-- /wp:x --> Two", ["One", "Two"]),
        ("<p>AT&T, &copy 2026 &mdash; &nosuch; &#233;</p>", ["AT&T, © 2026 — &nosuch; é"]),
        ("<p>See https://faro.example/a&amp;b&mdash;so there</p>", ["See <url1/>—so there"]),
        ("<p>So [sic] it was [gallery ids='1']</p>", ["So [sic] it was <ph1/>"]),
        ("<p>[quote]Hello[/quote] there</p>", ["<ph1/>Hello<ph2/> there"]),
        ('[caption id="a"]<img src="b"> A boat[/caption] Text', ["A boat", "Text"]),
        ("One.\n\nTwo\nlines.", ["One.", "Two lines."]),
        ("<div>One.\n\nStill one.</div>", ["One. Still one."]),
        ("<p>Buy <button title='Now'>a <b>b</b></button> now</p>", ["Buy <button1/> now", "Now", "a <b1>b</b1>"]),
        ("<p>One <button>Two</p><p>Three</p>", ["One", "Two", "Three"]),
        ("<select><option>One<option label='Two'>2</select>", ["One", "Two", "2"]),
        ("<svg><style><![CDATA[p{a:b}]]></style><text>Label</text></svg>", ["Label"]),
        ('<?xml version="1.0"?><p>One <i/> two <![CDATA[AT&T]]></p>', ["One <i1/> two", "AT&T"]),
        ("<p>Open <a title='never closed>", ["Open"]),
    ],
)  # fmt: skip
def test_broken_and_odd_markup(source: str, expected: list[str]) -> None:
    assert texts(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p translate=no>One</p><p>Two</p>", ["Two"]),
        ("<p>The <span translate='no'>Faro <b>Azul</b></span> opens</p>", ["The <ph1/> opens"]),
        ("<p>The <i class='a notranslate'>Faro</i></p>", ["The <ph1/>"]),
        ("<div translate=no>One <p translate=yes>Two</p> Three</div>Four", ["Two", "Four"]),
        ("<p translate=no>One <b translate=yes title='Five'>two</b> three</p>", ["Five", "two"]),
        ("<p>a <span translate=no>b <span translate=yes>c</span> d</span> e</p>", ["a", "c", "e"]),
        ("<div translate=no><img alt='One'></div><img alt='Two'>", ["Two"]),
    ],
)
def test_what_is_marked_as_not_to_be_translated_stays(source: str, expected: list[str]) -> None:
    assert texts(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<img alt='A cat' src='a cat' title=Cat data-caption='no'>", [("image-alt", "A cat"), ("link-title", "Cat")]),
        ("<input type=submit value=Send><input value=secret>", [("metadata", "Send")]),
        ("<textarea placeholder='Say it'>typed</textarea>", [("metadata", "Say it")]),
        (
            "<b aria-description='A wave' aria-hidden=no aria-valuetext=Low>x</b>",
            [("metadata", "A wave"), ("metadata", "Low"), ("paragraph", "x")],
        ),
        ("<th abbr=No.>x</th><i abbr=y label=z></i>", [("metadata", "No."), ("table-cell", "x")]),
        (
            '<meta name="Description" content="a &quot;b&quot;"><meta name=robots content=noindex>',
            [("metadata", 'a "b"')],
        ),
        (
            '<meta property="og:image:alt" content="Sea"><meta property="og:image" content="/sea.jpg">',
            [("image-alt", "Sea")],
        ),
        ("<a title=one title=two>x</a>", [("link-title", "one"), ("paragraph", "x")]),
        ("<code title='no'>x</code><noscript><img alt=no></noscript>", []),
        ("<a title='?a=1&copy=2 &copy; &amp'>1</a>", [("link-title", "?a=1&copy=2 © &")]),
        ("<a title='https://faro.example'>1</a><img alt='42'>", []),
    ],
)
def test_attributes_that_people_read_are_units(source: str, expected: list[tuple[str, str]]) -> None:
    found = roles(source)
    assert [unit for unit in found if unit[1] != "1" and unit[1] != "42"] == expected


@pytest.mark.parametrize(
    ("source", "role"),
    [
        ("<h1>Words</h1>", "headline"),
        ("<h3>Words</h3>", "heading"),
        ("<p class=dek>Words</p>", "subheadline"),
        ("<p itemprop='alternativeHeadline'>Words</p>", "subheadline"),
        ("<p>By <a rel=author>Ana Prueba</a></p>", "byline"),
        ("<p><span class=author>Ana Prueba</span></p>", "byline"),
        (f"<div class=author><p>{'She wrote on. ' * 12}</p></div>", "paragraph"),
        ("<p>On <time>2 May</time></p>", "date"),
        (f"<p>{'Ships came in. ' * 9} <span class=credit>Faro Press</span></p>", "paragraph"),
        ("<figure><figcaption><p>Words</p></figcaption></figure>", "caption"),
        ("<blockquote><p>Words</p></blockquote>", "quote"),
        ("<blockquote class='wp-block-pullquote'><p>Words</p></blockquote>", "pull-quote"),
        ("<li><p>Words</p></li>", "list-item"),
        ("<td>Words</td>", "table-cell"),
        ("<p>Traducido por Ana Prueba</p>", "credit"),
        ("<nav class=related><ul><li>Words</ul></nav>", "related"),
        ("<div id=comments><h2>Words</h2></div>", "comment"),
        ("<h3>3 thoughts on “Words”</h3>", "comment"),
        ("<p><a rel=tag>Words</a></p>", "tags"),
        ("<footer>Faro Press © 2026</footer>", "copyright"),
        ("<body class='author comments'><p>Words</p>", "paragraph"),
    ],
)
def test_roles_follow_from_the_place_on_the_page(source: str, role: str) -> None:
    assert [found for found, _ in roles(source)] == [role]


def test_the_headline_is_the_one_of_the_article() -> None:
    assert roles("<h1>Gazette</h1><article><h1>News</h1></article>") == [("heading", "Gazette"), ("headline", "News")]


# How it is written back


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("<p>Sea &mdash; land</p>", "Meer — Land — Luft", "<p>Meer &mdash; Land &mdash; Luft</p>"),
        ("<p>Sea — land</p><p>&mdash; x</p>", "Meer — Land", "<p>Meer — Land</p><p>&mdash; x</p>"),
        ("<p>Sea</p><p>&#8212; x</p>", "— Meer", "<p>&#8212; Meer</p><p>&#8212; x</p>"),
        ("<p>6&nbsp;p.m.</p>", "18\u00a0Uhr", "<p>18&nbsp;Uhr</p>"),
        ("<p>6\u00a0p.m.</p>", "18\u00a0Uhr", "<p>18\u00a0Uhr</p>"),
        ("<p>&quot;Sea&quot;</p>", '"Meer"', "<p>&quot;Meer&quot;</p>"),
        ('<p>"Sea"</p>', '"Meer"', '<p>"Meer"</p>'),
        ("<p>a > b</p>", "b > c", "<p>b > c</p>"),
        ("<p>a</p>", "b > c < d", "<p>b &gt; c &lt; d</p>"),
        ("<p>R & D</p>", "F & E &amp", "<p>F & E &amp;amp</p>"),
        ("<p>R</p>", "F & E", "<p>F &amp; E</p>"),
        ('<img alt="Sea">', 'Das "Meer"', '<img alt="Das &quot;Meer&quot;">'),
        ("<img alt='Sea'>", 'L\'eau "x"', "<img alt='L&#39;eau \"x\"'>"),
        ("<img alt=Sea>", "Meer", "<img alt=Meer>"),
        ("<img alt=Sea>", "Das Meer", '<img alt="Das Meer">'),
        ("<title>Sea</title>", "</title><b>", "<title>&lt;/title&gt;&lt;b&gt;</title>"),
        (
            '<?xml version="1.0"?><p><![CDATA[a]]></p>',
            "b]]>c",
            '<?xml version="1.0"?><p><![CDATA[b]]]]><![CDATA[>c]]></p>',
        ),
        ("<p>\r\n  The <b>sea</b>\r\n  is</p>", "Es ist das <b1>Meer</b1>", "<p>\r\n  Es ist das <b>Meer</b></p>"),
    ],
)
def test_characters_are_written_as_the_source_wrote_them(source: str, target: str, expected: str) -> None:
    units = parse(source)
    assert splice(source, units, {0: target}, FORMAT) == expected


def test_attributes_inside_a_moved_code_are_translated_with_it() -> None:
    source = '<p>See <a href="/a" title="The map">the map</a> now.</p>'
    assert translate(source, "Jetzt <a1>die Karte</a1> ansehen.", "Die Karte") == (
        '<p>Jetzt <a href="/a" title="Die Karte">die Karte</a> ansehen.</p>'
    )


def test_front_matter_of_a_page_is_translated_too() -> None:
    source = '---\ntitle: "The sea"\nlayout: page\n---\n<p>Words</p>\n'
    assert roles(source)[1:] == [("paragraph", "Words")]
    assert translate(source, "Das Meer", "Wörter") == '---\ntitle: "Das Meer"\nlayout: page\n---\n<p>Wörter</p>\n'


@pytest.mark.parametrize(
    ("head", "charset"),
    [
        (b"<meta charset=latin1>", "latin1"),
        (b'<META http-equiv="Content-Type" content="text/html; charset=windows-1252">', "windows-1252"),
        (b'<?xml version="1.0" encoding="ISO-8859-15"?>', "ISO-8859-15"),
        (b'<!-- <meta charset="x"> --><p>', None),
        (b"<p>charset=utf-8</p>", None),
    ],
)
def test_the_encoding_a_page_declares_is_found(head: bytes, charset: str | None) -> None:
    assert FORMAT.charset(head) == charset


# For other formats


def test_a_fragment_inside_another_document_keeps_its_offsets() -> None:
    text = "# Title\n<div title='Sea'>Words</div>\n"
    units = html.units_in(text, 8, len(text), OPTIONS)
    assert [(unit.text, text[unit.start : unit.end]) for unit in units] == [("Sea", "Sea"), ("Words", "Words")]


def test_a_single_tag_gives_the_units_of_its_attributes() -> None:
    text = "x <img src=a alt='A cat'> </b title='no'>"
    assert [(unit.role, text[unit.start : unit.end]) for unit in html.attribute_units(text, 2, 25)] == [
        ("image-alt", "A cat")
    ]
    assert html.attribute_units(text, 26, len(text)) == []
