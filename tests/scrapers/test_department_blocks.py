"""Blocks of departments: whose a bare link is and which report, where names stand over links in one of many ways."""

from __future__ import annotations

import pytest

from scrapers.adapters.rows import read_rows
from scrapers.html import parse
from scrapers.rules import ListRule

Shown = list[tuple[str, str, str | None]]


def rows(body: str) -> Shown:
    """Number of the address, title and publisher of every row of the page."""
    found = read_rows(parse(f"<html><body>{body}</body></html>"), ListRule(), "http://a.test/")
    return [(one.url.rsplit("/", 1)[1].split(".")[0], one.title, one.publisher) for one in found]


OURS: Shown = [("1", "2025年部门决算", "市信访局"), ("2", "2026年部门预算", "市信访局")]
OTHERS: Shown = [("3", "2025年部门决算", "市供销社"), ("4", "2025年部门决算", "市司法局")]


@pytest.mark.parametrize(
    "page",
    [
        """<dl><dt>市信访局</dt><dd><a href=1.pdf>2025年部门决算</a> <a href=2.htm>2026年部门预算</a></dd></dl>
        <dl><dt>市供销社</dt><dd><a href=3.pdf>2025年部门决算</a></dd></dl>
        <dl><dt>市司法局</dt><dd><a href=4.pdf>2025年部门决算</a></dd></dl>""",
        """<div><h4>市信访局</h4><ul><li><a href=1.pdf>2025年部门决算</a><li><a href=2.htm>2026年部门预算</a></ul>
        <h4>市供销社</h4><ul><li><a href=3.pdf>2025年部门决算</a></ul>
        <h4>市司法局</h4><ul><li><a href=4.pdf>2025年部门决算</a></ul></div>""",
        """<div>市信访局：<a href=1.pdf>2025年部门决算</a>、<a href=2.htm>2026年部门预算</a><br>
        市供销社：<a href=3.pdf>2025年部门决算</a><br>市司法局：<a href=4.pdf>2025年部门决算</a></div>""",
        """<table><tr><th colspan=2>市信访局</th></tr>
        <tr><td><a href=1.pdf>2025年部门决算</a></td><td><a href=2.htm>2026年部门预算</a></td></tr>
        <tr><th colspan=2>市供销社</th></tr><tr><td><a href=3.pdf>2025年部门决算</a></td><td></td></tr>
        <tr><th colspan=2>市司法局</th></tr><tr><td><a href=4.pdf>2025年部门决算</a></td><td></td></tr></table>""",
        """<div class=b><span>一、市信访局</span><p>2025年 <a href=1.pdf>部门决算</a></p>
        <p>2026年 <a href=2.htm>部门预算</a></p></div>
        <div class=b><span>二、市供销社</span><p>2025年 <a href=3.pdf>部门决算</a></p></div>
        <div class=b><span>三、市司法局</span><p>2025年 <a href=4.pdf>部门决算</a></p></div>""",
        """<dl><dt><a href=xfj/>市信访局</a></dt><dd>部门决算：<a href=1.pdf>2025年</a></dd>
        <dd>部门预算：<a href=2.htm>2026年</a></dd></dl>
        <dl><dt><a href=gxs/>市供销社</a></dt><dd>部门决算：<a href=3.pdf>2025年</a></dd></dl>
        <dl><dt><a href=sfj/>市司法局</a></dt><dd>部门决算：<a href=4.pdf>2025年</a></dd></dl>""",
        """<table><tr><th>部门</th><th>部门决算</th><th>部门预算</th></tr>
        <tr><td>市信访局</td><td><a href=1.pdf>2025</a></td><td><a href=2.htm>2026</a></td></tr>
        <tr><td>市供销社</td><td><a href=3.pdf>2025</a></td><td></td></tr>
        <tr><td>市司法局</td><td><a href=4.pdf>2025</a></td><td></td></tr></table>""",
        """<table><tr><th rowspan=2>部门</th><th colspan=2>2025年</th><th colspan=2>2026年</th></tr>
        <tr><th>部门预算</th><th>部门决算</th><th>部门预算</th><th>部门决算</th></tr>
        <tr><td>市信访局</td><td></td><td><a href=1.pdf>查看</a></td><td><a href=2.htm>查看</a></td><td></td></tr>
        <tr><td>市供销社</td><td></td><td><a href=3.pdf>查看</a></td><td></td><td></td></tr>
        <tr><td>市司法局</td><td></td><td><a href=4.pdf>查看</a></td><td></td><td></td></tr></table>""",
        """<table><tr><th>部门</th><th>年度</th><th>部门预算</th><th>部门决算</th></tr>
        <tr><td rowspan=2>市信访局</td><td>2025年</td><td></td><td><a href=1.pdf>查看</a></td></tr>
        <tr><td>2026年</td><td><a href=2.htm>查看</a></td><td></td></tr>
        <tr><td>市供销社</td><td>2025年</td><td></td><td><a href=3.pdf>查看</a></td></tr>
        <tr><td>市司法局</td><td>2025年</td><td></td><td><a href=4.pdf>查看</a></td></tr></table>""",
    ],
    ids=["definitions", "headings", "lines", "rows of a table", "years", "kinds", "columns", "two heads", "spanned"],
)  # fmt: skip
def test_a_name_stands_over_its_links_however_the_page_is_built(page: str) -> None:
    assert sorted(rows(page)) == OURS + OTHERS


@pytest.mark.parametrize(
    "page",
    [
        """<h3>2025年部门决算</h3><h4>党委部门</h4><p><b>市信访局</b><a href=1.pdf>查看</a></p>
        <h4>政府部门</h4><p><b>市供销社</b><a href=3.pdf>查看</a></p><p><b>市司法局</b><a href=4.pdf>查看</a></p>
        <h3>2026年部门预算</h3><h4>党委部门</h4><p><b>市信访局</b><a href=2.htm>查看</a></p>""",
        """<h2>部门决算</h2><h3>2025年</h3><p><b>市信访局</b><a href=1.pdf>查看</a></p>
        <p><b>市供销社</b><a href=3.pdf>查看</a></p><p><b>市司法局</b><a href=4.pdf>查看</a></p>
        <h2>部门预算</h2><h3>2026年</h3><p><b>市信访局</b><a href=2.htm>查看</a></p>""",
        """<ul><li><a href='#a'>2026年</a><li><a href='#b'>2025年</a></ul>
        <div id=b><p><b>市信访局</b><a href=1.pdf>部门决算</a></p><p><b>市供销社</b><a href=3.pdf>部门决算</a></p>
        <p><b>市司法局</b><a href=4.pdf>部门决算</a></p></div>
        <div id=a><p><b>市信访局</b><a href=2.htm>部门预算</a></p></div>""",
    ],
    ids=["sections", "sections in sections", "panes"],
)
def test_what_heads_a_section_says_which_report(page: str) -> None:
    assert sorted(rows(page)) == OURS + OTHERS


@pytest.mark.parametrize(
    ("page", "told"),
    [
        (  # 2025年 is nobody's more than 2024年
            """<ul><li>2025年<li>2024年</ul><p><b>市信访局</b><a href=1.pdf>预算</a></p>
            <p><b>市司法局</b><a href=2.pdf>预算</a></p>""",
            ["预算", "预算"],
        ),
        (  # another section than that of the budgets
            """<h3>2026年部门预算</h3><p><b>市信访局</b><a href=1.pdf>查看</a></p>
            <h3>其他</h3><p><b>市司法局</b><a href=2.pdf>查看</a></p>""",
            ["2026年部门预算", "查看"],
        ),
        (  # words that stand behind their links
            """<p><b>市信访局</b><a href=1.pdf>2025年</a>预算<a href=2.pdf>2025年</a>决算</p>
            <p><b>市司法局</b><a href=3.pdf>2025年</a>决算</p>""",
            ["2025年", "2025年", "2025年"],
        ),
        (  # a year of posting
            """<table><tr><th>部门</th><th>公开年份</th><th>部门决算</th></tr>
            <tr><td>市信访局</td><td>2025</td><td><a href=1.pdf>查看</a></td></tr>
            <tr><td>市司法局</td><td>2025</td><td><a href=2.pdf>查看</a></td></tr></table>""",
            ["部门决算", "部门决算"],
        ),
    ],
    ids=["tabs", "another section", "words behind", "year of posting"],
)
def test_no_year_and_no_kind_is_guessed(page: str, told: list[str]) -> None:
    assert [title for _, title, _ in rows(page)] == told


def test_names_that_stand_behind_their_links_head_nothing() -> None:
    behind = "<a href=1.pdf>2025年部门决算</a> 市信访局<br><a href=2.pdf>2025年部门决算</a> 市司法局<br>"
    assert all(publisher is None for _, _, publisher in rows(f"<div>{behind}{behind.replace('.pdf', '.doc')}</div>"))
    items = "<li><a href=1.pdf>2025年部门决算</a><i>市信访局</i><li><a href=2.pdf>2025年部门决算</a><i>市司法局</i>"
    assert [publisher for _, _, publisher in rows(f"<ul>{items}</ul>")] == ["市信访局", "市司法局"]


def test_no_link_behind_other_words_or_of_another_build_is_given_to_the_department_before() -> None:
    page = """<div><h4>市司法局</h4><ul><li><a href=1.pdf>2025年部门决算</a></ul>
    <h4>市信访局</h4><ul><li><a href=2.pdf>2025年部门决算</a> 所属单位：<a href=3.pdf>2025年单位决算</a></ul>
    <p><a href=4.pdf>2024年部门决算公开汇总</a></p></div>"""
    publishers = {number: publisher for number, _, publisher in rows(page)}
    assert (publishers["2"], publishers.get("3"), publishers.get("4")) == ("市信访局", None, None)


def test_a_name_that_no_vocabulary_knows_is_another_department() -> None:
    page = "".join(f"<dl><dt>{one}</dt><dd><a href=1{n}.pdf>2025年部门决算</a></dd></dl>" for n, one in enumerate(
        ["市信访局", "市司法局", "市水利局", "市蚕桑总场站点"]))  # fmt: skip
    assert rows(page)[-1][2] == "市蚕桑总场站点"


def test_reports_in_one_row_of_a_bureaus_own_table_are_several_rows() -> None:
    page = """<table><tr><th>年度</th><th>预算</th><th>决算</th></tr>
    <tr><td>2025年</td><td><a href=1.pdf>查看</a></td><td><a href=2.pdf>查看</a></td></tr>
    <tr><td>2024年</td><td><a href=3.pdf>查看</a></td><td><a href=4.pdf>查看</a></td></tr></table>"""
    assert [title for _, title, _ in rows(page)] == ["2025年预算", "2025年决算", "2024年预算", "2024年决算"]


def test_news_beside_the_blocks_hides_none_of_them() -> None:
    news = "".join(f"<li><a href=n{n}.htm>市委召开会议研究部署重点工作</a><i>2026-09-0{n}</i>" for n in range(1, 9))
    blocks = "".join(
        f"<dl><dt>市{one}局</dt><dd><a href={one}.pdf>2025年部门决算</a></dd></dl>" for one in ("信访", "司法")
    )
    assert [publisher for _, _, publisher in rows(f"<ul>{news}</ul>{blocks}")] == ["市信访局", "市司法局"]
