"""The benchmarks run: one quick pass, whatever other tools are there."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"


@pytest.mark.bench
def test_a_quick_pass_beside_other_tools_has_a_figure_for_every_kind() -> None:
    command = [sys.executable, str(BENCHMARKS / "peers.py"), "--quick"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr
    for kind in ("## Plain text", "## Markdown", "## XHTML", "## Start-up"):
        assert kind in done.stdout
    assert done.stdout.count("| translate-flow, by sentence |") == 3


@pytest.mark.bench
def test_a_quick_pass_over_xliff_has_a_figure_for_every_version() -> None:
    command = [sys.executable, str(BENCHMARKS / "xliff.py"), "--quick"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("| translate-flow 1.2 |") == 2
    assert done.stdout.count("| translate-flow 2.0 |") == 2


@pytest.mark.bench
def test_segmentation_is_measured_on_labelled_sentences(tmp_path: Path) -> None:
    sentences = ["Llegó el Sr. Pérez.", "Nadie lo vio."]
    record = {"id": 1, "lang": "es", "text": " ".join(sentences), "sentences": sentences}
    (tmp_path / "ours.jsonl").write_text(json.dumps(record) + "\n")
    command = [sys.executable, str(BENCHMARKS / "segmentation.py"), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    assert "translate-flow" in done.stdout


@pytest.mark.bench
def test_alignment_is_measured_on_gold_beads(tmp_path: Path) -> None:
    source = ["Ana Prueba llegó con 12 barcos.", "Luis Ensayo perdió 300 redes.", "El capitán protestó."]
    target = ["Ana Prueba came with 12 boats.", "Luis Ensayo lost 300 nets, and the captain protested."]
    (tmp_path / "easy1.es").write_text("\n".join(source) + "\n")
    (tmp_path / "easy1.en").write_text("\n".join(target) + "\n")
    (tmp_path / "easy1.gold.json").write_text(json.dumps([[[0], [0]], [[1, 2], [1]]]))
    command = [sys.executable, str(BENCHMARKS / "alignment.py"), str(tmp_path), "--peers"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    assert "| easy F1 |" in done.stdout
    assert "| translate-flow | 1.000 |" in done.stdout


@pytest.mark.bench
def test_lookups_in_a_memory_are_measured_beside_looking_through_all(tmp_path: Path) -> None:
    units = [{"id": n, "en": f"Boat number {n} left the harbour.", "es": f"El barco {n} salió."} for n in range(300)]
    (tmp_path / "units.jsonl").write_text("\n".join(map(json.dumps, units)))
    (tmp_path / "queries.jsonl").write_text(json.dumps({"text": "Boat number 7 left a harbour."}))
    files = [str(tmp_path / "units.jsonl"), "--queries", str(tmp_path / "queries.jsonl")]
    command = [sys.executable, str(BENCHMARKS / "memory.py"), *files, "--units", "400"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    assert "| translate-flow |" in done.stdout
    assert "| rapidfuzz over all |" in done.stdout


@pytest.mark.bench
def test_the_checks_are_measured_on_the_labelled_set() -> None:
    done = subprocess.run(
        [sys.executable, str(BENCHMARKS / "checks.py")], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert "| all |" in done.stdout


@pytest.mark.bench
def test_the_browser_desk_is_measured_in_a_browser_and_under_load() -> None:
    command = [sys.executable, str(BENCHMARKS / "desk.py")]
    command += ["--segments", "50", "--translators", "5", "--seconds", "3"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    figures = done.stdout.strip().splitlines()[-1].strip("| ").split(" | ")
    assert int(figures[0]) > 0
    assert figures[3:5] == ["0", "0"], "no errors, no edits lost"


@pytest.mark.bench
def test_large_archives_are_measured_on_every_engine() -> None:
    command = [sys.executable, str(BENCHMARKS / "archive.py"), "--documents", "20"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    for engine in ("one process", "two processes", "Dask, two workers"):
        assert done.stdout.count(f"| {engine} |") == 2
