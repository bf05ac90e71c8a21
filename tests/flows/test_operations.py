"""docs/operations.md says what is so: its commands exist with their options, its tables name what there is."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.main import get_command
from typer.testing import CliRunner

from flows.cli import app
from flows.commands.options import EXIT_CODES, FAILED, WRONG_USE
from flows.commands.running import finish
from flows.operation.conditions import declared_conditions
from flows.operation.deployments import declared
from flows.operation.status import PortalStatus, RunStatus, Status, VersionStatus
from flows.runs import failures_of
from flows.summary import PortalRun, PublishOutcome, PublishRun, RunSummary

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
COMMANDS = sorted(
    set(re.findall(r"`(?:\S*/)?(xinfang [^`]+)`", TEXT)) | set(re.findall(r"^\S*bin/(xinfang .+)$", TEXT, re.MULTILINE))
)


def section(title: str) -> str:
    _, _, after = TEXT.partition(f"\n## {title}")
    return after.partition("\n## ")[0]


def first_column(text: str) -> set[str]:
    """What stands in backquotes in the first column of a table's rows."""
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    return {word for row in rows for word in re.findall(r"`([^`]+)`", row)}


def test_the_document_names_the_commands_of_an_operator():
    named = {shlex.split(command)[1] for command in COMMANDS}
    assert named >= {
        *("serve", "doctor", "status", "alarms", "runs", "retry", "rerun", "backfill", "publish", "verify"),
        *("automations", "metrics", "portals", "corrections", "evidence"),
    }


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_document_exists_with_every_option_it_is_shown_with(command):
    words = shlex.split(command)[1:]
    known: Any = get_command(app)
    while hasattr(known, "commands") and words:
        assert words[0] in known.commands, f"{words[0]} of: {command}"
        known = known.commands[words.pop(0)]
    options = {option for parameter in known.params for option in (*parameter.opts, *parameter.secondary_opts)}
    assert {word for word in words if word.startswith("--")} <= options


def test_deployments_alarms_settings_and_fields_are_all_there_and_none_besides():
    deployments = {one.name for one in declared().deployments}
    assert first_column(section("What runs when")) == deployments
    for called in re.findall(r"prefect deployment run '(\w+)/(\w+)'", TEXT):
        assert set(called) <= deployments
    assert first_column(section("Knowing")) == {one.id for one in declared_conditions()}
    assert first_column(section("`status.json`")) == set(Status.model_fields)
    for model in (VersionStatus, RunStatus, PortalStatus):
        assert all(f"`{name}`" in section("`status.json`") for name in model.model_fields)
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "flows").rglob("*.py"))
    settings = first_column(section("Settings"))
    assert settings == set(re.findall(r'"(XINFANG_[A-Z_]+)"', code)) - {"XINFANG_SERVE_SETTINGS"} | {
        *("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
    }


def test_every_file_that_the_document_names_is_there():
    named = re.findall(r"`((?:infra|tests|flows|docs)/[\w./@-]+?)`", TEXT)
    assert named
    assert [name for name in named if not (ROOT / name.split(" ")[0]).exists()] == []


# ---------------------------------------------------------------- exit codes


def ended(*portals: PortalRun, publish: str = "published") -> RunSummary:
    return RunSummary.model_validate(
        {
            "run_id": "r1",
            "flow": "harvest",
            "started_at": "2026-11-28T01:30:00Z",
            "ended_at": "2026-11-28T01:40:00Z",
            "store": "x",
            "portals": portals,
            "publish": PublishRun(outcome=PublishOutcome(publish)),
        }
    )


@pytest.mark.parametrize(
    ("outcome", "code", "repeated"),
    [
        ("ok", 0, False),
        ("not_modified", 0, False),
        ("partial", 0, True),
        ("page_ignored", 0, True),
        ("wall", FAILED, True),
        ("unreachable", FAILED, True),
        ("failed", FAILED, True),
    ],
)
def test_a_portal_read_in_part_is_no_failure_but_is_repeated_on_request(outcome, code, repeated):
    summary = ended(PortalRun(portal_id="a", outcome=outcome, message_en="why"))
    assert exit_code(summary) == code
    assert bool(failures_of(summary)) is repeated


@pytest.mark.parametrize(
    ("publish", "code"), [("published", 0), ("nothing_new", 0), ("skipped", 0), ("refused", FAILED)]
)
def test_a_publish_that_was_stopped_is_a_failure(publish, code):
    assert exit_code(ended(publish=publish)) == code


def exit_code(summary: RunSummary) -> int:
    try:
        finish(summary, as_json=False)
    except typer.Exit as ending:
        return ending.exit_code
    return 0


def test_help_and_document_tell_the_same_exit_codes():
    shown = re.sub(r"\s+", "", CliRunner().invoke(app, ["--help"]).output)
    assert re.sub(r"\s+", "", EXIT_CODES) in shown
    rows = re.findall(r"^\| (\d) \|", section("Exit codes"), re.MULTILINE)
    assert [int(row) for row in rows] == [0, FAILED, WRONG_USE]
