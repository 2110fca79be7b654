"""Serving a desk: on this machine for whoever sits at it, on others only for people who sign in."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

import uvicorn

from translate_flow.desk.desk import Desk
from translate_flow.desk.staff.people import people_of
from translate_flow.errors import UsageError
from translate_flow.web.application import application
from translate_flow.web.guard import LOOPBACK


def allow(desk: Desk, address: str, host_names: Sequence[str], *, behind_proxy: bool = False) -> bool:
    """Whether others can reach the desk; one without people is not served to them. Raises :class:`UsageError`."""
    others = behind_proxy or not all(loopback(name) for name in (address, *host_names))
    with people_of(desk) as people:
        if others and not people.exist():
            raise UsageError(
                "others could reach this address, and this desk has no people",
                where=address,
                remedy="add them with “translate-flow users add”, or leave out --address, --host-name, --behind-proxy",
            )
    return others


def serve(
    desk: Desk, address: str, port: int, host_names: Sequence[str] = (),
    *, behind_proxy: bool = False, fetches: bool = False,
) -> None:  # fmt: skip
    """Serve a desk until it is interrupted.

    ``host_names`` are the names that browsers reach it by, besides the loopback's; behind a proxy the client's address
    and scheme are taken from its headers. With ``fetches``, editors bring in articles by address; whoever sits at a
    desk that others do not reach always may. Raises :class:`UsageError` where others could reach a desk without people.
    """
    others = allow(desk, address, host_names, behind_proxy=behind_proxy)
    hosts = LOOPBACK | {_host(name) for name in (address, *host_names)}
    app = application(desk, hosts, closed=others, fetches=fetches or not others)
    config = uvicorn.Config(
        app, host=address, port=port, log_level="warning", access_log=False,
        proxy_headers=behind_proxy, forwarded_allow_ips="127.0.0.1,::1" if behind_proxy else None,
        server_header=False, timeout_graceful_shutdown=2, h11_max_incomplete_event_size=64 * 1024,
    )  # fmt: skip
    uvicorn.Server(config).run()


def loopback(address: str) -> bool:
    """Whether an address is only this machine's."""
    if address.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return False


def _host(address: str) -> str:
    return f"[{address.lower()}]" if ":" in address and not address.startswith("[") else address.lower()
