"""Every table figure of the hand-checked gold records comes out of the sample files, no other value in its place."""

from __future__ import annotations

import sys
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from domain.money import parse_number
from domain.records import CellState, Fact
from domain.text import squeeze
from parsers.model import DocumentModel, ReportContext, Table
from parsers.readers import read as read_document
from parsers.statements.tables import TableReading, read_tables
from tests.parsers.statements import gold
from tests.parsers.statements.documents import document, grid

FILES = Path(__file__).resolve().parents[3] / "infra" / "samples" / "files"
CONTENT = FILES.parent / "content"
SAMPLES = {
    "000": ("000_etuokeqianqi_2020_final.docx", "000_etuokeqianqi_2020_final_body.html"),
    "001": ("001_quyang_2020_budget.doc",),
    "002": ("002_maoxian_2019_final.docx",),
    "003": ("003_urumqi_xinshi_2021_final.docx",),
    "004": ("004_xiangyuan_2023_final.pdf",),
}
SHEETS = ("004_xiangyuan_2023_final.xlsx", "004_xiangyuan_2023_final.xls")
WHOLE = [(seed, name) for seed, names in SAMPLES.items() for name in names]


def context(seed: str) -> ReportContext:
    about = gold.document(seed)
    return ReportContext(fiscal_year=about["fiscal_year"], report_type=about["report_type"])


@cache
def model(name: str) -> DocumentModel:
    return read_document((FILES / name).read_bytes(), file_name=name)


@cache
def reading(name: str) -> TableReading:
    return read_tables(model(name), context(name[:3]))


def table_records(seed: str) -> set[str]:
    """Charts are drawings, not tables."""
    return {record.id for record in gold.records(seed) if record.source == "table" and record.statement != "chart"}


@pytest.mark.parametrize(("seed", "name"), WHOLE)
def test_every_table_figure_of_the_gold_records_is_read_and_none_is_wrong(seed, name):
    comparison = gold.compare(seed, reading(name).facts, ids=table_records(seed))
    sys.stdout.write(f"\n{name}\n{comparison.report()}\n")
    assert [record.id for record in comparison.missing] == []
    assert [(fact.item, fact.printed, record.id) for fact, record in comparison.wrong] == []


@pytest.mark.parametrize(("seed", "name"), WHOLE)
def test_no_table_and_no_row_of_the_samples_is_left_over(seed, name):
    result = reading(name)
    assert result.unrecognised == ()
    assert result.unused_rows == ()


@pytest.mark.parametrize("name", SHEETS)
def test_the_official_tables_read_the_same_from_spreadsheets(name):
    forms = {record.id for record in gold.records("004") if record.data.get("form")}
    comparison = gold.compare("004", reading(name).facts, ids=forms)
    assert (comparison.missing, comparison.wrong) == ([], [])
    assert reading(name).unused_rows == ()


def printed_text() -> DocumentModel:
    """004 as its text has it: no merged cells, rows shifted against their heads, tables cut by blank lines."""
    lines = (CONTENT / "004_xiangyuan_2023_final.txt").read_text(encoding="utf-8").split("\n")
    parts: list[str | Table] = []
    rows: list[str] = []
    for line in (*lines[lines.index("第二部分 2023年部门决算表") :], ""):
        if "\t" in line:
            rows.append(line)
            continue
        if rows:
            parts.append(grid("\n".join(rows)))
            rows = []
        if line.strip():
            parts.append(line)
    return document(*parts)


def test_shifted_cells_lost_merges_and_page_cuts_change_no_figure():
    result = read_tables(printed_text(), context("004"))
    comparison = gold.compare("004", result.facts, ids=table_records("004"))
    assert (comparison.missing, comparison.wrong) == ([], [])
    assert result.unrecognised == ()
    assert result.unused_rows == ()


def test_a_row_matched_in_order_is_less_certain_than_one_below_its_headings():
    result = read_tables(printed_text(), context("004"))
    money = [
        fact for fact in result.facts if fact.project == "22年信访维稳工作经费" and fact.item.endswith("/全年执行数")
    ]
    assert {(fact.item, fact.printed, fact.confidence) for fact in money} == {
        ("资金总额/全年执行数", "1.356", Decimal("0.80")),
        ("财政资金/全年执行数", "1.356", Decimal("1.00")),
    }


@pytest.mark.parametrize(("seed", "name"), WHOLE)
def test_every_fact_quotes_its_row_and_names_its_place(seed, name):
    for fact in reading(name).facts:
        assert 0 < len(fact.quote) <= 160, fact
        assert fact.table_no is not None
        if fact.cell_state is CellState.DECLARED_EMPTY or fact.paragraph is not None:
            continue
        assert fact.row_no is not None
        assert fact.column_no is not None
        if parse_number(fact.printed) is not None:
            assert squeeze(fact.printed) in squeeze(fact.quote), fact


def test_a_printed_page_gives_page_and_box_of_every_cell():
    facts = [fact for fact in reading("004_xiangyuan_2023_final.pdf").facts if fact.row_no is not None]
    assert all(fact.page is not None and fact.bbox is not None for fact in facts)


@pytest.mark.parametrize(("seed", "name"), WHOLE)
def test_exactly_one_of_amount_value_and_text_is_set_when_a_value_is_printed(seed, name):
    for fact in reading(name).facts:
        given = [part for part in (fact.amount, fact.value, fact.text) if part is not None]
        assert len(given) == (1 if fact.cell_state in (CellState.VALUE, CellState.ZERO) else 0), fact


PERSONS = ("王小明", "13800138000", "赵明", "0000000", "甲某某", "乙某某", "丙某某", "丁某某")


@pytest.mark.parametrize(("seed", "name"), WHOLE)
def test_no_person_of_the_samples_reaches_a_fact(seed, name):
    published = [text for fact in reading(name).facts for text in _strings(fact)]
    assert [text for text in published for person in PERSONS if person in text] == []


def _strings(fact: Fact) -> list[str]:
    return [text for text in fact.model_dump().values() if isinstance(text, str)]


def test_the_forms_tell_the_family_and_the_unit():
    result = reading("004_xiangyuan_2023_final.pdf")
    assert (result.template, result.printed_unit) == ("决算-山西十表", "万元")
    assert (result.tables_found, result.tables_declared_empty) == (17, 3)
    assert reading("001_quyang_2020_budget.doc").template == "预算-河北附件"
