"""The judge that is not ours: Frictionless on the files as a consumer gets them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from publish.descriptor import DIALECT
from publish.gate.columns import column_parser
from publish.gate.files import PartFile
from publish.gate.memory import remembering_cells
from publish.gate.problems import Problem
from publish.package import read_csv
from publish.schemas import Row, load_schemas

#: What a column is called for people: Frictionless judges no row by it, and takes longer to read it than a small table.
_WORDS = ("title", "title@en", "description", "description@en", "unit", "columnType", "normalize")


def judges() -> tuple[str, ...]:
    """Who judges each row that is new, as a version names them."""
    return ("xinfang gate", f"frictionless {version('frictionless')}")


def judge_package(descriptor: Path) -> Iterator[Problem]:
    """What Frictionless finds wrong with a package on disk: all of it, foreign keys, hashes and sizes included."""
    # Loading the validator takes a while; a run that publishes nothing does not need it.
    from frictionless import Package  # noqa: PLC0415  # heavy import

    with remembering_cells():
        report = Package(str(descriptor)).validate()
    yield from _problems(report, {})


def judge_tables(parts: Iterable[PartFile]) -> Iterator[Problem]:
    """What Frictionless finds wrong with some tables, put together as a package of their own.

    A foreign key is checked where the table it points to is given. All files lie in one folder. A table without rows
    is left out unless another one points to it: there is nothing in it to judge but its head, which our own gate
    compares byte by byte.
    """
    from frictionless import Package  # noqa: PLC0415  # heavy import

    files: dict[str, list[PartFile]] = defaultdict(list)
    for part in parts:
        files[part.resource].append(part)
    files = {name: several for name, several in files.items() if _to_be_judged(name, files)}
    if not files:
        return
    folder = next(iter(files.values()))[0].path.parent
    described = {"name": "tables", "resources": [described_table(name, files) for name in files]}
    pointed_to = frozenset(key.resource for name in files for key in load_schemas()[name].foreign_keys)
    with remembering_cells(partial(column_parser(), pointed_to=pointed_to)):
        report = Package.from_descriptor(described, basepath=str(folder)).validate()
    if any(_problems(report, {})):
        # Which rows it is that are wrong is told by the library's own way through all of them.
        with remembering_cells():
            report = Package.from_descriptor(described, basepath=str(folder)).validate()
    yield from _problems(report, files)


def _to_be_judged(resource: str, files: Mapping[str, Sequence[PartFile]]) -> bool:
    if any(part.rows for part in files[resource]):
        return True
    return any(key.resource == resource for name in files for key in load_schemas()[name].foreign_keys)


def described_table(resource: str, files: Mapping[str, Sequence[PartFile]]) -> dict[str, object]:
    """One table of a package of ``files``, which lie in one folder, as Frictionless is given it."""
    schema = load_schemas()[resource].descriptor()
    schema["fields"] = [{key: one[key] for key in one if key not in _WORDS} for one in schema["fields"]]
    schema.pop("extraFields", None)
    schema["foreignKeys"] = [key for key in schema.get("foreignKeys", ()) if key["reference"]["resource"] in files]
    paths = [part.path.name for part in files[resource]]
    return {
        "name": resource,
        "type": "table",
        "path": paths[0] if len(paths) == 1 else paths,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": DIALECT,
        "schema": schema,
    }


def _problems(report: Any, files: Mapping[str, Sequence[PartFile]]) -> Iterator[Problem]:  # noqa: ANN401  # has no types
    for error in report.errors:
        yield Problem("datapackage", f"datapackage.json: {error.message}")
    for task in report.tasks:
        rows = _rows(files.get(task.name, ())) if task.errors else []
        for error in task.errors:
            place = getattr(error, "row_number", 0) - 2
            row = rows[place] if 0 <= place < len(rows) else {}
            yield Problem(task.name, f"{task.name}: {error.message}", row.get("report_id"))
        for warning in task.warnings:
            yield Problem(task.name, f"{task.name}: {warning}")


def _rows(parts: Iterable[PartFile]) -> list[Row]:
    return [row for part in parts for row in read_csv(part.path.read_bytes())]
