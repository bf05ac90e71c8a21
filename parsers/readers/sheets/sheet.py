"""One sheet of any workbook to blocks of the document."""

from __future__ import annotations

from domain.redaction import redact
from parsers.readers.blocks import BlockList
from parsers.readers.sheets.facts import SheetFacts
from parsers.readers.sheets.hidden import hidden_note, without_hidden
from parsers.readers.sheets.layout import Span, lay_out

#: Characters of the text of a shape that are told.
_LONGEST_BOX = 80


def add_sheet(  # noqa: PLR0917 - what a sheet is made of
    blocks: BlockList, name: str, page: int, texts: list[list[str]], merged: list[Span], facts: SheetFacts
) -> None:
    """Adds captions, tables, notes and charts of the sheet ``name``, the ``page``-th shown of its workbook."""
    if facts.uncomputed:
        blocks.note(f"sheet {name!r}: {facts.uncomputed} formulas have no stored result")
    for note in facts.left_out.notes(f"sheet {name!r}: "):
        blocks.note(note)
    if facts.red:
        blocks.note(
            f"sheet {name!r}: {len(facts.red)} negative amounts are shown in a colour and without a minus, as"
            f" {facts.red[0]}; they are stated as negative"
        )
    for text in facts.boxes:
        blocks.note(f"sheet {name!r}: the text of a shape over the cells was not read: {redact(text)[:_LONGEST_BOX]}")
    hidden = hidden_note(name, texts, facts.hidden_rows, facts.hidden_columns)
    if hidden is not None:
        blocks.note(hidden)
    shown, spans, bordered = without_hidden(texts, merged, facts.bordered, facts.hidden_rows, facts.hidden_columns)
    for item in lay_out(shown, spans, bordered, page):
        if isinstance(item, str):
            blocks.paragraph(item, page=page)
        else:
            blocks.table(item.cells, rows=item.last - item.first + 1, columns=item.columns, page=page, name=name)
    for title, points in facts.charts:
        blocks.chart(title, points, page=page)
