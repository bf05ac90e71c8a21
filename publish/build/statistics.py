"""Counts of a version by what consumers ask for, kept for each division, so that a nation is a sum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from publish.schemas import Row

#: Table to name of a count to the column it counts by.
_COUNTED = {
    "reports": {
        "by_fiscal_year": "fiscal_year",
        "by_report_type": "report_type",
        "by_province": "province",
        "by_state": "state",
    },
    "facts": {"by_statement": "statement", "by_origin": "origin", "by_agreement": "agreement"},
    "checks": {"by_verdict": "verdict"},
    "coverage": {"by_state": "state"},
}

#: Table to count to value to number of rows.
Statistics = dict[str, dict[str, dict[str, int]]]


def count_rows(tables: Mapping[str, Sequence[Row]]) -> Statistics:
    """The counts of the given tables; values without a row are absent."""
    counted: Statistics = {}
    for resource, columns in _COUNTED.items():
        rows = tables.get(resource, ())
        if rows:
            counted[resource] = {name: _count(row[column] for row in rows) for name, column in columns.items()}
    failed = _count(row["rule"] for row in tables.get("checks", ()) if row["verdict"] in ("warn", "error"))
    if failed:
        counted["checks"]["failed_by_rule"] = failed
    return counted


def sum_statistics(several: Iterable[Statistics]) -> Statistics:
    """All of them together, every count of the contract there even if it is empty."""
    summed: dict[str, dict[str, Counter[str]]] = {
        resource: {name: Counter() for name in columns} for resource, columns in _COUNTED.items()
    }
    summed["checks"]["failed_by_rule"] = Counter()
    for one in several:
        for resource, counts in one.items():
            for name, values in counts.items():
                summed[resource][name].update(values)
    return {
        resource: {name: dict(sorted(values.items())) for name, values in counts.items()}
        for resource, counts in summed.items()
    }


def _count(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))


def statistics_file(rows: Mapping[str, int], statistics: Statistics) -> dict[str, Any]:
    """What ``statistics.json`` of a version holds."""
    return {"rows": dict(rows), **statistics}
