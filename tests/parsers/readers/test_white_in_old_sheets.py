"""White and crossed-out letters in XLS and ODS workbooks: left out and counted where nobody sees them, else read."""

import io

import pytest
import xlwt

from parsers.readers import read
from tests.parsers.readers.shapes import rows_of
from tests.parsers.readers.test_ods import ods, ods_row

ROWS = (("项目", "金额"), ("会议费", 3.2), ("差旅费", 7.77), ("培训费", 1.1))
SEEN = [["项目", "金额"], ["会议费", "3.2"], ["差旅费", "7.77"], ["培训费", "1.1"]]
WHITE_NOTE = "2 texts in the colour of the page were not read"
STRUCK_NOTE = "2 crossed-out texts were not read"


def xls(look: str, *, palette: bool = False) -> bytes:
    """The third row looks so."""
    made = xlwt.Workbook(encoding="utf-8")
    if palette:
        xlwt.add_palette_colour("dark", 0x21)
        made.set_colour_RGB(0x21, 255, 255, 255)
    sheet = made.add_sheet("Sheet1")
    for number, row in enumerate(ROWS):
        for column, value in enumerate(row):
            sheet.write(number, column, value, xlwt.easyxf(look if number == 2 else ""))
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def sheet_of_ods(look: str, *, parent: str = "Default", more: str = "") -> bytes:
    made_from = f'style:family="table-cell" style:parent-style-name="{parent}"'
    styles = f'<style:style style:name="ce1" {made_from}>{look}</style:style>'
    rows = [ods_row(*map(str, row)) for row in ROWS]
    rows[2] = rows[2].replace("<table:table-cell", '<table:table-cell table:style-name="ce1"')
    return ods(f'<table:table table:name="Sheet1">{"".join(rows)}{more}</table:table>', styles)


WHITE_LETTERS = '<style:text-properties fo:color="#FFFFFF"/>'


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (xls("font: color white"), WHITE_NOTE),
        (xls("font: color white; pattern: pattern solid, fore_colour white"), WHITE_NOTE),
        (xls("font: color dark", palette=True), WHITE_NOTE),
        (xls("font: struck_out on"), STRUCK_NOTE),
        (xls("font: struck_out on, color white"), STRUCK_NOTE),
        (sheet_of_ods(WHITE_LETTERS), WHITE_NOTE),
        (sheet_of_ods('<style:table-cell-properties fo:background-color="#ffffff"/>' + WHITE_LETTERS), WHITE_NOTE),
        (sheet_of_ods('<style:text-properties style:text-line-through-style="solid"/>'), STRUCK_NOTE),
    ],
)
def test_letters_nobody_reads_are_left_out_and_counted(data: bytes, note: str) -> None:
    model = read(data)
    assert not any("7.77" in text or text == "差旅费" for row in rows_of(model.tables[0]) for text in row)
    assert ["培训费", "1.1"] in rows_of(model.tables[0])
    assert model.notes == (f"sheet 'Sheet1': {note}",)


@pytest.mark.parametrize(
    "data",
    [
        xls("font: color white; pattern: pattern solid, fore_colour dark_blue"),
        xls("font: color white; pattern: pattern thin_horz_bands"),
        xls("font: color red"),
        xls("font: color black"),
        sheet_of_ods('<style:table-cell-properties fo:background-color="#1f4e79"/>' + WHITE_LETTERS),
        sheet_of_ods(WHITE_LETTERS, parent="Accent_20_1"),
        sheet_of_ods(WHITE_LETTERS, more="<table:conditional-format/>"),
        sheet_of_ods('<style:text-properties fo:color="#ff0000"/>'),
        sheet_of_ods('<style:text-properties style:text-line-through-style="none"/>'),
    ],
)
def test_what_is_seen_is_read(data: bytes) -> None:
    model = read(data)
    assert rows_of(model.tables[0]) == SEEN
    assert model.notes == ()
