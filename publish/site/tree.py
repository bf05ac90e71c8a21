"""What a file of the catalogue names: so that whoever checks a version comes to every one of its files.

Names hold hashes: who has checked the file of a version has checked the names of its provinces, their files those of
the divisions, and these those of the reports.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from publish.site.rows import Json

_DIVISION = "/site-division-"


def files_of_version(version: Json) -> Iterator[str]:
    """Keys that ``version.json`` names, without the program."""
    for province in version["provinces"]:
        yield province["file"]
        yield province["lists"]
    yield version["search"]["file"]
    yield version["dictionary"]


def named_in(key: str, data: bytes) -> tuple[str, ...]:
    """Keys of the files that the file of a division names; none for any other file. Raises ``ValueError``."""
    if _DIVISION not in key:
        return ()
    try:
        return tuple(report["file"] for report in json.loads(data)["reports"])
    except (LookupError, TypeError) as error:
        raise ValueError(f"it names no reports: {error}") from error
