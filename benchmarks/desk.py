"""The browser desk: how quick it is to type in, and how it bears many translators at once.

    python benchmarks/desk.py [--segments 1000 5000] [--translators 50] [--seconds 60] [--write]

The first part opens articles of many segments in headless Chromium; the second has translators save, look up and
check over HTTP, each at a pace of about a second, and compares the files with what they saved last.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

import httpx2 as httpx
from page import MACHINE, put, table
from playwright.sync_api import Page, sync_playwright

from translate_flow.desk import bitexts

ROOT = Path(__file__).resolve().parent.parent
_PAUSE = (0.6, 1.4)
"""Seconds that a translator of the second part thinks between two saves."""
_WORDS = ("harbour", "ferry", "orchestra", "clerk", "tuba", "island", "council", "water", "lighthouse", "winter")


class Typing(NamedTuple):
    """Figures of one article in the browser, in milliseconds and bytes."""

    alive: float
    keys: list[float]
    heap: int
    filtering: float
    saves: list[float]


class Crowd(NamedTuple):
    """Figures of many translators at once."""

    saves: list[float]
    """Seconds."""
    errors: int
    lost: int
    memory: int
    """Bytes, the most that the server had."""


def percentile(values: list[float], share: int) -> float:
    """The value below which ``share`` percent of the values lie."""
    return quantiles(values, n=100, method="inclusive")[share - 1] if len(values) > 1 else values[0]


def sentence(number: int, chance: random.Random) -> str:
    """A sentence of about fifteen words."""
    return f"On day {number} " + " ".join(chance.choices(_WORDS, k=12)) + "."


def make_desk(folder: Path, articles: dict[str, int]) -> None:
    """A desk with articles of so many segments."""
    (folder / "sources").mkdir(parents=True)
    (folder / "translate-flow.toml").write_text('source-language = "en"\ntarget-languages = ["es"]\n')
    chance = random.Random(7)  # noqa: S311 — no secret
    for name, segments in articles.items():
        lines = [sentence(number, chance) for number in range(segments - 1)]
        (folder / "sources" / name).write_text("A headline\n\n" + "\n\n".join(lines) + "\n")
    command = [sys.executable, "-m", "translate_flow", "segment"]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, env=environment())


def environment() -> dict[str, str]:
    """The environment in which this checkout is the one that runs."""
    return os.environ | {"PYTHONPATH": str(ROOT)}


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, int]]:
    """A desk, served: its address and the server's process number."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "translate_flow", "serve", "--port", str(port)]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, env=environment())
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                httpx.get(f"{url}/static/icon.svg")
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield url, process.pid
    finally:
        process.kill()
        process.wait()


def in_browser(url: str, document: str) -> Typing:
    """Open an article, type in its middle, save and filter."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1300, "height": 900})
        page.goto(url)
        page.get_by_label("Your name, as readers will see it in the credit").fill("Ana Prueba")
        page.get_by_role("button", name="Use this name").click()
        page.wait_for_load_state()
        alive = median(_opened(page, f"{url}/edit/es/{document}") for _ in range(3))
        middle = page.locator("textarea").count() // 2
        keys: list[float] = []
        for at in range(middle, middle + 20):
            page.locator("textarea").nth(at).scroll_into_view_if_needed()
            page.locator("textarea").nth(at).click()
            page.evaluate(_WATCH_KEYS)
            page.keyboard.type("La orquesta del puerto.", delay=30)
            keys += page.evaluate("window.keyTimes")
            page.keyboard.press("Control+Enter")
            page.wait_for_timeout(300)
        saves = page.evaluate(
            "performance.getEntriesByType('resource').filter(one => /edit$/.test(one.name)).map(one => one.duration)"
        )
        filtering = median(page.evaluate(_FILTER, text) for text in ("day 77 ", "", "orchestra", ""))
        client = page.context.new_cdp_session(page)
        client.send("HeapProfiler.collectGarbage")
        client.send("Performance.enable")
        metrics = {one["name"]: one["value"] for one in client.send("Performance.getMetrics")["metrics"]}
        browser.close()
    return Typing(alive, keys, int(metrics["JSHeapUsedSize"]), filtering, saves)


def _opened(page: Page, address: str) -> float:
    page.goto(address)
    page.wait_for_selector("#actions:not([hidden])")
    return float(
        page.evaluate(
            """() => new Promise(done => requestAnimationFrame(() => setTimeout(() =>
            done(performance.getEntriesByName('alive')[0].startTime))))"""
        )
    )


_WATCH_KEYS = """() => { window.keyTimes = []; if (window.watching) return; window.watching = true;
document.addEventListener('input', event => requestAnimationFrame(() => {
  const channel = new MessageChannel();
  channel.port1.onmessage = () => window.keyTimes.push(performance.now() - event.timeStamp);
  channel.port2.postMessage(0); }), true); }"""
_FILTER = """text => new Promise(done => { const field = document.querySelector('#filters [name=text]');
field.value = text; const began = performance.now(); field.dispatchEvent(new Event('input', {bubbles: true}));
requestAnimationFrame(() => { const channel = new MessageChannel();
  channel.port1.onmessage = () => done(performance.now() - began); channel.port2.postMessage(0); }); })"""


async def crowd(
    url: str, articles: list[str], people: int, seconds: float
) -> tuple[list[float], int, dict[str, dict[str, str]]]:
    """Translators at work: save times, errors, and what each article's segments were last saved as."""
    saves: list[float] = []
    errors = 0
    last: dict[str, dict[str, str]] = {name: {} for name in articles}
    until = time.monotonic() + seconds

    async def translator(number: int) -> None:
        nonlocal errors
        chance = random.Random(number)  # noqa: S311 — no secret
        document = articles[number % len(articles)]
        what = {"document": document, "to": "es"}
        async with httpx.AsyncClient(base_url=url, timeout=30) as browser:
            browser.cookies.set("tf-name", f"Persona%20{number}")
            page = await browser.get(f"/edit/es/{document}")
            browser.headers["X-CSRF-Token"] = re.findall(r'data-csrf="(\w+)"', page.text)[0]
            listening = asyncio.create_task(_listen(browser, what | {"client": f"c{number}"}))
            rows = (await browser.get("/api/segments", params=what)).json()["rows"]
            mine = rows[number // len(articles) :: -(-people // len(articles))]
            while time.monotonic() < until:
                row = chance.choice(mine)
                text = f"Persona {number}: {chance.random():.6f}"
                look = await browser.get("/api/lookup", params=what | {"segment": row["id"]})
                checked = await browser.post("/api/check-typed", json=what | {"segment": row["id"], "target": text})
                began = time.perf_counter()
                saved = await browser.post(
                    "/api/edit",
                    json=what | {"segment": row["id"], "target": text, "base": row["version"], "state": "translated"},
                )
                saves.append(time.perf_counter() - began)
                errors += sum(answer.status_code != 200 for answer in (look, checked, saved))
                if saved.status_code == 200:
                    row["version"] = saved.json()["version"]
                    last[document][row["id"]] = text
                await asyncio.sleep(chance.uniform(*_PAUSE))
            listening.cancel()

    await asyncio.gather(*(translator(number) for number in range(people)))
    return saves, errors, last


async def _listen(browser: httpx.AsyncClient, what: dict[str, str]) -> None:
    with suppress(httpx.TransportError):
        async with browser.stream("GET", "/api/events", params=what) as events:
            async for _line in events.aiter_lines():
                pass


def many(people: int, seconds: float) -> Crowd:
    """Many translators on a few articles."""
    articles = {f"article-{number}.txt": 120 for number in range(5)}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "desk"
        make_desk(folder, articles)
        with served(folder) as (url, process):
            saves, errors, last = asyncio.run(crowd(url, list(articles), people, seconds))
            status = Path(f"/proc/{process}/status").read_text()
            memory = int(re.search(r"VmHWM:\s+(\d+)", status)[1]) * 1024  # type: ignore[index]
        lost = 0
        for document, wanted in last.items():
            units = bitexts.read(folder / "translations" / "es" / f"{document}.po").units
            there = {key: s.target for unit in units for key, s in zip(unit.segment_ids(), unit.segments, strict=True)}
            lost += sum(there[key] != text for key, text in wanted.items())
    return Crowd(saves, errors, lost, memory)


def main() -> None:
    """Measure, and print or write the section."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--segments", type=int, nargs="+", default=[1000, 5000])
    parser.add_argument("--translators", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--write", action="store_true", help="put the section into docs/benchmarks.md")
    options = parser.parse_args()
    rows = []
    for segments in options.segments:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "desk"
            make_desk(folder, {"long.txt": segments})
            with served(folder) as (url, _process):
                one = in_browser(url, "long.txt")
        rows.append([
            f"{segments:,}", f"{one.alive:.0f} ms", f"{median(one.keys):.1f} ms", f"{percentile(one.keys, 95):.1f} ms",
            f"{one.heap / 1e6:.1f} MB", f"{one.filtering:.0f} ms", f"{percentile(one.saves, 95):.0f} ms",
        ])  # fmt: skip
    heads = ("segments", "usable after", "key to paint, p50", "p95", "JavaScript heap", "filter", "save, p95")
    found = many(options.translators, options.seconds)
    lines = [
        f"{MACHINE}, headless Chromium: `python benchmarks/desk.py`.", "", table(heads, rows), "",
        f"{options.translators} translators for {options.seconds:.0f} s, each saving, looking up and checking once"
        " a second:", "",
        table(
            ("saves", "p50", "p99", "errors", "edits lost", "server's memory at most"),
            [[
                str(len(found.saves)), f"{1000 * median(found.saves):.0f} ms",
                f"{1000 * percentile(found.saves, 99):.0f} ms", str(found.errors), str(found.lost),
                f"{found.memory / 1e6:.0f} MB",
            ]],
        ),
    ]  # fmt: skip
    text = "\n".join(lines)
    print(text)
    if options.write:
        put("The browser desk", text)


if __name__ == "__main__":
    main()
