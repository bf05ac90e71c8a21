"""The gate before every commit: nothing is published that the contract does not allow.

It judges tables that are complete among themselves: all rows of some divisions, and the tables that belong to none.
Frictionless validates them, foreign keys included. Our own checks run first and also find what it lets through:
repeated keys, full-width digits, NaN and infinity, rows swallowed by a quote.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from publish.package import Part, UnreadableTable, read_csv
from publish.schemas import Row, TableSchema, load_schemas

_SHOWN = 20
_NUMBERS = {"integer": re.compile(r"-?[0-9]+"), "number": re.compile(r"-?[0-9]+(\.[0-9]+)?")}
#: Tables that the keys of all others point to; empty, they would make the checks of the keys empty.
_NEVER_EMPTY = ("divisions", "function_codes", "economic_codes")


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault as a sentence; ``report_id`` if it is a fault of the rows of one report."""

    resource: str
    message: str
    report_id: str | None = None


class GateError(Exception):
    """The package breaks the contract; ``problems`` holds the first of them as sentences."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(_first(iter(problems)))
        super().__init__(
            "数据包不符合规范，未发布 / the package breaks the contract, nothing was published:\n"
            + "\n".join(self.problems)
        )


def check_parts(parts: Mapping[str, Sequence[Part]]) -> None:
    """Raises :class:`GateError` if a resource is missing, or one is empty that the keys of others point to."""
    problems = [f"{name}: 缺少该资源 / the resource is missing" for name in load_schemas() if not parts.get(name)]
    problems += [
        f"{name}: 参考表为空 / the reference table is empty"
        for name in _NEVER_EMPTY
        if not any(part.rows for part in parts.get(name, ()))
    ]
    if problems:
        raise GateError(problems)


def check_tables(tables: Mapping[str, bytes]) -> list[Problem]:
    """What breaks the contract in ``tables`` (CSV with header by resource); empty if they may be published.

    A foreign key is checked where the table it points to is given; of a resource that is cut by division all rows of
    the divisions at hand are.
    """
    rows: dict[str, list[Row]] = {}
    problems: list[Problem] = []
    for name, data in tables.items():
        try:
            rows[name] = read_csv(data)
        except UnreadableTable as error:
            problems.append(Problem(name, f"{name}: 无法读回 / cannot be read back: {error}"))
            continue
        problems += _table_problems(load_schemas()[name], rows[name])
    return problems or list(_frictionless(tables, rows))


def _first(problems: Iterator[str]) -> Iterator[str]:
    for shown, problem in enumerate(problems):
        if shown == _SHOWN:
            yield "……（更多从略 / and more）"
            return
        yield problem


def _table_problems(schema: TableSchema, rows: Sequence[Row]) -> Iterator[Problem]:
    keys: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        keys[schema.key_of(row)] += 1
        for sentence in _row_problems(schema, row):
            yield Problem(schema.name, sentence, row.get("report_id"))
    for key, count in keys.items():
        if count > 1:
            yield Problem(
                schema.name,
                f"{schema.name} {'|'.join(key)}: 主键重复 {count} 次 / the primary key occurs {count} times",
                key[0] if schema.primary_key[0] == "report_id" else None,
            )


def _row_problems(schema: TableSchema, row: Row) -> Iterator[str]:
    for field in schema.fields:
        text = row.get(field.name)
        if text is None:
            yield f"{schema.name}.{field.name}: 缺少该列 / the column is missing"
        elif not text:
            if field.required:
                yield f"{schema.name} {_shown(schema, row)}: {field.name} 为空 / is empty"
        elif field.is_number and not _NUMBERS[field.type].fullmatch(text):
            yield f"{schema.name} {_shown(schema, row)}: {field.name} = {text!r} 不是数字 / is not a plain number"


def _shown(schema: TableSchema, row: Row) -> str:
    return "|".join(schema.key_of(row))


def _frictionless(tables: Mapping[str, bytes], rows: Mapping[str, Sequence[Row]]) -> Iterator[Problem]:
    # Loading the validator takes a while; a run that publishes nothing does not need it.
    from frictionless import Package  # noqa: PLC0415  # heavy import

    with tempfile.TemporaryDirectory(prefix="xinfang-gate-") as folder:
        for name, data in tables.items():
            Path(folder, f"{name}.csv").write_bytes(data)
        described = {"name": "block", "resources": [_resource(name, tables) for name in tables]}
        report = Package.from_descriptor(described, basepath=folder).validate()
    for error in report.errors:
        yield Problem("datapackage", f"datapackage.json: {error.message}")
    for task in report.tasks:
        for error in task.errors:
            number = getattr(error, "row_number", None)
            row = rows[task.name][number - 2] if number else {}
            yield Problem(task.name, f"{task.name}: {error.message}", row.get("report_id"))
        for warning in task.warnings:
            yield Problem(task.name, f"{task.name}: {warning}")


def _resource(name: str, tables: Mapping[str, bytes]) -> dict[str, object]:
    schema = load_schemas()[name].descriptor()
    keys = [key for key in schema.get("foreignKeys", ()) if key["reference"]["resource"] in tables]
    return {
        "name": name,
        "type": "table",
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {**schema, "foreignKeys": keys},
    }
