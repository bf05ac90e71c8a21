"""The schemas say what the dataset contract says, in both languages, and only in ways every tool understands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from frictionless import Schema

from domain.records import (
    Agreement,
    CellState,
    CoverageState,
    DocumentRole,
    Level,
    Measure,
    Method,
    Origin,
    ReportState,
    ReportType,
    Scope,
    Statement,
    Verdict,
)
from publish.schemas import load_schemas
from publish.schemas.dictionary import dictionary
from publish.tables import build_tables
from tests.publish.samples import coverage_of, parsed_report

CONTRACT = {
    "reports": "report_id* division_code* province* city county level* agency* agency_kind* scope* fiscal_year* "
    "report_type* title published_on first_seen_on* page_url* portal_id* printed_unit template tables_found "
    "tables_declared_empty state* facts checks_failed revision* supersedes record_sha256",
    "documents": "document_id* report_id* role url* page_url* file_name media_type* bytes* pages text_sha256 "
    "rows_sha256 fetched_at* last_modified archive_key* reader* ocr* transport redactions",
    "facts": "fact_id* report_id* document_id* statement* item* item_printed* code measure* amount value text printed* "
    "printed_unit cell_state* origin* page table_no row_no column_no bbox paragraph quote* method* confidence* "
    "agreement* correction_id",
    "checks": "check_id* report_id* rule* verdict* expected found difference tolerance fact_ids message_zh* "
    "message_en*",
    "coverage": "division_code* fiscal_year* report_type* state* due_on report_id last_checked_at evidence note",
    "changes": "resource* row_key* op* field* old new",
}
TOTALS = (
    "revenue_total revenue_current fiscal_appropriation general_public_budget gov_fund state_capital superior_subsidy "
    "business operating affiliated other_revenue carryover_begin nonfiscal_surplus_used expenditure_total "
    "expenditure_current basic personnel public_funds project remitted operating_expenditure subsidy_affiliated "
    "surplus_distribution carryover_end agency_operating three_public_budget three_public_final procurement_total "
    "vehicles staff_in_post revenue_total_prior expenditure_total_prior"
)
RESOURCES = (
    "reports documents facts totals function_lines economic_lines three_public procurement procurement_items assets "
    "staffing projects project_indicators workload checks coverage corrections changes divisions division_changes "
    "function_codes economic_codes"
)


def test_every_resource_of_the_contract_has_a_schema() -> None:
    assert list(load_schemas()) == RESOURCES.split()


@pytest.mark.parametrize("resource", CONTRACT)
def test_columns_and_required_columns_are_those_of_the_contract(resource: str) -> None:
    schema = load_schemas()[resource]
    assert [field.name + "*" * field.required for field in schema.fields] == CONTRACT[resource].split()


def test_totals_have_the_columns_of_the_contract() -> None:
    keys = {"report_id", "division_code", "fiscal_year", "report_type"}
    assert set(load_schemas()["totals"].columns) == keys | set(TOTALS.split())


@pytest.mark.parametrize(
    ("column", "vocabulary"),
    [
        ("reports.level", Level),
        ("reports.scope", Scope),
        ("reports.report_type", ReportType),
        ("reports.state", ReportState),
        ("documents.role", DocumentRole),
        ("facts.statement", Statement),
        ("facts.measure", Measure),
        ("facts.cell_state", CellState),
        ("facts.origin", Origin),
        ("facts.method", Method),
        ("facts.agreement", Agreement),
        ("checks.verdict", Verdict),
        ("coverage.state", CoverageState),
    ],
)
def test_vocabularies_are_those_of_the_records(column: str, vocabulary: type) -> None:
    resource, name = column.split(".")
    allowed = load_schemas()[resource].field(name).constraints["enum"]
    assert sorted(allowed) == sorted(vocabulary)  # type: ignore[call-overload]


def test_frictionless_accepts_every_schema() -> None:
    for schema in load_schemas().values():
        read = Schema.from_descriptor(schema.descriptor())
        assert read.field_names == list(schema.columns)
        assert read.primary_key == list(schema.primary_key)


def test_titles_and_descriptions_are_in_chinese_and_english() -> None:
    chinese = re.compile("[一-鿿]")
    for schema in load_schemas().values():
        texts = [schema.title, schema.description]
        texts += [text for field in schema.fields for text in (field.title, field.description)]
        for text in texts:
            assert chinese.search(text.zh), text
            assert re.search("[A-Za-z]", text.en), text


def test_no_pattern_lets_full_width_digits_through() -> None:
    for schema in load_schemas().values():
        for field in schema.fields:
            assert "\\d" not in str(field.constraints.get("pattern", "")), field.name


def test_every_number_has_bounds_that_stop_nan_and_infinity() -> None:
    for schema in load_schemas().values():
        for field in schema.fields:
            if field.is_number:
                assert {"minimum", "maximum"} <= set(field.constraints), f"{schema.name}.{field.name}"


def test_every_row_that_is_built_has_exactly_the_columns_of_its_schema() -> None:
    report = parsed_report()
    tables = build_tables([report], coverage=coverage_of([report]))
    for name, rows in tables.items():
        for row in rows:
            assert set(row) == set(load_schemas()[name].columns), name


def test_the_data_dictionary_in_the_documentation_is_that_of_the_schemas() -> None:
    page = Path(__file__).parents[2] / "docs" / "data-dictionary.md"
    assert page.read_text(encoding="utf-8") == dictionary(), "run: python -m publish.schemas.dictionary " + page.name
