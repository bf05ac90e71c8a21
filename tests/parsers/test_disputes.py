"""Figures that two readers see differently on the pages of failed checks are disputed, and nothing else changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from reportlab.pdfgen.canvas import Canvas

from domain.records import Agreement, DocumentState, Fact, Origin
from parsers.model import ReportContext, UnreadableDocument
from parsers.parse import ParseResult, Source, parse_report
from parsers.readers.second_opinion import SeenCell, second_opinion
from parsers.workbench import InProcess
from tests.parsers.readers import expenditure
from tests.parsers.readers.pdf_maker import A4, Drawing, Spec, draw_table, make_pdf, text_line

CONTEXT = ReportContext(2023, "final_accounts", "示例县信访局")
ROWS = [expenditure.HEAD, *expenditure.ROWS]


def report(**changed: str) -> bytes:
    """A page with the expenditure table; ``changed`` texts by place, e.g. ``r1c2="217.00"``."""

    def draw(canvas: Canvas, height: float) -> None:
        text_line(canvas, height, 230, 50, "支出决算表", 14)
        text_line(canvas, height, 50, 70, "部门：示例县信访局")
        text_line(canvas, height, 460, 70, "单位：万元")
        cells = [Spec(r, c, changed.get(f"r{r}c{c}", text)) for r, row in enumerate(ROWS) for c, text in enumerate(row)]
        xs, ys = [50, 110, 260, 350, 430, 510], [80 + 18 * row for row in range(len(ROWS) + 1)]
        draw_table(canvas, height, Drawing(xs, ys, cells))

    return make_pdf(draw, size=A4)


class Bench(InProcess):
    """A workbench whose second reader may misread, or fail; it remembers what it was asked."""

    def __init__(self, *, misread: tuple[str, str] = ("", ""), fails: bool = False) -> None:
        super().__init__()
        self.asked: list[list[int]] = []
        self._misread, self._fails = misread, fails

    def second_opinion(self, data: bytes, pages: Sequence[int]) -> tuple[SeenCell, ...]:
        self.asked.append(list(pages))
        if self._fails:
            raise UnreadableDocument(DocumentState.TIMEOUT, "too slow")
        old, new = self._misread
        return tuple(replace(cell, text=new) if cell.text == old else cell for cell in second_opinion(data, pages))


def parse(data: bytes, bench: Bench) -> ParseResult:
    return parse_report([Source(data, "表.pdf")], CONTEXT, report_id="r", workbench=bench)


def disputed(result: ParseResult) -> list[tuple[str, str]]:
    return [(fact.item, fact.printed) for fact in result.facts if fact.agreement is Agreement.DISPUTED]


def test_a_report_whose_checks_hold_is_not_read_twice() -> None:
    bench = Bench()
    result = parse(report(), bench)
    assert [check.rule for check in result.checks if check.verdict.failed] == []
    assert len(result.facts) > 10
    assert bench.asked == []


def test_the_pages_of_failed_checks_are_read_again_and_agreement_changes_nothing() -> None:
    bench = Bench()
    result = parse(report(r1c2="217.00"), bench)
    assert any(check.verdict.failed for check in result.checks)
    assert bench.asked == [[1]]
    assert disputed(result) == []
    assert result.documents[0].notes == ()


def test_a_figure_that_the_second_reader_sees_differently_is_disputed_and_stays_as_read() -> None:
    data = report(r1c2="217.00")
    result, same = parse(data, Bench(misread=("111.39", "111.30"))), parse(data, Bench())
    assert {printed for _, printed in disputed(result)} == {"111.39"}
    undone = [fact.model_copy(update={"agreement": Agreement.SINGLE}) for fact in result.facts]
    assert undone == [fact.model_copy(update={"agreement": Agreement.SINGLE}) for fact in same.facts]
    assert result.checks == same.checks
    (note,) = result.documents[0].notes
    count = len(disputed(result))
    assert note == (
        f"第 1 页有 {count} 个数字两种读法不同，标为有争议 / "
        f"two readers differ in {count} figures of page 1, which are disputed"
    )


@pytest.mark.parametrize("seen", ["1217.00", "217.001", "217.0", "21.7"])
def test_a_longer_or_shorter_number_is_another_one(seen: str) -> None:
    result = parse(report(r1c2="217.00"), Bench(misread=("217.00", seen)))
    assert {printed for _, printed in disputed(result)} == {"217.00"}


@pytest.mark.parametrize("seen", ["217 .00", "２１７.00", "217.00\n", "（217.00）"])
def test_the_same_number_written_otherwise_is_no_dispute(seen: str) -> None:
    assert disputed(parse(report(r1c2="217.00"), Bench(misread=("217.00", seen)))) == []


def test_a_second_reader_that_fails_is_no_disagreement() -> None:
    bench = Bench(fails=True)
    result = parse(report(r1c2="217.00"), bench)
    assert bench.asked == [[1]]
    assert disputed(result) == []
    assert any(fact.origin is Origin.TABLE for fact in result.facts)


def test_sentences_are_not_compared_with_cells() -> None:
    def facts_of(result: ParseResult) -> list[Fact]:
        return [fact for fact in result.facts if fact.origin is Origin.NARRATIVE]

    data = make_pdf(
        lambda canvas, height: text_line(canvas, height, 60, 80, "2023年度支出总计217.00万元，其中基本支出131.74万元。")
    )
    bench = Bench()
    result = parse(data, bench)
    assert facts_of(result) != []
    assert bench.asked == []
