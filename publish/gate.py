"""The gate before every commit: nothing is published that the contract does not allow.

Frictionless validates the whole package, foreign keys included. Our own checks run first and also find what it lets
through: repeated keys, full-width digits, NaN and infinity, rows swallowed by a quote, missing resources.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from publish.descriptor import descriptor_key
from publish.package import Part, UnreadableTable, read_csv
from publish.schemas import Row, TableSchema, load_schemas

_SHOWN = 20
_NUMBERS = {"integer": re.compile(r"-?[0-9]+"), "number": re.compile(r"-?[0-9]+(\.[0-9]+)?")}
#: Tables that the keys of all others point to; empty, they would make the checks of the keys empty.
_NEVER_EMPTY = ("divisions", "function_codes", "economic_codes")


class GateError(Exception):
    """The package breaks the contract; ``problems`` holds the first of them as sentences."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(
            "数据包不符合规范，未发布 / the package breaks the contract, nothing was published:\n" + "\n".join(problems)
        )
        self.problems = tuple(problems)


def check_package(descriptor: bytes, number: int, parts: Mapping[str, Sequence[Part]]) -> None:
    """Raises :class:`GateError` with the first problems if the package must not be published."""
    problems = list(_first(_own_checks(parts)))
    if not problems:
        problems = list(_first(_frictionless(descriptor, number, parts)))
    if problems:
        raise GateError(problems)


def _first(problems: Iterator[str]) -> Iterator[str]:
    for shown, problem in enumerate(problems):
        if shown == _SHOWN:
            yield "……（更多从略 / and more）"
            return
        yield problem


def _own_checks(parts: Mapping[str, Sequence[Part]]) -> Iterator[str]:
    schemas = load_schemas()
    for name in schemas.keys() - parts.keys():
        yield f"{name}: 缺少该资源 / the resource is missing"
    for name in _NEVER_EMPTY:
        if not any(part.rows for part in parts.get(name, ())):
            yield f"{name}: 参考表为空 / the reference table is empty"
    for name, several in parts.items():
        yield from _table_problems(schemas[name], several)


def _table_problems(schema: TableSchema, parts: Sequence[Part]) -> Iterator[str]:
    keys: Counter[tuple[str, ...]] = Counter()
    for part in parts:
        try:
            rows = read_csv(part.data)
        except UnreadableTable as error:
            yield f"{schema.name} {part.name}: 无法读回 / cannot be read back: {error}"
            continue
        if len(rows) != len(part.rows):
            yield (
                f"{schema.name} {part.name}: 写入 {len(part.rows)} 行，读回 {len(rows)} 行"
                " / rows written and read back differ"
            )
            continue
        for row in rows:
            keys[schema.key_of(row)] += 1
            yield from _row_problems(schema, row)
    for key, count in keys.items():
        if count > 1:
            yield f"{schema.name} {'|'.join(key)}: 主键重复 {count} 次 / the primary key occurs {count} times"


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


def _frictionless(descriptor: bytes, number: int, parts: Mapping[str, Sequence[Part]]) -> Iterator[str]:
    # Loading the validator takes a while; a run that publishes nothing does not need it.
    from frictionless import Package  # noqa: PLC0415  # heavy import

    with tempfile.TemporaryDirectory(prefix="xinfang-gate-") as folder:
        for several in parts.values():
            for part in several:
                path = Path(folder, part.key)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(part.data)
        whole = Path(folder, descriptor_key(number))
        whole.write_bytes(descriptor)
        report = Package(str(whole)).validate()
    for error in report.errors:
        yield f"datapackage.json: {error.message}"
    for task in report.tasks:
        for error in task.errors:
            yield f"{task.name}: {error.message}"
        for warning in task.warnings:
            yield f"{task.name}: {warning}"
