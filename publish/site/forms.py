"""The tables of a document as they were read: printed rows and columns, put together from the facts of one report.

A fact knows its row and column, and its quote holds the cells of its row. Together they give the printed form back,
but for rows of which no cell is a fact (heads, blank rows).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from publish.schemas import Row
from publish.site.rows import Json

_CELL = "\t"
_NEARLY_ALL = 0.9


class _Placed(NamedTuple):
    """A fact in a printed table: its number in the report's list, and its place."""

    number: int
    fact: Row
    row: int
    column: int


def printed_tables(facts: Sequence[Row]) -> list[Json]:
    """Every printed table that holds facts, in reading order.

    ``{document, table, page, statements, columns: [[column, heading]], rows: [[row, [[column, text, facts]]]]}``; facts
    are positions in ``facts``. A heading is the last part of the items, or ``@measure``.
    """
    tables: dict[tuple[str, int], list[_Placed]] = defaultdict(list)
    for number, fact in enumerate(facts):
        if fact["origin"] == "table" and fact["table_no"] and fact["row_no"] and fact["column_no"]:
            placed = _Placed(number, fact, int(fact["row_no"]), int(fact["column_no"]))
            tables[(fact["document_id"], int(fact["table_no"]))].append(placed)
    order = {document: number for number, document in enumerate(dict.fromkeys(fact["document_id"] for fact in facts))}
    return [
        _table(document, table, placed)
        for (document, table), placed in sorted(tables.items(), key=lambda one: (order[one[0][0]], one[0][1]))
    ]


def _table(document: str, table: int, placed: Sequence[_Placed]) -> Json:
    rows: dict[int, list[_Placed]] = defaultdict(list)
    columns: dict[int, list[_Placed]] = defaultdict(list)
    for one in placed:
        rows[one.row].append(one)
        columns[one.column].append(one)
    pages = [int(one.fact["page"]) for one in placed if one.fact["page"]]
    return {
        "document": document,
        "table": table,
        **({"page": min(pages)} if pages else {}),
        "statements": list(dict.fromkeys(one.fact["statement"] for one in placed)),
        "columns": [[number, _heading(facts)] for number, facts in sorted(columns.items())],
        "rows": [[number, _cells(facts)] for number, facts in sorted(rows.items())],
    }


def _heading(column: Iterable[_Placed]) -> str:
    """What nearly all facts of the column have in common; "" where a form has several kinds of blocks."""
    facts = [one.fact for one in column]
    tails = Counter(fact["item"].rpartition("/")[2] if "/" in fact["item"] else "" for fact in facts)
    measures = Counter(f"@{fact['measure']}" for fact in facts)
    for heading, count in (*tails.most_common(1), *measures.most_common(1)):
        if heading and count >= _NEARLY_ALL * len(facts) and (len(facts) > 1 or heading.startswith("@")):
            return heading
    return ""


def _cells(row: Iterable[_Placed]) -> Json:
    """The cells of one printed row: ``[column, text, facts]``, labels without facts."""
    by_column: dict[int, list[_Placed]] = defaultdict(list)
    for one in row:
        by_column[one.column].append(one)
    columns = sorted(by_column)
    quoted = max((one.fact["quote"] for facts in by_column.values() for one in facts), key=len).split(_CELL)
    places = _match(quoted, [(column, by_column[column][0].fact["printed"]) for column in columns])
    cells: dict[int, str] = {}
    if places is None:
        first = by_column[columns[0]][0].fact
        cells[min(columns[0] - 1, 1)] = first["item_printed"]
        cells |= {column: by_column[column][0].fact["printed"] for column in columns}
    else:
        cells = _spread(quoted, places)
    return [
        [column, text, [one.number for one in by_column.get(column, ())]]
        for column, text in sorted(cells.items())
        if text or column in by_column
    ]


def _match(quoted: Sequence[str], printed: Sequence[tuple[int, str]]) -> list[tuple[int, int]] | None:
    """(position in the quote, column) of every fact, or ``None`` if the quote does not hold them in order."""
    places: list[tuple[int, int]] = []
    position = 0
    for column, text in printed:
        wanted = _bare(text)
        while position < len(quoted) and not _same(_bare(quoted[position]), wanted):
            position += 1
        if position == len(quoted):
            return None
        places.append((position, column))
        position += 1
    return places


def _same(cell: str, wanted: str) -> bool:
    return cell == wanted or (len(wanted) > 1 and wanted in cell)


def _spread(quoted: Sequence[str], places: Sequence[tuple[int, int]]) -> dict[int, str]:
    """Column to text: facts in their columns, what stands between them as near as it can to the next one."""
    cells = {column: quoted[position] for position, column in places}
    before, left = -1, 0
    for position, column in places:
        between = list(quoted[before + 1 : position])
        free = column - left - 1
        if between and before < 0 and free >= len(between):
            cells[1] = between.pop(0)  # the label stands at the left, however wide its cell is
            free -= 1
        elif len(between) > free:
            between = [" ".join(between)]  # a cell that the grid counts once
        for distance, text in enumerate(reversed(between), start=1):
            place = column - distance
            if text and place not in cells and place >= 0:
                cells[place] = text
        before, left = position, column
    for distance, text in enumerate(quoted[before + 1 :], start=1):
        cells[left + distance] = text
    return cells


def _bare(text: str) -> str:
    return "".join(text.split())
