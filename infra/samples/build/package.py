"""ZIP containers with fixed dates, so that the same content gives the same bytes."""

from __future__ import annotations

import io
import re
import zipfile

EPOCH = (2020, 1, 1, 0, 0, 0)
MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def zip_bytes(parts: dict[str, bytes]) -> bytes:
    """A ZIP file of ``parts`` in the given order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            info.create_system = 0
            archive.writestr(info, data)
    return buffer.getvalue()


def with_fixed_dates(data: bytes) -> bytes:
    """The same Office package with fixed dates in its ZIP entries and its properties."""
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            parts[name] = archive.read(name)
    core = "docProps/core.xml"
    if core in parts:
        parts[core] = MODIFIED.sub(rb"\g<1>2020-01-01T00:00:00Z\g<3>", parts[core])
    return zip_bytes(parts)
