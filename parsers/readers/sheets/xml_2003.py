"""XML Spreadsheet 2003, one XML file that many finance systems write and call .xls: its sheets, as other workbooks.

Layout after Microsoft's "XML Spreadsheet Reference" (Office 2003).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from lxml import etree

from domain.records import DocumentState
from parsers.model import DocumentModel, Limits, UnreadableDocument
from parsers.readers import media
from parsers.readers.blocks import BlockList
from parsers.readers.html.decoding import decode
from parsers.readers.number_formats import is_date
from parsers.readers.packages import attribute, local, parse_xml
from parsers.readers.sheets.facts import CellStyle, Place, SheetFacts
from parsers.readers.sheets.layout import Span
from parsers.readers.sheets.sheet import add_sheet
from parsers.readers.sheets.void import any_figure, void_sheets

#: Formats that the file names instead of writing them out, as a Chinese Excel shows them.
_NAMED_FORMATS = {
    "General Number": "General", "Standard": "#,##0.00", "Fixed": "0.00", "Percent": "0.00%", "Currency": '"¥"#,##0.00',
    "General Date": "yyyy/m/d h:mm", "Short Date": "yyyy/m/d", "Medium Date": 'yyyy"年"m"月"d"日"',
    "Long Date": 'yyyy"年"m"月"d"日"', "Short Time": "h:mm", "Medium Time": "h:mm AM/PM", "Long Time": "h:mm:ss",
}  # fmt: skip
_DECLARATION = re.compile(r"^\s*<\?xml\b[^>]*\?>")
_SIDES = ("Left", "Right")
#: Rows and columns of a sheet, and cells it may span for each cell that the document may hold.
_DEEPEST, _WIDEST, _SPARSE = 1_048_576, 16_384, 2
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a date printed in a cell has no zone
_PLAIN = CellStyle()
Styles = dict[str, CellStyle]


def read_xml_2003(data: bytes, limits: Limits) -> DocumentModel:
    """The document model of such a workbook. Raises :class:`UnreadableDocument`."""
    text, _ = decode(data)
    # What is declared of the encoding is no longer true of the text.
    root = parse_xml(_DECLARATION.sub("", text, count=1).strip("\ufeff\x00 \r\n\t").encode("utf-8", "replace"))
    if local(root) != "Workbook":
        raise UnreadableDocument(DocumentState.UNSUPPORTED, "XML 不是工作簿 / the XML file is no workbook")
    styles = _styles(root)
    blocks = BlockList(limits)
    pages = 0
    sheets = list(_named(root, "Worksheet"))
    visible = {attribute(worksheet, "Name") or "": worksheet for worksheet in sheets if not _is_hidden(worksheet)}
    void = void_sheets(visible, lambda name: _read(visible[name], styles, limits).has_figures(), blocks)
    for worksheet in sheets:
        name = attribute(worksheet, "Name") or ""
        if _is_hidden(worksheet):
            blocks.note(f"sheet {name!r} is hidden and was not read")
            continue
        if name in void:
            continue
        pages += 1
        _read(worksheet, styles, limits).add_to(blocks, name, pages)
    return blocks.finish(media.EXCEL_XML, "xml_2003", pages=pages)


def _read(worksheet: etree._Element, styles: Styles, limits: Limits) -> _Sheet:
    sheet = _Sheet(styles, limits)
    for table in _named(worksheet, "Table"):
        sheet.read(table)
    return sheet


def _named(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    return (child for child in parent if local(child) == name)


def _is_hidden(worksheet: etree._Element) -> bool:
    stated = (one.text or "" for options in _named(worksheet, "WorksheetOptions") for one in _named(options, "Visible"))
    return any("Hidden" in text for text in stated)


def _styles(root: etree._Element) -> Styles:
    """Style name -> what it means; a style takes from its parent what it does not say itself."""
    found: Styles = {}
    for style in (style for styles in _named(root, "Styles") for style in _named(styles, "Style")):
        base = found.get(attribute(style, "Parent") or "Default", _PLAIN)
        code, bordered = base.number_format, base.bordered
        for form in _named(style, "NumberFormat"):
            stated = attribute(form, "Format")
            code = _NAMED_FORMATS.get(stated, stated) if stated else None
        for borders in _named(style, "Borders"):
            bordered = any(
                attribute(side, "Position") in _SIDES and (attribute(side, "LineStyle") or "None") != "None"
                for side in borders
            )
        found[attribute(style, "ID") or ""] = CellStyle(code, bordered)
    return found


class _Sheet:
    """One ``ss:Table`` by the places of its cells; rows and columns count from 0."""

    def __init__(self, styles: Styles, limits: Limits) -> None:
        self._styles = styles
        self._most = _SPARSE * limits.cells
        self._texts: dict[Place, str] = {}
        self._merged: list[Span] = []
        self._facts = SheetFacts()
        self._column_styles: dict[int, str] = {}
        self._covered: set[Place] = set()

    def read(self, table: etree._Element) -> None:
        column = 0
        for element in _named(table, "Column"):
            column = _index(element, column, _WIDEST)
            span = range(column, min(column + _count(element, "Span") + 1, _WIDEST))
            if attribute(element, "Hidden") == "1" or attribute(element, "Width") == "0":
                self._facts.hidden_columns.update(span)
            self._column_styles |= dict.fromkeys(span, attribute(element, "StyleID") or "")
            column = span.stop
        row = 0
        for element in _named(table, "Row"):
            row = _index(element, row, _DEEPEST)
            span = range(row, min(row + _count(element, "Span") + 1, _DEEPEST))
            if attribute(element, "Hidden") == "1" or attribute(element, "Height") == "0":
                self._facts.hidden_rows.update(span)
            self._read_row(element, row)
            row = span.stop

    def _read_row(self, element: etree._Element, row: int) -> None:
        column = 0
        for cell in _named(element, "Cell"):
            column = _index(cell, column, _WIDEST)
            name = attribute(cell, "StyleID") or attribute(element, "StyleID") or self._column_styles.get(column)
            style = self._styles.get(name or "Default", _PLAIN)
            self._read_cell(cell, (row, column), style)
            right = column + _count(cell, "MergeAcross")
            bottom = row + _count(cell, "MergeDown")
            if (bottom, right) != (row, column):
                self._merge(row, column, min(bottom, _DEEPEST - 1), min(right, _WIDEST - 1), style)
            column = right + 1

    def _read_cell(self, cell: etree._Element, place: Place, style: CellStyle) -> None:
        if style.bordered:
            self._facts.bordered.add(place)
        data = next(_named(cell, "Data"), None)
        text = _text(data, style) if data is not None else ""
        if data is not None and attribute(data, "Type") == "Number" and style.hides_sign((data.text or "").strip()):
            self._facts.red.append(text.removeprefix("-"))
        if attribute(cell, "Formula") and not text:
            self._facts.uncomputed += 1
        if not text:
            return
        if place in self._covered:
            raise UnreadableDocument(DocumentState.DAMAGED, "工作表单元格重叠 / cells of a sheet lie over one another")
        self._texts[place] = text
        self._facts.reach(*place)
        if self._facts.rows * self._facts.columns > self._most:
            raise _too_large()

    def _merge(self, top: int, left: int, bottom: int, right: int, style: CellStyle) -> None:
        if len(self._covered) + (bottom - top + 1) * (right - left + 1) > self._most:
            raise _too_large()
        places = {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
        self._merged.append((top, left, bottom, right))
        self._covered |= places - {(top, left)}
        if style.bordered:
            self._facts.bordered |= places

    def has_figures(self) -> bool:
        return any_figure([self._texts.values()])

    def add_to(self, blocks: BlockList, name: str, page: int) -> None:
        rows, columns = range(self._facts.rows), range(self._facts.columns)
        texts = [[self._texts.get((row, column), "") for column in columns] for row in rows]
        merged = [(top, left, min(bottom, rows.stop - 1), right) for top, left, bottom, right in self._merged]
        add_sheet(blocks, name, page, texts, [span for span in merged if span[2] >= span[0]], self._facts)


def _text(data: etree._Element, style: CellStyle) -> str:
    """What a cell shows: ``ss:Data`` may hold marked-up text (bold, fonts)."""
    text = "".join(map(str, data.itertext()))
    kind = attribute(data, "Type") or "String"
    if kind == "Number":
        return style.show(text.strip())
    if kind == "DateTime":
        return _moment(text.strip(), style)
    if kind == "Boolean":
        return "TRUE" if text.strip() == "1" else "FALSE"
    return text.strip()


def _moment(text: str, style: CellStyle) -> str:
    """A point in time, stored as ``2023-12-31T00:00:00.000``, as its format shows it."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    if not is_date(style.number_format) or moment.tzinfo is not None:
        return text.partition("T")[0]
    days = (moment - _EPOCH) / timedelta(days=1)
    return style.show(f"{days:.9f}")


def _index(element: etree._Element, following: int, most: int) -> int:
    """Where an element stands: at its stated index (from 1), else after the one before it."""
    stated = attribute(element, "Index") or ""
    place = int(stated) - 1 if stated.isdecimal() and len(stated) <= 7 and int(stated) else following
    if place >= most or place < following:
        raise UnreadableDocument(
            DocumentState.DAMAGED, "工作表行列次序错误 / rows or cells of a sheet are out of order"
        )
    return place


def _count(element: etree._Element, name: str) -> int:
    stated = attribute(element, name) or ""
    return int(stated) if stated.isdecimal() and len(stated) <= 7 else 0


def _too_large() -> UnreadableDocument:
    return UnreadableDocument(DocumentState.TOO_LARGE, "工作表范围过大 / the sheets span too many cells")
