"""The namespaces of XLIFF 2.0, 2.1 and 2.2, and the short names that the rules use for what stands in them.

A *short name* is ``unit`` for the core and ``mda:meta`` for a module, with the prefix that the standard gives it; files
may use any prefix. A *Clark name* is lxml's ``{namespace}local``.
"""

from __future__ import annotations

XML = "http://www.w3.org/XML/1998/namespace"
VERSIONS = ("2.0", "2.1", "2.2")
CORE = {
    "2.0": "urn:oasis:names:tc:xliff:document:2.0",
    "2.1": "urn:oasis:names:tc:xliff:document:2.0",
    "2.2": "urn:oasis:names:tc:xliff:document:2.2",
}
"""The core's namespace in each version."""

_ALWAYS = {
    "mtc": "urn:oasis:names:tc:xliff:matches:2.0",
    "gls": "urn:oasis:names:tc:xliff:glossary:2.0",
    "fs": "urn:oasis:names:tc:xliff:fs:2.0",
    "mda": "urn:oasis:names:tc:xliff:metadata:2.0",
    "res": "urn:oasis:names:tc:xliff:resourcedata:2.0",
    "ctr": "urn:oasis:names:tc:xliff:changetracking:2.0",
    "slr": "urn:oasis:names:tc:xliff:sizerestriction:2.0",
    "val": "urn:oasis:names:tc:xliff:validation:2.0",
}
_ITS = {"its": "http://www.w3.org/2005/11/its", "itsm": "urn:oasis:names:tc:xliff:itsm:2.1"}
_PGS = {"pgs": "urn:oasis:names:tc:xliff:pgs:1.0"}
MODULES = {"2.0": _ALWAYS, "2.1": _ALWAYS | _ITS, "2.2": _ALWAYS | _ITS | _PGS}
"""The modules of each version. Change tracking is an extension since 2.1, but its rules did not change."""

FRAGMENT_PREFIXES = frozenset({*_ALWAYS, *_ITS, *_PGS, "tbx"})
"""Prefixes of fragment identifiers (section 3.2): the modules', and the extension that is registered with OASIS."""

_PREFIXES = {uri: prefix for prefix, uri in (_ALWAYS | _ITS | _PGS | {"xml": XML}).items()}
_NAMESPACES = {prefix: uri for uri, prefix in _PREFIXES.items()}


def clark(short: str, version: str) -> str:
    """The Clark name of an element, or of an attribute that has a prefix."""
    prefix, _, local = short.rpartition(":")
    return f"{{{_NAMESPACES[prefix] if prefix else CORE[version]}}}{local}"


def short(name: str) -> str:
    """The short name of a Clark name, for messages; the local name where the namespace is nobody's here."""
    uri, _, local = name.rpartition("}")
    prefix = _PREFIXES.get(uri[1:])
    return f"{prefix}:{local}" if prefix else local
