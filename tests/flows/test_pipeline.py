"""The pipeline end to end: what is published, what is asked for, and what survives when something breaks."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pytest

from domain.ports import Store
from domain.records import ReportState
from flows import pipeline
from flows.assemble import assemble
from flows.harvest import harvest_plainly
from flows.pipeline import current_reports
from flows.rerun import rerun_plainly
from flows.summary import PublishOutcome, load_summary
from parsers.isolation import ReaderPool
from parsers.model import Limits
from publish.store import LocalStore
from publish.versions import verify_version
from tests.published_set import GOLDEN, differences, published
from tests.samples.reading import FILES

REPORTS = {
    "130634-2020-budget-3f08c984",
    "140423-2023-final-952d7f9d",
    "150623-2020-final-d94591d3",
    "513223-2019-final-1a88b578",
    "650104-2021-final-8fbbdfb2",
}
PDF = "http://www.xiangyuan.test/zwgk/fdzdgknr/czxx/bmyjs/202409/"


def test_a_first_harvest_publishes_exactly_the_known_set(first_harvest):
    summary, store = first_harvest.summary, first_harvest.store
    assert summary.publish.outcome is PublishOutcome.PUBLISHED
    assert summary.publish.version == 1
    assert {report.report_id for report in summary.reports} == REPORTS
    assert differences(json.loads(GOLDEN.read_text(encoding="utf-8")), published(store)) == []
    assert verify_version(LocalStore(store)).ok


def test_nothing_that_is_not_ours_is_asked_for(first_harvest):
    assert first_harvest.unwanted == []


def test_a_second_harvest_asks_only_whether_something_changed_and_makes_no_version(sample_store, portals, settings_for):
    summary = harvest_plainly([], settings_for(sample_store))
    assert summary.publish.outcome is PublishOutcome.NOTHING_NEW
    assert summary.publish.version == 1
    assert summary.reports == ()
    again = [request for request in portals.requests if not request.path.endswith("robots.txt")]
    assert again
    assert len(again) <= 2 * len(summary.portals)
    assert all(request.conditional or request.method == "POST" for request in again)
    assert [path.name for path in sample_store.glob("v*.datapackage.json")] == ["v1.datapackage.json"]


def test_each_run_leaves_a_summary_that_can_be_read_again(first_harvest):
    summary = first_harvest.summary
    assert load_summary(LocalStore(first_harvest.store), summary.run_id) == summary


def test_no_personal_data_leaves_the_archive(harvested):
    """The samples hold made-up persons: a project officer with a mobile, contacts, clerks, petitioners."""
    planted = re.compile("王小明|李小红|赵明|13800138000|[甲乙丙丁]某某")
    raw = b"".join(path.read_bytes() for path in (harvested / "raw" / "sha256").rglob("*") if path.is_file())
    assert "王小明".encode("gb18030") in raw  # the page as received keeps what it is; it is not public
    leaked = {
        path.relative_to(harvested).as_posix()
        for path in harvested.rglob("*")
        if path.is_file() and "raw" not in path.relative_to(harvested).parts
        if planted.search(path.read_text(encoding="utf-8", errors="replace"))
    }
    assert leaked == set()


def test_one_portal_that_is_down_does_not_stop_the_others(tmp_path, portals, settings_for):
    portals.set_fault("www.maoxian.test", "down")
    summary = harvest_plainly([], settings_for(tmp_path))
    outcomes = {run.portal_id: run.outcome for run in summary.portals}
    assert outcomes.pop("sample-maoxian") == "unreachable"
    assert set(outcomes.values()) == {"ok"}
    assert {report.report_id for report in summary.reports} == REPORTS - {"513223-2019-final-1a88b578"}
    assert summary.publish.outcome is PublishOutcome.PUBLISHED


def test_a_portal_that_comes_back_is_published_in_the_next_version(tmp_path, portals, settings_for):
    both = ["sample-maoxian", "sample-quyang"]
    portals.set_fault("www.maoxian.test", "down")
    harvest_plainly(both, settings_for(tmp_path))
    portals.clear_faults()
    summary = harvest_plainly(both, settings_for(tmp_path))
    assert [report.report_id for report in summary.reports] == ["513223-2019-final-1a88b578"]
    assert summary.publish.version == 2


@pytest.mark.both_judges
def test_bad_files_and_portals_end_as_named_states_and_the_rest_is_published(
    tmp_path, portals, settings_for, monkeypatch
):
    monkeypatch.setenv("XINFANG_OCR", "off")  # as where the extra is not installed
    summary = harvest_plainly([], settings_for(tmp_path, with_faults=True))
    outcomes = {run.portal_id: run.outcome for run in summary.portals}
    assert outcomes["sample-down"] == "unreachable"
    assert outcomes["sample-empty"] == "empty_list"
    states = {str(problem.state) for problem in summary.problems}
    assert {"damaged", "encrypted", "wrong_type", "empty", "scanned"} <= states
    read = {report.report_id for report in summary.reports if report.state is not ReportState.UNREADABLE}
    assert read == REPORTS
    assert summary.publish.outcome is PublishOutcome.PUBLISHED
    assert verify_version(LocalStore(tmp_path)).ok


def test_what_was_archived_before_a_crash_is_read_by_the_next_run(tmp_path, portals, settings_for, monkeypatch):
    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "read_pending", killed)
    with pytest.raises(KeyboardInterrupt):
        harvest_plainly(["sample-quyang"], settings_for(tmp_path))
    monkeypatch.undo()
    portals.set_fault("www.quyang.test", "down")
    summary = harvest_plainly(["sample-quyang"], settings_for(tmp_path))
    assert [report.report_id for report in summary.reports] == ["130634-2020-budget-3f08c984"]
    assert summary.publish.version == 1


def test_a_report_our_own_code_fails_on_is_named_and_the_others_are_published(
    tmp_path, portals, settings_for, monkeypatch
):
    def sometimes(disclosure, *arguments, **more):
        if disclosure.division_code == "513223":
            raise ZeroDivisionError
        return assemble(disclosure, *arguments, **more)

    monkeypatch.setattr("flows.pipeline.assemble", sometimes)
    summary = harvest_plainly([], settings_for(tmp_path))
    assert [(problem.report_id, problem.state) for problem in summary.problems] == [
        ("513223-2019-final-1a88b578", "parse_failed")
    ]
    assert len(summary.reports) == len(REPORTS) - 1
    monkeypatch.undo()
    assert {report.report_id for report in harvest_plainly([], settings_for(tmp_path)).reports} == {
        "513223-2019-final-1a88b578"
    }


def test_a_document_that_hangs_its_reader_ends_as_timeout_and_the_others_are_published(
    tmp_path, portals, settings_for, monkeypatch
):
    hostile = (FILES / "001_quyang_2020_budget.doc").read_bytes()

    class Pool(ReaderPool):
        """Gives one document no time, as if it never came to an end."""

        def document(self, source, context, **more):
            if source.data != hostile:
                return super().document(source, context, **more)
            with ReaderPool(limits=Limits(seconds=0.001)) as hurried:
                return hurried.document(source, context, **more)

    monkeypatch.setattr("flows.tools.ReaderPool", Pool)
    summary = harvest_plainly([], settings_for(tmp_path))
    (problem,) = summary.problems
    assert (problem.report_id, problem.state) == ("130634-2020-budget-3f08c984", "timeout")
    states = {report.report_id: report.state for report in summary.reports}
    assert states.pop("130634-2020-budget-3f08c984") is ReportState.UNREADABLE
    assert states.keys() == REPORTS - {"130634-2020-budget-3f08c984"}
    assert ReportState.UNREADABLE not in states.values()
    assert summary.publish.outcome is PublishOutcome.PUBLISHED


def test_a_rerun_from_the_archive_makes_no_request_and_changes_nothing(sample_store, portals, settings_for):
    summary = rerun_plainly("襄垣县", 2023, None, from_archive=True, settings=settings_for(sample_store))
    assert portals.requests == []
    assert [report.report_id for report in summary.reports] == ["140423-2023-final-952d7f9d"]
    assert summary.publish.outcome is PublishOutcome.NOTHING_NEW


def test_a_rerun_asks_only_the_portals_of_its_county(tmp_path, portals, settings_for):
    summary = rerun_plainly("140423", 2023, None, from_archive=False, settings=settings_for(tmp_path))
    assert {request.host for request in portals.requests} == {"www.xiangyuan.test"}
    assert [report.report_id for report in summary.reports] == ["140423-2023-final-952d7f9d"]
    assert summary.publish.version == 1


def test_a_corrected_file_is_the_next_revision_of_the_same_report(tmp_path, portals, settings_for):
    settings = settings_for(tmp_path, full=True)
    harvest_plainly(["sample-quyang"], settings)
    (first,) = _reports(LocalStore(tmp_path))
    (document,) = first.documents
    other = (Path(__file__).parents[2] / "infra/samples/files/003_urumqi_xinshi_2021_final.docx").read_bytes()
    portals.replace(document.url, other)
    summary = harvest_plainly(["sample-quyang"], settings)
    (second,) = _reports(LocalStore(tmp_path))
    assert second.report.report_id == first.report.report_id
    assert (first.report.revision, second.report.revision) == (1, 2)
    assert first.report.supersedes is None
    assert second.report.supersedes in {path.stem for path in (tmp_path / "reports").rglob("*.json")}
    assert [(run.change, run.revision) for run in summary.reports] == [("rows", 2)]


def _saved_anew(docx: bytes, *, change: tuple[str, str] = ("", "")) -> bytes:
    """The same Word file as another program saves it: other bytes, the text as it was but for ``change``."""
    old, new = change
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as before, zipfile.ZipFile(result, "w", zipfile.ZIP_STORED) as after:
        for name in before.namelist():
            data = before.read(name)
            if name == "word/document.xml" and old:
                assert old.encode() in data
                data = data.replace(old.encode(), new.encode())
            after.writestr(name, data)
    return result.getvalue()


@pytest.mark.parametrize(
    ("change", "told", "revision"),
    [(("", ""), "bytes", 1), (("信访工作队伍建设情况", "信访干部队伍建设情况"), "text", 2)],
    ids=["the same file posted again", "another wording"],
)
def test_three_hashes_tell_a_new_upload_from_a_correction(
    tmp_path, portals, settings_for, change: tuple[str, str], told: str, revision: int
):
    settings = settings_for(tmp_path, full=True)
    harvest_plainly(["sample-urumqi-xinshi"], settings)
    (first,) = _reports(LocalStore(tmp_path))
    document = next(one for one in first.documents if "wordprocessing" in one.media_type)
    stored = LocalStore(tmp_path).get(document.archive_key)
    assert stored is not None
    portals.replace(document.url, _saved_anew(stored.data, change=change))
    summary = harvest_plainly(["sample-urumqi-xinshi"], settings)
    (second,) = _reports(LocalStore(tmp_path))
    assert document.document_id not in {one.document_id for one in second.documents}
    assert [(run.change, run.revision, run.report_id) for run in summary.reports] == [
        (told, revision, first.report.report_id)
    ]
    assert (second.report.supersedes is not None) == (revision == 2)
    assert [fact.printed for fact in second.facts] == [fact.printed for fact in first.facts]
    again = harvest_plainly(["sample-urumqi-xinshi"], settings)
    assert again.reports == ()
    assert summary.publish.outcome in {PublishOutcome.PUBLISHED, PublishOutcome.REFUSED}


def _reports(store: Store):
    return current_reports(store)
