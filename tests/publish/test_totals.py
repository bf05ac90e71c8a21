"""What a total of a report is taken from, and when it is left empty."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from domain.records import Fact
from tests.publish.samples import fact, narrated, rows_of


def total(column: str, *facts: Fact) -> str | None:
    return rows_of("totals", facts)[0].get(column)


def test_a_total_is_taken_from_the_first_place_that_prints_it() -> None:
    assert total("basic", fact("expenditure_by_function", "合计/基本支出", "149.34")) == "1493400.00"
    assert total("basic", narrated("expenditure", "基本支出", "149.34")) == "1493400.00"
    assert total("basic", fact("general_by_function", "合计/基本支出", "149.34")) is None
    both = [narrated("income", "本年收入合计", "9"), fact("summary", "本年收入合计", "8", row=27)]
    assert total("revenue_current", *both) == "80000.00"


def test_a_table_outweighs_a_sentence_and_a_sentence_a_chart() -> None:
    table = fact("summary", "收入总计", "233.67", row=31)
    sentence = narrated("summary", "收入总计", "232.00")
    chart = fact("summary", "收入总计", "231.00", origin="chart")
    assert total("revenue_total", chart, sentence, table) == "2336700.00"
    assert total("revenue_total", chart, sentence) == "2320000.00"
    assert total("revenue_total", chart) == "2310000.00"


def test_prints_that_contradict_each_other_leave_the_column_empty() -> None:
    """They are both in ``facts``; a second-best place must not paper over them either."""
    facts = [
        fact("summary", "支出总计", "382.31", row=62),
        fact("summary", "支出总计", "382.13", row=62, table=4),
        fact("summary", "收支总计", "382.31", row=1, table=5),
    ]
    assert total("expenditure_total", *facts) is None
    assert len(rows_of("facts", facts)) == 3


def test_prints_that_differ_only_by_their_rounding_are_one_figure_and_the_finest_stands() -> None:
    assert total(
        "basic", narrated("expenditure", "基本支出", "149.3"), narrated("expenditure", "基本支出", "149.34")
    ) == ("1493400.00")
    in_yuan = fact("summary", "收入总计", "2336712.34", unit="元", row=1)
    rounded = fact("summary", "收入总计", "233.67", row=1, table=2)
    assert total("revenue_total", rounded, in_yuan) == "2336712.34"
    off = fact("summary", "收入总计", "233.66", row=1, table=2)
    assert total("revenue_total", off, in_yuan) is None


@given(
    printed=st.decimals(min_value=0, max_value=10**6, places=2),
    noise=st.integers(min_value=-3, max_value=3),
    narrative=st.booleans(),
)
def test_what_stands_in_a_total_was_printed(printed: Decimal, noise: int, narrative: bool) -> None:
    other = printed + noise * Decimal("0.01")
    facts = [
        fact("summary", "收入总计", f"{printed:f}", row=1),
        fact(
            "summary",
            "收入总计",
            f"{max(other, Decimal(0)):f}",
            row=1,
            table=2,
            origin="narrative" if narrative else "table",
        ),
    ]
    found = total("revenue_total", *facts)
    if found is not None:
        assert Decimal(found) in {one.amount for one in facts}
    if narrative:
        assert found is not None
        assert Decimal(found) == facts[0].amount


def test_a_dash_and_an_empty_table_are_no_zero_and_a_printed_zero_is() -> None:
    dash = fact("procurement", "政府采购支出总额", "——", state="not_applicable", row=1)
    assert total("procurement_total", dash) is None
    assert total("procurement_total", narrated("procurement", "政府采购支出总额", "0")) == "0.00"
    declared = fact("gov_fund", "本表", "本表无数据", state="declared_empty", unit=None)
    assert rows_of("function_lines", [declared]) == []
    assert rows_of("facts", [declared])[0]["cell_state"] == "declared_empty"


def test_money_columns_take_money_only_and_counts_take_counts_only() -> None:
    assert total("vehicles", narrated("assets", "车辆数合计", "1", measure="count", unit="辆")) == "1"
    assert total("revenue_total", fact("summary", "收入总计", "233.67", unit=None, row=1)) is None
