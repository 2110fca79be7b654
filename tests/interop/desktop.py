"""Desktop programs, each on a virtual display with a session bus and a home of its own."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path

import polib

from interop.tool import HERE, Tool, copied, debian_version, run

LOKALIZE = """\
[Identity]
authorName=Lola Localiza
authorLocalizedName=Lola Localiza
authorEmail=lola@faro.example
defaultLangCode=en
"""

POEDIT = """\
translator_name=Pablo Poedita
translator_email=pablo@faro.example
check_for_updates=0
welcome_shown=1
last_version=3.2.2
use_tm=0
use_tm_when_updating=0
compile_mo=0
[translator]
name=Pablo Poedita
[TM]
use_tm=0
"""

GTRANSLATOR = """\
<profiles><profile active="TRUE">
<profile_name>desk</profile_name><auth_token/>
<author_name>Greta Traduce</author_name><author_email>greta@faro.example</author_email>
<language_name>English</language_name><language_code>en</language_code>
<charset>UTF-8</charset><encoding>8bit</encoding><group_email/>
<plural_forms>nplurals=2; plural=(n != 1);</plural_forms>
</profile></profiles>
"""


def _session(script: str, words: list[str], settings: dict[str, str]) -> None:
    """Run a script of ``inside/`` in a session whose home holds the settings, by their path below ``.config``."""
    with tempfile.TemporaryDirectory() as home:
        config = Path(home, ".config")
        for name, text in settings.items():
            (config / name).parent.mkdir(parents=True, exist_ok=True)
            (config / name).write_text(text, "utf-8")
        (runtime := Path(home, "run")).mkdir(mode=0o700)
        environment = {
            "HOME": home,
            "XDG_CONFIG_HOME": str(config),
            "XDG_RUNTIME_DIR": str(runtime),
            "LC_ALL": "C.UTF-8",
            "GDK_BACKEND": "x11",
            "GSETTINGS_BACKEND": "memory",
            "NO_AT_BRIDGE": "1",
        }
        display: list[str | Path] = ["xvfb-run", "-a", "-s", "-screen 0 1400x1000x24", "dbus-run-session", "--"]
        run([*display, "/usr/bin/python3", HERE / "inside" / script, *words], timeout=90, environment=environment)


def _by_source(path: Path, source: str, target: str, folder: Path, *, script: str, settings: dict[str, str]) -> Path:
    saved = copied(path, folder)
    _session(script, [str(saved), source, target], settings)
    return saved


def _by_row(path: Path, source: str, target: str, folder: Path) -> Path:
    """In a format that the program does not list, there is no row to count to: the first is tried."""
    listed = (
        [entry.msgid for entry in polib.pofile(str(path)) if not entry.obsolete] if path.suffix == ".po" else [source]
    )
    saved = copied(path, folder)
    _session(
        "drive_gtranslator.py",
        [str(saved), str(listed.index(source)), target],
        {"gtranslator/profiles.xml": GTRANSLATOR},
    )
    return saved


TOOLS = (
    Tool(
        name="Lokalize",
        version=partial(debian_version, "lokalize"),
        formats=("po", "xliff-1.2", "xliff-2.0"),
        limits={"xliff-2.0": "shows no segment of it"},
        set_target=partial(_by_source, script="drive_lokalize.py", settings={"lokalizerc": LOKALIZE}),
        person="Lola Localiza",
        names=("po", "xliff-1.2"),
        how="over D-Bus: goes to the entry, sets its target, saves",
    ),
    Tool(
        name="Poedit",
        version=partial(debian_version, "poedit"),
        formats=("po", "xliff-1.2", "xliff-2.0", "xliff-2.1", "xliff-2.2"),
        limits=dict.fromkeys(("xliff-2.1", "xliff-2.2"), "does not open it"),
        set_target=partial(_by_source, script="drive_poedit.py", settings={"poedit/config": POEDIT}),
        person="Pablo Poedita",
        names=("po",),
        how="keyboard and mouse: finds the source, types the target, saves",
    ),
    Tool(
        name="gtranslator",
        version=partial(debian_version, "gtranslator"),
        formats=("po", "xliff-1.2", "xliff-2.0"),
        limits=dict.fromkeys(("xliff-1.2", "xliff-2.0"), "does not open it"),
        set_target=_by_row,
        person="Greta Traduce",
        names=("po",),
        how="keyboard and mouse: goes to the row, types the target, saves",
    ),
)
