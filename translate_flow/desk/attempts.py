"""How often somebody may guess: failed sign-ins are counted by name and by address.

The fifth failure within 15 minutes makes the name, or the address, wait 30 seconds; each further one doubles the wait,
up to 15 minutes. What nobody tried for 15 minutes after its wait is forgotten. Kept are digests only: people type
passwords into the field of the name.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Sequence
from hashlib import sha256
from ipaddress import IPv6Address, ip_address

from translate_flow.desk import names

FREE = 5
"""Failures up to the first wait."""
WINDOW = 15 * 60
"""Seconds after which failures are forgotten."""
FIRST_WAIT, LONGEST_WAIT = 30, 15 * 60
"""Seconds."""

SCHEMA = """
CREATE TABLE attempts (
  subject  BLOB PRIMARY KEY,   -- digest of a name or an address
  failures INTEGER NOT NULL,
  since    REAL NOT NULL       -- the first failure; from the fifth on, the end of the wait
) WITHOUT ROWID;
"""


def of_name(name: str) -> bytes:
    """What attempts on a name are counted under, whether or not there is such a person."""
    return sha256(b"name\0" + names.compared(name)).digest()


def of_address(where: str) -> bytes:
    """What attempts from an address are counted under; of IPv6 its network, as one host has all addresses of a /64."""
    try:
        address = ip_address(where)
    except ValueError:
        return sha256(b"address\0" + where.encode("utf-8", "surrogatepass")).digest()
    if isinstance(address, IPv6Address):
        mapped = address.ipv4_mapped
        network = mapped.packed if mapped else address.packed[:8]
    else:
        network = address.packed
    return sha256(b"network\0" + network).digest()


def wait(connection: sqlite3.Connection, subjects: Sequence[bytes], now: float) -> int:
    """Seconds to wait until any of the subjects may try again; 0: at once."""
    query = "SELECT since FROM attempts WHERE subject = ? AND failures >= ?"
    ends = [row[0] for subject in subjects for row in connection.execute(query, (subject, FREE))]
    return max(0, math.ceil(max(ends, default=now) - now))


def failed(connection: sqlite3.Connection, subjects: Sequence[bytes], now: float) -> None:
    """Count a failure of each of the subjects. Belongs in a transaction."""
    connection.execute("DELETE FROM attempts WHERE since <= ?", (now - WINDOW,))
    for subject in subjects:
        found = connection.execute("SELECT failures, since FROM attempts WHERE subject = ?", (subject,)).fetchone()
        failures, since = (found[0] + 1, found[1]) if found else (1, now)
        if failures >= FREE:
            since = now + min(FIRST_WAIT * 2 ** min(failures - FREE, 16), LONGEST_WAIT)
        connection.execute("INSERT OR REPLACE INTO attempts VALUES (?, ?, ?)", (subject, failures, since))


def forgive(connection: sqlite3.Connection, subject: bytes) -> None:
    """Forget the failures of one subject."""
    connection.execute("DELETE FROM attempts WHERE subject = ?", (subject,))
