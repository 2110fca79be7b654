"""The whole application, with all its commands."""

from __future__ import annotations

from translate_flow.cli.commands import application

__all__ = ["app"]

app = application()
