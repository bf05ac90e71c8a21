"""``xinfang parse``: screens, flat list, JSON, CSV, folders, exit codes."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console
from typer.testing import CliRunner

from domain.records import Measure, Statement, UnrecognisedTable
from flows.cli import app
from flows.local_files import files_in
from flows.parsed.flat import flat_table
from flows.parsed.grids import Numbered, printed_table
from flows.parsed.record import ParsedFile, Unread, schema
from flows.parsed.screen import Screen
from flows.parsed.words import words
from publish.schemas import load_schemas
from tests.flows.screens import SEEDS, WIDTHS, golden, record, screen
from tests.samples.reading import FILES

RUN = CliRunner()
XLSX = str(FILES / "004_xiangyuan_2023_final.xlsx")
DOC = str(FILES / "001_quyang_2020_budget.doc")
TRUNCATED = str(FILES / "bad" / "truncated.pdf")
ROOT = Path(__file__).resolve().parents[2]


def run(*arguments):
    return RUN.invoke(app, ["parse", *arguments])


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_file_looks_on_the_screen_as_the_golden_screen_says(seed, width):
    """After a change of the display: ``python -m tests.flows.screens``, and look at the difference."""
    assert screen(record(seed), width) == golden(seed, width).read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [60, 80, 100, 160, 220])
@pytest.mark.parametrize("seed", SEEDS)
def test_no_line_is_wider_than_the_screen(seed, width):
    assert max(cell_len(line) for line in screen(record(seed), width).splitlines()) <= width


@pytest.mark.parametrize("seed", SEEDS)
def test_every_fact_is_on_the_screen_and_so_is_every_check_that_fails(seed):
    parsed = record(seed)
    shown = "".join(screen(parsed, 400).split())
    for fact in parsed.facts:
        assert "".join(fact.printed.split()) in shown
    for check in parsed.checks:
        if check.verdict.failed:
            assert "".join(check.message_zh.split()) in shown
            assert "".join(check.message_en.split()) in shown


def test_a_figure_on_which_a_check_fails_is_coloured_and_names_the_check():
    parsed = record("etuokeqianqi-2020-final")
    console = Console(file=io.StringIO(), width=160, record=True, force_terminal=True, color_system="truecolor")
    Screen(console, only=frozenset({Statement.BUDGET_EXECUTION})).show(parsed)
    styled = console.export_text(styles=True)
    assert "\x1b[1;33m209.00 万元\x1b[0m\x1b[33m !W07" in styled
    console = Console(file=io.StringIO(), width=160, record=True)
    Screen(console, only=frozenset({Statement.BUDGET_EXECUTION}), checks=False).show(parsed)
    assert "!W07" not in console.export_text()


def test_a_decline_told_in_words_is_shown_as_one():
    assert "增减 ↓2.04 万元" in screen(record("etuokeqianqi-2020-final"), 160)


def test_only_the_statements_asked_for_are_shown():
    parsed = record("quyang-2020-budget")
    shown = screen(parsed, 160, only=frozenset({Statement.THREE_PUBLIC}), checks=False)
    assert "· three_public" in shown
    assert "· summary" not in shown
    assert "勾稽核对" not in shown


def test_what_was_not_understood_is_shown_with_its_reason():
    parsed = record("quyang-2020-budget").model_copy(
        update={
            "unrecognised": (
                UnrecognisedTable(
                    document_id="d", table_no=7, page=3, title="其他表", header=("甲", "乙"), reason="unit missing"
                ),
            ),
            "unread_figures": (Unread(paragraph=9, quote="另有12.00万元", why="no subject"),),
            "unused_rows": ("表3 行5: 某行",),
        }
    )
    shown = screen(parsed, 120)
    assert "表 table 7 p.3: 其他表 | 甲 乙 → unit missing" in shown
    assert "第9段 ¶9: “另有12.00万元” → no subject" in shown
    assert "表3 行5: 某行" in shown
    scanned = parsed.model_copy(update={"head": parsed.head.model_copy(update={"unread_pages": (3, 7)})})
    assert "3, 7（需安装文字识别" in screen(scanned, 120)


def test_a_document_cannot_style_the_screen():
    parsed = record("quyang-2020-budget")
    evil = parsed.facts[0].model_copy(update={"item_printed": "[red]坏[/red] [link=http://x]", "printed": "[bold]1[/]"})
    shown = screen(parsed.model_copy(update={"facts": (evil, *parsed.facts[1:])}), 160)
    assert "[red]坏[/red] [link=http://x]" in shown


def test_every_statement_and_measure_has_a_name_in_both_languages():
    assert set(words().statements) == set(Statement)
    assert set(words().measures) == set(Measure)


def _fact(number, row, column, label, item, printed="1.00", **more):
    base = record("quyang-2020-budget").facts[0]
    changes = {"row_no": row, "column_no": column, "item_printed": label, "item": item, "printed": printed}
    own = {"statement": Statement.SUMMARY, "measure": Measure.AMOUNT, **changes, **more}
    return Numbered(number, base.model_copy(update=own))


def test_income_and_expenditure_of_one_row_are_two_sides_and_columns_of_one_row_are_one():
    two = printed_table(
        [
            _fact(1, 4, 3, "一、财政拨款", "收入/财政拨款"),
            _fact(2, 4, 6, "一、一般公共服务支出", "支出/一般公共服务支出/合计"),
            _fact(3, 4, 7, "一、一般公共服务支出", "支出/一般公共服务支出/一般公共预算"),
            _fact(4, 5, 6, "二、外交支出", "支出/外交支出/合计"),
            _fact(5, 5, 7, "二、外交支出", "支出/外交支出/一般公共预算"),
        ]
    )
    assert [[column.heading for column in side.columns] for side in two.sides] == [["金额"], ["合计", "一般公共预算"]]
    assert [[row.label for row in side.rows] for side in two.sides] == [
        ["一、财政拨款"],
        ["一、一般公共服务支出", "二、外交支出"],
    ]


def test_codes_indent_the_rows_below_their_class():
    table = printed_table(
        [
            _fact(1, 1, 3, "一般公共服务支出/合计", "一般公共服务支出/合计", code="201"),
            _fact(2, 2, 3, "信访事务/合计", "信访事务/合计", code="2010308"),
        ]
    )
    (side,) = table.sides
    assert [(row.label, row.code, row.depth) for row in side.rows] == [
        ("一般公共服务支出", "201", 0),
        ("信访事务", "2010308", 2),
    ]


def test_two_figures_of_one_cell_are_both_shown():
    table = printed_table([_fact(1, 1, 3, "甲", "甲", "1.00"), _fact(2, 1, 3, "甲", "甲", "2.00")])
    assert [cell.fact.printed for row in table.sides[0].rows for cell in row.cells.values()] == ["1.00", "2.00"]


def test_json_is_one_record_a_line_that_can_be_read_back_and_keeps_its_schema():
    result = run("--json", XLSX, DOC)
    assert result.exit_code == 0, result.output
    records = [ParsedFile.model_validate_json(line) for line in result.stdout.splitlines()]
    assert [one.head.fiscal_year for one in records] == [2023, 2020]
    assert records[0].head.agency == "襄垣县信访局"
    assert all(one.facts and one.checks for one in records)
    kept = (ROOT / "docs" / "parse.schema.json").read_text(encoding="utf-8")
    assert kept == schema(), "run: python -m flows.parsed.record docs/parse.schema.json"


def test_a_record_shows_again_what_was_on_the_screen():
    parsed = ParsedFile.model_validate_json(run("--json", DOC).stdout)
    assert run(DOC).stdout.splitlines()[:3] == screen(parsed, 120).splitlines()[:3]


def test_csv_holds_the_columns_of_the_dataset_with_file_and_number(tmp_path):
    target = tmp_path / "facts.csv"
    assert run("--csv", str(target), XLSX, DOC).exit_code == 0
    with target.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0]) == ["file", "number", *load_schemas()["facts"].columns]
    assert {row["file"] for row in rows} == {Path(XLSX).name, Path(DOC).name}
    first = next(row for row in rows if row["number"] == "1")
    assert (first["printed"], first["amount"]) == ("233.67", "2336700.00")
    assert run("--csv", "-", XLSX).stdout.splitlines()[0].startswith("file,number,fact_id")
    assert run("--csv", str(tmp_path / "no" / "a.csv"), XLSX).exit_code == 1


def test_the_flat_list_numbers_every_fact_and_names_its_place():
    result = run("--facts", XLSX)
    assert result.exit_code == 0
    assert "233.67 万元" in result.stdout
    assert "p1 表1 行4 列3" in result.stdout
    assert "2,336,700.00" in result.stdout
    shown = record("quyang-2020-budget")
    for width in (80, 100, 160):
        console = Console(file=io.StringIO(), width=width, record=True)
        console.print(flat_table(shown, width=width))
        flat = console.export_text()
        assert max(map(cell_len, flat.splitlines())) <= width
        assert (shown.facts[0].fact_id in flat) is (width == 160)


def test_a_folder_is_read_file_by_file_and_one_bad_file_does_not_stop_the_others(tmp_path):
    for name in (XLSX, TRUNCATED):
        shutil.copy(name, tmp_path)
    (tmp_path / "deep").mkdir()
    shutil.copy(DOC, tmp_path / "deep")
    (tmp_path / "notes.md").write_text("no disclosure", encoding="utf-8")
    (tmp_path / "~$a.doc").write_bytes(b"lock")
    assert [path.name for path in files_in([tmp_path])] == [Path(XLSX).name, Path(DOC).name, "truncated.pdf"]
    result = run("--json", str(tmp_path))
    assert result.exit_code == 1
    heads = [json.loads(line)["head"] for line in result.stdout.splitlines()]
    states = {head["file"]: head["state"] for head in heads}
    assert states == {Path(XLSX).name: "read", Path(DOC).name: "read", "truncated.pdf": "damaged"}
    assert "truncated.pdf: damaged" in result.stderr
    assert "2 / 3" in result.stderr


def test_every_member_of_an_archive_is_a_report_of_its_own(tmp_path):
    archive = tmp_path / "公开.zip"
    with zipfile.ZipFile(archive, "w") as target:
        target.write(XLSX, "决算/表.xlsx")
        target.write(DOC, "预算.doc")
        target.write(TRUNCATED, "坏.pdf")
    result = run("--json", str(archive))
    assert result.exit_code == 1
    heads = [json.loads(line)["head"] for line in result.stdout.splitlines()]
    assert [(head["file"], head["state"], head["fiscal_year"]) for head in heads] == [
        ("公开.zip/决算/表.xlsx", "read", 2023),
        ("公开.zip/预算.doc", "read", 2020),
        ("公开.zip/坏.pdf", "damaged", None),
    ]
    target = tmp_path / "a.html"
    about = ("evidence", "8", "--file", str(archive), "--html", "-o", str(target))
    assert RUN.invoke(app, about).exit_code == 2
    assert RUN.invoke(app, [*about, "--member", "决算/表.xlsx"]).exit_code == 0
    assert "公开.zip/决算/表.xlsx" in target.read_text(encoding="utf-8")
    archive.write_bytes(archive.read_bytes()[:200])
    broken = json.loads(run("--json", str(archive)).stdout)
    assert broken["head"]["state"] == "damaged"


def test_an_unreadable_file_shows_its_state_and_ends_with_1():
    result = run(TRUNCATED)
    assert result.exit_code == 1
    assert "damaged" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.pdf"], "no such file"),
        (["--statement", "sumary", XLSX], "no such statement: sumary"),
        (["--report-type", "plan", XLSX], "must be one of"),
        (["--json", "--facts", XLSX], "Choose one"),
        (["{empty}"], "No file in the folder"),
    ],
)
def test_wrong_use_ends_with_2_and_says_what_is_right(arguments, said, tmp_path):
    result = run(*(argument.replace("{empty}", str(tmp_path)) for argument in arguments))
    assert (result.exit_code, said in result.output) == (2, True), result.output


def test_year_and_kind_given_by_a_person_win():
    parsed = ParsedFile.model_validate_json(run("--json", "--year", "2019", "--report-type", "budget", XLSX).stdout)
    assert (parsed.head.fiscal_year, parsed.head.report_type) == (2019, "budget")


def test_a_pipe_gets_plain_text_without_colour_and_as_wide_as_it_says():
    command = [sys.executable, "-m", "flows.cli", "parse", "--statement", "summary", "--no-checks", XLSX]
    environment = {"PYTHONPATH": str(ROOT), "PATH": "", "COLUMNS": "80"}
    piped = subprocess.run(command, capture_output=True, text=True, env=environment, encoding="utf-8", check=True)
    assert "\x1b" not in piped.stdout
    assert "本年收入合计" in piped.stdout
    assert max(map(len, piped.stdout.splitlines())) <= 80


@pytest.mark.parametrize("command", ["parse", "evidence", "corrections"])
def test_help_is_in_both_languages_and_shows_examples(command):
    result = RUN.invoke(app, [command, "--help"])
    assert result.exit_code == 0
    assert any("\u4e00" <= character <= "\u9fff" for character in result.output)
    if command != "corrections":
        assert "Examples" in result.output
