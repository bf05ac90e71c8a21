"""Back up the store and nothing else: a new machine with only the store goes on as if nothing had happened."""

from __future__ import annotations

from flows.harvest import harvest_plainly
from flows.oversee import oversee_plainly
from flows.runs import run_ids
from flows.summary import PublishOutcome
from publish.store import LocalStore
from publish.versions import list_versions, verify_version


def test_with_nothing_but_the_store_left_the_next_run_goes_on_where_the_last_one_was(
    sample_store, portals, settings_for, monkeypatch
):
    """Prefect's home is not there, and the derived objects of the store are lost too."""
    before = {path.relative_to(sample_store): path.read_bytes() for path in sample_store.rglob("v*.datapackage.json")}
    derived = ["datapackage.json", "versions.json", "status.json"]
    for name in derived:
        (sample_store / name).unlink(missing_ok=True)
    store = LocalStore(sample_store)
    runs = run_ids(store)

    summary = harvest_plainly([], settings_for(sample_store))
    assert (summary.publish.outcome, summary.publish.version) == (PublishOutcome.NOTHING_NEW, 1)
    assert summary.reports == ()
    asked = [request for request in portals.requests if request.path != "/robots.txt"]
    assert all(request.conditional or request.method == "POST" for request in asked), "nothing is fetched again"

    monkeypatch.setattr("flows.operation.alarms._disks", lambda _: {})
    status, alarms, _ = oversee_plainly(settings_for(sample_store), send=None)
    assert (status.version.number if status.version else None, len(status.portals)) == (1, 5)
    assert [alarm.id for alarm in alarms if alarm.id.startswith(("harvest", "publish", "damaged"))] == []
    assert set(runs) < set(run_ids(store)), "the runs of before are known"
    assert {name: (sample_store / name).exists() for name in derived} == dict.fromkeys(derived, True)
    assert [version.number for version in list_versions(store)] == [1]
    assert verify_version(store).ok
    after = {path.relative_to(sample_store): path.read_bytes() for path in sample_store.rglob("v*.datapackage.json")}
    assert after == before
