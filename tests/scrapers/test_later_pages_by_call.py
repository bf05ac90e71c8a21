"""Lists whose first page stands in the page, while a call of its script answers the later ones."""

from __future__ import annotations

import json

import pytest

from domain.divisions import load_divisions
from scrapers.propose import Proposal, first_portal, propose
from tests.scrapers.fakes import FakeClock, Web, open_client, page
from tests.scrapers.visits import BASE, ENTRY, World, listing, row

CALL = BASE + "more"
PAGER = "<div id='fenye'></div><script>$('#fenye').pagination({pageCount: 2, current: 1, callback: load});"
LOAD = "function load(n) { $.ajax({url: 'more?v=' + Date.now(), data: {column: '7', no: 'x', pageNo: n}}); }</script>"


def titles(number: int, kind: str = "部门决算") -> list[str]:
    return [f"襄垣县信访局{year}年度{kind}" for year in range(2025 - 4 * number, 2021 - 4 * number, -1)]


def rows(number: int, kind: str = "部门决算") -> str:
    named = enumerate(titles(number, kind))
    return "".join(row(f"{kind == '部门决算'}{number}{place}.html", title) for place, title in named)


def asked(number: int) -> str:
    return f"{CALL}?column=7&no=x&pageNo={number}"


def visited(answers: dict[str, str], pager: str = PAGER + LOAD) -> tuple[Proposal, Web]:
    given = {ENTRY: page(listing(rows(0), pager=pager))}
    web = Web(given | {url: page(text) for url, text in answers.items()})
    with open_client(first_portal(ENTRY), web) as client:
        return propose(client, ENTRY, divisions=load_divisions(), clock=FakeClock()), web


def told(number: int) -> str:
    return f"<ul>{rows(number)}</ul><script>var pageCount = 2;</script>"


def records(number: int) -> str:
    named = enumerate(titles(number))
    found = [{"title": one, "url": f"{BASE}True{number}{n}.html", "publishDate": "2026-09-01"} for n, one in named]
    return json.dumps({"total": 8, "rows": found})


@pytest.mark.parametrize("answer", [told, records], ids=["HTML", "JSON"])
def test_later_pages_are_read_by_the_call_that_the_page_states(answer: object) -> None:
    assert callable(answer)
    proposal, web = visited({asked(1): answer(0), asked(2): answer(1)})
    assert [one.row.title for one in proposal.rows] == [*titles(0), *titles(1)]
    assert proposal.declaration["api"]["url"].endswith("more?column=7&no=x&pageNo={p}")
    portal = proposal.portal.model_copy(update={"pace": proposal.portal.pace.model_copy(update={"gap_s": 0})})
    harvest = World(web, portal).visit()
    assert (harvest.items_seen, harvest.outcome.value) == (8, "ok")


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {asked(1): told(0), asked(2): told(0)},
        {asked(1): f"<ul>{rows(0, '部门预算')}</ul>", asked(2): f"<ul>{rows(1, '部门预算')}</ul>"},
    ],
    ids=["no answer", "the same again", "another list"],
)
def test_a_call_that_answers_another_list_or_nothing_more_is_not_declared(answers: dict[str, str]) -> None:
    proposal, _ = visited(answers)
    assert "api" not in proposal.declaration
    assert [one.row.title for one in proposal.rows] == titles(0)


def test_a_list_that_promises_no_further_page_asks_for_nothing() -> None:
    _, web = visited({asked(1): told(0), asked(2): told(1)}, pager=f"<script>{LOAD}")
    assert not any("more" in one for one in web.asked)
