"""One address for the reports of every year: each stays published, and none gets files of another."""

from __future__ import annotations

import httpx

from scrapers.departures import withdrawn_reports
from scrapers.harvest import PortalHarvest
from tests.scrapers.fakes import file, page
from tests.scrapers.visits import BASE, ENTRY, PDF, TITLE, World, article, listing, row, world

NEXT = TITLE.replace("2023", "2024")
FILE = "<a href='P0.pdf'>附件下载</a>"


def first() -> World:
    visit = world(
        {
            "index.html": page(listing(row("1.html", TITLE, "2024-09-24"))),
            "1.html": page(article(body=FILE)),
            "P0.pdf": file(PDF, etag='"p"'),
        }
    )
    assert len(visit.visit().disclosures) == 1
    return visit


def given_to(visit: World, title: str, day: str, data: httpx.Response | bytes) -> PortalHarvest:
    visit.web.replies[ENTRY] = page(listing(row("1.html", title, day)))
    visit.web.replies[BASE + "1.html"] = page(article(title, FILE))
    visit.web.replies[BASE + "P0.pdf"] = file(data) if isinstance(data, bytes) else data
    visit.clock.sleep(86400)
    return visit.visit()


def known(visit: World) -> list[tuple[int, bool]]:
    assert visit.state is not None
    held = [one for one in visit.state.items.values() if one.disclosure is not None]
    return sorted((one.disclosure.fiscal_year, one.is_followed) for one in held if one.disclosure is not None)


def test_the_report_of_the_year_before_stays_when_its_address_is_given_to_the_next() -> None:
    visit = first()
    harvest = given_to(visit, NEXT, "2025-09-20", PDF + b" 2024")
    assert [one.kind.value for one in harvest.events] == ["overwritten"]
    assert known(visit) == [(2023, True), (2024, False)]
    (found,) = harvest.disclosures
    assert (found.fiscal_year, str(found.first_seen_on)) == (2024, "2026-11-21")
    # It is no longer asked for, decided or missed, and stands with what was archived.
    visit.clock.sleep(40 * 86400)
    harvest = visit.visit(full=True)
    assert visit.asked == ["index.html", "1.html", "P0.pdf"]
    assert (harvest.events, harvest.disclosures, known(visit)) == ((), (), [(2023, True), (2024, False)])
    assert visit.state is not None
    assert withdrawn_reports([visit.state]) == {}
    given_to(visit, TITLE.replace("2023", "2025"), "2026-09-21", PDF + b" 2025")
    assert known(visit) == [(2023, True), (2024, True), (2025, False)]


def test_a_title_that_is_put_right_leaves_no_report_under_the_wrong_year() -> None:
    right = TITLE.replace("2023", "2022")
    visit = first()
    given_to(visit, right, "2024-12-26", PDF)  # the same file
    assert known(visit) == [(2022, False)]
    visit = first()
    given_to(visit, right, "2024-09-26", PDF + b" made anew")  # two days later
    assert known(visit) == [(2022, False)]


def test_a_file_that_cannot_be_had_is_not_replaced_by_that_of_another_year() -> None:
    visit = first()
    harvest = given_to(visit, NEXT, "2025-09-20", httpx.Response(502, text="bad gateway"))
    assert (harvest.disclosures, [one.state for one in harvest.problems]) == ((), ["unreachable"])
    assert known(visit) == [(2023, False)]
    visit.web.replies[BASE + "P0.pdf"] = file(PDF + b" 2024")
    visit.clock.sleep(86400)
    (found,) = visit.visit().disclosures
    assert (found.fiscal_year, known(visit)) == (2024, [(2023, True), (2024, False)])


def test_last_years_file_under_this_years_title_is_asked_for_without_conditions() -> None:
    visit = first()
    given_to(visit, NEXT, "2025-09-20", httpx.Response(304))
    asked = [one for one in visit.web.requests if one.url.path.endswith("P0.pdf")]
    assert all("if-none-match" not in one.headers for one in asked)
    assert known(visit) == [(2023, False)]
