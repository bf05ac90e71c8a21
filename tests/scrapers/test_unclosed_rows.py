"""One row that leaves an element open takes no other row away from the list, and no row its neighbour's date."""

from __future__ import annotations

import re

import pytest

from scrapers.adapters.rows import read_rows
from scrapers.html import parse
from scrapers.rules import ListRule

BASE = "http://www.a.test/czxx/"
ROWS = 8
WANTED = [
    (f"{place}.html", f"襄垣县民政局{2010 + place}年度部门预算", f"20{10 + place}-02-1{place}") for place in range(ROWS)
]
SHAPES = {
    "items": ("<ul class='news'>{}</ul>", "<li><div class='t'><a href='{}'>{}</a><em>{}</em></div></li>"),
    "bare items": ("<ul>{}</ul>", "<li><a href='{}'>{}</a><span>{}</span></li>"),
    "definitions": ("<dl>{}</dl>", "<dd><p><a href='{}'>{}</a></p><i>{}</i></dd>"),
    "table": ("<table><tbody>{}</tbody></table>", "<tr><td><a href='{}'>{}</a></td><td>{}</td></tr>"),
    "blocks": ("<div class='list'>{}</div>", "<div class='row'><a href='{}'>{}</a><span>{}</span></div>"),
    "paragraphs": ("<div class='list'>{}</div>", "<p><a href='{}'>{}</a>（{}）</p>"),
}
LEFT_OPEN = ["<font color='red'>", "<b>", "<strong><em>", "<span class='time'>", "<div>", "<a name='top'>"]


def read(shape: str, rows: list[str]) -> list[tuple[str, str, str]]:
    around, _ = SHAPES[shape]
    soup = parse(
        f"<html><body><p>当前位置</p><div class='menu'><a href='/'>首页</a></div>{around.format(''.join(rows))}"
        "<div class='foot'><p>主办单位</p></div></body></html>"
    )
    found = read_rows(soup, ListRule(), BASE)
    return [(row.url.removeprefix(BASE), row.title, str(row.date)) for row in found]


def printed(shape: str) -> list[str]:
    return [SHAPES[shape][1].format(*row) for row in WANTED]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("opened", LEFT_OPEN)
@pytest.mark.parametrize("at", [{0}, {4}, {ROWS - 1}, set(range(ROWS))], ids=["first", "middle", "last", "all"])
def test_an_element_left_open_behind_a_row_costs_no_row(shape: str, opened: str, at: set[int]) -> None:
    rows = [row + opened if place in at else row for place, row in enumerate(printed(shape))]
    assert read(shape, rows) == WANTED


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("at", [{0}, {4}, set(range(ROWS))], ids=["first", "middle", "all"])
def test_an_element_of_a_row_that_is_not_closed_costs_no_row(shape: str, at: set[int]) -> None:
    for end in sorted(set(re.findall(r"</\w+>", printed(shape)[0])) - {"</a>"}):  # that one takes words in
        rows = [row.replace(end, "", 1) if place in at else row for place, row in enumerate(printed(shape))]
        assert read(shape, rows) == WANTED, end


def test_what_stands_apart_on_purpose_stays_apart() -> None:
    page = """<html><body><div class='list'><p>说明</p><div class='rows'>
    <p><a href='1.html'>襄垣县民政局2024年度部门预算</a> 2024-02-11</p>
    <p><a href='2.html'>襄垣县民政局2025年度部门预算</a> 2025-02-11</p></div></div>
    <ul><span id='tab1'><li><a href='3.html'>关于放假的通知</a></li></span>
    <a href='4.html'><li>关于值班安排的通知</li></a></ul></body></html>"""
    rows = read_rows(parse(page), ListRule(), BASE)
    assert [row.url.removeprefix(BASE) for row in rows] == ["1.html", "2.html"]
