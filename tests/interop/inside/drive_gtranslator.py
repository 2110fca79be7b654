"""Run in a desktop session: ``drive_gtranslator.py FILE ROW TARGET`` chooses the row, types and saves in its window."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from window import click, largest, press, running, save, waited, write, xdotool

path, row, target = sys.argv[1:]

with running("gtranslator", path):
    waited(lambda: largest("gtranslator"), 30, "gtranslator's window")
    time.sleep(4)  # the list fills, and the assistant of the first start comes up
    press("Escape", "Escape", "Escape", pause=0.7)
    window = waited(lambda: largest("gtranslator"), 5, "gtranslator's window")
    xdotool("windowactivate", "--sync", window.id)
    click(window.x + 150, window.y + 90)  # the first row of the list
    press("Home", *["Down"] * int(row), pause=0.2)
    time.sleep(0.5)
    click(window.x + 200, window.y + window.height - 80)  # the field of the translation
    write(target)
    save(Path(path), target)
