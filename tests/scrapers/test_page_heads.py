"""What stands above rows: the path to the page, heads of years and of reports; each counts only where it is certain."""

from __future__ import annotations

from datetime import date

import pytest

from scrapers.adapters.crumbs import crumbs_of
from scrapers.adapters.dates import find_date
from scrapers.adapters.model import Row, Source
from scrapers.adapters.rows import read_rows
from scrapers.columns import column_links
from scrapers.html import parse
from scrapers.rules import ListRule

BASE = "http://www.a.test/czxx/"


def rows(body: str) -> tuple[Row, ...]:
    return read_rows(parse(f"<html><body>{body}</body></html>"), ListRule(), BASE)


def under(head: str, *items: tuple[str, str]) -> str:
    listed = "".join(f"<li><span>{day}</span><a href='{title}.html'>{title}</a></li>" for day, title in items)
    return f"<div class='box'><h4>{head}</h4><ul>{listed}</ul></div>"


def test_a_head_that_is_a_year_completes_the_days_below_it() -> None:
    body = under("2026年", ("09-18", "襄垣县信访局2025年度部门决算"), ("02-14", "襄垣县信访局2026年部门预算"))
    body += under("2025年", ("09-19", "襄垣县信访局2024年度部门决算"))
    assert [row.date for row in rows(body)] == [date(2026, 9, 18), date(2026, 2, 14), date(2025, 9, 19)]


@pytest.mark.parametrize(
    ("head", "items"),
    [
        ("2025年", [("09-18", "襄垣县信访局2025年度部门决算"), ("02-14", "襄垣县信访局2025年部门预算")]),
        ("2026年", [("12-28", "襄垣县信访局2026年部门预算"), ("12-27", "襄垣县司法局2026年部门预算")]),
        ("2026年部门预决算", [("09-18", "襄垣县信访局2025年度部门决算"), ("02-14", "襄垣县信访局2026年部门预算")]),
        ("2026年", [("02-31", "襄垣县信访局2026年部门预算"), ("02-30", "襄垣县司法局2026年部门预算")]),
    ],
)
def test_a_head_that_may_be_the_fiscal_year_completes_nothing(head: str, items: list[tuple[str, str]]) -> None:
    assert [row.date for row in rows(under(head, *items))] == [None, None]


def test_a_head_over_more_rows_than_are_looked_at_completes_nothing() -> None:
    many = [("02-14", f"襄垣县第{number}中学2026年部门预算") for number in range(200)]
    assert {row.date for row in rows(under("2026年", *many))} == {None}


def test_a_year_and_the_partial_date_below_it_are_no_date_by_themselves() -> None:
    assert find_date("2026年 09-18") is None
    assert find_date("2026年9月18日") == find_date("2026-09-18") == date(2026, 9, 18)


def test_a_large_day_above_its_month_is_the_date_of_a_row_that_is_one_link() -> None:
    item = "<li><a href='{0}.html' title='{0}'><div><span>18</span>2026-09</div><h5>{0}</h5><p>现予以公开</p></a></li>"
    body = "<ul>" + "".join(item.format(f"襄垣县{name}2025年度部门决算") for name in ("信访局", "水利局")) + "</ul>"
    assert [row.date for row in rows(body)] == [date(2026, 9, 18)] * 2


def departments(head: str) -> str:
    cells = (f"<td>·</td><td><a href='{head}/{name}.html'>{name}</a></td>" for name in ("县信访局", "县水利局"))
    return f"<h3>{head}</h3><table>" + "".join(f"<tr>{one}</tr>" for one in cells) + "</table>"


def test_names_of_departments_are_titled_by_the_head_over_each_list() -> None:
    found = rows(departments("2026年部门预算公开") + departments("2025年度部门决算公开"))
    assert [(row.title, row.publisher) for row in found] == [
        ("2026年部门预算公开", "县信访局"),
        ("2026年部门预算公开", "县水利局"),
        ("2025年度部门决算公开", "县信访局"),
        ("2025年度部门决算公开", "县水利局"),
    ]


def test_one_head_over_all_names_stays_the_name_of_the_column() -> None:
    assert not any(row.publisher for row in rows(departments("2026年部门预算公开")))


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ("<div>当前位置：<a>首页</a> &gt; <a>县信访局</a> &gt; 财政信息</div>", ("首页", "县信访局", "财政信息")),
        ("<p><b>您的位置</b>：<a>首页</a>»<a>预决算</a></p>", ("首页", "预决算")),
        ("<div>位置:首页-&gt;政务公开-&gt;部门预决算</div>", ("首页", "政务公开", "部门预决算")),
        (f"<div>当前位置很重要。{'县信访局与群众。' * 40}</div>", ()),
        ("<div>首页 &gt; 县信访局</div>", ()),
    ],
)
def test_the_path_is_read_where_it_is_called_so(body: str, path: tuple[str, ...]) -> None:
    assert crumbs_of(parse(f"<html><body>{body}</body></html>")) == path


def test_years_are_tabs_of_a_column_only_on_a_column_of_budgets() -> None:
    tabs = "<ul><li><a href='./2026n/'>2026年</a></li><li><a href='./2025n/'>2025</a></li></ul>"

    def led(name: str) -> list[str]:
        page = f"<html><body><div>当前位置：<a>首页</a>&gt;{name}</div>{tabs}</body></html>"
        return [link.label for link in column_links(Source(page, BASE), ("www.a.test",))]

    assert led("部门预决算") == ["2026年", "2025"]
    assert led("政府信息公开年报") == []
