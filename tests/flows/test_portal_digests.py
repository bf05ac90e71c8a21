"""A publish reads only the portal states that changed since the last one, and knows the same as if it read them all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from domain.ports import Stamped
from domain.records import ReportType, Scope
from flows.pipeline import NewestPointers
from flows.portal_digests import digest_of, read_digests
from publish.store import LocalStore
from scrapers.departures import withdrawn_reports
from scrapers.disclosure import Disclosure
from scrapers.state import (
    DocumentProblem,
    ItemDecision,
    ItemState,
    ItemVerdict,
    PortalState,
    ReportPointer,
    load_state,
    save_state,
    state_key,
)
from tests.scrapers.fakes import MemoryStore

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)


class Watched(LocalStore):
    """A folder that remembers what was read of it."""

    def __init__(self, path):
        super().__init__(path)
        self.asked: list[str] = []

    def get(self, key):
        self.asked.append(key)
        return super().get(key)


def item(number: int, revision: int = 1, **more) -> ItemState:
    disclosure = Disclosure(
        division_code=f"1404{number + 10:02}",
        agency="某县信访局",
        agency_kind="信访局",
        scope=Scope.DEPARTMENT,
        fiscal_year=2023,
        report_type=ReportType.FINAL_ACCOUNTS,
        title="信访局2023年部门决算",
        published_on=NOW.date(),
        page_url=f"https://www.example.gov.cn/{number}.html",
        portal_id="portal",
        first_seen_on=NOW.date(),
        documents=(),
    )
    report_id = disclosure.report_id
    return ItemState(
        url=f"https://www.example.gov.cn/{number}.html",
        title="信访局2023年部门决算",
        decision=ItemDecision(verdict=ItemVerdict.TAKE, reason="title"),
        first_seen=NOW,
        last_seen=NOW,
        disclosure=disclosure,
        report=ReportPointer(
            report_id=report_id,
            report_key=f"reports/{report_id}/{number:02}{revision:062}.json",
            inputs_fingerprint="f",
            revision=revision,
        ),
        **more,
    )


def withdrawn(number: int) -> ItemState:
    url = f"https://www.example.gov.cn/{number}.html"
    missing = DocumentProblem(
        url=url, state="not_found", message="404", first_seen=NOW, last_seen=NOW + timedelta(days=3), looks=3
    )
    return item(number, unlisted_since=NOW, problems=(missing,))


def save(store, portal_id: str, *items: ItemState) -> PortalState:
    _, tag = load_state(store, portal_id)
    state = PortalState(portal_id=portal_id, items={one.url: one for one in items}, last_run_at=NOW, last_outcome="ok")
    return save_state(store, state, tag)[0]


@pytest.fixture
def store(tmp_path) -> Watched:
    store = Watched(tmp_path / "store")
    for number in range(12):
        save(store, f"portal-{number}", item(number), item(number + 20))
    save(store, "portal-12", withdrawn(0), withdrawn(40))
    return store


def whole(store) -> dict[str, object]:
    ids = [f"portal-{number}" for number in range(13)]
    return {one: digest_of(load_state(store, one)[0]) for one in ids}


def told(store) -> dict[str, object]:
    return {one.portal_id: one.model_copy(update={"stamp": ""}) for one in read_digests(store, ["portal-3", "new"])}


def test_what_is_told_of_the_portals_is_the_same_from_their_states_and_from_their_digests(store):
    expected = whole(store) | {"new": digest_of(PortalState(portal_id="new"))}
    assert told(store) == expected
    assert told(store) == expected
    digests = list(read_digests(store, ()))
    states = [load_state(store, one)[0] for one in whole(store)]
    assert NewestPointers(digests).keys() == NewestPointers(map(digest_of, states)).keys()
    gone = {one for digest in digests for one in digest.withdrawn}
    still = {one for digest in digests for one in digest.standing}
    assert set(withdrawn_reports(states)) == gone - still
    assert [key[:6] for key in gone - still] == ["140450"]


def test_only_states_that_changed_are_read_again(store):
    told(store)
    store.asked.clear()
    told(store)
    assert not [key for key in store.asked if key.startswith("state/portals/")]
    save(store, "portal-5", item(5, revision=2))
    store.asked.clear()
    expected = whole(store)
    store.asked.clear()
    assert told(store) == expected | {"new": digest_of(PortalState(portal_id="new"))}
    assert [key for key in store.asked if key.startswith("state/portals/")] == [state_key("portal-5")]


def test_a_damaged_digest_and_one_of_an_older_form_are_made_again(store, tmp_path):
    expected = told(store)
    files = sorted((tmp_path / "store" / "state" / "digests").iterdir())
    files[0].write_bytes(b'{"form": 2, "portals": {"portal-1": {"stamp"')
    for path in files[1:]:
        path.write_bytes(path.read_bytes().replace(b'"form":2', b'"form":1'))
    assert told(store) == expected
    assert all(b'"form":2' in path.read_bytes() for path in files)


def test_a_store_without_stamps_is_read_whole(store):
    plain = MemoryStore()
    assert not isinstance(plain, Stamped)
    for key in store.list("state/portals/"):
        plain.put_new(key, store.get(key).data)
    assert told(plain) == told(store)
    assert not list(plain.list("state/digests/"))
