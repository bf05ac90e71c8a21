"""Files hold the rows that were written, in the one form in which they are written: none swallowed, none skipped."""

from __future__ import annotations

from collections.abc import Iterator

from publish.gate.lots import Lot
from publish.gate.problems import Problem
from publish.gate.rules import name


def file_problems(lot: Lot) -> Iterator[Problem]:
    """Files whose rows or size are not what writing their rows gives."""
    schema = lot.schema
    header = len(",".join(schema.columns)) + 1
    for number, rows, size in lot.query(
        f"SELECT number, count(written), coalesce(sum(written), 0)::BIGINT FROM files LEFT JOIN "
        f"(SELECT filename, {_written(lot)} AS written FROM lot) USING (filename) GROUP BY number ORDER BY number"
    ):
        part = lot.files[number]
        if rows != part.rows:
            message = f"写入 {part.rows} 行，读回 {rows} 行 / rows written and read back differ: {part.rows}, {rows}"
            yield Problem(schema.name, f"{part.label}: {message}")
        if header + size != part.path.stat().st_size:
            message = (
                "不是规范写法：有多余的引号、空行或未读入的内容 / is not written in the canonical form: "
                "quotes that are not needed, blank lines, or content that was skipped"
            )
            yield Problem(schema.name, f"{part.label}: {message}")


def _written(lot: Lot) -> str:
    """SQL: bytes that a row takes when it is written as the publisher writes, with quotes only where RFC 4180 asks."""
    columns = lot.schema.columns
    return " + ".join([*(_cell(name(column)) for column in columns), str(len(columns))])


def _cell(cell: str) -> str:
    special = f"contains({cell}, ',') OR contains({cell}, '\"') OR contains({cell}, chr(10))"
    quotes = f"CASE WHEN {special} THEN 2 + length({cell}) - length(replace({cell}, '\"', '')) ELSE 0 END"
    return f"CASE WHEN {cell} IS NULL THEN 0 ELSE strlen({cell}) + {quotes} END"
