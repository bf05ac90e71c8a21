"""The cells of a scan against those of the same pages with their text layer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from domain.text import squeeze
from parsers.model import Cell, DocumentModel, Table

#: What is believed less is flagged.
SURE = 0.8
_FIGURE = re.compile(r"^-?[\d,.]*\d%?$")
_DASHES = re.compile(r"[—–―－\-一]+")


@dataclass
class Count:
    """Cells with text, those that hold a figure, and how they were read."""

    cells: int = 0
    right: int = 0
    figures: int = 0
    figures_right: int = 0
    #: Figures that were read wrongly, or where there are none, and are believed.
    unflagged: list[str] = field(default_factory=list)
    #: Figures that were read rightly and are not believed.
    doubted: int = 0
    #: Tables of the text layer whose rows and columns are not those of the scan.
    reshaped: int = 0

    @property
    def share(self) -> float:
        return self.figures_right / self.figures if self.figures else 1.0


def shown(text: str) -> str:
    """A text in one form of characters: full-width, dashes and quotes are not told apart in print."""
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", squeeze(text)))
    return plain.replace("“", '"').replace("”", '"')


def is_figure(text: str) -> bool:
    return bool(_FIGURE.match(text))


def compare(text_layer: DocumentModel, scan: DocumentModel) -> Count:
    """How the tables of ``scan`` agree with those of ``text_layer``; each is compared with the one most alike."""
    count = Count()
    left = list(scan.tables)
    for table in text_layer.tables:
        best = max(left, key=lambda other: _alike(table, other), default=None)
        if best is not None and _alike(table, best):
            left.remove(best)
            count.reshaped += (best.rows, best.columns) != (table.rows, table.columns)
        else:
            best = None
        _count(count, table, _places(best) if best is not None else {})
    return count


def _places(table: Table) -> dict[tuple[int, int], Cell]:
    return {(cell.row, cell.column): cell for cell in table.cells}


def _alike(one: Table, other: Table) -> int:
    theirs = _places(other)
    return sum(
        1
        for place, cell in _places(one).items()
        if cell.text and place in theirs and shown(theirs[place].text) == shown(cell.text)
    )


def _count(count: Count, table: Table, read: dict[tuple[int, int], Cell]) -> None:
    for place, cell in _places(table).items():
        printed, other = shown(cell.text), read.get(place)
        found = shown(other.text) if other is not None else ""
        figure = is_figure(printed)
        if printed:
            count.cells += 1
            count.right += found == printed
            count.figures += figure
            count.figures_right += figure and found == printed
            count.doubted += figure and found == printed and other is not None and other.confidence < SURE
        if found != printed and is_figure(found) and other is not None and other.confidence >= SURE:
            count.unflagged.append(f"{cell.text} → {other.text} (row {cell.row}, column {cell.column})")


def figures_of(model: DocumentModel) -> Iterator[str]:
    """All cells that hold a figure, in order."""
    for table in model.tables:
        yield from (shown(cell.text) for cell in table.cells if is_figure(shown(cell.text)))
