"""All facts of a file in one flat table, one a line, with number and place."""

from __future__ import annotations

from rich import box
from rich.table import Table
from rich.text import Text

from domain.corrections import published_item
from domain.records import Fact, Method
from flows.parsed.record import ParsedFile

#: Screens narrower than these leave out the id, then the amount in 元.
_ROOM_FOR_ID = 118
_ROOM_FOR_AMOUNT = 98


def flat_table(parsed: ParsedFile, statements: frozenset[str] = frozenset(), *, width: int) -> Table:
    """The table for a screen of ``width`` columns; ``statements`` keeps only those."""
    title = Text(f"{parsed.head.file} · {len(parsed.facts)} 条 facts")
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    with_amount, with_id = width >= _ROOM_FOR_AMOUNT, width >= _ROOM_FOR_ID
    recognised = any(fact.method is Method.OCR for fact in parsed.facts)
    table.add_column("#", justify="right", no_wrap=True)
    table.add_column("表\nstatement", overflow="fold", max_width=16)
    table.add_column("项目\nitem", overflow="fold", min_width=12)
    table.add_column("度量\nmeasure", no_wrap=True)
    table.add_column("印刷\nprinted", justify="right", overflow="fold", max_width=24)
    if with_amount:
        table.add_column("元\namount", justify="right", no_wrap=True)
    if recognised:
        table.add_column("置信\nsure", justify="right", no_wrap=True)
    table.add_column("位置\nplace", no_wrap=True)
    if with_id:
        table.add_column("编号\nid", no_wrap=True)
    for number, fact in enumerate(parsed.facts, start=1):
        if statements and fact.statement not in statements:
            continue
        item = published_item(fact)
        cells = [
            str(number),
            fact.statement.value,
            Text(f"{fact.code} {item}" if fact.code else item),
            fact.measure.value,
            Text(f"{fact.printed} {fact.printed_unit or ''}".strip()),
            *([f"{fact.amount:,.2f}" if fact.amount is not None else ""] if with_amount else []),
            *([sureness(fact)] if recognised else []),
            place_of(fact),
            *([fact.fact_id] if with_id else []),
        ]
        table.add_row(*cells)
    return table


def sureness(fact: Fact) -> str:
    """How far a figure that text recognition read is believed; nothing for one of a text layer."""
    return f"{fact.confidence}" if fact.method is Method.OCR else ""


def place_of(fact: Fact) -> str:
    """Page, table, row and column, or paragraph, in a few signs."""
    parts = (
        f"p{fact.page}" if fact.page else "",
        f"表{fact.table_no} 行{fact.row_no} 列{fact.column_no}" if fact.table_no and fact.row_no else "",
        f"段{fact.paragraph}" if fact.paragraph else "",
    )
    return " ".join(part for part in parts if part)
