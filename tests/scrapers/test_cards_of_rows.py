"""Rows of catalogues: cells of lists, definition lists, blocks and tables, with a card of the document beside each."""

from __future__ import annotations

from datetime import date

import pytest

from scrapers.adapters.rows import read_rows
from scrapers.html import parse
from scrapers.rules import ListRule

DOCUMENTS = [
    ("襄垣县信访局2024年度部门决算公开", date(2025, 9, 21), date(2025, 8, 30)),
    ("襄垣县信访局关于领导接访日的公告", date(2025, 7, 3), date(2025, 6, 28)),
    ("襄垣县信访局2025年部门预算公开", date(2025, 3, 10), date(2025, 2, 20)),
]
ROWS = {
    "lists": "<ul class='r'><li>K/{n}</li><li>{link}{card}</li><li>无</li><li>{day}</li></ul>",
    "lists, the day before the title": "<ul class='r'><li>{day}</li><li>{link}{card}</li><li>无</li></ul>",
    "definitions": "<dl class='r'><dt>K/{n}</dt><dd>{link}{card}</dd><dd>{day}</dd></dl>",
    "blocks": "<div class='r'><div>K/{n}</div><div>{link}{card}</div><div>{day}</div></div>",
    "spans": "<div class='r'><span>K/{n}</span><span>{link}</span><span>{day}</span>{card}</div>",
    "items": "<li class='r'><i>{day}</i>{link}{card}</li>",
    "a table": "<table class='r'><tr><td>{day}</td><td>{link}{card}</td></tr></table>",
}
CARDS = {
    "none": "",
    "the day of writing last": "<p>名称：{title}</p><p>发布日期：{day}</p><p>成文日期：{other}</p>",
    "no day of publication": "<p>索引号：K/{n}</p><p>生成日期：{other}</p>",
    "labels wide apart": "<p>发布日期：{day}</p><p>生 成 日 期：{other}</p><p>有 效 期：至{other}</p>",
    "a link of its own": "<p>{link}</p><p>【废止日期】{other}</p>",
}


def listed(row: str, card: str, style: str) -> list[tuple[str, date | None]]:
    body = ""
    for n, (title, day, other) in enumerate(DOCUMENTS):
        said = {"n": n, "title": title, "day": f"{day:%Y年%m月%d日}", "other": f"{other:%Y年%m月%d日}"}
        said["link"] = f"<a href='t{n}.html'>{title}</a>"
        said["card"] = f"<div class='card'{style}>{card.format(**said)}</div>" if card else ""
        body += row.format(**said)
    page = parse(f"<html><body><div class='main'>{body}</div></body></html>")
    return [(one.title, one.date) for one in read_rows(page, ListRule(), "http://www.a.test/xfj/index.html")]


@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)
@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_a_hidden_card_changes_no_day_of_its_row(row: str, card: str) -> None:
    assert listed(row, card, " style='display: none'") == [(title, day) for title, day, _ in DOCUMENTS]


@pytest.mark.parametrize("card", [CARDS["the day of writing last"], CARDS["labels wide apart"]])
@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_a_day_that_is_labelled_otherwise_is_not_the_one_of_publication(row: str, card: str) -> None:
    assert listed(row, card, "") == [(title, day) for title, day, _ in DOCUMENTS]


def test_the_only_day_of_a_row_counts_whatever_it_is_called_and_whether_it_is_shown() -> None:
    for row in ("<li class='r'>{link} 生成日期：{day}</li>", "<li class='r'>{link}<i hidden>{day}</i></li>"):
        assert listed(row, "", "") == [(title, day) for title, day, _ in DOCUMENTS]
