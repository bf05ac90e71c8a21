"""What Frictionless lets through is caught by our own checks, and each fault is named."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from publish.changes import diff_rows
from publish.gate import GateError, Problem, check_parts, check_tables
from publish.package import part_of, write_csv
from publish.schemas import load_schemas
from publish.tables import Tables
from tests.publish.samples import parsed_report, tables_of

REPORT = parsed_report()


def judge(spoil: Callable[[Tables], None] = lambda _: None) -> list[Problem]:
    """What the gate says of the tables of one report, spoilt by ``spoil``."""
    tables = tables_of(REPORT)
    spoil(tables)
    return check_tables(as_csv(tables))


def as_csv(tables: Tables) -> dict[str, bytes]:
    return {name: write_csv(load_schemas()[name].columns, rows) for name, rows in tables.items()}


def spoil_cell(resource: str, column: str, value: str) -> Callable[[Tables], None]:
    def spoil(tables: Tables) -> None:
        tables[resource][0][column] = value

    return spoil


def test_a_good_package_passes() -> None:
    assert judge() == []


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (spoil_cell("facts", "amount", "２３３６７００"), "amount.*不是数字"),
        (spoil_cell("facts", "amount", "NaN"), "amount.*不是数字"),
        (spoil_cell("facts", "amount", "INF"), "amount.*不是数字"),
        (spoil_cell("facts", "amount", "1e999"), "amount.*不是数字"),
        (spoil_cell("facts", "amount", "1,234.50"), "amount.*不是数字"),
        (spoil_cell("facts", "page", "３"), "page.*不是数字"),
        (spoil_cell("facts", "quote", ""), "quote = '' 为空"),
        (spoil_cell("reports", "agency", ""), "agency = '' 为空"),
        (spoil_cell("facts", "report_id", "140423-2023-final-00000000"), "facts.*foreign key"),
        (spoil_cell("facts", "document_id", "0" * 64), "facts.*foreign key"),
        (spoil_cell("function_lines", "code_normalised", "999"), "function_lines.*foreign key"),
        (spoil_cell("economic_lines", "code_normalised", "999"), "economic_lines.*foreign key"),
        (spoil_cell("coverage", "division_code", "999999"), "coverage.*foreign key"),
        (spoil_cell("reports", "level", "village"), "reports.*level.*enum"),
        (spoil_cell("reports", "published_on", "2024年9月12日"), "reports.*published_on"),
        (spoil_cell("documents", "fetched_at", "2026-11-20"), "documents.*fetched_at"),
        (spoil_cell("documents", "ocr", "否"), "documents.*ocr"),
        (spoil_cell("documents", "url", "javascript:alert(1)"), "documents.*url.*pattern"),
        (spoil_cell("facts", "bbox", "1 2 3 4"), "facts.*bbox.*pattern"),
        (spoil_cell("facts", "confidence", "1.5"), "facts.*confidence.*maximum"),
        (spoil_cell("facts", "amount", "10000000000000000"), "facts.*amount.*maximum"),
        (lambda tables: tables["facts"].append(tables["facts"][0]), "主键重复 2 次"),
    ],
)
def test_a_fault_is_named(spoil: Callable[[Tables], None], message: str) -> None:
    problems = judge(spoil)
    assert any(re.search(message, problem.message) for problem in problems), problems
    assert {problem.report_id for problem in problems} <= {REPORT.report.report_id, "140423-2023-final-00000000"}


def test_a_fault_of_a_table_that_is_no_reports_names_none() -> None:
    def spoil(tables: Tables) -> None:
        tables["divisions"][0]["level"] = "village"

    (problem,) = judge(spoil)
    assert (problem.resource, problem.report_id) == ("divisions", None)


def test_a_missing_table_and_an_empty_reference_table_are_named() -> None:
    parts = {name: [part_of(name, "all", 1, b"")] for name in load_schemas()}
    check_parts(parts)
    del parts["workload"]
    parts["divisions"] = [part_of("divisions", "all", 0, b"")]
    with pytest.raises(GateError) as refusal:
        check_parts(parts)
    assert [problem.partition(" /")[0] for problem in refusal.value.problems] == [
        "workload: 缺少该资源",
        "divisions: 参考表为空",
    ]


def test_rows_that_an_unbalanced_quote_swallows_are_noticed() -> None:
    """Such a file is valid for Frictionless: three lines have become one cell."""
    tables = as_csv(tables_of(REPORT))
    tables["workload"] = tables["workload"].replace("办理网上信访".encode(), '"办理网上信访'.encode()) + b'140423,"\n'
    assert [problem.resource for problem in check_tables(tables)] == ["workload"]


def test_many_faults_are_cut_short() -> None:
    refusal = GateError(str(number) for number in range(40))
    assert len(refusal.problems) == 21
    assert "更多从略" in refusal.problems[-1]


def test_changes_of_nothing_are_an_empty_table() -> None:
    assert diff_rows(load_schemas()["facts"], [], []) == []
