"""A report as a page with styles, printed to PDF by Chromium: a portal's print view, or a suite's cloud export."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from playwright.sync_api import sync_playwright

from tests.unseen.hands.common import WIDE, Dice, Group, Piece, columns, heading, kind, lines, pieces, rows, shown
from tests.unseen.hands.pdf_scripts import printable
from tests.unseen.model import Block, Cell, Design, Table

CHROMIUM = "/usr/bin/chromium"
DATES = re.compile(rb"\((D:\d{14})([+-]\d\d'\d\d')\)")
#: Millimetres of the paper, and pixels of the words' room on it.
ROOM, WIDE_ROOM = 640.0, 970.0


def render(design: Design) -> bytes:
    design = printable(design)
    page = _Page(design)
    options: dict[str, Any] = {"prefer_css_page_size": True, "print_background": True, "format": "A4"}
    if page.look == "portal":
        mark = "font-size:8px;width:100%;padding:0 24px;font-family:sans-serif"
        title = escape(heading(design))
        options |= {
            "display_header_footer": True,
            "header_template": f'<div style="{mark}">{title}</div>',
            "footer_template": f'<div style="{mark};text-align:right"><span class="pageNumber"></span>/'
            '<span class="totalPages"></span></div>',
        }
    elif page.look == "numbered":
        options |= {
            "display_header_footer": True,
            "header_template": "<span></span>",
            "footer_template": '<div style="font-size:9px;width:100%;text-align:center">- <span class="pageNumber">'
            "</span> -</div>",
        }
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            tab = browser.new_page()
            tab.set_content(page.html())
            data = tab.pdf(**options)
        finally:
            browser.close()
    return DATES.sub(lambda found: b"(D:20200101000000" + found[2] + b")", data)


class _Page:
    def __init__(self, design: Design) -> None:
        self.design = design
        self.dice = dice = Dice(design.id, "pdf_chromium")
        self.look = dice.one("look", ("portal", "cloud", "numbered"))
        self.size = dice.one("size", (10, 11, 12, 12))
        self.words = dice.one("words", (14, 16, 18))
        self.fixed = dice.chance("fixed", 55)
        self.turned = False

    def html(self) -> str:
        body, wide = [], False
        for piece in shown(pieces(self.design)):
            if isinstance(piece, Block) and piece.kind == "break":
                if piece.style != "page":
                    self.turned = piece.style in ("landscape", "rotated")
                body.append('<div class="new"></div>')
                continue
            now = self.turned or (isinstance(piece, Group) and piece.table.width >= WIDE)
            if now != wide:
                body.append('<div class="wide">' if now else "</div>")
                wide = now
            body.append(self._piece(piece, wide))
        if wide:
            body.append("</div>")
        title = escape(heading(self.design))
        top = ""
        if self.look == "portal":
            source = escape(self.design.document["agency"])
            top = f'<div class="head"><h1>{title}</h1><p class="meta">来源：{source}</p></div>'
        head = f'<meta charset="utf-8"><title>{title}</title><style>{self._css()}</style>'
        return f'<!DOCTYPE html><html lang="zh-CN"><head>{head}</head><body>{top}{"".join(body)}</body></html>'

    def _css(self) -> str:
        rule = self.dice.one("rule", ("1px solid #000", "0.5pt solid windowtext", "1px solid #999", "1px solid #333"))
        face = self.dice.one("face", ("SimSun,'DejaVu Serif','WenQuanYi Zen Hei'", "'WenQuanYi Zen Hei'", "serif"))
        shade = "#eef3fa" if self.dice.chance("shade", 30) else "transparent"
        return (
            "@page{size:A4;margin:18mm 20mm}@page wide{size:A4 landscape;margin:16mm 18mm}"
            f"body{{font-family:{face};font-size:{self.words}px;line-height:1.8;margin:0}}"
            ".wide{page:wide}.new{break-after:page;height:0}"
            f"table{{border-collapse:collapse;width:100%;table-layout:{'fixed' if self.fixed else 'auto'}}}"
            f"td,th{{border:{rule};padding:1px 3px;line-height:1.25;font-weight:normal;word-break:break-all}}"
            f"thead{{display:table-header-group}}thead td,thead th{{text-align:center;background:{shade}}}"
            "tr{break-inside:avoid}td.amount{text-align:right;white-space:nowrap}td.ordinal{text-align:center}"
            "td.code{white-space:nowrap}p{margin:0;text-indent:2em;text-align:justify}p.title{text-align:center;"
            "text-indent:0;font-size:1.4em;font-weight:bold;break-after:avoid}p.right{text-align:right;text-indent:0;"
            "font-size:.8em;break-after:avoid}p.line{text-indent:0}p.part{text-align:center;text-indent:0;font-size:"
            "1.3em;font-weight:bold;break-after:avoid}p.section{font-weight:bold;break-after:avoid}p.note{text-indent:0;"
            "font-size:.8em}p.cap{font-size:.8em;text-indent:0;break-after:avoid}.pair{display:flex;justify-content:"
            "space-between;font-size:.8em;break-after:avoid}h1{font-size:1.5em;text-align:center;margin:0}.meta{"
            "text-align:center;color:#777;font-size:.75em;border-bottom:1px solid #ddd;text-indent:0}"
        )

    def _piece(self, piece: Piece, wide: bool) -> str:
        if isinstance(piece, Block):
            return _words(piece, piece.style)
        made, waiting = [], ""
        for block in piece.captions:
            if block.style == "right" and waiting:
                made.append(f'<div class="pair"><span>{waiting}</span><span>{_inner(block.text)}</span></div>')
                waiting = ""
                continue
            if waiting:
                made.append(f'<p class="cap">{waiting}</p>')
                waiting = ""
            if block.style == "line":
                waiting = _inner(block.text)
            else:
                made.append(_words(block, block.style))
        if waiting:
            made.append(f'<p class="cap">{waiting}</p>')
        made.append(self._table(piece.table, wide))
        made += [_words(note, "note") for note in piece.notes]
        return "".join(made)

    def _table(self, table: Table, wide: bool) -> str:
        widths, size = columns(table, WIDE_ROOM if wide else ROOM, self.size, 6.0)
        cols = "".join(f'<col style="width:{width / sum(widths) * 100:.2f}%">' for width in widths)
        made = [f'<table style="font-size:{size:g}px">', f"<colgroup>{cols}</colgroup>" if self.fixed else ""]
        for number, row in enumerate(rows(table)):
            if number == 0:
                made.append("<thead>" if table.head else "<tbody>")
            elif number == table.head:
                made.append("</thead><tbody>")
            made.append("<tr>" + "".join(self._cell(cell, table) for cell in row) + "</tr>")
        made.append("</tbody></table>" if table.height > table.head else "</thead></table>")
        return "".join(made)

    def _cell(self, cell: Cell, table: Table) -> str:
        spans = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
        spans += f' colspan="{cell.columns}"' if cell.columns > 1 else ""
        return f'<td class="{kind(cell, table)}"{spans}>{_inner(cell.text)}</td>'


def _words(block: Block, style: str) -> str:
    return f'<p class="{style}">{_inner(block.text)}</p>'


def _inner(text: str) -> str:
    return "<br>".join(escape(line, quote=False).replace("  ", "&nbsp; ") for line in lines(text))
