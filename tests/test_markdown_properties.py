"""What holds for any Markdown: reading never fails, and a translation reads as it was written, in the same skeleton."""

import string

import pytest
from growth import grows_with_length, translated
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from translate_flow.bitext import Tag, parts
from translate_flow.documents.markdown import FORMAT
from translate_flow.documents.model import Options, SourceUnit
from translate_flow.documents.splicing import prove, splice

OPTIONS = Options(front_matter_keys=frozenset())
ORACLE = MarkdownIt("commonmark").enable(["table", "strikethrough"])
CYRILLIC = "".join(map(chr, range(0x410, 0x410 + 52)))
DISGUISE = str.maketrans(string.ascii_letters, CYRILLIC)
UNMASK = str.maketrans(CYRILLIC, string.ascii_letters)

INLINE = st.sampled_from(
    ["word", "two words", "*it*", "**bold**", "***both***", "_it_", "~~gone~~", "`co * de`", "[a](/u)", "[a](/u 'ti')",
     "[a *b*](</u v>)", "![al](/i)", "<https://a.example/x>", "[ref]", "[ref][]", "[other][ref]", "AT&amp;T", "&nbsp;",
     "\\*", "\\[x\\]", "2 * 3", "snake_case", "C#",
     "a  \nb", "a\\\nb", "a\nb", "<b>b</b>", "“quoted”", "(so)", "¡é!", "— x"]
)  # fmt: skip
LINE = st.lists(INLINE, min_size=1, max_size=5).map(" ".join)
BLOCK = st.one_of(
    LINE,
    LINE.map(lambda line: "## " + line.replace("  \n", " ").replace("\\\n", " ").replace("\n", " ")),
    LINE.map(lambda line: "> " + line.replace("\n", "\n> ")),
    st.lists(LINE, min_size=1, max_size=3).map(lambda lines: "\n".join("- " + x.replace("\n", "\n  ") for x in lines)),
    st.just("1. one\n2. two\n\n   more"),
    st.just("| h | *i* |\n|---|:-:|\n| a \\| b | `c` |"),
    st.just("```py\nco = 1\n```"),
    st.just("    co = 2"),
    st.just("<div title=\"ti\">\n\n*in*\n\n</div>"),
    st.just("***"),
)  # fmt: skip
ARTICLE = st.lists(BLOCK, min_size=1, max_size=5).map(lambda blocks: "\n\n".join([*blocks, "[ref]: /u 'ti'\n"]))
ODDITIES = st.text(
    st.sampled_from("ab1 \n\n\t*_`[]()<>&!~|#-+=:\\\"'{}%.$^/;é “ \r\0\f\u00a0\ud800"), max_size=40
)  # fmt: skip


def disguised(unit: SourceUnit) -> str:
    """The unit's text with other letters, its codes as they are."""
    ids = {code.id for code in unit.codes}
    tags = {"open": "<%s>", "close": "</%s>", "lone": "<%s/>"}
    return "".join(
        tags[part.shape] % part.id if isinstance(part, Tag) else part.translate(DISGUISE)
        for part in parts(unit.text, ids)
    )


@settings(max_examples=300)
@given(st.one_of(ODDITIES, st.text()))
@example("[a\n\n[a]: b 'c")
@example("a [b][] ![c")
@example("> !!! a b\n>     c")
def test_any_text_is_read_without_a_fault(source: str) -> None:
    units = FORMAT.parse(source, OPTIONS)
    assert splice(source, units, {index: unit.text for index, unit in enumerate(units)}, FORMAT) == source
    end = 0
    inside: list[int] = []
    for unit in units:
        assert 0 <= unit.start <= unit.end <= len(source)
        while inside and inside[-1] <= unit.start:
            inside.pop()
        assert not inside or unit.end <= inside[-1], "spans cross"
        inside.append(unit.end)
        end = max(end, unit.end)


@settings(max_examples=300)
@given(ARTICLE)
def test_a_translated_article_reads_as_translated(source: str) -> None:
    units = FORMAT.parse(source, OPTIONS)
    targets = {index: disguised(unit) for index, unit in enumerate(units)}
    merged = splice(source, units, targets, FORMAT)
    again = prove(source, units, targets, merged, FORMAT, OPTIONS, [unit.text for unit in units])
    assert len(again) == len(units)


@settings(max_examples=300)
@given(ARTICLE)
def test_another_parser_sees_the_same_page_in_other_letters(source: str) -> None:
    units = FORMAT.parse(source, OPTIONS)
    merged = splice(source, units, {index: disguised(unit) for index, unit in enumerate(units)}, FORMAT)
    assert folded(ORACLE.render(merged).translate(UNMASK)) == folded(ORACLE.render(source))


def folded(rendered: str) -> str:
    """A page with its soft line breaks as spaces."""
    return " ".join(rendered.split())


@settings(max_examples=300)
@given(ARTICLE, st.data())
def test_any_words_of_a_translator_are_read_as_words(source: str, data: st.DataObject) -> None:
    units = [unit for unit in FORMAT.parse("word\n\n" + source, OPTIONS) if not unit.codes][:1]
    words = data.draw(st.text(st.sampled_from("ab 1*_`[]()<>&!~|#-+=\\\"'{}$^.,;é“”"), min_size=1).filter(str.strip))
    text = "word\n\n" + source
    merged = splice(text, units, {0: f"x {words} y"}, FORMAT)
    assert FORMAT.parse(merged, OPTIONS)[0].text == " ".join(f"x {words} y".split())


@pytest.mark.bench
@pytest.mark.parametrize(
    "part",
    ["[", "![", "*a ", "_", "`", "<", "{{", "{% ", ">", "- ", "[a](", "<div>", "</code>", "<code>", "&", "\\", "::: ",
     "\n!!! ab", "[[a]] ", "[x]{.y} ", "~~a~~ ", "| a ", "é*ü*", "[a]: /u 't'\n\n", "(https://a.example/",
     "$", "$$ ", "$a_", "{a(", "import a ", "\n\nexport const a = {\n b\n", "\n\nimport { a,\n", "*[a]: ",
     "=== \"a\"\n    "],
)  # fmt: skip
def test_time_grows_with_length_for_hostile_text_too(part: str) -> None:
    assert grows_with_length(lambda count: translated(FORMAT, part * count), 500, 8000)
