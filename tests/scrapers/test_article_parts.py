"""Articles that are split into parts: their files and figures are found, whichever part holds them."""

from __future__ import annotations

import httpx
import pytest

from tests.scrapers.fakes import file, page
from tests.scrapers.visits import BASE, PDF, TITLE, article, listing, row, world

TEXT = "第一部分 部门概况。负责受理群众来信来访。"
FIGURES = "收入总计311.63万元，支出总计311.63万元。"


def pager(*links: tuple[str, str]) -> str:
    return "<div class='fy'>" + "".join(f"<a href='{href}'>{text}</a>" for href, text in links) + "</div>"


@pytest.mark.parametrize(
    ("own", "part"),
    [
        ("51.html", "51_2.html"),
        ("51.shtml", "51-1.shtml"),
        ("show-9-51-1.html", "show-9-51-2.html"),
        ("show.aspx?id=51", "show.aspx?id=51&page=2"),
        ("show.aspx?id=51&page=1", "show.aspx?id=51&page=2"),
        ("show.php?p=51", "show.php?p=51&page=2"),
        ("archives/51/", "archives/51/2/"),
    ],
)
@pytest.mark.parametrize("shown", ["下一页", "2"])
def test_a_file_on_the_second_part_belongs_to_the_report(own: str, part: str, shown: str) -> None:
    if (own, shown) == ("archives/51/", "2"):
        pytest.skip("a folder named after a number is a part only where the page calls it its next")
    visit = world(
        {
            "index.html": page(listing(row(own, TITLE))),
            own: page(article(body=TEXT) + pager((BASE + part, shown))),
            part: page(article(body=f"<a href='{BASE}P0.pdf'>决算公开表.pdf</a>") + pager((BASE + own, "上一页"))),
            "P0.pdf": file(PDF),
        }
    )
    (found,) = (harvest := visit.visit()).disclosures
    assert ([one.url.removeprefix(BASE) for one in found.documents], harvest.problems) == (["P0.pdf"], ())


def test_parts_are_followed_from_one_to_the_next_and_keep_their_order() -> None:
    visit = world(
        {
            "index.html": page(listing(row("51.html", TITLE))),
            "51.html": page(article(body=TEXT) + pager(("51_2.html", "下一页"))),
            "51_2.html": page(article(body=FIGURES) + pager(("51_3.html", "下一页"), ("51.html", "上一页"))),
            "51_3.html": page(article(body=f"{FIGURES}三公经费2.10万元") + pager(("51_2.html", "上一页"))),
        }
    )
    (found,) = (harvest := visit.visit()).disclosures
    assert [one.url.removeprefix(BASE) for one in found.documents] == ["51_2.html", "51_3.html"]
    assert (harvest.problems, visit.asked) == ((), ["index.html", "51.html", "51_2.html", "51_3.html"])


@pytest.mark.parametrize("target", ["52.html", "52_2.html", "../gg/51_2.html", "show.aspx?id=52", "51_2.html?id=4"])
def test_another_article_that_the_page_calls_its_next_is_no_part(target: str) -> None:
    visit = world(
        {
            "index.html": page(listing(row("51.html", TITLE))),
            "51.html": page(article() + pager((target, "下一页"))),
            "P0.pdf": file(PDF),
        }
    )
    harvest = visit.visit()
    assert (len(harvest.disclosures), visit.asked) == (1, ["index.html", "51.html", "P0.pdf"])


def test_a_pager_that_shows_the_article_again_doubles_nothing() -> None:
    again = article(body=FIGURES) + "<!-- 10:02 -->" + pager(("show.aspx?id=51&page=2", "下一页"))
    visit = world(
        {
            "index.html": page(listing(row("show.aspx?id=51", TITLE))),
            "show.aspx?id=51": page(article(body=FIGURES) + pager(("show.aspx?id=51&page=2", "下一页"))),
            "show.aspx?id=51&page=2": page(again),
        }
    )
    (found,) = visit.visit().disclosures
    assert len(found.documents) == 1


def test_a_part_that_cannot_be_had_is_told_and_takes_nothing_away() -> None:
    visit = world(
        {
            "index.html": page(listing(row("51.html", TITLE))),
            "51.html": page(article(body=FIGURES) + pager(("51_2.html", "2"))),
            "51_2.html": page(article(body="<a href='P0.pdf'>决算公开表.pdf</a>")),
            "P0.pdf": file(PDF),
        }
    )
    (found,) = visit.visit().disclosures
    visit.web.replies[BASE + "51_2.html"] = httpx.Response(502, text="bad gateway")
    visit.clock.sleep(31 * 86400)
    harvest = visit.visit()
    assert harvest.problems
    assert harvest.disclosures == ()
    assert [one.disclosure for one in harvest.state.items.values()] == [found]
