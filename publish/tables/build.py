"""Parsed reports → rows of every published table: deterministic, sorted by primary key, redacted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from domain.records import Correction, CoverageCell, Fact, ParsedReport
from domain.series import as_wholes
from publish.schemas import Row, TableSchema, load_schemas
from publish.tables.cells import source_cell
from publish.tables.codes import (
    economic_classification,
    economic_group,
    function_classification,
    level_of,
)
from publish.tables.declarations import line_tables
from publish.tables.lines import derive
from publish.tables.published import (
    check_row,
    correction_row,
    coverage_row,
    document_rows,
    fact_row,
    report_row,
)
from publish.tables.reference import reference_tables
from publish.tables.totals import totals_row

#: Rows of every resource by name, each sorted by primary key. ``changes`` is made when a version is.
Tables = dict[str, list[Row]]

_DOCUMENT_TEXTS = ("item", "item_printed", "code", "text", "printed", "printed_unit", "quote", "project")
#: Where the statement says on which level of the classification its names stand.
_STATEMENT_LEVELS = {"general_by_item": frozenset({"item"}), "general_by_class": frozenset({"class", "section"})}


def build_tables(
    reports: Iterable[ParsedReport],
    *,
    coverage: Iterable[CoverageCell] = (),
    corrections: Iterable[Correction] = (),
    reference: Mapping[str, Sequence[Row]] | None = None,
) -> Tables:
    """All tables but ``changes``. ``reports`` holds each report once, in its current form; read one by one.

    ``reference`` replaces the project's own reference tables. Raises ``ValueError`` naming the report when one is
    given twice or holds a number that no CSV can carry.
    """
    schemas = load_schemas()
    tables: Tables = {name: [] for name in schemas if name != "changes"}
    seen: set[str] = set()
    for parsed in reports:
        report_id = parsed.report.report_id
        if report_id in seen:
            raise ValueError(f"报告重复 / the report is given twice: {report_id}")
        seen.add(report_id)
        for name, rows in report_tables(parsed).items():
            tables[name] += rows
    tables["coverage"] = [coverage_row(cell) for cell in coverage]
    tables["corrections"] = [correction_row(correction) for correction in corrections]
    for name, given in (reference_tables() if reference is None else reference).items():
        tables[name] = [dict(row) for row in given]
    for name, rows in tables.items():
        rows.sort(key=schemas[name].sort_key)
    return tables


def report_tables(parsed: ParsedReport, record_sha256: str = "") -> Tables:
    """The rows one report adds to each table. ``record_sha256``: hash of the record that ``parsed`` was read from."""
    schemas = load_schemas()
    report = parsed.report
    shared = {
        "report_id": report.report_id,
        "division_code": report.division_code,
        "fiscal_year": str(report.fiscal_year),
        "report_type": report.report_type.value,
    }
    facts = [_clean(fact) for fact in parsed.facts]
    tables: Tables = {
        "reports": [report_row(parsed, record_sha256)],
        "documents": list(document_rows(parsed.documents)),
        "facts": [fact_row(fact) for fact in facts],
        "checks": [check_row(check) for check in parsed.checks],
        "totals": [_in_order(schemas["totals"], {**shared, **totals_row(facts)})],
    }
    series = {one.document_id: one.series for one in parsed.documents if one.series is not None}
    whole = as_wholes(facts, series)  # a table that goes over several pictures is one
    for table in line_tables():
        schema = schemas[table.resource]
        rows = derive(table, schema, report, whole)
        tables[table.resource] = [{**row, **shared} for row in rows]
    _add_codes(tables["function_lines"], tables["economic_lines"], report.fiscal_year)
    for row in tables["project_indicators"]:
        _split_levels(row)
    for row in tables["procurement_items"]:
        row["goods"] = row["goods"] or row["item"].partition("/")[2] or row["item"]
    return tables


def _clean(fact: Fact) -> Fact:
    """The fact with its texts as they are published, so that every table made of it is redacted as well."""
    cleaned = {
        name: source_cell(text)
        for name in _DOCUMENT_TEXTS
        if (text := getattr(fact, name)) and source_cell(text) != text
    }
    return fact.model_copy(update=cleaned) if cleaned else fact


def _in_order(schema: TableSchema, row: Row) -> Row:
    return {name: row[name] for name in schema.columns}


def _add_codes(function_lines: list[Row], economic_lines: list[Row], year: int) -> None:
    for row in function_lines:
        levels = _STATEMENT_LEVELS.get(row["statement"])
        code = function_classification().normalised(row["code"], row["name"], year, levels)
        row["code_normalised"] = code
        row["level"] = level_of(row["code"], row["name"]) or level_of(code, row["name"])
    for row in economic_lines:
        row["code_normalised"] = economic_classification().normalised(row["code"], row["name"], year)
        row["group"] = row["group"] or economic_group(row["code"], row["name"], year)


def _split_levels(row: Row) -> None:
    """``一级/二级/三级`` of an indicator's item; what follows the second slash is the third level, slashes and all."""
    parts = row["level3"].split("/", 2)
    if len(parts) == 3:
        row["level1"], row["level2"], row["level3"] = parts
    elif len(parts) == 2:
        row["level1"], row["level3"] = parts
