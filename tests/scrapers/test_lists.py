"""Lists of five families come out exactly as their manifests say, rows by rows, pages by pages."""

from __future__ import annotations

import json

import pytest

from scrapers.adapters.model import PageRequest, UnreadableList
from scrapers.adapters.registry import engine_of
from tests.scrapers.listing import FIXTURES, MANIFESTS, expected, following, items, portal_of, read, text_at


@pytest.mark.parametrize(
    ("folder", "family"), [("trs", "trs"), ("vsb", "vsb"), ("ucap", "ucap"), ("hanweb", "hanweb_jpage")]
)
def test_page_1_and_page_2_of_a_family_come_out_as_in_its_manifest(folder: str, family: str) -> None:
    expect = MANIFESTS[folder]["expect"]
    portal = portal_of(family, expect["list_p1"]["url"])
    first = read(portal, text_at(folder, expect["list_p1"]["url"]))
    assert items(first) == expected(folder, "list_p1")
    assert following(first) == expect["list_p1"]["next"]
    assert first.next is not None
    second = read(portal, text_at(folder, expect["list_p2"]["url"]), first.next)
    assert items(second) == expected(folder, "list_p2")
    assert following(second) == expect["list_p2"]["next"]


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("trs", "list_p1"),
        ("trs", "list_p2"),
        ("vsb", "list_p1"),
        ("vsb", "list_p2"),
        ("ucap", "list_p1"),
        ("ucap", "list_p2"),
        ("trs", "list_jsrows"),
    ],
)
def test_rows_are_recognised_by_their_shape_where_no_family_is_known(folder: str, name: str) -> None:
    url = MANIFESTS[folder]["expect"][name]["url"]
    assert items(read(portal_of("static", url), text_at(folder, url))) == expected(folder, name)


def test_rows_written_by_inline_script_are_read_without_running_it() -> None:
    url = MANIFESTS["trs"]["expect"]["list_jsrows"]["url"]
    page = read(portal_of("trs", url), text_at("trs", url))
    assert items(page) == expected("trs", "list_jsrows")
    assert (following(page), page.claimed_pages, page.claimed_rows) == (
        MANIFESTS["trs"]["expect"]["list_jsrows"]["next"],
        25,
        490,
    )


def test_a_hanweb_group_is_asked_for_by_post_with_the_pages_own_parameters() -> None:
    expect = MANIFESTS["hanweb"]["expect"]
    route = next(one for one in MANIFESTS["hanweb"]["routes"] if one["url"] == expect["list_p2"]["url"])
    first = read(portal_of("hanweb_jpage", expect["list_p1"]["url"]), text_at("hanweb", expect["list_p1"]["url"]))
    assert first.next is not None
    assert (first.next.form, first.next.referer) == (route["request_body"], expect["list_p1"]["url"])
    assert first.claimed_rows == 10


def test_a_hanweb_answer_without_a_record_set_is_no_list() -> None:
    expect = MANIFESTS["hanweb"]["expect"]
    portal = portal_of("hanweb_jpage", expect["list_p1"]["url"])
    first = read(portal, text_at("hanweb", expect["list_p1"]["url"]))
    assert first.next is not None
    with pytest.raises(UnreadableList):
        read(portal, "<html>访问出错</html>", first.next)
    empty = read(portal, (FIXTURES / "hanweb" / "list_p2_empty.xml").read_text(), first.next)
    assert (empty.rows, empty.declared_empty) == ((), False)  # "not supported", not "end of list"


def test_a_hanweb_column_without_a_record_set_is_read_as_a_plain_list() -> None:
    url = "http://www.w.test/col/col1/index.html"
    text = (
        "<ul><li><a href='/art/2026/9/18/art_1_2.html'>甲县信访局2025年度部门决算</a><span>2026-09-18</span></li></ul>"
    )
    assert [row.url for row in read(portal_of("hanweb_jpage", url), text).rows] == [
        "http://www.w.test/art/2026/9/18/art_1_2.html"
    ]


def test_the_xxgk_module_is_a_fragment_and_can_be_kept_to_its_column() -> None:
    expect = MANIFESTS["hanweb"]["expect"]["xxgk_search_p2"]
    route = next(one for one in MANIFESTS["hanweb"]["routes"] if one["url"] == expect["url"])
    fields = {
        name: value.replace("2", "{p}") if name == "currpage" else value
        for name, value in route["request_body"].items()
    }
    portal = portal_of(
        "hanweb_xxgk",
        "http://www.wangchuan.test/col/col30777/index.html",
        api={"url": expect["url"].replace("currpage=2", "currpage={p}"), "fields": fields},
    )
    request = PageRequest(expect["url"], 2, form=route["request_body"])
    page = read(portal, text_at("hanweb", expect["url"]), request)
    assert items(page) == expected("hanweb", "xxgk_search_p2")
    assert (page.number, page.claimed_pages, following(page)) == (2, 2, None)
    first = engine_of(portal.adapter).first(portal, portal.entry[0])
    assert first.form is not None
    assert (first.url, first.form["currpage"]) == (expect["url"].replace("currpage=2", "currpage=1"), "1")
    kept = portal.model_copy(update={"list": portal.list.model_copy(update={"address": "art_30777_"})})
    assert [row.title for row in read(kept, text_at("hanweb", expect["url"]), request).rows] == [
        "区信访局2024年度部门决算"
    ]


def test_a_ucap_search_is_json_with_tags_taken_out_of_titles() -> None:
    expect = MANIFESTS["ucap"]["expect"]["search_p2"]
    portal = portal_of("ucap_json", expect["url"].replace("page=2", "page=1"))
    page = read(portal, text_at("ucap", expect["url"]), PageRequest(expect["url"], 2))
    assert items(page) == expected("ucap", "search_p2")
    assert (page.claimed_rows, page.next) == (17, None)
    first = read(portal, text_at("ucap", expect["url"]))
    assert first.next is not None
    assert "page=2" in first.next.url


def test_gkmlpt_leads_from_its_shell_to_the_column_and_through_its_pages() -> None:
    expect = MANIFESTS["gkmlpt"]["expect"]
    portal = portal_of("gkmlpt", expect["index"]["url"])
    shell = read(portal, text_at("gkmlpt", expect["index"]["url"]))
    assert (shell.leads_on, shell.rows, following(shell)) == (True, (), expect["index"]["first_api"])
    first = read(portal, text_at("gkmlpt", expect["api_p1"]["url"]), shell.next)
    assert items(first) == expected("gkmlpt", "api_p1")
    assert (following(first), first.site, first.rows[0].publisher) == (
        expect["api_p1"]["next"],
        "南汐市信访局",
        "南汐市信访局",
    )
    second = read(portal, text_at("gkmlpt", expect["api_p2"]["url"]), first.next)
    assert items(second) == expected("gkmlpt", "api_p2")
    assert second.next is None


def test_gkmlpt_with_declared_parameters_needs_no_shell() -> None:
    entry = [{"url": "http://www.nanxi.test/gkmlpt/index", "parameters": {"sid": "755999", "classify": "6114"}}]
    portal = portal_of("gkmlpt", "http://www.nanxi.test/gkmlpt/index", entry=entry)
    assert (
        engine_of(portal.adapter).first(portal, portal.entry[0]).url == MANIFESTS["gkmlpt"]["expect"]["api_p1"]["url"]
    )


JPAAS = """<html><body><div class="list" querydata="{'webId':'3185','pageId':'1229847292','parseType':'bulidstatic',
'pageType':'column','tagId':'信息列表','tplSetId':'abc'}" count="31" rows="15"
unitUrl="/api-gateway/jpaas-publish-server/front/page/build/unit"><ul><li class="clearfix">
<a class="bt-left" href="/col/col1229847292/art/2026/art_0123456789abcdef0123456789abcdef.html"
title="望川区信访局2025年度部门决算">望川区信访局2025年…</a>
<span class="bt-right">2026-09-18</span></li></ul></div></body></html>"""


def test_jpaas_asks_for_page_2_inside_paramjson_and_reads_html_inside_json() -> None:
    url = "http://www.w.test/col/col1229847292/index.html"
    portal = portal_of("hanweb_jpaas", url)
    first = read(portal, JPAAS)
    assert [(row.title, str(row.date)) for row in first.rows] == [("望川区信访局2025年度部门决算", "2026-09-18")]
    assert first.next is not None
    assert first.next.url == (
        "http://www.w.test/api-gateway/jpaas-publish-server/front/page/build/unit?parseType=bulidstatic&webId=3185&tplSetId=abc"
        "&pageType=column&tagId=%E4%BF%A1%E6%81%AF%E5%88%97%E8%A1%A8&editType=null&pageId=1229847292"
        "&paramJson=%7B%22pageNo%22%3A2%2C%22pageSize%22%3A15%7D"
    )
    assert first.next.referer == url
    answer = {
        "success": True,
        "data": {
            "html": "<p class='lb-list'><a href='/x/art_1.html'>望川区信访局2024年度部门决算</a> [2025-09-30]</p>"
        },
    }
    second = read(portal, json.dumps(answer), first.next)
    assert [(row.url, row.title, str(row.date)) for row in second.rows] == [
        ("http://www.w.test/x/art_1.html", "望川区信访局2024年度部门决算", "2025-09-30")
    ]
    assert second.next is not None
    third = read(portal, json.dumps(answer), second.next)
    assert third.next is None  # 3 x 15 covers the 31 that are claimed
    with pytest.raises(UnreadableList):
        read(portal, "<html>403</html>", first.next)
