"""The generated gate on files: across parts, across tables, and with what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from publish.gate import PartFile, check_files, check_tables
from publish.gate.files import byte_problems
from publish.package import write_csv
from publish.schemas import Row, load_schemas
from tests.publish.mutants import good_rows, good_tables


def write(folder: Path, tables: Mapping[str, Sequence[Sequence[Row]]]) -> list[PartFile]:
    """Each table in as many files as it has lists of rows."""
    files = []
    for resource, parts in tables.items():
        for number, rows in enumerate(parts):
            path = folder / f"{resource}-{number}.csv"
            path.write_bytes(write_csv(load_schemas()[resource].columns, rows))
            files.append(PartFile(resource, f"part {number}", path, len(rows)))
    return files


def messages(files: list[PartFile], *, whole: bool = False) -> list[str]:
    return [problem.message for problem in check_files(files, whole=whole)]


def test_a_table_in_several_files_is_one_table(tmp_path: Path) -> None:
    one, two, three = good_rows(load_schemas()["workload"])
    assert messages(write(tmp_path, {"workload": [[one], [two, three]]})) == []


@pytest.mark.parametrize("lot_rows", [1, 100])
def test_a_key_in_two_files_is_noticed_however_many_files_are_read_at_once(
    tmp_path: Path, lot_rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publish.gate.sql.LOT_ROWS", lot_rows)
    one, two, _ = good_rows(load_schemas()["workload"])
    (message, *_) = messages(write(tmp_path, {"workload": [[one], [one], [two]]}))
    assert one["report_id"] in message


@pytest.mark.parametrize("lot_rows", [1, 100])
def test_files_in_the_wrong_order_are_noticed(tmp_path: Path, lot_rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publish.gate.sql.LOT_ROWS", lot_rows)
    one, two, three = good_rows(load_schemas()["workload"])
    (message,) = messages(write(tmp_path, {"workload": [[two], [three], [one]]}))
    assert "行序不对" in message
    assert one["report_id"] in message


def test_whole_numbers_of_a_key_are_ordered_by_value(tmp_path: Path) -> None:
    row = good_rows(load_schemas()["workload"])[0]
    rows = [{**row, "line_no": number} for number in ("2", "10")]
    assert messages(write(tmp_path, {"workload": [rows]})) == []


def test_a_problem_names_the_report_it_is_about() -> None:
    tables = good_tables()
    tables["facts"][1]["amount"] = "１２"
    tables["facts"][1]["quote"] = ""
    data = {name: write_csv(load_schemas()[name].columns, rows) for name, rows in tables.items()}
    problems = check_tables(data)
    assert {problem.report_id for problem in problems} == {tables["facts"][1]["report_id"]}
    assert sorted(problem.resource for problem in problems) == ["facts", "facts"]


def test_what_only_frictionless_sees_names_the_report_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publish.gate.tables.check_files", lambda *_, **__: iter(()))
    rows = good_rows(load_schemas()["staffing"])
    rows[1]["kind"] = "village"
    (problem,) = check_tables({"staffing": write_csv(load_schemas()["staffing"].columns, rows)})
    assert problem.report_id == rows[1]["report_id"]


def test_fewer_rows_than_were_written_are_noticed() -> None:
    """A row whose open quote took the next one with it is a good CSV of one row less."""
    schema = load_schemas()["workload"]
    data = write_csv(schema.columns, good_rows(schema)[:2])
    assert check_tables({"workload": data}) == []
    (problem,) = check_tables({"workload": data}, {"workload": 3})
    assert "写入 3 行，读回 2 行" in problem.message


def test_a_missing_table_and_an_empty_reference_table_are_named(tmp_path: Path) -> None:
    tables = {name: [rows] for name, rows in good_tables().items()}
    del tables["workload"]
    tables["divisions"] = [[]]
    found = messages(write(tmp_path, tables), whole=True)
    assert "workload: 缺少该资源 / the resource is missing" in found
    assert "divisions: 参考表为空 / the reference table is empty" in found


def test_a_character_cut_in_two_by_a_block_is_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publish.gate.files._BLOCK", 1)
    (file,) = write(tmp_path, {"workload": [good_rows(load_schemas()["workload"])]})
    assert list(byte_problems(load_schemas()["workload"], file)) == []


def test_messages_show_hostile_cells_short_and_on_one_line(tmp_path: Path) -> None:
    rows = good_rows(load_schemas()["staffing"])
    rows[0]["kind"] = "<script>\n" + "很长" * 100
    (message,) = messages(write(tmp_path, {"staffing": [rows]}))
    assert "\n" not in message
    assert len(message) < 250


def test_a_folder_with_a_quote_in_its_name_is_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "o'brien"
    folder.mkdir()
    assert messages(write(folder, {"workload": [good_rows(load_schemas()["workload"])]})) == []
