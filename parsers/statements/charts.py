"""Charts: the cached values behind a drawing, one fact per point.

A chart prints no unit of its own, so a point becomes money only when the document states one unit.
"""

from __future__ import annotations

from domain.money import parse_number, to_yuan
from domain.records import CellState, Fact, Measure, Origin, Statement
from domain.redaction import redact
from domain.text import normalise
from parsers.model import Chart, DocumentModel, ReportContext


def read_charts(model: DocumentModel, context: ReportContext) -> tuple[Fact, ...]:
    """Facts of statement ``chart``, item ``<series>/<category>``, in the order of the drawing."""
    return tuple(
        fact
        for chart in model.charts
        for point in chart.points
        if (fact := _point(chart, point, context.default_unit)) is not None
    )


def point_label(chart: Chart, point: tuple[str, str, str]) -> str:
    """Item of a point: ``<series>/<category>``, the chart's title where its series has no name; redacted."""
    series, category, _ = (normalise(part) for part in point)
    return redact("/".join(part for part in (series or normalise(chart.title or ""), category) if part))


def _point(chart: Chart, point: tuple[str, str, str], unit: str | None) -> Fact | None:
    series, category, printed = (normalise(part) for part in point)
    number = parse_number(printed)
    if number is None:
        return None
    label = point_label(chart, point)
    money = to_yuan(number.value, unit) if unit else None
    return Fact(
        statement=Statement.CHART,
        item=label,
        item_printed=label,
        measure=Measure.AMOUNT,
        amount=money,
        value=None if unit else number.value,
        printed=printed,
        printed_unit=unit,
        cell_state=CellState.VALUE if number.value else CellState.ZERO,
        origin=Origin.CHART,
        page=chart.page,
        quote="\t".join(part for part in (redact(series), redact(category), printed) if part),
    )
