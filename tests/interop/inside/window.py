"""What the scripts of desktop programs share: a program on a display of its own, its window, a keyboard and a mouse."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TypeVar

T = TypeVar("T")


class Window(NamedTuple):
    """A window's id, place and size in pixels."""

    id: str
    x: int
    y: int
    width: int
    height: int


@contextmanager
def running(*command: str) -> Iterator[None]:
    """The program and a window manager, both ended afterwards."""
    manager = subprocess.Popen(["openbox"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    program = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        for process in (program, manager):
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def waited(found: Callable[[], T | None], seconds: float, what: str) -> T:
    """What ``found`` gives, once it gives something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if result := found():
            return result
        time.sleep(0.2)
    raise SystemExit(f"waited {seconds} s for {what}")


def xdotool(*words: str | int) -> str:
    """Run xdotool and give what it prints; nothing where it fails."""
    command = ["xdotool", *map(str, words)]
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False).stdout


def largest(window_class: str) -> Window | None:
    """The largest visible window of that class, if there is one."""
    found = [_window(name) for name in xdotool("search", "--onlyvisible", "--class", window_class).split()]
    return max(filter(None, found), key=lambda window: window.width * window.height, default=None)


def _window(name: str) -> Window | None:
    lines = xdotool("getwindowgeometry", "--shell", name).split()
    values = dict(line.split("=") for line in lines)
    if not values:
        return None
    return Window(name, *(int(values[key]) for key in ("X", "Y", "WIDTH", "HEIGHT")))


def click(x: int, y: int) -> None:
    """Click at a place on the screen."""
    xdotool("mousemove", x, y, "click", 1)
    time.sleep(0.5)


def press(*keys: str, pause: float = 0.5) -> None:
    """Press keys, one after the other."""
    for key in keys:
        xdotool("key", key)
        time.sleep(pause)


def write(text: str) -> None:
    """Type the text over what stands in the field."""
    press("ctrl+a", pause=0.2)
    xdotool("type", "--delay", 20, text)
    time.sleep(0.7)


def save(path: Path, text: str) -> None:
    """Save, and wait until the file holds the text."""
    press("ctrl+s")
    waited(lambda: text in path.read_text("utf-8") or None, 10, f"“{text}” in the saved file")
    time.sleep(0.5)  # programs write in steps
