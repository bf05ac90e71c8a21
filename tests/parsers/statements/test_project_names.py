"""A project is called in sentences as its forms print it, also where quotation marks are part of the name."""

from __future__ import annotations

from domain.records import Fact, Origin
from parsers.model import Cell, DocumentModel, Paragraph, ReportContext, Table
from parsers.statements import named_as_in_forms, read_statements

BUDGET = ReportContext(2021, "budget", "塔木泉县信访局", "新疆维吾尔自治区")


def names(*printed: str) -> set[tuple[str, str]]:
    """Origin and item of the projects of a report whose form lists ``printed``."""
    rows = [["项目名称", "合计"], *([name, "12.00"] for name in printed)]
    form = Table(
        1,
        len(rows),
        2,
        tuple(Cell(row, column, text) for row, cells in enumerate(rows) for column, text in enumerate(cells)),
    )
    said = ("项目支出情况说明", "项目名称：“访惠聚”驻村工作队补助", "预算安排规模：12.00万元")
    blocks = (Paragraph(1, "项目支出情况表"), Paragraph(2, "单位：万元"), form)
    model = DocumentModel("text/html", "html", (*blocks, *(Paragraph(3 + n, text) for n, text in enumerate(said))))
    return {(fact.origin.value, fact.item) for fact in read_statements(model, BUDGET).facts}


def test_a_sentence_names_a_project_as_the_form_does() -> None:
    name = "“访惠聚”驻村工作队补助"
    assert names(name) == {("table", name), ("narrative", name)}


def test_without_a_form_of_that_name_and_between_two_the_name_stays_as_it_is_compared() -> None:
    assert ("narrative", "访惠聚驻村工作队补助") in names("信访业务经费")
    assert ("narrative", "访惠聚驻村工作队补助") in names("“访惠聚”驻村工作队补助", "‘访惠聚’驻村工作队补助")


def test_a_form_in_another_file_of_the_report_names_it_too() -> None:
    def facts(*blocks: Paragraph | Table) -> tuple[Fact, ...]:
        return read_statements(DocumentModel("text/html", "html", blocks), BUDGET).facts

    name = "“访惠聚”驻村工作队补助"
    cells = [["项目名称", "合计"], [name, "12.00"]]
    form = Table(1, 2, 2, tuple(Cell(r, c, text) for r, row in enumerate(cells) for c, text in enumerate(row)))
    forms = facts(Paragraph(1, "项目支出情况表"), Paragraph(2, "单位：万元"), form)
    said = facts(
        *(
            Paragraph(n, text)
            for n, text in enumerate(("项目支出情况说明", f"项目名称：{name}", "预算安排规模：12.00万元"), 1)
        )
    )
    assert [fact.item for fact in said if fact.origin is Origin.NARRATIVE] == ["访惠聚驻村工作队补助"]
    assert {fact.item for fact in named_as_in_forms((*forms, *said))} == {name}
