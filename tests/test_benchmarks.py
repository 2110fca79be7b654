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
