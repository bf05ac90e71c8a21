"""The changes: one money cell, one row, two columns, one unit. Each returns a changed model, the rest untouched.

A change is drawn from a seeded generator, so the same sample is drawn on every machine.
"""

from __future__ import annotations

import dataclasses
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.money import parse_number
from domain.records import Fact, Origin
from domain.text import squeeze
from parsers.model import Block, Cell, DocumentModel, Paragraph, Table

#: Changes smaller than this, in the printed unit, may be rounding and are not made.
SMALLEST = Decimal("0.02")
KINDS = ("cell", "row", "columns", "unit")
_DIGITS = "0123456789"
_UNIT = re.compile(r"(单位[^\S\n]*[：:（(]?[^\S\n]*(?:人民币)?[^\S\n]*)(万元|千元|元)")
_OTHER_UNIT = {"万元": "元", "元": "万元", "千元": "万元"}
_DRAWS = 20


@dataclass(frozen=True)
class Change:
    """One change of one document. ``statement`` is the part of the disclosure it touches."""

    kind: str
    how: str
    statement: str
    place: str
    model: DocumentModel


def money_facts(facts: Sequence[Fact]) -> list[Fact]:
    """Facts that a money cell of a table printed, one per cell."""
    found: dict[tuple[int | None, ...], Fact] = {}
    for fact in facts:
        if fact.origin is Origin.TABLE and fact.amount is not None and fact.row_no and fact.column_no:
            found.setdefault((fact.table_no, fact.row_no, fact.column_no), fact)
    return list(found.values())


def changes(model: DocumentModel, facts: Sequence[Fact], sizes: dict[str, int], seed: str) -> Iterator[Change]:
    """The sample of one document: at most ``sizes[kind]`` changes of each kind."""
    money = [fact for fact in money_facts(facts) if _cell_of(model, fact) is not None]
    for kind, make in _MAKERS.items():
        yield from make(model, money, sizes.get(kind, 0), random.Random(f"{seed}/{kind}"))


# One cell


def _change_digit(printed: str, drawn: random.Random) -> str:
    places = [place for place, letter in enumerate(printed) if letter in _DIGITS]
    place = drawn.choice(places)
    digit = drawn.choice([digit for digit in _DIGITS if digit != printed[place]])
    return printed[:place] + digit + printed[place + 1 :]


def _swap_digits(printed: str, drawn: random.Random) -> str:
    pairs = [
        place
        for place in range(len(printed) - 1)
        if printed[place] in _DIGITS and printed[place + 1] in _DIGITS and printed[place] != printed[place + 1]
    ]
    if not pairs:
        return printed
    place = drawn.choice(pairs)
    return printed[:place] + printed[place + 1] + printed[place] + printed[place + 2 :]


def _change_sign(printed: str, _: random.Random) -> str:
    return printed.removeprefix("-") if printed.startswith("-") else f"-{printed}"


def _shift_point(printed: str, drawn: random.Random) -> str:
    number = Decimal(printed.replace(",", ""))
    shifted = number.scaleb(drawn.choice([-1, 1]))
    return format(shifted, "f")


_HOW: dict[str, Callable[[str, random.Random], str]] = {
    "digit": _change_digit,
    "swap": _swap_digits,
    "sign": _change_sign,
    "point": _shift_point,
}


def _tampered(printed: str, drawn: random.Random) -> tuple[str, str] | None:
    """What was done and the new number; ``None`` where no change is large enough."""
    number = parse_number(printed)
    if number is None:
        return None
    for _ in range(_DRAWS):
        how = drawn.choice(list(_HOW))
        after = _HOW[how](printed, drawn)
        changed = parse_number(after)
        if changed is not None and abs(changed.value - number.value) >= SMALLEST:
            return how, after
    return None


def _cells(model: DocumentModel, money: list[Fact], size: int, drawn: random.Random) -> Iterator[Change]:
    made = 0
    for fact in drawn.sample(money, len(money)):
        cell = _cell_of(model, fact)
        changed = _tampered(fact.printed, drawn) if cell is not None else None
        if made == size or cell is None or changed is None:
            continue
        how, after = changed
        made += 1
        yield Change(
            kind="cell",
            how=how,
            statement=fact.statement.value,
            place=f"{_where(fact)}: {fact.printed} → {after}",
            model=_with_cells(model, fact.table_no, {(cell.row, cell.column): after}),
        )


# One row


def _rows(model: DocumentModel, money: list[Fact], size: int, drawn: random.Random) -> Iterator[Change]:
    rows: dict[tuple[int, int], list[Fact]] = defaultdict(list)
    for fact in money:
        if fact.amount and fact.table_no and fact.row_no:
            rows[fact.table_no, fact.row_no].append(fact)
    for number, row in drawn.sample(sorted(rows), min(size, len(rows))):
        first = rows[number, row][0]
        yield Change(
            kind="row",
            how="dropped",
            statement=first.statement.value,
            place=f"{_where(first)} and the rest of its row",
            model=_with_table(model, number, _without_row(_table(model, number), row - 1)),
        )


def _without_row(table: Table, row: int) -> Table:
    kept = []
    for cell in table.cells:
        if cell.row > row:
            kept.append(dataclasses.replace(cell, row=cell.row - 1))
        elif cell.row + cell.row_span <= row:
            kept.append(cell)
        elif cell.row_span > 1:
            kept.append(dataclasses.replace(cell, row_span=cell.row_span - 1))
    return dataclasses.replace(table, rows=table.rows - 1, cells=tuple(kept))


# Two columns


def _columns(model: DocumentModel, money: list[Fact], size: int, drawn: random.Random) -> Iterator[Change]:
    tables: dict[int, list[Fact]] = defaultdict(list)
    for fact in money:
        tables[fact.table_no or 0].append(fact)
    pairs = []
    for number, facts in sorted(tables.items()):
        columns = sorted({fact.column_no or 0 for fact in facts})
        pairs += [
            (number, one, two)
            for place, one in enumerate(columns)
            for two in columns[place + 1 :]
            if _printed(facts, one) != _printed(facts, two)
        ]
    for number, one, two in drawn.sample(pairs, min(size, len(pairs))):
        facts = [fact for fact in tables[number] if fact.column_no in (one, two)]
        table = _table(model, number)
        places = {(cell.row, cell.column): cell.text for cell in table.cells}
        swapped = {}
        for row in sorted({(fact.row_no or 0) - 1 for fact in facts}):
            swapped[row, one - 1] = places.get((row, two - 1), "")
            swapped[row, two - 1] = places.get((row, one - 1), "")
        yield Change(
            kind="columns",
            how="swapped",
            statement=facts[0].statement.value,
            place=f"table {number}, columns {one} and {two}",
            model=_with_cells(model, number, swapped),
        )


def _printed(facts: list[Fact], column: int) -> dict[int | None, Decimal | None]:
    """What a column says: its figures other than 0."""
    return {fact.row_no: fact.amount for fact in facts if fact.column_no == column and fact.amount}


# One unit


def _units(model: DocumentModel, money: list[Fact], size: int, drawn: random.Random) -> Iterator[Change]:
    first: dict[int, Fact] = {}
    for fact in money:
        if fact.table_no and fact.amount:
            first.setdefault(fact.table_no, fact)
    made = []
    for number, fact in sorted(first.items()):
        found = _other_unit(model, number)
        if found is not None:
            made.append((fact, *found))
    for fact, before, after, changed in drawn.sample(made, min(size, len(made))):
        yield Change(
            kind="unit",
            how=f"{before} → {after}",
            statement=fact.statement.value,
            place=f"table {fact.table_no}",
            model=changed,
        )


def _other_unit(model: DocumentModel, number: int) -> tuple[str, str, DocumentModel] | None:
    """The model with another unit over one table: in its own cells, or in the line nearest above it."""
    place = next(n for n, block in enumerate(model.blocks) if isinstance(block, Table) and block.number == number)
    table = _table(model, number)
    for cell in table.cells:
        found = _UNIT.search(cell.text)
        if found:
            text, before, after = _replaced(cell.text, found)
            return before, after, _with_cells(model, number, {(cell.row, cell.column): text})
    for above in range(place - 1, -1, -1):
        block = model.blocks[above]
        if not isinstance(block, Paragraph):
            return None
        found = _UNIT.search(block.text)
        if found:
            text, before, after = _replaced(block.text, found)
            return before, after, _with_block(model, above, dataclasses.replace(block, text=text))
    return None


def _replaced(text: str, found: re.Match[str]) -> tuple[str, str, str]:
    before, after = found.group(2), _OTHER_UNIT[found.group(2)]
    return text[: found.start(2)] + after + text[found.end(2) :], before, after


_MAKERS: dict[str, Callable[[DocumentModel, list[Fact], int, random.Random], Iterator[Change]]] = {
    "cell": _cells,
    "row": _rows,
    "columns": _columns,
    "unit": _units,
}


# The model


def _where(fact: Fact) -> str:
    return f"table {fact.table_no} row {fact.row_no} column {fact.column_no}, {fact.item} {fact.measure.value}"


def _table(model: DocumentModel, number: int | None) -> Table:
    return next(table for table in model.tables if table.number == number)


def _cell_of(model: DocumentModel, fact: Fact) -> Cell | None:
    """The cell a fact was read from, where it holds the printed number and nothing else."""
    place = ((fact.row_no or 0) - 1, (fact.column_no or 0) - 1)
    found = (cell for cell in _table(model, fact.table_no).cells if (cell.row, cell.column) == place)
    return next((cell for cell in found if squeeze(cell.text) == squeeze(fact.printed)), None)


def _with_cells(model: DocumentModel, number: int | None, texts: dict[tuple[int, int], str]) -> DocumentModel:
    table = _table(model, number)
    cells = [dataclasses.replace(cell, text=texts.get((cell.row, cell.column), cell.text)) for cell in table.cells]
    there = {(cell.row, cell.column) for cell in cells}
    cells += [Cell(row, column, text) for (row, column), text in texts.items() if (row, column) not in there and text]
    return _with_table(model, number, dataclasses.replace(table, cells=tuple(cells)))


def _with_table(model: DocumentModel, number: int | None, table: Table) -> DocumentModel:
    place = next(n for n, block in enumerate(model.blocks) if isinstance(block, Table) and block.number == number)
    return _with_block(model, place, table)


def _with_block(model: DocumentModel, place: int, block: Block) -> DocumentModel:
    return dataclasses.replace(model, blocks=(*model.blocks[:place], block, *model.blocks[place + 1 :]))
