"""How often somebody may guess: failed sign-ins are counted by name and by address.

The fifth failure of a name within 15 minutes, or the thirtieth from an address, which a whole newsroom may share, makes
it wait 30 seconds; each further one doubles the wait, up to 15 minutes. What nobody tried for 15 minutes after its wait
is forgotten. Kept are digests only: people type passwords into the field of the name.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Sequence
from hashlib import sha256
from ipaddress import IPv6Address, ip_address
from typing import NamedTuple

from translate_flow.desk.staff import names

FREE, FREE_OF_ADDRESS = 5, 30
"""Failures up to the first wait, of a name and from an address."""
WINDOW = 15 * 60
"""Seconds after which failures are forgotten."""
FIRST_WAIT, LONGEST_WAIT = 30, 15 * 60
"""Seconds."""

SCHEMA = """
CREATE TABLE attempts (
  subject  BLOB PRIMARY KEY,   -- digest of a name or an address
  failures INTEGER NOT NULL,
  since    REAL NOT NULL       -- the first failure; once one has to wait, the end of the wait
) WITHOUT ROWID;
"""


class Subject(NamedTuple):
    """What attempts are counted under."""

    digest: bytes
    free: int
    """Failures up to the first wait."""


def of_name(name: str) -> Subject:
    """What attempts on a name are counted under, whether or not there is such a person."""
    return Subject(sha256(b"name\0" + names.compared(name)).digest(), FREE)


def of_address(where: str) -> Subject:
    """What attempts from an address are counted under; of IPv6 its network, as one host has all addresses of a /64."""
    try:
        address = ip_address(where)
    except ValueError:
        return Subject(sha256(b"address\0" + where.encode("utf-8", "surrogatepass")).digest(), FREE_OF_ADDRESS)
    if isinstance(address, IPv6Address):
        mapped = address.ipv4_mapped
        network = mapped.packed if mapped else address.packed[:8]
    else:
        network = address.packed
    return Subject(sha256(b"network\0" + network).digest(), FREE_OF_ADDRESS)


def wait(connection: sqlite3.Connection, subjects: Sequence[Subject], now: float) -> int:
    """Seconds to wait until any of the subjects may try again; 0: at once."""
    query = "SELECT since FROM attempts WHERE subject = ? AND failures >= ?"
    ends = [row[0] for subject in subjects for row in connection.execute(query, subject)]
    return max(0, math.ceil(max(ends, default=now) - now))


def failed(connection: sqlite3.Connection, subjects: Sequence[Subject], now: float) -> None:
    """Count a failure of each of the subjects. Belongs in a transaction."""
    connection.execute("DELETE FROM attempts WHERE since <= ?", (now - WINDOW,))
    for digest, free in subjects:
        found = connection.execute("SELECT failures, since FROM attempts WHERE subject = ?", (digest,)).fetchone()
        failures, since = (found[0] + 1, found[1]) if found else (1, now)
        if failures >= free:
            since = now + min(FIRST_WAIT * 2 ** min(failures - free, 16), LONGEST_WAIT)
        connection.execute("INSERT OR REPLACE INTO attempts VALUES (?, ?, ?)", (digest, failures, since))


def forgive(connection: sqlite3.Connection, subject: Subject) -> None:
    """Forget the failures of one subject."""
    connection.execute("DELETE FROM attempts WHERE subject = ?", (subject.digest,))
