"""The ledger of a portal: saved by compare-and-swap, merged without loss, refused when damaged."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from domain.ports import SwapConflict
from scrapers.robots import RobotsRecord
from scrapers.state import (
    DamagedState,
    EntryState,
    ItemDecision,
    ItemState,
    ItemVerdict,
    PortalState,
    ReportPointer,
    Seen,
    StateSaver,
    load_state,
    merge_states,
    save_state,
    state_key,
)
from tests.scrapers.fakes import START, MemoryStore

LATER = START + timedelta(hours=1)


def item(title: str = "甲", **fields: Any) -> ItemState:
    base = {
        "url": "http://a.test/1",
        "title": title,
        "decision": ItemDecision(verdict=ItemVerdict.TAKE, reason="report"),
        "first_seen": START,
        "last_seen": START,
    }
    return ItemState(**(base | fields))


def state(**fields: Any) -> PortalState:
    return PortalState(portal_id="p", **fields)


def test_a_portal_never_visited_has_an_empty_state() -> None:
    assert load_state(MemoryStore(), "p") == (PortalState(portal_id="p"), None)


def test_a_state_comes_back_as_it_was_saved() -> None:
    store = MemoryStore()
    full = state(
        items={"http://a.test/1": item(fetched_at=START)},
        seen={"http://a.test/": Seen(etag='"1"', sha256="00", checked_at=START)},
        entries={"http://a.test/": EntryState(last_outcome="ok", last_run_at=START)},
        robots={"a.test": RobotsRecord(fetched_at=START, verdict="allow_all", status=404)},
        last_run_at=START,
        last_outcome="ok",
    )
    saved, tag = save_state(store, full, None)
    assert load_state(store, "p") == (full, tag)
    assert saved == full
    assert json.loads(store.objects[state_key("p")][0])["schema_version"] == 1


def test_an_item_can_be_replaced_in_a_copy() -> None:
    before = state(items={"a": item("甲")})
    after = before.with_item("b", item("乙"))
    assert (set(before.items), set(after.items)) == ({"a"}, {"a", "b"})


def test_two_runs_at_once_lose_nothing() -> None:
    store = MemoryStore()
    _, tag = save_state(store, state(items={"a": item("甲")}), None)
    theirs = state(items={"a": item("甲"), "b": item("乙")}, last_run_at=START)
    ours = state(items={"a": item("甲"), "c": item("丙")}, last_run_at=LATER, last_outcome="ok")
    save_state(store, theirs, tag)
    merged, _ = save_state(store, ours, tag)
    assert set(merged.items) == {"a", "b", "c"}
    assert load_state(store, "p")[0] == merged
    assert merged.last_outcome == "ok"


def test_the_later_look_wins_and_the_first_look_is_kept() -> None:
    pointer = ReportPointer(report_id="r", report_key="k", inputs_fingerprint="f", revision=2)
    ours = state(items={"a": item("新", first_seen=LATER, last_seen=LATER, fetched_at=LATER)})
    theirs = state(items={"a": item("旧", fetched_at=START, report=pointer)})
    for merged in (merge_states(ours, theirs), merge_states(theirs, ours)):
        assert (merged.items["a"].title, merged.items["a"].first_seen, merged.items["a"].report) == (
            "新",
            START,
            pointer,
        )


def test_validators_robots_and_entries_keep_the_newest() -> None:
    def one(when: Any, sha: str, *, read: bool) -> PortalState:
        return state(
            seen={"u": Seen(sha256=sha, checked_at=when)},
            robots={"h": RobotsRecord(fetched_at=when, verdict="allow_all", status=404, text=sha)},
            entries={"e": EntryState(last_outcome=sha, last_run_at=when, history_read=read)},
            last_run_at=when,
            last_success=when,
        )

    merged = merge_states(one(START, "old", read=True), one(LATER, "new", read=False))
    assert (merged.seen["u"].sha256, merged.robots["h"].text, merged.last_success) == ("new", "new", LATER)
    assert (merged.entries["e"].last_outcome, merged.entries["e"].history_read) == ("new", True)


def test_a_state_that_others_keep_changing_is_given_up_with_a_clear_message() -> None:
    class Busy(MemoryStore):
        def swap(self, key: str, data: bytes, *, tag: str | None, content_type: str = "application/json") -> str:
            raise SwapConflict(key)

    with pytest.raises(SwapConflict, match="others kept changing it"):
        save_state(Busy(), state(), None)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"{not json", "unreadable portal state"),
        (b'{"portal_id": 1}', "portal_id"),
        (b'{"schema_version": 99, "portal_id": "p"}', "written by a newer program"),
    ],
)
def test_a_damaged_state_is_refused_and_says_what_to_do(data: bytes, told: str) -> None:
    store = MemoryStore()
    store.objects[state_key("p")] = (data, 1)
    with pytest.raises(DamagedState, match=told) as caught:
        load_state(store, "p")
    assert "state/portals/p.json" in str(caught.value)


def test_dishonest_validators_are_not_sent_again() -> None:
    honest = Seen(etag='"1"', last_modified="Fri", sha256="00", checked_at=START)
    assert honest.validators is not None
    assert honest.model_copy(update={"dishonest": True}).validators is None
    assert Seen(sha256="00", checked_at=START).validators is None


def test_what_another_visit_saved_meanwhile_stays_through_every_later_save() -> None:
    """A visit saves after each item and never hears of the others: its second save must not undo the merge."""
    store = MemoryStore()
    ours, theirs = StateSaver(store, None), StateSaver(store, None)
    theirs.save(state(items={"http://a.test/theirs": item("乙", fetched_at=START)}, last_run_at=START))
    ours.save(state(items={"http://a.test/1": item("甲", fetched_at=START)}, last_run_at=LATER))
    last = state(
        items={"http://a.test/1": item("甲", fetched_at=LATER), "http://a.test/2": item("丙", fetched_at=LATER)},
        last_run_at=LATER,
    )
    saved, tag = ours.save(last)
    assert saved.items.keys() == {"http://a.test/theirs", "http://a.test/1", "http://a.test/2"}
    assert saved.items["http://a.test/1"].fetched_at == LATER
    assert load_state(store, "p") == (saved, tag)


def test_a_visit_alone_saves_its_state_as_it_is() -> None:
    store = MemoryStore()
    saver = StateSaver(store, None)
    first = state(items={"http://a.test/1": item()}, last_run_at=START)
    assert saver.save(first)[0] is first
    second = state(items={"http://a.test/1": item("甲", fetched_at=LATER)}, last_run_at=LATER)
    assert saver.save(second)[0] is second
