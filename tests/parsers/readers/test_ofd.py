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


def ofd(*pages: str, template: str = "", parts: dict[str, str] | None = None, beside: str = "") -> bytes:
    """``beside``: more of ``Document.xml``; ``parts``: more files of the package."""
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
            f"<ofd:Pages>{listed}</ofd:Pages>{beside}</ofd:Document>",
        )
        for name, part in (parts or {}).items():
            package.writestr(name, part)
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


def transformed(words: str, matrix: str, settings: str = "", inside: str = "") -> str:
    return (
        f'<ofd:TextObject Boundary="20 40 120 20" Size="3.2" CTM="{matrix}" {settings}>{inside}'
        f'<ofd:TextCode X="0" Y="3.2" DeltaX="g {len(words) - 1} 3.2">{words}</ofd:TextCode></ofd:TextObject>'
    )


def test_text_is_placed_by_its_matrix_and_a_slanted_watermark_is_left_out() -> None:
    model = read(ofd(transformed("支出总计", "2 0 0 2 10 5"), transformed("草稿", "0.7 0.7 -0.7 0.7 0 0")))
    assert texts(model) == ["支出总计"]
    box = model.paragraphs[0].bbox
    assert box is not None
    # 20 mm + 10 mm to the right, four characters of twice 3.2 mm.
    assert [round(value * 25.4 / 72, 1) for value in (box[0], box[2])] == [30.0, 55.6]


@pytest.mark.usefixtures("no_recognition")
@pytest.mark.parametrize("settings", ['Alpha="0"', 'Fill="false"', 'Fill="false" Stroke="false"'])
def test_the_invisible_layer_of_a_scan_is_no_text(settings: str) -> None:
    scan = '<ofd:ImageObject Boundary="0 0 210 297" ResourceID="1"/>'
    with pytest.raises(UnreadableDocument) as caught:
        read(ofd(scan + transformed("收入总计233.67万元支出总计233.67万元结余", "1 0 0 1 0 0", settings)))
    assert caught.value.state is DocumentState.SCANNED


def test_outlined_text_is_read() -> None:
    assert texts(read(ofd(transformed("收入总计", "1 0 0 1 0 0", 'Fill="false" Stroke="true"')))) == ["收入总计"]


def test_glyphs_without_a_character_never_look_like_digits_and_are_counted() -> None:
    glyphs = (
        '<ofd:CGTransform CodePosition="0" CodeCount="1" GlyphCount="1"><ofd:Glyphs>20</ofd:Glyphs></ofd:CGTransform>'
    )
    mixed = transformed("收入总计为人民币2\u00a43.6\ue0117万元整", "1 0 0 1 0 0", inside=glyphs)
    assert texts(read(ofd(mixed))) == ["收入总计为人民币2\ufffd3.6\ufffd7万元整"]
    assert texts(read(ofd(transformed("单价\u00a45", "1 0 0 1 0 0")))) == ["单价\u00a45"]


def test_a_page_mostly_of_glyphs_without_a_character_is_no_text() -> None:
    model = read(ofd(transformed("\ue001\ue002\ue0031", "1 0 0 1 0 0"), text(20, 40, "收入总计")))
    assert model.unread == (1,)


def test_all_documents_of_a_package_are_read_in_order() -> None:
    main = "".join(f"<ofd:DocBody><ofd:DocRoot>Doc_{n}/Document.xml</ofd:DocRoot></ofd:DocBody>" for n in (0, 1))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("OFD.xml", f"<ofd:OFD {SPACE}>{main}</ofd:OFD>")
        for number, words in enumerate(("收入总计", "支出总计")):
            listed = '<ofd:Page ID="1" BaseLoc="Pages/P.xml"/>'
            package.writestr(
                f"Doc_{number}/Document.xml", f"<ofd:Document {SPACE}><ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
            )
            package.writestr(f"Doc_{number}/Pages/P.xml", content(text(20, 40, words)))
    model = read(target.getvalue())
    assert [(paragraph.text, paragraph.page) for paragraph in model.paragraphs] == [("收入总计", 1), ("支出总计", 2)]


def test_annotations_and_composite_objects_are_noted_and_seals_and_watermarks_are_not() -> None:
    def annotation(kind: str, words: str) -> str:
        return f'<ofd:Annot Type="{kind}"><ofd:Appearance>{text(1, 1, words)}</ofd:Appearance></ofd:Annot>'

    page_of = '<ofd:Page PageID="0"><ofd:FileLoc>P0/A.xml</ofd:FileLoc></ofd:Page>'
    listed = f"<ofd:Annotations {SPACE}>{page_of}</ofd:Annotations>"
    notes = annotation("Path", "改为9.99") + annotation("Watermark", "草稿") + annotation("Stamp", "公章")
    parts = {"Doc_0/Annots/L.xml": listed, "Doc_0/Annots/P0/A.xml": f"<ofd:PageAnnot {SPACE}>{notes}</ofd:PageAnnot>"}
    page = text(20, 40, "收入总计233.67万元") + '<ofd:CompositeObject Boundary="0 0 9 9" ResourceID="5"/>'
    model = read(ofd(page, parts=parts, beside="<ofd:Annotations>Annots/L.xml</ofd:Annotations>"))
    assert texts(model) == ["收入总计233.67万元"]
    assert model.notes == ("page 1: 1 composite objects were not read", "1 annotations with text were not read")


def with_units(page: str, **units: str) -> bytes:
    """A page and the drawings that its composite objects repeat, by their numbers (``u5`` is 5)."""
    drawn = "".join(
        f'<ofd:CompositeGraphicUnit ID="{number[1:]}" Width="100" Height="100"><ofd:Content>{objects}</ofd:Content>'
        "</ofd:CompositeGraphicUnit>"
        for number, objects in units.items()
    )
    listed = f"<ofd:Res {SPACE}><ofd:CompositeGraphicUnits>{drawn}</ofd:CompositeGraphicUnits></ofd:Res>"
    return ofd(page, parts={"Doc_0/Own.xml": listed}, beside="<ofd:DocumentRes>Own.xml</ofd:DocumentRes>")


def composite(resource: int, box: str = "0 0 100 100", matrix: str = "1 0 0 1 0 0") -> str:
    return f'<ofd:CompositeObject Boundary="{box}" CTM="{matrix}" ResourceID="{resource}"/>'


def test_a_composite_object_draws_its_unit_where_it_stands() -> None:
    """Half as large, from 20 and 40 millimetres on; the unit has another one inside."""
    rules = "".join(line(0, y, 120, y) for y in (0, 20, 40)) + "".join(line(x, 0, x, 40) for x in (0, 60, 120))
    cells = [("科目", 4, 6), ("金额", 64, 6), ("信访事务", 4, 26)]
    table = rules + "".join(text(x, y, words, 6.4) for words, x, y in cells) + composite(6, "64 26 20 10")
    model = read(with_units(composite(5, "20 40 60 20", "0.5 0 0 0.5 0 0"), u5=table, u6=text(0, 0, "76.61", 6.4)))
    (found,) = model.tables
    assert [cell.text for cell in found.cells] == ["科目", "金额", "信访事务", "76.61"]
    assert found.bbox == pytest.approx((56.69, 113.39, 226.77, 170.08), abs=0.5)
    assert model.notes == ()


def test_units_that_hold_themselves_end_and_are_noted() -> None:
    model = read(with_units(composite(5), u5=text(20, 40, "收入总计233.67万元") + composite(5) * 10))
    assert set(texts(model)) == {"收入总计233.67万元"}
    assert model.notes[0].endswith("composite objects were not read")


def test_a_list_of_resources_that_is_missing_loses_its_drawings_and_nothing_else() -> None:
    page = text(20, 40, "收入总计233.67万元") + composite(5)
    model = read(ofd(page, beside="<ofd:DocumentRes>Own.xml</ofd:DocumentRes>"))
    assert texts(model) == ["收入总计233.67万元"]
    assert model.notes == ("page 1: 1 composite objects were not read",)
