"""Calls of inline scripts that fetch a list: what is read from them, and what is left alone rather than guessed."""

from __future__ import annotations

import pytest

from scrapers.adapters.calls import PageCall, page_calls


def calls(script: str) -> tuple[PageCall, ...]:
    return page_calls(f"<html><body><ul id='list'></ul><script>{script}</script></body></html>")


@pytest.mark.parametrize(
    ("script", "url", "parameters"),
    [
        (
            "var id = '31'; function load(n){ $.ajax({url: '/api/list', data: {cid: id, pageNo: n, size: 9}})} load(1)",
            "/api/list?cid={cid}&pageNo={p}&size=9",
            {"cid": "31"},
        ),
        (
            "var p = 0; $.get('/api/list?cid=31&page=' + p + '&size=10', function(r){ draw(r) });",
            "/api/list?cid=31&page={p0}&size=10",
            {},
        ),
        ("$.getJSON('/api/list?pageNum=1&cid=31', (r) => draw(r));", "/api/list?pageNum={p}&cid=31", {}),
        (
            """new Vue({data: {pageNum: 1, cid: '31'}, methods: {load() {
            axios.get('/api/list', {params: {pageNum: this.pageNum, cid: this.cid}}).then(draw) }}})""",
            "/api/list?pageNum={p}&cid={cid}",
            {"cid": "31"},
        ),
    ],
)
def test_a_call_whose_values_the_page_states_is_read(script: str, url: str, parameters: dict[str, str]) -> None:
    assert calls(script) == (PageCall(url, None, False, parameters),)


@pytest.mark.parametrize(
    ("script", "as_json"),
    [
        ("$.ajax({type: 'post', url: '/api/list', data: {cid: '31', pageIndex: 1}, success: draw})", False),
        (
            """$.ajax({method: 'POST', url: '/api/list', contentType: 'application/json',
            data: JSON.stringify({cid: '31', pageIndex: 1})})""",
            True,
        ),
        ("axios.post('/api/list', {cid: '31', pageIndex: 1})", True),
        ("axios({method: 'post', url: '/api/list', data: {cid: '31', pageIndex: 1}})", True),
        ("$.post('/api/list', {cid: '31', pageIndex: 1}, draw)", False),
    ],
)
def test_a_posted_call_carries_its_fields_as_it_says(script: str, as_json: bool) -> None:
    assert calls(script) == (PageCall("/api/list", {"cid": "31", "pageIndex": "{p}"}, as_json, {}),)


@pytest.mark.parametrize(
    "script",
    [
        "function load(n){ $.ajax({url: '/api/list', data: {pageNo: n}}) }",  # never called: from 0 or from 1?
        "function load(n){ $.ajax({url: '/api/list', data: {pageNo: n - 1}}) } load(1);",
        "var c = '1'; c = '2'; $.ajax({url: '/api/list', data: {cid: c, pageNo: 1}})",
        "$.ajax({url: '/api/list', data: {cid: getQuery('cid'), pageNo: 1}})",
        "$.ajax({url: base + '/api/list', data: {pageNo: 1}})",
        "$.ajax({url: '/api/hits', data: {id: 31}})",
        "$.ajax({url: '/api/list', data: $('#form').serialize()})",
    ],
)
def test_a_call_that_is_not_stated_whole_is_left_alone(script: str) -> None:
    assert calls(script) == ()
