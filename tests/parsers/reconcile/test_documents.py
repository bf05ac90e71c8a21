"""Several documents, tables and sections of one report: checked each for itself, reported once."""

from __future__ import annotations

from domain.identifiers import number_facts
from domain.records import Agreement, Fact, Verdict
from parsers.reconcile import mark_agreement, merge_checks, reconcile
from tests.parsers.reconcile import gold
from tests.parsers.reconcile.making import FINAL, cell, checks, failing, table, told, verdicts


def _copy(facts: tuple[Fact, ...], document: str) -> list[Fact]:
    return [fact.model_copy(update={"document_id": document}) for fact in facts]


def test_the_same_report_in_two_files_gives_each_alarm_once_and_cites_both() -> None:
    once = reconcile(gold.facts("003"), gold.context("003"))
    twice = reconcile(
        number_facts("r", [*_copy(gold.facts("003"), "pdf"), *_copy(gold.facts("003"), "docx")]), gold.context("003")
    )
    first = {(check.rule, check.message_zh): len(check.fact_ids) for check in once if check.verdict.failed}
    again = {(check.rule, check.message_zh): len(check.fact_ids) for check in twice if check.verdict.failed}
    assert again == {key: 2 * cited for key, cited in first.items()}


def test_a_spreadsheet_that_drops_trailing_zeros_does_not_repeat_an_alarm() -> None:
    rows = [(None, "合计", "20.00"), ("201", "一般公共服务支出", "18.50")]
    pdf = table("income_by_function", [(c, n, {"本年收入合计": v}) for c, n, v in rows])
    sheet = [
        cell("income_by_function", "合计/本年收入合计", "20万元", document_id="xls"),
        cell("income_by_function", "一般公共服务支出/本年收入合计", "18.5万元", row=2, code="201", document_id="xls"),
    ]
    (check,) = [check for check in checks([*pdf, *sheet], "I05") if check.verdict.failed]
    assert len(check.fact_ids) == 4


def test_figures_of_two_tables_are_never_added_up_together() -> None:
    first = table(
        "income_by_function",
        [(None, "合计", {"本年收入合计": "10.00"}), ("201", "一般公共服务支出", {"本年收入合计": "10.00"})],
    )
    second = table("income_by_function", [("208", "社会保障和就业支出", {"本年收入合计": "5.00"})], number=2)
    assert verdicts([*first, *second], "I05") == [Verdict.PASS]


def test_an_annex_that_repeats_the_report_is_a_section_of_its_own() -> None:
    body = [
        told("income", "本年收入合计", "10.00万元", paragraph=10),
        told("income", "财政拨款收入", "9.00万元", paragraph=11),
        told("income", "其他收入", "1.00万元", paragraph=12),
    ]
    annex = [
        told("income", "本年收入合计", "10.00万元", paragraph=90),
        told("income", "财政拨款收入", "10.00万元", paragraph=90),
    ]
    sums = checks([*body, *annex], "I03")
    assert [check.verdict for check in sums] == [Verdict.PASS, Verdict.PASS]


def _books(document: str, factor: int) -> list[Fact]:
    items = ["本年收入合计", "收入总计", "支出总计", "本年支出合计", "年初结转和结余", "年末结转和结余"]
    amounts = [100, 110, 110, 105, 10, 5]
    return [
        cell("summary", item, f"{amount * factor}.00万元", row=row, document_id=document)
        for row, (item, amount) in enumerate(zip(items, amounts, strict=True))
    ]


def test_the_books_of_department_and_unit_are_not_compared_but_told_of_once() -> None:
    facts = [*_books("department", 2), *_books("unit", 1)]
    assert [check.rule for check in checks(facts) if check.verdict.failed] == ["W08"]
    assert {fact.agreement for fact in mark_agreement(facts)} == {Agreement.SINGLE}


def test_two_files_of_the_same_books_that_differ_in_one_figure_are_compared() -> None:
    other = _books("b", 1)
    other[3] = cell("summary", "本年支出合计", "106.00万元", row=3, document_id="b")
    assert {rule for rule, _ in failing([*_books("a", 1), *other])} == {"I02", "I16"}
    marked = {(f.document_id, f.item): f.agreement for f in mark_agreement([*_books("a", 1), *other])}
    assert marked["b", "本年支出合计"] is Agreement.DISPUTED
    assert marked["a", "收入总计"] is Agreement.AGREED


def test_figures_agree_across_tables_and_sentences_and_units() -> None:
    facts = [
        cell("general_by_function", "合计/小计", "2336713元"),
        told("general_budget", "一般公共预算财政拨款支出", "233.67万元"),
        told("general_by_class", "合计", "233.67万元"),
        told("procurement", "服务", "2.23万元"),
        told("three_public", "公务接待费", "1.85万元", paragraph=3),
        told("three_public", "公务接待费", "1.86万元", paragraph=4),
    ]
    assert [fact.agreement for fact in mark_agreement(facts)] == [
        Agreement.AGREED,
        Agreement.AGREED,
        Agreement.AGREED,
        Agreement.SINGLE,
        Agreement.DISPUTED,
        Agreement.DISPUTED,
    ]


def test_marking_keeps_order_and_everything_else() -> None:
    facts = gold.facts("002")
    marked = mark_agreement(facts)
    assert [fact.model_copy(update={"agreement": Agreement.SINGLE}) for fact in marked] == list(facts)
    disputed = {(fact.statement.value, fact.item) for fact in marked if fact.agreement is Agreement.DISPUTED}
    assert disputed == {
        ("org", "下属二级单位数"),
        ("three_public_counts", "公务用车/主要领导干部用车"),
        ("assets", "车辆/主要领导干部用车"),
    }


def test_items_that_only_share_a_name_are_not_one_figure() -> None:
    names = "{}（类）{}（款）一般行政管理事务（项）"
    facts = [
        told(
            "general_by_item",
            "一般行政管理事务",
            "23万元",
            item_printed=names.format("一般公共服务", "政府办公厅（室）及相关机构事务"),
        ),
        told("general_by_item", "一般行政管理事务", "2万元", item_printed=names.format("公共安全支出", "公安")),
    ]
    assert checks(facts, "I16") == []
    assert {fact.agreement for fact in mark_agreement(facts)} == {Agreement.SINGLE}


def test_a_blank_cell_is_no_figure_but_a_blank_total_over_printed_parts_is_noticed() -> None:
    rows = [
        (None, "合计", {"本年支出合计": "9.00", "基本支出": "9.00", "项目支出": ""}),
        ("201", "一般公共服务支出", {"本年支出合计": "", "基本支出": "9.00", "项目支出": ""}),
    ]
    found = {
        (check.rule, check.verdict) for check in checks(table("expenditure_by_function", rows)) if check.verdict.failed
    }
    assert found == {("I04", Verdict.ERROR), ("I05", Verdict.ERROR)}


def test_parts_that_a_sentence_does_not_print_are_not_zero() -> None:
    assert (
        checks([told("summary", "收入总计", "209.00万元"), told("summary", "本年收入合计", "200.00万元")], "I01") == []
    )
    assert verdicts(
        [cell("summary", "收入总计", "209.00万元"), cell("summary", "本年收入合计", "200.00万元")], "I01"
    ) == [Verdict.ERROR]


def test_unit_blocks_in_one_table_are_added_block_by_block() -> None:
    rows = [
        (None, "合计", {"本年支出合计": "15.00"}),
        ("201", "一般公共服务支出", {"本年支出合计": "10.00"}),
        ("2010301", "行政运行", {"本年支出合计": "10.00"}),
        ("201", "一般公共服务支出", {"本年支出合计": "5.00"}),
        ("2010301", "行政运行", {"本年支出合计": "5.00"}),
    ]
    assert verdicts(table("expenditure_by_function", rows), "I05") == [Verdict.PASS] * 3
    assert checks(table("expenditure_by_function", rows), "I16") == []


def test_rows_of_an_unreadable_code_make_their_sums_undecided_not_wrong() -> None:
    rows = [
        (None, "合计", {"本年支出合计": "10.00"}),
        ("201", "一般公共服务支出", {"本年支出合计": "10.00"}),
        ("20103x", "不知名科目", {"本年支出合计": "4.00"}),
        ("2010301", "行政运行", {"本年支出合计": "6.00"}),
    ]
    assert failing(table("expenditure_by_function", rows)) == []


def test_rows_that_name_a_unit_are_no_codes() -> None:
    rows = [
        (None, "合计", {"本年支出合计": "10.00"}),
        ("202001", "曲阳县信访局", {"本年支出合计": "10.00"}),
        ("201", "一般公共服务支出", {"本年支出合计": "10.00"}),
        ("2010301", "行政运行", {"本年支出合计": "9.00"}),
    ]
    assert failing(table("expenditure_by_function", rows)) == [("I05", Verdict.ERROR)]


def test_checks_of_the_words_of_two_files_merge_too() -> None:
    one, two = checks(_books("a", 1))[0], checks(_books("b", 1))[0]
    (both,) = merge_checks([one, two.model_copy(update={"fact_ids": ("f-1",)})])
    assert both.fact_ids == (*one.fact_ids, "f-1")


def test_no_facts_no_checks() -> None:
    assert reconcile([], FINAL) == ()
    assert mark_agreement([]) == ()
