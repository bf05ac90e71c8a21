"""Raised marks of notes, crossed-out texts, amounts that only a colour makes negative, shapes over the cells."""

from __future__ import annotations

import io
import zipfile

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from parsers.model import DocumentModel, Limits
from parsers.readers.docx.document import read_docx
from parsers.readers.html.document import read_html
from parsers.readers.marks import is_mark
from parsers.readers.number_formats import only_colour_says_negative
from parsers.readers.sheets.workbook import read_xlsx

RAISED = '<w:vertAlign w:val="superscript"/>'


def run(text: str, look: str = "") -> str:
    return f"<w:r {nsdecls('w')}><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r>"


def paragraph(*runs: str) -> DocumentModel:
    made, target = docx.Document(), io.BytesIO()
    made.add_paragraph("2023年度单位决算")
    made.add_paragraph()._p.extend(parse_xml(one) for one in runs)
    made.save(target)
    return read_docx(target.getvalue(), Limits())


@pytest.mark.parametrize(
    ("before", "raised", "mark"),
    [
        ("支出18.20", "1", True),
        ("支出18.20", "①", True),
        ("18.20", "*", True),
        ("18.20", "[2]", True),
        ("18.20", "注3", True),
        ("18.20", "1,2", True),
        ("18.20万元", "2", True),
        ("面积36m", "2", False),
        ("36 km", "2", False),
        ("36㎡", "2", False),
        ("", "1", False),
        ("18", ".20", False),
        ("12", "345", False),
    ],
)
def test_what_a_mark_is(before: str, raised: str, mark: bool) -> None:
    assert is_mark(before, raised) is mark


@pytest.mark.parametrize(
    "look",
    [
        RAISED,
        RAISED + '<w:sz w:val="21"/>',
        '<w:position w:val="6"/><w:sz w:val="12"/>',
        '<w:rStyle w:val="FootnoteReference"/>' + RAISED,
    ],
)
def test_a_raised_mark_of_a_word_file_is_no_digit(look: str) -> None:
    model = paragraph(run("公务接待费0.56"), run("2", look), run("万元，办公用房36m"), run("2", RAISED), run("。"))
    assert model.paragraphs[-1].text == "公务接待费0.56万元，办公用房36m2。"
    assert model.notes == ("1 raised marks of notes were left out",)


def test_a_lifted_run_of_the_usual_size_stays() -> None:
    look = '<w:position w:val="2"/><w:sz w:val="24"/>'
    model = paragraph(run("公务接待费0.5", '<w:sz w:val="24"/>'), run("6", look), run("万元"))
    assert model.paragraphs[-1].text == "公务接待费0.56万元"
    assert model.notes == ()


def test_a_crossed_out_run_is_left_out_and_told() -> None:
    model = paragraph(run("公务接待费"), run("41", "<w:strike/>"), run("56", "<w:dstrike/>"), run("0.56万元"))
    assert model.paragraphs[-1].text == "公务接待费0.56万元"
    assert model.notes == ("1 crossed-out texts were not read",)
    whole = paragraph(run("公务接待费"), run("0.56", '<w:strike w:val="0"/>'), run("万元"))
    assert whole.paragraphs[-1].text == "公务接待费0.56万元"


def test_marks_and_crossed_out_texts_of_a_page() -> None:
    cell = "<table><tr><td>公务接待费</td><td>0.56<sup>①</sup></td></tr><tr><td>差旅费</td><td><s>41</s>0.32</td></tr>"
    cell += "<tr><td>用房</td><td>36m<sup>2</sup></td></tr><tr><td>培训费</td>"
    cell += "<td><span>0.44</span><span style='vertical-align: super'>3</span></td></tr></table>"
    model = read_html(f"<html><body><p>决算</p>{cell}</body></html>".encode(), Limits(), "utf-8")
    assert [one.text for one in model.tables[0].cells][1::2] == ["0.56", "0.32", "36m2", "0.44"]
    assert model.notes == ("2 raised marks of notes were left out", "1 crossed-out texts were not read")


def workbook(made: openpyxl.Workbook) -> DocumentModel:
    target = io.BytesIO()
    made.save(target)
    return read_xlsx(target.getvalue(), Limits())


def test_marks_and_crossed_out_texts_of_a_workbook() -> None:
    made = openpyxl.Workbook()
    for row in (["项目", "金额"], ["公务接待费", None], ["差旅费", None], ["会议费", 7.5], ["培训费", 0.44]):
        made.active.append(row)
    raised = TextBlock(InlineFont(vertAlign="superscript"), "1")
    made.active["B2"] = CellRichText("0.56", raised)
    made.active["B3"] = CellRichText(TextBlock(InlineFont(strike=True), "41"), "0.32")
    made.active["B4"].font = Font(strike=True)
    model = workbook(made)
    texts = {(cell.row, cell.column): cell.text for cell in model.tables[0].cells}
    assert [texts[row, 1] for row in (1, 2, 3, 4)] == ["0.56", "0.32", "", "0.44"]
    assert model.notes == (
        "sheet 'Sheet': 1 raised marks of notes were left out",
        "sheet 'Sheet': 2 crossed-out texts were not read",
    )


@pytest.mark.parametrize(
    ("code", "value", "hidden"),
    [
        ("0.00_);[Red]0.00", "-12.3", True),
        ("0.00;[Red]0.00", "-12.3", True),
        ("#,##0.00;[红色]#,##0.00", "-12.3", True),
        ("0.00;[Color 10]0.00;0.00", "-12.3", True),
        ("0.00_);[Red](0.00)", "-12.3", False),
        ("0.00_);[Red]\\-0.00", "-12.3", False),
        ("0.00;[Red]-0.00", "-12.3", False),
        ('0.00;[Red]"△"0.00', "-12.3", False),
        ("[Red]0.00;[Red]0.00", "-12.3", False),
        ("0.00;0.00", "-12.3", False),
        ("0.00_);[Red]0.00", "12.3", False),
        ("0.00_);[Red]0.00", "-0.001", False),
        ("General", "-12.3", False),
    ],
)
def test_only_the_colour_says_negative(code: str, value: str, hidden: bool) -> None:
    assert only_colour_says_negative(value, code) is hidden


def test_an_amount_shown_in_red_keeps_its_sign() -> None:
    made = openpyxl.Workbook()
    for row in (["项目", "增减额"], ["公务接待费", -3.2], ["差旅费", 1.1], ["会议费", -2]):
        made.active.append(row)
    for number in (2, 3):
        made.active.cell(number, 2).number_format = "0.00_);[Red]0.00"
    made.active["B4"].number_format = "0.00_);[Red](0.00)"
    model = workbook(made)
    assert [cell.text for cell in model.tables[0].cells][3::2] == ["-3.20", "1.10", "(2.00)"]
    assert len(model.notes) == 1
    assert "as 3.20" in model.notes[0]


def test_a_shape_over_the_cells_is_told() -> None:
    made = openpyxl.Workbook()
    for row in (["项目", "金额"], ["公务接待费", 3.2]):
        made.active.append(row)
    target = io.BytesIO()
    made.save(target)
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    draw = "http://schemas.openxmlformats.org/drawingml/2006/"
    with zipfile.ZipFile(target, "a") as parts:
        parts.writestr(
            "xl/drawings/drawing1.xml",
            f'<xdr:wsDr xmlns:xdr="{draw}spreadsheetDrawing" xmlns:a="{draw}main"><xdr:sp><xdr:txBody><a:p><a:r><a:t>'
            "更正为4.1</a:t></a:r></a:p></xdr:txBody></xdr:sp><xdr:sp><xdr:txBody><a:p/></xdr:txBody></xdr:sp></xdr:wsDr>",
        )
        parts.writestr(
            "xl/worksheets/_rels/sheet1.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{rel}/drawing" Target="/xl/drawings/drawing1.xml"/></Relationships>',
        )
    model = read_xlsx(target.getvalue(), Limits())
    assert model.notes == ("sheet 'Sheet': the text of a shape over the cells was not read: 更正为4.1",)
