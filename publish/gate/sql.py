"""The generated gate: part files → DuckDB → problems in words.

Files are read as text, many at a time but never a whole dataset at once, so that memory stays bounded. For each lot one
statement counts every broken rule in one pass; rows are only fetched to name what is wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Self

import duckdb

from publish.gate.files import PartFile, byte_problems, holds_only_a_header
from publish.gate.keys import KeyTables
from publish.gate.lots import Lot, LotError
from publish.gate.order import Order
from publish.gate.problems import SHOWN, Problem, quoted
from publish.gate.rules import Rule, name, rules_of, suspicious
from publish.gate.writing import file_problems, written
from publish.schemas import TableSchema, load_schemas

#: Rows that are looked at together; a lot is at least one file.
LOT_ROWS = 200_000
_MEMORY = "1GB"


def check_files(parts: Iterable[PartFile], *, whole: bool = True) -> Iterator[Problem]:
    """What breaks the contract in the files of a package, one after another.

    ``whole`` says that these are all files of the package. Otherwise they are some of its tables, and a reference is
    checked where the table it points to is given.
    """
    # Some tables are little, and several processes look at some each: more threads would only wait for one another.
    with Gate(threads=None if whole else 1) as gate:
        yield from gate.problems(parts, whole=whole)


class Gate:
    """A database with nothing in it, and the schemas that the files it is shown must keep.

    ``threads``: how many it may use; ``None`` for as many as there are cores.
    """

    def __init__(self, schemas: Mapping[str, TableSchema] | None = None, *, threads: int | None = None) -> None:
        self._schemas = load_schemas() if schemas is None else schemas
        self._db = _database(threads)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def problems(self, parts: Iterable[PartFile], *, whole: bool = True) -> Iterator[Problem]:
        """As :func:`check_files`."""
        files: dict[str, list[PartFile]] = defaultdict(list)
        for part in parts:
            files[part.resource].append(part)
        if whole:
            yield from _absent(files, self._schemas)
        readable: dict[str, list[PartFile]] = {}
        for resource, several in files.items():
            schema = self._schemas[resource]
            sentences = [sentence for part in several for sentence in byte_problems(schema, part)]
            yield from (Problem(resource, sentence) for sentence in sentences)
            if not sentences:
                readable[resource] = several
        keys = KeyTables(self._db, readable, self._schemas)
        for resource, several in readable.items():
            yield from self._table_problems(self._schemas[resource], several, keys)

    def _table_problems(self, schema: TableSchema, parts: Sequence[PartFile], keys: KeyTables) -> Iterator[Problem]:
        filled = [part for part in parts if not holds_only_a_header(schema, part)]
        yield from (problem for part in parts if part not in filled for problem in file_problems(schema, part, 0, 0))
        lots = list(_in_lots(filled))
        order = Order(schema, only=len(lots) == 1)
        for files in lots:
            try:
                lot = Lot.read(self._db, schema, files)
            except LotError as error:
                yield Problem(schema.name, str(error))
                continue
            yield from _row_problems(lot)
            if any(part.rows for part in files):
                yield from order.problems(lot)
                yield from keys.broken_references(lot)


def _database(threads: int | None) -> duckdb.DuckDBPyConnection:
    """A database with nothing in it. Not kept from judging to judging: it would keep what it once took from memory."""
    db = duckdb.connect(config={"threads": threads} if threads else {})
    db.execute(f"SET memory_limit = '{_MEMORY}'; SET enable_progress_bar = false")
    return db


def _absent(files: Mapping[str, Sequence[PartFile]], schemas: Mapping[str, TableSchema]) -> Iterator[Problem]:
    for resource in schemas.keys() - files.keys():
        yield Problem(resource, f"{resource}: 缺少该资源 / the resource is missing")
    for resource, schema in schemas.items():
        if schema.never_empty and not any(part.rows for part in files.get(resource, ())):
            yield Problem(resource, f"{resource}: 参考表为空 / the reference table is empty")


def _in_lots(parts: Sequence[PartFile]) -> Iterator[list[PartFile]]:
    """Neighbours in files of bounded size together."""
    lot: list[PartFile] = []
    rows = 0
    for part in parts:
        if lot and rows + part.rows > LOT_ROWS:
            yield lot
            lot, rows = [], 0
        lot.append(part)
        rows += part.rows
    if lot:
        yield lot


def _row_problems(lot: Lot) -> Iterator[Problem]:
    """Broken rules, and files whose rows or size are not what writing their rows gives: all seen in one pass."""
    counts = "".join(f", count(*) FILTER (WHERE {suspicious(field)})" for field in lot.schema.fields)
    by_file = {
        filename: found
        for filename, *found in lot.query(f"SELECT filename, count(*), sum({written(lot)}){counts} FROM lot GROUP BY 1")
    }
    broken = [
        problem
        for number, field in enumerate(lot.schema.fields, start=2)
        if any(found[number] for found in by_file.values())
        for rule in rules_of(field)
        for problem in _broken_cells(lot, rule)
    ]
    yield from broken
    for part in lot.files:
        rows, size, *_ = by_file.get(str(part.path), (0, 0))
        # A broken cell may take other bytes than a good one: then the size says nothing more.
        yield from file_problems(lot.schema, part, rows, None if broken else int(size))


def _broken_cells(lot: Lot, rule: Rule) -> Iterator[Problem]:
    for row, report, cell in lot.query(
        f"SELECT {lot.shown}, {lot.report}, {name(rule.column)} FROM lot WHERE {rule.broken} LIMIT {SHOWN + 1}"
    ):
        message = f"{lot.schema.name} {row}: {rule.column} = {quoted(cell)} {rule.zh} / {rule.en}"
        yield Problem(lot.schema.name, message, report)
