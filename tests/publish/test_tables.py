"""Derived tables hold printed figures only: the right place, the right column, and nothing where prints contradict."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.records import Correction, Fact, Measure, ReportType, Statement
from publish.package import write_csv
from publish.schemas import SchemaError, load_schemas
from publish.tables import build_tables
from publish.tables.codes import economic_classification, economic_group, function_classification
from publish.tables.declarations import LineTable, line_tables, totals_declaration
from publish.tables.reference import reference_tables
from tests.publish.samples import fact, narrated, parsed_report, rows_of


def test_columns_of_a_function_table_fall_into_place() -> None:
    def cell(item: str, printed: str, row: int, code: str | None = None) -> Fact:
        return fact("expenditure_by_function", item, printed, code=code, row=row)

    facts = [
        cell("合计/本年支出合计", "233.67", 3),
        cell("合计/基本支出", "149.34", 3),
        cell("信访事务/本年支出合计", "76.61", 6, "2010308"),
        cell("信访事务/项目支出", "76.61", 6, "2010308"),
        cell("信访事务/对附属单位补助支出", "0", 6, "2010308"),
    ]
    assert rows_of("function_lines", facts) == [
        {
            "statement": "expenditure_by_function",
            "line_no": "1",
            "name": "合计",
            "level": "total",
            "expenditure_total": "2336700.00",
            "basic": "1493400.00",
        },
        {
            "statement": "expenditure_by_function",
            "line_no": "2",
            "code": "2010308",
            "name": "信访事务",
            "code_normalised": "2010308",
            "level": "item",
            "expenditure_total": "766100.00",
            "project": "766100.00",
            "subsidy_affiliated": "0.00",
        },
    ]


def test_lines_are_numbered_for_each_statement_in_the_order_of_the_source() -> None:
    facts = [
        narrated("general_by_item", "信访事务", "34.5"),
        narrated("general_by_class", "一般公共服务支出", "302.75"),
        narrated("general_by_item", "行政运行", "173.67"),
        narrated("general_by_item", "信访事务", "100", measure="completion_pct", unit="%"),
    ]
    lines = rows_of("function_lines", facts)
    assert [(line["statement"], line["line_no"], line["name"]) for line in lines] == [
        ("general_by_item", "1", "信访事务"),
        ("general_by_class", "1", "一般公共服务支出"),
        ("general_by_item", "2", "行政运行"),
    ]
    assert lines[0]["completion_pct"] == "100"


def test_two_rows_of_one_table_with_the_same_name_stay_two_rows_and_one_row_printed_twice_is_one() -> None:
    twice_in_one_table = [
        fact("general_by_function", "行政运行/小计", "1.00", row=5),
        fact("general_by_function", "行政运行/小计", "2.00", row=9),
    ]
    assert [line["expenditure_total"] for line in rows_of("function_lines", twice_in_one_table)] == [
        "10000.00",
        "20000.00",
    ]
    in_two_files = [
        fact("general_by_function", "行政运行/小计", "1.00", row=5),
        fact("general_by_function", "行政运行/小计", "1.00", row=7, document="b" * 64),
    ]
    assert [line["expenditure_total"] for line in rows_of("function_lines", in_two_files)] == ["10000.00"]


def test_a_sentence_that_repeats_a_coded_row_adds_to_it_and_makes_no_second_row() -> None:
    facts = [
        fact("basic_by_economic", "邮电费", "0.25", code="30207", row=7),
        narrated("basic_by_economic", "邮电费", "0.25", unit="元"),
        narrated("basic_by_economic", "邮电费", "0.05", measure="change"),
        narrated("basic_by_economic", "劳务费", "1.00"),
    ]
    assert rows_of("economic_lines", facts) == [
        {
            "line_no": "1",
            "code": "30207",
            "name": "邮电费",
            "code_normalised": "30207",
            "group": "public",
            "amount": "2500.00",
            "change": "500.00",
        },
        {"line_no": "2", "name": "劳务费", "code_normalised": "30226", "group": "public", "amount": "10000.00"},
    ]


def test_a_row_that_prints_personnel_and_public_funds_makes_a_line_for_each() -> None:
    facts = [
        fact("basic_by_economic", "其他支出/人员经费", "1.00", row=4),
        fact("basic_by_economic", "其他支出/公用经费", "2.00", row=4),
    ]
    assert [(line["group"], line["amount"]) for line in rows_of("economic_lines", facts)] == [
        ("personnel", "10000.00"),
        ("public", "20000.00"),
    ]


def test_three_public_costs_have_a_row_for_budget_and_one_for_accounts() -> None:
    facts = [
        narrated("three_public", "公务接待费", "0.27", measure="budget"),
        narrated("three_public", "公务接待费", "0.18", measure="amount"),
        narrated("three_public", "公务接待费", "66.67", measure="completion_pct", unit="%"),
        narrated("three_public_counts", "公务接待批次", "12", measure="count", unit="批次"),
        narrated("three_public_counts", "公务接待人次", "30", measure="count", unit="人次"),
    ]
    assert rows_of("three_public", facts) == [
        {"item": "公务接待费", "phase": "budget", "amount": "2700.00"},
        {
            "item": "公务接待费",
            "phase": "final",
            "amount": "1800.00",
            "completion_pct": "66.67",
            "batches": "12",
            "persons": "30",
        },
    ]


def test_counts_and_changes_of_a_budget_belong_to_the_budget() -> None:
    facts = [
        narrated("three_public", "三公经费", "1.2", measure="budget"),
        narrated("three_public", "三公经费", "0.3", measure="change"),
        narrated("three_public_counts", "公务用车保有量", "1", measure="count", unit="辆"),
    ]
    rows = rows_of("three_public", facts, ReportType.BUDGET)
    assert [(row["item"], row["phase"]) for row in rows] == [("三公经费", "budget"), ("公务用车运行维护费", "budget")]
    assert rows[0]["change"] == "3000.00"


def test_kinds_of_assets_are_told_by_name() -> None:
    facts = [
        narrated("assets", "设备/单价100万元（含）以上设备（不含车辆）", "0", measure="count", unit="台（套）"),
        narrated("assets", "车辆数合计", "1", measure="count", unit="辆"),
        narrated("assets", "车辆价值", "17.80"),
        narrated("assets", "车辆/应急保障用车", "1", measure="count", unit="辆"),
        narrated("assets", "房屋面积", "120.5", measure="count", unit="平方米"),
    ]
    assert rows_of("assets", facts) == [
        {"kind": "equipment", "item": "设备/单价100万元（含）以上设备（不含车辆）", "count": "0", "unit": "台（套）"},
        {"kind": "vehicles", "item": "车辆", "count": "1", "unit": "辆", "amount": "178000.00"},
        {"kind": "vehicles", "item": "车辆/应急保障用车", "count": "1", "unit": "辆"},
        {"kind": "buildings", "item": "房屋", "area": "120.5"},
    ]


def test_a_line_of_the_procurement_table_is_put_together_from_its_cells() -> None:
    def cell(column: str, printed: str, measure: str, **more: str | None) -> Fact:
        return fact("procurement_item", f"1/其他印刷品{column}", printed, measure=measure, row=3, **more)  # type: ignore[arg-type]

    facts = [
        cell("/项目名称", "驻访专项业务经费", "text", text="驻访专项业务经费", unit=None),
        cell("/政府采购目录序号", "A080299", "text", text="A080299", unit=None),
        cell("", "43.00", "quantity", unit="捆"),
        cell("", "0.02", "unit_price"),
        cell("", "0.86", "amount"),
        cell("/一般公共预算拨款", "0.86", "amount"),
    ]
    assert rows_of("procurement_items", facts) == [
        {
            "line_no": "1",
            "item": "1/其他印刷品",
            "goods": "其他印刷品",
            "project": "驻访专项业务经费",
            "catalogue_code": "A080299",
            "quantity": "43.00",
            "unit": "捆",
            "unit_price": "200.00",
            "amount": "8600.00",
            "funding": "一般公共预算拨款",
        }
    ]


def test_the_project_of_a_purchase_is_the_one_that_pays_and_a_name_of_the_catalogue_is_no_code() -> None:
    def cell(column: str, printed: str) -> Fact:
        return fact("procurement_item", f"1/电脑{column}", printed, measure="text", text=printed, unit=None, row=3)

    facts = [
        cell("/预算项目", "联席会议办公室工作经费"),
        cell("/采购项目", "办公设备"),
        cell("/采购目录", "台式计算机"),
        fact("procurement_item", "1/电脑", "0.86", row=3),
    ]
    assert rows_of("procurement_items", facts) == [
        {"line_no": "1", "item": "1/电脑", "goods": "电脑", "project": "联席会议办公室工作经费", "amount": "8600.00"}
    ]


def test_a_project_and_its_indicators_are_told_apart_by_project() -> None:
    def about(project: str, item: str, printed: str, measure: str, **more: str | None) -> Fact:
        statement = "perf_indicator" if "指标" in item else "perf_project"
        return fact(statement, item, printed, measure=measure, project=project, row=5, **more)  # type: ignore[arg-type]

    facts = [
        fact("project_expenditure", "维稳经费", "49", row=2),
        about("维稳经费", "年度资金总额/全年预算数", "48.96", "budget"),
        about("维稳经费", "年度资金总额/全年执行数", "44.199", "amount"),
        about("维稳经费", "其中：财政拨款/全年执行数", "40", "amount"),
        about("维稳经费", "产出指标/数量指标/接访次数", "≥4次", "target", text="≥4次", unit=None),
        about("维稳经费", "产出指标/数量指标/接访次数", "20", "weight", unit="分"),
        about("遗属补助", "产出指标/数量指标/接访次数", "=4人", "target", text="=4人", unit=None),
    ]
    assert rows_of("projects", facts) == [
        {"project": "维稳经费", "amount": "490000.00", "budget": "489600.00", "executed": "441990.00"}
    ]
    levels = {"level1": "产出指标", "level2": "数量指标", "level3": "接访次数"}
    assert rows_of("project_indicators", facts) == [
        {"line_no": "1", "project": "维稳经费", **levels, "target": "≥4次", "weight": "20"},
        {"line_no": "2", "project": "遗属补助", **levels, "target": "=4人"},
    ]
    assert rows_of("facts", facts)[1]["item"] == "维稳经费/年度资金总额/全年预算数"


def test_a_target_printed_in_pieces_is_published_as_it_is_read() -> None:
    def row(number: int, name: str, *cells: tuple[str, str, str | None], table: int = 1) -> list[Fact]:
        texts = ("/指标性质", "/度量单位")
        return [
            fact(
                "perf_indicator",
                f"产出指标/数量指标/{name}{column}",
                printed,
                measure="text" if column in texts else "target",
                text=printed,
                unit=unit,
                row=number,
                table=table,
                project="维稳经费",
            )
            for column, printed, unit in cells
        ]

    facts = [
        *row(1, "满意度", ("/指标性质", "≥", None), ("", "90", "%"), ("/度量单位", "%", None)),
        *row(2, "办结率", ("/指标性质", "大于等于", None), ("", "95%", None), ("/度量单位", "%", None)),
        *row(3, "秩序", ("/指标性质", "定性", None), ("", "持续好转", None), ("/度量单位", "无", None)),
        *row(4, "批次", ("", "300", "批次"), ("/指标性质", "≥", None), ("/调整后指标值", "320", "批次")),
        *row(5, "人次", ("/指标性质", "≥", None), ("", "≥40", "人次")),
        *row(6, "天数", ("", "15", "天")),
        *row(7, "件数", ("/指标性质", "≤", None), ("/度量单位", "件", None)),
        *row(1, "次数", ("", "8", None), table=2),
        # The same target in one cell of another table is the same, not another one.
        *row(9, "满意度", ("", "≥90%", None), table=3),
    ]
    published = {
        row["level3"]: (row["target"], row.get("adjusted_target")) for row in rows_of("project_indicators", facts)
    }
    assert published == {
        "满意度": ("≥90%", None),
        "办结率": ("大于等于95%", None),
        "秩序": ("定性 持续好转", None),
        "批次": ("≥300批次", "≥320批次"),
        "人次": ("≥40人次", None),
        "天数": ("15天", None),
        "次数": ("8", None),
    }
    assert [row["text"] for row in rows_of("facts", facts)][:3] == ["≥", "90", "%"]


def test_personal_data_is_in_no_table_whatever_a_reader_left_in() -> None:
    facts = [
        fact("project_expenditure", "信访救助（项目负责人：赵明 13800138000）", "1.00", row=1),
        narrated("workload", "化解张某某信访积案", "1", measure="count", unit="件"),
    ]
    report = parsed_report(facts=facts, title="信访局决算公开 联系人：赵明 13800138000")
    published = b"".join(write_csv(load_schemas()[name].columns, rows) for name, rows in build_tables([report]).items())
    for personal in ("赵明", "13800138000", "张某某"):
        assert personal.encode() not in published


@pytest.mark.parametrize(
    ("code", "name", "year", "normalised"),
    [
        ("2010308", "信访事务", 2023, "2010308"),
        ("204999", "其他公共安全支出", 2021, "2049999"),  # a digit is missing; the name of the item is known
        ("", "信访事务", 2019, "2010308"),
        ("", "行政运行", 2019, ""),  # many sections have an item of this name
        ("2111101", "公务员医疗补助", 2025, ""),  # code and name belong to different items
        ("", "没有这样的科目", 2023, ""),
    ],
)
def test_codes_are_normalised_only_where_that_is_certain(code: str, name: str, year: int, normalised: str) -> None:
    found = function_classification().normalised(code, name, year, frozenset({"item"}))
    assert found == normalised


@pytest.mark.parametrize(
    ("code", "name", "group"),
    [
        ("30101", "基本工资", "personnel"),
        ("30299", "其他商品和服务支出", "public"),
        ("", "基本工资", "personnel"),
        ("", "其他支出", "public"),
        ("", "人员经费", "personnel"),
        ("", "基本支出", ""),
        ("", "看不懂的名称", ""),
    ],
)
def test_economic_items_belong_to_personnel_or_public_funds(code: str, name: str, group: str) -> None:
    assert economic_group(code, name, 2023) == group


def test_the_meaning_of_an_economic_code_depends_on_the_year() -> None:
    assert economic_classification().normalised("30311", "住房公积金", 2016) == "30311"
    assert economic_classification().normalised("30311", "住房公积金", 2023) == ""
    assert economic_classification().normalised("30311", "代缴社会保险费", 2023) == "30311"


def test_tables_are_sorted_by_primary_key_and_do_not_depend_on_the_order_of_reports() -> None:
    reports = [parsed_report("513223", 2019), parsed_report("140423", 2023), parsed_report("140423", 2022)]
    tables = build_tables(reports)
    assert tables == build_tables(reversed(reports))
    for name, rows in tables.items():
        schema = load_schemas()[name]
        assert rows == sorted(rows, key=schema.sort_key), name
        keys = [schema.key_of(row) for row in rows]
        assert len(keys) == len(set(keys)), name
    lines = [row for row in tables["function_lines"] if row["fiscal_year"] == "2023"]
    assert [row["line_no"] for row in lines] == ["1", "2", "3"]


def test_the_same_report_twice_is_an_error_and_names_it() -> None:
    with pytest.raises(ValueError, match="140423-2023-final-"):
        build_tables([parsed_report(), parsed_report()])


def test_corrections_are_published_beside_the_facts() -> None:
    report = parsed_report()
    correction = Correction(
        correction_id="c-1",
        report_id=report.report.report_id,
        statement=Statement.SUMMARY,
        item="收入总计",
        measure=Measure.AMOUNT,
        expect="233.67",
        value=Decimal("2337600.00"),
        reason="发布机关来函更正",
    )
    (row,) = build_tables([report], corrections=[correction])["corrections"]
    assert (row["expect"], row["value"], row["status"]) == ("233.67", "2337600.00", "open")


def test_reference_tables_say_which_rows_are_doubtful() -> None:
    tables = reference_tables()
    assert len(tables["divisions"]) > 3000
    codes = {row["code"]: row["verified"] for row in tables["function_codes"]}
    assert (codes["2010308"], codes["2014004"]) == ("true", "false")
    assert {row["scheme"] for row in tables["economic_codes"]} == {"department", "government"}
    changes = [row["change_id"] for row in tables["division_changes"]]
    assert len(changes) == len(set(changes))


def test_every_declared_table_fills_a_table_of_the_contract() -> None:
    made = [table.resource for table in line_tables()]
    expected = "assets economic_lines function_lines procurement procurement_items project_indicators projects staffing"
    assert sorted(made) == [*expected.split(), "three_public", "workload"]
    keys = {"report_id", "division_code", "fiscal_year", "report_type"}
    assert set(totals_declaration()) == set(load_schemas()["totals"].columns) - keys


def test_a_declaration_with_an_unknown_word_is_an_error() -> None:
    good = {
        "resource": "workload",
        "row_column": "item",
        "rules": [{"statements": ["workload"], "measures": {"count": "count"}}],
    }
    LineTable.model_validate(good)
    for bad in (
        {**good, "colour": "red"},
        {**good, "rules": [{"statements": ["work"], "measures": {}}]},
        {**good, "rules": [{"statements": ["workload"], "measures": {"counts": "count"}}]},
    ):
        with pytest.raises((ValueError, SchemaError)):
            LineTable.model_validate(bad)
