"""Reports that move to another address, leave the list, or are withdrawn."""

from __future__ import annotations

from datetime import timedelta

from scrapers.departures import withdrawn_reports
from scrapers.harvest import PortalHarvest
from tests.scrapers.fakes import file, page
from tests.scrapers.visits import BASE, ENTRY, REPORT, TITLE, World, article, listing, pages_of, row, world

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


def test_a_file_that_was_replaced_is_told_and_one_that_was_added_is_not() -> None:
    visit = two_reports()
    visit.web.replies[ENTRY] = page(listing(row("2.html", OTHER, "2024-02-01"), row("1.html", TITLE, "2024-10-08")))
    visit.web.replies[f"{BASE}P0.pdf"] = file(b"%PDF-1.7 corrected")
    assert happened(visit.visit()) == [("corrected", "1.html", None)]
    visit.web.replies[ENTRY] = page(listing(row("2.html", OTHER, "2024-02-01"), row("1.html", TITLE, "2024-10-09")))
    added = "<a href='P0.pdf'>决算公开表.pdf</a><a href='P7.pdf'>补充说明.pdf</a>"
    visit.web.replies |= {f"{BASE}1.html": page(article(body=added)), f"{BASE}P7.pdf": file(b"%PDF-1.7 more")}
    assert happened(harvest := visit.visit()) == []
    assert [len(one.documents) for one in harvest.disclosures] == [2]


def test_another_report_at_the_address_of_a_known_one_is_told() -> None:
    visit = two_reports()
    newer = TITLE.replace("2023", "2024")
    visit.web.replies[ENTRY] = page(listing(row("2.html", OTHER, "2024-02-01"), row("1.html", newer, "2025-09-20")))
    visit.web.replies[f"{BASE}1.html"] = page(article(newer))
    visit.web.replies[f"{BASE}P0.pdf"] = file(b"%PDF-1.7 of 2024")
    harvest = visit.visit()
    (event,) = harvest.events
    assert (event.kind.value, event.title, "-2023-final-" in event.report_id) == ("overwritten", TITLE, True)


def test_the_page_of_an_unlisted_report_is_looked_at_every_few_days_until_it_is_clear() -> None:
    visit = two_reports()
    visit.web.replies[ENTRY] = page(listing(row("2.html", OTHER, "2024-02-01")))
    days = []
    for day in range(12):
        if day == 5:
            del visit.web.replies[f"{BASE}1.html"]
        seen = happened(visit.visit())
        days.append((day, "1.html" in visit.asked, [kind for kind, _, _ in seen]))
        visit.clock.sleep(timedelta(days=1).total_seconds())
    looked = [day for day, asked, _ in days if asked]
    assert looked[:3] == [0, 3, 6], "every few days while its page stands"
    assert [(day, kinds) for day, _, kinds in days if kinds] == [
        (0, ["unlisted"]),
        (6, ["page_gone"]),
        (7, ["withdrawn"]),
    ]


def test_an_unlisted_report_whose_page_stands_for_long_is_looked_at_as_all_others() -> None:
    visit = two_reports()
    visit.web.replies[ENTRY] = page(listing(row("2.html", OTHER, "2024-02-01")))
    visit.visit()
    visit.clock.sleep(timedelta(days=70).total_seconds())
    visit.visit()
    visit.clock.sleep(timedelta(days=4).total_seconds())
    visit.visit()
    assert "1.html" not in visit.asked
