"""The check-portals flow leaves in its summary which portals are as declared, and takes its turns like a visit."""

from __future__ import annotations

from flows.checking import check_portals_plainly
from flows.runs import failures_of
from flows.summary import PublishOutcome, load_summary
from publish.store import LocalStore


def test_a_check_tells_good_portals_from_bad_ones_and_takes_nothing(tmp_path, portals, settings_for):
    portals.set_fault("www.maoxian.test", "down")
    summary = check_portals_plainly(["sample-maoxian", "sample-xiangyuan"], settings_for(tmp_path))
    found = {one.portal_id: (one.ok, one.outcome) for one in summary.checked_portals}
    assert found == {"sample-maoxian": (False, "unreachable"), "sample-xiangyuan": (True, "ok")}
    store = LocalStore(tmp_path)
    assert load_summary(store, summary.run_id) == summary
    assert summary.publish.outcome is PublishOutcome.SKIPPED
    assert not failures_of(summary), "there is nothing to repeat"
    assert list(store.list("raw/sha256/")) == []
    assert [key for key in store.list("state/hosts/") if "xiangyuan" in key], "its requests take turns with all others"
