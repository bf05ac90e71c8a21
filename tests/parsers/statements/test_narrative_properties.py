"""Random figures in sentences come back as they are printed; no text makes the reader fail or lose a figure."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.money import to_yuan
from domain.records import Fact, Measure
from parsers.statements.narrative import NarrativeReading
from parsers.statements.narrative.declarations import compared
from parsers.statements.narrative.figures import MONEY, find_figures
from tests.parsers.statements.narrative_documents import read

CALM = settings(deadline=None, max_examples=60)
AMOUNTS = st.decimals(min_value=0, max_value=Decimal("9999999.99"), places=2, allow_nan=False)
RATES = st.decimals(min_value=0, max_value=Decimal("999.99"), places=2, allow_nan=False)
COUNTS = st.integers(min_value=0, max_value=99999)
UNITS = st.sampled_from(["元", "万元", "千元", "亿元"])
SIGNS = st.sampled_from([("增加", 1), ("减少", -1), ("增长", 1), ("下降", -1), ("降低", -1), ("上升", 1)])
FORMS = st.sampled_from(["plain", "thousands", "full width", "space before the unit"])
WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")


def printed(amount: Decimal, unit: str, form: str) -> str:
    if form == "thousands":
        return f"{amount:,}{unit}"
    if form == "full width":
        return f"{amount}{unit}".translate(WIDE)
    return f"{amount} {unit}" if form.startswith("space") else f"{amount}{unit}"


def values(reading: NarrativeReading) -> dict[tuple[str, str, Measure], Decimal | None]:
    return {
        (fact.statement.value, fact.item, fact.measure): fact.value if fact.amount is None else fact.amount
        for fact in reading.facts
    }


@CALM
@given(AMOUNTS, AMOUNTS, RATES, UNITS, SIGNS, FORMS)
def test_a_total_with_its_change(total, change, rate, unit, sign, form):
    word, factor = sign
    reading = read(
        "二、收入决算情况说明",
        f"2023年度收入合计{printed(total, unit, form)}，比2022年度{word}{printed(change, unit, form)}，{word}{rate}%。",
    )
    subject = ("income", "本年收入合计")
    assert reading.unread == ()
    assert values(reading) == {
        (*subject, Measure.AMOUNT): to_yuan(total, unit),
        (*subject, Measure.CHANGE): to_yuan(factor * change, unit),
        (*subject, Measure.CHANGE_PCT): factor * rate,
    }


@CALM
@given(st.lists(st.tuples(AMOUNTS, RATES), min_size=4, max_size=4), UNITS, FORMS, st.sampled_from("，；。"))
def test_kinds_of_income_with_their_shares(figures, unit, form, mark):
    names = ["财政拨款收入", "上级补助收入", "事业收入", "其他收入"]
    clauses = [
        f"{name}{printed(amount, unit, form)}，占{share}%" for name, (amount, share) in zip(names, figures, strict=True)
    ]
    reading = read("二、收入决算情况说明", f"其中：{mark.join(clauses)}。")
    expected = {}
    for name, (amount, share) in zip(names, figures, strict=True):
        expected["income", name, Measure.AMOUNT] = to_yuan(amount, unit)
        expected["income", name, Measure.SHARE_PCT] = share
    assert values(reading) == expected
    assert reading.unread == ()


@CALM
@given(AMOUNTS, AMOUNTS, RATES, st.sampled_from(["（项）", "（项）。", "（项）：", "（项）:"]))
def test_an_item_with_budget_and_completion(budget, amount, rate, ending):
    reading = read(
        "五、一般公共预算财政拨款支出决算情况说明",
        "（三）具体情况",
        f"1.一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）信访事务{ending}年初预算为{budget}万元，"
        f"支出决算为{amount}万元，完成年初预算的{rate}%。",
    )
    subject = ("general_by_item", "信访事务")
    assert values(reading) == {
        (*subject, Measure.BUDGET): to_yuan(budget, "万元"),
        (*subject, Measure.AMOUNT): to_yuan(amount, "万元"),
        (*subject, Measure.COMPLETION_PCT): rate,
    }


@CALM
@given(st.lists(AMOUNTS, min_size=3, max_size=3), st.lists(COUNTS, min_size=6, max_size=6))
def test_the_three_public_expenses_with_their_counts(amounts, counts):
    abroad, vehicles, receptions = amounts
    groups, travellers, bought, kept, times, guests = counts
    reading = read(
        "七、“三公”经费支出决算情况说明",
        f"因公出国（境）费支出{abroad}万元，全年因公出国（境）团组{groups}个，累计{travellers}人次。",
        f"公务用车运行维护费支出{vehicles}万元，公务用车购置{bought}辆，公务用车保有量{kept}辆。",
        f"公务接待费支出{receptions}万元，国内公务接待{times}批次，国内公务接待{guests}人次。",
    )
    found = values(reading)
    assert found == {
        ("three_public", "因公出国（境）费", Measure.AMOUNT): to_yuan(abroad, "万元"),
        ("three_public", "公务用车运行维护费", Measure.AMOUNT): to_yuan(vehicles, "万元"),
        ("three_public", "公务接待费", Measure.AMOUNT): to_yuan(receptions, "万元"),
        ("three_public_counts", "因公出国（境）团组", Measure.COUNT): groups,
        ("three_public_counts", "因公出国（境）人次", Measure.COUNT): travellers,
        ("three_public_counts", "公务用车购置数", Measure.COUNT): bought,
        ("three_public_counts", "公务用车保有量", Measure.COUNT): kept,
        ("three_public_counts", "国内接待批次", Measure.COUNT): times,
        ("three_public_counts", "国内接待人次", Measure.COUNT): guests,
    }


WORDS = """
一、收入支出决算总体情况说明/ 七、“三公”经费支出决算情况说明/ （一）机关运行经费/ （2） / 2023年度 2022年
收入总计 支出总计 收、支总计 基本支出 项目支出 人员经费 公用经费 公务接待费 公务用车购置费 因公出国（境）费
一般公共服务支出（类） 信访事务（款） 行政运行（项） 其中： 主要包括： 主要原因是 用于 （ ） ， ； 。 ： 、
12.30万元 3,019.34元 0.5亿元 0万元 5.20% 占 增加 减少 增长 下降 持平 比上年 较年初预算数 与2022年度相比 完成预算的
年初预算为 支出决算为 各 分别为 合计 3辆 12批次 0人次 2台（套） 机关运行经费 政府采购支出总额 货物 本级 下属单位 人均
我单位 信访 无 均为 依次为 由上年的 增加到 两辆 三批次 0.6万 信访服务中心 （汇总） 为 、
"""
CLEAN = [word.replace("/", "\n") for word in WORDS.split()]
#: What tears figures apart, or hides them.
ODD = ["1.", "约", "余", "-", "20", "2010301", "空表", "\u3000", " ", "\t"]
SENTENCES = st.lists(st.sampled_from(CLEAN + ODD), max_size=40).map("".join)
CLEAN_SENTENCES = st.lists(st.sampled_from(CLEAN), max_size=40).map("".join)


IN_WORDS = {"两": 2, "三": 3}


@settings(max_examples=150, deadline=None)
@example("（2）0.6万")
@example("（2）公务用车购置费0.6万\n2023年度")
@example("（2）公务用车购置费0.6万\n收入总计")
@given(CLEAN_SENTENCES)
def test_no_money_figure_is_dropped_in_silence(text):
    """In a budget section every amount is a fact or is reported."""
    paragraphs = ["十、其他重要事项说明", *[line for line in text.split("\n") if line.strip()]]
    reading = read(*paragraphs)
    wanted = sum(
        figure.kind == MONEY and figure.doubt != "threshold or rate"
        for line in paragraphs
        for figure in find_figures(compared(line))
    )
    found = sum(fact.amount is not None and fact.printed_unit is not None for fact in reading.facts)
    assert found + len(reading.unread) >= wanted


@settings(max_examples=150, deadline=None)
@given(SENTENCES)
def test_facts_say_what_is_printed(text):
    paragraphs = [line for line in text.split("\n") if line.strip()]
    for fact in read(*paragraphs).facts:
        _check(fact, paragraphs)


def _check(fact: Fact, paragraphs: list[str]) -> None:
    assert fact.paragraph is not None
    assert len(fact.quote) <= 120
    if fact.amount is None and fact.value is None:
        return
    assert compared(fact.printed) in compared("".join(paragraphs[fact.paragraph - 1 :]))
    if fact.printed in IN_WORDS:
        assert fact.value == IN_WORDS[fact.printed]
        return
    number = Decimal(
        fact.printed.replace(",", "").translate(str.maketrans("０１２３４５６７８９．，－", "0123456789.,-"))
    )
    if fact.amount is not None and fact.printed_unit is not None:
        assert abs(fact.amount) == abs(to_yuan(number, fact.printed_unit))
    elif fact.value is not None:
        assert abs(fact.value) == abs(number)


@settings(max_examples=100, deadline=None)
@example(["《"], "budget")
@given(st.lists(st.text(max_size=80), max_size=6), st.sampled_from(["budget", "final_accounts"]))
def test_any_text_at_all(paragraphs, kind):
    read(*paragraphs, kind=kind)


@pytest.mark.parametrize("heading", ["七、“三公”经费支出决算情况说明", "三、2023年重点工作完成情况"])
@pytest.mark.parametrize(
    "piece",
    ["1", "（", "（1万元", "收入", "收入、", "1万元", "一-", "一般公共服务支出（类）", "其中：", "较上年", "一二"],
)
def test_what_goes_on_without_end_is_read_to_its_end(piece, heading):
    reading = read(heading, piece * 4_000)
    assert len(reading.facts) <= 4_000


def test_a_very_long_paragraph_says_what_each_of_its_sentences_says():
    reading = read("七、“三公”经费支出决算情况说明", "公务接待费支出1.85万元，完成预算的36%，接待8批次54人次。" * 2_000)
    assert len(reading.facts) == 8_000
    assert reading.unread == ()
