"""Blocks as a Word file: sections in portrait and landscape, merged cells, repeated heads, odd fonts and spaces."""

from __future__ import annotations

import datetime as dt
import io
import itertools
from decimal import Decimal
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from tests.unseen.model import Block, Cell, File, Table

WHEN = dt.datetime(2020, 1, 1)  # noqa: DTZ001 - python-docx wants a naive time
SIZES = {"title": 22, "part": 18, "section": 16, "plain": 15, "line": 14, "right": 11}


def render(file: File) -> bytes:
    """Options: ``font``, ``size`` (of tables), ``margin`` (cm), ``toc`` (dotted leaders kept as typed)."""
    document = Document()
    properties = document.core_properties
    properties.author, properties.created, properties.modified = "", WHEN, WHEN
    font = file.options.get("font", "AR PL UMing CN")
    normal = document.styles["Normal"]
    normal.font.name = "Liberation Serif"
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), font)
    _page(document.sections[0], landscape=False, file=file)
    last_break = ""
    for block in file.blocks:
        if block.kind == "break":
            if block.style in ("landscape", "portrait"):
                _page(document.add_section(), landscape=block.style == "landscape", file=file)
            else:
                document.add_page_break()
        elif block.kind == "text":
            _words(document, block, file)
        elif block.table:
            if last_break == "table":
                document.add_paragraph()
            _table(document, block.table, file)
        last_break = block.kind
    if file.options.get("footer"):
        _footer(document.sections[0])
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _page(section: Any, landscape: bool, file: File) -> None:
    width, height = (Cm(29.7), Cm(21)) if landscape else (Cm(21), Cm(29.7))
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = width, height
    margin = Cm(float(file.options.get("margin", "2.4")))
    section.left_margin = section.right_margin = margin
    section.top_margin = section.bottom_margin = Cm(2)


def _words(document: Any, block: Block, file: File) -> None:
    paragraph = document.add_paragraph()
    style = paragraph.paragraph_format
    style.space_after = Pt(2)
    if block.style == "title":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif block.style == "right":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    elif block.style in ("plain", "section"):
        style.first_line_indent = Pt(2 * SIZES[block.style])
    # Word splits a line into runs wherever somebody edited it.
    pieces = _pieces(block.text) if file.options.get("runs") else [block.text]
    for piece in pieces:
        run = paragraph.add_run(piece.replace("\\n", "\n"))
        run.font.size = Pt(SIZES[block.style])
        run.bold = block.style in ("title", "part", "section")
        if block.style in ("title", "part") and file.options.get("heading"):
            run.font.name = file.options["heading"]
            run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), file.options["heading"])


def _pieces(text: str) -> list[str]:
    cut = [0, *range(7, len(text), 11), len(text)]
    return [text[start:end] for start, end in itertools.pairwise(cut)]


def _table(document: Any, table: Table, file: File) -> None:
    made = document.add_table(rows=table.height, cols=table.width)
    if table.options.get("borders") != "none":
        made.style = "Table Grid"
    made.autofit = "widths" not in table.options
    if "widths" in table.options:
        for column, width in enumerate(table.options["widths"].split(",")):
            for row in made.rows:
                row.cells[column].width = Cm(float(width))
    size = Pt(float(table.options.get("size", file.options.get("size", "9"))))
    grid = [list(row.cells) for row in made.rows]  # one by one, each is looked for in the whole table
    for cell in table.cells:
        target = grid[cell.row][cell.column]
        if cell.rows > 1 or cell.columns > 1:
            target = target.merge(grid[cell.row + cell.rows - 1][cell.column + cell.columns - 1])
        _cell(target, cell, size)
    if table.options.get("repeat"):
        for row in made.rows[: table.head]:
            mark = OxmlElement("w:tblHeader")
            mark.set(qn("w:val"), "true")
            row._tr.get_or_add_trPr().append(mark)


def _cell(target: Any, cell: Cell, size: Any) -> None:
    lines = cell.text.split("\n")
    for number, line in enumerate(lines):
        paragraph = target.paragraphs[0] if number == 0 else target.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        run = paragraph.add_run(line)
        run.font.size = size
        if isinstance(cell.number, Decimal):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _footer(section: Any) -> None:
    """— page —, as offices number pages."""
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("text", "— "), ("begin", ""), ("instr", "PAGE"), ("end", ""), ("text", " —")):
        run = paragraph.add_run(text if kind == "text" else "")
        if kind in ("begin", "end"):
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._element.append(mark)
        elif kind == "instr":
            mark = OxmlElement("w:instrText")
            mark.text = text
            run._element.append(mark)
