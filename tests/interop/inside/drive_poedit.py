"""Run in a desktop session: ``drive_poedit.py FILE SOURCE TARGET`` finds, types and saves in Poedit's window."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from window import click, largest, press, running, save, waited, write, xdotool

path, source, target = sys.argv[1:]

with running("poedit", path):
    waited(lambda: largest("poedit"), 30, "Poedit's window")
    time.sleep(3)  # the list fills
    window = waited(lambda: largest("poedit"), 5, "Poedit's window")
    xdotool("windowactivate", "--sync", window.id)
    press("ctrl+f", pause=1)
    write(source)
    press("Return", "Escape", pause=1)
    click(window.x + 300, window.y + window.height - 90)  # the field of the translation
    write(target)
    save(Path(path), target)
