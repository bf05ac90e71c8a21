"""What the README shows a consumer works as written, in both languages."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import duckdb
import frictionless
import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.harvest import harvest_plainly
from parsers.evidence.fonts import chinese_font

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.zh-CN.md")


def blocks(readme: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (ROOT / readme).read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture
def published(tmp_path, portals, settings_for, monkeypatch):
    harvest_plainly([], settings_for(tmp_path / "data" / "store"))
    monkeypatch.chdir(tmp_path)


def test_the_consumers_examples_work_as_written(published, capsys):
    for readme in READMES:
        (python,) = blocks(readme, "python")
        exec(compile(python, readme, "exec"), {})
        printed = capsys.readouterr().out
        assert "2336700.00" in printed
        assert "140423" in printed
        (sql,) = blocks(readme, "sql")
        relation = duckdb.sql(sql)
        assert relation is not None
        rules = {row[1] for row in relation.fetchall()}
        assert {"I05", "I13", "I16"} <= rules
    report = frictionless.validate("data/store/datapackage.json")
    assert report.valid, report.flatten(["type", "note"])


def test_the_portal_an_operator_is_shown_is_a_valid_declaration(tmp_path):
    from scrapers.declaration import load_portals

    for number, readme in enumerate(READMES):
        (declared,) = blocks(readme, "yaml")
        path = tmp_path / f"{number}.yaml"
        path.write_text(declared, encoding="utf-8")
        (portal,) = load_portals(path)
        assert portal.division == "140423"


@pytest.mark.skipif(chinese_font() is None, reason="draws with a font of the system")
@pytest.mark.parametrize("readme", READMES)
def test_the_commands_on_one_file_work_as_written(readme, tmp_path, sample_store, monkeypatch):
    (shown,) = (block for block in blocks(readme, "sh") if "xinfang evidence" in block)
    (tmp_path / "infra").symlink_to(ROOT / "infra")
    (tmp_path / "data").mkdir()
    sample_store.rename(tmp_path / "data" / "store")
    monkeypatch.chdir(tmp_path)
    commands = [shlex.split(line, comments=True) for line in shown.splitlines()]
    assert {words[1] for words in commands} == {"parse", "evidence", "corrections"}
    for program, *arguments in commands:
        assert program == "xinfang"
        result = CliRunner().invoke(app, arguments)
        assert result.exit_code == 0, (arguments, result.output)
    assert {"facts.csv", "cell.png", "page.png"} <= {path.name for path in tmp_path.iterdir()}
    assert len(list((tmp_path / "data" / "store" / "corrections").iterdir())) == 1


def test_both_readmes_show_the_two_commands():
    for readme in READMES:
        text = (ROOT / readme).read_text(encoding="utf-8")
        assert "make run" in text
        assert "make test" in text
