"""The engine behind the declarations: facts of one report → rows of one derived table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from domain.records import Fact, Measure, Origin, Report, ReportType, Statement
from domain.text import squeeze
from publish.schemas import Row, TableSchema
from publish.tables.choose import cell_of, choose
from publish.tables.declarations import LineTable, Rule, Target, Targets
from publish.tables.pieces import compose

#: What tells rows apart: statement, project, row name, printed code, settled key columns, how often it was met.
_Key = tuple[Statement | None, str, str, str, tuple[tuple[str, str], ...], int]


@dataclass
class _Line:
    """One row in the making: the facts that may fill each column."""

    name: str
    settled: dict[str, str]
    statement: Statement
    project: str
    code: str
    candidates: dict[str, list[Fact]] = field(default_factory=lambda: defaultdict(list))
    collected: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @property
    def is_narrative(self) -> bool:
        return all(fact.origin is Origin.NARRATIVE for facts in self.candidates.values() for fact in facts)


def derive(table: LineTable, schema: TableSchema, report: Report, facts: Sequence[Fact]) -> list[Row]:
    """Rows of ``table`` for one report, unsorted, with every column of ``schema`` ("" where nothing fits).

    A row of which no column could be filled (contradictions, dashes) is left out: its facts are in ``facts``.
    """
    rules = {statement: rule for rule in table.rules for statement in rule.statements}
    facts = [fact for fact in facts if fact.statement in rules]
    if table.composed is not None:
        facts = compose(table.composed, facts)
    if not facts:
        return []
    lines: dict[_Key, _Line] = {}
    occurrences = _Occurrences()
    for fact in facts:
        rule = rules[fact.statement]
        found = _match(rule, fact)
        if found is None:
            continue
        row_name, target = found
        settled = {name: _own_phase(value, report) for name, value in target.set.items()}
        row_name = settled.pop(table.row_column, row_name)
        project = (fact.project or "") if rule.by_project else ""
        if rule.by_project and table.row_column == "project":
            row_name, project = project, ""
        if not row_name:
            continue
        code = (fact.code or "") if table.code_column else ""
        nth = occurrences.of(fact, (project, row_name, code)) if table.numbered else 0
        key = (
            fact.statement if table.numbered else None,
            project,
            row_name,
            code,
            tuple(sorted(settled.items())) if settled else (),
            nth,
        )
        line = lines.get(key)
        if line is None:
            line = lines[key] = _Line(row_name, settled, fact.statement, project, code)
        if target.collect:
            if cell_of(fact, schema.field("amount")):
                line.collected[target.column].append(fact.item.rpartition("/")[2])
        else:
            line.candidates[target.column].append(fact)
    return _rows(table, schema, _told_again(lines.values()))


def _told_again(lines: Iterable[_Line]) -> list[_Line]:
    """Lines without those that only repeat, in words and without a code, a coded line of the same statement and name.

    What such a line adds (a change, a share) goes to the coded one; its figures stand back behind the table's.
    """
    listed = list(lines)
    if all(line.code or not line.is_narrative for line in listed):
        return listed
    coded: dict[tuple[Statement, str, str], list[_Line]] = defaultdict(list)
    for line in listed:
        if line.code:
            coded[(line.statement, line.project, squeeze(line.name))].append(line)
    kept = []
    for line in listed:
        same = coded[(line.statement, line.project, squeeze(line.name))]
        if line.code or len(same) != 1 or not line.is_narrative:
            kept.append(line)
            continue
        for column, facts in line.candidates.items():
            same[0].candidates[column].extend(facts)
    return kept


def _rows(table: LineTable, schema: TableSchema, lines: Iterable[_Line]) -> list[Row]:
    rows: list[Row] = []
    numbers: dict[str, int] = defaultdict(int)
    separate = "statement" in schema.primary_key
    for line in lines:
        row = _filled(table, schema, line)
        if row is None:
            continue
        if table.numbered:
            within = line.statement.value if separate else ""
            numbers[within] += 1
            row["line_no"] = str(numbers[within])
        rows.append(row)
    return rows


def _filled(table: LineTable, schema: TableSchema, line: _Line) -> Row | None:
    row: Row = dict.fromkeys(schema.columns, "")
    row |= line.settled
    row[table.row_column] = line.name
    filled = False
    for column, candidates in line.candidates.items():
        described = schema.field(column)
        chosen = candidates[0] if len(candidates) == 1 else choose(candidates, described)
        cell = cell_of(chosen, described) if chosen else ""
        if chosen is None or not cell:
            continue
        filled = True
        row[column] = cell
        beside = table.units.get(column)
        if beside and not row[beside]:
            row[beside] = chosen.printed_unit or ""
    for column, names in line.collected.items():
        filled = True
        row[column] = "、".join(dict.fromkeys(names))
    if not filled:
        return None
    if "statement" in schema.columns:
        row["statement"] = line.statement.value
    if "project" in schema.columns and line.project:
        row["project"] = line.project
    if table.code_column:
        row[table.code_column] = line.code
    if table.classify:
        row[table.classify.column] = table.classify.value_for(line.name)
    return row


def _match(rule: Rule, fact: Fact) -> tuple[str, Target] | None:
    """The row's name and the column a fact fills under ``rule``, or ``None`` if the rule has no place for it."""
    whole = _target(rule.items.get(fact.item), fact.measure)
    if whole:
        return fact.item, whole
    if fact.item in rule.items:
        return None
    row_name, slash, last = fact.item.rpartition("/")
    if slash and last in rule.columns:
        target = _target(rule.columns[last], fact.measure)
        return (row_name, target) if target else None
    target = _target(rule.measures, fact.measure)
    return (fact.item, target) if target else None


def _target(targets: Targets | None, measure: Measure) -> Target | None:
    if not targets:
        return None
    return targets.get(measure) or targets.get("any")


def _own_phase(value: str, report: Report) -> str:
    if value != "own":
        return value
    return "budget" if report.report_type is ReportType.BUDGET else "final"


class _Occurrences:
    """Tells two printed rows of one table apart that have the same name and code.

    A name met again in another table or file is the same row printed twice; met again in another row of the same
    table, it is another row.
    """

    def __init__(self) -> None:
        self._rows: dict[tuple[object, ...], list[int]] = defaultdict(list)

    def of(self, fact: Fact, name: tuple[str, str, str]) -> int:
        if fact.origin is not Origin.TABLE or fact.row_no is None:
            return 0
        rows = self._rows[(fact.statement, fact.document_id, fact.table_no, *name)]
        if fact.row_no not in rows:
            rows.append(fact.row_no)
        return rows.index(fact.row_no)
