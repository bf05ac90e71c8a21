"""Short lists with 更多: named by what stands over them, by their tab or by nothing, and read whole behind it."""

from __future__ import annotations

import pytest

from domain.divisions import load_divisions
from scrapers.adapters.more_links import short_lists
from scrapers.html import parse
from scrapers.propose import Proposal, first_portal, propose
from tests.scrapers.fakes import FakeClock, Web, open_client, page

COLUMN = "http://www.luping.test/czxx/bmyjs/"
BODIES = ("信访局", "司法局", "水利局", "财政局", "审计局", "民政局")


def rows(kind: str, first: int, last: int) -> str:
    """Rows ``first`` to ``last`` of six, one department each."""
    made = (
        f"<li><a href='/gk/{kind}{one}.html'>甲县{BODIES[one]}2025年度部门{kind}公开</a>"
        f"<span>2026-02-0{one + 1}</span></li>"
        for one in range(first, last)
    )
    return f"<ul>{''.join(made)}</ul>"


YS, JS = rows("预算", 0, 2), rows("决算", 0, 2)
NAMED = [("ys/", "部门预算"), ("js/", "部门决算")]
UNNAMED = [("ys/", ""), ("js/", "")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            f"""<div class=b><div class=t><h3>部门预算</h3><a href=ys/>更多</a></div>{YS}</div>
            <div class=b><div class=t><h3>部门决算</h3><a href=js/>更多&gt;&gt;</a></div>{JS}</div>""",
            NAMED,
        ),
        (
            f"""<div class=b><h4>部门预算</h4>{YS}<p><a href=ys/>查看更多</a></p></div>
            <div class=b><h4>部门决算</h4>{JS}<p><a href=js/>MORE+</a></p></div>""",
            NAMED,
        ),
        (
            f"""<table><tr><td>部门预算</td><td><a href=ys/><img src=m.gif alt=更多></a></td></tr></table>{YS}
            <table><tr><td>部门决算</td><td><a href=js/ title=更多></a></td></tr></table>{JS}""",
            NAMED,
        ),
        (  # tabs in the order of their panes
            f"""<div class=hd><span class=cur>部门预算</span><span>部门决算</span></div>
            <div class=bd><div class='p cur'>{YS}<a href=ys/>更多</a></div>
            <div class=p>{JS}<a href=js/>更多</a></div></div>""",
            NAMED,
        ),
        (  # tabs that name their panes
            f"""<ul><li><a href=#b>部门决算</a></li><li><a href=#a>部门预算</a></li></ul>
            <div><div id=a>{YS}<a href=ys/>更多</a></div><div id=b>{JS}<a href=js/>更多</a></div></div>""",
            NAMED,
        ),
        (  # tabs in another order than their panes: the rows contradict
            f"""<ul><li>部门决算</li><li>部门预算</li></ul>
            <div class=p>{YS}<a href=ys/>更多</a></div><div class=p>{JS}<a href=js/>更多</a></div>""",
            UNNAMED,
        ),
        (f"<div class=p>{YS}<a href=ys/>更多</a></div><div class=p>{JS}<a href=js/>更多</a></div>", UNNAMED),
        (f"<div><h3>通知公告</h3><a href=t/>更多</a>{YS}</div>", [("t/", "通知公告")]),
        (f"<div>{YS}<a href=ys/>下一页</a></div>", []),
    ],
)
def test_a_short_list_has_the_name_that_stands_over_it(body: str, expected: list[tuple[str, str]]) -> None:
    found = short_lists(parse(f"<html><body>{body}</body></html>"))
    assert [(one.href, one.name) for one in found] == expected


def proposal(body: str, lists: dict[str, str]) -> Proposal:
    """``portals new`` at a page of short lists."""
    metas = "<meta name=SiteName content=潞平县人民政府><meta name=ColumnName content='{}'>"
    head = f"<html><head>{metas}</head><body>{{}}</body></html>"
    web = Web(
        {COLUMN: page(head.format("部门预决算", body))}
        | {COLUMN + path: page(head.format("", text)) for path, text in lists.items()}
    )
    divisions = load_divisions()
    with open_client(first_portal(COLUMN), web) as client:
        return propose(client, COLUMN, divisions=divisions, clock=FakeClock(), division=divisions.resolve("140423"))


BOXES = f"""<div class=b><h3>部门预算</h3><a href=ys/>更多</a>{YS}</div>
<div class=b><h3>部门决算</h3><a href=js/>更多</a>{JS}</div>"""
BARE = f"<div class=p>{YS}<a href=ys/>更多</a></div><div class=p>{JS}<a href=js/>更多</a></div>"
WHOLE = {"ys/": rows("预算", 0, 6), "js/": rows("决算", 0, 2)}


@pytest.mark.parametrize(("body", "names"), [(BOXES, ["部门预算", "部门决算"]), (BARE, [None, None])])
def test_the_lists_behind_more_are_the_columns_of_a_page_of_short_lists(body: str, names: list[str | None]) -> None:
    found = proposal(body, WHOLE)
    assert [(one.url, one.name) for one in found.portal.entry] == [
        (COLUMN + path, name) for path, name in zip(WHOLE, names, strict=True)
    ]
    assert len(found.rows) == 8


@pytest.mark.parametrize(
    "lists",
    [
        {"ys/": WHOLE["ys/"]},  # one of the lists cannot be had
        {"ys/": WHOLE["ys/"], "js/": rows("决算", 1, 6)},  # or lacks a row that the page shows
    ],
)
def test_a_page_of_short_lists_stays_a_column_where_the_lists_behind_more_hold_less(lists: dict[str, str]) -> None:
    found = proposal(BOXES, lists)
    assert [one.url for one in found.portal.entry] == [COLUMN, *(COLUMN + path for path in lists)]
