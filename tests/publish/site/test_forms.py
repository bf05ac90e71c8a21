"""Printed tables put together again from facts and their quotes."""

from __future__ import annotations

from publish.site.forms import printed_tables
from tests.publish.site.rows import fact_row


def rows_of(*facts):
    (table,) = printed_tables(facts)
    return table["rows"]


def test_a_row_has_its_label_and_its_figures_in_their_printed_columns():
    quote = "201\t一般公共服务支出\t188.00\t103.67"
    first = fact_row(item="一般公共服务支出/本年支出合计", printed="188.00", row=5, column=3, quote=quote)
    second = fact_row(item="一般公共服务支出/基本支出", printed="103.67", row=5, column=4, quote=quote)
    assert rows_of(first, second) == [
        [5, [[1, "201", []], [2, "一般公共服务支出", []], [3, "188.00", [0]], [4, "103.67", [1]]]]
    ]


def test_a_label_that_spans_two_columns_stands_in_the_first():
    fact = fact_row(item="合计/本年支出合计", printed="233.67", row=4, column=3, quote="合计\t233.67")
    assert rows_of(fact) == [[4, [[1, "合计", []], [3, "233.67", [0]]]]]


def test_two_sides_of_a_row_keep_their_labels_and_an_empty_cell_stays_empty():
    quote = "八、其他收入\t8\t\t八、社会保障和就业支出\t39\t28.00"
    fact = fact_row(item="支出/社会保障和就业支出", printed="28.00", row=11, column=6, quote=quote)
    other, own = "八、其他收入", "八、社会保障和就业支出"
    assert rows_of(fact) == [
        [11, [[1, other, []], [2, "8", []], [4, own, []], [5, "39", []], [6, "28.00", [0]]]],
    ]


def test_a_quote_that_does_not_hold_the_figures_gives_label_and_figure():
    fact = fact_row(item="办公费", printed="1.59", row=4, column=3, quote="……")
    assert rows_of(fact) == [[4, [[1, "办公费", []], [3, "1.59", [0]]]]]


def test_several_facts_of_one_cell_share_it():
    facts = [
        fact_row(
            item=f"接待室/{kind}", printed="4个功能室和8个接待室", row=8, column=2, quote="场所\t4个功能室和8个接待室"
        )
        for kind in "ab"
    ]
    assert rows_of(*facts) == [[8, [[1, "场所", []], [2, "4个功能室和8个接待室", [0, 1]]]]]


def test_a_column_is_named_by_what_its_facts_share():
    facts = [
        fact_row(item=f"{name}/基本支出", printed=printed, row=row, column=column, quote=f"{name}\t{printed}")
        for name, printed, row, column in (("教育支出", "1.00", 1, 2), ("其他支出", "2.00", 2, 2))
    ]
    other = fact_row(item="数量", measure="count", printed="3", row=3, column=3, quote="数量\t3")
    (table,) = printed_tables([*facts, other])
    assert table["columns"] == [[2, "基本支出"], [3, "@count"]]


def test_a_column_of_several_kinds_of_blocks_has_no_name():
    facts = [
        fact_row(item=item, measure=measure, printed=str(row), row=row, column=2, quote=f"{item}\t{row}")
        for row, (item, measure) in enumerate([("资金", "amount"), ("分值", "weight"), ("得分", "score")], start=1)
    ]
    (table,) = printed_tables(facts)
    assert table["columns"] == [[2, ""]]


def test_tables_of_several_documents_stay_apart_and_sentences_are_no_tables():
    facts = [
        fact_row(document="b" * 64, table=1),
        fact_row(document="a" * 64, table=2),
        fact_row(document="a" * 64, table=1),
        fact_row(document="a" * 64, origin="narrative", table="", row="", column=""),
    ]
    assert [(table["document"][0], table["table"]) for table in printed_tables(facts)] == [("b", 1), ("a", 1), ("a", 2)]
