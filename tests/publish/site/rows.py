"""Rows of published tables as the catalogue gets them."""

from __future__ import annotations

from itertools import count

from publish.schemas import Row, load_schemas

_NUMBERS = count(1)


def fact_row(
    *,
    document: str = "d" * 64,
    statement: str = "expenditure_by_function",
    item: str = "合计/本年支出合计",
    measure: str = "amount",
    amount: str = "",
    value: str = "",
    printed: str = "233.67",
    origin: str = "table",
    table: int | str = 1,
    row: int | str = 1,
    column: int | str = 2,
    code: str = "",
    quote: str = "合计\t233.67",
) -> Row:
    """A row of ``facts``; every one has an id of its own."""
    return dict.fromkeys(load_schemas()["facts"].columns, "") | {
        "fact_id": f"f-{next(_NUMBERS):016x}",
        "report_id": "140423-2023-final-952d7f9d",
        "document_id": document,
        "statement": statement,
        "item": item,
        "item_printed": item,
        "code": code,
        "measure": measure,
        "amount": amount,
        "value": value,
        "printed": printed,
        "printed_unit": "万元",
        "cell_state": "value",
        "origin": origin,
        "page": "3",
        "table_no": str(table),
        "row_no": str(row),
        "column_no": str(column),
        "quote": quote,
        "method": "text",
        "confidence": "1.00",
        "agreement": "single",
    }
