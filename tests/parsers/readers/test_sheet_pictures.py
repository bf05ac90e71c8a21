"""Workbooks whose sheets hold pictures of tables: named as scans, read where text recognition is installed."""

from __future__ import annotations

import io
import struct
import zipfile

import olefile
import openpyxl
import pytest
from openpyxl.drawing.image import Image as SheetImage
from PIL import Image

from domain.records import DocumentState
from parsers.model import UnreadableDocument
from parsers.readers import read
from parsers.readers.sheets.xls_pictures import xls_pictures
from tests.parsers.hostile.blind_faults import compound
from tests.parsers.readers.shapes import rows_of
from tests.parsers.readers.test_sheets import xls, xlsx

REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WPS = "http://www.wps.cn/officeDocument/2020/cellImage"


def png(size: tuple[int, int] = (300, 200)) -> bytes:
    target = io.BytesIO()
    Image.new("L", size, 200).save(target, "PNG")
    return target.getvalue()


def with_pictures(*sheets: tuple[list[list[object]], int]) -> bytes:
    """A workbook of sheets: their rows and how many pictures lie on each."""
    book, target = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.active)
    for number, (rows, count) in enumerate(sheets, 1):
        sheet = book.create_sheet(f"表{number}")
        for row in rows:
            sheet.append(row)
        for at in range(count):
            sheet.add_image(SheetImage(io.BytesIO(png((300 + at, 200 + number)))), f"A{20 * at + 5}")
    book.save(target)
    return target.getvalue()


def wps_cell_pictures() -> bytes:
    """Two cells that show pictures by the formula of WPS Office."""
    cells: list[list[object]] = [['=DISPIMG("ID_A1",1)', '=DISPIMG("ID_B2",1)']]
    source, target = io.BytesIO(xlsx(cells)), io.BytesIO()
    pictures = "".join(
        f'<etc:cellImage><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="{at}" name="{name}"/></xdr:nvPicPr>'
        f'<xdr:blipFill><a:blip r:embed="rId{at}"/></xdr:blipFill></xdr:pic></etc:cellImage>'
        for at, name in ((1, "ID_A1"), (2, "ID_B2"))
    )
    relations = "".join(f'<Relationship Id="rId{at}" Type="{REL}/image" Target="media/p{at}.png"/>' for at in (1, 2))
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/_rels/workbook.xml.rels":
                one = f'<Relationship Id="rId90" Type="{WPS}" Target="cellimages.xml"/></Relationships>'
                content = content.replace(b"</Relationships>", one.encode())
            new.writestr(name, content)
        new.writestr(
            "xl/cellimages.xml",
            '<etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData" xmlns:xdr="http://schemas.'
            f'openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:r="{REL}" xmlns:a="http://schemas.openxml'
            f'formats.org/drawingml/2006/main">{pictures}</etc:cellImages>',
        )
        new.writestr("xl/_rels/cellimages.xml.rels", f'<Relationships xmlns="x">{relations}</Relationships>')
        new.writestr("xl/media/p1.png", png())
        new.writestr("xl/media/p2.png", png((310, 210)))
    return target.getvalue()


def xls_picture() -> bytes:
    """An XLS of one blank sheet whose store holds a PNG, written in two records."""
    with olefile.OleFileIO(io.BytesIO(xls([[None]]))) as ole:
        stream = ole.openstream("Workbook").read()
    at, place, end = 0, 0, 0
    while not end:
        kind, length = struct.unpack_from("<HH", stream, at)
        place = at if kind == 0x85 else place
        end = at if kind == 0x0A else 0
        at += 4 + length
    picture = struct.pack("<HHI", 0x6E0, 0xF01E, 17 + len(png())) + b"\1" * 17 + png()
    entry = struct.pack("<HHI", 0x62, 0xF007, 36 + len(picture)) + bytes(36) + picture
    store = struct.pack("<HHI", 0x1F, 0xF001, len(entry)) + entry
    group = struct.pack("<HHI", 0xF, 0xF000, len(store)) + store
    records = struct.pack("<HH", 0xEB, 90) + group[:90] + struct.pack("<HH", 0x3C, len(group) - 90) + group[90:]
    start = struct.unpack_from("<I", stream, place + 4)[0] + len(records)
    stream = stream[: place + 4] + struct.pack("<I", start) + stream[place + 8 : end] + records + stream[end:]
    assert xls_pictures(stream) == [png()]
    last = stream.rindex(struct.pack("<HH", 0x0A, 0))
    return compound(Workbook=stream[:last] + struct.pack("<HH", 0xEC, 8) + bytes(8) + stream[last:])


def ods_picture() -> bytes:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "draw")
    )
    content = (
        f'<office:document-content {spaces} xmlns:xlink="http://www.w3.org/1999/xlink"><office:body><office:spreadsheet>'
        '<table:table table:name="1"><table:shapes><draw:frame><draw:image xlink:href="Pictures/a.png"/></draw:frame>'
        "</table:shapes></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("content.xml", content)
        made.writestr("Pictures/a.png", png())
    return target.getvalue()


ROWS: list[list[object]] = [["项目", "金额", "占比"], ["基本支出", 76.6, 40], ["项目支出", 111.4, 60]]


@pytest.mark.parametrize(
    "data", [with_pictures(([], 2)), with_pictures(([], 0), ([], 1)), wps_cell_pictures(), xls_picture(), ods_picture()]
)
def test_a_workbook_of_pictures_is_scanned(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XINFANG_OCR", "off")
    with pytest.raises(UnreadableDocument) as caught:
        read(data)
    assert caught.value.state is DocumentState.SCANNED


def test_pictures_beside_little_text_are_pages_that_were_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XINFANG_OCR", "off")
    model = read(with_pictures(([["附表一"]], 2)))
    assert (model.pages, model.unread) == (3, (2, 3))
    assert model.notes == ("the file holds 2 pictures and little text",)


def test_a_sheet_of_pictures_among_tables_is_named_and_a_seal_beside_a_table_is_no_news() -> None:
    model = read(with_pictures((ROWS, 1), ([], 1)))
    assert rows_of(model.tables[0])[1] == ["基本支出", "76.6", "40"]
    assert (model.notes, model.pages) == (("sheet '表2' holds only pictures and was not read",), 2)


@pytest.mark.ocr
def test_pages_pasted_into_a_sheet_are_read_by_text_recognition() -> None:
    from tests.parsers.readers.ocr import scans
    from tests.parsers.readers.ocr.conftest import pdf_of

    book, target = openpyxl.Workbook(), io.BytesIO()
    page = io.BytesIO()
    Image.fromarray(scans.page_image(pdf_of("xiangyuan"), 9)).save(page, "PNG")
    book.active.add_image(SheetImage(page), "A1")
    book.save(target)
    model = read(target.getvalue())
    assert (model.reader, model.pages, model.notes) == ("xlsx", 2, ("read by text recognition: page 2",))
    (table,) = model.tables
    assert table.page == 2
    assert any("2080505" in row for row in rows_of(table))
