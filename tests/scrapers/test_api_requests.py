"""What a declared call asks for: the number of the page or of its first row, in the address and in the fields."""

from __future__ import annotations

import pytest

from scrapers.adapters.api import api_request
from tests.scrapers.fakes import declare


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("/api/list?cid={cid}&page={p}", ["/api/list?cid=31&page=1", "/api/list?cid=31&page=3"]),
        ("/api/list?cid={cid}&page={p0}", ["/api/list?cid=31&page=0", "/api/list?cid=31&page=2"]),
        ("/api/list?start={p0*15}&end={p*15}", ["/api/list?start=0&end=15", "/api/list?start=30&end=45"]),
        ("/api/list?start={p0*15}&q={none*15}", ["/api/list?start=0&q=", "/api/list?start=30&q="]),
    ],
)
def test_an_address_holds_the_number_of_the_page_or_of_its_rows(url: str, asked: list[str]) -> None:
    portal = declare(
        family="json",
        hosts=["www.a.test"],
        entry=[{"url": "https://www.a.test/list.html", "name": "预决算", "parameters": {"cid": "31"}}],
        api={"url": url},
    )
    requests = [api_request(portal, portal.entry[0], number) for number in (1, 3)]
    assert [one.url for one in requests] == [f"https://www.a.test{one}" for one in asked]


def test_fields_of_a_post_hold_it_too_and_braces_of_json_stay() -> None:
    portal = declare(
        family="json",
        hosts=["www.a.test"],
        entry=[{"url": "https://www.a.test/list.html", "name": "预决算"}],
        api={"method": "POST", "url": "/api/list", "fields": {"start": "{p0*20}", "filter": '{"a":{}}'}},
    )
    asked = api_request(portal, portal.entry[0], 2)
    assert asked.form == {"start": "20", "filter": '{"a":{}}'}
