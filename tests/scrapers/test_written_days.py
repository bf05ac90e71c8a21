"""Days in other ways of writing: what says which day it is, is read; what may be two days, only as its list decides."""

from __future__ import annotations

from datetime import date

import pytest

from scrapers.adapters.dates import find_date, without_date
from tests.scrapers.listing import following, portal_of, read

_URL = "http://www.gov.test/czxx/index.html"


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("二〇二五年十二月三十一日", date(2025, 12, 31)),
        ("二○二六年二月廿八日", date(2026, 2, 28)),
        ("二零二六年十月十日", date(2026, 10, 10)),
        ("二O二五年〇九月一八日", date(2025, 9, 18)),
        ("二〇二六年9月18号", date(2026, 9, 18)),
        ("25年11月3日", date(2025, 11, 3)),
        ("11/23/2025", date(2025, 11, 23)),
        ("23.11.2025", date(2025, 11, 23)),
        ("7-7-2025", date(2025, 7, 7)),
        ("更新时间:8/31/2025 9:28:05 AM", date(2025, 8, 31)),
        ("Fri Oct 17 10:05:00 CST 2025", date(2025, 10, 17)),
        ("October 3rd, 2025", date(2025, 10, 3)),
        ("3-Oct-2025", date(2025, 10, 3)),
        ("2025—10—03", date(2025, 10, 3)),
        ("2025–10–3", date(2025, 10, 3)),
    ],
)
def test_a_day_that_says_which_it_is_is_read_however_it_is_written(printed: str, day: date) -> None:
    assert find_date(printed) == day
    assert find_date(f"（{printed}）", last=True) == day


@pytest.mark.parametrize(
    "title",
    [
        "县统计局2025年度部门决算（二〇二六年九月十八日）",
        "二○二六年九月十八日 县统计局2025年度部门决算",
        "县统计局2025年度部门决算 9/18/2026",
        "县统计局2025年度部门决算 [9/8/2026 9:28:05 AM]",
        "18.9.2026 县统计局2025年度部门决算",
        "县统计局2025年度部门决算（26年9月18日）",
    ],
)
def test_a_title_is_what_stands_before_or_behind_such_a_day(title: str) -> None:
    assert without_date(title) == "县统计局2025年度部门决算"


@pytest.mark.parametrize(
    "printed",
    ["5/3/2026", "03.05.2026", "11-12-2025", "26-09-18", "26/9/18", "98年5月3日", "第26年9月18日",
     "二〇二六年九月", "二〇二六年二月三十日", "二〇二六年十十月一日", "13/13/2026", "1.2.15.2026",
     "12/25/20261", "2025—2026", "九月十八日"],
)  # fmt: skip
def test_what_may_be_another_day_or_is_none_stays_unknown(printed: str) -> None:
    assert find_date(printed) is None


def _list(*days: str, titles: str = "{}局{}年度部门决算", year: int = 2025, extra: str = "") -> str:
    rows = "".join(
        f'<li><a href="a{n}.html">县第{n}{titles.format("", year)}</a><span>{day}</span></li>'
        for n, day in enumerate(days)
    )
    return f"<html><body><div class='box'><ul>{rows}</ul></div>{extra}</body></html>"


def _days(page: str) -> list[date | None]:
    return [row.date for row in read(portal_of("static", _URL), page).rows]


def test_one_value_over_12_decides_the_order_of_the_whole_list() -> None:
    assert _days(_list("5/3/2026", "4/20/2026")) == [date(2026, 5, 3), date(2026, 4, 20)]
    assert _days(_list("5/3/2026", "20/4/2026")) == [date(2026, 3, 5), date(2026, 4, 20)]
    assert _days(_list("5.3.2026 10:20:00", "(4.20.2026 9:01:00 AM)")) == [date(2026, 5, 3), date(2026, 4, 20)]


def test_a_list_that_decides_nothing_or_contradicts_itself_leaves_its_days_unknown() -> None:
    assert _days(_list("5/3/2026", "4/2/2026")) == [None, None]
    # Each of the last two can be one day only; the first still may be two.
    assert _days(_list("5/3/2026", "4/20/2026", "20/4/2026")) == [None, date(2026, 4, 20), date(2026, 4, 20)]


def test_another_list_of_the_page_decides_nothing() -> None:
    other = "<div class='news'><p><a href='/n.html'>全县信访工作会议召开</a><em>4/20/2026</em></p></div>"
    page = _list("5/3/2026", "4/2/2026", extra=other)
    assert date(2026, 5, 3) not in _days(page)
    assert date(2026, 3, 5) not in _days(page)


@pytest.mark.parametrize("form", ["{}-{:02}-{:02}", "[{}-{:02}-{:02}]", "{}.{}.{}", "（{}/{}/{}）"])
def test_two_figures_are_the_year_where_no_other_order_makes_a_report_follow_its_year(form: str) -> None:
    days = [form.format(26, 9, 18), form.format(26, 9, 8), form.format(26, 2, 6)]
    assert _days(_list(*days)) == [date(2026, 9, 18), date(2026, 9, 8), date(2026, 2, 6)]


def test_two_figures_of_a_year_behind_the_month_are_read_where_the_values_say_so() -> None:
    assert _days(_list("9/18/26", "2/6/26")) == [date(2026, 9, 18), date(2026, 2, 6)]


def test_two_figures_that_may_be_years_or_days_stay_unknown_beside_titles_without_a_year() -> None:
    page = _list("26-09-18", "25-02-06", titles="{}局工作动态情况通报{}", year=0)
    assert set(_days(page)) <= {None}


def test_an_office_that_prints_anything_else_in_the_place_of_a_day_ends_the_guess() -> None:
    assert _days(_list("26-09-18", "26-13-40")) == [None, None]


def test_a_short_last_page_is_read_in_the_order_that_the_page_before_it_decided() -> None:
    portal = portal_of("static", _URL)
    pager = "<p><a href='index_2.html'>下一页</a></p>"
    first = read(portal, _list("5/23/2026", "4/2/2026", extra=pager))
    assert following(first) == "http://www.gov.test/czxx/index_2.html"
    last = _list("3/2/2026", "2/9/2026")
    assert [row.date for row in read(portal, last, first.next).rows] == [date(2026, 3, 2), date(2026, 2, 9)]
    assert _days(last) == [None, None]


def test_an_article_typed_as_a_catalogue_is_a_list() -> None:
    page = (
        "<html><body><div class='main'><h1>预算公开一览</h1><div class='txt'><p>现将有关单位公开如下：</p>"
        "<p><b>一、</b><a href='x1.html'>镇原县水务局2026年部门预算</a>（二○二六年一月廿九日）</p>"
        "<p><b>二、</b><a href='x2.html'>镇原县信访局2026年部门预算</a>（二○二六年一月三十日）</p>"
        "</div></div></body></html>"
    )
    assert _days(page) == [date(2026, 1, 29), date(2026, 1, 30)]
