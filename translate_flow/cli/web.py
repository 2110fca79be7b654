"""``serve``: the browser desk."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from translate_flow.cli.console import say


def serve(
    address: Annotated[
        str, typer.Option(help="Address to listen on; others than the loopback need users.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
    host_name: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Name that browsers reach it by; may be repeated.")
    ] = None,
    behind_proxy: Annotated[
        bool, typer.Option("--behind-proxy", help="A proxy on this machine stands before it and speaks TLS.")
    ] = False,
    fetch: Annotated[
        bool, typer.Option("--fetch", help="Editors may bring in articles by address, also where others use the desk.")
    ] = False,
    open_browser: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> None:
    """Serve the desk as pages: pick an article, translate it side by side, see it as readers will."""
    import socket

    from translate_flow.desk.desk import here
    from translate_flow.errors import UsageError
    from translate_flow.web.server import allow
    from translate_flow.web.server import serve as run

    desk = here(Path.cwd())
    allow(desk, address, host_name or (), behind_proxy=behind_proxy)
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((address, port))
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise UsageError(reason, where=f"{address}:{port}", remedy="choose another with --port") from None
    url = f"http://{f'[{address}]' if ':' in address else address}:{port}/"
    say(f"Serving {desk.settings.organization or desk.root.resolve().name} at {url} (Ctrl+C ends it)")
    if open_browser:
        typer.launch(url)
    run(desk, address, port, host_name or (), behind_proxy=behind_proxy, fetches=fetch)
