"""Fields of a Word form: what somebody filled in is text, a figure that the form only shows in its place is none."""

import pytest

from parsers.readers import read
from tests.parsers.readers.shapes import rows_of, texts
from tests.parsers.readers.word_maker import cell, docx, paragraph, row, run, table

NOTE = "1 figures of the form in fields that nobody filled in were not read"


def field(inside: str, shown: str = "<w:showingPlcHdr/>") -> str:
    return f"<w:sdt><w:sdtPr>{shown}<w:text/></w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def test_a_figure_of_the_form_in_a_sentence_is_left_out_and_it_is_said() -> None:
    model = read(docx(paragraph(inside=run("培训费支出") + field(run("0.00")) + run("万元。"))))
    assert texts(model) == ["培训费支出万元。"]
    assert model.notes == (NOTE,)


def test_so_is_one_of_a_field_around_a_whole_paragraph_or_in_a_cell() -> None:
    model = read(docx(paragraph("会议费支出3.20万元。") + field(paragraph("培训费支出12.00万元。"))))
    assert (texts(model), model.notes) == (["会议费支出3.20万元。"], (NOTE,))
    body = table(row(cell("会议费"), cell("3.20")), row(cell("培训费"), cell("7.77")))
    model = read(docx(body.replace(run("7.77"), field(run("7.77")))))
    assert rows_of(model.tables[0]) == [["会议费", "3.20"], ["培训费", ""]]
    assert model.notes == (NOTE,)


@pytest.mark.parametrize("shown", ["", '<w:showingPlcHdr w:val="0"/>'])
def test_a_field_that_somebody_filled_in_is_read(shown: str) -> None:
    model = read(docx(paragraph(inside=run("培训费支出") + field(run("7.77"), shown) + run("万元。"))))
    assert texts(model) == ["培训费支出7.77万元。"]
    assert model.notes == ()


def test_words_of_the_form_stay() -> None:
    model = read(docx(paragraph(inside=run("单位：") + field(run("单击此处输入文字")))))
    assert texts(model) == ["单位：单击此处输入文字"]
    assert model.notes == ()
