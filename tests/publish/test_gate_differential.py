"""Our gate and Frictionless give the same verdict on spoilt tables; where ours is stricter, stricter.yaml says so."""

from __future__ import annotations

from collections import defaultdict
from contextlib import nullcontext
from functools import partial
from importlib import resources
from pathlib import Path

import pytest
import yaml
from frictionless import Dialect, Package, Resource, Schema

from publish.descriptor import DIALECT
from publish.gate import Gate, PartFile, check_files, judge_tables
from publish.gate.columns import column_parser
from publish.gate.memory import remembering_cells
from publish.gate.verdict import described_table
from publish.package import write_csv
from publish.schemas import ForeignKey, TableSchema, load_schemas
from tests.publish.mutants import ROWS, Mutant, cell_mutants, file_mutants, good_rows, good_tables

STRICTER = {
    one["id"]: one
    for one in yaml.safe_load(resources.files("publish.gate").joinpath("stricter.yaml").read_text("utf-8"))
}


class Bench:
    """A folder with good tables, into which one spoilt file at a time is laid."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._spoilt = folder / "spoilt.csv"
        for name, rows in good_tables().items():
            (folder / f"{name}.csv").write_bytes(write_csv(load_schemas()[name].columns, rows))

    def files(self, resource: str, data: bytes | None = None) -> list[PartFile]:
        """The table, spoilt if ``data`` is given, and what it points to."""
        path = self._folder / f"{resource}.csv"
        if data is not None:
            path = self._spoilt
            path.write_bytes(data)
        parents = {key.resource for key in load_schemas()[resource].foreign_keys} - {resource}
        return [
            PartFile(resource, "all", path, ROWS),
            *(PartFile(name, "all", self._folder / f"{name}.csv", ROWS) for name in sorted(parents)),
        ]

    def ours(self, mutant: Mutant, gate: Gate) -> list[str]:
        self._spoilt.write_bytes(mutant.data)
        part = PartFile(mutant.table.name, "all" if mutant.rows else "140000", self._spoilt, mutant.rows)
        return [problem.message for problem in gate.problems([part], whole=False)]

    def theirs(self, mutant: Mutant, *, by_column: bool = False) -> bool:
        self._spoilt.write_bytes(mutant.data)
        with remembering_cells(partial(column_parser(), pointed_to=())) if by_column else nullcontext():
            return self._judged(mutant)

    def _judged(self, mutant: Mutant) -> bool:
        table = Resource(
            path=self._spoilt.name,
            basepath=str(self._folder),
            format="csv",
            encoding="utf-8",
            dialect=Dialect.from_descriptor(DIALECT),
            schema=Schema.from_descriptor(mutant.table.descriptor()),
        )
        return bool(table.validate().valid)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("tables"))


def test_good_tables_pass_both_judges(bench: Bench) -> None:
    files = [part for name in load_schemas() for part in bench.files(name)[:1]]
    assert list(check_files(files)) == []
    assert list(judge_tables(files)) == []


def test_both_judges_agree_on_every_mutant(bench: Bench) -> None:
    """The set of differences is exactly what ``stricter.yaml`` declares; nothing passes ours and fails theirs."""
    judged = 0
    harmless = 0
    laxer, stricter, refused = [], defaultdict(list), []
    tables: dict[str, TableSchema] = {}
    gate = Gate(tables)
    for mutant in (*cell_mutants(), *file_mutants()):
        judged += 1
        tables[mutant.table.name] = mutant.table
        ours, theirs = bench.ours(mutant, gate), bench.theirs(mutant)
        if theirs and ours:
            stricter[mutant.kind].append(f"{mutant}: {ours[0]}")
        elif ours == [] and not theirs:
            laxer.append(str(mutant))
        elif mutant.kind == "harmless":
            harmless += 1
            refused += [f"{mutant}: {problem}" for problem in ours]
        elif not ours:
            refused.append(f"{mutant} passes both")
    assert laxer == []
    assert refused == []
    assert sorted(stricter) == sorted(STRICTER), stricter.keys() ^ STRICTER.keys()
    assert judged >= 1000
    assert harmless >= 100


REFERENCES = [(name, key) for name, schema in load_schemas().items() for key in schema.foreign_keys]


@pytest.mark.parametrize(("resource", "key"), REFERENCES, ids=[f"{one} {key.fields}" for one, key in REFERENCES])
def test_a_reference_without_its_row_is_refused_by_ours(bench: Bench, resource: str, key: ForeignKey) -> None:
    files = bench.files(resource, _with_broken_reference(resource, key))
    problems = list(check_files(files, whole=False))
    assert len([one for one in problems if f"no row in {key.resource}" in one.message]) == 1


def test_references_without_their_row_are_refused_by_both(bench: Bench) -> None:
    """Frictionless takes long for tables that point to others, so that it is asked about four of them."""
    for resource, key in (REFERENCES[0], REFERENCES[2], REFERENCES[3], REFERENCES[-1]):
        files = bench.files(resource, _with_broken_reference(resource, key))
        assert any("foreign" in problem.message.lower() for problem in judge_tables(files)), resource


def _with_broken_reference(resource: str, key: ForeignKey) -> bytes:
    rows = good_rows(load_schemas()[resource])
    rows[-1][key.fields[-1]] = f"{rows[-1][key.fields[-1]][:-1]}9"
    return write_csv(load_schemas()[resource].columns, rows)


def test_frictionless_finds_the_same_when_it_remembers_cells(tmp_path: Path) -> None:
    """The same bad cell in many rows, in columns of each type; rows of which only the key or a reference is bad, or
    which are too short, too long or blank."""
    tables = {name: good_tables()[name] for name in ("facts", "reports", "documents")}
    columns = ("amount", "page", "statement", "method", "confidence", "fact_id", "report_id", "document_id")
    tables["facts"] += [{**tables["facts"][0], name: bad} for name in columns for bad in ("", "x y", "-1", "x y")]
    files = []
    for name, rows in tables.items():
        path = tmp_path / f"{name}.csv"
        path.write_bytes(write_csv(load_schemas()[name].columns, rows))
        files.append(PartFile(name, "all", path, len(rows)))
    good, width = ",".join(tables["reports"][0].values()), len(tables["reports"][0])
    with (tmp_path / "reports.csv").open("a") as file:
        file.write(f"{good},more\n{good.rpartition(',')[0]}\n{',' * (width - 1)}\n")
    described = {"name": "tables", "resources": [described_table(name, _by_name(files)) for name in tables]}

    def found() -> list[list[object]]:
        package = Package.from_descriptor(described, basepath=str(tmp_path))
        return [
            [task.name, *error]
            for task in package.validate(limit_errors=100_000).tasks
            for error in task.flatten(["type", "rowNumber", "fieldName", "message"])
        ]

    plain = found()
    with remembering_cells():
        assert found() == plain
    kinds = {name: {one[1] for one in plain if one[0] == name} for name in tables}
    assert kinds["facts"] == {"type-error", "constraint-error", "foreign-key", "primary-key"}
    assert kinds["reports"] == {"primary-key", "extra-cell", "missing-cell", "blank-row"}


def test_frictionless_judges_columns_as_it_judges_rows(bench: Bench) -> None:
    """A spoilt table of each kind, looked at column by column and row by row."""
    spoilt = {mutant.kind: mutant for mutant in (*cell_mutants(), *file_mutants()) if not mutant.table.foreign_keys}
    verdicts = {kind: bench.theirs(mutant) for kind, mutant in spoilt.items()}
    assert {kind: bench.theirs(mutant, by_column=True) for kind, mutant in spoilt.items()} == verdicts
    assert set(verdicts.values()) == {True, False}


def test_of_rows_that_point_to_the_same_one_is_looked_at(tmp_path: Path) -> None:
    rows = [{**good_rows(load_schemas()["checks"])[0], "check_id": f"c-{number:016}"} for number in range(2500)]
    rows[-1]["report_id"] = good_rows(load_schemas()["checks"])[1]["report_id"]
    files = []
    for name, several in {"checks": rows, "reports": good_tables()["reports"]}.items():
        (tmp_path / f"{name}.csv").write_bytes(write_csv(load_schemas()[name].columns, several))
        files.append(PartFile(name, "all", tmp_path / f"{name}.csv", len(several)))
    described = {"name": "tables", "resources": [described_table(part.resource, _by_name(files)) for part in files]}
    with remembering_cells(partial(column_parser(), pointed_to=("reports",))):
        package = Package.from_descriptor(described, basepath=str(tmp_path))
        assert package.validate().valid
    assert [resource.stats.rows for resource in package.resources] == [2, ROWS]


def test_what_only_rows_show_is_found_by_columns(tmp_path: Path) -> None:
    """A key twice, a reference without its row, a row that is too short, too long or blank, all cells good: the rows
    named are those that the library names by itself."""
    rows = good_rows(load_schemas()["facts"])
    header, *good = write_csv(load_schemas()["facts"].columns, rows).decode().splitlines()
    elsewhere = good[2].replace(rows[2]["report_id"], f"{rows[2]['report_id'][:-1]}9")
    spoilt = {
        "primary-key": [*good, good[0]],
        "foreign-key": [*good[:2], elsewhere],
        "missing-cell": [*good[:2], good[2].rpartition(",")[0]],
        "extra-cell": [*good[:2], f"{good[2]},"],
        "blank-row": [*good, "," * (len(rows[0]) - 1)],
    }
    files = []
    for name in ("reports", "documents"):
        (tmp_path / f"{name}.csv").write_bytes(write_csv(load_schemas()[name].columns, good_tables()[name]))
        files.append(PartFile(name, "all", tmp_path / f"{name}.csv", ROWS))
    for kind, lines in {"": good, **spoilt}.items():
        (tmp_path / "facts.csv").write_text("\n".join([header, *lines, ""]), encoding="utf-8")
        facts = [PartFile("facts", "all", tmp_path / "facts.csv", len(lines)), *files]
        described = {"name": "tables", "resources": [described_table(one, _by_name(facts)) for one in _by_name(facts)]}
        report = Package.from_descriptor(described, basepath=str(tmp_path)).validate()
        plain = [error for task in report.tasks for error in task.flatten(["type", "message"])]
        assert {error[0] for error in plain} - {"primary-key"} == {kind} - {"", "primary-key"}
        assert bool(plain) == bool(kind)
        with remembering_cells(partial(column_parser(), pointed_to=("reports", "documents"))):
            assert Package.from_descriptor(described, basepath=str(tmp_path)).validate().valid == (not kind), kind
        if kind not in ("missing-cell", "extra-cell"):  # such a table has no rows to name
            assert [problem.message for problem in judge_tables(facts)] == [f"facts: {error[1]}" for error in plain]


def _by_name(files: list[PartFile]) -> dict[str, list[PartFile]]:
    return {part.resource: [part] for part in files}
