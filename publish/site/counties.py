"""The file of one division: its reports side by side with the figures people compare, failed checks, coverage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from publish.schemas import Row
from publish.site.figures import Facts, function_figures, three_public_figures, totals_figures
from publish.site.rows import Json, ReportRows, without_empty

_FAILED = ("error", "warn")
_REPORT_COLUMNS = (
    "report_id",
    "agency",
    "scope",
    "fiscal_year",
    "report_type",
    "title",
    "published_on",
    "first_seen_on",
    "page_url",
    "printed_unit",
    "state",
    "facts",
    "checks_failed",
    "revision",
)
_DOCUMENT_COLUMNS = ("document_id", "role", "url", "file_name", "media_type", "bytes", "pages", "archive_key")
#: The figure that the lists of a province show of a report.
_LISTED_TOTAL = "expenditure_current"


def division_file(code: str, reports: Iterable[Json], coverage: Iterable[Row]) -> Json:
    """``reports`` are :func:`division_report` of every report of the division, ``coverage`` its rows of coverage.

    Names of divisions stand in the file of the province. The time of the last visit is left out: it changes with every
    run, and with it every file would.
    """
    return {
        "code": code,
        "reports": sorted(
            reports, key=lambda one: (one["agency"], one["fiscal_year"], one["report_type"], one["report_id"])
        ),
        "coverage": [coverage_cell(row) for row in coverage],
    }


def coverage_cell(row: Row) -> Json:
    """``[year, type, state, due, report, evidence, note]`` without empty ends."""
    cell = [row[name] for name in ("fiscal_year", "report_type", "state", "due_on", "report_id", "evidence", "note")]
    while cell and not cell[-1]:
        cell.pop()
    return cell


def division_report(rows: ReportRows, path: str) -> Json:
    """One report in the file of its division; ``path`` leads from the root of the store to the report's own file."""
    (report,) = rows["reports"]
    facts = Facts(rows["facts"])
    functions = function_figures(rows["function_lines"], facts)
    return {
        **without_empty(report, *_REPORT_COLUMNS),
        "file": path,
        "totals": {name: figure for row in rows["totals"] for name, figure in totals_figures(row, facts).items()},
        **({"functions": functions} if functions else {}),
        "three_public": list(three_public_figures(rows["three_public"], facts)),
        "failed": [
            without_empty(check, "check_id", "rule", "verdict", "message_zh", "message_en", "fact_ids")
            for check in sorted(rows["checks"], key=lambda one: (one["verdict"], one["rule"], one["check_id"]))
            if check["verdict"] in _FAILED
        ],
        "documents": [without_empty(one, *_DOCUMENT_COLUMNS) for one in rows["documents"]],
    }


def division_entry(file: Json, path: str) -> Json:
    """What the files of the province hold of a division, from the division's own file under ``path``."""
    return {
        "code": file["code"],
        "file": path,
        "coverage": [cell[:3] for cell in file["coverage"]],
        "reports": [listed_report(one) for one in file["reports"]],
    }


def listed_report(report: Mapping[str, Json]) -> Json:
    """``[id, spent, failed]``: 本年支出合计 as ``[元, fact]`` or ``None``, and rule to ``[errors, warnings]``."""
    counted = Counter((one["rule"], one["verdict"]) for one in report["failed"])
    rules = sorted({rule for rule, _ in counted})
    return [
        report["report_id"],
        report["totals"].get(_LISTED_TOTAL),
        {rule: [counted[(rule, "error")], counted[(rule, "warn")]] for rule in rules},
    ]
