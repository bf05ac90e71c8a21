"""The department that a row prints beside its link is the row's publisher; two of them, or none, are no publisher."""

from __future__ import annotations

import pytest
from bs4 import Tag

from scrapers.adapters.departments import department_beside, title_of_column
from scrapers.html import parse


@pytest.mark.parametrize(
    ("row", "department"),
    [
        ("<td>1</td><td>县信访局</td><td><a>2025年度部门决算公开</a></td><td>2026-09-18</td>", "县信访局"),
        ("<td>来源：襄垣县水利局</td><td><a>2025年度部门决算公开</a></td>", "襄垣县水利局"),
        ("<td>【县委社会工作部】</td><td><a>2025年度部门决算公开</a></td>", "县委社会工作部"),
        ("<td>县人民来访接待中心</td><td><a>2025年度单位决算公开</a></td>", "县人民来访接待中心"),
        ("<td>县信访局</td><td>县司法局</td><td><a>2025年度部门决算公开</a></td>", None),
        ("<td>有效</td><td>公开部门</td><td>全部</td><td><a>2025年度部门决算公开</a></td>", None),
        ("<td><a>襄垣县信访局2025年度部门决算公开</a></td><td>2026-09-18</td>", None),
    ],
)
def test_the_one_body_beside_the_link(row: str, department: str | None) -> None:
    node = parse(f"<table><tr>{row}</tr></table>").find("tr")
    assert isinstance(node, Tag)
    assert department_beside(node, node.find_all("a")) == department


def test_a_column_is_headed_only_where_no_span_blurs_it() -> None:
    head = "<tr><th>部门</th><th>2026年部门预算</th><th>2025年部门决算</th></tr>"
    row = "<tr><td>县信访局</td><td><a>查看</a></td><td><a>下载</a></td></tr>"
    plain = parse(f"<table>{head}{row}</table>").find_all("a")
    assert [title_of_column(link) for link in plain] == ["2026年部门预算", "2025年部门决算"]
    spanned = parse(f"<table>{head.replace('<th>2026', '<th colspan=2>2026')}{row}</table>").find_all("a")
    assert [title_of_column(link) for link in spanned] == ["", ""]
    assert [title_of_column(link) for link in parse("<p><a>查看</a></p>").find_all("a")] == [""]
