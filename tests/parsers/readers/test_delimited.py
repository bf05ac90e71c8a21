"""Text with tabs or commas under the name of a workbook: a sheet where its columns are certain, else named."""

from __future__ import annotations

import pytest

from domain.records import DocumentState
from parsers.model import Limits, UnreadableDocument
from parsers.readers import read
from tests.parsers.readers.shapes import rows_of, texts

LINES = [
    ["2024年部门支出总表"],
    ["部门：青羊县信访局", "", "", "单位：元"],
    ["科目编码", "科目名称", "基本支出", "项目支出"],
    ["2010308", "信访事务", "766100.00", "120000.00"],
    ["2080505", "养老保险缴费", "53200.00", ""],
    ["合计", "", "819300.00", "120000.00"],
]
SEEN = LINES[2:]


def joined(delimiter: str, lines: list[list[str]] = LINES, *, pad: bool = True, end: str = "\r\n") -> str:
    width = max(map(len, lines))
    return end.join(delimiter.join(line + [""] * (width - len(line)) * pad) for line in lines) + end


def state_of(text: str, name: str | None = "支出表.xls", limits: Limits | None = None) -> DocumentState:
    with pytest.raises(UnreadableDocument) as caught:
        read(text.encode("gbk"), file_name=name, limits=limits or Limits())
    return caught.value.state


@pytest.mark.parametrize("name", ["支出表.xls", "支出表.csv", "支出表.txt", "表.et", None])
@pytest.mark.parametrize("codec", ["gbk", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", ["\t", ","])
def test_columns_are_read_as_a_sheet_whatever_the_file_is_called(delimiter: str, codec: str, name: str | None) -> None:
    model = read(joined(delimiter).encode(codec), file_name=name)
    assert [paragraph.text for paragraph in model.paragraphs] == ["2024年部门支出总表", "部门：青羊县信访局\t单位：元"]
    assert rows_of(model.tables[0]) == SEEN
    assert (model.reader, model.pages) == ("delimited", 1)


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_titles_may_stand_alone_in_a_line_and_tabs_at_its_end_be_left_away(end: str) -> None:
    lines = [line for line in LINES if len(line) != 4 or line[1]]
    assert len(read(joined("\t", LINES, pad=False, end=end).encode()).tables) == 1
    ragged = [["2080505", "养老保险缴费", "53200.00"] if line[0] == "2080505" else line for line in LINES]
    assert rows_of(read(joined("\t", ragged, pad=False, end=end).encode()).tables[0]) == SEEN
    assert rows_of(read(joined(",", lines, pad=False, end=end).encode()).tables[0])[0] == LINES[2]


def test_quotes_around_cells_are_taken_off_and_others_are_characters() -> None:
    def one(line: str) -> list[str]:
        text = "编码,名称,金额\n" + line + "\n2010301,行政运行,5.00\n"
        return rows_of(read(text.encode(), file_name="a.csv").tables[0])[1]

    assert one('="2010308","信访 ""接访"" 事务","1,234,500.00"') == ["2010308", '信访 "接访" 事务', "1,234,500.00"]
    assert one('2010308,"信访"事务,7.00') == ["2010308", '"信访"事务', "7.00"]
    assert one('2010308,"信访事务,7.00') == ["2010308", '"信访事务', "7.00"]
    assert one("\t2010308,'信访事务, 7.00 ") == ["2010308", "'信访事务", "7.00"]


def test_lines_that_all_end_in_a_comma_but_one_are_even() -> None:
    text = "编码,名称,金额\n2010308,信访事务,7.00,\n2010301,行政运行,5.00,\n合计,,12.00,\n"
    assert rows_of(read(text.encode(), file_name="a.csv").tables[0])[1][:3] == ["2010308", "信访事务", "7.00"]


def test_amounts_with_commas_make_the_columns_uncertain() -> None:
    text = "编码,名称,基本,项目\n2010308,信访事务,1,234.50,7.00\n2010301,行政运行,5.00,2.00\n合计,,1,239.50,9.00\n"
    for name in ("表.xls", "表.csv", None):
        assert state_of(text, name) is DocumentState.UNSUPPORTED


def test_sentences_with_plain_commas_stay_text() -> None:
    line = "2023年度收入总计233.67万元, 支出总计233.67万元, 其中基本支出188.00万元, 比上年增加1.20万元。"
    model = read("\n".join([line] * 4).encode(), file_name="说明.txt")
    assert model.reader == "text"
    assert texts(model) == [line] * 4


def test_text_that_is_no_disclosure_is_no_error_page_and_no_workbook() -> None:
    assert state_of("您访问的文件不存在\n请联系管理员\n") is DocumentState.WRONG_TYPE
    assert state_of("a,b\nc,d\ne,f\n") is DocumentState.WRONG_TYPE


def test_more_cells_than_allowed_are_too_large() -> None:
    assert state_of(joined(","), limits=Limits(cells=5)) is DocumentState.TOO_LARGE
