"""Whether the name of a file speaks of the report it is attached to: its body, year and kind.

A file has up to three names: what the page calls it, what the server calls it (Content-Disposition) and what its
address says. Editors reuse last year's article and file; servers keep the name a file was uploaded under.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from domain.records import ReportType
from scrapers.names import named_body
from scrapers.titles import read_title, title_words


def _of_nobody(_: str) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class Expected:
    """The report that a file should be part of. ``of_another``: which other place's body a name names."""

    year: int | None = None
    report_type: ReportType | None = None
    of_another: Callable[[str], str | None] = _of_nobody

    def doubt(self, name: str | None) -> str | None:
        """Why a file of this name belongs to another report or another body; ``None`` when nothing says so."""
        doubt = foreign(name, year=self.year, report_type=self.report_type)
        if doubt is None and name and (place := self.of_another(name)) is not None:
            doubt = f"附件名指向其他地区（{place}） the name speaks of a body of another place: {name}"
        return doubt


def tells_report(name: str | None) -> bool:
    """True for a name that says year and kind of its report: 附件下载 and 决算公开表 fit that of any year."""
    reading = read_title(name) if name else None
    return reading is not None and bool(reading.types) and reading.fiscal_year is not None


def foreign(name: str | None, *, year: int | None, report_type: ReportType | None) -> str | None:
    """Why a file of this name belongs to another report or another body; ``None`` when nothing says so."""
    if not name:
        return None
    reading = read_title(name)
    if not reading.types:
        return None
    if named_body(name) is None and any(pattern.search(_bare(reading.text)) for pattern in title_words().other_body):
        return f"附件名指向其他单位 the name speaks of another body: {name}"
    other_year = reading.fiscal_year is not None and year is not None and reading.fiscal_year != year
    other_type = reading.report_type is not None and report_type is not None and reading.report_type != report_type
    if other_year and reading.report_type is not None:
        return f"附件名为其他年度 the name speaks of another year: {name}"
    if other_type and reading.fiscal_year is not None:
        return f"附件名为另一类报告 the name speaks of the other kind of report: {name}"
    return None


def _bare(text: str) -> str:
    for pattern in title_words().known_words:
        text = pattern.sub("", text)
    return re.sub(r"20\d{2}", "", text)
