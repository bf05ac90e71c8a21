"""Tables that a page break cuts: their parts, repeated heads and cut rows put together."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, takewhile

from domain.money import parse_number
from domain.text import squeeze
from parsers.model import Ruling
from parsers.readers.pages.beside import is_amount, lacks_labels, put_beside, turns_labels_to_amounts
from parsers.readers.pages.layout import LaidCell, LaidLine, LaidTable, PageLayout
from parsers.readers.pages.lines import join_wrapped
from parsers.readers.pages.repeated import drop_repeated
from parsers.readers.pages.table_words import words

#: Column edges of two parts may differ by this much, in points.
_SAME_EDGE = 3.0
_MOST_HEADER_ROWS = 6
#: Lines above a table that can be its captions.
_MOST_CAPTIONS = 6


def join_tables(pages: list[PageLayout]) -> list[str]:
    """Joins tables over page breaks in place: a continued part disappears from its page, and with it the lines above
    it that only say that the table goes on or that repeat the table's captions (print titles of sheets).

    Returns a sentence for each table that begins a page without the labels of its rows and has no certain place, and
    for each that repeats rows of the page before.
    """
    notes: list[str] = []
    open_table: LaidTable | None = None
    captions: frozenset[str] = frozenset()
    for page in pages:
        if open_table is not None and open_table.last_page == page.number - 1:
            rows = open_table.rows
            rest = _after_continuation(page.items, open_table, captions)
            if rest is not None:
                if again := drop_repeated(open_table, rows):
                    notes.append(f"page {page.sheet}: rows of the page before are printed again: {again}, read once")
                page.items = rest
                if not rest:
                    continue  # the whole page belongs to the table: it may go on
            elif page.items and isinstance(page.items[0], LaidTable) and lacks_labels(page.items[0]):
                notes.append(f"page {page.sheet}: a table of amounts has no labels; its rows cannot be told")
        last = page.items[-1] if page.items else None
        open_table = last if isinstance(last, LaidTable) else None
        captions = _captions(page.items)
    return notes


def _captions(items: list[LaidTable | LaidLine]) -> frozenset[str]:
    """Texts of the lines directly above the table that ends the page."""
    above = takewhile(lambda item: isinstance(item, LaidLine), reversed(items[:-1]))
    return frozenset(squeeze(item.line.text) for item in above if isinstance(item, LaidLine))


def _after_continuation(
    items: list[LaidTable | LaidLine], table: LaidTable, captions: frozenset[str]
) -> list[LaidTable | LaidLine] | None:
    """What follows the continuation of ``table`` at the top of a page; ``None`` if the page does not begin with it."""
    lines = [squeeze(item.line.text) for item in takewhile(lambda item: isinstance(item, LaidLine), items)
             if isinstance(item, LaidLine)]  # fmt: skip
    part = items[len(lines)] if len(items) > len(lines) else None
    if isinstance(part, LaidTable) and not lines and put_beside(table, part):
        return items[1:]
    if not isinstance(part, LaidTable) or len(lines) > _MOST_CAPTIONS:
        return None
    stated = [text for text in lines if text in words("continued")]
    repeated = [text for text in lines if text in captions]
    if len(stated) + len(repeated) < len(lines):
        return None
    if repeated and not stated and not _repeated_header(table, part):
        return None  # another table of the same name, or the first lost its head
    return items[len(lines) + 1 :] if _append(table, part) else None


def _append(table: LaidTable, part: LaidTable) -> bool:
    """Appends ``part`` to ``table`` if it is its continuation; says whether it was."""
    if table.ruling is not part.ruling:
        return False
    if table.ruling is Ruling.INFERRED:
        _put_under(table, part)
    edges = _common_edges(table.xs, part.xs)
    if edges is None:
        return False
    repeated = _repeated_header(table, part)
    if repeated == part.rows or (repeated == 0 and _begins_a_table(part)) or turns_labels_to_amounts(table, part):
        return False
    _regrid(table, edges)
    _regrid(part, [x + table.xs[0] - part.xs[0] for x in part.xs], edges)
    rest = [replace(cell, row=cell.row - repeated) for cell in part.cells if cell.row >= repeated]
    rows = part.rows - repeated
    above = {cell.column: cell for cell in _last_row(table)}
    if _is_cut_row(table, above, rest):
        rest = _complete(above, rest)
        rows -= 1
    else:
        rest = _carry_merged(above, rest)
    table.cells.extend(replace(cell, row=cell.row + table.rows) for cell in rest)
    table.rows += rows
    table.last_page = part.last_page
    return True


def _put_under(table: LaidTable, part: LaidTable) -> None:
    """Gives an inferred part the column edges of its table if each of its columns stands under one of the table's.

    Inferred edges lie somewhere in the white space between texts, which differs from page to page.
    """
    places = [_column_around(low, high, table.xs) for low, high in pairwise(part.xs)]
    if None in places or len(set(places)) < len(places) or part.xs == table.xs:
        return
    columns = [place for place in places if place is not None]
    for cell in part.cells:
        end = columns[cell.column + cell.column_span - 1]
        cell.column = columns[cell.column]
        cell.column_span = end + 1 - cell.column
    part.xs = list(table.xs)


def _column_around(low: float, high: float, edges: list[float]) -> int | None:
    """The column that most of the stretch from ``low`` to ``high`` belongs to; none if no column has most of it."""
    for index, (left, right) in enumerate(pairwise(edges)):
        shared = min(high, right) - max(low, left)
        if shared > 0.5 * min(high - low, right - left) and shared > 0.5 * (high - low):
            return index
    return None


def _common_edges(one: list[float], other: list[float]) -> list[float] | None:
    """The finer column edges of two parts when the other part's are all among them; both begin at ``one[0]``."""
    shift = one[0] - other[0]
    moved = [x + shift for x in other]
    if abs(one[-1] - moved[-1]) > _SAME_EDGE or abs(shift) > 60:
        return None
    fine, coarse = (one, moved) if len(one) >= len(moved) else (moved, one)
    if all(min(abs(x - y) for y in fine) <= _SAME_EDGE for x in coarse):
        return fine
    return None


def _regrid(table: LaidTable, own: list[float], edges: list[float] | None = None) -> None:
    """Puts the cells of ``table`` on the finer ``edges`` (its own edges stand at ``own``)."""
    fine = edges if edges is not None else own
    coarse = own if edges is not None else table.xs
    place = [min(range(len(fine)), key=lambda i: abs(fine[i] - x)) for x in coarse]
    for cell in table.cells:
        end = place[cell.column + cell.column_span]
        cell.column = place[cell.column]
        cell.column_span = end - cell.column
    table.xs = fine


def _key(cells: list[LaidCell]) -> list[tuple[int, int, str]]:
    return [(cell.column, cell.row_span, squeeze(cell.text)) for cell in cells]


def _repeated_header(table: LaidTable, part: LaidTable) -> int:
    """How many rows at the top of ``part`` repeat the top rows of ``table``.

    The first numbered row (行次) goes with the head where it is the same to the last figure: whoever set the rows to
    print at the top of each page took one too many.
    """
    most = min(table.rows, part.rows, _MOST_HEADER_ROWS)
    pairs = [(table.row(row), part.row(row)) for row in range(most)]
    same = [own for own, _ in takewhile(lambda pair: _key(pair[0]) == _key(pair[1]), pairs)]
    head = list(takewhile(lambda row: not any(is_amount(cell.text) for cell in row), same))
    texts = {squeeze(cell.text) for row in head for cell in row} - {""}
    if len(texts) < 2:
        return 0
    numbers = {cell.column for row in head for cell in row if squeeze(cell.text) in words("number")}
    numbered = len(same) > len(head) and any(cell.column in numbers and cell.text for cell in same[len(head)])
    return len(head) + numbered


def _begins_a_table(part: LaidTable) -> bool:
    """True if the first row is a head of columns or a full-width title."""
    filled = [squeeze(cell.text) for cell in part.row(0) if cell.text]
    if not filled or any(is_amount(cell.text) for cell in part.row(0)):
        return False
    heads = sum(1 for text in filled if text in words("header"))
    if heads * 2 >= len(filled) or heads >= 2:
        return True
    full_width = len(part.row(0)) == 1 and part.columns > 1
    return full_width and filled[0].endswith("表")


def _last_row(table: LaidTable) -> list[LaidCell]:
    return [cell for cell in table.cells if cell.row + cell.row_span == table.rows]


def _is_cut_row(table: LaidTable, above: dict[int, LaidCell], rest: list[LaidCell]) -> bool:
    """True if the first row of the part (``rest``) is the rest of the last row before the page break.

    It then holds text in at most half of the columns, or the rest of a number in each; every text stands below one
    that ran to the edge of its cell; and it is blank below some cell whose text was short, or completes a number.
    """
    first = [cell for cell in rest if cell.row == 0 and cell.text]
    if not first or any(cell.row_span > 1 for cell in first):
        return False
    short = any(cell.row == 0 and not cell.text and above.get(cell.column, cell).text for cell in rest)
    numbers = 0
    for cell in first:
        upper = above.get(cell.column)
        if upper is None or not upper.text or not upper.full or upper.column_span != cell.column_span:
            return False
        if parse_number(cell.text) is not None:
            if not _is_rest_of_number(upper, cell, table, rest):
                return False
            numbers += 1
    return numbers == len(first) or ((short or numbers > 0) and len(first) <= max(table.columns // 2, 1))


def _is_rest_of_number(upper: LaidCell, cell: LaidCell, table: LaidTable, rest: list[LaidCell]) -> bool:
    """True if only both together make a number like the others of the column, and the first had no room for more."""
    if not upper.tight:
        return False
    whole, part = parse_number(upper.text + cell.text), parse_number(upper.text)
    others = [
        other
        for other in (*table.cells, *(other for other in rest if other.row > 0))
        if other.column == cell.column and other is not upper
    ]
    if whole is None or not others:
        return False
    shapes = {_shape(other.text) for other in others}
    if _shape(upper.text + cell.text) in shapes and _shape(upper.text) not in shapes:
        return True
    # Numbers of rows (行次) have one digit or two: the sequence tells.
    before = max((other for other in others if other.row < upper.row), key=lambda other: other.row, default=None)
    count = parse_number(before.text) if before is not None else None
    return count is not None and part is not None and whole.value == count.value + 1 != part.value


def _shape(text: str) -> tuple[int, int] | None:
    """(decimals, digits of a number without decimals) of a printed number."""
    number = parse_number(text) if text else None
    if number is None:
        return None
    return number.decimals, 0 if number.decimals else sum(char.isdigit() for char in text)


def _complete(above: dict[int, LaidCell], rest: list[LaidCell]) -> list[LaidCell]:
    """Gives the texts and merged cells of the cut row to the cells above; the other rows move up by one."""
    kept: list[LaidCell] = []
    for cell in rest:
        upper = above.get(cell.column)
        if cell.row > 0:
            kept.append(replace(cell, row=cell.row - 1))
        elif upper is not None:
            upper.text = join_wrapped(upper.text, cell.text)
            upper.row_span += cell.row_span - 1
        elif cell.row_span > 1:
            kept.append(replace(cell, row_span=cell.row_span - 1))
    return kept


def _carry_merged(above: dict[int, LaidCell], rest: list[LaidCell]) -> list[LaidCell]:
    """A blank merged cell at the top of a part goes on from the cell above that the page break cut."""
    kept: list[LaidCell] = []
    for cell in rest:
        upper = above.get(cell.column)
        cut = (
            cell.row == 0
            and not cell.text
            and upper is not None
            and upper.text
            and upper.column_span == cell.column_span
            and (cell.row_span > 1 or upper.row_span > 1)
        )
        if cut and upper is not None:
            upper.row_span += cell.row_span
        else:
            kept.append(cell)
    return kept
