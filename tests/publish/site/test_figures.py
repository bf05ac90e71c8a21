"""Every figure of a derived table leads back to the fact it was taken from."""

from __future__ import annotations

from publish.schemas import load_schemas
from publish.site.figures import Facts, function_figures, three_public_figures, totals_figures
from publish.tables import report_tables
from tests.publish.samples import fact, narrated, parsed_report
from tests.publish.site.rows import fact_row


def test_every_total_leads_to_a_printed_fact_of_the_same_amount():
    tables = report_tables(parsed_report())
    (row,) = tables["totals"]
    figures = totals_figures(row, Facts(tables["facts"]))
    by_id = {one["fact_id"]: one for one in tables["facts"]}
    assert set(figures) == {
        "revenue_total",
        "expenditure_total",
        "revenue_current",
        "three_public_budget",
        "three_public_final",
        "procurement_total",
        "staff_in_post",
    }
    for column, (value, fact_id) in figures.items():
        assert value == row[column]
        assert value in (by_id[fact_id]["amount"], by_id[fact_id]["value"])


def test_a_total_that_a_table_and_a_sentence_print_leads_to_the_table():
    facts = [narrated("summary", "收入总计", "233.67"), fact("summary", "收入总计", "233.67", row=31)]
    tables = report_tables(parsed_report(facts=facts))
    (row,) = tables["totals"]
    _, found = totals_figures(row, Facts(tables["facts"]))["revenue_total"]
    (chosen,) = (one for one in tables["facts"] if one["fact_id"] == found)
    assert chosen["origin"] == "table"


def test_a_total_printed_with_other_digits_elsewhere_leads_to_the_figure_that_stands_in_the_table():
    facts = [
        fact("summary", "收入总计", "233.7", row=31),
        fact("summary", "收入总计", "233.67", row=3, table=2),
    ]
    tables = report_tables(parsed_report(facts=facts))
    (row,) = tables["totals"]
    value, found = totals_figures(row, Facts(tables["facts"]))["revenue_total"]
    assert value == "2336700.00"
    assert next(one for one in tables["facts"] if one["fact_id"] == found)["printed"] == "233.67"


def test_expenditure_by_function_comes_from_the_fullest_table():
    facts = [
        fact_row(statement="general_by_class", item="教育支出", code="205", amount="10.00"),
        fact_row(item="一般公共服务支出/本年支出合计", code="201", amount="1880000.00"),
    ]
    lines = [
        line("general_by_class", "205", "教育支出", "10.00"),
        line("expenditure_by_function", "201", "一般公共服务支出", "1880000.00"),
        line("expenditure_by_function", "20103", "政府办公厅（室）及相关机构事务", "1880000.00", level="section"),
    ]
    assert function_figures(lines, Facts(facts)) == {
        "statement": "expenditure_by_function",
        "classes": [["201", "一般公共服务支出", "1880000.00", facts[1]["fact_id"]]],
    }


def test_a_report_without_classes_has_no_function_figures():
    assert function_figures([line("income_by_function", "201", "一般公共服务支出", "")], Facts([])) is None


def test_three_public_costs_lead_to_the_budget_and_to_the_accounts():
    tables = report_tables(parsed_report())
    by_id = {one["fact_id"]: one for one in tables["facts"]}
    found = [
        (item, phase, amount, by_id[fact_id]["measure"])
        for item, phase, amount, fact_id in three_public_figures(tables["three_public"], Facts(tables["facts"]))
    ]
    assert found == [("三公经费", "budget", "5000.00", "budget"), ("三公经费", "final", "0.00", "amount")]


def line(statement, code, name, amount, level="class"):
    return dict.fromkeys(load_schemas()["function_lines"].columns, "") | {
        "statement": statement,
        "code": code,
        "code_normalised": code,
        "name": name,
        "level": level,
        "expenditure_total": amount,
    }
