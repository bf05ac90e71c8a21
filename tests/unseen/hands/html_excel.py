"""A portal's article whose tables were pasted from a spreadsheet: classes of the office suite, hidden columns."""

from __future__ import annotations

from html import escape

from tests.unseen.hands.common import Dice, Group, Piece, columns, kind, lines, pieces, rows, shown
from tests.unseen.hands.portal import article
from tests.unseen.model import Block, Cell, Design, Table

CLASSES = {"head": "xl66", "amount": "xl68", "code": "xl67", "ordinal": "xl66", "label": "xl67"}
FORMATS = {"amount": 'mso-number-format:"#,##0.00_ ";', "code": 'mso-number-format:"\\@";'}


def render(design: Design) -> bytes:
    hand = _Hand(design)
    body = "\n".join(hand.piece(piece) for piece in shown(pieces(design)))
    return article(design, Dice(design.id, "html_excel"), body).encode("utf-8")


class _Hand:
    def __init__(self, design: Design) -> None:
        self.dice = dice = Dice(design.id, "html_excel")
        self.suite = dice.one("suite", ("excel", "wps", "old"))
        self.inside = dice.chance("captions inside", 60)
        self.hidden = dice.chance("hidden column", 35)
        self.numbers = dice.chance("x:num", 45)
        self.indent = dice.one("indent", ("nbsp", "keep", "span"))

    def piece(self, piece: Piece) -> str:
        if isinstance(piece, Group):
            return self._group(piece)
        if piece.kind == "break":
            return '<p style="text-align:center;"><br /></p>' if piece.style == "page" else ""
        return self._words(piece)

    def _words(self, block: Block) -> str:
        text = "<br />".join(escape(line, quote=False) for line in lines(block.text))
        if block.style in ("title", "right"):
            across = "center" if block.style == "title" else "right"
            inner = f"<strong>{text}</strong>" if block.style == "title" else text
            size = 16 if across == "center" else 12
            inner = f'<span style="font-size:{size}pt">{inner}</span>'
            return f'<p align="{across}" style="text-align:{across};">{inner}</p>'
        if block.style in ("part", "section"):
            return (
                f'<p style="text-indent:2em;"><span style="font-family:黑体;font-size:16pt;"><b>{text}</b></span></p>'
            )
        lead = "" if block.style == "line" else "&emsp;&emsp;" if self.dice.chance("emsp", 40) else "　　"
        return (
            f'<p style="line-height:2;"><span style="font-family:仿宋_GB2312;font-size:16pt;">{lead}{text}</span></p>'
        )

    def _group(self, group: Group) -> str:
        above = [] if self.inside else [self._words(block) for block in group.captions]
        below = [] if self.inside else [self._words(block) for block in group.notes]
        return "\n".join([*above, self._table(group), *below])

    def _table(self, group: Group) -> str:
        table = group.table
        widths, _ = columns(table, 960.0, 12.0)
        spare = self._hidden_at(table)
        total = table.width + (1 if spare is not None else 0)
        whole = round(sum(widths))
        zero = "" if self.suite == "old" else f"table-layout:fixed;width:{whole * 0.75:.2f}pt"
        made = [
            f"<table border=0 cellpadding=0 cellspacing=0 width={whole} style='border-collapse:collapse;{zero}'"
            + (' x:str="">' if self.numbers else ">")
        ]
        made.append("<colgroup>" if self.suite == "wps" else "")
        for number, width in enumerate(widths):
            if number == spare:
                made.append("<col width=0 style='display:none;mso-width-source:userset;mso-width-alt:0' />")
            alt = round(width * 36.57)
            style = f"mso-width-source:userset;mso-width-alt:{alt};width:{width * 0.75:.2f}pt"
            made.append(f"<col width={width:.0f} style='{style}' />")
        made.append("</colgroup>" if self.suite == "wps" else "")
        made.append("<tbody>")
        if self.inside:
            made += self._above(group.captions, total)
        for row in rows(table):
            made.append(f"<tr height=19 style='height:{14.25 if self.suite != 'wps' else 15.75}pt'>")
            for cell in row:
                if cell.column == spare:
                    made.append("<td style='display:none'></td>")
                made.append(self._cell(cell, table))
            made.append("</tr>")
        if self.inside:
            made += [
                f"<tr><td colspan={total} class=xl69 style='border:none;text-align:left'>{self._words(note)}</td></tr>"
                for note in group.notes
            ]
        return "\n".join(line for line in [*made, "</tbody></table>"] if line)

    def _hidden_at(self, table: Table) -> int | None:
        """Before which column an empty one is hidden: where no merged cell of the body would notice."""
        if not self.hidden or table.width < 4:
            return None
        at = table.width // 2
        begun = {(cell.row, cell.column) for cell in table.cells}
        return at if all((row, at) in begun for row in range(table.height)) else None

    def _above(self, captions: list[Block], total: int) -> list[str]:
        made: list[str] = []
        waiting: Block | None = None
        for block in captions:
            if block.style == "right" and waiting and total > 2:
                made[-1] = (
                    f"<tr height=19>{_plain(waiting.text, total - total // 3, 'left')}"
                    f"{_plain(block.text, total // 3, 'right')}</tr>"
                )
                waiting = None
                continue
            across = {"title": "center", "right": "right"}.get(block.style, "left")
            made.append(f"<tr height={32 if across == 'center' else 19}>{_plain(block.text, total, across)}</tr>")
            waiting = block if block.style == "line" else None
        return made

    def _cell(self, cell: Cell, table: Table) -> str:
        what = kind(cell, table)
        across = {"amount": "right", "head": "center", "ordinal": "center"}.get(what, "left")
        spans = f" colspan={cell.columns}" if cell.columns > 1 else ""
        spans += f" rowspan={cell.rows}" if cell.rows > 1 else ""
        number = f' x:num="{cell.number}"' if self.numbers and cell.number is not None and cell.text else ""
        style = f"border:.5pt solid windowtext;text-align:{across};{FORMATS.get(what, '')}"
        inner = self._text(cell.text)
        if self.suite == "wps" and inner:
            inner = f'<span style="font-family:宋体;font-size:10pt">{inner}</span>'
            inner = f'<p class="MsoNormal" style="text-align:{across}">{inner}</p>'
        elif self.suite == "excel" and what == "label" and inner:
            inner = f"<font class='font5'>{inner}</font>"
        return f"<td{spans} class={CLASSES[what]}{number} style='{style}'>{inner or '&nbsp;'}</td>"

    def _text(self, text: str) -> str:
        bare = text.lstrip(" 　")
        lead = text[: len(text) - len(bare)]
        if lead and self.indent != "keep":
            count = sum(2 if char == "　" else 1 for char in lead)
            lead = "&nbsp;" * count
            if self.indent == "span":
                lead = f"<span style='mso-spacerun:yes'>{lead}</span>"
        return lead + "<br />".join(escape(line, quote=False) for line in bare.split("\n"))


def _plain(text: str, span: int, across: str) -> str:
    words = "<br />".join(escape(line, quote=False).replace("  ", "&nbsp; ") for line in lines(text))
    return f"<td colspan={span} class=xl65 style='text-align:{across}'>{words}</td>"
