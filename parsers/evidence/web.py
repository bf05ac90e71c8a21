"""Evidence as one self-contained page for a browser: no script, no address, every word escaped."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape

from domain.records import Fact
from domain.redaction import redact
from parsers.evidence.drawn import Grid, grid_of, quoted
from parsers.evidence.place import Place
from parsers.model import Paragraph

_STYLE = (
    "body{font-family:sans-serif;margin:1.5em;line-height:1.5}table{border-collapse:collapse}"
    "td{border:1px solid #888;padding:.2em .5em;vertical-align:top}"
    "mark,td.fact{background:#ffe146}td.fact{outline:3px solid #c00}img{max-width:100%;border:1px solid #888}"
    "p.text{border:3px solid #c00;padding:1em;white-space:pre-wrap}tr.gap td{border:0;color:#888}"
)

_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def page_of_place(place: Place, fact: Fact, caption: Sequence[str]) -> bytes:
    """The table or paragraph with its cell or quote marked."""
    if isinstance(place.block, Paragraph):
        text = redact(place.block.text)
        start, end = quoted(text, fact.quote)
        body = f'<p class="text">{escape(text[:start])}<mark>{escape(text[start:end])}</mark>{escape(text[end:])}</p>'
    else:
        body = _table(grid_of(place))
    return _page(caption, body)


def page_of_image(png: bytes, caption: Sequence[str]) -> bytes:
    """A picture of the page, inside the file."""
    encoded = base64.b64encode(png).decode("ascii")
    about = escape(caption[0] if caption else "", quote=True)
    return _page(caption, f'<img alt="{about}" src="data:image/png;base64,{encoded}">')


def _table(grid: Grid) -> str:
    rows: list[str] = []
    for at, number in enumerate(grid.rows):
        if at and number > grid.rows[at - 1] + 1:
            rows.append(f'<tr class="gap"><td colspan="{grid.columns}">…</td></tr>')
        cells = sorted((cell for cell in grid.cells if cell.row == number), key=lambda cell: cell.column)
        made = "".join(
            f'<td rowspan="{cell.row_span}" colspan="{cell.column_span}"{" class=fact" if cell.marked else ""}>'
            f"{escape(cell.text)}</td>"
            for cell in cells
        )
        rows.append(f"<tr>{made}</tr>")
    return f"<table>{''.join(rows)}</table>"


def _page(caption: Sequence[str], body: str) -> bytes:
    head = "".join(f"<p>{escape(line)}</p>" for line in caption)
    title = escape(caption[0] if caption else "证据 evidence")
    return (
        '<!doctype html><html lang="zh"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body>{head}{body}</body></html>\n"
    ).encode()
