"""Takes hidden rows and columns out of a sheet: what is not printed is no figure that was disclosed."""

from __future__ import annotations

from collections.abc import Collection

from parsers.readers.sheets.facts import Place
from parsers.readers.sheets.layout import Span


def without_hidden(
    texts: list[list[str]],
    merged: list[Span],
    bordered: set[Place],
    rows: Collection[int],
    columns: Collection[int],
) -> tuple[list[list[str]], list[Span], set[Place]]:
    """Texts, merged ranges and bordered cells of a sheet without its hidden ``rows`` and ``columns`` (from 0).

    A merged range that begins in a hidden row or column shows its text in its first visible cell.
    """
    if not rows and not columns:
        return texts, merged, bordered
    texts = [list(line) for line in texts]
    width = max(map(len, texts), default=0)
    new_row = _renumbered(max([len(texts), *(span[2] + 1 for span in merged)]), rows)
    new_column = _renumbered(max([width, *(span[3] + 1 for span in merged)]), columns)
    spans: list[Span] = []
    for top, left, bottom, right in merged:
        shown_rows = [row for row in range(top, bottom + 1) if row in new_row]
        shown_columns = [column for column in range(left, right + 1) if column in new_column]
        if not shown_rows or not shown_columns:
            continue
        first, start = shown_rows[0], shown_columns[0]
        if first < len(texts) and left < len(texts[top]) and start < len(texts[first]):
            texts[first][start] = texts[top][left]
        spans.append((new_row[first], new_column[start], new_row[shown_rows[-1]], new_column[shown_columns[-1]]))
    shown = [
        [text for column, text in enumerate(line) if column in new_column]
        for row, line in enumerate(texts)
        if row in new_row
    ]
    drawn = {(new_row[row], new_column[column]) for row, column in bordered if row in new_row and column in new_column}
    return shown, spans, drawn


def hidden_note(name: str, texts: list[list[str]], rows: Collection[int], columns: Collection[int]) -> str | None:
    """A sentence on what is hidden in the sheet ``name``, or ``None`` where no hidden cell holds anything."""
    filled = [
        (row, column)
        for row, line in enumerate(texts)
        for column, text in enumerate(line)
        if text and (row in rows or column in columns)
    ]
    if not filled:
        return None
    hidden_rows = {row for row, _ in filled if row in rows}
    hidden_columns = {column for _, column in filled if column in columns}
    counted = [
        f"{count} {what}" for count, what in ((len(hidden_rows), "rows"), (len(hidden_columns), "columns")) if count
    ]
    return f"sheet {name!r}: {' and '.join(counted)} are hidden and were not read"


def _renumbered(count: int, hidden: Collection[int]) -> dict[int, int]:
    """Old number -> new number of what is shown."""
    return {number: index for index, number in enumerate(n for n in range(count) if n not in hidden)}
