"""White letters in a Word file: nobody sees them on the white page, everybody on a coloured ground."""

import pytest

from parsers.readers import read
from tests.parsers.readers.shapes import rows_of, texts
from tests.parsers.readers.word_maker import cell, docx, paragraph, row, run, table

NOTE = "1 texts in the colour of the page were not read"


def white(text: str, more: str = "") -> str:
    return f'<w:r><w:rPr><w:color w:val="ffffff"/>{more}</w:rPr><w:t>{text}</w:t></w:r>'


def test_white_letters_on_the_white_page_are_left_out_and_it_is_said() -> None:
    body = paragraph(inside=run("会议费支出3.20万元。") + white("培训费支出") + white("7.77万元。"))
    model = read(docx(body))
    assert texts(model) == ["会议费支出3.20万元。"]
    assert model.notes == (NOTE,)


def test_so_are_those_in_a_cell() -> None:
    body = table(row(cell("会议费"), cell("3.20")), row(cell("培训费"), cell("7.77")))
    body = body.replace(run("7.77"), white("7.77"))
    assert "ffffff" in body
    model = read(docx(body))
    assert rows_of(model.tables[0]) == [["会议费", "3.20"], ["培训费", ""]]
    assert model.notes == (NOTE,)


@pytest.mark.parametrize(
    "body",
    [
        paragraph(inside=white("3.20", '<w:shd w:val="clear" w:fill="1F4E79"/>')),
        paragraph(inside=white("3.20", '<w:highlight w:val="darkBlue"/>')),
        paragraph("", '<w:shd w:val="clear" w:fill="C00000"/>', inside=white("3.20")),
        paragraph("", '<w:shd w:val="solid" w:fill="auto"/>', inside=white("3.20")),
        paragraph("", '<w:pStyle w:val="Banner"/>', inside=white("3.20")),
        paragraph(
            inside=f"<w:r><w:drawing><wps:txbx><w:txbxContent>{paragraph(inside=white('3.20'))}</w:txbxContent>"
            "</wps:txbx></w:drawing></w:r>"
        ),
    ],
)
def test_on_a_coloured_ground_they_are_read(body: str) -> None:
    model = read(docx(body))
    assert texts(model) == ["3.20"]
    assert model.notes == ()


@pytest.mark.parametrize("where", ["tcPr", "tblPr"])
def test_heads_of_a_coloured_table_are_read(where: str) -> None:
    shade = '<w:shd w:val="clear" w:fill="0070C0"/>' if where == "tcPr" else '<w:tblStyle w:val="Dark"/>'
    head = f"<w:tc><w:tcPr>{shade if where == 'tcPr' else ''}</w:tcPr>{paragraph(inside=white('金额'))}</w:tc>"
    table_properties = f"<w:tblPr>{shade if where == 'tblPr' else ''}</w:tblPr>"
    body = f"<w:tbl>{table_properties}<w:tr>{head}{head}</w:tr>{row(cell('1'), cell('2'))}</w:tbl>"
    assert rows_of(read(docx(body)).tables[0])[0] == ["金额", "金额"]


def test_letters_that_turn_black_again_are_read() -> None:
    again = '<w:r><w:rPr><w:color w:val="auto"/></w:rPr><w:t>3.20</w:t></w:r>'
    assert texts(read(docx(paragraph(inside=again)))) == ["3.20"]


def test_a_style_that_colours_no_ground_changes_nothing() -> None:
    style = '<w:style w:type="paragraph" w:styleId="{}">{}<w:pPr>{}</w:pPr></w:style>'
    shade = '<w:shd w:val="clear" w:fill="1F4E79"/>'
    styles = style.format("Plain", "", "") + style.format("Dark", "", shade)
    styles += style.format("Darker", '<w:basedOn w:val="Dark"/>', "")
    body = "".join(paragraph("", f'<w:pStyle w:val="{x}"/>', white(x)) for x in ("Plain", "Dark", "Darker"))
    model = read(docx(body, {"word/styles.xml": f"<w:styles>{styles}</w:styles>"}))
    assert texts(model) == ["Dark", "Darker"]
    assert model.notes == (NOTE,)
