"""What is fetched for one item of a list, and what is kept of it."""

from __future__ import annotations

import logging

import pytest

from scrapers.adapters.model import Source
from scrapers.declaration import Portal
from scrapers.detail import Detail, read_detail
from scrapers.items import MAX_LOOKS
from tests.scrapers.fakes import file, page
from tests.scrapers.visits import BASE, ENTRY, PDF, REPORT, TITLE, article, listing, row, world


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


def test_a_scan_behind_one_that_could_not_be_had_is_marked_until_it_is_there() -> None:
    visit = world(
        {
            "index.html": page(listing(row("1.html", TITLE))),
            "1.html": page(article(body="<img src='W0.jpg'><img src='W1.jpg'><img src='W2.jpg'>")),
            "W0.jpg": file(b"\xff\xd8\xff1"),
            "W2.jpg": file(b"\xff\xd8\xff3"),
        }
    )
    (disclosure,) = visit.visit().disclosures
    assert [(one.url[-6:], one.after_gap) for one in disclosure.documents] == [("W0.jpg", False), ("W2.jpg", True)]


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
        TITLE,
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

    monkeypatch.setattr("scrapers.item_page.read_detail", breaks)
    harvest = visit.visit()
    assert [(one.state, one.url) for one in harvest.problems] == [("unreadable_page", BASE + "2.html")]
    assert [one.fiscal_year for one in harvest.disclosures] == [2023]


@pytest.mark.parametrize(
    ("told", "person"),
    [
        ("（责任人：赵测样）", "赵测样"),
        ("（联系人：钱样国 电话：0355-7223344）", "钱样国"),
        (" 经办人：孙测为", "孙测为"),
        ("（责任人李测路）", "李测路"),
        ("（责任人：黄河）", "黄河"),
    ],
)
def test_a_title_that_names_who_answers_for_it_is_a_report_and_the_name_is_kept_nowhere(
    told: str, person: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    title = TITLE + told
    visit = world(
        {
            "index.html": page(listing(row("1.html", title))),
            "1.html": page(article(title, body=f"详见附件。<a href='P0.pdf'>{title}.pdf</a>")),
            "P0.pdf": file(PDF),
        }
    )
    harvest = visit.visit()
    (disclosure,) = harvest.disclosures
    assert disclosure.fiscal_year == 2023
    assert disclosure.title is not None
    assert disclosure.title.startswith(TITLE)
    assert "〔姓名〕" in disclosure.title
    assert [one.file_name is not None and "〔姓名〕" in one.file_name for one in disclosure.documents] == [True]
    kept = (disclosure.model_dump_json(), harvest.state.model_dump_json(), caplog.text)
    assert [text for text in kept if person in text] == []


def test_rows_that_print_no_body_are_looked_at_by_and_by_and_once() -> None:
    names = [f"n{number}.html" for number in range(MAX_LOOKS + 5)]
    pages = {
        name: page(article("2022年度部门决算公开", head="<meta name='ContentSource' content='襄垣县民政局'>"))
        for name in names
    }
    files = "<a href='P2.pdf'>部门决算公开表.pdf</a>"
    ours = article("2022年度部门决算公开", files, head="<meta name='ContentSource' content='襄垣县信访局'>")
    visit = world(
        {"index.html": page(listing(*(row(name, "2022年度部门决算公开") for name in names), row("1.html", TITLE)))}
        | pages
        | REPORT
        | {names[-2]: page(ours), "P2.pdf": file(PDF + b" of 2022")}
    )
    first = visit.visit()
    assert [one.title for one in first.disclosures] == [TITLE]
    assert visit.asked == ["index.html", "1.html", "P0.pdf", *names[:MAX_LOOKS]]
    second = visit.visit()
    assert visit.asked == ["index.html", *names[MAX_LOOKS:-1], "P2.pdf", names[-1]]
    assert [(one.agency, one.fiscal_year) for one in second.disclosures] == [("襄垣县信访局", 2022)]
    assert visit.state is not None
    assert {item.decision.reason for item in visit.state.items.values()} == {"report", "other_department"}
    visit.visit()
    assert visit.asked == ["index.html"]
