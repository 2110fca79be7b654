"""A format of another package: found by its entry point, held to the same contract. The example is the manual's."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "how-to" / "write-a-format.md").read_text(encoding="utf-8")
SCRIPT, FORMAT, ENTRY, PROOF = re.findall(r"```(?:text|python|toml)\n(.*?)```", PAGE, re.DOTALL)[:4]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A folder as pip makes it of a package with the manual's format."""
    info = tmp_path / "site" / "faro_format-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: faro-format\nVersion: 1.0\n")
    value = re.search(r'talk = "(.*)"', ENTRY)
    assert value
    (info / "entry_points.txt").write_text(f"[translate_flow.documents]\ntalk = {value[1]}\n")
    (tmp_path / "site" / "faro_format.py").write_text(FORMAT)
    return tmp_path / "site"


def run(package: Path, *arguments: str, code: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=package.parent,
        env={"PYTHONPATH": f"{ROOT}:{package}", "PATH": "/usr/bin:/bin", "PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


def test_a_document_in_a_format_of_another_package_is_translated(package: Path) -> None:
    (package.parent / "a.talk").write_text(SCRIPT)
    run(package, "-m", "translate_flow", "segment", "a.talk", "--from", "en", "--to", "es", "-o", "a.po")
    bitext = package.parent / "a.po"
    entries = bitext.read_text()
    assert "SPEAKER" not in entries
    bitext.write_text(
        entries.replace('goes dark"\nmsgstr ""', 'goes dark"\nmsgstr "Se apaga"')
        .replace('on Monday."\nmsgstr ""', 'on Monday."\nmsgstr "El <em1>faro</em1> se apagó el lunes."')
        .replace('saw it."\nmsgstr ""', 'saw it."\nmsgstr "Nadie lo vio."')
    )
    run(package, "-m", "translate_flow", "merge", "a.talk", "a.po", "-o", "es.talk")
    assert (package.parent / "es.talk").read_text() == (
        "# faro.talk\nSPEAKER Ana Prueba\n= Se apaga\nEl *faro* se apagó el lunes.\nNadie lo vio.\n"
    )


def test_the_manuals_proof_holds(package: Path) -> None:
    (package.parent / "test_talk.py").write_text(PROOF)
    run(package, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_talk.py")


@pytest.mark.parametrize(
    ("module", "words"),
    [
        ("import nowhere_to_be_found", "the document format “talk” of the package faro-format cannot be loaded"),
        ("FORMAT = 1", "what the package faro-format calls the document format “talk” is none"),
    ],
)
def test_a_broken_package_is_named(package: Path, module: str, words: str) -> None:
    (package / "faro_format.py").write_text(module)
    (package.parent / "a.talk").write_text(SCRIPT)
    said = run(package, "-m", "translate_flow", "segment", "a.talk", "--from", "en", "--to", "es", "-o", "a.po", code=2)
    assert words in said
    assert "uninstall faro-format" in said
