"""Blocks as pages: a portal's article, the editor of a portal, a page saved by WPS, a workbook saved as page."""

from __future__ import annotations

from html import escape
from pathlib import Path

from tests.unseen.model import Block, File, Table

PAGES = Path(__file__).with_name("pages")


def render(file: File) -> bytes:
    """Options: ``look`` (portal, wps), ``charset`` (utf-8, gb2312), ``title``, ``site``, ``date``, ``source``."""
    look = file.options.get("look", "portal")
    wps = look == "wps"
    body = "\n".join(_block(block, wps) for block in file.blocks)
    charset = file.options.get("charset", "utf-8")
    words = {name: file.options.get(name, "") for name in ("title", "site", "date", "source")}
    page = (PAGES / f"{look}.html").read_text(encoding="utf-8").format(body=body, charset=charset, **words)
    return page.encode("gb18030" if charset == "gb2312" else "utf-8")


def _block(block: Block, wps: bool) -> str:
    if block.table:
        return _table(block.table, wps)
    if block.kind == "break":
        return '<p style="page-break-before:always">&nbsp;</p>' if wps else "<br>"
    return _words(block, wps)


def _words(block: Block, wps: bool) -> str:
    if not wps:
        around = {"title": "text-align:center", "right": "text-align:right"}.get(block.style, "text-indent:2em")
        inner = f"<strong>{escape(block.text)}</strong>" if block.style in ("part", "section") else escape(block.text)
        lead = "　　" if block.style == "plain" else ""
        return f'<p style="{around};line-height:28pt">{lead}{inner}</p>'
    spans = "".join(_span(piece) for piece in _pieces(block.text))
    across = {"title": "center", "right": "right"}.get(block.style, "justify")
    indent = "text-indent:32.0000pt;mso-char-indent-count:2.0000;"
    return f'<p class=MsoNormal align={across} style="{indent}">{spans}<o:p></o:p></p>'


def _pieces(text: str) -> list[str]:
    """Digits and words in spans of their own, as WPS writes mixed fonts."""
    found: list[str] = []
    for char in text:
        if found and (char in "0123456789.,%") == (found[-1][-1] in "0123456789.,%"):
            found[-1] += char
        else:
            found.append(char)
    return found


def _span(text: str) -> str:
    face = "Times New Roman" if text[0] in "0123456789.,%" else "仿宋_GB2312"
    return f"<span style=\"mso-spacerun:'yes';font-family:{face};font-size:16.0000pt;\">{escape(text)}</span>"


def _table(table: Table, wps: bool) -> str:
    border = 'class=MsoTableGrid border=1 cellspacing=0 style="border-collapse:collapse;mso-table-layout-alt:fixed"'
    lines = [f"<table {border}>" if wps else '<table border="1" cellspacing="0" cellpadding="0" width="100%"><tbody>']
    for row in range(table.height):
        lines.append('<tr style="height:14pt">' if wps else "<tr>")
        for cell in sorted((cell for cell in table.cells if cell.row == row), key=lambda one: one.column):
            spans = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
            spans += f' colspan="{cell.columns}"' if cell.columns > 1 else ""
            words = "<br>".join(escape(line) for line in cell.text.split("\n")) or "&nbsp;"
            inner = f'<p class=MsoNormal><span lang="EN-US">{words}</span></p>' if wps else f"<p>{words}</p>"
            lines.append(f'<td{spans} valign="center">{inner}</td>')
        lines.append("</tr>")
    return "\n".join([*lines, "</table>" if wps else "</tbody></table>"])
