"""What is seen in the words: each pattern fires on its fault and is silent on the sentence as it should be."""

from __future__ import annotations

import pytest

from domain.identifiers import number_facts
from domain.records import Check, Verdict
from parsers.model import Block, Cell, DocumentModel, Paragraph, ReportContext, Table
from parsers.reconcile import inspect_text
from tests.parsers.reconcile.making import FINAL, told

EARLIER = ReportContext(fiscal_year=2021, report_type="final_accounts", agency="襄垣县信访局", province="山西省")


def document(*blocks: Block) -> DocumentModel:
    return DocumentModel(media_type="text/html", reader="test", blocks=blocks)


def text(*paragraphs: str) -> DocumentModel:
    return document(*(Paragraph(number, words) for number, words in enumerate(paragraphs, start=1)))


def cells(*words: str) -> DocumentModel:
    return document(Table(1, len(words), 1, tuple(Cell(row, 0, word) for row, word in enumerate(words))))


def found(model: DocumentModel, context: ReportContext = FINAL) -> list[tuple[str, Verdict]]:
    return [(check.rule, check.verdict) for check in inspect_text(model, [], context)]


def messages(model: DocumentModel, context: ReportContext = FINAL) -> list[str]:
    return [check.message_zh for check in inspect_text(model, [], context)]


@pytest.mark.parametrize(
    ("faulty", "sound", "rule", "verdict"),
    [
        ("较上年增加（减少）0.00万元。", "较上年增加0.00万元。", "W-placeholder", Verdict.WARN),
        ("增长（降低）0.00%。", "增长0.00%。", "W-placeholder", Verdict.WARN),
        ("占项目支出总额的100%（必须达到100%）。", "占项目支出总额的100%。", "W-placeholder", Verdict.WARN),
        ("支出决算为XX万元。", "支出决算为12万元。", "W-placeholder", Verdict.WARN),
        (
            "比2019年降低45.34万元， ，主要原因是采购减少。",
            "比2019年降低45.34万元，主要原因是采购减少。",
            "W-missing-value",
            Verdict.WARN,
        ),
        ("支出增加3.00万元，增长%。", "支出增加3.00万元，增长3%。", "W-missing-value", Verdict.WARN),
        ("支出决算为 万元。", "支出决算为0万元。", "W-missing-value", Verdict.WARN),
        ("使用做到了做到一案一卷。", "使用做到了一案一卷。", "W-duplicate", Verdict.INFO),
        (
            "严格执行专项资金的调配和使用管理制度，严格执行专项资金的调配和使用管理制度。",
            "严格执行专项资金的调配和使用管理制度。",
            "W-duplicate",
            Verdict.INFO,
        ),
        ("2019年般公共预算支出决算数。", "2019年一般公共预算支出决算数。", "W-typo", Verdict.WARN),
        ("[bookmark: _GoBack]襄垣县信访局", "襄垣县信访局", "W-residue", Verdict.INFO),
        ("认真开展党的群众路线教育实践活动。", "走好群众路线。", "W12", Verdict.WARN),
        ("做好北京冬奥会期间信访保障。", "做好重要会议期间信访保障。", "W12", Verdict.WARN),
        ("合作市委组织部响应号召、冲锋在前。", "市委组织部响应号召、冲锋在前。", "W12", Verdict.ERROR),
        (
            "公共安全支出（类）一般行政管理事务（款）一般行政管理事务（项）。",
            "公共安全支出（类）公安（款）一般行政管理事务（项）。",
            "W10",
            Verdict.WARN,
        ),
        (
            "一般公共服务支出（类）其他共产党党务支出（款）。",
            "一般公共服务支出（类）其他共产党事务支出（款）。",
            "W10",
            Verdict.WARN,
        ),
    ],
)
def test_a_fault_in_a_sentence_is_seen_and_the_sound_sentence_is_not(
    faulty: str, sound: str, rule: str, verdict: Verdict
) -> None:
    assert found(text(faulty)) == [(rule, verdict)]
    assert found(text(sound)) == []


@pytest.mark.parametrize(
    ("faulty", "sound", "rule", "verdict"),
    [
        ("≥9696", "≥96", "W-garbled", Verdict.WARN),
        ("≥97满意", "≥97%", "W-garbled", Verdict.WARN),
        ("期指标并具", "达成预期指标", "W-garbled", Verdict.WARN),
        ("≥95百分之比", "≥95%", "W-unit", Verdict.WARN),
        ("1.36万", "1.36万元", "W-unit", Verdict.INFO),
    ],
)
def test_a_garbled_cell_is_seen(faulty: str, sound: str, rule: str, verdict: Verdict) -> None:
    assert found(cells(faulty)) == [(rule, verdict)]
    assert found(cells(sound)) == []


def test_a_pattern_is_reported_once_with_its_number_and_the_facts_it_touches() -> None:
    model = text("工程比上年增加（减少）0.00万元，增长（降低）0.00%。", "服务比上年增加（减少）0.00万元。")
    facts = number_facts(
        "r",
        [
            told("procurement", "工程", "0.00万元", "change", quote="工程比上年增加（减少）0.00万元"),
            told("procurement", "货物", "0.00万元"),
        ],
    )
    (check,) = inspect_text(model, facts, FINAL)
    assert "等3处" in check.message_zh
    assert "3 places" in check.message_en
    assert check.fact_ids == (facts[0].fact_id,)


def test_an_event_is_stale_only_after_its_year() -> None:
    assert found(text("做好北京冬奥会期间信访保障。"), EARLIER) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "根据《中共长治市委办公室关于机构改革的通知》，襄垣县人民政府印发方案。",
        "山西省委办公厅印发意见。",
        "学习浦江县委工作经验。",
        "赴北京市人民政府驻地接返。",
        "市委组织部响应号召。",
    ],
)
def test_the_authorities_of_ones_own_place_and_those_with_a_reason_are_no_strangers(sentence: str) -> None:
    assert found(text(sentence)) == []


def test_without_a_known_place_nobody_is_a_stranger() -> None:
    assert found(text("合作市委组织部响应号召。"), ReportContext(fiscal_year=2023)) == []


def test_an_arabic_number_where_a_chinese_one_is_expected() -> None:
    faulty = text("第二部分 2020年度情况说明", "1. 关于预算执行情况分析", "正文。", "二、关于决算情况说明")
    sound = text("第二部分 2020年度情况说明", "一、关于预算执行情况分析", "1. 收入。", "二、关于决算情况说明")
    assert found(faulty) == [("W-heading", Verdict.WARN)]
    assert found(sound) == []


def test_a_heading_number_out_of_line() -> None:
    faulty = text("四、三公", "五、绩效", "三、工作保障措施", "六、采购")
    assert messages(faulty) == ["标题序号不连贯：“五、绩效”之后是“三、工作保障措施”。"]
    assert found(text("四、三公", "五、绩效", "一、总体", "二、分项", "六、采购")) == []


def test_titles_that_disagree_on_the_scope() -> None:
    assert found(text("2023年度单位决算公开", "第二部分 2023年部门决算表")) == [("W-heading", Verdict.WARN)]
    assert found(text("2023年度部门决算公开", "第二部分 2023年部门决算表")) == []


def test_a_heading_of_another_year() -> None:
    assert found(text("第二部分 2022年度部门决算情况说明")) == [("W-heading", Verdict.WARN)]
    sound = ["第二部分 2023年度部门决算情况说明", "比2022年决算增加3万元。", "（二）公务接待费较2022年预算下降20%。"]
    assert found(text(*sound)) == []


def _numbered(*numbers: int) -> DocumentModel:
    head = Cell(0, 0, "行次")
    return document(
        Table(1, len(numbers) + 1, 1, (head, *(Cell(i, 0, str(n)) for i, n in enumerate(numbers, start=1))))
    )


def test_a_row_number_that_is_skipped() -> None:
    assert messages(_numbered(11, 12, 13, 14, 15, 17)) == ["行次由15跳到17，缺16。"]
    assert found(_numbered(11, 12, 13, 14, 15, 16)) == []
    assert found(_numbered(1, 3)) == []


def test_what_is_quoted_is_redacted() -> None:
    checks: tuple[Check, ...] = inspect_text(text("联系人赵明13800138000增加（减少）1.00万元"), [], FINAL)
    assert checks
    assert "13800138000" not in checks[0].message_zh + checks[0].message_en


def test_an_empty_document_has_no_faults() -> None:
    assert inspect_text(document(), [], FINAL) == ()
