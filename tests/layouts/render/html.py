"""A built document as the page of a portal: title, paragraphs, tables with merged cells, as Word leaves them."""

from __future__ import annotations

from html import escape

from infra.samples.build.grid import Grid
from tests.layouts.model import Built, PageBreak, TableBlock


def render(built: Built) -> bytes:
    """One HTML page; ``html: {charset: gbk}`` declares and uses GBK."""
    charset = built.declaration.get("html", {}).get("charset", "utf-8")
    title = escape(built.declaration["document"].get("title") or built.id)
    parts = []
    for block in built.blocks:
        if isinstance(block, PageBreak):
            continue
        if isinstance(block, TableBlock):
            parts.append(f'<p style="text-align:center"><strong>{escape(block.title)}</strong></p>')
            for text in (block.form, "　　".join(part for part in block.caption if part)):
                parts += [f'<p style="text-align:right">{escape(text)}</p>'] if text else []
            parts.append(_table(block.grid))
            parts += [f"<p>{escape(note)}</p>" for note in block.notes]
        else:
            text = escape(block.text)
            parts.append(f"<p><strong>{text}</strong></p>" if block.kind != "text" else f"<p>　　{text}</p>")
    body = "\n".join(parts)
    page = (
        f'<!DOCTYPE html>\n<html><head><meta charset="{charset}"><title>{title}</title></head>\n'
        f'<body><div class="article"><h1>{title}</h1>\n{body}\n</div></body></html>\n'
    )
    return page.encode(charset)


def _table(grid: Grid) -> str:
    rows = []
    for row in range(grid.rows):
        cells = []
        for cell, starts in grid.in_row(row):
            if not starts:
                continue
            spans = f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
            spans += f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
            text = escape(cell.text).replace("\n", "<br>") or "&nbsp;"
            cells.append(f"<td{spans}><p><span>{text}</span></p></td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f'<table class="MsoTableGrid" style="border-collapse:collapse">\n{chr(10).join(rows)}\n</table>'
