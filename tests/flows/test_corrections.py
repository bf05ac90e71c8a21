"""``xinfang corrections`` end to end: a record, the mark on the fact, the refusal when the source changed."""

from __future__ import annotations

import csv
import json

import pytest
from typer.testing import CliRunner

from domain.records import Statement
from flows.cli import app
from flows.corrections import InvalidCorrection, dump_correction, load_corrections, read_correction, save_correction
from flows.demo import SAMPLE_DECLARATIONS
from flows.harvest import harvest_plainly
from flows.lookup import FactNotFound, find_fact
from flows.pipeline import current_reports
from flows.rerun import rerun_plainly
from flows.summary import PublishOutcome
from publish.store import LocalStore
from tests.samples.reading import FILES

RUN = CliRunner()
RECORD = """\
report_id: 140423-2023-final-952d7f9d
statement: summary
item: 收入总计
measure: amount
expect: 233.67
value: 2337600.00
reason: 发布机关来函更正
reported_on: 2025-03-01
"""


def run(store, *arguments):
    return RUN.invoke(app, ["corrections", *arguments, "--store", str(store)])


def publish(store):
    result = RUN.invoke(app, ["publish", "--store", str(store), "--declarations", str(SAMPLE_DECLARATIONS), "--json"])
    return result.exit_code, json.loads(result.stdout)


def table(store, name):
    newest = json.loads((store / "datapackage.json").read_text(encoding="utf-8"))
    (resource,) = (one for one in newest["resources"] if one["name"] == name)
    paths = resource["path"] if isinstance(resource["path"], list) else [resource["path"]]
    return [row for path in paths for row in csv.DictReader((store / path).open(encoding="utf-8", newline=""))]


@pytest.fixture
def record(tmp_path):
    path = tmp_path / "c-140423-2023.yaml"
    path.write_text(RECORD, encoding="utf-8")
    return path


def test_a_correction_is_published_and_marked_on_the_fact_that_keeps_its_printed_figure(sample_store, record):
    result = run(sample_store, "add", str(record))
    assert result.exit_code == 0, result.output
    code, outcome = publish(sample_store)
    assert (code, outcome["outcome"], outcome["version"]) == (0, "published", 2)
    marked = [row for row in table(sample_store, "facts") if row["correction_id"]]
    assert {(row["item"], row["printed"], row["amount"], row["correction_id"]) for row in marked} == {
        ("收入总计", "233.67", "2336700.00", "c-140423-2023")
    }
    (row,) = table(sample_store, "corrections")
    assert row == {
        "correction_id": "c-140423-2023",
        "report_id": "140423-2023-final-952d7f9d",
        "fact_id": "",
        "statement": "summary",
        "item": "收入总计",
        "measure": "amount",
        "expect": "233.67",
        "value": "2337600.00",
        "reason": "发布机关来函更正",
        "reported_on": "2025-03-01",
        "status": "open",
    }
    assert run(sample_store, "check").exit_code == 0


def test_a_report_whose_source_no_longer_prints_the_corrected_figure_is_withheld_by_name(sample_store, record):
    """Neither its old rows, which its source has replaced, nor its new ones, which nobody has looked at."""
    run(sample_store, "add", str(record))
    publish(sample_store)
    stored = sample_store / "corrections" / record.name
    stored.write_text(RECORD.replace("233.67", "233.99"), encoding="utf-8")  # as if the source had changed
    code, outcome = publish(sample_store)
    assert (code, outcome["outcome"], outcome["version"]) == (0, "published", 3)
    (withheld,) = outcome["withheld"]
    assert (withheld["report_id"][:11], withheld["reason"]) == ("140423-2023", "correction")
    assert "已不在原文中" in withheld["message_zh"]
    assert "the source now prints '233.67'" in withheld["message_en"]
    assert table(sample_store, "corrections")[0]["expect"] == "233.99"
    assert [row for row in table(sample_store, "facts") if row["report_id"].startswith("140423-2023")] == []
    (cell,) = [row for row in table(sample_store, "coverage") if row["state"] == "parse_failed"]
    assert (cell["division_code"], cell["fiscal_year"], cell["note"]) == ("140423", "2023", withheld["message_zh"])
    release = json.loads((sample_store / "datapackage.json").read_text(encoding="utf-8"))["release"]
    assert [one["report_id"] for one in release["withheld"]] == [withheld["report_id"]]
    checked = run(sample_store, "check", "--json")
    assert checked.exit_code == 1
    assert [row["state"] for row in json.loads(checked.stdout)] == ["source_changed"]

    stored.write_text(RECORD, encoding="utf-8")
    code, outcome = publish(sample_store)
    assert (outcome["outcome"], outcome["version"], outcome["withheld"]) == ("published", 4, [])
    assert any(row["correction_id"] for row in table(sample_store, "facts"))


def test_a_new_file_at_the_portal_with_another_figure_withholds_its_report_until_a_person_looked(
    tmp_path, portals, settings_for
):
    settings = settings_for(tmp_path / "store", full=True)
    harvest_plainly(["sample-quyang", "sample-xiangyuan"], settings)
    store = LocalStore(tmp_path / "store")
    parsed = next(one for one in current_reports(store) if one.report.division_code == "130634")
    chosen = next(fact for fact in parsed.facts if fact.statement is Statement.SUMMARY and fact.amount)
    added = run(store.location, "add", "--fact", chosen.fact_id, "--reason", "来函更正", "--id", "c-quyang")
    assert added.exit_code == 0, added.output
    portals.replace(parsed.documents[0].url, (FILES / "003_urumqi_xinshi_2021_final.docx").read_bytes())
    summary = harvest_plainly(["sample-quyang"], settings)
    assert summary.publish.outcome is PublishOutcome.PUBLISHED
    assert [(one.report_id, one.reason) for one in summary.publish.withheld] == [
        (parsed.report.report_id, "correction")
    ]


def test_a_rerun_keeps_the_mark(sample_store, record, settings_for):
    run(sample_store, "add", str(record))
    publish(sample_store)
    summary = rerun_plainly("襄垣县", 2023, None, from_archive=True, settings=settings_for(sample_store))
    assert summary.publish.outcome is PublishOutcome.NOTHING_NEW
    assert any(row["correction_id"] for row in table(sample_store, "facts"))


def test_what_does_not_fit_the_source_is_not_written(sample_store, record):
    record.write_text(RECORD.replace("233.67", "999.99"), encoding="utf-8")
    result = run(sample_store, "add", str(record))
    assert result.exit_code == 1
    assert "source_changed" in result.output
    assert not (sample_store / "corrections").exists()


def test_a_correction_can_be_made_from_a_fact_and_closed_again(sample_store):
    store = LocalStore(sample_store)
    chosen = next(fact for report in current_reports(store) for fact in report.facts if fact.item == "支出总计")
    made = run(
        sample_store, "add", "--fact", chosen.fact_id, "--value", "2337600", "--reason", "来函", "--id", "c-made"
    )
    assert made.exit_code == 0, made.output
    (correction,) = load_corrections(store)
    assert (correction.fact_id, correction.expect, str(correction.value)) == (chosen.fact_id, chosen.printed, "2337600")
    closed = sample_store.parent / "c-made.yaml"
    closed.write_bytes(dump_correction(correction).replace(b"status: open", b"status: resolved"))
    assert run(sample_store, "add", str(closed)).exit_code == 2
    assert run(sample_store, "add", str(closed), "--replace").exit_code == 0
    publish(sample_store)
    assert [row["status"] for row in table(sample_store, "corrections")] == ["resolved"]
    assert not any(row["correction_id"] for row in table(sample_store, "facts"))


def test_corrections_are_listed_for_people_and_machines(sample_store, record):
    assert "没有更正" in run(sample_store, "list").output
    run(sample_store, "add", str(record))
    assert "c-140423-2023" in run(sample_store, "list").stdout.replace("\n", "")
    (row,) = json.loads(run(sample_store, "list", "--json").stdout)
    assert (row["correction_id"], row["expect"]) == ("c-140423-2023", "233.67")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("expect: 233.67\n", "", "expect: 缺少该字段 / the field is missing"),
        ("expect:", "expects:", "did you mean expect"),
        ("measure: amount", "measure: money", "measure: 'money' 不在 / is none of"),
        ("reported_on: 2025-03-01", "reported_on: 三月一日", "reported_on: '三月一日' 不合格"),
        ("value: 2337600.00", "value: 约二百万", "value: '约二百万' 不合格"),
        ("report_id: 140423-2023-final-952d7f9d", "report_id: 襄垣", "report_id: '襄垣' 不合格"),
        (RECORD, "- a list", "expected fields and values"),
        (RECORD, "a: [", "not valid YAML"),
        ("statement:", "correction_id: other\nstatement:", "is not the name of the file"),
    ],
)
def test_a_record_that_breaks_the_schema_names_file_field_and_remedy(sample_store, record, old, new, said):
    record.write_text(RECORD.replace(old, new), encoding="utf-8")
    with pytest.raises(InvalidCorrection) as caught:
        read_correction(record.read_bytes(), record.name)
    assert record.name in str(caught.value)
    assert said in str(caught.value)
    assert run(sample_store, "add", str(record)).exit_code == 2
    (sample_store / "corrections").mkdir()
    (sample_store / "corrections" / record.name).write_bytes(record.read_bytes())
    code, outcome = publish(sample_store)
    assert (code, outcome["outcome"]) == (1, "refused")
    assert said in outcome["message"]


def test_printed_figures_are_taken_character_for_character():
    for printed in ("12.30", "1,234.50", "0.00", "1e3", "-", "０.５"):
        written = RECORD.replace("expect: 233.67", f"expect: '{printed}'" if printed == "-" else f"expect: {printed}")
        correction = read_correction(written.encode(), "c-1.yaml")
        assert correction.expect == printed
        assert read_correction(dump_correction(correction), "c-1.yaml") == correction


def test_a_stray_file_among_the_records_is_named_and_hidden_ones_are_left_alone(tmp_path):
    store = LocalStore(tmp_path)
    save_correction(store, read_correction(RECORD.encode(), "c-1.yaml"))
    (tmp_path / "corrections" / ".c-1.yaml.swp").write_bytes(b"x")
    assert [one.correction_id for one in load_corrections(store)] == ["c-1"]
    (tmp_path / "corrections" / "c-2.yml").write_text(RECORD, encoding="utf-8")
    with pytest.raises(InvalidCorrection, match=r"must end with \.yaml"):
        load_corrections(store)


def test_a_fact_is_found_by_the_beginning_of_its_id_if_it_is_the_only_one(harvested):
    store = LocalStore(harvested)
    fact = current_reports(store)[0].facts[0]
    found = find_fact(store, fact.fact_id[:12])
    assert (found.fact, found.document.document_id) == (fact, fact.document_id)
    with pytest.raises(FactNotFound, match="several facts begin so"):
        find_fact(store, "f-")
    with pytest.raises(FactNotFound, match="no such fact"):
        find_fact(store, "f-zzzz")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Give YAML files"),
        (("--fact", "f-0"), "Say why"),
        (("--fact", "f-none", "--reason", "r"), "no such fact"),
        (("x.yaml",), "x.yaml"),
    ],
)
def test_wrong_use_of_add_is_told_from_a_failure(harvested, arguments, said):
    result = run(harvested, "add", *arguments)
    assert result.exit_code == 2
    assert said in result.output
