"""What a table or a disclosure leaves out: levels of codes, totals, parts; and the money blocks of project forms."""

from __future__ import annotations

import pytest

from domain.records import Fact, Verdict
from parsers.model import ReportContext
from tests.parsers.reconcile.making import BUDGET, FINAL, cell, checks, table, told, verdicts

FAILED = (Verdict.WARN, Verdict.ERROR)
Row = tuple[str | None, str, dict[str, str]]

_FULL: list[Row] = [
    (None, "合计", {"本年支出合计": "12.00"}),
    ("201", "一般公共服务支出", {"本年支出合计": "10.00"}),
    ("20103", "政府办公厅（室）及相关机构事务", {"本年支出合计": "10.00"}),
    ("2010308", "信访事务", {"本年支出合计": "10.00"}),
    ("221", "住房保障支出", {"本年支出合计": "2.00"}),
    ("22102", "住房改革支出", {"本年支出合计": "2.00"}),
    ("2210201", "住房公积金", {"本年支出合计": "2.00"}),
]


def without(*codes: str | None) -> list[Fact]:
    return table("expenditure_by_function", [row for row in _FULL if row[0] not in codes])


def gaps(facts: list[Fact], context: ReportContext = FINAL) -> list[str]:
    return [check.message_zh for check in checks(facts, "W-missing-row", context)]


def test_a_class_of_nothing_lacks_no_level_below() -> None:
    nothing: list[Row] = [*_FULL, ("229", "其他支出", {"本年支出合计": "0.00"})]
    something: list[Row] = [*_FULL, ("229", "其他支出", {"本年支出合计": "0.01"})]
    assert gaps(table("expenditure_by_function", nothing)) == []
    assert len(gaps(table("expenditure_by_function", something))) == 1


def test_what_is_carried_over_is_not_the_whole_income_of_a_list_without_sources() -> None:
    carried = [
        cell("summary", "收入总计", "643.50万元", row=1),
        cell("summary", "上年结转", "26.80万元", row=2),
    ]
    assert verdicts(carried, "I03", BUDGET) == []
    source = cell("summary", "收入/一般公共预算财政拨款收入", "600.00万元", row=3)
    assert verdicts([*carried, source], "I03", BUDGET) == [Verdict.ERROR]


def test_what_is_carried_to_next_year_is_not_the_whole_expenditure_of_a_list_of_kinds() -> None:
    facts = [cell("summary", "支出总计", "884万元"), cell("summary", "结转下年", "20万元")]
    assert verdicts(facts, "I03", BUDGET) == []
    kinds = [cell("summary", "支出性质/基本支出", "619万元"), cell("summary", "支出性质/项目支出", "245万元")]
    assert verdicts([*facts, *kinds], "I03", BUDGET) == [Verdict.PASS]
    assert verdicts([*facts, *kinds[:1]], "I03", BUDGET) == [Verdict.ERROR]


@pytest.mark.parametrize("statement", ["summary", "fiscal_summary"])
def test_the_classes_of_the_government_are_held_against_their_total(statement: str) -> None:
    total = cell(statement, "支出政府经济分类/合计", "250万元")
    classes = [
        cell(statement, "支出政府经济分类/机关工资福利支出", "200万元"),
        cell(statement, "支出政府经济分类/机关资本性支出", "50万元"),
    ]
    assert verdicts([total, *classes], "I03", BUDGET) == [Verdict.PASS]
    assert verdicts([total, *classes[:1]], "I03", BUDGET) == [Verdict.ERROR]


def test_parts_of_fixed_assets_are_not_held_against_all_assets() -> None:
    parts = [
        cell("assets", "资产总额", "412.57万元", row=1),
        cell("assets", "房屋价值", "300.00万元", row=2),
        cell("assets", "车辆价值", "12.57万元", row=3),
        cell("assets", "其他固定资产", "30.00万元", row=4),
    ]
    assert verdicts(parts, "I12") == [Verdict.WARN]
    assert verdicts([*parts, cell("assets", "固定资产金额", "342.57万元", row=5)], "I12") == []


def test_a_table_with_all_its_levels_lacks_none() -> None:
    assert gaps(without()) == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("20103", ["信访事务（2010308）之上没有款级科目20103的数字"]),
        ("2010308", ["政府办公厅（室）及相关机构事务（20103）之下没有项级科目的数字"]),
        ("221", ["住房改革支出（22102）之上没有类级科目221的数字"]),
        (None, ["印有一般公共服务支出，却没有合计一行的数字"]),
    ],
)
def test_a_row_that_is_missing_between_others_is_named(code: str | None, words: list[str]) -> None:
    found = gaps(without(code))
    assert len(found) == len(words)
    assert all(word in message for word, message in zip(words, found, strict=True))


def test_a_table_of_classes_alone_or_without_sub_classes_lacks_nothing() -> None:
    assert gaps(without("20103", "2010308", "22102", "2210201")) == []
    assert gaps(without("20103", "22102")) == []


def test_economic_items_without_their_class_are_named() -> None:
    rows = [
        ("301", "工资福利支出", "10.00"),
        ("30101", "基本工资", "10.00"),
        ("30201", "办公费", "2.00"),
        ("", "人员经费", "10.00"),
    ]
    facts = [
        cell("basic_by_economic", name, f"{printed}万元", row=place, code=code or None)
        for place, (code, name, printed) in enumerate(rows)
    ]
    assert gaps(facts) == [
        "一般公共预算财政拨款基本支出表：科目办公费（30201）之上没有类级科目302的数字，而其他科目有。"
    ]


@pytest.mark.parametrize(
    ("items", "missing"),
    [
        (["本年收入合计", "本年支出合计", "收入总计", "支出总计"], []),
        (["本年收入合计", "本年支出合计", "收支总计"], []),
        (["本年收入合计", "本年支出合计", "收入总计"], ["支出总计"]),
        (["本年支出合计", "收入总计", "支出总计"], ["本年收入合计"]),
    ],
)
def test_both_sides_of_the_table_of_totals_have_their_totals(items: list[str], missing: list[str]) -> None:
    facts = [cell("summary", item, "10.00万元", row=row) for row, item in enumerate(items)]
    assert [
        name for name in ("收入总计", "支出总计", "本年收入合计") if any(name + "一行" in m for m in gaps(facts))
    ] == missing


@pytest.mark.parametrize(
    ("label", "alarms"),
    [("收入合计", 0), ("合计", 0), ("本年收入合计", 0), ("一、本年收入", 1), ("财政拨款（补助）", 1)],
)
def test_a_form_that_carries_nothing_over_ends_with_the_sum_of_its_income(label: str, alarms: int) -> None:
    source = cell("fiscal_summary", "收入/一般公共预算财政拨款", "10.00万元", row=1)
    total = cell("fiscal_summary", "本年收入合计", "10.00万元", row=2, item_printed=label)
    assert sum("财政拨款收入总计" in message for message in gaps([source, total], BUDGET)) == alarms


@pytest.mark.parametrize("row", ["上年结转", "结转下年/合计", "财政拨款支出总计/合计"])
def test_a_form_with_a_row_of_money_carried_over_or_another_total_needs_its_own(row: str) -> None:
    facts = [
        cell("fiscal_summary", "收入/一般公共预算财政拨款", "10.00万元", row=1),
        cell("fiscal_summary", "本年收入合计", "10.00万元", row=2, item_printed="本年收入合计"),
    ]
    assert not any("财政拨款收入总计" in message for message in gaps(facts, BUDGET))
    assert any("财政拨款收入总计" in m for m in gaps([*facts, cell("fiscal_summary", row, "0.00万元", row=3)], BUDGET))


def test_the_form_of_the_accounts_has_totals_whatever_is_carried_over() -> None:
    facts = [cell("summary", "收入/其他收入", "10.00万元", row=1), cell("summary", "本年收入合计", "10.00万元", row=2)]
    assert any("收入总计" in message for message in gaps(facts))
    assert not any("收入总计" in message for message in gaps(facts, BUDGET))


def test_sentences_need_no_totals() -> None:
    assert gaps([told("summary", "本年支出合计", "10.00万元")]) == []


def block(fiscal: str, other: str = "0万元", whole: str = "15.00万元") -> list[Fact]:
    rows = [("年度资金总额", whole), ("当年财政拨款", fiscal), ("其他资金", other)]
    return [
        cell("perf_project", f"{row}/全年执行数", printed, row=place, project="垫付救助金")
        for place, (row, printed) in enumerate(rows)
        if printed
    ]


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        (block("15.00万元"), Verdict.PASS),
        (block("10.00万元", "5.00万元"), Verdict.PASS),
        (block("14.99万元"), Verdict.ROUNDING),
        (block("14.97万元"), Verdict.WARN),
        (block("-15.00万元"), Verdict.WARN),
    ],
)
def test_the_money_of_a_form_is_the_sum_of_its_sources(facts: list[Fact], verdict: Verdict) -> None:
    assert verdicts(facts, "I17") == [verdict]


def test_sources_without_the_whole_are_named() -> None:
    assert gaps(block("15.00万元")) == []
    assert len(gaps(block("15.00万元", whole=""))) == 1


def projects(total: str, in_table: str) -> list[Fact]:
    return [
        cell("project_expenditure", "合计", total, table=1),
        cell("expenditure_by_function", "合计/项目支出", in_table, table=2, row=1),
    ]


@pytest.mark.parametrize(
    ("total", "verdict"), [("94.00万元", Verdict.PASS), ("94.01万元", Verdict.WARN), ("9.400万元", Verdict.WARN)]
)
def test_the_list_of_projects_is_the_project_expenditure(total: str, verdict: Verdict) -> None:
    assert verdicts(projects(total, "94.00万元"), "I18", BUDGET) == [verdict]


def test_the_list_of_projects_may_hold_the_general_budget_only() -> None:
    facts = [*projects("86.00万元", "94.00万元"), cell("general_by_function", "合计/项目支出", "86.00万元", table=3)]
    assert verdicts(facts, "I18", BUDGET) == [Verdict.PASS]


@pytest.mark.parametrize(
    ("printed", "alarms"),
    [("999.99元", 1), ("1000.00元", 0), ("100000.00万元", 0), ("100000.01万元", 1), ("0.01万元", 0)],
)
def test_a_table_of_a_few_yuan_or_of_billions_has_another_unit(printed: str, alarms: int) -> None:
    assert len(checks([cell("three_public", "三公经费", printed)], "W-unit")) == alarms


def disclosure(*statements: str, year: int = 2023) -> list[str]:
    facts = [told("expenditure", f"项目{number}", "1.00万元") for number in range(40)]
    facts += [told(statement, "某项", "1.00万元") for statement in statements]
    context = ReportContext(fiscal_year=year, report_type="final_accounts")
    return [check.message_zh for check in checks(facts, "W-missing-section", context)]


def test_a_disclosure_shows_functions_and_economic_items() -> None:
    assert disclosure("general_by_item", "basic_by_economic") == []
    (both,) = disclosure()
    assert "没有按功能分类（类款项）的支出、按经济分类的基本支出的数字" in both
    (one,) = disclosure("general_by_class")
    assert "没有按经济分类的基本支出的数字" in one


def test_economic_items_are_asked_for_from_2016_on() -> None:
    assert len(disclosure("general_by_class", year=2016)) == 1
    assert disclosure("general_by_class", year=2015) == []


def test_a_fragment_is_no_disclosure() -> None:
    assert checks([told("expenditure", "本年支出合计", "1.00万元")], "W-missing-section") == []


def test_a_column_that_only_a_misprinted_row_prints_is_not_added_up() -> None:
    """The others repeat their own amount in it, which gives no fact."""
    rows: list[Row] = [
        ("302", "商品和服务支出", {"": "9.00", "公用经费": "8.00"}),
        ("30201", "办公费", {"": "5.00"}),
        ("30211", "差旅费", {"": "3.00"}),
    ]
    told_of = [check.message_zh for check in checks(table("basic_by_economic", rows), "I09") if check.verdict in FAILED]
    assert len(told_of) == 1
    assert not any("空白" in message for message in told_of)


def of_units(second_basic: str) -> list[Fact]:
    """A form of two units, each above its own functions, and no row of a function for the whole."""
    return table(
        "expenditure_by_function",
        [
            (None, "合计", {"基本支出": "12.00", "项目支出": "5.00"}),
            (None, "某县信访局机关", {"基本支出": "8.00", "项目支出": "5.00"}),
            ("2010301", "某县信访局机关/行政运行", {"基本支出": "8.00"}),
            ("2010308", "某县信访局机关/信访事务", {"项目支出": "5.00"}),
            (None, "某县信访服务中心", {"基本支出": second_basic}),
            ("2010350", "某县信访服务中心/事业运行", {"基本支出": "3.00"}),
            ("2210201", "某县信访服务中心/住房公积金", {"基本支出": "1.00"}),
        ],
    )


def test_units_above_their_own_functions_add_up_to_the_whole() -> None:
    assert all(check.verdict is Verdict.PASS for check in checks(of_units("4.00"), "I05"))


def test_a_misprinted_unit_disagrees_with_the_whole_and_with_its_own_functions() -> None:
    failed = [check.message_zh for check in checks(of_units("4.40"), "I05") if check.verdict in FAILED]
    assert len(failed) == 2
    assert not any("空白" in message for message in failed)


def test_units_of_which_one_prints_no_function_are_not_added_up() -> None:
    third = table("expenditure_by_function", [(None, "某县接访中心", {"基本支出": "7.00"})])
    assert all(check.verdict is Verdict.PASS for check in checks([*of_units("4.00"), *third], "I05"))


def test_a_row_that_prints_what_it_carries_over_is_larger_than_the_years_money_in_the_text_by_just_that() -> None:
    row = [
        cell("general_by_function", "信访事务/小计", "96.40万元", code="2010308", row=1),
        cell("general_by_function", "信访事务/资金来源/上年结转", "8.60万元", code="2010308", row=1),
    ]
    other = told("income", "其他收入", "1.23万元")
    assert (
        verdicts([*row, told("general_by_item", "信访事务", "87.80万元", code="2010308"), other], "I16", BUDGET) == []
    )
    assert verdicts([*row, told("general_by_item", "信访事务", "87.90万元", code="2010308"), other], "I16", BUDGET) == [
        Verdict.ERROR
    ]


def test_what_is_kept_for_small_firms_is_no_source_of_the_money() -> None:
    sums = [
        cell("procurement", "政府采购支出总额", "10.60万元", row=1),
        cell("procurement", "政府采购支出总额/一般公共预算拨款", "10.60万元", row=1),
        cell("procurement", "政府采购支出总额/面向中小企业预留金额", "4.80万元", row=1),
    ]
    assert verdicts(sums, "I11", BUDGET) == [Verdict.PASS]


def test_the_split_of_basic_expenditure_is_the_same_by_function_and_by_item() -> None:
    def facts(personnel: str, public: str) -> list[Fact]:
        by_function = [("基本支出", "10.00"), ("人员经费", personnel), ("公用经费", public)]
        by_item = [("基本支出", "10.00"), ("人员经费", "8.00"), ("公用经费", "2.00")]
        return [
            *(cell("general_by_function", f"合计/{name}", f"{value}万元", table=1) for name, value in by_function),
            *(
                cell("basic_by_economic", name, f"{value}万元", table=2, row=row)
                for row, (name, value) in enumerate(by_item)
            ),
        ]

    assert Verdict.ERROR not in verdicts(facts("8.00", "2.00"), "I09")
    assert verdicts(facts("2.00", "8.00"), "I09").count(Verdict.ERROR) == 2


@pytest.mark.parametrize(
    ("rate", "printed_budget", "found"),
    [
        ("68.83%", "19.00万元", [Verdict.PASS]),
        ("86.78%", "19.00万元", [Verdict.ERROR]),
        ("86.78%", "18.00万元", []),  # the form prints another kind of budget
    ],
)
def test_a_completion_without_its_budget_is_that_of_the_form(
    rate: str, printed_budget: str, found: list[Verdict]
) -> None:
    facts = [
        told("three_public", "三公经费", printed_budget, "budget"),
        told("three_public", "三公经费", "15.13万元"),
        told("three_public", "公务接待费", "4.13万元"),
        told("three_public", "公务接待费", rate, "completion_pct"),
        cell("three_public", "三公经费", "19.00万元", "budget"),
        cell("three_public", "三公经费", "15.13万元"),
        cell("three_public", "公务接待费", "6.00万元", "budget"),
        cell("three_public", "公务接待费", "4.13万元"),
    ]
    assert verdicts(facts, "I14") == found


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ("92.66%", [Verdict.ERROR]),  # 11.00 of 11.87, as the form says: its budgets are meant
        ("100.00%", []),  # may be of any budget that was changed to what was spent
        ("95.00%", []),  # of another budget
    ],
)
def test_a_rate_that_is_the_forms_says_whose_budgets_the_other_rates_mean(other: str, found: list[Verdict]) -> None:
    facts = [
        told("three_public", "公务用车运行维护费", "11.00万元"),
        told("three_public", "公务用车运行维护费", other, "completion_pct"),
        told("three_public", "公务接待费", "4.13万元"),
        told("three_public", "公务接待费", "86.78%", "completion_pct"),
        cell("three_public", "公务用车运行维护费", "11.87万元", "budget"),
        cell("three_public", "公务用车运行维护费", "11.00万元"),
        cell("three_public", "公务接待费", "6.00万元", "budget"),
        cell("three_public", "公务接待费", "4.13万元"),
    ]
    assert verdicts(facts, "I14") == found


def test_items_of_one_name_in_two_paragraphs_are_two_items() -> None:
    facts = [
        told("general_by_item", "合计", "30.00万元"),
        told("general_by_item", "行政运行", "10.00万元", paragraph=2),
        told("general_by_item", "行政运行", "12.00万元", paragraph=3),
        told("general_by_item", "住房公积金", "8.00万元", paragraph=4),
    ]
    assert verdicts(facts, "I05") == [Verdict.PASS]
