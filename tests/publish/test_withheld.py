"""A bad report stops no other, is never published as it was, and is named wherever one would look for it."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from domain.records import ParsedReport
from publish.reading import read_table
from publish.store import LocalStore
from publish.versions import PublishRefused, read_head, verify_version
from tests.publish.memory import MemoryStore
from tests.publish.samples import UNJUDGED, GivenInputs, few_facts, parsed_report, publish, ref_of

XIANGYUAN = parsed_report("140423", 2023)
QUYANG = parsed_report("130634", 2020)
OLDER = parsed_report("130634", 2019)


def with_address(parsed: ParsedReport, address: str) -> ParsedReport:
    documents = tuple(one.model_copy(update={"url": address}) for one in parsed.documents)
    return parsed.model_copy(update={"documents": documents})


def test_a_report_that_breaks_the_contract_is_withheld_and_the_others_are_published(folder_store: LocalStore) -> None:
    bad = with_address(QUYANG, "javascript:alert(1)")
    result = publish(folder_store, XIANGYUAN, bad, OLDER)
    (withheld,) = result.withheld
    assert (withheld.report_id, withheld.reason) == (QUYANG.report.report_id, "contract")
    assert "javascript:alert(1)" in withheld.message_zh
    head = read_head(folder_store)
    assert head is not None
    published = [XIANGYUAN.report.report_id, OLDER.report.report_id]
    for name in ("reports", "facts", "documents", "checks", "totals"):
        assert {row["report_id"] for row in read_table(folder_store, head, name)} == set(published), name
    (cell,) = [row for row in read_table(folder_store, head, "coverage") if row["state"] == "parse_failed"]
    assert (cell["division_code"], cell["fiscal_year"], cell["report_id"]) == ("130634", "2020", "")
    assert cell["note"] == withheld.message_zh
    index = folder_store.get("versions/1/index.json")
    assert index is not None
    assert [one["report_id"] for one in json.loads(index.data)["withheld"]] == [QUYANG.report.report_id]
    assert verify_version(folder_store).ok


def test_a_record_that_is_none_or_not_there_withholds_its_report_until_it_is_back() -> None:
    store = MemoryStore()
    publish(store, XIANGYUAN, QUYANG, OLDER, terms=UNJUDGED)
    newer = parsed_report("130634", 2020, facts=few_facts("1.00"))

    def given(record: bytes | None) -> GivenInputs:
        inputs = GivenInputs(XIANGYUAN, newer, OLDER)
        inputs.records[ref_of(newer)] = record
        return inputs

    for number, (record, reason) in enumerate(((None, "missing"), (b"{", "unreadable")), start=2):
        result = publish(store, run_id=f"run-{number}", inputs=lambda record=record: given(record), terms=UNJUDGED)
        assert [(one.report_id, one.reason) for one in result.withheld] == [(QUYANG.report.report_id, reason)]
        assert QUYANG.report.report_id not in published_reports(store)
    result = publish(store, XIANGYUAN, newer, OLDER, run_id="run-4", terms=UNJUDGED)
    assert result.withheld == ()
    assert QUYANG.report.report_id in published_reports(store)


def test_a_record_of_another_report_is_not_taken_for_it() -> None:
    store = MemoryStore()
    inputs = GivenInputs(XIANGYUAN, QUYANG, OLDER)
    inputs.records[ref_of(QUYANG)] = OLDER.model_dump_json().encode()
    result = publish(store, inputs=lambda: inputs, terms=UNJUDGED)
    assert [(one.report_id, one.reason) for one in result.withheld] == [(QUYANG.report.report_id, "unreadable")]
    assert "属于另一份报告" in result.withheld[0].message_zh


def test_many_withheld_reports_are_a_fault_of_ours_and_stop_the_publish() -> None:
    store = MemoryStore()
    publish(store, XIANGYUAN, QUYANG, OLDER, terms=UNJUDGED)
    newer = [parsed_report("130634", year, facts=few_facts("1.00")) for year in (2019, 2020)]

    def damaged() -> GivenInputs:
        inputs = GivenInputs(XIANGYUAN, *newer)
        inputs.records |= dict.fromkeys(map(ref_of, newer), b"{")
        return inputs

    with pytest.raises(PublishRefused, match="2 reports are withheld"):
        publish(store, run_id="run-2", inputs=damaged, terms=UNJUDGED)
    result = publish(store, run_id="run-3", inputs=damaged, terms=UNJUDGED, accept="两份记录损坏，已知")
    assert result.published
    head = read_head(store)
    assert head is not None
    assert head.descriptor["release"]["accepted"] == "两份记录损坏，已知"


def published_reports(store: MemoryStore) -> Sequence[str]:
    head = read_head(store)
    assert head is not None
    return [row["report_id"] for row in read_table(store, head, "reports")]
