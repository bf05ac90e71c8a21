"""Headings in any numbering, the sections they open, and paragraphs that belong together."""

from __future__ import annotations

import pytest

from domain.records import Fact
from parsers.model import Paragraph
from parsers.statements.narrative.passages import passages
from parsers.statements.narrative.sections import SectionTracker, find_heading, numbering
from tests.parsers.statements.narrative_documents import read, said, shown


def joined(*texts: str) -> list[str]:
    return [
        passage.text for passage in passages(Paragraph(number=i, text=text) for i, text in enumerate(texts, start=1))
    ]


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("第二部分 2023年度部门决算", "part"),
        ("一、收入支出决算总体情况", "section"),
        ("（一）机关运行经费", "subsection"),
        ("(三)政府采购", "subsection"),
        ("1.公务接待费", "point"),
        ("2、公务接待费", "point"),
        ("（1）人员经费", "subpoint"),
        ("①基本工资", "circled"),
        ("3）差旅费", "circled"),
    ],
)
def test_numbering_of_any_style(text, style):
    number = numbering(text)
    assert number is not None
    assert number.style == style


@pytest.mark.parametrize("text", ["2010301行政运行171.81万元", "2.5万元", "2023年度收入总计", "十分重要", "3019.34"])
def test_figures_and_codes_are_no_numbering(text):
    assert numbering(text) is None


@pytest.mark.parametrize(
    ("title", "section"),
    [
        ("一、收入支出决算总体情况说明", "summary"),
        ("二、关于2023年度收入决算情况说明", "income"),
        ("三、支出决算情况说明", "expenditure"),
        ("四、财政拨款收入支出决算总体情况说明", "fiscal"),
        ("五、一般公共预算财政拨款支出决算情况说明", "general"),
        ("六、一般公共预算财政拨款基本支出决算情况说明", "basic"),
        ("七、财政拨款“三公”经费支出决算情况说明", "three"),
        ("八、政府性基金预算财政拨款收入支出决算情况", "fund"),
        ("九、国有资本经营预算财政拨款支出决算情况说明", "capital"),
        ("（一）机关运行经费支出情况", "operating"),
        ("（二）政府采购支出情况", "procurement"),
        ("（三）国有资产占用情况说明", "assets"),
        ("十、预算绩效管理工作开展情况", "performance"),
        ("第四部分 名词解释", "glossary"),
        ("三、2024年工作打算", "off"),
    ],
)
def test_titles_open_their_sections(title, section):
    heading = find_heading(title)
    assert heading is not None
    tracker = SectionTracker()
    tracker.enter(heading)
    assert tracker.section == section


def test_parts_of_the_general_budget():
    tracker = SectionTracker()
    for title, section in (
        ("五、一般公共预算财政拨款支出决算情况说明", "general"),
        ("（一）一般公共预算财政拨款支出决算总体情况", "general"),
        ("（二）一般公共预算财政拨款支出决算结构情况", "class"),
        ("（三）一般公共预算财政拨款支出决算具体情况", "detail"),
    ):
        heading = find_heading(title)
        assert heading is not None
        tracker.enter(heading)
        assert tracker.section == section


def test_entries_of_a_glossary_open_nothing():
    tracker = SectionTracker()
    for title in ("第四部分 名词解释", "一、财政拨款收入", "十、三公经费"):
        heading = find_heading(title)
        assert heading is not None
        tracker.enter(heading)
    assert tracker.reads == "nothing"


def test_a_heading_runs_into_its_text():
    reading = read("（一）机关运行经费支出情况。2023年度机关运行经费支出36.56万元，比2022年度增加3.05万元。")
    assert [shown(fact) for fact in reading.facts] == [
        "agency_operating 机关运行经费 amount 365600.00",
        "agency_operating 机关运行经费 change 30500.00",
    ]


def test_a_title_names_the_subject_of_the_paragraph_below():
    reading = read(
        "七、“三公”经费支出决算情况说明",
        "1、因公出国（境）费。",
        "预算为3万元，支出决算为2万元，完成预算的66.7%。",
        "2、公务接待费",
        "2023年支出决算为1.4万元，与上年相比减少0.60万元。",
        "八、机关运行经费支出情况",
        "2023年支出决算为36.4万元。",
    )
    assert said(reading) == {
        3: [
            "three_public 因公出国（境）费 amount 20000.00",
            "three_public 因公出国（境）费 budget 30000.00",
            "three_public 因公出国（境）费 completion_pct 66.7",
        ],
        5: ["three_public 公务接待费 amount 14000.00", "three_public 公务接待费 change -6000.00"],
        7: ["agency_operating 机关运行经费 amount 364000.00"],
    }
    assert all(fact.confidence < 1 for fact in reading.facts)


def test_a_title_names_nothing_for_the_second_paragraph_below():
    reading = read("七、“三公”经费情况", "2、公务接待费", "按规定执行。", "2023年支出决算为1.4万元。")
    assert reading.facts == ()
    assert len(reading.unread) == 1


def test_lines_cut_in_a_sentence_are_joined():
    assert joined("2023年度公务接待费支出1.85", "万元，完成预算36%。", "二、其他") == [
        "2023年度公务接待费支出1.85万元,完成预算36%。",
        "二、其他",
    ]


def test_a_page_number_does_not_cut_a_sentence():
    assert joined("2023年度一般公共预算财政拨款支出决算中，公务接待", "- 12 -", "费支出1.85万元。") == [
        "2023年度一般公共预算财政拨款支出决算中,公务接待费支出1.85万元。"
    ]


def test_finished_sentences_and_numbered_paragraphs_are_not_joined():
    texts = ["公务接待费支出1.85万元。", "比上年减少1.3万元。", "其中：", "1.国内接待费1万元；", "2.外事接待费0万元"]
    assert len(joined(*texts)) == 5


def test_facts_of_a_joined_sentence_name_the_paragraph_of_the_figure():
    reading = read("一、收入支出决算总体情况说明", "2023年度收入总计345.67万元，与2022年度相比，", "增加23.40万元。")
    places: list[tuple[int | None, str]] = [(fact.paragraph, fact.measure.value) for fact in reading.facts]
    assert places == [(2, "amount"), (3, "change")]


def test_quotes_are_printed_and_short():
    long = "我单位按照中央八项规定精神和厉行节约要求严格控制" * 5
    reading = read("七、“三公”经费情况", f"公务接待费支出1.85 万元，{long}，比2022年减少1.3万元，下降41%。")
    facts: list[Fact] = list(reading.facts)
    assert [fact.printed for fact in facts][:1] == ["1.85"]
    assert facts[0].quote.endswith("公务接待费支出1.85 万元")
    assert all(len(fact.quote) <= 120 for fact in facts)
