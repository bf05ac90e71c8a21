"""A whole report is read and checked in worker processes: same result, named states, nothing hostile in the parent."""

import json

import pytest

from domain.records import DocumentState
from parsers import examine, worker
from parsers.isolation import ReaderPool, WorkFailed
from parsers.model import NOTHING_KNOWN, Limits, ReportContext, UnreadableDocument
from parsers.parse import InProcess, Source, parse_report
from parsers.readers.codec import dump_limits
from tests.samples.reading import FILES

XIANGYUAN = Source((FILES / "004_xiangyuan_2023_final.xlsx").read_bytes(), "004.xlsx")
QUYANG = Source((FILES / "001_quyang_2020_budget.doc").read_bytes(), "001.doc")
FINAL = ReportContext(fiscal_year=2023, report_type="final_accounts")


def page(text: str) -> Source:
    return Source(f"<html><body><p>{text}</p></body></html>".encode(), "page.html")


@pytest.fixture(scope="module")
def pool():
    with ReaderPool() as running:
        yield running


@pytest.mark.parametrize("keep_models", [True, False])
def test_a_worker_says_exactly_what_reading_in_process_says(pool, keep_models):
    sources, arguments = [XIANGYUAN, QUYANG], {"report_id": "r", "identified": False, "keep_models": keep_models}
    isolated = parse_report(sources, NOTHING_KNOWN, workbench=pool, **arguments)
    assert isolated == parse_report(sources, NOTHING_KNOWN, workbench=InProcess(), **arguments)
    assert isolated.facts
    assert isolated.checks
    assert [document.model is not None for document in isolated.documents] == [keep_models] * 2


def test_no_word_of_a_document_is_worked_on_in_the_parent(pool, monkeypatch):
    def never(*_, **__):
        raise AssertionError("worked on in the parent process")

    expected = parse_report([XIANGYUAN], FINAL, report_id="r")
    for work in ("read", "identify", "read_statements", "inspect_text", "mark_agreement", "reconcile"):
        monkeypatch.setattr(examine, work, never)
    assert parse_report([XIANGYUAN], FINAL, report_id="r", workbench=pool) == expected


def test_a_document_whose_sentences_take_too_long_ends_as_timeout_and_the_next_is_read():
    with ReaderPool(limits=Limits(seconds=0.01)) as pool:
        slow = parse_report([page("收入总计1.00万元，其中：" * 50_000)], FINAL, report_id="r", workbench=pool)
        assert [document.state for document in slow.documents] == [DocumentState.TIMEOUT]
        assert "reading took longer" in str(slow.documents[0].message)
        assert slow.facts == ()
        pool._limits = Limits()
        (good,) = parse_report([page("收入总计233.67万元。")], FINAL, report_id="r", workbench=pool).documents
        assert good.state is DocumentState.READ


def test_figures_whose_checks_take_too_long_are_not_given_unchecked(pool):
    class Hanging(InProcess):
        def checks(self, facts, context):
            raise UnreadableDocument(DocumentState.TIMEOUT, "读取超过 1 秒 / reading took longer than 1 seconds")

    empty = page("没有数字。")
    broken = Source(b"%PDF-1.4", "a.pdf")
    result = parse_report([XIANGYUAN, empty, broken], FINAL, report_id="r", workbench=Hanging())
    assert [document.state for document in result.documents] == [
        DocumentState.TIMEOUT,
        DocumentState.TIMEOUT,
        DocumentState.DAMAGED,
    ]
    assert (result.facts, result.checks, result.unused_rows) == ((), (), ())
    assert "核对未能完成" in str(result.documents[0].message)


def test_the_checks_of_a_report_have_limits_of_their_own(pool):
    facts = parse_report([XIANGYUAN], FINAL, report_id="r").facts
    with ReaderPool(limits=Limits(seconds=0.01)) as hurried, pytest.raises(UnreadableDocument) as caught:
        hurried.checks(facts * 20, FINAL)
    assert caught.value.state is DocumentState.TIMEOUT


def test_a_fault_of_our_own_code_is_told_from_a_damaged_file(monkeypatch):
    def broken(*_, **__):
        raise ZeroDivisionError("王小明")

    monkeypatch.setattr(worker, "examine", broken)
    monkeypatch.setattr(worker, "_limit_memory", lambda _: None)  # of this process, which goes on
    request = {
        "task": "document",
        "file_name": None,
        "charset": None,
        "context": "{}",
        "identified": True,
        "archive": None,
    }
    header = {**request, "keep_model": False, "limits": dump_limits(Limits())}
    kind, data = worker.answer(json.dumps(header).encode(), b"x", lambda *_: None)
    assert kind == b"failed"
    assert b"ZeroDivisionError" in data
    assert "王小明" not in json.loads(data)


def test_a_worker_that_reports_our_fault_raises_in_the_parent(pool, monkeypatch):
    with pytest.raises(WorkFailed, match="KeyError"):
        pool._run({"task": "no such task"}, b"", Limits())
    assert pool.document(page("收入总计1.00万元。"), FINAL).state is DocumentState.READ
