"""The API keeps to its description, whatever it is sent (schemathesis over a real server)."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from translate_flow.desk.desk import Desk
from translate_flow.desk.staff.people import people_of
from translate_flow.desk.staff.rights import Role
from translate_flow.web.api import ENDPOINTS

pytestmark = pytest.mark.server

ROOT = Path(__file__).parent.parent
PASSWORD = "the tide is high tonight"  # noqa: S105


@pytest.fixture(params=[False, True], ids=["alone", "with people"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """A desk, served: its address, and the headers of a browser that opened it."""
    for name in ("sources", "translations"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "translate-flow.toml", tmp_path)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    cookies = ["tf-name=Ana%20Prueba"]
    if request.param:
        with people_of(Desk(tmp_path)) as people:
            now = datetime.now(UTC)
            people.accept(people.add("Ana Prueba", Role.EDITOR, [], now), PASSWORD, now)
            cookies.append(f"tf-session={people.sign_in('Ana Prueba', PASSWORD, 'here', now)}")
    command = [sys.executable, "-m", "translate_flow", "serve", "--port", str(port)]
    log = (tmp_path / "log").open("wb")
    process = subprocess.Popen(
        command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=log, stderr=log
    )
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(150):
            try:
                with urlopen(f"{url}/sign-in", timeout=5) as page:
                    token = re.findall(r'data-csrf="(\w+)"', page.read().decode())[0]
                    cookies.append(page.headers["set-cookie"].split(";")[0])
                break
            except (URLError, ConnectionError):
                time.sleep(0.1)
        yield url, {"Cookie": "; ".join(cookies), "X-CSRF-Token": token, "Origin": url}
    finally:
        process.kill()
        process.wait()
        log.close()
    assert "Traceback" not in (tmp_path / "log").read_text()


REAL = {"document": ["es/oidos-de-valdenora.md"], "to": ["en"], "segment": ["headline-3acaa3", "paragraph-9f83f7:2"]}


def real(description: dict[str, Any]) -> dict[str, Any]:
    """The description with names that this desk has, so that requests come further than “there is no such thing”."""
    asked = {one.given.__name__ for one in ENDPOINTS}
    schemas = [schema for name, schema in description["components"]["schemas"].items() if name in asked]
    for properties in (schema.get("properties", {}) for schema in schemas):
        properties |= {key: {"type": "string", "enum": values} for key, values in REAL.items() if key in properties}
    for operation in (one for path in description["paths"].values() for one in path.values()):
        for given in operation.get("parameters", ()):
            if given["name"] in REAL:
                given["schema"] = {"type": "string", "enum": REAL[given["name"]]}
    return description


@pytest.mark.parametrize("names", ["any", "real"])
def test_no_request_is_answered_with_a_fault_or_otherwise_than_described(
    server: tuple[str, dict[str, str]], names: str, tmp_path: Path
) -> None:
    url, headers = server
    described = f"{url}/api/openapi.json"
    if names == "real":
        with urlopen(described) as found:
            (tmp_path / "openapi.json").write_text(json.dumps(real(json.load(found))))
        described = str(tmp_path / "openapi.json")
    command = [
        str(Path(sys.executable).parent / "schemathesis"), "run", described, "--url", url, "--max-examples", "25",
        "--seed", "7", "--request-timeout", "20", "--phases", "examples,coverage,fuzzing",
        "--checks", "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance",
    ]  # fmt: skip
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stdout[-6000:]
