"""The tokenizer finds the borders that browsers find, and loses no character."""

from html import unescape

import pytest
import turbohtml
from growth import grows_with_length
from hypothesis import given
from hypothesis import strategies as st

from translate_flow.documents.html.tokens import (
    CDATA,
    COMMENT,
    END,
    OTHER,
    RAW,
    START,
    TEXT,
    attributes,
    is_xml,
    tokens,
)

PIECES = (
    "<p>", "</p>", "<b>", "</b>", "<a href='x>y' title=\"a'b\">", "</a>", "<br>", "<img alt=x/>", "<!-- a -->",
    "<!-->", "<!doctype html>", "<?pi?>", "</>", "<script>", "</script>", "<!--", "-->", "<style>", "</style >",
    "<title>", "</title>", "<textarea>", "</textarea>", "<svg>", "</svg>", "<svg/>", "<![CDATA[", "]]>",
    "<desc>", "</desc>", "<a b = c>", "<a =>", "<i\n>", "<B CLASS=X>", "<", ">", '"', "'", "=", "/", "&amp;",
    "&copy", "word", " ", "\n", "é",
)  # fmt: skip
BROKEN_PAGES = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@given(BROKEN_PAGES | st.text(alphabet="<>/!-=\"' ab\n[]?&;") | st.text())
def test_tokens_follow_each_other_without_a_gap(text: str) -> None:
    position = 0
    for _, _, start, end in tokens(text):
        assert start == position < end
        position = end
    assert position == len(text)


def test_a_fragment_inside_a_text_keeps_the_offsets_of_the_text() -> None:
    assert list(tokens("xx<b>y</b>zz", 2, 10)) == [(START, "b", 2, 5), (TEXT, "", 5, 6), (END, "b", 6, 10)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<A HREF=x>", [(START, "a", "<A HREF=x>")]),
        ("<a title='1 > 0'>x", [(START, "a", "<a title='1 > 0'>"), (TEXT, "", "x")]),
        ("a < b", [(TEXT, "", "a < b")]),
        ('<a title="open>text', [(OTHER, "", '<a title="open>text')]),
        ("<!-->x", [(COMMENT, "", "<!-->"), (TEXT, "", "x")]),
        ("<!-- a --!>x", [(COMMENT, "", "<!-- a --!>"), (TEXT, "", "x")]),
        ("<!--[if IE]><p>old</p><![endif]-->", [(COMMENT, "", "<!--[if IE]><p>old</p><![endif]-->")]),
        ("</>x", [(OTHER, "", "</>"), (TEXT, "", "x")]),
        ("<?php echo 1 ?>x", [(OTHER, "", "<?php echo 1 ?>"), (TEXT, "", "x")]),
        (
            "<script>if (a < b) '</p>'</script>",
            [(START, "script", "<script>"), (RAW, "script", "if (a < b) '</p>'"), (END, "script", "</script>")],
        ),
        (
            "<script><!--<script></script>--></script>x",
            [
                (START, "script", "<script>"),
                (RAW, "script", "<!--<script></script>-->"),
                (END, "script", "</script>"),
                (TEXT, "", "x"),
            ],
        ),
        ("<title>a <b></title>", [(START, "title", "<title>"), (TEXT, "title", "a <b>"), (END, "title", "</title>")]),
        (
            "<svg><style>a</style><![CDATA[<b>]]></svg>",
            [
                (START, "svg", "<svg>"),
                (START, "style", "<style>"),
                (RAW, "style", "a"),
                (END, "style", "</style>"),
                (OTHER, "", "<![CDATA["),
                (CDATA, "", "<b>"),
                (OTHER, "", "]]>"),
                (END, "svg", "</svg>"),
            ],
        ),
        ("<![CDATA[x]]>", [(OTHER, "", "<![CDATA[x]]>")]),
        (
            '<?xml version="1.0"?><script/><![CDATA[a<b]]>',
            [
                (OTHER, "", '<?xml version="1.0"?>'),
                (START, "script", "<script/>"),
                (OTHER, "", "<![CDATA["),
                (CDATA, "", "a<b"),
                (OTHER, "", "]]>"),
            ],
        ),
    ],
)
def test_traps_of_the_standard(source: str, expected: list[tuple[int, str, str]]) -> None:
    assert [(kind, name, source[start:end]) for kind, name, start, end in tokens(source)] == expected


def test_attributes_have_the_exact_span_of_their_values() -> None:
    tag = """<a one="1 > 0" TWO = 'b' three=c/d four five="" two=again =odd>"""
    found = [
        (name, tag[start:end] if start >= 0 else None, quote)
        for name, start, end, quote in attributes(tag, 2, len(tag))
    ]
    assert found == [
        ("one", "1 > 0", '"'),
        ("two", "b", "'"),
        ("three", "c/d", ""),
        ("four", None, ""),
        ("five", "", '"'),
        ("=odd", None, ""),
    ]


def test_only_an_xml_declaration_makes_xml() -> None:
    assert is_xml('\ufeff<?xml version="1.0"?>')
    assert not is_xml("<!doctype html>")


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


NEED_A_TREE = {"<title>", "</title>", "<textarea>", "<svg>", "</svg>", "<svg/>", "<desc>", "</desc>"}
"""Head elements that move, and broken SVG, where a CDATA section depends on the elements that are open."""
FOREIGN = (
    "<svg><![CDATA[<p>]]></svg>",
    "<svg><style><![CDATA[a<p>]]></style><text>b</text></svg>",
    "<svg><g><path d='M0'/><title>c &amp; d</title></g></svg>",
    "<math><mi>e</mi><![CDATA[<f]]></math>",
)


@given(
    st.lists(st.sampled_from([*FOREIGN, *(piece for piece in PIECES if piece not in NEED_A_TREE)]), max_size=30).map(
        "".join
    )
)
def test_text_is_what_an_independent_parser_calls_text(body: str) -> None:
    page = f"<!doctype html><html><head></head><body>{body}"
    hidden = {"script", "style"}
    tree = turbohtml.parse(page)
    wanted = "".join(
        node.data
        for node in tree.descendants
        if isinstance(node, turbohtml.Text) and not any(getattr(above, "tag", "") in hidden for above in node.ancestors)
    )
    found = "".join(
        page[start:end] if kind == CDATA else unescape(page[start:end])
        for kind, name, start, end in tokens(page)
        if kind in (TEXT, CDATA)
    )
    assert letters(found) == letters(wanted)


@pytest.mark.bench
@pytest.mark.parametrize(
    "piece", ["<a ", "<!--", "<script><!--", '<a b="', "<svg>", "</", "<title>", "<![CDATA[", "&", "<a b=c d"]
)
def test_broken_pages_take_linear_time(piece: str) -> None:
    assert grows_with_length(lambda count: sum(1 for _ in tokens(piece * count)), 10_000, 100_000)
