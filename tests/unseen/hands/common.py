"""What the hands share: a design as one run of pieces, dice that fall the same way each time, widths of columns."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from tests.unseen.model import Block, Cell, Design, File, Table

T = TypeVar("T")
WORKBOOKS = ("xls", "xlsx", "et")
NOTE = re.compile(r"^[（(]?(?:注|备注|说明|附注)[：:1一]|^本表")
AMOUNT = re.compile(r"^-?[\d,]*\.\d+%?$|^-?\d{1,3}(?:,\d{3})+$")
CODE = re.compile(r"^\d{3,9}$")
#: Tables as wide as this go on a page of their own, turned.
WIDE = 9


@dataclass
class Group:
    """A table with the lines printed above it and the notes below it."""

    captions: list[Block]
    table: Table
    notes: list[Block] = field(default_factory=list)
    #: The name of its sheet where the design is a workbook.
    sheet: str = ""
    hidden: bool = False

    def blocks(self) -> list[Block]:
        return [*self.captions, Block("table", table=self.table), *self.notes]


Piece = Block | Group


class Dice:
    """Choices by design and hand."""

    def __init__(self, design: str, hand: str) -> None:
        self.seed = f"{design}/{hand}"

    def number(self, key: str) -> int:
        return int.from_bytes(hashlib.sha256(f"{self.seed}/{key}".encode()).digest()[:4], "big")

    def one(self, key: str, options: Sequence[T]) -> T:
        return options[self.number(key) % len(options)]

    def chance(self, key: str, percent: int) -> bool:
        return self.number(key) % 100 < percent


def pieces(design: Design) -> list[Piece]:
    """All files of a design in their order; sheets and files begin on a new page."""
    found: list[Piece] = []
    for number, file in enumerate(design.files):
        if number:
            found.append(Block("break", "page"))
        found += _pieces(file)
    return found


def _pieces(file: File) -> list[Piece]:
    found: list[Piece] = []
    sheet, hidden = "", False
    after: Group | None = None
    for block in file.blocks:
        if block.kind == "break" and block.style == "sheet":
            name, mark, _ = block.text.partition(" hidden=1")
            sheet, hidden = name, bool(mark)
            if found:
                found.append(Block("break", "page"))
        elif block.table:
            captions = _captions(found)
            if sheet and not captions:
                captions = [Block("text", "title", sheet)]
            after = Group(captions, block.table, [], sheet, hidden)
            found.append(after)
            continue
        elif after and block.kind == "text" and block.style in ("line", "plain") and NOTE.match(block.text):
            after.notes.append(block)
            continue
        elif not hidden or block.kind == "text":
            found.append(block)
        after = None
    return found


def _captions(found: list[Piece]) -> list[Block]:
    """Takes the lines above a table from what was found before it."""
    taken: list[Block] = []
    while found and isinstance(found[-1], Block) and _above(found[-1], taken):
        taken.insert(0, found[-1])
        found.pop()
    return taken


def _above(block: Block, taken: list[Block]) -> bool:
    if block.kind != "text" or len(taken) > 6:
        return False
    if block.style in ("title", "right") or (block.style == "line" and not is_sentence(block.text)):
        return True
    named = any(one.style in ("title", "section") for one in taken)
    return not named and (block.style == "section" or (block.style == "plain" and len(block.text) < 30)) and (
        not is_sentence(block.text)
    )  # fmt: skip


def is_sentence(text: str) -> bool:
    return "。" in text or len(" ".join(text.split())) > 70  # department and unit are held apart by spaces


def shown(found: list[Piece]) -> list[Piece]:
    """Without what stands on hidden sheets: it is never printed."""
    return [piece for piece in found if not (isinstance(piece, Group) and piece.hidden)]


def flat(text: str) -> str:
    """Words of one block on one line."""
    return text.replace("\\n", "").replace("\n", "")


def lines(text: str) -> list[str]:
    return text.replace("\\n", "\n").split("\n")


def rows(table: Table) -> list[list[Cell]]:
    """The cells that begin in each row, from left to right."""
    found: list[list[Cell]] = [[] for _ in range(table.height)]
    for cell in sorted(table.cells, key=lambda one: (one.row, one.column)):
        found[cell.row].append(cell)
    return found


def kind(cell: Cell, table: Table) -> str:
    """``head``, ``amount``, ``code``, ``ordinal`` or ``label``."""
    if cell.row < table.head:
        return "head"
    if cell.number is not None or AMOUNT.match(cell.text):
        return "amount"
    if CODE.match(cell.text):
        return "code"
    return "ordinal" if cell.text.isdigit() else "label"


def em(text: str) -> float:
    """How wide words are, in sizes of their font."""
    return sum(1.0 if ord(char) > 0x2E7F or char in "“”‘’—…" else 0.34 if char in ".,-" else 0.64 for char in text)


def columns(
    table: Table, room: float, size: float, smallest: float = 5.0, cap: float = 14.0
) -> tuple[list[float], float]:
    """Widths that fill ``room`` and the size at which no number is broken; words wrap beyond ``cap``."""
    least, wish = [1.6] * table.width, [2.0] * table.width
    for cell in table.cells:
        if cell.columns > 1:
            continue
        longest = max(em(line) for line in cell.text.split("\n"))
        solid = longest if kind(cell, table) in ("amount", "code", "ordinal") else min(longest, 2.2)
        least[cell.column] = max(least[cell.column], solid)
        wish[cell.column] = max(wish[cell.column], min(longest, cap))
    pad = 5.0
    while size > smallest and sum(least) * size + pad * table.width > room:
        size -= 0.25
    low = [width * size + pad for width in least]
    high = [width * size + pad for width in wish]
    spare, wanted = room - sum(low), sum(high) - sum(low)
    if spare < 0:
        return [width * room / sum(low) for width in low], size
    if wanted <= 0:
        return [width * room / sum(low) for width in low], size
    share = spare / wanted
    return [one + (two - one) * min(share, 1) + max(0.0, spare - wanted) / table.width
            for one, two in zip(low, high, strict=True)], size  # fmt: skip


def broken_rows(table: Table) -> set[int]:
    """Rows above which no merged cell is cut."""
    cut = {row for cell in table.cells for row in range(cell.row + 1, cell.row + cell.rows)}
    return set(range(table.height)) - cut


def kind_word(design: Design) -> str:
    return "预算" if design.document["report_type"] == "budget" else "决算"


def stem(design: Design, *, workbook: bool = False) -> str:
    """What the file is called, without its ending."""
    year, word = design.document["fiscal_year"], kind_word(design)
    for file in design.files:
        name, _, ending = file.name.rpartition(".")
        if (ending in WORKBOOKS) == workbook and "{n}" not in name and len(name) > 7:
            return name
    plain = f"{design.document['agency']}{year}年度部门{word}公开"
    return f"附件：{plain}表" if workbook else plain


def heading(design: Design) -> str:
    """The title of a page or a cover."""
    for file in design.files:
        if file.options.get("title"):
            return file.options["title"]
    return re.sub(r"^附件\d*[：:]?", "", stem(design))


def own_contents(design: Design) -> bool:
    """Whether the report has a table of contents already."""
    return any(re.sub(r"\s", "", block.text).startswith("目录") for file in design.files for block in file.blocks[:25])
