"""Visits to portals that behave in every way portals do: what is asked for, what is kept, how it ends."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
import pytest

from domain.divisions import load_divisions
from domain.ports import StoreError
from scrapers.adapters.model import Source
from scrapers.archive import Archive
from scrapers.declaration import Portal
from scrapers.departures import withdrawn_reports
from scrapers.detail import Detail, read_detail
from scrapers.harvest import PortalHarvest, harvest_portal
from scrapers.state import PortalState
from tests.scrapers.fakes import FakeClock, MemoryStore, Web, declare, file, open_client, page

BASE = "http://www.a.test/czxx/"
ENTRY = BASE + "index.html"
TITLE = "襄垣县信访局2023年度部门决算公开"
PDF = b"%PDF-1.7 numbers"


def row(name: str, title: str, date: str = "2024-09-24") -> str:
    return f"<li><a href='{name}' title='{title}'>{title}</a><b>{date}</b></li>"


def listing(*rows: str, pager: str = "") -> str:
    head = "<title>部门预决算_襄垣县人民政府</title>"
    return f"<html><head>{head}</head><body><ul>{''.join(rows)}</ul>{pager}</body></html>"


def article(title: str = TITLE, body: str = "详见附件。<a href='P0.pdf'>决算公开表.pdf</a>", head: str = "") -> str:
    return (
        f"<html><head><meta name='ArticleTitle' content='{title}'>{head}<title>{title}</title></head>"
        f"<body><h1>{title}</h1><div id='zoom'>{body}</div></body></html>"
    )


def pages_of(total: int, current: int) -> str:
    return f"<script>createPageHTML({total}, {current}, 'index', 'html')</script>"


@dataclass
class World:
    web: Web
    portal: Portal
    store: MemoryStore = field(default_factory=MemoryStore)
    clock: FakeClock = field(default_factory=FakeClock)
    state: PortalState | None = None

    def visit(self, *, full: bool = False, **options: Any) -> PortalHarvest:
        self.web.requests.clear()
        state = self.state or PortalState(portal_id=self.portal.id)
        with open_client(self.portal, self.web, self.clock) as client:
            harvest = harvest_portal(
                self.portal,
                client=client,
                archive=Archive(self.store, self.clock),
                state=state,
                divisions=load_divisions(),
                clock=self.clock,
                full=full,
                **options,
            )
        self.state = PortalState.model_validate_json(harvest.state.model_dump_json())  # as saved and loaded again
        return harvest

    @property
    def asked(self) -> list[str]:
        return [one.removeprefix("GET ").removeprefix(BASE) for one in self.web.asked]


def world(replies: dict[str, Any], **fields: Any) -> World:
    web = Web({url if url.startswith("http") else BASE + url: reply for url, reply in replies.items()})
    return World(web, declare(**fields))


REPORT: dict[str, Any] = {"1.html": page(article(), etag='"1"'), "P0.pdf": file(PDF, etag='"p"')}


def test_a_pager_that_promises_too_much_ends_at_the_first_missing_page() -> None:
    visit = world(REPORT | {"index.html": page(listing(row("1.html", TITLE), pager=pages_of(3, 0)), etag='"l"')})
    first = visit.visit()
    assert (first.outcome.value, first.taken) == ("partial", 1)
    assert "index_1.html is missing" in first.message_en
    assert visit.visit().outcome.value == "not_modified"
    assert visit.asked == ["index.html"]


def test_a_page_that_repeats_the_page_before_is_ignored_by_name() -> None:
    one = listing(row("1.html", TITLE), pager="<a class='next' href='index_2.html'>下一页</a>")
    two = listing(row("1.html", TITLE), pager="<a class='next' href='index_3.html'>下一页</a>")
    visit = world(REPORT | {"index.html": page(one), "index_2.html": page(two)})
    harvest = visit.visit()
    assert (harvest.outcome.value, harvest.taken, len(harvest.disclosures)) == ("page_ignored", 1, 1)
    assert visit.asked == ["index.html", "index_2.html", "1.html", "P0.pdf"]


def test_a_page_with_another_number_than_asked_for_is_ignored_by_name() -> None:
    first = listing(row("1.html", TITLE), pager=pages_of(3, 0))
    wrong = listing(row("2.html", TITLE.replace("2023", "2022")), pager=pages_of(3, 2))
    harvest = world(REPORT | {"index.html": page(first), "index_1.html": page(wrong)}).visit()
    assert (harvest.outcome.value, harvest.message_en.split("; ")[-1]) == ("page_ignored", "asked for page 2, got 3")


def test_a_list_that_grows_while_it_is_read_is_started_anew() -> None:
    def numbered(count: int, *rows: str, number: int) -> str:
        pager = f"<div class='page'>共{count}条 第{number}页 共2页</div>" + (
            "<a class='next' href='index_2.html'>下一页</a>" if number == 1 else ""
        )
        return listing(*rows, pager=pager)

    old, older, new = (
        row("1.html", TITLE),
        row("2.html", "襄垣县教育局2023年度部门决算"),
        row("3.html", "襄垣县司法局2024年部门预算"),
    )
    visit = world(
        REPORT
        | {
            "index.html": [page(numbered(2, old, number=1)), page(numbered(3, new, old, number=1))],
            "index_2.html": page(numbered(3, older, number=2)),
        }
    )
    harvest = visit.visit()
    assert visit.asked[:4] == ["index.html", "index_2.html", "index.html", "index_2.html"]
    assert (harvest.outcome.value, harvest.items_seen) == ("ok", 3)


def test_rows_missing_from_what_the_list_claims_are_told() -> None:
    pager = "<script>createPageHTML('page_div',1,1,'index','html',9);</script>"
    harvest = world(REPORT | {"index.html": page(listing(row("1.html", TITLE), pager=pager))}).visit()
    assert (harvest.outcome.value, "claims 9 rows, 1 were read" in harvest.message_en) == ("partial", True)


def test_a_new_item_is_found_without_reading_the_old_pages_again() -> None:
    def first_page(*rows: str) -> str:
        return listing(*rows, pager=pages_of(2, 0))

    old = row("1.html", TITLE)
    visit = world(
        REPORT
        | {
            "index.html": page(first_page(old)),
            "index_1.html": page(
                listing(row("9.html", "襄垣县教育局2019年部门预算", "2019-02-01"), pager=pages_of(2, 1))
            ),
        }
    )
    visit.visit()
    fresh = "襄垣县信访局2024年部门预算公开"
    visit.web.replies[ENTRY] = page(first_page(row("2.html", fresh, "2025-02-10"), old))
    visit.web.replies[BASE + "2.html"] = page(article(fresh))
    harvest = visit.visit()
    assert visit.asked == ["index.html", "index_1.html", "2.html", "P0.pdf"]
    assert [one.fiscal_year for one in harvest.disclosures] == [2024]


def test_the_first_reading_of_a_column_resumes_where_it_was_interrupted() -> None:
    years = range(2014, 2024)
    rows = [row(f"{year}.html", f"襄垣县信访局{year}年度部门决算", f"{year + 1}-09-01") for year in years]
    replies: dict[str, Any] = {"index.html": page(listing(*rows), etag='"l"'), "P0.pdf": file(PDF)}
    replies |= {f"{year}.html": page(article(f"襄垣县信访局{year}年度部门决算")) for year in years}
    visit = world(replies)
    saved: list[PortalState] = []

    class Killed(Exception):
        pass

    def checkpoint(state: PortalState) -> None:
        saved.append(state)
        if len(saved) == 4:
            raise Killed

    with pytest.raises(Killed):
        visit.visit(checkpoint=checkpoint)
    visit.state = saved[-1]
    harvest = visit.visit()
    assert len(harvest.disclosures) == 6
    assert [one for one in visit.asked if one.endswith(".html")] == [
        "index.html",
        *(f"{year}.html" for year in range(2018, 2024)),
    ]
    assert len([item for item in harvest.state.items.values() if item.disclosure]) == 10


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


def test_a_page_whose_body_states_figures_is_a_document_itself() -> None:
    body = "<p>2023年度收入总计311.63万元，支出总计311.63万元。</p>"
    harvest = world({"index.html": page(listing(row("1.html", TITLE))), "1.html": page(article(body=body))}).visit()
    assert [(one.role.value, one.url) for one in harvest.disclosures[0].documents] == [("page", BASE + "1.html")]


def test_scans_in_the_page_are_fetched_where_there_is_nothing_else() -> None:
    replies = {
        "index.html": page(listing(row("1.html", TITLE))),
        "1.html": page(article(body="<img src='W0.jpg'><img src='W1.jpg'>")),
        "W0.jpg": file(b"\xff\xd8\xff1"),
        "W1.jpg": file(b"\xff\xd8\xff2"),
    }
    harvest = world(replies).visit()
    assert [one.role.value for one in harvest.disclosures[0].documents] == ["image", "image"]
    visit = world(
        replies
        | {"1.html": page(article(body="<img src='W0.jpg'><a href='P0.pdf'>决算公开.pdf</a>")), "P0.pdf": file(PDF)}
    )
    visit.visit()
    assert "W0.jpg" not in visit.asked


def test_all_parts_of_a_split_article_are_documents() -> None:
    title, parts = TITLE, "<script>createPageHTML(2, 0, 't20240924_1', 'html')</script>"
    body = "<p>收入总计311.63万元，支出总计311.63万元。</p>"
    harvest = world(
        {
            "index.html": page(listing(row("t20240924_1.html", title))),
            "t20240924_1.html": page(article(body=body) + parts),
            "t20240924_1_1.html": page(article(body="三公经费2.10万元，公务接待费0.30万元")),
        }
    ).visit()
    assert [one.url.removeprefix(BASE) for one in harvest.disclosures[0].documents] == [
        "t20240924_1.html",
        "t20240924_1_1.html",
    ]


def test_a_stub_page_is_followed_for_one_hop_inside_the_hosts() -> None:
    stub = "<html><head><meta http-equiv='refresh' content='0;url=real.html'></head></html>"
    visit = world(
        REPORT
        | {"index.html": page(listing(row("stub.html", TITLE))), "stub.html": page(stub), "real.html": page(article())}
    )
    harvest = visit.visit()
    assert (visit.asked, harvest.disclosures[0].page_url) == (
        ["index.html", "stub.html", "real.html", "P0.pdf"],
        BASE + "real.html",
    )


def test_a_home_page_in_place_of_an_item_is_a_soft_404() -> None:
    home = "<html><head><title>襄垣县人民政府</title></head><body><p>欢迎</p></body></html>"
    harvest = world({"index.html": page(listing(row("1.html", TITLE))), "1.html": page(home)}).visit()
    assert ([one.state for one in harvest.problems], harvest.disclosures) == (["soft_not_found"], ())


def test_a_row_that_is_a_file_is_its_own_document() -> None:
    harvest = world({"index.html": page(listing(row("P9.pdf", TITLE + ".pdf"))), "P9.pdf": file(PDF)}).visit()
    (disclosure,) = harvest.disclosures
    assert (disclosure.page_url, disclosure.title, [one.file_name for one in disclosure.documents]) == (
        ENTRY,
        TITLE + ".pdf",
        [TITLE + ".pdf"],
    )


def test_an_address_without_suffix_that_answers_a_file_is_a_file() -> None:
    harvest = world({"index.html": page(listing(row("show", TITLE))), "show": file(PDF)}).visit()
    assert [one.role.value for one in harvest.disclosures[0].documents] == ["attachment"]


def test_files_of_other_bodies_and_years_beside_the_report_are_not_fetched() -> None:
    body = (
        "<a href='P0.pdf'>襄垣县信访局2023年度部门决算.pdf</a><a href='P1.pdf'>襄垣县水利局2023年度部门决算.pdf</a>"
        "<a href='P2.pdf'>襄垣县信访局2022年度部门决算.pdf</a><a href='P3.xls'>项目支出绩效自评表.xls</a>"
    )
    visit = world(
        {
            "index.html": page(listing(row("1.html", TITLE))),
            "1.html": page(article(body=body)),
            "P0.pdf": file(PDF),
            "P3.xls": file(b"\xd0\xcf\x11\xe0"),
        }
    )
    harvest = visit.visit()
    assert visit.asked == ["index.html", "1.html", "P0.pdf", "P3.xls"]
    assert sorted((one.state, one.url.removeprefix(BASE)) for one in harvest.problems) == [
        ("other_report", "P1.pdf"),
        ("other_report", "P2.pdf"),
    ]


def test_rows_that_lead_to_other_hosts_are_never_followed() -> None:
    visit = world({"index.html": page(listing(row("http://www.jkzhuan.test/1.html", TITLE)))})
    harvest = visit.visit()
    assert ([one.state for one in harvest.problems], visit.asked) == (["not_allowed"], ["index.html"])


def test_a_look_at_the_page_settles_what_the_row_leaves_open() -> None:
    title = "襄垣县信访局部门决算公开"
    visit = world(
        {
            "index.html": page(listing(row("1.html", title), row("2.html", title))),
            "1.html": page(article("襄垣县信访局2022年度部门决算公开")),
            "2.html": page(article(title, "详见附件")),
            "P0.pdf": file(PDF),
        }
    )
    harvest = visit.visit()
    assert [one.fiscal_year for one in harvest.disclosures] == [2022]
    assert [(one.url, one.reason) for one in harvest.ambiguous] == [(BASE + "2.html", "no_year")]
    visit.visit(full=True)
    assert BASE + "2.html" not in visit.asked  # looked at once; a person decides


def test_items_that_are_left_say_why_in_both_languages() -> None:
    harvest = world(
        {
            "index.html": page(
                listing(
                    row("1.html", "襄垣县信访局2023年度部门整体支出绩效评价报告"),
                    row("2.html", "襄垣县教育局2023年度部门决算"),
                )
            )
        }
    ).visit()
    assert [(one.reason, bool(one.message_zh), bool(one.message_en)) for one in harvest.left] == [
        ("performance", True, True),
        ("other_department", True, True),
    ]


TWO = {"entry": [{"url": ENTRY}, {"url": BASE + "b/index.html"}]}


def test_a_good_column_does_not_clear_the_failure_of_another() -> None:
    harvest = world(REPORT | {"index.html": page(listing(row("1.html", TITLE)))}, **TWO).visit()
    assert (harvest.outcome.value, len(harvest.disclosures)) == ("gone", 1)
    assert {url.removeprefix(BASE): entry.last_outcome for url, entry in harvest.state.entries.items()} == {
        "index.html": "ok",
        "b/index.html": "gone",
    }


def test_the_same_item_in_two_columns_is_fetched_once() -> None:
    visit = world(
        REPORT
        | {"index.html": page(listing(row("1.html", TITLE))), "b/index.html": page(listing(row("../1.html", TITLE)))},
        **TWO,
    )
    harvest = visit.visit()
    assert visit.asked == ["index.html", "b/index.html", "1.html", "P0.pdf"]
    assert len(harvest.disclosures) == 1


def test_a_page_without_what_it_always_had_is_drift() -> None:
    visit = world({"index.html": page(listing(row("1.html", TITLE)))}, expect={"list_must_have": ["createPageHTML"]})
    assert visit.visit().outcome.value == "drift"
    assert visit.asked == ["index.html"]


def test_a_page_without_any_list_is_drift() -> None:
    assert world({"index.html": page("<html><body><h1>全新首页</h1></body></html>")}).visit().outcome.value == "drift"


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


def test_a_changed_row_is_decided_and_fetched_anew() -> None:
    visit = world(REPORT | {"index.html": page(listing(row("1.html", TITLE)))})
    visit.visit()
    visit.web.replies[ENTRY] = page(listing(row("1.html", TITLE + "（更正）", "2024-10-08")))
    visit.web.replies[BASE + "1.html"] = page(article(TITLE + "（更正）"), etag='"2"')
    visit.web.replies[BASE + "P0.pdf"] = file(PDF + b" corrected", etag='"q"')
    harvest = visit.visit()
    (disclosure,) = harvest.disclosures
    assert (str(disclosure.published_on), disclosure.title) == ("2024-10-08", TITLE + "（更正）")
    assert str(disclosure.first_seen_on) == "2026-11-20"
    assert visit.asked == ["index.html", "1.html", "P0.pdf"]


def test_a_server_that_lies_about_changes_is_asked_without_conditions() -> None:
    visit = world(
        {
            "index.html": [page(listing(row("1.html", TITLE)), etag='"same"')],
            "1.html": page(article()),
            "P0.pdf": file(PDF),
        }
    )
    visit.visit()
    newer = listing(row("2.html", "襄垣县教育局2024年部门预算"), row("1.html", TITLE))
    visit.web.replies[ENTRY] = lambda request: httpx.Response(200, headers={"etag": '"same"'}, text=newer)
    visit.visit()
    visit.visit()
    (request,) = [one for one in visit.web.requests if str(one.url) == ENTRY]
    assert "if-none-match" not in request.headers


def test_new_rules_decide_remembered_rows_anew_without_reading_the_list() -> None:
    visit = world(
        REPORT | {"index.html": page(listing(row("1.html", TITLE)), etag='"l"')}, title={"exclude": ["信访局"]}
    )
    assert [one.reason for one in visit.visit().left] == ["portal_excluded"]
    assert visit.state is not None
    visit.portal = declare()
    visit.state = visit.state.model_copy(update={"rules_version": "older"})
    harvest = visit.visit()
    assert visit.asked == ["index.html", "1.html", "P0.pdf"]
    assert [one.fiscal_year for one in harvest.disclosures] == [2023]


def test_dates_that_disagree_are_noted_and_the_list_wins() -> None:
    head = "<meta name='PubDate' content='2024-10-08'>"
    harvest = world(
        {"index.html": page(listing(row("1.html", TITLE))), "1.html": page(article(head=head)), "P0.pdf": file(PDF)}
    ).visit()
    (disclosure,) = harvest.disclosures
    assert str(disclosure.published_on) == "2024-09-24"
    assert "date_conflict: list 2024-09-24, page 2024-10-08" in disclosure.notes


def test_a_list_without_dates_takes_the_date_of_the_page() -> None:
    head = "<meta name='PubDate' content='2024-10-08'>"
    undated = (
        f"<ul><li><a href='1.html'>{TITLE}</a></li><li><a href='2.html'>襄垣县教育局2023年度部门决算</a></li></ul>"
    )
    harvest = world({"index.html": page(undated), "1.html": page(article(head=head)), "P0.pdf": file(PDF)}).visit()
    assert [str(one.published_on) for one in harvest.disclosures] == ["2024-10-08"]


def test_every_document_of_the_state_is_in_the_archive() -> None:
    visit = world(REPORT | {"index.html": page(listing(row("1.html", TITLE)))})
    harvest = visit.visit()
    keys = {
        one.archive_key for item in harvest.state.items.values() if item.disclosure for one in item.disclosure.documents
    }
    assert keys
    assert keys <= set(visit.store.objects)


def test_a_page_that_breaks_the_reader_is_that_items_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    other = "襄垣县信访局2022年度部门决算公开"
    visit = world(
        REPORT
        | {"index.html": page(listing(row("2.html", other), row("1.html", TITLE))), "2.html": page(article(other))},
    )

    def breaks(source: Source, portal: Portal) -> Detail:
        if source.url.endswith("2.html"):
            raise RecursionError("too deep")
        return read_detail(source, portal)

    monkeypatch.setattr("scrapers.items.read_detail", breaks)
    harvest = visit.visit()
    assert [(one.state, one.url) for one in harvest.problems] == [("unreadable_page", BASE + "2.html")]
    assert [one.fiscal_year for one in harvest.disclosures] == [2023]


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


def test_progress_is_told_in_order() -> None:
    told: list[str] = []
    visit = world(REPORT | {"index.html": page(listing(row("1.html", TITLE)))})
    visit.visit(progress=told.append)
    assert told == [f"list {ENTRY}", f"item {TITLE}"]


def test_a_quiet_portal_costs_one_request_a_day_and_one_for_robots() -> None:
    visit = world(REPORT | {"index.html": page(listing(row("1.html", TITLE)), etag='"l"')})
    visit.visit()
    for _ in range(5):
        visit.clock.sleep(timedelta(days=1).total_seconds() + 60)
        harvest = visit.visit()
        assert (harvest.outcome.value, harvest.requests) == ("not_modified", 2)


def test_gkmlpt_is_harvested_from_shell_to_file() -> None:
    tree = json.dumps([{"id": 6114, "name": "预算/决算", "children": []}])
    shell = (
        f"<html><script>window._CONFIG = {{SID: '755999', SITE_NAME: '襄垣县信访局', TREE: {tree}}};</script></html>"
    )
    url = "http://www.a.test/gkmlpt/content/11/11872/post_1.html"
    answer = {
        "total": 1,
        "offset": 0,
        "articles": [{"title": TITLE, "url": url, "publisher": "襄垣县信访局", "create_time": 1727136000}],
    }
    content = "<p>详见附件</p><p><a class='nfw-cms-attachment' href='http://www.a.test/attachment/0/1.pdf'>附件：决算公开.pdf</a></p>"
    config = json.dumps({"title": TITLE, "content": content})
    detail = f"<html><title>{TITLE}</title><script>window._CONFIG = {{DETAIL: {config}}};</script></html>"
    visit = world(
        {
            "http://www.a.test/gkmlpt/index": page(shell),
            "http://www.a.test/gkmlpt/api/all/6114?page=1&sid=755999": httpx.Response(200, json=answer),
            url: page(detail),
            "http://www.a.test/attachment/0/1.pdf": file(PDF),
        },
        family="gkmlpt",
        entry=[{"url": "http://www.a.test/gkmlpt/index"}],
    )
    harvest = visit.visit()
    assert harvest.outcome.value == "ok"
    assert [[one.url for one in disclosure.documents] for disclosure in harvest.disclosures] == [
        ["http://www.a.test/attachment/0/1.pdf"]
    ]


def test_an_unchanged_page_that_only_leads_to_the_list_hides_nothing_new() -> None:
    """A frame's outer page never changes; the list inside does, and is asked for with one request."""
    outer = page("<html><body><iframe src='inner.html'></iframe></body></html>", etag='"outer"')
    visit = world(REPORT | {"index.html": outer, "inner.html": page(listing(row("1.html", TITLE)), etag='"a"')})
    visit.portal = declare(family="iframe", entry=[{"url": ENTRY}])
    assert len(visit.visit().disclosures) == 1
    quiet = visit.visit()
    assert (visit.asked, quiet.outcome.value) == (["inner.html"], "not_modified")
    new = row("2.html", "襄垣县信访局2024年部门预算公开", "2024-10-01")
    visit.web.replies[f"{BASE}inner.html"] = page(listing(new, row("1.html", TITLE)), etag='"b"')
    visit.web.replies[f"{BASE}2.html"] = page(article("襄垣县信访局2024年部门预算公开"))
    assert [one.title for one in visit.visit().disclosures] == ["襄垣县信访局2024年部门预算公开"]
    visit.clock.sleep(8 * 86400)
    visit.visit()
    assert visit.asked[:2] == ["index.html", "inner.html"]


OTHER = "襄垣县信访局2024年部门预算公开"


def two_reports() -> World:
    """A column with two reports, read once."""
    visit = world(
        REPORT
        | {
            "index.html": page(listing(row("2.html", OTHER, "2024-02-01"), row("1.html", TITLE))),
            "2.html": page(article(OTHER, "<a href='P2.pdf'>预算公开表.pdf</a>")),
            "P2.pdf": file(b"%PDF-1.7 budget"),
        }
    )
    assert len(visit.visit().disclosures) == 2
    return visit


def happened(harvest: PortalHarvest) -> list[tuple[str, str, str | None]]:
    return [(event.kind.value, event.url.removeprefix(BASE), event.moved_to) for event in harvest.events]


def test_a_report_that_is_listed_under_another_address_moved() -> None:
    visit = two_reports()
    visit.web.replies[ENTRY] = page(listing(row("2.html", OTHER, "2024-02-01"), row("new/1.html", TITLE)))
    visit.web.replies[f"{BASE}new/1.html"] = page(article(body="<a href='../P0.pdf'>决算公开表.pdf</a>"))
    harvest = visit.visit()
    assert happened(harvest) == [("moved", "1.html", f"{BASE}new/1.html")]
    assert "1 events of moved" in harvest.message_en
    assert happened(visit.visit()) == []


def test_a_column_that_was_not_read_as_declared_is_named_with_its_outcome() -> None:
    visit = two_reports()
    visit.clock.sleep(86400)
    visit.web.replies[ENTRY] = page("<html><body>系统改版</body></html>")
    (column,) = visit.visit().columns
    assert (column.url, column.outcome.value) == (ENTRY, "drift")
    assert column.message_en


def test_a_report_that_is_only_unlisted_stays_published_and_may_come_back() -> None:
    visit = two_reports()
    both = visit.web.replies[ENTRY]
    visit.web.replies[ENTRY] = page(listing(row("2.html", OTHER, "2024-02-01")))
    assert happened(visit.visit()) == [("unlisted", "1.html", None)]
    assert visit.state is not None
    assert {item.disclosure is not None for item in visit.state.items.values()} == {True}
    assert withdrawn_reports([visit.state]) == {}
    visit.web.replies[ENTRY] = both
    assert happened(visit.visit()) == [("back", "1.html", None)]


def test_a_report_is_withdrawn_when_list_and_page_have_lost_it_for_more_than_a_day() -> None:
    visit = two_reports()
    visit.web.replies[ENTRY] = page(listing(row("2.html", OTHER, "2024-02-01")))
    del visit.web.replies[f"{BASE}1.html"]
    assert happened(visit.visit()) == [("unlisted", "1.html", None), ("page_gone", "1.html", None)]
    assert visit.state is not None
    assert withdrawn_reports([visit.state]) == {}
    visit.clock.sleep(timedelta(days=2).total_seconds())
    assert happened(visit.visit()) == [("withdrawn", "1.html", None)]
    (withdrawn,) = withdrawn_reports([visit.state]).values()
    assert (withdrawn.title, withdrawn.disclosure is not None) == (TITLE, True)


def test_a_missing_page_of_a_listed_report_is_no_withdrawal() -> None:
    visit = two_reports()
    del visit.web.replies[f"{BASE}1.html"]
    for day in range(4):
        harvest = visit.visit(full=True)
        assert happened(harvest) == ([("page_gone", "1.html", None)] if day == 0 else [])
        visit.clock.sleep(timedelta(days=2).total_seconds())
    assert visit.state is not None
    assert withdrawn_reports([visit.state]) == {}


def test_a_list_that_was_not_read_to_its_end_proves_nothing() -> None:
    visit = two_reports()
    visit.web.replies[ENTRY] = page(listing(row("2.html", OTHER, "2024-02-01"), pager=pages_of(3, 0)))
    del visit.web.replies[f"{BASE}1.html"]
    assert happened(visit.visit()) == []
