"""The files of a design by one hand, and its golden record for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from infra.samples.build.package import with_fixed_dates
from tests.unseen.build import record
from tests.unseen.hands import docx_wps, html_editor, html_excel, pdf_chromium, pdf_reportlab, xls_hand, xlsx_hand
from tests.unseen.hands.common import Group, pieces, stem
from tests.unseen.model import Block, Design

#: One file for the whole report: its ending and how it is made.
WHOLE: dict[str, tuple[str, Callable[[Design], bytes]]] = {
    "pdf_reportlab": ("pdf", pdf_reportlab.render),
    "pdf_chromium": ("pdf", pdf_chromium.render),
    "docx_wps": ("docx", docx_wps.render),
    "html_excel": ("html", html_excel.render),
    "html_editor": ("html", html_editor.render),
}
#: Tables in a workbook, sentences in a Word file beside it.
BOOKS: dict[str, tuple[str, Callable[[Design], bytes]]] = {
    "xlsx_hand": ("xlsx", xlsx_hand.render),
    "xls_hand": ("xls", xls_hand.render),
}
HANDS = (*WHOLE, *BOOKS)


def made(design: Design, hand: str) -> tuple[dict[str, bytes], dict[str, Any]]:
    """Files by name, and the record that says what they state."""
    if hand in WHOLE:
        ending, render = WHOLE[hand]
        name = f"{stem(design)}.{ending}"
        facts = [fact | {"file": name} for fact in design.facts]
        return {name: _fixed(render(design))}, record(design) | {"files": [name], "facts": facts}
    ending, render = BOOKS[hand]
    book, words = f"{stem(design, workbook=True)}.{ending}", f"{stem(design)}.docx"
    found = pieces(design)
    files: dict[str, bytes] = {}
    if any(isinstance(piece, Block) and piece.kind == "text" for piece in found):
        files[words] = _fixed(docx_wps.render(design, tables=False))
    if any(isinstance(piece, Group) for piece in found):
        files[book] = _fixed(render(design))
    return files, record(design) | {"files": list(files), "facts": _placed(design, book, words)}


def _fixed(data: bytes) -> bytes:
    return with_fixed_dates(data) if data.startswith(b"PK") else data


def _placed(design: Design, book: str, words: str) -> list[dict[str, Any]]:
    """Each fact with the file that prints it: facts come in the order of the blocks."""
    where: list[tuple[str, str]] = []
    for piece in pieces(design):
        if isinstance(piece, Block):
            where.append((piece.text, words))
        else:
            where += [(block.text, book) for block in piece.blocks() if block.kind == "text"]
    placed, at = [], 0
    for fact in design.facts:
        start = fact.get("sentence") or ("" if "row" in fact else fact.get("text", ""))
        file = book
        if start:
            order = [*range(at, len(where)), *range(at)]
            found = next((number for number in order if where[number][0].startswith(start)), None)
            if found is None:
                raise LookupError(f"{design.id}: {start} stands nowhere")
            at, file = found, where[found][1]
        placed.append(fact | {"file": file})
    return placed
