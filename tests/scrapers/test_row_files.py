"""Files behind short links beside the title of their row are the report's, and come with it."""

from __future__ import annotations

import pytest

from tests.scrapers.fakes import file, page
from tests.scrapers.listing import portal_of, read
from tests.scrapers.visits import ENTRY, PDF, REPORT, TITLE, listing, world

SHEET = b"PK\x03\x04 tables"
BESIDE = "<a href='{href}'>{title}</a> <a href='t.pdf'>PDF</a> <a href='t.xlsx'>Excel</a><b>2024-09-24</b>"


def row_of(href: str, title: str = TITLE) -> str:
    return f"<li>{BESIDE.format(href=href, title=title)}</li>"


def test_short_links_beside_a_titled_file_are_further_files_of_its_report() -> None:
    replies = {ENTRY: page(listing(row_of("t.doc"))), "t.doc": file(b"\xd0\xcf\x11\xe0 text")}
    visited = world({**replies, "t.pdf": file(PDF), "t.xlsx": file(SHEET)})
    (taken,) = visited.visit().disclosures
    assert [one.file_name for one in taken.documents] == [f"{TITLE}.{form}" for form in ("doc", "pdf", "xlsx")]
    assert visited.visit(full=True).disclosures == ()


def test_short_links_beside_an_article_are_files_of_its_report_that_it_does_not_link_itself() -> None:
    replies = {ENTRY: page(listing(row_of("1.html"))), **REPORT, "t.pdf": file(PDF + b"2"), "t.xlsx": file(SHEET)}
    (taken,) = world(replies).visit().disclosures
    assert [one.url.rsplit("/", 1)[-1] for one in taken.documents] == ["P0.pdf", "t.pdf", "t.xlsx"]


def test_short_links_belong_to_the_title_before_them() -> None:
    other = "<a href='w.html'>襄垣县水利局2023年度部门决算</a> <a href='w.pdf'>下载</a><b>2024-09-24</b>"
    ours = BESIDE.format(href="1.html", title=TITLE)
    told = read(portal_of("static", ENTRY), listing(f"<li>{other}{ours}</li>", f"<li>{other.replace('w.', 'v.')}</li>"))
    beside = {one.title: [url.rsplit("/", 1)[-1] for url, _ in one.beside] for one in told.rows}
    assert beside[TITLE] == ["t.pdf", "t.xlsx"]
    assert beside["襄垣县水利局2023年度部门决算"] in (["w.pdf"], ["v.pdf"])


@pytest.mark.parametrize(
    "beside", ["<a href='q.html'>查看</a>", "<a href='q.pdf'>预算</a>", "<a href='1.html'>详情</a>"]
)
def test_pages_reports_of_another_kind_and_the_item_itself_are_no_such_files(beside: str) -> None:
    text = listing(f"<li><a href='1.html'>{TITLE}</a> {beside}<b>2024-09-24</b></li>")
    (told,) = read(portal_of("static", ENTRY), text).rows
    assert told.beside == ()
