"""What the catalogue is made of: the published rows of one report, by resource."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pydantic_core

from domain.identifiers import sha256_hex
from publish.schemas import Row

#: Rows of one report by resource name, as ``publish.tables.report_tables`` gives them.
ReportRows = Mapping[str, Sequence[Row]]

#: JSON as the browser gets it.
Json = Any


def to_compact_json(content: Json) -> bytes:
    """The same content always gives the same bytes; Chinese as it is, no white space."""
    return pydantic_core.to_json(content)


def shared_key(kind: str, part: str, data: bytes) -> str:
    """Where a file of the catalogue lies: named by its content, so that versions share what did not change."""
    digest = sha256_hex(data)
    return f"data/{digest[:2]}/site-{kind}-{part}-{digest}.json"


def without_empty(row: Row, *names: str) -> dict[str, str]:
    """The named columns of a row that hold something."""
    return {name: row[name] for name in names if row[name]}
