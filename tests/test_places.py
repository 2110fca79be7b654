"""A desk whose articles lie elsewhere: the same story as on the disk, and nothing is lost on the way."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import newsroom
import polib
import pytest
from distant import Distant
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result
from upath import UPath
from webdesk import HERE, Browser

from translate_flow.bitext import State
from translate_flow.cli.app import app
from translate_flow.desk import bitexts, editing, files, merging, places, remote_files, remote_locks, segmenting
from translate_flow.desk.desk import Desk
from translate_flow.desk.release import composing
from translate_flow.desk.settings import load
from translate_flow.errors import InputError, TranslateFlowError, UsageError
from translate_flow.publishing.model import Article
from translate_flow.web.application import application
from translate_flow.web.guard import LOOPBACK
from translate_flow.web.live import segments_of

NOW = newsroom.NOW
SETTINGS = (
    newsroom.SETTINGS
    + """\
sources = "distant:///faro/articles"
translations = "distant:///faro/translations"
published = "distant:///faro/out"
"""
)
FARO = newsroom.LIGHTHOUSE


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    Distant.fresh()
    yield
    Distant.fresh()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk with one article, all of it at addresses but the settings."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "translate-flow.toml").write_text(SETTINGS)
    put("articles/es/faro.txt", FARO)
    return Desk(tmp_path)


def at(name: str) -> places.Place:
    return places.place(Path(), f"distant:///faro/{name}", {})


def put(name: str, text: str) -> None:
    Distant().pipe_file(f"/faro/{name}", text.encode())


def text(name: str) -> str:
    return files.read(at(name)).decode()


def stored() -> list[str]:
    return sorted(path.removeprefix("/faro/") for path in Distant.store)


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, arguments)
    if isinstance(result.exception, TranslateFlowError):
        assert result.exception.exit_code == code, str(result.exception)
    else:
        assert result.exit_code == code, (result.output, result.exception)
    return result


def failing(verb: str, error: Exception, name: str = "") -> Callable[[str, str], None]:
    def fail(asked: str, path: str) -> None:
        if asked == verb and path.endswith(name):
            raise error

    return fail


# ---- the story ------------------------------------------------------------------------------------------------------


def test_an_article_goes_in_and_comes_out_without_touching_the_disk(desk: Desk) -> None:
    assert "distant:///faro/translations/en/es/faro.txt.po" in run("segment").output
    assert "nothing to write" in run("segment").output
    newsroom.translate(desk)
    run("status")
    run("mark", "es/faro.txt", "--state", "final", "--by", "Ivo Revisor")
    run("check", "--without", "spelling")
    assert "distant:///faro/out/en/es/faro.txt: written" in run("merge").output
    assert "Nobody saw it." in text("out/en/es/faro.txt")
    assert "Translated by Eva Muestra" in text("out/en/es/faro.txt")
    assert "Eva Muestra" in run("credits").output
    assert {path.name for path in desk.root.iterdir()} == {"translate-flow.toml", "memory", ".translate-flow"}
    assert stored() == ["articles/es/faro.txt", "out/en/es/faro.txt", "translations/en/es/faro.txt.po"]


def test_what_comes_out_is_what_comes_out_on_a_disk(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    here = newsroom.desk(tmp_path / "here", 'published = "out"\n', {"faro.txt": FARO})
    put("articles/faro.txt", FARO)
    newsroom.translate(desk)
    for each in (desk, here):
        merging.merge_documents(each, ["faro.txt"])
    assert text("translations/en/faro.txt.po") == (here.root / "translations/en/faro.txt.po").read_text()
    assert text("out/en/faro.txt") == (here.root / "out/en/faro.txt").read_text()


def test_a_changed_source_keeps_all_work_and_a_renamed_one_takes_it_along(desk: Desk) -> None:
    newsroom.translate(desk)
    put("articles/es/faro.txt", FARO.replace("Nadie lo vio.", "Nadie lo vio. Ana sí."))
    run("segment")
    assert "The Lighthouse Goes Dark" in text("translations/en/es/faro.txt.po")
    put("articles/es/luz.txt", FARO)
    Distant().rm_file("/faro/articles/es/faro.txt")
    run("segment", "es/luz.txt", "--renamed-from", "es/faro.txt")
    assert "The Lighthouse Goes Dark" in text("translations/en/es/luz.txt.po")
    assert not files.there(at("translations/en/es/faro.txt.po"))


@pytest.mark.parametrize(
    "name",
    ["es/faro.txt", "es", "sources/es/faro.txt", "distant:///faro/articles/es/faro.txt", "distant:///faro/articles"],
)
def test_documents_are_named_by_name_folder_or_address(desk: Desk, name: str) -> None:
    assert desk.documents([Path(name)]) == ["es/faro.txt"]


def test_a_bitext_is_named_by_its_address_and_no_other_language_is_meant(desk: Desk) -> None:
    settings = desk.root / "translate-flow.toml"
    settings.write_text(settings.read_text().replace('["en"]', '["en", "fr"]'))
    newsroom.translate(desk)
    newsroom.translate(desk, "fr")
    address = "distant:///faro/translations/en/es/faro.txt.po"
    assert "fr" not in run("status", address).output.split()
    before = text("translations/fr/es/faro.txt.po")
    run("mark", address, "--state", "final", "--by", "Ivo Revisor")
    assert "state=final" in text("translations/en/es/faro.txt.po")
    assert text("translations/fr/es/faro.txt.po") == before


def test_unknown_documents_are_told(desk: Desk) -> None:
    for name in ("none.txt", "../translate-flow.toml", "/etc/passwd", "distant:///faro/elsewhere/es/faro.txt"):
        with pytest.raises(InputError):
            desk.documents([Path(name)])
        with pytest.raises(InputError):
            desk.named(name)


def test_a_name_that_nobody_can_mean_is_no_document(desk: Desk) -> None:
    for name in (
        "a//b.txt",
        "../x.txt",
        "a/../b.txt",
        "./c.txt",
        "a\\b.txt",
        "new\nline.txt",
        ".hidden/a.txt",
        "d/.e.txt",
    ):
        Distant.store[f"/faro/articles/{name}"] = Distant.store["/faro/articles/es/faro.txt"]
    assert desk.documents() == ["es/faro.txt"]


def test_pages_are_published_with_their_pictures_and_recorded(desk: Desk) -> None:
    with (desk.root / "translate-flow.toml").open("a") as settings:
        settings.write('[publish.web]\ntarget = "page"\naddress = "https://faro.example/en"\n')
    put("articles/es/puente.md", newsroom.BRIDGE.replace("/fotos/", "fotos/"))
    Distant().pipe_file("/faro/articles/es/fotos/puente.png", newsroom.picture())
    newsroom.translate(desk)
    first = run("publish", "--to", "web").output
    assert "distant:///faro/out/web/" in first
    assert "The Singing Bridge" in text("out/web/en/the-singing-bridge.html")
    composed = composing.compose(desk, "es/puente.md", "en", desk.settings.publish["web"])
    assert isinstance(composed, Article)
    assert composed.images[0].data == newsroom.picture()
    assert len(text("out/record.jsonl").splitlines()) == 2
    before = stored()
    run("publish", "--to", "web")
    assert stored() == before
    assert len(text("out/record.jsonl").splitlines()) == 2


def test_work_is_handed_out_and_taken_back(desk: Desk) -> None:
    run("segment")
    run("export", "--to", "en", "-o", "out", "--format", "po")
    bitext = desk.root / "out" / "bitexts" / "en" / "es" / "faro.txt.po"
    po = polib.pofile(str(bitext))
    for entry in po:
        entry.msgstr = newsroom.ENGLISH[entry.msgid]
    po.save()
    assert "4 segments taken" in run("import", "--by", "Eva Muestra", "out").output
    assert 'translator="Eva Muestra"' in text("translations/en/es/faro.txt.po")
    assert "2\t" not in run("estimate").output
    assert "Nobody saw it." in run("preview", "es/faro.txt").output


def test_articles_come_in_and_are_aligned_with_what_was_published(desk: Desk) -> None:
    (desk.root / "nueva.txt").write_text(FARO)
    english = "\n\n".join(newsroom.ENGLISH[one] for one in ("El faro se apaga", "Por Ana Prueba"))
    (desk.root / "published.txt").write_text(f"{english}\n\nPUERTO CLARO – The lighthouse went dark. Nobody saw it.\n")
    run("add", "nueva.txt", "--into", "es")
    assert text("articles/es/nueva.txt") == FARO
    assert "4 of 4 segments aligned" in run("align", "distant:///faro/articles/es/nueva.txt", "published.txt").output
    assert "Nobody saw it." in text("translations/en/es/nueva.txt.po")
    for folder in ("../elsewhere", "a/../..", ".hidden"):
        run("add", "published.txt", "--into", folder, code=2)


def test_segments_are_joined_split_and_findings_ignored_there(desk: Desk) -> None:
    newsroom.translate(desk)
    path = "translations/en/es/faro.txt.po"
    unit = next(line.split('"')[1] for line in text(path).splitlines() if line.endswith(':1"'))[:-2]
    run("join", f"es/faro.txt#{unit}:1")
    assert f'msgctxt "{unit}"' in text(path)
    run("split", f"es/faro.txt#{unit}", "--at", "Nadie lo vio", "--target-at", "Nobody")
    assert f'msgctxt "{unit}:2"' in text(path)
    run("ignore", f"distant:///faro/{path}#{unit}:2", "--check", "number", "--reason", "it is nobody's")
    assert "ignore number: it is nobody's" in text(path)


def test_only_some_of_it_may_be_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "translate-flow.toml").write_text(newsroom.SETTINGS + 'sources = "distant:///faro/articles"\n')
    put("articles/faro.txt", FARO)
    newsroom.translate(Desk(tmp_path))
    run("merge")
    assert "Nobody saw it." in (tmp_path / "published/en/faro.txt").read_text()


def test_the_browser_desk_lists_edits_and_sees_what_others_did(desk: Desk) -> None:
    segmenting.segment_documents(desk, ["es/faro.txt"], NOW)
    with Browser(application(desk, LOOPBACK), base_url=HERE, follow_redirects=False) as browser:
        [row] = browser.ask("status").json()["documents"]
        assert (row["document"], row["percent"], row["fault"]) == ("es/faro.txt", 0, "")
        asked = {"document": "es/faro.txt", "to": "en"}
        rows = browser.ask("segments", **asked).json()["rows"]
        one = next(one for one in rows if one["source"] == "Nadie lo vio.")
        assert browser.submit("/name", name="Ana Prueba").status_code == 303
        edit = {"segment": one["id"], "target": "Nobody saw it.", "base": one["version"], "state": "translated"}
        assert browser.tell("edit", **asked, **edit).status_code == 200
        assert "Nobody saw it." in text("translations/en/es/faro.txt.po")
        newsroom.translate(desk)
        [row] = browser.ask("status").json()["documents"]
        assert row["percent"] == 100


@pytest.mark.usefixtures("desk")
def test_nothing_elsewhere_is_watched() -> None:
    run("watch", code=2)


# ---- writing --------------------------------------------------------------------------------------------------------


def test_what_another_writes_meanwhile_is_worked_on_again(desk: Desk) -> None:
    seen: list[bytes | None] = []

    def work(present: bytes | None) -> bytes:
        seen.append(present)
        if len(seen) == 1:
            put("a.po", "theirs")
        return (present or b"") + b"+ours"

    assert files.change(at("a.po"), work)
    assert seen == [None, b"theirs"]
    assert text("a.po") == "theirs+ours"
    assert stored() == ["a.po", "articles/es/faro.txt"], desk


def test_two_writers_at_once_both_get_their_say() -> None:
    def write(who: int) -> None:
        for number in range(10):
            files.append(at("record.jsonl"), f"{who}-{number}\n".encode())

    writers = [threading.Thread(target=write, args=(who,)) for who in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(text("record.jsonl").split()) == sorted(f"{who}-{number}" for who in range(3) for number in range(10))


def test_two_people_translate_the_same_article_at_once(desk: Desk) -> None:
    segmenting.segment_documents(desk, ["es/faro.txt"], NOW)
    path = desk.bitext("es/faro.txt", "en")
    found = segments_of(bitexts.read(path))

    def translate(names: list[str]) -> None:
        for name in names:
            editing.save(path, name, newsroom.ENGLISH[found[name].source], editing.version(found[name]), NOW,
                         by="Eva Muestra", state=State.TRANSLATED)  # fmt: skip

    names = [name for name, one in found.items() if one.source in newsroom.ENGLISH]
    people = [threading.Thread(target=translate, args=(names[who::2],)) for who in range(2)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert all(segments_of(bitexts.read(path))[name].target for name in names)


@given(
    st.lists(
        st.tuples(st.sampled_from(["read", "info", "create", "overwrite", "remove"]), st.integers(0, 5)), max_size=6
    )
)
def test_whatever_call_fails_a_change_is_told_to_be_lost_or_is_there(faults: list[tuple[str, int]]) -> None:
    Distant.fresh()
    counts: dict[str, int] = {}

    def fail(verb: str, _path: str) -> None:
        counts[verb] = counts.get(verb, 0) + 1
        if (verb, counts[verb] - 1) in faults:
            raise ConnectionResetError("the line is dead")

    Distant.before[0] = fail
    told: list[str] = []
    kept: list[str] = []
    for number in range(3):
        try:
            files.append(at("record.jsonl"), f"{number}\n".encode())
            kept.append(str(number))
        except InputError:
            told.append(str(number))
            Distant.store.pop("/faro/.record.jsonl.lock", None)  # as when it has become stale
    Distant.before[0] = lambda _verb, _path: None
    there = text("record.jsonl").split() if files.there(at("record.jsonl")) else []
    assert set(kept) <= set(there) <= {*kept, *told}
    assert len(there) == len(set(there))


def test_a_write_whose_answer_was_lost_is_not_made_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    lost = ["the first answer"]

    def put_if_unchanged(place: UPath, data: bytes, before: remote_files.Info | None) -> None:
        if before is not None and not place.exists():
            raise remote_files.OvertakenError
        place.fs.pipe_file(place.path, data)
        if lost:  # the library asks again, and is told that the object is another one now
            lost.clear()
            raise remote_files.OvertakenError

    monkeypatch.setitem(remote_files._PUT, "distant", put_if_unchanged)
    monkeypatch.setattr(remote_files, "_PROVEN", set())
    files.append(at("record.jsonl"), b"one\n")
    files.append(at("record.jsonl"), b"two\n")
    assert text("record.jsonl") == "one\ntwo\n"
    assert stored() == ["record.jsonl"]


def test_a_lock_that_somebody_left_is_taken_over_and_one_that_lives_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote_locks, "STALE", 0.3)
    monkeypatch.setattr(remote_locks, "BEAT", 0.05)
    put(".a.po.lock", '{"holder": "a program that died", "time": "2026-05-02", "token": "1"}')
    assert files.write(at("a.po"), b"mine")
    assert stored() == ["a.po"]
    order: list[str] = []

    def slow() -> None:
        with files.alone(at(".web.lock")):
            order.append("first in")
            threading.Event().wait(0.8)
            order.append("first out")

    first = threading.Thread(target=slow)
    first.start()
    while not order:
        threading.Event().wait(0.01)
    with files.alone(at(".web.lock")):
        order.append("second in")
    first.join()
    assert order == ["first in", "first out", "second in"]


def test_a_lock_that_lives_too_long_is_told_with_its_holder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote_locks, "LONGEST", 0.1)
    put(".a.po.lock", '{"holder": "eva on desk-7", "time": "2026-05-02T10:00", "token": "1"}')
    with pytest.raises(InputError, match="eva on desk-7 holds this lock") as caught:
        files.write(at("a.po"), b"mine")
    assert "distant:///faro/.a.po.lock" in str(caught.value)
    assert stored() == [".a.po.lock"]


def test_who_slept_while_holding_a_lock_does_not_write_over_who_took_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote_locks, "BEAT", 60)
    files.write(at("a.po"), b"old")

    def work(_present: bytes | None) -> bytes:
        put(".a.po.lock", '{"holder": "another", "token": "2"}')
        return b"mine"

    with pytest.raises(InputError, match="took the lock over"):
        files.change(at("a.po"), work)
    assert text("a.po") == "old"
    assert text(".a.po.lock") == '{"holder": "another", "token": "2"}', "theirs stays"


def test_a_writer_that_dies_in_the_middle_of_a_file_leaves_it_as_it_was() -> None:
    files.write(at("a.po"), b"old")

    def half(verb: str, path: str) -> None:
        if verb == "overwrite":
            Distant.before[0] = failing("none", OSError())
            Distant().pipe_file(path, b"ha")
            raise ConnectionResetError("the line is dead")

    Distant.before[0] = half
    with pytest.raises(InputError):
        files.write(at("a.po"), b"half and half")
    assert text("a.po") == "old"
    assert files.write(at("a.po"), b"new")
    assert stored() == ["a.po"]


def test_a_file_system_that_renames_and_has_folders_serves_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lent = f"lent://{tmp_path}/lent"
    folders = f'sources = "{lent}/articles"\ntranslations = "{lent}/bitexts"\npublished = "{lent}/out"\n'
    (tmp_path / "translate-flow.toml").write_text(newsroom.SETTINGS + folders)
    (tmp_path / "lent" / "articles").mkdir(parents=True)
    (tmp_path / "lent" / "articles" / "faro [1] *.txt").write_text(FARO)
    newsroom.translate(Desk(tmp_path))
    run("merge")
    assert "Nobody saw it." in (tmp_path / "lent/out/en/faro [1] *.txt").read_text()
    written = sorted(path.name for path in (tmp_path / "lent").rglob("*") if path.is_file())
    assert written == ["faro [1] *.txt", "faro [1] *.txt", "faro [1] *.txt.po"]


# ---- what fails -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ConnectionResetError("the line is dead"), "the line is dead"),
        (PermissionError("Forbidden"), "access is refused"),
        (TimeoutError("timed out"), "timed out"),
        (NotImplementedError("read only"), "read only"),
        (OSError(5, "Input/output error"), "Input/output error"),
    ],
)
@pytest.mark.parametrize("verb", ["list", "info", "read", "create", "overwrite"])
def test_what_fails_is_one_line_and_writes_nothing(desk: Desk, verb: str, error: Exception, told: str) -> None:
    newsroom.translate(desk)
    put("articles/es/faro.txt", FARO.replace("lunes", "martes"))
    before = {name: text(name) for name in stored()}
    Distant.before[0] = failing(verb, error)
    result = CliRunner().invoke(app, ["segment"])
    Distant.before[0] = failing("none", error)
    said = str(result.exception) if isinstance(result.exception, TranslateFlowError) else result.output
    assert told in said
    assert "distant:///faro/" in said
    assert {name: text(name) for name in stored() if not name.endswith(".lock")} == before


def test_a_file_larger_than_any_article_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    put("a.txt", "x" * 2000)
    monkeypatch.setattr("translate_flow.desk.remote_files.LARGEST", 1000)
    with pytest.raises(InputError, match="larger than any document"):
        files.read(at("a.txt"), "document")
    assert ("read", "/faro/a.txt") not in Distant.asked


# ---- settings -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ('sources = ""', "give a folder"),
        ('sources = "S3:/x://y"', "no address"),
        ('sources = "s3://AKIA:geheim@faro/articles"', "credentials do not belong"),
        ('sources = "simplecache::s3://faro/articles"', "address"),
        ('sources = "translations/a"', "three folders"),
        ('sources = "."', "three folders"),
        ('sources = ".."', "three folders"),
        ('sources = "s3://faro/translations/a"\ntranslations = "s3://faro/translations"', "three folders"),
        ('[storage.s3]\nsecret = "geheim"', "credentials do not belong"),
        ('[storage.s3.client_kwargs]\naws_secret_access_key = "geheim"', "credentials do not belong"),
        ('[storage.s3]\nendpoint_url = "https://eva:geheim@faro.example"', "credentials do not belong"),
    ],
)
def test_wrong_places_and_credentials_are_refused_without_being_repeated(
    tmp_path: Path, setting: str, told: str
) -> None:
    path = tmp_path / "translate-flow.toml"
    path.write_text(f"{setting}\n")
    with pytest.raises(UsageError, match=told) as caught:
        load(path)
    assert "geheim" not in str(caught.value)


def test_protocols_that_nobody_knows_or_that_are_not_installed_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="nobody knows"):
        places.place(Path(), "moon://base/articles", {})

    def missing(_protocol: str) -> None:
        raise ImportError("Install s3fs to access S3")

    monkeypatch.setattr("fsspec.get_filesystem_class", missing)
    with pytest.raises(UsageError, match=r"translate-flow\[s3\]"):
        places.place(Path(), "s3://faro/articles", {})


def test_folders_on_the_disk_may_be_called_otherwise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = f'sources = "artículos"\ntranslations = "../bitexts"\npublished = "file://{tmp_path}/out"\n'
    (tmp_path / "desk" / "artículos").mkdir(parents=True)
    (tmp_path / "desk" / "translate-flow.toml").write_text(newsroom.SETTINGS + settings)
    (tmp_path / "desk" / "artículos" / "faro.txt").write_text(FARO)
    desk = Desk(tmp_path / "desk")
    newsroom.translate(desk)
    merging.merge_documents(desk, desk.documents())
    assert (tmp_path / "bitexts" / "en" / "faro.txt.po").is_file()
    assert "Nobody saw it." in (tmp_path / "out" / "en" / "faro.txt").read_text()


def test_a_desk_on_the_disk_loads_nothing_of_fsspec(tmp_path: Path) -> None:
    newsroom.desk(tmp_path, articles={"faro.txt": FARO})
    program = (
        "import sys\nsys.argv[1:] = ['merge']\nfrom translate_flow.cli import main\n"
        "try: main()\nexcept SystemExit as end: assert not end.code\n"
        "print([name for name in ('fsspec', 'upath') if name in sys.modules])"
    )
    root = Path(__file__).parent.parent
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True,
        env=os.environ | {"PYTHONPATH": str(root)},
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "[]", done.stdout


@given(st.text())
def test_names_are_proper_only_where_every_part_is_one(name: str) -> None:
    if places.proper(name):
        parts = name.split("/")
        assert not {"", ".", ".."} & set(parts)
        assert name.isprintable() or all(not one < " " for one in name)
        assert places.below(at("a") / name, at("a")) == name
