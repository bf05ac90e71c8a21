"""OFD: the same tables and paragraphs as a PDF of the same page."""

import io
import zipfile
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings

from domain.records import DocumentState
from parsers.model import UnreadableDocument
from parsers.readers import read
from tests.parsers.readers.shapes import Layout, as_set, layouts, texts

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def ofd(*pages: str, template: str = "") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr(
            "OFD.xml",
            f"<ofd:OFD {SPACE}><ofd:DocBody><ofd:DocInfo><ofd:Title>决算公开</ofd:Title></ofd:DocInfo>"
            "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        )
        listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
        package.writestr(
            "Doc_0/Document.xml",
            f"<ofd:Document {SPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
            '</ofd:PageArea><ofd:TemplatePage ID="90" BaseLoc="Tpls/T.xml"/></ofd:CommonData>'
            f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        )
        package.writestr("Doc_0/Tpls/T.xml", content(template))
        for number, page in enumerate(pages):
            used = '<ofd:Template TemplateID="90"/>' if template else ""
            package.writestr(f"Doc_0/Pages/Page_{number}/Content.xml", content(page, used))
    return target.getvalue()


def content(objects: str, used: str = "") -> str:
    return f"<ofd:Page {SPACE}>{used}<ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>"


def text(x: float, y: float, words: str, size: float = 3.2, deltas: str | None = None) -> str:
    """``words`` with the top left of their box at (x, y) in millimetres."""
    steps = deltas if deltas is not None else " ".join([str(size)] * (len(words) - 1))
    return (
        f'<ofd:TextObject Boundary="{x} {y} 80 6" Size="{size}"><ofd:TextCode X="0" Y="{size}" DeltaX="{steps}">'
        f"{escape(words)}</ofd:TextCode></ofd:TextObject>"
    )


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    return (
        f'<ofd:PathObject Boundary="{x0} {y0} {x1 - x0 + 0.2} {y1 - y0 + 0.2}" LineWidth="0.2">'
        f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}</ofd:AbbreviatedData></ofd:PathObject>"
    )


@settings(max_examples=40, deadline=None)
@given(layouts(most_rows=8, most_columns=5))
def test_every_cell_of_a_ruled_page_is_read(layout: Layout) -> None:
    objects = []
    for cell in layout.cells:
        x0, x1 = 15 + 32 * cell.column, 15 + 32 * (cell.column + cell.column_span)
        y0, y1 = 20 + 8 * cell.row, 20 + 8 * (cell.row + cell.row_span)
        objects += [line(x0, y0, x1, y0), line(x0, y1, x1, y1), line(x0, y0, x0, y1), line(x1, y0, x1, y1)]
        if cell.text:
            objects.append(text(x0 + 1, y0 + 2, cell.text))
    (table,) = read(ofd("".join(objects))).tables
    assert as_set(table) == as_set(layout.cells)


def test_text_of_pages_and_their_template_is_read_in_order_with_places_in_points() -> None:
    model = read(ofd(text(20, 40, "收入总计"), text(20, 40, "支出总计"), template=text(20, 20, "襄垣县信访局")))
    assert texts(model) == ["襄垣县信访局", "收入总计", "襄垣县信访局", "支出总计"]
    assert (model.media_type, model.reader, model.pages, model.title) == ("application/ofd", "ofd", 2, "决算公开")
    first = model.paragraphs[1]
    assert first.page == 1
    assert first.bbox is not None
    assert [round(value) for value in first.bbox[:2]] == [57, 114]


def test_repeated_advances_and_odd_numbers_are_understood() -> None:
    assert texts(read(ofd(text(20, 40, "一二三四五", deltas="g 3 3.2 3.2")))) == ["一二三四五"]
    assert texts(read(ofd(text(20, 40, "一二", deltas="g x y nan")))) == ["一二"]


@pytest.mark.usefixtures("no_recognition")
def test_a_page_of_images_is_scanned() -> None:
    try:
        read(ofd('<ofd:ImageObject Boundary="0 0 210 297" ResourceID="1"/>'))
    except UnreadableDocument as error:
        state = error.state
    assert state is DocumentState.SCANNED
