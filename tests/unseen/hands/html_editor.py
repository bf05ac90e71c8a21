"""A portal's article as its own editor writes it: paragraphs with styles, lines of breaks, sentences in many spans."""

from __future__ import annotations

from html import escape

from tests.unseen.hands.common import Dice, Group, Piece, columns, kind, lines, pieces, rows, shown
from tests.unseen.hands.portal import article
from tests.unseen.model import Block, Cell, Design, Table

FONT = "font-family:仿宋,FangSong;font-size:16px;"


def render(design: Design) -> bytes:
    hand = _Hand(design)
    return article(design, Dice(design.id, "html_editor"), hand.body(shown(pieces(design)))).encode("utf-8")


class _Hand:
    def __init__(self, design: Design) -> None:
        self.dice = dice = Dice(design.id, "html_editor")
        self.editor = dice.one("editor", ("ueditor", "ueditor", "kind", "old"))
        self.joined = dice.chance("joined", 30)
        self.cut = dice.one("cut", ("numbers", "numbers", "words", "none"))
        self.pasted = dice.chance("pasted lines", 12)

    def body(self, story: list[Piece]) -> str:
        made: list[str] = []
        held: list[str] = []
        for piece in story:
            rest: Piece | None = piece
            if self.joined and isinstance(piece, Block) and piece.style in ("plain", "line"):
                held.append(("　　" if piece.style == "plain" else "") + self._inline(piece.text))
                if len(held) < 6:
                    continue
                rest = None
            if held:
                made.append(f'<p style="line-height:2em;">{"<br/>".join(held)}</p>')
                held = []
            if rest is not None:
                made.append(self._group(rest) if isinstance(rest, Group) else self._block(rest))
        if held:
            made.append(f'<p style="line-height:2em;">{"<br/>".join(held)}</p>')
        return "\n".join(made)

    def _block(self, block: Block) -> str:
        if block.kind == "break":
            return {"ueditor": "<p><br/></p>", "kind": "<p>\n\t<br />\n</p>", "old": "<p>&nbsp;</p>"}[self.editor]
        inner = self._inline(block.text)
        if block.style in ("part", "section"):
            inner = f"<strong>{inner}</strong>"
        if block.style in ("title", "right"):
            across = "center" if block.style == "title" else "right"
            inner = f'<strong><span style="font-size:22px;">{inner}</span></strong>' if across == "center" else inner
            if self.editor == "old":
                return f"<p align={across}>{inner}</p>"
            return f'<p style="text-align:{across};">{inner}</p>'
        indent = "text-indent:2em;" if block.style != "line" else ""
        if self.editor == "kind":
            lead = "&nbsp;&nbsp;&nbsp;&nbsp;" if indent else ""
            return f'<p class="MsoNormal" style="text-align:justify;">\n\t{lead}{inner}\n</p>'
        if self.editor == "old":
            return f"<div>{'　　' if indent else ''}{inner}</div>"
        return f'<p style="{indent}line-height:2em;margin-bottom:5px;">{inner}</p>'

    def _inline(self, text: str) -> str:
        shown_lines = lines(text)
        if self.pasted and len(text) > 60:
            shown_lines = [part for line in shown_lines for part in _short(line)]
        return "<br/>".join(self._spans(line) for line in shown_lines)

    def _spans(self, text: str) -> str:
        words = [escape(part, quote=False) for part in _parts(text, self.cut)]
        if self.cut == "none":
            return f'<span style="{FONT}">{"".join(words)}</span>'
        faces = (FONT, "font-size:16px;font-family:&#39;Times New Roman&#39;;", FONT + "color:#333;")
        return "".join(f'<span style="{faces[n % 3]}">{part}</span>' for n, part in enumerate(words))

    def _group(self, group: Group) -> str:
        above = [self._block(block) for block in group.captions]
        return "\n".join([*above, self._table(group.table), *(self._block(note) for note in group.notes)])

    def _table(self, table: Table) -> str:
        widths, _ = columns(table, 900.0, 13.0)
        start = {
            "ueditor": '<table width="900" data-sort="sortDisabled" style="border-collapse:collapse;">',
            "kind": '<table class="ke-zeroborder" style="width:100%;" cellpadding="2" cellspacing="0" border="1" '
            'bordercolor="#000000">',
            "old": '<table class="t1" border="1" cellspacing="0" cellpadding="0" align="center" width="95%">',
        }[self.editor]
        made = [start, "<tbody>"]
        for number, row in enumerate(rows(table)):
            first = ' class="firstRow"' if number == 0 and self.editor == "ueditor" else ""
            cells = "".join(self._cell(cell, table, widths) for cell in row)
            made.append(f"<tr{first}>{cells}</tr>")
        return "\n".join([*made, "</tbody>", "</table>"])

    def _cell(self, cell: Cell, table: Table, widths: list[float]) -> str:
        spans = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
        spans += f' colspan="{cell.columns}"' if cell.columns > 1 else ""
        wide = sum(widths[cell.column : cell.column + cell.columns])
        across = {"amount": "right", "head": "center", "ordinal": "center"}.get(kind(cell, table), "left")
        inner = "<br/>".join(escape(line, quote=False).replace("　", "&nbsp;&nbsp;") for line in cell.text.split("\n"))
        if cell.row < table.head and self.editor == "ueditor" and inner:
            inner = f"<strong>{inner}</strong>"
        if self.editor == "ueditor":
            inner = f'<p style="text-align:{across};">{inner or "<br/>"}</p>'
            look = "border-width:1px;border-style:solid;word-break:break-all;"
            return f'<td width="{wide:.0f}" valign="middle" style="{look}"{spans}>{inner}</td>'
        if self.editor == "kind":
            return f'<td{spans} style="text-align:{across};">\n\t{inner or "<br />"}\n</td>'
        return f"<td{spans} align={across} width={wide:.0f}>{inner or '&nbsp;'}</td>"


def _parts(text: str, cut: str) -> list[str]:
    """Numbers in spans of their own, or cuts in the middle of words and numbers."""
    if cut == "none" or len(text) < 8:
        return [text]
    if cut == "words":
        step = 9 + len(text) % 5
        return [text[start : start + step] for start in range(0, len(text), step)]
    found: list[str] = []
    for char in text:
        number = char.isascii() and (char.isdigit() or char in ".,%")
        before = bool(found) and found[-1][-1].isascii() and (found[-1][-1].isdigit() or found[-1][-1] in ".,%")
        if found and number == before:
            found[-1] += char
        else:
            found.append(char)
    return found


def _short(text: str) -> list[str]:
    """Lines as they stood in the file the words were copied from; no number is cut."""
    found = [""]
    for char in text:
        solid = char.isascii() and bool(found[-1]) and found[-1][-1].isascii()
        if len(found[-1]) >= 37 and not solid and char not in "，。；：、）”%％":
            found.append("")
        found[-1] += char
    return found
