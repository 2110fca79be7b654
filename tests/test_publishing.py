"""Publishing: what readers get is the article, whole and credited; a second run changes nothing; nothing is half."""

import json
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import newsroom
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from test_cli import run as command

from translate_flow.desk import segmenting
from translate_flow.desk.desk import Desk
from translate_flow.desk.release import composing, published
from translate_flow.desk.release.publishing import Press, Released, Run
from translate_flow.errors import EngineError, InputError, UsageError
from translate_flow.publishing import TARGETS, colophon, markdown, target_named, tree, xhtml
from translate_flow.publishing.model import Article, Credits, Options, Original, Posted
from translate_flow.publishing.picture import size_of

MAY = "2026-05-04T09:00:00+00:00"
JUNE = "2026-06-01T09:00:00+00:00"


def release(desk: Desk, name: str, now: str = MAY, *, dry: bool = False, overwrite: bool = False) -> list[Released]:
    press = Press(desk, name)
    run = Run(now, "Rita Redactora", dry, overwrite)
    return [one for batch in press.batches(desk.documents()) for one in press.release(batch, run)]


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def table(name: str, target: str, *lines: str) -> str:
    return "\n".join(["", f"[publish.{name}]", f'target = "{target}"', *lines, ""])


def page_of(folder: Path, name: str) -> str:
    return (folder / "published" / "web" / "en" / f"{name}.html").read_text()


def words(page: etree._Element, path: str) -> str:
    """What the first element at the path says."""
    return " ".join(str(page.xpath(f"string({path})")).split())


# ---- articles -----------------------------------------------------------------------------------------------------


def compose(tmp_path: Path, document: str) -> Article:
    made = composing.compose(newsroom.desk(tmp_path), document, "en", Options(target="page", reviewers=True))
    assert isinstance(made, Article)
    return made


def test_a_markdown_article_is_read_by_its_roles(tmp_path: Path) -> None:
    article = compose(tmp_path, "puente.md")
    assert (article.headline, article.dek, article.byline) == (
        "The Singing Bridge", "A note for every wind", "By Ana Prueba",
    )  # fmt: skip
    assert article.authors == ("Ana Prueba",)
    assert article.tags == ("puentes", "música")
    assert article.original == Original("El puente que canta", "es", "https://faro.example/puente", "2026-04-18")
    assert article.credits == Credits(
        "Translated by Eva Muestra for El Faro", ("Eva Muestra",), ("Ivo Revisor",), "El Faro"
    )
    assert article.body.startswith("<figure><img")
    assert "<figcaption><em>The bridge at night. (Photo: Luis Ensayo)</em></figcaption>" in article.body
    assert 'Read <a href="https://faro.example/informe.pdf">the report</a> and <em>listen</em>.' in article.body
    assert "<td>C &amp; D</td>" in article.body
    for elsewhere in ("Singing Bridge", "every wind", "By ", "Translated"):
        assert elsewhere not in article.body


def test_a_plain_text_loses_its_old_credit_and_its_comments(tmp_path: Path) -> None:
    article = compose(tmp_path, "faro.txt")
    assert article.body == "<p>PUERTO CLARO – The lighthouse went dark on Monday. Nobody saw it.</p>"
    assert article.headline == "The Lighthouse Goes Dark"


def test_lists_and_addresses_of_a_plain_text_stay(tmp_path: Path) -> None:
    text = "Título\n\nVea https://faro.example/a?b=1 ahora. Bien.\n\n"
    text += "1. Uno\n2. Dos\n\n- Tres & cuatro\n\nFin de todo.\n\nDe verdad. Ya.\n"
    newsroom.desk(tmp_path, articles={"lista.txt": text})
    made = composing.compose(Desk(tmp_path), "lista.txt", "en", Options(target="page"))
    assert isinstance(made, Article)
    assert made.body.split("\n") == [
        "<p>Vea https://faro.example/a?b=1 ahora. Bien.</p>",
        "<ol>", "<li>Uno</li>", "<li>Dos</li>", "</ol>", "<ul>", "<li>Tres &amp; cuatro</li>", "</ul>",
        "<p>Fin de todo.</p>",
        "<p>De verdad. Ya.</p>",
    ]  # fmt: skip


def test_a_web_page_is_its_article_without_scripts_and_furniture(tmp_path: Path) -> None:
    article = compose(tmp_path, "mercado.html")
    assert article.kicker == "City"
    assert article.body.startswith("<p>El mercado abre <b>hoy</b>.</p>")
    for alien in ("script", "onclick", "javascript", "Portada", "Muy bien", "©", "La Gaceta"):
        assert alien not in article.body
    assert article.original.address == "https://gaceta.example/mercado"
    assert article.original.date == "2026-03-01T08:00:00+00:00"
    assert article.images[0].address == "https://gaceta.example/fotos/mercado.jpg"


@pytest.mark.parametrize(
    ("html", "body"),
    [
        ('<?xml version="1.0" encoding="ISO-8859-1"?><html><body><p>Uno. Dos.</p></body></html>', "<p>Uno. Dos.</p>"),
        ("<div>" * 300 + "<p>Uno. Dos.</p>", "<p>Uno. Dos.</p>"),
        ("<body><p>Uno. Dos.</p><!-- nada --><p>&nbsp;</p><p></p>", "<p>Uno. Dos.</p>"),
        (
            "<p>Uno. <a href='vbscript:x'>Dos</a> <iframe src='http://x.example'></iframe></p>",
            "<p>Uno. <a>Dos</a> </p>",
        ),
    ],
)
def test_odd_pages_keep_their_words(html: str, body: str, tmp_path: Path) -> None:
    newsroom.desk(tmp_path, articles={"a.html": html})
    made = composing.compose(Desk(tmp_path), "a.html", "en", Options(target="page"))
    assert isinstance(made, Article)
    assert body in made.body


@pytest.mark.parametrize(
    ("html", "body"),
    [
        ("<p>a</p><li>b</li><li>c</li><p>d</p>", "<p>a</p>\n<ul><li>b</li>\n<li>c</li>\n</ul>\n<p>d</p>"),
        ("<h1>a</h1><h4>b</h4><h5>c</h5><h2>d</h2>", "<h2>a</h2>\n<h3>b</h3>\n<h4>c</h4>\n<h2>d</h2>"),
        ("<dl><dt>a</dt><dd>b</dd></dl><dl><dd>c</dd></dl>",
         "<dl><dt>a</dt>\n<dd>b</dd>\n</dl>\n<div><div>c</div>\n</div>"),
        ("<p><img src=a.png width='100%'><nota>b</nota> <tt>c</tt><a name=x>d</a></p>",
         '<p><img src="a.png" alt="">b <code>c</code><a id="x">d</a></p>'),
        ("<p id=a>a</p><p id=a>b</p><p>c<wbr>d</p>", '<p id="a">a</p>\n<p>b</p>\n<p>c<wbr>d</p>'),
    ],
)  # fmt: skip
def test_html_of_the_wild_is_put_in_order_without_losing_a_word(html: str, body: str) -> None:
    assert tree.cleaned(html, {}) == body


WILD = ("<p>x", "</p>", "<li>x", "<ul>x", "</ul>", "<dl>x", "<dt>x", "<dd>x</dd>", "</dl>", "<h4>x</h4>", "<nota>x",
    "</nota>", "<a href=y>x", "</a>", "<table><tr><td>x", "</table>", "<font>x", "<b>x", "</b>", "<div>x", "</div>",
    "<pre>x</pre>", "<blockquote>x", "<center>x", "<img src=y>", "<!-- y -->")  # fmt: skip


@given(st.lists(st.sampled_from(WILD), max_size=12))
def test_no_word_is_lost_when_html_is_put_in_order_and_a_second_time_changes_nothing(parts: Sequence[str]) -> None:
    html = "".join(parts)
    body = tree.cleaned(html, {})
    assert tree.parse(body).text_content().count("x") == html.replace("y", "").count("x")
    assert tree.cleaned(body, {}) == body


def test_a_body_that_cannot_be_found_is_an_error_and_no_empty_article(tmp_path: Path) -> None:
    newsroom.desk(tmp_path, articles={"a.html": "<div>" * 3000 + "<p>Uno. Dos.</p>"})
    with pytest.raises(InputError, match=r"sources/a\.html: no body is found in it"):
        composing.compose(Desk(tmp_path), "a.html", "en", Options(target="page"))


def test_what_is_not_finished_is_not_published(tmp_path: Path) -> None:
    desk = newsroom.desk(tmp_path, table("web", "page", 'state = "final"'), {"faro.txt": newsroom.LIGHTHOUSE})
    (one,) = release(desk, "web")
    assert one.state == "incomplete"
    assert one.missing[0].reason == "only reviewed"
    assert not (tmp_path / "published").exists()


@given(st.text())
def test_a_slug_is_an_address_in_every_script(text: str) -> None:
    slug = composing.slug_of(text)
    assert len(slug) <= 80
    assert slug == composing.slug_of(slug)
    assert not set(slug) & set(" /?#%&'\"<>\\.:")


def test_slugs_keep_letters_that_are_no_accents() -> None:
    assert composing.slug_of("¿Qué señal dará el faro?") == "que-senal-dara-el-faro"
    assert composing.slug_of("Маяк погас. Никто не видел") == "маяк-погас-никто-не-видел"
    assert composing.slug_of("Dr. O’Neil’s “bridge”") == "dr-oneils-bridge"


# ---- folder and page ----------------------------------------------------------------------------------------------


def test_a_second_run_changes_nothing_and_a_change_keeps_address_and_first_date(tmp_path: Path) -> None:
    desk = newsroom.desk(tmp_path, table("web", "page"))
    assert [one.state for one in release(desk, "web")] == ["new"] * 3
    before = files(tmp_path / "published")
    assert [one.state for one in release(desk, "web", JUNE)] == ["unchanged"] * 3
    assert files(tmp_path / "published") == before

    newsroom.translate(desk, also={"El faro se apaga": "The Lighthouse Is Dark", "Nadie lo vio.": "No one saw."})
    changed = {one.document: one for one in release(desk, "web", JUNE)}
    assert [changed[name].state for name in sorted(changed)] == ["changed", "unchanged", "unchanged"]
    page = page_of(tmp_path, "the-lighthouse-goes-dark")
    assert "<h1>The Lighthouse Is Dark</h1>" in page
    assert f'"datePublished": "{MAY}"' in page
    assert f'"dateModified": "{JUNE}"' in page


def test_a_dry_run_shows_the_difference_and_writes_nothing(tmp_path: Path) -> None:
    desk = newsroom.desk(tmp_path, table("web", "page"), {"faro.txt": newsroom.LIGHTHOUSE})
    (one,) = release(desk, "web", dry=True)
    assert one.state == "new"
    assert "+<h1>The Lighthouse Goes Dark</h1>" in one.difference.splitlines()
    assert not (tmp_path / "published").exists()


def test_the_record_says_what_when_where_and_by_whom(tmp_path: Path) -> None:
    desk = newsroom.desk(tmp_path, table("web", "page"), {"faro.txt": newsroom.LIGHTHOUSE})
    release(desk, "web")
    (line,) = published.path(desk).read_text().splitlines()
    told = json.loads(line)
    assert (told["document"], told["language"], told["target"]) == ("faro.txt", "en", "web")
    assert (told["time"], told["by"]) == (MAY, "Rita Redactora")
    assert told["address"].endswith("published/web/en/the-lighthouse-goes-dark.html")


def test_a_record_merged_out_of_order_still_knows_first_and_last(tmp_path: Path) -> None:
    desk = newsroom.desk(tmp_path, articles={})
    receipt = published.Receipt(
        target="web", document="a.md", language="en", time=JUNE, by="", hash="b", slug="a"
    )  # fmt: skip
    published.add(desk, receipt)
    published.add(desk, replace(receipt, time=MAY, hash="a"))
    (found,) = published.receipts(desk).values()
    assert (found.time, found.first, found.hash) == (JUNE, MAY, "b")


def test_a_receipt_after_a_line_without_end_is_a_line_of_its_own(tmp_path: Path) -> None:
    desk = newsroom.desk(tmp_path, articles={})
    receipt = published.Receipt(target="web", document="a.md", language="en", time=MAY, hash="a", slug="a")
    published.add(desk, receipt)
    path = published.path(desk)
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    published.add(desk, replace(receipt, document="b.md"))
    assert [key[1] for key in published.receipts(desk)] == ["a.md", "b.md"]


def test_two_articles_with_one_headline_have_two_addresses(tmp_path: Path) -> None:
    articles = {"a.txt": newsroom.LIGHTHOUSE, "b.txt": newsroom.LIGHTHOUSE}
    desk = newsroom.desk(tmp_path, table("web", "page"), articles)
    first, second = release(desk, "web")
    assert first.address != second.address
    assert [one.address for one in release(desk, "web", JUNE)] == [first.address, second.address]


def test_a_broken_record_is_an_error_with_its_line(tmp_path: Path) -> None:
    desk = newsroom.desk(tmp_path, articles={})
    published.path(desk).parent.mkdir()
    published.path(desk).write_text('\n{"target": "web"\n')
    with pytest.raises(InputError, match=r"record\.jsonl:2: this is no receipt"):
        published.receipts(desk)


def test_a_page_says_what_it_is_to_people_and_machines(tmp_path: Path) -> None:
    lines = ('address = "https://en.faro.example"', "reviewers = true")
    desk = newsroom.desk(tmp_path, table("web", "page", *lines), {"puente.md": newsroom.BRIDGE})
    release(desk, "web")
    page = page_of(tmp_path, "the-singing-bridge")
    html = etree.HTML(page)
    assert html.get("lang") == "en"
    assert html.get("dir") == "ltr"
    alternates = {link.get("hreflang"): link.get("href") for link in html.iterfind(".//link[@rel='alternate']")}
    assert alternates == {
        "en": "https://en.faro.example/en/the-singing-bridge.html",
        "es": "https://faro.example/puente",
    }
    told = json.loads(words(html, "//script"))
    assert told["@type"] == "NewsArticle"
    assert told["translator"] == [{"@type": "Person", "name": "Eva Muestra"}]
    assert told["inLanguage"] == "en"
    assert told["translationOfWork"]["url"] == "https://faro.example/puente"
    assert told["translationOfWork"]["inLanguage"] == "es"
    assert words(html, "//footer") == (
        "Translated by Eva Muestra for El Faro Reviewed by Ivo Revisor Original: El puente que canta License: CC BY 4.0"
    )
    (picture,) = (image.get("src", "") for image in html.iterfind(".//figure/img"))
    assert (tmp_path / "published/web/en" / picture).read_bytes() == newsroom.picture()


def test_a_page_in_arabic_runs_from_right_to_left(tmp_path: Path) -> None:
    desk = newsroom.desk(tmp_path, table("web", "page", 'languages = ["ar"]'), {"faro.txt": newsroom.LIGHTHOUSE})
    settings = tmp_path / "translate-flow.toml"
    settings.write_text(settings.read_text().replace('["en"]', '["ar", "en"]', 1))
    desk = Desk(tmp_path)
    newsroom.translate(desk, "ar", {"El faro se apaga": "المنارة تنطفئ"})
    release(desk, "web")
    (page,) = (tmp_path / "published/web/ar").iterdir()
    assert '<html lang="ar" dir="rtl">' in page.read_text()
    assert "ترجمة Eva Muestra لصالح El Faro" in page.read_text()


def test_words_of_an_article_are_never_markup_of_the_page(tmp_path: Path) -> None:
    text = (
        "Un título </script><script>alert(1)</script> & “más”\n\nUn párrafo <img src=x onerror=alert(2)> cualquiera.\n"
    )
    desk = newsroom.desk(tmp_path, table("web", "page"), {"malo.txt": text})
    release(desk, "web")
    (page,) = (tmp_path / "published/web/en").iterdir()
    html = etree.HTML(page.read_text())
    assert len(html.findall(".//script")) == 1
    assert html.find(".//img") is None
    assert json.loads(words(html, "//script"))["headline"].startswith("Un título </script>")


def test_a_house_has_a_template_of_its_own(tmp_path: Path) -> None:
    desk = newsroom.desk(
        tmp_path, table("web", "page", 'template = "own.html"'), {"faro.txt": newsroom.LIGHTHOUSE}
    )  # fmt: skip
    (tmp_path / "own.html").write_text('{% extends "page.html" %}{% block before %}<p>El Faro & Co.</p>{% endblock %}')
    release(desk, "web")
    assert "<p>El Faro & Co.</p><main>" in page_of(tmp_path, "the-lighthouse-goes-dark")
    (tmp_path / "own.html").write_text("\n{{ article.nothing }}")
    with pytest.raises(UsageError, match=r"own\.html.*no attribute 'nothing'"):
        release(desk, "web", JUNE)


def test_the_folder_has_the_documents_as_merge_writes_them(tmp_path: Path) -> None:
    desk = newsroom.desk(tmp_path, table("out", "folder", 'folder = "site"'))
    release(desk, "out")
    assert sorted(files(tmp_path / "site")) == ["en/faro.txt", "en/mercado.html", "en/puente.md"]
    assert "Translated by Eva Muestra for El Faro" in (tmp_path / "site/en/faro.txt").read_text()


# ---- sites --------------------------------------------------------------------------------------------------------


def test_an_author_whom_only_the_front_matter_names_is_named_wherever_the_article_appears(tmp_path: Path) -> None:
    kinds = {"web": "page", "word": "docx", "issue": "epub", "old": "wxr"}
    sites = ("hugo", "jekyll", "astro", "starlight", "docusaurus", "mkdocs")
    targets = [table(name, kind) for name, kind in kinds.items()]
    targets += [table(name, "site", f'generator = "{name}"') for name in sites]
    unsigned = newsroom.BRIDGE.replace("Por **Ana Prueba**\n\n", "")
    desk = newsroom.desk(tmp_path, "".join(targets), {"puente.md": unsigned})
    for name in (*kinds, *sites):
        release(desk, name)
        written = [path for path in (tmp_path / "published" / name).rglob("*") if path.is_file()]
        parts = [part for path in written if zipfile.is_zipfile(path) for part in members(path).values()]
        (text,) = (text for text in [*parts, *(path.read_bytes() for path in written)] if b"The bridge sings." in text)
        assert b"Ana Prueba" in text, name


@pytest.mark.parametrize(
    ("generator", "path", "key"),
    [
        ("hugo", "content/posts/the-singing-bridge.en.md", "translationKey: puente"),
        ("jekyll", "_posts/en/2026-05-04-the-singing-bridge.md", "page_id: puente"),
        ("astro", "src/content/posts/en/the-singing-bridge.md", "translationKey: puente"),
        ("starlight", "src/content/docs/en/puente.md", "title: The Singing Bridge"),
        ("docusaurus", "i18n/en/docusaurus-plugin-content-blog/puente.md", "slug: the-singing-bridge"),
        ("mkdocs", "docs/en/puente.md", "lang: en"),
    ],
)
def test_a_site_is_laid_out_as_its_generator_wants_translations(
    generator: str, path: str, key: str, tmp_path: Path
) -> None:
    desk = newsroom.desk(tmp_path, table("blog", "site", f'generator = "{generator}"'), {"puente.md": newsroom.BRIDGE})
    release(desk, "blog")
    text = (tmp_path / "published/blog" / path).read_text()
    _, head, body = text.split("---\n", 2)
    assert key in head.splitlines()
    assert "Read [the report](/informe.pdf) and *listen*." in body
    assert "Translated by Eva Muestra for El Faro" in body
    assert "# The Singing Bridge" not in body
    assert any(name.endswith(".png") and name.rpartition("/")[2] in text for name in files(tmp_path / "published"))


def test_pictures_of_the_newsrooms_own_markdown_move_and_nothing_else_does(tmp_path: Path) -> None:
    text = (
        "# Uno\n\n![a](/fotos/puente.png) y [b](/fotos/puente.png2) y ![c][p]\n\nDos. Tres.\n\n[p]: /fotos/puente.png\n"
    )
    desk = newsroom.desk(tmp_path, table("blog", "site", 'generator = "hugo"'), {"a.md": text})
    release(desk, "blog")
    (path,) = (tmp_path / "published/blog/content/posts").iterdir()
    (picture,) = (tmp_path / "published/blog/static/images").iterdir()
    here = f"/images/{picture.name}"
    assert f"![a]({here}) y [b](/fotos/puente.png2) y ![c][p]" in path.read_text()
    assert f"[p]: {here}\n" in path.read_text()


def test_the_language_at_the_top_of_docusaurus_is_in_its_blog(tmp_path: Path) -> None:
    lines = ('generator = "docusaurus"', 'default-language = "en"')
    desk = newsroom.desk(tmp_path, table("blog", "site", *lines), {"puente.md": newsroom.BRIDGE})
    release(desk, "blog")
    assert "\n\n<!-- truncate -->\n\n" in (tmp_path / "published/blog/blog/puente.md").read_text()


@pytest.mark.parametrize(
    ("html", "written"),
    [
        ("<p>1. Uno *y* {{ dos }} &amp;amp; _x_ <br>+ tres</p>",
         "1\\. Uno \\*y\\* \\{\\{ dos \\}\\} &#38;amp; \\_x\\_ \\\n\\+ tres\n"),
        ("<p>{% raw %} &lt;b&gt; `x`</p>", "\\{&#37; raw &#37;\\} \\<b\\> \\`x\\`\n"),
        ("<h2>A <em>B </em>C</h2><ul><li>x<ol start=3><li>y</ol><li><p>z</ul>", "## A *B* C\n\n- x\n\n  3. y\n\n- z\n"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b\n"),
        ("<pre>a ``` *b*</pre>", "````\na ``` *b*\n````\n"),
        ("<p><a href='/a b(c)' title='d\"e'><b>x</b></a></p>", '[**x**](/a%20b%28c%29 "d\\"e")\n'),
        ("<p>vino<strong>«así»</strong>tal</p>", "vino<strong>«así»</strong>tal\n"),
        ("<table><tr><th>a|b<td>c<tr><td>d</table>", "| a\\|b | c |\n| --- | --- |\n| d |  |\n"),
        ("<table><tr><td><table><tr><td>a|b</table><td>c</table>", "| a\\|b | c |\n| --- | --- |\n"),
        ("<p>¡Vea!<a href='x'>esto</a> y ¡ya!</p>", "¡Vea\\![esto](x) y ¡ya!\n"),
        ("<table><tr><pre>a</pre></table>", "```\na\n```\n"),
        ("<iframe src='https://v.example/1' title='Film'></iframe>", "[Film](https://v.example/1)\n"),
    ],
)  # fmt: skip
def test_html_becomes_markdown_that_reads_the_same_everywhere(html: str, written: str) -> None:
    assert markdown.markdown(html) == written


@given(st.text(alphabet="ab *_`[]<>{}%#+-=1.)&;!:|~$\\\n", max_size=40))
def test_any_text_survives_markdown(text: str) -> None:
    from html import escape

    import pyromark

    written = markdown.markdown(f"<p>{escape(text)}</p>")
    options = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH
    read = tree.parse(pyromark.html(written, options=options) or "<p></p>")
    assert " ".join(read.text_content().split()) == " ".join(text.split())
    assert not list(read.iter("em", "strong", "a", "code", "ul", "ol", "h1", "h2", "table", "del", "hr"))


# ---- feed, book, Word, WXR ----------------------------------------------------------------------------------------


def test_an_article_that_cannot_be_read_keeps_no_other_out_of_a_feed(tmp_path: Path) -> None:
    desk = newsroom.desk(tmp_path, table("feed", "feed"))
    desk.source("faro.txt").write_bytes(b"\0\0")
    told = {one.document: one for one in release(desk, "feed")}
    assert told["faro.txt"].state == "refused"
    assert told["faro.txt"].fault.startswith("sources/faro.txt:1: a NUL byte")
    assert {one.state for name, one in told.items() if name != "faro.txt"} == {"new"}
    assert "Lighthouse" not in (tmp_path / "published/feed/en/feed.xml").read_text()


def test_a_feed_keeps_what_was_published_before(tmp_path: Path) -> None:
    desk = newsroom.desk(tmp_path, table("feed", "feed", 'address = "https://en.faro.example"'))
    press = Press(desk, "feed")
    for document, now in (("faro.txt", MAY), ("puente.md", JUNE)):
        for batch in press.batches([document]):
            press.release(batch, Run(now, ""))
    atom = "{http://www.w3.org/2005/Atom}"
    feed = etree.parse(tmp_path / "published/feed/en/feed.xml").getroot()
    assert [entry.findtext(f"{atom}title") for entry in feed.iter(f"{atom}entry")] == [
        "The Singing Bridge", "The Lighthouse Goes Dark",
    ]  # fmt: skip
    assert feed.findtext(f"{atom}updated") == JUNE
    first = feed.find(f"{atom}entry")
    assert first is not None
    assert first.findtext(f"{atom}contributor/{atom}name") == "Eva Muestra"
    assert [link.get("rel") for link in first.iter(f"{atom}link")] == ["alternate", "via"]
    assert "Translated by Eva Muestra for El Faro" in (first.findtext(f"{atom}content") or "")


def entries(folder: Path) -> list[tuple[str | None, ...]]:
    atom = "{http://www.w3.org/2005/Atom}"
    feed = etree.parse(folder / "published/feed/en/feed.xml").getroot()
    return [tuple(entry.findtext(f"{atom}{name}") for name in ("id", "title", "published", "content"))
            for entry in feed.iter(f"{atom}entry")]  # fmt: skip


def test_an_article_that_is_being_corrected_stays_in_the_feed_as_it_was(tmp_path: Path) -> None:
    desk = newsroom.desk(tmp_path, table("feed", "feed"))
    release(desk, "feed")
    before = entries(tmp_path)
    article = desk.source("faro.txt")
    article.write_text(article.read_text().replace("lunes", "martes"))
    segmenting.segment_documents(desk, ["faro.txt"], JUNE)
    bridge = desk.source("puente.md")
    bridge.write_text(bridge.read_text().replace("tags: [puentes, música]", "tags: [puentes]"))
    segmenting.segment_documents(desk, ["puente.md"], JUNE)
    assert {one.document: one.state for one in release(desk, "feed")} == {
        "faro.txt": "incomplete", "puente.md": "changed", "mercado.html": "unchanged",
    }  # fmt: skip
    assert entries(tmp_path) == before
    first = (tmp_path / "published/feed/en/feed.xml").read_bytes()
    release(desk, "feed")
    assert (tmp_path / "published/feed/en/feed.xml").read_bytes() == first


def test_a_page_whose_path_changes_with_the_articles_name_is_named_where_it_was(tmp_path: Path) -> None:
    desk = newsroom.desk(tmp_path, table("docs", "site", 'generator = "mkdocs"'))
    [page] = [one.address for one in release(desk, "docs") if one.document == "faro.txt"]
    (tmp_path / "sources/faro.txt").rename(tmp_path / "sources/luz.txt")
    segmenting.segment_documents(desk, ["luz.txt"], JUNE, renamed_from="faro.txt")
    assert [one.left for one in release(desk, "docs", JUNE) if one.document == "luz.txt"] == [page]
    assert {one.left for one in release(desk, "docs", JUNE)} == {""}


def test_a_renamed_article_keeps_its_address_and_dates_and_a_withdrawn_one_is_named(tmp_path: Path) -> None:
    desk = newsroom.desk(tmp_path, table("feed", "feed") + table("web", "page"))
    release(desk, "feed")
    before = entries(tmp_path)
    [page] = [one.address for one in release(desk, "web") if one.document == "faro.txt"]
    (tmp_path / "sources/faro.txt").rename(tmp_path / "sources/luz.txt")
    assert [one.document for one in Press(desk, "web").gone()] == ["faro.txt"]
    segmenting.segment_documents(desk, ["luz.txt"], JUNE, renamed_from="faro.txt")
    release(desk, "feed", JUNE)
    assert entries(tmp_path) == before
    assert page in {one.address for one in release(desk, "web", JUNE)}
    assert Press(desk, "web").gone() == []
    desk.source("luz.txt").unlink()
    assert [one.address for one in Press(desk, "web").gone()] == [page]
    Path(page).unlink()
    assert Press(desk, "web").gone() == []
    assert Press(desk, "feed").gone() == []
    for document in desk.documents():
        (tmp_path / "sources" / document).unlink()
    assert {Path(one.address).name for one in Press(desk, "feed").gone()} == {"feed.xml"}


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_an_issue_is_a_book_with_the_translators_role(tmp_path: Path) -> None:
    desk = newsroom.desk(tmp_path, table("issue", "epub", 'title = "May"'))
    release(desk, "issue")
    book = tmp_path / "published/issue/issue.en.epub"
    inside = members(book)
    assert book.read_bytes()[30:58] == b"mimetypeapplication/epub+zip"
    package = inside["EPUB/package.opf"].decode()
    assert '<dc:contributor id="person-3">Eva Muestra</dc:contributor>' in package
    assert '<meta refines="#person-3" property="role" scheme="marc:relators">trl</meta>' in package
    for name, data in inside.items():
        if name.endswith((".xhtml", ".opf")):
            etree.fromstring(data)
    assert "images/" in inside["EPUB/article-3.xhtml"].decode()
    before = book.read_bytes()
    assert {one.state for one in release(desk, "issue", JUNE)} == {"unchanged"}
    assert book.read_bytes() == before


PIECES = ("<p id=a>", "</p>", "x & y",
     "<b>", "</b>", "<a href='#a'>", "<a href='x'>", "</a>", "<table><tr><td width=9>",
    "</table>", "<img src=p.png>", "<iframe src=https://v.example></iframe>", "<svg><g></svg>", "<center>", "\x0b",
    "<ol start=x><li>", "<p id='1 2' lang=es>", "<video><source src=v.mp4></video>")  # fmt: skip


@given(st.lists(st.sampled_from(PIECES)))
def test_any_html_becomes_well_formed_xhtml(parts: Sequence[str]) -> None:
    etree.fromstring(f"<div>{xhtml.xhtml(''.join(parts), {'p.png': 'images/p.png'})}</div>")


def test_a_word_document_has_styles_links_lists_tables_and_pictures(tmp_path: Path) -> None:
    desk = newsroom.desk(tmp_path, table("word", "docx"), {"puente.md": newsroom.BRIDGE})
    release(desk, "word")
    inside = members(tmp_path / "published/word/en/the-singing-bridge.docx")
    for name, data in inside.items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(data)
    text = inside["word/document.xml"].decode()
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    root = etree.fromstring(text.encode())
    styles = [style.get(f"{w}val") for style in root.iter(f"{w}pStyle")]
    assert styles[:4] == ["Title", "Subtitle", "Byline", "Caption"]
    assert styles[-3:] == ["Credit", "Credit", "Credit"]
    assert len(list(root.iter(f"{w}tbl"))) == 1
    assert len(list(root.iter(f"{w}numPr"))) == 2
    assert (
        'Target="https://faro.example/informe.pdf" TargetMode="External"'
        in inside["word/_rels/document.xml.rels"].decode()
    )
    assert any(name.startswith("word/media/") for name in inside)


def test_an_export_for_wordpress_has_drafts_with_byline_and_credit(tmp_path: Path) -> None:
    desk = newsroom.desk(tmp_path, table("old", "wxr"))
    release(desk, "old")
    root = etree.parse(tmp_path / "published/old/old.en.xml").getroot()
    items = list(root.iter("item"))
    wp = "{http://wordpress.org/export/1.2/}"
    assert {item.findtext(f"{wp}status") for item in items} == {"draft"}
    assert len({item.findtext(f"{wp}post_id") for item in items}) == 3
    content = "{http://purl.org/rss/1.0/modules/content/}encoded"
    assert all("Translated by Eva Muestra for El Faro" in (item.findtext(content) or "") for item in items)
    assert [(item.findtext(content) or "").partition("\n")[0] for item in items] == [
        '<p class="byline">By Ana Prueba</p>', '<p class="byline">By Luis Ensayo</p>',
        '<p class="byline">By Ana Prueba</p>',
    ]  # fmt: skip


def test_sizes_of_pictures_are_read_from_their_heads() -> None:
    assert size_of(newsroom.picture(7)) == (7, 7)
    assert size_of(b"GIF89a\x03\x00\x04\x00rest") == (3, 4)
    jpeg = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x0b\x08\x00\x05\x00\x06\x01\x01\x11\x00"
    assert size_of(jpeg) == (6, 5)


@given(st.binary(max_size=60), st.sampled_from([b"", b"\xff\xd8\xff", b"GIF89a", b"\x89PNG\r\n\x1a\n"]))
def test_any_bytes_have_a_size_or_none(data: bytes, head: bytes) -> None:
    size = size_of(head + data)
    assert size is None or min(size) > 0


# ---- services -----------------------------------------------------------------------------------------------------


class FakeService:
    """A site that people edit, too."""

    def __init__(self) -> None:
        self.posts: dict[str, Posted] = {}
        self.down = False

    def find(self, article: Article, known: str) -> Posted | None:
        if self.down:
            raise EngineError("it is away", where="https://site.example")
        return self.posts.get(known or article.mark)

    def text(self, article: Article) -> str:
        return f"{article.headline}\n\n{article.body}"

    def put(self, article: Article, posted: Posted | None) -> Posted:
        done = Posted(posted.id if posted else article.mark, f"https://site.example/{article.slug}", self.text(article))
        self.posts[done.id] = done
        return done


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> FakeService:
    service = FakeService()
    kind = target_named("wordpress")
    monkeypatch.setattr(
        "translate_flow.publishing.wordpress.TARGET", replace(kind, connect=lambda _job: service)
    )  # fmt: skip
    return service


WORDPRESS = table("wp", "wordpress", 'url = "https://site.example"', 'user = "vera"')


def test_a_service_gets_an_article_once_and_changes_in_place(tmp_path: Path, service: FakeService) -> None:
    desk = newsroom.desk(tmp_path, WORDPRESS, {"faro.txt": newsroom.LIGHTHOUSE})
    assert [one.state for one in release(desk, "wp", dry=True)] == ["new"]
    assert not service.posts
    assert [one.state for one in release(desk, "wp")] == ["new"]
    assert [one.state for one in release(desk, "wp", JUNE)] == ["unchanged"]
    newsroom.translate(desk, also={"Nadie lo vio.": "No one saw."})
    (one,) = release(desk, "wp", JUNE, dry=True)
    assert "-<p>PUERTO CLARO – The lighthouse went dark on Monday. Nobody saw it.</p>" in one.difference.splitlines()
    assert [one.state for one in release(desk, "wp", JUNE)] == ["changed"]
    (post,) = service.posts.values()
    assert "No one saw." in post.text
    assert one.address == "https://site.example/the-lighthouse-goes-dark"


def test_a_record_that_is_lost_makes_no_second_post(tmp_path: Path, service: FakeService) -> None:
    desk = newsroom.desk(tmp_path, WORDPRESS, {"faro.txt": newsroom.LIGHTHOUSE})
    release(desk, "wp")
    published.path(desk).unlink()
    assert [one.state for one in release(desk, "wp", JUNE)] == ["changed"]
    assert len(service.posts) == 1


def test_what_people_changed_at_the_service_is_not_overwritten_unasked(tmp_path: Path, service: FakeService) -> None:
    desk = newsroom.desk(tmp_path, WORDPRESS, {"faro.txt": newsroom.LIGHTHOUSE})
    release(desk, "wp")
    (name, post) = next(iter(service.posts.items()))
    service.posts[name] = post._replace(text="Edited by hand")
    assert [one.state for one in release(desk, "wp", JUNE)] == ["unchanged"]
    newsroom.translate(desk, also={"Nadie lo vio.": "No one saw."})
    with pytest.raises(InputError, match="changed there since"):
        release(desk, "wp", JUNE)
    assert service.posts[name].text == "Edited by hand"
    assert [one.state for one in release(desk, "wp", JUNE, overwrite=True)] == ["changed"]


def test_a_service_that_is_away_leaves_no_receipt(tmp_path: Path, service: FakeService) -> None:
    desk = newsroom.desk(tmp_path, WORDPRESS, {"faro.txt": newsroom.LIGHTHOUSE})
    service.down = True
    with pytest.raises(EngineError, match=r"https://site\.example: it is away"):
        release(desk, "wp")
    assert not published.path(desk).exists()


def test_a_service_that_goes_on_failing_is_left_alone(tmp_path: Path, service: FakeService) -> None:
    articles = {f"{name}.txt": newsroom.LIGHTHOUSE for name in "abcde"}
    desk = newsroom.desk(tmp_path, WORDPRESS, articles)
    press, run = Press(desk, "wp"), Run(MAY, "")
    service.down = True
    batches = press.batches(desk.documents())
    for batch in batches[:3]:
        with pytest.raises(EngineError):
            press.release(batch, run)
    assert [press.release(batch, run)[0].state for batch in batches[3:]] == ["waiting", "waiting"]


# ---- the command --------------------------------------------------------------------------------------------------


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    newsroom.desk(tmp_path, table("web", "page"), {"faro.txt": newsroom.LIGHTHOUSE, "puente.md": newsroom.BRIDGE})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_command_publishes_and_says_so(here: Path) -> None:
    said = command("publish", "faro.txt", "--dry-run").output
    assert "faro.txt → en: would be published: published/web/en/the-lighthouse-goes-dark.html" in said
    assert "+<h1>The Lighthouse Goes Dark</h1>" in said
    assert (
        "faro.txt → en: published: published/web/en/" in command("publish", "faro.txt", "--by", "Rita Redactora").output
    )
    told = json.loads(command("publish", "--to", "web", "--lang", "en", "--json").output)
    assert {one["document"]: one["state"] for one in told["articles"]} == {"faro.txt": "unchanged", "puente.md": "new"}
    assert (here / "published/record.jsonl").read_text().count('"by": "Rita Redactora"') == 1


def test_what_is_left_out_is_told_and_the_rest_is_published(here: Path) -> None:
    source = here / "sources/faro.txt"
    source.write_text(source.read_text() + "\n")
    (here / "sources/nuevo.txt").write_text("Algo nuevo\n\nNadie lo ha traducido. Todavía.\n")
    command("segment")
    result = command("publish", code=1)
    assert "nuevo.txt → en: not published, 3 segments not done, first headline-" in result.output
    assert "puente.md → en: published" in result.output


def test_the_command_wants_to_know_where(here: Path) -> None:
    assert "known are web" in str(command("publish", "--to", "page", code=2).exception)
    settings = here / "translate-flow.toml"
    settings.write_text(settings.read_text() + table("feed", "feed"))
    assert "give --to, one of web, feed" in str(command("publish", code=2).exception)


@pytest.mark.usefixtures("here")
def test_a_language_that_a_target_does_not_take_is_nothing_to_publish() -> None:
    assert "Nothing to publish" in command("publish", "--lang", "fr").output


# ---- settings -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('[publish.web]\nfolder = "x"', "“web” does not say what it is"),
        ('[publish.web]\ntarget = "pages"', "no kind of target is called “pages”"),
        ('[publish.web]\ntarget = "page"\ngenerator = "hugo"', "a target of the kind “page” has no such setting"),
        ('[publish.blog]\ntarget = "site"\ngenerator = "drupal"', "“blog.generator”: Input should be 'hugo'"),
        ('[publish.wp]\ntarget = "wordpress"\nuser = "v"\nurl = "http://site.example"', "must not travel in the clear"),
        ('[publish.wp]\ntarget = "wordpress"\npassword = "x"', "TRANSLATE_FLOW_WP_KEY"),
        ('[publish.web]\ntarget = "page"\naddress = "faro"', "“faro” is no address"),
        ('[publish.web]\ntarget = "page"\nlanguages = ["xq"]', "“xq” is no language tag"),
    ],
)  # fmt: skip
def test_wrong_settings_of_a_target_are_named(lines: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "translate-flow.toml").write_text(lines)
    with pytest.raises(UsageError) as error:
        _ = Desk(tmp_path).settings
    assert said in str(error.value)


def test_a_target_that_the_settings_do_not_name_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="known are web"):
        Press(newsroom.desk(tmp_path, table("web", "page"), {}), "wbe")


def test_every_kind_of_target_is_what_the_table_says() -> None:
    for name in TARGETS:
        kind = target_named(name)
        assert kind.name == name
        assert (kind.render is None) != (kind.connect is None)


def test_every_language_with_a_credit_phrase_has_those_around_it() -> None:
    from translate_flow import languages

    assert set(colophon._PHRASES) == set(languages._CREDITS)
