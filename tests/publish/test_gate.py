"""What Frictionless lets through is caught by our own checks, and each fault is named."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from publish.changes import diff_rows, sort_changes
from publish.descriptor import Release, make_descriptor
from publish.gate import GateError, check_package
from publish.package import Part, make_part, make_parts
from publish.schemas import load_schemas
from publish.tables import Tables
from tests.publish.samples import FakeClock, parsed_report, tables_of

REPORT = parsed_report()


def judge(spoil: Callable[[Tables], None] = lambda _: None) -> None:
    """Puts a package of one report, spoilt by ``spoil``, through the gate."""
    tables = tables_of(REPORT)
    spoil(tables)
    judge_parts(make_parts(tables))


def judge_parts(parts: dict[str, tuple[Part, ...]]) -> None:
    schema = load_schemas()["changes"]
    parts = {**parts, "changes": (make_part(schema, "all", sort_changes([])),)}
    release = Release(
        number=1,
        name="2026.11.21",
        created=FakeClock().now(),
        run_id="run",
        code_version="0.1.0",
        previous=None,
        previous_sha256=None,
        changes={},
    )
    check_package(make_descriptor(parts, release), 1, parts)


def spoil_cell(resource: str, column: str, value: str) -> Callable[[Tables], None]:
    def spoil(tables: Tables) -> None:
        tables[resource][0][column] = value

    return spoil


def test_a_good_package_passes() -> None:
    judge()


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (spoil_cell("facts", "amount", "２３３６７００"), "amount.*不是数字"),
        (spoil_cell("facts", "amount", "NaN"), "amount.*不是数字"),
        (spoil_cell("facts", "amount", "INF"), "amount.*不是数字"),
        (spoil_cell("facts", "amount", "1e999"), "amount.*不是数字"),
        (spoil_cell("facts", "amount", "1,234.50"), "amount.*不是数字"),
        (spoil_cell("facts", "page", "３"), "page.*不是数字"),
        (spoil_cell("facts", "quote", ""), "quote 为空"),
        (spoil_cell("reports", "agency", ""), "agency 为空"),
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
        (lambda tables: tables["divisions"].clear(), "divisions: 参考表为空"),
    ],
)
def test_a_fault_is_named(spoil: Callable[[Tables], None], message: str) -> None:
    with pytest.raises(GateError, match=message):
        judge(spoil)


def test_a_missing_table_is_named() -> None:
    parts = make_parts(tables_of(REPORT))
    del parts["workload"]
    with pytest.raises(GateError, match="workload: 缺少该资源"):
        judge_parts(parts)


def test_rows_that_an_unbalanced_quote_swallows_are_noticed() -> None:
    """Such a file is valid for Frictionless: three lines have become one cell."""
    parts = make_parts(tables_of(REPORT))
    good = parts["workload"][0]
    spoilt = good.data.replace("办理网上信访".encode(), '"办理网上信访'.encode()) + b'140423,"\n'
    parts["workload"] = (Part("workload", good.name, good.rows, spoilt, good.sha256),)
    with pytest.raises(GateError, match="workload"):
        judge_parts(parts)


def test_many_faults_are_cut_short() -> None:
    def spoil(tables: Tables) -> None:
        row = {**tables["facts"][0], "quote": ""}
        tables["facts"] += [dict(row) for _ in range(40)]

    with pytest.raises(GateError) as refusal:
        judge(spoil)
    assert len(refusal.value.problems) == 21
    assert "更多从略" in refusal.value.problems[-1]


def test_changes_of_nothing_are_an_empty_table() -> None:
    assert diff_rows(load_schemas()["facts"], [], []) == []
