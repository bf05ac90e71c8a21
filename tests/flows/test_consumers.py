"""What docs/consumers.md and docs/questions.ipynb show a consumer works as written, on the sample dataset."""

from __future__ import annotations

import re
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import nbformat
import pytest
from nbclient import NotebookClient

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "consumers.md").read_text(encoding="utf-8")


@pytest.fixture
def folder(harvested: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the sample store lies as ``data/store``; the tests only read it."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "store").symlink_to(harvested)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_the_python_of_the_page_works_as_written(folder: Path) -> None:
    made: dict[str, Any] = {}
    for block in blocks("python"):
        exec(compile(block, "consumers.md", "exec"), made)
    assert len(made["totals"]) == 5
    assert set(made["totals"]["division_code"]) == {"130634", "140423", "150623", "513223", "650104"}
    (spent,) = made["spent"].fetchone()
    assert spent == sum(Decimal(str(one)) for one in made["totals"]["expenditure_current"])
    assert {row["phase"] for row in made["rows"]} == {"budget", "final"}


def test_the_sql_of_the_page_works_as_written(folder: Path) -> None:
    (block,) = blocks("sql")
    with duckdb.connect() as db:
        found = dict(db.execute(block).fetchall())
    assert {"I05", "I13", "I16"} <= found.keys()
    assert all(count > 0 for count in found.values())


def test_the_checksums_of_the_page_are_right(folder: Path) -> None:
    (block,) = blocks("sh")
    done = subprocess.run(["sh", "-c", block], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_what_is_not_run_says_so() -> None:
    """Each block is run above, or stands under the sentence that says it is not."""
    run = {"python", "sql", "sh"}
    languages = re.findall(r"```([a-z ]+)\n", PAGE)
    shown = PAGE[PAGE.index("These two are shown and not run") : PAGE.index("## Excel")]
    others = [language for language in languages if language not in run]
    assert others == ["r", "python notest"]
    assert all(f"```{language}\n" in shown for language in others)


def test_the_notebook_answers_its_three_questions(folder: Path) -> None:
    book = nbformat.read(DOCS / "questions.ipynb", as_version=4)
    place = {"metadata": {"path": str(folder)}}
    NotebookClient(book, timeout=240, kernel_name="python3", resources=place).execute()
    cells = [cell for cell in book.cells if cell.cell_type == "code"]
    plots = [out for cell in cells for out in cell.outputs if "image/png" in out.get("data", {})]
    assert len(plots) == 3
    printed = "".join(out.get("text", "") for cell in cells for out in cell.outputs)
    # 2,336,700 元 of 襄垣县 over the made-up 100,000 people; 一般公共服务支出: 1,983,200 budgeted, 1,880,000 spent.
    assert "23.37" in printed
    assert "-5.2" in printed
    assert "虚构" in "".join(cell.source for cell in book.cells)
