"""Tables as WPS Writer keeps them: grids that disagree, captions in rows, empty paragraphs, tables in tables."""

from __future__ import annotations

from tests.unseen.hands.common import Dice, Group, columns, kind, rows
from tests.unseen.hands.docx_xml import Runs, paragraph
from tests.unseen.model import Block, Cell, Table

SIDES = ("top", "left", "bottom", "right")


class Tables:
    """Writes all tables of a report in one manner."""

    def __init__(self, dice: Dice, runs: Runs) -> None:
        self.dice, self.runs = dice, runs
        self.captions = dice.one("captions", ("paragraphs", "paragraphs", "rows", "unit row"))
        self.nested = dice.chance("nested", 15)
        self.grid = dice.one("grid", ("right", "equal", "short"))
        self.empty = dice.chance("empty paragraphs", 35)
        self.indent = dice.one("indent", ("keep", "nbsp", "ind"))
        self.broken = dice.chance("broken heads", 40)
        self.size = dice.one("table size", (9.0, 10.0, 10.5))
        self.repeat = dice.chance("repeat", 40)
        self.own_rules = dice.chance("rules of cells", 50)

    def inside(self, group: Group) -> list[Block]:
        """Which captions are rows of the table."""
        if self.captions == "rows":
            return group.captions
        if self.captions == "unit row":
            at = max((n for n, one in enumerate(group.captions) if one.style == "title"), default=-1)
            return group.captions[at + 1 :] if at >= 0 else []
        return []

    def of(self, group: Group, room: float) -> str:
        """``room`` in points."""
        made = self._table(group.table, self.inside(group), room - (12 if self.nested else 0))
        if not self.nested:
            return made
        wide = f'<w:tcW w:w="{room * 20:.0f}" w:type="dxa"/>'
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblLayout w:type="autofit"/></w:tblPr><w:tblGrid>'
            f'<w:gridCol w:w="{room * 20:.0f}"/></w:tblGrid><w:tr><w:tc><w:tcPr>{wide}</w:tcPr>{made}<w:p/></w:tc>'
            "</w:tr></w:tbl>"
        )

    def _table(self, table: Table, captions: list[Block], room: float) -> str:
        widths, size = columns(table, room, self.size, 5.5)
        size = int(size * 2) / 2
        twips = [round(width * 20) for width in widths]
        grid = {
            "right": twips,
            "equal": [round(sum(twips) / len(twips))] * len(twips),
            "short": [max(200, width - 137) for width in twips],
        }[self.grid]
        lines_of_grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
        rules = "".join(
            f'<w:{side} w:val="single" w:color="auto" w:sz="4" w:space="0"/>' for side in (*SIDES, "insideH", "insideV")
        )
        borders = "" if self.own_rules or captions else f"<w:tblBorders>{rules}</w:tblBorders>"
        made = [
            (
                '<w:tbl><w:tblPr><w:tblStyle w:val="10"/><w:tblW w:w="'
                f'{sum(twips)}" w:type="dxa"/><w:jc w:val="center"/>{borders}<w:tblLayout w:type="fixed"/>'
                '<w:tblCellMar><w:left w:w="40" w:type="dxa"/><w:right w:w="40" w:type="dxa"/></w:tblCellMar></w:tblPr>'
                f"<w:tblGrid>{lines_of_grid}</w:tblGrid>"
            )
        ]
        made += self._captions(captions, twips)
        ruled = self.own_rules or bool(captions)
        begun = {(cell.row, cell.column): cell for cell in table.cells}
        covered = {
            (row, cell.column): cell for cell in table.cells for row in range(cell.row + 1, cell.row + cell.rows)
        }
        for row, _ in enumerate(rows(table)):
            mark = "<w:tblHeader/>" if self.repeat and row < table.head else ""
            made.append(
                f'<w:tr><w:trPr><w:trHeight w:val="300" w:hRule="atLeast"/>{mark}<w:jc w:val="center"/></w:trPr>'
            )
            column = 0
            while column < table.width:
                cell = begun.get((row, column)) or covered.get((row, column))
                if cell is None:
                    made.append(self._tc("<w:p/>", twips[column], "", ruled=ruled))
                    column += 1
                    continue
                merge = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
                if cell.rows > 1:
                    merge += '<w:vMerge w:val="restart"/>' if cell.row == row else "<w:vMerge/>"
                inner = self._words(cell, table, size) if cell.row == row else "<w:p/>"
                made.append(self._tc(inner, sum(twips[column : column + cell.columns]), merge, ruled=ruled))
                column += cell.columns
            made.append("</w:tr>")
        return "".join([*made, "</w:tbl>"])

    def _tc(self, inner: str, width: int, merge: str, *, ruled: bool) -> str:
        rules = ""
        if ruled:
            rules = "".join(f'<w:{side} w:val="single" w:color="000000" w:sz="4" w:space="0"/>' for side in SIDES)
            rules = f"<w:tcBorders>{rules}</w:tcBorders>"
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merge}{rules}<w:vAlign w:val="center"/></w:tcPr>'
            f"{inner}</w:tc>"
        )

    def _captions(self, captions: list[Block], twips: list[int]) -> list[str]:
        """Lines above as rows without rules; department and unit share one."""
        made: list[str] = []
        waiting: Block | None = None
        for block in captions:
            if block.style == "right" and waiting and len(twips) > 2:
                at = max(1, len(twips) * 2 // 3)
                made[-1] = self._line([(waiting, "left", twips[:at]), (block, "right", twips[at:])])
                waiting = None
                continue
            across = {"title": "center", "right": "right"}.get(block.style, "left")
            made.append(self._line([(block, across, twips)]))
            waiting = block if block.style == "line" else None
        return made

    def _line(self, parts: list[tuple[Block, str, list[int]]]) -> str:
        made = []
        for block, across, twips in parts:
            span = f'<w:gridSpan w:val="{len(twips)}"/>' if len(twips) > 1 else ""
            title = block.style == "title"
            inner = paragraph(self.runs.of(block.text, 14 if title else 10, title), across)
            made.append(self._tc(inner, sum(twips), span, ruled=False))
        return f"<w:tr>{''.join(made)}</w:tr>"

    def _words(self, cell: Cell, table: Table, size: float) -> str:
        what = kind(cell, table)
        across = {"amount": "right", "head": "center", "ordinal": "center"}.get(what, "left")
        text, more = cell.text, ""
        bare = text.lstrip(" 　")
        lead = text[: len(text) - len(bare)]
        if lead and self.indent == "nbsp":
            text = "\xa0" * sum(2 if char == "　" else 1 for char in lead) + bare
        elif lead and self.indent == "ind":
            text, more = bare, f'<w:ind w:firstLine="{len(lead) * 180}" w:firstLineChars="{len(lead) * 100}"/>'
        if what == "head" and self.broken and len(text) > 7 and "\n" not in text:
            text = f"{text[: len(text) // 2]}\n{text[len(text) // 2 :]}"
        split = what in ("label", "amount") and (cell.row + cell.column) % 4 == 0
        made = paragraph(self.runs.of(text, size, split=split) if text else "", across, more=more)
        if self.empty and (cell.row * 7 + cell.column) % 5 == 0 and what in ("label", "amount"):
            made = made + "<w:p/>" if cell.row % 2 else f"<w:p/>{made}"
        return made
