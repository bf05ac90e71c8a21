"""Sentences that invite a wrong reading: what is not certain is reported as unread, never as a fact."""

from __future__ import annotations

import pytest

from tests.parsers.statements.narrative_documents import check, read

TOTALS = """
一、收入支出决算总体情况说明
2023年度收入总计、支出总计分别为100万元、98万元。
    summary 收入总计 amount 1000000.00
    summary 支出总计 amount 980000.00
2023年度收入总计、支出总计、结余分别为100万元、98万元。
    ? 2023年度收入总计、支出总计、结余分别为100万元
    ? 98万元
2023年度收入总计100万元，比上年增加（减少）5万元，增长（下降）5.26%。
    summary 收入总计 amount 1000000.00
    summary 收入总计 change 50000.00
    summary 收入总计 change_pct 5.26
2023年度收入总计由上年的90万元增加到100万元。
    summary 收入总计 prior_amount 900000.00
    summary 收入总计 amount 1000000.00
2022年度收入总计90万元，2023年度收入总计100万元。
    summary 收入总计 prior_amount 900000.00
    summary 收入总计 amount 1000000.00
2021年度收入总计80万元。
    ? 2021年度收入总计80万元
2023年度收入总计100万元，支出总计100万元，比上年增加10万元。
    summary 收入总计 amount 1000000.00
    summary 支出总计 amount 1000000.00
    ? 比上年增加10万元
三、支出决算情况说明
其中：本级支出80万元，下属单位支出20万元。
    ? 本级支出80万元
    ? 下属单位支出20万元
2023年度支出合计100万元，其中：本级支出80万元，襄垣县信访服务中心支出20万元。
    expenditure 本年支出合计 amount 1000000.00
    ? 本级支出80万元
    ? 襄垣县信访服务中心支出20万元
襄垣县信访服务中心2023年度基本支出20万元。
    ? 襄垣县信访服务中心2023年度基本支出20万元
2023年支出共计100万元（不含基建）。
    ? 2023年支出共计100万元
"""

FUNDS = """
五、一般公共预算财政拨款支出决算情况说明
2023年度支出合计500万元，其中一般公共预算财政拨款支出450万元，政府性基金预算财政拨款支出50万元。
    general_budget 一般公共预算财政拨款支出 amount 4500000.00
    gov_fund 政府性基金预算支出 amount 500000.00
    ? 2023年度支出合计500万元
2023年度一般公共预算财政拨款收入总计523.17万元。
    ? 2023年度一般公共预算财政拨款收入总计523.17万元
"""

THREE_PUBLIC = """
七、“三公”经费情况
公务接待费1万元，公务用车运行维护费2万元，合计3万元。
    three_public 公务接待费 amount 10000.00
    three_public 公务用车运行维护费 amount 20000.00
    ? 合计3万元
人均公务接待费0.2万元，比上年减少5个百分点。
    ? 人均公务接待费0.2万元
公务接待费支出3-5万元。
    ? 公务接待费支出3-5万元
公务接待费支出1 234.5万元。
    ? 公务接待费支出1 234.5万元
公务接待费每人每次800元，公务接待费不超过5万元。
主要原因是公务接待费减少2万元；公务用车运行维护费减少1万元。
    ? 主要原因是公务接待费减少2万元
    ? 公务用车运行维护费减少1万元
因公出国（境）费0万元，公务接待费1万元，主要原因是接待增加0.5万元，公务用车运行维护费2万元未支付。
    three_public 因公出国（境）费 amount 0.00
    three_public 公务接待费 amount 10000.00
    ? 主要原因是接待增加0.5万元
    ? 公务用车运行维护费2万元
2023年“三公”经费支出3万元，其中：公务接待费1万元、公务用车运行维护费2万元，比上年增加1万元，增长50%。
    three_public 三公经费 amount 30000.00
    three_public 公务接待费 amount 10000.00
    three_public 公务用车运行维护费 amount 20000.00
    ? 比上年增加1万元
2023年“三公”经费支出3万元，其中：公务接待费1万元，公务用车运行维护费2万元，与上年持平。
    three_public 三公经费 amount 30000.00
    three_public 公务接待费 amount 10000.00
    three_public 公务用车运行维护费 amount 20000.00
公务接待费年初预算   万元，支出决算1万元，完成预算的  %。
    ? 支出决算1万元
增加公务接待费3万元。
    ? 增加公务接待费3万元
接待上级来访团组3个，来宾12人。
    three_public_counts 公务接待批次 count 3
    three_public_counts 公务接待人次 count 12
公务接待费支出1.5万元（其中：外宾接待0.5万元）。
    three_public 公务接待费 amount 15000.00
    three_public 外事接待费 amount 5000.00
"""

OTHERS = """
十、其他重要事项
（一）机关运行经费情况
上年机关运行经费15万元，本年12万元。
    agency_operating 机关运行经费 prior_amount 150000.00
    ? 本年12万元
2019年机关运行经费15万元。
    ? 2019年机关运行经费15万元
与2019年相比，机关运行经费增加15万元。
    ? 机关运行经费增加15万元
与2022年部门预算相比，机关运行经费增加15万元。
    ? 机关运行经费增加15万元
（五）会议费情况
2023年共召开会议3次，支出1.2万元。
    ? 支出1.2万元
2023年信访事项投入资金50万元，比上年增加10万元。
    ? 2023年信访事项投入资金50万元
    ? 比上年增加10万元
"""


@pytest.mark.parametrize(
    "text", [TOTALS, FUNDS, THREE_PUBLIC, OTHERS], ids=["totals", "funds", "three_public", "others"]
)
def test_only_what_is_certain_becomes_a_fact(text: str) -> None:
    check(text, year=2023, kind="final_accounts", agency="襄垣县信访局")


@pytest.mark.parametrize(
    "text",
    [
        "2023年4月12日召开会议，学习信访工作条例第三十五条。",
        "依据财预〔2023〕15号、晋财库〔2019〕26号文件编制，附表见2023-07-01发布的公告。",
        "单价50万元以上的通用设备、单价100万元以上的专用设备按规定管理。",
        "联系电话：0355-7221234，邮编046200。",
        "“三公”经费按照每人每次不超过100元的标准执行。",
    ],
)
def test_dates_numbers_of_documents_and_thresholds_are_no_figures(text: str) -> None:
    reading = read("七、“三公”经费支出决算情况说明", text)
    assert (reading.facts, reading.unread) == ((), ())


@pytest.mark.parametrize("heading", ["第四部分 名词解释", "三、2024年工作打算", "第一部分 部门概况"])
def test_figures_outside_the_budget_sections_are_no_money_facts(heading: str) -> None:
    reading = read(heading, "一般公共服务支出：指机关运行经费100万元，公务接待费2万元。", "2024年计划投入资金30万元。")
    assert [fact for fact in reading.facts if fact.amount is not None] == []
    assert reading.unread == ()


def test_two_figures_of_another_body_do_not_take_the_name_of_ours() -> None:
    reading = read("三、支出决算情况说明", "信访服务中心支出20万元，比上年增加3万元。", agency="襄垣县信访局")
    assert reading.facts == ()
    assert len(reading.unread) == 2


def test_the_figure_of_the_budget_of_last_year_is_no_prior_amount() -> None:
    reading = read("（一）机关运行经费", "机关运行经费支出12万元，上年预算15万元。")
    assert [str(fact.amount) for fact in reading.facts] == ["120000.00"]


@pytest.mark.parametrize("agency", ["松陵县信访局", "陵县信访局", "县信访局", "陵县信访", "信访局", ""])
def test_an_agency_known_in_part_is_known(agency: str) -> None:
    reading = read(
        "三、支出决算情况", "松陵县信访局本年支出合计229.82万元，松陵县信访服务中心支出3万元。", agency=agency
    )
    assert [str(fact.amount) for fact in reading.facts] == ["2298200.00"]
    assert [figure.quote for figure in reading.unread] == ["松陵县信访服务中心支出3万元"]
