"""Columns that hold a bureau's reports among much else: taken where a person gives them, and only of its own site."""

from __future__ import annotations

import pytest

from domain.divisions import load_divisions
from scrapers.propose import NoColumn, Proposal, first_portal, propose
from tests.scrapers.fakes import FakeClock, Web, open_client, page

GIVEN = "http://www.a.test/gsgg/list.html"
NOTICES = [f"关于公布2026年{month}月市级领导干部接访安排的公告" for month in range(3, 9)]
REPORT = "2025年度部门决算公开"
COLUMN = "<meta name='ColumnName' content='公示公告'>"


def rows(*titles: str) -> str:
    items = "".join(f"<li><a href='{n}.html'>{title}</a><i>2026-09-1{n}</i></li>" for n, title in enumerate(titles))
    return f"<ul>{items}</ul>"


def shown(site: str, body: str, head: str = COLUMN) -> str:
    return f"<html><head><meta name='SiteName' content='{site}'>{head}</head><body>{body}</body></html>"


def proposed(given: str, **more: str) -> Proposal:
    web = Web({GIVEN: page(given)} | {f"http://www.a.test/{name}/": page(text) for name, text in more.items()})
    with open_client(first_portal(GIVEN), web) as client:
        return propose(client, GIVEN, divisions=load_divisions(), clock=FakeClock())


def test_a_given_column_of_the_bureaus_own_site_is_taken_with_its_notices() -> None:
    proposal = proposed(shown("广元市信访局", rows(REPORT, *NOTICES)))
    assert [(one.name, one.role, one.mixed) for one in proposal.portal.entry] == [("公示公告", "bureau", False)]
    assert [one.row.title for one in proposal.rows if one.decision.taken] == [REPORT]


def test_a_column_of_reports_that_it_leads_to_is_taken_in_its_place() -> None:
    link = "<a href='/bmyjs/'>部门预决算</a>"
    reports = shown("广元市信访局", rows(REPORT, "2026年部门预算公开"), "<meta name='ColumnName' content='部门预决算'>")
    proposal = proposed(shown("广元市信访局", link + rows(REPORT, *NOTICES)), bmyjs=reports)
    assert [one.name for one in proposal.portal.entry] == ["部门预决算"]


@pytest.mark.parametrize(
    "given",
    [
        shown("广元市信访局", rows(*NOTICES)),
        shown("广元市信访局", rows(REPORT, *NOTICES), head=""),
        shown("广元市人民政府", rows(REPORT, *NOTICES)),
    ],
    ids=["no report", "a home page", "another site"],
)
def test_notices_without_a_report_a_home_page_and_another_site_are_no_column(given: str) -> None:
    with pytest.raises(NoColumn):
        proposed(given)


OWN = f"襄垣县信访局{REPORT}"
TREE = "<li class='level1{0}'><a href='../xfj/'>县信访局</a></li><li class='level1'><a href='../czj/'>县财政局</a></li>"


def catalogue(named: str, *titles: str, site: str = "襄垣县人民政府") -> str:
    """A department's page of the catalogue of a government, its documents in lists of cells."""
    cells = "".join(
        f"<ul class='r'><li>K{n}/2026-0{n}</li><li><a href='t{n}.html'>{title}</a><div style='display:none'>"
        f"<p>名称：{title}</p><p>发布日期：2026年09月1{n}日</p></div></li><li>无</li><li>2026年09月1{n}日</li></ul>"
        for n, title in enumerate(titles)
    )
    return f"<html><head><meta name='SiteName' content='{site}'>{named}<div>{cells}</div></body></html>"


CALLED = {
    "by its column": "<meta name='ColumnName' content='县信访局'></head><body>",
    "by its path": "</head><body><p>当前位置：首页 &gt; 政府信息公开目录 &gt; 襄垣县信访局 &gt; 财政信息</p>",
    "by its title": "<title>县委县政府信访局_政府信息公开目录_襄垣县人民政府</title></head><body>",
    "by its place in the tree": "<title>主动公开目录-襄垣县</title></head><body><ul>"
    + TREE.format(" curSelectedNode")
    + "</ul>",
}


@pytest.mark.parametrize("named", CALLED.values(), ids=CALLED)
def test_the_bureaus_given_page_of_a_catalogue_is_taken_with_its_other_documents(named: str) -> None:
    proposal = proposed(catalogue(named, OWN, *NOTICES))
    assert [one.row.title for one in proposal.rows] == [OWN, *NOTICES]
    assert [one.row.title for one in proposal.rows if one.decision.taken] == [OWN]


NOT_CALLED = {
    "another department is marked": "<title>主动公开目录-襄垣县</title></head><body><ul>" + TREE.format("") + "</ul>",
    "another department's path": "</head><body><p>当前位置：首页 &gt; 信息公开目录 &gt; 襄垣县财政局</p>",
    "a report's own path": f"</head><body><p>当前位置：首页 &gt; 部门动态 &gt; {OWN}</p>",
    "an article": "<meta name='ArticleTitle' content='动态'></head><body><p>当前位置：首页 &gt; 县信访局</p>",
}


@pytest.mark.parametrize("named", NOT_CALLED.values(), ids=NOT_CALLED)
def test_another_departments_page_of_a_catalogue_is_no_column(named: str) -> None:
    with pytest.raises(NoColumn):
        proposed(catalogue(named, OWN, *NOTICES))
