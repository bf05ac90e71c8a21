"""DOCX: the main part (usually ``word/document.xml``) to blocks in reading order."""

from __future__ import annotations

from functools import partial

from lxml import etree

from domain.records import DocumentState
from parsers.model import DocumentModel, Limits, UnreadableDocument
from parsers.readers import media
from parsers.readers.blocks import BlockList
from parsers.readers.docx.attached import add_chunk, note_unread, notes_of
from parsers.readers.docx.charts import read_chart
from parsers.readers.docx.numbering import read_numbering
from parsers.readers.docx.pictures import picture_parts
from parsers.readers.docx.styles import Styles, style_of
from parsers.readers.docx.tables import children, place_cells
from parsers.readers.docx.text import Runs, hanging
from parsers.readers.ocr.inside import LITTLE_TEXT, read_pictures
from parsers.readers.packages import Package, attribute, local
from parsers.readers.spans import compact

_MAIN = "word/document.xml"
_TRANSPARENT = frozenset(
    {"sdt", "sdtContent", "customXml", "ins", "moveTo", "AlternateContent", "Choice", "smartTag", "body", "document"}
)
#: Levels of tables inside tables that are followed; deeper ones are a hostile file.
_DEPTH = 20


def read_docx(data: bytes, limits: Limits) -> DocumentModel:
    """The document model of a DOCX file. Raises :class:`UnreadableDocument`."""
    package = Package(data, limits)
    blocks = BlockList(limits)
    reader = _Reader(package, blocks, limits)
    reader.read()
    title = _title(package)
    if blocks.is_scant(LITTLE_TEXT) and (parts := reader.pictures()):
        pictures = [partial(package.read, part) for part in parts]
        return read_pictures(pictures, blocks, limits, media_type=media.DOCX, reader="docx", title=title)
    return blocks.finish(media.DOCX, "docx", title=title)


class _Reader:
    def __init__(self, package: Package, blocks: BlockList, limits: Limits) -> None:
        self._limits = limits
        self._package = package
        self._blocks = blocks
        self._main = package.main_part(_MAIN)
        self._root = package.xml(self._main)
        self._relations = package.relations(self._main)
        self._styles = Styles(self._part("styles"))
        self._runs = Runs(self._styles.looks, self._styles.unshaded)
        self._numbering = read_numbering(self._part("numbering"))

    def _part(self, kind: str) -> etree._Element | None:
        name = self._package.related_part(self._main, kind, f"word/{kind}.xml")
        return self._package.xml(name) if name else None

    def pictures(self) -> list[str]:
        """Package parts of the pictures in the text."""
        return picture_parts(self._root, self._relations)

    def read(self) -> None:
        self._read_blocks(self._root, 0)
        for paragraph in notes_of(self._root, self._package, self._main):
            self._read_paragraph(paragraph, 0)
        note_unread(self._root, self._package, self._blocks)
        for note in self._runs.left_out.notes():
            self._blocks.note(note)

    def _read_blocks(self, parent: etree._Element, depth: int) -> None:
        if depth > _DEPTH * 4:
            raise UnreadableDocument(DocumentState.DAMAGED, "文件嵌套过深 / the document nests its parts too deeply")
        for child in parent:
            name = local(child)
            if name == "p":
                self._read_paragraph(child, depth)
            elif name == "tbl":
                self._read_table(child, depth)
            elif name == "altChunk":
                add_chunk(child, self._package, self._relations, self._blocks, self._limits)
            elif name in _TRANSPARENT:
                self._read_blocks(child, depth + 1)

    def _read_paragraph(self, paragraph: etree._Element, depth: int) -> None:
        text, level = self._numbered(paragraph)
        self._blocks.paragraph(text, level=level)
        self._read_hanging(paragraph, depth)

    def _numbered(self, paragraph: etree._Element) -> tuple[str, int | None]:
        properties = next((child for child in paragraph if local(child) == "pPr"), None)
        if properties is not None and style_of(properties) in self._styles.hidden:
            return "", None
        text = self._runs.text(paragraph)
        if not text.strip():
            return "", None
        return self._numbering.next(self._styles.numbering(properties)) + text, self._styles.level(properties)

    def _read_hanging(self, paragraph: etree._Element, depth: int) -> None:
        for piece in hanging(paragraph):
            if local(piece) == "txbxContent":
                self._read_blocks(piece, depth + 1)
            else:
                self._read_chart(piece)

    def _read_chart(self, reference: etree._Element) -> None:
        target = self._relations.get(attribute(reference, "id") or "")
        if target and self._package.has(target):
            title, points = read_chart(self._package.xml(target))
            self._blocks.chart(title, points)

    def _read_table(self, table: etree._Element, depth: int) -> None:
        cells = [cell for row in children(table, "tr") for cell in children(row, "tc")]
        if len(cells) == 1 and any(True for _ in children(cells[0], "tbl")):
            self._read_blocks(cells[0], depth + 1)  # a frame around a table is no table
            return
        placed = place_cells(table, self._cell_text)
        compacted, rows, columns = compact(placed)
        self._blocks.table(compacted, rows=rows, columns=columns)
        for cell in cells:
            for nested in children(cell, "tbl"):
                self._read_table(nested, depth + 1)
            for paragraph in children(cell, "p"):
                for piece in hanging(paragraph):
                    if local(piece) == "chart":
                        self._read_chart(piece)

    def _cell_text(self, cell: etree._Element) -> str:
        """Paragraphs of a cell joined by line ends; text boxes in the cell belong to it."""
        lines: list[str] = []
        for paragraph in children(cell, "p"):
            lines.append(self._numbered(paragraph)[0])
            for piece in hanging(paragraph):
                if local(piece) == "txbxContent":
                    lines.extend(self._numbered(inner)[0] for inner in children(piece, "p"))
        return "\n".join(line.strip() for line in lines if line.strip())


def _title(package: Package) -> str | None:
    if not package.has("docProps/core.xml"):
        return None
    root = package.xml("docProps/core.xml")
    return next((child.text for child in root if local(child) == "title"), None)
