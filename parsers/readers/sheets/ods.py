"""ODS (OpenDocument) spreadsheets: the file holds the text that each cell shows, formats need not be applied.

Layout after OASIS OpenDocument 1.3, part 3.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from lxml import etree

from domain.records import DocumentState
from parsers.model import DocumentModel, Limits, UnreadableDocument
from parsers.readers import media
from parsers.readers.blocks import BlockList
from parsers.readers.ocr.inside import LITTLE_TEXT, read_pictures
from parsers.readers.packages import Package, attribute, local
from parsers.readers.sheets.facts import SheetFacts
from parsers.readers.sheets.layout import Span
from parsers.readers.sheets.ods_letters import Letters, letters_of
from parsers.readers.sheets.sheet import add_sheet
from parsers.readers.sheets.void import any_figure, void_sheets

_GROUPS = frozenset({
    "table-row-group", "table-rows", "table-header-rows", "table-column-group", "table-columns", "table-header-columns",
})  # fmt: skip
_BORDERS = ("border", "border-left", "border-right")
#: Columns of a sheet; spaces in a row that are believed.
_WIDEST = 16_384
_MOST_SPACES = 100
#: A sheet may span this many cells for each cell that the document may hold.
_SPARSE = 2


def read_ods(data: bytes, limits: Limits) -> DocumentModel:
    """The document model of an ODS workbook. Raises :class:`UnreadableDocument`."""
    package = Package(data, limits)
    if package.has("META-INF/manifest.xml") and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise UnreadableDocument(DocumentState.ENCRYPTED, "文件有密码 / the file is protected by a password")
    root = package.xml("content.xml")
    bordered, unseen = _styles(root)
    letters = letters_of(root)
    blocks = BlockList(limits)
    pages = 0
    tables = [child for sheets in root.iter("{*}spreadsheet") for child in sheets if local(child) == "table"]
    visible = {
        attribute(table, "name") or "": table for table in tables if attribute(table, "style-name") not in unseen
    }
    void = void_sheets(
        visible, lambda name: _Sheet(bordered, letters, limits).read(visible[name]).has_figures(), blocks
    )
    for table in tables:
        name = attribute(table, "name") or ""
        if attribute(table, "style-name") in unseen:
            blocks.note(f"sheet {name!r} is hidden and was not read")
            continue
        if name in void:
            continue
        pages += 1
        _Sheet(bordered, letters, limits).read(table).add_to(blocks, name, pages)
    if blocks.is_scant(LITTLE_TEXT) and (parts := _pictures(root, package)):
        pictures = [partial(package.read, part) for part in parts]
        return read_pictures(pictures, blocks, limits, media_type=media.ODS, reader="ods", pages=pages)
    return blocks.finish(media.ODS, "ods", pages=pages)


def _pictures(root: etree._Element, package: Package) -> list[str]:
    """Package parts of the pictures on the sheets, each once."""
    parts = (attribute(image, "href") or "" for image in root.iter("{*}image"))
    return list(dict.fromkeys(part.removeprefix("./") for part in parts if package.has(part.removeprefix("./"))))


def _styles(root: etree._Element) -> tuple[set[str], set[str]]:
    """Names of the cell styles with a border at a side, and of the table styles that hide a sheet."""
    bordered: set[str] = set()
    unseen: set[str] = set()
    for style in root.iter("{*}style"):
        name = attribute(style, "name") or ""
        for properties in style:
            if any((attribute(properties, side) or "none") != "none" for side in _BORDERS):
                bordered.add(name)
            if local(properties) == "table-properties" and attribute(properties, "display") == "false":
                unseen.add(name)
    return bordered, unseen


class _Sheet:
    """One ``table:table``. Repeated cells and rows at the ends of a sheet are blank and are not unrolled."""

    def __init__(self, bordered: set[str], letters: Letters, limits: Limits) -> None:
        self._styles = bordered
        self._letters = letters
        self._left = _SPARSE * limits.cells
        self._texts: list[list[str]] = []
        self._merged: list[Span] = []
        self._facts = SheetFacts()

    def read(self, table: etree._Element) -> _Sheet:
        column = 0
        for element in _flat(table, "table-column"):
            count = min(_count(element, "number-columns-repeated"), _WIDEST - column)
            if attribute(element, "visibility") in ("collapse", "filter"):
                self._facts.hidden_columns.update(range(column, column + count))
            column += count
        blank = 0
        for row in _flat(table, "table-row"):
            count = _count(row, "number-rows-repeated")
            cells = self._cells(row)
            if not cells:
                blank += count
                continue
            self._take(blank)
            self._texts.extend([] for _ in range(blank))
            blank = 0
            self._take(count * (cells[-1][0] + 1))
            for _ in range(count):
                self._add(row, cells)
        return self

    def _cells(self, row: etree._Element) -> list[tuple[int, etree._Element]]:
        """(column, cell) of the cells of a row that hold text, a span or a border; repeated ones unrolled."""
        found: list[tuple[int, etree._Element]] = []
        column = 0
        for cell in row:
            if local(cell) not in ("table-cell", "covered-table-cell"):
                continue
            count = _count(cell, "number-columns-repeated")
            drawn = attribute(cell, "style-name") in self._styles
            if len(cell) or attribute(cell, "number-columns-spanned") or (drawn and column + count < _WIDEST):
                self._take(count)
                found.extend((column + index, cell) for index in range(count))
            column += count
        return found

    def _add(self, row: etree._Element, cells: list[tuple[int, etree._Element]]) -> None:
        number = len(self._texts)
        line = [""] * (cells[-1][0] + 1)
        for column, cell in cells:
            if attribute(cell, "style-name") in self._styles:
                self._facts.bordered.add((number, column))
            if local(cell) == "covered-table-cell":
                continue  # what stands under a merged cell is not shown
            line[column] = self._text(cell)
            down, right = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
            if down > 1 or right > 1:
                self._merged.append((number, column, number + down - 1, column + min(right, _WIDEST) - 1))
        if attribute(row, "visibility") in ("collapse", "filter"):
            self._facts.hidden_rows.add(number)
        self._texts.append(line)

    def _text(self, cell: etree._Element) -> str:
        """What a cell shows; letters that nobody sees, or that are crossed out, are counted."""
        text = _text(cell)
        style = attribute(cell, "style-name") or ""
        if text and style in self._letters.struck:
            self._facts.left_out.struck += 1
        elif text and style in self._letters.white:
            self._facts.left_out.white += 1
        else:
            return text
        return ""

    def _take(self, cells: int) -> None:
        self._left -= cells
        if self._left < 0:
            raise UnreadableDocument(DocumentState.TOO_LARGE, "工作表范围过大 / the sheets span too many cells")

    def has_figures(self) -> bool:
        return any_figure(self._texts)

    def add_to(self, blocks: BlockList, name: str, page: int) -> None:
        width = max(map(len, self._texts), default=0)
        texts = [line + [""] * (width - len(line)) for line in self._texts]
        add_sheet(blocks, name, page, texts, self._merged, self._facts)


def _flat(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Elements ``name`` of a table, also those in groups and heads."""
    for child in parent:
        if local(child) == name:
            yield child
        elif local(child) in _GROUPS:
            yield from _flat(child, name)


def _count(element: etree._Element, name: str) -> int:
    value = attribute(element, name) or "1"
    return max(int(value), 1) if value.isdigit() else 1


def _text(cell: etree._Element) -> str:
    """The paragraphs of a cell; comments on it are none of its text."""
    return "\n".join("".join(_pieces(child)) for child in cell if local(child) == "p").strip()


def _pieces(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = local(child)
        if name == "s":
            yield " " * min(_count(child, "c"), _MOST_SPACES)
        elif name == "line-break":
            yield "\n"
        elif name == "tab":
            yield "\t"
        elif name not in ("annotation", "note"):
            yield from _pieces(child)
        yield child.tail or ""
