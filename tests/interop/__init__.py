"""Round trips through real translation tools: one driver a tool, one desk as sample, one page of what each keeps.

``setup.sh`` installs the tools. ``pytest -m interop`` drives those without a window, ``pytest -m desktop`` the others;
with ``--interop-page`` a run writes what it found into ``docs/interop.md``.
"""
