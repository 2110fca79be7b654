"""ZIP archives whose bytes depend on their members alone: same content, same file."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest date that ZIP knows."""


def archive(members: Mapping[str, str | bytes], *, stored: frozenset[str] = frozenset()) -> bytes:
    """A ZIP archive of the members in their order; ``stored`` are not compressed."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            written.writestr(info, content.encode("utf-8", "replace") if isinstance(content, str) else content)
    return out.getvalue()
