"""Pages that gather the reports of many departments, and files that stand together in one printed row."""

from __future__ import annotations

from datetime import timedelta

import pytest

from scrapers.harvest import PortalHarvest
from tests.scrapers.fakes import file, page
from tests.scrapers.visits import BASE, ENTRY, PDF, World, article, listing, row, world

GATHERING = "襄垣县2023年度县直部门决算公开汇总"


@pytest.mark.parametrize(
    "links",
    [
        "<p><a href='1.pdf'>襄垣县水利局2023年部门决算</a></p><p>2.<a href='2.pdf'>襄垣县信访局2023年部门决算</a></p>",
        "<p><a href='1.pdf'>县水利局</a></p><p><a href='2.pdf'>县信访局</a></p>",
        """<table><tr><td>部门</td><td>2023年度部门决算</td></tr>
        <tr><td>县水利局</td><td><a href='1.pdf'>查看</a></td></tr>
        <tr><td>县信访局</td><td><a href='2.pdf'>查看</a></td></tr></table>""",
        "<p>县信访局</p><p><a href='2.pdf'>部门决算</a></p><p>县水利局</p><p><a href='1.pdf'>部门决算</a></p>",
    ],
)
def test_of_a_page_that_gathers_many_departments_only_the_bureaus_file_is_fetched(links: str) -> None:
    visited = world(
        {
            ENTRY: page(listing(row("all.html", GATHERING))),
            "all.html": page(article(GATHERING, links)),
            "2.pdf": file(PDF),
        }
    )
    (taken,) = visited.visit().disclosures
    assert (taken.fiscal_year, taken.published_on.isoformat() if taken.published_on else None) == (2023, "2024-09-24")
    again = visited.visit()
    assert (again.disclosures, again.events, again.ambiguous) == ((), (), ())


@pytest.mark.parametrize(("title", "taken"), [("襄垣县2023年度部门决算公开", 1), ("襄垣县2023年度决算公开", 0)])
def test_a_title_of_a_place_and_its_departments_gathers_and_one_of_a_place_alone_is_its_total(
    title: str, taken: int
) -> None:
    links = "<p><a href='1.pdf'>县水利局2023年决算</a></p><p><a href='2.pdf'>襄垣县信访局2023年部门决算.pdf</a></p>"
    visited = world(
        {ENTRY: page(listing(row("all.html", title))), "all.html": page(article(title, links)), "2.pdf": file(PDF)}
    )
    reports = visited.visit().disclosures
    assert [one.title for one in reports] == ["襄垣县信访局2023年部门决算"] * taken
    assert [one.documents[0].file_name for one in reports] == ["襄垣县信访局2023年部门决算.pdf"] * taken


def test_a_page_of_many_departments_that_names_the_bureau_without_a_link_is_for_a_person() -> None:
    text = "<p><a href='2.pdf'>部门决算</a></p><p>县信访局</p><p><a href='1.pdf'>部门决算</a></p><p>县水利局</p>"
    visited = world(
        {ENTRY: page(listing(row("all.html", GATHERING))), "all.html": page(article(GATHERING, text))}
    ).visit()
    assert [one.reason for one in visited.ambiguous] == ["gathered_unclear"]
    assert visited.disclosures == ()


def test_a_page_of_many_departments_is_looked_at_again_as_it_may_be_added_to() -> None:
    before, added = "<p><a href='1.pdf'>县水利局</a></p>", "<p><a href='2.pdf'>县信访局</a></p>"
    pages = [page(article(GATHERING, before)), page(article(GATHERING, before + added))]
    visited = world({ENTRY: page(listing(row("all.html", GATHERING))), "all.html": pages, "2.pdf": file(PDF)})
    assert [visited.visit().disclosures, visited.visit().disclosures] == [(), ()]
    visited.clock.sleep(timedelta(days=visited.portal.pace.recheck_days).total_seconds())
    assert [one.title for one in visited.visit().disclosures] == ["县信访局"]


def test_the_bureaus_own_site_in_the_menu_of_such_a_page_is_no_report() -> None:
    menu = "<div class='left'><a href='/bm/xfj/'>县信访局</a></div><p><a href='1.pdf'>县水利局</a></p>"
    all_departments = f"<html><head><title>{GATHERING}</title></head><body><h1>{GATHERING}</h1>{menu}</body></html>"
    visited = world({ENTRY: page(listing(row("all.html", GATHERING))), "all.html": page(all_departments)})
    harvest = visited.visit()
    assert (harvest.disclosures, [one.reason for one in harvest.ambiguous]) == ((), ["gathered_unclear"])
    assert visited.asked == ["index.html", "all.html"]


ROW = """<tr><td>县信访局</td><td><a href='2.pdf'>襄垣县信访局{first}.pdf</a></td>
<td><a href='2.xlsx'>{second}</a></td></tr>"""
OTHER = "<tr><td>县水利局</td><td><a href='1.pdf'>襄垣县水利局2023年度部门决算</a></td><td></td></tr>"
ACCOUNTS, TABLES = "2023年度部门决算", "襄垣县信访局2023年度部门决算公开表.xlsx"


def row_of_two(first: str, second: str) -> World:
    table = f"<table>{OTHER}{ROW.format(first=first, second=second)}</table>"
    return world(
        {
            ENTRY: page(listing(row("all.html", GATHERING))),
            "all.html": page(article(GATHERING, table)),
            "2.pdf": file(PDF),
            "2.xlsx": file(b"PK\x03\x04 tables"),
        }
    )


def files_of(harvest: PortalHarvest) -> list[tuple[str | None, list[str | None]]]:
    return [(one.title, [document.file_name for document in one.documents]) for one in harvest.disclosures]


def test_two_files_of_one_report_in_one_row_are_one_report() -> None:
    visited = row_of_two(ACCOUNTS, TABLES)
    name = f"襄垣县信访局{ACCOUNTS}"
    assert files_of(visited.visit()) == [(name, [f"{name}.pdf", TABLES])]
    again = visited.visit(full=True)
    assert (again.disclosures, again.events, again.ambiguous) == ((), (), ())


@pytest.mark.parametrize("second", ["襄垣县信访局2024年部门预算.xlsx", "襄垣县信访局2022年度部门决算.xlsx"])
def test_files_of_two_years_or_kinds_in_one_row_stay_two_reports(second: str) -> None:
    assert sorted(len(names) for _, names in files_of(row_of_two(ACCOUNTS, second).visit())) == [1, 1]


def test_a_file_that_is_added_to_the_row_later_is_fetched_with_its_report() -> None:
    before, after = (ROW.format(first=ACCOUNTS, second=one) for one in ("", TABLES))
    pages = [page(article(GATHERING, f"<table>{OTHER}{one}</table>")) for one in (before, before, after)]
    visited = row_of_two(ACCOUNTS, TABLES)
    visited.web.replies[f"{BASE}all.html"] = [*pages]
    assert [len(names) for _, names in files_of(visited.visit())] == [1]
    visited.clock.sleep(timedelta(days=visited.portal.pace.recheck_days).total_seconds())
    assert files_of(visited.visit()) == []
    visited.clock.sleep(timedelta(days=visited.portal.pace.recheck_days).total_seconds())
    assert [len(names) for _, names in files_of(visited.visit())] == [2]
