"""Files that their server or address calls another report's: left and told, or kept and told where the page is sure."""

from __future__ import annotations

from urllib.parse import quote

import httpx
import pytest

from scrapers.harvest import PortalHarvest
from tests.scrapers.fakes import page
from tests.scrapers.visits import BASE, PDF, TITLE, World, article, listing, row, world

MONTH = 31 * 86400
OWN = "襄垣县信访局2023年度部门决算.pdf"
OTHERS = (
    "襄垣县信访局2022年度部门决算.pdf",
    "襄垣县信访局2023年部门预算.pdf",
    "襄垣县民政局2023年度部门决算.pdf",
    "武乡县信访局2023年度部门决算.pdf",
)


def called(name: str, **headers: str) -> httpx.Response:
    told = f"attachment; filename*=UTF-8''{quote(name)}"
    sent = {"content-type": "application/octet-stream", "content-disposition": told, **headers}
    return httpx.Response(200, headers=sent, content=PDF)


def of_article(link: str, reply: httpx.Response, address: str = "down.do?id=7") -> World:
    body = f"详见附件。<a href='{address}'>{link}</a>"
    return world(
        {"index.html": page(listing(row("1.html", TITLE))), "1.html": page(article(body=body)), address: reply}
    )


def told(harvest: PortalHarvest) -> list[str]:
    return [one.state for one in harvest.problems]


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("link", ["附件下载", "点击查看", "决算公开表"])
def test_a_file_that_only_its_server_names_is_of_the_report_it_is_named_after(name: str, link: str) -> None:
    harvest = of_article(link, called(name)).visit()
    assert (told(harvest), harvest.disclosures) == (["other_report"], ())
    assert name in harvest.problems[0].message


@pytest.mark.parametrize("name", OTHERS)
def test_a_file_that_the_page_calls_ours_is_kept_and_the_conflict_told_as_long_as_it_stands(name: str) -> None:
    visit = of_article(OWN, called(name, etag='"f"'))
    (found,) = (harvest := visit.visit()).disclosures
    assert ([one.file_name for one in found.documents], told(harvest)) == ([OWN], ["name_conflict"])
    visit.clock.sleep(MONTH)
    visit.web.replies[BASE + "down.do?id=7"] = httpx.Response(304, headers={"etag": '"f"'})
    assert told(visit.visit()) == ["name_conflict"]
    visit.clock.sleep(3 * MONTH)
    visit.web.replies[BASE + "down.do?id=7"] = called(OWN)
    assert told(visit.visit()) == []


@pytest.mark.parametrize("name", [OWN, "5d2c.pdf", "2023年度公开表.xls", "附件1.pdf", "襄垣县财政局审核稿.pdf"])
def test_names_that_fit_the_report_or_say_nothing_are_no_conflict(name: str) -> None:
    (found,) = (harvest := of_article("附件下载", called(name)).visit()).disclosures
    assert (len(found.documents), told(harvest)) == (1, [])


def test_a_file_whose_address_names_another_report_is_not_asked_for_where_its_link_says_nothing() -> None:
    address = f"down.jsp?filename={quote(OTHERS[0])}"
    visit = of_article("附件下载", called("x.pdf"), address)
    harvest = visit.visit()
    assert (told(harvest), visit.asked) == (["other_report"], ["index.html", "1.html"])


def test_a_row_that_is_a_file_is_kept_and_the_servers_other_name_told() -> None:
    visit = world({"index.html": page(listing(row("P9.pdf", TITLE))), "P9.pdf": called(OTHERS[0])})
    harvest = visit.visit()
    assert ([len(one.documents) for one in harvest.disclosures], told(harvest)) == ([1], ["name_conflict"])
