"""A visit as a whole: lists read to their end, columns, changes and new rules; what is asked for, how it ends."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from scrapers.state import PortalState
from tests.scrapers.fakes import declare, file, page
from tests.scrapers.visits import BASE, ENTRY, PDF, REPORT, TITLE, article, listing, pages_of, row, world

TWO = {"entry": [{"url": ENTRY}, {"url": BASE + "b/index.html"}]}


def test_a_pager_that_promises_too_much_ends_at_the_first_missing_page() -> None:
    visit = world(REPORT | {"index.html": page(listing(row("1.html", TITLE), pager=pages_of(3, 0)), etag='"l"')})
    first = visit.visit()
    assert (first.outcome.value, first.taken) == ("partial", 1)
    assert "index_1.html is missing" in first.message_en
    assert visit.visit().outcome.value == "not_modified"
    assert visit.asked == ["index.html"]


def test_a_list_whose_claimed_rows_were_all_read_promised_no_further_page() -> None:
    def claiming(rows: int) -> dict[str, Any]:
        return REPORT | {"index.html": page(listing(row("1.html", TITLE), pager=f"<div class='page'>共{rows}条</div>"))}

    rule = {"rule": "query", "parameter": "p"}
    whole = world(claiming(1), page=rule).visit()
    assert (whole.outcome.value, whole.taken) == ("ok", 1)
    cut = world(claiming(2), page=rule).visit()
    assert (cut.outcome.value, "index.html?p=2 is missing" in cut.message_en) == ("partial", True)


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


def test_progress_is_told_in_order() -> None:
    told: list[str] = []
    visit = world(REPORT | {"index.html": page(listing(row("1.html", TITLE)))})
    visit.visit(progress=told.append)
    assert told == [f"list {ENTRY}", f"item {TITLE}"]


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
    assert "index.html" not in visit.asked
    visit.clock.sleep(31 * 86400)
    visit.visit()
    assert [one for one in visit.asked if "index" in one or "inner" in one] == ["index.html", "inner.html"]


def test_a_page_that_leads_to_a_list_is_asked_anew_where_that_list_is_gone() -> None:
    outer = "<html><body><iframe src='{}.html'></iframe></body></html>"
    rows = page(listing(row("1.html", TITLE)))
    visit = world(REPORT | {"index.html": page(outer.format("inner"), etag='"1"'), "inner.html": rows})
    visit.portal = declare(family="iframe", entry=[{"url": ENTRY}])
    assert len(visit.visit().disclosures) == 1
    visit.web.replies[f"{BASE}index.html"] = page(outer.format("other"), etag='"2"')
    visit.web.replies[f"{BASE}inner.html"] = page("gone", status=404)
    visit.web.replies[f"{BASE}other.html"] = rows
    assert not visit.visit().outcome.is_success
    assert visit.visit().outcome.is_success
    assert visit.asked == ["index.html", "other.html"]
