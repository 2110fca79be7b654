"""The house is in order: layers, sizes, and documentation that says what the code does."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from translate_flow.cli.commands import application
from translate_flow.desk.settings import ROLE_RULES, Settings
from translate_flow.desk.starting import TEMPLATE
from translate_flow.documents import FORMATS, format_named
from translate_flow.documents.model import ROLES
from translate_flow.machine import ENGINES
from translate_flow.publishing import TARGETS, target_named
from translate_flow.stores import STORES, store_named

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "translate_flow").rglob("*.py"))


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_fits_in_a_readers_head(module: Path) -> None:
    assert len(module.read_text().splitlines()) <= 330


@pytest.mark.parametrize("script", ["generate.py", "generate_checks.py"])
def test_pages_made_of_the_code_are_as_the_code_is(script: str) -> None:
    check = [sys.executable, str(ROOT / "docs" / "reference" / script), "--check"]
    ours = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(check, capture_output=True, text=True, check=False, cwd=ROOT, env=ours)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_setting_is_documented_and_in_a_new_desks_file() -> None:
    page = (ROOT / "docs" / "reference" / "settings.md").read_text()
    for name in Settings.model_fields:
        setting = name.replace("_", "-")
        assert setting in page
        assert setting in TEMPLATE


def test_every_setting_of_every_target_is_documented() -> None:
    page = (ROOT / "docs" / "reference" / "settings.md").read_text()
    for name in TARGETS:
        assert f"`{name}`" in page
        for field in target_named(name).options.model_fields:
            assert f"`{field.replace('_', '-')}`" in page, (name, field)


def test_every_role_is_documented() -> None:
    page = (ROOT / "docs" / "reference" / "units-and-roles.md").read_text()
    for role in ROLES:
        assert f"`{role}`" in page
    assert set(ROLE_RULES) <= set(ROLES)


def test_formats_and_stores_are_what_their_tables_say() -> None:
    for name, (_, suffixes) in FORMATS.items():
        form = format_named(name)
        assert (form.name, form.suffixes) == (name, suffixes)
    for name in STORES:
        assert store_named(name).name == name


def test_every_format_is_documented() -> None:
    page = (ROOT / "docs" / "reference" / "document-formats.md").read_text()
    for _, suffixes in FORMATS.values():
        for suffix in suffixes:
            assert f"`{suffix}`" in page


def test_every_engine_is_documented() -> None:
    page = (ROOT / "docs" / "how-to" / "machine.md").read_text()
    for name in ENGINES:
        assert f"`{name}`" in page


def test_links_of_the_readme_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", (ROOT / "README.md").read_text()):
        assert (ROOT / target).exists(), target


def test_importing_the_command_line_loads_nothing_heavy() -> None:
    code = (
        "import sys; import translate_flow.cli.app; "
        "heavy = {'babel', 'polib', 'pyromark', 'regex', 'rapidfuzz', 'rich.table', 'lxml', 'requests', "
        "'deep_translator', 'sqlite3', 'jinja2', 'watchfiles', 'trafilatura'} & set(sys.modules); "
        "assert not heavy, heavy"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode == 0


def test_a_command_that_is_asked_for_is_the_only_one_that_is_looked_into() -> None:
    def known(*arguments: str) -> list[str | None]:
        app = application(arguments)
        return [command.name for command in app.registered_commands] + [group.name for group in app.registered_groups]

    everything = known()
    assert all(known(name, "--help") == [name] for name in everything if name)
    assert known("--help") == known("mrege", "a.md") == everything


def test_one_file_outside_of_a_desk_needs_no_settings(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Good morning.\n", encoding="utf-8")
    code = (
        "import sys; sys.argv = ['translate-flow', *'segment a.txt --from en --to de -o a.po'.split()]\n"
        "from translate_flow.cli import main\n"
        "try: main()\n"
        "finally: assert not {'translate_flow.desk.settings', 'translate_flow.desk.workers'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, cwd=tmp_path, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "a.po").exists()
