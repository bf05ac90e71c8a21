"""Rows that page 1 does not show: found where the list says that it has grown, on its last page, and once a month."""

from __future__ import annotations

from datetime import date
from typing import Any

import httpx
import pytest

from scrapers.rereading import is_oldest_first
from tests.scrapers.fakes import file, page
from tests.scrapers.visits import BASE, ENTRY, PDF, World, article, listing, pages_of, row, world

DAY, MONTH = 86400, 31 * 86400


def title(year: int) -> str:
    return f"襄垣县信访局{year}年度部门决算公开"


def line(year: int, day: str = "09-20") -> str:
    return row(f"{year}.html", title(year), f"{year + 1}-{day}")


def items(*years: int) -> dict[str, Any]:
    files = {f"{year}.pdf": file(PDF + str(year).encode()) for year in years}
    pages = {f"{year}.html": page(article(title(year), f"<a href='{year}.pdf'>公开表.pdf</a>")) for year in years}
    return files | pages


def put(visit: World, name: str, text: str, etag: str | None = None) -> None:
    visit.web.replies[BASE + name] = page(text, etag=etag)


def years(visit: World) -> list[int]:
    return sorted(one.fiscal_year for one in visit.visit().disclosures)


def of_two_pages(first: str, second: str, pager: str = "createPageHTML(2, {}, 'index', 'html')") -> World:
    one, two = (f"<script>{pager.format(number)}</script>" for number in (0, 1))
    return world(
        items(*range(2015, 2026))
        | {
            "index.html": page(listing(first, pager=one), etag='"1"'),
            "index_1.html": page(listing(second, pager=two), etag='"2"'),
        }
    )


def test_all_pages_are_read_again_once_a_month_and_conditionally() -> None:
    visit = of_two_pages(line(2023) + line(2022), line(2020))
    assert years(visit) == [2020, 2022, 2023]
    put(visit, "index_1.html", listing(line(2021), line(2020), pager=pages_of(2, 1)), etag='"2b"')
    visit.clock.sleep(DAY)
    assert (visit.visit().outcome.value, visit.asked) == ("not_modified", ["index.html"])
    visit.clock.sleep(MONTH)
    assert years(visit) == [2021]
    lists = [one for one in visit.web.requests if "index" in one.url.path]
    assert [one.headers.get("if-none-match") for one in lists] == ['"1"', '"2"']
    visit.clock.sleep(DAY)
    assert (visit.visit().outcome.value, visit.asked) == ("not_modified", ["index.html"])


def test_a_row_that_changed_on_a_later_page_is_fetched_anew_at_the_monthly_reading() -> None:
    visit = of_two_pages(line(2023), line(2020))
    years(visit)
    put(visit, "index_1.html", listing(line(2020, "12-01"), pager=pages_of(2, 1)))
    visit.web.replies[BASE + "2020.pdf"] = file(PDF + b" corrected")
    visit.clock.sleep(MONTH)
    harvest = visit.visit()
    assert [one.kind.value for one in harvest.events] == ["corrected"]


def test_a_list_with_its_oldest_rows_first_is_asked_for_its_last_page() -> None:
    visit = of_two_pages(line(2019) + line(2020), line(2021) + line(2022))
    assert years(visit) == [2019, 2020, 2021, 2022]
    visit.clock.sleep(DAY)
    assert (visit.visit().outcome.value, visit.asked) == ("not_modified", ["index_1.html"])
    put(visit, "index_1.html", listing(line(2021), line(2022), line(2023), pager=pages_of(2, 1)))
    visit.clock.sleep(DAY)
    assert years(visit) == [2023]
    # One page more: the pager of the page that was the last one says so.
    put(visit, "index.html", listing(line(2019), line(2020), pager=pages_of(3, 0)))
    put(visit, "index_1.html", listing(line(2021), line(2022), line(2023), pager=pages_of(3, 1)))
    put(visit, "index_2.html", listing(line(2024), pager=pages_of(3, 2)))
    visit.clock.sleep(DAY)
    assert years(visit) == [2024]
    visit.clock.sleep(DAY)
    assert (visit.visit().outcome.value, visit.asked) == ("not_modified", ["index_2.html"])


def test_a_last_page_that_is_gone_leads_back_to_page_1() -> None:
    visit = of_two_pages(line(2019) + line(2020), line(2021))
    years(visit)
    put(visit, "index.html", listing(line(2019), line(2020), line(2021), line(2022), pager=pages_of(1, 0)))
    del visit.web.replies[BASE + "index_1.html"]
    visit.clock.sleep(DAY)
    assert years(visit) == [2022]
    visit.clock.sleep(DAY)
    assert (visit.visit().outcome.value, visit.asked) == ("not_modified", ["index.html"])


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ([[2019, 2020], [2021, 2022]], True),
        ([[2024, 2019, 2020], [2021, 2022, 2024]], True),  # a pinned row above
        ([[2022, 2021], [2020, 2019]], False),
        ([[2021, 2021], [2021, 2021]], False),
        ([[2019, 2020, 2021, 2022]], False),  # one page holds all
        ([[2023, 2019], [2022, 2020], [2024, 2018]], False),  # sorted by something else
        ([[], []], False),
    ],
)
def test_the_order_of_a_list_is_that_of_most_of_its_days(pages: list[list[int]], expected: bool) -> None:
    assert is_oldest_first([[date(year, 9, 1) for year in one] for one in pages]) is expected


def test_a_total_that_grew_without_a_new_row_on_page_1_is_followed_to_the_row() -> None:
    one = "<script>createPageHTML('page_div',2,1,'index','html',{});</script>"
    two = "<script>createPageHTML('page_div',2,2,'index','html',{});</script>"
    visit = world(
        items(*range(2015, 2026))
        | {
            "index.html": page(listing(line(2023), line(2022), pager=one.format(3))),
            "index_2.html": page(listing(line(2020), pager=two.format(3))),
        }
    )
    assert years(visit) == [2020, 2022, 2023]
    put(visit, "index.html", listing(line(2023), line(2022), pager=one.format(4)))
    put(visit, "index_2.html", listing(line(2021), line(2020), pager=two.format(4)))
    visit.clock.sleep(DAY)
    assert years(visit) == [2021]
    # A new row on page 1 explains the total: nothing more is asked for than before.
    put(visit, "index.html", listing(line(2024), line(2023), line(2022), pager=one.format(5)))
    visit.clock.sleep(DAY)
    put(visit, "index_2.html", listing(line(2021), line(2020), pager=two.format(5)))
    assert (years(visit), visit.asked[:3]) == ([2024], ["index.html", "index_2.html", "2024.html"])


def test_new_rows_are_kept_where_a_later_page_has_not_heard_of_them() -> None:
    pager = "<script>createPageHTML('page_div',2,{},'index','html',{});</script>"
    visit = world(
        items(*range(2015, 2026))
        | {
            "index.html": page(listing(line(2023), pager=pager.format(1, 2)), etag='"1"'),
            "index_2.html": page(listing(line(2020), pager=pager.format(2, 2))),
        }
    )
    years(visit)
    # Only page 1 was made anew: page 2 still prints the old total, also when the list is started anew.
    put(visit, "index.html", listing(line(2024), line(2023), pager=pager.format(1, 3)), etag='"1b"')
    visit.clock.sleep(DAY)
    assert years(visit) == [2024]


def test_a_second_page_that_was_not_there_before_is_read() -> None:
    visit = world(items(2022, 2023, 2021) | {"index.html": page(listing(line(2023), line(2022)))})
    years(visit)
    put(visit, "index.html", listing(line(2023), line(2022), pager=pages_of(2, 0)))
    put(visit, "index_1.html", listing(line(2021), pager=pages_of(2, 1)))
    visit.clock.sleep(DAY)
    assert years(visit) == [2021]


def test_more_new_pages_than_one_visit_reads_are_read_at_the_next() -> None:
    visit = world(items(*range(2015, 2026)) | {"index.html": page(listing(line(2015)))}, page={"max_pages": 2})
    years(visit)
    for number, year in enumerate((2019, 2018, 2017, 2016, 2015)):
        name = f"index_{number}.html" if number else "index.html"
        put(visit, name, listing(line(year), pager=pages_of(5, number)), etag=f'"{year}"')
    visit.clock.sleep(DAY)
    assert years(visit) == [2018, 2019]
    visit.clock.sleep(DAY)
    assert years(visit) == [2016, 2017]


def test_a_later_page_that_fails_does_not_make_every_night_a_whole_reading() -> None:
    visit = of_two_pages(line(2023), line(2020))
    years(visit)
    visit.web.replies[BASE + "index_1.html"] = httpx.Response(502, text="bad gateway")
    visit.clock.sleep(MONTH)
    assert visit.visit().outcome.value == "partial"
    visit.clock.sleep(DAY)
    assert (visit.visit().outcome.value, visit.asked) == ("not_modified", ["index.html"])


YEARLY = [{"url": BASE + "ys/{yyyy}/index.html"}, {"url": BASE + "js/{yyyy}/index.html"}]


def yearly() -> World:
    replies: dict[str, Any] = items(*range(2015, 2026))
    for year in range(2019, 2026):
        replies[f"js/{year + 1}/index.html"] = page(
            listing(row(f"{BASE}{year}.html", title(year), f"{year + 1}-09-20"))
        )
    budget = "襄垣县信访局2026年部门预算公开"
    replies["ys/2026/index.html"] = page(listing(row(f"{BASE}y.html", budget, "2026-02-10")))
    replies["y.html"] = page(article(budget, "<a href='y.pdf'>公开表.pdf</a>"))
    replies["y.pdf"] = file(PDF + b" budget")
    return world(replies, entry=YEARLY)


def test_every_yearly_entry_is_read_with_all_its_years_at_first() -> None:
    assert years(yearly()) == [*range(2019, 2026), 2026]


def test_columns_of_earlier_years_are_asked_for_again_once_a_month() -> None:
    visit = yearly()
    years(visit)
    put(
        visit,
        "js/2021/index.html",
        listing(*(row(f"{BASE}{year}.html", title(year), f"{year + 1}-09-20") for year in (2018, 2020))),
    )
    visit.clock.sleep(DAY)
    assert years(visit) == []
    assert sorted(visit.asked) == [f"{kind}/{year}/index.html" for kind in ("js", "ys") for year in (2025, 2026)]
    visit.clock.sleep(MONTH)
    assert years(visit) == [2018]
    visit.clock.sleep(DAY)
    years(visit)
    assert len(visit.asked) == 4
    assert ENTRY not in visit.asked


def test_a_reading_for_proof_asks_without_conditions_and_finds_what_a_server_denies() -> None:
    visit = world(
        {"index.html": page(listing(line(2023)), etag='"1"'), "2023.html": page(article(title(2023)), etag='"a"')}
        | {"P0.pdf": file(PDF, etag='"p"')}
    )
    assert years(visit) == [2023]
    visit.web.replies[BASE + "P0.pdf"] = file(PDF + b" corrected", etag='"p"')  # whoever compares gets a 304
    visit.clock.sleep(DAY)
    assert [one.kind for one in visit.visit(full=True).events] == []
    visit.clock.sleep(DAY)
    proved = visit.visit(full=True, proof=True)
    assert {one.headers.get("if-none-match") for one in visit.web.requests} == {None}
    assert [one.kind for one in proved.events] == ["corrected"]
    visit.clock.sleep(DAY)
    visit.visit(full=True)
    tags = {one.url.path.rpartition("/")[2]: one.headers.get("if-none-match") for one in visit.web.requests}
    del tags["robots.txt"]
    assert tags == {"index.html": '"1"', "2023.html": '"a"', "P0.pdf": None}  # it is not believed again
