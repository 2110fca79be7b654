"""Whatever goes wrong ends in one clear line, with the right exit code, and every file as it was."""

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PAGE = '<p>El faro se apagó <a href="/f">el lunes</a>.</p>\n<p>Nadie lo vio.</p>\n'
PROGRAM = [sys.executable, "-m", "translate_flow"]


@pytest.fixture(scope="module")
def bitext(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bitext of the page."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "a.html").write_text(PAGE)
    command = [*PROGRAM, *shlex.split("segment a.html --from es --to en -o a.po")]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return (folder / "a.po").read_bytes()


@pytest.fixture(autouse=True)
def here(tmp_path: Path, bitext: bytes, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    Path("a.html").write_text(PAGE)
    Path("a.po").write_bytes(bitext)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    yield tmp_path
    for path, data in before.items():
        assert path.read_bytes() == data, f"{path.name} was changed"
    assert not [path for path in tmp_path.rglob("*.new") if path.is_file()]


def run(command: str, *, shell_prefix: str = "") -> subprocess.CompletedProcess[str]:
    line = f"{shell_prefix}exec {shlex.join([*PROGRAM, *shlex.split(command)])}"
    return subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False, timeout=60)


def refused(command: str, code: int, *words: str, shell_prefix: str = "") -> str:
    """The command ends with that code and says one line that has all these words."""
    done = run(command, shell_prefix=shell_prefix)
    assert done.returncode == code, done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    for word in words:
        assert word in lines[0]
    assert "; " in lines[0], "no remedy"
    return lines[0]


SEGMENT = "segment {} --from es --to en -o out.po"


def test_a_missing_file() -> None:
    refused(SEGMENT.format("none.html"), 3, "none.html: there is no such document")


def test_a_folder() -> None:
    Path("folder.html").mkdir()
    refused(SEGMENT.format("folder.html"), 3, "folder.html: this is a folder")


def test_an_empty_file() -> None:
    Path("empty.md").touch()
    refused(SEGMENT.format("empty.md"), 3, "empty.md: the file is empty")


def test_a_binary_file() -> None:
    Path("photo.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    refused(SEGMENT.format("photo.txt"), 3, "photo.txt: this is a binary file")


def test_a_nul_byte() -> None:
    Path("nul.txt").write_bytes(b"uno\ndos\0tres\n")
    refused(SEGMENT.format("nul.txt"), 3, "nul.txt:2: a NUL byte")


def test_bytes_that_are_no_utf_8() -> None:
    Path("old.txt").write_bytes("uno\ncamión\n".encode("cp1252"))
    refused(SEGMENT.format("old.txt"), 3, "old.txt:2: byte 0xF3 is not UTF-8", "--encoding")


def test_an_unknown_encoding() -> None:
    refused(SEGMENT.format("a.html") + " --encoding klingon", 2, "no encoding is called “klingon”")


def test_the_wrong_encoding() -> None:
    Path("u.txt").write_text("camión")
    refused(SEGMENT.format("u.txt") + " --encoding ascii16", 2, "ascii16")
    Path("u16.txt").write_bytes("camión".encode("cp1252"))
    refused(SEGMENT.format("u16.txt") + " --encoding utf-8", 3, "u16.txt:1: byte 0xF3 is not UTF-8")


def test_a_line_of_200_mb() -> None:
    with Path("huge.txt").open("wb") as file:
        file.writelines(b"a" * 1_000_000 for _ in range(200))
    refused(SEGMENT.format("huge.txt"), 3, "huge.txt: 200 MB is larger")
    Path("huge.txt").unlink()


def test_a_format_nobody_reads() -> None:
    Path("a.xyz").write_text("x")
    refused(SEGMENT.format("a.xyz"), 3, "no document format reads “.xyz” files")
    refused("segment a.html --from es --to en -o a.doc", 2, "no bitext format has files called “.doc”")


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("site.xml", "<rss><channel>\n<title>x</channel></rss>", "site.xml:2: not well-formed XML: mismatched tag"),
        ("map.xml", "<urlset/>", "map.xml:1: this XML is no WordPress export"),
        ("posts.json", '{"title": "a"\n"b"}', "posts.json:2: no valid JSON: expecting ',' delimiter, column 1"),
        ("posts.yaml", "title: [a\n", "posts.yaml:2: no valid YAML"),
    ],
)
def test_a_file_that_is_not_what_its_suffix_says(name: str, text: str, words: str) -> None:
    Path(name).write_text(text)
    refused(SEGMENT.format(name), 3, words)
    assert not Path("out.po").exists()


@pytest.mark.parametrize("tag", ["xx", "english", "../en"])
def test_an_unknown_language_tag(tag: str) -> None:
    refused(f"segment a.html --from es --to {tag} -o out.po", 2, f"“{tag}” is no language tag")


def test_source_and_target_language_the_same() -> None:
    refused("segment a.html --from es --to es -o out.po", 2, "are the same")


def test_a_truncated_bitext() -> None:
    whole = Path("a.po").read_text()
    for cut in (whole.rindex("msgstr") + 3, whole.rindex("msgid") + 9, whole.rindex("msgctxt") + 20):
        Path("cut.po").write_text(whole[:cut])
        line = refused("merge a.html cut.po -o out.html", 3, "cut.po:")
        assert line.split("cut.po:")[1].split(":")[0].isdigit(), line
    assert not Path("out.html").exists()


def test_no_bitext_at_all() -> None:
    Path("no.po").write_bytes(b"\x00\x01\x02")
    refused("merge a.html no.po -o out.html", 3, "no.po")
    Path("prose.po").write_text("Dear translator,\nhere is the article.\n")
    refused("merge a.html prose.po -o out.html", 3, "prose.po:1")


def test_the_bitext_of_another_document() -> None:
    Path("b.html").write_text("<p>Otra cosa.</p>")
    refused("merge b.html a.po -o out.html", 3, "a.po: this is the bitext of a.html")
    refused("segment b.html --from es --to en -o a.po", 3, "a.po: this is the bitext of a.html")


def test_a_bitext_of_another_pair() -> None:
    refused("segment a.html --from es --to fr -o a.po", 3, "a.po: this bitext is es → en")


def test_a_text_that_is_no_longer_in_the_source() -> None:
    Path("new").mkdir()
    Path("new/a.html").write_text(PAGE.replace("Nadie", "Nunca nadie"))
    refused("merge new/a.html a.po -o out.html", 3, "is no longer in a.html", "Nadie lo vio.", "translate-flow segment")
    assert not Path("out.html").exists()


@pytest.mark.parametrize(
    ("target", "what"),
    [
        ("The lighthouse went dark on Monday.", "inline code <a1> is missing"),
        ("The lighthouse went dark <a1>on</a1> <a1>Monday</a1>.", "stands once too often"),
        ("The lighthouse </a1>went dark<a1> on Monday.", "closes in the wrong place"),
        ("The <b9>lighthouse</b9> went dark <a1>on Monday</a1>.", "inline code <b9> is not in the source"),
    ],
)
def test_codes_that_are_lost_added_or_overlap(target: str, what: str) -> None:
    text = Path("a.po").read_text()
    text = text.replace(
        'msgid "El faro se apagó <a1>el lunes</a1>."\nmsgstr ""',
        f'msgid "El faro se apagó <a1>el lunes</a1>."\nmsgstr "{target}"',
    )
    Path("bad.po").write_text(
        text.replace('msgid "Nadie lo vio."\nmsgstr ""', 'msgid "Nadie lo vio."\nmsgstr "Nobody saw it."')
    )
    refused("merge a.html bad.po -o out.html", 3, what, "bad.po: paragraph-")
    assert not Path("out.html").exists()


def read_only(folder: Path) -> Path:
    """A folder that takes no files; permissions don't stop root, so for root one that no one can write to."""
    if os.geteuid() == 0:
        return Path("/proc")
    folder.mkdir()
    folder.chmod(0o500)
    return folder


def test_a_folder_that_takes_no_files(tmp_path: Path) -> None:
    folder = read_only(tmp_path / "locked")
    refused(f"segment a.html --from es --to en -o {folder}/a.po", 3, f"{folder}/a.po: cannot be written")


def test_a_full_disk() -> None:
    long = "".join(f"<p>El faro número {number} se apagó.</p>\n" for number in range(200))
    Path("long.html").write_text(long)
    refused(SEGMENT.format("long.html"), 3, "out.po: cannot be written: file too large", shell_prefix="ulimit -f 4; ")
    assert not Path("out.po").exists()


def test_output_in_place_of_a_folder() -> None:
    refused("merge a.html a.po --incomplete source -o .", 3, "folder")


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("organization = \nstore = 1", ["translate-flow.toml: not valid TOML", "line 1"]),
        ('organisation = "x"', ["no setting is called “organisation”", "did you mean “organization”?"]),
        ('source-language = "klingon"', ["setting “source-language”", "is no language tag"]),
        ("[roles]\nheadlines = true", ["“headlines” is no role"]),
        ('store = "docx"', ["setting “store”"]),
        ('fields = ["title:docx"]', ["setting “fields.0”", "“docx” in “title:docx” is no kind of text"]),
    ],
)
def test_wrong_settings_are_named(settings: str, words: list[str]) -> None:
    Path("translate-flow.toml").write_text(settings)
    refused("status", 2, *words)
    Path("translate-flow.toml").unlink()


def test_no_desk() -> None:
    refused("status", 2, "this folder belongs to no desk", "translate-flow init")


def test_a_name_that_leads_out_of_the_desk() -> None:
    run("init desk --from es --to en")
    refused("segment ../../a.html", 3, "a.html", shell_prefix="cd desk/sources; ")


def test_wrong_use_of_options() -> None:
    refused("segment a.html -o a.po", 2, "-o needs one file, --from and one --to")
    refused("merge a.html -o b.html", 2, "-o needs a document and its bitext")
