"""The rows of one division: its records read, corrected, compared with one another, judged, and written as lines.

A block is a function of the division's inputs and the code alone. Everything here runs in worker processes; nothing
here reaches a store.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from pydantic import ValidationError

from domain.corrections import apply_corrections
from domain.records import Correction, ParsedReport
from publish.build.inputs import Across, ReportRef
from publish.build.references import References
from publish.build.statistics import Statistics, count_rows
from publish.build.withheld import Reason, Withheld
from publish.gate import GateError, Problem
from publish.package import header_of, write_rows
from publish.schemas import Row, load_schemas
from publish.tables import report_tables


class Gate(Protocol):
    """Judges tables that are complete among themselves, as :func:`publish.gate.check_tables` does."""

    def __call__(self, tables: Mapping[str, bytes], rows: Mapping[str, int] | None = None) -> Sequence[Problem]: ...


@dataclass(frozen=True, slots=True)
class Slice:
    """The lines of one division in one table, without a header: held, or read whenever they are asked for."""

    rows: int
    lines: bytes | Callable[[], bytes]

    @property
    def data(self) -> bytes:
        return self.lines if isinstance(self.lines, bytes) else self.lines()


EMPTY = Slice(0, b"")


@dataclass(frozen=True, slots=True)
class DivisionWork:
    """One division to be made: its records as bytes (``None`` for a missing one) and the corrections about them."""

    code: str
    records: tuple[tuple[ReportRef, bytes | None], ...]
    corrections: tuple[Correction, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """What one division adds to each table (tables without a row are absent)."""

    code: str
    slices: Mapping[str, Slice]
    statistics: Statistics
    withheld: tuple[Withheld, ...] = ()


@dataclass
class _Division:
    """A division in the making: what is still to be published of it and what is not."""

    code: str
    reports: list[ParsedReport]
    refs: Mapping[str, ReportRef]
    withheld: list[Withheld] = field(default_factory=list)
    tables: dict[str, list[Row]] = field(default_factory=dict)
    slices: dict[str, Slice] = field(default_factory=dict)

    def withhold(self, report_id: str, reason: Reason, message_zh: str, message_en: str) -> None:
        self.reports = [one for one in self.reports if one.report.report_id != report_id]
        self.withheld.append(Withheld(report_id, self.refs[report_id].key, reason, message_zh, message_en))


@dataclass(frozen=True, slots=True)
class BlockMaker:
    """Makes blocks. ``references``: the tables that are not cut by division, for the foreign keys."""

    across: Across
    gate: Gate
    references: References

    def make(self, works: Sequence[DivisionWork]) -> list[Block]:
        """One block for each work, in order. Raises :class:`GateError` for a fault that is of no single report."""
        divisions = [_read(work) for work in works]
        for division in divisions:
            self._derive(division)
        while problems := self._judged(divisions):
            if not self._set_aside(divisions, problems):
                raise GateError([problem.message for problem in problems])
        return [_block(division) for division in divisions]

    def _derive(self, division: _Division) -> None:
        """Rows of all tables; a report that none can be made of is withheld, and the others compared without it."""
        while True:
            tables: dict[str, list[Row]] = {}
            failed = None
            for parsed in self.across(division.reports):
                try:
                    made = report_tables(parsed, division.refs[parsed.report.report_id].sha256)
                except ValueError as problem:
                    failed = (parsed.report.report_id, problem)
                    break
                for name, rows in made.items():
                    # The key begins with the report's id: reports in order make a table in order.
                    tables.setdefault(name, []).extend(sorted(rows, key=load_schemas()[name].sort_key))
            if failed is None:
                division.tables = tables
                division.slices = {
                    name: Slice(len(rows), write_rows(load_schemas()[name].columns, rows))
                    for name, rows in tables.items()
                    if rows
                }
                return
            report_id, error = failed
            division.withhold(
                report_id, Reason.CONTRACT, f"数据无法写入表格：{error}", f"its rows cannot be written: {error}"
            )

    def _judged(self, divisions: Sequence[_Division]) -> Sequence[Problem]:
        tables, rows = _csv(divisions)
        used = self.references.used_by([division.tables for division in divisions])
        return self.gate({**used, **tables}, rows)

    def _set_aside(self, divisions: Sequence[_Division], problems: Sequence[Problem]) -> bool:
        """Withhold the reports that ``problems`` name; False if a problem names none."""
        named: dict[str, list[str]] = {}
        for problem in problems:
            if problem.report_id is None:
                return False
            named.setdefault(problem.report_id, []).append(problem.message)
        found = False
        for division in divisions:
            hit = [one.report.report_id for one in division.reports if one.report.report_id in named]
            for report_id in hit:
                first = named[report_id][0]
                division.withhold(
                    report_id, Reason.CONTRACT, f"数据不符合规范：{first}", f"its rows break the contract: {first}"
                )
            if hit:
                self._derive(division)
                found = True
        return found


def _read(work: DivisionWork) -> _Division:
    division = _Division(work.code, [], {ref.report_id: ref for ref, _ in work.records})
    for ref, data in sorted(work.records, key=lambda one: one[0]):
        if data is None:
            division.withhold(
                ref.report_id,
                Reason.MISSING,
                f"报告记录缺失 {ref.key}，请运行 xinfang rerun --from-archive",
                f"the store lacks its record {ref.key}: run `xinfang rerun --from-archive`",
            )
            continue
        try:
            parsed = ParsedReport.model_validate_json(data)
        except ValidationError as problem:
            detail = problem.errors(include_url=False, include_input=False)[0]["msg"]
            division.withhold(
                ref.report_id,
                Reason.UNREADABLE,
                f"报告记录无法读取 {ref.key}：{detail}",
                f"its record {ref.key} cannot be read: {detail}",
            )
            continue
        if parsed.report.report_id != ref.report_id:
            division.withhold(
                ref.report_id,
                Reason.UNREADABLE,
                f"报告记录 {ref.key} 属于另一份报告 {parsed.report.report_id}",
                f"its record {ref.key} is that of another report, {parsed.report.report_id}",
            )
            continue
        division.reports.append(parsed)
    corrected = apply_corrections(division.reports, work.corrections)
    division.reports = list(corrected.reports)
    for outcome in corrected.failed:
        if any(one.report.report_id == outcome.correction.report_id for one in division.reports):
            division.withhold(outcome.correction.report_id, Reason.CORRECTION, outcome.message_zh, outcome.message_en)
    return division


def _csv(divisions: Sequence[_Division]) -> tuple[dict[str, bytes], dict[str, int]]:
    """Every table that is cut by division, of these divisions, whether or not it has rows; and how many it has."""
    tables: dict[str, bytes] = {}
    rows: dict[str, int] = {}
    for name, schema in load_schemas().items():
        if schema.by_province and name != "coverage":
            slices = [division.slices.get(name, EMPTY) for division in divisions]
            tables[name] = header_of(schema) + b"".join(one.data for one in slices)
            rows[name] = sum(one.rows for one in slices)
    return tables, rows


def _block(division: _Division) -> Block:
    withheld = tuple(sorted(division.withheld, key=lambda one: one.report_id))
    return Block(division.code, division.slices, count_rows(division.tables), withheld)
