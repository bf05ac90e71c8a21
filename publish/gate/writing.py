"""Files hold the rows that were written, in the one form in which they are written: none swallowed, none skipped."""

from __future__ import annotations

from collections.abc import Iterator

from publish.gate.files import PartFile
from publish.gate.lots import Lot
from publish.gate.problems import Problem
from publish.gate.rules import name
from publish.schemas import Field, TableSchema


def file_problems(schema: TableSchema, part: PartFile, rows: int, size: int | None) -> Iterator[Problem]:
    """A file in which ``rows`` were read that take ``size`` bytes, if known, when written (see :func:`written`)."""
    if rows != part.rows:
        message = f"写入 {part.rows} 行，读回 {rows} 行 / rows written and read back differ: {part.rows}, {rows}"
        yield Problem(schema.name, f"{part.label}: {message}")
    if size is not None and len(",".join(schema.columns)) + 1 + size != part.path.stat().st_size:
        message = (
            "不是规范写法：有多余的引号、空行或未读入的内容 / is not written in the canonical form: "
            "quotes that are not needed, blank lines, or content that was skipped"
        )
        yield Problem(schema.name, f"{part.label}: {message}")


def written(lot: Lot) -> str:
    """SQL: bytes that a row takes when it is written as the publisher writes, with quotes only where RFC 4180 asks."""
    return " + ".join([*(_cell(field) for field in lot.schema.fields), str(len(lot.schema.fields))])


def _cell(field: Field) -> str:
    cell = name(field.name)
    if field.type != "string" or "enum" in field.constraints:
        return f"coalesce(strlen({cell}), 0)"  # one that needs quotes breaks a rule of its column
    special = f"contains({cell}, ',') OR contains({cell}, '\"') OR contains({cell}, chr(10))"
    quotes = f"CASE WHEN {special} THEN 2 + length({cell}) - length(replace({cell}, '\"', '')) ELSE 0 END"
    return f"CASE WHEN {cell} IS NULL THEN 0 ELSE strlen({cell}) + {quotes} END"
