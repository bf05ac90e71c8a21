"""Visits that meet walls, robots.txt, closing hours, silence or the end of their budget."""

from __future__ import annotations

import gzip
from datetime import timedelta
from typing import Any

import httpx
import pytest

from domain.ports import StoreError
from tests.scrapers.fakes import MemoryStore, file, page
from tests.scrapers.visits import PDF, REPORT, TITLE, article, listing, row, world


@pytest.mark.parametrize(("status", "days"), [(412, 7), (521, 7), (403, 1)])
def test_after_a_wall_nothing_is_asked_until_the_rest_is_over(status: int, days: int) -> None:
    visit = world({"index.html": httpx.Response(status, text="x")})
    first = visit.visit()
    assert (first.outcome.value, first.state.wall, visit.asked) == ("wall", str(status), ["index.html"])
    visit.clock.sleep(86400 * days - 3600)
    resting = visit.visit()
    assert (resting.outcome.value, visit.web.requests) == ("wall", [])
    assert "nothing is asked until" in resting.message_en
    visit.clock.sleep(7200)
    visit.visit()
    assert visit.asked == ["index.html"]
    visit.visit(full=True)  # a person asked
    assert visit.asked == ["index.html"]


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(("asked_for", "hours"), [("86400", 24), ("7200", 2), ("99999999999999999", 7 * 24)])
def test_a_long_pause_that_the_portal_asks_for_is_kept_over_visits(status: int, asked_for: str, hours: int) -> None:
    visit = world({"index.html": httpx.Response(status, text="x", headers={"Retry-After": asked_for})})
    assert (visit.visit().outcome.value, visit.asked) == ("rate_limited", ["index.html"])
    visit.clock.sleep(3600 * (hours - 1))
    waiting = visit.visit()
    assert (waiting.outcome.value, visit.web.requests) == ("rate_limited", [])
    assert "asks to wait until" in waiting.message_en
    visit.clock.sleep(3700)
    visit.visit()
    assert visit.asked == ["index.html"]


def test_a_wall_met_at_an_item_ends_the_visit_and_keeps_what_was_read() -> None:
    rows = [row(f"{year}.html", f"襄垣县信访局{year}年度部门决算") for year in (2020, 2021, 2022)]
    visit = world(
        {
            "index.html": page(listing(*rows)),
            "2020.html": page(article("襄垣县信访局2020年度部门决算")),
            "P0.pdf": file(PDF),
            "2021.html": httpx.Response(412),
        }
    )
    harvest = visit.visit()
    assert (harvest.outcome.value, visit.asked) == ("wall", ["index.html", "2020.html", "P0.pdf", "2021.html"])
    assert [one.fiscal_year for one in harvest.disclosures] == [2020]


def test_one_forbidden_file_is_that_files_own_problem() -> None:
    body = "<a href='P0.pdf'>决算公开.pdf</a><a href='P1.xls'>决算公开表.xls</a>"
    visit = world(
        {
            "index.html": page(listing(row("1.html", TITLE))),
            "1.html": page(article(body=body)),
            "P0.pdf": httpx.Response(403),
            "P1.xls": file(b"\xd0\xcf\x11\xe0"),
        }
    )
    harvest = visit.visit()
    assert (harvest.outcome.value, [one.state for one in harvest.problems]) == ("ok", ["wall"])
    assert [one.file_name for one in harvest.disclosures[0].documents] == ["决算公开表.xls"]


def test_a_captcha_download_keeps_the_address_and_no_file() -> None:
    captcha = (
        "<html><img src='/system/resource/js/filedownload/createimage.jsp'>请输入验证码<input name='codeValue'></html>"
    )
    body = "附件【<a href='/system/_content/download.jsp?wbfileid=1'>决算公开.xlsx</a>】"
    visit = world(
        {
            "index.html": page(listing(row("1.html", TITLE))),
            "1.html": page(article(body=body)),
            "http://www.a.test/system/_content/download.jsp?wbfileid=1": page(captcha),
        }
    )
    harvest = visit.visit()
    (problem,) = harvest.problems
    assert (problem.state, problem.url) == ("captcha", "http://www.a.test/system/_content/download.jsp?wbfileid=1")
    assert harvest.disclosures == ()
    visit.clock.sleep(20 * 86400)
    visit.visit()
    assert visit.asked == ["index.html"]


def test_a_list_forbidden_by_robots_is_not_asked_for() -> None:
    visit = world(
        {
            "http://www.a.test/robots.txt": file(b"User-agent: *\nDisallow: /czxx/\n"),
            "index.html": page(listing(row("1.html", TITLE))),
        }
    )
    assert visit.visit().outcome.value == "robots_denied"
    assert visit.asked == []


def test_robots_txt_is_remembered_between_visits_for_a_day() -> None:
    visit = world({"index.html": page(listing(row("1.html", "襄垣县教育局2023年度部门决算")), etag='"l"')})
    visit.visit()
    visit.visit()
    assert [request.url.path for request in visit.web.requests] == ["/czxx/index.html"]
    visit.clock.sleep(25 * 3600)
    visit.visit()
    assert [request.url.path for request in visit.web.requests] == ["/robots.txt", "/czxx/index.html"]


def test_a_failure_outside_office_hours_is_closed_now() -> None:
    visit = world(
        {"http://www.a.test/robots.txt": httpx.ConnectTimeout("night")}, pace={"gap_s": 0, "window": "08:30-18:00"}
    )
    assert visit.visit().outcome.value == "unreachable"  # ten in the morning in Beijing
    visit.clock.sleep(12 * 3600)
    assert visit.visit().outcome.value == "closed_now"


@pytest.mark.parametrize("packed", [False, True])
def test_a_list_that_is_too_large_or_unpacks_to_it_is_called_so(packed: bool) -> None:
    body = b"<html><ul>" + b"<li>0</li>" * 20_000

    def answer(_: httpx.Request) -> httpx.Response:
        headers = {"Content-Type": "text/html"} | ({"Content-Encoding": "gzip"} if packed else {})
        return httpx.Response(200, headers=headers, stream=httpx.ByteStream(gzip.compress(body) if packed else body))

    visit = world({"index.html": answer}, limits={"page_bytes": 100_000}, pace={"gap_s": 0, "window": "22:00-23:00"})
    harvest = visit.visit()
    assert (harvest.outcome.value, harvest.outcome.is_success) == ("too_large", False)
    assert "100000" in harvest.message_zh


def test_a_portal_that_stops_answering_is_left_after_three_items() -> None:
    rows = [row(f"{year}.html", f"襄垣县信访局{year}年度部门决算") for year in range(2010, 2023)]
    replies = {"index.html": page(listing(*rows))} | {
        f"{year}.html": httpx.ReadTimeout("x") for year in range(2010, 2023)
    }
    visit = world(replies)
    harvest = visit.visit()
    assert harvest.outcome.value == "unreachable"
    assert len(visit.asked) == 1 + 3 * 3
    assert {one.state for one in harvest.problems} == {"unreachable"}


def test_the_budget_of_requests_ends_a_visit_and_the_next_one_goes_on() -> None:
    years = range(2018, 2024)
    rows = [row(f"{year}.html", f"襄垣县信访局{year}年度部门决算") for year in years]
    replies: dict[str, Any] = {"index.html": page(listing(*rows), etag='"l"'), "P0.pdf": file(PDF)}
    replies |= {f"{year}.html": page(article(f"襄垣县信访局{year}年度部门决算")) for year in years}
    visit = world(replies, pace={"gap_s": 0, "requests": 8})
    first = visit.visit()
    assert (first.outcome.value, len(first.disclosures)) == ("partial", 3)
    second = visit.visit()
    assert len([item for item in second.state.items.values() if item.disclosure and item.disclosure.documents]) == 6


def test_a_store_that_fails_is_not_the_portals_fault() -> None:
    class Full(MemoryStore):
        def put_new(self, key: str, data: bytes, *, content_type: str = "application/octet-stream") -> None:
            if key.startswith("raw/sha256/") and data.startswith(b"%PDF"):
                raise StoreError("no space left")
            super().put_new(key, data, content_type=content_type)

    visit = world(REPORT | {"index.html": page(listing(row("1.html", TITLE)))})
    visit.store = Full()
    with pytest.raises(StoreError, match="no space left"):
        visit.visit()


def test_a_quiet_portal_costs_one_request_a_day_and_one_for_robots() -> None:
    visit = world(REPORT | {"index.html": page(listing(row("1.html", TITLE)), etag='"l"')})
    visit.visit()
    for _ in range(5):
        visit.clock.sleep(timedelta(days=1).total_seconds() + 60)
        harvest = visit.visit()
        assert (harvest.outcome.value, harvest.requests) == ("not_modified", 2)
