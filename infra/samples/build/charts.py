"""Real charts for Word files: DrawingML with cached names and numbers, and the workbook behind each."""

from __future__ import annotations

import io
from decimal import Decimal
from xml.sax.saxutils import escape

import openpyxl

from infra.samples.build.content import ChartData
from infra.samples.build.package import with_fixed_dates

C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

COLOURS = ("4472C4", "ED7D31", "A5A5A5", "FFC000", "5B9BD5", "70AD47")


def _fill(colour: str) -> str:
    return f'<c:spPr><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></c:spPr>'


def _points(values: list[str]) -> str:
    points = "".join(f'<c:pt idx="{i}"><c:v>{escape(value)}</c:v></c:pt>' for i, value in enumerate(values))
    return f'<c:ptCount val="{len(values)}"/>{points}'


def _series(data: ChartData, index: int) -> str:
    column = chr(ord("B") + index)
    last = len(data.categories) + 1
    name = ""
    if data.series[index]:
        cache = _points([data.series[index]])
        name = f"<c:tx><c:strRef><c:f>Sheet1!${column}$1</c:f><c:strCache>{cache}</c:strCache></c:strRef></c:tx>"
    labels = (
        '<c:dLbls><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
        '<c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
    )
    colour = _fill(COLOURS[index]) if data.kind == "bar" else ""
    if data.kind == "pie":
        for point, _ in enumerate(data.categories):
            colour += (
                f'<c:dPt><c:idx val="{point}"/><c:bubble3D val="0"/>{_fill(COLOURS[point % len(COLOURS)])}</c:dPt>'
            )
    categories = (
        f"<c:strRef><c:f>Sheet1!$A$2:$A${last}</c:f><c:strCache>{_points(data.categories)}</c:strCache></c:strRef>"
    )
    numbers = (
        f"<c:numRef><c:f>Sheet1!${column}$2:${column}${last}</c:f>"
        f"<c:numCache><c:formatCode>General</c:formatCode>{_points(data.values[index])}</c:numCache></c:numRef>"
    )
    return (
        f'<c:ser><c:idx val="{index}"/><c:order val="{index}"/>{name}{colour}{labels}'
        f"<c:cat>{categories}</c:cat><c:val>{numbers}</c:val></c:ser>"
    )


def chart_xml(data: ChartData) -> str:
    """The chart part: a bar or a pie chart."""
    series = "".join(_series(data, index) for index in range(len(data.series)))
    if data.kind == "bar":
        plot = (
            f'<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/>{series}'
            '<c:axId val="111"/><c:axId val="222"/></c:barChart>'
            '<c:catAx><c:axId val="111"/><c:scaling/><c:delete val="0"/><c:axPos val="b"/>'
            '<c:crossAx val="222"/></c:catAx>'
            '<c:valAx><c:axId val="222"/><c:scaling/><c:delete val="0"/><c:axPos val="l"/>'
            '<c:crossAx val="111"/></c:valAx>'
        )
    else:
        plot = f'<c:pieChart><c:varyColors val="1"/>{series}</c:pieChart>'
    title = (
        f"<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:t>{escape(data.title)}</a:t></a:r></a:p></c:rich></c:tx>"
        '<c:overlay val="0"/></c:title>'
    )
    return (
        f'{XML}<c:chartSpace xmlns:c="{C}" xmlns:a="{A}" xmlns:r="{R}"><c:chart>{title}<c:autoTitleDeleted val="0"/>'
        f'<c:plotArea><c:layout/>{plot}</c:plotArea><c:legend><c:legendPos val="b"/></c:legend><c:plotVisOnly val="1"/>'
        '</c:chart><c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def workbook(data: ChartData) -> bytes:
    """The embedded workbook an editor opens to change the chart."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Sheet1"
    for index, name in enumerate(data.series):
        sheet.cell(1, index + 2, name or None)
        for row, value in enumerate(data.values[index]):
            sheet.cell(row + 2, index + 2, Decimal(value))
    for row, category in enumerate(data.categories):
        sheet.cell(row + 2, 1, category)
    buffer = io.BytesIO()
    book.save(buffer)
    return with_fixed_dates(buffer.getvalue())


def drawing(relation: str, number: int, title: str) -> str:
    """The paragraph that shows the chart."""
    return (
        '<w:p><w:pPr><w:spacing w:line="240" w:lineRule="auto"/><w:jc w:val="center"/></w:pPr><w:r><w:drawing>'
        f'<wp:inline xmlns:wp="{WP}" distT="0" distB="0" distL="0" distR="0"><wp:extent cx="5274310" cy="2743200"/>'
        f'<wp:docPr id="{number}" name="图表 {number}" descr="{escape(title)}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic xmlns:a="{A}"><a:graphicData uri="{C}"><c:chart xmlns:c="{C}" r:id="{relation}"/></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
