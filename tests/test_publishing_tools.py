"""What is published, in the hands of others: site generators build it, validators and readers find no fault in it."""

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import newsroom
import pytest
from playwright.sync_api import Browser

from translate_flow.desk.release.publishing import Press, Run

HERE = Path(__file__).parent / "publishers"
MODULES = HERE / "node_modules"
MAY = "2026-05-04T09:00:00+00:00"
TRICKY = """\
Un título con «comillas», {llaves} & <ángulos>: ¿sí?

Por Ana Prueba

Un párrafo con {{ doble }} llave, {% etiqueta %}, `tilde`, *asterisco*, _guion_, [corchete](x), <b>etiqueta</b> y $x$.

1. Una cita sin lista

- Un punto
- Otro punto

“Final”, dijo :::tip y !!! note.
"""
SETTINGS = "\n".join(
    f'[publish.{name}]\ntarget = "{target}"\naddress = "https://en.faro.example"\n{more}\n'
    for name, target, more in [
        ("web", "page", "reviewers = true"), ("feed", "feed", ""), ("issue", "epub", ""), ("word", "docx", ""),
        ("export", "wxr", 'status = "publish"'),
        ("hugo", "site", 'generator = "hugo"'), ("mkdocs", "site", 'generator = "mkdocs"'),
        ("jekyll", "site", 'generator = "jekyll"'), ("astro", "site", 'generator = "astro"'),
        ("starlight", "site", 'generator = "starlight"'),
        ("docusaurus", "site", 'generator = "docusaurus"\ndefault-language = "en"'),
    ]
)  # fmt: skip


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder ``published/`` of a desk whose articles went to every target, in English and Arabic."""
    folder = tmp_path_factory.mktemp("desk")
    desk = newsroom.desk(folder, SETTINGS, newsroom.ARTICLES | {"raro.txt": TRICKY})
    settings = folder / "translate-flow.toml"
    settings.write_text(settings.read_text().replace('["en"]', '["en", "ar"]', 1))
    desk = type(desk)(folder)
    newsroom.translate(desk, "ar", {"El faro se apaga": "المنارة تنطفئ", "Nadie lo vio.": "لم يرها أحد."})
    for name in desk.settings.publish:
        press = Press(desk, name)
        for batch in press.batches(desk.documents()):
            press.release(batch, Run(MAY, "Rita Redactora"))
    return folder / "published"


def call(*command: str | Path, folder: Path) -> str:
    """What a program says; it must not fail."""
    if shutil.which(str(command[0])) is None:
        pytest.skip(f"needs {command[0]}")
    done = subprocess.run(
        [str(part) for part in command], cwd=folder, capture_output=True, text=True, check=False,
        env=os.environ | {"DOCUSAURUS_NO_PERSISTENT_CACHE": "true", "NO_MKDOCS_2_WARNING": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def beside_modules() -> Iterator[Path]:
    """A folder that finds npm's packages as any project does; Astro loses those that a far link leads to."""
    with tempfile.TemporaryDirectory(prefix=".site-", dir=HERE) as folder:
        yield Path(folder)


def node(name: str) -> Path:
    """A program of npm's."""
    path = MODULES / ".bin" / name
    if not path.exists():
        pytest.skip(f"needs {name}: run tests/publishers/setup.sh")
    return path


def warnings(said: str) -> list[str]:
    return [line for line in said.splitlines() if "WARN" in line.upper() and "npm warn" not in line]


@pytest.mark.interop
def test_hugo_builds_without_warnings_and_links_translations(published: Path, tmp_path: Path) -> None:
    site = shutil.copytree(published / "hugo", tmp_path / "site")
    (site / "hugo.toml").write_text(
        'baseURL = "https://faro.example/"\ndefaultContentLanguage = "en"\n'
        '[languages.en]\nweight = 1\n[languages.ar]\nweight = 2\nlanguageDirection = "rtl"\n'
    )
    (site / "layouts" / "_default").mkdir(parents=True)
    page = '<title>{{ .Title }}</title>{{ range .Translations }}<a href="{{ .Permalink }}"></a>{{ end }}{{ .Content }}'
    for name in ("single", "list"):
        (site / "layouts" / "_default" / f"{name}.html").write_text(page)
    assert not warnings(call("hugo", "--printPathWarnings", "--panicOnWarning", folder=site))
    built = (site / "public/posts/the-lighthouse-goes-dark/index.html").read_text()
    assert 'href="https://faro.example/ar/posts/' in built
    assert "<p>Translated by Eva Muestra for El Faro</p>" in built
    odd = next((site / "public/posts").glob("un-titulo*/index.html")).read_text()
    assert "{{ doble }} llave, {% etiqueta %}, `tilde`, *asterisco*, _guion_, [corchete](x), &lt;b&gt;" in odd


@pytest.mark.interop
def test_mkdocs_builds_strictly(published: Path, tmp_path: Path) -> None:
    pytest.importorskip("mkdocs")
    site = shutil.copytree(published / "mkdocs", tmp_path / "site")
    (site / "mkdocs.yml").write_text("site_name: El Faro\nstrict: true\nplugins: []\n")
    (site / "docs" / "index.md").write_text("# El Faro\n")
    import sys

    said = call(sys.executable, "-m", "mkdocs", "build", "-q", folder=site)
    assert not warnings("\n".join(line for line in said.splitlines() if line.startswith("WARNING")))
    assert "../../images/" in (site / "site/en/puente/index.html").read_text()


@pytest.mark.interop
def test_docusaurus_builds_without_warnings(published: Path, beside_modules: Path) -> None:
    program = node("docusaurus")
    site = shutil.copytree(published / "docusaurus", beside_modules / "site")
    (site / "package.json").write_text("{}")
    options = {"docs": False, "blog": {"routeBasePath": "/", "onUntruncatedBlogPosts": "throw"}, "theme": {}}
    config = {
        "title": "El Faro", "url": "https://faro.example", "baseUrl": "/", "onBrokenLinks": "ignore",
        "i18n": {"defaultLocale": "en", "locales": ["en", "ar"]}, "presets": [["classic", options]],
    }  # fmt: skip
    (site / "docusaurus.config.js").write_text(f"module.exports = {json.dumps(config)};")
    assert not warnings(call(program, "build", folder=site))
    assert "Translated by Eva Muestra for El Faro" in (site / "build/the-singing-bridge/index.html").read_text()
    odd = next((site / "build").glob("un-titulo*/index.html")).read_text()
    assert "Un párrafo con {{ doble }} llave, {% etiqueta %}" in odd


@pytest.mark.interop
def test_starlight_builds_without_warnings(published: Path, beside_modules: Path) -> None:
    program = node("astro")
    site = shutil.copytree(published / "starlight", beside_modules / "site")
    (site / "package.json").write_text('{"type": "module"}')
    for language in ("en", "ar"):
        (site / f"src/content/docs/{language}/index.md").write_text("---\ntitle: El Faro\n---\n")
    locales = '{en: {label: "English", lang: "en"}, ar: {label: "العربية", lang: "ar", dir: "rtl"}}'
    (site / "astro.config.mjs").write_text(
        'import {defineConfig} from "astro/config"; import starlight from "@astrojs/starlight";\n'
        'export default defineConfig({site: "https://faro.example", telemetry: false, integrations: [starlight({'
        f'title: "El Faro", defaultLocale: "en", pagefind: false, locales: {locales}}})]}});'
    )
    (site / "src/content.config.ts").write_text(
        'import {defineCollection} from "astro:content"; import {docsLoader} from "@astrojs/starlight/loaders";\n'
        'import {docsSchema} from "@astrojs/starlight/schema";\n'
        "export const collections = {docs: defineCollection({loader: docsLoader(), schema: docsSchema()})};"
    )
    assert not warnings(call(program, "build", folder=site))
    assert "Translated by Eva Muestra for El Faro" in (site / "dist/en/puente/index.html").read_text()


@pytest.mark.interop
def test_astro_takes_the_articles_as_a_typed_collection(published: Path, beside_modules: Path) -> None:
    program = node("astro")
    site = shutil.copytree(published / "astro", beside_modules / "site")
    (site / "package.json").write_text('{"type": "module"}')
    (site / "astro.config.mjs").write_text('export default {site: "https://faro.example"};')
    (site / "src/content.config.ts").write_text(
        'import {defineCollection, z} from "astro:content"; import {glob} from "astro/loaders";\n'
        "const schema = z.object({title: z.string(), description: z.string().optional(), pubDate: z.date(),\n"
        "  updatedDate: z.date(), lang: z.string(), translationKey: z.string(),\n"
        "  tags: z.array(z.string()).optional()});\n"
        'export const collections = {posts: defineCollection({loader: glob({pattern: "**/*.md", '
        'base: "./src/content/posts"}), schema})};'
    )
    (site / "src/pages").mkdir()
    (site / "src/pages/[...id].astro").write_text(
        '---\nimport {getCollection, render} from "astro:content";\n'
        "export async function getStaticPaths() {\n"
        '  return (await getCollection("posts")).map((post) => ({params: {id: post.id}, props: {post}}));\n}\n'
        "const {post} = Astro.props; const {Content} = await render(post);\n---\n"
        "<html lang={post.data.lang}><title>{post.data.title}</title><Content /></html>\n"
    )
    assert not warnings(call(program, "build", folder=site))
    assert "Translated by Eva Muestra for El Faro" in (site / "dist/en/the-singing-bridge/index.html").read_text()


@pytest.mark.interop
def test_jekyll_builds_without_warnings(published: Path, tmp_path: Path) -> None:
    site = shutil.copytree(published / "jekyll", tmp_path / "site")
    (site / "_config.yml").write_text("title: El Faro\nstrict_front_matter: true\nliquid: {error_mode: strict}\n")
    (site / "_layouts").mkdir()
    (site / "_layouts/post.html").write_text(
        '<html lang="{{ page.lang }}"><title>{{ page.title }}</title>{{ content }}'
    )
    assert not warnings(call("jekyll", "build", "--strict_front_matter", folder=site))
    built = (site / "_site/2026/05/04/the-singing-bridge.html").read_text()
    assert '<html lang="en">' in built
    assert "Translated by Eva Muestra for El Faro" in built
    odd = next((site / "_site").rglob("un-titulo*")).read_text()
    assert "{{ doble }} llave, {% etiqueta %}" in odd


BRIDGE = [
    "By Ana Prueba", "(Photo: Luis Ensayo)", "The bridge sings.", "https://faro.example/informe.pdf",
    "C & D", "Translated by Eva Muestra for El Faro", "https://faro.example/puente", "CC BY 4.0",
]  # fmt: skip
"""What every reader of the export must find of the article, in this order."""


def assert_whole(text: str) -> None:
    """All of the article is there, in its order."""
    found = [text.replace("&amp;", "&").find(part) for part in BRIDGE]
    assert -1 not in found, text
    assert found == sorted(found)


@pytest.mark.interop
def test_pelican_imports_the_export(published: Path, tmp_path: Path) -> None:
    if shutil.which("pandoc") is None:
        pytest.skip("needs pandoc")
    for language in ("en", "ar"):
        export = published / f"export/export.{language}.xml"
        call("pelican-import", "--wpfile", "-m", "markdown", "-o", tmp_path / language, export, folder=tmp_path)
        assert len(list((tmp_path / language).glob("*.md"))) == 4
    head, _, text = (tmp_path / "en/the-singing-bridge.md").read_text().partition("\n\n")
    assert head.splitlines() == [
        "Title: The Singing Bridge", "Date: 2026-05-04 09:00", "Author: translations", "Tags: puentes, música",
        "Slug: the-singing-bridge", "Status: published",
    ]  # fmt: skip
    assert_whole(text)
    assert "المنارة تنطفئ" in "".join(path.read_text() for path in (tmp_path / "ar").glob("*.md"))


@pytest.mark.interop
def test_nikola_imports_the_export(published: Path, tmp_path: Path) -> None:
    export = published / "export/export.en.xml"
    call("nikola", "import_wordpress", "-o", tmp_path / "site", "--no-downloads", export, folder=tmp_path)
    posts = tmp_path / "site" / "posts"
    head = dict(re.findall(r"^\.\. (\S+): (.*)$", (posts / "the-singing-bridge.meta").read_text(), re.MULTILINE))
    assert (head["title"], head["date"], head["tags"]) == (
        "The Singing Bridge",
        "2026-05-04 09:00:00",
        "puentes,música",
    )
    assert (head["excerpt"], head["wp-status"]) == ("A note for every wind", "publish")
    assert_whole((posts / "the-singing-bridge.md").read_text())
    odd = next(posts.glob("un-titulo*.md")).read_text()
    assert "{{ doble }} llave, {% etiqueta %}, `tilde`, *asterisco*, _guion_, [corchete](x), &lt;b&gt;" in odd


@pytest.mark.interop
def test_an_export_becomes_markdown(published: Path, tmp_path: Path) -> None:
    program, export = node("wordpress-export-to-markdown"), published / "export/export.en.xml"
    options = [f"--{name}=false" for name in ("wizard", "save-attached-images", "save-scraped-images", "post-folders")]
    said = call(program, *options, f"--input={export}", f"--output={tmp_path / 'out'}", folder=tmp_path)
    assert "4 posts found." in said
    head, _, text = (tmp_path / "out/the-singing-bridge.md").read_text()[4:].partition("\n---\n")
    assert head.splitlines() == [
        'title: "The Singing Bridge"', 'date: "2026-05-04"', "tags: ", '  - "puentes"', '  - "música"',
    ]  # fmt: skip
    assert_whole(text)


@pytest.mark.interop
def test_epubcheck_finds_nothing(published: Path) -> None:
    jar = Path("/usr/share/java/epubcheck.jar")
    if not jar.exists():
        pytest.skip("needs epubcheck")
    for book in sorted((published / "issue").glob("*.epub")):
        assert "No errors or warnings detected" in call("java", "-jar", jar, book, folder=published)


@pytest.mark.interop
def test_the_nu_checker_finds_no_fault_in_a_page(published: Path) -> None:
    jar = MODULES / "vnu-jar/build/dist/vnu.jar"
    if not jar.exists():
        pytest.skip("needs vnu-jar: run tests/publishers/setup.sh")
    pages = sorted((published / "web").rglob("*.html"))
    assert len(pages) == 8
    said = json.loads(call("java", "-jar", jar, "--format", "json", "--exit-zero-always", *pages, folder=published))
    # Most of the Arabic articles is not translated here, so it guesses another language.
    told = [one for one in said["messages"] if "appears to be written in" not in one["message"]]
    assert not told


@pytest.mark.interop
@pytest.mark.filterwarnings("ignore")
def test_the_json_ld_is_read_back(published: Path) -> None:
    extruct = pytest.importorskip("extruct")
    page = (published / "web/en/the-singing-bridge.html").read_text()
    read = extruct.extract(page, syntaxes=["json-ld", "opengraph"])
    (told,) = read["json-ld"]
    assert told["translator"] == [{"@type": "Person", "name": "Eva Muestra"}]
    assert told["translationOfWork"]["name" if "name" in told["translationOfWork"] else "headline"] == (
        "El puente que canta"
    )
    properties = dict(read["opengraph"][0]["properties"])
    assert properties["og:title"] == "The Singing Bridge"


@pytest.mark.interop
@pytest.mark.filterwarnings("ignore")
def test_feedparser_reads_the_feed_without_complaint(published: Path) -> None:
    feedparser = pytest.importorskip("feedparser")
    feed = feedparser.parse((published / "feed/en/feed.xml").read_bytes())
    assert not feed.bozo
    assert {entry.title for entry in feed.entries} >= {"The Singing Bridge", "The Market Opens"}
    assert all(entry.contributors[0].name == "Eva Muestra" for entry in feed.entries)


@pytest.mark.interop
@pytest.mark.filterwarnings("ignore")
def test_python_docx_reads_the_word_documents(published: Path) -> None:
    docx = pytest.importorskip("docx")
    read = docx.Document(str(published / "word/en/the-singing-bridge.docx"))
    assert [one.style.name for one in read.paragraphs[:3]] == ["Title", "Subtitle", "Byline"]
    assert len(read.inline_shapes) == 1
    assert read.tables[0].cell(1, 1).text == "C & D"
    assert read.core_properties.title == "The Singing Bridge"
    soffice = shutil.which("soffice")
    if soffice:
        call(soffice, "--headless", "--convert-to", "pdf", "word/en/the-singing-bridge.docx", folder=published)


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_barrier_in_a_page(published: Path, chromium: Browser, scheme: Literal["light", "dark"]) -> None:
    axe = MODULES / "axe-core/axe.min.js"
    if not axe.exists():
        pytest.skip("needs axe-core: run tests/publishers/setup.sh")
    for path in sorted((published / "web").rglob("*.html")):
        page = chromium.new_page(color_scheme=scheme, viewport={"width": 360, "height": 700})
        page.goto(path.as_uri())
        page.add_script_tag(path=str(axe))
        found = page.evaluate("axe.run()")
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path.name
        page.close()
