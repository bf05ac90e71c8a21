"""Project forms: blocks in any order, shifted cells, lists of projects, personal data."""

from __future__ import annotations

from decimal import Decimal

from tests.parsers.statements.documents import BUDGET, grid, read

FORM = """
项目支出绩效自评表|<|<|<|<|<|<|<
（2023年度）|<|<|<|<|<|<|<
项目名称|信访维稳工作经费|<|<|项目负责人及电话|赵明 13800138000|<|<
主管部门|某县信访局|<|<|实施单位|某县信访局|<|<
项目资金（万元）|<|年初预算数|全年预算数|全年执行数|分值|执行率|得分
^|年度资金总额|10.00|12.00|9.00|10|75.00%|7.5分
^|其中：当年财政拨款|10.00|12.00|9.00|—|—|—
年度总体目标|预期目标|<|<|实际完成情况|<|<|<
^|保障信访秩序，接待群众。|<|<|已完成，解决特殊疑难信访事项2件。|<|<|<
绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分
^|产出指标（50分）|数量指标|接访次数|≥12次|14次|20|20
^|^|^|办结件数|≥5件|5件|30|30
^|满意度指标|服务对象满意度指标|群众满意度|≥90%|95%|10|9
总分|<|<|<|<|<|100|96.5
项目负责人：|赵明|<|<|联系电话：|13800138000|<|<"""


def facts(reading) -> dict[tuple[str, str], str]:
    """(item, measure) → printed."""
    found = {(fact.item, fact.measure.value): fact.printed for fact in reading.facts}
    assert len(found) == len(reading.facts)
    return found


def test_a_form_is_read_block_by_block():
    reading = read(grid(FORM))
    assert facts(reading) == {
        ("项目名称", "text"): "信访维稳工作经费",
        ("主管部门", "text"): "某县信访局",
        ("实施单位", "text"): "某县信访局",
        ("年度资金总额/年初预算数", "budget"): "10.00",
        ("年度资金总额/全年预算数", "adjusted_budget"): "12.00",
        ("年度资金总额/全年执行数", "amount"): "9.00",
        ("年度资金总额/分值", "weight"): "10",
        ("年度资金总额/执行率", "rate"): "75.00",
        ("年度资金总额/得分", "score"): "7.5",
        ("当年财政拨款/年初预算数", "budget"): "10.00",
        ("当年财政拨款/全年预算数", "adjusted_budget"): "12.00",
        ("当年财政拨款/全年执行数", "amount"): "9.00",
        ("当年财政拨款/分值", "weight"): "—",
        ("当年财政拨款/执行率", "rate"): "—",
        ("当年财政拨款/得分", "score"): "—",
        ("年度目标", "target"): "保障信访秩序，接待群众。",
        ("实际完成情况", "actual"): "已完成，解决特殊疑难信访事项2件。",
        ("实际完成情况/解决特殊疑难信访事项", "count"): "2",
        ("产出指标/分值合计", "weight"): "50",
        ("产出指标/数量指标/接访次数", "target"): "≥12次",
        ("产出指标/数量指标/接访次数", "actual"): "14次",
        ("产出指标/数量指标/接访次数", "weight"): "20",
        ("产出指标/数量指标/接访次数", "score"): "20",
        ("产出指标/数量指标/办结件数", "target"): "≥5件",
        ("产出指标/数量指标/办结件数", "actual"): "5件",
        ("产出指标/数量指标/办结件数", "weight"): "30",
        ("产出指标/数量指标/办结件数", "score"): "30",
        ("满意度指标/服务对象满意度指标/群众满意度", "target"): "≥90%",
        ("满意度指标/服务对象满意度指标/群众满意度", "actual"): "95%",
        ("满意度指标/服务对象满意度指标/群众满意度", "weight"): "10",
        ("满意度指标/服务对象满意度指标/群众满意度", "score"): "9",
        ("总分", "weight"): "100",
        ("总分", "score"): "96.5",
    }
    assert {fact.project for fact in reading.facts} == {"信访维稳工作经费"}
    assert {fact.amount for fact in reading.facts if fact.item.endswith("全年执行数")} == {Decimal(90000)}
    assert reading.unused_rows == ()


def test_people_in_a_form_reach_neither_facts_nor_quotes():
    reading = read(grid(FORM))
    published = [text for fact in reading.facts for text in fact.model_dump().values() if isinstance(text, str)]
    assert not [text for text in published if "赵明" in text or "13800138000" in text]
    assert not [row for row in reading.unused_rows if "赵明" in row]


def test_a_text_about_single_recipients_is_withheld_but_its_figures_are_not():
    few = FORM.replace(
        "已完成，解决特殊疑难信访事项2件。", "项目经费共计1.44万元，驻村人员1人，每月补助标准为1200元/人。"
    )
    found = facts(read(grid(few)))
    assert ("实际完成情况", "actual") not in found
    assert {key: value for key, value in found.items() if key[0].startswith("实际完成情况/")} == {
        ("实际完成情况/项目经费", "amount"): "1.44",
        ("实际完成情况/驻村人员", "count"): "1",
        ("实际完成情况/每月补助标准", "unit_price"): "1200",
    }


SHIFTED = """
项目名称||维稳（办案）费||||||
项目资金预算安排及执行进度（万元）||年初预算数||全年预算数|全年执行数|资金结（转）余|执行率|得分
||目标申报数|预算编制数|||||
{row}
绩效指标|一级指标|二级指标|三级指标|年初指标值|实际完成值|分值|得分|偏差原因分析及改进措施
|产出指标|数量指标|出差天数|≤16天|≤16天|10|10|"""


def money(row: str) -> tuple[dict[str, str], tuple[str, ...]]:
    reading = read("项目支出绩效自评表", grid(SHIFTED.format(row=row)))
    found = {fact.item: fact.printed for fact in reading.facts if fact.item.startswith("资金总额")}
    return found, reading.unused_rows


WHOLE_ROW = {
    "资金总额/目标申报数": "3.00",
    "资金总额/预算编制数": "3.00",
    "资金总额/全年预算数": "3.00",
    "资金总额/全年执行数": "2.40",
    "资金总额/资金结（转）余": "0.60",
    "资金总额/执行率": "80.00",
    "资金总额/得分": "8.00",
}


def test_values_beside_their_headings_are_matched_in_order():
    assert money("资金总额:|3.00|3.00|3.00|2.40|0.60|80.00|8.00|") == (WHOLE_ROW, ())


def test_a_row_with_its_last_value_cut_off_is_matched_where_rate_and_remainder_prove_it():
    without_score = {name: value for name, value in WHOLE_ROW.items() if not name.endswith("得分")}
    assert money("||资金总额:|3.00|3.00|3.00|2.40|0.60|80.00") == (without_score, ())


def test_a_row_that_fits_its_headings_in_several_ways_is_reported_not_guessed():
    found, unused = money("||资金总额:|3.00|3.00|||||")
    assert found == {}
    assert unused == ("表1 行4 (资金总额): 资金总额:\t3.00\t3.00",)


def test_a_wrong_rate_below_its_heading_is_published_as_printed():
    found, unused = money("资金总额:||3.00|3.00|3.00|2.40|0.60|99.00|8.00")
    assert (found["资金总额/执行率"], found["资金总额/全年执行数"], unused) == ("99.00", "2.40", ())


def test_a_list_of_projects_keeps_each_indicator_with_its_project():
    reading = read(
        "部门预算项目支出绩效目标表\n单位：万元",
        grid(
            """
单位名称|项目名称|预算金额|年度目标|一级指标|二级指标|三级指标|指标值|权重
某市信访局|信访维稳工作经费|20.00|保障信访秩序|产出指标|数量指标|接访次数|≥12次|20
^|^|^|^|满意度指标|服务对象满意度指标|群众满意度|≥90%|10
^|系统运维|8.50|保障系统运行|产出指标|数量指标|运维系统数量|1套|50"""
        ),
        context=BUDGET,
    )
    assert [(fact.project, fact.item, fact.printed) for fact in reading.facts if fact.measure.value != "weight"] == [
        ("信访维稳工作经费", "预算金额", "20.00"),
        ("信访维稳工作经费", "年度目标", "保障信访秩序"),
        ("信访维稳工作经费", "产出指标/数量指标/接访次数", "≥12次"),
        ("信访维稳工作经费", "满意度指标/服务对象满意度指标/群众满意度", "≥90%"),
        ("系统运维", "预算金额", "8.50"),
        ("系统运维", "年度目标", "保障系统运行"),
        ("系统运维", "产出指标/数量指标/运维系统数量", "1套"),
    ]
    assert reading.unused_rows == ()


def test_a_form_without_a_stated_unit_keeps_its_scores_and_texts():
    reading = read(grid(FORM.replace("（万元）", "")))
    assert {fact.measure.value for fact in reading.facts} == {
        "text",
        "weight",
        "rate",
        "score",
        "target",
        "actual",
        "count",
    }
    assert all("unit missing" in row for row in reading.unused_rows)
    assert len(reading.unused_rows) == 6


def test_a_goal_table_names_its_project_in_the_title_and_its_indicators_in_the_next_table():
    reading = read(
        "2、信访接待经费绩效目标表",
        grid("绩效目标|及时发放7名劳务派遣人员工资，保障接待。"),
        grid(
            "一级指标|二级指标|三级指标|绩效指标描述|指标值|指标值确定依据\n产出指标|数量指标|发放人数|实际发放人员|7人|工作方案"
        ),
        context=BUDGET,
    )
    assert {(fact.project, fact.item, fact.measure.value, fact.printed) for fact in reading.facts} == {
        ("信访接待经费", "年度目标", "target", "及时发放7名劳务派遣人员工资，保障接待。"),
        ("信访接待经费", "年度目标/劳务派遣人员", "count", "7"),
        ("信访接待经费", "产出指标/数量指标/发放人数", "target", "7人"),
        ("信访接待经费", "产出指标/数量指标/发放人数/绩效指标描述", "text", "实际发放人员"),
        ("信访接待经费", "产出指标/数量指标/发放人数/指标值确定依据", "text", "工作方案"),
    }


def test_a_project_does_not_leak_into_a_form_with_a_title_of_its_own():
    reading = read(
        "1、信访接待经费绩效目标表",
        grid("绩效目标|保障接待。"),
        "绩效目标表",
        grid("一级指标|二级指标|三级指标|指标值\n产出指标|数量指标|发放人数|7人"),
        context=BUDGET,
    )
    assert [(fact.item, fact.project) for fact in reading.facts] == [
        ("年度目标", "信访接待经费"),
        ("产出指标/数量指标/发放人数", None),
    ]


def test_forms_drawn_as_one_table_stay_with_their_projects():
    second = FORM.replace("信访维稳工作经费", "系统运维费").strip()
    reading = read(grid(f"{FORM.strip()}\n{second}"))
    scores = [
        (fact.project, fact.printed) for fact in reading.facts if (fact.item, fact.measure.value) == ("总分", "score")
    ]
    assert scores == [("信访维稳工作经费", "96.5"), ("系统运维费", "96.5")]
    assert reading.unused_rows == ()


SHORT_FORM = """
{label}|{project}|<|主管部门|某县信访局|<
项目资金（万元）|年初预算数|全年预算数|全年执行数|分值|得分
年度资金总额|{money}|{money}|{money}|10|10
一级指标|二级指标|三级指标|指标值|分值|得分
产出指标|数量指标|{indicator}|12|90|{score}
总分|<|<|<|100|{total}"""
FIRST = {
    "label": "项目名称",
    "project": "信访业务经费",
    "indicator": "督查次数",
    "money": "5",
    "score": "80",
    "total": "90",
}
SECOND = {
    "label": "项目名称",
    "project": "救助资金",
    "indicator": "救助人数",
    "money": "2",
    "score": "90",
    "total": "100",
}


def test_the_next_form_of_a_table_begins_with_the_name_of_its_project_below_the_total_of_the_one_before():
    reading = read("单位：万元", grid(SHORT_FORM.format(**FIRST).strip() + SHORT_FORM.format(**SECOND)))
    scores = {(fact.project, fact.item): fact.printed for fact in reading.facts if fact.measure.value == "score"}
    assert scores == {
        ("信访业务经费", "年度资金总额/得分"): "10",
        ("信访业务经费", "产出指标/数量指标/督查次数"): "80",
        ("信访业务经费", "总分"): "90",
        ("救助资金", "年度资金总额/得分"): "10",
        ("救助资金", "产出指标/数量指标/救助人数"): "90",
        ("救助资金", "总分"): "100",
    }
    assert {fact.printed for fact in reading.facts if fact.project == "救助资金" and fact.amount} == {"2"}


def test_a_next_form_that_names_its_project_in_unknown_words_gives_no_figure_to_the_project_before():
    unknown = SECOND | {"label": "事项"}
    reading = read("单位：万元", grid(SHORT_FORM.format(**FIRST).strip() + SHORT_FORM.format(**unknown)))
    first = [fact.printed for fact in reading.facts if fact.project == "信访业务经费" and fact.measure.value == "score"]
    assert first == ["10", "80", "90"]


def test_targets_without_a_title_are_those_of_the_project_described_above():
    """上海: 某某经费项目经费情况说明, seven headings, and under 绩效目标 a table of 目标 instead of 指标."""
    targets = """
一级目标|二级目标|三级目标|指标目标值|备注
投入与管理|投入管理|预算执行率|≥95%|
产出目标|数量|接待群众来访批次|≥2400批|"""
    described = "一、项目概述\n用于来信来访接待。\n二、立项依据\n《信访条例》。\n三、实施主体\n区信访办。\n四、实施方案"
    planned = "按计划实施。\n五、实施周期\n1年。\n六、年度预算安排\n36万元。\n七、绩效目标"
    title = "信访综合业务经费项目经费情况说明"
    reading = read(f"{title}\n{described}\n{planned}", grid(targets), context=BUDGET)
    assert {(fact.project, fact.item, fact.printed) for fact in reading.facts} == {
        ("信访综合业务经费", "投入与管理/投入管理/预算执行率", "≥95%"),
        ("信访综合业务经费", "产出目标/数量/接待群众来访批次", "≥2400批"),
    }


def test_words_and_amounts_side_by_side_are_both_read():
    form = """
项目名称|信访维稳专项|<|资金总额|90.00
一级指标|二级指标|三级指标|指标值|备注
产出指标|数量指标|化解信访积案|≥30件|"""
    assert facts(read("项目支出绩效目标表\n单位：万元", grid(form), context=BUDGET)) == {
        ("项目名称", "text"): "信访维稳专项",
        ("资金总额", "budget"): "90.00",
        ("产出指标/数量指标/化解信访积案", "target"): "≥30件",
    }


MOVED = """
项目名称|来访接待专项|<|主管部门|某县信访局|||
项目资金|<|年初预算数|全年（调整）预算数|全年执行数|执行率（%）|执行率得分|
^|^|年度资金总额|30.00|36.00|35.10|97.50|9.75
^|^|其中：财政拨款|30.00|36.00|35.10||{last}
一级指标|二级指标|三级指标|年度指标值|全年完成值|指标权重|指标得分|
产出指标|数量指标|接访批次|≥80批次|85批次|90|88|"""


def test_a_row_beside_its_headings_is_read_like_the_whole_one_above_it():
    """Which heading a value has is known from the row with all values; the score of an indicator is its 指标得分."""
    found = facts(read("项目绩效自评表\n单位：万元", grid(MOVED.format(last=""))))
    assert found["财政拨款/全年预算数", "adjusted_budget"] == "36.00"
    assert found["财政拨款/全年执行数", "amount"] == "35.10"
    assert found["年度资金总额/执行率", "rate"] == "97.50"
    assert found["产出指标/数量指标/接访批次", "score"] == "88"


def test_such_a_row_is_reported_where_a_word_would_be_a_figure():
    reading = read("项目绩效自评表\n单位：万元", grid(MOVED.format(last="无")))
    assert not any(fact.item.startswith("财政拨款/") for fact in reading.facts)


def test_money_of_another_year_beside_that_of_this_one_is_ignored_by_name():
    form = """
项目名称|信访信息化专项|主管部门|某区信访办
项目当年预算（元）|880,000|同名项目上年预算额（元）|790,000
一级指标|二级指标|三级指标|年度指标值
产出指标|数量指标|维护次数|≥4次"""
    reading = read("财政项目支出绩效目标申报表", grid(form))
    assert {(fact.item, fact.measure.value): fact.amount for fact in reading.facts if fact.amount} == {
        ("预算数", "budget"): 880_000
    }
    assert reading.unused_rows == ()
