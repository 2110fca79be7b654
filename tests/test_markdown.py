"""Markdown as newsrooms and site generators write it: what becomes a unit, and how a translation is written back."""

from pathlib import Path

import pytest

from translate_flow.documents.coded import fault
from translate_flow.documents.markdown import FORMAT
from translate_flow.documents.model import Localization, Options
from translate_flow.documents.splicing import prove, splice
from translate_flow.errors import MergeError

OPTIONS = Options()
GOLDEN = Path(__file__).parent / "golden" / "markdown"


def texts(source: str) -> list[str]:
    return [unit.text for unit in FORMAT.parse(source, OPTIONS)]


def roles(source: str) -> list[tuple[str, str]]:
    return [(unit.role, unit.text) for unit in FORMAT.parse(source, OPTIONS)]


def translated(source: str, *targets: str) -> str:
    """The document with these targets, one a unit, merged and proved."""
    units = FORMAT.parse(source, OPTIONS)
    for unit, target in zip(units, targets, strict=True):
        assert fault(unit.text, target, {code.id for code in unit.codes}) is None
    chosen = dict(enumerate(targets))
    merged = splice(source, units, chosen, FORMAT)
    prove(source, units, chosen, merged, FORMAT, OPTIONS, [unit.text for unit in units])
    return merged


def test_a_news_article_reads_as_the_golden_list_says() -> None:
    source = (GOLDEN / "ferry.md").read_text(encoding="utf-8")
    read = "".join(f"{role:<12} {text}\n" for role, text in roles(source))
    assert read == (GOLDEN / "ferry.units.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a *b* **c** ~~d~~ ***e***", ["a <i1>b</i1> <b2>c</b2> <s3>d</s3> <i4><b5>e</b5></i4>"]),
        ("see `x * y` and <https://a.example> or me@a.example", ["see <code1/> and <url2/> or <mail3/>"]),
        ("one  \ntwo\\\nthree\nfour", ["one<br1/>two<br2/>three four"]),
        ("a <b>b</b> <code>c</code><br>d <!-- e -->f", ["a <b1>b</b1> <code2/><br3/>d <comment4/>f"]),
        ("AT&amp;T\\*&nbsp;caf&eacute; &#8212; &nosuch;", ["AT&T*\xa0café — &nosuch;"]),
        ("word.[^n]\n\n[^n]: A note.\n\n    Its second paragraph.", ["word.", "A note.", "Its second paragraph."]),
        ("- [ ] to do\n- [x] done", ["to do", "done"]),
        ("Term\n: What it means", ["Term", "What it means"]),
        ("Title of\ntwo lines\n=======\ntext", ["Title of two lines", "text"]),
        ("## Head ##\n\n# Café {#top}\n", ["Head", "Café"]),
        ("| a | b |\n|---|---|\n| c \\| d | `e \\| f` g |", ["a", "b", "c | d", "<code1/> g"]),
        ("> quoted\nlazily\n> > deeper", ["quoted lazily", "deeper"]),
        ("    code\n\n\tcode\n\n~~~\ncode\n~~~\n\ntext", ["text"]),
        ("<details>\n<summary>More</summary>\n\nHidden *text*\n\n</details>", ["More", "Hidden <i1>text</i1>"]),
        ("<table><tr><td title='T'>cell</td></tr></table>", ["T", "cell"]),
        ("<!-- a comment -->\n\n<script>\nlet a = 1;\n\nlet b;\n</script>\n\ntext", ["text"]),
        ("> <p>\n> two\n> </p>", ["two"]),
        ("<div>\n<pre>\na\n\nco de\n\nmore\n</pre>\n\ntext\n\n<!-- <pre> -->\n\nend", ["text", "end"]),
        ("a\rb\r\rc", ["a b", "c"]),
        ("a\r\nb\r\n\r\n- c\r\n", ["a b", "c"]),
        ("a\fb\0c", ["a b\0c"]),
        ("", []),
        ("---\n\n***\n\n* * *\n", []),
        ("![](x.png)", []),
    ],
)  # fmt: skip
def test_text_is_found_and_markup_becomes_codes(source: str, expected: list[str]) -> None:
    assert texts(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{< youtube a_b_c >}}\n\ntext", ["text"]),
        ("{{% note %}}\nInside *it*\n{{% /note %}}", ["Inside <i1>it</i1>"]),
        ("{{< fig\n  src=\"*a*\"\n\n>}}\nunder", ["under"]),
        ("now {{ site.name }}, [here]({{< ref \"a b\" >}})", ["now <ph1/>, <a2>here</a2>"]),
        ("{% highlight py %}\nx = 1\n\ny\n{% endhighlight %}\n\ntext", ["text"]),
        ("Use `{{` and `}}` here", ["Use <code1/> and <code2/> here"]),
        ("## Head {/*an_anchor_here*/}\n\ntext\n{: .lead}", ["Head", "text"]),
        ("![a b](c.png){: width=\"5\"} and", ["a b", "and"]),
        (":::tip[Do this]\ntext\n:::\nafter", ["Do this", "text", "after"]),
        ("::: warning Mind it\ntext\n:::", ["Mind it", "text"]),
        ("!!! note \"Titled\"\n    body\n\n    - more\n\nafter", ["Titled", "body", "more", "after"]),
        ("???+ tip\n    body", ["body"]),
        ("> [!WARNING]\n> body", ["body"]),
        ("> [!tip]- Fold me\n> body", ["Fold me", "body"]),
        ("it said [!] once", ["it said [!] once"]),
        ("=== \"Mon\"\n    early\n\n    - one\n\n=== \"Tue\"\n\n\tlate", ["Mon", "early", "one", "Tue", "late"]),
        ("=== \"no tab\"\ntext", ["=== \"no tab\" text"]),
        ("text\n--8<-- \"a file.md\"\n\nmore", ["text", "more"]),
        ("*[HTML]: Markup\n*[U N]: *United* Nations\n\nIn HTML", ["Markup", "<i1>United</i1> Nations", "In HTML"]),
        ("import A from '@a/b';\nimport {\n  B\n} from \"c\"\n\n# It", ["It"]),
        ("export const a = {\n  b: 'c',\n};\n\ntext", ["text"]),
        ("```js\nimport A from 'a'\n\nexport const b = {\n}\n```\n\ntext", ["text"]),
        ("import duties rose, from “5 to 6”", ["import duties rose, from “5 to 6”"]),
        ("it is {year} at {a.b(c)}, {sic erat}", ["it is <ph1/> at <ph2/>, {sic erat}"]),
        ("as $E = m$ and $\\pi$ say, $5 and $10_000, US$3m", ["as <math1/> and <math2/> say, $5 and $10_000, US$3m"]),
        ("text\n\n$$\n\\begin{a}\nx &= *y* \\\\\n\\end{a}\n$$\n\nmore", ["text", "more"]),
        ("in `$a_b$` and \\$c_d\\$", ["in <code1/> and $c_d$"]),
        ("see [[Other page|there]] and [[1]](/u) now", ["see <ph1/> and <a2>[1]</a2> now"]),
        ("see [[it]]\n\n[it]: /u", ["see [<a1>it</a1>]"]),
    ],
)  # fmt: skip
def test_what_site_generators_add_is_left_alone(source: str, expected: list[str]) -> None:
    assert texts(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# One\n\nWhat it is about\n\nA longer paragraph, with all that happened.",
         ["headline", "subheadline", "paragraph"]),
        ("# One\n\n## A dek\n\ntext\n\n### Later", ["headline", "subheadline", "paragraph", "heading"]),
        ("# One\n\n## First\n\ntext\n\n## Second", ["headline", "heading", "paragraph", "heading"]),
        ("![a](b)\n\n*who took it*\n\ntext", ["image-alt", "caption", "paragraph"]),
        ("[![a](b)](c) shown here", ["image-alt", "caption"]),
        ("- a\n\n> b", ["list-item", "quote"]),
        ("> a\n{: .pullquote}\n\nb", ["pull-quote", "paragraph"]),
        ("{{< pullquote >}}\na\n{{< /pullquote >}}\n\nb", ["pull-quote", "paragraph"]),
        ("By Rosa Muestra\n\ntext", ["byline", "paragraph"]),
        ("text\n\n2 thoughts on “this”\n\nyes\n\nno", ["paragraph", "comment", "comment", "comment"]),
        ("## Comments\n\nfirst!\n\n## Next\n\ntext", ["comment", "comment", "heading", "paragraph"]),
        ("[a](b \"c\")\n\n[d]: e 'f'", ["paragraph", "link-title", "link-title"]),
    ],
)  # fmt: skip
def test_blocks_get_their_roles(source: str, expected: list[str]) -> None:
    assert [role for role, _ in roles(source)] == expected


@pytest.mark.parametrize(
    ("source", "targets", "merged"),
    [
        ("see [it] now\n\n[it]: /u", ["<a1>eso</a1> mira"], "[eso][it] mira\n\n[it]: /u"),
        ("see [it][] now\n\n[it]: /u", ["mira <a1>eso</a1>"], "mira [eso][it]\n\n[it]: /u"),
        ("- [it]\n\n[it]: /u", ["<a1>eso</a1>"], "- [eso][it]\n\n[it]: /u"),
        ("see [it][x]\n\n[x]: /u 'tip'", ["mira <a1>eso</a1>", "l'eau"], "mira [eso][x]\n\n[x]: /u 'l\\'eau'"),
        ("![pic]\n\n[pic]: /u", ["<img1>foto</img1>"], "![foto][pic]\n\n[pic]: /u"),
        ("a ![pic][] b\n\n[pic]: /u", ["una <img1/> b", "<img1>foto</img1>"], "una ![foto][pic] b\n\n[pic]: /u"),
        ("a [x](u \"t &amp; u\") b", ["<a1>X</a1> A", "\"T\" &amp;"], "[X](u \"\\\"T\\\" \\&amp;\") A"),
        ("> a  \n> b\n> c", ["A<br1/>B C"], "> A  \n> B C"),
        ("Two\nlines\n===", ["Una línea"], "Una línea\n==="),
        ("# C #", ["C #"], "# C \\# #"),
        ("# D", ["C #"], "# C \\#"),
        ("|a|\n|-|\n|b|", ["x | y", "`z`"], "|x \\| y|\n|-|\n|\\`z\\`|"),
        ("!!! note \"Old\"\n    a\n    b", ["New", "c"], "!!! note \"New\"\n    c"),
        ("=== \"Old\"\n    a $x_1$\n    b", ["New", "c <math1/>"], "=== \"New\"\n    c $x_1$"),
        ("*[UN]: Old", ["New"], "*[UN]: New"),
        ("a **b** c", ["${a} <b1>b</b1> {c}$"], "\\$\\{a} **b** \\{c}$"),
        ("a&nbsp;b &mdash; c &lt; d", ["á\xa0b — ç <d"], "á&nbsp;b &mdash; ç &lt;d"),
        ("**x** y", ["语<b1>“强调”</b1>语"], "&#x8BED;**“强调”**&#x8BED;"),
        ("<p title=\"a\">b</p>", ["\"A\"", "B < C"], "<p title=\"&quot;A&quot;\">B &lt; C</p>"),
        ("a", ["A\nB"], "A B"),
    ],
)  # fmt: skip
def test_a_translation_is_written_as_its_place_demands(source: str, targets: list[str], merged: str) -> None:
    assert translated(source, *targets) == merged


@pytest.mark.parametrize(
    ("target", "written"),
    [
        ("5 * 3, 2*2, snake_case, [sic] and ~5 km", "5 * 3, 2*2, snake_case, [sic] and ~5 km"),
        ("2*3*4 and _so_ on", "2\\*3\\*4 and \\_so\\_ on"),
        ("`x`, <b>, a < b, &copy; & Co", "\\`x\\`, \\<b>, a < b, &amp;copy; & Co"),
        ("[x](y) ![z][w] [it] [^1]", "\\[x\\](y) !\\[z\\][w] \\[it\\] \\[^1\\]"),
        ("a\\b \\* c\\", "a\\b \\\\* c\\\\"),
        ("1. first", "1\\. first"),
        ("2026) next", "2026\\) next"),
        ("- no", "\\- no"),
        ("+1 to that", "+1 to that"),
        ("# 1", "\\# 1"),
        ("#1", "#1"),
        ("> so", "\\> so"),
        ("::: so", "\\::: so"),
        ("!!! so", "\\!!! so"),
        ("{{ no }} {% no %} {no} {no no}", "{\\{ no }} {\\% no %} \\{no} {no no}"),
        ("$a_1$, $5 and $6", "\\$a_1$, $5 and $6"),
        ("$$a$$", "\\$$a$$"),
        ('=== "so"', '\\=== "so"'),
        ("[it]: x", "\\[it\\]: x"),
        ("[ ] x", "\\[ ] x"),
    ],
)
def test_only_what_could_be_markup_is_escaped(target: str, written: str) -> None:
    rest = "\n\n[it]: /u\n"
    source = "text" + rest
    units = FORMAT.parse(source, OPTIONS)
    merged = splice(source, units, {0: target}, FORMAT)
    assert merged == written + rest
    assert texts(merged) == [target]


def test_a_translation_that_would_be_markup_anyway_is_refused() -> None:
    with pytest.raises(MergeError, match="would read as"):
        translated("say *so* now", "so<i1> so </i1>so")


def test_white_space_around_a_translation_is_no_text() -> None:
    assert translated("a\n\n    code", " b  ") == "b\n\n    code"


SPANISH = Localization("es", "ltr", "en", "Traducido por Ana Prueba", ("Ana Prueba",), "https://news.example/a")


def localized(source: str, how: Localization = SPANISH) -> str:
    once = FORMAT.localize(source, FORMAT.parse(source, OPTIONS), how)
    assert FORMAT.localize(once, FORMAT.parse(once, OPTIONS), how) == once
    return once


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("text", "text\n\n*Traducido por Ana Prueba*"),
        ("a\r\n\r\n- b\r\n", "a\r\n\r\n- b\r\n\r\n*Traducido por Ana Prueba*\r\n"),
        ("a\n\n_Translated by Old Name_\n", "a\n\n_Traducido por Ana Prueba_\n"),
        ("<p>Translated by <b>Old</b></p>\n", "<p>Traducido por Ana Prueba</p>\n"),
        ("a\n## 2 comments\n\nb", "a\n\n*Traducido por Ana Prueba*\n\n## 2 comments\n\nb"),
        ("a[^1]\n\n[^1]: b\n", "a[^1]\n\n*Traducido por Ana Prueba*\n\n[^1]: b\n"),
        ("a\n\nRead more: b\n", "a\n\n*Traducido por Ana Prueba*\n\nRead more: b\n"),
        ("", ""),
    ],
)
def test_the_credit_line_ends_the_body(source: str, expected: str) -> None:
    assert localized(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("---\nlang: 'en' # here\ntags:\n  - a\n---\n",
         "---\nlang: 'es' # here\ntags:\n  - a\ntranslator: Ana Prueba\noriginal: https://news.example/a\n---\n"),
        ("---\ntranslator:\n  - Old\n  - Older\noriginal: /b\n---\n",
         "---\ntranslator:\n  Ana Prueba\noriginal: /b\n---\n"),
        ("+++\nlocale = \"en_US\"\n[p]\na = 1\n+++\n",
         "+++\nlocale = \"es\"\ntranslator = \"Ana Prueba\"\noriginal = \"https://news.example/a\"\n[p]\na = 1\n+++\n"),
        ("{\n  \"lang\": \"en\"\n}\n",
         "{\n  \"lang\": \"es\",\n  \"translator\": \"Ana Prueba\",\n  \"original\": \"https://news.example/a\"\n}\n"),
        ("---\na: [\n---\n", "---\na: [\n---\n"),
    ],
)  # fmt: skip
def test_front_matter_says_language_translator_and_original(source: str, expected: str) -> None:
    assert localized(source, SPANISH._replace(credit_line="")) == expected


def test_several_translators_are_a_list() -> None:
    how = Localization("es", "ltr", "en", "", ("Ana Prueba", "Ensayo: Luis"))
    assert localized("---\na: b\n---\n", how) == '---\na: b\ntranslator: [Ana Prueba, "Ensayo: Luis"]\n---\n'
