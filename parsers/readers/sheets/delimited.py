"""Text with columns parted by tabs or commas, which many systems export under the name of a workbook: one sheet.

Where the number of columns is not certain (an amount with thousands commas takes two) nothing is read as a table.
"""

from __future__ import annotations

import contextlib
import csv
import io
import re
from collections import Counter
from collections.abc import Sequence

from domain.records import DocumentState
from parsers.model import DocumentModel, Limits, UnreadableDocument
from parsers.readers import media
from parsers.readers.blocks import BlockList
from parsers.readers.html.decoding import decode
from parsers.readers.sheets.facts import SheetFacts
from parsers.readers.sheets.sheet import add_sheet

_DELIMITERS = ("\t", ",")
#: A table has at least so many columns, in at least so many lines, which are this share of all.
_COLUMNS, _LINES, _SHARE = 3, 3, 0.6
#: Share of the lines with columns that may hold a sentence.
_MOST_SENTENCES = 0.2
#: How a cell is kept from being taken for a number: ="001".
_FORCED = re.compile(r'^="(.*)"$', re.DOTALL)
#: Rows times columns may be this many times the cells that the document may hold.
_SPARSE = 2
Rows = list[list[str]]


def read_delimited(data: bytes, limits: Limits, charset: str | None = None) -> DocumentModel | None:
    """The document model of such a text, or ``None`` where it is none.

    Raises ``UnreadableDocument``: unsupported where its lines have different numbers of columns, too_large.
    """
    text, encoding = decode(data, charset)
    rows = _rows(text)
    if rows is None:
        return None
    width = max(map(len, rows))
    if len(rows) * width > _SPARSE * limits.cells:
        raise UnreadableDocument(DocumentState.TOO_LARGE, "表格过大 / the table has too many cells")
    blocks = BlockList(limits)
    if faults := text.count("\ufffd"):
        blocks.note(f"{faults} bytes could not be decoded as {encoding}")
    add_sheet(blocks, "", 1, [row + [""] * (width - len(row)) for row in rows], [], SheetFacts())
    return blocks.finish(media.TEXT, "delimited", pages=1)


def _rows(text: str) -> Rows | None:
    text = text.strip("\ufeff\x00\r\n")
    lines = text.splitlines()
    for delimiter in _DELIMITERS:
        if sum(line.count(delimiter) >= _COLUMNS - 1 for line in lines) < max(_LINES, _SHARE * _written(lines)):
            continue
        rows = _parted(text, delimiter)
        if rows is None or _is_prose(rows):
            continue
        if not _is_even(rows, delimiter):
            raise UnreadableDocument(
                DocumentState.UNSUPPORTED,
                "以逗号分隔的文本各行列数不一，无法确定各列 / the lines of this text have different numbers of commas:"
                " its columns are not certain",
            )
        return rows
    return None


def _parted(text: str, delimiter: str) -> Rows | None:
    """The cells of each line; quotes around them are taken off where all are in pairs, else they are characters."""
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        read = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True, quoting=quoting)
        with contextlib.suppress(csv.Error):
            return [[_cell(field) for field in row] for row in read]
    return None


def _is_prose(rows: Rows) -> bool:
    """True if sentences stand in the lines: their commas part no columns."""
    lines = [row for row in rows if len(row) > 1]
    sentences = sum(any("。" in cell for cell in row) for row in lines)
    return sentences > _MOST_SENTENCES * len(lines)


def _written(lines: Sequence[str]) -> int:
    return sum(bool(line.strip()) for line in lines)


def _cell(field: str) -> str:
    forced = _FORCED.match(field.strip())
    return (forced.group(1).replace('""', '"') if forced else field).strip()


def _is_even(rows: Rows, delimiter: str) -> bool:
    """True if all lines have as many columns as most of them. Titles and notes may stand alone in a line; of tabs
    those at the end of a line are often left away.
    """
    counts = Counter(len(row) for row in rows if len(row) > 1)
    usual = counts.most_common(1)[0][0]
    if delimiter == "\t":
        return True
    # Lines that end in a comma have one column more, with nothing in it.
    ended = all(not row[-1] for row in rows if len(row) == usual)
    return all(count == usual or (ended and count == usual - 1) for count in counts)
