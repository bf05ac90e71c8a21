"""White letters in a workbook: left out on white cells, read on coloured ones."""

import io

import openpyxl
import pytest
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Color, Font, PatternFill

from parsers.readers import read
from tests.parsers.readers.shapes import rows_of

WHITE = (Color(rgb="FFFFFFFF"), Color(theme=0))
NOTE = "sheet 'Sheet': 2 texts in the colour of the page were not read"


def book(colour: Color, fill: PatternFill | None = None, *, condition: bool = False) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (["项目", "金额"], ["会议费", 3.2], ["差旅费", 7.77], ["培训费", 1.1]):
        sheet.append(row)
    for cell in sheet[3]:
        cell.font = Font(color=colour)
        if fill is not None:
            cell.fill = fill
    if condition:
        rule = CellIsRule(operator="greaterThan", formula=["5"], fill=PatternFill("solid", bgColor="FF1F4E79"))
        sheet.conditional_formatting.add("A1:B4", rule)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


@pytest.mark.parametrize("colour", WHITE)
@pytest.mark.parametrize("fill", [None, PatternFill("solid", fgColor="FFFFFFFF")])
def test_white_on_white_is_left_out_and_counted(colour: Color, fill: PatternFill | None) -> None:
    model = read(book(colour, fill))
    assert not any("7.77" in text or text == "差旅费" for row in rows_of(model.tables[0]) for text in row)
    assert ["培训费", "1.1"] in rows_of(model.tables[0])
    assert model.notes == (NOTE,)


@pytest.mark.parametrize(
    "data",
    [
        book(WHITE[0], PatternFill("solid", fgColor="FF1F4E79")),
        book(WHITE[1], PatternFill("gray125")),
        book(WHITE[0], condition=True),
        book(Color(theme=0, tint=-0.5)),
        book(Color(rgb="FFFF0000")),
    ],
)
def test_what_is_seen_is_read(data: bytes) -> None:
    model = read(data)
    assert ["差旅费", "7.77"] in rows_of(model.tables[0])
    assert model.notes == ()
