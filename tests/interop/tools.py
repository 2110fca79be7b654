"""All tools, by the way they are driven."""

from __future__ import annotations

from interop import desktop, gettext_tools, node_tools, omegat, python_tools, qt

PROGRAMS = (*gettext_tools.TOOLS, *omegat.TOOLS, *qt.TOOLS, *python_tools.TOOLS, *node_tools.TOOLS)
"""Those without a window."""

DESKTOP = desktop.TOOLS
"""Those with one."""
