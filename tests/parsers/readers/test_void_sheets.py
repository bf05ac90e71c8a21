"""Sheets that are void or samples by their names: left out beside the report, read where they are the report."""

import io

import openpyxl
import pytest

from parsers.model import DEFAULT_LIMITS
from parsers.readers import read
from parsers.readers.sheets.xml_2003 import read_xml_2003
from tests.parsers.readers.test_ods import ods, ods_row
from tests.parsers.readers.test_xml_2003 import cell, row, sheet, workbook

VOID = "sheet {!r} is void or a sample by its name and was not read"
ALONE = "sheet {!r} is void or a sample by its name; it was read, no other sheet holds figures"


def book(*sheets: tuple[str, object]) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, amount in sheets:
        made.create_sheet(name).append(["公务接待费", amount])
        made[name].append(["会议费", amount])
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


@pytest.mark.parametrize("name", ["旧表", "附表3（作废）", "草 稿2", "填报示例", "样例1", "填表说明", "仅供参考"])
def test_a_sheet_named_as_void_is_left_out_and_named(name: str) -> None:
    model = read(book(("附件1", 1.5), (name, 7.77)))
    assert [table.name for table in model.tables] == ["附件1"]
    assert model.notes == (VOID.format(name),)


@pytest.mark.parametrize("name", ["公开模板", "领导用车", "附件2", "Sheet2", "样本说明", "三公表"])
def test_other_names_are_no_reason(name: str) -> None:
    model = read(book(("附件1", 1.5), (name, 7.77)))
    assert [table.name for table in model.tables] == ["附件1", name]
    assert model.notes == ()


def test_a_report_on_the_form_it_was_given_is_read() -> None:
    model = read(book(("封面", "某局"), ("公开示例", 7.77), ("公开样表2", 8.5)))
    assert [table.name for table in model.tables][-2:] == ["公开示例", "公开样表2"]
    assert model.notes == (ALONE.format("公开示例"), ALONE.format("公开样表2"))


def test_other_workbooks_are_read_so_too() -> None:
    tables = "".join(
        f'<table:table table:name="{name}">{ods_row("会议费", "1.50") * 2}</table:table>' for name in ("收支", "示例")
    )
    made = workbook(*(sheet(*[row(cell("会议费"), cell("1.5", "Number"))] * 2, name=n) for n in ("收支", "示例")))
    for model in (read(ods(tables)), read_xml_2003(made.encode(), DEFAULT_LIMITS)):
        assert [table.name for table in model.tables] == ["收支"]
        assert model.notes == (VOID.format("示例"),)
