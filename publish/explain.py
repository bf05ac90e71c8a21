"""A difference of two versions in words: which reports came, went or changed, and what of them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from domain.ports import Store
from publish.build.provinces import province_of
from publish.changes import is_volatile
from publish.log import Version
from publish.reading import rows_of
from publish.schemas import Row, load_schemas

_SIGNS = {"add": "+", "remove": "−", "change": "~"}


@dataclass
class ReportChange:
    """One report that came, went or changed: rows by table, and the headline figures that are others now."""

    report_id: str
    op: str
    agency: str = ""
    fiscal_year: str = ""
    report_type: str = ""
    rows: Counter[str] = field(default_factory=Counter)
    #: (column, old, new) of its row in ``totals``, if it has one in both versions.
    figures: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def sign(self) -> str:
        return _SIGNS[self.op]


@dataclass
class Explanation:
    """Rows by resource and operation, reports by id, and how many rows differ in volatile columns only."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    reports: dict[str, ReportChange] = field(default_factory=dict)
    volatile: int = 0

    @property
    def is_empty(self) -> bool:
        return not self.counts and not self.volatile

    def as_dict(self) -> dict[str, object]:
        return {
            "rows": {name: dict(count) for name, count in sorted(self.counts.items())},
            "reports": [
                {
                    "report_id": one.report_id,
                    "op": one.op,
                    "agency": one.agency,
                    "fiscal_year": one.fiscal_year,
                    "report_type": one.report_type,
                    "rows": dict(sorted(one.rows.items())),
                }
                for _, one in sorted(self.reports.items())
            ],
            "rows_of_which_only_the_last_visit_differs": self.volatile,
        }


def explain(lines: Iterable[Row], store: Store, newer: Version) -> Explanation:
    """What ``lines`` of changes mean; names of reports that only changed are looked up in ``newer``."""
    told = Explanation()
    rows: set[tuple[str, str, str]] = set()
    quiet: set[tuple[str, str]] = set()
    for line in lines:
        resource, key, op = line["resource"], line["row_key"], line["op"]
        if is_volatile(line):
            quiet.add((resource, key))
            continue
        report = _report(told, line)
        if report is not None and resource == "totals" and op == "change":
            title = load_schemas()["totals"].field(line["field"]).title.zh
            report.figures.append((title, line["old"], line["new"]))
        if (resource, key, op) not in rows:
            rows.add((resource, key, op))
            told.counts.setdefault(resource, Counter())[op] += 1
            if report is not None:
                report.rows[resource] += 1
    told.volatile = len(quiet - {(resource, key) for resource, key, _ in rows})
    _name(told, store, newer)
    return told


def _report(told: Explanation, line: Row) -> ReportChange | None:
    if "report_id" not in load_schemas()[line["resource"]].primary_key:
        return None
    report_id = line["row_key"].partition("|")[0]
    report = told.reports.setdefault(report_id, ReportChange(report_id, "change"))
    if line["resource"] == "reports" and line["op"] != "change":
        report.op = line["op"]
        _take_names(report, json.loads(line["new"] or line["old"]))
    return report


def _take_names(report: ReportChange, row: Row) -> None:
    report.agency, report.fiscal_year, report.report_type = row["agency"], row["fiscal_year"], row["report_type"]


def _name(told: Explanation, store: Store, newer: Version) -> None:
    nameless = {report_id for report_id, report in told.reports.items() if not report.agency}
    provinces = {report_id[:2] for report_id in nameless}
    for part in newer.parts("reports"):
        if nameless and province_of(part) in provinces:
            for row in rows_of(store, part.key):
                if row["report_id"] in nameless:
                    _take_names(told.reports[row["report_id"]], row)


_TYPES = {"budget": "预算", "final_accounts": "决算"}
_FIGURES_SHOWN = 3


def sentences(told: Explanation, most: int = 50) -> Iterator[str]:
    """The explanation for people, in Chinese and English; at most ``most`` reports by name."""
    if told.is_empty:
        yield "两版的数据完全相同 / the two versions hold the same rows"
        return
    for name, count in sorted(told.counts.items()):
        title = load_schemas()[name].title
        yield (
            f"{title.zh} {name}: 新增 {count['add']}，删除 {count['remove']}，修改 {count['change']} 行 / "
            f"{count['add']} rows added, {count['remove']} removed, {count['change']} changed"
        )
    for _, report in sorted(told.reports.items())[:most]:
        what = "，".join(f"{name} {rows}" for name, rows in sorted(report.rows.items()))
        year = f"{report.fiscal_year} {_TYPES.get(report.report_type, report.report_type)}".strip()
        yield f"{report.sign} {report.agency} {year} {report.report_id}: {what}"
        for column, old, new in report.figures[:_FIGURES_SHOWN]:
            yield f"    {column}: {old or '（无 none）'} → {new or '（无 none）'}"
    if len(told.reports) > most:
        yield f"…… 另有 {len(told.reports) - most} 份报告，见 --csv / {len(told.reports) - most} more reports: --csv"
    if told.volatile:
        yield (
            f"另有 {told.volatile} 行只是最近检查的时间不同 / "
            f"{told.volatile} more rows differ only in the time of the last visit"
        )
