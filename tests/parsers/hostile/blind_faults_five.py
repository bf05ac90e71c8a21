"""A fifth round of sound files whose figures are at risk: forms of performance, staff and assets, purchases, the
three-public in sentences, budgets with columns of money, final accounts with balances, and the files they come in.

As in ``blind_faults_two`` all print 襄垣县信访局, 2023年度部门决算, 收入总计 233.67 万元 unless said otherwise;
888.88 is a figure that nobody who looks at the file takes for the report's.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from typing import Any

import docx
import openpyxl
import xlwt
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.parsers.hostile.blind_faults import (
    CID_FONT,
    FONT,
    HIDDEN,
    SENTENCE,
    SHEET,
    TITLE,
    TOTAL,
    book,
    packed,
    page,
    parts_of,
    picture,
    raw_pdf,
    saved,
    stream,
)
from tests.parsers.hostile.blind_faults_four import (
    BOTH,
    PIECES,
    PURCHASED,
    RECEPTION,
    SPENT_12,
    edited,
    made_of,
    open_sheet,
    table_of,
    titled,
    two_sided,
    with_earlier,
)
from tests.parsers.hostile.blind_faults_three import NAME, copy, run, sentence, with_xml
from tests.parsers.hostile.blind_faults_two import (
    ALONE,
    BASIC,
    INCOME,
    OTHER,
    OUTGO,
    PROJECTS,
    READ,
    SPENDING,
    SPENT,
    Cell,
    Key,
    Risk,
    Rows,
    html,
    pages,
    plain,
    ruled,
    said,
    word,
)

PUBLIC = "three_public"
CARS = "公务用车购置及运行维护费"
BOUGHT, RUNNING = "公务用车购置费", "公务用车运行维护费"
ABROAD, GUESTS = "因公出国（境）费", "公务接待费"
SUM = "政府采购支出总额"
SMALL, TINY = "授予中小企业合同金额", "授予小微企业合同金额"
OUTPUT, COST = "产出指标/数量指标/接待来访批次", "产出指标/成本指标/专项经费控制数"
TIME, EFFECT = "产出指标/时效指标/办结时限", "效益指标/社会效益指标/初信初访化解率"
PLEASED = "满意度指标/服务对象满意度指标/来访群众满意度"
FOR_PEACE = "信访维稳工作经费"


def of(statement: str, **by_measure: dict[str, str]) -> dict[Key, str]:
    """``amount={"公务接待费": "12500.00"}``: one fact for every item."""
    return {
        (statement, item, measure): figure for measure, items in by_measure.items() for item, figure in items.items()
    }


def counted(**items: str) -> dict[Key, str]:
    return of("three_public_counts", count=items)


# --- Sentences ------------------------------------------------------------------------------------------------------


def on_a_page(*words: str) -> bytes:
    """The report's sentence, then each of ``words`` in a paragraph of its own."""
    return page("utf-8", "".join(f"<p>　　{one}</p>" for one in (SENTENCE, *words))).encode()


def lines_of(words: str, width: int = 38) -> list[str]:
    """Lines as a program breaks them: never within a number or before a stop."""
    made = [""]
    for one in re.findall(r"[\d.,%]+[，。；、：）]?|.[，。；、：）]?", words):
        if len(made[-1]) + len(one) > width:
            made.append("")
        made[-1] += one
    return made


def on_paper(*words: str) -> bytes:
    def draw(canvas: Canvas) -> None:
        said(canvas)
        at = 718
        for paragraph in words:
            for one in lines_of("　　" + paragraph):
                canvas.drawString(60, at, one)
                at -= 22

    return pages(draw)


def in_kind(file: str, words: Sequence[str], facts: dict[Key, str], **more: Any) -> Risk:
    """The report's sentence and then ``words``, in the kind of file that ``file`` names."""
    make = {"docx": lambda *w: word(SENTENCE, *w), "html": on_a_page, "pdf": on_paper}[file.rpartition(".")[2]]
    return Risk(file, lambda: make(*words), READ | facts, **more)


# --- Tables ---------------------------------------------------------------------------------------------------------

Indicator = tuple[Cell, ...]
INDICATORS: tuple[Indicator, ...] = (
    ("产出指标", "数量指标", "接待来访批次", "≥300批次", "320批次", 20, 20),
    ("", "质量指标", "信访事项按期办结率", "≥95%", "96%", 10, 10),
    ("", "时效指标", "办结时限", "2023年12月底前", "2023年12月15日", 10, 10),
    ("", "成本指标", "专项经费控制数", "≤40万元", "38万元", 10, 8),
    ("效益指标", "社会效益指标", "初信初访化解率", "90%-95%", "93%", 30, 30),
    ("满意度指标", "服务对象满意度指标", "来访群众满意度", "≥90%", "92%", 10, 10),
)


def evaluation(
    indicators: Sequence[Indicator] = INDICATORS,
    *,
    project: str = FOR_PEACE,
    money: tuple[float, float, float] = (40.0, 40.0, 38.0),
    rate: Cell = "95.00%",
    score: float = 9.5,
    unit: str = "万元",
    total: float = 97.5,
) -> Rows:
    """The form of self-evaluation that most provinces use."""
    rows: Rows = [
        [f"{project}项目支出绩效自评表"],
        ["（2023年度）"],
        ["项目名称", project],
        ["主管部门", "襄垣县信访局", "", "", "实施单位", "襄垣县信访局"],
        [f"项目资金（{unit}）", "", "年初预算数", "全年预算数", "全年执行数", "", "分值", "执行率", "得分"],
        ["", "年度资金总额", *money, "", 10, rate, score],
        ["", "其中：当年财政拨款", *money, "", "—", rate, "—"],
        ["", "上年结转资金", 0.0, 0.0, 0.0, "", "—", "—", "—"],
        ["年度总体目标", "预期目标", "", "", "", "实际完成情况"],
        ["", "全年接待群众来访300批次以上，按期办结。", "", "", "", "全年接待群众来访320批次，均按期办结。"],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析"],
        *([["", *one, ""] for one in indicators]),
        ["总分", "", "", "", "", "", 100, total, ""],
    ]
    return [[*row, *[""] * (9 - len(row))] for row in rows]


#: First and last cell of what is merged in that form, counted from nought.
MERGED = (
    ((0, 0), (0, 8)),
    ((1, 0), (1, 8)),
    ((2, 1), (2, 8)),
    ((3, 1), (3, 3)),
    ((3, 5), (3, 8)),
    ((4, 0), (7, 0)),
    *(((y, 4), (y, 5)) for y in range(4, 8)),
    ((8, 0), (9, 0)),
    ((8, 1), (8, 4)),
    ((8, 5), (8, 8)),
    ((9, 1), (9, 4)),
    ((9, 5), (9, 8)),
    ((10, 0), (16, 0)),
    ((11, 1), (14, 1)),
    ((17, 0), (17, 5)),
)


def form(*tables: Rows) -> bytes:
    """Forms of evaluation in a workbook, one below the other."""
    made = openpyxl.Workbook()
    for number, rows in enumerate(tables):
        top = 1 + number * 20
        for y, row in enumerate(rows):
            for x, cell in enumerate(row):
                if cell != "":
                    made.active.cell(top + y, 1 + x, cell)
        for (y, x), (last, right) in MERGED:
            made.active.merge_cells(start_row=top + y, start_column=1 + x, end_row=top + last, end_column=1 + right)
    return saved(made)


def form_in_word(rows: Rows, *words: str) -> bytes:
    made, target = docx.Document(io.BytesIO(word(SENTENCE, *words, table=rows))), io.BytesIO()
    grid = made.tables[0]
    for first, last in MERGED:
        kept = grid.cell(*first).text
        grid.cell(*first).merge(grid.cell(*last)).text = kept
    made.save(target)
    return target.getvalue()


EVALUATED = {
    **of("perf_project", adjusted_budget={"年度资金总额/全年预算数": "400000.00"}),
    **of("perf_project", amount={"年度资金总额/全年执行数": "380000.00"}),
    **of("perf_project", score={"年度资金总额/得分": "9.5", "总分": "97.5"}),
    **of("perf_project", rate={"年度资金总额/执行率": "95.00"}),
    **of("perf_indicator", weight={OUTPUT: "20", COST: "10", EFFECT: "30", PLEASED: "10"}),
    **of("perf_indicator", score={OUTPUT: "20", COST: "8", EFFECT: "30"}),
}
#: What a reader makes of a date, of an amount without its unit, of half a range.
HALVES = ((TIME, "2023"), (TIME, "12"), (COST, "40"), (COST, "38"), (EFFECT, "90"), (EFFECT, "-95"))


def several_projects() -> bytes:
    """The targets of two projects in one table; name and money stand once, over all lines of a project."""
    head: Rows = [["项目名称", "预算金额（万元）", "一级指标", "二级指标", "三级指标", "指标值", "分值"]]
    body: Rows = [
        [FOR_PEACE, 40.0, "产出指标", "数量指标", "接待来访批次", "≥300批次", 50],
        ["", "", "效益指标", "社会效益指标", "初信初访化解率", "≥90%", 50],
        ["驻京值班经费", 12.5, "产出指标", "数量指标", "值班天数", "365天", 60],
        ["", "", "满意度指标", "服务对象满意度指标", "来访群众满意度", "≥90%", 40],
    ]
    rows = titled("2023年项目支出绩效目标表", "", head, *body)
    made = openpyxl.load_workbook(io.BytesIO(plain(rows)))
    for where in ("A4:A5", "B4:B5", "A6:A7", "B6:B7"):
        made.active.merge_cells(where)
    return saved(made)


def side_by_side(plan: Sequence[Cell], done: Sequence[Cell], unit: str = "金额单位：万元") -> Rows:
    """The common form of the three-public: plan on the left, execution on the right."""
    half: list[Cell] = ["合计", ABROAD, CARS, "", "", GUESTS]
    parts: list[Cell] = ["", "", "小计", BOUGHT, RUNNING, ""]
    rows: Rows = [
        ["预算数", *[""] * 5, "决算数", *[""] * 5],
        [*half, *half],
        [*parts, *parts],
        [str(n) for n in range(1, 13)],
    ]
    return titled("2023年度财政拨款“三公”经费支出决算表", unit, rows, [*plan, *done])


PLANNED: list[Cell] = [8.00, 0.00, 6.00, 0.00, 6.00, 2.00]
DONE: list[Cell] = [6.25, 0.00, 5.00, 0.00, 5.00, 1.25]


def merged_head(rows: Rows, *where: str) -> bytes:
    made = openpyxl.load_workbook(io.BytesIO(plain(rows)))
    for one in where:
        made.active.merge_cells(one)
    return saved(made)


def with_balances() -> Rows:
    """05表 with what was carried over, the income of the year, and what is left; two rows of codes."""
    head: Rows = [
        ["科目代码", "科目名称", "年初结转和结余", "", "", "本年收入", "本年支出", "", "", "年末结转和结余"],
        ["", "", "合计", "基本支出结转", "项目支出结转和结余", "", "合计", "基本支出", "项目支出", ""],
    ]
    return titled(
        "一般公共预算财政拨款收入支出决算表",
        "金额单位：万元",
        head,
        ["", "合计", 12.00, 2.00, 10.00, 230.00, 233.67, 149.34, 84.33, 8.33],
        ["2010301", "行政运行", 2.00, 2.00, "", 107.08, 107.08, 107.08, "", 2.00],
        ["2010308", "信访事务", 10.00, "", 10.00, 80.66, 84.33, "", 84.33, 6.33],
        ["2080505", "机关事业单位基本养老保险缴费支出", "", "", "", 20.26, 20.26, 20.26, "", ""],
        ["2210201", "住房公积金", "", "", "", 22.00, 22.00, 22.00, "", ""],
    )


def with_rests(adjusted: str = "") -> Rows:
    """01表 whose balances stand below the totals of the year, among them a part and a negative line."""
    body: Rows = [
        ["一、一般公共预算财政拨款收入", 225.00, "一、一般公共服务支出", 183.08],
        ["五、事业收入", 3.00, "八、社会保障和就业支出", 20.26],
        ["八、其他收入", 0.67, "十九、住房保障支出", 22.00],
        ["本年收入合计", 228.67, "本年支出合计", 225.34],
        ["使用非财政拨款结余（含专用结余）", 1.00, "结余分配", 0.50],
        ["年初结转和结余", 4.00, "年末结转和结余", 7.83],
        ["总计", 233.67, "总计", 233.67],
    ]
    if adjusted:
        body[5][1], body[6:6] = 6.00, [[adjusted, -2.00, "", ""]]
    head: Rows = [["收入", "", "支出", ""], ["项目", "决算数", "项目", "决算数"]]
    return titled("2023年度收入支出决算总表", "单位：万元", head, *body)


def four_sides() -> Rows:
    """Income, and the same spending by function, by kind and by the government's economic classes."""
    head: Rows = [
        ["收入", "", "支出", "", "", "", "", ""],
        ["项目", "预算数", "按功能分类", "预算数", "按支出性质", "预算数", "按政府预算经济分类", "预算数"],
    ]
    return titled(
        "2023年部门收支预算总表",
        "单位：万元",
        head,
        [
            "一、一般公共预算拨款收入",
            233.67,
            "一、一般公共服务支出",
            191.41,
            "一、基本支出",
            149.34,
            "一、机关工资福利支出",
            130.0,
        ],
        [
            "二、政府性基金预算拨款收入",
            "",
            "八、社会保障和就业支出",
            20.26,
            "\u3000人员经费",
            130.0,
            "二、机关商品和服务支出",
            98.67,
        ],
        [
            "三、财政专户管理资金收入",
            "",
            "十九、住房保障支出",
            22.0,
            "\u3000公用经费",
            19.34,
            "三、机关资本性支出",
            5.0,
        ],
        ["四、单位资金收入", "", "", "", "二、项目支出", 84.33, "", ""],
        ["本年收入合计", 233.67, "本年支出合计", 233.67, "本年支出合计", 233.67, "本年支出合计", 233.67],
        ["上年结转结余", "", "结转下年", "", "结转下年", "", "结转下年", ""],
        ["收入总计", 233.67, "支出总计", 233.67, "支出总计", 233.67, "支出总计", 233.67],
    )


UNITS: Rows = titled(
    "2023年部门收入预算总表",
    "单位：万元",
    [
        ["单位代码", "单位名称", "合计", "本年收入", "", "", "", "上年结转结余"],
        ["", "", "", "小计", "一般公共预算", "财政专户管理资金", "单位资金", ""],
    ],
    ["025001", "襄垣县信访局本级", 173.67, 163.67, 163.67, "", "", 10.00],
    ["025002", "襄垣县信访服务中心", 60.00, 60.00, 55.00, "", 5.00, ""],
    ["", "合计", 233.67, 223.67, 218.67, "", 5.00, 10.00],
)
FUNDED: Rows = titled(
    "2023年部门支出预算总表",
    "单位：万元",
    [
        ["科目编码", "科目名称", "合计", "基本支出", "", "", "项目支出", "", ""],
        ["", "", "", "小计", "财政拨款", "单位资金", "小计", "财政拨款", "上年结转"],
    ],
    ["", "合计", 233.67, 149.34, 144.34, 5.00, 84.33, 74.33, 10.00],
    ["2010301", "行政运行", 107.08, 107.08, 102.08, 5.00, "", "", ""],
    ["2010308", "信访事务", 84.33, "", "", "", 84.33, 74.33, 10.00],
    ["2080505", "机关事业单位基本养老保险缴费支出", 20.26, 20.26, 20.26, "", "", "", ""],
    ["2210201", "住房公积金", 22.00, 22.00, 22.00, "", "", "", ""],
)
BOTH_CLASSES: Rows = titled(
    "2023年一般公共预算基本支出表",
    "单位：万元",
    [
        ["部门预算支出经济分类", "", "政府预算支出经济分类", "", "一般公共预算基本支出", "", ""],
        ["科目编码", "科目名称", "科目编码", "科目名称", "合计", "人员经费", "公用经费"],
    ],
    ["", "合计", "", "", 149.34, 130.00, 19.34],
    ["30101", "基本工资", "50101", "工资奖金津补贴", 60.00, 60.00, ""],
    ["30102", "津贴补贴", "50101", "工资奖金津补贴", 48.00, 48.00, ""],
    ["30113", "住房公积金", "50103", "住房公积金", 22.00, 22.00, ""],
    ["30201", "办公费", "50201", "办公经费", 15.34, "", 15.34],
    ["30217", "公务接待费", "50206", "公务接待费", 4.00, "", 4.00],
)
ECONOMIC = of("basic_by_economic", amount={"基本工资": "600000.00", "津贴补贴": "480000.00", "办公费": "153400.00"})


def projects(yes: Cell, no: Cell) -> Rows:
    head: Rows = [["项目代码", "项目名称", "项目单位", "合计", "一般公共预算", "单位资金", "是否政府采购", "是否绩效"]]
    return titled(
        "2023年项目支出表",
        "单位：万元",
        head,
        ["", "合计", "", 84.33, 79.33, 5.00, "", ""],
        ["140423230000001", FOR_PEACE, "襄垣县信访局", 40.00, 40.00, "", yes, yes],
        ["140423230000002", "驻京值班经费", "襄垣县信访局", 44.33, 39.33, 5.00, no, yes],
    )


PROJECT = of("project_expenditure", amount={FOR_PEACE: "400000.00", "驻京值班经费": "443300.00", "合计": "843300.00"})
WHOLE: Rows = titled(
    "2023年度部门整体支出绩效自评表",
    "",
    [["年度预算（万元）", "", "年初预算数", "全年预算数", "全年执行数", "执行率"]],
    ["", "资金总额", 220.00, 240.00, 233.67, "97.36%"],
    ["", "其中：基本支出", 145.00, 150.00, 149.34, "99.56%"],
    ["", "项目支出", 75.00, 90.00, 84.33, "93.70%"],
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "得分"],
    ["产出指标", "数量指标", "接待来访批次", "≥300批次", "320批次", 30],
    ["效益指标", "社会效益指标", "初信初访化解率", "≥90%", "93%", 40],
    ["满意度指标", "服务对象满意度指标", "来访群众满意度", "≥90%", "92%", 20],
    ["总分", "", "", "", "", 90],
)
STAFF: Rows = titled(
    "2023年度机构人员情况表",
    "单位：人",
    [
        ["单位名称", "编制数", "", "", "年末实有人数", "", "", "离退休人数", ""],
        ["", "合计", "行政", "事业", "合计", "行政", "事业", "离休", "退休"],
    ],
    ["合计", 25, 15, 10, 23, 14, 9, 1, 11],
    ["襄垣县信访局本级", 15, 15, "", 14, 14, "", 1, 8],
    ["襄垣县信访服务中心", 10, "", 10, 9, "", 9, "", 3],
)
ASSETS: Rows = titled(
    "2023年度国有资产占用情况表",
    "单位：平方米、辆、台（套）、万元",
    [["项目", "数量", "账面原值", "累计折旧", "账面净值"]],
    ["一、固定资产", "—", 128.00, 88.00, 40.00],
    ["（一）房屋（平方米）", 320.5, 70.00, 45.00, 25.00],
    ["（二）车辆（辆）", 3, 42.00, 33.00, 9.00],
    ["（三）单价100万元以上设备（台、套）", 0, 0.00, 0.00, 0.00],
    ["（四）其他固定资产", "—", 16.00, 10.00, 6.00],
)
FISCAL: Rows = titled(
    "2023年度财政拨款收入支出决算总表",
    "单位：万元",
    [
        ["收入", "", "支出", "", "", "", ""],
        ["项目", "金额", "项目", "合计", "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"],
    ],
    ["一、一般公共预算财政拨款", 220.00, "一、一般公共服务支出", 186.41, 186.41, "", ""],
    ["二、政府性基金预算财政拨款", 5.00, "八、社会保障和就业支出", 20.26, 20.26, "", ""],
    ["三、国有资本经营预算财政拨款", "", "十二、城乡社区支出", 5.00, "", 5.00, ""],
    ["", "", "十九、住房保障支出", 22.00, 22.00, "", ""],
    ["本年收入合计", 225.00, "本年支出合计", 233.67, 228.67, 5.00, ""],
    ["年初财政拨款结转和结余", 12.00, "年末财政拨款结转和结余", 3.33, 3.33, "", ""],
    ["总计", 237.00, "总计", 237.00, 232.00, 5.00, ""],
)
PURCHASE: Rows = titled(
    "2023年度政府采购情况表",
    "单位：万元",
    [
        ["项目", "采购计划金额", "", "实际采购金额", "", "授予中小企业", "其中：小微企业"],
        ["", "合计", "财政拨款", "合计", "财政拨款", "", ""],
    ],
    ["合计", 12.00, 12.00, 10.00, 9.00, 8.00, 6.00],
    ["货物", 7.00, 7.00, 6.00, 5.00, 5.00, 4.00],
    ["工程", 0.00, 0.00, 0.00, 0.00, 0.00, 0.00],
    ["服务", 5.00, 5.00, 4.00, 4.00, 3.00, 2.00],
)

# --- Files ----------------------------------------------------------------------------------------------------------


def no_height() -> bytes:
    """The row of an earlier total was pulled to no height by hand; it is not marked as hidden."""
    parts = parts_of(saved(book(with_earlier())))
    old = parts[SHEET]
    parts[SHEET] = old.replace(b'<row r="12"', b'<row r="12" ht="0" customHeight="1"')
    assert parts[SHEET] != old
    return packed(parts)


def folded() -> bytes:
    """The row of an earlier total is grouped and folded; the sheet is protected."""
    made = book(with_earlier())
    made.active.row_dimensions.group(12, 12, outline_level=1, hidden=True)
    made.active.protection.sheet = True
    return saved(made)


def old_workbook(how: str) -> bytes:
    """Excel 97: the row of an earlier total is there, by its format or its letters not to be seen."""
    made, target = xlwt.Workbook(), io.BytesIO()
    one = made.add_sheet("收支总表")
    unseen = xlwt.easyxf("font: colour white") if how == "white" else xlwt.easyxf(num_format_str=";;;")
    for y, row in enumerate(with_earlier()):
        for x, cell in enumerate(row):
            if cell != "":
                one.write(y, x, cell, *([unseen] if y == 11 else []))
    made.save(target)
    return target.getvalue()


def behind_a_merge() -> bytes:
    """The amounts of the total are merged with the (now covered) next column, which holds the first draft."""
    rows = [[*row[:3], HIDDEN if y == 11 else "", *row[3:], HIDDEN if y == 11 else ""] for y, row in enumerate(copy())]
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append([None if cell == "" else cell for cell in row])
    for y in range(4, 13):
        for where in (f"C{y}:D{y}", f"G{y}:H{y}"):
            made.active.merged_cells.add(where)  # merge_cells would empty what is covered
    return saved(made)


def comma_separated(encoding: str) -> bytes:
    target = io.StringIO()
    csv.writer(target).writerows([[f"{c:,.2f}" if isinstance(c, float) else c for c in row] for row in copy()])
    return target.getvalue().encode(encoding)


def rows_in_cells() -> bytes:
    """All lines of the body stand in one row; its cells are broken by <br>."""
    rows = copy()
    body = [
        "<br>".join("&nbsp;" if c == "" else f"{c:.2f}" if isinstance(c, float) else c for c in column)
        for column in zip(*rows[6:], strict=True)
    ]
    return html([*rows[:6], list(body)])


def boxes() -> bytes:
    """A table of boxes, as some builders of pages make it."""
    rows = "".join(
        "<div class='tr'>"
        + "".join(f"<div class='td'>{f'{c:.2f}' if isinstance(c, float) else c}</div>" for c in row)
        + "</div>"
        for row in copy()
    )
    style = "<style>.t{display:table}.tr{display:table-row}.td{display:table-cell;border:1px solid #000}</style>"
    return page("utf-8", f"{style}<div class='t'>{rows}</div>").encode()


def typed(pre: bool) -> bytes:
    """A table of blanks or of tabs."""
    lines = []
    for row in copy():
        cells = [f"{c:.2f}" if isinstance(c, float) else c for c in row]
        if pre:
            lines.append("".join(c + " " * (width - wide(c)) for c, width in zip(cells, (36, 6, 14) * 2, strict=True)))
        else:
            lines.append("\t".join(cells))
    look = "" if pre else " style='tab-size:24'"
    return page("utf-8", f"<pre{look}>" + "\n".join(lines) + "</pre>").encode()


def wide(words: str) -> int:
    return sum(1 if one.isascii() else 2 for one in words)


def in_a_script() -> bytes:
    """The table is filled in by the browser from data within a script."""
    data = json.dumps({"unit": "万元", "rows": copy()[6:]}, ensure_ascii=False)
    body = f"<table id='zb'></table><script>var zb = {data}; fill('zb', zb);</script>"
    return page("utf-8", body).encode()


def for_two_screens() -> bytes:
    """The same table for wide screens and for telephones; the page shows one of them."""
    style = "<style>.m{display:none}@media(max-width:600px){.pc{display:none}.m{display:block}}</style>"
    both = f"<div class='pc'>{table_of(copy())}</div><div class='m'>{table_of(copy())}</div>"
    return page("utf-8", style + both).encode()


def floating(made: Document) -> None:
    """A table that floats; its first rows are repeated on every page."""
    grid = made.tables[0]._tbl
    grid.tblPr.append(
        parse_xml(f'<w:tblpPr {nsdecls("w")} w:leftFromText="180" w:vertAnchor="text" w:tblpX="1" w:tblpY="1"/>')
    )
    for row in made.tables[0].rows[:6]:
        row._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))


def table_in_every_row() -> bytes:
    """A frame of one column; each of its rows holds a table of one line."""
    made, target = docx.Document(io.BytesIO(word())), io.BytesIO()
    rows = copy()
    frame = made.add_table(len(rows), 1, style="Table Grid")
    for y, row in enumerate(rows):
        grid = frame.cell(y, 0).add_table(1, len(row))
        for x, cell in enumerate(row):
            grid.cell(0, x).text = f"{cell:.2f}" if isinstance(cell, float) else cell
    made.save(target)
    return target.getvalue()


def moved() -> bytes:
    """A sentence was moved with changes tracked: it stands at its new place, and the old place is still kept."""
    words = run("2023年度机关运行经费支出12.34万元。")
    return with_xml(
        f'<w:moveFrom w:id="7" w:author="a">{words}</w:moveFrom>'
        f'{run("（一）机关运行经费支出情况。")}<w:moveTo w:id="8" w:author="a">{words}</w:moveTo>'
    )


def between_clauses() -> bytes:
    """The sentence goes on below a small table."""
    made, target = (
        docx.Document(io.BytesIO(word(SENTENCE, f"2023年度{GUESTS}支出1.25万元，具体构成如下："))),
        io.BytesIO(),
    )
    grid = made.add_table(3, 3, style="Table Grid")
    rows = (("项目", "批次", "金额（万元）"), ("国内接待", "12", "1.25"), ("外事接待", "0", "0.00"))
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            grid.cell(y, x).text = cell
    made.add_paragraph("比上年减少0.75万元，下降37.50%，主要原因是厉行节约。")
    made.save(target)
    return target.getvalue()


def headed() -> bytes:
    """The figure stands in the heading, its change in the paragraph below."""
    made, target = docx.Document(io.BytesIO(word(SENTENCE))), io.BytesIO()
    made.add_heading("（三）2023年度机关运行经费支出12.34万元", 2)
    made.add_paragraph("比上年增加1.20万元，增长10.77%。主要原因是人员增加。")
    made.save(target)
    return target.getvalue()


def hexed(words: str, x: int, y: int) -> str:
    return f"BT /F1 12 Tf 1 0 0 1 {x} {y} Tm <{words.encode('utf-16-be').hex()}> Tj ET\n"


def form_object() -> bytes:
    """All text of the page stands in a form that the page draws, as programs for stamping and joining leave it."""
    inner = hexed(TITLE, 60, 780) + hexed(SENTENCE, 60, 740)
    return raw_pdf(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /X1 7 0 R >> >>"
        " /Contents 4 0 R >>",
        stream(b"q /X1 Do Q"),
        FONT,
        CID_FONT,
        stream(
            inner.encode(),
            "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >>",
        ),
    )


def said_otherwise() -> bytes:
    """The page shows 12.34; the words kept for copying (ActualText) are those of the draft."""
    old = "feff" + ALONE.encode("utf-16-be").hex()
    shown = f"/Span << /ActualText <{old}> >> BDC\n" + hexed("2023年度机关运行经费支出12.34万元。", 60, 700) + "EMC\n"
    return made_of((60, 780, TITLE), (60, 740, SENTENCE), behind=shown)


def turned_back() -> bytes:
    """A landscape table on a page that is stored on its side and turned by 270 degrees."""

    def draw(canvas: Canvas) -> None:
        canvas.setPageSize((842, 595))
        canvas.setPageRotation(270)
        canvas.translate(0, 842)
        canvas.rotate(-90)
        ruled(canvas, copy(SPENDING), 560, 40, 760)

    return pages(draw)


def picture_of_a_head() -> bytes:
    """The head of the table with the unit was set as a picture; only the body is text."""

    def draw(canvas: Canvas) -> None:
        said(canvas, "")
        canvas.drawImage(ImageReader(picture((600, 90))), 40, 620, 515, 80)
        ruled(canvas, copy(SPENDING)[5:], 620)

    return pages(draw)


def two_on_a_sheet() -> bytes:
    """Income (in ten thousand yuan) and three-public (in yuan) side by side on one landscape page."""
    left: Rows = [["收入", "行次", "金额"], *[row[:3] for row in copy() if isinstance(row[2], float)]]
    right: Rows = [
        ["“三公”经费项目", "预算数", "决算数"],
        ["合计", 80000.00, 62500.00],
        [CARS, 60000.00, 50000.00],
        [GUESTS, 20000.00, 12500.00],
    ]

    def draw(canvas: Canvas) -> None:
        canvas.setPageSize((842, 595))
        canvas.setFont("STSong-Light", 14)
        canvas.drawString(300, 560, TITLE)
        canvas.setFont("STSong-Light", 9)
        for x, words in ((40, "收入决算表　　金额单位：万元"), (440, "“三公”经费支出决算表　　金额单位：元")):
            canvas.drawString(x, 530, words)
        ruled(canvas, left, 520, 40, 340)
        ruled(canvas, right, 520, 440, 340)

    return pages(draw)


RISKS: tuple[Risk, ...] = (
    # --- performance ---
    Risk("evaluation.xlsx", lambda: form(evaluation()), EVALUATED, never=HALVES, once=(*EVALUATED,)),
    Risk("evaluation.docx", lambda: form_in_word(evaluation()), READ | EVALUATED, never=HALVES, or_told=True),
    Risk("evaluation.html", lambda: html(evaluation()), EVALUATED, never=HALVES, or_told=True),
    Risk(
        "evaluation_in_yuan.xlsx",
        lambda: form(evaluation(money=(400000.0, 400000.0, 380000.0), unit="元")),
        EVALUATED,
        never=(*HALVES, ("*", "4000000000.00"), ("*", "3800000000.00")),
    ),
    Risk(
        "two_forms_on_a_sheet.xlsx",
        lambda: form(
            evaluation(),
            evaluation(
                [
                    ("产出指标", "数量指标", "值班天数", "365天", "365天", 50, 50),
                    ("", "质量指标", "值班在岗率", "100%", "100%", 10, 10),
                    ("", "时效指标", "值班费发放", "按月", "按月", 10, 10),
                    ("", "成本指标", "值班补助标准", "≤200元/天", "200元/天", 10, 10),
                    ("效益指标", "社会效益指标", "进京访下降率", "5%", "6%", 5, 5),
                    ("满意度指标", "服务对象满意度指标", "值班人员满意度", "≥90%", "95%", 5, 5),
                ],
                project="驻京值班经费",
                money=(44.33, 44.33, 44.33),
                rate="100.00%",
                score=10,
                total=100,
            ),
        ),
        EVALUATED | of("perf_indicator", weight={"产出指标/数量指标/值班天数": "50"}),
        never=(*HALVES, ("产出指标/成本指标/值班补助标准", "2000000.00")),
    ),
    Risk(
        "more_than_planned.xlsx",
        lambda: form(evaluation(money=(40.0, 40.0, 45.0), rate="112.50%", score=10, total=98)),
        of(
            "perf_project",
            rate={"年度资金总额/执行率": "112.50"},
            amount={"年度资金总额/全年执行数": "450000.00"},
            score={"年度资金总额/得分": "10", "总分": "98"},
        ),
        never=(*HALVES, ("年度资金总额/得分", "112.50")),
    ),
    Risk(
        "rate_as_a_number.xlsx",
        lambda: form(evaluation(rate=95.0)),
        EVALUATED,
        never=(*HALVES, ("年度资金总额/执行率", "950000.00"), ("*", "100000.00"), ("*", "975000.00")),
    ),
    Risk(
        "weights_in_percent.xlsx",
        lambda: form(evaluation([(*one[:5], f"{one[5]}%", one[6]) for one in INDICATORS])),
        of("perf_indicator", score={OUTPUT: "20", COST: "8"}),
        never=(*HALVES, (OUTPUT, "0.2"), (OUTPUT, "200000.00"), (COST, "0.1")),
        or_told=True,
    ),
    Risk(
        "score_of_the_text.docx",
        lambda: form_in_word(
            evaluation(),
            f"{FOR_PEACE}项目绩效自评综述：根据年初设定的绩效目标，项目自评得分为99.50分。全年预算数为40.00万元，"
            "执行数为38.00万元，完成预算的95.00%。",
        ),
        READ | of("perf_project", score={"自评得分": "99.5", "总分": "97.5"}),
        never=HALVES,
        told=True,
    ),
    Risk(
        "whole_department.xlsx",
        lambda: plain(WHOLE),
        of("perf_project", amount={"资金总额/全年执行数": TOTAL}, adjusted_budget={"资金总额/全年预算数": "2400000.00"})
        | of("perf_indicator", score={OUTPUT: "30", PLEASED: "20"}),
        or_told=True,
        never=(("资金总额/全年执行数", "1493400.00"), ("*", "973600.00"), (OUTPUT, "300000.00"), (EFFECT, "400000.00")),
    ),
    Risk(
        "several_projects.xlsx",
        several_projects,
        of("perf_indicator", weight={OUTPUT: "50", EFFECT: "50", "产出指标/数量指标/值班天数": "60", PLEASED: "40"})
        | of("perf_project", budget={"预算金额": "125000.00"}),
        never=(
            ("*", "500000.00"),
            ("*", "600000.00"),
            ("*", "3650000.00"),
            ("产出指标/数量指标/值班天数", "3650000.00"),
        ),
    ),
    in_kind(
        "evaluated_projects.docx",
        [
            (
                "根据预算绩效管理要求，我局组织对2023年度2个一般公共预算项目支出全面开展绩效自评，共涉及资金"
                "84.33万元，占一般公共预算项目支出总额的100%。"
            ),
            (
                "信访维稳工作经费项目绩效自评综述：根据年初设定的绩效目标，项目自评得分为"
                "97.50分。全年预算数为40.00万元，执行数为38.00万元，完成预算的95.00%。"
            ),
            (
                "驻京值班经费项目绩效自评综述：根据年初设定的"
                "绩效目标，项目自评得分为100分。全年预算数为44.33万元，执行数为44.33万元，完成预算的100%。"
            ),
        ],
        of(
            "perf_project",
            score={"自评得分": "97.50"},
            adjusted_budget={"全年预算数": "400000.00"},
            amount={"执行数": "443300.00"},
            rate={"完成预算": "95.00"},
        ),
        never=(("自评得分", "95"), ("执行数", "400000.00"), ("执行数", "843300.00")),
    ),
    in_kind(
        "scores_of_parts.docx",
        [
            (
                "2023年度部门整体支出绩效自评得分为96.80分（满分100分），其中：预算执行率满分10分，得分9.80分；"
                "产出指标满分50分，得分48.00分；效益指标满分30分，得分29.00分；满意度指标满分10分，得分10.00分。"
            )
        ],
        of("perf_summary", score={"部门整体自评得分": "96.80"}),
        or_told=True,
        never=tuple(("部门整体自评得分", x) for x in ("100", "9.80", "48.00", "29.00", "10")),
    ),
    in_kind(
        "tasks_with_numbers.html",
        [
            (
                "一、主要职责：（一）承办省、市信访联席会议交办的信访事项；（二）负责12345热线转办件的办理；"
                "（三）指导全县18个乡镇（街道）的信访工作，落实“三到位一处理”；（四）管理全县信访系统888名信息员。"
            ),
            "二、机构设置：内设4个股室，下设1个事业单位。",
        ],
        {("org", "内设机构数", "count"): "4"},
        or_told=True,
        never=(("*", "12345"), ("内设机构数", "18"), ("实有人员", "888"), ("在职人员", "888"), ("*", "3")),
    ),
    # --- staff and assets ---
    in_kind(
        "staff.docx",
        [
            (
                "截至2023年12月31日，核定编制25名，其中行政编制15名、事业编制10名；实有在职人员23人，其中行政人员14人、"
                "事业人员9人；离退休人员12人，其中离休1人、退休11人；遗属2人。"
            )
        ],
        of("staffing", count={"行政编制": "15", "在职人员": "23", "行政人员": "14", "离休人员": "1", "退休人员": "11"}),
        or_told=True,
        never=(
            ("总编制", "15"),
            ("总编制", "23"),
            ("在职人员", "12"),
            ("行政编制", "14"),
            ("行政人员", "15"),
            ("退休人员", "12"),
            ("离休人员", "12"),
            ("退休人员", "2"),
        ),
    ),
    in_kind(
        "staff_of_two_years.pdf",
        ["2022年末实有人数26人，2023年末实有人数23人，比上年减少3人，其中退休2人、调出1人。"],
        of("staffing", count={"实有人数": "23"}),
        or_told=True,
        never=(("实有人员", "26"), ("实有人员", "3"), ("退休人员", "2"), ("实有人数", "26")),
    ),
    Risk(
        "staff_of_units.docx",
        lambda: word(SENTENCE, table=STAFF),
        READ,
        never=(
            ("总编制", "15"),
            ("总编制", "10"),
            ("总编制", "23"),
            ("行政编制", "14"),
            ("在职人员", "12"),
            ("*", "250000.00"),
        ),
        or_told=True,
    ),
    in_kind(
        "cars_by_kind.docx",
        [
            (
                "截至2023年12月31日，本部门共有车辆3辆，其中：副部（省）级及以上领导用车0辆、主要负责人用车0辆、"
                "机要通信用车1辆、应急保障用车1辆、执法执勤用车0辆、特种专业技术用车0辆、离退休干部服务用车0辆、其他用车1辆，其他用车主要是"
                "下乡接访用车；单价100万元（含）以上设备（不含车辆）0台（套）。"
            )
        ],
        of(
            "assets",
            count={"车辆数合计": "3", "车辆/机要通信用车": "1", "车辆/执法执勤用车": "0", "车辆/其他用车": "1"},
        ),
        never=(("车辆数合计", "1"), ("*", "1000000.00"), ("车辆/机要通信用车", "0")),
    ),
    in_kind(
        "cars_kept_and_paid.pdf",
        [
            "2023年度公务用车运行维护费支出4.00万元，年末财政拨款开支运行维护费的公务用车保有量为1辆。",
            "截至2023年12月31日，本部门共有车辆3辆，其中2辆已报废待核销。",
        ],
        counted(公务用车保有量="1") | {("assets", "车辆数合计", "count"): "3"},
        never=(("公务用车保有量", "3"), ("车辆数合计", "2"), ("公务用车保有量", "2")),
    ),
    in_kind(
        "cars_of_two_years.docx",
        ["截至2022年12月31日，本部门共有车辆5辆；截至2023年12月31日，本部门共有车辆3辆。"],
        {("assets", "车辆数合计", "count"): "3"},
        never=(("车辆数合计", "5"),),
        or_told=True,
    ),
    in_kind(
        "worth_and_rest.html",
        [
            (
                "截至2023年12月31日，本部门固定资产原值128.00万元，累计折旧88.00万元，净值40.00万元；房屋面积"
                "320.50平方米，其中办公用房面积280.00平方米。"
            )
        ],
        of("assets", amount={"固定资产原值": "1280000.00"}),
        or_told=True,
        never=(
            ("固定资产原值", "400000.00"),
            ("固定资产净值", "880000.00"),
            ("固定资产金额", "880000.00"),
            ("房屋面积", "280.00"),
            ("房屋面积", "3205000.00"),
        ),
    ),
    Risk(
        "assets.xlsx",
        lambda: plain(ASSETS),
        {("assets", "房屋面积", "count"): "320.50"},
        or_told=True,
        never=(
            ("*", "3205000.00"),
            ("车辆数合计", "30000.00"),
            ("房屋面积", "700000.00"),
            ("房屋价值", "250000.00"),
            ("车辆价值", "330000.00"),
            ("车辆价值", "90000.00"),
            ("固定资产金额", "880000.00"),
        ),
    ),
    # --- purchases ---
    in_kind(
        "small_enterprises.docx",
        [
            (
                "2023年度政府采购支出总额10.00万元，其中：政府采购货物支出6.00万元、政府采购工程支出0.00万元、"
                "政府采购服务支出4.00万元。授予中小企业合同金额8.00万元，占政府采购支出总额的80.00%，其中：授予小微企业合同金额6.00万元，"
                "占授予中小企业合同金额的75.00%；货物采购授予中小企业合同金额占货物支出金额的70.00%，工程采购授予中小企业合同金额占工程支出"
                "金额的0.00%，服务采购授予中小企业合同金额占服务支出金额的95.00%。"
            )
        ],
        of(
            "procurement",
            amount={SUM: "100000.00", "货物": "60000.00", "服务": "40000.00", SMALL: "80000.00", TINY: "60000.00"},
            share_pct={
                SMALL: "80.00",
                TINY: "75.00",
                "货物采购授予中小企业合同金额": "70.00",
                "服务采购授予中小企业合同金额": "95.00",
            },
        ),
        never=(
            (TINY, "70.00"),
            ("货物", "70.00"),
            ("服务", "95.00"),
            (SMALL, "70.00"),
            (SMALL, "95.00"),
            (SMALL, "75.00"),
        ),
    ),
    in_kind(
        "shares_at_the_end.pdf",
        ["2023年度政府采购支出总额10.00万元，其中：货物6.00万元、服务4.00万元，分别占60.00%和40.00%。"],
        of("procurement", amount={SUM: "100000.00", "货物": "60000.00", "服务": "40000.00"}),
        never=(("货物", "40.00"), ("服务", "60.00"), (SUM, "60.00"), (SUM, "40.00")),
    ),
    in_kind(
        "bought_services.docx",
        [
            "2023年度政府购买服务支出3.00万元，其中：信访法律咨询服务2.00万元、保洁服务1.00万元。",
            "2023年度政府采购支出总额5.60万元，全部为货物支出。",
        ],
        {PURCHASED: "56000.00", ("procurement", "政府购买服务", "amount"): "30000.00"},
        or_told=True,
        never=(
            ("服务", "30000.00"),
            ("服务", "20000.00"),
            ("服务", "10000.00"),
            ("服务", "56000.00"),
            (SUM, "30000.00"),
        ),
    ),
    in_kind(
        "with_carried_over.docx",
        ["2023年度政府采购支出总额25.60万元（含上年结转采购项目20.00万元）。"],
        {PURCHASED: "256000.00"},
        never=((SUM, "200000.00"), ("上年结转", "200000.00")),
    ),
    Risk(
        "planned_and_bought.xlsx",
        lambda: merged_head(PURCHASE, "B3:C3", "D3:E3"),
        of("procurement", amount={SUM: "100000.00", "货物": "60000.00", "服务": "40000.00"}),
        or_told=True,
        not_so=(("procurement", SUM, "share_pct"),),
        never=(
            ("货物", "50000.00"),
            ("服务", "30000.00"),
            ("货物", "40000.00"),
            ("服务", "20000.00"),
            (SUM, "80000.00"),
        ),
    ),
    # --- the three-public ---
    in_kind(
        "not_one_trip.docx",
        [
            (
                "2023年度“三公”经费财政拨款支出预算为2.00万元，支出决算为1.25万元，完成预算的62.50%。其中："
                "因公出国（境）费支出预算为0万元，支出决算为0万元；公务用车购置及运行维护费未发生支出；公务接待费支出预算为2.00万元，支出决算为"
                "1.25万元，完成预算的62.50%。"
            )
        ],
        BOTH
        | of(
            PUBLIC, amount={"三公经费": "12500.00"}, budget={"三公经费": "20000.00"}, completion_pct={GUESTS: "62.50"}
        ),
        never=((CARS, "12500.00"), (CARS, "20000.00"), (ABROAD, "20000.00"), (ABROAD, "12500.00")),
    ),
    in_kind(
        "both_nothing.html",
        [
            (
                "2023年度因公出国（境）费、公务用车购置及运行维护费均为0万元，公务接待费支出1.25万元，较上年减少0.75"
                "万元，下降37.50%，完成预算的62.50%。"
            )
        ],
        of(
            PUBLIC,
            amount={ABROAD: "0", CARS: "0", GUESTS: "12500.00"},
            change={GUESTS: "-7500.00"},
            change_pct={GUESTS: "-37.50"},
            completion_pct={GUESTS: "62.50"},
        ),
        or_told=True,
        never=((ABROAD, "12500.00"), (CARS, "12500.00"), (ABROAD, "-7500.00"), (CARS, "-7500.00"), (CARS, "62.50")),
    ),
    in_kind(
        "as_planned.docx",
        ["2023年度公务接待费支出决算数为2.00万元，与年初预算数持平，比上年决算数减少0.50万元，下降20.00%。"],
        of(PUBLIC, amount={GUESTS: "20000.00"}, change={GUESTS: "-5000.00"}, change_pct={GUESTS: "-20.00"}),
        not_so=((PUBLIC, GUESTS, "deviation"), (PUBLIC, GUESTS, "prior_amount")),
    ),
    in_kind(
        "of_plan_and_of_last_year.pdf",
        ["2023年度公务用车运行维护费支出4.00万元，为年初预算的80.00%，为上年决算的125.00%。"],
        of(PUBLIC, amount={RUNNING: "40000.00"}, completion_pct={RUNNING: "80.00"}),
        never=((RUNNING, "125.00"),),
        or_told=True,
    ),
    in_kind(
        "guests.docx",
        [
            (
                "公务接待费支出1.25万元。其中：国内公务接待12批次、96人次，其中外事接待2批次、7人次；国（境）外公务接待0"
                "批次、0人次。因公出国（境）团组数0个、累计0人次。"
            )
        ],
        counted(国内接待批次="12", 国内接待人次="96", 外事接待批次="2", 外事接待人次="7") | {RECEPTION: "12500.00"},
        never=(
            ("国内接待批次", "2"),
            ("外事接待批次", "12"),
            ("外事接待人次", "96"),
            ("国（境）外接待批次", "2"),
            ("因公出国（境）人次", "96"),
        ),
    ),
    in_kind(
        "bought_and_kept.docx",
        [
            (
                "公务用车购置及运行维护费支出19.80万元，其中：公务用车购置支出15.80万元，更新购置公务用车1辆；公务用车"
                "运行维护费支出4.00万元，公务用车保有量2辆，车均运行维护费2.00万元。"
            )
        ],
        of(PUBLIC, amount={CARS: "198000.00", BOUGHT: "158000.00", RUNNING: "40000.00"})
        | counted(公务用车购置数="1", 公务用车保有量="2"),
        never=((RUNNING, "20000.00"), ("公务用车购置数", "2"), ("公务用车保有量", "1"), (BOUGHT, "40000.00")),
    ),
    in_kind(
        "three_years.docx",
        ["近三年公务接待费支出情况：2021年3.00万元，2022年2.00万元，2023年1.25万元，逐年下降。"],
        {RECEPTION: "12500.00"},
        never=((GUESTS, "30000.00"),),
        or_told=True,
    ),
    in_kind(
        "from_to.html",
        ["2023年度公务接待费支出从上年的2.00万元降至1.25万元，降幅37.50%。"],
        of(PUBLIC, amount={GUESTS: "12500.00"}, prior_amount={GUESTS: "20000.00"}),
        or_told=True,
        never=((GUESTS, "37.50"),),
    ),
    in_kind(
        "plan_cut.docx",
        ["2023年度公务接待费由年初预算的2.00万元调减至1.50万元，实际支出1.25万元。"],
        BOTH,
        or_told=True,
        not_so=((PUBLIC, GUESTS, "prior_amount"),),
    ),
    in_kind(
        "difference.pdf",
        ["2023年度公务接待费预算数为2.00万元，决算数为1.25万元，差异额-0.75万元，差异率-37.50%。"],
        BOTH,
        not_so=((PUBLIC, GUESTS, "change"), (PUBLIC, GUESTS, "change_pct")),
        never=((GUESTS, "7500.00"), (GUESTS, "37.50")),
    ),
    in_kind(
        "more_than_the_other.docx",
        ["2023年度公务用车运行维护费支出4.00万元，比公务接待费支出1.25万元多2.75万元。"],
        of(PUBLIC, amount={RUNNING: "40000.00", GUESTS: "12500.00"}),
        or_told=True,
        not_so=((PUBLIC, RUNNING, "change"), (PUBLIC, GUESTS, "change")),
        never=((GUESTS, "27500.00"), (RUNNING, "27500.00")),
    ),
    Risk(
        "halves.xlsx",
        lambda: merged_head(side_by_side(PLANNED, DONE), "A3:F3", "G3:L3", "C4:E4", "I4:K4"),
        BOTH | of(PUBLIC, amount={RUNNING: "50000.00", CARS: "50000.00"}, budget={RUNNING: "60000.00"}),
        never=((BOUGHT, "60000.00"), (BOUGHT, "50000.00"), (ABROAD, "62500.00")),
        once=tuple(BOTH),
    ),
    Risk(
        "half_without_trips.xlsx",
        lambda: merged_head(
            side_by_side(["" if c == 0 else c for c in PLANNED], ["" if c == 0 else c for c in DONE]),
            "A3:F3",
            "G3:L3",
            "C4:E4",
            "I4:K4",
        ),
        BOTH,
        once=tuple(BOTH),
        never=((BOUGHT, "60000.00"), (ABROAD, "60000.00")),
    ),
    Risk(
        "halves_in_yuan.html",
        lambda: html(
            side_by_side(
                [f"{c * 10000:,.2f}" for c in (8.0, 0.0, 6.0, 0.0, 6.0, 2.0)],
                [f"{c * 10000:,.2f}" for c in (6.25, 0.0, 5.0, 0.0, 5.0, 1.25)],
                "金额单位：元",
            )
        ),
        BOTH,
        never=(("*", "200000000.00"), ("*", "125000000.00")),
        or_told=True,
    ),
    # --- how sentences compare ---
    sentence(
        "times",
        "2023年度机关运行经费支出12.34万元，是上年的1.2倍。",
        facts=SPENT_12,
        never=((NAME, "1.2"), (NAME, "120"), (NAME, "12000.00")),
    ),
    sentence(
        "doubled", "2023年度机关运行经费支出12.34万元，较上年翻一番。", facts=SPENT_12, never=((NAME, "1"), (NAME, "2"))
    ),
    sentence(
        "a_third_less",
        "2023年度机关运行经费支出12.34万元，较上年减少三分之一；公务接待费支出1.25万元，比上年压减近五成。",
        facts=SPENT_12 | {RECEPTION: "12500.00"},
        never=((NAME, "-3"), (NAME, "3"), (GUESTS, "-5"), (GUESTS, "5"), (GUESTS, "-50"), (GUESTS, "-50000.00")),
    ),
    sentence(
        "amount_added",
        "2023年度机关运行经费支出12.34万元，上年为11.14万元，增加额为1.20万元，增幅10.77%。",
        or_told=True,
        facts=SPENT_12 | of("agency_operating", prior_amount={NAME: "111400.00"}, change={NAME: "12000.00"}),
    ),
    sentence(
        "arrows",
        "2023年度机关运行经费支出12.34万元（同比↑10.77%）；公务接待费支出1.25万元（同比↓37.50%）。",
        or_told=True,
        facts=SPENT_12 | of(PUBLIC, amount={GUESTS: "12500.00"}, change_pct={GUESTS: "-37.50"}),
        never=((GUESTS, "37.50"),),
    ),
    sentence(
        "even_at_nought",
        "2023年度机关运行经费支出12.34万元，与上年同比持平（0.00%）。",
        facts=SPENT_12,
        never=((NAME, "100"),),
        not_so=(("agency_operating", NAME, "share_pct"), ("agency_operating", NAME, "completion_pct")),
    ),
    in_kind(
        "added_in_the_year.docx",
        [
            "（三）一般公共预算财政拨款支出决算具体情况",
            (
                "1.一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）信访事务（项）。年初预算为0万元，支出决算为"
                "84.33万元，决算数大于年初预算数的主要原因是年中追加信访专项经费88.00万元。"
            ),
            "2.住房保障支出（类）住房改革支出（款）住房公积金（项）。年初预算为20.00万元，支出决算为22.00万元，完成年初预算的110.00%。",
        ],
        of(
            "general_by_item",
            amount={"信访事务": "843300.00", "住房公积金": "220000.00"},
            budget={"住房公积金": "200000.00"},
            completion_pct={"住房公积金": "110.00"},
        ),
        never=(("信访事务", "880000.00"), ("信访事务", "110.00")),
    ),
    in_kind(
        "list_with_dots.html",
        ["● 机关运行经费（万元）：12.34", "● 政府采购支出总额（万元）：5.60", "● 公务接待费（万元）：1.25"],
        SPENT_12 | {PURCHASED: "56000.00", RECEPTION: "12500.00"},
        or_told=True,
        never=((NAME, "12.34"), (SUM, "5.60"), (GUESTS, "1.25"), (NAME, "56000.00")),
    ),
    in_kind(
        "below_a_chart.docx",
        ["图3　机关运行经费对比图（2022年11.14万元，2023年12.34万元）"],
        SPENT_12,
        or_told=True,
        never=((NAME, "30000.00"),),
    ),
    Risk(
        "figure_in_a_heading.docx",
        headed,
        READ | SPENT_12 | of("agency_operating", change={NAME: "12000.00"}),
        or_told=True,
    ),
    Risk(
        "table_between_clauses.docx",
        between_clauses,
        READ | {RECEPTION: "12500.00"},
        or_told=True,
        never=(("国内接待费", "-7500.00"), ("外事接待费", "-7500.00"), ("外事接待费", "-37.50")),
    ),
    *(
        sentence(name, f"2023年度机关运行经费支出{figure}万元。", facts=SPENT_12, never=PIECES, or_told=True)
        for name, figure in (
            ("nothing_between", "12\u200b.34"),
            ("soft_hyphen", "12.\u00ad34"),
            ("mark_of_direction", "\u200e12.34\u200f"),
            ("wide_point", "12．34"),
            ("wide_figures", "１２.３４"),
        )
    ),
    # --- budgets ---
    Risk(
        "four_sides.xlsx",
        lambda: plain(four_sides()),
        {INCOME: TOTAL, OUTGO: TOTAL}
        | of(
            "summary",
            amount={
                "支出/一般公共服务支出": "1914100.00",
                "支出性质/基本支出": "1493400.00",
                "支出政府经济分类/机关工资福利支出": "1300000.00",
            },
        ),
        once=(INCOME,),
        never=(("支出/一般公共服务支出", "1493400.00"), ("支出/社会保障和就业支出", "1300000.00")),
    ),
    Risk(
        "units_and_sum_last.xlsx",
        lambda: merged_head(UNITS, "D3:G3", "A3:A4", "B3:B4", "C3:C4", "H3:H4"),
        of("income_by_function", amount={"合计/收入总计": TOTAL, "合计/本年收入合计": "2236700.00"}),
        or_told=True,
        never=(
            ("合计/收入总计", "1736700.00"),
            ("合计/本年收入合计", TOTAL),
            ("合计/上年结转", "50000.00"),
            ("*", "250010000.00"),
        ),
    ),
    Risk(
        "columns_of_money.xlsx",
        lambda: merged_head(FUNDED, "D3:F3", "G3:I3", "A3:A4", "B3:B4", "C3:C4"),
        {BASIC: "1493400.00", PROJECTS: "843300.00"},
        or_told=True,
        never=(
            (BASIC[1], "1443400.00"),
            (PROJECTS[1], "743300.00"),
            (BASIC[1], "50000.00"),
            ("信访事务/基本支出", "*"),
        ),
    ),
    Risk(
        "two_classifications.xlsx",
        lambda: merged_head(BOTH_CLASSES, "A3:B3", "C3:D3", "E3:G3"),
        ECONOMIC,
        or_told=True,
        never=(
            ("*", "301010000.00"),
            ("*", "501010000.00"),
            ("工资奖金津补贴", "600000.00"),
            ("办公费", "600000.00"),
            ("政府经济分类/工资奖金津补贴", "220000.00"),
        ),
    ),
    Risk("marks_in_words.xlsx", lambda: plain(projects("是", "否")), PROJECT, never=(("*", "1404232300000010000.00"),)),
    Risk(
        "marks_in_figures.xlsx",
        lambda: plain(projects(1, 0)),
        PROJECT,
        or_told=True,
        never=(("*", "1404232300000010000.00"), ("*", "10000.00"), ("*", "1")),
    ),
    # --- final accounts ---
    Risk(
        "balances.xlsx",
        lambda: merged_head(with_balances(), "C3:E3", "G3:I3", "A3:A4", "B3:B4", "F3:F4", "J3:J4"),
        of(
            "general_by_function",
            amount={
                "合计/年初结转和结余": "120000.00",
                "合计/本年收入": "2300000.00",
                "合计/年末结转和结余": "83300.00",
                "信访事务/项目支出": "843300.00",
            },
        ),
        or_told=True,
        never=(
            ("合计/年末结转和结余", "120000.00"),
            ("合计/基本支出", "20000.00"),
            ("合计/项目支出", "100000.00"),
            ("信访事务/项目支出", "100000.00"),
        ),
    ),
    Risk(
        "rests_in_the_middle.xlsx",
        lambda: plain(with_rests()),
        {INCOME: TOTAL, OUTGO: TOTAL}
        | of(
            "summary",
            amount={
                "本年收入合计": "2286700.00",
                "本年支出合计": "2253400.00",
                "使用非财政拨款结余": "10000.00",
                "年初结转和结余": "40000.00",
                "结余分配": "5000.00",
                "年末结转和结余": "78300.00",
            },
        ),
        never=(("年初结转和结余", "10000.00"), ("年末结转和结余", "5000.00")),
    ),
    Risk(
        "rests_adjusted.docx",
        lambda: word(table=with_rests("年初结转和结余调整（调减以“-”号填列）")),
        {INCOME: TOTAL, OUTGO: TOTAL} | of("summary", amount={"年初结转和结余": "60000.00"}),
        never=(("年初结转和结余", "-20000.00"), ("*", "20000.00"), ("收入/年初结转和结余", "60000.00")),
    ),
    Risk(
        "last_year_restated.xlsx",
        lambda: plain(
            two_sided(
                "2023年度收入支出决算总表",
                ["上年决算数（调整前）", "上年决算数（调整后）", "本年决算数"],
                [888.88, 220.00, 233.67],
                [846.62, 180.00, 191.41],
                [20.26, 20.00, 20.26],
                [22.00, 20.00, 22.00],
            )
        ),
        READ,
        or_told=True,
        never=(("收入总计", OTHER),),
        not_so=(("summary", "收入总计", "budget"),),
    ),
    Risk(
        "fiscal_funds.docx",
        lambda: word(table=FISCAL),
        of(
            "fiscal_summary",
            amount={
                "财政拨款收入总计": "2370000.00",
                "支出/一般公共服务支出/合计": "1864100.00",
                "支出/城乡社区支出/政府性基金预算财政拨款": "50000.00",
                "收入/政府性基金预算财政拨款": "50000.00",
                "年初财政拨款结转和结余": "120000.00",
            },
        ),
        never=(("支出/城乡社区支出/一般公共预算财政拨款", "*"), ("收入/一般公共预算财政拨款", "120000.00")),
    ),
    Risk(
        "fiscal_funds.pdf",
        lambda: pages(lambda c: ruled(c, FISCAL, 800)),
        of(
            "fiscal_summary", amount={"支出/一般公共服务支出/合计": "1864100.00", "年初财政拨款结转和结余": "120000.00"}
        ),
        or_told=True,
        never=(("支出/城乡社区支出/一般公共预算财政拨款", "*"), ("支出/城乡社区支出/国有资本经营预算财政拨款", "*")),
    ),
    # --- workbooks ---
    Risk("no_height.xlsx", no_height, READ, never=(("*", OTHER),)),
    Risk("folded_and_protected.xlsx", folded, READ, never=(("*", OTHER),)),
    Risk("white_letters.xls", lambda: old_workbook("white"), READ, never=(("*", OTHER),)),
    Risk("format_of_nothing.xls", lambda: old_workbook("format"), READ, never=(("*", OTHER),)),
    Risk("behind_a_merge.xlsx", behind_a_merge, READ, never=(("*", OTHER),)),
    Risk("evaluation.ods", lambda: open_sheet(evaluation()), EVALUATED, never=HALVES, or_told=True),
    Risk("in_chinese_windows.csv", lambda: comma_separated("gbk"), READ, or_told=True),
    # --- Word ---
    Risk("floating.docx", lambda: edited(copy(), floating), READ, once=(INCOME,)),
    Risk("table_in_every_row.docx", table_in_every_row, READ, or_told=True),
    Risk("moved.docx", moved, READ | SPENT_12, once=(("agency_operating", NAME, "amount"),)),
    # --- pages ---
    Risk(
        "rows_in_cells.html",
        rows_in_cells,
        READ,
        or_told=True,
        never=(("支出/一般公共服务支出", TOTAL), ("*", "2336702336702336700.00")),
    ),
    Risk("boxes.html", boxes, READ, or_told=True, never=(("*", "1.00"), ("*", "310000.00"))),
    Risk(
        "typed_with_blanks.html", lambda: typed(True), READ, or_told=True, never=(("*", "310000.00"), ("*", "10000.00"))
    ),
    Risk(
        "typed_with_tabs.html", lambda: typed(False), READ, or_told=True, never=(("*", "310000.00"), ("*", "10000.00"))
    ),
    Risk("in_a_script.html", in_a_script, READ, or_told=True),
    Risk("for_two_screens.html", for_two_screens, READ, once=(INCOME, OUTGO)),
    # --- PDF ---
    Risk("form_object.pdf", form_object, READ),
    Risk("said_otherwise.pdf", said_otherwise, READ | SPENT_12, or_told=True, never=((NAME, OTHER),)),
    Risk("turned_back.pdf", turned_back, {SPENT: TOTAL, BASIC: "1493400.00"}, or_told=True),
    Risk("picture_of_a_head.pdf", picture_of_a_head, told=True, never=(("*", "233.67"), ("*", "149.34"))),
    Risk(
        "two_on_a_sheet.pdf",
        two_on_a_sheet,
        {INCOME: TOTAL} | BOTH,
        or_told=True,
        never=(("*", "125000000.00"), ("*", "500000000.00"), ("*", "233.67"), (GUESTS, "1.25")),
    ),
)
