"""A workbook as the finance software and its users leave it: which sheet holds what, cell by cell, before any format.

Sheets have merged titles, the unit in the last columns, empty hidden columns and rows, blank columns between the sides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from tests.unseen.hands.common import Dice, Group, columns, flat, kind, kind_word, lines, pieces
from tests.unseen.model import Block, Cell, Design, Table

FORBIDDEN = re.compile(r"[\[\]:*?/\\'　\s]")
CHINESE = "一二三四五六七八九十"


@dataclass
class Put:
    """What stands in one cell, or in one range of merged ones."""

    row: int
    column: int
    rows: int
    columns: int
    #: title, unit, words, or as ``common.kind`` says.
    kind: str
    text: str
    #: The number a spreadsheet holds; None where words were typed.
    number: Decimal | None = None
    pattern: str = "General"
    #: Rows and columns (first, last) of a sum that gives the number.
    summed: tuple[int, int, int, int] | None = None
    ruled: bool = False


@dataclass
class Leaf:
    """One sheet."""

    name: str
    hidden: bool
    puts: list[Put] = field(default_factory=list)
    widths: dict[int, float] = field(default_factory=dict)
    hidden_columns: set[int] = field(default_factory=set)
    #: Before which column of its first table one is kept free.
    spare: int | None = None
    hidden_rows: set[int] = field(default_factory=set)
    #: The first row and column that scroll.
    frozen: tuple[int, int] | None = None
    heads: tuple[int, int] | None = None
    height: int = 0
    width: int = 0


class Book:
    """The sheets of a design in the manner of one workbook."""

    def __init__(self, design: Design, hand: str) -> None:
        self.design = design
        self.dice = dice = Dice(design.id, hand)
        self.naming = dice.one("naming", ("form", "ordinal", "title", "number", "own", "own"))
        self.numbers = dice.one("numbers", ("numbers", "numbers", "mixed", "mixed", "words"))
        self.codes = dice.one("codes", ("words", "words", "numbers"))
        self.accounting = dice.chance("accounting", 45)
        self.formulas = dice.chance("formulas", 50)
        self.lead = dice.one("lead", ("none", "none", "hidden", "blank"))
        self.middle = dice.one("middle", ("none", "none", "hidden", "blank"))
        self.hidden_row = dice.chance("hidden row", 30)
        self.freeze = dice.chance("freeze", 40)
        self.stack = dice.chance("stack", 20)
        self.leaves: list[Leaf] = []
        groups = [piece for piece in pieces(design) if isinstance(piece, Group)]
        before: Group | None = None
        for number, group in enumerate(groups):
            beside = before is not None and before.table.height + group.table.height < 40 and number % 2 == 1
            if self.stack and beside and before is not None and before.hidden == group.hidden:
                self.leaves[-1].height += 1
                self._fill(self.leaves[-1], group, number)
                before = None
                continue
            self.leaves.append(Leaf(self._name(group, number), group.hidden))
            self._fill(self.leaves[-1], group, number)
            before = group

    def _name(self, group: Group, number: int) -> str:
        title = next((flat(one.text) for one in group.captions if one.style in ("title", "section")), "")
        title = re.sub(r"^[一二三四五六七八九十\d]+[、.．]|^附?表[一二三四五六七八九十\d]+[：:、]?", "", title)
        name = {
            "form": f"GK{number + 1:02}{title}" if kind_word(self.design) == "决算" else f"{number + 1:02}{title}",
            "ordinal": f"表{CHINESE[number]}" if number < 10 else f"表十{CHINESE[number - 10]}" if number < 19 else "",
            "title": title,
            "number": f"Sheet{number + 1}",
            "own": group.sheet or title,
        }[self.naming]
        name = FORBIDDEN.sub("", name)[:28] or f"表{number + 1}"
        taken = {leaf.name for leaf in self.leaves}
        return name if name not in taken else f"{name}{number + 1}"[:31]

    def _fill(self, leaf: Leaf, group: Group, number: int) -> None:
        table, top = group.table, leaf.height
        place = self._places(leaf, table, first=top == 0)
        last = place[table.width]
        row = top
        waiting: Put | None = None
        for block in group.captions:
            if block.style == "right" and waiting and last - place[0] > 2:
                at = max(place[0] + 1, last - 1 - (last > 5))
                waiting.columns = at - waiting.column
                leaf.puts.append(Put(row - 1, at, 1, last - at, "unit", block.text))
                waiting = None
                continue
            put = Put(row, place[0], 1, last - place[0], _what(block), "\n".join(lines(block.text)))
            leaf.puts.append(put)
            waiting = put if block.style == "line" else None
            row += 1
        if self.hidden_row and number % 2 == 0 and group.captions:
            leaf.hidden_rows.add(row)
            row += 1
        if table.head and self.freeze and top == 0:
            leaf.frozen = (row + table.head, place[0])
        if table.head and top == 0:
            leaf.heads = (row, row + table.head - 1)
        leaf.puts += [self._put(cell, table, row, place) for cell in table.cells]
        if self.formulas:
            _sums(leaf.puts)
        row += table.height
        for note in group.notes:
            leaf.puts.append(Put(row, place[0], 1, last - place[0], "words", flat(note.text)))
            row += 1
        leaf.height, leaf.width = row, max(leaf.width, last)

    def _places(self, leaf: Leaf, table: Table, *, first: bool) -> list[int]:
        """The column of each column of the table, and the one behind the last."""
        start = 1 if self.lead != "none" else 0
        spare = None
        if first and table.width > 3 and self.middle != "none":
            sides = [int(part) for part in table.options.get("sides", "").split("+") if part]
            spare = sides[0] if sides else table.width // 2 if self.middle == "hidden" else None
            if spare and not all(any((cell.row, cell.column) == (row, spare) or (
                cell.row <= row < cell.row + cell.rows and cell.column == spare) for cell in table.cells)
                for row in range(table.height)):  # fmt: skip
                spare = None
        if not first:
            spare = leaf.spare  # what is hidden is hidden for all tables of a sheet
        place = [start + column + (spare is not None and column >= spare) for column in range(table.width + 1)]
        if first:
            widths, _ = columns(table, 90.0 if table.width < 9 else 130.0, 1.0, 1.0)
            leaf.widths = {at: max(7.0, width * 1.1) for at, width in zip(place, widths, strict=False)}
            if start:
                leaf.widths[0] = 2.0
                leaf.hidden_columns |= {0} if self.lead == "hidden" else set()
            if spare is not None:
                leaf.spare, leaf.widths[start + spare] = spare, 2.5
                leaf.hidden_columns |= {start + spare} if self.middle == "hidden" else set()
        return place

    def _put(self, cell: Cell, table: Table, top: int, place: list[int]) -> Put:
        what = kind(cell, table)
        last = place[cell.column + cell.columns - 1]
        spans = (cell.rows, last + 1 - place[cell.column])
        put = Put(top + cell.row, place[cell.column], *spans, what, cell.text, ruled=True)
        typed = self.numbers == "words" or (self.numbers == "mixed" and (cell.row * 5 + cell.column) % 4 == 0)
        if cell.number is not None and not typed and cell.text not in ("", "-"):
            put.number, put.pattern = _number(cell.text), self._pattern(cell.text)
        elif cell.text == "-" and what != "head" and self.accounting and not typed:
            put.number, put.pattern = Decimal(0), ACCOUNTING
        elif what == "code" and self.codes == "numbers" and not cell.text.startswith("0"):
            put.number, put.pattern = Decimal(cell.text), "0"
        return put

    def _pattern(self, text: str) -> str:
        """A format that prints exactly what the design prints."""
        percent = "%" if text.endswith("%") else ""
        places = len(text.rstrip("%").partition(".")[2])
        number = Decimal(text.rstrip("%").replace(",", ""))
        grouped = "," in text or (abs(number) < 1000 and self.accounting)
        if grouped and places == 2 and number > 0 and not percent and self.accounting:
            return ACCOUNTING
        zeros = "0" + ("." + "0" * places if places else "")
        return ("#,##" if grouped else "") + zeros + percent


ACCOUNTING = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.rstrip("%").replace(",", ""))
    except ArithmeticError:
        return None
    return number / 100 if text.endswith("%") else number


def _what(block: Block) -> str:
    if block.style in ("title", "section"):
        return "title"
    return "unit" if block.style == "right" else "words"


def _sums(puts: list[Put]) -> None:
    """A number that is the sum of those beside or below it, as people let the program add them."""
    at = {(put.row, put.column): put for put in puts if put.number is not None and put.kind == "amount"}
    for (row, column), put in at.items():
        for down, across in ((0, 1), (1, 0)):
            total, count, step = Decimal(0), 0, 1
            while (beside := at.get((row + down * step, column + across * step))) is not None and beside.number:
                total, count, step = total + beside.number, count + 1, step + 1
                if count > 1 and total == put.number and put.summed is None:
                    put.summed = (row + down, column + across, row + down * (step - 1), column + across * (step - 1))
