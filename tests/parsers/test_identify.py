"""What a file says of itself: the year and kind of the report by its titles, not by what it compares with."""

from __future__ import annotations

import pytest

from domain.text import with_arabic_years
from parsers.identify import identify
from parsers.model import Cell, DocumentModel, Paragraph, ReportContext, Table


def _says(*lines: str, file_name: str | None = None, title: str | None = None) -> tuple[int | None, str | None]:
    model = DocumentModel(
        media_type="text/html",
        reader="html",
        title=title,
        blocks=tuple(Paragraph(order, line) for order, line in enumerate(lines)),
    )
    found = identify(model, file_name, ReportContext())
    return found.fiscal_year, found.report_type


def test_a_budget_that_compares_every_figure_with_last_years_budget_is_of_the_year_of_its_title() -> None:
    compared = [f"收入预算{n}万元，比2023年预算增加1万元；支出预算{n}万元，比2023年预算增加1万元。" for n in range(10)]
    assert _says("云溪市信访办公室2024年度部门预算", *compared) == (2024, "budget")


def test_without_a_title_years_that_are_only_compared_with_do_not_count() -> None:
    assert _says("本部门2024年收入预算3万元，比2023年预算增加1万元，较2023年预算增加1万元。") == (2024, "budget")


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("河湾县信访局二〇二四年度部门决算", 2024),
        ("河湾县信访局2O19年部门决算公开", 2019),
        ("河湾县信访局部门决算（2021）", 2021),
        ("河湾县信访局２０２２年度部门决算", 2022),
    ],
)
def test_the_year_of_a_title_is_read_in_any_script(title: str, year: int) -> None:
    assert _says(title, "本年支出3万元，与2020年度决算相比增加1万元。") == (year, "final_accounts")


def test_titles_that_disagree_leave_the_year_to_the_whole_text() -> None:
    text = ["2023年度本部门支出决算3万元。", "2023年度收入决算3万元。"]
    assert _says("2022年度部门决算", "2023年度部门决算", *text) == (2023, "final_accounts")


def test_a_report_of_final_accounts_whose_tables_are_called_budgets_is_one_of_final_accounts() -> None:
    assert _says("2020年度部门决算公开", "一般公共预算财政拨款支出决算表", "完成年初预算的98%") == (
        2020,
        "final_accounts",
    )


def test_two_years_with_equal_weight_give_none() -> None:
    assert _says("2022年部门预算", "2023年部门预算")[0] is None


def test_years_in_words_become_digits_and_other_words_stay() -> None:
    assert with_arabic_years("二〇二四年度，第一二三四部门") == "2024年度，第一二三四部门"


def test_the_captions_of_forms_name_the_agency_whole_where_the_title_ends_in_a_place_that_is_known() -> None:
    """江州 is a district; 清江州, which no table of divisions knows, ends in it."""
    lines = ["清江州信访局2025年度部门决算", "部门：清江州信访局　　　金额单位：万元", "部门：清江州信访局"]
    model = DocumentModel("text/html", "html", tuple(Paragraph(order, line) for order, line in enumerate(lines)))
    assert identify(model, None, ReportContext()).agency == "清江州信访局"


def test_a_caption_that_names_another_body_leaves_the_agency_to_the_titles() -> None:
    lines = ["河湾县信访局2025年度部门决算", "主管部门：河湾县财政局", "单位：万元"]
    model = DocumentModel("text/html", "html", tuple(Paragraph(order, line) for order, line in enumerate(lines)))
    assert identify(model, None, ReportContext()).agency == "河湾县信访局"


def test_a_place_that_ends_in_a_known_one_is_not_cut_to_it() -> None:
    """津市 is a city; 淮津市, which no table of divisions knows, ends in it."""
    lines = ["淮津市信访局2020年部门预算"]
    model = DocumentModel("text/html", "html", tuple(Paragraph(order, line) for order, line in enumerate(lines)))
    assert identify(model, None, ReportContext()).agency == "淮津市信访局"


@pytest.mark.parametrize("before", ["我", "原", "该"])
def test_a_word_before_a_body_is_no_part_of_its_place(before: str) -> None:
    model = DocumentModel("text/html", "html", (Paragraph(1, f"{before}津市信访局2020年部门预算"),))
    assert identify(model, None, ReportContext()).agency == "津市信访局"


@pytest.mark.parametrize("before", ["3.", "附件2：", "2020年度", "2020年中共", "关于公开", "2020年2月", "截至2020年底"])
def test_what_stands_before_a_place_at_the_beginning_of_a_line_leaves_it_whole(before: str) -> None:
    model = DocumentModel("text/html", "html", (Paragraph(1, f"{before}淮津市信访局部门预算"),))
    wanted = {
        "2020年中共": "中共淮津市信访局",
        "关于公开": "津市信访局",
        "2020年2月": "津市信访局",
        "截至2020年底": "津市信访局",
    }
    assert identify(model, None, ReportContext()).agency == wanted.get(before, "淮津市信访局")


def test_captions_that_stand_as_rows_of_a_form_name_the_agency_and_the_year() -> None:
    rows = [
        "公开03表",
        "2021年度支出预算表",
        "编制单位：清江州信访局　　金额单位：万元",
        "科目|合计|基本支出",
        "主管部门：某某局",
    ]
    cells = tuple(
        Cell(row, column, text) for row, line in enumerate(rows) for column, text in enumerate(line.split("|"))
    )
    model = DocumentModel("text/html", "html", (Table(1, len(rows), 3, cells),))
    found = identify(model, None, ReportContext())
    assert (found.agency, found.fiscal_year, found.report_type) == ("清江州信访局", 2021, "budget")
