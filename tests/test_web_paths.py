"""No path of a request ever reaches the disk unchecked: documents, languages, folders, names of files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from webdesk import ANA, ARTICLE, TO, Browser, Given, Site

from translate_flow.desk.intake.receiving import file_name
from translate_flow.errors import UsageError
from translate_flow.web.api import ENDPOINTS

SECRET = "keep this to yourself"  # noqa: S105 — what must not be told
NAMING = [one for one in ENDPOINTS if "document" in one.given.model_fields]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A desk with secrets around it, and links to them in it; none of its requests here changes anything."""
    folder = tmp_path_factory.mktemp("around") / "desk"
    folder.mkdir()
    with Site(folder) as found:
        for place in (folder.parent, folder / "sources/en/.hidden", folder / "published/es"):
            place.mkdir(parents=True, exist_ok=True)
            (place / "secret.txt").write_text(f"Secret\n\n{SECRET}\n", encoding="utf-8")
        (folder / "sources/en/.secret.txt").write_text(f"Secret\n\n{SECRET}\n", encoding="utf-8")
        (folder / "sources/en/link.txt").symlink_to(folder.parent / "secret.txt")
        (folder / "sources/en/elsewhere").symlink_to(folder.parent)
        (folder / "sources/en/dangling.txt").symlink_to(folder.parent / "new.txt")
        before = _files(folder.parent)
        yield found
        assert _files(folder.parent) == before


@pytest.fixture(scope="module")
def ana(site: Site) -> Browser:
    return site.browser(ANA)


@pytest.fixture(scope="module")
def examples(site: Site) -> dict[str, Given]:
    return site.examples()


def _files(folder: Path) -> dict[Path, bytes]:
    return {
        path: path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not {".translate-flow", "memory"} & set(path.parts)
    }


TRICKS = [
    "../secret.txt", "en/../../secret.txt", "../../etc/passwd", "/etc/passwd", "//etc/passwd", "en//x.txt",
    "./" + ARTICLE, "en/./lost-property-orchestra.html", "en/../" + ARTICLE,
    "..\\secret.txt", "en\\lost-property-orchestra.html",
    "\\\\server\\share\\a.txt", "C:\\secret.txt", "file:///etc/passwd", f"{ARTICLE}\0", f"{ARTICLE}\0.txt",
    "..%2fsecret.txt",
    "%2e%2e/secret.txt", "%2e%2e%2fsecret.txt", "..%252fsecret.txt", "..%c0%afsecret.txt", "．．/secret.txt",
    "en/link.txt",
    "en/elsewhere/secret.txt", "en/dangling.txt", "en/.secret.txt", "en/.hidden/secret.txt", "en", "en/", "", ".", "..",
    "~",
    "~/secret.txt", "$HOME/a.txt", "*.html", "en/*", f"{ARTICLE}/", f"{ARTICLE}.po", f"{ARTICLE} ",
    "EN/lost-property-orchestra.html",
    "translate-flow.toml", "../translate-flow.toml", "../.translate-flow/people.sqlite", "../published/es/secret.txt",
    "a/" * 120 + "a.txt", "x" * 290 + ".txt", "\u202etxt.terces", "en/lost\n.html",
]  # fmt: skip
LANGUAGES = [
    "..",
    "../..",
    "es/..",
    "es/../es",
    "./es",
    "/es",
    "es\\..",
    "es\0",
    "ES",
    " es",
    "es ",
    "%2e%2e",
    "fr",
    "en",
    "es.po",
    ".",
]


@pytest.mark.parametrize("document", TRICKS)
def test_no_verb_takes_a_document_that_is_not_in_the_list(
    site: Site, ana: Browser, examples: dict[str, Given], document: str
) -> None:
    for one in NAMING:
        answer = ana.call(one.method, one.name, {**examples[one.name], "document": document})
        assert answer.status_code in (400, 404, 422), (one.name, answer.text)
        assert SECRET not in answer.text
        assert str(site.desk.root.parent) not in answer.text, "nor is told where things stand"


@pytest.mark.parametrize("to", LANGUAGES)
def test_no_verb_takes_a_language_that_the_article_does_not_have(
    ana: Browser, examples: dict[str, Given], to: str
) -> None:
    for one in NAMING:
        answer = ana.call(one.method, one.name, {**examples[one.name], "to": to, "document": ARTICLE})
        assert answer.status_code in (400, 404, 422), (one.name, answer.text)


@pytest.mark.parametrize("document", TRICKS)
@pytest.mark.parametrize("page", ["/edit/es/", "/preview/es/", "/preview/../"])
def test_no_page_shows_a_document_that_is_not_in_the_list(site: Site, page: str, document: str) -> None:
    stranger = site.browser()
    for written in (quote(document), quote(document, safe="").replace(".", "%2e"), quote(quote(document))):
        answer = stranger.get(page + written)
        assert SECRET not in answer.text
        if answer.url.raw_path.decode() == page + written:  # which the client may have tidied
            assert answer.status_code == 404


@pytest.mark.parametrize(
    "name", ["../pages.py", "..%2fpages.py", "%2e%2e/pages.py", "/etc/passwd", "..\\pages.py", "editor.js%00"]
)
def test_the_folder_of_scripts_gives_nothing_else(site: Site, name: str) -> None:
    answer = site.browser().get(f"/static/{name}")
    assert (answer.status_code, "import" in answer.text) == (404, False)


@pytest.mark.parametrize(
    "folder",
    ["..", "../..", "/etc", "en/..", "en/../..", "en/.hidden", "en/elsewhere", "nowhere", "en\0", "en\\..", "."],
)
def test_nothing_is_uploaded_to_a_folder_that_is_not_offered(site: Site, folder: str) -> None:
    assert site.browser(ANA).upload("new.txt", b"New\n", folder).status_code in (400, 422)
    assert site.browser(ANA).submit("/add", folder=folder, text="New").status_code in (400, 422)


@pytest.mark.parametrize(
    "name",
    ["dangling.txt", "link.txt", "elsewhere", "", "...", "a.exe", "a", ".txt", "..", "translate-flow.toml", "x.po"],
)
def test_nothing_is_uploaded_over_links_or_under_names_of_no_article(site: Site, name: str) -> None:
    assert site.browser(ANA).upload(name, b"New\n\nWords.\n").status_code in (400, 422)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/cron.txt", "cron.txt"), ("/etc/passwd.txt", "passwd.txt"), ("..\\..\\a.txt", "a.txt"),
        ("C:\\a.txt", "a.txt"),
        (".htaccess.txt", "htaccess.txt"), ("a\0b.txt", "ab.txt"), ("a\nb.txt", "a-b.txt"), ("-rf.txt", "rf.txt"),
        ('"><script>.txt', "script.txt"), ("x.sh;.md", "x.sh.md"), ("Año Nuevo.md", "ano-nuevo.md"),
        ("\u202etxt.md", "txt.md"), ("Ł.md", "ł.md"),
        ("تقرير.md", "تقرير.md"), ("𠀀" * 90 + ".txt", "𠀀" * 20 + ".txt"), ("a" * 300 + ".txt", "a" * 80 + ".txt"),
        ("$(reboot).txt", "reboot.txt"), ("%2e%2e%2fa.txt", "2e2e2fa.txt"),
    ],
)  # fmt: skip
def test_what_is_left_of_an_uploaded_name_is_only_a_name(name: str, kept: str) -> None:
    assert file_name(name) == kept


def test_an_upload_stays_in_its_folder_whatever_its_name(tmp_path: Path) -> None:
    with Site(tmp_path) as site:
        for name, kept in (("../../a.txt", "a.txt"), ("/etc/b.txt", "b.txt"), ("𠀀" * 90 + ".txt", "𠀀" * 20 + ".txt")):
            assert site.browser(ANA).upload(name, b"New\n\nWords.\n").status_code == 303
            assert (site.desk.sources / "en" / kept).read_bytes() == b"New\n\nWords.\n"
            assert site.browser(ANA).get(f"/edit/{TO}/en/{kept}").status_code == 200


@given(st.text(max_size=200))
def test_any_name_is_refused_or_one_that_every_system_can_keep(text: str) -> None:
    try:
        name = file_name(f"{text}.md")
    except UsageError:
        return
    assert len(name.encode()) < 120
    assert not set(name) & set("/\\\0\n:*?\"<>|' ")
    assert not name.startswith((".", "-"))
    assert file_name(name) == name
