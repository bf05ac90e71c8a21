"""A file that was taken down stays away: its hash is kept, and neither a harvest nor a publish brings it back."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from domain.takedowns import taken_down
from flows.cli import app
from flows.harvest import harvest_plainly
from flows.pipeline import current_reports
from flows.publication import publish_plainly
from publish.store import LocalStore

REPORT = "130634-2020-budget-3f08c984"


def _run(*arguments: str):
    return CliRunner().invoke(app, ["takedown", *arguments])


@pytest.fixture
def document(sample_store) -> str:
    (parsed,) = (one for one in current_reports(LocalStore(sample_store)) if one.report.report_id == REPORT)
    (found,) = parsed.documents
    return found.document_id


def test_a_file_that_was_taken_down_is_not_ingested_again(sample_store, document, settings_for):
    assert _run("add", document, "--reason", "来函要求撤下", "--store", str(sample_store)).exit_code == 0
    archived = sample_store / "raw" / "sha256" / document[:2] / document
    archived.unlink()
    settings = settings_for(sample_store, full=True)
    harvest_plainly(["sample-quyang"], settings)
    assert not archived.exists()
    assert REPORT not in {parsed.report.report_id for parsed in current_reports(LocalStore(sample_store))}
    publish_plainly(settings, accept="taken down on request")
    newest = json.loads((sample_store / "datapackage.json").read_text("utf-8"))
    assert newest["release"]["number"] == 2
    (resource,) = (one for one in newest["resources"] if one["name"] == "documents")
    paths = [resource["path"]] if isinstance(resource["path"], str) else resource["path"]
    assert all(document not in (sample_store / path).read_text("utf-8") for path in paths)
    assert taken_down(LocalStore(sample_store)) == {document}


def test_takedowns_are_listed_with_their_reason(tmp_path):
    digest = "ab" * 32
    assert _run("add", digest, "--reason", "来函", "--store", str(tmp_path)).exit_code == 0
    (listed,) = json.loads(_run("list", "--json", "--store", str(tmp_path)).stdout)
    assert (listed["sha256"], listed["reason"]) == (digest, "来函")


@pytest.mark.parametrize(("digest", "reason"), [("abc", "来函"), ("zz" * 32, "来函"), ("ab" * 32, " ")])
def test_what_is_no_hash_or_has_no_reason_is_refused_in_words(tmp_path, digest, reason):
    result = _run("add", digest, "--reason", reason, "--store", str(tmp_path))
    assert result.exit_code != 0
    assert not list(tmp_path.rglob("takedowns/*"))


def test_taking_down_twice_says_that_it_is_on_record(tmp_path):
    for expected in (0, 2):
        assert _run("add", "ab" * 32, "--reason", "来函", "--store", str(tmp_path)).exit_code == expected
