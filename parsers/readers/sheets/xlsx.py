"""XLSX parts that calamine does not give: number formats with raw values, borders, error cells, charts."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import replace
from functools import partial

from lxml import etree

from domain.records import DocumentState
from parsers.model import UnreadableDocument
from parsers.readers.docx.charts import read_chart
from parsers.readers.packages import Package, attribute, local
from parsers.readers.sheets.facts import CellStyle, Place, SheetFacts, built_in_format
from parsers.readers.sheets.white import is_white_fill, is_white_font, may_be_coloured
from parsers.readers.sheets.xlsx_pictures import sheet_pictures
from parsers.readers.sheets.xlsx_texts import RichText, is_struck, retold_strings, rich_text, sheet_boxes

#: The main part as it is usually called.
WORKBOOK = "xl/workbook.xml"
_BASE = "workbook.xml"
_ROOT = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="{target}"/>'
    "</Relationships>"
)
_REFERENCE = re.compile(r"^([A-Z]{1,3})(\d{1,7})$")
_PLAIN = CellStyle()
_TRUE = ("1", "true")
#: Columns of a sheet.
_WIDEST = 16_384


def read_facts(package: Package) -> dict[str, SheetFacts]:
    """Sheet name -> its facts, for every worksheet of the workbook."""
    main = package.main_part(WORKBOOK)
    workbook = package.xml(main)
    sheet_parts = {one.identifier: one.target for one in package.related(main) if one.kind == "worksheet"}
    since_1904 = any(
        attribute(element, "date1904") in ("1", "true") for element in workbook if local(element) == "workbookPr"
    )
    styles = _styles(package, main)
    retold = retold_strings(package, main)
    found: dict[str, SheetFacts] = {}
    for sheets in workbook:
        if local(sheets) != "sheets":
            continue
        for sheet in sheets:
            target = sheet_parts.get(attribute(sheet, "id") or "")
            if target and package.has(target):
                content = package.read(target)
                facts = _read_sheet(content, styles, retold, since_1904=since_1904)
                facts.boxes = sheet_boxes(package, target)
                facts.charts = _charts(package, target)
                facts.pictures = [
                    partial(package.read, part) for part in sheet_pictures(package, main, target, content)
                ]
                found[sheet.get("name") or ""] = facts
    return found


def as_usual(data: bytes, package: Package) -> bytes:
    """The workbook ``data`` with its main part called ``workbook.xml``, the only name that calamine knows."""
    main = package.main_part(WORKBOOK)
    folder, base = posixpath.split(main)
    if base.lower() == _BASE and not package.has_rooted_names:
        return data
    renamed = {
        main: posixpath.join(folder, _BASE),
        posixpath.join(folder, "_rels", f"{base}.rels"): posixpath.join(folder, "_rels", f"{_BASE}.rels"),
    }
    parts = {name: package.read(name) for name in package.names() if name.endswith((".xml", ".rels"))}
    parts = {name: content for name, content in parts.items() if name not in renamed.values()} | {
        new: parts[old] for old, new in renamed.items() if old in parts
    }
    parts["_rels/.rels"] = _ROOT.format(target=renamed[main]).encode()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return target.getvalue()


def _styles(package: Package, main: str) -> list[CellStyle]:
    name = package.related_part(main, "styles", "xl/styles.xml")
    if name is None:
        return []
    root = package.xml(name)
    parts = {local(child): child for child in root}
    formats = {int(entry.get("numFmtId") or 0): entry.get("formatCode") for entry in parts.get("numFmts", ())}
    borders = [_has_side(border) for border in parts.get("borders", ())]
    struck = [is_struck(font) for font in parts.get("fonts", ())]
    white = [is_white_font(font) for font in parts.get("fonts", ())]
    clear = [is_white_fill(fill) for fill in parts.get("fills", ())]
    styles: list[CellStyle] = []
    for entry in parts.get("cellXfs", ()):
        number = int(entry.get("numFmtId") or 0)
        border, font = int(entry.get("borderId") or 0), int(entry.get("fontId") or 0)
        code = formats[number] if number in formats else built_in_format(number)
        crossed = font < len(struck) and struck[font]
        fill = int(entry.get("fillId") or 0)
        unseen = font < len(white) and white[font] and fill < len(clear) and clear[fill]
        styles.append(CellStyle(code, border < len(borders) and borders[border], crossed, unseen))
    return styles


def _has_side(border: etree._Element) -> bool:
    return any(
        local(side) in ("left", "right", "start", "end") and side.get("style") not in (None, "none") for side in border
    )


def _read_sheet(
    content: bytes, styles: list[CellStyle], retold: dict[int, RichText], *, since_1904: bool
) -> SheetFacts:
    facts = SheetFacts()
    if may_be_coloured(content):
        styles = [replace(style, white=False) for style in styles]
    events = etree.iterparse(
        io.BytesIO(content),
        events=("end",),
        tag=("{*}row", "{*}col"),
        resolve_entities=False,
        no_network=True,
        huge_tree=True,
    )
    try:
        row = -1
        for _, element in events:
            if local(element) == "col":
                _read_columns(element, facts)
                continue
            stated = element.get("r")
            row = int(stated) - 1 if stated and stated.isdigit() else row + 1
            if element.get("hidden") in _TRUE or element.get("ht") == "0":
                facts.hidden_rows.add(row)
            _read_row(element, row, styles, retold, facts, since_1904=since_1904)
            element.clear()
    except etree.XMLSyntaxError as error:
        raise UnreadableDocument(DocumentState.DAMAGED, "工作表已损坏 / a sheet of the workbook is damaged") from error
    return facts


def _read_columns(element: etree._Element, facts: SheetFacts) -> None:
    """Columns of one ``col`` that are not shown."""
    first, last = element.get("min") or "", element.get("max") or ""
    if (element.get("hidden") in _TRUE or element.get("width") == "0") and first.isdigit() and last.isdigit():
        facts.hidden_columns.update(range(int(first) - 1, min(int(last), _WIDEST)))


def _read_row(
    element: etree._Element,
    row: int,
    styles: list[CellStyle],
    retold: dict[int, RichText],
    facts: SheetFacts,
    *,
    since_1904: bool,
) -> None:
    column = -1
    for cell in element:
        reference = _REFERENCE.match(cell.get("r") or "")
        column = _column(reference.group(1)) if reference else column + 1
        number = cell.get("s") or ""
        style = styles[int(number)] if number.isdigit() and int(number) < len(styles) else _PLAIN
        if style.bordered:
            facts.bordered.add((row, column))
        parts = {local(part): part.text for part in cell}
        value = parts.get("v")
        if value is None:
            facts.uncomputed += "f" in parts
            if "is" in parts:
                facts.reach(row, column)
                if style.white:
                    facts.shown[row, column] = ""
                    facts.left_out.white += 1
                    continue
                _retell(rich_text(next(part for part in cell if local(part) == "is")), (row, column), style, facts)
            continue
        facts.reach(row, column)
        kind = cell.get("t") or "n"
        if style.struck and value.strip():
            facts.shown[row, column] = ""
            facts.left_out.struck += 1
        elif style.white and value.strip():
            facts.shown[row, column] = ""
            facts.left_out.white += 1
        elif kind == "n":
            facts.show((row, column), value, style, since_1904=since_1904)
        elif kind == "s" and value.strip().isdigit():
            _retell(retold.get(int(value)), (row, column), style, facts)
        elif kind == "e":
            facts.shown[row, column] = value


def _retell(text: RichText | None, place: Place, style: CellStyle, facts: SheetFacts) -> None:
    """What a cell of rich text shows without marks of notes and crossed-out pieces."""
    if text is None:
        return
    facts.shown[place] = "" if style.struck else text.shown
    facts.left_out.marks += text.marks
    facts.left_out.struck += text.struck or style.struck


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _charts(package: Package, sheet: str) -> list[tuple[str | None, list[tuple[str, str, str]]]]:
    return [
        read_chart(package.xml(chart.target))
        for drawing in package.related(sheet)
        if drawing.kind == "drawing" and package.has(drawing.target)
        for chart in package.related(drawing.target)
        if chart.kind == "chart" and package.has(chart.target)
    ]
