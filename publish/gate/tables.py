"""Both judges on tables that are complete among themselves, held in memory: what one division adds to a version."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from pathlib import Path

from publish.gate.files import PartFile
from publish.gate.problems import Problem
from publish.gate.sql import check_files
from publish.gate.verdict import judge_tables
from publish.package import WHOLE, UnreadableTable, read_csv
from publish.scratch import scratch_folder

#: More faults than these in one lot of tables are one fault of ours.
_ENOUGH = 10_000


def check_tables(tables: Mapping[str, bytes], rows: Mapping[str, int] | None = None) -> list[Problem]:
    """What breaks the contract in ``tables`` (CSV with header by resource); empty if they may be published.

    ``rows`` is how many rows their writer wrote, by resource, as far as it says; otherwise they are counted.

    A foreign key is checked where the table it points to is given; of a resource that is cut by division all rows of
    the divisions at hand are. Frictionless is only asked about what passed our own gate.
    """
    with scratch_folder("gate") as folder:
        written = rows or {}
        files = [_file(folder, name, data, written.get(name)) for name, data in tables.items()]
        problems = list(islice(check_files(files, whole=False), _ENOUGH))
        return problems or list(judge_tables(files))


def _file(folder: Path, name: str, data: bytes, rows: int | None) -> PartFile:
    path = folder / f"{name}.csv"
    path.write_bytes(data)
    return PartFile(name, WHOLE, path, _count(data) if rows is None else rows)


def _count(data: bytes) -> int:
    try:
        return len(read_csv(data))
    except UnreadableTable:
        return data.count(b"\n") - 1  # whatever it is, the gate says that it cannot be read
