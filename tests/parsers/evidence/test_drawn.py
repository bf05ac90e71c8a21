"""Formats without pages: the table or paragraph is drawn anew, marked, escaped and without persons."""

from __future__ import annotations

import pytest

from parsers.evidence import show
from parsers.evidence import showing as showing_module
from parsers.evidence.drawn import quoted
from parsers.evidence.fonts import chinese_font
from parsers.evidence.picture import HIGHLIGHT
from parsers.parse import Source
from parsers.readers import read
from tests.parsers.evidence.marks import fact_at, ink, is_colour, outline_of, pixels

needs_font = pytest.mark.skipif(chinese_font() is None, reason="draws with a font of the system")


def page(name: str = "王小明", mobile: str = "13800138000", label: str = "预算数") -> bytes:
    rows = "".join(f"<tr><td>第{n}行</td><td>{n}.00</td><td></td><td></td></tr>" for n in range(60))
    return f"""<html><body><p>联系人：{name}，电话{mobile}。本年收入总计233.67万元。</p><table>
    <tr><td>项目负责人</td><td>{name}</td><td>联系电话</td><td>{mobile}</td></tr>
    <tr><td>{label}</td><td>36.50</td><td colspan="2">执行数</td></tr>{rows}</table></body></html>""".encode()


def cell_fact(data: bytes, text: str):
    (table,) = read(data).tables
    cell = next(cell for cell in table.cells if cell.text == text)
    return fact_at(cell, text, text, table_no=1)


def evidence(data: bytes, fact, kind="png"):
    return show(Source(data, "a.html"), fact, kind=kind, heading=["襄垣县信访局 2023 决算"])


@needs_font
def test_the_cell_is_marked_and_its_figure_stays_readable():
    image = pixels(evidence(page(), cell_fact(page(), "36.50")).data)
    x0, y0, x1, y1 = outline_of(image)
    inside = image[y0 + 5 : y1 - 4, x0 + 5 : x1 - 4]
    assert is_colour(inside, HIGHLIGHT).mean() > 0.5
    assert ink(inside).any()


@needs_font
def test_the_picture_does_not_depend_on_who_the_persons_are():
    one, other = page(), page("李小红", "13900139111")
    assert evidence(one, cell_fact(one, "36.50")).data == evidence(other, cell_fact(one, "36.50")).data
    sentence = fact_at(read(one).paragraphs[0], "233.67", "本年收入总计233.67万元")
    assert evidence(one, sentence).data == evidence(other, sentence).data


@pytest.mark.parametrize("text", ["36.50", "50.00"])
def test_a_page_for_a_browser_names_nobody_and_marks_one_cell(text):
    made = evidence(page(), cell_fact(page(), text), "html").data.decode()
    assert made.count("class=fact") == 1
    assert f"class=fact>{text}</td>" in made
    assert "王小明" not in made
    assert "13800138000" not in made


def test_what_a_document_says_cannot_become_markup():
    evil = "&lt;script&gt;alert(1)&lt;/script&gt;\"'"
    made = evidence(page(label=evil), cell_fact(page(label=evil), "36.50"), "html").data.decode()
    assert "<script" not in made
    assert "&lt;script&gt;" in made
    assert "default-src 'none'" in made
    quote = cell_fact(page(), "36.50").model_copy(update={"quote": '<img src="x">', "item": "<b>"})
    made = evidence(page(), quote, "html").data.decode()
    assert "<img" not in made
    assert "<b>" not in made


def test_a_long_table_shows_its_head_and_the_rows_around_the_fact():
    made = evidence(page(), cell_fact(page(), "50.00"), "html").data.decode()
    assert "项目负责人" in made
    assert '<td rowspan="1" colspan="1">第50行</td>' in made
    assert "第20行" not in made
    assert "…</td></tr>" in made


def test_without_a_chinese_font_there_is_a_page_instead_and_a_note(monkeypatch):
    monkeypatch.setattr(showing_module, "chinese_font", lambda: None)
    made = evidence(page(), cell_fact(page(), "36.50"))
    assert made.media_type == "text/html"
    assert "a page instead of a picture" in made.notes[0]


def test_a_quote_is_found_through_white_space_and_a_cut_beginning():
    assert quoted("全年 收入总计\n233.67 万元", "…总计233.67万元") == (5, 17)
    assert quoted("全年", "收入") == (0, 0)
    assert quoted("全年", "") == (0, 0)
