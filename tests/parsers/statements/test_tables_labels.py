"""Labels as they are compared and published, and what a single cell prints."""

from __future__ import annotations

from decimal import Decimal

import pytest

from parsers.statements.labels import (
    chinese,
    clean,
    is_numbered,
    is_of_which,
    label_key,
    ordinal,
    row_name,
    unit_of_label,
)
from parsers.statements.tables.names import code_of, published_class, published_name, split_code
from parsers.statements.tables.values import Kind, read_value


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("（一）其中：一般公共服务 (类)支出", "一般公共服务支出"),
        ("二十六、抗疫特别国债安排的支出", "抗疫特别国债安排的支出"),
        ("1. 副部(省)级及以上领导用车", "副部（省）级及以上领导用车"),
        ("①办公费", "办公费"),
        ("  维修(护)费", "维修（护）费"),
        ("其中-财政拨款:", "财政拨款"),
        ("20万元以上设备", "20万元以上设备"),
        ("1.5万元", "1.5万元"),
        ("一般公共服务支出", "一般公共服务支出"),
        ("[bookmark: _Toc30320225]部门政府采购预算", "部门政府采购预算"),
        ("政府办公厅（室）\n及相关机构事务", "政府办公厅（室）及相关机构事务"),
    ],
)
def test_a_row_is_named_without_its_numbering_and_padding(printed, name):
    assert row_name(printed) == name


def test_labels_compare_without_quotation_marks_and_in_one_form_of_brackets():
    assert label_key("（三）“三公”经费（含上年）：") == label_key("三公经费(含上年)")


def test_parts_and_ordinals_are_told_from_names():
    assert [is_of_which(text) for text in ("其中：教育收费", "（1）其中:车辆", "其他收入")] == [True, True, False]
    assert [is_numbered(text) for text in ("一、收入", "（二）支出", "3.接待费", "④车辆", "一般公共服务")] == [
        True
    ] * 4 + [False]


@pytest.mark.parametrize(
    ("label", "bare", "unit"),
    [
        ("(一) 车辆数合计(辆)", "(一)车辆数合计", "辆"),
        ("房屋（平方米）", "房屋", "平方米"),
        ("价值（金额单位：万元）", "价值(金额单位:万元)", None),
        ("单价100万元(含)以上设备(不含车辆)", "单价100万元(含)以上设备(不含车辆)", None),
    ],
)
def test_a_label_gives_up_the_unit_in_its_bracket(label, bare, unit):
    assert unit_of_label(label) == (bare, unit)


def test_published_names_carry_chinese_punctuation():
    assert chinese("有效达成事事有回音,件件有答复") == "有效达成事事有回音，件件有答复"
    assert chinese(">=95%,90%") == ">=95%,90%"


@pytest.mark.parametrize(
    ("text", "kind", "number", "unit"),
    [
        ("233.67", Kind.NUMBER, Decimal("233.67"), None),
        ("20,323.21", Kind.NUMBER, Decimal("20323.21"), None),
        ("３，０１９．３４ 万元", Kind.NUMBER, Decimal("3019.34"), "万元"),
        ("95.80分", Kind.NUMBER, Decimal("95.80"), "分"),
        ("100.00%", Kind.NUMBER, Decimal(100), "%"),
        ("(1.23)", Kind.NUMBER, Decimal("-1.23"), None),
        ("−3.2", Kind.NUMBER, Decimal("-3.2"), None),
        ("1个", Kind.NUMBER, Decimal(1), "个"),
        ("0", Kind.NUMBER, Decimal(0), None),
        ("", Kind.BLANK, None, None),
        (" \n ", Kind.BLANK, None, None),
        ("——", Kind.DASH, None, None),
        ("-", Kind.DASH, None, None),
        ("/", Kind.DASH, None, None),
        ("23367\n.", Kind.WORDS, None, None),
        ("1.2.3", Kind.WORDS, None, None),
        ("≥96", Kind.WORDS, None, None),
        ("约5", Kind.WORDS, None, None),
        ("12.05①", Kind.NUMBER, Decimal("12.05"), None),
        ("12.05²", Kind.WORDS, None, None),
    ],
)
def test_a_cell_prints_a_number_a_dash_words_or_nothing(text, kind, number, unit):
    value = read_value(text)
    assert (value.kind, value.number.value if value.number else None, value.unit) == (kind, number, unit)


def test_codes_are_read_in_their_printed_forms():
    assert [code_of(text) for text in ("2010301", "[2010301]", "合计", "20X")] == ["2010301", "2010301", None, None]
    assert (split_code("2010301行政运行").code, split_code("[30201]办公费").name) == ("2010301", "办公费")
    assert split_code("行政运行").code is None


def test_a_class_takes_the_name_of_its_year_and_a_foreign_code_changes_no_name():
    assert published_class("十四、资源勘探工业信息支出", 2023) == "资源勘探工业信息等支出"
    assert published_class("十四、资源勘探信息等支出", 2018) == "资源勘探信息等支出"
    assert published_class("项目支出", 2023) is None
    assert published_name("201", "一般公共服务", 2023) == "一般公共服务支出"
    assert published_name("208", "一般公共服务", 2023) == "一般公共服务"
    assert published_name("2010301", "行政运行", 2023) == "行政运行"


@pytest.mark.parametrize(
    ("label", "number"),
    [
        ("二十七、其他支出", ("、", 27)),
        ("（三）教育支出", ("()", 3)),
        ("3.其他", (".", 3)),
        ("十、x", ("、", 10)),
        ("十一、x", ("、", 11)),
        ("（二十一）其他", ("()", 21)),
        ("2024年预算", None),
        ("1.5倍", None),
        ("二十大", None),
    ],
)
def test_the_number_before_a_label_is_told_with_its_marks(label, number):
    assert ordinal(label) == number


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("预算数\nསྔོན་\ufffdརྩིས\ufffd", "预算数"),
        ("2021年 2021\ufffd\u1830\u1824\u182f\ufffd", "2021年"),
        ("预\ufffd数", "预\ufffd数"),
        ("合计\ufffd\ufffd", "合计\ufffd\ufffd"),
    ],
)
def test_glyphs_without_a_character_go_with_the_second_language_alone(printed: str, words: str) -> None:
    assert clean(printed) == words
