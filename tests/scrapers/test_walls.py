"""Walls, rate messages, soft 404s and robots records are told from ordinary pages."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any, get_args

import httpx
import pytest

from domain.declared import from_yaml
from domain.identifiers import sha256_hex
from scrapers import walls
from scrapers.answers import Answer, Kind
from scrapers.outcomes import Outcome, next_look, within
from scrapers.robots import judge
from scrapers.verdicts import stands_there
from tests.scrapers.fakes import START


def test_the_vocabulary_uses_known_categories_only() -> None:
    vocabulary = walls._vocabulary()
    signs = [*vocabulary.statuses.values(), *(marker.sign for marker in (*vocabulary.markers, *vocabulary.texts))]
    assert {sign.category for sign in signs} == set(get_args(walls.Category))


@pytest.mark.parametrize(
    ("source", "category"),
    [
        ("<html><script>$_ts=window['$_ts'];</script></html>", "challenge"),
        ("<html><head><meta content='x' r='m'></head></html>", "challenge"),
        ("<script>document.cookie='__jsl_clearance=1';location.href='/'</script>", "challenge"),
        ("<html><body>安全验证：请拖动滑块</body></html>", "captcha"),
        ("<html><body>对不起，您的访问过于频繁</body></html>", "rate"),
        ("<html><title>Request Rejected</title><body>The requested URL was rejected</body></html>", "block"),
        ("<html><title>404 Not Found</title><body>nginx</body></html>", "gone"),
        ("<html><body>您访问的文章不存在或已被删除</body></html>", "gone"),
        ("<html><body>网站升级维护中，请稍后访问</body></html>", "maintenance"),
    ],
)
def test_pages_that_stand_in_the_way_are_recognised(source: str, category: str) -> None:
    sign = walls.by_content(source)
    assert sign is not None
    assert sign.category == category


@pytest.mark.parametrize(
    "source",
    [
        "<html><body><ul><li><a href='1.html'>襄垣县信访局2023年度部门决算</a></li></ul></body></html>",
        "<html><body><form>请输入验证码<input></form>" + "<p>信访事项办理指南</p>" * 60 + "</body></html>",
        "<html><script>document.cookie='skin=1';</script><body>" + "<p>正文</p>" * 900 + "</body></html>",
        "<html><body><h1>关于网站内容已删除的说明</h1>"
        + "<p>说明正文，说明正文，说明正文。</p>" * 80
        + "</body></html>",
    ],
)
def test_ordinary_pages_are_no_walls(source: str) -> None:
    assert walls.by_content(source) is None


def test_an_outage_of_robots_txt_is_asked_about_again_sooner_than_a_rule() -> None:
    rules = judge(200, "User-agent: *\nDisallow: /x", fetched_at=START)
    outage = judge(503, "", fetched_at=START)
    after = START + timedelta(hours=2)
    assert (rules.is_fresh(after), outage.is_fresh(after)) == (True, False)
    assert not rules.is_fresh(START + timedelta(days=1))
    assert not rules.is_fresh(START - timedelta(hours=1))  # a clock that was set back proves nothing


def test_rules_of_robots_txt_are_read_with_wildcards() -> None:
    record = judge(200, "User-agent: *\nDisallow: /*.jsp$\nAllow: /\n", fetched_at=START)
    assert not record.allows("http://a.test/x/login.jsp", "xinfang-budgets")
    assert record.allows("http://a.test/x/login.html", "xinfang-budgets")


def test_office_hours_are_those_of_beijing() -> None:
    assert within("08:30-18:00", START)  # 02:00 UTC
    assert not within("08:30-18:00", START - timedelta(hours=3))
    assert within("22:00-07:00", START + timedelta(hours=13))


def test_looks_that_change_nothing_become_rarer() -> None:
    first, tenth = next_look("not_found", 1, START), next_look("not_found", 10, START)
    assert first is not None
    assert tenth is not None
    # What waits a day is looked at on the next night, though that visit begins a little earlier.
    assert timedelta(hours=20) <= first - START < timedelta(days=1)
    assert timedelta(days=9) < tenth - START < timedelta(days=10)
    assert next_look("unreachable", 1, START) is None  # at the next visit


def test_outcomes_are_ordered_by_weight_and_only_read_lists_are_success() -> None:
    assert [outcome.value for outcome in Outcome if outcome.is_success] == [
        "declared_empty",
        "not_modified",
        "ok",
        "partial",
        "page_ignored",
    ]
    assert max(Outcome, key=lambda outcome: outcome.weight) is Outcome.WALL


PAGES = from_yaml((Path(__file__).parent / "portals" / "hazards" / "pages.yaml").read_text(encoding="utf-8"))


def _answered(case: dict[str, Any]) -> Answer:
    headers = httpx.Headers({"content-type": "text/html; charset=utf-8", **case.get("headers", {})})
    url, body = "http://www.a.test/czxx/index.html", case["page"].encode()
    return Answer(url, url, case.get("status", 200), headers, body, sha256_hex(body), START, "http")


@pytest.mark.parametrize("case", PAGES["stands_there"], ids=lambda case: case["name"])
def test_pages_of_firewalls_providers_and_servers_are_what_they_are(case: dict[str, Any]) -> None:
    sign = stands_there(_answered(case), Kind.LIST, "auto")
    assert sign is not None
    assert sign.category == case["category"]
    assert sign.kind == case.get("kind", sign.kind)


@pytest.mark.parametrize("case", PAGES["ordinary"], ids=lambda case: case["name"])
def test_words_of_walls_in_an_ordinary_page_make_it_none(case: dict[str, Any]) -> None:
    assert stands_there(_answered(case), Kind.DETAIL, "auto") is None
    assert walls.removal_of(case["page"]) is None
