"""Markup as it comes out when a Word text is pasted into a content management system's editor."""

from __future__ import annotations

import re
from html import escape

from infra.samples.build.content import Content, Line
from infra.samples.build.grid import Grid

FANG = "font-family:仿宋_GB2312;mso-hansi-font-family:宋体;mso-bidi-font-family:宋体"
PIECES = re.compile(r"[0-9A-Za-z.%,+]+|[^0-9A-Za-z.%,+]+")

HEAD = """<?xml:namespace prefix = o ns = "urn:schemas-microsoft-com:office:office" />
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View><w:Zoom>0</w:Zoom><w:PunctuationKerning/>
<w:DrawingGridVerticalSpacing>7.8 磅</w:DrawingGridVerticalSpacing></w:WordDocument></xml><![endif]-->
<!--[if gte mso 10]><style>table.MsoNormalTable{mso-style-name:普通表格;mso-padding-alt:0cm 5.4pt 0cm 5.4pt;
font-size:10.5pt}</style><![endif]-->
"""


class WordHtml:
    """Counts the numbers it writes: every ninth one is torn over two spans, as spell checking leaves them."""

    def __init__(self) -> None:
        self.numbers = 0

    def build(self, content: Content) -> str:
        parts = [HEAD]
        for block in content.blocks:
            if isinstance(block, Grid):
                parts.append(self.table(block))
            elif isinstance(block, Line):
                parts.append(self.paragraph(block))
        return "\n".join(parts)

    def spans(self, text: str, size: str) -> str:
        lead = len(text) - len(text.lstrip(" "))
        out = ['<span style="mso-spacerun:yes">' + "&nbsp;" * lead + "</span>"] if lead else []
        for piece in PIECES.findall(text[lead:]):
            if PIECES.match(piece) and piece[0].isascii() and piece[0].isalnum():
                self.numbers += 1
                cuts = [piece]
                if self.numbers % 9 == 0 and len(piece) > 2:
                    cuts = [piece[:-2], piece[-2:]]
                out += [f'<span lang="EN-US" style="font-size:{size};{FANG}">{escape(cut)}</span>' for cut in cuts]
            else:
                shown = escape(piece, quote=False).replace("  ", "&nbsp; ")
                out.append(f'<span style="font-size:{size};{FANG}">{shown}</span>')
        return "".join(out)

    def paragraph(self, line: Line) -> str:
        if not line.text.strip():
            return (
                '<p class="MsoNormal"><span lang="EN-US"><!--[if !supportEmptyParas]-->&nbsp;<!--[endif]-->'
                "<o:p></o:p></span></p>"
            )
        if re.match(r"^\s*第[一二三四]部分", line.text):
            style = "text-align:center;line-height:28.0pt;mso-pagination:none;page-break-before:always"
            bold = f"<b>{self.spans(line.text, '22.0pt')}</b>"
            return f'<p class="MsoNormal" align="center" style="{style}">{bold}<o:p></o:p></p>'
        style = "text-indent:32.0pt;mso-char-indent-count:2.0;line-height:28.0pt;mso-line-height-rule:exactly"
        return f'<p class="MsoNormal" style="{style}">{self.spans(line.text, "16.0pt")}<o:p></o:p></p>'

    def table(self, grid: Grid) -> str:
        total = sum(grid.widths)
        rows = []
        for index in range(grid.rows):
            cells = []
            for cell, starts in grid.in_row(index):
                if not starts:
                    continue
                wide = round(600 * sum(grid.widths[cell.column : cell.column + cell.column_span]) / total)
                spans = f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
                spans += f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
                style = "border:solid windowtext 1.0pt;mso-border-alt:solid windowtext .5pt;padding:0cm 5.4pt 0cm 5.4pt"
                cells.append(f'<td width="{wide}"{spans} style="{style}">{self.cell(cell.text)}</td>')
            rows.append(f'<tr style="mso-yfti-irow:{index};height:22.7pt">{"".join(cells)}</tr>')
        style = "border-collapse:collapse;mso-table-layout-alt:fixed;mso-padding-alt:0cm 5.4pt 0cm 5.4pt"
        return (
            '<div align="center"><table class="MsoNormalTable" border="1" cellspacing="0" cellpadding="0"'
            f' style="{style}">'
            f"<tbody>{''.join(rows)}</tbody></table></div>"
        )

    def cell(self, text: str) -> str:
        if not text.strip():
            return '<p class="MsoNormal"><span lang="EN-US"><o:p>&nbsp;</o:p></span></p>'
        return "".join(
            f'<p class="MsoNormal" align="center" style="text-align:center">{self.spans(line, "9.0pt")}<o:p></o:p></p>'
            for line in text.split("\n")
        )


def build(content: Content) -> str:
    """The body of the page (no ``<html>``)."""
    return WordHtml().build(content)
