"""Lists that print no day, or none that says which it is: typed lines are rows, the menu beside them is none."""

from __future__ import annotations

import pytest

from tests.scrapers.listing import following, portal_of, read

_URL = "http://www.gov.test/list.asp?id=9"


def _titles(page: str, url: str = _URL) -> list[str]:
    return [row.title for row in read(portal_of("static", url), page).rows]


def _typed(*lines: str) -> str:
    return (
        f"<html><body><div class='wz'><h2>预决算公开专栏</h2><div class='nr'>{''.join(lines)}</div></div></body></html>"
    )


_LINES = tuple(f"<p>{n}、<a href='/a/{n}.htm'>宁县第{n}小学2026年单位预算</a></p>" for n in (1, 2, 3))


def test_lines_typed_without_a_day_are_rows_with_what_stands_among_them() -> None:
    page = _typed(
        "<p>按公开时间排列：</p>", *_LINES, "<p style='x'>4、<a href='/a/4.htm'>关于批复单位预算的通知</a></p>"
    )
    assert _titles(page) == [*(f"宁县第{n}小学2026年单位预算" for n in (1, 2, 3)), "关于批复单位预算的通知"]


_BROKEN = tuple(f"<a href='/a/{n}.htm'>宁县第{n}小学2026年单位预算</a>" for n in (1, 2, 3))


@pytest.mark.parametrize("mark", ["", "·&nbsp;", "<img src='dot.gif'>", "<font color='red'>▪</font>"])
@pytest.mark.parametrize("around", ["<div class='zw'>{}</div>", "<table><tr><td>{}</td></tr></table>", "<p>{}</p>"])
@pytest.mark.parametrize("end", ["<br>", "<br/>\n<br/>", "<br />\n"])
def test_lines_that_end_with_a_break_are_rows(mark: str, around: str, end: str) -> None:
    page = f"<html><body>{around.format(''.join(mark + line + end for line in _BROKEN))}</body></html>"
    assert _titles(page) == [f"宁县第{n}小学2026年单位预算" for n in (1, 2, 3)]


@pytest.mark.parametrize("end", ["", " | ", "、"])
def test_links_of_one_line_are_no_rows(end: str) -> None:
    assert _titles(f"<html><body><div class='zw'>{end.join(_BROKEN)}</div></body></html>") == []


@pytest.mark.parametrize(
    "lines",
    [
        _LINES[:2],  # two stand below any article
        tuple(line.replace(".htm", ".pdf") for line in _LINES),  # the files of an article
        tuple(line.replace("2026年单位预算", "教学楼建设项目招标公告") for line in _LINES),
        (*_LINES, "<p><a href='/a/5.htm'>宁县信访局2026年部门预算</a> <a href='/a/5b.htm'>另一个页面的链接</a></p>"),
    ],
)
def test_lines_that_are_no_list_or_not_all_of_it_give_no_rows(lines: tuple[str, ...]) -> None:
    assert _titles(_typed(*lines)) == []


def _tables(own: str, count: int) -> str:
    menu = "".join(
        f"<tr><td><a href='{href}'>{name}</a></td></tr>"
        for href, name in (("list.asp?id=7", "政府预决算"), (own, "部门预决算"), ("list.asp?id=8", "三公经费"))
    )
    rows = "".join(
        f"<tr><td><a href='v.asp?id={n}'>宁县第{n}中学2025年度单位决算</a></td><td>5/{n}/2026</td></tr>"
        for n in range(1, count + 1)
    )
    pager = "<tr><td><a href='list.asp?id=9&page=1'>首页</a> <a href='list.asp?id=9&page=3'>下一页</a></td></tr>"
    return (
        f"<html><body><table width=900><tr><td><table>{menu}</table></td><td><table>{rows}{pager}</table></td></tr>"
        "</table></body></html>"
    )


@pytest.mark.parametrize("url", [_URL, f"{_URL}&page=2"])
def test_a_menu_that_leads_to_this_very_page_is_no_row_of_a_list_without_days(url: str) -> None:
    assert _titles(_tables("list.asp?id=9", 4), url) == [f"宁县第{n}中学2025年度单位决算" for n in (1, 2, 3, 4)]
    assert following(read(portal_of("static", url), _tables("list.asp?id=9", 4))) == f"{_URL}&page=3"


def test_a_menu_does_not_hide_the_few_rows_of_a_last_page() -> None:
    assert _titles(_tables("list.asp?id=9", 2), f"{_URL}&page=2") == [f"宁县第{n}中学2025年度单位决算" for n in (1, 2)]
