"""The year with which a sentence begins goes on over its clauses until another is named."""

from __future__ import annotations

from tests.parsers.statements.narrative_documents import check

CASES = """
一、其他重要事项
2022年度政府采购支出总额12.40万元，机关运行经费支出31.75万元。
    procurement 政府采购支出总额 prior_amount 124000.00
    agency_operating 机关运行经费 prior_amount 317500.00
2023年机关运行经费支出33万元。
    agency_operating 机关运行经费 amount 330000.00
2022年度，机关运行经费支出31.75万元，比上年增加2.10万元。
    agency_operating 机关运行经费 prior_amount 317500.00
    ? 比上年增加2.10万元
2021年机关运行经费支出29.65万元，政府采购支出总额9万元。
    ? 2021年机关运行经费支出29.65万元
    ? 政府采购支出总额9万元
2022年机关运行经费31.75万元，2023年机关运行经费33万元，增加1.25万元；政府采购支出总额3万元。
    agency_operating 机关运行经费 prior_amount 317500.00
    agency_operating 机关运行经费 amount 330000.00
    agency_operating 机关运行经费 change 12500.00
    procurement 政府采购支出总额 amount 30000.00
根据2022年中央有关规定，机关运行经费支出33万元。
    agency_operating 机关运行经费 amount 330000.00
从2022年机关运行经费31.75万元增加到33万元。
    agency_operating 机关运行经费 prior_amount 317500.00
    agency_operating 机关运行经费 amount 330000.00
"""


def test_the_year_of_a_sentence_goes_on_over_its_clauses() -> None:
    check(CASES, year=2023, kind="final_accounts", agency="长垣市信访局")
