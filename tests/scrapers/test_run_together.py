"""Items that follow each other in one element: every one gets its own date, never its neighbour's."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from scrapers.adapters.rows import read_rows
from scrapers.html import parse
from scrapers.rules import ListRule

BASE = "http://www.a.test/czxx/"
DAYS = st.lists(st.integers(0, 400).map(lambda ago: date(2026, 11, 20) - timedelta(days=ago)), min_size=2, max_size=6)


def read(items: list[str]) -> list[tuple[str, date | None]]:
    soup = parse(f"<html><body><div class='txt'>{'<br>'.join(items)}</div></body></html>")
    return [(row.url.removeprefix(BASE), row.date) for row in read_rows(soup, ListRule(), BASE)]


@given(days=DAYS, behind=st.booleans())
def test_dates_stand_all_before_or_all_behind_their_links(days: list[date], behind: bool) -> None:
    links = [f"<a href='{n}.html'>襄垣县信访局{2010 + n}年度部门决算公开</a>" for n in range(len(days))]
    pairs = zip(links, days, strict=True)
    items = [f"{link} ({day})" if behind else f"[{day:%Y/%m/%d}] {link}" for link, day in pairs]
    assert read(items) == [(f"{n}.html", day) for n, day in enumerate(days)]


def test_an_item_without_a_date_does_not_take_its_neighbours() -> None:
    titled = "<a href='{}.html'>襄垣县信访局202{}年度部门决算公开</a>"
    soup = parse(
        "<html><body><ul><li class='box'>"
        f"{titled.format(1, 1)} 2026-09-01 {titled.format(2, 2)} {titled.format(3, 3)} 2026-09-03"
        "</li></ul></body></html>"
    )
    rows = read_rows(soup, ListRule(rows=("li.box",)), BASE)
    assert [row.date for row in rows] == [date(2026, 9, 1), None, date(2026, 9, 3)]


def test_two_items_in_one_table_row_are_two() -> None:
    cells = "".join(
        f"<td><a href='{n}.html'>襄垣县信访局202{n}年度部门决算公开</a></td><td>2026-09-0{n}</td>" for n in (1, 2)
    )
    soup = parse(f"<html><body><table><tr>{cells}</tr></table></body></html>")
    rows = read_rows(soup, ListRule(), BASE)
    assert [(row.url.removeprefix(BASE), row.date) for row in rows] == [
        ("1.html", date(2026, 9, 1)),
        ("2.html", date(2026, 9, 2)),
    ]
