"""Calls whose address is another with the page's number, or a parameter, put into it."""

from __future__ import annotations

import pytest

from scrapers.adapters.calls import page_calls, unread_lists

LIST = 'var u = "/site/label/8888?labelName=list&pageIndex=1&catId=31"; '
GO = "function go(i){ $.get(%s, draw) } function draw(d){ box.html(d) } go(1);"
#: What each of the calls must ask for.
ASKED = "/site/label/8888?labelName=list&pageIndex={p}&catId=31"


def asked(script: str) -> list[str]:
    calls = page_calls(f"<html><body><script>{script}</script></body></html>")
    return [one.url.replace("{catId}", one.parameters.get("catId", "")) for one in calls]


@pytest.mark.parametrize(
    "script",
    [
        LIST + GO % r'u.replace(/pageIndex=\d+/, "pageIndex=" + i)',
        LIST + GO % r"u.replace(/pageIndex=[^&]*/g, `pageIndex=${i}`)",
        LIST + GO % r"u.replace(/Index=[0-9]+/i, 'Index=' + i)",
        LIST + GO % "u.replace('pageIndex=1', 'pageIndex=' + i)",
        LIST.replace("=1&", "={page}&") + GO % "u.replace('{page}', i)",
        LIST.replace("=1&", "=#p#&") + GO % "u.replace(/#p#/g, i)",
        LIST.replace("=31", "=@c")
        + "var c = '31'; "
        + GO % r"u.replace('@c', c).replace(/pageIndex=\d+/, 'pageIndex=' + i)",
        LIST
        + r"function go(i){ u = u.replace(/pageIndex=\d+/, 'pageIndex=' + i); $.ajax({url: u, success: draw}) } go(1);",
        'var q = "labelName=list&pageIndex=1&catId=31"; '
        + GO % r'"/site/label/8888?" + q.replace(/pageIndex=\d+/, "pageIndex=" + i)',
    ],
)
def test_an_address_is_read_with_what_is_put_into_it(script: str) -> None:
    assert asked(script) == [ASKED]


@pytest.mark.parametrize(
    "change",
    [
        r"u.replace(/pageIndex=(\d+)/, 'pageIndex=' + i)",
        r"u.replace(/pageIndex=\d+|x/, 'pageIndex=' + i)",
        r"u.replace(/pageIndex=\d+/, function (m) { return m + i })",
        r"u.replace(/pageIndex=\d+/, 'pageIndex=$&' + i)",
        r"u.replace(/pageIndex=\d+/, 'pageIndex=' + at())",
        r"v.replace(/pageIndex=\d+/, 'pageIndex=' + i)",
        r"u.replace(/\d*\d*=1/, 'pageIndex=' + i)",
        r"u.replace(new RegExp(name), 'pageIndex=' + i)",
    ],
)
def test_what_is_put_in_otherwise_is_told_and_not_asked_for(change: str) -> None:
    script = f"<script>{LIST + GO % change}</script>"
    assert page_calls(script) == ()
    assert unread_lists(script)[0].startswith(change[:40])


def test_a_function_for_the_loaded_page_is_no_call() -> None:
    assert (
        unread_lists("<script>$(function () { goPage(1); }); $('.page').hide(); $('img').load(() => pageNo)</script>")
        == ()
    )
