"""Gold records of sentences against what the narrative reader gives, record by record and place by place.

The texts of the seeds become documents of one paragraph a line (a line with tabs is a row of a table), so that a
record's line is the paragraph of its fact.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from domain.records import Fact, Measure
from domain.text import squeeze
from parsers.model import Block, Cell, DocumentModel, Paragraph, ReportContext, Table
from parsers.statements.narrative import NarrativeReading, read_narrative
from tests.parsers.statements.gold import Gold, Reading, document, readings, records, same_value

CONTENT = Path(__file__).resolve().parents[3] / "infra" / "samples" / "content"

#: Names of gold records that neither the rules nor the aliases of ``gold.py`` give: statement → gold item →
#: readings (statement, item, measure).
_NAMES: dict[str, dict[str, list[tuple[str, str, str]]]] = {
    "income": {
        "全年财政拨款（附件）": [("income", "财政拨款收入", "amount")],
    },
    "summary": {
        "收支预算": [("summary", "收支总计", "amount")],
        "基本支出比上年增加": [("summary", "基本支出", "change")],
        "项目支出比上年增加": [("summary", "项目支出", "change")],
        "其他支出比上年增减": [("summary", "其他支出", "change")],
    },
    "fiscal_summary": {
        "财政拨款收、支总计比上年增加": [("fiscal_summary", "财政拨款收支总计", "change")],
        "财政拨款收、支总计增长率": [("fiscal_summary", "财政拨款收支总计", "change_pct")],
    },
    "budget_execution": {
        "收入预决算差异率": [("budget_execution", "收入", "deviation_pct")],
        "支出预决算差异率": [("budget_execution", "支出", "deviation_pct")],
        "财政拨款支出决算数": [("budget_execution", "财政拨款支出", "amount")],
    },
    "general_by_class": {"卫生健康支出/比上年": [("general_by_class", "卫生健康支出", "change")]},
    "general_by_item": {
        "支出决算数": [("general_by_item", "合计", "amount")],
        "完成预算": [("general_by_item", "合计", "completion_pct")],
    },
    "three_public": {
        "三公经费比上年": [("three_public", "三公经费", "change")],
        "全年预算": [("three_public", "三公经费", "budget")],
        "支出决算": [("three_public", "三公经费", "amount")],
        "完成全年预算": [("three_public", "三公经费", "completion_pct")],
        "国内公务接待共计支出": [("three_public", "国内接待费", "amount")],
        "外事接待共计支出": [("three_public", "外事接待费", "amount")],
        "更新购置公务用车金额": [("three_public", "公务用车购置费", "amount")],
    },
    "basic_by_economic": {"维护（修）费": [("basic_by_economic", "维修（护）费", "amount")]},
    "gov_fund": {"政府性基金预算拨款支出": [("gov_fund", "政府性基金预算支出", "amount")]},
    "state_capital": {"国有资本经营预算拨款支出": [("state_capital", "国有资本经营预算支出", "amount")]},
    "procurement": {
        "政府采购预算": [("procurement", "政府采购支出总额", "amount")],
        "货物比上年降低": [("procurement", "货物", "change")],
        "授予中小企业占比": [("procurement", "授予中小企业合同金额", "share_pct")],
        "授予小微企业占比": [("procurement", "授予小微企业合同金额", "share_pct")],
    },
    "assets": {
        "固定资产金额": [("assets", "固定资产金额", "amount")],
        "国有资产购置计划": [("assets", "国有资产购置计划", "text")],
        "单位价值50万元以上通用设备": [("assets", "设备/单位价值50万元以上通用设备", "count")],
        "单位价值100万元以上专用设备": [("assets", "设备/单位价值100万元以上专用设备", "count")],
        "单价50万元以上通用设备": [("assets", "设备/单价50万元以上通用设备", "count")],
        "单价100万元以上专用设备": [("assets", "设备/单价100万元以上专用设备", "count")],
        "单位价值50万元以上通用设备比上年增减": [("assets", "设备/单位价值50万元以上通用设备", "change")],
        "单位价值100万元以上专用设备比上年增减": [("assets", "设备/单位价值100万元以上专用设备", "change")],
        "单价100万元(含)以上设备(不含车辆)": [("assets", "设备/单价100万元（含）以上设备（不含车辆）", "count")],
    },
    "staffing": {
        "在职人员总数": [("staffing", "在职人员", "count")],
        "综合股编制": [("staffing", "综合股/编制", "count")],
        "办案股编制": [("staffing", "办案股/编制", "count")],
        "秩序股编制": [("staffing", "秩序股/编制", "count")],
        "信访服务中心主任": [("staffing", "襄垣县信访服务中心/主任", "count")],
        "信访服务中心副主任": [("staffing", "襄垣县信访服务中心/副主任", "count")],
        "信访服务中心编制": [("staffing", "襄垣县信访服务中心/编制", "count")],
    },
    "org": {
        "纳入决算编制范围的独立核算单位数": [("org", "独立核算单位数", "count")],
        "下设科室": [("org", "下设科室数", "count")],
        "下属二级单位": [("org", "下属二级单位数", "count")],
        "其中行政单位": [("org", "下属行政单位数", "count")],
        "参照公务员法管理的事业单位": [("org", "下属参照公务员法管理的事业单位数", "count")],
        "其他事业单位": [("org", "下属其他事业单位数", "count")],
        "下属二级预算单位（附件）": [("org", "下属二级单位数", "count")],
        "内设机构": [("org", "内设机构数", "count")],
        "管理信访接待中心": [("org", "管理信访接待中心数", "count")],
    },
    "perf_summary": {
        "自评涉及资金": [("perf_summary", "绩效自评涉及资金", "amount")],
        "自评占一般公共预算项目支出": [("perf_summary", "自评占一般公共预算项目支出", "share_pct")],
        "政府性基金自评涉及资金": [("perf_summary", "政府性基金绩效自评涉及资金", "amount")],
        "政府性基金自评占比": [("perf_summary", "政府性基金自评占比", "share_pct")],
        "政府性基金一级项目数": [("perf_summary", "政府性基金自评一级项目数", "count")],
        "政府性基金二级项目数": [("perf_summary", "政府性基金自评二级项目数", "count")],
        "决算中反映的一般公共预算项目": [("perf_summary", "决算中反映的项目数", "count")],
        "决算中反映的项目": [("perf_summary", "决算中反映的项目数", "count")],
        "解决特殊疑难信访事项": [("workload", "解决特殊疑难信访事项", "count")],
        "绩效评价项目": [("perf_summary", "绩效评价项目", "count")],
        "绩效评价涉及资金": [("perf_summary", "绩效评价涉及资金", "amount")],
        "事前绩效评估项目": [("perf_summary", "事前绩效评估项目", "count")],
        "编制绩效目标项目": [("perf_summary", "绩效目标项目", "count")],
        "绩效监控项目": [("perf_summary", "绩效监控项目", "count")],
        "绩效自评项目": [("perf_summary", "绩效自评项目", "count")],
        "项目支出绩效评价": [("perf_summary", "项目支出绩效评价项目", "count")],
        "部门整体自我评价": [("perf_summary", "部门整体自评得分", "score")],
        "二级项目绩效自评个数": [("perf_summary", "自评二级项目数", "count")],
        "涉及资金": [("perf_summary", "绩效自评涉及资金", "amount")],
        "优": [("perf_summary", "自评等级优的项目数", "count")],
        "良": [("perf_summary", "自评等级良的项目数", "count")],
        "中": [("perf_summary", "自评等级中的项目数", "count")],
        "差": [("perf_summary", "自评等级差的项目数", "count")],
    },
    "perf_project": {
        "自评得分": [("perf_project", "自评得分", "score")],
        "全年预算数": [("perf_project", "全年预算数", "adjusted_budget")],
        "完成预算": [("perf_project", "完成预算", "rate")],
        "自评报告得分": [("perf_project", "自评得分", "score")],
        "化解案件": [("workload", "化解特殊疑难信访案件", "count")],
        "资金到位率": [("perf_project", "资金到位率", "rate")],
    },
    "perf_target_narrative": {
        "化解事项占督导事项总数": [("perf_target_narrative", "化解事项占督导事项总数", "target")],
        "涉稳信息研判率": [("perf_target_narrative", "搜集到的信息", "target")],
        "涉稳舆情处置率": [("perf_target_narrative", "涉稳舆情处置率", "target")],
        "敏感时期安保任务完成率": [("perf_target_narrative", "在敏感时期安保任务完成", "target")],
        "依法处理信访工作任务完成率": [
            ("perf_target_narrative", "落实中央、省市及县委依法处理信访工作任务完成情况占任务总量", "target")
        ],
        "信访业务网上运行占需求量": [
            ("perf_target_narrative", "保障信访业务工作网上运行情况占信访业务工作网上需求量", "target")
        ],
    },
    "workload": {
        "受理来访批次": [("workload", "受理来访批次", "count")],
        "群众接待中心接待批次": [("workload", "群众接待中心接待群众来访批次", "count")],
        "群众接待中心接待人次": [("workload", "群众接待中心接待群众来访人次", "count")],
        "县级领导接访批次": [("workload", "县级领导接访群众批次", "count")],
        "县级领导接访人次": [("workload", "县级领导接访群众人次", "count")],
        "梳理排查化解信访积案": [("workload", "县级梳理排查化解信访积案", "count")],
        "调研报告": [("workload", "形成调研报告", "count")],
        "解决特殊疑难信访问题": [("workload", "特殊疑难信访问题", "count")],
        "解决特殊疑难信访问题人次": [("workload", "特殊疑难信访问题人次", "count")],
        "重点信访人员年初": [("workload", "重点信访人员（原有）", "count")],
        "重点信访人员年末": [("workload", "重点信访人员（现有）", "count")],
        "交办重复信访案件": [("workload", "办理中央、自治区、乌鲁木齐市交办重复信访案件", "count")],
        "已办理重复信访案件": [("workload", "办理中央、自治区、乌鲁木齐市交办重复信访案件（已办理）", "count")],
        "及时受理率": [("workload", "案件及时受理率", "rate")],
        "市联席办交办进京访重点案件": [("workload", "市联席办交办的进京访重点案件", "count")],
    },
}


#: Units that a record names and the text does not print (组织对3项目).
_UNITS = {"002-0159": "项目"}


def meanings(gold: Gold, seed: str) -> tuple[Reading, ...]:
    """What a narrative record may be called: by ``_NAMES``, else as ``gold.readings`` has it.

    The gold item of a functional item is its whole path; ours is the last part.
    """
    declared = _NAMES.get(gold.statement, {}).get(gold.item)
    if declared is not None:
        return tuple(Reading(statement, item, Measure(measure)) for statement, item, measure in declared)
    found = readings(gold, seed)
    if gold.statement == "general_by_item":
        found = tuple(Reading(one.statement, _last_part(one.item), one.measure) for one in found)
    if gold.statement == "general_by_class":
        found += tuple(Reading(one.statement, f"{one.item}支出", one.measure) for one in found)
    return found


def _last_part(path: str) -> str:
    name = path.removesuffix("（项）")
    return name.rsplit("（款）", 1)[-1]


def model_of(seed: str) -> DocumentModel:
    """The seed's text: one paragraph a line; the number of a table is its line."""
    blocks: list[Block] = []
    for number, line in enumerate(_text(seed).split("\n"), start=1):
        if line.startswith("\t") or "\t" in line.strip():
            texts = line.split("\t")
            cells = tuple(Cell(row=0, column=column, text=cell) for column, cell in enumerate(texts))
            blocks.append(Table(number=number, rows=1, columns=len(cells), cells=cells))
        else:
            blocks.append(Paragraph(number=number, text=line))
    return DocumentModel(media_type="text/plain", reader="test", blocks=tuple(blocks))


@cache
def read_seed(seed: str) -> NarrativeReading:
    about = document(seed)
    context = ReportContext(fiscal_year=about["fiscal_year"], report_type=about["report_type"])
    return read_narrative(model_of(seed), context)


@dataclass
class Score:
    """Records found and missing, and facts that contradict a record of the same meaning in the same place."""

    found: list[tuple[Gold, Fact]] = field(default_factory=list)
    missing: list[Gold] = field(default_factory=list)
    wrong: list[tuple[Fact, Gold]] = field(default_factory=list)
    extra: list[Fact] = field(default_factory=list)

    def recall(self) -> dict[str, tuple[int, int]]:
        """Statement → (found, wanted)."""
        wanted = Counter(gold.statement for gold, _ in self.found) + Counter(gold.statement for gold in self.missing)
        got = Counter(gold.statement for gold, _ in self.found)
        return {statement: (got[statement], wanted[statement]) for statement in sorted(wanted)}


def score(seed: str, facts: Iterable[Fact]) -> Score:
    """Match facts to the narrative records of ``seed`` by meaning, line, printed value and unit; each serves once."""
    result = Score()
    left = list(facts)
    golds = [gold for gold in records(seed) if gold.source == "narrative"]
    for gold in golds:
        fitting = (fact for fact in left if _same_place(gold, fact, seed) and _means(gold, fact, seed))
        match = next((fact for fact in fitting if _prints(gold, fact)), None)
        if match is None:
            result.missing.append(gold)
        else:
            left = [fact for fact in left if fact is not match]
            result.found.append((gold, match))
    for fact in left:
        rivals = [gold for gold in golds if _same_place(gold, fact, seed) and _means(gold, fact, seed)]
        if rivals and not any(_prints(gold, fact) for gold in rivals):
            result.wrong.append((fact, rivals[0]))
        else:
            result.extra.append(fact)
    return result


@cache
def _text(seed: str) -> str:
    return next(CONTENT.glob(f"{seed}_*.txt")).read_text(encoding="utf-8")


@cache
def _lines(seed: str, quote: str) -> frozenset[int]:
    """The lines on which the quote stands, wherever it occurs in the text."""
    text, position = _text(seed), 0
    lines: set[int] = set()
    while (position := text.find(quote, position)) >= 0:
        first = text.count("\n", 0, position) + 1
        lines.update(range(first, first + quote.count("\n") + 1))
        position += 1
    return frozenset(lines)


def _same_place(gold: Gold, fact: Fact, seed: str) -> bool:
    return (fact.paragraph if fact.paragraph is not None else fact.table_no) in _lines(seed, gold.quote)


def _means(gold: Gold, fact: Fact, seed: str) -> bool:
    if gold.code is not None and fact.code != gold.code:
        return False
    return any(
        reading.statement == fact.statement.value
        and squeeze(reading.item) == squeeze(fact.item)
        and reading.measure is fact.measure
        for reading in meanings(gold, seed)
    )


def _prints(gold: Gold, fact: Fact) -> bool:
    if gold.unit == "text":
        said = squeeze(fact.text or fact.printed)
        return bool(said) and (said in squeeze(gold.value) or squeeze(gold.value) in said)
    return same_value(replace(gold, unit=_UNITS.get(gold.id, gold.unit)), fact)
