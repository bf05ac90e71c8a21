"""XLSX and XLS workbooks: every visible sheet to captions, tables and notes, numbers as the sheet shows them."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from functools import partial

import olefile
import python_calamine as calamine

from domain.money import parse_number
from domain.records import DocumentState
from parsers.model import DocumentModel, Limits, UnreadableDocument
from parsers.readers import media
from parsers.readers.blocks import BlockList
from parsers.readers.number_formats import plain
from parsers.readers.ocr.inside import LITTLE_TEXT, Picture, read_pictures
from parsers.readers.packages import Package
from parsers.readers.sheets import xls, xlsx
from parsers.readers.sheets.facts import SheetFacts
from parsers.readers.sheets.sheet import add_sheet
from parsers.readers.sheets.void import any_figure, void_sheets
from parsers.readers.sheets.xls_pictures import xls_pictures
from parsers.readers.sheets.xlsx_pictures import shows_picture

#: A sheet may span this many cells for each cell that the document may hold; beyond it the area is a trap.
_SPARSE = 2


def read_xlsx(data: bytes, limits: Limits) -> DocumentModel:
    """The document model of an XLSX workbook. Raises :class:`UnreadableDocument`."""
    package = Package(data, limits)
    facts = xlsx.read_facts(package)
    return _read(xlsx.as_usual(data, package), limits, media.XLSX, facts)


def read_xls(data: bytes, limits: Limits) -> DocumentModel:
    """The document model of an XLS (or OLE-based ET) workbook. Raises :class:`UnreadableDocument`."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            name = next((name for name in ("Workbook", "Book") if ole.exists(name)), None)
            stream = ole.openstream(name).read() if name else b""
    except OSError as error:
        raise _damaged() from error
    facts = xls.read_facts(stream)
    drawn = next((sheet for sheet in facts.values() if sheet.has_drawings), None)
    if drawn is not None:
        # They are stored for the whole workbook; which sheet shows which is not asked.
        drawn.pictures = [partial(bytes, one) for one in xls_pictures(stream)]
    return _read(data, limits, media.XLS, facts)


def _read(data: bytes, limits: Limits, media_type: str, facts: dict[str, SheetFacts]) -> DocumentModel:
    area = sum(sheet.rows * sheet.columns for sheet in facts.values())
    if area > _SPARSE * limits.cells:
        raise UnreadableDocument(DocumentState.TOO_LARGE, "工作表范围过大 / the sheets span too many cells")
    blocks = BlockList(limits)
    pictures: list[Picture] = []
    written: list[str] = []
    drawn: list[str] = []
    try:
        workbook = calamine.CalamineWorkbook.from_object(io.BytesIO(data))
        shown = [sheet for sheet in workbook.sheets_metadata if sheet.typ == calamine.SheetTypeEnum.WorkSheet]
        visible = [sheet.name for sheet in shown if sheet.visible == calamine.SheetVisibleEnum.Visible]
        void = void_sheets(visible, lambda name: any_figure(_cells(workbook.get_sheet_by_name(name))), blocks)
        pages = 0
        for sheet in shown:
            if sheet.visible != calamine.SheetVisibleEnum.Visible:
                blocks.note(f"sheet {sheet.name!r} is hidden and was not read")
                continue
            if sheet.name in void:
                continue
            pages += 1
            known = facts.get(sheet.name, SheetFacts())
            shown_texts = _read_sheet(workbook.get_sheet_by_name(sheet.name), known, pages, blocks)
            written += shown_texts
            pictures += known.pictures
            if known.pictures and not shown_texts:
                drawn.append(sheet.name)
    except calamine.PasswordError as error:
        raise UnreadableDocument(DocumentState.ENCRYPTED, "文件有密码 / the file is protected by a password") from error
    except calamine.CalamineError as error:
        raise _damaged() from error
    except BaseException as error:
        # A panic of calamine's Rust code is no Exception and would end the program.
        if type(error).__name__ == "PanicException":
            raise _damaged() from error
        raise
    reader = "xlsx" if media_type == media.XLSX else "xls"
    if pictures and _is_scant(written):
        return read_pictures(pictures, blocks, limits, media_type=media_type, reader=reader, pages=pages)
    for name in drawn:
        blocks.note(f"sheet {name!r} holds only pictures and was not read")
    return blocks.finish(media_type, reader, pages=pages)


def _read_sheet(sheet: calamine.CalamineSheet, facts: SheetFacts, page: int, blocks: BlockList) -> list[str]:
    """Adds what the sheet shows; its texts."""
    rows = sheet.to_python(skip_empty_area=False)
    texts = [
        [
            facts.shown[row, column] if (row, column) in facts.shown else _text(value)
            for column, value in enumerate(line)
        ]
        for row, line in enumerate(rows)
    ]
    for (row, column), text in facts.shown.items():  # error cells that calamine leaves out at the edges
        if row < len(texts) and column < len(texts[row]) and not texts[row][column]:
            texts[row][column] = text
    merged = [(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()]
    if facts.pictures:
        texts = [["" if shows_picture(text) else text for text in line] for line in texts]
    add_sheet(blocks, sheet.name, page, texts, merged, facts)
    return [text for line in texts for text in line if text]


def _cells(sheet: calamine.CalamineSheet) -> list[list[str]]:
    return [[_text(value) for value in line] for line in sheet.to_python(skip_empty_area=False)]


def _is_scant(texts: list[str]) -> bool:
    """True if the texts are no more than a title, so that the pictures beside them are the content."""
    return sum(map(len, texts)) < LITTLE_TEXT and all(parse_number(text) is None for text in texts)


def _text(value: object) -> str:
    """A calamine value as text where the file's own format is not known."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return plain(repr(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, timedelta) else ""


def _damaged() -> UnreadableDocument:
    return UnreadableDocument(DocumentState.DAMAGED, "工作簿已损坏 / the workbook is damaged")
