"""What two loads of a page and its page 2 say of the request for a list; no browser is opened here."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from domain.answered import article_page
from scrapers.adapters.model import Source
from scrapers.rules import ApiRule
from scrapers.watched.articles import article_call
from scrapers.watched.derived import Derived, derive, is_next, likest
from scrapers.watched.door import MAX_REQUESTS, Asked, Door
from scrapers.watched.file_links import base_of_files
from scrapers.watched.port import Seen, ShownLink, WatchedCall
from scrapers.watched.templates import template_of
from tests.scrapers.fakes import Web, declare, open_client, page

PAGE = "http://www.a.test/gk/list?cid=40213"
NOW = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)


def get(query: str, answer: str = "[]") -> WatchedCall:
    url = f"http://www.a.test/api/list{query}"
    return WatchedCall("GET", url, None, as_json=False, answer=Source(answer, url))


def post(fields: dict[str, Any], *, as_json: bool) -> WatchedCall:
    url = "http://www.a.test/api/list"
    return WatchedCall("POST", url, fields, as_json, Source("[]", url))


def seen(url: str, *calls: WatchedCall, links: tuple[ShownLink, ...] = ()) -> Seen:
    return Seen(url, "", "", links, calls, NOW)


def derived(
    first: WatchedCall, again: WatchedCall | None = None, second: WatchedCall | None = None, since: int | None = None
) -> Derived:
    made = derive(first, again or first, second, page=PAGE, rows=15, now=NOW, since=since)
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("first", "second", "declared"),
    [
        ("?page=1&size=15", "?page=2&size=15", "/api/list?page={p}&size=15"),
        ("?page=0&size=15", "?page=1&size=15", "/api/list?page={p0}&size=15"),
        ("?start=0&length=15", "?start=15&length=15", "/api/list?start={p0*15}&length=15"),
        ("?from=0&to=15", "?from=15&to=30", "/api/list?from={p0*15}&to={p*15}"),
        ("?k=7", "?k=7&page=2", "/api/list?k=7&page={p}"),
        ("/12/1.json", "/12/2.json", "/api/list/12/{p}.json"),
        ('?q={"n":1,"s":"a b"}', '?q={"n":2,"s":"a b"}', "/api/list?q=%7B%22n%22%3A{p}%2C%22s%22%3A%22a%20b%22%7D"),
    ],
)
def test_what_differs_between_page_1_and_page_2_numbers_the_page(first: str, second: str, declared: str) -> None:
    made = derived(get(first), second=get(second))
    assert (made.call.url, made.computed, made.pressed) == (declared, (), True)


def test_the_number_inside_of_a_posted_object_keeps_its_kind() -> None:
    def of(page: int) -> WatchedCall:
        return post({"page": {"no": page, "size": 15}, "on": True, "ids": ["7"], "n": str(page)}, as_json=True)

    made = derived(of(1), second=of(2))
    assert made.call.posted == '{"page":{"no":{p},"size":15},"on":true,"ids":["7"],"n":"{p}"}'
    assert ApiRule.model_validate(made.call.api).posted == made.call.posted


def test_what_another_load_sends_otherwise_is_left_out_and_named() -> None:
    made = derived(
        get("?page=1&_=111&sign=aa&id=9"), get("?page=1&_=222&sign=bb&id=9"), get("?page=2&_=333&sign=cc&id=9")
    )
    assert (made.call.url, made.computed) == ("/api/list?page={p}&id=9", ("_", "sign"))


def test_a_signature_of_the_page_is_left_out_and_named() -> None:
    made = derived(get("?page=1&sign=2323"), second=get("?page=2&sign=8812"))
    assert (made.call.url, made.computed) == ("/api/list?page={p}", ("sign",))


@pytest.mark.parametrize("value", ["2026-11-30", "20261130", "1796025600", "1796025600123", "2026-11-30 00:00:00"])
def test_a_value_of_today_is_left_out(value: str) -> None:
    assert derived(get(f"?page=1&until={value}")).computed == ("until",)


def test_the_year_of_now_stands_for_every_year() -> None:
    made = derived(post({"year": 2026, "k": "7", "page": 1}, as_json=True), since=2021)
    assert made.call.posted == '{"year":{year},"k":"7","page":{p}}'
    assert (made.call.parameters, made.call.since) == ({"year": "{yyyy}"}, 2021)


def test_what_the_address_of_the_page_says_is_a_parameter_of_the_column() -> None:
    made = derived(get("?channelId=40213&state=1&page=1"))
    assert made.call.url == "/api/list?channelId={channelId}&state=1&page={p}"
    assert made.call.parameters == {"channelId": "40213"}


def test_the_usual_names_tell_the_page_where_nothing_could_be_pressed() -> None:
    assert derived(get("?pageNo=1&pageSize=15")).call.url == "/api/list?pageNo={p}&pageSize=15"
    assert derived(get("?offset=0&limit=15")).call.url == "/api/list?offset={p0*15}&limit=15"


def test_two_fields_that_may_number_the_page_tell_nothing() -> None:
    made = derived(get("?page=1&current=1"))
    assert (made.call.url, made.call.is_paged) == ("/api/list?page=1&current=1", False)


def test_the_name_that_an_answer_is_wrapped_in_is_any_name() -> None:
    first, again = get("?cb=jQuery11_5&_=1", "jQuery11_5([])"), get("?cb=jQuery11_9&_=2", "jQuery11_9([])")
    made = derived(first, again)
    assert (made.call.url, made.computed) == ("/api/list?cb=callback", ("_",))


def test_a_text_that_looks_like_a_place_cannot_be_declared() -> None:
    assert derive(post({"a": "{p}"}, as_json=False), None, None, page=PAGE, rows=1, now=NOW) is None


RECORDS = [
    {"id": 7, "docId": 7, "channel": 40213, "title": "甲"},
    {"id": 8, "docId": 8, "channel": 40213, "title": "乙"},
]


@pytest.mark.parametrize(
    ("url", "template"),
    [
        ("/detail?cid=40213&docId=7", "/detail?cid=40213&docId={docId}"),
        ("/#/info/7", "/#/info/{id}"),
        ("/c40213/7.html", "/c40213/{id}.html"),
        ("/detail?cid=40213", None),
    ],
)
def test_the_address_of_an_item_is_made_of_what_tells_its_record_apart(url: str, template: str | None) -> None:
    assert template_of(url, RECORDS[0], RECORDS) == template


ARTICLE = '{"data": {"title": "某县信访局2025年度部门决算", "content": "<p>见附件</p>"}}'


def test_the_call_for_an_article_takes_what_the_items_address_says() -> None:
    def made(asked: WatchedCall, url: str) -> Any:
        call = article_call(seen(url, asked), url, "某县信访局2025年度部门决算")
        return call.declared if call is not None else None

    assert made(get("?id=7&v=2", ARTICLE), "http://www.a.test/d?cid=3&id=7") == "/api/list?id={id}&v=2"
    by_route = made(get("/one/e7d1-01", ARTICLE), "http://www.a.test/#/info/e7d1-01")
    assert (by_route["url"], by_route["path"]) == ("/api/list/one/{id}", "#/info/{id}")
    assert made(get("?id=99", ARTICLE), "http://www.a.test/d?id=7") is None
    of_now = f"?id=7&_t={int(NOW.timestamp())}&r=0.48201937465"
    assert made(get(of_now, ARTICLE), "http://www.a.test/d?id=7") == "/api/list?id={id}"


@pytest.mark.parametrize(
    ("held", "shown", "before"),
    [
        ("2026/7.pdf", "http://www.a.test/app/static/2026/7.pdf", "/app/static/"),
        ("/2026/说明.pdf", "http://www.a.test/app/2026/%E8%AF%B4%E6%98%8E.pdf", "/app"),
        ("2026/7.pdf", "http://f.a.test/get?path=2026/7.pdf", "http://f.a.test/get?path="),
        ("/2026/7.pdf", "http://www.a.test/2026/7.pdf", ""),
        ("/2026/7.pdf", "http://www.a.test/2026/8.pdf", None),
    ],
)
def test_the_drawn_page_tells_what_stands_before_the_addresses_of_its_files(
    held: str, shown: str, before: str | None
) -> None:
    answer = json.dumps({"data": {"title": "甲", "content": "", "files": [{"name": "乙", "filePath": held}]}})
    link = ShownLink(shown, "", "乙")
    assert base_of_files(answer, seen("http://www.a.test/detail/7", links=(link,))) == before


def test_files_of_which_only_ids_are_told_are_linked_by_these() -> None:
    files = [{"id": "f71", "fileName": "甲.pdf", "sort": 1}, {"id": "f72", "fileName": "乙.xls", "sort": 2}]
    others = [{"id": "a9", "title": "县水利局部门预算"}]
    answer = json.dumps({"data": {"title": "甲", "content": "乙", "related": others, "files": files}})
    links = [ShownLink(f"http://www.a.test/file/get?fid={one['id']}&v=1", "", str(one["fileName"])) for one in files]
    base = base_of_files(answer, seen("http://www.a.test/detail/7", links=tuple(links)))
    assert base == "/file/get?fid={id}&v=1"
    drawn = str(article_page(answer, base))
    assert '<a href="/file/get?fid=f72&amp;v=1">乙.xls</a>' in drawn
    assert "水利" not in drawn
    assert base_of_files(answer, seen("http://www.a.test/detail/7")) is None
    assert "<a " not in str(article_page(answer))


def asked(url: str, **other: Any) -> Asked:
    return Asked(other.pop("method", "GET"), url, other.pop("kind", "xhr"), PAGE, **other)


def test_nothing_is_asked_but_what_the_page_needs_of_its_own_hosts() -> None:
    web = Web({"http://www.a.test/api/list": page("[]")})
    door = Door(open_client(declare(), web))
    assert door.answer(asked("http://www.a.test/api/list")) is not None
    for one in (
        asked("http://www.a.test/logo.png", kind="image"),
        asked("http://www.b.test/api/list"),
        asked("ws://www.a.test/live", kind="websocket"),
        asked("http://www.a.test/api/hits?id=7"),
        asked("http://www.a.test/api/list", method="DELETE"),
        asked("http://www.a.test/api/list", method="POST", body="x", headers={"content-type": "text/plain"}),
    ):
        assert door.answer(one) is None
    assert web.asked == ["GET http://www.a.test/api/list"]


def test_a_page_that_asks_without_end_is_left() -> None:
    web = Web({"http://www.a.test/api/list": page("[]")})
    door = Door(open_client(declare(), web))
    for _ in range(MAX_REQUESTS):
        assert door.answer(asked("http://www.a.test/api/list")) is not None
    assert door.answer(asked("http://www.a.test/api/list")) is None
    assert door.ended is not None


def test_another_list_of_the_same_page_is_no_page_2() -> None:
    first, second = get("?channel=417&page=1&t=1"), get("?channel=417&page=2&t=3")
    assert is_next(first, get("?channel=417&page=1&t=2"), second, 15)
    assert not is_next(first, get("?channel=417&page=1&t=2"), get("?channel=418&page=1&t=3"), 15)
    loads = [get("?channel=418&page=1&t=2"), get("?channel=417&page=1&t=2")]
    assert likest(loads, first) == loads[1]
