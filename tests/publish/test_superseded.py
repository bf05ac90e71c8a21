"""A corrected file is published by the next night: what its revision replaces is no loss, what it lacks is one."""

from __future__ import annotations

import pytest

from domain.records import Fact, ParsedReport
from publish.reading import read_table
from publish.versions import PublishRefused, read_head
from tests.publish.memory import MemoryStore
from tests.publish.samples import UNJUDGED, fact, parsed_report, publish


def lines(name: str, count: int) -> list[Fact]:
    """Figures of ``count`` rows that no other ``name`` has."""
    return [fact("workload", f"{name}{number}", str(number), measure="count", unit="件次") for number in range(count)]


def revised(parsed: ParsedReport, number: int = 2) -> ParsedReport:
    return parsed.model_copy(
        update={"report": parsed.report.model_copy(update={"revision": number, "supersedes": "0" * 64})}
    )


OTHER = parsed_report("130634", 2020, facts=lines("来信", 30))
FIRST = parsed_report(facts=lines("网上信访", 20))


def published() -> MemoryStore:
    store = MemoryStore()
    publish(store, FIRST, OTHER, terms=UNJUDGED)
    return store


def test_a_corrected_file_whose_rows_are_all_others_is_published() -> None:
    store = published()
    second = revised(parsed_report(facts=lines("来访", 20)))
    result = publish(store, second, OTHER, run_id="run-2", terms=UNJUDGED)
    assert result.published
    assert (result.changes["facts"].add, result.changes["facts"].remove) == (20, 20)
    head = read_head(store)
    assert head is not None
    assert {row["item"] for row in read_table(store, head, "facts")} == {
        *(one.item for one in second.facts),
        *(one.item for one in OTHER.facts),
    }


@pytest.mark.parametrize(("kept", "refused"), [(15, False), (14, True), (0, True)])
def test_rows_that_the_corrected_file_lacks_are_lost(kept: int, *, refused: bool) -> None:
    store = published()
    second = revised(parsed_report(facts=lines("来访", kept)))
    if not refused:
        assert publish(store, second, OTHER, run_id="run-2", terms=UNJUDGED).published
        return
    with pytest.raises(PublishRefused, match=f"facts: 将删除 50 行中的 {20 - kept} 行"):
        publish(store, second, OTHER, run_id="run-2", terms=UNJUDGED)


def test_a_reader_that_reads_other_rows_from_the_same_file_is_refused() -> None:
    store = published()
    with pytest.raises(PublishRefused, match="facts: 将删除 50 行中的 20 行"):
        publish(store, parsed_report(facts=lines("来访", 20)), OTHER, run_id="run-2", terms=UNJUDGED)


def test_a_corrected_report_makes_up_for_no_loss_of_another() -> None:
    store = published()
    more = revised(parsed_report(facts=lines("来访", 200)))
    with pytest.raises(PublishRefused, match="facts: 将删除 50 行中的 10 行"):
        publish(store, more, parsed_report("130634", 2020, facts=lines("来信", 20)), run_id="run-2", terms=UNJUDGED)


def test_a_report_that_goes_back_to_an_earlier_revision_is_not_superseded() -> None:
    store = MemoryStore()
    publish(store, revised(FIRST, 3), OTHER, terms=UNJUDGED)
    with pytest.raises(PublishRefused, match="facts: 将删除 50 行中的 20 行"):
        publish(store, revised(parsed_report(facts=lines("来访", 20))), OTHER, run_id="run-2", terms=UNJUDGED)
