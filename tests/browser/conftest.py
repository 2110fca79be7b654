"""A real desk, served by the real command, opened in a real Chromium."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

REPOSITORY = Path(__file__).parents[2]
ARTICLE = "en/lost-property-orchestra.html"


class Server:
    """``translate-flow serve`` in a process of its own."""

    def __init__(self, desk: Path) -> None:
        self.desk = desk
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [sys.executable, "-m", "translate_flow", "serve", "--port", str(self.port)]
        environment = os.environ | {"PYTHONPATH": str(REPOSITORY)}
        self.process = subprocess.Popen(command, cwd=self.desk, env=environment, stdout=subprocess.DEVNULL)
        for _ in range(150):
            try:
                urlopen(f"{self.url}/static/icon.svg", timeout=5).close()
            except (URLError, ConnectionError):
                time.sleep(0.1)
            else:
                return
        raise AssertionError("the server does not answer")

    def kill(self) -> None:
        """End it as a power cut would."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def command(self, *arguments: str) -> str:
        """What another command of ours prints, run in the same desk."""
        command = [sys.executable, "-m", "translate_flow", *arguments]
        environment = os.environ | {"PYTHONPATH": str(REPOSITORY)}
        return subprocess.run(
            command, cwd=self.desk, env=environment, check=True, capture_output=True, text=True
        ).stdout


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A copy of the repository's own desk."""
    for name in ("sources", "translations"):
        shutil.copytree(REPOSITORY / name, tmp_path / name)
    shutil.copy(REPOSITORY / "translate-flow.toml", tmp_path)
    return tmp_path


@pytest.fixture
def server(desk: Path) -> Iterator[Server]:
    """The desk, served."""
    served = Server(desk)
    served.start()
    yield served
    served.kill()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("there is no Chromium; see tests/browser/setup.sh")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


Visitor = Callable[..., Page]


@pytest.fixture
def visitor(chromium: Browser, server: Server) -> Iterator[Visitor]:
    """Makes browsers of their own for people, named where a name is given; each complains of errors on its pages."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def come(name: str = "", **options: object) -> Page:
        context = chromium.new_context(**{"viewport": {"width": 1300, "height": 900}, **options})  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("requestfinished", lambda request: _stays(request.url, troubles))
        page.on("requestfailed", lambda request: _stays(request.url, troubles, request.failure or ""))
        if name:
            page.goto(server.url)
            page.get_by_label("Your name, as readers will see it in the credit").fill(name)
            page.get_by_role("button", name="Use this name").click()
            page.wait_for_load_state()
        return page

    yield come
    for context in contexts:
        context.close()
    assert not troubles, troubles


def _stays(url: str, troubles: list[str], failure: str = "") -> None:
    blocked = failure == "csp"  # by the page's own policy: nothing was sent
    if not blocked and not url.startswith(("http://127.0.0.1:", "data:", "about:")):
        troubles.append(f"a request left the machine: {url}")


def open_article(page: Page, server: Server, to: str = "es", document: str = ARTICLE) -> None:
    """Open an article to work on, and wait until it is alive."""
    page.goto(f"{server.url}/edit/{to}/{document}")
    page.wait_for_selector("#actions:not([hidden])")
