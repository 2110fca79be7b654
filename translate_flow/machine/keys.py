"""Keys of services: from the environment, or from the keyring of the system; never from a file of the desk."""

from __future__ import annotations

import os

from translate_flow.errors import UsageError

SERVICE = "translate-flow"
"""Under which the keyring has them; the user's name there is the engine's."""


def variable(engine: str) -> str:
    """The environment's variable for an engine's key: ``TRANSLATE_FLOW_DEEPL_KEY``."""
    return f"TRANSLATE_FLOW_{engine.upper().replace('-', '_')}_KEY"


def key(engine: str) -> str:
    """The engine's key; empty where neither the environment nor the keyring has one.

    Raises :class:`UsageError` for one that cannot be a key.
    """
    found = os.environ.get(variable(engine), "").strip() or _in_keyring(engine).strip()
    if found.isascii() and found.isprintable():
        return found
    raise UsageError("this key has characters that no key has", where=variable(engine), remedy="copy it again")


def _in_keyring(engine: str) -> str:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:  # an extra: not everybody has a keyring
        return ""
    try:
        return keyring.get_password(SERVICE, engine) or ""
    except KeyringError:  # locked, or there is none on this machine
        return ""
