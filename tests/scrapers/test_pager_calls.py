"""What a pager's own call says of the number of pages, and what it may say without harm."""

from __future__ import annotations

import pytest

from scrapers.adapters.pager_calls import stated_pages


def stated(call: str) -> tuple[int | None, int | None]:
    return stated_pages(f"<html><body><ul></ul><script>{call}</script></body></html>")


def test_rows_and_size_say_how_many_pages_there_are() -> None:
    assert stated("laypage.render({elem: 'page', count: 36, limit: '15', curr: 2})") == (3, 2)


@pytest.mark.parametrize("count", ["'²'", "'一'", "''", "total", "0"])
def test_what_is_no_number_states_nothing(count: str) -> None:
    assert stated(f"laypage.render({{count: {count}, limit: 15, curr: 1}})") == (None, None)
