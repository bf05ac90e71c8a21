"""What a portal's columns looked like when somebody last looked: the sample that ``portals check`` measures drift by.

It lies beside the declaration: ``{id}.sample/sample.json`` with the pages it was taken from.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, ValidationError

from scrapers.adapters.model import Row
from scrapers.look import ColumnLook

#: Less than this share of what the sample had counts as drift.
_KEPT = 0.5


class ColumnSample(BaseModel):
    """One column. ``dated`` is the share of rows with a full date; ``shapes`` are row addresses without digits."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str
    page1: int
    page2: int | None = None
    dated: float
    shapes: tuple[str, ...]


class PortalSample(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    portal_id: str
    taken_on: date
    columns: tuple[ColumnSample, ...]

    def of(self, url: str) -> ColumnSample | None:
        return next((one for one in self.columns if one.url == url), None)


def sample_folder(declaration: Path, portal_id: str) -> Path:
    """The folder of samples beside a declaration file."""
    return declaration.parent / f"{portal_id}.sample"


def take_sample(look: ColumnLook) -> ColumnSample:
    """The sample of a column as it looks now."""
    rows = look.rows
    return ColumnSample(
        url=look.entry.url,
        page1=look.rows_on(1) or 0,
        page2=look.rows_on(2),
        dated=_dated(rows),
        shapes=tuple(sorted({_shape(row) for row in rows})),
    )


def read_sample(folder: Path) -> PortalSample | None:
    """The sample in ``folder``; ``None`` where there is none. Raises ``ValueError`` naming a damaged file."""
    path = folder / "sample.json"
    if not path.is_file():
        return None
    try:
        return PortalSample.model_validate_json(path.read_bytes())
    except ValidationError as invalid:
        message = f"{path}: 样本无法读取 unreadable sample: {invalid.errors()[0]['msg']}"
        raise ValueError(message) from invalid


def drift_from(sample: ColumnSample, look: ColumnLook) -> tuple[tuple[str, str], ...]:
    """What is no longer as in the sample: sentences in Chinese and English, none when all is as it was."""
    now = take_sample(look)
    found = []
    if look.pages and now.page1 < sample.page1 * _KEPT:
        found.append(
            (f"首页条目由{sample.page1}减至{now.page1}", f"page 1 had {sample.page1} rows and has {now.page1}")
        )
    if sample.page2 and look.pages and not now.page2:
        found.append(("第2页不再可读", "page 2 could be read and cannot now"))
    if now.page1 and sample.dated > 0 and now.dated < sample.dated * _KEPT:
        found.append(
            (
                f"有日期的条目由{sample.dated:.0%}降至{now.dated:.0%}",
                f"{sample.dated:.0%} of rows had a date, now {now.dated:.0%}",
            )
        )
    if now.page1 and sample.shapes and not set(now.shapes) & set(sample.shapes):
        found.append(("条目网址格式全部改变", "no row's address is written as before"))
    return tuple(found)


def _dated(rows: list[Row]) -> float:
    return round(sum(row.date is not None for row in rows) / len(rows), 3) if rows else 0.0


def _shape(row: Row) -> str:
    """The host and path of a row without what differs from row to row: digits and long hexadecimal ids."""
    parts = urlsplit(row.url)
    return f"{parts.hostname}{re.sub(r'[0-9a-f]{16,}|[0-9]+', '#', parts.path)}"
