"""Connections that check where they lead before anything is sent, and end when the time is over.

Imported only where something is fetched: requests and urllib3 are slow to load.
"""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import NewConnectionError

_NAT64 = IPv6Network("64:ff9b::/96")
"""IPv4 addresses as IPv6 networks see them (RFC 6052)."""


class RefusedError(NewConnectionError):
    """A connection to an address that is not allowed."""


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet; those that hide an IPv4 address are judged by it."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        translated = IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None
        ip = ip.ipv4_mapped or ip.sixtofour or translated or ip
    return ip.is_global and not ip.is_multicast


class _Guarded(HTTPConnection):
    """What both kinds of connections do."""

    private = False
    until = 0.0
    _timer: threading.Timer | None = None

    def _new_conn(self) -> socket.socket:
        if not self.private:
            self._check(str(found[4][0]) for found in self._resolved())
        made = super()._new_conn()
        if not self.private:
            # The name may have been resolved to something else this time.
            try:
                self._check([made.getpeername()[0]])
            except RefusedError:
                made.close()
                raise
        self._timer = threading.Timer(max(0.0, self.until - time.monotonic()), self._shut)
        self._timer.daemon = True
        self._timer.start()
        return made

    def _resolved(self) -> list[Any]:
        try:
            return socket.getaddrinfo(self._dns_host, self.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return []  # the connection will say so

    def _check(self, addresses: Any) -> None:
        if not all(map(is_public, addresses)):
            raise RefusedError(self, "a private address")

    def _shut(self) -> None:
        """End a connection whose server sends its head in drops."""
        if self.sock is not None:
            with suppress(OSError):  # it ended meanwhile
                self.sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Called as soon as the head of the answer is there, too: the body's time is watched by its reader."""
        if self._timer is not None:
            self._timer.cancel()
        super().close()


class _GuardedSecure(_Guarded, HTTPSConnection):
    """The same, encrypted."""


class Adapter(HTTPAdapter):
    """Sends the requests of one session, all before ``until`` (:func:`time.monotonic`)."""

    def __init__(self, *, private: bool, until: float) -> None:
        guards = {"private": private, "until": until}
        plain = type("Plain", (_Guarded,), guards)
        secure = type("Secure", (_GuardedSecure,), guards)
        self._pools = {
            "http": type("PlainPool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
            "https": type("SecurePool", (HTTPSConnectionPool,), {"ConnectionCls": secure}),
        }
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        """Make connections of our kinds."""
        super().init_poolmanager(*arguments, **options)
        self.poolmanager.pool_classes_by_scheme = self._pools
