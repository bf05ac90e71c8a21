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
