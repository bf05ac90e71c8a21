"""A visit that the budget kept from asking, and lists that say that they hold nothing: named, and told apart."""

from __future__ import annotations

from typing import Any

import pytest

from domain.divisions import load_divisions
from scrapers.check import check_portal
from scrapers.outcomes import Outcome
from tests.scrapers.fakes import FakeClock, Web, declare, open_client, page
from tests.scrapers.visits import BASE, ENTRY, REPORT, TITLE, listing, pages_of, row, world

SECOND = BASE + "dwyjs/index.html"
LIST: dict[str, Any] = {"index.html": page(listing(row("1.html", TITLE)))}


def entries(*urls: str) -> list[dict[str, str]]:
    return [{"url": url, "role": "bureau"} for url in urls]


def emptied(words: str) -> Any:
    return page(f"<html><title>部门预决算</title><body><ul></ul><p>{words}</p></body></html>")


def test_a_budget_spent_before_page_1_is_no_success_and_keeps_the_last_real_look() -> None:
    visit = world({**LIST, **REPORT})
    good = visit.visit()
    seen = good.state.last_run_at
    visit.portal = declare(pace={"gap_s": 0, "requests": 1})
    visit.clock.sleep(2 * 86400)
    for streak in (1, 2):
        spent = visit.visit(full=True)  # robots.txt is asked for anew and takes the only request
        assert (spent.outcome.value, spent.outcome.is_success) == ("budget_spent", False)
        assert (spent.state.last_success, spent.state.looked) == (good.state.last_success, (seen, "ok"))
        assert spent.state.failure_streak == streak
        assert spent.state.entries == good.state.entries
        assert ("用完" in spent.message_zh, "used up" in spent.message_en) == (True, True)
        visit.clock.sleep(2 * 86400)
    visit.portal = declare()
    assert visit.visit().state.looked[1] in ("ok", "not_modified")


def test_a_portal_that_was_never_asked_has_no_look() -> None:
    visit = world(LIST, pace={"gap_s": 0, "requests": 1})
    spent = visit.visit()
    assert (spent.outcome, spent.state.looked, spent.state.entries) == (Outcome.BUDGET_SPENT, (None, None), {})


def test_a_column_that_the_budget_left_unread_is_not_cleared_by_one_that_was_read() -> None:
    visit = world({**LIST, "dwyjs/index.html": LIST["index.html"]}, entry=entries(ENTRY, SECOND))
    visit.portal = visit.portal.model_copy(update={"pace": visit.portal.pace.model_copy(update={"requests": 2})})
    spent = visit.visit()
    assert spent.outcome is Outcome.BUDGET_SPENT
    assert [(one.url, one.outcome.value) for one in spent.columns] == [(SECOND, "budget_spent")]
    assert list(spent.state.entries) == [ENTRY]


def test_a_budget_spent_behind_page_1_reads_in_part() -> None:
    pages = {"index.html": page(listing(row("1.html", TITLE), pager=pages_of(3, 0)))}
    visit = world(pages, pace={"gap_s": 0, "requests": 2})
    assert visit.visit().outcome is Outcome.PARTIAL


def test_a_check_that_the_budget_kept_from_asking_is_not_as_declared() -> None:
    portal, clock = declare(pace={"gap_s": 0, "requests": 1}), FakeClock()
    with open_client(portal, Web({ENTRY: LIST["index.html"]}), clock) as client:
        check = check_portal(portal, client=client, divisions=load_divisions(), clock=clock)
    assert (check.outcome.value, check.ok) == ("budget_spent", False)


@pytest.mark.parametrize("words", ["暂无内容", "本栏目暂时没有信息", "没有找到相关记录"])
def test_a_list_that_says_it_is_empty_is_a_success_of_its_kind(words: str) -> None:
    visit = world({"index.html": emptied(words)})
    for _ in range(2):
        harvest = visit.visit()
        assert (harvest.outcome.value, harvest.outcome.is_success) == ("declared_empty", True)
        assert (harvest.columns, harvest.state.failure_streak) == ((), 0)
        assert "says that it has nothing" in harvest.message_en
    visit.web.replies |= world({**LIST, **REPORT}).web.replies
    assert [one.fiscal_year for one in visit.visit().disclosures] == [2023]


def test_a_list_that_is_empty_without_a_word_stays_an_error() -> None:
    visit = world({"index.html": page("<html><title>部门预决算</title><body><ul class='list'></ul></body></html>")})
    harvest = visit.visit()
    assert not harvest.outcome.is_success


def test_rows_that_gave_way_to_a_word_of_nothing_are_named() -> None:
    visit = world({**LIST, **REPORT})
    good = visit.visit()
    visit.web.replies[ENTRY] = emptied("暂无信息")
    for streak in (1, 2):
        gone = visit.visit()
        assert (gone.outcome.value, gone.state.failure_streak) == ("empty_list", streak)
        assert ("已知条目全部消失" in gone.message_zh, "all known rows are gone" in gone.message_en) == (True, True)
        assert gone.state.last_success == good.state.last_success
        assert {key: one.disclosure for key, one in gone.state.items.items()} == {
            key: one.disclosure for key, one in good.state.items.items()
        }
    visit.web.replies[ENTRY] = LIST["index.html"]
    assert visit.visit().outcome.is_success


def test_an_empty_column_beside_a_full_one_says_nothing_of_the_portal() -> None:
    visit = world({**LIST, **REPORT, "dwyjs/index.html": emptied("暂无内容")}, entry=entries(ENTRY, SECOND))
    assert visit.visit().outcome is Outcome.OK
    assert visit.visit().outcome is Outcome.NOT_MODIFIED
