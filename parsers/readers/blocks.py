"""Collects the blocks of one document: numbers them, keeps the limits and refuses an empty result."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import attrgetter

from domain.records import BBox, DocumentState, Method
from parsers.model import Block, Cell, Chart, DocumentModel, Limits, Paragraph, Ruling, Table, UnreadableDocument

#: Characters no text may hold: halves of surrogate pairs and controls other than tab and line end.
_UNFIT = re.compile(r"[\ud800-\udfff\x00-\x08\x0b-\x1f]")


def clean(text: str) -> str:
    """``text`` without control characters; surrogate pairs are joined, lone halves become U+FFFD."""
    if not _UNFIT.search(text):
        return text
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _UNFIT.sub("", whole)


def nothing_found() -> UnreadableDocument:
    """The state ``empty``."""
    return UnreadableDocument(DocumentState.EMPTY, "文件没有任何文字或表格 / the file holds neither text nor a table")


class BlockList:
    """Blocks in reading order; paragraphs, tables and charts are numbered from 1 each."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._blocks: list[Block] = []
        self._notes: list[str] = []
        self._paragraphs = 0
        self._tables = 0
        self._charts = 0
        self._cells = 0

    def paragraph(
        self, text: str, *, page: int | None = None, bbox: BBox | None = None, level: int | None = None
    ) -> None:
        """Add a paragraph unless it is blank."""
        text = clean(text).strip()
        if not text:
            return
        self._paragraphs += 1
        self._blocks.append(Paragraph(number=self._paragraphs, text=text, page=page, bbox=bbox, level=level))

    def table(
        self,
        cells: Iterable[Cell],
        *,
        rows: int,
        columns: int,
        page: int | None = None,
        bbox: BBox | None = None,
        ruling: Ruling = Ruling.STATED,
        name: str | None = None,
        method: Method = Method.TEXT,
    ) -> None:
        """Add a table. Raises ``UnreadableDocument(too_large)`` beyond the limit of cells of one document."""
        ordered = tuple(sorted(cells, key=attrgetter("row", "column")))
        if any(_UNFIT.search(cell.text) for cell in ordered):
            ordered = tuple(replace(cell, text=clean(cell.text)) for cell in ordered)
        if not ordered:
            return
        self._cells += len(ordered)
        if self._cells > self._limits.cells:
            raise UnreadableDocument(
                DocumentState.TOO_LARGE,
                f"文件表格单元格超过 {self._limits.cells} 个 / the file has more than {self._limits.cells} table cells",
            )
        self._tables += 1
        self._blocks.append(
            Table(
                number=self._tables,
                rows=rows,
                columns=columns,
                cells=ordered,
                page=page,
                bbox=bbox,
                ruling=ruling,
                name=name,
                method=method,
            )
        )

    def chart(self, title: str | None, points: Sequence[tuple[str, str, str]], *, page: int | None = None) -> None:
        self._charts += 1
        self._blocks.append(Chart(number=self._charts, title=title, points=tuple(points), page=page))

    def extend(self, model: DocumentModel) -> None:
        """Add what another reader found in a part of this document."""
        for block in model.blocks:
            if isinstance(block, Paragraph):
                self.paragraph(block.text, page=block.page, bbox=block.bbox, level=block.level)
            elif isinstance(block, Chart):
                self.chart(block.title, block.points, page=block.page)
            else:
                self.table(
                    block.cells, rows=block.rows, columns=block.columns, page=block.page, bbox=block.bbox,
                    ruling=block.ruling, name=block.name, method=block.method,
                )  # fmt: skip
        for note in model.notes:
            self.note(note)

    def note(self, text: str) -> None:
        """Remember something a person should know; the same sentence once."""
        if text not in self._notes:
            self._notes.append(text)

    def is_scant(self, characters: int) -> bool:
        """True if there is neither table nor chart and fewer than ``characters`` of text."""
        text = sum(len(block.text) for block in self._blocks if isinstance(block, Paragraph))
        return self._tables == 0 and self._charts == 0 and text < characters

    def __len__(self) -> int:
        return len(self._blocks)

    def finish(
        self,
        media_type: str,
        reader: str,
        *,
        pages: int | None = None,
        title: str | None = None,
        method: Method = Method.TEXT,
        unread: Sequence[int] = (),
    ) -> DocumentModel:
        """The document. Raises ``UnreadableDocument(empty)`` when nothing was collected."""
        if not self._blocks:
            raise nothing_found()
        return DocumentModel(
            media_type=media_type,
            reader=reader,
            blocks=tuple(self._blocks),
            pages=pages,
            method=method,
            notes=tuple(self._notes),
            unread=tuple(unread),
            title=title.strip() or None if title else None,
        )
