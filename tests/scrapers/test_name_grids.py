"""Pages of one year and kind that hold nothing but names of departments: every link a row, whatever holds the names."""

from __future__ import annotations

import pytest

from scrapers.adapters.name_grids import column_said
from scrapers.adapters.rows import read_rows
from scrapers.html import parse
from scrapers.rules import ListRule
from scrapers.titles import printed_title

NAMES = ("县信访局", "团县委", "县人力资源和社会保障局", "县自然资源和规划管理局", "城关镇", "县残联")
LINKS = [f"<a href='/show/{number}.html'>{name}</a>" for number, name in enumerate(NAMES)]
MENU = "<div class=side><ul><li><a href=/ys/>政府预决算</a></li><li><a href=/bm/>部门预决算公开</a></li></ul></div>"
IN_TABLE = f"""<table><tr><th colspan=4>县级部门</th></tr>
<tr>{"".join(f"<td>{one}</td>" for one in LINKS[:4])}</tr>
<tr><th colspan=4>其他</th></tr>
<tr>{"".join(f"<td>{one}</td>" for one in LINKS[4:])}<td>&nbsp;</td></tr></table>"""
IN_LISTS = f"""<div class=b><h3>县级部门</h3><ul>{"".join(f"<li>{one}</li>" for one in LINKS[:4])}</ul></div>
<div class=b><h3>其他</h3><ul>{"".join(f"<li>{one}</li>" for one in LINKS[4:])}</ul></div>"""
IN_LINES = f"<div class=con><p>{' | '.join(LINKS[:3])}</p><p>{' | '.join(LINKS[3:])}</p></div>"


def titles(head: str, body: str) -> list[tuple[str, object]]:
    found = read_rows(parse(f"<html><head>{head}</head><body>{MENU}{body}</body></html>"), ListRule(), "http://a.test/")
    return [(one.title, one.date) for one in found]


@pytest.mark.parametrize("body", [IN_TABLE, IN_LISTS, IN_LINES])
@pytest.mark.parametrize(
    ("head", "above"),
    [
        ("<meta name=ColumnName content=2026年部门预算公开>", ""),
        ("<title>2025年度县级部门决算公开专栏_甲县人民政府</title>", ""),
        ("", "<h2>甲县2026年部门预算及“三公”经费公开</h2>"),
        ("", "<p>当前位置：<a href=/>首页</a> &gt; <a href=/gk/>政务公开</a> &gt; 2025年县直部门决算</p>"),
    ],
)
def test_every_name_of_a_grid_is_a_row(head: str, above: str, body: str) -> None:
    assert titles(head, above + body) == [(name, None) for name in NAMES]


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("<title>机构职能_甲县人民政府</title>", IN_LISTS),  # a menu of departments
        ("<title>部门预决算公开</title>", IN_TABLE),  # nothing says of which year they are
        ("<title>2026年政府预算公开</title>", IN_TABLE),
        ("<title>甲县信访局2026年部门预算</title>", IN_TABLE),  # beside a report
        ("<title>2026年部门预算公开</title><meta name=ColumnName content=2025年部门决算公开>", IN_TABLE),
        ("<title>2026年部门预算公开</title>", f"<ul>{''.join(f'<li>{one}</li>' for one in LINKS[:3])}</ul>"),
    ],
)
def test_names_on_other_pages_are_no_grid(head: str, body: str) -> None:
    assert len(titles(head, body)) < len(NAMES)


def test_titled_reports_stay_the_rows_beside_a_menu_of_departments() -> None:
    reports = [f"甲县{name}2026年部门预算公开" for name in ("信访局", "水利局", "司法局")]
    lines = "".join(f"<li><a href=/r/{number}.html>{name}</a></li>" for number, name in enumerate(reports))
    shown = titles("<title>2026年部门预算公开</title>", f"{IN_TABLE}<div class=main><ul>{lines}</ul></div>")
    assert shown == [(name, None) for name in reports]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("2026年市级预算单位预算公开", True),
        ("2025年区属各部门（单位）决算公开", True),
        ("2026年省级部门预算信息", True),
        ("2026年部门预决算公开", False),
        ("2026年县信访局部门预算", False),
        ("部门决算公开", False),
    ],
)
def test_a_column_of_one_year_and_kind_calls_itself_so(name: str, said: bool) -> None:
    assert bool(column_said(parse(f"<html><head><title>{name}-甲县人民政府</title></head></html>"))) is said


@pytest.mark.parametrize(
    ("title", "page", "expected"),
    [
        ("县信访局", "甲县信访局2026年部门预算编制说明", "甲县信访局2026年部门预算编制说明"),
        ("县信访局", "甲县2026年部门预算", "县信访局"),  # the page does not say whose it is
        ("县信访局", "甲县信访局部门预算", "县信访局"),
        ("县信访局", None, "县信访局"),
        ("甲县信访局2026年部门预算", "关于甲县信访局2026年部门预算的说明", "甲县信访局2026年部门预算"),
        ("", "甲县信访局2026年部门预算", "甲县信访局2026年部门预算"),
    ],
)
def test_a_report_listed_by_a_name_alone_is_called_as_its_page_is(title: str, page: str | None, expected: str) -> None:
    assert printed_title(title, page) == expected
